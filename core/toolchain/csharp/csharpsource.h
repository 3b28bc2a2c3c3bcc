// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"

#include <QByteArray>
#include <QStringList>

namespace stepladder::toolchain {

/// What a declaration in a C# file is.
enum class CSharpKind { Using, Namespace, Type, Enum, Method, Constructor, Property, Field, Event, Other };

/// A declaration; ranges are of the source's characters.
struct CSharpMember
{
    CSharpKind kind = CSharpKind::Other;
    QString header; ///< without attributes, up to the body
    QString attributes = {};
    QString name = {};
    QString text = {}; ///< all of it
    QString body = {}; ///< with braces, or behind "=>"; empty: ends with ';'
    bool arrow = false; ///< the body is an expression
    QString initializer = {}; ///< of a field or property
    QList<CSharpMember> members = {}; ///< of a namespace or type

    bool isInterface() const;
    bool has(const QString &modifier) const;
};

/// \p source with comments, preprocessor lines and the insides of texts blanked, every other character where it stood.
QString maskCSharp(const QString &source);

/// The declarations of \p source, as far as it can be read: broken code gives what stands before the break.
QList<CSharpMember> readCSharp(const QString &source);

/// Public (and protected) signatures, one a line.
QStringList csharpSurface(const QByteArray &source);

/// A file with the types of \p bestAttempt (without private parts) and what \p step.surface names besides, bodies
/// throwing NotImplementedException with \p marker; \p note on top as comments.
QByteArray csharpStub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note,
                      const QString &marker);

} // namespace stepladder::toolchain

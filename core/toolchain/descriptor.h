// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/evidence.h"

#include <QByteArray>
#include <QMap>
#include <QRegularExpression>
#include <QStringList>

namespace stepladder::toolchain {

/// A program that a toolchain needs on this machine.
struct Tool
{
    QString name; ///< as placeholders call it: "{tool:python}"
    QStringList candidates; ///< names to look for on PATH, or absolute paths, in order
    QStringList version; ///< arguments that print the version
    QString install; ///< what a person types to get it
};

/// One command of a step; arguments are templates (see CommandToolchain).
struct CommandTemplate
{
    QStringList argv;
    QString show; ///< as a person would type it; empty: argv
    bool optional = false; ///< what becomes of it says nothing of the step: a report that there is nothing to write
};

/// prepare, build, test or coverage.
struct StepTemplate
{
    QList<CommandTemplate> commands;
    QStringList results; ///< globs in the results folder, read by content
    QRegularExpression diagnostics; ///< with the named groups file, line, column, severity, id, message
    qint64 timeoutMs = 300'000;
    bool network = false; ///< prepare only
    QList<int> nothingExecuted; ///< exit codes that mean: no tests found

    bool empty() const { return commands.isEmpty(); }
};

struct ScaffoldFile
{
    QString path; ///< with placeholders {name}, {module}
    QString content;
};

/// What a scaffold consists of: commands run in the sandbox, then files written.
struct Scaffold
{
    QString name;
    QList<QStringList> commands;
    QList<ScaffoldFile> files;
};

/// What a scaffold's test project refers to.
struct TestFramework
{
    QString name; ///< "xUnit"
    QMap<QString, QString> packages; ///< pinned versions
    QMap<QString, QString> properties = {}; ///< of the project file
    QString globalUsing = {};
    QString sample = {}; ///< a first test file
};

/// One thing checked in a source: a required pattern or an anti-pattern.
struct PatternCheck
{
    QString name; ///< as plans name it
    QString message; ///< what is missing or wrong
    bool anti = false; ///< found is wrong; looked for in every file
    QRegularExpression when; ///< only sources that match are checked
    QRegularExpression expect; ///< the whole source must match
    QRegularExpression find; ///< occurrences, each looked at
    QRegularExpression before; ///< in the comment and attribute lines directly above an occurrence
    QRegularExpression inside; ///< in the block that follows an occurrence
};

/// How comments and texts are written, so that checks look at code alone.
struct Lexis
{
    QStringList lineComments;
    QList<QPair<QString, QString>> blockComments;
    QList<QPair<QString, QString>> strings; ///< opening and closing mark
    bool escapes = true; ///< a backslash hides a closing mark
};

/// `resources/toolchains/<id>.json`: everything about a language that data can say.
struct Descriptor
{
    QString id;
    QString title;
    QString strategy; ///< "command", "csharp", "python" or "text"
    QString fence;
    QStringList sources, tests, projects; ///< globs of paths, the first that matches wins: projects, tests, sources
    QStringList outputs, include; ///< globs of names
    QList<Tool> tools;
    QStringList binds; ///< what the tools need of this machine, read-only; missing ones are left out
    QStringList networkBinds; ///< besides, where the network is open
    QStringList passEnvironment; ///< variables handed on where the network is open
    QMap<QString, QString> environment;
    QList<ScaffoldFile> helpers; ///< written into the results folder before anything runs
    StepTemplate prepare, build, test, coverage;
    QList<Scaffold> scaffolds;
    QString defaultScaffold;
    QList<TestFramework> frameworks; ///< the first is the default
    QString stubMarker;
    QString stubTemplate; ///< with {note}, {marker}, {surface}
    QRegularExpression surface; ///< declarations in a source, one a match
    Lexis lexis;
    QList<PatternCheck> patterns;
    QStringList runInstructions;
    qint64 memoryBytes = 4LL << 30;
    int processes = 512;

    const TestFramework *framework(const QString &name) const; ///< case-insensitive
    const Scaffold *scaffold(const QString &name) const;
    const Tool *tool(const QString &name) const;
};

/// Reads a descriptor strictly. BadInput: one line naming \p origin and the field.
domain::Result<Descriptor> readDescriptor(const QByteArray &text, const QString &origin);

} // namespace stepladder::toolchain

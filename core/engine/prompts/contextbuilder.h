// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace stepladder::engine {

/// One part of a prompt: what it is, how much it matters, whether it may be cut.
struct ContextSection
{
    QString name; ///< the placeholder it fills
    QString text;
    int priority = 0; ///< higher stays longer
    bool required = false; ///< neither left out nor cut
    bool cuttable = false; ///< its end may be cut to fit
    QString title = {}; ///< how it is called where it is said to be left out
};

struct BuiltContext
{
    QHash<QString, QString> values;
    QStringList leftOut; ///< titles of what was left out or cut, and why
    int tokens = 0; ///< estimate
};

/// Tokens of a text, estimated as UTF-8 bytes / 3 (design.md §6 reserves by the same).
int estimateTokens(const QString &text);

/// Spends \p budget tokens on what matters: sections by priority, the least important left out first.
/// ContextTooLong when the required ones alone do not fit.
domain::Result<BuiltContext> fitContext(const QList<ContextSection> &sections, int budget);

} // namespace stepladder::engine

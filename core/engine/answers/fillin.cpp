// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/fillin.h"

#include <QStringList>

#include <algorithm>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Issue;

namespace {

constexpr int kAround = 2; ///< lines above and below the errors
constexpr int kLongestHole = 40;
constexpr qsizetype kLongestNote = 400;

QString lines(const QStringList &all, qsizetype from, qsizetype to)
{
    QString text;
    for (qsizetype i = from; i < to; ++i)
        text += all.at(i) + u'\n';
    return text;
}

QString noteOf(const QString &task, const QStringList &errors, const QString &comment)
{
    QString note = comment + u' ' + task.simplified().left(kLongestNote) + u'\n';
    for (const QString &error : errors)
        note += comment + u" It must not fail by: "_s + error.simplified().left(kLongestNote) + u'\n';
    return note;
}

} // namespace

Hole holeIn(const QString &code, const QString &file, const QList<Issue> &issues, const QString &task,
            const QString &comment)
{
    QStringList all = code.split(u'\n');
    if (all.last().isEmpty())
        all.removeLast();
    QList<int> rows;
    QStringList errors;
    for (const Issue &issue : issues) {
        if (issue.severity != domain::Severity::Error)
            continue;
        if (errors.size() < 3)
            errors.append(issue.message);
        if (issue.file == file && issue.line > 0 && issue.line <= all.size())
            rows.append(issue.line - 1);
    }
    const QString note = noteOf(task, errors, comment);
    if (rows.isEmpty())
        return {{}, note, code, {}};
    std::sort(rows.begin(), rows.end());
    const qsizetype from = std::max(0, rows.first() - kAround);
    const auto last = std::find_if(rows.rbegin(), rows.rend(), [&](int row) { return row < from + kLongestHole; });
    const qsizetype to = std::min(all.size(), qsizetype(*last) + kAround + 1);
    return {lines(all, 0, from), note, lines(all, from, to), lines(all, to, all.size())};
}

} // namespace stepladder::engine

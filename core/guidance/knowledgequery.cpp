// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgequery.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::Issue;
using domain::IssueSource;

namespace {

constexpr qsizetype kLongestQuery = 20'000;
constexpr qsizetype kLongestMessage = 4'000;

QList<Issue> errorsFirst(QList<Issue> issues)
{
    std::stable_sort(issues.begin(), issues.end(),
                     [](const Issue &a, const Issue &b) { return int(a.severity) < int(b.severity); });
    return issues;
}

/// pytest marks what was said by "E"; where it did, the rest is source code. Frames of stacks are no sayings either.
QStringList saidLines(const QString &message)
{
    static const QRegularExpression said(u"^E\\s{2,}"_s);
    static const QRegularExpression frame(u"^\\s*(?:at \\S|File \"|Traceback |--- End of )"_s);
    QStringList marked, plain;
    for (QString &line : message.left(kLongestMessage).split(u'\n')) {
        if (line.contains(said))
            marked.append(line.remove(said));
        else if (!line.contains(frame))
            plain.append(line);
    }
    return marked.isEmpty() ? plain : marked;
}

/// "shop/cart.py:12: AssertionError", pytest's last line: it names what failed the test, where what led to it was said
/// before or an assertion was rewritten.
QString pytestPlace(const QString &message)
{
    static const QRegularExpression place(u"^\\S+:\\d+: ([A-Za-z_]\\w*)\\s*$"_s, QRegularExpression::MultilineOption);
    QString name;
    for (auto it = place.globalMatch(message); it.hasNext();)
        name = it.next().captured(1);
    return name;
}

QStringList exceptionsIn(const QString &message)
{
    static const QRegularExpression name(u"\\b[A-Z][A-Za-z]*(?:Error|Exception|Iteration|ExceptionGroup|Warning)\\b"_s);
    QStringList names;
    if (const QString place = pytestPlace(message); name.match(place).hasMatch())
        names.append(place);
    for (const QString &line : saidLines(message)) {
        for (auto it = name.globalMatch(line); it.hasNext();)
            names.append(it.next().captured());
    }
    return names;
}

QStringList namesOf(const Issue &issue)
{
    static const QRegularExpression diagnostic(
        u"^(?:[A-Za-z]+\\d{2,}|[A-Z][A-Za-z]*(?:Error|Exception|Warning|Iteration))$"_s);
    QStringList names;
    if (diagnostic.match(issue.id).hasMatch())
        names.append(issue.id);
    if (issue.source == IssueSource::Test || issue.source == IssueSource::Run)
        names += exceptionsIn(issue.message);
    return names;
}

} // namespace

QJsonObject toJson(const KnowledgeQuery &query)
{
    QJsonArray history;
    for (const AttemptSummary &attempt : query.perAttempt)
        history.append(QJsonObject{{u"model"_s, attempt.model}, {u"summary"_s, attempt.summary}});
    return {{u"fileType"_s, query.fileType},
            {u"taskDescription"_s, query.task},
            {u"failureHistory"_s, history},
            {u"language"_s, query.language},
            {u"diagnostics"_s, QJsonArray::fromStringList(query.diagnostics)},
            {u"signature"_s, query.signature}};
}

QStringList failureNames(const QList<Issue> &issues)
{
    QStringList names;
    for (const Issue &issue : errorsFirst(issues))
        names += namesOf(issue);
    names.removeDuplicates();
    return names;
}

QString failureText(const QList<Issue> &issues)
{
    QString text;
    for (const Issue &issue : errorsFirst(issues)) {
        text += issue.message.left(kLongestMessage) + u'\n';
        if (text.size() > kLongestQuery)
            break;
    }
    return text.left(kLongestQuery);
}

} // namespace stepladder::guidance

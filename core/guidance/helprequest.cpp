// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/helprequest.h"

#include "guidance/markdown.h"

#include <QJsonArray>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestDiff = 20'000;
constexpr qsizetype kLongestCode = 200'000;

QString cut(const QString &text, qsizetype longest)
{
    if (text.size() <= longest)
        return text;
    const auto end = text.lastIndexOf(u'\n', longest) + 1;
    return text.left(end) + u"… %1 more lines\n"_s.arg(text.mid(end).count(u'\n'));
}

QJsonArray reasonsJson(const QList<FailureReason> &reasons)
{
    QJsonArray json;
    for (const FailureReason &reason : reasons) {
        const QString text = reason.text.trimmed();
        json.append(QJsonObject{
            {u"text"_s, text.isEmpty() ? u"Unknown"_s : text}, {u"count"_s, reason.count}, {u"kind"_s, reason.kind}});
    }
    return json;
}

QJsonArray digestJson(const QList<TriedAttempt> &digest)
{
    QJsonArray json;
    for (const TriedAttempt &one : digest)
        json.append(QJsonObject{{u"attempt"_s, one.attempt},
                                {u"rung"_s, one.rung},
                                {u"model"_s, one.model},
                                {u"builds"_s, one.builds},
                                {u"errors"_s, one.errors},
                                {u"passed"_s, one.passed},
                                {u"failed"_s, one.failed},
                                {u"score"_s, one.score},
                                {u"summary"_s, one.summary},
                                {u"diff"_s, cut(one.diff, kLongestDiff)}});
    return json;
}

QJsonArray similarJson(const QList<SimilarFailure> &similar)
{
    QJsonArray json;
    for (const SimilarFailure &one : similar)
        json.append(QJsonObject{{u"file"_s, one.file},
                                {u"workspace"_s, one.workspace},
                                {u"date"_s, one.timeMs > 0 ? utc(one.timeMs) : QString()},
                                {u"whatWorked"_s, one.whatWorked},
                                {u"words"_s, one.words}});
    return json;
}

QString reasonsText(const QJsonArray &reasons)
{
    QString text = u"## Why they failed\n\n"_s;
    for (const auto &reason : reasons)
        text += u"- %1 × %2: %3\n"_s.arg(reason[u"count"].toInt())
                    .arg(reason[u"kind"].toString(), oneLine(reason[u"text"].toString()));
    return text + u'\n';
}

/// A cell of a table in one line, its bars harmless.
QString cell(const QString &text)
{
    return oneLine(text).replace(u'|', u"\\|"_s);
}

QString digestText(const QJsonArray &digest)
{
    QString text =
        u"## What was tried\n\n| attempt | rung | by | builds | errors | tests | score | summary |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"_s;
    QString diffs;
    for (const auto &one : digest) {
        const int number = one[u"attempt"].toInt();
        const QString name = number > 0 ? QString::number(number) : u"own code"_s;
        const int passed = one[u"passed"].toInt();
        text += u"| %1 | %2 | %3 | %4 | %5 | %6 | %7 | %8 |\n"_s.arg(
            name, cell(one[u"rung"].toString()), cell(one[u"model"].toString()),
            one[u"builds"].toBool() ? u"yes"_s : u"no"_s, QString::number(one[u"errors"].toInt()),
            u"%1 / %2"_s.arg(passed).arg(passed + one[u"failed"].toInt()), QString::number(one[u"score"].toDouble()),
            cell(one[u"summary"].toString()));
        if (const QString diff = one[u"diff"].toString(); !diff.isEmpty())
            diffs += u"### Attempt %1\n\n"_s.arg(name) + block(u"diff"_s, diff) + u'\n';
    }
    return text + u'\n' + diffs;
}

QString causeText(const QJsonObject &cause)
{
    QString text = u"## Root cause\n\n%1\n\n"_s.arg(cause[u"rootCause"].toString().trimmed());
    if (const QString approach = cause[u"correctApproach"].toString().trimmed(); !approach.isEmpty())
        text += u"What the analysis would do: %1\n\n"_s.arg(approach);
    for (const auto &action : cause[u"recommendedActions"].toArray())
        text += u"- %1\n"_s.arg(oneLine(action.toString()));
    return cause[u"recommendedActions"].toArray().isEmpty() ? text : text + u'\n';
}

QString similarText(const QJsonArray &similar)
{
    QString text = u"## Like failures before\n\n"_s;
    for (const auto &one : similar) {
        const QString worked = oneLine(one[u"whatWorked"].toString());
        text += u"- %1 in %2 (%3): %4\n"_s.arg(oneLine(one[u"file"].toString()), oneLine(one[u"workspace"].toString()),
                                               one[u"date"].toString(),
                                               worked.isEmpty() ? u"nothing worked"_s : u"worked: "_s + worked);
    }
    return text + u'\n';
}

} // namespace

domain::Request guidanceRequest(const HelpAsk &ask)
{
    const QString tries = ask.attempts == 1 ? u"One attempt was made"_s : u"%1 attempts were made"_s.arg(ask.attempts);
    const QString choices = ask.guidedLeft > 0
        ? u"Can you give an example to follow, guidance on what to do, or your own code?"_s
        : u"Three attempts with guidance failed too. Will you give your own code, or is it to be a stub, skipped, or tried once more with another model?"_s;
    QJsonObject best;
    if (ask.best) {
        const TriedAttempt &one = ask.digest.at(*ask.best);
        best = {{u"attempt"_s, one.attempt}, {u"model"_s, one.model}, {u"score"_s, one.score}};
    }
    return {.run = ask.run,
            .step = ask.step,
            .kind = domain::RequestKind::Guidance,
            .title = u"Help Needed: %1"_s.arg(ask.file),
            .question = u"%1 at %2 (step %3), and none passed. %4"_s.arg(tries, ask.file, ask.step, choices),
            .details = {{u"file"_s, ask.file},
                        {u"description"_s, ask.description},
                        {u"language"_s, ask.language},
                        {u"reasons"_s, reasonsJson(ask.reasons)},
                        {u"attempts"_s, ask.attempts},
                        {u"best"_s, best},
                        {u"digest"_s, digestJson(ask.digest)},
                        {u"rootCause"_s, ask.rootCause},
                        {u"similar"_s, similarJson(ask.similar)},
                        {u"fingerprint"_s, ask.fingerprint},
                        {u"signature"_s, ask.signature},
                        {u"round"_s, ask.round},
                        {u"guidedLeft"_s, ask.guidedLeft},
                        {u"bestCode"_s, cut(ask.bestCode, kLongestCode)},
                        {u"models"_s, QJsonArray::fromStringList(ask.models)}},
            .deadlineMs = ask.deadlineMs};
}

QString helpText(const QJsonObject &details)
{
    QString text;
    if (const QString description = details[u"description"].toString().trimmed(); !description.isEmpty())
        text += u"## What is wanted\n\n%1\n\n"_s.arg(description);
    if (const QJsonArray reasons = details[u"reasons"].toArray(); !reasons.isEmpty())
        text += reasonsText(reasons);
    if (const QJsonObject cause = details[u"rootCause"].toObject(); !cause.isEmpty())
        text += causeText(cause);
    if (const QJsonArray digest = details[u"digest"].toArray(); !digest.isEmpty())
        text += digestText(digest);
    if (const QJsonArray similar = details[u"similar"].toArray(); !similar.isEmpty())
        text += similarText(similar);
    if (const QString code = details[u"bestCode"].toString(); !code.isEmpty())
        text += u"## The best attempt\n\n"_s + block(details[u"language"].toString(), code) + u'\n';
    return text.trimmed() + u'\n';
}

} // namespace stepladder::guidance

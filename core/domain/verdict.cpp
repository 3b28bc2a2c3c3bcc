// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/verdict.h"

#include <QCryptographicHash>

#include <algorithm>
#include <utility>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {
const QStringList &sourceNames()
{
    static const QStringList names = {u"build"_s,   u"test"_s,    u"run"_s,    u"review"_s, u"coverage"_s,
                                      u"pattern"_s, u"warning"_s, u"answer"_s, u"path"_s};
    return names;
}
const QStringList &severityNames()
{
    static const QStringList names = {u"error"_s, u"warning"_s, u"info"_s};
    return names;
}
} // namespace

QString toString(IssueSource source)
{
    return sourceNames().at(int(source));
}

QString Candidate::hash() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QList<FileChange> sorted = files;
    std::sort(sorted.begin(), sorted.end(), [](const FileChange &a, const FileChange &b) { return a.path < b.path; });
    for (const FileChange &file : std::as_const(sorted)) {
        hash.addData(file.path.toUtf8());
        hash.addData(QByteArrayView("\0", 1));
        hash.addData(QByteArray::number(file.content.size()));
        hash.addData(QByteArrayView("\0", 1));
        hash.addData(file.content);
    }
    return QString::fromLatin1(hash.result().toHex());
}

QJsonObject toJson(const Issue &issue)
{
    return {{u"severity"_s, toString(issue.severity)},
            {u"source"_s, toString(issue.source)},
            {u"id"_s, issue.id},
            {u"file"_s, issue.file},
            {u"line"_s, issue.line},
            {u"message"_s, issue.message}};
}

Issue issueFromJson(const QJsonObject &json)
{
    return {.severity = Severity(std::max<qsizetype>(0, severityNames().indexOf(json[u"severity"].toString()))),
            .source = IssueSource(std::max<qsizetype>(0, sourceNames().indexOf(json[u"source"].toString()))),
            .id = json[u"id"].toString(),
            .file = json[u"file"].toString(),
            .line = json[u"line"].toInt(),
            .message = json[u"message"].toString()};
}

QJsonArray toJson(const QList<Issue> &issues)
{
    QJsonArray array;
    for (const Issue &issue : issues)
        array.append(toJson(issue));
    return array;
}

QList<Issue> issuesFromJson(const QJsonArray &json)
{
    QList<Issue> issues;
    for (const auto &item : json)
        issues.append(issueFromJson(item.toObject()));
    return issues;
}

QJsonObject toJson(const Verdict &verdict)
{
    return {{u"passed"_s, verdict.passed},         {u"score"_s, verdict.score},
            {u"unproven"_s, verdict.unproven},     {u"evidenceOnly"_s, verdict.evidenceOnly},
            {u"summary"_s, verdict.summary},       {u"issues"_s, toJson(verdict.issues)},
            {u"confidence"_s, verdict.confidence}, {u"evidence"_s, toJson(verdict.evidence)}};
}

Verdict verdictFromJson(const QJsonObject &json)
{
    return {.passed = json[u"passed"].toBool(),
            .score = json[u"score"].toDouble(),
            .unproven = json[u"unproven"].toBool(),
            .evidenceOnly = json[u"evidenceOnly"].toBool(),
            .summary = json[u"summary"].toString(),
            .issues = issuesFromJson(json[u"issues"].toArray()),
            .confidence = json[u"confidence"].toDouble(1),
            .evidence = evidenceFromJson(json[u"evidence"].toObject())};
}

QJsonObject toJson(const Review &review)
{
    return {{u"score"_s, review.score},
            {u"summary"_s, review.summary},
            {u"issues"_s, toJson(review.issues)},
            {u"model"_s, review.model}};
}

Review reviewFromJson(const QJsonObject &json)
{
    return {.score = json[u"score"].toDouble(),
            .summary = json[u"summary"].toString(),
            .issues = issuesFromJson(json[u"issues"].toArray()),
            .model = json[u"model"].toString()};
}

} // namespace stepladder::domain

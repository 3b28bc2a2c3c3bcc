// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/records.h"

#include <QJsonArray>

namespace stepladder::memory {

using namespace Qt::StringLiterals;

QJsonObject toJson(const AttemptRecord &a)
{
    return {{u"number"_s, a.number}, {u"rung"_s, a.rung},       {u"model"_s, a.model},
            {u"score"_s, a.score},   {u"summary"_s, a.summary}, {u"issues"_s, QJsonArray::fromStringList(a.issues)}};
}

AttemptRecord attemptRecordFromJson(const QJsonObject &json)
{
    return {.number = json[u"number"].toInt(),
            .rung = json[u"rung"].toString(),
            .model = json[u"model"].toString(),
            .score = json[u"score"].toDouble(),
            .summary = json[u"summary"].toString(),
            .issues = json[u"issues"].toVariant().toStringList()};
}

QJsonObject toJson(const StepRecord &r)
{
    QJsonArray attempts;
    for (const AttemptRecord &attempt : r.attempts)
        attempts.append(toJson(attempt));
    return {{u"id"_s, r.id},
            {u"run"_s, r.run},
            {u"step"_s, r.step},
            {u"workspace"_s, r.workspace},
            {u"fileName"_s, r.fileName},
            {u"fileType"_s, r.fileType},
            {u"language"_s, r.language},
            {u"taskDescription"_s, r.taskDescription},
            {u"complexity"_s, r.complexity},
            {u"requiredPatterns"_s, QJsonArray::fromStringList(r.requiredPatterns)},
            {u"signature"_s, r.signature},
            {u"fingerprint"_s, r.fingerprint},
            {u"attempts"_s, attempts},
            {u"rootCause"_s, r.rootCause},
            {u"eventuallySucceeded"_s, r.eventuallySucceeded},
            {u"successfulApproach"_s, r.successfulApproach},
            {u"code"_s, r.code},
            {u"modelsUsed"_s, QJsonArray::fromStringList(r.modelsUsed)},
            {u"totalCostMicroUsd"_s, r.totalCost},
            {u"timeMs"_s, r.timeMs}};
}

StepRecord stepRecordFromJson(const QJsonObject &json)
{
    QList<AttemptRecord> attempts;
    for (const auto &item : json[u"attempts"].toArray())
        attempts.append(attemptRecordFromJson(item.toObject()));
    return {.id = json[u"id"].toInteger(),
            .run = json[u"run"].toString(),
            .step = json[u"step"].toString(),
            .workspace = json[u"workspace"].toString(),
            .fileName = json[u"fileName"].toString(),
            .fileType = json[u"fileType"].toString(),
            .language = json[u"language"].toString(),
            .taskDescription = json[u"taskDescription"].toString(),
            .complexity = json[u"complexity"].toInt(5),
            .requiredPatterns = json[u"requiredPatterns"].toVariant().toStringList(),
            .signature = json[u"signature"].toString(),
            .fingerprint = json[u"fingerprint"].toString(),
            .attempts = attempts,
            .rootCause = json[u"rootCause"].toString(),
            .eventuallySucceeded = json[u"eventuallySucceeded"].toBool(),
            .successfulApproach = json[u"successfulApproach"].toString(),
            .code = json[u"code"].toString(),
            .modelsUsed = json[u"modelsUsed"].toVariant().toStringList(),
            .totalCost = json[u"totalCostMicroUsd"].toInteger(),
            .timeMs = json[u"timeMs"].toInteger()};
}

QJsonObject toJson(const Todo &t)
{
    return {{u"id"_s, t.id},     {u"run"_s, t.run},      {u"step"_s, t.step},     {u"workspace"_s, t.workspace},
            {u"file"_s, t.file}, {u"title"_s, t.title},  {u"reason"_s, t.reason}, {u"report"_s, t.report},
            {u"done"_s, t.done}, {u"timeMs"_s, t.timeMs}};
}

} // namespace stepladder::memory

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/stepmemory.h"

#include "memory/records.h"
#include "memory/signature.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;
using journal::Durability;
using journal::EffectResult;
using memory::StepRecord;

namespace {

constexpr int kSimilar = 10;
const QString kGuided = u" with the guidance of "_s;

QString fileType(const QString &file)
{
    return file.contains(u'.') ? u'.' + file.section(u'.', -1) : QString();
}

QString approachOf(const Climb &climb, const Attempt &accepted)
{
    if (climb.end->strategy == u"human_guided"_s)
        return accepted.model + kGuided + climb.human.by + u": "_s + climb.peoplesWords.join(u'\n');
    QString text = u"%1 with %2 at attempt %3"_s.arg(accepted.rung, accepted.model).arg(accepted.number);
    if (climb.analysis)
        text += u": "_s + (*climb.analysis)[u"correctApproach"].toString();
    return text;
}

StepRecord recordOf(RunParts &parts, const Climb &climb)
{
    StepRecord record{.run = parts.effects.journal().run(),
                      .step = climb.step.id,
                      .workspace = parts.stage.workspacePath(),
                      .fileName = climb.step.file,
                      .fileType = fileType(climb.step.file),
                      .language = parts.toolchain.id(),
                      .taskDescription = climb.step.description,
                      .complexity = climb.step.complexity,
                      .requiredPatterns = climb.step.requiredPatterns,
                      .signature = memory::signatureOf(issuesOf(climb)),
                      .timeMs = parts.clock.nowMs()};
    for (const Attempt &attempt : climb.attempts) {
        QStringList issues;
        for (const domain::Issue &issue : attempt.verdict.issues)
            issues.append(issue.id.isEmpty() ? issue.message : issue.id + u": "_s + issue.message);
        record.attempts.append({.number = attempt.number,
                                .rung = attempt.rung,
                                .model = attempt.model,
                                .score = attempt.verdict.score,
                                .summary = attempt.verdict.summary,
                                .issues = issues});
        if (!attempt.model.isEmpty() && !record.modelsUsed.contains(attempt.model))
            record.modelsUsed.append(attempt.model);
        if (!attempt.verdict.passed && !attempt.verdict.issues.isEmpty())
            record.fingerprint = memory::fingerprintOf(attempt.verdict.issues);
    }
    if (climb.analysis)
        record.rootCause = (*climb.analysis)[u"rootCause"].toString();
    record.eventuallySucceeded =
        climb.end->state == domain::StepState::Accepted || climb.end->state == domain::StepState::AcceptedByPerson;
    record.totalCost = parts.models.budget().spentOn(climb.step.id);
    if (record.eventuallySucceeded && !climb.attempts.isEmpty()) {
        const bool ownCode = climb.end->strategy == u"human_implementation"_s;
        const QString &by = climb.human.by;
        const QString byPerson = by.isEmpty() ? u"a person's code"_s : u"code written by %1"_s.arg(by);
        const auto accepted = std::find_if(climb.attempts.begin(), climb.attempts.end(),
                                           [&climb](const Attempt &a) { return a.number == climb.end->number; });
        const Attempt &taken = accepted == climb.attempts.end() ? climb.attempts.last() : *accepted;
        record.successfulApproach = ownCode ? byPerson : approachOf(climb, taken);
        // Memory's code stands in later prompts, of whatever model.
        if (!parts.denied.denies(climb.step.file))
            record.code = QString::fromUtf8(climb.end->files.value(0).content);
    }
    return record;
}

/// What was a stub once and is none any more is nothing to do.
Result<void> finishTodos(RunParts &parts, const QString &step)
{
    const auto open = parts.memory.todos(true);
    if (!open)
        return domain::fail(open.error());
    for (const memory::Todo &todo : *open) {
        if (todo.run != parts.effects.journal().run() || todo.step != step)
            continue;
        if (const auto finished = parts.memory.finishTodo(todo.id); !finished)
            return finished;
    }
    return {};
}

} // namespace

QString guidanceIn(const StepRecord &record)
{
    const QString &approach = record.successfulApproach;
    const auto by = approach.indexOf(kGuided);
    const auto words = by < 0 ? -1 : approach.indexOf(u": "_s, by + kGuided.size());
    return words < 0 ? QString() : approach.mid(words + 2).trimmed();
}

QList<domain::Issue> issuesOf(const Climb &climb)
{
    QList<domain::Issue> issues;
    for (const Attempt &attempt : climb.attempts)
        issues += attempt.verdict.issues;
    return issues;
}

Result<QList<StepRecord>> similarFailures(RunParts &parts, const Climb &climb)
{
    QString fingerprint;
    for (const Attempt &attempt : climb.attempts) {
        if (const QString f = memory::fingerprintOf(attempt.verdict.issues); !f.isEmpty())
            fingerprint = f;
    }
    const memory::SimilarQuery query{.fileType = fileType(climb.step.file),
                                     .language = parts.toolchain.id(),
                                     .taskDescription = climb.step.description,
                                     .signature = memory::signatureOf(issuesOf(climb)),
                                     .fingerprint = fingerprint,
                                     .limit = kSimilar};
    const auto hash = inputHash({query.taskDescription.toUtf8(), query.signature.toUtf8(), query.fingerprint.toUtf8()});
    const auto record =
        parts.effects.once(climb.key(u"memory.similar"_s), hash, {}, Durability::Queued, [&]() -> Result<EffectResult> {
            const auto found = parts.memory.similarFailures(query);
            if (!found)
                return domain::fail(found.error());
            QJsonArray records;
            for (const StepRecord &similar : *found)
                records.append(memory::toJson(similar));
            return EffectResult{.record = {{u"records"_s, records}}};
        });
    if (!record)
        return domain::fail(record.error());
    QList<StepRecord> records;
    for (const auto &item : (*record)[u"records"].toArray())
        records.append(memory::stepRecordFromJson(item.toObject()));
    return records;
}

Result<void> rememberStep(RunParts &parts, const Climb &climb)
{
    journal::Key key = climb.key(u"memory.store"_s);
    key.attempt = 0;
    const auto stored = parts.effects.once(key, {}, {}, Durability::Queued, [&]() -> Result<EffectResult> {
        const StepRecord record = recordOf(parts, climb);
        const auto id = parts.memory.store(record, climb.epoch);
        if (!id)
            return domain::fail(id.error());
        if (record.eventuallySucceeded) {
            if (const auto finished = finishTodos(parts, climb.step.id); !finished)
                return domain::fail(finished.error());
        }
        EffectResult result{.record = {{u"id"_s, *id}}};
        const bool failedOnce = record.attempts.size() > 1 || !record.eventuallySucceeded;
        if (failedOnce)
            result.entries.append({.type = u"failure.recorded"_s,
                                   .step = climb.step.id,
                                   .data = {{u"record"_s, *id},
                                            {u"signature"_s, record.signature},
                                            {u"fingerprint"_s, record.fingerprint}}});
        return result;
    });
    if (!stored)
        return domain::fail(stored.error());
    return {};
}

} // namespace stepladder::engine

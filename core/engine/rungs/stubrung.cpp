// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/stubrung.h"

#include "engine/reports/failurereport.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Candidate;
using domain::Result;
using domain::StepState;
using journal::Durability;
using journal::EffectResult;

StubRung::StubRung(RungTools tools)
    : m_tools(tools)
{
}

Result<RungEnd> StubRung::climb(Climb &climb, const domain::Rung &)
{
    RunParts &parts = m_tools.parts;
    climb.member = u"stub"_s;
    const auto existed =
        parts.effects.once(climb.key(u"existed"_s), {}, {}, Durability::Queued, [&]() -> Result<EffectResult> {
            return EffectResult{.record = {{u"existed"_s, parts.stage.exists(climb.step.file)}}};
        });
    if (!existed)
        return domain::fail(existed.error());
    const Attempt *best = climb.best();
    const QString last = best      ? best->verdict.summary
        : climb.attempts.isEmpty() ? QString()
                                   : climb.attempts.last().verdict.summary;
    const QString why = climb.stubAsked ? u"a person asked for a stub"_s : u"every rung failed"_s;
    const QString asked = climb.human.expired ? u"expired: nobody answered in time; "_s : QString();
    StepEnd end{.state = StepState::Unchanged,
                .strategy = u"stub_generation"_s,
                .reason = asked + last,
                .score = best ? best->verdict.score : 0,
                .needsReview = u"%1%2: %3"_s.arg(asked, why, last)};
    Candidate stub;
    if (!(*existed)[u"existed"].toBool()) {
        const auto checked = firstThatBuilds(climb, stub);
        if (!checked)
            return domain::fail(checked.error());
        const auto outcome = m_tools.acceptance.accept(
            climb, stub, checked->base, checked->judgement,
            u"Stub: %1\n\nStep %2, %3: %4"_s.arg(climb.step.file, climb.step.id, why, last), {});
        if (!outcome)
            return domain::fail(outcome.error());
        end.state = StepState::Stubbed;
        end.commit = outcome->commit;
        end.files = stub.files;
    }
    if (const auto reported = report(climb, stub); !reported)
        return domain::fail(reported.error());
    climb.end = end;
    return RungEnd::Ended;
}

/// With the best attempt's public surface, else with the declared one alone, else an empty file with the note.
Result<Validator::Checked> StubRung::firstThatBuilds(Climb &climb, Candidate &candidate)
{
    const Attempt *best = climb.best();
    const QByteArray code = best ? best->candidate.files.first().content : QByteArray();
    const QString note = u"%1 failed on every rung of the ladder. Last finding: %2"_s.arg(
        climb.step.file, best ? best->verdict.summary : u"no candidate"_s);
    domain::Step bare = climb.step;
    bare.surface.clear();
    const QList<QByteArray> tries = {m_tools.parts.toolchain.stub(climb.step, code, note),
                                     m_tools.parts.toolchain.stub(climb.step, {}, note),
                                     m_tools.parts.toolchain.stub(bare, {}, note)};
    Result<Validator::Checked> checked;
    for (qsizetype i = 0; i < tries.size(); ++i) {
        climb.member = u"stub.%1"_s.arg(i + 1);
        candidate = {.files = {{climb.step.file, tries.at(i)}}};
        checked = m_tools.validator.check(climb, candidate);
        if (!checked)
            return checked;
        const bool broken = std::any_of(checked->judgement.issues.begin(), checked->judgement.issues.end(),
                                        [&](const domain::Issue &i2) {
                                            return i2.source == domain::IssueSource::Build
                                                && i2.severity == domain::Severity::Error && i2.file == climb.step.file;
                                        });
        if (!broken)
            break;
    }
    return checked;
}

Result<void> StubRung::report(Climb &climb, const Candidate &candidate)
{
    RunParts &parts = m_tools.parts;
    climb.member = u"stub"_s;
    const auto record =
        parts.effects.once(climb.key(u"report"_s), {}, {}, Durability::Queued, [&]() -> Result<EffectResult> {
            const auto path = writeFailureReport(parts, climb);
            if (!path)
                return domain::fail(path.error());
            const auto todo = parts.memory.addTodo({.run = parts.effects.journal().run(),
                                                    .step = climb.step.id,
                                                    .workspace = parts.stage.workspacePath(),
                                                    .file = climb.step.file,
                                                    .title = u"Write %1 by hand"_s.arg(climb.step.file),
                                                    .reason = u"NEEDS_HUMAN_REVIEW"_s,
                                                    .report = *path,
                                                    .timeMs = parts.clock.nowMs()});
            if (!todo)
                return domain::fail(todo.error());
            QString blob;
            if (!candidate.empty()) {
                const auto put = parts.effects.journal().putBlob(candidate.files.first().content);
                if (!put)
                    return domain::fail(put.error());
                blob = *put;
            }
            return EffectResult{
                .record = {{u"report"_s, *path}},
                .entries = {
                    {.type = u"stub.made"_s,
                     .step = climb.step.id,
                     .data = {
                         {u"file"_s, climb.step.file}, {u"blob"_s, blob}, {u"report"_s, *path}, {u"todo"_s, *todo}}}}};
        });
    if (!record)
        return domain::fail(record.error());
    return {};
}

} // namespace stepladder::engine

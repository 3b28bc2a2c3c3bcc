// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runsession.h"

#include "guidance/requests.h"

#include <QDir>
#include <QJsonArray>

#include <thread>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using journal::Draft;
using journal::Durability;
using journal::EffectResult;
using journal::Key;

Result<void> RunSession::openStage()
{
    const QString folder = m_setup.folder + u"/stage"_s;
    const workspace::StageRules rules{.outputs = m_setup.toolchain->outputs(), .include = m_setup.toolchain->include()};
    const Key key{.name = u"stage"_s};
    if (m_setup.journal->has(key)) {
        auto stage = workspace::Stage::open(folder, rules);
        if (!stage)
            return domain::fail(stage.error());
        m_stage = std::move(*stage);
        // A commit that the journal does not know of was cut off before its record: it is made again.
        if (m_setup.record && !m_setup.record->lastCommit.isEmpty() && m_stage->head() != m_setup.record->lastCommit)
            return m_stage->reset(m_setup.record->lastCommit);
        return {};
    }
    const auto staged = stageWorkspace(key, folder, rules);
    if (staged || staged.error().kind != ErrorKind::Conflict || m_setup.allowLarge)
        return staged;
    // Over 2 GB: a person is asked first.
    const auto allowed = consentToLarge(staged.error().message);
    if (!allowed)
        return allowed;
    m_setup.allowLarge = true;
    return stageWorkspace(key, folder, rules);
}

Result<void> RunSession::consentToLarge(const QString &what)
{
    const Key key{.name = u"consent.large"_s};
    domain::Request request = guidance::consentRequest(
        {.run = m_setup.run, .kind = guidance::ConsentKind::LargeStage, .target = m_setup.workspace, .what = {what}});
    auto answer = m_desk.ask(key, request);
    while (!answer && answer.error().kind == ErrorKind::Awaiting && !m_setup.options.noWait && !m_setup.options.noHuman
           && !m_effects.stop().soft.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        if (m_desk.answered(m_desk.idFor(key)))
            answer = m_desk.ask(key, request);
    }
    if (!answer)
        return domain::fail(answer.error());
    if (answer->kind != domain::AnswerKind::Approve)
        return domain::fail(ErrorKind::Conflict, u"%1, and that was declined"_s.arg(what));
    return {};
}

Result<void> RunSession::stageWorkspace(const Key &key, const QString &folder, const workspace::StageRules &rules)
{
    say(u"copying the workspace"_s);
    const auto staged = m_effects.once(key, {}, {}, Durability::Synced, [&]() -> Result<EffectResult> {
        QDir(folder).removeRecursively();
        auto stage = workspace::Stage::create(m_setup.workspace, folder, m_setup.run, rules, m_setup.allowLarge, {},
                                              m_effects.stop().hard);
        if (!stage)
            return domain::fail(stage.error());
        m_stage = std::move(*stage);
        const QJsonObject data{{u"base"_s, m_stage->head()},
                               {u"branch"_s, m_stage->branch()},
                               {u"repository"_s, m_stage->repositoryPath()},
                               {u"gitFolder"_s, m_stage->gitFolder()},
                               {u"ignoredLeftOut"_s, QJsonArray::fromStringList(m_stage->ignoredLeftOut())}};
        return EffectResult{.record = data, .entries = {Draft{.type = u"run.staged"_s, .data = data}}};
    });
    if (!staged)
        return domain::fail(staged.error());
    return {};
}

Result<void> RunSession::scaffold()
{
    const QString name = !m_setup.plan.scaffold.isEmpty() ? m_setup.plan.scaffold
        : m_stage->files().isEmpty()                      ? m_setup.toolchain->defaultScaffold()
                                                          : QString();
    const auto made =
        m_effects.once({.name = u"scaffold"_s}, {}, {}, Durability::Committed, [&]() -> Result<EffectResult> {
            auto scratch = m_stage->scratch(m_effects.stop().hard);
            if (!scratch)
                return domain::fail(scratch.error());
            const toolchain::Site site = siteOf(*m_stage, **scratch);
            if (name.isEmpty() || m_setup.toolchain->hasProject(site.workspaceFolder()))
                return EffectResult{.record = {{u"files"_s, QJsonArray()}}};
            say(u"making the scaffold %1"_s.arg(name));
            const QString framework = m_setup.plan.options.testFramework.isEmpty()
                ? m_setup.toolchain->defaultTestFramework()
                : m_setup.plan.options.testFramework;
            const auto files =
                m_setup.toolchain->scaffold(site, name, m_setup.plan.projectName, framework, m_effects.stop().hard);
            if (!files)
                return domain::fail(files.error());
            const auto commit = m_stage->commitScratch(**scratch, u"Scaffold: %1"_s.arg(name));
            if (!commit)
                return domain::fail(commit.error());
            return EffectResult{.record = {{u"files"_s, QJsonArray::fromStringList(*files)}, {u"commit"_s, *commit}},
                                .entries = {Draft{.type = u"run.scaffolded"_s,
                                                  .data = {{u"scaffold"_s, name},
                                                           {u"commit"_s, *commit},
                                                           {u"files"_s, QJsonArray::fromStringList(*files)}}}}};
        });
    if (!made)
        return domain::fail(made.error());
    return {};
}

/// Said at once and kept in the record.
void RunSession::warn(const QString &step, const QString &line) const
{
    say(u"warning: "_s + line);
    m_setup.journal->append(std::nullopt,
                            {.type = u"insight"_s,
                             .step = step,
                             .data = {{u"role"_s, u"plan"_s},
                                      {u"model"_s, QString()},
                                      {u"entryType"_s, u"insight"_s},
                                      {u"contentType"_s, u"warning"_s},
                                      {u"text"_s, line}}});
}

/// What a plan alone cannot say: a symlink in the way, a file where a folder should be; and what is only worth a word.
Result<void> RunSession::checkPlanOnStage()
{
    const QStringList known = m_setup.toolchain->patternNames();
    QStringList made;
    for (const domain::Step &step : m_setup.plan.steps)
        made.append(step.file);
    auto scratch = m_stage->scratch(m_effects.stop().hard);
    if (!scratch)
        return domain::fail(scratch.error());
    for (const domain::Step &step : m_setup.plan.steps) {
        const bool exists = m_stage->exists(step.file);
        if (const auto written = (*scratch)->write({{step.file, {}}});
            !written && written.error().kind == ErrorKind::BadInput)
            return domain::fail(ErrorKind::BadInput,
                                u"plan: step \"%1\": file: %2"_s.arg(step.id, written.error().message));
        if (step.kind == domain::StepKind::Change && !exists)
            warn(step.id, u"step %1 is to change %2, which does not exist: it is created"_s.arg(step.id, step.file));
        for (const QString &pattern : step.requiredPatterns) {
            if (!known.contains(pattern, Qt::CaseInsensitive))
                warn(step.id,
                     u"step %1: requiredPatterns: no check is called \"%2\" (there are %3): it is left to review"_s.arg(
                         step.id, pattern, known.isEmpty() ? u"none"_s : known.join(u", "_s)));
        }
        for (const QString &test : step.tests) {
            if (!m_stage->exists(test) && !made.contains(test))
                warn(step.id, u"step %1: tests: %2 does not exist and judges nothing"_s.arg(step.id, test));
        }
    }
    return {};
}

Result<void> RunSession::prepare()
{
    if (const auto made = scaffold(); !made)
        return made;
    if (!m_setup.record) {
        if (const auto checked = checkPlanOnStage(); !checked)
            return checked;
    }
    if (m_setup.toolchain->id() == u"text"_s)
        return {};
    auto scratch = m_stage->scratch(m_effects.stop().hard);
    if (!scratch)
        return domain::fail(scratch.error());
    say(u"preparing packages"_s);
    return m_setup.toolchain->prepare(siteOf(*m_stage, **scratch), {.line = [this](const QString &line) { say(line); }},
                                      m_effects.stop().hard);
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plandraft.h"

#include "domain/jsonreader.h"
#include "domain/money.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::PlanFault;
using domain::Result;

namespace {

constexpr int kMostParallel = 64;

QString say(const char *text)
{
    return QCoreApplication::translate("stepladder::ui::PlanDraft", text);
}

std::optional<domain::MicroUsd> cap(const QString &typed)
{
    return typed.trimmed().isEmpty() ? std::nullopt : domain::microUsdFromText(typed);
}

std::optional<int> count(const QString &typed)
{
    bool ok = false;
    const int value = typed.trimmed().toInt(&ok);
    return ok && value >= 0 ? std::optional(value) : std::nullopt;
}

} // namespace

QJsonObject toJson(const PlanDraft &draft)
{
    return {{u"plan"_s, domain::toJson(draft.plan)},
            {u"workspace"_s, draft.workspace},
            {u"ladder"_s, draft.ladder},
            {u"modelsFile"_s, draft.modelsFile},
            {u"mode"_s, domain::toString(draft.mode)},
            {u"budget"_s, draft.budget},
            {u"perStep"_s, draft.perStep},
            {u"perDay"_s, draft.perDay},
            {u"paidCalls"_s, draft.paidCalls},
            {u"noEnsemble"_s, draft.noEnsemble},
            {u"noExpert"_s, draft.noExpert},
            {u"noHuman"_s, draft.noHuman},
            {u"noTests"_s, draft.noTests},
            {u"allowLarge"_s, draft.allowLarge},
            {u"parallel"_s, draft.parallel},
            {u"planFile"_s, draft.planFile}};
}

Result<PlanDraft> draftFromJson(const QJsonObject &json, const QString &where)
{
    domain::JsonReader in(json, where);
    PlanDraft draft;
    const QJsonObject plan = in.object("plan"_L1);
    draft.workspace = in.text("workspace"_L1, {});
    draft.ladder = in.text("ladder"_L1, draft.ladder);
    draft.modelsFile = in.text("modelsFile"_L1, {});
    draft.mode = domain::modeFromString(in.text("mode"_L1, {})).value_or(draft.mode);
    draft.budget = in.text("budget"_L1, {});
    draft.perStep = in.text("perStep"_L1, {});
    draft.perDay = in.text("perDay"_L1, {});
    draft.paidCalls = in.text("paidCalls"_L1, {});
    draft.noEnsemble = in.boolean("noEnsemble"_L1, false);
    draft.noExpert = in.boolean("noExpert"_L1, false);
    draft.noHuman = in.boolean("noHuman"_L1, false);
    draft.noTests = in.boolean("noTests"_L1, false);
    draft.allowLarge = in.boolean("allowLarge"_L1, false);
    draft.parallel = int(in.integer("parallel"_L1, 1, kMostParallel, draft.parallel));
    draft.planFile = in.text("planFile"_L1, {});
    if (const auto read = in.finish(); !read)
        return domain::fail(read.error());
    auto shape = domain::planShapeFromJson(plan, where);
    if (!shape)
        return domain::fail(shape.error());
    draft.plan = std::move(*shape);
    return draft;
}

QList<PlanFault> faultsOf(const PlanDraft &draft, const QString &modelsFault)
{
    QList<PlanFault> faults = domain::planFaults(draft.plan);
    const auto bad = [&faults](const QString &field, const QString &what) { faults.append({-1, field, what}); };
    if (draft.workspace.trimmed().isEmpty())
        bad(u"run.workspace"_s, say(QT_TRANSLATE_NOOP("stepladder::ui::PlanDraft", "is missing, expected a folder")));
    else if (!QFileInfo(draft.workspace).isDir())
        bad(u"run.workspace"_s, say(QT_TRANSLATE_NOOP("stepladder::ui::PlanDraft", "is no folder")));
    if (!modelsFault.isEmpty())
        bad(u"run.modelsFile"_s, modelsFault);
    for (const auto &[field, typed] :
         {std::pair(u"run.budget"_s, draft.budget), std::pair(u"run.perStep"_s, draft.perStep),
          std::pair(u"run.perDay"_s, draft.perDay)}) {
        if (!typed.trimmed().isEmpty() && !cap(typed))
            bad(field,
                say(QT_TRANSLATE_NOOP("stepladder::ui::PlanDraft", "is no amount, expected dollars as in 2.50")));
    }
    if (!draft.paidCalls.trimmed().isEmpty() && !count(draft.paidCalls))
        bad(u"run.paidCalls"_s,
            say(QT_TRANSLATE_NOOP("stepladder::ui::PlanDraft", "is no number, expected one from 0")));
    return faults;
}

engine::StartRequest requestOf(const PlanDraft &draft, const domain::ModelsConfig &models)
{
    engine::StartRequest request;
    request.plan = draft.plan;
    request.workspace = QFileInfo(draft.workspace).canonicalFilePath();
    request.ladder = draft.ladder;
    request.models = models;
    request.mode = draft.mode;
    request.budget = cap(draft.budget);
    request.perStep = cap(draft.perStep);
    request.perDay = cap(draft.perDay);
    request.paidCalls = count(draft.paidCalls);
    request.noEnsemble = draft.noEnsemble;
    request.noExpert = draft.noExpert;
    request.noHuman = draft.noHuman;
    request.noTests = draft.noTests;
    request.allowLarge = draft.allowLarge;
    request.parallel = draft.parallel;
    return request;
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/runform.h"

#include "storage/resources.h"
#include "ui/plan/bindings.h"
#include "ui/plan/plandocument.h"
#include "ui/theme/theme.h"

#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Ladder;
using domain::RungKind;

namespace {

constexpr int kMostAtOnce = 64;

} // namespace

QList<QPair<QString, QVariant>> modeChoices()
{
    return {{RunForm::tr("supervised: each change is approved"), int(domain::Mode::Supervised)},
            {RunForm::tr("guarded: asks about tests, project files and unproven code"), int(domain::Mode::Guarded)},
            {RunForm::tr("autonomous: asks only when stuck"), int(domain::Mode::Autonomous)}};
}

QList<QPair<QString, QVariant>> ladderChoices(const storage::Locations &locations)
{
    QList<QPair<QString, QVariant>> choices;
    const storage::Resources resources(locations);
    for (const QString &file : resources.list(u"ladders"_s)) {
        const QString id = file.section(u'.', 0, -2);
        if (engine::readLadder(locations, id))
            choices.append({id, id});
    }
    return choices;
}

QString triesOf(const Ladder &ladder, const QList<RungKind> &off)
{
    QStringList rungs;
    for (const domain::Rung &rung : ladder.rungs) {
        if (off.contains(rung.kind))
            continue;
        QString text = rung.repeat > 1 ? RunForm::tr("%1 ×%2").arg(rung.id).arg(rung.repeat) : rung.id;
        if (rung.kind == RungKind::Human)
            text = RunForm::tr("%1 for %2 h").arg(text).arg(rung.deadlineHours);
        rungs.append(text);
    }
    return rungs.join(u", "_s);
}

QString playersOf(const domain::ModelsConfig &models)
{
    QStringList parts;
    const auto name = [&models](const QString &role) {
        const domain::Model *model = models.playerOf(role);
        return model ? model->name : QString();
    };
    if (const QString thinker = name(u"thinker"_s); !thinker.isEmpty())
        parts.append(RunForm::tr("%1 thinks").arg(thinker));
    if (const QString generator = name(u"generator"_s); !generator.isEmpty())
        parts.append(RunForm::tr("%1 writes").arg(generator));
    if (const qsizetype judges = models.roles.value(u"judges"_s).size(); judges > 0)
        parts.append(RunForm::tr("%n judge", nullptr, int(judges)));
    else if (!parts.isEmpty())
        parts.append(RunForm::tr("nobody judges"));
    return parts.join(u", "_s);
}

RunForm::RunForm(PlanDocument &document, storage::Locations locations, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_locations(std::move(locations))
    , m_theme(theme)
{
    setObjectName(u"runForm"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    column->setSpacing(theme.space(2));
    const auto add = [&](const QString &name, FormField *field) {
        m_fields[name] = field;
        column->addWidget(field);
    };
    const auto path = [this, &theme](const QString &name, const QString &label, bool folder,
                                     QString PlanDraft::*member) {
        return pathField(name, label, folder, folder ? QString() : tr("Models (*.json)"), theme,
                         [this, name, member](const QString &typed) {
                             m_document.change(
                                 tr("Change the run"), [&](PlanDraft &draft) { draft.*member = typed; }, name);
                         });
    };
    add(u"run.workspace"_s, path(u"workspace"_s, tr("&Workspace"), true, &PlanDraft::workspace));
    add(u"run.modelsFile"_s, path(u"modelsFile"_s, tr("&Models"), false, &PlanDraft::modelsFile));
    add(u"run.ladder"_s, choiceField(u"ladder"_s, tr("&Ladder"), theme, [this](const QVariant &chosen) {
            m_document.change(tr("Change the ladder"), [&](PlanDraft &draft) { draft.ladder = chosen.toString(); });
        }));
    add(u"run.ensemble"_s, check(u"ensemble"_s, tr("L1: ask several models at once"), &PlanDraft::noEnsemble, false));
    add(u"run.expert"_s, check(u"expert"_s, tr("L2: ask an expert"), &PlanDraft::noExpert, false));
    add(u"run.human"_s, check(u"human"_s, tr("L3: ask a person"), &PlanDraft::noHuman, false));
    add(u"run.mode"_s, choiceField(u"mode"_s, tr("M&ode"), theme, [this](const QVariant &chosen) {
            m_document.change(tr("Change the mode"),
                              [&](PlanDraft &draft) { draft.mode = domain::Mode(chosen.toInt()); });
        }));
    setChoices(m_fields[u"run.mode"_s], modeChoices());
    add(u"run.budget"_s, line(u"budget"_s, tr("&Budget of the run in dollars"), &PlanDraft::budget));
    add(u"run.perStep"_s, line(u"perStep"_s, tr("Budget of a step"), &PlanDraft::perStep));
    add(u"run.perDay"_s, line(u"perDay"_s, tr("Budget of a day, all runs together"), &PlanDraft::perDay));
    add(u"run.paidCalls"_s, line(u"paidCalls"_s, tr("Paid calls at most"), &PlanDraft::paidCalls));
    for (const QString &name : {u"run.budget"_s, u"run.perStep"_s, u"run.perDay"_s, u"run.paidCalls"_s})
        static_cast<QLineEdit *>(m_fields[name]->editor())->setPlaceholderText(tr("no cap"));
    add(u"run.parallel"_s, numberField(u"parallel"_s, tr("Steps at once"), 1, kMostAtOnce, theme, [this](int value) {
            m_document.change(
                tr("Change the run"), [value](PlanDraft &draft) { draft.parallel = value; }, u"parallel"_s);
        }));
    add(u"run.tests"_s, check(u"runTests"_s, tr("Generate the tests of the plan"), &PlanDraft::noTests, false));
    add(u"run.allowLarge"_s, check(u"allowLarge"_s, tr("Take a workspace of over 2 GB"), &PlanDraft::allowLarge, true));
    column->addStretch(1);
    connect(&document, &PlanDocument::changed, this, &RunForm::refresh);
    readLadders();
}

void RunForm::readLadders()
{
    const auto ladders = ladderChoices(m_locations);
    m_ladders.clear();
    for (const auto &[title, id] : ladders) {
        if (const auto ladder = engine::readLadder(m_locations, id.toString()))
            m_ladders.insert(id.toString(), *ladder);
    }
    setChoices(m_fields[u"run.ladder"_s], ladders);
    refresh();
}

FormField *RunForm::line(const QString &name, const QString &label, QString PlanDraft::*member)
{
    return lineField(name, label, m_theme, [this, name, member](const QString &typed) {
        m_document.change(
            tr("Change the run"), [&](PlanDraft &draft) { draft.*member = typed; }, name);
    });
}

/// \p on: what the member is when the box is ticked.
FormField *RunForm::check(const QString &name, const QString &label, bool PlanDraft::*member, bool on)
{
    return checkField(name, label, m_theme, [this, member, on](bool ticked) {
        m_document.change(tr("Change the run"), [&](PlanDraft &draft) { draft.*member = ticked == on; });
    });
}

QString RunForm::triesHint()
{
    const PlanDraft &draft = m_document.draft();
    const auto ladder = m_ladders.constFind(draft.ladder);
    if (ladder == m_ladders.cend())
        return {};
    QList<RungKind> off;
    for (const auto &[kind, isOff] :
         {std::pair(RungKind::Ensemble, draft.noEnsemble), std::pair(RungKind::Expert, draft.noExpert),
          std::pair(RungKind::Human, draft.noHuman)}) {
        if (isOff)
            off.append(kind);
    }
    return tr("Tries %1.").arg(triesOf(*ladder, off));
}

void RunForm::refresh()
{
    const PlanDraft &draft = m_document.draft();
    const std::pair<QString, QString> texts[] = {
        {u"run.workspace"_s, draft.workspace}, {u"run.modelsFile"_s, draft.modelsFile},
        {u"run.budget"_s, draft.budget},       {u"run.perStep"_s, draft.perStep},
        {u"run.perDay"_s, draft.perDay},       {u"run.paidCalls"_s, draft.paidCalls}};
    for (const auto &[name, text] : texts)
        setText(m_fields[name], text);
    const std::pair<QString, bool> checks[] = {{u"run.ensemble"_s, !draft.noEnsemble},
                                               {u"run.expert"_s, !draft.noExpert},
                                               {u"run.human"_s, !draft.noHuman},
                                               {u"run.tests"_s, !draft.noTests},
                                               {u"run.allowLarge"_s, draft.allowLarge}};
    for (const auto &[name, on] : checks)
        setChecked(m_fields[name], on);
    setChoice(m_fields[u"run.ladder"_s], draft.ladder);
    setChoice(m_fields[u"run.mode"_s], int(draft.mode));
    setNumber(m_fields[u"run.parallel"_s], draft.parallel);
    m_fields[u"run.ladder"_s]->setHint(triesHint());
    m_fields[u"run.modelsFile"_s]->setHint(playersOf(m_document.models()));
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
        it.value()->setFault(m_document.faultAt(-1, it.key()));
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planform.h"

#include "ui/plan/bindings.h"
#include "ui/plan/plandocument.h"
#include "ui/theme/theme.h"

#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Plan;
using domain::PlanOptions;
using Choices = QList<QPair<QString, QVariant>>;

PlanForm::PlanForm(PlanDocument &document, QList<engine::LanguageChoice> languages, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_languages(std::move(languages))
    , m_theme(theme)
{
    setObjectName(u"planForm"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    column->setSpacing(theme.space(2));
    const auto add = [&](const QString &name, FormField *field) {
        m_fields[name] = field;
        column->addWidget(field);
    };
    add(u"task"_s, textField(u"task"_s, tr("T&ask"), 5, theme, [this](const QString &typed) {
            m_document.change(
                tr("Change the task"), [&](PlanDraft &draft) { draft.plan.task = typed; }, u"task"_s);
        }));
    add(u"language"_s, choice(u"language"_s, tr("&Language"), [](Plan &plan) -> QString & { return plan.language; }));
    add(u"projectName"_s, line(u"projectName"_s, tr("Pro&ject"), &Plan::projectName));
    add(u"scaffold"_s,
        choice(u"scaffold"_s, tr("S&caffold, where there is no project yet"),
               [](Plan &plan) -> QString & { return plan.scaffold; }));
    add(u"options.generateTests"_s, check(u"generateTests"_s, tr("&Generate tests"), &PlanOptions::generateTests));
    add(u"options.testFramework"_s, choice(u"testFramework"_s, tr("Test frame&work"), [](Plan &plan) -> QString & {
            return plan.options.testFramework;
        }));
    add(u"options.targetCoverage"_s,
        numberField(u"targetCoverage"_s, tr("Lines to be co&vered, in per cent"), 0, 100, theme, [this](int value) {
            m_document.change(
                tr("Change the coverage"), [value](PlanDraft &draft) { draft.plan.options.targetCoverage = value; },
                u"targetCoverage"_s);
        }));
    add(u"options.includeUnitTests"_s, check(u"unitTests"_s, tr("&Unit tests"), &PlanOptions::includeUnitTests));
    add(u"options.includeIntegrationTests"_s,
        check(u"integrationTests"_s, tr("I&ntegration tests"), &PlanOptions::includeIntegrationTests));
    add(u"options.includeEdgeCases"_s, check(u"edgeCases"_s, tr("Edge ca&ses"), &PlanOptions::includeEdgeCases));
    column->addStretch(1);
    connect(&document, &PlanDocument::changed, this, &PlanForm::refresh);
    refresh();
}

FormField *PlanForm::line(const QString &name, const QString &label, QString Plan::*member)
{
    return lineField(name, label, m_theme, [this, name, member](const QString &typed) {
        m_document.change(
            tr("Change the plan"), [&](PlanDraft &draft) { draft.plan.*member = typed; }, name);
    });
}

FormField *PlanForm::check(const QString &name, const QString &label, bool PlanOptions::*member)
{
    return checkField(name, label, m_theme, [this, member](bool on) {
        m_document.change(tr("Change the tests"), [&](PlanDraft &draft) { draft.plan.options.*member = on; });
    });
}

FormField *PlanForm::choice(const QString &name, const QString &label, const std::function<QString &(Plan &)> &of)
{
    return choiceField(name, label, m_theme, [this, of](const QVariant &chosen) {
        m_document.change(tr("Change the plan"), [&](PlanDraft &draft) { of(draft.plan) = chosen.toString(); });
    });
}

void PlanForm::refresh()
{
    const Plan &plan = m_document.plan();
    Choices languages;
    Choices scaffolds{{tr("as it fits"), QString()}};
    Choices frameworks{{tr("the usual one"), QString()}};
    for (const engine::LanguageChoice &language : m_languages) {
        languages.append({language.title, language.id});
        if (language.id != plan.language)
            continue;
        for (const QString &name : language.scaffolds)
            scaffolds.append({name, name});
        for (const QString &name : language.testFrameworks)
            frameworks.append({name, name});
    }
    setChoices(m_fields[u"language"_s], languages);
    setChoices(m_fields[u"scaffold"_s], scaffolds);
    setChoices(m_fields[u"options.testFramework"_s], frameworks);
    setText(m_fields[u"task"_s], plan.task);
    setText(m_fields[u"projectName"_s], plan.projectName);
    setChoice(m_fields[u"language"_s], plan.language);
    setChoice(m_fields[u"scaffold"_s], plan.scaffold);
    setChoice(m_fields[u"options.testFramework"_s], plan.options.testFramework);
    setNumber(m_fields[u"options.targetCoverage"_s], plan.options.targetCoverage);
    const PlanOptions &options = plan.options;
    const std::pair<QString, bool> checks[] = {{u"options.generateTests"_s, options.generateTests},
                                               {u"options.includeUnitTests"_s, options.includeUnitTests},
                                               {u"options.includeIntegrationTests"_s, options.includeIntegrationTests},
                                               {u"options.includeEdgeCases"_s, options.includeEdgeCases}};
    for (const auto &[name, on] : checks) {
        setChecked(m_fields[name], on);
        if (name != u"options.generateTests")
            m_fields[name]->setEnabled(options.generateTests);
    }
    m_fields[u"options.testFramework"_s]->setEnabled(options.generateTests);
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
        it.value()->setFault(m_document.faultAt(-1, it.key()));
}

} // namespace stepladder::ui

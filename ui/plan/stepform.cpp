// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/stepform.h"

#include "ui/plan/bindings.h"
#include "ui/plan/dependencylist.h"
#include "ui/plan/plandocument.h"
#include "ui/theme/theme.h"

#include <QGridLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Step;
using domain::StepKind;

StepForm::StepForm(PlanDocument &document, QList<engine::LanguageChoice> languages, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_languages(std::move(languages))
    , m_theme(theme)
{
    setObjectName(u"stepForm"_s);
    m_fields[u"file"_s] = line(u"file"_s, tr("&File, relative to the workspace"), &Step::file);
    m_fields[u"title"_s] = line(u"title"_s, tr("&Title"), &Step::title);
    m_fields[u"id"_s] = lineField(u"id"_s, tr("Na&me, by which others depend on it"), theme,
                                  [this](const QString &typed) { m_document.renameStep(typed); });
    m_fields[u"description"_s] =
        textField(u"description"_s, tr("&Description: what it is to do"), 6, theme, [this](const QString &typed) {
            m_document.changeStep(tr("Describe a step"), u"description"_s,
                                  [&typed](Step &step) { step.description = typed; });
        });
    m_fields[u"kind"_s] = choiceField(u"kind"_s, tr("&Kind"), theme, [this](const QVariant &chosen) {
        m_document.changeStep(tr("Change the kind"), {}, [&](Step &step) { step.kind = StepKind(chosen.toInt()); });
    });
    setChoices(m_fields[u"kind"_s],
               {{tr("create a file"), int(StepKind::Create)},
                {tr("change a file"), int(StepKind::Change)},
                {tr("write tests"), int(StepKind::Test)}});
    m_fields[u"complexity"_s] =
        numberField(u"complexity"_s, tr("Comple&xity, 1 to 10"), 1, 10, theme, [this](int value) {
            m_document.changeStep(tr("Change the complexity"), u"complexity"_s,
                                  [value](Step &step) { step.complexity = value; });
        });
    m_fields[u"dependsOn"_s] = new FormField(tr("De&pends on"), new DependencyList(document, theme), theme);
    m_fields[u"surface"_s] = lines(u"surface"_s, tr("Pu&blic signatures, one a line"), &Step::surface);
    m_fields[u"requiredPatterns"_s] =
        lineField(u"requiredPatterns"_s, tr("Re&quired patterns"), theme, [this](const QString &typed) {
            m_document.changeStep(tr("Change the required patterns"), u"requiredPatterns"_s,
                                  [&](Step &step) { step.requiredPatterns = wordsOf(typed); });
        });
    m_fields[u"tests"_s] = lines(u"tests"_s, tr("T&est files that judge it, one a line"), &Step::tests);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    grid->setHorizontalSpacing(theme.space(3));
    grid->setVerticalSpacing(theme.space(2));
    int row = 0;
    for (const QString &name : {u"file"_s, u"title"_s, u"description"_s})
        grid->addWidget(m_fields[name], row++, 0, 1, 2);
    grid->addWidget(m_fields[u"kind"_s], row, 0);
    grid->addWidget(m_fields[u"complexity"_s], row++, 1);
    grid->addWidget(m_fields[u"dependsOn"_s], row, 0);
    grid->addWidget(m_fields[u"surface"_s], row++, 1);
    grid->addWidget(m_fields[u"requiredPatterns"_s], row, 0);
    grid->addWidget(m_fields[u"tests"_s], row++, 1);
    grid->addWidget(m_fields[u"id"_s], row++, 0);
    grid->setRowStretch(row, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    QWidget *before = nullptr;
    for (const QString &name : {u"file"_s, u"title"_s, u"description"_s, u"kind"_s, u"complexity"_s, u"dependsOn"_s,
                                u"surface"_s, u"requiredPatterns"_s, u"tests"_s, u"id"_s}) {
        if (before)
            setTabOrder(before, m_fields[name]->editor());
        before = m_fields[name]->editor();
    }
    connect(&document, &PlanDocument::changed, this, &StepForm::refresh);
    connect(&document, &PlanDocument::currentChanged, this, &StepForm::refresh);
    refresh();
}

FormField *StepForm::line(const QString &name, const QString &label, QString Step::*member)
{
    return lineField(name, label, m_theme, [this, name, member](const QString &typed) {
        m_document.changeStep(tr("Change a step"), name, [&](Step &step) { step.*member = typed; });
    });
}

FormField *StepForm::lines(const QString &name, const QString &label, QStringList Step::*member)
{
    return textField(name, label, 5, m_theme, [this, name, member](const QString &typed) {
        m_document.changeStep(tr("Change a step"), name, [&](Step &step) { step.*member = linesOf(typed); });
    });
}

QString StepForm::patternsHint() const
{
    for (const engine::LanguageChoice &language : m_languages) {
        if (language.id != m_document.plan().language || language.patterns.isEmpty())
            continue;
        QStringList unknown;
        for (const QString &name : m_document.currentStep()->requiredPatterns) {
            if (!language.patterns.contains(name, Qt::CaseInsensitive))
                unknown.append(name);
        }
        if (!unknown.isEmpty())
            return tr("No tool checks %1: that is left to the review.").arg(unknown.join(u", "_s));
        return tr("Checked by a tool: %1.").arg(language.patterns.join(u", "_s));
    }
    return {};
}

void StepForm::refresh()
{
    const Step *step = m_document.currentStep();
    setEnabled(step != nullptr);
    const Step shown = step ? *step : Step{};
    setText(m_fields[u"id"_s], shown.id);
    setText(m_fields[u"file"_s], shown.file);
    setText(m_fields[u"title"_s], shown.title);
    setText(m_fields[u"description"_s], shown.description);
    setChoice(m_fields[u"kind"_s], int(shown.kind));
    setNumber(m_fields[u"complexity"_s], shown.complexity);
    setLines(m_fields[u"surface"_s], shown.surface);
    setLines(m_fields[u"tests"_s], shown.tests);
    setWords(m_fields[u"requiredPatterns"_s], shown.requiredPatterns);
    m_fields[u"requiredPatterns"_s]->setHint(step ? patternsHint() : QString());
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
        it.value()->setFault(step ? m_document.faultAt(m_document.current(), it.key()) : QString());
}

} // namespace stepladder::ui

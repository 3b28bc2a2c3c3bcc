// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "engine/control/plancontroller.h"

#include <QHash>
#include <QWidget>

namespace stepladder::ui {

class FormField;
class PlanDocument;
class Theme;

/// Everything about the step being edited.
class StepForm final : public QWidget
{
    Q_OBJECT

public:
    StepForm(PlanDocument &document, QList<engine::LanguageChoice> languages, const Theme &theme,
             QWidget *parent = nullptr);

    /// The field of that name in a plan; null: it has none.
    FormField *field(const QString &name) const { return m_fields.value(name); }

private:
    FormField *line(const QString &name, const QString &label, QString domain::Step::*member);
    FormField *lines(const QString &name, const QString &label, QStringList domain::Step::*member);
    void refresh();
    QString patternsHint() const;

    PlanDocument &m_document;
    const QList<engine::LanguageChoice> m_languages;
    const Theme &m_theme;
    QHash<QString, FormField *> m_fields;
};

} // namespace stepladder::ui

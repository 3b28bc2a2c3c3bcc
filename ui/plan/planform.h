// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "engine/control/plancontroller.h"

#include <QHash>
#include <QWidget>

#include <functional>

namespace stepladder::ui {

class FormField;
class PlanDocument;
class Theme;

/// What a plan says of itself: task, language, scaffold, and what tests are to be generated.
class PlanForm final : public QWidget
{
    Q_OBJECT

public:
    PlanForm(PlanDocument &document, QList<engine::LanguageChoice> languages, const Theme &theme,
             QWidget *parent = nullptr);

    FormField *field(const QString &name) const { return m_fields.value(name); }

private:
    FormField *line(const QString &name, const QString &label, QString domain::Plan::*member);
    FormField *check(const QString &name, const QString &label, bool domain::PlanOptions::*member);
    FormField *choice(const QString &name, const QString &label, const std::function<QString &(domain::Plan &)> &of);
    void refresh();

    PlanDocument &m_document;
    const QList<engine::LanguageChoice> m_languages;
    const Theme &m_theme;
    QHash<QString, FormField *> m_fields;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "domain/models.h"
#include "storage/locations.h"

#include <QHash>
#include <QVariant>
#include <QWidget>

namespace stepladder::ui {

class FormField;
class PlanDocument;
class Theme;
struct PlanDraft;

/// How a plan is to be run: where, with which models, up which ladder, for how much, and who is asked.
class RunForm final : public QWidget
{
    Q_OBJECT

public:
    RunForm(PlanDocument &document, storage::Locations locations, const Theme &theme, QWidget *parent = nullptr);

    /// By the name of its fault: "run.workspace".
    FormField *field(const QString &name) const { return m_fields.value(name); }

    void readLadders();

private:
    FormField *line(const QString &name, const QString &label, QString PlanDraft::*member);
    FormField *check(const QString &name, const QString &label, bool PlanDraft::*member, bool on);
    void refresh();
    QString triesHint();

    PlanDocument &m_document;
    const storage::Locations m_locations;
    const Theme &m_theme;
    QHash<QString, FormField *> m_fields;
    QHash<QString, domain::Ladder> m_ladders;
};

/// The modes with what each asks, for choiceField().
QList<QPair<QString, QVariant>> modeChoices();
/// The ladders that can be read, for the same.
QList<QPair<QString, QVariant>> ladderChoices(const storage::Locations &locations);
/// What \p ladder tries, in a line: "first, fix ×2, reviewer, …"; \p off are the kinds of rungs switched off.
QString triesOf(const domain::Ladder &ladder, const QList<domain::RungKind> &off);
/// Who plays what, in a line: "phi4 thinks, deepseek-v2:16b writes".
QString playersOf(const domain::ModelsConfig &models);

} // namespace stepladder::ui

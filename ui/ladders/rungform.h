// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

namespace stepladder::ui {

class FormField;
class LadderDocument;
class Theme;

/// Everything about the rung being edited: the fields that its kind has.
class RungForm final : public QWidget
{
    Q_OBJECT

public:
    explicit RungForm(const Theme &theme, QWidget *parent = nullptr);

    /// Null: there is nothing to edit.
    void setDocument(LadderDocument *document);
    /// By its name in a ladder's file; null: it has none.
    FormField *field(const QString &name) const { return m_fields.value(name); }

private:
    FormField *number(const QString &name, const QString &label, const QString &absent);
    FormField *carries();
    void refresh();
    void refreshRoles(const QJsonObject &rung, domain::RungKind kind);
    void take(const QString &field, const QJsonValue &value, bool merge = false);

    const Theme &m_theme;
    QPointer<LadderDocument> m_document;
    QHash<QString, FormField *> m_fields;
    QWidget *m_carries = nullptr;
};

} // namespace stepladder::ui

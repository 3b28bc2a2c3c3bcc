// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace stepladder::ui {

class PlanDocument;
class Theme;

/// The other steps of a plan, those ticked on which the step being edited depends.
class DependencyList final : public QListWidget
{
    Q_OBJECT

public:
    DependencyList(PlanDocument &document, const Theme &theme, QWidget *parent = nullptr);

private:
    void refresh();
    void ticked(const QListWidgetItem *item);

    PlanDocument &m_document;
    const int m_rowHeight;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace stepladder::ui {

/// The list of steps: typing finds a step by its number or its name, and the row under the pointer is told.
class PlanView final : public QTreeView
{
    Q_OBJECT

public:
    explicit PlanView(QWidget *parent = nullptr);

    void keyboardSearch(const QString &search) override;

Q_SIGNALS:
    /// The pointer is over \p index; invalid: over none.
    void pointed(const QModelIndex &index);
    /// A menu for \p index is wanted, at \p place of the screen.
    void menuAsked(const QModelIndex &index, const QPoint &place);

protected:
    bool viewportEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QString m_typed;
    qint64 m_typedMs = 0;
};

} // namespace stepladder::ui

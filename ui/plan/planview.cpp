// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planview.h"

#include "ui/plan/planmodel.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QHeaderView>
#include <QMouseEvent>

namespace stepladder::ui {

PlanView::PlanView(QWidget *parent)
    : QTreeView(parent)
{
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setItemsExpandable(false);
    setSelectionBehavior(SelectRows);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    header()->setSectionsMovable(false);
    header()->setSectionsClickable(false);
    header()->setStretchLastSection(false);
    header()->setHighlightSections(false);
}

void PlanView::keyboardSearch(const QString &search)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (now - m_typedMs > QApplication::keyboardInputInterval())
        m_typed.clear();
    m_typedMs = now;
    m_typed += search;
    const int rows = model() ? model()->rowCount() : 0;
    // The first letter moves on from where one stands, more of them look whether this row still fits.
    const int from = currentIndex().row() + (m_typed.size() == 1 ? 1 : 0);
    for (int i = 0; i < rows; ++i) {
        const QModelIndex index = model()->index((std::max(0, from) + i) % rows, PlanModel::StepColumn);
        if (index.data().toString().startsWith(m_typed, Qt::CaseInsensitive)
            || index.data(PlanModel::NameRole).toString().startsWith(m_typed, Qt::CaseInsensitive)) {
            setCurrentIndex(index);
            return;
        }
    }
}

bool PlanView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        Q_EMIT pointed({});
    else if (event->type() == QEvent::MouseMove)
        Q_EMIT pointed(indexAt(static_cast<QMouseEvent *>(event)->pos()));
    return QTreeView::viewportEvent(event);
}

void PlanView::contextMenuEvent(QContextMenuEvent *event)
{
    // The keyboard asks for the row one stands on, wherever the pointer is.
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid())
        Q_EMIT menuAsked(index, byKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

} // namespace stepladder::ui

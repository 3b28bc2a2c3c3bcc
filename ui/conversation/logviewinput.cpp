// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logview.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <cmath>

/// Keyboard, mouse, selection and speech of a LogView.
namespace stepladder::ui {

bool LogView::isSelected(int row) const
{
    const qint64 seq = m_model.seq(row);
    if (m_current == 0)
        return false;
    if (m_current < 0 || m_anchor < 0 || seq < 0) {
        const int current = m_model.rowAt(m_current);
        const int anchor = m_model.rowAt(m_anchor);
        return current >= 0 && row >= std::min(current, anchor < 0 ? current : anchor)
            && row <= std::max(current, anchor);
    }
    return seq >= std::min(m_current, m_anchor) && seq <= std::max(m_current, m_anchor);
}

void LogView::setCurrent(qint64 seq, bool extend)
{
    if (!extend || m_anchor == 0)
        m_anchor = seq;
    const bool moved = seq != m_current;
    m_current = seq;
    viewport()->update();
    if (!moved)
        return;
    if (const int row = seq != 0 ? m_model.rowAt(seq) : -1; row >= 0)
        announce(row);
    Q_EMIT currentChanged(seq);
}

void LogView::moveCurrent(int rows, bool extend)
{
    if (m_model.rowCount() == 0)
        return;
    const int known = m_current != 0 ? m_model.rowAt(m_current) : -1;
    const int from = known >= 0 ? known : (rows > 0 ? visibleRows().first - 1 : visibleRows().second + 1);
    const int row = std::clamp(from + rows, 0, m_model.rowCount() - 1);
    const bool last = row == m_model.rowCount() - 1;
    setCurrent(m_model.seq(row), extend);
    if (last)
        toTail();
    else
        show(m_model.seq(row));
}

void LogView::movePage(int direction, bool extend)
{
    if (m_model.rowCount() == 0)
        return;
    scrollBy(direction * std::max(1, viewport()->height() - m_theme.rowHeight()));
    const auto [first, last] = visibleRows();
    const int row = direction < 0 ? first : last;
    setCurrent(m_model.seq(row), extend);
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    if (event->matches(QKeySequence::SelectAll) && m_model.rowCount() > 0) {
        m_anchor = m_model.seq(0);
        setCurrent(m_model.seq(m_model.rowCount() - 1), true);
        return;
    }
    const int current = m_current != 0 ? m_model.rowAt(m_current) : -1;
    switch (event->key()) {
    case Qt::Key_Up:
        control ? scrollBy(-m_theme.rowHeight()) : moveCurrent(-1, extend);
        break;
    case Qt::Key_Down:
        control ? scrollBy(m_theme.rowHeight()) : moveCurrent(1, extend);
        break;
    case Qt::Key_PageUp:
        movePage(-1, extend);
        break;
    case Qt::Key_PageDown:
        movePage(1, extend);
        break;
    case Qt::Key_Home:
        moveCurrent(-m_model.rowCount(), extend);
        break;
    case Qt::Key_End:
        moveCurrent(m_model.rowCount(), extend);
        break;
    case Qt::Key_Space:
    case Qt::Key_Right:
    case Qt::Key_Left:
        if (current >= 0
            && (event->key() == Qt::Key_Space || m_model.isLengthened(m_current) == (event->key() == Qt::Key_Left)))
            toggleMore(current);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current >= 0)
            Q_EMIT openAsked(m_current);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LogView::wheelEvent(QWheelEvent *event)
{
    // As other views scroll: three lines a notch, or what a touchpad says in pixels.
    const int notch = QApplication::wheelScrollLines() * QFontMetrics(m_style.font).lineSpacing();
    const int pixels = event->pixelDelta().isNull() ? event->angleDelta().y() * notch / 120 : event->pixelDelta().y();
    if (pixels != 0)
        scrollBy(-pixels);
    event->accept();
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    if (m_model.rowCount() == 0 || event->button() == Qt::MiddleButton)
        return;
    const int row = rowAtY(event->pos().y());
    const QRect rect = rowRect(row);
    if (!rect.contains(event->pos()))
        return;
    if (event->button() == Qt::RightButton && isSelected(row))
        return;
    setCurrent(m_model.seq(row), event->modifiers() & Qt::ShiftModifier);
    if (event->button() == Qt::LeftButton && layoutOf(row).isOnMore(event->pos() - rect.topLeft()))
        toggleMore(row);
    else
        m_dragging = event->button() == Qt::LeftButton;
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_model.rowCount() == 0)
        return;
    const int y = event->pos().y();
    if (m_dragging) {
        if (y < 0 || y >= viewport()->height())
            scrollBy(y < 0 ? y : y - viewport()->height() + 1);
        setCurrent(m_model.seq(rowAtY(std::clamp(y, 0, viewport()->height() - 1))), true);
        return;
    }
    const int row = rowAtY(y);
    const QRect rect = rowRect(row);
    const bool more = rect.contains(event->pos()) && layoutOf(row).isOnMore(event->pos() - rect.topLeft());
    viewport()->setCursor(more ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void LogView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragging = false;
}

void LogView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int row = m_model.rowCount() > 0 ? rowAtY(event->pos().y()) : -1;
    if (row >= 0 && rowRect(row).contains(event->pos()) && event->button() == Qt::LeftButton)
        Q_EMIT openAsked(m_model.seq(row));
}

void LogView::contextMenuEvent(QContextMenuEvent *event)
{
    const int row = m_current != 0 && m_model.rowCount() > 0 ? m_model.rowAt(m_current) : -1;
    if (row < 0)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), QKeySequence::Copy, this, &LogView::copy);
    menu->addAction(tr("Open prompt and answer"), QKeySequence(Qt::Key_Return), this,
                    [this, seq = m_current] { Q_EMIT openAsked(seq); });
    if (m_model.isLengthened(m_current) || layoutOf(row).canBeLengthened()) {
        menu->addAction(m_model.isLengthened(m_current) ? tr("Show less") : tr("Show more"),
                        QKeySequence(Qt::Key_Space), this, [this, seq = m_current] { toggleMore(m_model.rowAt(seq)); });
    }
    menu->popup(event->globalPos());
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LogView::toggleMore(int row)
{
    if (row < 0)
        return;
    const qint64 seq = m_model.seq(row);
    if (m_model.isLengthened(seq)) {
        m_model.shorten(seq);
        show(seq);
    } else if (layoutOf(row).canBeLengthened()) {
        // Who reads a long text does not want to be carried away by what comes after it.
        place(m_top, m_offset, false);
        m_follow = false;
        m_model.lengthen(row);
    }
}

void LogView::copy()
{
    if (m_current == 0)
        return;
    const int current = m_model.rowAt(m_current);
    const int anchor = m_anchor != 0 ? m_model.rowAt(m_anchor) : current;
    if (current < 0 || anchor < 0)
        return;
    m_model.readText(std::min(current, anchor), std::max(current, anchor),
                     [](const QString &text) { QApplication::clipboard()->setText(text); });
}

QString LogView::spokenText(int row) const
{
    return m_model.data(m_model.index(row), Qt::AccessibleTextRole).toString();
}

/// A screen reader says what is current: the description of the view is the row that it stands on.
void LogView::announce(int row)
{
    setAccessibleDescription(spokenText(row));
}

} // namespace stepladder::ui

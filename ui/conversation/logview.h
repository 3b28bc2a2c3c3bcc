// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/conversation/logmodel.h"
#include "ui/conversation/logrowlayout.h"

#include <QAbstractScrollArea>
#include <QSet>

#include <functional>
#include <memory>
#include <unordered_map>

namespace stepladder::ui {

/// Shows a LogModel of any length: rows of different heights, measured only while they are in sight. The place is a
/// row and a distance into it, so that nothing moves when rows come above or below; the tail is followed only by who
/// is at the tail.
class LogView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit LogView(LogModel &model, const Theme &theme, QWidget *parent = nullptr);
    ~LogView() override;

    /// What stands above the rows of a group.
    void setHeadings(std::function<QString(const LogGroup &)> headings);
    void setSearched(const QStringList &words, const QSet<qint64> &hits);
    /// Shown while there are no rows.
    void setEmptyText(const QString &text);

    LogModel &model() const { return m_model; }
    bool isAtTail() const { return m_follow; }
    /// Rows in sight: the first and the last; -1: none.
    std::pair<int, int> visibleRows() const;
    /// Where \p row is, in coordinates of the viewport; empty when it is not in sight.
    QRect rowRect(int row) const;
    int rowAtY(int y) const;
    /// seq of the current row; 0: none.
    qint64 currentSeq() const { return m_current; }
    bool isSelected(int row) const;

    void setCurrent(qint64 seq, bool extend = false);
    /// Brings \p seq into sight, in the upper third when it was not.
    void show(qint64 seq);
    void toTail();
    /// Puts the selected rows on the clipboard as text, in full; they are read first.
    void copy();
    /// What a screen reader says of \p row.
    QString spokenText(int row) const;

Q_SIGNALS:
    void currentChanged(qint64 seq);
    /// A row is to be shown in full.
    void openAsked(qint64 seq);
    void atTailChanged(bool atTail);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void scrollContentsBy(int, int) override { }

private:
    void restyle();
    void forgetLayouts();
    const LogRowLayout &layoutOf(int row) const;
    int heightOf(int row) const { return layoutOf(row).height(); }
    void tailPlace(int *row, int *offset) const;
    void scrollBy(int pixels);
    void place(int row, int offset, bool follow);
    void settle();
    void updateBar();
    void barMoved(int value);
    void moveCurrent(int rows, bool extend);
    void movePage(int direction, bool extend);
    void toggleMore(int row);
    void announce(int row);
    void rowsAdded(int first, int last);
    void rowsRemoved();
    void rowsChanged(int first, int last);

    LogModel &m_model;
    const Theme &m_theme;
    LogStyle m_style;
    std::function<QString(const LogGroup &)> m_headings;
    QSet<qint64> m_hits;
    QString m_emptyText;
    int m_top = 0; ///< the row at the upper edge …
    int m_offset = 0; ///< … and how much of it is above
    bool m_follow = true;
    bool m_settling = false;
    qint64 m_current = 0;
    qint64 m_anchor = 0; ///< the other end of the selection
    bool m_dragging = false;
    mutable std::unordered_map<qint64, std::unique_ptr<LogRowLayout>> m_layouts;
};

} // namespace stepladder::ui

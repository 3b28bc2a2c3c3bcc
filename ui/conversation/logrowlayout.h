// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/conversation/logrow.h"
#include "ui/theme/theme.h"

#include <QFont>
#include <QStringList>
#include <QTextLayout>

#include <memory>
#include <vector>

class QPainter;

namespace stepladder::ui {

/// How rows are laid out: the same for all of them.
struct LogStyle
{
    const Theme *theme = nullptr;
    QFont font;
    int width = 0;
    QStringList searched = {}; ///< words that are made to stand out

    int padding() const { return theme->space(3); }
};

/// How a row looks when it is painted.
struct LogRowState
{
    bool selected = false;
    bool current = false; ///< and the view has the focus
    bool hit = false; ///< of the search
};

/// One row of the log, measured for one width. Made for rows in sight only.
class LogRowLayout
{
public:
    /// \p row null: it was not read yet. \p heading: what stands above the row, for the first one of its group.
    LogRowLayout(const LogStyle &style, const LogRow *row, const QString &heading, bool lengthened);

    int height() const { return m_height; }
    bool isRead() const { return m_read; }
    const QString &heading() const { return m_heading; }
    /// Whether \p pos, relative to the row, is on "more" or "less".
    bool isOnMore(const QPoint &pos) const { return m_more.contains(pos); }
    bool canBeLengthened() const { return !m_more.isEmpty() && !m_lengthened; }
    void paint(QPainter &painter, const QPoint &at, const LogStyle &style, const LogRowState &state) const;

private:
    struct Part
    {
        std::unique_ptr<QTextLayout> layout;
        bool code = false;
        int top = 0;
        int lines = 0; ///< that are shown
        int height = 0;
    };

    void layOutHead(const LogStyle &style);
    void layOutText(const LogStyle &style);
    int addPart(const LogStyle &style, const TextPart &text, int room, bool *whole);
    void paintHeading(QPainter &painter, const QPoint &at, const LogStyle &style) const;
    void paintHead(QPainter &painter, const QPoint &at, const LogStyle &style) const;
    void paintEvent(QPainter &painter, const QPoint &at, const LogStyle &style) const;
    void paintPart(QPainter &painter, const QPoint &at, const LogStyle &style, const Part &part) const;
    void paintCaret(QPainter &painter, const QPoint &at, const LogStyle &style) const;
    void paintMore(QPainter &painter, const QPoint &at, const LogStyle &style) const;

    LogRow m_row; ///< without its text, where that is laid out
    QString m_heading;
    bool m_read = false;
    bool m_lengthened = false;
    bool m_whole = true; ///< all of the text is laid out and shown
    int m_headingHeight = 0;
    int m_height = 0;
    QString m_time;
    std::vector<Part> m_parts;
    QRect m_more;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logview.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace stepladder::ui {

namespace {

constexpr int kUnits = 64; ///< steps of the scroll bar within a row
constexpr size_t kLayouts = 400;

} // namespace

LogView::LogView(LogModel &model, const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_model(model)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("log"));
    setAccessibleName(tr("Conversation"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setMouseTracking(true);
    m_style.theme = &theme;
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::barMoved);
    connect(&theme, &Theme::changed, this, &LogView::restyle);
    connect(&model, &LogModel::rowsInserted, this,
            [this](const auto &, int first, int last) { rowsAdded(first, last); });
    connect(&model, &LogModel::rowsRemoved, this, &LogView::rowsRemoved);
    connect(&model, &LogModel::dataChanged, this,
            [this](const auto &from, const auto &to) { rowsChanged(from.row(), to.row()); });
    connect(&model, &LogModel::modelReset, this, [this] {
        m_layouts.clear();
        place(0, 0, m_follow);
    });
    restyle();
}

LogView::~LogView() = default;

void LogView::setHeadings(std::function<QString(const LogGroup &)> headings)
{
    m_headings = std::move(headings);
    // Only those that read otherwise now are laid out again: names of steps seldom change.
    for (auto it = m_layouts.begin(); it != m_layouts.end();) {
        const int row = it->second->heading().isEmpty() ? -1 : m_model.rowAt(it->first);
        const bool stale = row >= 0 && m_headings(m_model.group(row)) != it->second->heading();
        it = stale ? m_layouts.erase(it) : std::next(it);
    }
    viewport()->update();
}

void LogView::setSearched(const QStringList &words, const QSet<qint64> &hits)
{
    m_hits = hits;
    if (words != m_style.searched) {
        m_style.searched = words;
        m_layouts.clear();
    }
    viewport()->update();
}

void LogView::setEmptyText(const QString &text)
{
    if (text == m_emptyText)
        return;
    m_emptyText = text;
    viewport()->update();
}

void LogView::restyle()
{
    m_style.font = font();
    m_style.width = viewport()->width();
    forgetLayouts();
}

void LogView::forgetLayouts()
{
    m_layouts.clear();
    settle();
}

void LogView::resizeEvent(QResizeEvent *)
{
    if (m_style.width != viewport()->width())
        restyle();
    else
        settle();
}

void LogView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        restyle();
}

// --- measuring

const LogRowLayout &LogView::layoutOf(int row) const
{
    const qint64 seq = m_model.seq(row);
    const auto it = m_layouts.find(seq);
    if (it != m_layouts.end() && it->second->isRead()) {
        if (it->second->heading().isEmpty() != m_model.opensGroup(row))
            return *it->second;
    }
    // What was not read when it was measured is asked for again: the model may have given it up meanwhile.
    const LogRow *shown = m_model.row(row);
    QString heading;
    if (m_model.opensGroup(row) && m_headings)
        heading = m_headings(m_model.group(row));
    if (it != m_layouts.end() && !it->second->isRead() && !shown && it->second->heading() == heading)
        return *it->second;
    auto &layout = m_layouts[seq];
    layout = std::make_unique<LogRowLayout>(m_style, shown, heading, m_model.isLengthened(seq));
    return *layout;
}

void LogView::tailPlace(int *row, int *offset) const
{
    int room = viewport()->height();
    int at = m_model.rowCount();
    while (at > 0 && room > 0)
        room -= heightOf(--at);
    *row = at;
    *offset = std::max(0, -room);
}

std::pair<int, int> LogView::visibleRows() const
{
    const int count = m_model.rowCount();
    if (count == 0)
        return {-1, -1};
    int row = m_top;
    for (int y = -m_offset; row < count && y < viewport()->height(); ++row)
        y += heightOf(row);
    return {m_top, std::max(m_top, row - 1)};
}

QRect LogView::rowRect(int row) const
{
    int y = -m_offset;
    for (int at = m_top; at < m_model.rowCount() && y < viewport()->height(); ++at) {
        const int height = heightOf(at);
        if (at == row)
            return {0, y, viewport()->width(), height};
        y += height;
    }
    return {};
}

int LogView::rowAtY(int y) const
{
    int at = m_top;
    for (int bottom = -m_offset; at < m_model.rowCount(); ++at) {
        bottom += heightOf(at);
        if (y < bottom)
            return at;
    }
    return m_model.rowCount() - 1;
}

// --- moving

void LogView::scrollBy(int pixels)
{
    int row = m_top;
    int offset = m_offset + pixels;
    while (offset < 0 && row > 0)
        offset += heightOf(--row);
    while (row < m_model.rowCount() - 1 && offset >= heightOf(row))
        offset -= heightOf(row++);
    place(row, std::max(0, offset), false);
}

void LogView::toTail()
{
    place(m_top, m_offset, true);
}

void LogView::place(int row, int offset, bool follow)
{
    m_top = row;
    m_offset = offset;
    if (follow != m_follow) {
        m_follow = follow;
        Q_EMIT atTailChanged(m_follow);
    }
    settle();
}

/// Keeps the place within what there is, after it or the heights have changed.
void LogView::settle()
{
    if (m_settling)
        return;
    m_settling = true;
    const int count = m_model.rowCount();
    const bool followed = m_follow;
    m_top = std::clamp(m_top, 0, std::max(0, count - 1));
    int row = 0;
    int offset = 0;
    tailPlace(&row, &offset);
    const bool beyond = std::pair(m_top, m_offset) >= std::pair(row, offset);
    if (m_follow || beyond) {
        m_top = row;
        m_offset = offset;
        m_follow = true;
    } else if (count > 0) {
        m_offset = std::min(m_offset, heightOf(m_top) - 1);
    }
    updateBar();
    m_settling = false;
    viewport()->update();
    if (followed != m_follow)
        Q_EMIT atTailChanged(m_follow);
}

void LogView::updateBar()
{
    const auto valueOf = [this](int row, int offset) {
        const int height = row < m_model.rowCount() ? std::max(1, heightOf(row)) : 1;
        return row * kUnits + offset * kUnits / height;
    };
    int row = 0;
    int offset = 0;
    tailPlace(&row, &offset);
    const int shown = std::max(1, m_model.rowCount() - row);
    const QSignalBlocker quiet(verticalScrollBar());
    verticalScrollBar()->setRange(0, valueOf(row, offset));
    verticalScrollBar()->setPageStep(shown * kUnits);
    verticalScrollBar()->setSingleStep(kUnits);
    verticalScrollBar()->setValue(valueOf(m_top, m_offset));
}

void LogView::barMoved(int value)
{
    if (m_model.rowCount() == 0)
        return;
    if (value >= verticalScrollBar()->maximum()) {
        toTail();
        return;
    }
    const int row = std::clamp(value / kUnits, 0, m_model.rowCount() - 1);
    place(row, value % kUnits * heightOf(row) / kUnits, false);
}

void LogView::show(qint64 seq)
{
    const int row = m_model.rowAt(seq);
    if (row < 0)
        return;
    const QRect rect = rowRect(row);
    const int height = viewport()->height();
    const bool whole = !rect.isEmpty() && rect.top() >= 0 && rect.bottom() < height;
    if (whole)
        return;
    if (rect.isEmpty()) {
        m_top = row;
        m_offset = 0;
        scrollBy(-height / 3);
    } else if (rect.top() < 0 || rect.height() > height) {
        scrollBy(rect.top());
    } else {
        scrollBy(rect.bottom() - height + 1);
    }
}

// --- what the model tells

void LogView::rowsAdded(int first, int last)
{
    const bool before = first <= m_top && last - first + 1 < m_model.rowCount() && !m_follow;
    if (before)
        m_top += last - first + 1;
    settle();
}

void LogView::rowsRemoved()
{
    settle();
}

void LogView::rowsChanged(int first, int last)
{
    if (m_model.rowCount() == 0)
        return;
    // Those that were read are not read otherwise: only what waits, and what is being written, is laid out again.
    const auto sight = visibleRows();
    const bool inSight = last >= sight.first && first <= sight.second;
    if (last - first < 8) {
        for (int row = first; row <= last; ++row)
            m_layouts.erase(m_model.seq(row));
    }
    if (const int current = m_current > 0 ? m_model.rowAt(m_current) : -1; current >= first && current <= last)
        announce(current);
    if (inSight)
        settle();
}

// --- painting

void LogView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.color(Role::Pane));
    const int count = m_model.rowCount();
    if (count == 0) {
        painter.setPen(m_theme.color(Role::Muted));
        painter.setFont(m_style.font);
        const int edge = m_style.padding();
        painter.drawText(viewport()->rect().adjusted(edge, edge, -edge, -edge), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    if (m_layouts.size() > kLayouts)
        m_layouts.clear();
    int y = -m_offset;
    for (int row = m_top; row < count && y < viewport()->height(); ++row) {
        const LogRowLayout &layout = layoutOf(row);
        layout.paint(painter, {0, y}, m_style,
                     {.selected = isSelected(row),
                      .current = hasFocus() && m_model.seq(row) == m_current,
                      .hit = m_hits.contains(m_model.seq(row))});
        y += layout.height();
    }
}

} // namespace stepladder::ui

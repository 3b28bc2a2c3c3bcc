// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logrowlayout.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <cmath>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kShortLines = 8;
constexpr int kSpareLines = 2; ///< "more" for less than that would be silly
constexpr int kLongLines = 400;

struct LogRowText
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::LogRowLayout)
};

QFont bold(QFont font)
{
    font.setBold(true);
    return font;
}

QFont small(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

QString timeOf(qint64 ms)
{
    return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms).toString(u"HH:mm:ss"_s) : QString();
}

QList<QTextLayout::FormatRange> found(const LogStyle &style, const QString &text)
{
    QList<QTextLayout::FormatRange> ranges;
    QTextCharFormat format;
    format.setBackground(style.theme->color(Role::AddedWord));
    format.setForeground(style.theme->color(Role::Text));
    for (const QString &word : style.searched) {
        for (qsizetype at = 0; (at = text.indexOf(word, at, Qt::CaseInsensitive)) >= 0; at += word.size())
            ranges.append({int(at), int(word.size()), format});
    }
    return ranges;
}

} // namespace

LogRowLayout::LogRowLayout(const LogStyle &style, const LogRow *row, const QString &heading, bool lengthened)
    : m_heading(heading)
    , m_read(row)
    , m_lengthened(lengthened)
    , m_headingHeight(heading.isEmpty() ? 0 : style.theme->rowHeight() + 1)
{
    m_height = m_headingHeight;
    if (!row) {
        m_height += style.theme->rowHeight();
        return;
    }
    m_row = *row;
    m_time = timeOf(row->timeMs);
    if (row->kind != LogKind::Event)
        layOutHead(style);
    layOutText(style);
    m_row.text.clear();
}

void LogRowLayout::layOutHead(const LogStyle &style)
{
    m_height += style.theme->space(2) + QFontMetrics(bold(style.font)).height() + style.theme->space() / 2;
}

void LogRowLayout::layOutText(const LogStyle &style)
{
    const Theme &theme = *style.theme;
    const bool event = m_row.kind == LogKind::Event;
    if (event)
        m_height += (theme.rowHeight() - QFontMetrics(style.font).height()) / 2;
    int room = event ? 1 : kShortLines + kSpareLines + 1;
    if (m_lengthened || m_row.kind == LogKind::Live)
        room = kLongLines;
    bool whole = !m_row.isCut() || m_row.kind == LogKind::Live;
    int lines = 0;
    const auto parts = event ? QList<TextPart>{{m_row.text, false}} : partsOf(m_row.text, m_row.startsInCode);
    for (const TextPart &part : parts) {
        if (room - lines <= 0) {
            whole = false;
            break;
        }
        lines += addPart(style, part, room - lines, &whole);
    }
    if (!event && !m_lengthened && m_row.kind == LogKind::Said && (!whole || lines > kShortLines + kSpareLines)) {
        // Cut back: the spare lines were for texts that end in them.
        whole = false;
        for (int surplus = lines - kShortLines; surplus > 0;) {
            Part &last = m_parts.back();
            const int taken = std::min(surplus, last.lines);
            surplus -= taken;
            last.lines -= taken;
            if (last.lines == 0) {
                m_height = last.top - (m_parts.size() > 1 ? theme.space() : 0);
                m_parts.pop_back();
            } else {
                const QTextLine line = last.layout->lineAt(last.lines - 1);
                const int height = int(std::ceil(line.y() + line.height())) + (last.code ? 2 * theme.space() : 0);
                m_height = last.top + height;
                last.height = height;
            }
        }
    }
    m_whole = whole;
    if (!whole || m_lengthened) {
        const QFontMetrics metrics(style.font);
        const QString word = m_lengthened ? LogRowText::tr("less") : LogRowText::tr("more");
        if (event) {
            m_more = QRect();
        } else {
            m_more =
                QRect(style.padding(), m_height + theme.space() / 2, metrics.horizontalAdvance(word), metrics.height());
            m_height = m_more.bottom() + 1;
        }
    }
    m_height += event ? (theme.rowHeight() - QFontMetrics(style.font).height()) / 2 : theme.space(2) + 1;
}

int LogRowLayout::addPart(const LogStyle &style, const TextPart &text, int room, bool *whole)
{
    const Theme &theme = *style.theme;
    const bool event = m_row.kind == LogKind::Event;
    if (!m_parts.empty())
        m_height += theme.space();
    Part part{.layout = std::make_unique<QTextLayout>(), .code = text.code, .top = m_height};
    QString shown = text.text;
    shown.replace(u'\n', QChar::LineSeparator).replace(u'\t', u"    "_s);
    part.layout->setText(shown);
    part.layout->setFont(text.code ? theme.codeFont() : style.font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    part.layout->setTextOption(option);
    part.layout->setFormats(found(style, shown));
    part.layout->setCacheEnabled(true);
    const int inset = text.code ? theme.space(2) : 0;
    int width = style.width - 2 * style.padding() - 2 * inset;
    if (event) // beside its mark and its time
        width -= theme.space(6) + QFontMetrics(style.font).horizontalAdvance(u"00:00:00"_s) + theme.space(4);
    qreal y = text.code ? theme.space() : 0;
    part.layout->beginLayout();
    while (part.lines < room) {
        QTextLine line = part.layout->createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max(width, 20));
        line.setPosition({0, y});
        y += line.height();
        ++part.lines;
    }
    const QTextLine last = part.lines > 0 ? part.layout->lineAt(part.lines - 1) : QTextLine();
    if (last.isValid() && last.textStart() + last.textLength() < shown.size())
        *whole = false;
    part.layout->endLayout();
    part.height = int(std::ceil(y)) + (text.code ? theme.space() : 0);
    m_height += part.height;
    const int lines = part.lines;
    m_parts.push_back(std::move(part));
    return lines;
}

void LogRowLayout::paint(QPainter &painter, const QPoint &at, const LogStyle &style, const LogRowState &state) const
{
    const Theme &theme = *style.theme;
    const QRect row(at.x(), at.y() + m_headingHeight, style.width, m_height - m_headingHeight);
    if (!m_heading.isEmpty())
        paintHeading(painter, at, style);
    if (state.selected)
        painter.fillRect(row, theme.color(Role::Selection));
    if (state.hit || state.current)
        painter.fillRect(QRect(row.topLeft(), QSize(std::max(2, theme.space() / 2), row.height())),
                         theme.color(Role::Accent));
    if (!m_read)
        return;
    if (m_row.kind == LogKind::Event) {
        paintEvent(painter, at, style);
        return;
    }
    paintHead(painter, at, style);
    for (const Part &part : m_parts)
        paintPart(painter, at, style, part);
    if (m_row.kind == LogKind::Live)
        paintCaret(painter, at, style);
    if (!m_more.isEmpty())
        paintMore(painter, at, style);
    painter.fillRect(QRect(at.x(), at.y() + m_height - 1, style.width, 1), theme.color(Role::Line));
}

void LogRowLayout::paintHeading(QPainter &painter, const QPoint &at, const LogStyle &style) const
{
    const Theme &theme = *style.theme;
    const QRect band(at.x(), at.y(), style.width, m_headingHeight);
    painter.fillRect(band, theme.color(Role::Window));
    painter.fillRect(QRect(band.left(), band.bottom(), band.width(), 1), theme.color(Role::Line));
    painter.setFont(style.font);
    painter.setPen(theme.color(Role::Muted));
    const QRect inside = band.adjusted(style.padding(), 0, -style.padding(), 0);
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(style.font).elidedText(m_heading, Qt::ElideRight, inside.width()));
}

void LogRowLayout::paintHead(QPainter &painter, const QPoint &at, const LogStyle &style) const
{
    const Theme &theme = *style.theme;
    const QFont strong = bold(style.font);
    const QFont chipFont = small(style.font);
    const QFontMetrics metrics(strong);
    const QFontMetrics chips(chipFont);
    const int y = at.y() + m_headingHeight + theme.space(2);
    int x = at.x() + style.padding();
    const int end = at.x() + style.width - style.padding();
    painter.setFont(strong);
    painter.setPen(theme.color(Role::Text));
    const QString who = metrics.elidedText(m_row.who, Qt::ElideMiddle, style.width / 2);
    painter.drawText(x, y + metrics.ascent(), who);
    x += metrics.horizontalAdvance(who) + theme.space(2);
    painter.setFont(chipFont);
    const int pad = theme.space() + theme.space() / 2;
    for (const QString &chip : {m_row.chip, m_time}) {
        const int width = chips.horizontalAdvance(chip) + 2 * pad;
        if (chip.isEmpty() || x + width > end)
            continue;
        const QRectF box(x + 0.5, y + (metrics.height() - chips.height()) / 2 - 0.5, width, chips.height() + 1);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme.color(Role::Line));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, theme.space() * 0.75, theme.space() * 0.75);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(theme.color(Role::Muted));
        painter.drawText(box, Qt::AlignCenter, chip);
        x += width + theme.space(2);
    }
}

void LogRowLayout::paintEvent(QPainter &painter, const QPoint &at, const LogStyle &style) const
{
    const Theme &theme = *style.theme;
    const int rowHeight = m_height - m_headingHeight;
    const int y = at.y() + m_headingHeight;
    const QFontMetrics metrics(style.font);
    const int left = at.x() + style.padding();
    const int side = theme.space(4);
    if (m_row.mark)
        paintMark(painter, QRectF(left, y + (rowHeight - side) / 2.0, side, side), *m_row.mark, theme);
    painter.setFont(style.font);
    painter.setPen(theme.color(Role::Muted));
    if (!m_parts.empty() && m_parts.front().lines > 0) {
        const Part &part = m_parts.front();
        const QTextLine line = part.layout->lineAt(0);
        const QPointF place(left + theme.space(6), at.y() + part.top);
        line.draw(&painter, place);
        if (!m_whole)
            painter.drawText(QPointF(place.x() + line.naturalTextWidth(), place.y() + line.ascent()), u"…"_s);
    }
    painter.drawText(QRect(left, y, style.width - 2 * style.padding(), rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                     m_time);
}

void LogRowLayout::paintPart(QPainter &painter, const QPoint &at, const LogStyle &style, const Part &part) const
{
    const Theme &theme = *style.theme;
    QPointF place(at.x() + style.padding(), at.y() + part.top);
    if (part.code) {
        const QRect ground(at.x() + style.padding(), at.y() + part.top, style.width - 2 * style.padding(), part.height);
        painter.fillRect(ground, theme.color(Role::Window));
        place.rx() += theme.space(2);
    }
    painter.setPen(theme.color(Role::Text));
    for (int i = 0; i < part.lines; ++i)
        part.layout->lineAt(i).draw(&painter, place);
}

void LogRowLayout::paintCaret(QPainter &painter, const QPoint &at, const LogStyle &style) const
{
    if (m_parts.empty() || m_parts.back().lines == 0)
        return;
    const Part &part = m_parts.back();
    const QTextLine line = part.layout->lineAt(part.lines - 1);
    const QPointF end(at.x() + style.padding() + (part.code ? style.theme->space(2) : 0) + line.naturalTextWidth() + 1,
                      at.y() + part.top + line.y());
    painter.fillRect(QRectF(end, QSizeF(style.theme->space(2), line.height())), style.theme->color(Role::Accent));
}

void LogRowLayout::paintMore(QPainter &painter, const QPoint &at, const LogStyle &style) const
{
    const QFontMetrics metrics(style.font);
    const QRect word = m_more.translated(at);
    painter.setFont(style.font);
    painter.setPen(style.theme->color(Role::Accent));
    painter.drawText(word.left(), word.top() + metrics.ascent(),
                     m_lengthened ? LogRowText::tr("less") : LogRowText::tr("more"));
    painter.setPen(style.theme->color(Role::Muted));
    const QString whole = LogRowText::tr("%1 characters, Enter opens all").arg(QLocale().toString(m_row.length));
    painter.drawText(word.right() + 1 + style.theme->space(2), word.top() + metrics.ascent(), whole);
}

} // namespace stepladder::ui

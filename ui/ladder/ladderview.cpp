// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderview.h"

#include "ui/ladder/ladderaccess.h"
#include "ui/theme/marks.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

LadderView::LadderView(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    LadderAccess::install(); // before there is a name to tell: whoever hears of it asks what this is, once and for all
    setObjectName(u"ladderView"_s);
    setAccessibleName(tr("Ladder"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    connect(&theme, &Theme::changed, this, [this] { relayout(); });
}

void LadderView::setScene(const LadderScene &scene)
{
    if (scene == m_scene)
        return;
    const qint64 kept = m_current >= 0 ? chip(m_current).startedSeq : 0;
    m_scene = scene;
    relayout();
    m_current = kept > 0 ? indexOf(kept) : -1;
    tell();
}

void LadderView::setChosen(qint64 startedSeq)
{
    if (m_chosen == startedSeq)
        return;
    m_chosen = startedSeq;
    // The keyboard goes on from what was chosen elsewhere.
    if (!hasFocus())
        m_current = indexOf(startedSeq);
    viewport()->update();
}

void LadderView::showStood()
{
    const auto &rungs = m_layout.rungs();
    for (int i = 0; i < int(rungs.size()); ++i) {
        if (m_scene.rungs.at(i).state != RungState::Stood && !m_scene.rungs.at(i).end)
            continue;
        const QRect rect = rungs.at(i).rect;
        const int below = rect.bottom() - viewport()->height() + 1;
        verticalScrollBar()->setValue(std::clamp(verticalScrollBar()->value(), below, std::max(below, rect.top())));
        return;
    }
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void LadderView::setCurrent(int chip)
{
    m_current = chip;
    if (chip >= 0) {
        const QRect rect = m_layout.chips().at(chip).rect.adjusted(0, -m_theme.rowHeight(), 0, m_theme.space());
        const int below = rect.bottom() - viewport()->height() + 1;
        verticalScrollBar()->setValue(std::clamp(verticalScrollBar()->value(), below, std::max(below, rect.top())));
    }
    viewport()->update();
    tell();
}

const Chip &LadderView::chip(int index) const
{
    const ChipBox &box = m_layout.chips().at(index);
    return m_scene.rungs.at(box.rung).chips.at(box.chip);
}

QString LadderView::wordsOf(int index) const
{
    const QString evidence = chip(index).evidence;
    return evidence.isEmpty() ? chip(index).text : QString(evidence).replace(u'\n', u", "_s);
}

QRect LadderView::shownRect(int index) const
{
    return m_layout.chips().at(index).rect.translated(0, -offset());
}

void LadderView::activate(int index)
{
    setCurrent(index);
    if (chip(index).startedSeq == 0)
        return;
    setChosen(chip(index).startedSeq);
    Q_EMIT chosenByUser(m_chosen);
}

/// Says what has the keyboard, to people who see it in words and to those who hear it.
void LadderView::tell()
{
    const bool has = m_current >= 0 && hasFocus();
    setAccessibleDescription(has ? wordsOf(m_current) : QString());
    Q_EMIT evidenceChanged(has ? chip(m_current).evidence : QString());
    if (!has)
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(m_current);
    QAccessible::updateAccessibility(&event);
}

QSize LadderView::sizeHint() const
{
    return {m_theme.space(75), std::max(m_layout.size().height(), m_theme.rowHeight() * 12)};
}

QSize LadderView::minimumSizeHint() const
{
    return {m_theme.space(36), m_theme.rowHeight() * 3};
}

QFont LadderView::titleFont() const
{
    QFont bold = font();
    bold.setBold(true);
    return bold;
}

QFont LadderView::noteFont() const
{
    return font();
}

QFont LadderView::chipFont() const
{
    QFont small = font();
    if (small.pointSizeF() > 0)
        small.setPointSizeF(small.pointSizeF() * 0.9);
    else
        small.setPixelSize(std::max(1, small.pixelSize() * 9 / 10));
    return small;
}

void LadderView::relayout()
{
    const QFontMetrics title(titleFont());
    const QFontMetrics note(noteFont());
    const QFontMetrics chip(chipFont());
    const LadderMetrics metrics{.titleWidth = [&title](const QString &text) { return title.horizontalAdvance(text); },
                                .noteWidth = [&note](const QString &text) { return note.horizontalAdvance(text); },
                                .chipWidth = [&chip](const QString &text) { return chip.horizontalAdvance(text); },
                                .titleHeight = title.height(),
                                .chipHeight = chip.height() + m_theme.space(),
                                .space = m_theme.space()};
    m_layout = LadderLayout(m_scene, metrics, viewport()->width());
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_theme.rowHeight());
    verticalScrollBar()->setRange(0, std::max(0, m_layout.size().height() - viewport()->height()));
    m_current = m_current < m_layout.chips().size() ? m_current : -1;
    viewport()->update();
}

void LadderView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void LadderView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        relayout();
}

/// What the layout is moved by to be seen; a short ladder hangs from the top.
int LadderView::offset() const
{
    return verticalScrollBar()->value();
}

bool LadderView::isLabel(int index) const
{
    return chip(index).kind == Chip::Kind::Label;
}

int LadderView::indexOf(qint64 startedSeq) const
{
    for (int i = 0; startedSeq > 0 && i < int(m_layout.chips().size()); ++i) {
        if (chip(i).startedSeq == startedSeq)
            return i;
    }
    return -1;
}

/// The chip \p by places on in reading order, labels passed over; \p from when there is none.
int LadderView::step(int from, int by) const
{
    for (int i = from + by; i >= 0 && i < int(m_layout.chips().size()); i += by) {
        if (!isLabel(i))
            return i;
    }
    return from;
}

/// The chip nearest to \p from on the next line of chips, \p by < 0 upwards.
int LadderView::onOtherRung(int from, int by) const
{
    const QRect here = m_layout.chips().at(from).rect;
    int best = from;
    int bestDown = 0;
    int bestAside = 0;
    for (int i = 0; i < int(m_layout.chips().size()); ++i) {
        const QRect there = m_layout.chips().at(i).rect;
        const int down = (there.y() - here.y()) * by;
        const int aside = std::abs(there.center().x() - here.center().x());
        if (isLabel(i) || down <= 0)
            continue;
        if (best == from || down < bestDown || (down == bestDown && aside < bestAside)) {
            best = i;
            bestDown = down;
            bestAside = aside;
        }
    }
    return best;
}

void LadderView::keyPressEvent(QKeyEvent *event)
{
    const int count = int(m_layout.chips().size());
    if (count == 0)
        return QAbstractScrollArea::keyPressEvent(event);
    const int from = m_current;
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(from < 0 ? step(count, -1) : step(from, -1));
    case Qt::Key_Right:
        return setCurrent(step(from, 1));
    case Qt::Key_Up:
    case Qt::Key_Down:
        return setCurrent(from < 0 ? step(count, -1) : onOtherRung(from, event->key() == Qt::Key_Up ? -1 : 1));
    case Qt::Key_Home:
        return setCurrent(step(-1, 1));
    case Qt::Key_End:
        return setCurrent(step(count, -1));
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (from >= 0)
            activate(from);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LadderView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int index = m_layout.chipAt(event->position().toPoint() + QPoint(0, offset()));
    if (index >= 0)
        activate(index);
}

void LadderView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0 && !m_layout.chips().isEmpty())
        m_current = indexOf(m_chosen) >= 0 ? indexOf(m_chosen) : step(int(m_layout.chips().size()), -1);
    if (m_current >= int(m_layout.chips().size()))
        m_current = -1;
    viewport()->update();
    tell();
}

void LadderView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
    tell();
}

QString LadderView::toolTipAt(const QPoint &point) const
{
    if (const int index = m_layout.chipAt(point); index >= 0)
        return chip(index).evidence;
    const int rung = m_layout.rungAt(point);
    if (rung < 0)
        return {};
    const RungScene &scene = m_scene.rungs.at(rung);
    if (!scene.end)
        return scene.evidence;
    return scene.evidence.isEmpty() ? wordOf(*scene.end) : wordOf(*scene.end) + u": "_s + scene.evidence;
}

bool LadderView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    // Escaped: what models wrote is never read as markup.
    const QString tip = toolTipAt(help->pos() + QPoint(0, offset()));
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), u"<p>"_s + tip.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</p>"_s,
                           viewport());
    return true;
}

} // namespace stepladder::ui

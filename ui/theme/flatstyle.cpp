// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/flatstyle.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFrame>
#include <QPainter>
#include <QScrollArea>
#include <QStyleFactory>
#include <QStyleOption>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

// What Theme::palette() puts where.
QColor lineOf(const QStyleOption &option)
{
    return option.palette.color(QPalette::Mid);
}

QColor paneOf(const QStyleOption &option)
{
    return option.palette.color(QPalette::Active, QPalette::Base);
}

QColor groundOf(const QStyleOption &option)
{
    return option.palette.color(QPalette::Active, QPalette::Window);
}

QColor mutedOf(const QStyleOption &option)
{
    return option.palette.color(QPalette::Active, QPalette::PlaceholderText);
}

QColor accentOf(const QStyleOption &option)
{
    return option.palette.color(QPalette::Active, QPalette::Link);
}

bool isFormField(const QWidget *widget)
{
    return widget && widget->property("form").toBool();
}

/// Lists and panes that go to the edges of their dock.
bool isPane(const QWidget *widget)
{
    return qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QScrollArea *>(widget)
        || (widget && widget->objectName() == u"pane");
}

void fillWithLine(QPainter &painter, const QStyleOption &option, Qt::Edge edge)
{
    const QRect &r = option.rect;
    painter.fillRect(r, groundOf(option));
    painter.fillRect(edge == Qt::TopEdge ? QRect(r.left(), r.top(), r.width(), 1)
                                         : QRect(r.left(), r.bottom(), r.width(), 1),
                     lineOf(option));
}

void drawBox(QPainter &painter, const QRect &rect, const QColor &border, const QColor &ground, double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(border);
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

void drawFormField(QPainter &painter, const QStyleOption &option)
{
    const bool typedIn = option.state & QStyle::State_HasFocus;
    drawBox(painter, option.rect, typedIn ? accentOf(option) : lineOf(option), paneOf(option), FlatStyle::gap());
}

void drawTab(QPainter &painter, const QStyleOption &option)
{
    const QRect &r = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    // The chosen one is open to what is below it.
    painter.fillRect(selected ? r : r.adjusted(0, 0, 0, -1), selected ? paneOf(option) : groundOf(option));
    painter.fillRect(QRect(r.right(), r.top(), 1, r.height()), lineOf(option));
    if (selected)
        painter.fillRect(QRect(r.left(), r.top(), r.width(), 2), accentOf(option));
}

} // namespace

FlatStyle::FlatStyle()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

int FlatStyle::gap()
{
    return std::max(1, 4 * QFontMetrics(QApplication::font()).height() / kFontHeight);
}

void FlatStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    // It measured its frame while it was not yet what it is.
    if (auto *frame = qobject_cast<QFrame *>(widget); frame && (isFormField(frame) || isPane(frame)))
        frame->setFrameStyle(frame->frameStyle());
}

int FlatStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_DefaultFrameWidth:
        if (isFormField(widget))
            return 1 + gap() / 2;
        if (isPane(widget))
            return 0;
        break;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 1;
    case PM_DockWidgetTitleMargin:
    case PM_HeaderMargin:
        return gap();
    case PM_TabBarTabHSpace:
        return 4 * gap() + 1;
    case PM_TabBarTabVSpace:
        return 2 * gap() + 2;
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_ToolBarFrameWidth:
        return 0;
    case PM_ToolBarItemMargin:
        return gap();
    case PM_ToolBarItemSpacing:
        return 2 * gap();
    case PM_ToolTipLabelFrameWidth:
        return 1 + gap();
    default:
        break;
    }
    return QProxyStyle::pixelMetric(metric, option, widget);
}

QSize FlatStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                  const QWidget *widget) const
{
    QSize with = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_HeaderSection) // its line, and a second gap beside its text
        with += QSize(2 * gap(), 1);
    return with;
}

QRect FlatStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_TabWidgetTabContents:
        return QProxyStyle::subElementRect(SE_TabWidgetTabPane, option, widget);
    case SE_DockWidgetTitleBarText:
        return QProxyStyle::subElementRect(element, option, widget).adjusted(gap(), 0, 0, 0);
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

void FlatStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const QRect &r = option->rect;
    switch (element) {
    case PE_IndicatorDockWidgetResizeHandle:
        return painter->fillRect(r, lineOf(*option));
    case PE_PanelToolBar:
        return fillWithLine(*painter, *option, Qt::BottomEdge);
    case PE_PanelStatusBar:
        return fillWithLine(*painter, *option, Qt::TopEdge);
    case PE_FrameTabBarBase:
        return painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), lineOf(*option));
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
        return;
    case PE_FrameFocusRect:
        if (qobject_cast<const QAbstractItemView *>(widget)) // the selection shows it
            return;
        break;
    case PE_PanelLineEdit:
    case PE_Frame:
        if (isFormField(widget))
            return drawFormField(*painter, *option);
        if (element == PE_Frame && isPane(widget))
            return;
        break;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        // Fusion's own outline cannot be seen on a dark ground.
        if (option->state & State_Off)
            return drawBox(*painter, r, mutedOf(*option), paneOf(*option), gap() / 2.0);
        break;
    case PE_IndicatorRadioButton:
        if (option->state & State_Off)
            return drawBox(*painter, r, mutedOf(*option), paneOf(*option), r.width() / 2.0);
        break;
    case PE_PanelTipLabel:
        painter->fillRect(r, option->palette.color(QPalette::ToolTipBase));
        return drawBox(*painter, r, lineOf(*option), option->palette.color(QPalette::ToolTipBase), 0);
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void FlatStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                            const QWidget *widget) const
{
    switch (element) {
    case CE_Splitter:
        return painter->fillRect(option->rect, lineOf(*option));
    case CE_ToolBar:
        return fillWithLine(*painter, *option, Qt::BottomEdge);
    case CE_TabBarTabShape:
        return drawTab(*painter, *option);
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            QStyleOptionTab label(*tab);
            const bool selected = tab->state & State_Selected;
            const bool focused = tab->state & State_HasFocus;
            label.palette.setColor(QPalette::WindowText,
                                   focused        ? accentOf(*tab)
                                       : selected ? tab->palette.color(QPalette::Text)
                                                  : mutedOf(*tab));
            label.state &= ~State_HasFocus;
            return QProxyStyle::drawControl(element, &label, painter, widget);
        }
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        return fillWithLine(*painter, *option, Qt::BottomEdge);
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeaderV2 copy;
            if (const auto *v2 = qstyleoption_cast<const QStyleOptionHeaderV2 *>(option))
                copy = *v2;
            else
                static_cast<QStyleOptionHeader &>(copy) = *header;
            copy.palette.setColor(QPalette::ButtonText, mutedOf(*option));
            copy.rect.adjust(gap(), 0, -gap(), 0);
            return QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        break;
    case CE_DockWidgetTitle:
        if (const auto *dock = qstyleoption_cast<const QStyleOptionDockWidget *>(option)) {
            fillWithLine(*painter, *option, Qt::BottomEdge);
            const QRect room = subElementRect(SE_DockWidgetTitleBarText, option, widget);
            QFont font = painter->font();
            font.setBold(true);
            painter->save();
            painter->setFont(font);
            drawItemText(painter, room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic, dock->palette, true,
                         QFontMetrics(font).elidedText(dock->title, Qt::ElideRight, room.width()),
                         QPalette::WindowText);
            painter->restore();
            return;
        }
        break;
    case CE_ProgressBarGroove:
        return drawBox(*painter, option->rect, lineOf(*option), lineOf(*option), gap() / 2.0);
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            const double share = double(bar->progress - bar->minimum) / std::max(1, bar->maximum - bar->minimum);
            QRect done = bar->rect;
            done.setWidth(int(done.width() * std::clamp(share, 0.0, 1.0)));
            if (!done.isEmpty())
                drawBox(*painter, done, accentOf(*bar), accentOf(*bar), gap() / 2.0);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

} // namespace stepladder::ui

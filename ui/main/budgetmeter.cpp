// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/budgetmeter.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOption>

namespace stepladder::ui {

BudgetMeter::BudgetMeter(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Budget"));
    setMoney(0, 0, std::nullopt);
}

void BudgetMeter::setMoney(domain::MicroUsd spent, domain::MicroUsd reserved, std::optional<domain::MicroUsd> cap)
{
    m_spent = spent;
    m_reserved = reserved;
    m_cap = cap;
    setAccessibleDescription(text());
    setToolTip(reserved > 0 ? tr("%1 spent, %2 reserved for calls in flight. Click to change the cap.")
                                  .arg(domain::usdText(spent), domain::usdText(reserved))
                            : tr("%1 spent. Click to change the cap.").arg(domain::usdText(spent)));
    updateGeometry();
    update();
}

QString BudgetMeter::text() const
{
    return m_cap ? tr("%1 of %2").arg(domain::usdText(m_spent), domain::usdText(*m_cap)) : domain::usdText(m_spent);
}

int BudgetMeter::barWidth() const
{
    return m_cap ? m_theme.space(24) : 0;
}

QSize BudgetMeter::sizeHint() const
{
    const int gap = m_cap ? m_theme.space(2) : 0;
    return {fontMetrics().horizontalAdvance(text()) + gap + barWidth(), fontMetrics().height() + m_theme.space(2)};
}

void BudgetMeter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int textWidth = fontMetrics().horizontalAdvance(text());
    painter.setPen(m_theme.color(Role::Text));
    painter.drawText(QRect(0, 0, textWidth, height()), Qt::AlignVCenter, text());
    if (m_cap) {
        const double h = m_theme.space(2);
        const QRectF bar(textWidth + m_theme.space(2), (height() - h) / 2, barWidth(), h);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Role::Line));
        painter.drawRoundedRect(bar, h / 2, h / 2);
        const double whole = std::max<double>(1, double(*m_cap));
        const double spent = bar.width() * std::min(1.0, double(m_spent) / whole);
        const double both = bar.width() * std::min(1.0, double(m_spent + m_reserved) / whole);
        painter.setBrush(QBrush(m_theme.color(Role::Accent), Qt::BDiagPattern));
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), both, h), h / 2, h / 2);
        painter.setBrush(m_theme.color(double(m_spent) >= whole ? Role::Fail : Role::Accent));
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), spent, h), h / 2, h / 2);
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void BudgetMeter::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT clicked();
}

void BudgetMeter::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT clicked();
    else
        QWidget::keyPressEvent(event);
}

} // namespace stepladder::ui

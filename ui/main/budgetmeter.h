// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>

namespace stepladder::ui {

/// Money of a run: spent solid, reserved hatched, the cap is the end of the bar. Without a cap only the words.
/// A click asks to raise the cap.
class BudgetMeter final : public QWidget
{
    Q_OBJECT

public:
    explicit BudgetMeter(const Theme &theme, QWidget *parent = nullptr);

    void setMoney(domain::MicroUsd spent, domain::MicroUsd reserved, std::optional<domain::MicroUsd> cap);
    QString text() const; ///< "$0.42 of $5.00"
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    int barWidth() const;

    const Theme &m_theme;
    domain::MicroUsd m_spent = 0;
    domain::MicroUsd m_reserved = 0;
    std::optional<domain::MicroUsd> m_cap;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "ui/main/popup.h"
#include "ui/theme/theme.h"

#include <optional>

class QLabel;
class QLineEdit;

namespace stepladder::ui {

/// Asks under the meter what a run may cost in all. Return takes it, Escape leaves it as it is.
class CapPopup final : public Popup
{
    Q_OBJECT

public:
    CapPopup(std::optional<domain::MicroUsd> cap, domain::MicroUsd spent, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void chosen(stepladder::domain::MicroUsd total);

private:
    void take();

    const domain::MicroUsd m_spent;
    QLineEdit *m_typed = nullptr;
    QLabel *m_trouble = nullptr;
};

} // namespace stepladder::ui

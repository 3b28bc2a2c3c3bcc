// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/selection.h"

namespace stepladder::ui {

void Selection::select(const QString &step, qint64 attempt)
{
    if (m_step == step && m_attempt == attempt)
        return;
    m_step = step;
    m_attempt = attempt;
    Q_EMIT changed();
}

} // namespace stepladder::ui

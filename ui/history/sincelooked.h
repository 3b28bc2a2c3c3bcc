// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/history/changes.h"
#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QTreeWidget;

namespace stepladder::ui {

/// What happened in a run while nobody looked, in one screen. Choosing a step selects it everywhere.
class SinceLooked final : public QWidget
{
    Q_OBJECT

public:
    /// \p seq: the last entry that was looked at.
    SinceLooked(OpenRun &run, qint64 seq, const Theme &theme, QWidget *parent = nullptr);

Q_SIGNALS:
    /// There is something to tell.
    void found();

private:
    void take(const Changes &changes);
    void restyle();

    OpenRun &m_run;
    const Theme &m_theme;
    QLabel *m_summary = nullptr;
    QTreeWidget *m_steps = nullptr;
};

} // namespace stepladder::ui

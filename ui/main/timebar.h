// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSlider;

namespace stepladder::ui {

/// Scrubs through a run: every pane shows the moment that the slider stands at. At its end the run is live.
class TimeBar final : public QWidget
{
    Q_OBJECT

public:
    TimeBar(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);

    /// To the start of the attempt after (+1) or before (−1) the moment shown.
    void stepAttempts(int direction);
    void backToNow();

private:
    void refresh();
    void moved(int value);

    OpenRun &m_run;
    QSlider *m_slider = nullptr;
    QLabel *m_label = nullptr;
    QPushButton *m_now = nullptr;
};

} // namespace stepladder::ui

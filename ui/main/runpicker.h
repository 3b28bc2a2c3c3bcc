// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/popup.h"
#include "ui/main/recentrunsmodel.h"
#include "ui/theme/theme.h"

namespace stepladder::ui {

/// Runs to choose one of, newest first.
class RunPicker final : public Popup
{
    Q_OBJECT

public:
    RunPicker(const QString &question, const QList<RecentRun> &runs, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void chosen(const QString &run);

private:
    RecentRunsModel m_model;
};

} // namespace stepladder::ui

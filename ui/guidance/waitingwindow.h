// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/clock.h"
#include "ui/guidance/waitingrequests.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace stepladder::ui {

/// All that waits for a person, over all runs, what failed alike together. It holds up nothing.
class WaitingWindow final : public QDialog
{
    Q_OBJECT

public:
    WaitingWindow(const WaitingRequests &waiting, const storage::Clock &clock, const Theme &theme,
                  QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &run, const QString &request);

private:
    void refresh();
    void fill(QTreeWidgetItem &row, const WaitingRequest &waiting) const;

    const WaitingRequests &m_waiting;
    const storage::Clock &m_clock;
    const Theme &m_theme;
    QLabel *m_empty = nullptr;
    QTreeWidget *m_tree = nullptr;
};

} // namespace stepladder::ui

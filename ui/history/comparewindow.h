// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/history/runpair.h"
#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QTreeWidget;

namespace stepladder::ui {

class DiffView;

/// Two runs side by side: their steps, attempts and cost, and the code that each came to. A window of its own.
class CompareWindow final : public QWidget
{
    Q_OBJECT

public:
    CompareWindow(const storage::Locations &locations, const storage::Clock &clock, const QString &first,
                  const QString &second, const Theme &theme, QWidget *parent = nullptr);

private:
    void refresh();
    void showCode();
    void takeCode();

    const Theme &m_theme;
    OpenRun m_first;
    OpenRun m_second;
    QLabel *m_totals = nullptr;
    QTreeWidget *m_steps = nullptr;
    DiffView *m_diff = nullptr;
    QString m_file;
    int m_turn = 0; ///< answers asked for before are stale
    std::optional<QByteArray> m_firstCode;
    std::optional<QByteArray> m_secondCode;
};

} // namespace stepladder::ui

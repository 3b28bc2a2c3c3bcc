// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/recentruns.h"

#include <QAbstractListModel>

namespace stepladder::ui {

/// Runs, newest first, one a row.
class RecentRunsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum DataRole {
        IdRole = Qt::UserRole,
        StandingRole, ///< what it is doing and how far it came, in a line
        CostRole,
    };

    using QAbstractListModel::QAbstractListModel;

    /// Rows that stay are changed in place.
    void show(const QList<RecentRun> &runs);
    const RecentRun &runAt(int row) const { return m_runs.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QString standing(const RecentRun &run) const;

    QList<RecentRun> m_runs;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptrecord.h"

#include <QAbstractItemModel>

namespace stepladder::ui {

/// A line of what a verdict rests on; a section when it has children.
struct EvidenceRow
{
    QString what;
    QString result = {}; ///< "exit 1", "71 %"
    QString time = {};
    QString details = {}; ///< whole: output, missed lines
    QString file = {}; ///< where it leads, relative to the workspace
    int line = 0;
    bool bad = false;
    QList<EvidenceRow> children = {};

    bool operator==(const EvidenceRow &) const = default;
};

/// What was executed on the attempt, how it ended, what was covered, and the hash of what was judged.
QList<EvidenceRow> evidenceRows(const AttemptRecord &record);

/// Sections and their lines: two levels.
class EvidenceModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { What, Result, Time, ColumnCount };
    enum Role { BadRole = Qt::UserRole };

    using QAbstractItemModel::QAbstractItemModel;

    void setRows(QList<EvidenceRow> rows);
    const EvidenceRow *row(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<EvidenceRow> m_rows;
};

} // namespace stepladder::ui

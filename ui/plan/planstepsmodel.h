// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"

#include <QAbstractListModel>

namespace stepladder::ui {

class PlanDocument;

/// The steps of a plan that is being written, one a row; moving a row moves the step.
class PlanStepsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum DataRole {
        NameRole = Qt::UserRole, ///< its file's name, empty while it has none
        FaultyRole, ///< bool
        NeedsRole, ///< the numbers of the steps it depends on: "2, 4"
    };

    explicit PlanStepsModel(PlanDocument &document, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool moveRows(const QModelIndex &sourceParent, int sourceRow, int count, const QModelIndex &destinationParent,
                  int destinationChild) override;

private:
    void follow();
    bool followMove(const QList<domain::Step> &steps, int first, int last);
    QString needs(const domain::Step &step) const;
    QString faults(int row) const;

    PlanDocument &m_document;
    QList<domain::Step> m_steps; ///< as the views know them
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/projection.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

namespace stepladder::ui {

/// How a step stands to the one that is looked at.
enum class Relation {
    None,
    Anchor, ///< the one that is looked at
    Needed, ///< it depends on this one
    NeededFarther, ///< through others
    Needs, ///< this one depends on it
    NeedsFarther,
};

/// The steps of a run at one moment, one a row, in the plan's order.
class PlanModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { StepColumn, TriesColumn, ScoreColumn, CostColumn, ColumnCount };
    enum DataRole {
        IdRole = Qt::UserRole, ///< QString
        StateRole, ///< int, domain::StepState
        NameRole, ///< what the row is called, without its number
        ReasonRole, ///< why it waits, is blocked, was skipped or stubbed
        RelationRole, ///< int, Relation
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// What \p moment says; rows that stay are changed in place.
    void show(const journal::Moment &moment);
    /// What each step depends on, by id; steps that are not there are passed over.
    void setDependencies(const QHash<QString, QStringList> &needs);
    /// The step whose dependencies are marked; empty: none.
    void setAnchor(const QString &step);
    const QString &anchor() const { return m_anchor; }
    /// Until when a step that goes on counts as elapsed, ms since the epoch.
    void setNow(qint64 nowMs) { m_nowMs = nowMs; }

    const journal::StepView &stepAt(int row) const { return m_steps.at(row); }
    int rowOf(const QString &step) const { return m_rows.value(step, -1); }
    bool isAnyRunning() const;

    /// Rows from the first to the last one that is related to the anchor; first > last: nothing is.
    struct Span
    {
        int first = 0;
        int last = -1;
    };
    Span span() const { return m_span; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant text(int row, int column) const;
    QString name(int row) const;
    QString toolTip(int row) const;
    QString spoken(int row) const;
    QStringList namesOf(const QStringList &steps) const;
    QSet<QString> reach(const QHash<QString, QStringList> &edges) const;
    void relate();

    QList<journal::StepView> m_steps;
    QHash<QString, int> m_rows;
    QHash<QString, int> m_fileNames; ///< how many files bear a name
    QHash<QString, QStringList> m_needs;
    QHash<QString, QStringList> m_neededBy;
    QString m_anchor;
    QHash<QString, Relation> m_relations;
    Span m_span;
    qint64 m_nowMs = 0;
};

} // namespace stepladder::ui

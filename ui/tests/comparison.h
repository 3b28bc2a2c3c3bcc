// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "ui/theme/marks.h"

#include <QAbstractTableModel>

#include <optional>

namespace stepladder::ui {

/// A candidate of an ensemble: a column.
struct ComparedCandidate
{
    int attempt = 0;
    QString model;
    QString details; ///< role, family, temperature, what was said of it
    bool chosen = false;

    bool operator==(const ComparedCandidate &) const = default;
};

/// What a candidate came to in a row.
struct ComparedCell
{
    QString text = {};
    std::optional<Mark> mark = {};
    QString details = {}; ///< for tooltip and screen reader

    bool operator==(const ComparedCell &) const = default;
};

/// A test, an input, or what is said of the whole.
struct ComparedRow
{
    QString what;
    QString expected = {};
    bool code = false; ///< an expression
    QList<ComparedCell> cells; ///< one a candidate

    bool operator==(const ComparedRow &) const = default;
};

/// An ensemble side by side.
struct Comparison
{
    QList<ComparedCandidate> candidates;
    QList<ComparedRow> rows;
    QString verdict; ///< who was chosen and why
    QString family; ///< where all are of one family

    bool operator==(const Comparison &) const = default;
};

/// What an `ensemble.compared` says.
Comparison comparisonOf(const domain::Entry &compared);

/// Candidates as columns; tests, inputs and what is said of the whole as rows.
class ComparisonModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { What, Expected, FirstCandidate };
    enum Role {
        MarkRole = Qt::UserRole, ///< int of Mark; none: invalid
        ChosenRole,
        CodeRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setComparison(Comparison comparison);
    const Comparison &comparison() const { return m_comparison; }
    /// The attempt of a column; 0 for none.
    int attemptOf(int column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const ComparedCell *cell(const QModelIndex &index) const;
    QVariant textOf(const QModelIndex &index) const;

    Comparison m_comparison;
};

} // namespace stepladder::ui

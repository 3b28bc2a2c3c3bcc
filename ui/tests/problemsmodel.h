// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptrecord.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace stepladder::ui {

/// One thing that is wrong, or was said.
struct Problem
{
    domain::Severity severity = domain::Severity::Error;
    domain::IssueSource source = domain::IssueSource::Build;
    QString id = {};
    QString file = {};
    int line = 0;
    QString message = {};
    QString step = {}; ///< of which it is
    bool counted = true; ///< false: it stood there before, or is only reported

    bool operator==(const Problem &) const = default;
};

/// What a record's verdict counts, what stood there before, and what tools said beside: each once.
QList<Problem> problemsOf(const AttemptRecord &record);

QString wordOf(domain::Severity severity);
QString wordOf(domain::IssueSource source);

class ProblemsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Message, Id, Source, Step, Place, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,
        SeverityRole, ///< int of domain::Severity
        SourceRole, ///< int of domain::IssueSource
        CountedRole,
        SearchRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(QList<Problem> problems);
    const QList<Problem> &problems() const { return m_problems; }
    /// "src/A.cs:24: error CS0103: …": as compilers write it.
    static QString line(const Problem &problem);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const Problem &problem, int column) const;

    QList<Problem> m_problems;
};

class ProblemsFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ProblemsFilter(QObject *parent = nullptr);
    /// The mildest that is shown.
    void setSeverity(domain::Severity least);
    void setSource(std::optional<domain::IssueSource> source);
    void setText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    domain::Severity m_least = domain::Severity::Info;
    std::optional<domain::IssueSource> m_source;
    QString m_text;
};

} // namespace stepladder::ui

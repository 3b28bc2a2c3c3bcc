// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/testtree.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>

namespace stepladder::ui {

/// The tests of one attempt as a tree.
class TestsModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Test, Time, History, ColumnCount };
    enum Role {
        NodeRole = Qt::UserRole, ///< index in TestTree::nodes
        StateRole, ///< int of TestState
        SearchRole, ///< all text that a filter looks into
    };

    using QAbstractItemModel::QAbstractItemModel;

    void setTree(std::shared_ptr<const TestTree> tree);
    const TestTree &tree() const { return *m_tree; }
    const TestNode *node(const QModelIndex &index) const;
    /// The test that \p names lead to from the root; invalid when it is not there.
    QModelIndex find(const QStringList &names) const;
    static QStringList namesOf(QModelIndex index);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString words(const TestNode &node) const;

    std::shared_ptr<const TestTree> m_tree = std::make_shared<const TestTree>();
};

/// "passed", "failed", "not run yet": for people.
QString wordOf(TestState state);
/// "3 ms", "1.2 s"; empty below half a millisecond.
QString timeText(double ms);
/// "failed, failed, passed": a history in words, oldest first.
QString wordsOf(const TestHistory &history);

/// Which tests are shown, and in which order.
class TestsFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Show { FailedFirst, FailedOnly, AsRun };

    explicit TestsFilter(QObject *parent = nullptr);
    void setShow(Show show);
    void setText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    Show m_show = Show::FailedFirst;
    QString m_text;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/testtree.h"
#include "ui/theme/marks.h"

#include <QStyledItemDelegate>

namespace stepladder::ui {

Mark markOf(TestState state);

/// Paints a row of TestsModel: mark, name, what went wrong, time, five marks of history.
class TestsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TestsDelegate(const Theme &theme, QObject *parent = nullptr);

    /// The tree that rows' NodeRole counts in.
    void setTree(std::shared_ptr<const TestTree> tree) { m_tree = std::move(tree); }
    int historyWidth() const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintTest(QPainter &painter, const QStyleOptionViewItem &option, const TestNode &node) const;
    void paintHistory(QPainter &painter, const QRect &rect, const TestHistory &history) const;

    const Theme &m_theme;
    std::shared_ptr<const TestTree> m_tree;
};

} // namespace stepladder::ui

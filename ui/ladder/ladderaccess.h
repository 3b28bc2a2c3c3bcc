// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>

namespace stepladder::ui {

class LadderView;

/// A LadderView for screen readers: a list whose items are the chips, each in words.
class LadderAccess final : public QAccessibleWidget
{
public:
    explicit LadderAccess(LadderView *view);
    ~LadderAccess() override;

    /// Makes Qt use this for every LadderView. Harmless when called again.
    static void install();

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;

private:
    LadderView *view() const;

    mutable QHash<int, QAccessible::Id> m_items;
};

} // namespace stepladder::ui

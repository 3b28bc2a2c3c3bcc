// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderaccess.h"

#include "ui/ladder/ladderview.h"

#include <QPointer>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

/// One chip. It outlives scenes: what is not there any more is invalid.
class ChipAccess final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ChipAccess(LadderView *view, int index)
        : m_view(view)
        , m_index(index)
    {
    }

    bool isValid() const override { return m_view && m_index < m_view->places().chips().size(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override { }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        if (kind == QAccessible::Name)
            return m_view->chip(m_index).text;
        return kind == QAccessible::Description ? m_view->wordsOf(m_index) : QString();
    }
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect shown = m_view->shownRect(m_index);
        return {m_view->viewport()->mapToGlobal(shown.topLeft()), shown.size()};
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.selectable = true;
        state.focused = m_view->hasFocus() && m_view->current() == m_index;
        state.selected = m_view->chip(m_index).startedSeq > 0 && m_view->chip(m_index).startedSeq == m_view->chosen();
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override
    {
        if (isValid() && name == pressAction())
            m_view->activate(m_index);
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<LadderView> m_view;
    int m_index;
};

QAccessibleInterface *make(const QString &name, QObject *object)
{
    if (name != QString::fromLatin1(LadderView::staticMetaObject.className()))
        return nullptr;
    return new LadderAccess(static_cast<LadderView *>(object));
}

} // namespace

LadderAccess::LadderAccess(LadderView *view)
    : QAccessibleWidget(view, QAccessible::List)
{
}

LadderAccess::~LadderAccess()
{
    for (const QAccessible::Id id : std::as_const(m_items))
        QAccessible::deleteAccessibleInterface(id);
}

void LadderAccess::install()
{
    QAccessible::installFactory(make); // Qt takes a factory once
}

LadderView *LadderAccess::view() const
{
    return static_cast<LadderView *>(widget());
}

int LadderAccess::childCount() const
{
    return int(view()->places().chips().size());
}

QAccessibleInterface *LadderAccess::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    const auto known = m_items.constFind(index);
    if (known != m_items.cend())
        return QAccessible::accessibleInterface(*known);
    auto *item = new ChipAccess(view(), index);
    m_items.insert(index, QAccessible::registerAccessibleInterface(item));
    return item;
}

QAccessibleInterface *LadderAccess::childAt(int x, int y) const
{
    for (int i = 0; i < childCount(); ++i) {
        if (child(i)->rect().contains(x, y))
            return child(i);
    }
    return nullptr;
}

QAccessibleInterface *LadderAccess::focusChild() const
{
    return view()->hasFocus() && view()->current() >= 0 ? child(view()->current()) : nullptr;
}

int LadderAccess::indexOfChild(const QAccessibleInterface *item) const
{
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        if (QAccessible::accessibleInterface(*it) == item)
            return it.key();
    }
    return -1;
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/commandpalette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

QString withoutMnemonic(QString text)
{
    text.remove(u'&');
    return text.endsWith(u'…') ? text.chopped(1) : text;
}

} // namespace

CommandPalette::CommandPalette(const QMenuBar &menus, const Theme &theme, QWidget *parent)
    : Popup(u"commandPalette"_s, parent)
{
    setAccessibleName(tr("Commands"));
    gather(menus.actions(), {});
    m_typed = new QLineEdit;
    m_typed->setProperty("form", true);
    m_typed->setObjectName(u"commandTyped"_s);
    m_typed->setPlaceholderText(tr("Type a command"));
    m_typed->installEventFilter(this);
    m_list = new QListWidget;
    m_list->setObjectName(u"commandList"_s);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2));
    column->addWidget(m_typed);
    column->addWidget(m_list);
    resize(theme.space(130), theme.rowHeight() * 12);
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    filter();
    m_typed->setFocus();
}

void CommandPalette::gather(const QList<QAction *> &actions, const QString &menu)
{
    for (QAction *action : actions) {
        const QString text = withoutMnemonic(action->text());
        if (const QMenu *inner = action->menu())
            gather(inner->actions(), text);
        else if (!action->isSeparator() && !text.isEmpty() && action->isEnabled() && action->isVisible())
            m_commands.append({menu.isEmpty() ? text : tr("%1: %2").arg(menu, text), action});
    }
}

int CommandPalette::fit(const QString &name, const QString &typed)
{
    int score = 1;
    qsizetype at = 0;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        const qsizetype found = name.indexOf(letter, at, Qt::CaseInsensitive);
        if (found < 0)
            return 0;
        const bool begins = found == 0 || !name.at(found - 1).isLetterOrNumber();
        score += begins ? 8 : found == at ? 4 : 1;
        at = found + 1;
    }
    return score;
}

void CommandPalette::filter()
{
    QList<std::pair<int, const Command *>> found;
    for (const Command &command : std::as_const(m_commands)) {
        if (const int score = fit(command.name, m_typed->text()); score > 0)
            found.append({score, &command});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    m_list->clear();
    for (const auto &[score, command] : std::as_const(found)) {
        const QString keys = command->action->shortcut().toString(QKeySequence::NativeText);
        auto *item = new QListWidgetItem(keys.isEmpty() ? command->name : tr("%1   (%2)").arg(command->name, keys));
        item->setData(Qt::UserRole, qlonglong(command - m_commands.constData()));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const QPointer<QAction> action = m_commands.at(item->data(Qt::UserRole).toLongLong()).action;
    accept();
    if (action)
        action->trigger();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return Popup::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const int rows = m_list->count();
    switch (key) {
    case Qt::Key_Down:
        m_list->setCurrentRow(std::min(m_list->currentRow() + 1, rows - 1));
        return true;
    case Qt::Key_Up:
        m_list->setCurrentRow(std::max(m_list->currentRow() - 1, 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run();
        return true;
    default:
        return Popup::eventFilter(watched, event);
    }
}

} // namespace stepladder::ui

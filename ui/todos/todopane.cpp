// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/todos/todopane.h"

#include "ui/run/openrun.h"

#include <QCheckBox>
#include <QDateTime>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QUrl>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using memory::Todo;

namespace {

enum Column { What, State, Step, When };
constexpr int kId = Qt::UserRole;

} // namespace

TodoPane::TodoPane(OpenRun &run, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_theme(theme)
    , m_todos(run)
{
    setObjectName(u"todoPane"_s);
    m_tree = new QTreeWidget;
    m_tree->setObjectName(u"todoTree"_s);
    m_tree->setAccessibleName(tr("To-dos"));
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setHeaderLabels({tr("What is left"), tr("State"), tr("Step"), tr("Since")});
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(What, QHeaderView::Stretch);
    for (const Column column : {State, Step, When})
        m_tree->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_empty = new QLabel(tr("Nothing is left to do by hand. A step that ends as a stub stands here."));
    m_empty->setObjectName(u"todoEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_message = new QLabel;
    m_message->setObjectName(u"todoMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setContentsMargins(theme.space(2), 0, theme.space(2), theme.space());
    m_message->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar());
    column->addWidget(m_message);
    column->addWidget(m_tree, 1);
    column->addWidget(m_empty, 1);
    setFocusProxy(m_tree);
    connect(&m_todos, &TodoList::changed, this, &TodoPane::refresh);
    connect(&m_todos, &TodoList::failed, this, &TodoPane::say);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &TodoPane::showState);
    connect(m_tree, &QTreeWidget::itemActivated, this, [this] {
        if (const Todo *todo = current(); todo && todo->run == m_run.id())
            m_run.selection().select(todo->step);
    });
    refresh();
}

QPushButton *TodoPane::addButton(QHBoxLayout &row, const QString &name, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    row.addWidget(button);
    return button;
}

QLayout *TodoPane::bar()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(m_theme.space(2), m_theme.space(), m_theme.space(2), m_theme.space());
    row->setSpacing(m_theme.space(2));
    m_note = new QLineEdit;
    m_note->setObjectName(u"todoNote"_s);
    m_note->setProperty("form", true);
    m_note->setPlaceholderText(tr("A note for its next prompt"));
    m_note->setAccessibleName(m_note->placeholderText());
    row->addWidget(m_note, 1);
    m_regenerate = addButton(*row, u"todoRegenerate"_s, tr("Make It &Anew"));
    m_regenerate->setToolTip(
        tr("The step climbs its ladder again, with the note. What depends on it is offered then."));
    m_done = addButton(*row, u"todoDone"_s, tr("D&one"));
    m_report = addButton(*row, u"todoReport"_s, tr("Open the &Report"));
    m_doneToo = new QCheckBox(tr("Done ones too"));
    m_doneToo->setObjectName(u"todoDoneToo"_s);
    row->addWidget(m_doneToo);
    connect(m_regenerate, &QPushButton::clicked, this, &TodoPane::regenerate);
    connect(m_note, &QLineEdit::returnPressed, this, &TodoPane::regenerate);
    connect(m_done, &QPushButton::clicked, this, [this] {
        if (const Todo *todo = current())
            m_todos.finish(*todo);
    });
    connect(m_report, &QPushButton::clicked, this, &TodoPane::openReport);
    connect(m_doneToo, &QCheckBox::toggled, this, &TodoPane::refresh);
    return row;
}

void TodoPane::refresh()
{
    const Todo *before = current();
    const qint64 kept = before  ? before->id
        : m_tree->currentItem() ? m_tree->currentItem()->data(What, kId).toLongLong()
                                : 0;
    m_tree->clear();
    int open = 0;
    for (const Todo &todo : m_todos.list()) {
        open += !todo.done;
        if (todo.done && !m_doneToo->isChecked())
            continue;
        auto *row = new QTreeWidgetItem(m_tree);
        row->setSizeHint(What, {0, m_theme.rowHeight()});
        row->setText(What, todo.title);
        row->setToolTip(What, todo.reason);
        row->setText(State, todo.done ? tr("done") : tr("open"));
        row->setText(Step, todo.step);
        row->setToolTip(Step, tr("Run %1").arg(todo.run));
        row->setText(When, QLocale().toString(QDateTime::fromMSecsSinceEpoch(todo.timeMs), QLocale::ShortFormat));
        row->setData(What, kId, todo.id);
        if (todo.id == kept)
            m_tree->setCurrentItem(row);
    }
    if (!m_tree->currentItem() && m_tree->topLevelItemCount() > 0)
        m_tree->setCurrentItem(m_tree->topLevelItem(0));
    m_tree->setVisible(m_tree->topLevelItemCount() > 0);
    m_empty->setVisible(m_tree->topLevelItemCount() == 0);
    Q_EMIT titleChanged(open > 0 ? tr("To-dos %1").arg(open) : tr("To-dos"));
    showState();
}

void TodoPane::showState()
{
    const Todo *todo = current();
    m_regenerate->setEnabled(todo && !todo->done);
    m_note->setEnabled(todo && !todo->done);
    m_done->setEnabled(todo && !todo->done);
    m_report->setEnabled(todo && !todo->report.isEmpty());
}

const Todo *TodoPane::current() const
{
    const QTreeWidgetItem *row = m_tree->currentItem();
    for (const Todo &todo : m_todos.list()) {
        if (row && todo.id == row->data(What, kId).toLongLong())
            return &todo;
    }
    return nullptr;
}

/// The note stays where it is until it is on disk.
void TodoPane::regenerate()
{
    const Todo *todo = current();
    if (!todo || todo->done)
        return;
    const bool mine = todo->run == m_run.id();
    m_regenerate->setEnabled(false);
    m_todos.regenerate(*todo, m_note->text().trimmed(), [this, mine](const domain::Result<void> &taken) {
        showState();
        if (!taken)
            return say(taken.error().message);
        m_note->clear();
        say(!mine ? tr("Its step is open again in the run that made it: resume that run.")
                : m_run.holder() == Holder::Nobody ? tr("Its step is open again: resume the run, and it is made anew.")
                                                   : tr("It is made anew."));
    });
}

void TodoPane::openReport()
{
    const Todo *todo = current();
    if (!todo)
        return;
    if (!QFileInfo::exists(todo->report))
        return say(tr("The report %1 is not there any more.").arg(todo->report));
    QDesktopServices::openUrl(QUrl::fromLocalFile(todo->report));
}

void TodoPane::say(const QString &sentence)
{
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/todos/todolist.h"

#include "memory/memorystore.h"
#include "ui/run/elsewhere.h"
#include "ui/run/openrun.h"

#include <QFileInfo>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;
using memory::MemoryStore;
using memory::Todo;

namespace {

/// With these a to-do comes, or is done.
const QStringList kTelling{u"stub.made"_s, u"step.ended"_s, u"step.reopened"_s};

Result<QList<Todo>> todosOf(const QString &file, const QString &workspace)
{
    if (!QFileInfo::exists(file))
        return QList<Todo>();
    const auto store = MemoryStore::open(file);
    if (!store)
        return domain::fail(store.error());
    const auto all = (*store)->todos(false);
    if (!all)
        return domain::fail(all.error());
    QList<Todo> mine;
    std::copy_if(all->begin(), all->end(), std::back_inserter(mine),
                 [&workspace](const Todo &todo) { return todo.workspace == workspace; });
    return mine;
}

Result<void> finishIn(const QString &file, qint64 id)
{
    const auto store = MemoryStore::open(file);
    return store ? (*store)->finishTodo(id) : domain::fail(store.error());
}

} // namespace

TodoList::TodoList(OpenRun &run, QObject *parent)
    : QObject(parent)
    , m_run(run)
{
    connect(&run.feed(), &RunFeed::momentChanged, this, [this] {
        if (m_workspace != m_run.moment().run.workspace)
            look();
    });
    connect(&run.feed(), &RunFeed::entriesAdded, this, [this](const QList<domain::Entry> &entries) {
        if (std::any_of(entries.begin(), entries.end(),
                        [](const domain::Entry &entry) { return kTelling.contains(entry.type); }))
            look();
    });
    look();
}

void TodoList::look()
{
    const QString workspace = m_run.moment().run.workspace;
    m_workspace = workspace;
    if (workspace.isEmpty())
        return;
    elsewhere(
        this, [file = m_run.locations().memory(), workspace] { return todosOf(file, workspace); },
        [this](const Result<QList<Todo>> &found) {
            if (!found) {
                Q_EMIT failed(found.error().message);
            } else if (*found != m_todos) {
                m_todos = *found;
                Q_EMIT changed();
            }
        });
}

void TodoList::finish(const Todo &todo)
{
    elsewhere(
        this, [file = m_run.locations().memory(), id = todo.id] { return finishIn(file, id); },
        [this](const Result<void> &done) {
            if (!done)
                Q_EMIT failed(done.error().message);
            look();
        });
}

void TodoList::regenerate(const Todo &todo, const QString &note, const std::function<void(const Result<void> &)> &then)
{
    elsewhere(
        this,
        [locations = m_run.locations(), &clock = m_run.clock(), todo, note]() -> Result<void> {
            const engine::Wishes wishes(locations, clock, qEnvironmentVariable("USER"));
            const auto taken = wishes.want(todo.run, engine::wish::Retry{.step = todo.step, .note = note});
            return taken ? Result<void>() : domain::fail(taken.error());
        },
        [this, then](const Result<void> &done) {
            m_run.feed().wake();
            then(done);
        });
}

} // namespace stepladder::ui

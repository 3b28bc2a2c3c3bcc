// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "memory/records.h"

#include <QObject>

#include <functional>

namespace stepladder::ui {

class OpenRun;

/// What memory has left to do in the workspace of a run, of whatever run it was; read and changed off the GUI thread.
class TodoList final : public QObject
{
    Q_OBJECT

public:
    explicit TodoList(OpenRun &run, QObject *parent = nullptr);

    const QList<memory::Todo> &list() const { return m_todos; }
    void look();
    void finish(const memory::Todo &todo);
    /// The step of \p todo is made anew, with \p note in its first prompt; \p then hears whether that is wanted now.
    void regenerate(const memory::Todo &todo, const QString &note,
                    const std::function<void(const domain::Result<void> &)> &then);

Q_SIGNALS:
    void changed();
    void failed(const QString &why);

private:
    OpenRun &m_run;
    QString m_workspace; ///< of what is listed
    QList<memory::Todo> m_todos;
};

} // namespace stepladder::ui

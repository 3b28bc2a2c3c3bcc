// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "ui/run/openrun.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace stepladder::ui {

/// The requests of one run that wait for a person, oldest first, as its journal tells them.
class OpenRequests final : public QObject
{
    Q_OBJECT

public:
    explicit OpenRequests(OpenRun &run, QObject *parent = nullptr);

    const QList<domain::Request> &list() const { return m_open; }
    const domain::Request *find(const QString &id) const;
    /// How many wait now: not those that somebody wants to be reminded of later.
    int waiting() const;
    /// Answers \p answer.request through the inbox, which takes one final answer a request: BadInput (the answer does
    /// not fit), Conflict (someone was first: by whom and when).
    domain::Result<void> answer(domain::Answer answer);
    /// Whether an answer of ours is on its way to the run.
    bool isSent(const QString &id) const { return m_sent.contains(id); }

Q_SIGNALS:
    void changed();

private:
    void read();
    void take(const QList<domain::Entry> &entries);
    void hear(domain::Request &open, const domain::Entry &entry);
    void waitForNext();

    OpenRun &m_run;
    QList<domain::Request> m_open;
    QStringList m_sent;
    QHash<QString, qint64> m_later; ///< request → when it waits again (UTC)
    QTimer m_wake;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/request.h"

#include <QJsonObject>
#include <QString>

namespace stepladder::journal {

/// Where everyone but the holder of a run's lock writes wishes. Any process; each call opens and closes.
class Inbox
{
public:
    explicit Inbox(QString runFolder);

    /// Takes a wish; its id. NotFound (no such run), BadInput (no kind), Locked, Io, DiskFull.
    domain::Result<qint64> put(const QString &kind, const QJsonObject &data, qint64 nowMs);
    /// Takes an answer (wish kind "answer"). The first final one for a request wins; a second is Conflict, saying by
    /// whom and when the first was given, and is kept as a draft. \p deadlineMs: the one that the request was asked
    /// with (UTC, 0: none); extensions that were taken move it. After it an answer is late: Conflict as well.
    domain::Result<qint64> answer(domain::Answer answer, qint64 nowMs, qint64 deadlineMs = 0);
    /// Closes a request for answers (expired, withdrawn): from now on each is told \p why. Conflict when a final answer
    /// came first: that one counts.
    domain::Result<void> close(const QString &request, const QString &why, qint64 nowMs);

private:
    QString m_folder;
};

} // namespace stepladder::journal

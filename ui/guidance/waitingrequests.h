// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/request.h"
#include "storage/locations.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace stepladder::ui {

/// A question that waits for a person, and of which project it is.
struct WaitingRequest
{
    domain::Request request;
    QString project;

    bool operator==(const WaitingRequest &) const = default;
};

/// What waits in all runs as their index has it, oldest first; none when there is no index yet. Any thread; blocks.
domain::Result<QList<WaitingRequest>> readWaiting(const storage::Locations &locations);
/// Those of other steps, of whatever run, that failed just as \p request's did and that the same help may serve.
QList<domain::Request> alikeIn(const QList<WaitingRequest> &waiting, const domain::Request &request);

/// Gives \p answer to each of \p requests as well; why some were not answered, a line each. Blocks.
QStringList answerAlso(const storage::Locations &locations, qint64 nowMs, const QList<domain::Request> &requests,
                       const domain::Answer &answer);

/// The questions of all runs, read on a thread of its own whenever their index changed.
class WaitingRequests final : public QObject
{
    Q_OBJECT

public:
    explicit WaitingRequests(storage::Locations locations, QObject *parent = nullptr);
    ~WaitingRequests() override; ///< waits for what is being read

    const QList<WaitingRequest> &list() const { return m_waiting; }
    void look();

Q_SIGNALS:
    void changed();

private:
    const storage::Locations m_locations;
    QList<WaitingRequest> m_waiting;
    QThreadPool m_reader;
    QTimer m_timer;
    QString m_seen; ///< how the index's files looked when they were read last
    bool m_reading = false;
};

} // namespace stepladder::ui

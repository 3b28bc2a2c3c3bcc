// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/waitingrequests.h"

#include "guidance/requests.h"
#include "journal/inbox.h"
#include "journal/runindex.h"

#include <QDateTime>
#include <QFileInfo>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Request;
using domain::Result;

namespace {

constexpr int kLookMs = 2000;

/// Another when something was written into the index: neither file keeps its size and time.
QString looksOf(const QString &index)
{
    QString looks;
    for (const QString &name : {index, index + u"-wal"_s}) {
        const QFileInfo file(name);
        looks += u"%1 %2 "_s.arg(file.size()).arg(file.exists() ? file.lastModified().toMSecsSinceEpoch() : 0);
    }
    return looks;
}

} // namespace

Result<QList<WaitingRequest>> readWaiting(const storage::Locations &locations)
{
    if (!QFileInfo::exists(locations.index()))
        return QList<WaitingRequest>();
    const auto index = journal::RunIndex::open(locations.index());
    if (!index)
        return domain::fail(index.error());
    const auto runs = (*index)->runs();
    const auto open = (*index)->openRequests();
    if (!runs || !open)
        return domain::fail(runs ? open.error() : runs.error());
    QHash<QString, QString> projects;
    for (const journal::RunView &run : *runs)
        projects.insert(run.run, QFileInfo(run.workspace).fileName());
    QList<WaitingRequest> waiting;
    for (const Request &request : *open)
        waiting.append({.request = request, .project = projects.value(request.run, request.run)});
    return waiting;
}

QList<Request> alikeIn(const QList<WaitingRequest> &waiting, const Request &request)
{
    const QString print = request.details[u"fingerprint"].toString();
    QList<Request> alike;
    for (const auto &[other, project] : waiting) {
        if (!print.isEmpty() && other.id != request.id && other.kind == request.kind
            && other.details[u"fingerprint"].toString() == print)
            alike.append(other);
    }
    return alike;
}

QStringList answerAlso(const storage::Locations &locations, qint64 nowMs, const QList<Request> &requests,
                       const domain::Answer &answer)
{
    QStringList refused;
    for (const Request &request : requests) {
        domain::Answer given = answer;
        given.request = request.id;
        given.by = qEnvironmentVariable("USER");
        const auto fits = guidance::checkAnswer(request, given);
        const auto taken = fits ? journal::Inbox(locations.run(request.run))
                                      .answer(given, nowMs, request.details[u"firstDeadlineMs"].toInteger())
                                : domain::fail(fits.error());
        if (!taken)
            refused.append(u"%1: %2"_s.arg(request.title, taken.error().message));
    }
    return refused;
}

WaitingRequests::WaitingRequests(storage::Locations locations, QObject *parent)
    : QObject(parent)
    , m_locations(std::move(locations))
{
    m_reader.setMaxThreadCount(1);
    connect(&m_timer, &QTimer::timeout, this, &WaitingRequests::look);
    m_timer.start(kLookMs);
    look();
}

WaitingRequests::~WaitingRequests()
{
    m_reader.waitForDone();
}

void WaitingRequests::look()
{
    const QString looks = looksOf(m_locations.index());
    if (m_reading || looks == m_seen)
        return;
    m_reading = true;
    m_seen = looks;
    m_reader.start([this] {
        const auto waiting = readWaiting(m_locations);
        QMetaObject::invokeMethod(
            this,
            [this, waiting] {
                m_reading = false;
                // What cannot be read now is read again.
                if (!waiting)
                    m_seen.clear();
                if (!waiting || *waiting == m_waiting)
                    return;
                m_waiting = *waiting;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

} // namespace stepladder::ui

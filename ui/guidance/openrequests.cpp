// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/openrequests.h"

#include "guidance/requests.h"
#include "journal/inbox.h"

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Request;
using domain::Result;

namespace {

const QStringList kTypes{u"guidance.requested"_s, u"guidance.answered"_s, u"guidance.expired"_s,
                         u"guidance.withdrawn"_s};

Result<QList<Entry>> readAll(journal::JournalReader &reader)
{
    QList<Entry> all;
    const auto read = reader.each({.types = kTypes}, [&all](const Entry &entry) {
        all.append(entry);
        return true;
    });
    if (!read)
        return domain::fail(read.error());
    return all;
}

} // namespace

OpenRequests::OpenRequests(OpenRun &run, QObject *parent)
    : QObject(parent)
    , m_run(run)
{
    connect(&run.feed(), &RunFeed::opened, this, &OpenRequests::read);
    connect(&run.feed(), &RunFeed::entriesAdded, this, &OpenRequests::take);
    m_wake.setSingleShot(true);
    connect(&m_wake, &QTimer::timeout, this, [this] {
        waitForNext();
        Q_EMIT changed();
    });
    if (run.feed().isOpen())
        read();
}

int OpenRequests::waiting() const
{
    const qint64 now = m_run.clock().nowMs();
    return int(std::count_if(m_open.begin(), m_open.end(),
                             [&](const Request &open) { return m_later.value(open.id) <= now; }));
}

/// An answer that was none yet: more time, or later.
void OpenRequests::hear(Request &open, const Entry &entry)
{
    open.deadlineMs = entry.data[u"deadlineMs"].toInteger(open.deadlineMs);
    const domain::Answer answer = domain::answerFromJson(entry.data[u"answer"].toObject());
    if (answer.kind == domain::AnswerKind::Snooze)
        m_later.insert(open.id, answer.takenMs + answer.durationMs);
}

void OpenRequests::waitForNext()
{
    constexpr qint64 kLongestMs = 3'600'000; // a clock may be set meanwhile
    qint64 next = kLongestMs;
    for (const Request &open : std::as_const(m_open)) {
        if (const qint64 left = m_later.value(open.id) - m_run.clock().nowMs(); left > 0)
            next = std::min(next, left);
    }
    m_wake.start(int(next));
}

void OpenRequests::read()
{
    m_run.feed().ask(this, readAll, [this](const Result<QList<Entry>> &entries) {
        if (entries)
            take(*entries);
    });
}

void OpenRequests::take(const QList<Entry> &entries)
{
    const QList<Request> before = m_open;
    const int waitingBefore = waiting();
    for (const Entry &entry : entries) {
        if (!kTypes.contains(entry.type))
            continue;
        const bool asked = entry.type == u"guidance.requested"_s;
        const Request request = asked ? domain::requestFromJson(entry.data[u"request"].toObject()) : Request();
        const QString id = asked ? request.id : entry.data[u"request"].toString();
        if (entry.type == u"guidance.answered"_s && !domain::answerFromJson(entry.data[u"answer"].toObject()).final()) {
            for (Request &open : m_open) {
                if (open.id == id)
                    hear(open, entry);
            }
            continue;
        }
        m_open.removeIf([&id](const Request &open) { return open.id == id; });
        if (asked)
            m_open.append(request);
        else
            m_sent.removeAll(id);
    }
    waitForNext();
    if (m_open != before || waiting() != waitingBefore)
        Q_EMIT changed();
}

const Request *OpenRequests::find(const QString &id) const
{
    const auto it = std::find_if(m_open.begin(), m_open.end(), [&id](const Request &open) { return open.id == id; });
    return it == m_open.end() ? nullptr : &*it;
}

Result<void> OpenRequests::answer(domain::Answer answer)
{
    const Request *request = find(answer.request);
    if (!request)
        return domain::fail(domain::ErrorKind::NotFound, tr("This question is not open any more."));
    if (answer.by.isEmpty())
        answer.by = qEnvironmentVariable("USER");
    if (const auto fits = guidance::checkAnswer(*request, answer); !fits)
        return fits;
    const auto taken = journal::Inbox(m_run.folder())
                           .answer(answer, m_run.clock().nowMs(), request->details[u"firstDeadlineMs"].toInteger());
    if (!taken)
        return domain::fail(taken.error());
    if (answer.final())
        m_sent.append(answer.request);
    Q_EMIT changed();
    return {};
}

} // namespace stepladder::ui

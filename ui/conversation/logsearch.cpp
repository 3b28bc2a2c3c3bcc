// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logsearch.h"

namespace stepladder::ui {

using domain::Result;
using journal::JournalReader;
using journal::SearchHits;

namespace {

constexpr int kFirst = 100;
constexpr int kSearchMs = 15;
constexpr int kAgainMs = 250;

} // namespace

LogSearch::LogSearch(OpenRun &run, QObject *parent)
    : QObject(parent)
    , m_run(run)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LogSearch::indexMore);
    connect(&run.feed(), &RunFeed::entriesAdded, this, &LogSearch::goOn);
}

qint64 LogSearch::lastSeq() const
{
    const qint64 position = m_run.feed().position();
    return position > 0 ? std::min(position, m_run.feed().lastSeq()) : m_run.feed().lastSeq();
}

QStringList LogSearch::words() const
{
    return m_text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

void LogSearch::start(const QString &text, const journal::EntryFilter &filter)
{
    ++m_generation;
    m_text = text.trimmed();
    m_filter = filter;
    m_hits.clear();
    m_hitSet.clear();
    m_current = -1;
    m_searchedTo = 0;
    m_asking = false;
    m_looking = isActive();
    m_again.stop();
    if (isActive())
        look(lastSeq() + 1, true);
    Q_EMIT changed();
}

void LogSearch::look(qint64 before, bool first)
{
    m_run.feed().ask(
        this,
        [text = m_text, before, filter = m_filter, limit = first ? kFirst : LogSearch::kMost](JournalReader &reader) {
            return reader.find(text, before, limit, filter, kSearchMs);
        },
        [this, first, generation = m_generation](const Result<SearchHits> &answer) {
            if (generation == m_generation)
                takeOlder(answer, first);
        },
        first ? RunFeed::Turn::Now : RunFeed::Turn::Later);
}

void LogSearch::takeOlder(const Result<SearchHits> &answer, bool first)
{
    if (!answer) {
        m_looking = false;
        Q_EMIT failed(answer.error());
        Q_EMIT changed();
        return;
    }
    const bool none = m_hits.isEmpty();
    for (const qint64 seq : answer->seqs) {
        m_hits.append(seq);
        m_hitSet.insert(seq);
    }
    if (first)
        m_searchedTo = answer->indexedTo;
    m_looking = answer->reached > 0 && !isFull();
    if (m_looking)
        look(answer->reached, false);
    if (none && !m_hits.isEmpty())
        Q_EMIT found();
    Q_EMIT changed();
    goOn();
}

void LogSearch::goOn()
{
    if (isActive() && !m_asking && m_searchedTo < lastSeq() && !m_again.isActive())
        m_again.start(kAgainMs);
}

/// The index of a run that nobody runs is filled by whoever searches it.
void LogSearch::indexMore()
{
    if (!isActive())
        return;
    m_asking = true;
    m_run.feed().ask(
        this, [](JournalReader &reader) { return reader.index(2 * kSearchMs); },
        [this, generation = m_generation](const Result<qint64> &to) {
            if (generation != m_generation)
                return;
            if (to && *to > m_searchedTo) {
                m_target = std::min(*to, lastSeq());
                lookForNewer(m_target + 1, {});
                return;
            }
            m_asking = false;
            if (!to)
                Q_EMIT failed(to.error());
            else
                goOn();
        },
        RunFeed::Turn::Later);
}

/// Collects what lies between \p before and what was searched.
void LogSearch::lookForNewer(qint64 before, const QList<qint64> &fresh)
{
    m_run.feed().ask(
        this,
        [text = m_text, before, filter = m_filter](JournalReader &reader) {
            return reader.find(text, before, LogSearch::kMost, filter, kSearchMs);
        },
        [this, fresh, generation = m_generation](const Result<SearchHits> &answer) {
            if (generation != m_generation)
                return;
            if (!answer) {
                m_asking = false;
                Q_EMIT failed(answer.error());
                return;
            }
            QList<qint64> more = fresh;
            for (const qint64 seq : answer->seqs) {
                if (seq > m_searchedTo)
                    more.append(seq);
            }
            if (answer->reached > m_searchedTo + 1 && more.size() < kMost) {
                lookForNewer(answer->reached, more);
                return;
            }
            const bool filling = m_target > m_searchedTo + 1;
            m_searchedTo = m_target;
            takeNewer(more, filling);
        },
        RunFeed::Turn::Later);
}

void LogSearch::takeNewer(const QList<qint64> &fresh, bool filling)
{
    m_asking = false;
    const bool none = m_hits.isEmpty();
    for (const qint64 seq : fresh)
        m_hitSet.insert(seq);
    m_hits = fresh + m_hits;
    if (m_current >= 0)
        m_current += int(fresh.size());
    if (none && !m_hits.isEmpty())
        Q_EMIT found();
    Q_EMIT changed();
    if (m_searchedTo < lastSeq())
        m_again.start(filling ? 0 : kAgainMs);
}

} // namespace stepladder::ui

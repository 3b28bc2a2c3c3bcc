// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logmodel.h"

#include <algorithm>

namespace stepladder::ui {

using domain::Entry;
using domain::Result;
using journal::EntryPlaces;
using journal::JournalReader;

namespace {

constexpr int kFirstPage = 300; ///< more rows than any screen shows
constexpr int kPage = 8000;
constexpr int kPatienceMs = 15; ///< of the reading thread, which other panes wait for too
constexpr int kKept = 4'000'000; ///< characters of rows that were read

} // namespace

LogModel::LogModel(OpenRun &run, QObject *parent)
    : QAbstractListModel(parent)
    , m_run(run)
    , m_rows(kKept)
{
    m_fetch.setSingleShot(true);
    m_liveEnd.setSingleShot(true);
    connect(&m_fetch, &QTimer::timeout, this, &LogModel::fetch);
    connect(&m_liveEnd, &QTimer::timeout, this, &LogModel::dropEnded);
    connect(&run.feed(), &RunFeed::opened, this, [this] { restart(0); });
    connect(&run.feed(), &RunFeed::entriesAdded, this, &LogModel::takeNews);
    connect(&run.feed(), &RunFeed::momentChanged, this, &LogModel::scrubbed);
    connect(&run, &OpenRun::streamed, this, &LogModel::takeLive);
    connect(&run, &OpenRun::stopped, this, &LogModel::takeLive);
    if (run.feed().isOpen())
        restart(0);
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_places.size() + int(m_live.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int at = index.row();
    switch (role) {
    case SeqRole:
        return seq(at);
    case StepRole:
        return group(at).step;
    case AttemptRole:
        return group(at).attempt;
    case KindRole:
        return row(at) ? QVariant(int(row(at)->kind)) : QVariant();
    case Qt::DisplayRole:
    case TextRole:
        return row(at) ? QVariant(row(at)->text) : QVariant();
    case Qt::AccessibleTextRole:
        if (const LogRow *shown = row(at))
            return plainTextOf(*shown);
        return {};
    default:
        return {};
    }
}

void LogModel::setFilter(const journal::EntryFilter &filter, qint64 seq)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    restart(seq);
}

void LogModel::reach(qint64 seq)
{
    if (seq < m_from || seq > m_to) {
        restart(seq);
        return;
    }
    if (m_firstPages == 0)
        Q_EMIT ready(seq);
    else
        m_anchor = seq;
}

qint64 LogModel::lastSeq() const
{
    const qint64 last = m_run.feed().lastSeq();
    return m_position > 0 ? std::min(m_position, last) : last;
}

qint64 LogModel::seq(int row) const
{
    return row < m_places.size() ? m_places.seq(row) : m_live.at(row - m_places.size()).row.seq;
}

const LogGroup &LogModel::group(int row) const
{
    return row < m_places.size() ? m_places.group(row) : m_live.at(row - m_places.size()).group;
}

bool LogModel::opensGroup(int row) const
{
    if (row < m_places.size())
        return m_places.opensGroup(row);
    return row == 0 || !(group(row) == group(row - 1));
}

int LogModel::rowAt(qint64 seq) const
{
    if (seq < 0) {
        for (qsizetype i = 0; i < m_live.size(); ++i) {
            if (m_live.at(i).row.seq == seq)
                return m_places.size() + int(i);
        }
        return -1;
    }
    const int row = m_places.rowAt(seq);
    return row < rowCount() ? row : -1;
}

const LogRow *LogModel::row(int row) const
{
    if (row >= m_places.size())
        return &m_live.at(row - m_places.size()).row;
    const qint64 seq = m_places.seq(row);
    if (const auto it = m_long.constFind(seq); it != m_long.cend())
        return &*it;
    if (const LogRow *known = m_rows.object(seq))
        return known;
    m_wanted.append(seq);
    if (!m_fetch.isActive())
        m_fetch.start(0);
    return nullptr;
}

void LogModel::changed(int row)
{
    if (row >= 0 && row < rowCount())
        Q_EMIT dataChanged(index(row), index(row));
}

void LogModel::restart(qint64 seq)
{
    ++m_generation;
    beginResetModel();
    m_places.clear();
    m_wanted.clear();
    m_live.clear();
    m_fetching = false;
    const qint64 last = lastSeq();
    m_anchor = seq > 0 ? std::min(seq, last) : last;
    m_from = m_anchor + 1;
    m_to = m_anchor;
    m_backDone = m_from <= 1;
    m_forthDone = m_to >= last;
    m_forthAsked = false;
    m_firstPages = (m_backDone ? 0 : 1) + (m_forthDone ? 0 : 1);
    endResetModel();
    if (!m_forthDone)
        fillForth(true);
    if (!m_backDone)
        fillBack(true);
    takeLive();
}

void LogModel::fillBack(bool first)
{
    m_run.feed().ask(
        this,
        [before = m_from, filter = m_filter, limit = first ? kFirstPage : kPage](JournalReader &reader) {
            return reader.placesBefore(before, limit, filter, kPatienceMs);
        },
        [this, first, generation = m_generation](const Result<EntryPlaces> &answer) {
            if (generation == m_generation)
                takeBack(answer, first);
        },
        first ? RunFeed::Turn::Now : RunFeed::Turn::Later);
}

void LogModel::fillForth(bool first)
{
    m_forthAsked = true;
    m_run.feed().ask(
        this,
        [after = m_to, filter = m_filter, limit = first ? kFirstPage : kPage](JournalReader &reader) {
            return reader.placesAfter(after, limit, filter, kPatienceMs);
        },
        [this, first, generation = m_generation](const Result<EntryPlaces> &answer) {
            if (generation == m_generation)
                takeForth(answer, first);
        },
        first ? RunFeed::Turn::Now : RunFeed::Turn::Later);
}

void LogModel::takeBack(const Result<EntryPlaces> &answer, bool first)
{
    if (!answer) {
        Q_EMIT failed(answer.error());
        return;
    }
    if (const auto count = int(answer->places.size()); count > 0) {
        beginInsertRows({}, 0, count - 1);
        m_places.prepend(*answer);
        endInsertRows();
    }
    m_from = answer->reached;
    m_backDone = answer->done;
    if (!m_backDone)
        fillBack(false);
    if (first)
        firstCame();
    if (isComplete())
        Q_EMIT completed();
}

void LogModel::takeForth(const Result<EntryPlaces> &answer, bool first)
{
    m_forthAsked = false;
    if (!answer) {
        Q_EMIT failed(answer.error());
        return;
    }
    const qint64 last = lastSeq();
    const auto &places = answer->places;
    const auto count = std::count_if(places.begin(), places.end(), [last](const auto &p) { return p.seq <= last; });
    if (count > 0) {
        beginInsertRows({}, m_places.size(), m_places.size() + int(count) - 1);
        m_places.append(*answer, last);
        endInsertRows();
    }
    m_to = std::min(answer->reached, last);
    m_forthDone = m_to >= last;
    if (!m_forthDone)
        fillForth(false);
    if (first)
        firstCame();
    if (isComplete())
        Q_EMIT completed();
}

void LogModel::firstCame()
{
    if (--m_firstPages == 0)
        Q_EMIT ready(m_anchor);
}

void LogModel::takeNews(const QList<Entry> &entries)
{
    if (m_position > 0)
        return;
    if (!m_forthDone || entries.first().seq > m_to + 1) {
        // The walk that is under way, or a new one, comes by them.
        m_forthDone = m_to >= lastSeq();
        if (!m_forthDone && !m_forthAsked)
            fillForth(false);
        return;
    }
    QList<const Entry *> mine;
    for (const Entry &entry : entries) {
        if (entry.seq > m_to && journal::matches(m_filter, entry))
            mine.append(&entry);
    }
    if (!mine.isEmpty()) {
        beginInsertRows({}, m_places.size(), m_places.size() + int(mine.size()) - 1);
        for (const Entry *entry : mine) {
            m_places.append(entry->seq, entry->step, entry->attempt);
            keep(logRowOf(*entry));
        }
        endInsertRows();
    }
    m_to = entries.last().seq;
    dropEnded();
}

void LogModel::scrubbed()
{
    if (m_run.feed().position() == m_position)
        return;
    m_position = m_run.feed().position();
    restart(m_position);
}

} // namespace stepladder::ui

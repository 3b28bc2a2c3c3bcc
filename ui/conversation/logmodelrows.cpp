// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logmodel.h"

#include <algorithm>
#include <limits>

/// What the rows of a LogModel say, once they are looked at or while they are written.
namespace stepladder::ui {

using domain::Entry;
using domain::Result;
using journal::JournalReader;

namespace {

constexpr int kAround = 30; ///< rows read before and after those that are looked at
constexpr int kMostRows = 400; ///< read at once
constexpr int kLiveLines = 12;
constexpr int kLiveEndMs = 300;

} // namespace

void LogModel::keep(const LogRow &row) const
{
    constexpr int kOverhead = 200;
    m_rows.insert(row.seq, new LogRow(row), int(row.text.size()) + kOverhead);
}

void LogModel::fetch()
{
    if (m_fetching || m_wanted.isEmpty())
        return;
    int first = std::numeric_limits<int>::max();
    int last = -1;
    for (const qint64 seq : std::as_const(m_wanted)) {
        const int row = m_places.rowAt(seq);
        // What was asked for last is what is in sight.
        if (last >= 0 && std::abs(row - last) > kMostRows)
            first = last = row;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    m_wanted.clear();
    QList<qint64> seqs;
    const int end = std::min(m_places.size(), std::min(last + kAround, first + kMostRows) + 1);
    for (int row = std::max(0, first - kAround); row < end; ++row) {
        if (!m_rows.contains(m_places.seq(row)))
            seqs.append(m_places.seq(row));
    }
    if (seqs.isEmpty())
        return;
    m_fetching = true;
    m_run.feed().ask(
        this,
        [seqs](JournalReader &reader) -> Result<QList<LogRow>> {
            const auto entries = reader.entriesAt(seqs);
            if (!entries)
                return domain::fail(entries.error());
            QList<LogRow> rows;
            for (const Entry &entry : *entries)
                rows.append(logRowOf(entry));
            return rows;
        },
        [this, seqs, generation = m_generation](const Result<QList<LogRow>> &rows) {
            if (generation == m_generation)
                takeRows(seqs, rows);
        });
}

void LogModel::takeRows(const QList<qint64> &asked, const Result<QList<LogRow>> &rows)
{
    m_fetching = false;
    for (const LogRow &row : rows ? *rows : QList<LogRow>())
        keep(row);
    // What cannot be read is not asked for again and again.
    for (const qint64 seq : asked) {
        if (!m_rows.contains(seq))
            keep({.seq = seq, .mark = Mark::Failed, .text = tr("Entry %1 cannot be read").arg(seq)});
    }
    if (!rows)
        Q_EMIT failed(rows.error());
    const int first = m_places.rowAt(asked.first());
    const int last = m_places.rowAt(asked.last());
    if (last < m_places.size())
        Q_EMIT dataChanged(index(first), index(last));
    if (!m_wanted.isEmpty())
        fetch();
}

void LogModel::lengthen(int row)
{
    if (row < 0 || row >= m_places.size())
        return;
    const qint64 seq = m_places.seq(row);
    m_run.feed().ask(
        this,
        [seq](JournalReader &reader) -> Result<LogRow> {
            const auto entries = reader.entriesAt({seq});
            if (!entries || entries->isEmpty())
                return entries ? Result<LogRow>(LogRow{.seq = seq}) : domain::fail(entries.error());
            return logRowOf(entries->first(), kLongText);
        },
        [this](const Result<LogRow> &longer) {
            if (!longer) {
                Q_EMIT failed(longer.error());
                return;
            }
            m_long.insert(longer->seq, *longer);
            changed(m_places.rowAt(longer->seq));
        });
}

void LogModel::shorten(qint64 seq)
{
    if (m_long.remove(seq) > 0)
        changed(rowAt(seq));
}

void LogModel::readText(int first, int last, std::function<void(const QString &)> then)
{
    QList<qint64> seqs;
    QStringList live;
    for (int row = first; row <= last && row - first < kMostCopied; ++row) {
        if (row < m_places.size())
            seqs.append(m_places.seq(row));
        else
            live.append(plainTextOf(m_live.at(row - m_places.size()).row));
    }
    m_run.feed().ask(
        this,
        [seqs, live](JournalReader &reader) -> Result<QString> {
            const auto entries = reader.entriesAt(seqs);
            if (!entries)
                return domain::fail(entries.error());
            QStringList lines;
            for (const Entry &entry : *entries)
                lines.append(plainTextOf(logRowOf(entry, std::numeric_limits<qsizetype>::max())));
            return (lines + live).join(QLatin1Char('\n'));
        },
        [this, then = std::move(then)](const Result<QString> &text) {
            if (text)
                then(*text);
            else
                Q_EMIT failed(text.error());
        });
}

bool LogModel::showsLive(const LiveText &live) const
{
    if (m_filter.step && *m_filter.step != live.step)
        return false;
    if (m_filter.attempt && *m_filter.attempt != live.attempt)
        return false;
    const QString insight = QStringLiteral("insight");
    if (m_filter.without.contains(insight) || !(m_filter.types.isEmpty() || m_filter.types.contains(insight)))
        return false;
    // As what it will count is not known before it is complete.
    return m_filter.having.isEmpty();
}

void LogModel::takeLive()
{
    QList<LiveText> texts;
    if (m_position == 0) {
        texts = m_run.streams().all();
        texts.removeIf([this](const LiveText &live) { return !showsLive(live); });
    }
    const auto same = [](const Live &live, const LiveText &text) {
        return live.row.who == text.model && live.group.attempt == text.attempt && live.group.step == text.step;
    };
    for (Live &live : m_live) {
        const bool there =
            std::any_of(texts.cbegin(), texts.cend(), [&](const LiveText &text) { return same(live, text); });
        if (!there && !live.ended) {
            live.ended = true;
            m_liveEnd.start(kLiveEndMs);
        }
    }
    for (const LiveText &text : std::as_const(texts))
        updateLive(text);
}

void LogModel::updateLive(const LiveText &text)
{
    auto it = std::find_if(m_live.begin(), m_live.end(), [&text](const Live &live) {
        return !live.ended && live.row.who == text.model && live.group == LogGroup{text.step, text.attempt};
    });
    if (it != m_live.end() && it->turn == text.turn)
        return;
    LogRow row{.step = text.step, .attempt = text.attempt, .kind = LogKind::Live, .who = text.model};
    row.text = tailOf(text.text, kLiveLines, &row.startsInCode);
    row.length = text.characters;
    row.chip = text.attempt > 0 ? tr("writing · attempt %1").arg(text.attempt) : tr("writing");
    if (it != m_live.end()) {
        row.seq = it->row.seq;
        it->row = row;
        it->turn = text.turn;
        changed(m_places.size() + int(it - m_live.begin()));
        return;
    }
    row.seq = --m_lastLive;
    beginInsertRows({}, rowCount(), rowCount());
    m_live.append({.row = row, .group = {text.step, text.attempt}, .turn = text.turn});
    endInsertRows();
}

void LogModel::dropEnded()
{
    for (qsizetype i = m_live.size() - 1; i >= 0; --i) {
        if (!m_live.at(i).ended)
            continue;
        const int row = m_places.size() + int(i);
        beginRemoveRows({}, row, row);
        m_live.removeAt(i);
        endRemoveRows();
    }
}

} // namespace stepladder::ui

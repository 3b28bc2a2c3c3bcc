// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"

#include <QCryptographicHash>
#include <QSet>

#include <initializer_list>
#include <mutex>
#include <stop_token>

namespace stepladder::engine {

/// A stop in two steps: `soft` lets what is in flight finish and be recorded and begins nothing new; `hard` ends it.
struct StopTokens
{
    std::stop_token soft;
    std::stop_token hard;
};

/// sha256 over the parts of an effect's input, each framed by its length.
QByteArray inputHash(std::initializer_list<QByteArrayView> parts);

/// journal.once() for engines: what is recorded is replayed even while the run is being paused, what is not recorded
/// does not begin any more (Cancelled). Any thread.
class Effects
{
public:
    using Work = std::function<domain::Result<journal::EffectResult>()>;

    Effects(journal::Journal &journal, StopTokens stop);

    domain::Result<QJsonObject> once(const journal::Key &key, const QByteArray &hash, const QJsonObject &about,
                                     journal::Durability durability, const Work &work);
    /// Writes an entry at \p key, once over all replays.
    domain::Result<qint64> note(const journal::Key &key, const journal::Draft &draft,
                                journal::Durability durability = journal::Durability::Queued);

    /// From now on nothing new begins for \p step: its first effect without a record is refused (Cancelled, with kCut
    /// as detail). A person decided how it goes on.
    void cut(const QString &step);
    void uncut(const QString &step);
    bool isCut(const QString &step) const;
    /// While a step is spared it is not cut.
    void spare(const QString &step, bool spared);

    journal::Journal &journal() { return m_journal; }
    const StopTokens &stop() const { return m_stop; }

private:
    journal::Journal &m_journal;
    StopTokens m_stop;
    mutable std::mutex m_mutex;
    QSet<QString> m_cut;
    QSet<QString> m_spared;
};

/// Detail of the error with which a step unwinds that was cut.
inline const QString kCut = QStringLiteral("cut");

} // namespace stepladder::engine

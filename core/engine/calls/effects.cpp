// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/effects.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

QByteArray inputHash(std::initializer_list<QByteArrayView> parts)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArrayView part : parts) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    return hash.result();
}

Effects::Effects(journal::Journal &journal, StopTokens stop)
    : m_journal(journal)
    , m_stop(std::move(stop))
{
}

Result<QJsonObject> Effects::once(const journal::Key &key, const QByteArray &hash, const QJsonObject &about,
                                  journal::Durability durability, const Work &work)
{
    if ((m_stop.soft.stop_requested() || m_stop.hard.stop_requested()) && !m_journal.has(key))
        return domain::fail(ErrorKind::Cancelled, u"the run is being paused"_s);
    if (isCut(key.step) && !m_journal.has(key))
        return domain::fail(ErrorKind::Cancelled, u"a person decided otherwise"_s, kCut);
    return m_journal.once(key, hash, about, durability, work);
}

Result<qint64> Effects::note(const journal::Key &key, const journal::Draft &draft, journal::Durability durability)
{
    return m_journal.append(key, draft, durability);
}

void Effects::cut(const QString &step)
{
    const std::lock_guard lock(m_mutex);
    m_cut.insert(step);
}

void Effects::uncut(const QString &step)
{
    const std::lock_guard lock(m_mutex);
    m_cut.remove(step);
}

bool Effects::isCut(const QString &step) const
{
    const std::lock_guard lock(m_mutex);
    return !step.isEmpty() && m_cut.contains(step) && !m_spared.contains(step);
}

void Effects::spare(const QString &step, bool spared)
{
    const std::lock_guard lock(m_mutex);
    m_cut.remove(step);
    if (spared)
        m_spared.insert(step);
    else
        m_spared.remove(step);
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/baselines.h"

#include <QJsonDocument>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Evidence;
using domain::Result;

Baselines::Baselines(Load load)
    : m_load(std::move(load))
{
}

void Baselines::remember(const QString &commit, const QString &blob)
{
    const std::lock_guard lock(m_mutex);
    m_blobs.insert(commit, blob);
}

void Baselines::put(const QString &commit, const std::shared_ptr<const Evidence> &evidence)
{
    const std::lock_guard lock(m_mutex);
    m_known.insert(commit, evidence);
}

bool Baselines::has(const QString &commit) const
{
    const std::lock_guard lock(m_mutex);
    return m_known.contains(commit) || m_blobs.contains(commit);
}

Result<std::shared_ptr<const Evidence>> Baselines::at(const QString &commit) const
{
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_known.value(commit))
        return known;
    const QString blob = m_blobs.value(commit);
    if (blob.isEmpty())
        return domain::fail(domain::ErrorKind::NotFound, u"nothing was executed on commit %1"_s.arg(commit.left(10)));
    const auto bytes = m_load(blob);
    if (!bytes)
        return domain::fail(bytes.error());
    auto evidence =
        std::make_shared<const Evidence>(domain::evidenceFromJson(QJsonDocument::fromJson(*bytes).object()));
    m_known.insert(commit, evidence);
    return evidence;
}

void Baselines::exclude(const QStringList &keys)
{
    const std::lock_guard lock(m_mutex);
    for (const QString &key : keys)
        m_excluded.insert(key);
}

QSet<QString> Baselines::excluded() const
{
    const std::lock_guard lock(m_mutex);
    return m_excluded;
}

} // namespace stepladder::engine

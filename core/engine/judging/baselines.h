// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "engine/calls/effects.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <memory>
#include <mutex>

namespace stepladder::engine {

/// What was executed on each head of the stage: at the start and after each accepted or stubbed step. Thread-safe.
class Baselines
{
public:
    using Load = std::function<domain::Result<QByteArray>(const QString &blob)>;
    explicit Baselines(Load load);

    /// Remembers that the evidence of \p commit lies in \p blob.
    void remember(const QString &commit, const QString &blob);
    void put(const QString &commit, const std::shared_ptr<const domain::Evidence> &evidence);
    bool has(const QString &commit) const;
    /// NotFound where nothing was executed on \p commit.
    domain::Result<std::shared_ptr<const domain::Evidence>> at(const QString &commit) const;

    /// Tests on which a baseline hung or lost its host: not run any more, reported.
    void exclude(const QStringList &keys);
    QSet<QString> excluded() const;

private:
    Load m_load;
    mutable std::mutex m_mutex;
    mutable QHash<QString, std::shared_ptr<const domain::Evidence>> m_known;
    QHash<QString, QString> m_blobs;
    QSet<QString> m_excluded;
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <mutex>

namespace stepladder::ui {

/// Text that a model is still writing: no fact until its reply is in the journal.
struct LiveText
{
    QString step;
    int attempt = 0;
    QString model;
    QString text; ///< its tail, when it grew beyond StreamBuffer::kKept
    qint64 characters = 0; ///< written so far
    qint64 turn = 0; ///< counts changes of the whole buffer
};

/// Gathers the deltas of all models that are writing, bounded. Thread-safe: engines write, the window reads at its own
/// pace.
class StreamBuffer
{
public:
    static constexpr int kKept = 64 * 1024; ///< characters of one text
    static constexpr int kTexts = 32; ///< texts at once; the one silent for longest goes

    void append(const QString &step, int attempt, const QString &model, const QString &delta);
    /// The reply of that attempt is in the journal.
    void finish(const QString &step, int attempt, const QString &model);
    void clear();
    /// What changed after \p turn, and the turn now. Empty when nothing did.
    QList<LiveText> changedSince(qint64 turn, qint64 *now) const;
    QList<LiveText> all() const;

private:
    mutable std::mutex m_mutex;
    QList<LiveText> m_texts;
    qint64 m_turn = 0;
};

} // namespace stepladder::ui

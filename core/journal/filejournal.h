// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/appender.h"
#include "journal/background.h"
#include "journal/journal.h"
#include "journal/lookup.h"
#include "journal/runlock.h"

#include <QHash>
#include <QSet>

#include <unordered_set>

namespace stepladder::journal {

/// The journal in a run's folder. What was appended and is not committed yet is known in memory; what is committed is
/// looked up in the file, and only where its key was seen before or the journal is older than this process.
class FileJournal final : public Journal
{
public:
    static domain::Result<std::unique_ptr<FileJournal>> make(const QString &folder, const QString &run,
                                                             const storage::Clock &clock, const QString &index);
    static domain::Result<std::unique_ptr<FileJournal>> take(const QString &folder, const storage::Clock &clock,
                                                             const QString &index);
    ~FileJournal() override;

    QString run() const override { return m_run; }
    QString folder() const override { return m_folder; }
    domain::Result<qint64> append(const std::optional<Key> &key, const Draft &draft, Durability durability) override;
    domain::Result<QJsonObject> once(const Key &key, const QByteArray &inputHash, const QJsonObject &about,
                                     Durability durability, const std::function<domain::Result<EffectResult>()> &work,
                                     bool *replayed) override;
    bool has(const Key &key) const override;
    bool noted(const Key &key) const override;
    domain::Result<QString> putBlob(const QByteArray &bytes) override;
    domain::Result<QByteArray> blob(const QString &sha256) const override;
    domain::Result<int> erase(const QByteArray &needle) override;
    QList<OpenIntent> openIntents() const override;
    domain::Result<void> closeIntent(const QString &key, const QString &reason, const QList<Draft> &entries) override;
    domain::Result<QList<Wish>> wishes() override;
    domain::Result<void> consume(qint64 wish, const Key &key, const QList<Draft> &entries) override;
    std::optional<Wish> consumedAt(const Key &key) const override;
    domain::Result<void> flush() override;
    std::optional<domain::Error> broken() const override { return m_appender.broken(); }
    void onCommitted(std::function<void(const QList<domain::Entry> &)> listener) override;

private:
    struct Effect
    {
        QByteArray inputHash;
        QByteArray record;
    };
    class Running;

    FileJournal(QString folder, QString run, const storage::Clock &clock, QString index, std::unique_ptr<RunLock> lock);
    domain::Result<void> start();
    domain::Result<void> loadPast();

    Pending toPending(const Draft &draft, const QString &key = {}) const;
    Item toItem(const QList<Draft> &drafts, Durability durability) const;
    /// Numbers the entries of \p item and hands it over, under m_mutex.
    Appender::Ticket handOver(Item item);
    domain::Result<void> settle(Appender::Ticket ticket, Durability durability);
    domain::Result<void> alive();

    domain::Result<qint64> seqOf(const QString &key, std::unique_lock<std::mutex> &lock) const;
    domain::Result<std::optional<Effect>> effect(const QString &key) const;
    domain::Result<QJsonObject> replay(const Key &key, const QByteArray &inputHash, const Effect &known);
    domain::Result<qint64> intend(const Key &key, const QString &text, const QJsonObject &about, Durability durability);
    domain::Result<void> end(const Key &key, const QString &text, const domain::Error &error, Durability durability);
    domain::Result<void> finish(const Key &key, qint64 intent, const QByteArray &inputHash, const EffectResult &result,
                                qint64 ms, Durability durability);
    domain::Result<Wish> wish(qint64 id);

    void committed(const std::vector<Item> &items, const RunView &view);
    void delivered(const QList<domain::Entry> &entries);

    const QString m_folder;
    const QString m_run;
    const storage::Clock &m_clock;
    std::unique_ptr<RunLock> m_lock;

    mutable std::mutex m_mutex;
    qint64 m_nextSeq = 1;
    bool m_hasPast = false; ///< entries of earlier processes: what is not known here may be in the file
    std::unordered_set<size_t> m_keys; ///< hashes of the keys appended by this process
    std::unordered_set<size_t> m_effects; ///< hashes of the keys of effects done by this process
    QHash<QString, qint64> m_pendingKeys;
    QHash<QString, Effect> m_pendingEffects;
    QHash<QString, QByteArray> m_pendingBlobs;
    QSet<QString> m_running;
    QHash<QString, Wish> m_consumptions; ///< by key
    QSet<qint64> m_consumed;
    QList<OpenIntent> m_open;
    std::optional<RunView> m_shown; ///< as the index of runs has it; appending thread only

    std::mutex m_listenerMutex;
    std::function<void(const QList<domain::Entry> &)> m_listener;

    // The last to go is the only one that may write: it takes the WAL with it when nobody else has the file open.
    Appender m_appender;
    mutable Lookup m_lookup;
    Background m_background;
};

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/files.h"
#include "journal/journal.h"
#include "storage/database.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// The seq of the step's first start in its last epoch: what comes before it is the prefix.
Result<qint64> startOf(Database &db, const QString &folder, const QString &step)
{
    qint64 start = 0;
    int epoch = -1;
    const auto read =
        db.each(u"SELECT seq,payload FROM entry WHERE step<>'' AND step=? AND type='step.started' ORDER BY seq"_s,
                {step}, [&](const QSqlQuery &row) {
                    const auto data = QJsonDocument::fromJson(row.value(1).toByteArray()).object();
                    if (data["epoch"_L1].toInt() > epoch) {
                        epoch = data["epoch"_L1].toInt();
                        start = row.value(0).toLongLong();
                    }
                });
    if (!read)
        return domain::fail(read.error());
    if (start == 0)
        return domain::fail(ErrorKind::NotFound, u"%1: no step %2 was started in this run"_s.arg(folder, step));
    return start;
}

/// Copies what lies before \p start. Entries keep their seqs, so the chain and the views are taken over as they are.
Result<void> copyPrefix(Database &db, qint64 start)
{
    return db.transaction([&]() -> Result<void> {
        const QStringList copies{
            u"INSERT INTO main.entry SELECT * FROM old.entry WHERE seq<?"_s,
            u"INSERT INTO main.blob SELECT * FROM old.blob WHERE seq<?"_s,
            // Of another inbox: its numbers must not stand for wishes of ours.
            u"INSERT INTO main.consumption SELECT key,-abs(wish),kind,data,taken,seq FROM old.consumption WHERE seq<?"_s,
            u"INSERT INTO main.subject SELECT * FROM old.subject WHERE first_seq<?"_s,
            u"INSERT INTO main.projection SELECT * FROM old.projection WHERE (place & ((1<<40)-1))<?"_s,
            u"INSERT INTO main.effect SELECT * FROM old.effect WHERE done_seq<?"_s,
            u"INSERT INTO main.intent SELECT * FROM old.intent WHERE seq<?"_s,
            u"INSERT OR IGNORE INTO main.intent SELECT effect.key,coalesce(json_extract(CAST(payload AS "
            u"TEXT),'$.name'),''),"
            "step,attempt,intent_seq FROM old.effect JOIN old.entry ON seq=intent_seq WHERE intent_seq<? AND done_seq>=?"_s,
        };
        for (const QString &copy : copies) {
            const auto done = db.run(copy, QVariantList(copy.count(u'?'), start));
            if (!done)
                return domain::fail(done.error());
        }
        return {};
    });
}

/// Fills the new run's file; the old one is attached read-only.
Result<qint64> copyFrom(const QString &fromFolder, const QString &step, const QString &toFolder)
{
    const auto db = Database::open(journalFile(toFolder), Database::Access::ReadWrite);
    if (!db)
        return domain::fail(db.error());
    const QString old = QString::fromLatin1(
        QUrl::fromLocalFile(QFileInfo(journalFile(fromFolder)).absoluteFilePath()).toEncoded() + "?mode=ro");
    if (const auto attached = (*db)->run(u"ATTACH DATABASE ? AS old"_s, {old}); !attached)
        return domain::fail(attached.error());
    const auto reader = Database::open(journalFile(fromFolder), Database::Access::ReadOnly);
    if (!reader)
        return domain::fail(reader.error());
    const auto start = startOf(**reader, fromFolder, step);
    if (!start)
        return start;
    return copyPrefix(**db, *start).map([&start] { return *start; });
}

/// Says where the run comes from, and that nothing of the old one is in flight here.
Result<qint64> introduce(Journal &journal, const QString &from, const QString &step, qint64 start)
{
    const auto said = journal.append(
        std::nullopt, {.type = u"run.forked"_s, .data = {{u"run"_s, from}, {u"step"_s, step}, {u"seq"_s, start}}});
    if (!said)
        return said;
    for (const OpenIntent &intent : journal.openIntents()) {
        if (const auto closed = journal.closeIntent(intent.key, u"forked"_s, {}); !closed)
            return domain::fail(closed.error());
    }
    return journal.flush().map([&said] { return *said; });
}

} // namespace

Result<qint64> Journal::fork(const QString &fromFolder, const QString &step, const QString &toFolder,
                             const QString &newRun, const storage::Clock &clock)
{
    const auto from = inspectJournal(fromFolder);
    if (!from)
        return domain::fail(from.error());
    if (QFileInfo::exists(toFolder))
        return domain::fail(ErrorKind::Conflict, u"%1: there is a run already"_s.arg(toFolder));
    const auto forked = [&]() -> Result<qint64> {
        if (const auto made = create(toFolder, newRun, clock, u""_s); !made)
            return domain::fail(made.error());
        const auto start = copyFrom(fromFolder, step, toFolder);
        if (!start)
            return start;
        const auto journal = open(toFolder, clock);
        if (!journal)
            return domain::fail(journal.error());
        return introduce(**journal, *from, step, *start);
    }();
    // Half a fork is none.
    if (!forked)
        QDir(toFolder).removeRecursively();
    return forked;
}

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/lookup.h"

#include "journal/files.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::Result;
using storage::Database;

Lookup::Lookup(QString folder)
    : m_folder(std::move(folder))
{
}

Lookup::~Lookup()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

Result<QList<Wish>> Lookup::wishes(qint64 id)
{
    std::promise<Result<QList<Wish>>> answer;
    auto future = answer.get_future();
    post([&](Lookup &self) {
        const auto db = self.inbox();
        if (!db)
            return answer.set_value(domain::fail(db.error()));
        QList<Wish> wishes;
        const auto read =
            (*db)->each(u"SELECT id,kind,data,taken FROM wish WHERE id>? AND draft=0 AND kind<>'closed' ORDER BY id"_s,
                        {id}, [&wishes](const QSqlQuery &row) {
                            wishes.append({row.value(0).toLongLong(), row.value(1).toString(),
                                           QJsonDocument::fromJson(row.value(2).toByteArray()).object(),
                                           row.value(3).toLongLong()});
                        });
        answer.set_value(read ? Result<QList<Wish>>(wishes) : domain::fail(read.error()));
    });
    return future.get();
}

void Lookup::post(std::function<void(Lookup &)> question)
{
    {
        const std::lock_guard lock(m_mutex);
        m_questions.push_back(std::move(question));
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }
    m_work.notify_one();
}

void Lookup::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_work.wait(lock, [this] { return !m_questions.empty() || m_stop; });
        if (m_questions.empty())
            break;
        const auto question = std::move(m_questions.front());
        m_questions.pop_front();
        lock.unlock();
        question(*this);
        lock.lock();
    }
    m_journal.reset();
    m_inbox.reset();
}

Result<Database *> Lookup::journal()
{
    if (!m_journal) {
        auto db = Database::open(journalFile(m_folder), Database::Access::ReadOnly);
        if (!db)
            return domain::fail(db.error());
        m_journal = std::move(*db);
    }
    return m_journal.get();
}

Result<Database *> Lookup::inbox()
{
    if (!m_inbox) {
        auto db = Database::open(inboxFile(m_folder), Database::Access::ReadOnly);
        if (!db)
            return domain::fail(db.error());
        m_inbox = std::move(*db);
    }
    return m_inbox.get();
}

} // namespace stepladder::journal

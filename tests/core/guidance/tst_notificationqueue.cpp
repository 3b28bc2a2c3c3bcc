// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/notificationqueue.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using guidance::Notification;
using guidance::NotificationQueue;

/// Against a real file, opened twice as two processes have it.
class TestNotificationQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsThereIsNotAddedAgain();
    void oneProcessTriesAtATime();
    void aClaimOfAProcessThatDiedRunsOut();
    void whatFailsComesLater();
    void whatIsGivenUpIsKept();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<NotificationQueue> m_queue;
    std::unique_ptr<NotificationQueue> m_other;
};

void TestNotificationQueue::init()
{
    m_queue.reset();
    m_other.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    const QString file = m_folder->filePath(u"state/notifications.sqlite"_s);
    m_queue = std::move(*NotificationQueue::open(file));
    m_other = std::move(*NotificationQueue::open(file));
    QVERIFY(*m_queue->add({.webhook = u"a"_s, .subject = u"r.asked"_s, .body = "hello", .dueMs = 100}, 100));
}

void TestNotificationQueue::whatIsThereIsNotAddedAgain()
{
    const Notification same{.webhook = u"a"_s, .subject = u"r.asked"_s, .body = "again", .dueMs = 100};
    QVERIFY(!*m_other->add(same, 100));
    QVERIFY(m_queue->sent((*m_queue->claim(100, 50))->id));
    QVERIFY(!*m_other->add(same, 200));
    QVERIFY(!*m_other->claim(1'000, 50));
    QVERIFY(*m_other->add({.webhook = u"b"_s, .subject = u"r.asked"_s, .body = "b", .dueMs = 100}, 100));
}

void TestNotificationQueue::oneProcessTriesAtATime()
{
    QVERIFY(!*m_queue->claim(99, 50)); // not yet
    const auto ours = *m_queue->claim(100, 50);
    QVERIFY(ours);
    QCOMPARE(ours->body, "hello");
    QVERIFY(!*m_other->claim(120, 50));
    QCOMPARE(**m_other->nextDue(), 150);
}

void TestNotificationQueue::aClaimOfAProcessThatDiedRunsOut()
{
    QVERIFY(*m_queue->claim(100, 50));
    QVERIFY(*m_other->claim(150, 50));
}

void TestNotificationQueue::whatFailsComesLater()
{
    const auto first = *m_queue->claim(100, 50);
    QVERIFY(m_queue->later(first->id, 500, u"busy"_s));
    QVERIFY(!*m_queue->claim(499, 50));
    const auto again = *m_other->claim(500, 50);
    QVERIFY(again);
    QCOMPARE(again->tries, 1);
    QCOMPARE(m_queue->counts()->queued, 1);
}

void TestNotificationQueue::whatIsGivenUpIsKept()
{
    QVERIFY(m_queue->failed((*m_queue->claim(100, 50))->id, u"webhook \"a\" answers 404"_s));
    QVERIFY(!*m_queue->claim(1'000'000, 50));
    QVERIFY(!*m_queue->nextDue());
    const auto counts = *m_queue->counts();
    QCOMPARE(counts.queued, 0);
    QCOMPARE(counts.failed, 1);
    QCOMPARE(counts.lastError, u"webhook \"a\" answers 404"_s);
}

QTEST_GUILESS_MAIN(TestNotificationQueue)
#include "tst_notificationqueue.moc"

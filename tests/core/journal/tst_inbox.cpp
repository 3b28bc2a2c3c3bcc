// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "journal/inbox.h"
#include "storage/database.h"

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::AnswerKind;
using domain::ErrorKind;

class TestInbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answerCarriesTheTimeOfTaking();
    void secondAnswerIsToldByWhomAndWhen();
    void extendIsNotFinal();
    void oneOfManyWins();
    void closedRequestTakesNoAnswer();
    void answeredRequestCannotBeClosed();
    void withoutARun();
    void badWishes_data();
    void badWishes();
    void pollingIsCheap();
};

namespace {
domain::Answer answerOf(AnswerKind kind, const QString &by = u"ann"_s, const QString &request = u"r1.1"_s)
{
    return {.request = request, .kind = kind, .text = u"use a map"_s, .content = QByteArray("co\0de", 5), .by = by};
}
} // namespace

void TestInbox::answerCarriesTheTimeOfTaking()
{
    Fixture f;
    OK(f.create());
    OK(Inbox(f.folder).answer(answerOf(AnswerKind::Guidance), 1'763'800'000'000));
    const auto wishes = f.journal->wishes();
    OK(wishes);
    QCOMPARE(wishes->size(), 1);
    QCOMPARE(wishes->first().kind, u"answer"_s);
    QCOMPARE(wishes->first().takenMs, 1'763'800'000'000);
    auto expected = answerOf(AnswerKind::Guidance);
    expected.takenMs = 1'763'800'000'000;
    QVERIFY(domain::answerFromJson(wishes->first().data) == expected);
}

void TestInbox::secondAnswerIsToldByWhomAndWhen()
{
    Fixture f;
    OK(f.create());
    OK(Inbox(f.folder).answer(answerOf(AnswerKind::Approve, u"ann"_s), 1'763'800'000'000));
    const auto second = Inbox(f.folder).answer(answerOf(AnswerKind::Reject, u"bob"_s), 1'763'800'009'000);
    FAILS(second, ErrorKind::Conflict);
    QVERIFY2(second.error().message.contains(u"answered by ann at 2025-11-22 08:26:40 UTC"_s),
             qPrintable(second.error().message));
    QCOMPARE(f.journal->wishes()->size(), 1);
    OK(Inbox(f.folder).answer(answerOf(AnswerKind::Approve, u"bob"_s, u"r1.2"_s), 1));
    QCOMPARE(f.journal->wishes()->size(), 2);
    // The late one is kept as a draft.
    const auto db = storage::Database::open(f.folder + u"/inbox.sqlite"_s, storage::Database::Access::ReadOnly);
    QCOMPARE((*db)->value(u"SELECT given_by FROM wish WHERE draft=1"_s)->toString(), u"bob"_s);
}

void TestInbox::extendIsNotFinal()
{
    Fixture f;
    OK(f.create());
    OK(Inbox(f.folder).answer(answerOf(AnswerKind::Extend), 1));
    OK(Inbox(f.folder).answer(answerOf(AnswerKind::Snooze), 2));
    OK(Inbox(f.folder).answer(answerOf(AnswerKind::Code), 3));
    FAILS(Inbox(f.folder).answer(answerOf(AnswerKind::Extend), 4), ErrorKind::Conflict);
    QCOMPARE(f.journal->wishes()->size(), 3);
}

void TestInbox::oneOfManyWins()
{
    Fixture f;
    OK(f.create());
    std::atomic<int> won = 0;
    std::atomic<int> lost = 0;
    std::vector<std::thread> people;
    for (int i = 0; i < 6; ++i) {
        people.emplace_back([&, i] {
            const auto taken = Inbox(f.folder).answer(answerOf(AnswerKind::Approve, QString::number(i)), i);
            if (taken)
                ++won;
            else if (taken.error().kind == ErrorKind::Conflict)
                ++lost;
        });
    }
    for (std::thread &person : people)
        person.join();
    QCOMPARE(won.load(), 1);
    QCOMPARE(lost.load(), 5);
    QCOMPARE(f.journal->wishes()->size(), 1);
}

void TestInbox::closedRequestTakesNoAnswer()
{
    Fixture f;
    OK(f.create());
    OK(Inbox(f.folder).close(u"r1.1"_s, u"expired"_s, 1'763'800'000'000));
    const auto late = Inbox(f.folder).answer(answerOf(AnswerKind::Approve), 1'763'800'001'000);
    FAILS(late, ErrorKind::Conflict);
    QVERIFY2(late.error().message.contains(u"closed (expired) at 2025-11-22 08:26:40 UTC"_s),
             qPrintable(late.error().message));
    QVERIFY(f.journal->wishes()->isEmpty());
}

void TestInbox::answeredRequestCannotBeClosed()
{
    Fixture f;
    OK(f.create());
    OK(Inbox(f.folder).answer(answerOf(AnswerKind::Approve), 5));
    FAILS(Inbox(f.folder).close(u"r1.1"_s, u"expired"_s, 6), ErrorKind::Conflict);
    QCOMPARE(f.journal->wishes()->size(), 1);
}

void TestInbox::withoutARun()
{
    Fixture f;
    FAILS(Inbox(f.folder).put(u"pause"_s, {}, 1), ErrorKind::NotFound);
    FAILS(Inbox(f.folder).answer(answerOf(AnswerKind::Approve), 1), ErrorKind::NotFound);
    QVERIFY(!QFileInfo::exists(f.folder));
}

void TestInbox::badWishes_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("no kind") << QString();
    QTest::newRow("an answer has its own way") << u"answer"_s;
    QTest::newRow("ours") << u"closed"_s;
}

void TestInbox::badWishes()
{
    QFETCH(QString, kind);
    Fixture f;
    OK(f.create());
    FAILS(Inbox(f.folder).put(kind, {}, 1), ErrorKind::BadInput);
    FAILS(Inbox(f.folder).answer(answerOf(AnswerKind::Approve, u"a"_s, {}), 1), ErrorKind::BadInput);
}

void TestInbox::pollingIsCheap()
{
    Fixture f;
    OK(f.create());
    OK(Inbox(f.folder).put(u"pause"_s, {}, 1));
    // Ten times a second for a minute: what must not happen is that each opens a connection or leaves one behind.
    for (int i = 0; i < 600; ++i)
        QCOMPARE(f.journal->wishes()->size(), 1);
    QVERIFY(QSqlDatabase::connectionNames().size() <= 6);
}

QTEST_GUILESS_MAIN(TestInbox)
#include "tst_inbox.moc"

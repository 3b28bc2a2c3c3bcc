// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"
#include "storage/clock.h"
#include "ui/run/runfeed.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using journal::Durability;
using journal::Journal;

class TstRunFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_journal.reset(); } // before its folder goes
    void everyEntryComesOnceAndInOrder();
    void batchesComeNoFasterThanTheScreen();
    void anOldMomentIsShownWhileTheRunGoesOn();
    void anAnswerForSomeoneGoneIsDropped();
    void whatIsAskedNowComesBeforeLater();
    void aMissingJournalIsSaid();
    void closingWhileEntriesComeIsClean();

private:
    void write(int count);

    std::unique_ptr<QTemporaryDir> m_dir;
    storage::SystemClock m_clock;
    std::unique_ptr<Journal> m_journal;
};

void TstRunFeed::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_journal = std::move(*Journal::create(m_dir->filePath(u"r"_s), u"r"_s, m_clock));
    write(1);
}

void TstRunFeed::write(int count)
{
    for (int i = 0; i < count; ++i) {
        const auto written = m_journal->append(std::nullopt,
                                               {.type = u"insight"_s,
                                                .step = u"s"_s,
                                                .attempt = 1,
                                                .data = {{u"role"_s, u"thinker"_s},
                                                         {u"model"_s, u"m"_s},
                                                         {u"entryType"_s, u"insight"_s},
                                                         {u"contentType"_s, u"plan"_s},
                                                         {u"text"_s, QString::number(i)}}});
        QVERIFY(written.has_value());
    }
    QVERIFY(m_journal->flush().has_value());
}

void TstRunFeed::everyEntryComesOnceAndInOrder()
{
    RunFeed feed(m_journal->folder());
    QSignalSpy opened(&feed, &RunFeed::opened);
    QVERIFY(opened.wait());
    QCOMPARE(feed.moment().run.seq, 1);
    qint64 last = 1;
    connect(&feed, &RunFeed::entriesAdded, this, [&last](const QList<domain::Entry> &entries) {
        for (const domain::Entry &entry : entries) {
            QCOMPARE(entry.seq, last + 1);
            last = entry.seq;
        }
    });
    write(5000);
    feed.wake();
    QTRY_COMPARE(last, 5001);
    // Another process wakes nobody: the feed looks by itself.
    write(3);
    QTRY_COMPARE(last, 5004);
    QTRY_COMPARE(feed.moment().run.seq, 5004);
}

void TstRunFeed::batchesComeNoFasterThanTheScreen()
{
    RunFeed feed(m_journal->folder());
    QSignalSpy opened(&feed, &RunFeed::opened);
    QVERIFY(opened.wait());
    QSignalSpy batches(&feed, &RunFeed::entriesAdded);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 100; ++i) {
        write(10);
        feed.wake();
        QTest::qWait(2);
    }
    QTRY_COMPARE(feed.lastSeq(), 1001);
    QVERIFY2(batches.size() <= timer.elapsed() / 33 + 1, qPrintable(QString::number(batches.size())));
}

void TstRunFeed::anOldMomentIsShownWhileTheRunGoesOn()
{
    write(9);
    RunFeed feed(m_journal->folder());
    QSignalSpy opened(&feed, &RunFeed::opened);
    QVERIFY(opened.wait());
    feed.setPosition(4);
    QTRY_COMPARE(feed.moment().run.seq, 4);
    write(5);
    feed.wake();
    QTRY_COMPARE(feed.lastSeq(), 15);
    QTest::qWait(150);
    QCOMPARE(feed.moment().run.seq, 4);
    feed.setPosition(0);
    QTRY_COMPARE(feed.moment().run.seq, 15);
}

void TstRunFeed::anAnswerForSomeoneGoneIsDropped()
{
    RunFeed feed(m_journal->folder());
    bool came = false;
    auto context = std::make_unique<QObject>();
    feed.ask(
        context.get(), [](journal::JournalReader &reader) { return reader.lastSeq(); },
        [&came](const domain::Result<qint64> &) { came = true; });
    context.reset();
    bool second = false;
    feed.ask(
        this, [](journal::JournalReader &reader) { return reader.lastSeq(); },
        [&second](const domain::Result<qint64> &seq) { second = seq.has_value(); });
    QTRY_VERIFY(second);
    QVERIFY(!came);
}

void TstRunFeed::whatIsAskedNowComesBeforeLater()
{
    RunFeed feed(m_journal->folder());
    QStringList order;
    const auto nothing = [](journal::JournalReader &) { return 0; };
    std::mutex gate;
    gate.lock();
    feed.ask(
        this,
        [&gate](journal::JournalReader &) {
            const std::lock_guard wait(gate);
            return 0;
        },
        [](int) {});
    feed.ask(
        this, nothing, [&order](int) { order.append(u"later"_s); }, RunFeed::Turn::Later);
    feed.ask(this, nothing, [&order](int) { order.append(u"now"_s); });
    gate.unlock();
    QTRY_COMPARE(order, (QStringList{u"now"_s, u"later"_s}));
}

void TstRunFeed::aMissingJournalIsSaid()
{
    RunFeed feed(m_dir->filePath(u"nothing"_s));
    QSignalSpy failed(&feed, &RunFeed::failed);
    QVERIFY(failed.wait());
    QVERIFY(!feed.isOpen());
}

void TstRunFeed::closingWhileEntriesComeIsClean()
{
    for (int i = 0; i < 20; ++i) {
        RunFeed feed(m_journal->folder());
        write(50);
        feed.wake();
        QTest::qWait(i);
    }
}

QTEST_GUILESS_MAIN(TstRunFeed)
#include "tst_runfeed.moc"

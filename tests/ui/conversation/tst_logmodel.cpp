// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "logjournal.h"

#include "ui/conversation/logmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using stepladder::tests::LogJournal;

class TstLogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The offscreen plugin says this of every window.
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support).*"_s)); }
    void newestRowsComeFirstAndOlderOnesBehindThem();
    void rowsAreReadWhenLookedAt();
    void aFilterShowsWhatFits_data();
    void aFilterShowsWhatFits();
    void newEntriesAreAppendedOnceABatch();
    void aPlaceFarAwayIsReached();
    void anOldMomentEndsThere();
    void textBeingWrittenStandsBehindTheFacts();
    void theFactTakesThePlaceOfItsText();
    void groupsBeginWhereStepOrAttemptChange();
    void aLongTextIsLengthened();
    void whatWasErasedIsReadOnce();

private:
    std::unique_ptr<LogModel> open(OpenRun &run, const journal::EntryFilter &filter = {});
};

namespace {
QList<qint64> seqsOf(const LogModel &model)
{
    QList<qint64> seqs;
    for (int row = 0; row < model.rowCount(); ++row)
        seqs.append(model.seq(row));
    return seqs;
}
} // namespace

std::unique_ptr<LogModel> TstLogModel::open(OpenRun &run, const journal::EntryFilter &filter)
{
    auto model = std::make_unique<LogModel>(run);
    new QAbstractItemModelTester(model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal, model.get());
    model->setFilter(filter);
    return model;
}

void TstLogModel::newestRowsComeFirstAndOlderOnesBehindThem()
{
    LogJournal log;
    for (int i = 0; i < 20'000; ++i)
        log.said(u"s"_s, i / 100, u"text"_s);
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QSignalSpy inserted(model.get(), &LogModel::rowsInserted);
    // What stood there when the first rows came, however soon the others follow.
    int firstRows = 0;
    qint64 newest = 0;
    connect(model.get(), &LogModel::rowsInserted, this, [&] {
        if (firstRows > 0)
            return;
        firstRows = model->rowCount();
        newest = model->seq(firstRows - 1);
    });
    QTRY_VERIFY(model->isComplete());
    QCOMPARE(newest, 20'000);
    QVERIFY2(firstRows > 0 && firstRows < 20'000, qPrintable(QString::number(firstRows)));
    QCOMPARE(model->rowCount(), 20'000);
    for (int row = 0; row < 20'000; ++row)
        QCOMPARE(model->seq(row), row + 1);
    QVERIFY(inserted.size() < 20);
    QCOMPARE(model->rowAt(777), 776);
    QCOMPARE(model->rowAt(20'001), -1);
    QVERIFY(!model->index(20'000).isValid());
    QVERIFY(!model->index(0, 1).isValid());
}

void TstLogModel::rowsAreReadWhenLookedAt()
{
    LogJournal log;
    for (int i = 1; i <= 3000; ++i)
        log.said(u"s"_s, 1, u"text %1"_s.arg(i));
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_VERIFY(model->isComplete());
    QSignalSpy changed(model.get(), &LogModel::dataChanged);
    QVERIFY(!model->row(1500));
    QVERIFY(!model->row(1501));
    QTRY_VERIFY(model->row(1500));
    QCOMPARE(model->row(1500)->text, u"text 1501"_s);
    QVERIFY(model->row(1510));
    QVERIFY(changed.size() <= 2); // the tester looks at the first row
    // What was asked for last is read first.
    QVERIFY(!model->row(400));
    QVERIFY(!model->row(2500));
    QTRY_VERIFY(model->row(2500));
    QVERIFY(!model->row(400));
}

void TstLogModel::aFilterShowsWhatFits_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QStringList>("types");
    QTest::addColumn<QString>("role");
    QTest::addColumn<QList<qint64>>("seqs");
    QTest::newRow("all") << u""_s << QStringList{} << u""_s << QList<qint64>{1, 2, 3, 4, 5, 6};
    QTest::newRow("step") << u"a"_s << QStringList{} << u""_s << QList<qint64>{1, 2, 3};
    QTest::newRow("type") << u""_s << QStringList{u"insight"_s} << u""_s << QList<qint64>{1, 4, 6};
    QTest::newRow("role") << u""_s << QStringList{} << u"judge"_s << QList<qint64>{6};
    QTest::newRow("nothing") << u"c"_s << QStringList{} << u""_s << QList<qint64>{};
}

void TstLogModel::aFilterShowsWhatFits()
{
    QFETCH(QString, step);
    QFETCH(QStringList, types);
    QFETCH(QString, role);
    QFETCH(QList<qint64>, seqs);
    LogJournal log;
    const auto half = [&log](const QString &name) { log.said(name, 1, u"x"_s); };
    half(u"a"_s);
    log.ended(u"a"_s, 1, u"failed"_s, 4, u"no"_s);
    log.flush();
    const auto run = log.open();
    journal::EntryFilter filter{.types = types};
    if (!step.isEmpty())
        filter.step = step;
    if (!role.isEmpty())
        filter.having = {{u"role"_s, role}};
    const auto model = open(*run, filter);
    QTRY_VERIFY(model->isComplete() && run->feed().isOpen());
    // The other half comes while it is shown.
    half(u"b"_s);
    log.add(u"run.paused"_s, {}, 0, {});
    log.insight(u"b"_s, 1, u"judge"_s, u"m"_s, u"review"_s, u"verdict"_s, u"y"_s);
    log.flush();
    run->feed().wake();
    QTRY_COMPARE(run->feed().lastSeq(), 6);
    QTRY_COMPARE(seqsOf(*model), seqs);
    model->setFilter({});
    QTRY_COMPARE(model->rowCount(), 6);
    model->setFilter(filter);
    QTRY_VERIFY(model->isComplete());
    QTRY_COMPARE(seqsOf(*model), seqs);
}

void TstLogModel::newEntriesAreAppendedOnceABatch()
{
    LogJournal log;
    log.said(u"s"_s, 1, u"x"_s);
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_COMPARE(model->rowCount(), 1);
    QSignalSpy inserted(model.get(), &LogModel::rowsInserted);
    QSignalSpy reset(model.get(), &LogModel::modelReset);
    for (int i = 0; i < 5000; ++i)
        log.said(u"s"_s, 1, u"x"_s);
    log.flush();
    run->feed().wake();
    QTRY_COMPARE(model->rowCount(), 5001);
    QVERIFY(inserted.size() <= 6);
    QCOMPARE(reset.size(), 0);
    for (int row = 0; row < model->rowCount(); ++row)
        QCOMPARE(model->seq(row), row + 1);
}

void TstLogModel::aPlaceFarAwayIsReached()
{
    LogJournal log;
    for (int i = 0; i < 50'000; ++i)
        log.said(u"s"_s, 1, u"x"_s);
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_VERIFY(model->rowCount() > 0);
    QSignalSpy ready(model.get(), &LogModel::ready);
    model->reach(20);
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(ready.first().first().toLongLong(), 20);
    const int row = model->rowAt(20);
    QVERIFY(row >= 0);
    QCOMPARE(model->seq(row), 20);
    QCOMPARE(model->seq(row + 5), 25);
    // And everything else comes behind it, on both sides.
    QTRY_COMPARE(model->rowCount(), 50'000);
    for (int at = 0; at < 50'000; ++at)
        QCOMPARE(model->seq(at), at + 1);
    model->reach(30'000);
    QCOMPARE(ready.size(), 2);
}

void TstLogModel::anOldMomentEndsThere()
{
    LogJournal log;
    for (int i = 0; i < 100; ++i)
        log.said(u"s"_s, 1, u"x"_s);
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_COMPARE(model->rowCount(), 100);
    run->feed().setPosition(40);
    QTRY_COMPARE(model->rowCount(), 40);
    log.news->streams().append(u"s"_s, 1, u"m"_s, u"now"_s);
    Q_EMIT run->streamed();
    log.said(u"s"_s, 1, u"x"_s);
    log.flush();
    run->feed().wake();
    QTRY_COMPARE(run->feed().lastSeq(), 101);
    QCOMPARE(model->rowCount(), 40);
    run->feed().setPosition(0);
    QTRY_COMPARE(model->rowCount(), 102);
}

void TstLogModel::textBeingWrittenStandsBehindTheFacts()
{
    LogJournal log;
    log.said(u"s"_s, 1, u"x"_s);
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_COMPARE(model->rowCount(), 1);
    QSignalSpy inserted(model.get(), &LogModel::rowsInserted);
    QSignalSpy changed(model.get(), &LogModel::dataChanged);
    const auto write = [&](const QString &model_, const QString &delta) {
        log.news->streams().append(u"s"_s, 2, model_, delta);
        Q_EMIT run->streamed();
    };
    write(u"a"_s, u"one "_s);
    write(u"b"_s, u"uno "_s);
    write(u"a"_s, u"two"_s);
    QCOMPARE(inserted.size(), 2);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 1);
    QCOMPARE(model->rowCount(), 3);
    QCOMPARE(model->row(1)->text, u"one two"_s);
    QVERIFY(model->row(1)->kind == LogKind::Live);
    QCOMPARE(model->rowAt(model->seq(2)), 2);
    // Nothing of it where other steps or other kinds are shown.
    model->setFilter({.step = u"other"_s});
    QTRY_COMPARE(model->rowCount(), 0);
    model->setFilter({.types = {u"run.ended"_s}});
    QCOMPARE(model->rowCount(), 0);
    model->setFilter({});
    QTRY_COMPARE(model->rowCount(), 3);
}

void TstLogModel::theFactTakesThePlaceOfItsText()
{
    LogJournal log;
    log.said(u"s"_s, 1, u"x"_s);
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_COMPARE(model->rowCount(), 1);
    log.news->streams().append(u"s"_s, 1, u"m"_s, u"answer"_s);
    Q_EMIT run->streamed();
    QCOMPARE(model->rowCount(), 2);
    // It ends before its fact is read: the row stays for that long, so that nothing flickers.
    log.news->streams().finish(u"s"_s, 1, u"m"_s);
    Q_EMIT run->streamed();
    QCOMPARE(model->rowCount(), 2);
    QVERIFY(model->row(1)->kind == LogKind::Live);
    log.said(u"s"_s, 1, u"answer"_s);
    log.flush();
    run->feed().wake();
    QTRY_COMPARE(run->feed().lastSeq(), 2);
    QCOMPARE(model->rowCount(), 2);
    QCOMPARE(model->seq(1), 2);
    // One that ends without a fact goes too.
    log.news->streams().append(u"s"_s, 1, u"m"_s, u"answer"_s);
    Q_EMIT run->streamed();
    QCOMPARE(model->rowCount(), 3);
    log.news->streams().clear();
    Q_EMIT run->streamed();
    QTRY_COMPARE(model->rowCount(), 2);
}

void TstLogModel::groupsBeginWhereStepOrAttemptChange()
{
    LogJournal log;
    for (const auto &[step, attempt] : QList<std::pair<QString, int>>{
             {u"a"_s, 0}, {u"a"_s, 1}, {u"a"_s, 1}, {u"b"_s, 1}, {u"a"_s, 1}, {u""_s, 0}, {u"a"_s, 2}})
        log.said(step, attempt, u"x"_s);
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_COMPARE(model->rowCount(), 7);
    QList<bool> opens;
    for (int row = 0; row < 7; ++row)
        opens.append(model->opensGroup(row));
    QCOMPARE(opens, (QList<bool>{true, true, false, true, true, true, true}));
    QVERIFY(model->group(4) == (LogGroup{u"a"_s, 1}));
}

void TstLogModel::aLongTextIsLengthened()
{
    LogJournal log;
    log.said(u"s"_s, 1, QString(10'000, u'x'));
    log.flush();
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_COMPARE(model->rowCount(), 1);
    QTRY_VERIFY(model->row(0));
    QVERIFY(model->row(0)->isCut());
    model->lengthen(0);
    QTRY_VERIFY(model->isLengthened(1));
    QCOMPARE(model->row(0)->text.size(), 10'000);
    model->shorten(1);
    QVERIFY(model->row(0)->isCut());
    QString copied;
    model->readText(0, 0, [&copied](const QString &text) { copied = text; });
    QTRY_VERIFY(copied.contains(QString(10'000, u'x')));
}

void TstLogModel::whatWasErasedIsReadOnce()
{
    LogJournal log;
    log.said(u"s"_s, 1, u"a secret word"_s);
    log.flush();
    QVERIFY(log.journal->erase("secret"));
    const auto run = log.open();
    const auto model = open(*run);
    QTRY_COMPARE(model->rowCount(), 1);
    QTRY_VERIFY(model->row(0));
    QCOMPARE(model->row(0)->text, u"Erased (insight)"_s);
}

QTEST_GUILESS_MAIN(TstLogModel)
#include "tst_logmodel.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/runfixture.h"
#include "tests/ui/support/climbjournal.h"
#include "ui/tests/linkedtext.h"
#include "ui/tests/testspane.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using tests::brokenVerdict;
using tests::ClimbJournal;
using tests::sampleVerdict;

namespace {

const QString kStep = u"OrderStore"_s;
const QString kClass = u"Shop.Tests.OrderStoreTests"_s;

/// Tests of the class with these names, "!" before a failing one.
QStringList cases(const QStringList &names)
{
    QStringList tests;
    for (const QString &name : names)
        tests.append(name.startsWith(u'!') ? u'!' + kClass + u':' + name.mid(1) : kClass + u':' + name);
    return tests;
}

void attempt(ClimbJournal &j, int number, const domain::Verdict &verdict)
{
    j.begin(kStep, number, u"fix"_s, u"generate"_s, u"deepseek-v2:16b"_s);
    j.judge(kStep, number, verdict);
    j.end(kStep, number, verdict.passed ? u"passed"_s : u"failed"_s, verdict.score, verdict.summary);
}

/// Six attempts; the last is tested as in the picture.
void playPicture(ClimbJournal &j)
{
    j.start({u"src/OrderStore.cs"_s});
    j.startStep(kStep);
    j.enter(kStep, u"fix"_s);
    attempt(j, 1, brokenVerdict(2));
    attempt(j, 2, sampleVerdict(cases({u"!FindAsync_Missing_ReturnsNull"_s, u"!SaveAsync_Concurrent_Throws"_s}), 2));
    for (const int number : {3, 4, 5})
        attempt(j, number,
                sampleVerdict(cases({u"!FindAsync_Missing_ReturnsNull"_s, u"!SaveAsync_Concurrent_Throws"_s,
                                     u"ListAsync_Pages"_s, u"!SaveAsync_Cancelled_StopsEarly"_s}),
                              2));
    attempt(j, 6,
            sampleVerdict(cases({u"FindAsync_Missing_ReturnsNull"_s, u"!SaveAsync_Concurrent_Throws"_s,
                                 u"!SaveAsync_Cancelled_StopsEarly"_s, u"ListAsync_Pages"_s, u"Total(a: 1, b: 2)"_s,
                                 u"Total(a: 2, b: 3)"_s, u"SaveAsync_New_GetsAnId"_s, u"FindAsync_Known_ReturnsIt"_s,
                                 u"DeleteAsync_Gone_IsHarmless"_s}),
                          7));
}

} // namespace

class TstTestsPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void testsStandInTheirClasses();
    void theTitleCounts();
    void aStubsTestsAreNotTheLastAttempts();
    void historyHasFiveMarksNewestRight();
    void aFlakyTestIsMarked();
    void failuresComeFirstAndCanBeAlone();
    void textFilters();
    void detailsLinkToTheLine();
    void theKeyboardReachesTheLine();
    void anotherAttemptIsShownWithTheSameTest();
    void aRunningAttemptShowsWhatWaits();
    void sentencesForWhatHasNoTests();
    void aJournalWithoutWholeEvidenceSaysTotals();
    void oldMomentsShowWhatWasThen();
    void markupInMessagesStaysText();
    void tenThousandTestsLeaveTheGuiThreadFree();
    void theModelHolds();
    void aRealRunHasNoTestsOfText();
    void itLooksLikeThePicture_data();
    void itLooksLikeThePicture();

private:
    void open(const QString &step = kStep);
    QTreeView *view() const { return m_pane->findChild<QTreeView *>(u"testsView"_s); }
    LinkedText *details() const { return m_pane->findChild<LinkedText *>(); }
    QString sentence() const { return m_pane->findChild<QLabel *>(u"sentence"_s)->text(); }
    QStringList shown() const;
    QModelIndex find(const QString &name) const;
    const TestNode &nodeOf(const QString &name) const;
    TestsModel *model() const;

    Theme m_theme{Scheme::Light};
    std::unique_ptr<ClimbJournal> m_journal;
    std::unique_ptr<OpenRun> m_run;
    std::unique_ptr<TestsPane> m_pane;
};

void TstTestsPane::initTestCase()
{
    m_theme.applyTo(*qApp);
}

void TstTestsPane::init()
{
    // The offscreen platform says what it cannot do.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_journal = std::make_unique<ClimbJournal>();
}

void TstTestsPane::cleanup()
{
    m_pane.reset();
    m_run.reset();
    m_journal.reset();
}

void TstTestsPane::open(const QString &step)
{
    m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), m_journal->run());
    m_pane = std::make_unique<TestsPane>(*m_run, m_theme);
    new QAbstractItemModelTester(view()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal, view());
    new QAbstractItemModelTester(model(), QAbstractItemModelTester::FailureReportingMode::Fatal, view());
    m_pane->resize(1400, 260);
    m_pane->show();
    QTRY_VERIFY(m_run->feed().isOpen());
    m_run->selection().select(step);
}

TestsModel *TstTestsPane::model() const
{
    return static_cast<TestsModel *>(static_cast<QSortFilterProxyModel *>(view()->model())->sourceModel());
}

/// The tests as listed, without classes.
QStringList TstTestsPane::shown() const
{
    QStringList names;
    const std::function<void(const QModelIndex &)> walk = [&](const QModelIndex &parent) {
        for (int row = 0; row < view()->model()->rowCount(parent); ++row) {
            const QModelIndex index = view()->model()->index(row, 0, parent);
            if (view()->model()->hasChildren(index))
                walk(index);
            else
                names.append(index.data().toString());
        }
    };
    walk({});
    return names;
}

QModelIndex TstTestsPane::find(const QString &name) const
{
    const auto found = view()->model()->match(view()->model()->index(0, 0), Qt::DisplayRole, name, 1,
                                              Qt::MatchExactly | Qt::MatchRecursive);
    return found.value(0);
}

const TestNode &TstTestsPane::nodeOf(const QString &name) const
{
    return model()->tree().nodes.at(find(name).data(TestsModel::NodeRole).toInt());
}

void TstTestsPane::testsStandInTheirClasses()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    QCOMPARE(view()->model()->rowCount(), 1);
    const QModelIndex group = view()->model()->index(0, 0);
    QCOMPARE(group.data().toString(), kClass);
    QVERIFY(view()->isExpanded(group));
    // The rows of a theory stand under it.
    const QModelIndex theory = find(u"Total"_s);
    QCOMPARE(view()->model()->rowCount(theory), 2);
    QCOMPARE(view()->model()->index(0, 0, theory).data().toString(), u"(a: 1, b: 2)"_s);
    QCOMPARE(nodeOf(u"SaveAsync_Concurrent_Throws"_s).place, u"OrderStoreTests.cs:88"_s);
    QVERIFY(group.data(Qt::AccessibleTextRole).toString().contains(u"7 of 9 passed"_s));
    QVERIFY(find(u"ListAsync_Pages"_s).data(Qt::AccessibleTextRole).toString().contains(u"passed"_s));
}

void TstTestsPane::theTitleCounts()
{
    playPicture(*m_journal);
    open();
    QSignalSpy titles(m_pane.get(), &TestsPane::titleChanged);
    QTRY_COMPARE(m_pane->title(), u"Tests 7 / 9"_s);
    m_run->selection().select(kStep, m_run->attemptsOf(kStep).at(1).startedSeq);
    QTRY_COMPARE(m_pane->title(), u"Tests 0 / 2"_s);
    QCOMPARE(titles.last().first().toString(), u"Tests 0 / 2"_s);
    m_run->selection().select(kStep, m_run->attemptsOf(kStep).at(0).startedSeq);
    QTRY_COMPARE(m_pane->title(), u"Tests"_s);
}

void TstTestsPane::aStubsTestsAreNotTheLastAttempts()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    m_journal->begin(kStep, 1, u"first"_s, u"generate"_s, u"phi4"_s);
    m_journal->judge(kStep, 1, sampleVerdict({u"T:A"_s, u"T:B"_s, u"!T:C"_s}, 6));
    m_journal->end(kStep, 1, u"failed"_s, 6, u"1 of 3 tests failed"_s);
    m_journal->append(u"level.entered"_s, kStep, 1, {{u"rung"_s, u"stub"_s}});
    m_journal->judge(kStep, 1, sampleVerdict({u"T:A"_s, u"!T:B"_s, u"!T:C"_s}, 3));
    open();
    QTRY_COMPARE(m_pane->title(), u"Tests 2 / 3"_s);
}

void TstTestsPane::historyHasFiveMarksNewestRight()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    using enum PastTest;
    QCOMPARE(nodeOf(u"FindAsync_Missing_ReturnsNull"_s).history, (TestHistory{Failed, Failed, Failed, Failed, Passed}));
    QCOMPARE(nodeOf(u"SaveAsync_Cancelled_StopsEarly"_s).history, (TestHistory{None, Failed, Failed, Failed, Failed}));
    QCOMPARE(nodeOf(u"FindAsync_Known_ReturnsIt"_s).history, (TestHistory{None, None, None, None, Passed}));
    QVERIFY(find(u"FindAsync_Missing_ReturnsNull"_s)
                .siblingAtColumn(TestsModel::History)
                .data(Qt::ToolTipRole)
                .toString()
                .endsWith(u"failed, failed, failed, failed, passed"_s));
}

void TstTestsPane::aFlakyTestIsMarked()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    domain::Verdict verdict = sampleVerdict(cases({u"Sometimes"_s, u"Always"_s}), 9, true);
    verdict.evidence.diagnostics.append(
        {.severity = domain::Severity::Info,
         .id = u"flaky"_s,
         .message = kClass + u":Sometimes failed once and passed when it was run again"_s,
         .tool = u"tests"_s});
    attempt(*m_journal, 1, verdict);
    open();
    QTRY_COMPARE(shown().size(), 2);
    QVERIFY(nodeOf(u"Sometimes"_s).flaky);
    QVERIFY(!nodeOf(u"Always"_s).flaky);
    QCOMPARE(nodeOf(u"Sometimes"_s).history.back(), PastTest::Flaky);
    view()->setCurrentIndex(find(u"Sometimes"_s));
    QVERIFY(details()->toPlainText().contains(u"It failed once and passed"_s));
}

void TstTestsPane::failuresComeFirstAndCanBeAlone()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    QCOMPARE(shown().mid(0, 2), (QStringList{u"SaveAsync_Concurrent_Throws"_s, u"SaveAsync_Cancelled_StopsEarly"_s}));
    auto *which = m_pane->findChild<QComboBox *>(u"testsShow"_s);
    QTest::keyClick(which, Qt::Key_Down);
    QCOMPARE(shown(), (QStringList{u"SaveAsync_Concurrent_Throws"_s, u"SaveAsync_Cancelled_StopsEarly"_s}));
    QTest::keyClick(which, Qt::Key_Down);
    QCOMPARE(shown().size(), 9);
    QCOMPARE(shown().first(), u"FindAsync_Missing_ReturnsNull"_s);
}

void TstTestsPane::textFilters()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    auto *text = m_pane->findChild<QLineEdit *>(u"testsText"_s);
    QTest::keyClicks(text, u"findasync"_s);
    QCOMPARE(shown(), (QStringList{u"FindAsync_Missing_ReturnsNull"_s, u"FindAsync_Known_ReturnsIt"_s}));
    text->clear();
    QTest::keyClicks(text, u"DbUpdate"_s); // what the message says is found too
    QCOMPARE(shown().size(), 2);
    text->clear();
    QTest::keyClicks(text, u"nothing of that name"_s);
    QVERIFY(shown().isEmpty());
}

void TstTestsPane::detailsLinkToTheLine()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    view()->setCurrentIndex(find(u"SaveAsync_Concurrent_Throws"_s));
    QTRY_COMPARE(details()->places().size(), 1);
    QVERIFY(details()->toPlainText().contains(u"nothing was thrown"_s));
    QSignalSpy places(&m_run->selection(), &Selection::placeAsked);
    // Through the link, as a person would.
    QTextCursor cursor = details()->document()->find(u"OrderStoreTests.cs:line 88"_s);
    QVERIFY(!cursor.isNull());
    details()->setTextCursor(cursor);
    const QPoint at = details()->cursorRect(cursor).center() - QPoint(5, 0);
    QVERIFY(!details()->anchorAt(at).isEmpty());
    cursor.clearSelection();
    details()->setTextCursor(cursor);
    QTest::mouseClick(details()->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(places.size(), 1);
    QCOMPARE(places.first().at(0).toString(), u"tests/OrderStoreTests.cs"_s);
    QCOMPARE(places.first().at(1).toInt(), 88);
}

void TstTestsPane::theKeyboardReachesTheLine()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    QApplication::setActiveWindow(m_pane.get());
    m_pane->setFocus();
    QTRY_VERIFY(view()->hasFocus());
    // The first failure is current by itself.
    QCOMPARE(view()->currentIndex().data().toString(), u"SaveAsync_Concurrent_Throws"_s);
    QSignalSpy places(&m_run->selection(), &Selection::placeAsked);
    QTest::keyClick(view(), Qt::Key_Down);
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(places.size(), 1);
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith(u"SaveAsync_Cancelled_StopsEarly\n"_s));
}

void TstTestsPane::anotherAttemptIsShownWithTheSameTest()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    view()->setCurrentIndex(find(u"FindAsync_Missing_ReturnsNull"_s));
    m_run->selection().select(kStep, m_run->attemptsOf(kStep).at(3).startedSeq);
    QTRY_COMPARE(shown().size(), 4);
    QCOMPARE(view()->currentIndex().data().toString(), u"FindAsync_Missing_ReturnsNull"_s);
    QVERIFY(details()->toPlainText().contains(u"nothing was thrown"_s));
}

void TstTestsPane::aRunningAttemptShowsWhatWaits()
{
    playPicture(*m_journal);
    m_journal->begin(kStep, 7, u"fix"_s, u"generate"_s, u"deepseek-v2:16b"_s);
    open();
    QTRY_COMPARE(shown().size(), 9);
    const auto *state = m_pane->findChild<QLabel *>(u"testsState"_s);
    QCOMPARE(state->text(), u"Attempt 7 is being written. These are the tests of attempt 6."_s);
    QCOMPARE(m_pane->title(), u"Tests"_s);
    QVERIFY(nodeOf(u"ListAsync_Pages"_s).state == TestState::Pending);
    QCOMPARE(nodeOf(u"ListAsync_Pages"_s).history.back(), PastTest::Passed);
    m_journal->append(u"candidate.made"_s, kStep, 7,
                      {{u"hash"_s, QString()}, {u"files"_s, QJsonArray()}, {u"issues"_s, QJsonArray()}});
    m_run->feed().wake();
    QTRY_COMPARE(state->text(), u"Attempt 7 is being built and tested. These are the tests of attempt 6."_s);
    m_journal->judge(kStep, 7, sampleVerdict(cases({u"ListAsync_Pages"_s}), 9, true));
    m_run->feed().wake();
    QTRY_COMPARE(m_pane->title(), u"Tests 1 / 1"_s);
    QTRY_COMPARE(shown().size(), 1);
}

void TstTestsPane::sentencesForWhatHasNoTests()
{
    playPicture(*m_journal);
    m_journal->begin(kStep, 7, u"fix"_s, u"generate"_s, u"deepseek-v2:16b"_s);
    m_journal->end(kStep, 7, u"no_candidate"_s, 0, u"the answer holds no code"_s);
    open({});
    QTRY_COMPARE(sentence(), u"Choose a step or an attempt to see its tests."_s);
    m_run->selection().select(kStep, m_run->attemptsOf(kStep).at(0).startedSeq);
    QTRY_COMPARE(sentence(), u"No test was run: the code does not build."_s);
    m_run->selection().select(kStep, m_run->attemptsOf(kStep).at(6).startedSeq);
    const auto *state = m_pane->findChild<QLabel *>(u"testsState"_s);
    QTRY_COMPARE(state->text(), u"Attempt 7 was not tested. These are the tests of attempt 6."_s);
    m_run->selection().select(u"unheard of"_s);
    QTRY_COMPARE(sentence(), u"This step has not been tried yet."_s);
}

void TstTestsPane::aJournalWithoutWholeEvidenceSaysTotals()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    m_journal->begin(kStep, 1, u"fix"_s, u"generate"_s, u"phi4"_s);
    m_journal->append(u"tests.finished"_s, kStep, 1,
                      {{u"scope"_s, u"candidate"_s},
                       {u"commit"_s, u"c0ffee"_s},
                       {u"total"_s, 3},
                       {u"passed"_s, 2},
                       {u"failed"_s, 1},
                       {u"skipped"_s, 0},
                       {u"ending"_s, u"finished"_s},
                       {u"buildOk"_s, true},
                       {u"errors"_s, 0},
                       {u"warnings"_s, 0}});
    QJsonObject verdict = domain::toJson(domain::Verdict{.score = 6, .summary = u"1 of 3 tests failed"_s});
    verdict.insert(u"evidence"_s, QJsonObject{{u"buildOk"_s, true}, {u"ending"_s, u"finished"_s}});
    m_journal->append(u"verdict.reached"_s, kStep, 1, verdict);
    open();
    QTRY_COMPARE(sentence(), u"2 of 3 tests passed; which ones is not in this run's journal."_s);
    QCOMPARE(m_pane->title(), u"Tests 2 / 3"_s);
}

void TstTestsPane::oldMomentsShowWhatWasThen()
{
    playPicture(*m_journal);
    open();
    QTRY_COMPARE(shown().size(), 9);
    const qint64 third = m_run->attemptsOf(kStep).at(2).startedSeq;
    m_run->feed().setPosition(third);
    QTRY_COMPARE(m_pane->findChild<QLabel *>(u"testsState"_s)->text(),
                 u"Attempt 3 is being written. These are the tests of attempt 2."_s);
    QCOMPARE(shown().size(), 2);
    m_run->feed().setPosition(0);
    QTRY_COMPARE(shown().size(), 9);
}

void TstTestsPane::markupInMessagesStaysText()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    domain::Verdict verdict = sampleVerdict(cases({u"!Bold"_s}), 0);
    const QString nasty =
        u"<b>bold</b> <a href=\"http://example.invalid\">x</a> <img src=\"file:///etc/passwd\"> &amp; ]]>"_s;
    verdict.evidence.tests.cases[0].message = nasty;
    attempt(*m_journal, 1, verdict);
    open();
    QTRY_COMPARE(shown().size(), 1);
    QTRY_VERIFY(details()->toPlainText().contains(nasty));
    QVERIFY(details()->places().isEmpty());
    QVERIFY(!details()->toHtml().contains(u"<a href"_s));
    QVERIFY(!details()->toHtml().contains(u"<img"_s));
}

void TstTestsPane::tenThousandTestsLeaveTheGuiThreadFree()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    QStringList names;
    for (int i = 0; i < 10'000; ++i)
        names.append(u"%1Suite%2:Case%3"_s.arg(i % 10 ? u""_s : u"!"_s).arg(i % 100).arg(i));
    for (const int number : {1, 2, 3})
        attempt(*m_journal, number, sampleVerdict(names, 9));
    m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), m_journal->run());
    m_pane = std::make_unique<TestsPane>(*m_run, m_theme);
    m_pane->resize(1400, 260);
    m_pane->show();
    QTRY_VERIFY(m_run->feed().isOpen());
    // The longest time between two beats of the GUI thread's heart.
    QElapsedTimer beat;
    qint64 longest = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
    beat.start();
    heart.start(5);
    m_run->selection().select(kStep);
    QTRY_COMPARE_WITH_TIMEOUT(m_pane->title(), u"Tests 9000 / 10000"_s, 20'000);
    QTest::qWait(200);
    qInfo("longest stall with 10,000 tests: %lld ms", longest);
    QCOMPARE(view()->model()->rowCount(), 100);
}

void TstTestsPane::theModelHolds()
{
    TestsModel model;
    TestsFilter filter;
    filter.setSourceModel(&model);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    AttemptRecord record;
    record.whole = true;
    record.verdict = sampleVerdict({u"A:x"_s, u"!A:t(1)"_s, u"A:t(2)"_s, u"B:y[1]"_s, u"loose"_s}, 5);
    record.verdict.evidence.tests.cases.last().name = u"loose"_s;
    record.verdict.evidence.tests.cases.last().className.clear();
    model.setTree(buildTestTree(record, nullptr, {}, {}));
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.index(3, 0).isValid());
    QVERIFY(!model.index(0, TestsModel::ColumnCount).isValid());
    QVERIFY(!model.index(-1, 0).isValid());
    QCOMPARE(model.rowCount(model.index(0, 1)), 0);
    const QModelIndex row = model.find({u"A"_s, u"t"_s, u"(2)"_s});
    QVERIFY(row.isValid());
    QCOMPARE(TestsModel::namesOf(row), (QStringList{u"A"_s, u"t"_s, u"(2)"_s}));
    QVERIFY(!model.find({u"A"_s, u"z"_s}).isValid());
    // One row alone is no theory.
    QVERIFY(model.find({u"B"_s, u"y[1]"_s}).isValid());
    filter.setText(u"(1)"_s);
    QCOMPARE(filter.rowCount(), 1);
    model.setTree(std::make_shared<const TestTree>());
    QCOMPARE(model.rowCount(), 0);
}

void TstTestsPane::aRealRunHasNoTestsOfText()
{
    tests::RunFixture fixture;
    const QString file = u"notes.txt"_s;
    fixture.script({{u"purpose"_s, u"generate"_s}}, fixture.block(file, u"good"_s));
    QVERIFY(fixture.run(fixture.request(fixture.plan({file}))).finished.status == domain::RunStatus::Accepted);
    // The whole evidence of what an engine wrote is found.
    const auto reader = journal::JournalReader::open(fixture.locations().run(fixture.lastRun()));
    const auto record = readAttempt(**reader, fixture.moment().attempts.first());
    QVERIFY(record && record->judged && record->proposed && record->whole);
    QVERIFY(!record->verdict.evidence.contentHash.isEmpty());
    storage::SystemClock clock;
    m_run = std::make_unique<OpenRun>(fixture.locations(), clock, fixture.lastRun());
    m_pane = std::make_unique<TestsPane>(*m_run, m_theme);
    m_pane->show();
    m_run->selection().select(u"notes"_s);
    QTRY_COMPARE(sentence(), u"No test judged this attempt."_s);
    m_pane.reset();
    m_run.reset();
}

void TstTestsPane::itLooksLikeThePicture_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

void TstTestsPane::itLooksLikeThePicture()
{
    QFETCH(bool, dark);
    m_theme.setScheme(dark ? Scheme::Dark : Scheme::Light);
    m_theme.applyTo(*qApp);
    playPicture(*m_journal);
    open();
    m_pane->resize(1200, m_theme.rowHeight() * 13);
    QTRY_COMPARE(m_pane->title(), u"Tests 7 / 9"_s);
    QTest::qWait(20);
    const QImage image = m_pane->grab().toImage();
    QVERIFY(image.save(u"tests-%1-%2.png"_s.arg(dark ? u"dark"_s : u"light"_s).arg(image.devicePixelRatio() * 100)));
    m_pane->resize(420, 700);
    QTest::qWait(20);
    m_pane->grab().save(u"tests-narrow-%1.png"_s.arg(dark ? u"dark"_s : u"light"_s));
    m_theme.setScheme(Scheme::Light);
    m_theme.applyTo(*qApp);
}

QTEST_MAIN(TstTestsPane)
#include "tst_testspane.moc"

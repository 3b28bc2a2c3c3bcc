// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "logjournal.h"

#include "runfixture.h"
#include "ui/conversation/callwindow.h"
#include "ui/conversation/conversationpane.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using stepladder::tests::LogJournal;

class TstConversationPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The offscreen plugin says this of every window.
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support).*"_s)); }
    void pictures_data();
    void pictures();
    void theMachinesOwnNotesAreNotShown();
    void keysWalkThroughTheLog();
    void theTailIsFollowedOnlyByWhoIsThere();
    void nothingMovesWhenOlderRowsCome();
    void selectionIsTheSameEverywhere();
    void filtersAreChosenInTheHeader();
    void searchGoesFromHitToHit();
    void searchWaitsForTheIndex();
    void moreShowsMoreAndLessLess();
    void copyGivesWholeTexts();
    void aLineOfAMegabyteIsNoHarm();
    void aMissingJournalIsSaidInPlace();
    void themesAndWidthsChangeWhileItIsOpen();
    void promptAndAnswerOfARealRun();

private:
    Theme m_theme{Scheme::Light};
};

namespace {

const QString kDraft = u"The row version is checked before saving, and a missing row is null.\n\n"
                       "```csharp src/OrderStore.cs\n"
                       "public async Task<Order?> FindAsync(Guid id, CancellationToken ct = default)\n"
                       "{\n"
                       "    var row = await _db.Orders.FirstOrDefaultAsync(o => o.Id == id, ct);\n"
                       "    return row is null ? null : Map(row);\n"
                       "}\n"
                       "```\n"_s;

void play(LogJournal &log)
{
    log.start({u"Order.cs"_s, u"IOrderStore.cs"_s, u"Money.cs"_s, u"OrderNumber.cs"_s, u"OrderStore.cs"_s});
    const QString step = u"OrderStore"_s;
    log.add(u"step.started"_s, step, 0, {{u"title"_s, u"Orders in the database"_s}, {u"file"_s, u"OrderStore.cs"_s}});
    log.attempt(step, 4, u"reviewer"_s, u"claude-sonnet-4"_s);
    log.effect(u"generate"_s);
    log.insight(step, 4, u"reviewer"_s, u"claude-sonnet-4"_s, u"generation"_s, u"draft"_s,
                kDraft + QString(u"And that is why the store maps rows itself.\n"_s).repeated(12));
    log.add(u"tests.finished"_s, step, 4,
            {{u"scope"_s, u"candidate"_s}, {u"buildOk"_s, true}, {u"total"_s, 9}, {u"passed"_s, 4}, {u"failed"_s, 5}});
    log.insight(step, 4, u"judge"_s, u"qwen2.5-coder:3b"_s, u"review"_s, u"verdict"_s,
                u"score 6.5: the token is accepted and never passed on"_s);
    log.ended(step, 4, u"failed"_s, 4, u"builds, 5 of 9 tests fail: FindAsync_Missing_ReturnsNull, SaveAsync_Twice"_s);
    log.attempt(step, 5, u"analyze"_s, u"phi4"_s);
    log.insight(step, 5, u"thinker"_s, u"phi4"_s, u"insight"_s, u"root_cause"_s,
                u"The four attempts share one gap: the token is accepted and never passed on, and a missing row throws "
                "instead of returning null."_s);
    log.add(u"budget.refused"_s, step, 5,
            {{u"cap"_s, u"run"_s}, {u"message"_s, u"$0.60 more than the cap of $5.00"_s}});
    log.attempt(step, 6, u"insights"_s, u"deepseek-v2:16b"_s);
    log.flush();
}

void writeLive(LogJournal &log, OpenRun &run, const QString &delta)
{
    log.news->streams().append(u"OrderStore"_s, 6, u"deepseek-v2:16b"_s, delta);
    Q_EMIT run.streamed();
}

QImage grab(QWidget &widget)
{
    return widget.grab().toImage();
}

} // namespace

void TstConversationPane::pictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TstConversationPane::pictures()
{
    QFETCH(bool, dark);
    LogJournal log;
    play(log);
    Theme theme(dark ? Scheme::Dark : Scheme::Light);
    theme.applyTo(*qApp);
    const auto run = log.open();
    ConversationPane pane(*run, theme);
    const QAbstractItemModelTester tester(&pane.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    pane.resize(830, 620);
    pane.show();
    QTRY_VERIFY(pane.model().rowCount() > 10);
    writeLive(log, *run,
              u"```csharp\npublic async Task<Order?> FindAsync(Guid id, CancellationToken ct = default) {"_s);
    run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(pane.title(), u"Conversation · step 5, attempt 6"_s);
    QTest::qWait(100);
    const QString file = u"conversation-%1-%2.png"_s.arg(dark ? u"dark"_s : u"light"_s,
                                                         QString::number(int(100 * pane.devicePixelRatioF())));
    QDir().mkpath(u"screenshots"_s);
    QVERIFY(grab(pane).save(u"screenshots/"_s + file));
}

namespace {

struct Shown
{
    LogJournal &log;
    std::unique_ptr<OpenRun> run;
    ConversationPane pane;

    Shown(LogJournal &journal, const Theme &theme)
        : log(journal)
        , run(log.open())
        , pane(*run, theme)
    {
        new QAbstractItemModelTester(&pane.model(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     &pane.model());
        pane.resize(700, 500);
        pane.show();
    }
    LogView &view() { return pane.view(); }
    LogModel &model() { return pane.model(); }
    template<typename T>
    T *child(const QString &name)
    {
        return pane.findChild<T *>(name);
    }
    bool isRead()
    {
        const auto [first, last] = view().visibleRows();
        bool read = first >= 0 && model().isComplete();
        for (int row = std::max(0, first); row <= last; ++row)
            read = model().row(row) && read;
        return read;
    }
    QString textOf(int row) { return model().row(row) ? model().row(row)->text : QString(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view(), key, modifiers); }
    void add(int count)
    {
        for (int i = 0; i < count; ++i)
            log.said(u"Order"_s, 1, u"news %1"_s.arg(i));
        log.flush();
        run->feed().wake();
    }
};

void fill(LogJournal &log, int count)
{
    log.start({u"Order.cs"_s, u"Money.cs"_s});
    for (int i = 2; i <= count; ++i)
        log.said(i <= count / 2 ? u"Order"_s : u"Money"_s, i / 100, u"number %1"_s.arg(i));
    log.flush();
}

} // namespace

void TstConversationPane::theMachinesOwnNotesAreNotShown()
{
    LogJournal log;
    play(log);
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    for (int row = 0; row < shown.model().rowCount(); ++row)
        QVERIFY(!shown.textOf(row).startsWith(u"generate"_s));
    const int few = shown.model().rowCount();
    shown.child<QComboBox>(u"logKind"_s)->setCurrentText(u"Everything"_s);
    QTRY_VERIFY(shown.model().rowCount() > few);
}

void TstConversationPane::keysWalkThroughTheLog()
{
    LogJournal log;
    fill(log, 2000);
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    QVERIFY(shown.view().isAtTail());
    shown.key(Qt::Key_Home);
    QCOMPARE(shown.view().currentSeq(), 1);
    QCOMPARE(shown.view().visibleRows().first, 0);
    shown.key(Qt::Key_Down);
    QCOMPARE(shown.view().currentSeq(), 2);
    QTRY_VERIFY(shown.isRead());
    QVERIFY(shown.view().accessibleDescription().contains(u"number 2"_s));
    shown.key(Qt::Key_PageDown);
    const qint64 page = shown.view().currentSeq();
    QVERIFY(page > 4);
    QVERIFY(!shown.view().rowRect(shown.model().rowAt(page)).isEmpty());
    shown.key(Qt::Key_PageUp);
    QCOMPARE(shown.view().currentSeq(), 1);
    shown.key(Qt::Key_End);
    QCOMPARE(shown.view().currentSeq(), 2000);
    QVERIFY(shown.view().isAtTail());
    const QRect last = shown.view().rowRect(1999);
    QCOMPARE(last.bottom() + 1, shown.view().viewport()->height());
    shown.key(Qt::Key_Up, Qt::ShiftModifier);
    shown.key(Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(shown.view().isSelected(1999));
    QVERIFY(shown.view().isSelected(1997));
    QVERIFY(!shown.view().isSelected(1996));
    // Every row is passed on the way up, and comes into sight.
    for (int row = 1996; row > 1900; --row) {
        shown.key(Qt::Key_Up);
        QCOMPARE(shown.view().currentSeq(), row + 1);
        QVERIFY(!shown.view().rowRect(row).isEmpty());
    }
    QVERIFY(!shown.view().isAtTail());
}

void TstConversationPane::theTailIsFollowedOnlyByWhoIsThere()
{
    LogJournal log;
    fill(log, 500);
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    shown.add(50);
    QTRY_COMPARE(shown.model().rowCount(), 550);
    QVERIFY(shown.view().isAtTail());
    QCOMPARE(shown.view().visibleRows().second, 549);
    QVERIFY(!shown.child<QToolButton>(u"conversationNewest"_s)->isVisible());
    shown.view().verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    const int top = shown.view().visibleRows().first;
    const QRect place = shown.view().rowRect(top);
    QVERIFY(!shown.view().isAtTail());
    shown.add(50);
    QTRY_COMPARE(shown.model().rowCount(), 600);
    QCOMPARE(shown.view().visibleRows().first, top);
    QCOMPARE(shown.view().rowRect(top), place);
    auto *newest = shown.child<QToolButton>(u"conversationNewest"_s);
    QVERIFY(newest->isVisible());
    QTest::mouseClick(newest, Qt::LeftButton);
    QTRY_VERIFY(shown.view().isAtTail());
    QCOMPARE(shown.view().visibleRows().second, 599);
}

void TstConversationPane::nothingMovesWhenOlderRowsCome()
{
    LogJournal log;
    fill(log, 30'000);
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.model().rowCount() > 0);
    QVERIFY(!shown.model().isComplete());
    shown.view().verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    const qint64 top = shown.model().seq(shown.view().visibleRows().first);
    QTRY_VERIFY(shown.isRead());
    QCOMPARE(shown.model().rowCount(), 30'000);
    QCOMPARE(shown.model().seq(shown.view().visibleRows().first), top);
}

void TstConversationPane::selectionIsTheSameEverywhere()
{
    LogJournal log;
    play(log);
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    QTRY_COMPARE(shown.run->moment().attempts.size(), 3);
    QSignalSpy titles(&shown.pane, &ConversationPane::titleChanged);
    // From a row …
    const qint64 review = 8;
    const int row = shown.model().rowAt(review);
    shown.view().show(review);
    QTRY_VERIFY(shown.isRead());
    QTest::mouseClick(shown.view().viewport(), Qt::LeftButton, {}, shown.view().rowRect(row).center());
    QCOMPARE(shown.view().currentSeq(), review);
    QCOMPARE(shown.run->selection().step(), u"OrderStore"_s);
    QCOMPARE(shown.run->selectedAttempt()->number, 4);
    QCOMPARE(titles.last().first().toString(), u"Conversation · step 5, attempt 4"_s);
    // … and to a row.
    const qint64 sixth = shown.run->moment().attempts.last().startedSeq;
    shown.run->selection().select(u"OrderStore"_s, sixth);
    QTRY_COMPARE(shown.view().currentSeq(), sixth);
    QCOMPARE(shown.pane.title(), u"Conversation · step 5, attempt 6"_s);
    QCOMPARE(shown.run->selection().attempt(), sixth);
    shown.run->selection().select(u"Money"_s);
    QCOMPARE(shown.pane.title(), u"Conversation · step 3"_s);
}

void TstConversationPane::filtersAreChosenInTheHeader()
{
    LogJournal log;
    play(log);
    log.said(u"Money"_s, 1, u"amounts"_s);
    log.flush();
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    auto *kind = shown.child<QComboBox>(u"logKind"_s);
    auto *step = shown.child<QComboBox>(u"logStep"_s);
    auto *role = shown.child<QComboBox>(u"logRole"_s);
    QTRY_COMPARE(step->count(), 7);
    kind->setCurrentText(u"Reviews"_s);
    QTRY_VERIFY(shown.isRead());
    QCOMPARE(shown.model().rowCount(), 1);
    kind->setCurrentText(u"Money"_s);
    QTRY_COMPARE(shown.model().rowCount(), 1);
    kind->setCurrentIndex(0);
    step->setCurrentText(u"3 Money.cs"_s);
    QTRY_VERIFY(shown.isRead());
    QCOMPARE(shown.model().rowCount(), 1);
    role->setCurrentText(u"Judge"_s);
    QTRY_VERIFY(shown.model().isComplete());
    QTRY_COMPARE(shown.model().rowCount(), 0);
    role->setCurrentIndex(0);
    // The selected step, as it changes.
    step->setCurrentText(u"Selected step"_s);
    QTRY_VERIFY(shown.model().rowCount() > 10);
    shown.run->selection().select(u"Money"_s);
    QTRY_COMPARE(shown.model().rowCount(), 1);
    shown.run->selection().select(u"OrderStore"_s);
    QTRY_VERIFY(shown.model().rowCount() > 5);
}

void TstConversationPane::searchGoesFromHitToHit()
{
    LogJournal log;
    fill(log, 3000);
    log.effect(u"number"_s);
    log.flush();
    log.journal.reset();
    Shown shown(log, m_theme);
    shown.pane.activateWindow();
    QTRY_VERIFY(shown.isRead());
    shown.view().setFocus();
    QTest::keyClick(&shown.view(), Qt::Key_F, Qt::ControlModifier);
    auto *edit = shown.child<QLineEdit>(u"logSearch"_s);
    QTRY_VERIFY(edit->hasFocus());
    QTest::keyClicks(edit, u"number 77"_s);
    auto *hits = shown.child<QLabel>(u"logHits"_s);
    QTRY_COMPARE(shown.pane.search().searchedTo(), 3001);
    // "77" is the last word and a whole one: two digits.
    QTRY_COMPARE(hits->text(), u"1 of 1"_s);
    QTRY_COMPARE(shown.view().currentSeq(), 77);
    QTRY_VERIFY(!shown.view().rowRect(76).isEmpty());
    edit->setText(u"number 277"_s);
    QTRY_COMPARE(hits->text(), u"1 of 11"_s); // 277 and 2770 to 2779, the note of the machine not among them
    QTRY_COMPARE(shown.view().currentSeq(), 2779);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(shown.view().currentSeq(), 2778);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(shown.view().currentSeq(), 2779);
    QTest::keyClick(edit, Qt::Key_F3, Qt::ShiftModifier);
    QTRY_COMPARE(shown.view().currentSeq(), 277);
    QCOMPARE(hits->text(), u"11 of 11"_s);
    edit->setText(u"nowhere"_s);
    QTRY_COMPARE(hits->text(), u"no hits"_s);
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(edit->text().isEmpty());
    QVERIFY(!hits->isVisible());
    QTRY_VERIFY(shown.view().hasFocus());
}

void TstConversationPane::searchWaitsForTheIndex()
{
    LogJournal log;
    fill(log, 50);
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    shown.child<QLineEdit>(u"logSearch"_s)->setText(u"news"_s);
    QTRY_VERIFY(!shown.pane.search().isLooking());
    // The run goes on and its writer fills the index: what comes is found too.
    shown.add(3);
    QTRY_COMPARE(shown.pane.search().hits().size(), 3);
    QTRY_COMPARE(shown.view().currentSeq(), shown.pane.search().hits().at(shown.pane.search().current()));
    shown.add(2);
    QTRY_COMPARE(shown.pane.search().hits().size(), 5);
}

void TstConversationPane::moreShowsMoreAndLessLess()
{
    LogJournal log;
    log.start({u"Order.cs"_s});
    const qint64 seq = log.said(u"Order"_s, 1, QString(u"a line\n"_s).repeated(60));
    log.flush();
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    const int row = shown.model().rowAt(seq);
    const int height = shown.view().rowRect(row).height();
    shown.view().setCurrent(seq);
    shown.key(Qt::Key_Space);
    QTRY_VERIFY(shown.model().isLengthened(seq));
    shown.view().show(seq);
    QTRY_VERIFY(shown.view().rowRect(row).height() > 3 * height);
    shown.key(Qt::Key_Left);
    QVERIFY(!shown.model().isLengthened(seq));
    QTRY_COMPARE(shown.view().rowRect(row).height(), height);
    // The word does the same.
    const QRect rect = shown.view().rowRect(row);
    QTest::mouseClick(shown.view().viewport(), Qt::LeftButton, {},
                      {m_theme.space(3) + 5, rect.bottom() - m_theme.space(2) - 5});
    QTRY_VERIFY(shown.model().isLengthened(seq));
}

void TstConversationPane::copyGivesWholeTexts()
{
    LogJournal log;
    log.start({u"Order.cs"_s});
    log.said(u"Order"_s, 1, QString(5000, u'x') + u"end"_s);
    log.said(u"Order"_s, 1, u"short"_s);
    log.flush();
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    QApplication::clipboard()->clear();
    QTest::keySequence(&shown.view(), QKeySequence::SelectAll);
    QTest::keySequence(&shown.view(), QKeySequence::Copy);
    QTRY_VERIFY(!QApplication::clipboard()->text().isEmpty());
    const QStringList lines = QApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(0).contains(u"Run started"_s));
    QVERIFY(lines.at(1).endsWith(u"xxxend"_s));
    QVERIFY(lines.at(2).contains(u"phi4 (insight · plan · attempt 1): short"_s));
}

void TstConversationPane::aLineOfAMegabyteIsNoHarm()
{
    LogJournal log;
    log.start({u"Order.cs"_s});
    const qint64 seq = log.said(u"Order"_s, 1, u"```\n"_s + QString(1'000'000, u'x'));
    log.add(u"run.paused"_s, {}, 0, {{u"reason"_s, QString(1'000'000, u'y')}});
    log.flush();
    Shown shown(log, m_theme);
    QTRY_VERIFY(shown.isRead());
    QVERIFY(shown.view().rowRect(shown.model().rowAt(seq)).height() < 300);
    shown.view().setCurrent(seq);
    shown.key(Qt::Key_Space);
    QTRY_VERIFY(shown.model().isLengthened(seq));
    shown.key(Qt::Key_Return);
    QPointer<CallWindow> window = shown.pane.findChild<CallWindow *>();
    QVERIFY(window);
    QTRY_VERIFY(window->findChild<QPlainTextEdit *>(u"callAnswer"_s));
    window->close();
    log.news->streams().append(u"Order"_s, 1, u"m"_s, QString(1'000'000, u'z'));
    Q_EMIT shown.run->streamed();
    shown.view().toTail();
    QVERIFY(!grab(shown.pane).isNull());
}

void TstConversationPane::aMissingJournalIsSaidInPlace()
{
    LogJournal log;
    OpenRun run(log.locations, log.clock, u"no-such-run"_s);
    ConversationPane pane(run, m_theme);
    pane.show();
    auto *error = pane.findChild<QLabel *>(u"conversationError"_s);
    QTRY_VERIFY(error->isVisible());
    QVERIFY(error->text().contains(u"there is no run"_s));
}

void TstConversationPane::themesAndWidthsChangeWhileItIsOpen()
{
    LogJournal log;
    play(log);
    Theme theme(Scheme::Light);
    Shown shown(log, theme);
    QTRY_VERIFY(shown.isRead());
    const QImage light = grab(shown.pane);
    theme.setScheme(Scheme::Dark);
    theme.applyTo(*qApp);
    QVERIFY(grab(shown.pane) != light);
    QCOMPARE(grab(shown.view()).pixelColor(2, shown.view().height() - 3), theme.color(Role::Pane));
    for (const int width : {60, 200, 1200, 400}) {
        shown.pane.resize(width, 300);
        QCoreApplication::processEvents();
        QVERIFY(!grab(shown.pane).isNull());
        QVERIFY(shown.view().isAtTail());
    }
    m_theme.applyTo(*qApp);
}

void TstConversationPane::promptAndAnswerOfARealRun()
{
    tests::RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, tests::RunFixture::block(u"a.txt"_s, u"hello"_s),
             {{u"usage"_s, QJsonObject{{u"input"_s, 1200}, {u"output"_s, 34}}}});
    auto request = f.request(f.plan({u"a.txt"_s}));
    request.mode = domain::Mode::Autonomous;
    f.run(request);
    QVERIFY2(!f.lastRun().isEmpty(), qPrintable(f.lastError().message));
    storage::SystemClock clock;
    OpenRun run(f.locations(), clock, f.lastRun());
    ConversationPane pane(run, m_theme);
    pane.resize(700, 500);
    pane.show();
    QTRY_VERIFY(pane.model().isComplete() && pane.model().rowCount() > 0);
    const auto drafts = f.entries({u"insight"_s});
    const auto draft = std::find_if(drafts.begin(), drafts.end(), [](const domain::Entry &entry) {
        return entry.data[u"entryType"].toString() == u"generation"_s;
    });
    QVERIFY(draft != drafts.end());
    pane.view().setCurrent(draft->seq);
    QTest::keyClick(&pane.view(), Qt::Key_Return);
    auto *window = pane.findChild<CallWindow *>();
    QVERIFY(window);
    QTRY_VERIFY(window->findChild<QPlainTextEdit *>(u"callPrompt"_s));
    QVERIFY(window->findChild<QPlainTextEdit *>(u"callPrompt"_s)->toPlainText().contains(u"write a.txt"_s));
    QVERIFY(window->findChild<QPlainTextEdit *>(u"callAnswer"_s)->toPlainText().contains(u"hello"_s));
    const QString facts = window->findChild<QLabel *>(u"callFacts"_s)->text();
    QVERIFY2(facts.contains(u"cheap as generator (generate)"_s), qPrintable(facts));
    QVERIFY2(facts.contains(u"1,200 tokens in, 34 out"_s), qPrintable(facts));
    // Whatever is in the log can be opened.
    for (int row = 0; row < pane.model().rowCount(); ++row) {
        pane.view().setCurrent(pane.model().seq(row));
        QTest::keyClick(&pane.view(), Qt::Key_Return);
    }
    QTRY_VERIFY(pane.findChildren<CallWindow *>().last()->findChild<QPlainTextEdit *>(u"callEntry"_s));
}

QTEST_MAIN(TstConversationPane)
#include "tst_conversationpane.moc"

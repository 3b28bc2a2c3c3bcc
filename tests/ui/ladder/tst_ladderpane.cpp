// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/request.h"
#include "tests/core/engine/runfixture.h"
#include "tests/ui/support/climbjournal.h"
#include "ui/ladder/ladderpane.h"
#include "ui/ladder/ladderview.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QJsonArray>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using tests::brokenVerdict;
using tests::ClimbJournal;
using tests::sampleVerdict;

namespace {

const QString kStep = u"OrderStore"_s;
const QString kDs = u"deepseek-v2:16b"_s;

/// The picture's step: three generations, the reviewer, an analysis, and the sixth attempt being written.
void playPicture(ClimbJournal &j)
{
    j.start({u"src/OrderStore.cs"_s, u"src/TaxTable.cs"_s});
    j.startStep(kStep);
    j.enter(kStep, u"first"_s);
    j.begin(kStep, 1, u"first"_s, u"generate"_s, kDs);
    j.settle(kStep, 1, kDs, u"generate"_s, 9000, 2000, 0);
    j.judge(kStep, 1, sampleVerdict({}, 0));
    j.end(kStep, 1, u"failed"_s, 0, u"a path leaves the workspace"_s);
    j.enter(kStep, u"fix"_s);
    for (const int n : {2, 3}) {
        j.begin(kStep, n, u"fix"_s, u"generate"_s, kDs);
        j.settle(kStep, n, kDs, u"generate"_s, 11000, 4000, 0);
        j.judge(kStep, n, sampleVerdict({u"!T:A"_s, u"!T:B"_s, u"T:C"_s}, 3));
        j.end(kStep, n, u"failed"_s, 3, u"2 of 3 tests failed"_s);
    }
    j.leave(kStep, u"fix"_s, u"the same findings three times"_s);
    j.enter(kStep, u"reviewer"_s);
    j.begin(kStep, 4, u"reviewer"_s, u"generate"_s, u"claude-sonnet-4"_s);
    j.settle(kStep, 4, u"claude-sonnet-4"_s, u"generate"_s, 10000, 3000, 120'000);
    j.judge(kStep, 4, brokenVerdict(3));
    j.end(kStep, 4, u"failed"_s, 0, u"does not build: 3 errors"_s);
    j.enter(kStep, u"analyze"_s);
    j.begin(kStep, 5, u"analyze"_s, u"analyze"_s, u"phi4"_s);
    j.end(kStep, 5, u"ended"_s, 0, u"analysed: token dropped"_s);
    j.enter(kStep, u"insights"_s);
    j.begin(kStep, 6, u"insights"_s, u"generate"_s, kDs);
}

} // namespace

class TstLadderPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theFirstLadderOfAProgramIsReadOut();
    void theRungsOfTheRunAreShown();
    void chipsSayWhatCameOfEachAttempt();
    void aClickSelectsEverywhere();
    void theKeyboardGoesAmongChips();
    void hoverTellsTheEvidence();
    void screenReadersHearEachChip();
    void whatIsAheadIsEstimatedFromRecordedCallsAlone();
    void aSkippedRungSaysWhy();
    void aStubsTestsAreNotTheLastAttempts();
    void anotherRoundIsShownBesideTheFirst();
    void aPersonIsWaitedFor();
    void oldMomentsShowWhatWasThen();
    void newEntriesArrive();
    void theRungStoodOnIsKeptInSight();
    void aPersonsCodeIsNoNumberedAttempt();
    void sixtyAttemptsStayReadable();
    void aStepNotBegunShowsItsLadder();
    void nothingSelectedSaysWhatToDo();
    void aMissingJournalIsSaidInPlace();
    void aPaneClosedWithTheKeyboardInItTellsNobody();
    void aRealRunClimbs();
    void itLooksLikeThePicture_data();
    void itLooksLikeThePicture();

private:
    void open(ClimbJournal &journal, const QString &step = kStep);
    const RungScene &rung(const QString &id) const;
    int chipOf(const QString &beginning) const;
    LadderView *view() const { return m_pane->findChild<LadderView *>(); }

    Theme m_theme{Scheme::Light};
    std::unique_ptr<ClimbJournal> m_journal;
    std::unique_ptr<OpenRun> m_run;
    std::unique_ptr<LadderPane> m_pane;
};

void TstLadderPane::initTestCase()
{
    m_theme.applyTo(*qApp);
}

void TstLadderPane::init()
{
    // The offscreen platform says what it cannot do.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_journal = std::make_unique<ClimbJournal>();
}

void TstLadderPane::cleanup()
{
    m_pane.reset();
    m_run.reset();
    m_journal.reset();
}

void TstLadderPane::open(ClimbJournal &journal, const QString &step)
{
    m_run = std::make_unique<OpenRun>(journal.locations(), journal.clock(), journal.run());
    m_pane = std::make_unique<LadderPane>(*m_run, m_theme);
    m_pane->resize(300, 900);
    m_pane->show();
    m_run->selection().select(step);
    QTRY_VERIFY(view()->isVisible() && !view()->scene().rungs.isEmpty());
}

const RungScene &TstLadderPane::rung(const QString &id) const
{
    static const RungScene none;
    const auto &rungs = view()->scene().rungs;
    const auto it = std::find_if(rungs.begin(), rungs.end(), [&id](const RungScene &r) { return r.id == id; });
    return it == rungs.end() ? none : *it;
}

int TstLadderPane::chipOf(const QString &beginning) const
{
    for (int i = 0; i < int(view()->places().chips().size()); ++i) {
        if (view()->chip(i).text.startsWith(beginning))
            return i;
    }
    return -1;
}

/// It told its name before it was known what it is: a scroll area for good, whose seventh child was a crash at its
/// focus.
void TstLadderPane::theFirstLadderOfAProgramIsReadOut()
{
    QAccessible::setActive(true);
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_VERIFY(chipOf(u"6 "_s) >= 0);
    const QAccessibleInterface *list = QAccessible::queryAccessibleInterface(view());
    QVERIFY(list && list->role() == QAccessible::List);
    QCOMPARE(list->childCount(), int(view()->places().chips().size()));
}

void TstLadderPane::theRungsOfTheRunAreShown()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_COMPARE(view()->scene().rungs.size(), 12);
    QCOMPARE(view()->scene().rungs.first().title, u"generate"_s);
    QCOMPARE(view()->scene().rungs.last().title, u"L4 stub"_s);
    QTRY_VERIFY(rung(u"insights"_s).state == RungState::Stood);
    QVERIFY(rung(u"first"_s).state == RungState::Climbed);
    QVERIFY(rung(u"premium"_s).state == RungState::Ahead);
    QCOMPARE(m_pane->title(), u"Ladder · never-surrender"_s);
    QCOMPARE(rung(u"fix"_s).note, u"left early"_s);
    QVERIFY(rung(u"fix"_s).evidence.contains(u"the same findings three times"_s));
}

void TstLadderPane::chipsSayWhatCameOfEachAttempt()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_COMPARE(rung(u"fix"_s).chips.size(), 2);
    QTRY_COMPARE(rung(u"reviewer"_s).chips.value(0).text, u"4 sonnet 3 errors"_s);
    QCOMPARE(rung(u"first"_s).chips.value(0).text, u"1 ds 0.0"_s);
    QCOMPARE(rung(u"fix"_s).chips.value(1).text, u"3 ds 1/3"_s);
    QCOMPARE(rung(u"analyze"_s).chips.value(0).text, u"5 phi4: token dropped"_s);
    QCOMPARE(rung(u"insights"_s).chips.value(0).text, u"6 ds writing"_s);
    QVERIFY(rung(u"reviewer"_s).chips.value(0).bar == Role::Fail);
    QVERIFY(rung(u"analyze"_s).chips.value(0).bar == Role::Ok);
    QVERIFY(rung(u"insights"_s).chips.value(0).bar == Role::Accent);
    const QString words = rung(u"reviewer"_s).chips.value(0).evidence;
    for (const QString &part :
         {u"Attempt 4"_s, u"claude-sonnet-4"_s, u"does not build: 3 errors"_s, u"$0.12"_s, u"score 0.0"_s})
        QVERIFY2(words.contains(part), qPrintable(words));
}

void TstLadderPane::aClickSelectsEverywhere()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_VERIFY(chipOf(u"4 "_s) >= 0);
    // Until something is chosen it is the last attempt that everything shows.
    QTRY_COMPARE(view()->chosen(), rung(u"insights"_s).chips.value(0).startedSeq);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->shownRect(chipOf(u"4 "_s)).center());
    QCOMPARE(m_run->selection().step(), kStep);
    QVERIFY(m_run->selectedAttempt());
    QCOMPARE(m_run->selectedAttempt()->number, 4);
    // And the other way round.
    m_run->selection().select(kStep, m_run->attemptsOf(kStep).at(1).startedSeq);
    QCOMPARE(view()->chosen(), m_run->attemptsOf(kStep).at(1).startedSeq);
}

void TstLadderPane::theKeyboardGoesAmongChips()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_VERIFY(chipOf(u"3 "_s) >= 0);
    QApplication::setActiveWindow(m_pane.get());
    m_pane->setFocus();
    QTRY_VERIFY(view()->hasFocus());
    QTRY_COMPARE(view()->current(), chipOf(u"6 "_s));
    QTest::keyClick(view(), Qt::Key_Home);
    QCOMPARE(view()->current(), chipOf(u"1 "_s));
    QTest::keyClick(view(), Qt::Key_Up);
    QCOMPARE(view()->current(), chipOf(u"2 "_s));
    QTest::keyClick(view(), Qt::Key_Right);
    QCOMPARE(view()->current(), chipOf(u"3 "_s));
    QTest::keyClick(view(), Qt::Key_Down);
    QCOMPARE(view()->current(), chipOf(u"1 "_s));
    QTest::keyClick(view(), Qt::Key_Left);
    QCOMPARE(view()->current(), chipOf(u"1 "_s));
    QTest::keyClick(view(), Qt::Key_Right);
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(m_run->selectedAttempt()->number, 2);
    const auto *evidence = m_pane->findChild<QLabel *>(u"ladderEvidence"_s);
    QVERIFY(evidence->isVisible());
    QVERIFY(evidence->text().contains(u"1 of 3 tests passed"_s));
    QVERIFY(view()->accessibleDescription().contains(u"Attempt 2"_s));
}

void TstLadderPane::hoverTellsTheEvidence()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_VERIFY(chipOf(u"4 "_s) >= 0);
    const auto hover = [this](const QPoint &point) {
        QHelpEvent event(QEvent::ToolTip, point, view()->viewport()->mapToGlobal(point));
        QApplication::sendEvent(view()->viewport(), &event);
    };
    hover(view()->shownRect(chipOf(u"4 "_s)).center());
    QVERIFY(QToolTip::text().contains(u"does not build: 3 errors"_s));
    const auto &rungs = view()->places().rungs();
    hover(rungs.at(1).title.center());
    QVERIFY(QToolTip::text().contains(u"the same findings three times"_s));
    QToolTip::hideText();
}

void TstLadderPane::screenReadersHearEachChip()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_VERIFY(chipOf(u"6 "_s) >= 0);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(view());
    QVERIFY(list);
    QVERIFY(list->role() == QAccessible::List);
    QCOMPARE(list->childCount(), 6);
    QAccessibleInterface *chip = list->child(chipOf(u"4 "_s));
    QVERIFY(chip && chip->isValid());
    QCOMPARE(chip->text(QAccessible::Name), u"4 sonnet 3 errors"_s);
    QVERIFY(chip->text(QAccessible::Description).contains(u"does not build"_s));
    QCOMPARE(list->indexOfChild(chip), chipOf(u"4 "_s));
    QVERIFY(list->childAt(chip->rect().center().x(), chip->rect().center().y()) == chip);
    chip->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(m_run->selectedAttempt()->number, 4);
    QVERIFY(chip->state().selected);
}

void TstLadderPane::whatIsAheadIsEstimatedFromRecordedCallsAlone()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    open(*m_journal);
    // No call was recorded: what a person has is known, money is not.
    QTRY_COMPARE(rung(u"human"_s).note, u"24 h"_s);
    QCOMPARE(rung(u"premium"_s).note, QString());
    QCOMPARE(rung(u"ensemble"_s).note, u"3 models"_s);
    QCOMPARE(rung(u"stub"_s).note, QString());
    cleanup();
    init();
    playPicture(*m_journal);
    open(*m_journal);
    // The mean of four calls is 10,250 in and 3,250 out: 10,250 × $15 + 3,250 × $75 a million.
    QTRY_COMPARE(rung(u"premium"_s).note, u"~$0.40"_s);
    QVERIFY(rung(u"premium"_s).evidence.contains(u"claude-opus-4"_s));
    QVERIFY(rung(u"premium"_s).evidence.contains(u"n = 4"_s));
    QVERIFY(rung(u"ensemble"_s).note.startsWith(u"3 models · ~$"_s));
    QCOMPARE(rung(u"rethink"_s).note, QString()); // free, and no such call was recorded
}

void TstLadderPane::aSkippedRungSaysWhy()
{
    playPicture(*m_journal);
    m_journal->skip(kStep, u"premium"_s, u"no model plays premium"_s);
    open(*m_journal);
    QTRY_VERIFY(rung(u"premium"_s).state == RungState::Skipped);
    QCOMPARE(rung(u"premium"_s).note, u"skipped: no model plays premium"_s);
}

void TstLadderPane::aStubsTestsAreNotTheLastAttempts()
{
    playPicture(*m_journal);
    m_journal->judge(kStep, 6, sampleVerdict({u"T:A"_s, u"T:B"_s, u"!T:C"_s}, 6));
    m_journal->end(kStep, 6, u"failed"_s, 6, u"1 of 3 tests failed"_s);
    m_journal->append(u"level.entered"_s, kStep, 6, {{u"rung"_s, u"stub"_s}});
    m_journal->judge(kStep, 6, sampleVerdict({u"T:A"_s, u"!T:B"_s, u"!T:C"_s}, 3));
    open(*m_journal);
    QTRY_VERIFY(chipOf(u"6 "_s) >= 0);
    QCOMPARE(view()->chip(chipOf(u"6 "_s)).text, u"6 ds 2/3"_s);
}

void TstLadderPane::anotherRoundIsShownBesideTheFirst()
{
    playPicture(*m_journal);
    m_journal->end(kStep, 6, u"failed"_s, 2, u"nothing holds"_s);
    m_journal->endStep(kStep, u"skipped"_s, 2, 6);
    m_journal->append(u"step.reopened"_s, kStep, 0, {{u"epoch"_s, 1}, {u"reason"_s, u"retry"_s}, {u"by"_s, u"ada"_s}});
    m_journal->startStep(kStep, 1);
    m_journal->enter(kStep, u"first"_s);
    m_journal->begin(kStep, 1, u"first"_s, u"generate"_s, kDs, 1);
    m_journal->judge(kStep, 1, sampleVerdict({u"T:A"_s}, 9, true));
    m_journal->end(kStep, 1, u"passed"_s, 9, u"builds, 1 tests passed"_s);
    open(*m_journal);
    QTRY_COMPARE(rung(u"first"_s).chips.size(), 4);
    QCOMPARE(rung(u"first"_s).chips.at(0).text, u"round 1"_s);
    QCOMPARE(rung(u"first"_s).chips.at(1).text, u"1 ds 0.0"_s);
    QCOMPARE(rung(u"first"_s).chips.at(2).text, u"round 2"_s);
    QCOMPARE(rung(u"first"_s).chips.at(3).text, u"1 ds 9.0"_s);
    // The second climb begins at the foot again.
    QTRY_VERIFY(rung(u"first"_s).state == RungState::Stood);
    QVERIFY(rung(u"fix"_s).state == RungState::Ahead);
}

void TstLadderPane::aPersonIsWaitedFor()
{
    playPicture(*m_journal);
    m_journal->end(kStep, 6, u"failed"_s, 2, u"nothing holds"_s);
    m_journal->enter(kStep, u"human"_s);
    const qint64 deadline = m_journal->clock().nowMs() + 2000 + (23 * 60 + 41) * 60'000LL;
    m_journal->append(u"guidance.requested"_s, kStep, 6,
                      {{u"request"_s,
                        domain::toJson(domain::Request{.id = u"sample.1"_s,
                                                       .run = m_journal->run(),
                                                       .step = kStep,
                                                       .kind = domain::RequestKind::Guidance,
                                                       .title = u"Help Needed: OrderStore.cs"_s,
                                                       .question = u"What would help?"_s,
                                                       .createdMs = m_journal->clock().nowMs(),
                                                       .deadlineMs = deadline})}});
    m_journal->append(u"step.waiting"_s, kStep, 6,
                      {{u"request"_s, u"sample.1"_s}, {u"reason"_s, u"Help Needed: OrderStore.cs"_s}});
    open(*m_journal);
    QTRY_COMPARE(rung(u"human"_s).chips.size(), 1);
    QCOMPARE(rung(u"human"_s).chips.first().text, u"waiting"_s);
    QVERIFY(rung(u"human"_s).chips.first().bar == Role::Waiting);
    QCOMPARE(rung(u"human"_s).note, u"23 h 41 min"_s);
    QVERIFY(rung(u"human"_s).state == RungState::Stood);
}

void TstLadderPane::oldMomentsShowWhatWasThen()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_COMPARE(rung(u"reviewer"_s).chips.size(), 1);
    // Right after the third attempt began.
    m_run->feed().setPosition(m_run->attemptsOf(kStep).at(2).startedSeq);
    QTRY_COMPARE(rung(u"fix"_s).chips.size(), 2);
    QTRY_COMPARE(rung(u"fix"_s).chips.value(1).text, u"3 ds writing"_s);
    QVERIFY(rung(u"fix"_s).state == RungState::Stood);
    QVERIFY(rung(u"reviewer"_s).state == RungState::Ahead);
    QVERIFY(rung(u"reviewer"_s).chips.isEmpty());
    m_run->feed().setPosition(0);
    QTRY_COMPARE(rung(u"reviewer"_s).chips.size(), 1);
}

void TstLadderPane::newEntriesArrive()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_COMPARE(rung(u"insights"_s).chips.value(0).text, u"6 ds writing"_s);
    m_journal->judge(kStep, 6, sampleVerdict({u"T:A"_s, u"!T:B"_s}, 5));
    m_journal->end(kStep, 6, u"failed"_s, 5, u"1 of 2 tests failed"_s);
    m_journal->enter(kStep, u"premium"_s);
    m_journal->begin(kStep, 7, u"premium"_s, u"generate"_s, u"claude-opus-4"_s);
    m_run->feed().wake();
    QTRY_COMPARE(rung(u"insights"_s).chips.value(0).text, u"6 ds 1/2"_s);
    QTRY_COMPARE(rung(u"premium"_s).chips.value(0).text, u"7 opus writing"_s);
    QTRY_VERIFY(rung(u"premium"_s).state == RungState::Stood);
    m_journal->judge(kStep, 7, sampleVerdict({u"T:A"_s, u"T:B"_s}, 9, true));
    m_journal->end(kStep, 7, u"passed"_s, 9, u"builds, 2 tests passed, score 9"_s);
    m_journal->endStep(kStep, u"accepted"_s, 9, 7);
    m_run->feed().wake();
    QTRY_VERIFY(rung(u"premium"_s).end == domain::StepState::Accepted);
    QCOMPARE(rung(u"premium"_s).chips.value(0).text, u"7 opus 9.0"_s);
    QVERIFY(rung(u"premium"_s).state == RungState::Climbed);
    QVERIFY(rung(u"best"_s).note.isEmpty());
}

void TstLadderPane::theRungStoodOnIsKeptInSight()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    m_journal->enter(kStep, u"first"_s);
    open(*m_journal);
    m_pane->resize(300, 200);
    const auto inSight = [this](const QString &id) {
        for (int i = 0; i < int(view()->scene().rungs.size()); ++i) {
            if (view()->scene().rungs.at(i).id == id)
                return view()->viewport()->rect().contains(
                    view()->places().rungs().at(i).title.translated(0, -view()->verticalScrollBar()->value()));
        }
        return false;
    };
    QTRY_VERIFY(rung(u"first"_s).state == RungState::Stood);
    view()->showStood();
    QVERIFY(inSight(u"first"_s));
    QVERIFY(!inSight(u"stub"_s));
    m_journal->enter(kStep, u"stub"_s);
    m_run->feed().wake();
    QTRY_VERIFY(inSight(u"stub"_s));
}

void TstLadderPane::aPersonsCodeIsNoNumberedAttempt()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    m_journal->enter(kStep, u"human"_s);
    m_journal->begin(kStep, 0, u"human"_s, u"human"_s, {});
    m_journal->judge(kStep, 0, sampleVerdict({u"T:A"_s}, 9, true));
    m_journal->end(kStep, 0, u"passed"_s, 9, u"builds, 1 tests passed"_s);
    open(*m_journal);
    QTRY_COMPARE(rung(u"human"_s).chips.value(0).text, u"own code 9.0"_s);
    QVERIFY(rung(u"human"_s).chips.value(0).evidence.startsWith(u"A person's code"_s));
}

void TstLadderPane::sixtyAttemptsStayReadable()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    m_journal->enter(kStep, u"fix"_s);
    for (int n = 1; n <= 60; ++n) {
        m_journal->begin(kStep, n, u"fix"_s, u"generate"_s, n % 7 ? kDs : u"claude-sonnet-4"_s);
        m_journal->end(kStep, n, u"failed"_s, n % 9, u"not yet"_s);
    }
    open(*m_journal);
    QTRY_COMPARE(rung(u"fix"_s).chips.size(), 60);
    m_pane->resize(300, 500);
    QTRY_COMPARE(view()->width(), 300);
    // Every chip whole inside the pane, none over another.
    for (int i = 0; i < 60; ++i) {
        QVERIFY(view()->shownRect(i).right() < view()->viewport()->width());
        QVERIFY(i == 0 || !view()->shownRect(i).intersects(view()->shownRect(i - 1)));
    }
    QApplication::setActiveWindow(m_pane.get());
    m_pane->setFocus();
    QTRY_VERIFY(view()->hasFocus());
    QTest::keyClick(view(), Qt::Key_End);
    QVERIFY(view()->viewport()->rect().contains(view()->shownRect(view()->current())));
    QTest::keyClick(view(), Qt::Key_Home);
    QVERIFY(view()->viewport()->rect().contains(view()->shownRect(view()->current())));
    m_pane->grab().save(u"ladder-60.png"_s);
}

void TstLadderPane::aStepNotBegunShowsItsLadder()
{
    playPicture(*m_journal);
    open(*m_journal, u"TaxTable"_s);
    QCOMPARE(view()->scene().rungs.size(), 12);
    QVERIFY(rung(u"first"_s).state == RungState::Ahead);
    QVERIFY(rung(u"first"_s).chips.isEmpty());
}

void TstLadderPane::nothingSelectedSaysWhatToDo()
{
    playPicture(*m_journal);
    m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), m_journal->run());
    m_pane = std::make_unique<LadderPane>(*m_run, m_theme);
    m_pane->show();
    const auto *sentence = m_pane->findChild<QLabel *>(u"ladderSentence"_s);
    QTRY_COMPARE(sentence->text(), u"Choose a step in the plan to see how far it has climbed."_s);
    QVERIFY(sentence->isVisible());
}

void TstLadderPane::aMissingJournalIsSaidInPlace()
{
    m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), u"nothing"_s);
    m_pane = std::make_unique<LadderPane>(*m_run, m_theme);
    m_pane->show();
    QTRY_VERIFY(m_pane->findChild<QLabel *>(u"ladderSentence"_s)->text().startsWith(u"The ladder cannot be shown: "_s));
}

/// The view lost the keyboard while its pane was being destroyed, and told it.
void TstLadderPane::aPaneClosedWithTheKeyboardInItTellsNobody()
{
    playPicture(*m_journal);
    open(*m_journal);
    QTRY_VERIFY(chipOf(u"6 "_s) >= 0);
    QApplication::setActiveWindow(m_pane.get());
    m_pane->setFocus();
    QTRY_VERIFY(view()->hasFocus());
    int told = 0;
    connect(m_pane->findChild<QLabel *>(u"ladderEvidence"_s), &QObject::destroyed, this, [&told] { ++told; });
    m_pane.reset();
    QCOMPARE(told, 1);
}

void TstLadderPane::aRealRunClimbs()
{
    tests::RunFixture fixture;
    const QString file = u"notes.txt"_s;
    fixture.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"no code here"_s);
    fixture.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}}, fixture.block(file, u"good"_s));
    const auto outcome = fixture.run(fixture.request(fixture.plan({file})));
    QVERIFY(outcome.finished.status == domain::RunStatus::Accepted);
    storage::SystemClock clock;
    m_run = std::make_unique<OpenRun>(fixture.locations(), clock, fixture.lastRun());
    m_pane = std::make_unique<LadderPane>(*m_run, m_theme);
    m_pane->resize(300, 900);
    m_pane->show();
    m_run->selection().select(u"notes"_s);
    QTRY_COMPARE(view()->scene().rungs.size(), 12);
    QTRY_COMPARE(rung(u"first"_s).chips.value(0).text, u"1 cheap no candidate"_s);
    QTRY_VERIFY(rung(u"fix"_s).end == domain::StepState::Accepted);
    QCOMPARE(rung(u"fix"_s).chips.value(0).text, u"2 cheap 10.0"_s);
    m_pane.reset();
    m_run.reset();
}

void TstLadderPane::itLooksLikeThePicture_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

void TstLadderPane::itLooksLikeThePicture()
{
    QFETCH(bool, dark);
    m_theme.setScheme(dark ? Scheme::Dark : Scheme::Light);
    m_theme.applyTo(*qApp);
    playPicture(*m_journal);
    open(*m_journal);
    m_pane->resize(m_theme.space(75), m_theme.rowHeight() * 26);
    QTRY_COMPARE(rung(u"premium"_s).note, u"~$0.40"_s);
    QTRY_COMPARE(rung(u"reviewer"_s).chips.value(0).text, u"4 sonnet 3 errors"_s);
    const QImage image = m_pane->grab().toImage();
    QVERIFY(image.save(u"ladder-%1-%2.png"_s.arg(dark ? u"dark"_s : u"light"_s).arg(image.devicePixelRatio() * 100)));
    QVERIFY(image.pixelColor(image.width() - 3, 3) == m_theme.color(Role::Pane));
    // The rung stood on is marked over the whole width.
    const auto &rungs = view()->places().rungs();
    const QPoint edge(view()->width() - 3, rungs.at(4).rect.center().y());
    QVERIFY(image.pixelColor(edge * image.devicePixelRatio()) == m_theme.color(Role::Selection));
    m_theme.setScheme(Scheme::Light);
    m_theme.applyTo(*qApp);
}

QTEST_MAIN(TstLadderPane)
#include "tst_ladderpane.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"
#include "samplejournal.h"
#include "ui/plan/planpane.h"
#include "ui/plan/planview.h"
#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using tests::SampleJournal;

class TstPlanPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void theModelFollowsTheRun();
    void anOlderMomentHasFewerSteps();
    void everyStepShowsItsState();
    void selectingIsTheSameEverywhere();
    void typingFindsAStep();
    void dependenciesAreMarked();
    void theMenuIsReachedByKeyboard();
    void aRunThatCannotBeReadSaysSo();
    void aRealRunIsShownToItsEnd();
    void looksAsDrawn_data();
    void looksAsDrawn();
};

namespace {

QAbstractItemModel *modelOf(const PlanPane &pane)
{
    return pane.findChild<QAbstractItemModel *>();
}

PlanView *viewOf(const PlanPane &pane)
{
    return pane.findChild<PlanView *>(u"planView"_s);
}

QString textAt(const PlanPane &pane, int row, int column)
{
    return modelOf(pane)->index(row, column).data().toString();
}

QPoint centreOf(const PlanPane &pane, int row)
{
    return viewOf(pane)->visualRect(modelOf(pane)->index(row, 0)).center();
}

} // namespace

void TstPlanPane::theModelFollowsTheRun()
{
    PlanModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    journal::Moment moment;
    for (int i = 0; i < 5; ++i)
        moment.steps.append({.id = QString::number(i), .file = u"f%1.txt"_s.arg(i)});
    model.show(moment);
    QCOMPARE(model.rowCount(), 5);
    QVERIFY(!model.index(model.rowCount(), PlanModel::ColumnCount).isValid());
    changes.clear();
    moment.steps[1].attempts = 1;
    moment.steps[2].attempts = 1;
    moment.steps[4].attempts = 1;
    model.show(moment);
    QCOMPARE(changes.size(), 2); // rows 1 to 2, and 4
    QCOMPARE(changes.first().at(1).toModelIndex().row(), 2);
    changes.clear();
    model.show(moment);
    QVERIFY(changes.isEmpty());
    moment.steps.append({.id = u"new"_s, .file = u"deep/f0.txt"_s});
    model.show(moment);
    QCOMPARE(model.rowCount(), 6);
    // Two files of one name are told apart.
    QCOMPARE(model.index(5, 0).data().toString(), u"6 deep/f0.txt"_s);
    QVERIFY(resets.isEmpty());
}

void TstPlanPane::anOlderMomentHasFewerSteps()
{
    PlanModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    journal::Moment moment;
    for (int i = 0; i < 5; ++i)
        moment.steps.append({.id = QString::number(i), .file = u"a/f.txt"_s});
    model.show(moment);
    model.setDependencies({{u"4"_s, {u"0"_s}}});
    model.setAnchor(u"0"_s);
    QCOMPARE(model.span().last, 4);
    moment.steps.resize(2);
    model.show(moment);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowOf(u"4"_s), -1);
    QVERIFY(model.span().last < 2);
    moment.steps = {{.id = u"other"_s}};
    model.show(moment);
    QCOMPARE(model.index(0, 0).data(PlanModel::IdRole).toString(), u"other"_s);
    model.show({});
    QCOMPARE(model.rowCount(), 0);
}

void TstPlanPane::everyStepShowsItsState()
{
    SampleJournal sample;
    sample.playShop();
    OpenRun run(sample.locations(), sample.clock(), sample.run());
    const Theme theme(Scheme::Light);
    PlanPane pane(run, theme);
    pane.show();
    QTRY_COMPARE(modelOf(pane)->rowCount(), 9);
    QCOMPARE(textAt(pane, 0, 0), u"1 Order.cs"_s);
    QCOMPARE(textAt(pane, 3, 1), u"6"_s);
    QCOMPARE(textAt(pane, 3, 2), u"8.0"_s);
    QCOMPARE(textAt(pane, 3, 3), u"$0.30"_s);
    QCOMPARE(textAt(pane, 0, 3), u"–"_s);
    QCOMPARE(textAt(pane, 8, 1), QString());
    const QString tip = modelOf(pane)->index(6, 0).data(Qt::ToolTipRole).toString();
    for (const QString &part :
         {u"Tax by country"_s, u"src/Shop/TaxTable.cs"_s, u"waiting for a person"_s, u"Help needed"_s,
          u"15 tries, 5:00"_s, u"depends on 3 Money.cs"_s, u"needed by 8 OrderService.cs"_s})
        QTRY_VERIFY2(modelOf(pane)->index(6, 0).data(Qt::ToolTipRole).toString().contains(part), qPrintable(tip));
    const QString spoken = modelOf(pane)->index(4, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(spoken.startsWith(u"5 OrderStore.cs, running"_s), qPrintable(spoken));
    sample.stepEnded(u"PriceRules"_s, u"accepted"_s, 9.5, 2);
    QTRY_COMPARE(textAt(pane, 5, 2), u"9.5"_s);
    // Scrubbed to its beginning, nothing was tried yet.
    run.feed().setPosition(2);
    QTRY_COMPARE(textAt(pane, 0, 1), QString());
    QCOMPARE(modelOf(pane)->rowCount(), 9);
}

void TstPlanPane::selectingIsTheSameEverywhere()
{
    SampleJournal sample;
    sample.playShop();
    OpenRun run(sample.locations(), sample.clock(), sample.run());
    const Theme theme(Scheme::Light);
    PlanPane pane(run, theme);
    pane.resize(344, 500);
    pane.show();
    QTRY_COMPARE(modelOf(pane)->rowCount(), 9);
    QTest::mouseClick(viewOf(pane)->viewport(), Qt::LeftButton, {}, centreOf(pane, 1));
    QCOMPARE(run.selection().step(), u"IOrderStore"_s);
    QTest::keyClick(viewOf(pane), Qt::Key_Down);
    QCOMPARE(run.selection().step(), u"Money"_s);
    run.selection().select(u"OrderService"_s, 7);
    QCOMPARE(viewOf(pane)->currentIndex().row(), 7);
    // Following keeps the attempt that was chosen elsewhere.
    QCOMPARE(run.selection().attempt(), 7);
    sample.stepEnded(u"PriceRules"_s, u"accepted"_s, 9.5, 2);
    QTRY_COMPARE(textAt(pane, 5, 2), u"9.5"_s);
    QCOMPARE(viewOf(pane)->currentIndex().row(), 7);
}

void TstPlanPane::typingFindsAStep()
{
    SampleJournal sample;
    sample.playShop();
    OpenRun run(sample.locations(), sample.clock(), sample.run());
    const Theme theme(Scheme::Light);
    PlanPane pane(run, theme);
    pane.show();
    QTRY_COMPARE(modelOf(pane)->rowCount(), 9);
    QTest::keyClicks(viewOf(pane), u"ordern"_s);
    QCOMPARE(run.selection().step(), u"OrderNumber"_s);
    QTest::qWait(QApplication::keyboardInputInterval() + 50);
    QTest::keyClicks(viewOf(pane), u"7"_s);
    QCOMPARE(run.selection().step(), u"TaxTable"_s);
}

void TstPlanPane::dependenciesAreMarked()
{
    SampleJournal sample;
    sample.playShop();
    OpenRun run(sample.locations(), sample.clock(), sample.run());
    const Theme theme(Scheme::Light);
    PlanPane pane(run, theme);
    pane.resize(344, 500);
    pane.show();
    QTRY_COMPARE(modelOf(pane)->rowCount(), 9);
    const auto relation = [&](int row) {
        return Relation(modelOf(pane)->index(row, 0).data(PlanModel::RelationRole).toInt());
    };
    run.selection().select(u"OrderStore"_s);
    QTRY_VERIFY(relation(1) == Relation::Needed);
    QVERIFY(relation(0) == Relation::NeededFarther);
    QVERIFY(relation(2) == Relation::None);
    QVERIFY(relation(4) == Relation::Anchor);
    QVERIFY(relation(7) == Relation::Needs);
    QVERIFY(relation(8) == Relation::NeedsFarther);
    QVERIFY(modelOf(pane)->index(1, 0).data(Qt::AccessibleTextRole).toString().contains(u"needed by step 5"_s));
    // The pointer asks about another one, and gives it back when it leaves.
    QTest::mouseMove(viewOf(pane)->viewport(), centreOf(pane, 2));
    QTRY_VERIFY(relation(5) == Relation::Needs);
    QVERIFY(relation(1) == Relation::None);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(viewOf(pane)->viewport(), &leave);
    QVERIFY(relation(1) == Relation::Needed);
    // A step that is added during the run has its dependencies too.
    domain::Step added = SampleJournal::step(u"src/Shop/IClock.cs"_s, u"The clock"_s, {u"Order"_s});
    sample.add(u"plan.amended"_s, {}, 0,
               {{u"steps"_s, QJsonArray{domain::toJson(added)}},
                {u"reason"_s, u"the root cause asks for it"_s},
                {u"approvedBy"_s, u"person"_s},
                {u"dependent"_s, u"OrderStore"_s}});
    QTRY_COMPARE(modelOf(pane)->rowCount(), 10);
    QTRY_VERIFY(relation(9) == Relation::Needed);
}

void TstPlanPane::theMenuIsReachedByKeyboard()
{
    SampleJournal sample;
    sample.playShop();
    OpenRun run(sample.locations(), sample.clock(), sample.run());
    const Theme theme(Scheme::Light);
    PlanPane pane(run, theme);
    pane.resize(344, 500);
    pane.show();
    QTRY_COMPARE(modelOf(pane)->rowCount(), 9);
    run.selection().select(u"Money"_s);
    const std::unique_ptr<QMenu> unheard(pane.menuFor(u"Money"_s));
    QVERIFY(!unheard->findChild<QAction *>(u"fork"_s));
    QSignalSpy forks(&pane, &PlanPane::forkAsked);
    // The pointer is elsewhere: the row one stands on counts.
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, {5, 5}, viewOf(pane)->viewport()->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(viewOf(pane)->viewport(), &asked);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    menu->findChild<QAction *>(u"copyPath"_s)->trigger();
    QCOMPARE(QApplication::clipboard()->text(), u"src/Shop/Money.cs"_s);
    QTest::keyClick(menu, Qt::Key_F);
    QCOMPARE(forks.size(), 1);
    QCOMPARE(forks.first().first().toString(), u"Money"_s);
    // There is nothing to fork from before a step that never began.
    const std::unique_ptr<QMenu> pending(pane.menuFor(u"OrderService"_s));
    QVERIFY(!pending->findChild<QAction *>(u"fork"_s)->isEnabled());
}

void TstPlanPane::aRunThatCannotBeReadSaysSo()
{
    SampleJournal sample;
    OpenRun run(sample.locations(), sample.clock(), u"nothing"_s);
    const Theme theme(Scheme::Light);
    PlanPane pane(run, theme);
    pane.show();
    auto *message = pane.findChild<QLabel *>(u"planMessage"_s);
    QTRY_VERIFY2(message->text().startsWith(u"The plan cannot be shown"_s), qPrintable(message->text()));
    QVERIFY(message->isVisible());
}

void TstPlanPane::aRealRunIsShownToItsEnd()
{
    tests::RunFixture fixture;
    for (const QString &file : {u"a.txt"_s, u"b.txt"_s})
        fixture.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, file.left(1)}},
                       tests::RunFixture::block(file, u"text"_s));
    const auto outcome = fixture.run(fixture.request(fixture.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    QVERIFY2(fixture.lastError().message.isEmpty(), qPrintable(fixture.lastError().message));
    const storage::SystemClock clock;
    OpenRun run(fixture.locations(), clock, fixture.lastRun());
    const Theme theme(Scheme::Light);
    PlanPane pane(run, theme);
    pane.show();
    QTRY_COMPARE(modelOf(pane)->rowCount(), 2);
    QCOMPARE(textAt(pane, 1, 0), u"2 b.txt"_s);
    QCOMPARE(textAt(pane, 1, 1), u"1"_s);
    QTRY_VERIFY(modelOf(pane)->index(1, 0).data(Qt::ToolTipRole).toString().contains(u"depends on 1 a.txt"_s));
    QVERIFY(modelOf(pane)->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"accepted"_s));
    QVERIFY(outcome.finished.attempts == 2);
}

void TstPlanPane::looksAsDrawn_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

void TstPlanPane::looksAsDrawn()
{
    QFETCH(bool, dark);
    SampleJournal sample;
    sample.playShop();
    OpenRun run(sample.locations(), sample.clock(), sample.run());
    Theme theme(dark ? Scheme::Dark : Scheme::Light);
    theme.applyTo(*qApp);
    PlanPane pane(run, theme);
    pane.resize(344, 340);
    pane.show();
    QTRY_COMPARE(modelOf(pane)->rowCount(), 9);
    run.selection().select(u"OrderStore"_s);
    QTRY_VERIFY(Relation(modelOf(pane)->index(1, 0).data(PlanModel::RelationRole).toInt()) == Relation::Needed);
    const QImage image = pane.grab().toImage();
    QVERIFY(image.save(u"%1/planpane-%2-%3.png"_s.arg(QDir::currentPath(), QString::fromLatin1(QTest::currentDataTag()))
                           .arg(qRound(pane.devicePixelRatioF() * 100))));
    // The selected row is drawn in the colour of selections, up to its edge.
    const QRect row = viewOf(pane)->visualRect(modelOf(pane)->index(4, PlanModel::CostColumn));
    const QPoint inside = viewOf(pane)->viewport()->mapTo(&pane, row.topRight() + QPoint(-2, 2));
    QCOMPARE(image.pixelColor(inside * pane.devicePixelRatioF()), theme.color(Role::Selection));
}

QTEST_MAIN(TstPlanPane)
#include "tst_planpane.moc"

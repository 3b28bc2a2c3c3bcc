// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "namedcompare.h"

#include "models/money/budget.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using stepladder::domain::ErrorKind;
using stepladder::domain::MicroUsd;
using stepladder::models::Budget;
using stepladder::models::Caps;
using stepladder::models::waitsFor;

class TestBudget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachCapRefuses_data();
    void eachCapRefuses();
    void settlesAlsoWhatIsMore();
    void whatIsFreeIsNeverRefused();
    void paidCallsCountTheOnesUnderWay();
    void refusedForOthersReservationsSaysSo();
    void severalAreSetAsideTogetherOrNoneIs();
    void releaseCountsNoCall();
    void restoreBooksWhatWasSpent();
    void lastTenth_data();
    void lastTenth();
    void reservationsOfManyThreadsNeverPassTheCap();
};

void TestBudget::eachCapRefuses_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("named");
    QTest::addRow("call") << 0 << u"call's cap of $0.90: $0.00 spent, $0.00 set aside, $1.00 asked for"_s;
    QTest::addRow("step") << 1 << u"step's cap of $2.50: $1.00 spent, $1.00 set aside, $1.00 asked for"_s;
    QTest::addRow("run") << 2 << u"run's cap of $4.50: $2.00 spent, $2.00 set aside, $1.00 asked for"_s;
    QTest::addRow("day") << 3 << u"day's cap of $10.00: $8.00 spent, $2.00 set aside, $1.00 asked for"_s;
}

void TestBudget::eachCapRefuses()
{
    QFETCH(int, which);
    QFETCH(QString, named);
    Caps caps;
    if (which == 0)
        caps.perCall = 900'000;
    if (which == 1)
        caps.perStep = 2'500'000;
    if (which == 2)
        caps.perRun = 4'500'000;
    if (which == 3)
        caps.perDay = 10'000'000;
    Budget budget(caps);
    if (which > 0) {
        for (const QString &step : {u"a"_s, u"b"_s}) {
            QVERIFY(budget.reserve(step, 1'000'000, true));
            budget.settle(step, 1'000'000, 1'000'000, true);
            QVERIFY(budget.reserve(step, 1'000'000, true));
        }
    }
    const MicroUsd reserved = budget.reserved();
    // All runs of the day: six dollars were spent elsewhere.
    const MicroUsd today = 6'000'000 + budget.spent() + reserved;
    const auto refused = budget.reserve({{u"a"_s, 1'000'000, true}}, today);
    QVERIFY(!refused);
    COMPARE_NAMED(refused.error().kind, ErrorKind::OverBudget);
    QVERIFY2(refused.error().message.contains(named), qPrintable(refused.error().message));
    QCOMPARE(budget.reserved(), reserved);
}

void TestBudget::settlesAlsoWhatIsMore()
{
    Budget budget(Caps{.perRun = 100});
    QVERIFY(budget.reserve(u"a"_s, 100, true));
    budget.settle(u"a"_s, 100, 130, true);
    QCOMPARE(budget.spent(), 130);
    QCOMPARE(budget.reserved(), 0);
    QVERIFY(!budget.reserve(u"a"_s, 1, true));
    budget.setRunCap(131);
    QVERIFY(budget.reserve(u"a"_s, 1, true));
    budget.setRunCap(std::nullopt);
    QVERIFY(budget.reserve(u"a"_s, 1'000'000'000, true));
}

void TestBudget::whatIsFreeIsNeverRefused()
{
    Budget budget(Caps{.perCall = 0, .perStep = 0, .perRun = 10, .perDay = 0, .paidCalls = 0});
    budget.restore(u"a"_s, 50, 3);
    QVERIFY(budget.reserve(u"a"_s, 0, false));
}

void TestBudget::paidCallsCountTheOnesUnderWay()
{
    Budget budget(Caps{.paidCalls = 2});
    QVERIFY(budget.reserve(u"a"_s, 5, true));
    QVERIFY(budget.reserve(u"b"_s, 5, true));
    const auto refused = budget.reserve(u"c"_s, 5, true);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"2 paid calls: 0 made, 2 under way"_s),
             qPrintable(refused.error().message));
    budget.settle(u"a"_s, 5, 5, true);
    QVERIFY(!budget.reserve(u"c"_s, 5, true));
    QVERIFY(budget.reserve(u"c"_s, 0, false));
    QCOMPARE(budget.paidCalls(), 1);
}

void TestBudget::refusedForOthersReservationsSaysSo()
{
    for (const Caps &caps : {Caps{.perRun = 100}, Caps{.perDay = 100}, Caps{.paidCalls = 1}}) {
        Budget budget(caps);
        QVERIFY(budget.reserve(u"a"_s, 60, true));
        const auto refused = budget.reserve(u"b"_s, 60, true);
        QVERIFY(!refused);
        QVERIFY(waitsFor(refused.error()) == budget.releases());
        budget.release(u"a"_s, 60, true);
        QVERIFY(budget.releases() > *waitsFor(refused.error()));
        QVERIFY(budget.reserve(u"b"_s, 60, true));
        budget.settle(u"b"_s, 60, 60, true);
        // What is spent does not come back, and what is too much alone never fits.
        const auto spent = budget.reserve(u"a"_s, 60, true);
        QVERIFY(!spent);
        QVERIFY(!waitsFor(spent.error()));
    }
}

void TestBudget::severalAreSetAsideTogetherOrNoneIs()
{
    Budget budget(Caps{.perRun = 100});
    const auto refused = budget.reserve({{u"a"_s, 40, true}, {u"a"_s, 40, true}, {u"a"_s, 40, true}});
    QVERIFY(!refused);
    QVERIFY(!waitsFor(refused.error())); // they are in each other's way
    QCOMPARE(budget.reserved(), 0);
    QVERIFY(budget.reserve({{u"a"_s, 40, true}, {u"b"_s, 60, true}}));
    QCOMPARE(budget.reserved(), 100);
    QVERIFY(!budget.reserve(u"a"_s, 1, true));
}

void TestBudget::releaseCountsNoCall()
{
    Budget budget(Caps{.perRun = 5, .paidCalls = 1});
    QVERIFY(budget.reserve(u"a"_s, 5, true));
    budget.release(u"a"_s, 5, true);
    QCOMPARE(budget.paidCalls(), 0);
    QCOMPARE(budget.reserved(), 0);
    QVERIFY(budget.reserve(u"a"_s, 5, true));
}

void TestBudget::restoreBooksWhatWasSpent()
{
    Budget budget(Caps{.perStep = 100, .paidCalls = 5});
    budget.restore(u"a"_s, 90, 4);
    QCOMPARE(budget.spent(), 90);
    QCOMPARE(budget.paidCalls(), 4);
    QVERIFY(!budget.reserve(u"a"_s, 11, true));
    QVERIFY(budget.reserve(u"b"_s, 11, true));
}

void TestBudget::lastTenth_data()
{
    QTest::addColumn<MicroUsd>("cap");
    QTest::addColumn<MicroUsd>("spent");
    QTest::addColumn<MicroUsd>("reserved");
    QTest::addColumn<bool>("last");
    QTest::addRow("no cap") << MicroUsd(-1) << MicroUsd(50) << MicroUsd(0) << false;
    QTest::addRow("a tenth is left") << MicroUsd(100) << MicroUsd(90) << MicroUsd(0) << false;
    QTest::addRow("less is left") << MicroUsd(100) << MicroUsd(91) << MicroUsd(0) << true;
    QTest::addRow("set aside is not left") << MicroUsd(100) << MicroUsd(50) << MicroUsd(41) << true;
    QTest::addRow("nothing allowed") << MicroUsd(0) << MicroUsd(0) << MicroUsd(0) << true;
    QTest::addRow("overspent") << MicroUsd(100) << MicroUsd(120) << MicroUsd(0) << true;
}

void TestBudget::lastTenth()
{
    QFETCH(MicroUsd, cap);
    QFETCH(MicroUsd, spent);
    QFETCH(MicroUsd, reserved);
    Budget budget(Caps{.perRun = cap < 0 ? std::nullopt : std::optional(cap)});
    budget.restore(u"a"_s, spent, 1);
    if (reserved > 0)
        QVERIFY(budget.reserve(u"a"_s, reserved, true));
    QTEST(budget.inLastTenth(), "last");
}

void TestBudget::reservationsOfManyThreadsNeverPassTheCap()
{
    Budget budget(Caps{.perRun = 1000});
    std::atomic<int> granted = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&budget, &granted, t] {
                for (int i = 0; i < 100; ++i) {
                    if (budget.reserve(QString::number(t), 7, true))
                        ++granted;
                }
            });
        }
    }
    QCOMPARE(granted.load(), 1000 / 7);
    QCOMPARE(budget.reserved(), MicroUsd(7 * (1000 / 7)));
}

QTEST_GUILESS_MAIN(TestBudget)
#include "tst_budget.moc"

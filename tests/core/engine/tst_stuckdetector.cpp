// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/stuckdetector.h"

#include <QTest>

#include <limits>

using namespace stepladder::engine;
using namespace Qt::StringLiterals;

class TestStuckDetector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameCandidateTwice();
    void sameCandidateAfterAnother();
    void sameFailureThreeTimes();
    void threeWithoutImprovement();
    void improvementBeginsAnew_data();
    void improvementBeginsAnew();
    void fewerErrorsWeighMoreThanFewerFailingTests();
    void withoutCandidateOrFingerprint();
    void resetForgetsAll();
};

void TestStuckDetector::sameCandidateTwice()
{
    StuckDetector stuck;
    QVERIFY(!stuck.add(u"h1"_s, u"f1"_s, 3, 0));
    const auto reason = stuck.add(u"h1"_s, u"f2"_s, 1, 0);
    QVERIFY(reason);
    QCOMPARE(*reason, u"the same candidate came twice"_s);
}

void TestStuckDetector::sameCandidateAfterAnother()
{
    StuckDetector stuck;
    QVERIFY(!stuck.add(u"h1"_s, u"f1"_s, 3, 0));
    QVERIFY(!stuck.add(u"h2"_s, u"f2"_s, 2, 0));
    QVERIFY(stuck.add(u"h1"_s, u"f3"_s, 1, 0));
}

void TestStuckDetector::sameFailureThreeTimes()
{
    StuckDetector stuck;
    QVERIFY(!stuck.add(u"h1"_s, u"f"_s, 5, 0));
    QVERIFY(!stuck.add(u"h2"_s, u"f"_s, 4, 0));
    const auto reason = stuck.add(u"h3"_s, u"f"_s, 3, 0);
    QVERIFY(reason);
    QCOMPARE(*reason, u"the same failure came three times"_s);
}

void TestStuckDetector::threeWithoutImprovement()
{
    StuckDetector stuck;
    QVERIFY(!stuck.add(u"h1"_s, u"f1"_s, 2, 1));
    QVERIFY(!stuck.add(u"h2"_s, u"f2"_s, 2, 1));
    QVERIFY(!stuck.add(u"h3"_s, u"f3"_s, 3, 0));
    const auto reason = stuck.add(u"h4"_s, u"f4"_s, 2, 2);
    QVERIFY(reason);
    QCOMPARE(*reason, u"three candidates in a row were no improvement"_s);
}

void TestStuckDetector::improvementBeginsAnew_data()
{
    QTest::addColumn<int>("errors");
    QTest::addColumn<int>("failing");
    QTest::addColumn<bool>("improves");
    QTest::newRow("fewer errors") << 1 << 5 << true;
    QTest::newRow("as many errors, fewer failing tests") << 2 << 0 << true;
    QTest::newRow("the same") << 2 << 1 << false;
    QTest::newRow("more errors, no failing test") << 3 << 0 << false;
}

void TestStuckDetector::improvementBeginsAnew()
{
    QFETCH(int, errors);
    QFETCH(int, failing);
    QFETCH(bool, improves);
    StuckDetector stuck;
    QVERIFY(!stuck.add(u"h1"_s, u"f1"_s, 2, 1));
    QVERIFY(!stuck.add(u"h2"_s, u"f2"_s, 2, 1));
    QVERIFY(!stuck.add(u"h3"_s, u"f3"_s, 2, 1));
    QCOMPARE(!stuck.add(u"h4"_s, u"f4"_s, errors, failing), improves);
}

void TestStuckDetector::fewerErrorsWeighMoreThanFewerFailingTests()
{
    StuckDetector stuck;
    QVERIFY(!stuck.add(u"h1"_s, u"f1"_s, 1, 0));
    for (int i = 2; i < 4; ++i)
        QVERIFY(!stuck.add(u"h%1"_s.arg(i), u"f%1"_s.arg(i), 0, 40));
    QVERIFY(!stuck.add(u"h9"_s, u"f9"_s, 0, 39));
}

void TestStuckDetector::withoutCandidateOrFingerprint()
{
    const int most = std::numeric_limits<int>::max();
    StuckDetector stuck;
    QVERIFY(!stuck.add({}, {}, most, 0));
    QVERIFY(!stuck.add({}, {}, most, 0));
    QVERIFY(!stuck.add({}, {}, most, 0));
    const auto reason = stuck.add({}, {}, most, 0);
    QVERIFY(reason);
    QCOMPARE(*reason, u"three candidates in a row were no improvement"_s);
}

void TestStuckDetector::resetForgetsAll()
{
    StuckDetector stuck;
    for (int i = 0; i < 3; ++i)
        stuck.add(u"h1"_s, u"f1"_s, 0, 0);
    stuck.reset();
    QVERIFY(!stuck.add(u"h1"_s, u"f1"_s, 9, 9));
    QVERIFY(!stuck.add(u"h2"_s, u"f1"_s, 9, 9));
}

QTEST_GUILESS_MAIN(TestStuckDetector)
#include "tst_stuckdetector.moc"

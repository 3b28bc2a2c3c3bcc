// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/livetests.h"

#include "toolchain/commandtoolchain.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::toolchain;
using domain::TestCase;
using domain::TestOutcome;
using domain::TestReport;

class TstLiveTests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTestHeardToFailFailed();
    void whatTheFileSaysMoreStays();
    void aFailureLeftOutOfTheFileIsPutIn();
    void resultsThatContradictTheExitCode_data();
    void resultsThatContradictTheExitCode();
};

void TstLiveTests::aTestHeardToFailFailed()
{
    TestReport report{.cases = {{.name = u"a"_s}, {.name = u"b"_s}}};
    reconcile({{.name = u"a"_s, .outcome = TestOutcome::Failed, .message = u"5 is not 6"_s}, {.name = u"b"_s}}, report);
    QCOMPARE(report.count(TestOutcome::Failed), 1);
    QCOMPARE(report.find(u"a"_s)->message, u"5 is not 6"_s);
    QCOMPARE(report.notes.size(), 1);
}

void TstLiveTests::whatTheFileSaysMoreStays()
{
    TestReport report{.cases = {{.name = u"a"_s, .outcome = TestOutcome::Failed, .message = u"the long story"_s}}};
    reconcile({{.name = u"a"_s, .outcome = TestOutcome::Failed, .message = u"short"_s}}, report);
    QCOMPARE(report.cases.first().message, u"the long story"_s);
    QVERIFY(report.notes.isEmpty());
}

void TstLiveTests::aFailureLeftOutOfTheFileIsPutIn()
{
    TestReport report{.cases = {{.name = u"b"_s}}};
    reconcile({{.name = u"a"_s, .outcome = TestOutcome::Failed}}, report);
    QCOMPARE(report.total(), 2);
    QCOMPARE(report.count(TestOutcome::Failed), 1);
}

void TstLiveTests::resultsThatContradictTheExitCode_data()
{
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QList<TestOutcome>>("outcomes");
    QTest::addColumn<bool>("contradict");
    QTest::newRow("all green, and failed") << 1 << QList{TestOutcome::Passed} << true;
    QTest::newRow("all green, and so says the code") << 0 << QList{TestOutcome::Passed} << false;
    QTest::newRow("one is red") << 1 << QList{TestOutcome::Passed, TestOutcome::Failed} << false;
    QTest::newRow("none ran") << 5 << QList{TestOutcome::Skipped} << false;
}

void TstLiveTests::resultsThatContradictTheExitCode()
{
    QFETCH(int, exitCode);
    QFETCH(QList<TestOutcome>, outcomes);
    domain::Evidence evidence;
    for (const TestOutcome outcome : outcomes)
        evidence.tests.cases.append({.name = u"t"_s, .outcome = outcome});
    QTEST(contradicts(evidence, exitCode), "contradict");
}

QTEST_GUILESS_MAIN(TstLiveTests)
#include "tst_livetests.moc"

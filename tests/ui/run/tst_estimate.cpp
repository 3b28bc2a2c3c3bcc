// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/estimate.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::StepState;
using journal::StepView;

class TstEstimate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSaidBeforeAStepEnded();
    void theCriticalPathCounts();
    void workersAreShared();
    void aPersonsTimeIsNotGuessed();
    void texts_data();
    void texts();
};

namespace {

domain::Step step(const QString &id, const QStringList &after = {}, int complexity = 5)
{
    return {.id = id, .title = id, .description = id, .file = id, .dependsOn = after, .complexity = complexity};
}

StepView ended(const QString &id, qint64 ms)
{
    return {.id = id, .state = StepState::Accepted, .startedMs = 1000, .endedMs = 1000 + ms};
}

} // namespace

void TstEstimate::nothingIsSaidBeforeAStepEnded()
{
    const domain::Plan plan{.steps = {step(u"a"_s)}};
    QVERIFY(!remainingMs(plan, {{.id = u"a"_s, .state = StepState::Running}}, 4, 0));
}

void TstEstimate::theCriticalPathCounts()
{
    // a took 10 s; b after a, c after b, d beside them: b and c follow one another.
    const domain::Plan plan{.steps = {step(u"a"_s), step(u"b"_s, {u"a"_s}), step(u"c"_s, {u"b"_s}), step(u"d"_s)}};
    const QList<StepView> steps{ended(u"a"_s, 10000), {.id = u"b"_s}, {.id = u"c"_s}, {.id = u"d"_s}};
    QCOMPARE(remainingMs(plan, steps, 4, 0).value_or(-1), 20000);
    // A step of twice the complexity takes twice as long.
    const domain::Plan harder{.steps = {step(u"a"_s), step(u"b"_s, {u"a"_s}, 10)}};
    QCOMPARE(remainingMs(harder, {ended(u"a"_s, 10000), {.id = u"b"_s}}, 4, 0).value_or(-1), 20000);
}

void TstEstimate::workersAreShared()
{
    domain::Plan plan{.steps = {step(u"a"_s)}};
    QList<StepView> steps{ended(u"a"_s, 10000)};
    for (int i = 0; i < 8; ++i) {
        plan.steps.append(step(QString::number(i)));
        steps.append({.id = QString::number(i)});
    }
    QCOMPARE(remainingMs(plan, steps, 2, 0).value_or(-1), 40000);
    QCOMPARE(remainingMs(plan, steps, 8, 0).value_or(-1), 10000);
}

void TstEstimate::aPersonsTimeIsNotGuessed()
{
    const domain::Plan plan{.steps = {step(u"a"_s), step(u"b"_s), step(u"c"_s, {u"b"_s}), step(u"d"_s)}};
    const QList<StepView> steps{
        ended(u"a"_s, 10000), {.id = u"b"_s, .state = StepState::Waiting}, {.id = u"c"_s}, {.id = u"d"_s}};
    QCOMPARE(remainingMs(plan, steps, 4, 0).value_or(-1), 10000);
}

void TstEstimate::texts_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("elapsed");
    QTest::addColumn<QString>("duration");
    QTest::newRow("seconds") << qint64(7000) << u"0:07"_s << u"under a minute"_s;
    QTest::newRow("minutes") << qint64(367000) << u"6:07"_s << u"about 6 min"_s;
    QTest::newRow("hours") << qint64(7384000) << u"2:03:04"_s << u"about 2 h"_s;
}

void TstEstimate::texts()
{
    QFETCH(qint64, ms);
    QTEST(elapsedText(ms), "elapsed");
    QTEST(durationText(ms), "duration");
}

QTEST_GUILESS_MAIN(TstEstimate)
#include "tst_estimate.moc"

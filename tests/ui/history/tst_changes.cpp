// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/changes.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::StepState;
using journal::Moment;

class TstChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatChangedIsTold();
    void aStepBegunAnewCountsItsOwnAttempts();
    void theSameMomentTellsNothing();
};

namespace {

Moment moment(const QList<journal::StepView> &steps)
{
    Moment m;
    m.steps = steps;
    for (const auto &step : steps) {
        m.run.attempts += step.attempts;
        m.run.counts.add(step.state);
        m.run.spent += step.cost;
    }
    return m;
}

} // namespace

void TstChanges::onlyWhatChangedIsTold()
{
    Moment before = moment({{.id = u"a"_s, .file = u"a"_s, .state = StepState::Accepted, .attempts = 1},
                            {.id = u"b"_s, .file = u"b"_s, .state = StepState::Running, .attempts = 1},
                            {.id = u"c"_s, .file = u"c"_s}});
    Moment now = moment({{.id = u"a"_s, .file = u"a"_s, .state = StepState::Accepted, .attempts = 1},
                         {.id = u"b"_s, .file = u"b"_s, .state = StepState::Stubbed, .attempts = 5, .cost = 300000},
                         {.id = u"c"_s, .file = u"c"_s, .state = StepState::Waiting, .reason = u"supervised"_s}});
    now.run.updatedMs = 367000;
    now.run.status = domain::RunStatus::Paused;
    const Changes changes = changesBetween(before, now);
    QCOMPARE(changes.steps.size(), 2);
    QCOMPARE(changes.steps.first().step, u"b"_s);
    QCOMPARE(lineOf(changes.steps.first()), u"stubbed · 4 attempts · $0.30"_s);
    QCOMPARE(lineOf(changes.steps.last()), u"waiting for a person · supervised"_s);
    QCOMPARE(summaryOf(changes),
             u"In 6:07: 4 attempts, $0.30 spent, 1 step ended, 1 waits for you, the run is paused."_s);
}

void TstChanges::aStepBegunAnewCountsItsOwnAttempts()
{
    const Moment before = moment({{.id = u"a"_s, .state = StepState::Stubbed, .attempts = 10}});
    const Moment now = moment({{.id = u"a"_s, .state = StepState::Running, .epoch = 1, .attempts = 2}});
    QCOMPARE(changesBetween(before, now).steps.first().attempts, 2);
}

void TstChanges::theSameMomentTellsNothing()
{
    const Moment same = moment({{.id = u"a"_s, .state = StepState::Waiting, .attempts = 3}});
    QVERIFY(changesBetween(same, same).empty());
    QVERIFY(changesBetween(same, same).steps.isEmpty());
}

QTEST_GUILESS_MAIN(TstChanges)
#include "tst_changes.moc"

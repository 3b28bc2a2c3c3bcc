// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/planstate.h"

#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::Plan;
using domain::Step;
using domain::StepState;

namespace {

Step step(const QString &id, const QStringList &dependsOn = {}, const QStringList &tests = {})
{
    return {.id = id, .file = id + u".py"_s, .dependsOn = dependsOn, .tests = tests};
}

Plan planOf(const QList<Step> &steps)
{
    return {.task = u"t"_s, .language = u"python"_s, .projectName = u"p"_s, .steps = steps};
}

QStringList idsOf(const PlanState &state)
{
    QStringList ids;
    for (const Step &s : state.plan().steps)
        ids.append(s.id);
    return ids;
}

} // namespace

class TestPlanState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesArePendingUntilSet();
    void testIsJudgedAtTheLastStepThatNamesIt();
    void lastInDependencyOrderNotInTheList();
    void amendPutsStepsBeforeTheirDependent();
    void amendKeepsWhatStands();
    void amendBehindAStepThatIsNotThere();
    void amendMayPutAPlannedStepFirst();
    void dependsOnStub_data();
    void dependsOnStub();
    void changedFilesOfEndedSteps();
};

void TestPlanState::statesArePendingUntilSet()
{
    PlanState state(planOf({step(u"a"_s)}));
    QCOMPARE(domain::toString(state.state(u"a"_s)), domain::toString(StepState::Pending));
    state.setState(u"a"_s, StepState::Blocked);
    QCOMPARE(domain::toString(state.state(u"a"_s)), domain::toString(StepState::Blocked));
}

void TestPlanState::testIsJudgedAtTheLastStepThatNamesIt()
{
    const PlanState state(planOf({step(u"a"_s, {}, {u"both"_s, u"onlyA"_s}), step(u"b"_s, {u"a"_s}, {u"both"_s})}));
    QCOMPARE(state.testsJudgedAt(state.plan().steps[0]), QStringList(u"onlyA"_s));
    QCOMPARE(state.testsJudgedAt(state.plan().steps[1]), QStringList(u"both"_s));
}

void TestPlanState::lastInDependencyOrderNotInTheList()
{
    const PlanState state(planOf({step(u"b"_s, {u"a"_s}, {u"both"_s}), step(u"a"_s, {}, {u"both"_s})}));
    QCOMPARE(state.testsJudgedAt(state.plan().steps[0]), QStringList(u"both"_s));
    QVERIFY(state.testsJudgedAt(state.plan().steps[1]).isEmpty());
}

void TestPlanState::amendPutsStepsBeforeTheirDependent()
{
    PlanState state(planOf({step(u"a"_s), step(u"b"_s, {u"a"_s}), step(u"c"_s)}));
    state.amend({step(u"x"_s), step(u"y"_s, {u"x"_s})}, u"b"_s);
    QCOMPARE(idsOf(state), (QStringList{u"a"_s, u"x"_s, u"y"_s, u"b"_s, u"c"_s}));
    QCOMPARE(state.plan().step(u"b"_s)->dependsOn, (QStringList{u"a"_s, u"x"_s, u"y"_s}));
    QVERIFY(state.plan().step(u"c"_s)->dependsOn.isEmpty());
    QCOMPARE(state.plan().step(u"y"_s)->dependsOn, QStringList(u"x"_s));
}

void TestPlanState::amendKeepsWhatStands()
{
    PlanState state(planOf({step(u"a"_s), step(u"b"_s)}));
    Step sameId = step(u"a"_s);
    sameId.file = u"other.py"_s;
    Step sameFile = step(u"z"_s);
    sameFile.file = u"a.py"_s;
    state.amend({sameId, sameFile}, u"b"_s);
    QCOMPARE(idsOf(state), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(state.plan().step(u"b"_s)->dependsOn, QStringList(u"a"_s)); // the one that stands comes first
    QCOMPARE(state.plan().step(u"a"_s)->file, u"a.py"_s);
    state.amend({step(u"x"_s)}, u"b"_s);
    const Plan once = state.plan();
    state.amend({step(u"x"_s)}, u"b"_s);
    QVERIFY(state.plan() == once);
}

void TestPlanState::amendBehindAStepThatIsNotThere()
{
    PlanState state(planOf({step(u"a"_s)}));
    state.amend({step(u"x"_s)}, u"gone"_s);
    QCOMPARE(idsOf(state), (QStringList{u"a"_s, u"x"_s}));
    QVERIFY(state.plan().steps[0].dependsOn.isEmpty());
}

void TestPlanState::amendMayPutAPlannedStepFirst()
{
    PlanState state(planOf({step(u"a"_s), step(u"b"_s), step(u"c"_s, {u"b"_s}), step(u"d"_s, {u"a"_s})}));
    QVERIFY(state.dependsOn(u"c"_s, u"b"_s));
    QVERIFY(!state.dependsOn(u"b"_s, u"c"_s));
    state.amend({}, u"a"_s, {u"c"_s});
    QCOMPARE(state.plan().step(u"a"_s)->dependsOn, QStringList(u"c"_s));
    QVERIFY(state.dependsOn(u"d"_s, u"b"_s)); // over a and c
    state.amend({}, u"b"_s, {u"d"_s}); // would wait for itself
    QVERIFY(state.plan().step(u"b"_s)->dependsOn.isEmpty());
}

void TestPlanState::dependsOnStub_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("depends");
    QTest::newRow("the stub itself") << u"stub"_s << false;
    QTest::newRow("directly") << u"direct"_s << true;
    QTest::newRow("by another") << u"far"_s << true;
    QTest::newRow("not at all") << u"apart"_s << false;
    QTest::newRow("on a step that stayed as it was") << u"besideUnchanged"_s << false;
    QTest::newRow("not in the plan") << u"none"_s << false;
}

void TestPlanState::dependsOnStub()
{
    PlanState state(planOf({step(u"stub"_s), step(u"direct"_s, {u"stub"_s}), step(u"far"_s, {u"apart"_s, u"direct"_s}),
                            step(u"apart"_s), step(u"kept"_s), step(u"besideUnchanged"_s, {u"kept"_s})}));
    state.setState(u"stub"_s, StepState::Stubbed);
    state.setState(u"direct"_s, StepState::Accepted);
    state.setState(u"kept"_s, StepState::Unchanged);
    QFETCH(QString, id);
    QTEST(state.dependsOnStub(id), "depends");
}

void TestPlanState::changedFilesOfEndedSteps()
{
    const QList<std::pair<QString, StepState>> states = {
        {u"accepted"_s, StepState::Accepted},   {u"person"_s, StepState::AcceptedByPerson},
        {u"unproven"_s, StepState::Unproven},   {u"stubbed"_s, StepState::Stubbed},
        {u"unchanged"_s, StepState::Unchanged}, {u"skipped"_s, StepState::Skipped},
        {u"waiting"_s, StepState::Waiting},     {u"blocked"_s, StepState::Blocked}};
    QList<Step> steps;
    for (const auto &[id, s] : states)
        steps.append(step(id));
    PlanState state(planOf(steps));
    for (const auto &[id, s] : states)
        state.setState(id, s);
    QCOMPARE(state.changedFiles(), (QStringList{u"accepted.py"_s, u"person.py"_s, u"unproven.py"_s, u"stubbed.py"_s}));
}

QTEST_GUILESS_MAIN(TestPlanState)
#include "tst_planstate.moc"

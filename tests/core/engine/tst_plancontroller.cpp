// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/plancontroller.h"

#include "runfixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::ErrorKind;
using tests::RunFixture;

class TstPlanController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlanIsMadeAndToldOnce();
    void aCancelEndsIt();
    void whatIsWrongIsSaidBeforeAnythingIsAsked();
    void theLanguagesOfThisProgram();

private:
    engine::PlanRequest request(const RunFixture &runs) const
    {
        return {
            .task = u"write texts"_s, .workspace = runs.workspace(), .language = u"text"_s, .models = runs.models()};
    }
};

namespace {

const QString kPlan =
    u"{\"task\":\"write texts\",\"language\":\"text\",\"projectName\":\"texts\",\"steps\":[{\"id\":\"a\","
    "\"title\":\"A\",\"description\":\"write a\",\"file\":\"a.txt\"}]}"_s;

} // namespace

void TstPlanController::aPlanIsMadeAndToldOnce()
{
    RunFixture runs;
    runs.script({{u"purpose"_s, u"plan"_s}}, kPlan);
    int ends = 0;
    QString streamed;
    domain::Result<domain::Plan> made = domain::fail(ErrorKind::Internal, QString());
    engine::PlanController controller(runs.locations(),
                                      {.streamed = [&](const QString &delta) { streamed += delta; },
                                       .ended =
                                           [&](const domain::Result<domain::Plan> &plan, domain::MicroUsd) {
                                               ++ends;
                                               made = plan;
                                           }});
    QVERIFY(controller.start(request(runs)).has_value());
    controller.wait();
    QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().message));
    QCOMPARE(made->steps.size(), 1);
    QCOMPARE(ends, 1);
    QVERIFY(!streamed.isEmpty());
}

void TstPlanController::aCancelEndsIt()
{
    RunFixture runs;
    runs.script({{u"purpose"_s, u"plan"_s}}, kPlan, {{u"delayMs"_s, 60000}});
    std::optional<ErrorKind> ended;
    engine::PlanController controller(
        runs.locations(),
        {.ended = [&](const domain::Result<domain::Plan> &plan, domain::MicroUsd) { ended = plan.error().kind; }});
    QVERIFY(controller.start(request(runs)).has_value());
    QVERIFY(controller.start(request(runs)).error().kind == ErrorKind::Conflict);
    controller.cancel();
    controller.wait();
    QVERIFY(ended == ErrorKind::Cancelled);
}

void TstPlanController::whatIsWrongIsSaidBeforeAnythingIsAsked()
{
    RunFixture runs;
    engine::PlanController controller(runs.locations(), {});
    auto wrong = request(runs);
    wrong.task = u"  "_s;
    QVERIFY(controller.start(wrong).error().message.startsWith(u"the task is empty"_s));
    wrong = request(runs);
    wrong.language = u"cobol"_s;
    QVERIFY(controller.start(wrong).error().message.contains(u"csharp, python, text (found \"cobol\")"_s));
    wrong = request(runs);
    wrong.workspace = u"/nowhere/at/all"_s;
    QVERIFY(controller.start(wrong).error().kind == ErrorKind::BadInput);
}

void TstPlanController::theLanguagesOfThisProgram()
{
    const RunFixture runs;
    const auto languages = engine::languageChoices(runs.locations());
    QCOMPARE(languages.size(), 3);
    QCOMPARE(languages.first().id, u"csharp"_s);
    QCOMPARE(languages.first().testFrameworks.first(), u"xUnit"_s);
    QVERIFY(languages.at(1).scaffolds.contains(u"package"_s));
}

QTEST_GUILESS_MAIN(TstPlanController)
#include "tst_plancontroller.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/plancheck.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

class TestPlanCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodPlanPasses();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void stepPathsThatAreRefused_data();
    void stepPathsThatAreRefused();
    void stepPathsThatAreTaken_data();
    void stepPathsThatAreTaken();
    void aMessageIsOneShortLineWhateverTheValue();
    void ordersByDependencyAndElseAsWritten_data();
    void ordersByDependencyAndElseAsWritten();
    void anyOrderOfStepsIsOrdered();
    void aLongChainIsCheckedWithoutRecursion();
    void aLongCycleIsNamedShortly();
    void everyFaultIsNamedAtItsField();
    void noCycleIsLookedForWhereNamesAreWrong();
};

namespace {

Step step(const QString &id, const QStringList &dependsOn = {})
{
    return {
        .id = id, .title = id, .description = u"Make "_s + id, .file = u"src/%1.cs"_s.arg(id), .dependsOn = dependsOn};
}

Plan plan(const QList<Step> &steps)
{
    return {.task = u"Make it"_s, .language = u"csharp"_s, .projectName = u"Made"_s, .steps = steps};
}

QString complaint(const Plan &checked)
{
    const auto result = checkPlan(checked, u"plan.json"_s);
    if (!result && result.error().kind != ErrorKind::BadInput)
        return u"another kind of error"_s;
    return result ? QString() : result.error().message;
}

} // namespace

void TestPlanCheck::aGoodPlanPasses()
{
    QCOMPARE(complaint(plan({step(u"b"_s, {u"a"_s}), step(u"a"_s), step(u"c"_s, {u"a"_s, u"b"_s, u"a"_s})})),
             QString());
    Plan bare = plan({step(u"a"_s)});
    bare.projectName.clear();
    QCOMPARE(complaint(bare), QString());
    bare.projectName = u"Größe 2.0"_s;
    bare.scaffold = u"webapi"_s;
    bare.options.testFramework = u"xunit.v3"_s;
    QCOMPARE(complaint(bare), QString());
}

void TestPlanCheck::namesWhatIsWrong_data()
{
    using Spoil = std::function<void(Plan &)>;
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const Spoil &spoil, const QString &message) {
        QTest::newRow(name) << spoil << u"plan.json: "_s + message;
    };
    row(
        "no task", [](Plan &p) { p.task.clear(); }, u"task: is empty, expected what is to be made"_s);
    row(
        "blank task", [](Plan &p) { p.task = u" \n\t"_s; }, u"task: is empty, expected what is to be made"_s);
    row(
        "no steps", [](Plan &p) { p.steps.clear(); }, u"steps: is empty, expected at least one step"_s);
    row(
        "no language", [](Plan &p) { p.language.clear(); },
        u"language: \"\" is not the name of a language, expected one as in \"csharp\""_s);
    row(
        "a language that is a path", [](Plan &p) { p.language = u"../evil"_s; },
        u"language: \"../evil\" is not the name of a language, expected one as in \"csharp\""_s);
    const QStringList names = {u"../x"_s, u"a/b"_s, u"-o"_s, u".."_s,           u"a\nb"_s,
                               u"a\n"_s,  u"nul"_s, u"x."_s, QString(101, u'x')};
    for (const QString &name : names) {
        QTest::newRow(qPrintable(u"project "_s + name.left(8)))
            << Spoil([name](Plan &p) { p.projectName = name; }) << u"plan.json: projectName: "_s;
    }
    row(
        "a scaffold that is an option", [](Plan &p) { p.scaffold = u"--install"_s; },
        u"scaffold: \"--install\" is not the name of a scaffold, expected one as in \"classlib\""_s);
    row(
        "a framework that is a command", [](Plan &p) { p.options.testFramework = u"x; rm"_s; },
        u"options.testFramework: \"x; rm\" is not the name of a framework, expected one as in \"xUnit\""_s);
    row(
        "no id", [](Plan &p) { p.steps[1].id.clear(); },
        u"steps[1].id: \"\" is no id, expected letters, digits, '.', '_' or '-', at most 100"_s);
    row(
        "an id with a slash", [](Plan &p) { p.steps[1].id = u"b/c"_s; },
        u"steps[1].id: \"b/c\" is no id, expected letters, digits, '.', '_' or '-', at most 100"_s);
    row(
        "an id that ends with a line", [](Plan &p) { p.steps[1].id = u"b\n"_s; },
        u"steps[1].id: \"b\\u000a\" is no id, expected letters, digits, '.', '_' or '-', at most 100"_s);
    row(
        "an id twice", [](Plan &p) { p.steps[1].id = u"a"_s; },
        u"steps[1].id: \"a\" is already the id of another step"_s);
    row(
        "no description", [](Plan &p) { p.steps[1].description = u" "_s; },
        u"step \"b\": description: is empty, expected the task of the step"_s);
    row(
        "unknown dependency", [](Plan &p) { p.steps[1].dependsOn = {u"x"_s}; },
        u"step \"b\": dependsOn: no step has the id \"x\""_s);
    row(
        "depends on itself", [](Plan &p) { p.steps[1].dependsOn = {u"b"_s}; },
        u"step \"b\": dependsOn: is a cycle (b → b)"_s);
    row(
        "cycle of two", [](Plan &p) { p.steps[0].dependsOn = {u"b"_s}; },
        u"step \"a\": dependsOn: is a cycle (a → b → a)"_s);
    row(
        "cycle further on",
        [](Plan &p) {
            p.steps = {step(u"a"_s, {u"b"_s}), step(u"b"_s, {u"c"_s}), step(u"c"_s, {u"b"_s})};
        },
        u"step \"b\": dependsOn: is a cycle (b → c → b)"_s);
    row(
        "one file twice", [](Plan &p) { p.steps[1].file = u"src/a.cs"_s; },
        u"step \"b\": file: \"src/a.cs\" is already the file of step \"a\""_s);
    row(
        "one file in two spellings", [](Plan &p) { p.steps[1].file = u"./src//x/../A.CS"_s; },
        u"step \"b\": file: \"./src//x/../A.CS\" is already the file of step \"a\""_s);
    row(
        "a file under a file", [](Plan &p) { p.steps[1].file = u"src/a.cs/b.cs"_s; },
        u"step \"b\": file: \"src/a.cs/b.cs\" lies under the file of step \"a\""_s);
    row(
        "a file that is a folder", [](Plan &p) { p.steps[1].file = u"SRC"_s; },
        u"step \"b\": file: \"SRC\" is a folder for step \"a\""_s);
    row(
        "a path outside", [](Plan &p) { p.steps[1].file = u"../b.cs"_s; },
        u"step \"b\": file: \"../b.cs\" leaves the workspace"_s);
    row(
        "a test outside",
        [](Plan &p) {
            p.steps[1].tests = {u"tests/ok.cs"_s, u"/etc/passwd"_s};
        },
        u"step \"b\": tests: \"/etc/passwd\" is absolute, expected a path inside the workspace"_s);
}

void TestPlanCheck::namesWhatIsWrong()
{
    QFETCH(std::function<void(Plan &)>, spoil);
    QFETCH(QString, message);
    Plan spoilt = plan({step(u"a"_s), step(u"b"_s, {u"a"_s})});
    spoil(spoilt);
    const QString found = complaint(spoilt);
    QVERIFY2(found.startsWith(message), qPrintable(u"found: "_s + found));
    QVERIFY(!found.contains(u'\n'));
}

void TestPlanCheck::stepPathsThatAreRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("why");
    const auto row = [](const QString &path, const QString &why) {
        QTest::addRow("%d %s", int(path.size()), qPrintable(path.left(30))) << path << why;
    };
    row(u""_s, u"is empty"_s);
    row(u"  "_s, u"is empty"_s);
    row(u"/etc/passwd"_s, u"is absolute"_s);
    row(u"~/x"_s, u"is absolute"_s);
    row(u":/stepladder/x"_s, u"backslash or a colon"_s);
    row(u"C:/x"_s, u"backslash or a colon"_s);
    row(u"..\\x"_s, u"backslash or a colon"_s);
    row(u"x.cs:stream"_s, u"backslash or a colon"_s);
    row(u".."_s, u"leaves the workspace"_s);
    row(u"../x"_s, u"leaves the workspace"_s);
    row(u"a/../../x"_s, u"leaves the workspace"_s);
    row(u"a/.."_s, u"leaves the workspace"_s);
    row(u"./"_s, u"leaves the workspace"_s);
    row(u"a/"_s, u"is a folder"_s);
    row(u"a/."_s, u"is a folder"_s);
    row(u"a/b/.."_s, u"is a folder"_s);
    row(u".git/config"_s, u"no step may touch"_s);
    row(u".GIT/config"_s, u"no step may touch"_s);
    row(u"sub/.git/hooks/x"_s, u"no step may touch"_s);
    row(u".gitattributes"_s, u"no step may touch"_s);
    row(u".gitmodules"_s, u"no step may touch"_s);
    row(u".github/workflows/x.yml"_s, u"no step may touch"_s);
    row(u"a/../.git/x"_s, u"no step may touch"_s);
    row(u".stepladder/rules.md"_s, u"no step may touch"_s);
    row(u"sub/.Stepladder/x"_s, u"no step may touch"_s);
    row(u"Jenkinsfile"_s, u"is a CI file"_s);
    row(u".circleci/config.yml"_s, u"is a CI file"_s);
    row(u".ci/run"_s, u"is a CI file"_s);
    row(u"./.CI/run"_s, u"is a CI file"_s);
    row(u"azure-pipelines.yml"_s, u"is a CI file"_s);
    row(u"nul"_s, u"is a device name"_s);
    row(u"src/CON.cs"_s, u"is a device name"_s);
    row(u"com1/x.cs"_s, u"is a device name"_s);
    row(u"a\nb"_s, u"control or invisible"_s);
    row(u"a\tb"_s, u"control or invisible"_s);
    row(u"a\u007fb"_s, u"control or invisible"_s);
    row(u"a\u202ecs.b"_s, u"control or invisible"_s);
    row(u".g\u200cit/config"_s, u"control or invisible"_s);
    row(u"a\u2028b"_s, u"control or invisible"_s);
    row(QString(QChar(0xd800)), u"control or invisible"_s);
    row(QString(QChar(0)), u"control or invisible"_s);
    row(u"src /x"_s, u"begins or ends with a space"_s);
    row(u"src/x."_s, u"ends with a dot"_s);
    row(QString(256, u'x'), u"longer than 255 bytes"_s);
    row(QString(128, u'ä'), u"longer than 255 bytes"_s);
    row(QString(600, u'x').replace(QRegularExpression(u"x{3}"_s), u"xx/"_s) + QString(500, u'y'),
        u"is longer than 1000 bytes"_s);
}

void TestPlanCheck::stepPathsThatAreRefused()
{
    QFETCH(QString, path);
    QFETCH(QString, why);
    const auto result = checkStepPath(path);
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::BadInput);
    QVERIFY2(result.error().message.contains(why), qPrintable(result.error().message));
    QVERIFY(!result.error().message.contains(u'\n'));
}

void TestPlanCheck::stepPathsThatAreTaken_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("clean");
    QTest::newRow("plain") << u"src/A.cs"_s << u"src/A.cs"_s;
    QTest::newRow("dotted") << u"./src/./A.cs"_s << u"src/A.cs"_s;
    QTest::newRow("there and back") << u"src/x/../A.cs"_s << u"src/A.cs"_s;
    QTest::newRow("slashes") << u"src//A.cs"_s << u"src/A.cs"_s;
    QTest::newRow("hidden") << u".editorconfig"_s << u".editorconfig"_s;
    QTest::newRow("space inside") << u"My Lib/A b.cs"_s << u"My Lib/A b.cs"_s;
    QTest::newRow("letters") << u"größe/層😀.py"_s << u"größe/層😀.py"_s;
    QTest::newRow("not quite a device") << u"console/auxiliary.cs"_s << u"console/auxiliary.cs"_s;
    QTest::newRow("not quite outside") << u"..a/b..c"_s << u"..a/b..c"_s;
    QTest::newRow("a CI name further in") << u"docs/ci/run"_s << u"docs/ci/run"_s;
    QTest::newRow("git in a name") << u"src/git/Git.cs"_s << u"src/git/Git.cs"_s;
    QTest::newRow("as long as allowed") << QString(255, u'x') << QString(255, u'x');
}

void TestPlanCheck::stepPathsThatAreTaken()
{
    QFETCH(QString, path);
    QFETCH(QString, clean);
    const auto result = checkStepPath(path);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(*result, clean);
}

void TestPlanCheck::aMessageIsOneShortLineWhateverTheValue()
{
    const QString nasty = u"\n\u202e"_s + QString(1'000'000, u'x');
    Plan spoilt = plan({step(u"a"_s)});
    const auto check = [&] {
        const QString found = complaint(spoilt);
        QVERIFY(!found.isEmpty());
        QVERIFY2(found.size() < 300, qPrintable(found.left(400)));
        QVERIFY(!found.contains(u'\n') && !found.contains(u'\u202e'));
    };
    spoilt.steps[0].file = nasty;
    check();
    spoilt.steps[0] = step(u"a"_s, {nasty});
    check();
    spoilt.steps[0] = step(nasty);
    check();
    spoilt.language = nasty;
    check();
}

void TestPlanCheck::ordersByDependencyAndElseAsWritten_data()
{
    QTest::addColumn<QStringList>("steps");
    QTest::addColumn<QString>("order");
    QTest::newRow("independent") << QStringList{u"b"_s, u"a"_s, u"c"_s} << u"b a c"_s;
    QTest::newRow("backwards") << QStringList{u"c:b"_s, u"b:a"_s, u"a"_s} << u"a b c"_s;
    QTest::newRow("diamond") << QStringList{u"d:b,c"_s, u"c:a"_s, u"b:a"_s, u"a"_s} << u"a c b d"_s;
    QTest::newRow("the first that can be next") << QStringList{u"a:c"_s, u"b"_s, u"c"_s, u"d"_s} << u"b c a d"_s;
    QTest::newRow("named twice") << QStringList{u"b:a,a"_s, u"a"_s} << u"a b"_s;
    QTest::newRow("what a cycle holds is left out") << QStringList{u"a"_s, u"b:c"_s, u"c:b"_s, u"d:c"_s} << u"a"_s;
    QTest::newRow("none") << QStringList() << QString();
}

void TestPlanCheck::ordersByDependencyAndElseAsWritten()
{
    QFETCH(QStringList, steps);
    QFETCH(QString, order);
    Plan ordered = plan({});
    for (const QString &text : steps) {
        const QString names = text.section(u':', 1);
        ordered.steps.append(step(text.section(u':', 0, 0), names.isEmpty() ? QStringList() : names.split(u',')));
    }
    QCOMPARE(dependencyOrder(ordered).join(u' '), order);
}

void TestPlanCheck::anyOrderOfStepsIsOrdered()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 50; ++round) {
        Plan shuffled = plan({});
        for (int i = 0; i < 30; ++i) {
            QStringList dependencies;
            for (int j = 0; j < i; ++j) {
                if (random.bounded(6) == 0)
                    dependencies.append(QString::number(j));
            }
            shuffled.steps.append(step(QString::number(i), dependencies));
        }
        std::shuffle(shuffled.steps.begin(), shuffled.steps.end(), random);
        QCOMPARE(complaint(shuffled), QString());
        const QStringList order = dependencyOrder(shuffled);
        QCOMPARE(order.size(), 30);
        for (const Step &one : std::as_const(shuffled.steps)) {
            for (const QString &dependency : one.dependsOn)
                QVERIFY(order.indexOf(dependency) < order.indexOf(one.id));
        }
    }
}

void TestPlanCheck::aLongChainIsCheckedWithoutRecursion()
{
    constexpr int kLength = 50'000;
    Plan chain = plan({});
    for (int i = 0; i < kLength; ++i) // backwards: the worst order for one who walks down from the first
        chain.steps.append(
            step(QString::number(i), i + 1 < kLength ? QStringList{QString::number(i + 1)} : QStringList()));
    QCOMPARE(complaint(chain), QString());
    QCOMPARE(dependencyOrder(chain).first(), QString::number(kLength - 1));
}

void TestPlanCheck::aLongCycleIsNamedShortly()
{
    constexpr int kLength = 1000;
    Plan ring = plan({});
    for (int i = 0; i < kLength; ++i)
        ring.steps.append(step(QString::number(i), {QString::number((i + 1) % kLength)}));
    QCOMPARE(complaint(ring),
             u"plan.json: step \"0\": dependsOn: is a cycle (0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → … → 0)"_s);
}

void TestPlanCheck::everyFaultIsNamedAtItsField()
{
    Plan faulty = plan({step(u"a"_s, {u"b"_s}), step(u"b"_s, {u"a"_s}), step(u"c"_s)});
    faulty.task.clear();
    faulty.options.testFramework = u"x y"_s;
    faulty.steps[2].file = u"../c.cs"_s;
    faulty.steps[1].file = faulty.steps[0].file;
    faulty.steps[0].tests = {u"/etc/passwd"_s};
    QStringList places;
    for (const PlanFault &fault : planFaults(faulty)) {
        places.append(u"%1 %2"_s.arg(fault.step).arg(fault.field));
        QVERIFY(!fault.message.isEmpty());
    }
    // The files are looked at although the dependencies are a cycle: what the head says does not hide the rest.
    QCOMPARE(places,
             (QStringList{u"-1 task"_s, u"-1 options.testFramework"_s, u"0 dependsOn"_s, u"0 tests"_s, u"1 file"_s,
                          u"2 file"_s}));
    QVERIFY(planFaults(plan({step(u"a"_s)})).isEmpty());
}

void TestPlanCheck::noCycleIsLookedForWhereNamesAreWrong()
{
    const QList<PlanFault> faults = planFaults(
        plan({step(u"a"_s, {u"nobody"_s}), step(u"a"_s, {u"a"_s}), step(u" "_s, {u"b"_s}), step(u"b"_s, {u"b"_s})}));
    QStringList places;
    for (const PlanFault &fault : faults)
        places.append(u"%1 %2"_s.arg(fault.step).arg(fault.field));
    QCOMPARE(places, (QStringList{u"1 id"_s, u"2 id"_s, u"0 dependsOn"_s, u"1 file"_s, u"2 file"_s}));
}

QTEST_GUILESS_MAIN(TestPlanCheck)
#include "tst_plancheck.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/toolchain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::toolchain;
using domain::Ending;
using domain::TestOutcome;

namespace {

QByteArray descriptorOf(const QString &id)
{
    QFile file(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/toolchains/") + id + u".json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    file.write(content);
}

std::string printed(const domain::Evidence &evidence)
{
    return QJsonDocument(domain::toJson(evidence)).toJson().toStdString();
}

QStringList names(const domain::Evidence &evidence, TestOutcome outcome)
{
    QStringList list;
    for (const auto &test : evidence.tests.cases) {
        if (test.outcome == outcome)
            list.append(test.name);
    }
    list.sort();
    return list;
}

} // namespace

Q_DECLARE_METATYPE(stepladder::toolchain::OutcomeKind)

/// Real pytest, and a language that is its descriptor alone, in the real sandbox.
class TestToolchainPython : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void passesAndFails();
    void fileThatCannotBeCollected();
    void syntaxErrorInSource();
    void leftOutAndExcluded();
    void coverageSettingsOfTheProjectJudgeNothing_data();
    void coverageSettingsOfTheProjectJudgeNothing();
    void settingsThatPytestRefusesAreSaid();
    void settingsThatEndAtTheFirstFailureDoNot();
    void codeThatEndsPytestIsNoPass();
    void processGoesAway();
    void hangs();
    void nothingExecuted();
    void noTestsAtAll();
    void stubIsATest();
    void scaffoldRefusesBadNames();
    void fourthLanguage();
    void cancelled();
    void probes_data();
    void probes();
    void probesWithoutADriver();

private:
    domain::Evidence run(const ExecuteRequest &request, const Progress &progress = {});

    QTemporaryDir m_home;
    Site m_site;
    std::shared_ptr<Sandbox> m_sandbox;
    std::unique_ptr<Toolchain> m_tools;
    int m_number = 0;
};

void TestToolchainPython::initTestCase()
{
    auto sandbox = makeBubblewrapSandbox();
    QVERIFY2(sandbox, "no bubblewrap: run packaging/setup.sh");
    m_sandbox = std::move(*sandbox);
    QJsonObject descriptor = QJsonDocument::fromJson(descriptorOf(u"python"_s)).object();
    QJsonObject steps = descriptor[u"steps"].toObject();
    QJsonObject test = steps[u"test"].toObject();
    test[u"timeoutSeconds"] = 15;
    steps[u"test"] = test;
    descriptor[u"steps"] = steps;
    auto made = makeToolchain(QJsonDocument(descriptor).toJson(), u"python"_s, m_home.path() + u"/cache"_s, m_sandbox);
    QVERIFY(made);
    m_tools = std::move(*made);
}

void TestToolchainPython::init()
{
    const QString name = u"shop%1"_s.arg(++m_number);
    m_site = {.folder = m_home.path() + u'/' + name, .mountPoint = u"/home/somebody/"_s + name};
    QDir().mkpath(m_site.folder);
    const auto files = m_tools->scaffold(m_site, u"package"_s, u"My.Shop"_s, {}, {});
    QVERIFY2(files, files ? "" : qPrintable(files.error().message));
    QVERIFY(files->contains(u"src/my_shop/__init__.py"_s));
    put(m_site.folder + u"/src/my_shop/cart.py"_s,
        "def add(a, b):\n    return a + b\n\n\ndef other():\n    return 1\n");
    put(m_site.folder + u"/tests/test_cart.py"_s,
        "import pytest\nfrom my_shop.cart import add\n\n\ndef test_adds():\n    assert add(1, 2) == 3\n\n\n"
        "@pytest.mark.parametrize('n', [1, 2])\ndef test_rows(n):\n    assert n < 2\n");
}

domain::Evidence TestToolchainPython::run(const ExecuteRequest &request, const Progress &progress)
{
    const auto evidence = m_tools->execute(request, progress, {});
    if (!evidence)
        qWarning().noquote() << evidence.error().message << evidence.error().detail;
    return evidence ? *evidence : domain::Evidence{.buildOk = false, .endingDetail = u"no evidence"_s};
}

void TestToolchainPython::passesAndFails()
{
    QStringList live;
    const auto prepared = m_tools->prepare(m_site, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message));
    const auto e =
        run({.site = m_site, .coverage = true}, {.test = [&](const auto &test) { live.append(test.key()); }});
    QVERIFY2(e.buildOk && e.ending == Ending::Finished, printed(e).c_str());
    QCOMPARE(names(e, TestOutcome::Failed), QStringList{u"test_rows[2]"_s});
    QCOMPARE(names(e, TestOutcome::Passed), (QStringList{u"test_adds"_s, u"test_rows[1]"_s}));
    QCOMPARE(live.size(), 3);
    for (const QString &key : live)
        QVERIFY2(e.tests.find(key), qPrintable(key)); // the live keys are those of the report
    QVERIFY2(e.coverage && e.coverage->find(u"src/my_shop/cart.py"_s), printed(e).c_str());
    QCOMPARE(e.coverage->find(u"src/my_shop/cart.py"_s)->missedLines, QList<int>{6});
    QVERIFY(!e.coverage->find(u"tests/test_cart.py"_s));
    QVERIFY(!QDir(m_site.folder + u"/src/my_shop/__pycache__"_s).exists());
    QVERIFY2(!e.executions.last().output.contains(QChar(0x1e)), printed(e).c_str());
}

void TestToolchainPython::fileThatCannotBeCollected()
{
    put(m_site.folder + u"/tests/test_new.py"_s,
        "import os\nfrom my_shop.missing import nothing\n\n\ndef test_x():\n    pass\n");
    const auto e = run({.site = m_site});
    QVERIFY2(!e.buildOk, printed(e).c_str());
    QCOMPARE(e.uncompiledTests, QStringList{u"tests/test_new.py"_s});
    QCOMPARE(e.errors(), 1);
    QCOMPARE(e.diagnostics.first().file, u"tests/test_new.py"_s);
    QCOMPARE(e.diagnostics.first().line, 2);
    QCOMPARE(e.tests.total(), 3); // the others ran all the same
}

void TestToolchainPython::syntaxErrorInSource()
{
    put(m_site.folder + u"/src/my_shop/bad.py"_s, "def a(:\n    pass\n");
    const auto e = run({.site = m_site});
    QVERIFY(!e.buildOk);
    QCOMPARE(e.diagnostics.first().file, u"src/my_shop/bad.py"_s);
    QCOMPARE(e.diagnostics.first().id, u"SyntaxError"_s);
    QCOMPARE(e.diagnostics.first().line, 1);
}

void TestToolchainPython::leftOutAndExcluded()
{
    put(m_site.folder + u"/tests/test_new.py"_s, "import nowhere\n");
    const auto e = run({.site = m_site,
                        .leaveOutFiles = {u"tests/test_new.py"_s},
                        .excludedTests = {u"tests.test_cart:test_rows[2]"_s}});
    QVERIFY2(e.buildOk && e.ending == Ending::Finished, printed(e).c_str());
    QCOMPARE(names(e, TestOutcome::Passed), (QStringList{u"test_adds"_s, u"test_rows[1]"_s}));
    QCOMPARE(e.tests.total(), 2);
}

void TestToolchainPython::coverageSettingsOfTheProjectJudgeNothing_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::newRow("pytest-cov") << QByteArray(
        "[tool.pytest.ini_options]\naddopts = \"--cov=my_shop --cov-fail-under=100\"\n");
    QTest::newRow("fail_under") << QByteArray("[tool.coverage.report]\nfail_under = 100\n");
    QTest::newRow("parallel") << QByteArray("[tool.coverage.run]\nparallel = true\n");
    QTest::newRow("omit") << QByteArray("[tool.coverage.run]\nomit = [\"*\"]\n");
}

/// What a project wants of its own coverage ended every attempt badly, green tests or not.
void TestToolchainPython::coverageSettingsOfTheProjectJudgeNothing()
{
    QFETCH(QByteArray, settings);
    QFile project(m_site.folder + u"/pyproject.toml"_s);
    QVERIFY(project.open(QIODevice::ReadOnly));
    QByteArray text = project.readAll();
    project.close();
    const QByteArray table = settings.left(settings.indexOf('\n') + 1);
    if (text.contains(table))
        text.replace(table, settings); // addopts into the table that is there
    else
        text += '\n' + settings;
    put(project.fileName(), text);
    put(m_site.folder + u"/tests/test_cart.py"_s,
        "from my_shop.cart import add\n\n\ndef test_adds():\n    assert add(1, 2) == 3\n");
    const auto e = run({.site = m_site, .coverage = true});
    QVERIFY2(e.buildOk && e.ending == Ending::Finished, printed(e).c_str());
    QCOMPARE(names(e, TestOutcome::Passed), QStringList{u"test_adds"_s});
    QVERIFY2(e.coverage && e.coverage->find(u"src/my_shop/cart.py"_s), printed(e).c_str());
}

void TestToolchainPython::settingsThatPytestRefusesAreSaid()
{
    put(m_site.folder + u"/tests/conftest.py"_s, "import nowhere_to_be_found\n");
    for (const bool coverage : {false, true}) {
        const auto e = run({.site = m_site, .coverage = coverage});
        QVERIFY(!e.buildOk);
        QVERIFY2(e.diagnostics.last().message.contains(u"nowhere_to_be_found"), printed(e).c_str());
    }
}

/// A red test from before once kept every later one from being run.
void TestToolchainPython::settingsThatEndAtTheFirstFailureDoNot()
{
    put(m_site.folder + u"/pytest.ini"_s, "[pytest]\naddopts = -x\n");
    put(m_site.folder + u"/tests/test_a_red_one.py"_s, "def test_red():\n    assert False\n");
    for (const bool coverage : {false, true}) {
        const auto e = run({.site = m_site, .coverage = coverage});
        QVERIFY2(names(e, TestOutcome::Failed).contains(u"test_red"_s), printed(e).c_str());
        QVERIFY2(names(e, TestOutcome::Passed).contains(u"test_adds"_s), printed(e).c_str());
    }
}

/// pytest.exit() asks for exit code 0, and the tests after it never ran.
void TestToolchainPython::codeThatEndsPytestIsNoPass()
{
    put(m_site.folder + u"/src/my_shop/cart.py"_s,
        "def add(a, b):\n    import pytest\n    pytest.exit('done', returncode=0)\n");
    const auto e = run({.site = m_site});
    QVERIFY2(e.ending == Ending::HostAborted, printed(e).c_str());
    QCOMPARE(e.unfinishedTests, QStringList{u"tests.test_cart:test_adds"_s});
}

void TestToolchainPython::processGoesAway()
{
    put(m_site.folder + u"/tests/test_exit.py"_s, "import os\n\n\ndef test_exit():\n    os._exit(0)\n");
    const auto e = run({.site = m_site});
    QVERIFY2(e.ending == Ending::HostAborted, printed(e).c_str());
    QCOMPARE(e.unfinishedTests, QStringList{u"tests.test_exit:test_exit"_s});
    QVERIFY(e.endingDetail.contains(u"test_exit"));
    QVERIFY(names(e, TestOutcome::Passed).contains(u"test_adds"_s)); // what it reported before is not lost
}

void TestToolchainPython::hangs()
{
    put(m_site.folder + u"/tests/test_hang.py"_s,
        "import time\n\n\nclass TestIt:\n    def test_hang(self):\n        time.sleep(600)\n");
    const auto e = run({.site = m_site});
    QVERIFY2(e.ending == Ending::TimedOut, printed(e).c_str());
    QCOMPARE(e.unfinishedTests, QStringList{u"tests.test_hang.TestIt:test_hang"_s});
    QVERIFY2(e.endingDetail.contains(u"15 s"), qPrintable(e.endingDetail));
}

void TestToolchainPython::nothingExecuted()
{
    put(m_site.folder + u"/tests/test_cart.py"_s, "import pytest\n\n\n@pytest.mark.skip\ndef test_adds():\n    pass\n");
    auto e = run({.site = m_site});
    QVERIFY2(e.ending == Ending::NothingExecuted, printed(e).c_str());
    put(m_site.folder + u"/tests/test_cart.py"_s, "X = 1\n");
    e = run({.site = m_site});
    QVERIFY2(e.ending == Ending::NothingExecuted && e.hasTests, printed(e).c_str());
}

void TestToolchainPython::noTestsAtAll()
{
    QFile::remove(m_site.folder + u"/tests/test_cart.py"_s);
    put(m_site.folder + u"/tests/conftest.py"_s, "X = 1\n"); // no test, though it lies among them
    const auto e = run({.site = m_site});
    QVERIFY2(e.buildOk && !e.hasTests && e.ending == Ending::Finished, printed(e).c_str());
}

/// A stub's failures bear its marker, and it can be imported.
void TestToolchainPython::stubIsATest()
{
    QFile source(m_site.folder + u"/src/my_shop/cart.py"_s);
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QByteArray stub = m_tools->stub({.file = u"src/my_shop/cart.py"_s}, source.readAll(), u"not found"_s);
    put(source.fileName(), stub);
    const auto e = run({.site = m_site});
    QVERIFY2(e.buildOk, printed(e).c_str());
    const auto *test = e.tests.find(u"tests.test_cart:test_adds"_s);
    QVERIFY2(test && test->message.contains(m_tools->stubMarker()), printed(e).c_str());
}

void TestToolchainPython::scaffoldRefusesBadNames()
{
    for (const QString &name : {u"../x"_s, u""_s, u"a b"_s, u"1a"_s, u"a..b"_s})
        QVERIFY(!m_tools->scaffold(m_site, u"package"_s, name, {}, {}));
    const auto unknown = m_tools->scaffold(m_site, u"rocket"_s, u"A"_s, {}, {});
    QVERIFY(!unknown && unknown.error().kind == domain::ErrorKind::BadInput);
    const auto again = m_tools->scaffold(m_site, u"package"_s, u"My.Shop"_s, {}, {});
    QVERIFY(!again && again.error().kind == domain::ErrorKind::Conflict);
}

void TestToolchainPython::fourthLanguage()
{
    const QByteArray descriptor = R"({
        "id": "shell", "fence": "sh",
        "files": {"source": ["*.sh"], "test": ["*_test.sh"]},
        "tools": [{"name": "sh", "candidates": ["sh"], "install": "apt-get install dash"}],
        "binds": ["/usr", "/lib", "/lib64", "/bin"], "environment": {"PATH": "/usr/bin:/bin"},
        "helpers": [{"path": "run.sh", "content": [
            "for t in *_test.sh; do sh -n $t || exit 3; done",
            "printf '<testsuite name=\"s\" tests=\"1\"><testcase classname=\"c\" name=\"%s\"/></testsuite>' $t > $1/r.xml"]}],
        "steps": {
            "build": {"commands": [{"argv": ["{tool:sh}", "-c", "for f in *.sh; do sh -n $f 2>&1 | sed 's/^/err:/'; sh -n $f || exit 1; done"], "show": "sh -n *.sh"}],
                      "diagnostics": "^err:(?<file>[^:]+): (?<line>\\d+): (?<message>.*)$"},
            "test": {"commands": [{"argv": ["{tool:sh}", "{results}/run.sh", "{results}"]}], "results": ["*.xml"]}},
        "stub": {"marker": "M:", "template": "{note}echo 'M: {surface}' >&2; exit 1"}})";
    const auto made = makeToolchain(descriptor, u"shell.json"_s, m_home.path() + u"/cache"_s, m_sandbox);
    QVERIFY2(made, made ? "" : qPrintable(made.error().message));
    put(m_site.folder + u"/a.sh"_s, "echo hi\n");
    put(m_site.folder + u"/a_test.sh"_s, "sh a.sh\n");
    auto e = (*made)->execute({.site = m_site}, {}, {});
    QVERIFY2(e && e->buildOk && e->ending == Ending::Finished, e ? printed(*e).c_str() : qPrintable(e.error().message));
    QCOMPARE(e->tests.cases.first().key(), u"c:a_test.sh"_s);
    QCOMPARE(e->executions.first().command, u"sh -n *.sh"_s);
    put(m_site.folder + u"/b.sh"_s, "if true; then\n");
    e = (*made)->execute({.site = m_site}, {}, {});
    QVERIFY2(e && !e->buildOk && !e->testsRan, e ? printed(*e).c_str() : "");
    QCOMPARE(e->diagnostics.first().file, u"b.sh"_s);
}

void TestToolchainPython::cancelled()
{
    const auto stop = std::make_unique<std::stop_source>();
    stop->request_stop();
    const auto e = m_tools->execute({.site = m_site}, {}, stop->get_token());
    QVERIFY(!e && e.error().kind == domain::ErrorKind::Cancelled);
}

void TestToolchainPython::probes_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<OutcomeKind>("kind");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *expression, OutcomeKind kind, const char *text) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << kind << QString::fromUtf8(text);
    };
    row("half(4)", OutcomeKind::Value, "2.0");
    row("half('a')", OutcomeKind::Exception, "TypeError");
    row("0.1 + 0.2", OutcomeKind::Value, "0.3");
    row("{'b': {3, 1, 2}, 'a': None}", OutcomeKind::Value, "{'a': None, 'b': {1, 2, 3}}");
    row("Thing()", OutcomeKind::Value, "Thing(a=1, b='x')");
    row("object()", OutcomeKind::Value, "<object object>");
    row("upwards()", OutcomeKind::Value, "generator[1, 2]");
    row("await later()", OutcomeKind::Value, "'now'");
    row("later()", OutcomeKind::Value, "'now'");
    row("datetime.date(2026, 1, 2) - datetime.timedelta(days=1)", OutcomeKind::Value, "datetime.date(2026, 1, 1)");
    row("[n for n in (3, 1) if half(n) > 1]", OutcomeKind::Value, "[3]");
    row("missing()", OutcomeKind::Exception, "NameError");
    row("x = 1", OutcomeKind::NotCompiled, "invalid syntax");
    row("sys.exit(3)", OutcomeKind::Exception, "SystemExit");
    row("os._exit(3)", OutcomeKind::Crashed, "ended the process (exit code 3)");
    row("forever()", OutcomeKind::Hung, "did not end within 1 s");
    row("print('\\x1e{}') or 1", OutcomeKind::Value, "1");
}

void TestToolchainPython::probes()
{
    QFETCH(QString, expression);
    QFETCH(OutcomeKind, kind);
    QFETCH(QString, text);
    put(m_site.folder + u"/src/my_shop/odd.py"_s, R"(from .cart import other


def half(n):
    return n / 2 * other()


class Thing:
    def __init__(self):
        self.b = "x"
        self.a = 1


def upwards():
    yield 1
    yield 2


async def later():
    return "now"


def forever():
    while True:
        pass
)");
    // What comes of one is nothing to the next.
    const auto outcomes = m_tools->probe({.site = m_site,
                                          .file = u"src/my_shop/odd.py"_s,
                                          .expressions = {expression, u"half(8)"_s},
                                          .timeoutMs = 1'000},
                                         {});
    QVERIFY2(outcomes, outcomes ? "" : qPrintable(outcomes.error().message));
    QCOMPARE(outcomes->size(), 2);
    QVERIFY2(outcomes->first().kind == kind, qPrintable(toString(outcomes->first().kind) + outcomes->first().text));
    QCOMPARE(outcomes->first().text, text);
    QCOMPARE(outcomes->last(), (ProbeOutcome{OutcomeKind::Value, u"4.0"_s}));
}

void TestToolchainPython::probesWithoutADriver()
{
    QJsonObject descriptor = QJsonDocument::fromJson(descriptorOf(u"python"_s)).object();
    descriptor[u"helpers"] = QJsonArray();
    const auto made =
        makeToolchain(QJsonDocument(descriptor).toJson(), u"python"_s, m_home.path() + u"/cache"_s, m_sandbox);
    QVERIFY(made);
    QVERIFY(m_tools->canProbe() && !(*made)->canProbe());
    const auto outcomes = (*made)->probe({.site = m_site, .file = u"a.py"_s, .expressions = {u"1"_s}}, {});
    QVERIFY(outcomes && outcomes->isEmpty());
}

QTEST_GUILESS_MAIN(TestToolchainPython)
#include "tst_toolchainpython.moc"

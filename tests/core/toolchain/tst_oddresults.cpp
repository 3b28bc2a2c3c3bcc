// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultjson.h"
#include "toolchain/results/resultreader.h"
#include "toolchain/results/resulttext.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::ErrorKind;
using domain::TestOutcome;
using domain::TestReport;

namespace {

TestReport junit(const QByteArray &bytes)
{
    const auto report = toolchain::readJUnit(bytes, u"r.xml"_s);
    if (!report)
        qWarning("%s", qPrintable(report.error().message));
    return report.value_or(TestReport{});
}

QByteArray oneCase(const QByteArray &attributes, const QByteArray &children = {})
{
    return "<testsuite name='s'><testcase classname='c' name='n' " + attributes + ">" + children
        + "</testcase></testsuite>";
}

QByteArray nested(int depth)
{
    return QByteArray("<testsuite name='a'>").repeated(depth) + QByteArray("</testsuite>").repeated(depth);
}

} // namespace

class OddResultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatIsNoResultFileIsRefused_data();
    void whatIsNoResultFileIsRefused();
    void eachReaderWantsItsOwnElement();
    void aDocumentTypeWithoutEntitiesIsRead();
    void nestingUpToTheLimitIsRead();
    void outcomesOfATestCase_data();
    void outcomesOfATestCase();
    void forbiddenCharactersAreMended();
    void aDeclaredEncodingIsBelievedOnlyWhereItCanBe();
    void durationsAreReadAsReportersWriteThem_data();
    void durationsAreReadAsReportersWriteThem();
    void aHugeMessageIsCutAndNoted();
    void anAbortedHostIsToldThoughAllRowsAreGreen();
    void theSourceBelowWhichAFileLiesIsTaken();
    void pathsFromUris_data();
    void pathsFromUris();
    void theJsonHoldsWhatTheContractNames();
};

void OddResultsTest::whatIsNoResultFileIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto add = [](const char *name, const QByteArray &bytes, const QString &message) {
        QTest::newRow(name) << bytes << message;
    };
    const QString formats = u"; expected TRX, JUnit, NUnit, xUnit, Cobertura or SARIF"_s;
    add("empty", "", u"f:1: the file is empty; expected test results"_s);
    add("blank", " \n\t\r\n", u"f:1: the file is empty; expected test results"_s);
    add("only a mark", "\xEF\xBB\xBF", u"f:1: the file is empty; expected test results"_s);
    add("text", "1 passed", u"f:1: no XML and no JSON"_s + formats);
    add("binary", QByteArray("\0\x01\x02MZ\xFF\xFE", 7), u"f:1: no XML and no JSON"_s + formats);
    add("HTML", "<!DOCTYPE html><html></html>", u"f:1: <html>"_s + formats);
    add("no element", "<?xml version='1.0'?>", u"f:1: no XML and no JSON"_s + formats);
    add("Clover", "<coverage generated='1'><project/></coverage>",
        u"f:1: <coverage> has no line-rate; expected Cobertura"_s);
    add("other JSON", "{}", u"f:1: no \"runs\" list; expected SARIF"_s);
    add("JSON, cut", "{\n\"runs\":\n[", u"f:3: unterminated array; expected SARIF"_s);
    add("SARIF of tomorrow", R"({"version":"3.0","runs":[]})", u"f: version: \"3.0\"; expected SARIF 2.1.0 or 1.0.0"_s);
    add("SARIF with a strange run", R"({"version":"2.1.0","runs":[1]})", u"f: runs: expected objects"_s);
    add("unknown encoding", "<?xml version='1.0' encoding='x-klingon'?><testsuite/>",
        u"f:1: unknown encoding \"x-klingon\"; expected one like utf-8"_s);
    add("entity", "<!DOCTYPE testsuite [\n<!ENTITY a 'b'>]><testsuite name='&a;'/>",
        u"f:2: declares entities; expected none"_s);
    add("parameter entity", "<!DOCTYPE testsuite [<!ENTITY % a 'b'>]><testsuite/>",
        u"f:1: declares entities; expected none"_s);
    add("undeclared entity", "<testsuite>\n&nbsp;</testsuite>", u"f:2: Entity 'nbsp' not declared."_s);
    add("entity of a document type elsewhere", "<!DOCTYPE testsuite SYSTEM 'x.dtd'><testsuite>\n&nbsp;</testsuite>",
        u"f:2: entity \"nbsp\" is not declared"_s);
    add("entity bomb",
        "<?xml version='1.0'?><!DOCTYPE testsuite [<!ELEMENT testsuite ANY><!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
        "'&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><testsuite>&c;</testsuite>",
        u"f:1: declares entities; expected none"_s);
    add("entity after a comment",
        "<!-- < --><!DOCTYPE testsuite [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><testsuite/>",
        u"f:1: declares entities; expected none"_s);
    add("nested too deep", nested(129), u"f:1: elements nested deeper than 128"_s);
    add("nested without end", QByteArray("<testsuite>").repeated(100'000), u"f:1: elements nested deeper than 128"_s);
    add("cut", "<testsuites>\n<testsuite>\n<testcase name='a'/>\n",
        u"f:4: the file ends too early; expected </testsuite>"_s);
    add("two documents", "<testsuite/>\n<testsuite/>", u"f:2: Extra content at end of document."_s);
    add("crossed tags", "<testsuites>\n<testsuite></testsuites>", u"f:2: Opening and ending tag mismatch."_s);
    add("Cobertura line without number",
        "<coverage line-rate='1'>\n<class filename='a'><line hits='1'/></class></coverage>",
        u"f:2: <line> without number or hits; expected both as numbers"_s);
    add("Cobertura line without class", "<coverage line-rate='1'><line number='1' hits='1'/></coverage>",
        u"f:1: <line> outside of a <class>"_s);
    add("Cobertura class without file", "<coverage line-rate='1'>\n\n<class/></coverage>",
        u"f:3: <class> has no filename"_s);
}

void OddResultsTest::whatIsNoResultFileIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const auto results = toolchain::readResults(bytes, u"f"_s);
    QVERIFY(!results);
    QCOMPARE(results.error().message, message);
    QVERIFY(results.error().kind == ErrorKind::BadInput);
}

void OddResultsTest::eachReaderWantsItsOwnElement()
{
    const QByteArray other = "<html/>";
    QCOMPARE(toolchain::readTrx(other, u"f"_s).error().message,
             u"f:1: the file's element is <html>; expected <TestRun>"_s);
    QVERIFY(!toolchain::readJUnit(other, u"f"_s));
    QVERIFY(!toolchain::readNUnit3(other, u"f"_s));
    QVERIFY(!toolchain::readNUnit2(other, u"f"_s));
    QVERIFY(!toolchain::readXUnit(other, u"f"_s));
    QVERIFY(!toolchain::readCobertura(other, u"f"_s));
    QVERIFY(!toolchain::readSarif(other, u"f"_s));
    QVERIFY(!toolchain::readTrx({}, u"f"_s));
}

void OddResultsTest::aDocumentTypeWithoutEntitiesIsRead()
{
    const QByteArray bytes =
        "\n\n<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE testsuite [<!ELEMENT testsuite "
        "ANY>]>\n<testsuite><testcase name='a'><failure><![CDATA[<!ENTITY]]></failure></testcase></testsuite>";
    const auto results = toolchain::readResults(bytes, u"f"_s);
    QVERIFY2(results.has_value(), results ? "" : qPrintable(results.error().message));
    QCOMPARE(std::get<TestReport>(results->content).cases.first().message, u"<!ENTITY"_s);
}

void OddResultsTest::nestingUpToTheLimitIsRead()
{
    QCOMPARE(junit(nested(128)).suites, 128);
}

void OddResultsTest::outcomesOfATestCase_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<TestOutcome>("outcome");
    QTest::addColumn<QString>("message");
    const auto add = [](const char *name, const QByteArray &xml, TestOutcome outcome, const QString &message) {
        QTest::newRow(name) << xml << outcome << message;
    };
    const auto passed = TestOutcome::Passed;
    const auto failed = TestOutcome::Failed;
    const auto skipped = TestOutcome::Skipped;
    add("bare", oneCase(""), passed, {});
    add("run", oneCase("status='run' result='completed'"), passed, {});
    add("not run (gtest)", oneCase("status='notrun' result='suppressed'"), skipped, {});
    add("skipped (gtest)", oneCase("status='run' result='skipped'", "<skipped message='why'/>"), skipped, u"why"_s);
    add("failed by attribute only", oneCase("status='failed'"), failed, {});
    add("failed by attribute, printed why (CTest)",
        oneCase("status='fail'", "<failure message=''/><system-out>so</system-out>"), failed, u"so"_s);
    add("failure and error", oneCase("", "<failure message='a'>b</failure><error type='T'/>"), failed, u"a\nb\n\nT"_s);
    add("message within the text", oneCase("", "<failure message='a'>T: a\n at b</failure>"), failed, u"T: a\n at b"_s);
    add("elements within the text", oneCase("", "<failure>a <b>c</b><![CDATA[ <d>]]></failure>"), failed, u"a c <d>"_s);
    add("skipped and then an error", oneCase("", "<skipped message='s'/><error message='e'/>"), failed, u"e"_s);
    add("failure that may be (Catch2)",
        oneCase("", "<skipped message='TEST_CASE tagged with !mayfail'/><failure message='f'/>"), skipped,
        u"TEST_CASE tagged with !mayfail\n\nf"_s);
    add("flaky (Maven)", oneCase("", "<flakyFailure message='f'><stackTrace>s</stackTrace></flakyFailure>"), passed,
        {});
    add("failed again (Maven)", oneCase("", "<failure message='f'/><rerunFailure message='g'/>"), failed, u"f"_s);
    add("unknown children",
        oneCase("", "<properties><property name='failure'/></properties><future><failure/></future>"), passed, {});
    add("wrapped in a namespace",
        "<x:testsuite xmlns:x='u'><x:testcase name='n' classname='c'><x:error/></x:testcase></x:testsuite>", failed,
        {});
}

void OddResultsTest::outcomesOfATestCase()
{
    QFETCH(QByteArray, xml);
    QFETCH(TestOutcome, outcome);
    QFETCH(QString, message);
    const TestReport report = junit(xml);
    QCOMPARE(report.total(), 1);
    QCOMPARE(int(report.cases.first().outcome), int(outcome));
    QCOMPARE(report.cases.first().message, message);
    QCOMPARE(report.cases.first().key(), u"c:n"_s);
}

void OddResultsTest::forbiddenCharactersAreMended()
{
    const QByteArray xml =
        "<testsuite>\n<testcase name='a&#27;b&#x1;c\x1b' classname='&#65;&#x42;'><failure>x\x08y&#0;\n"
        "<![CDATA[&#27;\x1b]]>&#27;</failure></testcase></testsuite>";
    const TestReport report = junit(xml);
    QCOMPARE(report.cases.first().name, u"a\uFFFDb\uFFFDc\uFFFD"_s);
    QCOMPARE(report.cases.first().className, u"AB"_s);
    QCOMPARE(report.cases.first().message, u"x\uFFFDy\uFFFD\n&#27;\uFFFD\uFFFD"_s);
}

void OddResultsTest::aDeclaredEncodingIsBelievedOnlyWhereItCanBe()
{
    const auto nameOf = [](const QByteArray &bytes) { return junit(bytes).cases.value(0).name; };
    QCOMPARE(nameOf("<?xml version='1.0' encoding='utf-16'?><testsuite><testcase name='\xC3\xBC'/></testsuite>"),
             u"ü"_s);
    QCOMPARE(nameOf("<?xml version='1.0' encoding='ISO-8859-1'?><testsuite><testcase name='\xFC'/></testsuite>"),
             u"ü"_s);
    QCOMPARE(nameOf("<?xml version='1.0' encoding='windows-1252'?><testsuite><testcase name='\x80'/></testsuite>"),
             u"€"_s);
    QCOMPARE(nameOf("<?xml version='1.0' encoding='Shift_JIS'?><testsuite><testcase name='\x83\x65'/></testsuite>"),
             u"テ"_s);
    QCOMPARE(nameOf("<testsuite><testcase name='\xFF'/></testsuite>"), u"\uFFFD"_s);
}

void OddResultsTest::durationsAreReadAsReportersWriteThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<double>("span");
    QTest::newRow("seconds") << u"0.5"_s << 500.0 << 0.0;
    QTest::newRow("comma") << u"0,5"_s << 500.0 << 0.0;
    QTest::newRow("grouped") << u"1,234.5"_s << 1234500.0 << 0.0;
    QTest::newRow("grouped the other way") << u"1.234,5"_s << 1234500.0 << 0.0;
    QTest::newRow("grouped twice") << u"1,234,567.25"_s << 1234567250.0 << 0.0;
    QTest::newRow("exponent") << u"1e-05"_s << 0.01 << 0.0;
    QTest::newRow("unit") << u" 2s "_s << 2000.0 << 0.0;
    QTest::newRow("negative") << u"-1"_s << 0.0 << 0.0;
    QTest::newRow("no number") << u"soon"_s << 0.0 << 0.0;
    QTest::newRow("not finite") << u"inf"_s << 0.0 << 0.0;
    QTest::newRow("nothing") << u""_s << 0.0 << 0.0;
    QTest::newRow("span") << u"00:00:01.2500000"_s << 0.0 << 1250.0;
    QTest::newRow("span with days") << u"1.02:03:04"_s << 0.0 << 93784000.0;
    QTest::newRow("span with comma") << u"00:00:01,5"_s << 0.0 << 1500.0;
}

void OddResultsTest::durationsAreReadAsReportersWriteThem()
{
    QFETCH(QString, text);
    QFETCH(double, seconds);
    QFETCH(double, span);
    QCOMPARE(toolchain::msFromSeconds(text), seconds);
    QCOMPARE(toolchain::msFromTimeSpan(text), span);
}

void OddResultsTest::aHugeMessageIsCutAndNoted()
{
    const TestReport report =
        junit(oneCase("", "<failure>" + QByteArray("\xF0\x9F\x98\x80").repeated(100'000) + "</failure>"));
    const QString message = report.cases.first().message;
    QCOMPARE(message.size(), 65536 + QStringView(u"\n… (cut)").size());
    QVERIFY(!message.contains(QChar(QChar::ReplacementCharacter)) && message.endsWith(u"\n… (cut)"));
    QCOMPARE(report.notes, QStringList{u"c:n: message of 200000 characters cut at 64 KB"_s});
    const TestReport odd =
        junit(oneCase("", "<failure>a" + QByteArray("\xF0\x9F\x98\x80").repeated(100'000) + "</failure>"));
    const QByteArray sarif =
        R"({"version":"2.1.0","runs":[{"results":[{"message":")" + QByteArray("x").repeated(70'000) + R"("}]}]})";
    QCOMPARE(toolchain::readSarif(sarif, u"f"_s).value().first().message.size(), message.size());
    QVERIFY(odd.cases.first().message.toUtf8().endsWith("\xF0\x9F\x98\x80\n\xE2\x80\xA6 (cut)"));
}

void OddResultsTest::anAbortedHostIsToldThoughAllRowsAreGreen()
{
    const auto aborted = [](const QString &name) {
        QFile file(QStringLiteral(STEPLADDER_TEST_DATA "/results/trx/") + name);
        const bool open = file.open(QIODevice::ReadOnly);
        const auto run = toolchain::readTrxRun(open ? file.readAll() : QByteArray(), name);
        return run ? int(run->aborted) : -1;
    };
    QCOMPARE(aborted(u"aborted-host.trx"_s), 1);
    QCOMPARE(aborted(u"inner-results.trx"_s), 1);
    for (const QString &whole : {u"xunit.trx"_s, u"xunit3.trx"_s, u"nunit.trx"_s, u"mstest.trx"_s, u"by-xunit3.trx"_s})
        QCOMPARE(aborted(whole), 0);
}

void OddResultsTest::theSourceBelowWhichAFileLiesIsTaken()
{
    const QByteArray xml = "<coverage line-rate='1'><sources><source>/a</source><source>/b/</source></sources>"
                           "<class filename='x.py'><line number='1' hits='1'/></class>"
                           "<class filename='y.py'/><class filename='/c/../z.py'/></coverage>";
    const auto namesOf = [&](const std::function<bool(const QString &)> &exists) {
        QStringList names;
        const auto report = toolchain::readCobertura(xml, u"f"_s, exists);
        for (const auto &file : report.value_or(domain::CoverageReport{}).files)
            names.append(file.file);
        return names;
    };
    QCOMPARE(namesOf({}), (QStringList{u"/z.py"_s, u"x.py"_s, u"y.py"_s}));
    QCOMPARE(namesOf([](const QString &path) { return path == u"/b/x.py"; }),
             (QStringList{u"/b/x.py"_s, u"/z.py"_s, u"y.py"_s}));
}

void OddResultsTest::pathsFromUris_data()
{
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("path");
    QTest::newRow("absolute") << u"file:///w/a%20b/%C3%BC.cs"_s << u"/w/a b/ü.cs"_s;
    QTest::newRow("drive") << u"file:///C:/w/a.cs"_s << u"C:/w/a.cs"_s;
    QTest::newRow("escaped drive") << u"file:///c%3A/w/a.cs"_s << u"c:/w/a.cs"_s;
    QTest::newRow("localhost") << u"file://localhost/w/a.cs"_s << u"/w/a.cs"_s;
    QTest::newRow("share") << u"file://server/w/a.cs"_s << u"//server/w/a.cs"_s;
    QTest::newRow("relative") << u"src/../a.cs"_s << u"a.cs"_s;
    QTest::newRow("no escape") << u"100%/a#b.cs"_s << u"100%/a#b.cs"_s;
    QTest::newRow("half an escape") << u"a%C"_s << u"a%C"_s;
    QTest::newRow("signs and blanks") << u"a%+1% 1%-2"_s << u"a%+1% 1%-2"_s;
    QTest::newRow("last") << u"a%41"_s << u"aA"_s;
    QTest::newRow("empty") << u""_s << u""_s;
}

void OddResultsTest::pathsFromUris()
{
    QFETCH(QString, uri);
    QFETCH(QString, path);
    QCOMPARE(toolchain::pathFromUri(uri), path);
}

void OddResultsTest::theJsonHoldsWhatTheContractNames()
{
    const auto json = [](const QByteArray &bytes) {
        return QJsonDocument(toolchain::toResultsJson(toolchain::readResults(bytes, u"f"_s).value(), u"d/f"_s))
            .toJson(QJsonDocument::Compact);
    };
    QCOMPARE(json(oneCase("time='0.25'", "<failure message='m'/>")),
             QByteArray(R"({"cases":[{"class":"c","file":"","message":"m","ms":250,"name":"n","outcome":"failed"}],)"
                        R"("file":"d/f","format":"junit","ms":250,"suites":1,)"
                        R"("tests":{"failed":1,"passed":0,"skipped":0,"total":1},"type":"results"})"));
    QCOMPARE(
        json("<coverage line-rate='1'><class filename='a'><line number='1' hits='0' "
             "condition-coverage='50% (1/2)'/></class></coverage>"),
        QByteArray(R"({"branches":{"covered":1,"total":2},"file":"d/f","files":[{"branches":{"covered":1,"total":2},)"
                   R"("file":"a","lines":{"covered":0,"total":1},"missed":[1]}],"lines":{"covered":0,"total":1},)"
                   R"("type":"coverage"})"));
    QCOMPARE(json(R"({"version":"2.1.0","runs":[{"results":[{"ruleId":"A","message":{"text":"m"}}]}]})"),
             QByteArray(R"({"diagnostics":[{"column":0,"file":"","id":"A","line":0,"message":"m","severity":"warning",)"
                        R"("tool":""}],"file":"d/f","format":"sarif","type":"diagnostics"})"));
}

QTEST_GUILESS_MAIN(OddResultsTest)
#include "tst_oddresults.moc"

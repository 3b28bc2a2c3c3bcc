// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"
#include "toolchain/results/resulttext.h"
#include "toolchain/results/xmlcursor.h"

#include <QSet>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Result;
using domain::TestCase;
using domain::TestOutcome;
using domain::TestReport;

namespace {

struct Suite
{
    QString name;
    QString file;
};

/// What a test case's children say of it.
struct Found
{
    QStringList failures;
    QStringList skips;
    QString printed; ///< system-out and system-err
    bool failed = false;
    bool skipped = false;
    bool flaky = false; ///< failed first, passed when run again (Maven)
    bool mayFail = false; ///< its failure is expected (Catch2)
};

/// One walk over a JUnit file. The dialects differ in what they leave out; nothing but <testcase> is needed.
class JUnitReader
{
public:
    JUnitReader(const QByteArray &bytes, const QString &file)
        : m_xml(bytes, file)
    {
    }

    Result<TestReport> read()
    {
        if (m_xml.enterRoot({"testsuites"_L1, "testsuite"_L1})) {
            m_saidTests = m_xml.integer("tests"_L1);
            m_report.ms = msFromSeconds(m_xml.attribute("time"_L1));
            if (m_xml.name() == u"testsuite")
                readSuite({});
            else
                readSuites();
        }
        if (const auto end = m_xml.finish(); !end)
            return domain::fail(end.error());
        compareCounters();
        sealReport(m_report);
        return m_report;
    }

private:
    void readSuites()
    {
        const bool timed = m_report.ms > 0;
        int said = 0;
        bool allSaid = true;
        while (m_xml.nextChild()) {
            if (m_xml.name() != u"testsuite") {
                readChild({});
                continue;
            }
            const auto tests = m_xml.integer("tests"_L1);
            allSaid = allSaid && tests;
            said += tests.value_or(0);
            if (!timed)
                m_report.ms += msFromSeconds(m_xml.attribute("time"_L1));
            readSuite({});
        }
        if (!m_saidTests && allSaid)
            m_saidTests = said;
    }

    void readSuite(const Suite &outer)
    {
        ++m_report.suites;
        Suite suite{m_xml.attribute("name"_L1), normalisedPath(m_xml.attribute("file"_L1))};
        if (suite.file.isEmpty())
            suite.file = outer.file;
        if (suite.name.isEmpty())
            suite.name = outer.name;
        while (m_xml.nextChild())
            readChild(suite);
    }

    void readChild(const Suite &suite)
    {
        if (m_xml.name() == u"testsuite")
            readSuite(suite);
        else if (m_xml.name() == u"testcase")
            readCase(suite);
        else if (m_xml.name() == u"failure" || m_xml.name() == u"error")
            readSuiteFailure(suite);
        else
            m_xml.skip();
    }

    /// What broke outside of any test must not be lost among tests that passed.
    void readSuiteFailure(const Suite &suite)
    {
        TestCase test{.name = suite.name.isEmpty() ? u"(nameless)"_s : suite.name};
        test.file = suite.file;
        test.outcome = TestOutcome::Failed;
        test.message = failureText();
        m_report.notes.append(u"%1: failed outside of its tests"_s.arg(test.name));
        m_report.cases.append(test);
    }

    void readCase(const Suite &suite)
    {
        TestCase test{.name = m_xml.attribute("name"_L1)};
        test.className = m_xml.hasAttribute("classname"_L1) ? m_xml.attribute("classname"_L1) : QString(suite.name);
        test.file = normalisedPath(m_xml.attribute("file"_L1));
        if (test.file.isEmpty())
            test.file = suite.file;
        test.ms = msFromSeconds(m_xml.attribute("time"_L1));
        if (test.name.isEmpty())
            test.name = test.className.isEmpty() ? u"(nameless)"_s : test.className;
        const Found attributes = fromAttributes();
        Found found;
        while (m_xml.nextChild())
            readOutcome(found);
        if (!found.failed && !found.skipped && !found.flaky) {
            found.failed = attributes.failed;
            found.skipped = attributes.skipped;
        }
        finishCase(test, found);
    }

    /// What some dialects say in attributes only: gtest, CTest, Bazel.
    Found fromAttributes() const
    {
        static const QSet<QString> skipped = {u"notrun"_s,  u"skipped"_s, u"suppressed"_s,  u"disabled"_s,
                                              u"ignored"_s, u"pending"_s, u"inconclusive"_s};
        static const QSet<QString> failed = {u"fail"_s, u"failed"_s, u"failure"_s, u"error"_s, u"timeout"_s};
        const QString status = m_xml.attribute("status"_L1).toLower();
        const QString result = m_xml.attribute("result"_L1).toLower();
        Found found;
        found.skipped = skipped.contains(status) || skipped.contains(result);
        found.failed = failed.contains(status) || failed.contains(result);
        return found;
    }

    void readOutcome(Found &found)
    {
        const QString name = m_xml.name().toString();
        if (name == u"failure" || name == u"error") {
            found.failed = true;
            found.failures.append(failureText());
        } else if (name == u"skipped" || name == u"ignored") {
            found.skipped = true;
            const QString reason = m_xml.attribute("message"_L1);
            const QString text = m_xml.text();
            found.skips.append(reason.isEmpty() ? text.trimmed() : reason);
            found.mayFail = found.mayFail || reason.contains(u"tagged with !mayfail");
        } else if (name == u"system-out" || name == u"system-err") {
            found.printed = joinedMessage(found.printed, m_xml.text());
        } else {
            found.flaky = found.flaky || name == u"flakyFailure" || name == u"flakyError";
            m_xml.skip();
        }
    }

    QString failureText()
    {
        QString message = m_xml.attribute("message"_L1);
        const QString type = m_xml.attribute("type"_L1);
        const QString text = m_xml.text();
        if (message.isEmpty() && text.trimmed().isEmpty())
            message = type;
        return joinedMessage(message, text);
    }

    void finishCase(TestCase &test, const Found &found)
    {
        if (found.failed && !found.mayFail) {
            test.outcome = TestOutcome::Failed;
            test.message = found.failures.join(u"\n\n"_s).trimmed();
            if (test.message.isEmpty()) // CTest and others say nothing but what the test printed
                test.message = found.printed;
        } else if (found.skipped) {
            test.outcome = TestOutcome::Skipped;
            test.message = (found.skips + found.failures).join(u"\n\n"_s);
        } else if (found.flaky) {
            m_report.notes.append(u"%1: flaky, passed only when run again"_s.arg(test.key()));
        }
        if (isSecondHalf(test)) {
            m_report.cases.last().message += u"\n\n"_s + test.message;
            m_report.cases.last().ms += test.ms;
            return;
        }
        m_report.cases.append(test);
    }

    /// pytest writes a second row for a test that failed and whose teardown failed too.
    bool isSecondHalf(const TestCase &test) const
    {
        return !m_report.cases.isEmpty() && m_report.cases.last().outcome == TestOutcome::Failed
            && test.outcome == TestOutcome::Failed && m_report.cases.last().key() == test.key()
            && test.message.startsWith(u"failed on teardown with ");
    }

    void compareCounters() { noteContradiction(m_report, u"tests"_s, m_saidTests, m_report.total()); }

    XmlCursor m_xml;
    TestReport m_report;
    std::optional<int> m_saidTests;
};

} // namespace

Result<TestReport> readJUnit(const QByteArray &bytes, const QString &file)
{
    return JUnitReader(bytes, file).read();
}

} // namespace stepladder::toolchain

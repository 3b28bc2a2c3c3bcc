// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"
#include "toolchain/results/resulttext.h"
#include "toolchain/results/xmlcursor.h"

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Result;
using domain::TestCase;
using domain::TestOutcome;
using domain::TestReport;

namespace {

/// One walk over xUnit's own XML: assemblies, in them collections (version 1: classes), in them tests.
class XUnitReader
{
public:
    XUnitReader(const QByteArray &bytes, const QString &file)
        : m_xml(bytes, file)
    {
    }

    Result<TestReport> read()
    {
        if (m_xml.enterRoot({"assemblies"_L1, "assembly"_L1})) {
            if (m_xml.name() == u"assembly")
                readAssembly();
            else
                readAssemblies();
        }
        if (const auto end = m_xml.finish(); !end)
            return domain::fail(end.error());
        sealReport(m_report);
        return m_report;
    }

private:
    void readAssemblies()
    {
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"assembly")
                readAssembly();
            else
                m_xml.skip();
        }
    }

    void readAssembly()
    {
        const auto total = m_xml.integer("total"_L1);
        const auto failed = m_xml.integer("failed"_L1);
        m_report.ms += msFromSeconds(m_xml.attribute("time"_L1));
        TestReport outer = std::exchange(m_report, {});
        QList<TestCase> errors;
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"collection" || m_xml.name() == u"class")
                readCollection();
            else if (m_xml.name() == u"errors")
                readErrors(errors);
            else
                m_xml.skip();
        }
        noteContradiction(m_report, u"tests in all"_s, total, m_report.total());
        noteContradiction(m_report, u"failed tests"_s, failed, m_report.count(TestOutcome::Failed));
        outer.cases += m_report.cases + errors;
        outer.notes += m_report.notes;
        outer.suites += m_report.suites;
        m_report = outer;
    }

    void readCollection()
    {
        ++m_report.suites;
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"test")
                readTest();
            else
                m_xml.skip();
        }
    }

    void readTest()
    {
        TestCase test{.name = m_xml.attribute("name"_L1),
                      .className = m_xml.attribute("type"_L1),
                      .file = normalisedPath(m_xml.attribute("source-file"_L1))};
        if (test.name.isEmpty())
            test.name = m_xml.attribute("method"_L1);
        if (test.name.isEmpty())
            test.name = u"(nameless)"_s;
        test.ms = msFromSeconds(m_xml.attribute("time"_L1));
        const QString result = m_xml.attribute("result"_L1);
        if (result == u"Pass")
            test.outcome = TestOutcome::Passed;
        else if (result == u"Skip" || result == u"NotRun")
            test.outcome = TestOutcome::Skipped;
        else
            test.outcome = TestOutcome::Failed;
        if (test.outcome == TestOutcome::Failed && result != u"Fail")
            m_report.notes.append(
                u"%1: result \"%2\" is none that is known; counted as failed"_s.arg(test.name, result));
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"failure")
                test.message = readFailure();
            else if (m_xml.name() == u"reason")
                test.message = m_xml.text().trimmed(); // version 1 has it in an element of its own
            else
                m_xml.skip();
        }
        m_report.cases.append(test);
    }

    /// A clean-up that threw belongs to no test, and is a failure all the same.
    void readErrors(QList<TestCase> &errors)
    {
        while (m_xml.nextChild()) {
            TestCase test{.name = m_xml.attribute("name"_L1), .outcome = TestOutcome::Failed};
            const QString type = m_xml.attribute("type"_L1);
            if (test.name.isEmpty())
                test.name = type;
            m_report.notes.append(u"%1: failed outside of its tests (%2)"_s.arg(test.name, type));
            while (m_xml.nextChild()) {
                if (m_xml.name() == u"failure")
                    test.message = readFailure();
                else
                    m_xml.skip();
            }
            errors.append(test);
        }
    }

    QString readFailure()
    {
        QString message;
        QString stack;
        const QString type = m_xml.attribute("exception-type"_L1);
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"message")
                message = m_xml.text();
            else if (m_xml.name() == u"stack-trace")
                stack = m_xml.text();
            else
                m_xml.skip();
        }
        return joinedMessage(message.trimmed().isEmpty() ? type : message, stack);
    }

    XmlCursor m_xml;
    TestReport m_report;
};

} // namespace

Result<TestReport> readXUnit(const QByteArray &bytes, const QString &file)
{
    return XUnitReader(bytes, file).read();
}

} // namespace stepladder::toolchain

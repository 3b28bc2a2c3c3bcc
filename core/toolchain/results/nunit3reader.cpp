// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/nunitmessage.h"
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

/// One walk over an NUnit 3 file.
class NUnit3Reader
{
public:
    NUnit3Reader(const QByteArray &bytes, const QString &file)
        : m_xml(bytes, file)
    {
    }

    Result<TestReport> read()
    {
        if (m_xml.enterRoot({"test-run"_L1})) {
            m_total = m_xml.integer("total"_L1);
            m_passed = m_xml.integer("passed"_L1);
            m_failed = m_xml.integer("failed"_L1);
            m_report.ms = msFromSeconds(m_xml.attribute("duration"_L1));
            while (m_xml.nextChild()) {
                if (m_xml.name() == u"test-suite")
                    readSuite();
                else
                    m_xml.skip();
            }
        }
        if (const auto end = m_xml.finish(); !end)
            return domain::fail(end.error());
        noteContradiction(m_report, u"tests in all"_s, m_total, m_report.total());
        noteContradiction(m_report, u"passed tests"_s, m_passed, m_report.count(TestOutcome::Passed));
        noteContradiction(m_report, u"failed tests"_s, m_failed, m_report.count(TestOutcome::Failed));
        sealReport(m_report);
        return m_report;
    }

private:
    void readSuite()
    {
        if (m_xml.attribute("type"_L1) == u"TestFixture")
            ++m_report.suites;
        TestCase own{.name = m_xml.attribute("fullname"_L1)};
        if (own.name.isEmpty())
            own.name = m_xml.attribute("name"_L1);
        const bool failed = m_xml.attribute("result"_L1) == u"Failed";
        const QString site = m_xml.attribute("site"_L1);
        const auto before = m_report.cases.size();
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"test-suite")
                readSuite();
            else if (m_xml.name() == u"test-case")
                readCase();
            else if (m_xml.name() == u"failure" || m_xml.name() == u"reason")
                own.message = readNUnitFailure(m_xml);
            else
                m_xml.skip();
        }
        const bool told = std::any_of(m_report.cases.begin() + before, m_report.cases.end(),
                                      [](const TestCase &c) { return c.outcome == TestOutcome::Failed; });
        // A tear-down that throws, a fixture that cannot be made: none of its tests bears the failure.
        if (failed && !told) {
            own.outcome = TestOutcome::Failed;
            m_report.notes.append(u"%1: failed outside of its tests (%2)"_s.arg(own.name, site));
            m_report.cases.append(own);
        }
    }

    void readCase()
    {
        TestCase test{.name = m_xml.attribute("name"_L1)};
        test.className = m_xml.attribute("classname"_L1);
        const QString fullName = m_xml.attribute("fullname"_L1);
        // The full name knows the arguments of the fixture, the class name does not.
        if (!test.name.isEmpty() && fullName.endsWith(u'.' + test.name)) {
            const QString fixture = fullName.chopped(test.name.size() + 1);
            if (test.className.isEmpty() || fixture.startsWith(test.className + u'('))
                test.className = fixture;
        }
        if (test.name.isEmpty())
            test.name = fullName.isEmpty() ? u"(nameless)"_s : fullName;
        test.ms = msFromSeconds(m_xml.attribute("duration"_L1));
        const QString result = m_xml.attribute("result"_L1);
        if (result == u"Passed") {
            test.outcome = TestOutcome::Passed;
        } else if (result == u"Skipped" || result == u"Inconclusive" || result == u"Warning") {
            test.outcome = TestOutcome::Skipped; // a warning is no pass, and NUnit's adapter says skipped too
        } else {
            test.outcome = TestOutcome::Failed;
            if (result != u"Failed")
                m_report.notes.append(
                    u"%1: result \"%2\" is none that is known; counted as failed"_s.arg(test.key(), result));
        }
        test.message = readNUnitMessage(m_xml);
        m_report.cases.append(test);
    }

    XmlCursor m_xml;
    TestReport m_report;
    std::optional<int> m_total;
    std::optional<int> m_passed;
    std::optional<int> m_failed;
};

} // namespace

Result<TestReport> readNUnit3(const QByteArray &bytes, const QString &file)
{
    return NUnit3Reader(bytes, file).read();
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/nunitmessage.h"
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

/// The '.' that separates class and method in a full name: the last before the arguments; -1 without one. Names for
/// people ("adds 1.5") are not taken apart.
qsizetype separator(const QString &fullName)
{
    const auto arguments = fullName.indexOf(u'(');
    const auto dot = fullName.left(arguments < 0 ? fullName.size() : arguments).lastIndexOf(u'.');
    return dot > 0 && !fullName.left(dot).contains(u' ') ? dot : -1;
}

/// One walk over an NUnit 2 file, as NUnit 2, its console's nunit2 format and several other frameworks write it.
class NUnit2Reader
{
public:
    NUnit2Reader(const QByteArray &bytes, const QString &file)
        : m_xml(bytes, file)
    {
    }

    Result<TestReport> read()
    {
        if (m_xml.enterRoot({"test-results"_L1})) {
            m_errors = m_xml.integer("errors"_L1);
            m_failures = m_xml.integer("failures"_L1);
            m_invalid = m_xml.integer("invalid"_L1);
            readChildren({});
        }
        if (const auto end = m_xml.finish(); !end)
            return domain::fail(end.error());
        if (m_errors && m_failures)
            noteContradiction(m_report, u"failed tests"_s, *m_errors + *m_failures + m_invalid.value_or(0),
                              m_report.count(TestOutcome::Failed));
        sealReport(m_report);
        return m_report;
    }

private:
    /// \p fixture: name of the innermost suite that is one. Whether tests stand here directly.
    bool readChildren(const QString &fixture)
    {
        bool hasTests = false;
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"test-suite")
                readSuite(fixture);
            else if (m_xml.name() == u"test-case")
                hasTests = readCase(fixture) || hasTests;
            else
                m_xml.skip();
        }
        return hasTests;
    }

    void readSuite(const QString &outer)
    {
        const QString type = m_xml.attribute("type"_L1);
        const QString name = m_xml.attribute("name"_L1);
        const bool isFixture = type == u"TestFixture" || type == u"Test Fixture";
        const QString result = m_xml.attribute("result"_L1);
        const bool failed = result == u"Failure" || result == u"Error" || m_xml.attribute("success"_L1) == u"False";
        const auto before = m_report.cases.size();
        QString message;
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"results")
                m_report.suites += readChildren(isFixture ? name : outer) ? 1 : 0;
            else if (m_xml.name() == u"failure")
                message = readNUnitFailure(m_xml);
            else
                m_xml.skip();
        }
        const bool told = std::any_of(m_report.cases.begin() + before, m_report.cases.end(),
                                      [](const TestCase &c) { return c.outcome == TestOutcome::Failed; });
        if (failed && !told) {
            m_report.notes.append(u"%1: failed outside of its tests"_s.arg(name));
            m_report.cases.append(TestCase{.name = name, .outcome = TestOutcome::Failed, .message = message});
        }
    }

    bool readCase(const QString &fixture)
    {
        const QString fullName = m_xml.attribute("name"_L1);
        const auto dot = separator(fullName);
        TestCase test{.name = dot > 0 ? fullName.mid(dot + 1) : fullName,
                      .className = dot > 0 ? fullName.left(dot) : fixture};
        if (test.name.isEmpty())
            test.name = u"(nameless)"_s;
        test.ms = msFromSeconds(m_xml.attribute("time"_L1));
        test.outcome = outcome();
        test.message = readNUnitMessage(m_xml);
        m_report.cases.append(test);
        return true;
    }

    /// Since 2.5 in `result`; before, in `executed` and `success`.
    TestOutcome outcome() const
    {
        static const QSet<QString> skipped = {u"Ignored"_s, u"Skipped"_s, u"Inconclusive"_s, u"NotRun"_s,
                                              u"Not Executed"_s};
        const QString result = m_xml.attribute("result"_L1);
        if (skipped.contains(result))
            return TestOutcome::Skipped;
        if (!result.isEmpty())
            return result == u"Success" || result == u"Passed" ? TestOutcome::Passed : TestOutcome::Failed;
        if (m_xml.attribute("executed"_L1).compare(u"False"_s, Qt::CaseInsensitive) == 0)
            return TestOutcome::Skipped;
        const bool success = m_xml.attribute("success"_L1).compare(u"True"_s, Qt::CaseInsensitive) == 0;
        return success ? TestOutcome::Passed : TestOutcome::Failed;
    }

    XmlCursor m_xml;
    TestReport m_report;
    std::optional<int> m_errors;
    std::optional<int> m_failures;
    std::optional<int> m_invalid;
};

} // namespace

Result<TestReport> readNUnit2(const QByteArray &bytes, const QString &file)
{
    return NUnit2Reader(bytes, file).read();
}

} // namespace stepladder::toolchain

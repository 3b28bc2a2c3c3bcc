// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"
#include "toolchain/results/resulttext.h"
#include "toolchain/results/xmlcursor.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Result;
using domain::TestCase;
using domain::TestOutcome;
using domain::TestReport;

namespace {

struct Row
{
    TestCase test;
    QString testId;
    QString executionId;
};

struct Definition
{
    QString className;
    QString assembly;
};

/// "Shop.CartTests, Shop.Tests, Version=1.0.0.0" without what follows the type; commas in brackets belong to it.
QString withoutAssembly(const QString &className)
{
    int depth = 0;
    for (qsizetype i = 0; i < className.size(); ++i) {
        const QChar c = className.at(i);
        if (c == u'[' || c == u'(')
            ++depth;
        else if (c == u']' || c == u')')
            --depth;
        else if (c == u',' && depth == 0)
            return className.left(i).trimmed();
    }
    return className.trimmed();
}

/// The file of the first frame of \p stack that lies in \p className.
QString sourceFromStack(const QString &stack, const QString &className)
{
    constexpr qsizetype longestFrame = 4000; // what is longer is no frame, and not worth the search
    constexpr int mostFrames = 1000;
    static const QRegularExpression frame(uR"(^\s*\S+ (\S[^(]*)\(.*\) \S+ (\S.*):\S+ \d+\s*$)"_s);
    if (className.isEmpty())
        return {};
    // A frame separates a nested class with '.', its name with '+'.
    const QString method = className + u'.';
    const QString nestedMethod = QString(method).replace(u'+', u'.');
    qsizetype start = 0;
    for (int i = 0; i < mostFrames && start < stack.size(); ++i) {
        const auto found = stack.indexOf(u'\n', start);
        const auto end = found < 0 ? stack.size() : found;
        const auto match = frame.match(stack.mid(start, std::min(end - start, longestFrame)));
        const QString place = match.captured(1);
        if (place.startsWith(method) || place.startsWith(nestedMethod))
            return normalisedPath(match.captured(2));
        start = end + 1;
    }
    return {};
}

/// One walk over a TRX file. Rows and definitions are joined at the end: their order in the file is not fixed.
class TrxReader
{
public:
    TrxReader(const QByteArray &bytes, const QString &file)
        : m_xml(bytes, file)
    {
    }

    Result<TrxRun> read()
    {
        if (m_xml.enterRoot({"TestRun"_L1})) {
            while (m_xml.nextChild())
                readSection();
        }
        if (const auto end = m_xml.finish(); !end)
            return domain::fail(end.error());
        join();
        compareCounters();
        sealReport(m_report);
        return TrxRun{m_report, m_aborted};
    }

private:
    void readSection()
    {
        if (m_xml.name() == u"Results")
            readResults();
        else if (m_xml.name() == u"TestDefinitions")
            readDefinitions();
        else if (m_xml.name() == u"ResultSummary")
            readSummary();
        else
            m_xml.skip();
    }

    void readResults()
    {
        while (m_xml.nextChild()) {
            // UnitTestResult, and what Visual Studio calls the results of ordered, web, load and generic tests.
            if (m_xml.name().endsWith(u"Result") || m_xml.name() == u"TestResultAggregation")
                readRow();
            else
                m_xml.skip();
        }
    }

    void readRow()
    {
        Row row;
        row.test.name = m_xml.attribute("testName"_L1);
        row.test.ms = msFromTimeSpan(m_xml.attribute("duration"_L1));
        row.testId = m_xml.attribute("testId"_L1).toLower();
        row.executionId = m_xml.attribute("executionId"_L1).toLower();
        row.test.outcome =
            outcomeOf(m_xml.attribute("outcome"_L1), row.test.name.isEmpty() ? row.testId : row.test.name);
        const auto before = m_rows.size();
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"Output")
                readOutput(row);
            else if (m_xml.name() == u"InnerResults")
                readResults();
            else
                m_xml.skip();
        }
        // A row with rows of its own is only their sum, unless it failed for a reason that none of them has.
        const bool summed = std::any_of(m_rows.begin() + before, m_rows.end(), [&](const Row &inner) {
            return row.test.outcome != TestOutcome::Failed || inner.test.outcome == TestOutcome::Failed;
        });
        for (auto i = before; i < m_rows.size(); ++i) {
            if (m_rows[i].testId.isEmpty() || m_rows[i].executionId == row.executionId)
                m_rows[i].testId = row.testId;
        }
        if (!summed)
            m_rows.append(row);
    }

    TestOutcome outcomeOf(const QString &outcome, const QString &test)
    {
        static const QSet<QString> passed = {u"Passed"_s, u"Completed"_s, u"Warning"_s, u"PassedButRunAborted"_s};
        static const QSet<QString> skipped = {u"NotExecuted"_s, u"Inconclusive"_s};
        static const QSet<QString> brokenOff = {u"Aborted"_s, u"Disconnected"_s, u"InProgress"_s, u"Pending"_s};
        static const QSet<QString> failed = {u"Failed"_s,       u"Aborted"_s,     u"Timeout"_s,    u"Error"_s,
                                             u"Disconnected"_s, u"NotRunnable"_s, u"InProgress"_s, u"Pending"_s};
        if (passed.contains(outcome))
            return TestOutcome::Passed;
        if (skipped.contains(outcome))
            return TestOutcome::Skipped;
        if (!failed.contains(outcome))
            m_report.notes.append(u"%1: outcome \"%2\" is none that is known; counted as failed"_s.arg(test, outcome));
        else if (outcome != u"Failed" && outcome != u"Error")
            m_report.notes.append(u"%1: %2; counted as failed"_s.arg(test, outcome));
        m_aborted = m_aborted || brokenOff.contains(outcome);
        return TestOutcome::Failed;
    }

    void readOutput(Row &row)
    {
        QString message;
        QString stack;
        QString printed;
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"StdOut") {
                printed = m_xml.text();
            } else if (m_xml.name() == u"ErrorInfo") {
                while (m_xml.nextChild()) {
                    if (m_xml.name() == u"Message")
                        message = m_xml.text();
                    else if (m_xml.name() == u"StackTrace")
                        stack = m_xml.text();
                    else
                        m_xml.skip();
                }
            } else {
                m_xml.skip();
            }
        }
        row.test.message = joinedMessage(message, stack);
        // What a skipped test printed is where some adapters put the reason.
        if (row.test.message.isEmpty() && row.test.outcome == TestOutcome::Skipped)
            row.test.message = printed.trimmed();
    }

    void readDefinitions()
    {
        while (m_xml.nextChild()) {
            const QString id = m_xml.attribute("id"_L1).toLower();
            Definition definition{{}, m_xml.attribute("storage"_L1)};
            QString executionId;
            while (m_xml.nextChild()) {
                if (m_xml.name() == u"TestMethod") {
                    definition.className = withoutAssembly(m_xml.attribute("className"_L1));
                    if (m_xml.hasAttribute("codeBase"_L1))
                        definition.assembly = m_xml.attribute("codeBase"_L1);
                } else if (m_xml.name() == u"Execution") {
                    executionId = m_xml.attribute("id"_L1).toLower();
                }
                m_xml.skip();
            }
            m_byTest.insert(id, definition);
            m_byExecution.insert(executionId, definition);
        }
    }

    void readSummary()
    {
        const QString outcome = m_xml.attribute("outcome"_L1);
        m_aborted = m_aborted || outcome == u"Aborted" || outcome == u"Disconnected";
        if (outcome != u"Completed" && outcome != u"Passed" && outcome != u"Failed" && !outcome.isEmpty())
            m_report.notes.append(u"the run's outcome is \"%1\""_s.arg(outcome));
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"Counters") {
                m_total = m_xml.integer("total"_L1);
                m_passed = m_xml.integer("passed"_L1);
                m_failed = m_xml.integer("failed"_L1);
                m_xml.skip();
            } else if (m_xml.name() == u"RunInfos") {
                readRunInfos();
            } else {
                m_xml.skip();
            }
        }
    }

    /// What went wrong outside of tests, an aborted host foremost. xUnit puts a line for each failed test there as
    /// well.
    void readRunInfos()
    {
        static const QRegularExpression perTest(uR"(^\[xUnit\.net )"_s);
        while (m_xml.nextChild()) {
            const QString outcome = m_xml.attribute("outcome"_L1);
            // What follows the first line is the stack of whatever ended the host.
            const QString text = m_xml.text().trimmed().section(u'\n', 0, 0).left(500);
            if (text.isEmpty() || outcome == u"Warning" || perTest.match(text).hasMatch())
                continue;
            m_report.notes.append(u"the run: %1"_s.arg(text));
            m_aborted = m_aborted || text.contains(u"test run was aborted") || text.contains(u"host process");
        }
    }

    void join()
    {
        QSet<QString> assemblies;
        for (Row &row : m_rows) {
            const auto byTest = m_byTest.constFind(row.testId);
            const Definition definition =
                byTest != m_byTest.constEnd() ? *byTest : m_byExecution.value(row.executionId);
            row.test.className = definition.className;
            if (row.test.name.isEmpty())
                row.test.name = definition.className.isEmpty() ? u"(nameless)"_s : definition.className;
            if (row.test.outcome == TestOutcome::Failed)
                row.test.file = sourceFromStack(row.test.message, definition.className);
            assemblies.insert(definition.assembly);
            m_report.cases.append(row.test);
        }
        m_report.suites = int(assemblies.size());
    }

    void compareCounters()
    {
        noteContradiction(m_report, u"tests in all"_s, m_total, m_report.total());
        noteContradiction(m_report, u"passed tests"_s, m_passed, m_report.count(TestOutcome::Passed));
        noteContradiction(m_report, u"failed tests"_s, m_failed, m_report.count(TestOutcome::Failed));
    }

    XmlCursor m_xml;
    TestReport m_report;
    bool m_aborted = false;
    QList<Row> m_rows;
    QHash<QString, Definition> m_byTest;
    QHash<QString, Definition> m_byExecution;
    std::optional<int> m_total;
    std::optional<int> m_passed;
    std::optional<int> m_failed;
};

} // namespace

Result<TrxRun> readTrxRun(const QByteArray &bytes, const QString &file)
{
    return TrxReader(bytes, file).read();
}

Result<TestReport> readTrx(const QByteArray &bytes, const QString &file)
{
    auto run = readTrxRun(bytes, file);
    if (!run)
        return domain::fail(run.error());
    return std::move(run->report);
}

} // namespace stepladder::toolchain

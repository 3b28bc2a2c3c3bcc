// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/verdict.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

/// Evidence and verdicts as they go into a record and come back.
class TestEvidence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evidenceComesBackAsItWas();
    void evidenceWithoutCoverageHasNone();
    void whatARecordDoesNotSayKeepsItsDefault();
    void aWordOfANewerVersionIsNeverTheGoodCase();
    void everyEndingComesBack();
    void verdictsComeBackAsTheyWere();
    void everyIssueComesBack();
    void countsAndFinds();
    void coverageHasNoPercentWithoutLines();
    void aCandidateIsKnownByItsFilesWhateverTheirOrder();
    void aCandidatesHashKeepsPathAndContentApart();
};

namespace {

Evidence full()
{
    Evidence evidence;
    evidence.executions = {{.command = u"dotnet build"_s, .exitCode = 1, .ms = 2600, .output = u"error\nCS1002"_s}};
    evidence.buildOk = false;
    evidence.diagnostics = {{.severity = Severity::Warning,
                             .id = u"CS0168"_s,
                             .file = u"src/A.cs"_s,
                             .line = 3,
                             .column = 7,
                             .message = u"never used"_s,
                             .tool = u"csc"_s},
                            {.severity = Severity::Error, .message = u"x"_s},
                            {.severity = Severity::Info, .message = u"y"_s}};
    evidence.testsRan = true;
    evidence.ending = Ending::TimedOut;
    evidence.endingDetail = u"no output for 60 s"_s;
    evidence.tests = {.cases = {{.name = u"Adds(1, 2)"_s,
                                 .className = u"T.Sum"_s,
                                 .file = u"tests/T.cs"_s,
                                 .outcome = TestOutcome::Failed,
                                 .ms = 1.5,
                                 .message = u"expected 3"_s},
                                {.name = u"b"_s, .outcome = TestOutcome::Skipped},
                                {.name = u"c"_s}},
                      .suites = 2,
                      .ms = 12.25,
                      .notes = {u"says 4 tests, holds 3"_s}};
    evidence.coverage = CoverageReport{.files = {{.file = u"src/A.cs"_s,
                                                  .coveredLines = 7,
                                                  .totalLines = 10,
                                                  .coveredBranches = 1,
                                                  .totalBranches = 4,
                                                  .missedLines = {3, 4, 9}}}};
    evidence.contentHash = u"abc"_s;
    evidence.fullSpeed = false;
    evidence.hasTests = true;
    evidence.uncompiledTests = {u"tests/Old.cs"_s};
    return evidence;
}

/// Through the bytes of a record, as the journal keeps it.
QJsonObject recorded(const QJsonObject &json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson(QJsonDocument::Compact)).object();
}

} // namespace

void TestEvidence::evidenceComesBackAsItWas()
{
    QVERIFY(evidenceFromJson(recorded(toJson(full()))) == full());
    QVERIFY(evidenceFromJson(recorded(toJson(Evidence()))) == Evidence());
}

void TestEvidence::evidenceWithoutCoverageHasNone()
{
    Evidence evidence = full();
    evidence.coverage.reset();
    QVERIFY(!evidenceFromJson(recorded(toJson(evidence))).coverage);
    evidence.coverage = CoverageReport();
    QVERIFY(evidenceFromJson(recorded(toJson(evidence))).coverage);
}

void TestEvidence::whatARecordDoesNotSayKeepsItsDefault()
{
    QVERIFY(evidenceFromJson({}) == Evidence());
    QVERIFY(verdictFromJson({}) == Verdict());
    QCOMPARE(verdictFromJson({}).confidence, 1.0);
    QVERIFY(evidenceFromJson({}).buildOk && evidenceFromJson({}).fullSpeed);
}

void TestEvidence::aWordOfANewerVersionIsNeverTheGoodCase()
{
    QJsonObject json = toJson(full());
    json[u"ending"_s] = u"abducted"_s;
    json[u"tests"_s] = QJsonArray{QJsonObject{{u"name"_s, u"a"_s}, {u"outcome"_s, u"flaky"_s}}};
    const Evidence evidence = evidenceFromJson(json);
    QVERIFY(endedBadly(evidence.ending));
    QVERIFY(evidence.tests.cases.first().outcome == TestOutcome::Failed);
}

void TestEvidence::everyEndingComesBack()
{
    for (int i = 0; i <= int(Ending::DiskQuota); ++i) {
        Evidence evidence;
        evidence.ending = Ending(i);
        QVERIFY(evidenceFromJson(toJson(evidence)).ending == Ending(i));
        QCOMPARE(endedBadly(Ending(i)), Ending(i) != Ending::Finished && Ending(i) != Ending::NothingExecuted);
    }
}

void TestEvidence::verdictsComeBackAsTheyWere()
{
    const Verdict verdict{.passed = true,
                          .score = 8.5,
                          .unproven = true,
                          .evidenceOnly = true,
                          .summary = u"fine"_s,
                          .issues = {{.severity = Severity::Warning,
                                      .source = IssueSource::Coverage,
                                      .id = u"x"_s,
                                      .file = u"a.cs"_s,
                                      .line = 4,
                                      .message = u"m"_s}},
                          .confidence = 0.837,
                          .evidence = full()};
    QVERIFY(verdictFromJson(recorded(toJson(verdict))) == verdict);
    const Review review{.score = 7, .summary = u"s"_s, .issues = verdict.issues, .model = u"phi4"_s};
    QVERIFY(reviewFromJson(recorded(toJson(review))) == review);
}

void TestEvidence::everyIssueComesBack()
{
    for (int severity = 0; severity <= int(Severity::Info); ++severity) {
        for (int source = 0; source <= int(IssueSource::Path); ++source) {
            const Issue issue{.severity = Severity(severity), .source = IssueSource(source), .message = u"m"_s};
            QVERIFY(issueFromJson(recorded(toJson(issue))) == issue);
        }
    }
}

void TestEvidence::countsAndFinds()
{
    const Evidence evidence = full();
    QCOMPARE(evidence.errors(), 1);
    QCOMPARE(evidence.warnings(), 1);
    QCOMPARE(evidence.tests.total(), 3);
    QCOMPARE(evidence.tests.count(TestOutcome::Failed), 1);
    QCOMPARE(evidence.tests.count(TestOutcome::Passed), 1);
    QCOMPARE(evidence.tests.count(TestOutcome::Skipped), 1);
    QCOMPARE(evidence.tests.find(u"T.Sum:Adds(1, 2)"_s)->ms, 1.5);
    QVERIFY(evidence.tests.find(u"b"_s)->outcome == TestOutcome::Skipped);
    QVERIFY(!evidence.tests.find(u"Adds(1, 2)"_s));
    QCOMPARE(evidence.coverage->find(u"src/A.cs"_s)->totalLines, 10);
    QVERIFY(!evidence.coverage->find(u"src/B.cs"_s));
}

void TestEvidence::coverageHasNoPercentWithoutLines()
{
    QCOMPARE(CoverageReport().percent(), std::nullopt);
    CoverageReport report{
        .files = {{.file = u"a"_s, .coveredLines = 1, .totalLines = 4, .coveredBranches = 2, .totalBranches = 3},
                  {.file = u"b"_s, .coveredLines = 2, .totalLines = 4, .totalBranches = 1}}};
    QCOMPARE(report.percent(), std::optional(37.5));
    QCOMPARE(report.coveredBranches(), 2);
    QCOMPARE(report.totalBranches(), 4);
}

void TestEvidence::aCandidateIsKnownByItsFilesWhateverTheirOrder()
{
    const Candidate one{.files = {{u"a"_s, "1"}, {u"b"_s, "2"}}};
    const Candidate other{.files = {{u"b"_s, "2"}, {u"a"_s, "1"}}};
    QCOMPARE(one.hash(), other.hash());
    QCOMPARE(one.hash().size(), 64);
    QVERIFY(Candidate().empty() && !one.empty());
}

void TestEvidence::aCandidatesHashKeepsPathAndContentApart()
{
    QSet<QString> hashes;
    const QList<Candidate> candidates = {{.files = {{u"a"_s, "bc"}}},
                                         {.files = {{u"ab"_s, "c"}}},
                                         {.files = {{u"a"_s, "b"}, {u"c"_s, ""}}},
                                         {.files = {{u"a"_s, ""}, {u"bc"_s, ""}}},
                                         {.files = {{u"a"_s, QByteArray("b\0c", 3)}}},
                                         {.files = {}}};
    for (const Candidate &candidate : candidates)
        hashes.insert(candidate.hash());
    QCOMPARE(hashes.size(), candidates.size());
}

QTEST_GUILESS_MAIN(TestEvidence)
#include "tst_evidence.moc"

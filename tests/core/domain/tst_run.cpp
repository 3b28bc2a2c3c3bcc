// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/entry.h"
#include "domain/error.h"
#include "domain/run.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

/// The words of a run that others read: states, exit codes, the last line of `run --json`, entries, kinds of errors.
class TestRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWordComesBack();
    void exitCodesAreThoseOfTheCommands_data();
    void exitCodesAreThoseOfTheCommands();
    void everyStateIsCountedOnce();
    void theLastLineIsAsDocumented();
    void anEntryIsAsDocumented();
    void everyErrorKindHasAWordOfItsOwn();
    void surroundingsAreNotTheCandidatesFault();
};

void TestRun::everyWordComesBack()
{
    for (int i = 0; i <= int(Mode::Autonomous); ++i)
        QCOMPARE(modeFromString(toString(Mode(i))), std::optional(Mode(i)));
    for (int i = 0; i <= int(StepState::Skipped); ++i)
        QCOMPARE(stepStateFromString(toString(StepState(i))), std::optional(StepState(i)));
    for (int i = 0; i <= int(RunStatus::Failed); ++i)
        QCOMPARE(runStatusFromString(toString(RunStatus(i))), std::optional(RunStatus(i)));
    QCOMPARE(toString(StepState::AcceptedByPerson), u"acceptedByPerson"_s);
    QCOMPARE(toString(StepState::Unchanged), u"unchanged"_s);
    QCOMPARE(modeFromString(u"Guarded"), std::nullopt);
    QCOMPARE(stepStateFromString(u""), std::nullopt);
    QCOMPARE(runStatusFromString(u"done"), std::nullopt);
}

void TestRun::exitCodesAreThoseOfTheCommands_data()
{
    QTest::addColumn<RunStatus>("status");
    QTest::addColumn<int>("code");
    QTest::newRow("accepted") << RunStatus::Accepted << 0;
    QTest::newRow("partial") << RunStatus::Partial << 1;
    QTest::newRow("failed") << RunStatus::Failed << 1;
    QTest::newRow("cancelled") << RunStatus::Cancelled << 3;
    QTest::newRow("paused") << RunStatus::Paused << 5;
    QTest::newRow("running") << RunStatus::Running << 5;
}

void TestRun::exitCodesAreThoseOfTheCommands()
{
    QFETCH(RunStatus, status);
    QFETCH(int, code);
    QCOMPARE(exitCode(status), code);
}

void TestRun::everyStateIsCountedOnce()
{
    for (int i = 0; i <= int(StepState::Skipped); ++i) {
        StepCounts counts;
        counts.add(StepState(i));
        const QJsonObject json = toJson(counts);
        QCOMPARE(json.size(), 9);
        int sum = 0;
        for (const auto &value : json)
            sum += value.toInt();
        QCOMPARE(sum, 1);
        const QString name = StepState(i) == StepState::Running ? u"pending"_s : toString(StepState(i));
        QCOMPARE(json[name].toInt(), 1);
        QCOMPARE(isEnded(StepState(i)), i >= int(StepState::Accepted));
    }
}

void TestRun::theLastLineIsAsDocumented()
{
    RunFinished finished{.run = u"r"_s, .status = RunStatus::Partial, .attempts = 17, .cost = 310'000};
    finished.steps.accepted = 4;
    finished.steps.stubbed = 1;
    const QByteArray line = QJsonDocument(toJson(finished)).toJson(QJsonDocument::Compact);
    QCOMPARE(
        line,
        QByteArray(
            R"({"attempts":17,"costUsd":0.31,"run":"r","status":"partial","steps":{"accepted":4,"acceptedByPerson":0,)"
            R"("blocked":0,"pending":0,"skipped":0,"stubbed":1,"unchanged":0,"unproven":0,"waiting":0},)"
            R"("type":"run.finished"})"));
}

void TestRun::anEntryIsAsDocumented()
{
    const Entry entry{.seq = 3,
                      .timeMs = 1'800'000'000'005,
                      .run = u"r"_s,
                      .step = u"a"_s,
                      .attempt = 2,
                      .type = u"step.started"_s,
                      .data = {{u"x"_s, 1}}};
    QCOMPARE(QJsonDocument(toJson(entry)).toJson(QJsonDocument::Compact),
             QByteArray(R"({"attempt":2,"data":{"x":1},"run":"r","seq":3,"step":"a","time":"2027-01-15T08:00:00.005Z",)"
                        R"("type":"step.started"})"));
}

void TestRun::everyErrorKindHasAWordOfItsOwn()
{
    QSet<QString> words;
    for (int i = 0; i <= int(ErrorKind::Internal); ++i) {
        const QString word = toString(ErrorKind(i));
        QCOMPARE(errorKindFromString(word), std::optional(ErrorKind(i)));
        QCOMPARE(word, word.toLower());
        words.insert(word);
    }
    QCOMPARE(words.size(), int(ErrorKind::Internal) + 1);
    QCOMPARE(errorKindFromString(u"nonsense"), std::nullopt);
}

void TestRun::surroundingsAreNotTheCandidatesFault()
{
    const QSet<ErrorKind> ours = {ErrorKind::BadInput,       ErrorKind::NotFound,       ErrorKind::Conflict,
                                  ErrorKind::ContextTooLong, ErrorKind::Refused,        ErrorKind::CutOff,
                                  ErrorKind::Malformed,      ErrorKind::UnscriptedCall, ErrorKind::Cancelled,
                                  ErrorKind::Awaiting,       ErrorKind::OverBudget,     ErrorKind::Diverged,
                                  ErrorKind::Corrupt,        ErrorKind::NewerVersion,   ErrorKind::Internal};
    for (int i = 0; i <= int(ErrorKind::Internal); ++i)
        QVERIFY2(isInfrastructure(ErrorKind(i)) != ours.contains(ErrorKind(i)), qPrintable(toString(ErrorKind(i))));
}

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runchecks.h"
#include "runfixture.h"

#include "engine/control/trycode.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::RunStatus;
using tests::RunFixture;

namespace {

const QByteArray kNoText = "\xff\xfe\xff";
const QByteArray kText = "mine\n";
constexpr int kLong = 60'000;

} // namespace

/// Code of a person that is built and tested while the step waits for their answer.
class TestCodeTrials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itIsJudgedAndNothingIsDecided();
    void whatHeldCanBeSentThen();
    void aTrialOutlivesThePause();
    void nobodyTriesForARunThatNobodyRuns();
    void whatNoCodeCanBeIsRefused();
    void anotherQuestionsTrialIsRefused();

private:
    void begin();
    domain::Result<void> tryOut(const QByteArray &code) const
    {
        return engine::tryCode(m_runs->locations(), m_runs->clock(), m_asked, code, u"ann"_s);
    }
    QList<domain::Entry> ended() const { return m_runs->entries({u"trial.ended"_s}); }

    std::unique_ptr<RunFixture> m_runs;
    std::unique_ptr<engine::RunController> m_controller;
    domain::Request m_asked;
};

void TestCodeTrials::init()
{
    m_controller.reset();
    m_runs = std::make_unique<RunFixture>();
}

/// Until one step waits at the desk after an attempt that held no code.
void TestCodeTrials::begin()
{
    QDir().mkpath(m_runs->locations().config + u"/ladders"_s);
    QFile ladder(m_runs->locations().config + u"/ladders/short.json"_s);
    QVERIFY(ladder.open(QIODevice::WriteOnly));
    ladder.write(
        R"({"id":"short","title":"short","rungs":[{"id":"first","kind":"generate","roles":["generator"],"carries":["feedback"]},{"id":"human","kind":"human","roles":["premium"],"carries":["everything"],"deadlineHours":24},{"id":"stub","kind":"stub"}]})");
    ladder.close();
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"I would rather not"_s);
    m_runs->script(
        {{u"purpose"_s, u"analyze"_s}},
        u"{\"rootCause\":\"it is shy\",\"mistakePatterns\":{},\"correctApproach\":\"write\",\"exampleCode\":\"\",\"suggestedActions\":[],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s,
        {{u"repeat"_s, true}});
    engine::StartRequest request = m_runs->request(m_runs->plan({u"a.txt"_s}));
    request.ladder = u"short"_s;
    m_controller = std::make_unique<engine::RunController>(m_runs->locations(), m_runs->clock(), engine::RunListener());
    const auto run = m_controller->start(request);
    QVERIFY2(run, run ? "" : qPrintable(run.error().message));
    m_runs->chooseRun(*run);
    QTRY_COMPARE_WITH_TIMEOUT(m_runs->openRequests().size(), 1, kLong);
    m_asked = m_runs->openRequests().first();
}

void TestCodeTrials::itIsJudgedAndNothingIsDecided()
{
    begin();
    QVERIFY(tryOut(kText));
    QTRY_COMPARE_WITH_TIMEOUT(ended().size(), 1, kLong);
    QVERIFY(tryOut("again\n"));
    QTRY_COMPARE_WITH_TIMEOUT(ended().size(), 2, kLong);
    QCOMPARE(ended().first().data[u"request"].toString(), m_asked.id);
    QCOMPARE(ended().last().data[u"number"].toInt(), 2);
    const auto started = m_runs->entries({u"trial.started"_s});
    QCOMPARE(started.size(), 2);
    QCOMPARE(started.first().data[u"by"].toString(), u"ann"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_runs->entries({u"step.waiting"_s}).size(), 3, kLong);
    // The question is the same, and open; nothing was tried in the sense of the ladder.
    QCOMPARE(m_runs->openRequests().size(), 1);
    QCOMPARE(m_runs->openRequests().first().id, m_asked.id);
    QCOMPARE(m_runs->entries({u"attempt.started"_s}).size(), 1);
    QVERIFY(m_runs->entries({u"verdict.reached"_s}).isEmpty());
    QVERIFY(m_runs->onBranch(u"a.txt"_s).isEmpty());
    QVERIFY(m_runs->entries({u"step.diverged"_s}).isEmpty());
    tests::checkEntries(*m_runs);
}

void TestCodeTrials::whatHeldCanBeSentThen()
{
    begin();
    QVERIFY(tryOut(kText));
    QTRY_COMPARE_WITH_TIMEOUT(ended().size(), 1, kLong);
    QVERIFY2(ended().first().data[u"passed"].toBool(), qPrintable(ended().first().data[u"summary"].toString()));
    QVERIFY(m_runs->answer({.kind = AnswerKind::Code, .content = kText}));
    const auto outcome = m_controller->wait();
    QVERIFY(outcome.finished.status == RunStatus::Accepted);
    QCOMPARE(outcome.finished.attempts, 1);
    QCOMPARE(m_runs->onBranch(u"a.txt"_s), kText);
}

void TestCodeTrials::aTrialOutlivesThePause()
{
    begin();
    QVERIFY(tryOut(kText));
    m_controller->pause();
    m_controller->wait();
    m_controller = std::make_unique<engine::RunController>(m_runs->locations(), m_runs->clock(), engine::RunListener());
    QVERIFY(m_controller->resume({.run = m_runs->lastRun()}));
    QTRY_COMPARE_WITH_TIMEOUT(ended().size(), 1, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(m_runs->openRequests().size(), 1, kLong);
    QCOMPARE(m_runs->openRequests().first().id, m_asked.id);
    QCOMPARE(m_runs->entries({u"trial.started"_s}).size(), 1);
    QVERIFY(m_runs->entries({u"step.diverged"_s}).isEmpty());
}

void TestCodeTrials::nobodyTriesForARunThatNobodyRuns()
{
    begin();
    m_controller->pause();
    m_controller->wait();
    const auto tried = tryOut(kText);
    QVERIFY(!tried && tried.error().kind == ErrorKind::Conflict);
    QVERIFY2(tried.error().message.contains(u"resume"_s), qPrintable(tried.error().message));
}

void TestCodeTrials::whatNoCodeCanBeIsRefused()
{
    begin();
    for (const QByteArray &code : {QByteArray(), kNoText, QByteArray("a\0b", 3), QByteArray(11 * 1024 * 1024, 'x')}) {
        const auto tried = tryOut(code);
        QVERIFY(!tried && tried.error().kind == ErrorKind::BadInput);
    }
    QVERIFY(m_runs->entries({u"trial.started"_s}).isEmpty());
}

void TestCodeTrials::anotherQuestionsTrialIsRefused()
{
    begin();
    m_asked.id += u"x"_s;
    QVERIFY(tryOut(kText));
    QTRY_COMPARE_WITH_TIMEOUT(m_runs->entries({u"wish.refused"_s}).size(), 1, kLong);
    const domain::Entry refused = m_runs->entries({u"wish.refused"_s}).first();
    QCOMPARE(refused.data[u"wish"].toString(), u"trial"_s);
    QVERIFY(!refused.data[u"data"].toObject().contains(u"content"_s));
    QVERIFY(ended().isEmpty());
}

QTEST_GUILESS_MAIN(TestCodeTrials)
#include "tst_codetrials.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runchecks.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::RunStatus;
using tests::RunFixture;

namespace {

constexpr qint64 kDollar = 1'000'000;

QString review(double score)
{
    return u"{\"score\":%1,\"summary\":\"worth %1\",\"issues\":[]}"_s.arg(score);
}

QString inputs(const QStringList &pairs)
{
    QJsonArray list;
    for (const QString &pair : pairs)
        list.append(QJsonObject{
            {u"expression"_s, pair.section(u" -> "_s, 0, 0)},
            {u"expected"_s, pair.contains(u" -> "_s) ? QJsonValue(pair.section(u" -> "_s, 1)) : QJsonValue()}});
    return QString::fromUtf8(QJsonDocument(QJsonObject{{u"inputs"_s, list}}).toJson(QJsonDocument::Compact));
}

} // namespace

/// Several models write at the same time; one candidate is chosen by what it does.
class TestEnsembleRung : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBestReviewedIsTaken();
    void membersSeeNothingOfEarlierCode();
    void aModelThatFailsIsAnEntry();
    void whenNobodyCanBeReachedTheStepIsBlocked();
    void nobodyPassesAndTheReasonIsSaid();
    void allIsSetAsideBeforeAnybodyIsAsked();
    void localModelsOnlySample();
    void oneFixedTemperatureIsPointless();
    void switchedOffItIsSkipped();
    void aRejectionEndsIt();
    void whatTheyDoDecides();

private:
    /// A ladder of first, ensemble, stub; \p more: fields of the ensemble's rung.
    static engine::StartRequest request(RunFixture &f, const QString &file, const QString &more = {});
    static domain::ModelsConfig models(const RunFixture &f, double price = 0, bool judged = true);
    static void scriptStart(RunFixture &f);
    static void answers(RunFixture &f, const QStringList &texts);
    static QJsonObject compared(const RunFixture &f);
    static QJsonObject ended(const RunFixture &f) { return f.entries({u"step.ended"_s}).value(0).data; }
    static void checkEntries(const RunFixture &f);
};

/// Three models of three families: cheap (generator), dear (reviewer) and third (premium); cheap judges.
domain::ModelsConfig TestEnsembleRung::models(const RunFixture &f, double price, bool judged)
{
    domain::ModelsConfig config = f.models(price);
    config.models.append({.id = u"third"_s, .endpoint = u"script"_s, .name = u"third"_s, .price = {price, price}});
    config.roles[u"premium"_s] = {u"third"_s};
    if (judged)
        config.roles[u"judges"_s] = {u"cheap"_s};
    return config;
}

engine::StartRequest TestEnsembleRung::request(RunFixture &f, const QString &file, const QString &more)
{
    QDir().mkpath(f.locations().config + u"/ladders"_s);
    QFile ladder(f.locations().config + u"/ladders/trio.json"_s);
    if (ladder.open(QIODevice::WriteOnly))
        ladder.write(
            uR"({"id":"trio","title":"trio","rungs":[{"id":"first","kind":"generate","roles":["generator"],"carries":["feedback"]},{"id":"ensemble","kind":"ensemble","carries":["everything"]%1},{"id":"stub","kind":"stub"}]})"_s
                .arg(more)
                .toUtf8());
    engine::StartRequest request = f.request(f.plan({file}));
    request.ladder = u"trio"_s;
    request.models = models(f);
    request.noEnsemble = false;
    request.noWait = true;
    return request;
}

/// The first attempt's text is reviewed badly; every analysis says the same.
void TestEnsembleRung::scriptStart(RunFixture &f)
{
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, f.block(u"a.txt"_s, u"a first unlucky text"_s));
    f.script({{u"purpose"_s, u"review"_s}, {u"attempt"_s, 1}}, review(3));
    f.script(
        {{u"purpose"_s, u"analyze"_s}},
        u"{\"rootCause\":\"it is shy\",\"mistakePatterns\":{},\"correctApproach\":\"write better\",\"exampleCode\":\"\",\"suggestedActions\":[\"write\"],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s,
        {{u"repeat"_s, true}});
}

void TestEnsembleRung::answers(RunFixture &f, const QStringList &texts)
{
    const QStringList roles{u"generator"_s, u"reviewer"_s, u"premium"_s};
    for (qsizetype i = 0; i < texts.size(); ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"role"_s, roles.at(i)}, {u"attempt"_s, int(i) + 2}},
                 texts.at(i).isEmpty() ? u"I would rather not"_s : f.block(u"a.txt"_s, texts.at(i)));
}

QJsonObject TestEnsembleRung::compared(const RunFixture &f)
{
    const auto entries = f.entries({u"ensemble.compared"_s});
    return entries.size() == 1 ? entries.first().data : QJsonObject();
}

void TestEnsembleRung::checkEntries(const RunFixture &f)
{
    tests::checkEntries(f);
    QVERIFY(f.entries({u"step.diverged"_s}).isEmpty());
    for (const journal::AttemptState &attempt : f.moment().attempts)
        QVERIFY2(attempt.state != u"running"_s, qPrintable(QString::number(attempt.number)));
}

void TestEnsembleRung::theBestReviewedIsTaken()
{
    RunFixture f;
    scriptStart(f);
    answers(f, {u"one"_s, u"two"_s, u"three"_s});
    for (const auto &[attempt, score] : {std::pair(2, 7.0), std::pair(3, 9.0), std::pair(4, 6.5)})
        f.script({{u"purpose"_s, u"review"_s}, {u"attempt"_s, attempt}}, review(score));
    const auto done = f.run(request(f, u"a.txt"_s));
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.attempts, 4);
    QCOMPARE(f.onBranch(u"a.txt"_s), "two\n");
    QCOMPARE(ended(f)[u"strategy"].toString(), u"model_ensemble"_s);
    QCOMPARE(ended(f)[u"attempts"].toInt(), 4);
    QCOMPARE(f.entries({u"step.ended"_s}).first().attempt, 3);

    const QJsonObject data = compared(f);
    QCOMPARE(data[u"chosen"].toInt(), 3);
    QCOMPARE(data[u"by"].toString(), u"review"_s);
    QCOMPARE(data[u"candidates"].toArray().size(), 3);
    QCOMPARE(data[u"candidates"][2][u"state"].toString(), u"failed"_s); // 6.5 is under the mark of 7
    QVERIFY(!data[u"oneFamily"].toBool());
    const auto begun = f.entries({u"escalation.started"_s});
    QCOMPARE(begun.size(), 1);
    QCOMPARE(begun.first().data[u"kind"].toString(), u"ensemble"_s);
    QCOMPARE(f.entries({u"rootcause.analyzed"_s}).size(), 1);
    const auto attempts = f.moment().attempts;
    QCOMPARE(attempts.size(), 4);
    QCOMPARE(attempts.at(1).state, u"passed"_s);
    QVERIFY2(attempts.at(1).summary.endsWith(u"attempt 3 was taken"_s), qPrintable(attempts.at(1).summary));
    QCOMPARE(attempts.at(3).state, u"failed"_s);
    checkEntries(f);
}

void TestEnsembleRung::membersSeeNothingOfEarlierCode()
{
    RunFixture f;
    scriptStart(f);
    answers(f, {u"one"_s, u"two"_s, u"three"_s});
    f.script({{u"purpose"_s, u"review"_s}}, review(8), {{u"repeat"_s, true}});
    QVERIFY(f.run(request(f, u"a.txt"_s)).finished.status == RunStatus::Accepted);
    const auto reader = journal::JournalReader::open(f.locations().run(f.lastRun()));
    QVERIFY(reader);
    int looked = 0;
    for (const domain::Entry &entry : f.entries({u"effect.intended"_s})) {
        if (entry.attempt < 2 || entry.data[u"name"].toString() != u"generate"_s)
            continue;
        const auto prompt = (*reader)->blob(entry.data[u"about"][u"prompt"].toString());
        QVERIFY(prompt);
        QVERIFY2(prompt->contains("write better"), prompt->constData()); // the analysis done anew
        QVERIFY2(!prompt->contains("unlucky") && !prompt->contains("worth 3"), prompt->constData());
        ++looked;
    }
    QCOMPARE(looked, 3);
}

/// The run waits for an approval and is replayed: nobody is asked a second time, who was not there neither.
void TestEnsembleRung::aModelThatFailsIsAnEntry()
{
    RunFixture f;
    scriptStart(f);
    f.script({{u"purpose"_s, u"generate"_s}, {u"role"_s, u"generator"_s}, {u"attempt"_s, 2}},
             f.block(u"a.txt"_s, u"one"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"role"_s, u"reviewer"_s}, {u"attempt"_s, 3}}, {},
             {{u"error"_s, QJsonObject{{u"status"_s, 401}}}});
    f.script({{u"purpose"_s, u"generate"_s}, {u"role"_s, u"premium"_s}, {u"attempt"_s, 4}}, u"I would rather not"_s);
    f.script({{u"purpose"_s, u"review"_s}, {u"attempt"_s, 2}}, review(8));
    engine::StartRequest supervised = request(f, u"a.txt"_s);
    supervised.mode = domain::Mode::Supervised;
    QCOMPARE(f.run(supervised).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(f.onBranch(u"a.txt"_s), "one\n");
    QCOMPARE(done.finished.attempts, 3); // the number 3 stays unused
    QCOMPARE(ended(f)[u"attempts"].toInt(), 3);
    const QJsonArray candidates = compared(f)[u"candidates"].toArray();
    QCOMPARE(candidates.at(1)[u"state"].toString(), u"unreachable"_s);
    QCOMPARE(candidates.at(2)[u"state"].toString(), u"no_candidate"_s);
    QCOMPARE(compared(f)[u"by"].toString(), u"gates"_s);
    const auto gone = f.entries({u"attempt.ended"_s}).at(1);
    QCOMPARE(gone.data[u"number"].toInt(), 3);
    QVERIFY(!gone.data[u"counted"].toBool());
    QVERIFY2(gone.data[u"summary"].toString().startsWith(u"dear could not be asked"_s),
             qPrintable(gone.data[u"summary"].toString()));
    checkEntries(f);
}

void TestEnsembleRung::whenNobodyCanBeReachedTheStepIsBlocked()
{
    RunFixture f;
    scriptStart(f);
    for (int attempt = 2; attempt <= 4; ++attempt)
        f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, attempt}}, {},
                 {{u"error"_s, QJsonObject{{u"status"_s, 401}}}});
    const auto held = f.run(request(f, u"a.txt"_s));
    QCOMPARE(held.pauseKind, u"blocked"_s);
    QCOMPARE(held.finished.attempts, 1);
    answers(f, {u"one"_s, u"two"_s, u"three"_s});
    f.script({{u"purpose"_s, u"review"_s}}, review(8), {{u"repeat"_s, true}});
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.attempts, 4);
    QCOMPARE(f.onBranch(u"a.txt"_s), "one\n"); // equal reviews: the first of the list
    checkEntries(f);
}

void TestEnsembleRung::nobodyPassesAndTheReasonIsSaid()
{
    RunFixture f;
    scriptStart(f);
    answers(f, {u"one"_s, {}, u"three"_s});
    f.script({{u"purpose"_s, u"review"_s}}, review(5), {{u"repeat"_s, true}});
    const auto done = f.run(request(f, u"a.txt"_s));
    QCOMPARE(done.finished.steps.stubbed, 1);
    QCOMPARE(done.finished.attempts, 4);
    QCOMPARE(compared(f)[u"by"].toString(), u"nobody"_s);
    const auto left = f.entries({u"level.left"_s});
    QCOMPARE(left.size(), 1);
    const QString reason = left.first().data[u"reason"].toString();
    for (const QString &part : {u"none of 3 candidates was taken"_s, u"generator (cheap)"_s, u"worth 5"_s,
                                u"reviewer (dear) the answer holds no code"_s, u"premium (third)"_s})
        QVERIFY2(reason.contains(part), qPrintable(reason));
    // What they failed of is remembered with the step.
    QCOMPARE(f.entries({u"failure.recorded"_s}).size(), 1);
    checkEntries(f);
}

void TestEnsembleRung::allIsSetAsideBeforeAnybodyIsAsked()
{
    RunFixture f;
    scriptStart(f);
    answers(f, {u"one"_s, u"two"_s, u"three"_s});
    f.script({{u"purpose"_s, u"review"_s}}, review(8), {{u"repeat"_s, true}});
    engine::StartRequest dear = request(f, u"a.txt"_s);
    dear.models = models(f, 1000); // an answer of 4096 tokens is four dollars
    dear.budget = 7 * kDollar; // one of the two, and not the other
    const auto held = f.run(dear);
    QCOMPARE(held.pauseKind, u"cap"_s);
    QCOMPARE(held.finished.attempts, 1);
    QVERIFY(f.entries({u"budget.reserved"_s}).isEmpty());
    for (const domain::Entry &entry : f.entries({u"effect.intended"_s}))
        QVERIFY(entry.attempt < 2 || entry.data[u"name"].toString() != u"generate"_s);

    const auto done = f.resume({.run = f.lastRun(), .budget = 100 * kDollar, .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(f.moment().run.reserved, 0);
    // Both are set aside before either answers.
    qint64 lastReserved = 0;
    for (const domain::Entry &entry : f.entries({u"budget.reserved"_s}))
        lastReserved = entry.seq;
    QCOMPARE(f.entries({u"budget.reserved"_s}).size(), 2);
    for (const domain::Entry &entry : f.entries({u"budget.settled"_s})) {
        if (entry.data[u"paid"].toBool())
            QVERIFY(entry.seq > lastReserved);
    }
    checkEntries(f);
}

void TestEnsembleRung::localModelsOnlySample()
{
    RunFixture f;
    scriptStart(f);
    f.script({{u"purpose"_s, u"review"_s}}, review(8), {{u"repeat"_s, true}});
    engine::StartRequest dear = request(f, u"a.txt"_s);
    dear.models = models(f, 1000);
    dear.budget = 7 * kDollar;
    QCOMPARE(f.run(dear).pauseKind, u"cap"_s);
    answers(f, {u"one"_s, u"two"_s, u"three"_s});
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::LocalOnly}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    const QJsonObject data = compared(f);
    QVERIFY(data[u"oneFamily"].toBool());
    QList<double> temperatures;
    for (const auto &candidate : data[u"candidates"].toArray()) {
        QCOMPARE(candidate[u"model"].toString(), u"cheap"_s);
        temperatures.append(candidate[u"temperature"].toDouble());
    }
    QCOMPARE(temperatures, (QList<double>{0.2, 0.7, 1.0}));
    const auto insights = f.entries({u"insight"_s});
    QVERIFY(std::any_of(insights.begin(), insights.end(), [](const domain::Entry &entry) {
        return entry.data[u"contentType"].toString() == u"one_family"_s;
    }));
    checkEntries(f);
}

void TestEnsembleRung::oneFixedTemperatureIsPointless()
{
    RunFixture f;
    scriptStart(f);
    engine::StartRequest fixed =
        request(f, u"a.txt"_s, u",\"roles\":[\"generator\",\"generator\"],\"temperature\":0.5"_s);
    const auto done = f.run(fixed);
    QCOMPARE(done.finished.steps.stubbed, 1);
    QCOMPARE(done.finished.attempts, 1);
    QVERIFY(f.entries({u"level.left"_s}).first().data[u"reason"].toString().contains(u"nothing to compare"_s));
    QVERIFY(f.entries({u"ensemble.compared"_s}).isEmpty());
    checkEntries(f);
}

void TestEnsembleRung::switchedOffItIsSkipped()
{
    RunFixture f;
    scriptStart(f);
    engine::StartRequest without = request(f, u"a.txt"_s);
    without.noEnsemble = true;
    QCOMPARE(f.run(without).finished.steps.stubbed, 1);
    const auto skipped = f.entries({u"level.skipped"_s});
    QCOMPARE(skipped.size(), 1);
    QCOMPARE(skipped.first().data[u"rung"].toString(), u"ensemble"_s);
    QCOMPARE(skipped.first().data[u"reason"].toString(), u"switched off for this run"_s);
    QVERIFY(f.entries({u"escalation.started"_s}).isEmpty());
}

void TestEnsembleRung::aRejectionEndsIt()
{
    RunFixture f;
    scriptStart(f);
    answers(f, {u"one"_s, u"two"_s, u"three"_s});
    f.script({{u"purpose"_s, u"review"_s}}, review(8), {{u"repeat"_s, true}});
    engine::StartRequest supervised = request(f, u"a.txt"_s);
    supervised.mode = domain::Mode::Supervised;
    QCOMPARE(f.run(supervised).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Reject, .text = u"too short"_s}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(done.finished.steps.stubbed, 1);
    QCOMPARE(done.finished.attempts, 4);
    QVERIFY(f.entries({u"level.left"_s}).first().data[u"reason"].toString().contains(u"too short"_s));
    checkEntries(f);
}

/// Two of three are right where no test looks; the reviewer likes the wrong one best.
void TestEnsembleRung::whatTheyDoDecides()
{
    RunFixture f;
    scriptStart(f);
    f.write(u"test_a.py"_s, "from a import half\n\n\ndef test_half():\n    assert half(4) == 2\n");
    const auto code = [](const QString &body) { return u"```python a.py\ndef half(n):\n%1\n```\n"_s.arg(body); };
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"no"_s);
    const QStringList bodies{u"    return n // 2"_s, u"    return int(n / 2)"_s, u"    return n >> 1"_s};
    for (int i = 0; i < 3; ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, i + 2}}, code(bodies.at(i)));
    for (const auto &[attempt, score] : {std::pair(2, 7.0), std::pair(3, 10.0), std::pair(4, 8.0)})
        f.script({{u"purpose"_s, u"review"_s}, {u"attempt"_s, attempt}}, review(score));
    f.script({{u"purpose"_s, u"tests"_s}, {u"role"_s, u"thinker"_s}, {u"contains"_s, u"Candidate C"_s}},
             inputs({u"half(0) -> 0"_s, u"half(7) -> 3"_s, u"half(-3)"_s, u"half('x')"_s, u"half(10)"_s}));
    engine::StartRequest python = request(f, u"a.py"_s);
    python.plan.language = u"python"_s;
    python.plan.steps.first().tests = {u"test_a.py"_s};
    python.mode = domain::Mode::Supervised; // it waits, and is replayed
    QCOMPARE(f.run(python).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    const QJsonObject data = compared(f);
    QCOMPARE(data[u"by"].toString(), u"agreement"_s);
    QCOMPARE(data[u"chosen"].toInt(), 4); // of the two that agree the better reviewed
    QVERIFY(f.onBranch(u"a.py"_s).contains("n >> 1"));
    QCOMPARE(data[u"inputs"].toArray().size(), 5);
    QCOMPARE(data[u"inputs"][2][u"outcomes"][0][u"text"].toString(), u"-2"_s);
    QCOMPARE(data[u"inputs"][2][u"outcomes"][1][u"text"].toString(), u"-1"_s);
    QCOMPARE(data[u"inputs"][3][u"outcomes"][0][u"kind"].toString(), u"exception"_s);
    QVERIFY(data[u"inputs"][0][u"outcomes"][0][u"met"].toBool());
    QCOMPARE(data[u"groups"].toArray().size(), 2);
    QCOMPARE(data[u"groups"][0][u"families"].toInt(), 2);
    checkEntries(f);
}

QTEST_GUILESS_MAIN(TestEnsembleRung)
#include "tst_ensemblerung.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "advisedruns.h"
#include "loopbackserver.h"

#include "memory/memorystore.h"

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::RunStatus;
using tests::AdvisedRuns;
using tests::LoopbackServer;

namespace {

/// An article for language `text`, found by what the judge says.
const QByteArray kArticle = R"(---
id: cold
title: A greeting without warmth
languages: [text]
messages: ['too cold']
source: us
---
## Guidance
Begin with the name.
## Pattern
Dear NAME
## Example: mended
```letter.txt
Dear Ann
```
)";

} // namespace

/// L2: those who may know a failure are asked, and what they know is tried.
class TestExpertRung : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anArticleSolvesTheStep();
    void nobodyKnowsAndItClimbs();
    void twoAttemptsAtMost();
    void aModelThatPlaysExpert();
    void withoutASolutionItClimbs();
    void sourcesInTheirOrder();
    void aCompletionFillsIn();
    void nothingIsAskedTwice();
    void aFileThatStaysHereIsToldNobody();
    void whatKeepsFailingIsLeftOut();
    void switchedOff();

private:
    static memory::ArticleLedger ledger(const AdvisedRuns &f, const QString &article)
    {
        const auto store = memory::MemoryStore::open(f.locations().memory());
        return store ? (*store)->ledgerOf(article).value_or(memory::ArticleLedger{}) : memory::ArticleLedger{};
    }
};

void TestExpertRung::anArticleSolvesTheStep()
{
    AdvisedRuns f;
    f.put(u"knowledge/cold.md"_s, kArticle);
    f.put(u"knowledge/broken.md"_s, "---\nid: broken\n");
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    f.scriptAttempt(u"a"_s, 2, u"Dear Bob"_s, 9, {}, u"Begin with the name."_s);
    const auto done = f.run(f.asked({u"a.txt"_s}));
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.attempts, 2);
    QCOMPARE(f.ends(), QStringList{u"a: accepted by expert_system"_s});
    QCOMPARE(f.onBranch(u"a.txt"_s), "Dear Bob\n");
    const QJsonObject said = f.consulted();
    QVERIFY(said[u"found"].toBool());
    QCOMPARE(said[u"advice"][u"articles"].toArray(), QJsonArray{u"cold"_s});
    QVERIFY2(said[u"text"].toString().contains(u"cold: what was said"_s), qPrintable(said[u"text"].toString()));
    QVERIFY2(said[u"text"].toString().contains(u"broken.md"_s), qPrintable(said[u"text"].toString()));
    QCOMPARE(said[u"query"][u"failureHistory"].toArray().size(), 1);
    QCOMPARE(ledger(f, u"cold"_s), (memory::ArticleLedger{1, 1}));
    QCOMPARE(f.entries({u"escalation.started"_s}).value(0).data[u"kind"].toString(), u"expert"_s);
    QCOMPARE(f.misfit(), QString());
}

void TestExpertRung::nobodyKnowsAndItClimbs()
{
    AdvisedRuns f;
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    const auto held = f.run(f.asked({u"a.txt"_s}));
    QVERIFY2(held.pauseKind == u"person"_s, qPrintable(held.reason));
    const QJsonObject said = f.consulted();
    QCOMPARE(said[u"found"].toBool(true), false);
    QVERIFY(!said.contains(u"advice"));
    QCOMPARE(said[u"asked"].toArray().size(), 2);
    QCOMPARE(said[u"asked"][1][u"outcome"].toString(), u"skipped"_s);
    const QJsonObject left = f.entries({u"level.left"_s}).value(0).data;
    QCOMPARE(left[u"rung"].toString(), u"expert"_s);
    QVERIFY2(left[u"reason"].toString().startsWith(u"nobody knows this failure: articles"_s),
             qPrintable(left[u"reason"].toString()));
    QCOMPARE(f.moment().run.attempts, 1);
    QCOMPARE(f.misfit(), QString());
}

void TestExpertRung::twoAttemptsAtMost()
{
    AdvisedRuns f;
    f.put(u"knowledge/cold.md"_s, kArticle);
    for (int i = 1; i <= 3; ++i)
        f.scriptAttempt(u"a"_s, i, u"Greetings %1."_s.arg(i), 3, u"the greeting is too cold"_s);
    const auto held = f.run(f.asked({u"a.txt"_s}));
    QVERIFY2(held.pauseKind == u"person"_s, qPrintable(held.reason));
    QCOMPARE(f.moment().run.attempts, 3);
    QCOMPARE(f.entries({u"expert.consulted"_s}).size(), 1);
    const QJsonObject left = f.entries({u"level.left"_s}).value(0).data;
    QVERIFY2(left[u"reason"].toString().contains(u"did not help"_s), qPrintable(left[u"reason"].toString()));
    QCOMPARE(ledger(f, u"cold"_s), (memory::ArticleLedger{2, 0}));
    // What an expert said is for the expert's rung.
    QVERIFY(f.answer({.request = {}, .kind = domain::AnswerKind::Guidance, .text = u"smile"_s}));
    f.scriptAttempt(u"a"_s, 4, u"wrong"_s, 3, u"no"_s, u"Begin with the name."_s);
    f.scriptAttempt(u"a"_s, 4, u"Hello!"_s, 9, {}, u"smile"_s);
    f.goOn();
    QVERIFY(f.onBranch(u"a.txt"_s) != "wrong\n");
    QCOMPARE(f.misfit(), QString());
}

void TestExpertRung::aModelThatPlaysExpert()
{
    AdvisedRuns f;
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    f.script({{u"purpose"_s, u"expert"_s}, {u"role"_s, u"expert"_s}, {u"contains"_s, u"too cold"_s}},
             uR"({"hasSolution":true,"solution":"Use a name.","recommendedPattern":"Dear X","exampleCode":null})"_s);
    f.scriptAttempt(u"a"_s, 2, u"Dear Bob"_s, 9, {}, u"Dear X"_s);
    const auto done = f.run(f.asked({u"a.txt"_s}, true));
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(f.ends(), QStringList{u"a: accepted by expert_system"_s});
    QCOMPARE(f.consulted()[u"advice"][u"source"].toString(), u"the model that plays expert"_s);
    QCOMPARE(f.misfit(), QString());
}

void TestExpertRung::withoutASolutionItClimbs()
{
    AdvisedRuns f;
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    f.script({{u"purpose"_s, u"expert"_s}}, uR"({"hasSolution":false,"solution":"none"})"_s);
    QCOMPARE(f.run(f.asked({u"a.txt"_s}, true)).pauseKind, u"person"_s);
    QCOMPARE(f.consulted()[u"asked"][1][u"outcome"].toString(), u"nothing"_s);
    QCOMPARE(f.misfit(), QString());
}

void TestExpertRung::sourcesInTheirOrder()
{
    LoopbackServer silent(
        [](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, R"({"hasSolution":false})"); });
    LoopbackServer broken([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(500, "oops"); });
    LoopbackServer odd([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, R"({"ok":1})"); });
    LoopbackServer wise([](const LoopbackServer::Request &, int) {
        return LoopbackServer::whole(
            200,
            R"({"hasSolution":true,"solution":"Use a name.","recommendedPattern":"Dear X","exampleCode":"Dear Y"})");
    });
    LoopbackServer late([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, "{}"); });
    AdvisedRuns f;
    QByteArray sources =
        R"({"kind":"articles"},{"kind":"oracle"},{"kind":"http","url":"http://127.0.0.1:1","secret":"STEPLADDER_NO_SUCH_KEY"})";
    for (const LoopbackServer *server : {&silent, &broken, &odd, &wise, &late})
        sources += R"(,{"kind":"http","url":")" + server->url().toUtf8() + R"(/ask"})";
    f.put(u"experts.json"_s, R"({"sources":[)" + sources + "]}");
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    f.scriptAttempt(u"a"_s, 2, u"Dear Bob"_s, 9, {}, u"Dear Y"_s);
    const auto done = f.run(f.asked({u"a.txt"_s}));
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    const QJsonObject said = f.consulted();
    QStringList outcomes;
    for (const auto &one : said[u"asked"].toArray())
        outcomes.append(one[u"outcome"].toString());
    QCOMPARE(outcomes, (QStringList{u"nothing"_s, u"failed"_s, u"nothing"_s, u"failed"_s, u"failed"_s, u"found"_s}));
    QVERIFY(said[u"asked"][1][u"detail"].toString().contains(u"STEPLADDER_NO_SUCH_KEY"_s));
    QCOMPARE(said[u"problems"].toArray().size(), 1);
    QVERIFY(said[u"problems"][0].toString().contains(u"experts.json: sources[1]: kind"_s));
    QCOMPARE(late.requestCount(), 0);
    QCOMPARE(wise.requestCount(), 1);
    QCOMPARE(wise.requests().first().path, "/ask");
    const QJsonObject query = QJsonDocument::fromJson(wise.requests().first().body).object();
    QCOMPARE(query, said[u"query"].toObject());
    QCOMPARE(query[u"fileType"].toString(), u".txt"_s);
    QCOMPARE(query[u"failureHistory"][0][u"model"].toString(), u"cheap"_s);
    QCOMPARE(f.misfit(), QString());
}

void TestExpertRung::aCompletionFillsIn()
{
    LoopbackServer server([](const LoopbackServer::Request &, int number) {
        return number == 0 ? LoopbackServer::whole(200, R"({"content":"Greetings.","stop_type":"eos"})")
                           : LoopbackServer::whole(200, R"({"choices":[{"text":"Dear Z","finish_reason":"stop"}]})");
    });
    AdvisedRuns f;
    f.put(u"experts.json"_s,
          R"({"sources":[{"kind":"completion","api":"llama","url":")" + server.url().toUtf8()
              + R"("},{"kind":"completion","url":")" + server.url().toUtf8() + R"(/v1"}]})");
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    f.scriptAttempt(u"a"_s, 2, u"Dear Bob"_s, 9, {}, u"Dear Z"_s);
    const auto done = f.run(f.asked({u"a.txt"_s}));
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(f.consulted()[u"asked"][0][u"outcome"].toString(), u"nothing"_s);
    QCOMPARE(server.requestCount(), 2);
    QCOMPARE(server.requests().at(0).path, "/infill");
    QCOMPARE(server.requests().at(1).path, "/v1/completions");
    QVERIFY(server.requests().at(1).body.contains("too cold"));
    QCOMPARE(f.misfit(), QString());
}

/// Cut off after the consultation, the run asks nobody again: not the server, not the model, which is paid.
void TestExpertRung::nothingIsAskedTwice()
{
    LoopbackServer silent(
        [](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, R"({"hasSolution":false})"); });
    AdvisedRuns f;
    f.put(u"experts.json"_s,
          R"({"sources":[{"kind":"http","url":")" + silent.url().toUtf8() + R"("},{"kind":"model"}]})");
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    f.script({{u"purpose"_s, u"expert"_s}},
             uR"({"hasSolution":true,"solution":"Use a name.","recommendedPattern":"","exampleCode":""})"_s,
             {{u"usage"_s, QJsonObject{{u"input"_s, 10}, {u"output"_s, 10}}}});
    const auto cut = f.run(f.asked({u"a.txt"_s}, true, 1));
    QCOMPARE(cut.pauseKind, u"unscripted"_s);
    f.put(u"experts.json"_s, R"({"sources":[]})"); // what was recorded counts
    f.scriptAttempt(u"a"_s, 2, u"Dear Bob"_s, 9, {}, u"Use a name."_s);
    const auto done = f.goOn();
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(silent.requestCount(), 1);
    int experts = 0;
    for (const domain::Entry &entry : f.entries({u"budget.settled"_s}))
        experts += entry.data[u"purpose"] == u"expert"_s;
    QCOMPARE(experts, 1);
    QCOMPARE(f.entries({u"expert.consulted"_s}).size(), 1);
    QCOMPARE(f.misfit(), QString());
}

void TestExpertRung::aFileThatStaysHereIsToldNobody()
{
    AdvisedRuns f;
    f.write(u".stepladderignore"_s, "a.txt\n");
    // A name is not enough to be on this machine.
    f.put(u"experts.json"_s, R"({"sources":[{"kind":"http","url":"http://expert.invalid/ask"}]})");
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    QCOMPARE(f.run(f.asked({u"a.txt"_s})).pauseKind, u"person"_s);
    QCOMPARE(f.consulted()[u"asked"][0][u"outcome"].toString(), u"skipped"_s);
}

void TestExpertRung::whatKeepsFailingIsLeftOut()
{
    AdvisedRuns f;
    f.put(u"knowledge/cold.md"_s, kArticle);
    {
        const auto store = memory::MemoryStore::open(f.locations().memory());
        QVERIFY(store);
        for (int i = 1; i <= 5; ++i)
            QVERIFY((*store)->noteUse({.article = u"cold"_s, .run = u"r"_s, .step = u"s"_s, .attempt = i}));
    }
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    QCOMPARE(f.run(f.asked({u"a.txt"_s})).pauseKind, u"person"_s);
    QCOMPARE(f.consulted()[u"found"].toBool(true), false);
    QVERIFY(f.consulted()[u"text"].toString().contains(u"cold keeps failing"_s));
}

void TestExpertRung::switchedOff()
{
    AdvisedRuns f;
    f.put(u"knowledge/cold.md"_s, kArticle);
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, u"the greeting is too cold"_s);
    auto request = f.asked({u"a.txt"_s});
    request.noExpert = true;
    QCOMPARE(f.run(request).pauseKind, u"person"_s);
    QVERIFY(f.entries({u"expert.consulted"_s}).isEmpty());
    const QJsonObject skipped = f.entries({u"level.skipped"_s}).value(0).data;
    QCOMPARE(skipped[u"rung"].toString(), u"expert"_s);
    QCOMPARE(skipped[u"reason"].toString(), u"switched off for this run"_s);
}

QTEST_GUILESS_MAIN(TestExpertRung)
#include "tst_expertrung.moc"

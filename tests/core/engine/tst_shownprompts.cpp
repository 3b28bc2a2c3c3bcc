// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"
#include "runchecks.h"

#include "engine/desk/shownprompts.h"
#include "guidance/requests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::Mode;
using domain::RunStatus;
using engine::Breakpoint;
using tests::checkEntries;
using tests::RunFixture;
using Before = Breakpoint::Before;

/// A person sees a prompt before it is sent, sends it as it is or edited, or keeps it from being sent.
class TestShownPrompts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEditedPromptReachesTheModel();
    void sentAsItIsItIsTheSamePrompt();
    void aRejectionsReasonGoesIntoTheNextPrompt();
    void theAnswerEndsTheStep_data();
    void theAnswerEndsTheStep();
    void onePromptIsShownForEachBreakpoint();
    void oneStepIsStoppedByARunsBreakpoint();
    void whatMendsAnAnswerContinuesTheEditedPrompt();
    void guardedItIsSeenAndNotEdited();
    void secretsOfAnEditedPromptStayHere();
    void killedBeforeItsBreakpointIsTakenAwayItAsksOnce();

private:
    /// A run that stands before its first call, \p point set on it.
    static void stopBefore(RunFixture &f, engine::StartRequest request, const Breakpoint &point);
    /// What was sent for \p purpose, oldest first: who looks while a call is under way sees it.
    static QStringList sentPrompts(const RunFixture &f, const QString &purpose);
    /// How many generations were made and settled.
    static int generated(const RunFixture &f);
    static engine::RunOutcome goOn(RunFixture &f) { return f.resume({.run = f.lastRun(), .noWait = true}); }
};

void TestShownPrompts::stopBefore(RunFixture &f, engine::StartRequest request, const Breakpoint &point)
{
    request.noWait = true;
    request.mode = Mode::Supervised;
    QCOMPARE(f.run(request).pauseKind, u"unscripted"_s);
    const auto wanted = f.want(engine::wish::SetBreakpoint{point});
    QVERIFY2(wanted, wanted ? "" : qPrintable(wanted.error().message));
}

int TestShownPrompts::generated(const RunFixture &f)
{
    const auto settled = f.entries({u"budget.settled"_s});
    return int(std::count_if(settled.begin(), settled.end(),
                             [](const domain::Entry &e) { return e.data[u"purpose"] == u"generate"_s; }));
}

QStringList TestShownPrompts::sentPrompts(const RunFixture &f, const QString &purpose)
{
    const auto reader = journal::JournalReader::open(f.locations().run(f.lastRun()));
    QStringList sent;
    for (const domain::Entry &entry : f.entries({u"effect.intended"_s})) {
        const QJsonValue about = entry.data[u"about"];
        if (about[u"purpose"] == purpose && reader)
            sent.append(QString::fromUtf8((*reader)->blob(about[u"prompt"].toString()).value_or(QByteArray())));
    }
    return sent;
}

void TestShownPrompts::anEditedPromptReachesTheModel()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s})), {.before = Before::Prompt, .step = u"a"_s});
    f.script({{u"purpose"_s, u"generate"_s}, {u"contains"_s, u"in verse, please"_s}}, f.block(u"a.txt"_s, u"rhymes"_s));
    const auto held = goOn(f);
    QCOMPARE(held.pauseKind, u"person"_s);
    QCOMPARE(held.finished.steps.waiting, 1);
    const domain::Request question = f.openRequests().first();
    QCOMPARE(question.step, u"a"_s);
    QVERIFY(question.kind == domain::RequestKind::Approval);
    QVERIFY(question.details[u"editable"].toBool());
    QCOMPARE(question.details[u"model"].toString(), u"cheap"_s);
    QCOMPARE(question.details[u"role"].toString(), u"generator"_s);
    const QString prompt = question.details[u"prompt"].toString();
    QVERIFY2(prompt.contains(u"a.txt"_s), qPrintable(prompt));
    QCOMPARE(question.details[u"tokens"].toInteger(), guidance::tokensOf(prompt.toUtf8().size()));
    QVERIFY(guidance::toMarkdown(question).contains(prompt.section(u'\n', 0, 0)));
    // Seen again it is the same question.
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QCOMPARE(f.openRequests().size(), 1);
    QVERIFY(
        f.answer({.request = {}, .kind = AnswerKind::Approve, .content = (prompt + u"\nin verse, please"_s).toUtf8()}));
    // The change itself is asked about: the climb is run again from its start once more, and finds what was sent.
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QCOMPARE(generated(f), 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = goOn(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(generated(f), 1);
    QCOMPARE(f.onBranch(u"a.txt"_s).trimmed(), "rhymes");
    QCOMPARE(f.entries({u"breakpoint.cleared"_s}).size(), 1);
    checkEntries(f);
}

void TestShownPrompts::sentAsItIsItIsTheSamePrompt()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s})), {.before = Before::Prompt});
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    const QString shown = f.openRequests().first().details[u"prompt"].toString();
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QCOMPARE(goOn(f).pauseKind, u"person"_s); // the change
    QCOMPARE(sentPrompts(f, u"generate"_s).last(), shown);
}

void TestShownPrompts::aRejectionsReasonGoesIntoTheNextPrompt()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s})), {.before = Before::Prompt, .step = u"a"_s});
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}, {u"contains"_s, u"mind the gap"_s}},
             f.block(u"a.txt"_s, u"x"_s));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QVERIFY(!f.answer({.request = {}, .kind = AnswerKind::Reject}));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Reject, .text = u"mind the gap"_s}));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QCOMPARE(generated(f), 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = goOn(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.attempts, 1);
    checkEntries(f);
}

void TestShownPrompts::theAnswerEndsTheStep_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("skip") << int(AnswerKind::Skip);
    QTest::newRow("stub") << int(AnswerKind::Stub);
}

void TestShownPrompts::theAnswerEndsTheStep()
{
    QFETCH(int, kind);
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s})), {.before = Before::Prompt, .step = u"a"_s});
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind(kind)}));
    const auto end = goOn(f);
    QCOMPARE(end.finished.steps.skipped, AnswerKind(kind) == AnswerKind::Skip);
    QCOMPARE(end.finished.steps.stubbed, AnswerKind(kind) == AnswerKind::Stub);
    QCOMPARE(generated(f), 0);
    checkEntries(f);
}

void TestShownPrompts::onePromptIsShownForEachBreakpoint()
{
    RunFixture f;
    const Breakpoint point{.before = Before::Prompt, .step = u"a"_s};
    stopBefore(f, f.request(f.plan({u"a.txt"_s})), point);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"no code"_s);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}}, u"no code either"_s);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 3}}, f.block(u"a.txt"_s, u"x"_s));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    const QString first = f.openRequests().first().id;
    // Set again while the question is open: the prompt after this one is shown too, the third is not.
    QVERIFY(f.want(engine::wish::SetBreakpoint{point}));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QCOMPARE(goOn(f).finished.attempts, 1);
    QCOMPARE(f.openRequests().size(), 1);
    QVERIFY(f.openRequests().first().id != first);
    QVERIFY(f.openRequests().first().details.contains(u"prompt"_s));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QVERIFY(!f.openRequests().first().details.contains(u"prompt"_s));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QVERIFY(goOn(f).finished.status == RunStatus::Accepted);
    QCOMPARE(f.entries({u"breakpoint.reached"_s}).size(), 2);
    QCOMPARE(f.entries({u"breakpoint.cleared"_s}).size(), 2);
    checkEntries(f);
}

void TestShownPrompts::oneStepIsStoppedByARunsBreakpoint()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s})), {.before = Before::Prompt});
    QVERIFY(f.want(engine::wish::ChangeMode{Mode::Autonomous}));
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, id}}, f.block(id + u".txt"_s, u"x"_s));
    const auto held = goOn(f);
    QCOMPARE(held.pauseKind, u"person"_s);
    QCOMPARE(held.finished.steps.accepted + held.finished.steps.unproven, 2);
    QCOMPARE(f.openRequests().size(), 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QVERIFY(goOn(f).finished.steps.waiting == 0);
    checkEntries(f);
}

void TestShownPrompts::whatMendsAnAnswerContinuesTheEditedPrompt()
{
    RunFixture f;
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.models.roles[u"judges"_s] = QStringList{u"cheap"_s};
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    stopBefore(f, request, {.before = Before::Prompt, .step = u"a"_s}); // before the review
    f.script({{u"purpose"_s, u"review"_s}, {u"contains"_s, u"could not be used"_s}},
             u"{\"score\":9,\"summary\":\"fine\",\"issues\":[]}"_s);
    f.script({{u"purpose"_s, u"review"_s}, {u"contains"_s, u"judge it kindly"_s}}, u"not json"_s);
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QCOMPARE(f.openRequests().first().details[u"role"].toString(), u"judge"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve, .content = "judge it kindly"}));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    const QStringList sent = sentPrompts(f, u"review"_s);
    QCOMPARE(sent.value(sent.size() - 2), u"judge it kindly"_s);
    QVERIFY2(sent.last().startsWith(u"[user]\njudge it kindly"_s), qPrintable(sent.last()));
    // From its start once more: both calls are found under what was sent.
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QVERIFY(goOn(f).finished.status == RunStatus::Accepted);
    checkEntries(f);
}

void TestShownPrompts::guardedItIsSeenAndNotEdited()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s})), {.before = Before::Prompt, .step = u"a"_s});
    QVERIFY(f.want(engine::wish::ChangeMode{Mode::Guarded}));
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QVERIFY(!f.openRequests().first().details[u"editable"].toBool());
    QVERIFY(!f.answer({.request = {}, .kind = AnswerKind::Approve, .content = "something else"}));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = goOn(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    checkEntries(f);
}

void TestShownPrompts::secretsOfAnEditedPromptStayHere()
{
    const QByteArray token = "ghp_a8Kq3ZxB7mW1pR5tY9vC2nL6sD4fG0hJabcd";
    bool up = false;
    tests::LoopbackServer server([&up](const tests::LoopbackServer::Request &, int) {
        if (!up)
            return tests::LoopbackServer::whole(401, "{\"error\":\"not yet\"}");
        const QJsonObject line{
            {u"message"_s, QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, u"```text a.txt\nx\n```"_s}}},
            {u"done"_s, true},
            {u"done_reason"_s, u"stop"_s}};
        return tests::LoopbackServer::whole(200, QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    });
    RunFixture f;
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    QString url = server.url();
    url.replace(u"127.0.0.1"_s, u"0.0.0.0"_s); // counts as beyond this machine
    request.models.endpoints = {{.id = u"e"_s, .kind = domain::EndpointKind::Ollama, .url = url}};
    request.models.models = {{.id = u"m"_s, .endpoint = u"e"_s, .name = u"m"_s, .price = {0, 0}}};
    request.models.roles = {{u"thinker"_s, {u"m"_s}}, {u"generator"_s, {u"m"_s}}};
    request.ladder = u"fast"_s;
    request.mode = Mode::Supervised;
    request.noWait = true;
    QVERIFY(f.run(request).finished.status == RunStatus::Paused);
    QVERIFY(f.want(engine::wish::SetBreakpoint{{.before = Before::Prompt, .step = u"a"_s}}));
    up = true;
    const auto before = server.requestCount();
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QCOMPARE(server.requestCount(), before);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve, .content = "write a.txt, TOKEN is " + token + '\n'}));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    const QByteArray body = server.requests().last().body;
    QVERIFY2(body.contains("write a.txt, TOKEN is "), body.constData());
    QVERIFY2(!body.contains(token), body.constData());
}

/// As a process leaves it that was killed after the question was on disk and before its breakpoint was taken away.
void TestShownPrompts::killedBeforeItsBreakpointIsTakenAwayItAsksOnce()
{
    using namespace engine;
    const QTemporaryDir home;
    const storage::ManualClock clock{1'000'000};
    auto journal = journal::Journal::create(home.filePath(u"runs/r1"_s), u"r1"_s, clock);
    QVERIFY(journal);
    Effects effects(**journal, {});
    Desk desk(effects, home.filePath(u"index.sqlite"_s), clock);
    Wants wants(**journal, Mode::Supervised);
    const PlanState plan(domain::Plan{});
    Breakpoints breakpoints(effects, desk, wants, plan);
    ShownPrompts prompts(effects, desk, wants, breakpoints);
    const Breakpoint point{.before = Before::Prompt, .step = u"a"_s};
    wants.apply(u"breakpoint.set"_s, {{u"serial"_s, 0}, {u"breakpoint"_s, toJson(point)}});
    const journal::Key call{.step = u"a"_s, .attempt = 1, .name = u"generate"_s};
    journal::Key asked = call;
    asked.name = u"generate.prompt"_s;
    journal::Key reached = call;
    reached.name = u"generate.prompt.reached.0"_s;
    QVERIFY(effects.note(reached, {.type = u"breakpoint.reached"_s, .step = u"a"_s, .data = {}}));
    QVERIFY(!desk.ask(asked, guidance::promptRequest({.run = u"r1"_s, .step = u"a"_s, .prompt = u"write it"_s})));
    QCOMPARE(wants.breakpoints().size(), 1);

    const models::ChatRequest request{.messages = {{models::ChatMessage::Role::User, u"write it"_s}}};
    const domain::Model model{.id = u"m"_s};
    const auto first = prompts.before({call, request, model});
    QVERIFY(!first && first.error().kind == domain::ErrorKind::Awaiting);
    QCOMPARE(first.error().detail, desk.idFor(asked));
    QVERIFY(wants.breakpoints().isEmpty());
    journal::Key next = call;
    next.attempt = 2;
    const auto second = prompts.before({next, request, model});
    QVERIFY(second && !*second);
}

QTEST_GUILESS_MAIN(TestShownPrompts)
#include "tst_shownprompts.moc"

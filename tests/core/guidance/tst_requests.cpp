// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/requests.h"

#include <QTest>

using namespace stepladder;
using namespace stepladder::guidance;
using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::Request;
using domain::RequestKind;

Q_DECLARE_METATYPE(stepladder::domain::Answer)
Q_DECLARE_METATYPE(stepladder::guidance::ApprovalReason)
Q_DECLARE_METATYPE(stepladder::domain::Request)

namespace {

constexpr qint64 kDay = 24LL * 3600 * 1000;

Request request(RequestKind kind, qint64 deadlineMs = kDay)
{
    return {
        .id = u"r7.2"_s, .run = u"r7"_s, .kind = kind, .title = u"T"_s, .question = u"Q?"_s, .deadlineMs = deadlineMs};
}

ProposedChange change()
{
    domain::Evidence evidence;
    evidence.executions = {{.command = u"dotnet test"_s, .exitCode = 0, .ms = 12}};
    evidence.diagnostics = {{.severity = domain::Severity::Warning, .id = u"CS0168"_s}};
    evidence.testsRan = true;
    evidence.tests.cases = {{.name = u"a"_s}, {.name = u"b"_s, .outcome = domain::TestOutcome::Skipped}};
    evidence.coverage = domain::CoverageReport{{{.file = u"src/A.cs"_s, .coveredLines = 9, .totalLines = 10}}};
    return {
        .run = u"r7"_s,
        .step = u"a"_s,
        .file = u"src/A.cs"_s,
        .before = "old\n",
        .after = "new\n",
        .verdict =
            {.passed = true,
             .score = 8.5,
             .summary = u"good"_s,
             .issues = {{.severity = domain::Severity::Info, .file = u"src/A.cs"_s, .line = 3, .message = u"a\nb"_s}},
             .evidence = evidence},
        .attempt = 2,
        .model = u"m1"_s};
}

} // namespace

class TestRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void approval()
    {
        const Request built = approvalRequest(change());
        QVERIFY(built.kind == RequestKind::Approval);
        QCOMPARE(built.title, u"Approve: src/A.cs"_s);
        QVERIFY(built.id.isEmpty() && built.createdMs == 0 && built.deadlineMs == 0);
        QCOMPARE(built.run, u"r7"_s);
        QCOMPARE(built.step, u"a"_s);
        QVERIFY(built.question.contains(u"would change src/A.cs") && built.question.contains(u"supervised"));
        QCOMPARE(built.details[u"reason"].toString(), u"supervised"_s);
        QVERIFY(!built.question.contains(u'\n'));
        QCOMPARE(built.details[u"diff"].toString(), u"--- a/src/A.cs\n+++ b/src/A.cs\n@@ -1 +1 @@\n-old\n+new\n"_s);
        const QJsonObject evidence = built.details[u"evidence"].toObject();
        QCOMPARE(evidence[u"passed"].toInt(), 1);
        QCOMPARE(evidence[u"skipped"].toInt(), 1);
        QCOMPARE(evidence[u"warnings"].toInt(), 1);
        QCOMPARE(evidence[u"coverage"].toDouble(), 90.0);
        QCOMPARE(domain::requestFromJson(domain::toJson(built)), built);
        ProposedChange fresh = change();
        fresh.before.reset();
        QVERIFY(approvalRequest(fresh).question.contains(u"would create"));
    }

    void everyReasonReadsLikeASentence_data()
    {
        QTest::addColumn<ApprovalReason>("reason");
        QTest::addColumn<QString>("summary");
        QTest::addColumn<int>("attempt");
        QTest::addColumn<QString>("question");
        const QString step = u"Step a would change src/A.cs. "_s,
                      own = u"Your code for step a would change src/A.cs. "_s;
        const QString first = u"The run is supervised, so you see every change before it is taken. "_s;
        const QString asked = u"Is it to be accepted?"_s, asItIs = u"Is it to be accepted as it is?"_s;
        // A review's own full stop made two of it.
        QTest::newRow("supervised") << ApprovalReason::Supervised << u"builds, score 9: as asked."_s << 2
                                    << step + u"Builds, score 9: as asked. "_s + first + asked;
        QTest::newRow("no summary") << ApprovalReason::Supervised << QString() << 2 << step + first + asked;
        QTest::newRow("several lines") << ApprovalReason::Supervised << u"fine:\n  one\n  two\n"_s << 2
                                       << step + u"Fine: one two. "_s + first + asked;
        QTest::newRow("asks itself") << ApprovalReason::Supervised << u"score 8: why so long?"_s << 2
                                     << step + u"Score 8: why so long? "_s + first + asked;
        QTest::newRow("a file's name") << ApprovalReason::Supervised << u"order.py holds it"_s << 2
                                       << step + u"order.py holds it. "_s + first + asked;
        QTest::newRow("a test file") << ApprovalReason::TestOrProject << u"builds, 3 tests passed, score 9"_s << 2
                                     << step + u"Builds, 3 tests passed, score 9. "_s
                + u"It changes a test or project file that was there before, so you are asked. "_s + asked;
        QTest::newRow("unproven") << ApprovalReason::Unproven << u"unproven: builds, no test judged it"_s << 2
                                  << step + u"Unproven: builds, no test judged it. "_s
                + u"Nothing that was executed proves it, so you are asked. "_s + asked;
        QTest::newRow("own code, red") << ApprovalReason::OwnFailed << u"1 of 1 tests failed"_s << 0
                                       << own + u"1 of 1 tests failed. "_s
                + u"It did not pass, so it is not taken by itself. "_s + asItIs;
        QTest::newRow("own code, unproven") << ApprovalReason::OwnUnproven << u"unproven: builds"_s << 0
                                            << own + u"Unproven: builds. "_s
                + u"Nothing that was executed proves it, so it is not taken by itself. "_s + asItIs;
    }

    void everyReasonReadsLikeASentence()
    {
        QFETCH(ApprovalReason, reason);
        QFETCH(QString, summary);
        QFETCH(int, attempt);
        QFETCH(QString, question);
        ProposedChange asked = change();
        asked.reason = reason;
        asked.attempt = attempt;
        asked.verdict.summary = summary;
        QCOMPARE(approvalRequest(asked).question, question);
    }

    void breakpoints()
    {
        const Request reached = breakpointRequest(
            {.run = u"r7"_s, .step = u"a"_s, .where = u"before step a"_s, .breakpoint = {{u"before"_s, u"step"_s}}});
        QCOMPARE(reached.title, u"Breakpoint: before step a"_s);
        QVERIFY(reached.question.startsWith(u"Step a stopped at a breakpoint before step a. Approve goes on"));
        const Request wished = breakpointRequest({.run = u"r7"_s, .step = u"a"_s, .where = u"you asked to be asked"_s});
        QCOMPARE(wished.title, u"You asked: step a"_s);
        QVERIFY(wished.question.startsWith(u"You asked to be asked about step a. Approve goes on"));
    }

    void anEndlessDiffIsCut()
    {
        ProposedChange large = change();
        large.before.reset();
        large.after = QByteArray("0123456789\n").repeated(100'000);
        const QString diff = approvalRequest(large).details[u"diff"].toString();
        QVERIFY(diff.size() < 201'000);
        QVERIFY2(diff.endsWith(u"more lines\n"), qPrintable(diff.right(50)));
    }

    void amendment()
    {
        const Request built = amendmentRequest({.run = u"r7"_s,
                                                .step = u"a"_s,
                                                .steps = {{.id = u"repo"_s,
                                                           .title = u"The port"_s,
                                                           .description = u"d"_s,
                                                           .file = u"IRepo.cs"_s,
                                                           .surface = {u"interface IRepo"_s}}},
                                                .reason = u"it is missing"_s});
        QVERIFY(built.kind == RequestKind::Amendment);
        QCOMPARE(built.title, u"Amend the plan: IRepo.cs"_s);
        QCOMPARE(built.question,
                 u"Step a proposes to add a step to the plan: IRepo.cs. Its reason: it is missing. Is the plan to be "
                 "amended?"_s);
        QVERIFY(amendmentRequest({.step = u"a"_s, .reason = u"It is missing."_s})
                    .question.contains(u"Its reason: It is missing. Is"));
        QVERIFY(amendmentRequest({.step = u"a"_s}).question.contains(u"It gives no reason. Is"));
        const auto step = domain::stepFromJson(built.details[u"steps"][0].toObject(), u"x"_s);
        QVERIFY(step);
        QCOMPARE(step->file, u"IRepo.cs"_s);
        QVERIFY(toMarkdown(built).contains(u"- `IRepo.cs` (The port): d\n  - `interface IRepo`\n"));
    }

    void budget()
    {
        const Request built = budgetRequest({.run = u"r7"_s,
                                             .cap = u"perRun"_s,
                                             .limit = 1'000'000,
                                             .spent = 900'000,
                                             .asked = 300'000,
                                             .model = u"opus"_s,
                                             .purpose = u"generate"_s});
        QVERIFY(built.kind == RequestKind::Budget);
        QCOMPARE(
            built.question,
            u"A call of opus (generate) may cost $0.30. The run has spent $0.90, and it may cost $1.00 in all. What may it cost in all?"_s);
        QCOMPARE(built.details[u"suggestedMicroUsd"].toInteger(), 1'600'000);
        QVERIFY(toMarkdown(built).contains(u"a total of $1.60 lets it go on"));
        const Request counted = budgetRequest({.run = u"r7"_s, .cap = u"paidCalls"_s, .limit = 3});
        QVERIFY2(counted.question.contains(u"and it may make 3 paid calls. What"), qPrintable(counted.question));
        QCOMPARE(counted.title, u"Budget: the number of paid calls is reached"_s);
        for (const QString &cap : {u"perCall"_s, u"perStep"_s, u"perRun"_s, u"perDay"_s}) {
            const Request one = budgetRequest({.run = u"r7"_s, .cap = cap, .limit = 1'000'000});
            QVERIFY2(!one.question.contains(cap) && one.question.contains(u"may cost $1.00"), qPrintable(one.question));
            QVERIFY2(!one.title.contains(cap), qPrintable(one.title));
        }
        QVERIFY(!counted.details.contains(u"suggestedMicroUsd"));
    }

    void consent()
    {
        const Request leaves = consentRequest(
            {.run = u"r7"_s, .target = u"https://api.example.org"_s, .what = {u"the task"_s, u"src/A.cs"_s}});
        QVERIFY(leaves.kind == RequestKind::Consent);
        QVERIFY(leaves.question.contains(u"the task, src/A.cs"));
        QCOMPARE(leaves.details[u"consent"].toString(), u"leaves_machine"_s);
        const Request restore = consentRequest(
            {.kind = ConsentKind::Restore, .target = u"A.csproj"_s, .what = {u"Foo 1.2"_s}, .diff = u"-a\n+b\n"_s});
        QVERIFY(restore.title.contains(u"A.csproj") && toMarkdown(restore).contains(u"-a\n+b\n")
                && toMarkdown(restore).contains(u"- Foo 1.2"));
        const Request large =
            consentRequest({.kind = ConsentKind::LargeStage, .target = u"/w"_s, .bytes = 3'400'000'000});
        QCOMPARE(large.title, u"Consent: copy 3.4 GB"_s);
        // As the engine asks: it knows neither packages nor bytes.
        const Request bare = consentRequest({.kind = ConsentKind::Restore, .target = u"A.csproj"_s});
        QVERIFY2(bare.question.contains(u"and its packages are not here."), qPrintable(bare.question));
        const Request unknown =
            consentRequest({.kind = ConsentKind::LargeStage, .target = u"/w"_s, .what = {u"/w: holds 3 files"_s}});
        QCOMPARE(unknown.title, u"Consent: copy a large workspace"_s);
        QCOMPARE(unknown.question, u"/w: holds 3 files. The run works on a copy of it. May it be copied?"_s);
    }

    void answers_data()
    {
        QTest::addColumn<Request>("asked");
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const Request &asked, const Answer &answer, const QString &message = {}) {
            QTest::newRow(name) << asked << answer << message;
        };
        const Request approval = request(RequestKind::Approval), guidance = request(RequestKind::Guidance),
                      amendment = request(RequestKind::Amendment), consent = request(RequestKind::Consent);
        Request change = approval;
        change.details = {{u"file"_s, u"src/A.cs"_s}};
        Request breakpoint = breakpointRequest({.run = u"r7"_s, .step = u"a"_s, .where = u"before step a"_s});
        breakpoint.id = change.id;
        Request budget = request(RequestKind::Budget, 0);
        budget.details = {{u"spentMicroUsd"_s, 500'000}};
        row("approve", approval, {.kind = AnswerKind::Approve});
        row("approve an amendment", amendment, {.kind = AnswerKind::Approve});
        row("approve a consent", consent, {.kind = AnswerKind::Approve});
        row("reject", approval, {.kind = AnswerKind::Reject, .text = u"no"_s});
        row("stub an approval", approval, {.kind = AnswerKind::Stub});
        row("skip an approval", approval, {.kind = AnswerKind::Skip});
        row("snooze", approval, {.kind = AnswerKind::Snooze, .durationMs = 1000});
        row("extend", approval, {.kind = AnswerKind::Extend, .durationMs = 1000});
        row("amount", budget, {.kind = AnswerKind::Amount, .amountMicroUsd = 500'001});
        row("local only", budget, {.kind = AnswerKind::LocalOnly});
        row("stub a budget", budget, {.kind = AnswerKind::Stub});
        row("guidance", guidance, {.kind = AnswerKind::Guidance, .text = u"use X"_s});
        row("example", guidance, {.kind = AnswerKind::Example, .content = "x"});
        row("code", guidance, {.kind = AnswerKind::Code, .content = "żółć"});
        row("code for a change", change, {.kind = AnswerKind::Code, .content = "żółć"});
        row("code as it is for a change", change,
            {.kind = AnswerKind::Code, .text = u"I know"_s, .content = "x", .acceptAsIs = true});
        row("code as it is", guidance,
            {.kind = AnswerKind::Code, .text = u"I know"_s, .content = "x", .acceptAsIs = true});
        row("again", guidance, {.kind = AnswerKind::Again, .text = u"opus"_s});
        Request prompt = promptRequest({.run = u"r7"_s,
                                        .step = u"cart"_s,
                                        .prompt = u"write it"_s,
                                        .model = u"dear"_s,
                                        .editable = true,
                                        .roomTokens = 10});
        prompt.id = approval.id;
        Request readOnly = prompt;
        readOnly.details.insert(u"editable"_s, false);
        row("a prompt as it is", readOnly, {.kind = AnswerKind::Approve});
        row("an edited prompt", prompt, {.kind = AnswerKind::Approve, .content = "write it well, in thirty"});
        row("an edited prompt, guarded", readOnly, {.kind = AnswerKind::Approve, .content = "x"},
            u"in supervised mode only"_s);
        row("a blank prompt", prompt, {.kind = AnswerKind::Approve, .content = " \n"},
            u"--approve: the file is empty"_s);
        row("a prompt beyond the context", prompt, {.kind = AnswerKind::Approve, .content = QByteArray(31, 'x')},
            u"about 11 tokens, and dear has room for 10"_s);
        row("for this request", approval, {.request = u"r7.2"_s, .kind = AnswerKind::Approve});

        row("for another request", approval, {.request = u"r7.3"_s, .kind = AnswerKind::Approve},
            u"to another request, r7.3"_s);
        row("approve a budget", budget, {.kind = AnswerKind::Approve},
            u"--approve does not fit a request of kind budget, expected one of --stub, --extend, --snooze, --amount, --local-only"_s);
        row("approve a guidance", guidance, {.kind = AnswerKind::Approve},
            u"--approve does not fit a request of kind guidance"_s);
        row("text for an approval", approval, {.kind = AnswerKind::Guidance, .text = u"x"_s}, u"--text does not fit"_s);
        row("code for a breakpoint", breakpoint, {.kind = AnswerKind::Code, .content = "x"},
            u"--code: no change is asked about"_s);
        row("code for a consent", consent, {.kind = AnswerKind::Code, .content = "x"}, u"--code does not fit"_s);
        row("empty code for a change", change, {.kind = AnswerKind::Code, .content = "\n"},
            u"--code: the file is empty"_s);
        row("code for a change that is not UTF-8", change, {.kind = AnswerKind::Code, .content = "\xff\xfe"},
            u"--code: the file is not UTF-8"_s);
        row("endless code for a change", change,
            {.kind = AnswerKind::Code, .content = QByteArray(11 * 1024 * 1024, 'x')}, u"larger than 10 MB"_s);
        row("stub an amendment", amendment, {.kind = AnswerKind::Stub},
            u"expected one of --extend, --snooze, --approve, --reject"_s);
        row("amount for a consent", consent, {.kind = AnswerKind::Amount, .amountMicroUsd = 1},
            u"--amount does not fit"_s);
        row("reject without a reason", approval, {.kind = AnswerKind::Reject, .text = u" \n"_s},
            u"--reject is empty, expected the reason"_s);
        row("guidance without text", guidance, {.kind = AnswerKind::Guidance}, u"--text is empty"_s);
        row("guidance with NUL", guidance, {.kind = AnswerKind::Guidance, .text = u"a"_s + QChar(0)}, u"NUL"_s);
        row("endless guidance", guidance, {.kind = AnswerKind::Guidance, .text = QString(11 * 1024 * 1024, u'x')},
            u"larger than 10 MB"_s);
        row("again without a model", guidance, {.kind = AnswerKind::Again}, u"expected the id of a model"_s);
        row("empty code", guidance, {.kind = AnswerKind::Code, .content = " \n"}, u"--code: the file is empty"_s);
        row("binary code", guidance, {.kind = AnswerKind::Code, .content = QByteArray("a\0b", 3)},
            u"the file is binary"_s);
        row("Latin-1 code", guidance, {.kind = AnswerKind::Code, .content = "gr\xfc\xdf"}, u"not UTF-8"_s);
        row("cut UTF-8", guidance, {.kind = AnswerKind::Example, .content = "gr\xc3"}, u"not UTF-8"_s);
        row("endless example", guidance, {.kind = AnswerKind::Example, .content = QByteArray(11 * 1024 * 1024, 'x')},
            u"larger than 10 MB"_s);
        row("as it is without a reason", guidance, {.kind = AnswerKind::Code, .content = "x", .acceptAsIs = true},
            u"--accept-as-is is empty"_s);
        row("an example as it is", guidance, {.kind = AnswerKind::Example, .content = "x", .acceptAsIs = true},
            u"with --code only"_s);
        row("no amount", budget, {.kind = AnswerKind::Amount}, u"--amount: expected a total"_s);
        row("a negative amount", budget, {.kind = AnswerKind::Amount, .amountMicroUsd = -1},
            u"--amount: expected a total"_s);
        row("an absurd amount", budget, {.kind = AnswerKind::Amount, .amountMicroUsd = 2'000'000'000'000},
            u"up to a million"_s);
        row("an amount already spent", budget, {.kind = AnswerKind::Amount, .amountMicroUsd = 500'000},
            u"$0.50 is not more than the $0.50"_s);
        row("no time", approval, {.kind = AnswerKind::Snooze}, u"--snooze: expected a time above 0"_s);
        row("a century", approval, {.kind = AnswerKind::Extend, .durationMs = 36'500 * kDay}, u"up to a year"_s);
        row("extend what never ends", budget, {.kind = AnswerKind::Extend, .durationMs = 5}, u"has no deadline"_s);
    }

    void answers()
    {
        QFETCH(Request, asked);
        QFETCH(Answer, answer);
        QFETCH(QString, message);
        const auto checked = checkAnswer(asked, answer);
        QCOMPARE(bool(checked), message.isEmpty());
        if (!checked) {
            QVERIFY(checked.error().kind == ErrorKind::BadInput);
            QVERIFY2(checked.error().message.contains(message), qPrintable(checked.error().message));
            QVERIFY(checked.error().message.startsWith(u"r7.2: ") && !checked.error().message.contains(u'\n'));
        }
    }

    void remaining_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("a day") << 24LL * 3600 << u"24 h 0 min left"_s;
        QTest::newRow("hours") << 3LL * 3600 + 12 * 60 + 59 << u"3 h 12 min left"_s;
        QTest::newRow("minutes") << 61LL << u"1 min left"_s;
        QTest::newRow("seconds") << 59LL << u"less than a minute left"_s;
        QTest::newRow("days") << 53LL * 3600 << u"2 d 5 h left"_s;
        QTest::newRow("now") << 0LL << u"overdue by less than a minute"_s;
        QTest::newRow("over") << -300LL << u"overdue by 5 min"_s;
    }

    void remaining()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, text);
        const qint64 now = 1'800'000'000'000;
        QCOMPARE(remainingText(now + seconds * 1000, now), text);
        QCOMPARE(remainingText(0, now), u"no deadline"_s);
    }

    void markdown()
    {
        Request asked = approvalRequest(change());
        asked.id = u"r7.2"_s;
        asked.createdMs = 1'767'225'600'000;
        asked.deadlineMs = asked.createdMs + kDay;
        const QString text = toMarkdown(asked, asked.createdMs + 3'600'000);
        const QString expected =
            u"# Approve: src/A.cs\n\n"
            "- request: r7.2 (approval)\n- run: r7\n- step: a\n- asked: 2026-01-01 00:00 UTC\n"
            "- deadline: 2026-01-02 00:00 UTC (23 h 0 min left)\n\n"
            "Step a would change src/A.cs. Good. The run is supervised, so you see every change before it is taken. Is "
            "it to be accepted?\n\n"
            "## Evidence\n\n- verdict: passed, score 8.5\n- build: ok, 0 errors, 1 warnings\n"
            "- tests: 1 passed, 0 failed, 1 skipped\n- coverage: 90.0 %\n- ran: `dotnet test` (exit code 0)\n\n"
            "## Issues\n\n- info: src/A.cs:3: a b\n\n"
            "## Change\n\n```diff\n--- a/src/A.cs\n+++ b/src/A.cs\n@@ -1 +1 @@\n-old\n+new\n```\n\n"
            "## Answer with\n\n```\nstepladder guidance answer r7.2 --approve | --reject REASON | --code FILE "
            "[--accept-as-is REASON] | --stub | --skip\n```\n"_s;
        QCOMPARE(text, expected);
    }

    void markdownIsHarmless()
    {
        ProposedChange evil = change();
        evil.after = "x\x1b]0;title\x07\r\n````\n";
        evil.file = u"a\nb"_s;
        const QString text = toMarkdown(approvalRequest(evil));
        QVERIFY(!text.contains(QChar(0x1b)) && !text.contains(QChar(7)) && !text.contains(u'\r'));
        QVERIFY(text.startsWith(u"# Approve: a b\n"));
        QVERIFY(text.contains(u"`````diff\n"));
    }

    void everyKindSaysHowToAnswer()
    {
        for (int kind = 0; kind <= int(RequestKind::Consent); ++kind) {
            Request asked = request(RequestKind(kind));
            asked.details.insert(u"file"_s, u"src/A.cs"_s);
            const QString command = answerCommand(asked);
            QVERIFY(command.startsWith(u"stepladder guidance answer r7.2 --"));
            QVERIFY(toMarkdown(asked).contains(command));
            // What the command offers fits.
            for (const auto &[option, answer] : {std::pair(u"--approve"_s, AnswerKind::Approve),
                                                 {u"--reject"_s, AnswerKind::Reject},
                                                 {u"--amount"_s, AnswerKind::Amount},
                                                 {u"--stub"_s, AnswerKind::Stub},
                                                 {u"--skip"_s, AnswerKind::Skip},
                                                 {u"--local-only"_s, AnswerKind::LocalOnly},
                                                 {u"--text"_s, AnswerKind::Guidance},
                                                 {u"--code"_s, AnswerKind::Code}})
                QCOMPARE(command.contains(option), domain::fits(answer, asked.kind));
        }
    }
};

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"

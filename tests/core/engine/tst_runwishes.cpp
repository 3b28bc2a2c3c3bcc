// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runchecks.h"

#include "engine/control/attachments.h"
#include "journal/inbox.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::RunStatus;
using tests::checkEntries;
using tests::RunFixture;
using tests::stopAtFirstCall;

namespace {

QList<domain::Entry> ofType(const RunFixture &f, const QString &type)
{
    return f.entries({type});
}

} // namespace

/// What a person may want of a whole run while it lives, through the one class for it, and what becomes of it.
class TestRunWishes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attachmentsGoIntoEveryLaterPrompt();
    void attachmentsAreReadStrictly();
    void theModeChangesForWhatComesAfter();
    void aPersonAddsSteps();
    void aCapIsRaisedInPlace();
    void aPausedRunCanBeStopped();
    void anotherProcessPausesTheRun();
    void refusalsAreOneLine_data();
    void refusalsAreOneLine();
    void whatNobodyUnderstandsIsRefusedAndKept();
    void anEndedRunTakesNothingButARetry();
};

void TestRunWishes::attachmentsGoIntoEveryLaterPrompt()
{
    RunFixture f;
    f.write(u"docs/spec.md"_s, "# Spec\nevery line ends in a dot\n");
    f.write(u"docs/logo.png"_s, QByteArray("\x89PNG\0\0", 6));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}}));
    request.attach = {.title = u"house rules"_s, .text = u"no tabs"_s};
    stopAtFirstCall(f, request);
    QVERIFY(f.want(engine::wish::Attach{.step = u"b"_s, .paths = {u"docs"_s}}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}, {u"contains"_s, u"no tabs"_s}},
             f.block(u"a.txt"_s, u"x"_s));
    f.script(
        {{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}, {u"attempt"_s, 1}, {u"contains"_s, u"ends in a dot"_s}},
        u"no code"_s);
    f.script(
        {{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"ends in a dot"_s}},
        f.block(u"b.txt"_s, u"."_s));
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    const auto attached = ofType(f, u"plan.attached"_s);
    QCOMPARE(attached.size(), 2);
    QCOMPARE(attached.last().data[u"files"].toArray().size(), 1);
    QVERIFY(attached.last().data[u"leftOut"].toArray().first().toString().startsWith(u"docs/logo.png"_s));
    QVERIFY(attached.last().data[u"tokens"].toInt() > 0);
    checkEntries(f);
}

void TestRunWishes::attachmentsAreReadStrictly()
{
    RunFixture f;
    f.write(u"one.md"_s, "1\n");
    f.write(u".hidden/two.md"_s, "2\n");
    QVERIFY(QFile::link(QDir::rootPath() + u"etc"_s, f.workspace() + u"/out"_s));
    for (const QString &path : {u"../home"_s, u"/etc/hostname"_s, u"out/hostname"_s, u"nowhere.md"_s}) {
        const auto read = engine::readAttachments(f.workspace(), {path});
        QVERIFY2(!read, qPrintable(path));
        QVERIFY2(read.error().kind == ErrorKind::BadInput && read.error().message.contains(path),
                 qPrintable(read.error().message));
    }
    const auto all = engine::readAttachments(f.workspace(), {u"."_s, u"one.md"_s});
    QVERIFY(all);
    QCOMPARE(all->texts.size(), 1);
    QCOMPARE(all->texts.first().name, u"one.md"_s);
    QCOMPARE(all->tokens, 1);
}

void TestRunWishes::theModeChangesForWhatComesAfter()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"x"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, f.block(u"b.txt"_s, u"x"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}}));
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    QCOMPARE(f.run(request).pauseKind, u"person"_s);
    QVERIFY(f.want(engine::wish::ChangeMode{domain::Mode::Autonomous}));
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s); // what is asked stays asked
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true}); // the new mode outlived its session
    QVERIFY(done.finished.status == RunStatus::Accepted);
    QCOMPARE(ofType(f, u"run.changed"_s).size(), 1);
    checkEntries(f);
}

void TestRunWishes::aPersonAddsSteps()
{
    RunFixture f;
    stopAtFirstCall(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    const domain::Step base{.id = u"base"_s, .title = u"base"_s, .description = u"the base"_s, .file = u"base.txt"_s};
    domain::Step last = base;
    last.id = u"last"_s;
    last.file = u"last.txt"_s;
    last.dependsOn = QStringList{u"b"_s};
    QVERIFY(f.want(engine::wish::Amend{.steps = {base}, .before = u"b"_s}));
    QVERIFY(f.want(engine::wish::Amend{.steps = {last}}));
    domain::Step twice = base;
    twice.id = u"twice"_s;
    QVERIFY(!f.want(engine::wish::Amend{.steps = {[&] {
                                            twice.file = u"a.txt"_s;
                                            return twice;
                                        }()}}));
    domain::Step circular = base;
    circular.id = u"circular"_s;
    circular.file = u"c.txt"_s;
    circular.dependsOn = QStringList{u"b"_s};
    const auto cycle = f.want(engine::wish::Amend{.steps = {circular}, .before = u"b"_s});
    QVERIFY2(!cycle && cycle.error().message.contains(u"cycle"_s), cycle ? "" : qPrintable(cycle.error().message));
    for (const QString &id : {u"a"_s, u"b"_s, u"base"_s, u"last"_s})
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, id}}, f.block(id + u".txt"_s, id));
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QStringList ended;
    for (const domain::Entry &entry : f.entries({u"step.ended"_s}))
        ended.append(entry.step);
    QVERIFY(ended.indexOf(u"base"_s) < ended.indexOf(u"b"_s));
    QCOMPARE(ended.last(), u"last"_s);
    checkEntries(f);
}

void TestRunWishes::aCapIsRaisedInPlace()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"paid for"_s),
             {{u"usage"_s, QJsonObject{{u"input"_s, 1000}, {u"output"_s, 500}}}});
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.models = f.models(1000);
    request.models.roles[u"generator"_s] = QStringList{u"dear"_s};
    request.budget = 1000;
    QCOMPARE(f.run(request).pauseKind, u"cap"_s);
    QVERIFY(!f.want(engine::wish::RaiseCap{.limit = 0}));
    QVERIFY(f.want(engine::wish::RaiseCap{.limit = 100'000'000}));
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QVERIFY(f.openRequests().isEmpty());
    QCOMPARE(ofType(f, u"guidance.withdrawn"_s).size(), 1);
    checkEntries(f);
}

void TestRunWishes::aPausedRunCanBeStopped()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    QCOMPARE(f.run(request).pauseKind, u"person"_s);
    const auto pause = f.want(engine::wish::Pause{});
    QVERIFY(!pause && pause.error().kind == ErrorKind::Conflict);
    QVERIFY(f.want(engine::wish::Stop{}));
    QVERIFY(f.moment().run.status == RunStatus::Cancelled);
    QVERIFY(f.openRequests().isEmpty());
    QVERIFY(f.resume({.run = f.lastRun()}).alreadyEnded);
    checkEntries(f);
}

void TestRunWishes::anotherProcessPausesTheRun()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised; // waits for a person, and holds the run meanwhile
    const storage::SystemClock clock;
    for (const bool stop : {false, true}) {
        engine::RunController controller(f.locations(), clock, {});
        const auto run = stop ? controller.resume({.run = f.lastRun()}) : controller.start(request);
        QVERIFY(run);
        f.chooseRun(*run);
        QVERIFY(f.want(stop ? engine::Wish(engine::wish::Stop{}) : engine::Wish(engine::wish::Pause{})));
        const auto end = controller.wait();
        QVERIFY(end.finished.status == (stop ? RunStatus::Cancelled : RunStatus::Paused));
        QCOMPARE(ofType(f, u"wish.taken"_s).last().data[u"wish"].toString(), stop ? u"stop"_s : u"pause"_s);
    }
    checkEntries(f);
}

void TestRunWishes::refusalsAreOneLine_data()
{
    QTest::addColumn<int>("wish");
    QTest::addColumn<QString>("says");
    QTest::newRow("a note to nobody") << 0 << u"has no step \"z\": its steps are a, b"_s;
    QTest::newRow("a jump to the moon") << 1 << u"has no rung \"moon\""_s;
    QTest::newRow("a retry of what has not ended") << 2 << u"has not ended (running)"_s;
    QTest::newRow("a breakpoint behind") << 3 << u"step a has begun"_s;
    QTest::newRow("a file that is not there") << 4 << u"nowhere.md"_s;
    QTest::newRow("an amendment before what has begun") << 5 << u"step a has begun"_s;
}

void TestRunWishes::refusalsAreOneLine()
{
    QFETCH(int, wish);
    QFETCH(QString, says);
    RunFixture f;
    stopAtFirstCall(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    const domain::Step step{.id = u"n"_s, .title = u"n"_s, .description = u"n"_s, .file = u"n.txt"_s};
    const engine::Wish wishes[] = {engine::wish::Note{u"z"_s, u"hello"_s},
                                   engine::wish::Jump{u"a"_s, u"moon"_s},
                                   engine::wish::Retry{u"a"_s},
                                   engine::wish::SetBreakpoint{{.step = u"a"_s}},
                                   engine::wish::Attach{.paths = {u"nowhere.md"_s}},
                                   engine::wish::Amend{.steps = {step}, .before = u"a"_s}};
    const auto refused = f.want(wishes[wish]);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(says), qPrintable(refused.error().message));
    QVERIFY(!refused.error().message.contains(u'\n'));
    QVERIFY(ofType(f, u"wish.refused"_s).isEmpty());
}

void TestRunWishes::whatNobodyUnderstandsIsRefusedAndKept()
{
    RunFixture f;
    stopAtFirstCall(f, f.request(f.plan({u"a.txt"_s})));
    journal::Inbox inbox(f.locations().run(f.lastRun()));
    QVERIFY(inbox.put(u"sing"_s, {{u"song"_s, u"la"_s}}, 1));
    QVERIFY(inbox.put(u"note"_s, {{u"step"_s, u"a"_s}}, 1));
    QVERIFY(inbox.put(u"jump"_s, {{u"step"_s, u"a"_s}, {u"rung"_s, u"moon"_s}}, 1));
    QVERIFY(inbox.put(u"note"_s, {{u"step"_s, 7}, {u"text"_s, u"x"_s}}, 1));
    QVERIFY(inbox.put(u"note"_s, {{u"step"_s, u"z"_s}, {u"text"_s, u"typed at length"_s}}, 1));
    QVERIFY(inbox.put(u"pause"_s, {}, 1));
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    QVERIFY(f.resume({.run = f.lastRun()}).finished.status == RunStatus::Accepted);
    const auto refused = ofType(f, u"wish.refused"_s);
    QCOMPARE(refused.size(), 6);
    QVERIFY(std::any_of(refused.begin(), refused.end(), [](const domain::Entry &e) {
        return e.data[u"data"][u"text"] == u"typed at length"_s && e.data[u"reason"].toString().contains(u"\"z\""_s);
    }));
    checkEntries(f);
}

void TestRunWishes::anEndedRunTakesNothingButARetry()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    f.run(f.request(f.plan({u"a.txt"_s})));
    const auto before = f.entries().size();
    for (const engine::Wish &wish :
         {engine::Wish(engine::wish::Note{u"a"_s, u"x"_s}), engine::Wish(engine::wish::Skip{u"a"_s}),
          engine::Wish(engine::wish::RaiseCap{.limit = 5}), engine::Wish(engine::wish::Stop{})}) {
        const auto refused = f.want(wish);
        QVERIFY(!refused && refused.error().kind == ErrorKind::Conflict);
        QVERIFY(refused.error().message.contains(u"has ended (accepted)"_s));
    }
    QCOMPARE(f.entries().size(), before);
    const storage::SystemClock clock;
    const engine::Wishes elsewhere(f.locations(), clock, u"ann"_s);
    const auto nowhere = elsewhere.want(u"no-such-run"_s, engine::wish::Stop{});
    QVERIFY(!nowhere && nowhere.error().kind == ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(TestRunWishes)
#include "tst_runwishes.moc"

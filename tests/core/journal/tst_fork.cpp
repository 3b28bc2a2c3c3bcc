// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "journal/inbox.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;
using domain::StepState;

class TestFork : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void prefixIsFreeAndTheRestIsDoneAnew();
    void lastEpochCounts();
    void effectInFlightIsClosed();
    void liveRunMayBeForked();
    void refusals_data();
    void refusals();
};

namespace {

Key keyOf(const QString &step, const QString &name)
{
    return {.step = step, .attempt = 1, .name = name};
}
EffectResult resultOf(const QString &text)
{
    return {.record = {{u"text"_s, text}}, .entries = {}};
}

/// Step a is done and paid for, then b begins, is paid for and stubbed.
void writeRun(Fixture &f)
{
    OK(f.create());
    const QJsonArray steps{QJsonObject{{u"id"_s, u"a"_s}}, QJsonObject{{u"id"_s, u"b"_s}},
                           QJsonObject{{u"id"_s, u"never"_s}}};
    OK(f.journal->append(
        {}, draft(u"run.started"_s, {{u"task"_s, u"t"_s}, {u"plan"_s, QJsonObject{{u"steps"_s, steps}}}})));
    OK(f.journal->append(keyOf(u"a"_s, u"start"_s), draft(u"step.started"_s, {}, u"a"_s)));
    OK(f.journal->once(keyOf(u"a"_s, u"model"_s), "in", {}, Durability::Synced, [] { return resultOf(u"reply a"_s); }));
    OK(f.journal->append({}, draft(u"budget.settled"_s, {{u"spent"_s, 40}, {u"paid"_s, true}}, u"a"_s)));
    OK(f.journal->putBlob("bytes of a"));
    const auto wish = Inbox(f.folder).put(u"budget"_s, {{u"usd"_s, 3}}, 77);
    OK(f.journal->consume(*wish, keyOf(u"a"_s, u"wish"_s), {draft(u"budget.raised"_s)}));
    OK(f.journal->append({}, draft(u"step.ended"_s, {{u"state"_s, u"accepted"_s}}, u"a"_s)));
    OK(f.journal->append(keyOf(u"b"_s, u"start"_s), draft(u"step.started"_s, {}, u"b"_s)));
    OK(f.journal->putBlob("bytes of b"));
    OK(f.journal->once(keyOf(u"b"_s, u"model"_s), "in", {}, Durability::Synced, [] { return resultOf(u"reply b"_s); }));
    OK(f.journal->append({}, draft(u"step.ended"_s, {{u"state"_s, u"stubbed"_s}}, u"b"_s)));
    OK(f.journal->append({}, draft(u"run.ended"_s, {{u"status"_s, u"partial"_s}})));
    OK(f.journal->flush());
}

QString hashOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace

void TestFork::prefixIsFreeAndTheRestIsDoneAnew()
{
    Fixture f;
    writeRun(f);
    f.journal.reset();
    const QByteArray before = [&] {
        QFile file(f.folder + u"/journal.sqlite"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    const QString to = f.home.filePath(u"runs/r2"_s);
    f.clock.advance(1000);
    const auto forked = Journal::fork(f.folder, u"b"_s, to, u"r2"_s, f.clock);
    OK(forked);
    QFile old(f.folder + u"/journal.sqlite"_s);
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), before);

    f.folder = to;
    const auto reader = f.reader();
    OK(reader->verify());
    QCOMPARE(f.types(),
             (QStringList{u"run.started"_s, u"step.started"_s, u"effect.intended"_s, u"effect.done"_s,
                          u"budget.settled"_s, u"budget.raised"_s, u"step.ended"_s, u"run.forked"_s}));
    const auto told = reader->entries(*forked - 1, 1);
    QCOMPARE(told->first().run, u"r2"_s);
    QCOMPARE(told->first().data, (QJsonObject{{u"run"_s, u"r1"_s}, {u"step"_s, u"b"_s}, {u"seq"_s, *forked}}));
    const auto moment = reader->at();
    OK(moment);
    QCOMPARE(moment->run.run, u"r2"_s);
    QCOMPARE(moment->run.task, u"t"_s);
    QCOMPARE(moment->run.spent, 0);
    QVERIFY(moment->run.status == domain::RunStatus::Paused);
    QVERIFY(moment->steps.at(0).state == StepState::Accepted);
    QVERIFY(moment->steps.at(1).state == StepState::Pending);
    QCOMPARE(reader->at(5)->run.spent, 40);
    QCOMPARE(reader->blob(hashOf("bytes of a")).value_or("?"), QByteArray("bytes of a"));
    FAILS(reader->blob(hashOf("bytes of b")), ErrorKind::NotFound);

    OK(f.reopen());
    bool replayed = false;
    const auto a = f.journal->once(
        keyOf(u"a"_s, u"model"_s), "in", {}, Durability::Queued, [] { return resultOf(u"new"_s); }, &replayed);
    OK(a);
    QVERIFY(replayed);
    QCOMPARE((*a)["text"_L1].toString(), u"reply a"_s);
    OK(f.journal->once(
        keyOf(u"b"_s, u"model"_s), "other", {}, Durability::Queued, [] { return resultOf(u"new"_s); }, &replayed));
    QVERIFY(!replayed);
    QCOMPARE(*f.journal->append(keyOf(u"a"_s, u"start"_s), draft(u"step.started"_s, {}, u"a"_s)), 2);
    QVERIFY(*f.journal->append(keyOf(u"b"_s, u"start"_s), draft(u"step.started"_s, {}, u"b"_s)) > *forked);
    const auto wish = f.journal->consumedAt(keyOf(u"a"_s, u"wish"_s));
    QVERIFY(wish);
    QCOMPARE(wish->takenMs, 77);
    QVERIFY(f.journal->wishes()->isEmpty());
    // What the old run's inbox numbered is nothing here: the first wish of the new one is delivered.
    const auto own = Inbox(f.folder).put(u"pause"_s, {}, 99);
    OK(own);
    QCOMPARE(f.journal->wishes()->size(), 1);
    OK(f.journal->consume(*own, keyOf({}, u"pause"_s), {}));
    OK(f.reopen());
    QVERIFY(f.journal->wishes()->isEmpty());
    QCOMPARE(f.journal->consumedAt(keyOf({}, u"pause"_s))->takenMs, 99);
}

void TestFork::lastEpochCounts()
{
    Fixture f;
    writeRun(f);
    OK(f.journal->append({}, draft(u"step.reopened"_s, {{u"epoch"_s, 1}}, u"b"_s)));
    OK(f.journal->append({}, draft(u"step.started"_s, {{u"epoch"_s, 1}}, u"b"_s)));
    OK(f.journal->append({}, draft(u"step.started"_s, {{u"epoch"_s, 1}}, u"b"_s)));
    OK(f.journal->flush());
    const QString to = f.home.filePath(u"runs/r2"_s);
    const auto forked = Journal::fork(f.folder, u"b"_s, to, u"r2"_s, f.clock);
    OK(forked);
    f.folder = to;
    const QStringList types = f.types();
    QCOMPARE(types.at(types.size() - 2), u"step.reopened"_s);
    QCOMPARE(f.reader()->at()->steps.at(1).epoch, 1);
    OK(f.reader()->verify());
}

void TestFork::effectInFlightIsClosed()
{
    Fixture f;
    OK(f.create());
    const QString to = f.home.filePath(u"runs/r2"_s);
    // Another step begins while a call of this one is under way.
    OK(f.journal->once(keyOf(u"a"_s, u"model"_s), "in", {}, Durability::Synced, [&] {
        const auto began = f.journal->append({}, draft(u"step.started"_s, {}, u"b"_s), Durability::Committed);
        return resultOf(u"late"_s);
    }));
    OK(f.journal->flush());
    OK(Journal::fork(f.folder, u"b"_s, to, u"r2"_s, f.clock));
    f.folder = to;
    QCOMPARE(f.types(), (QStringList{u"effect.intended"_s, u"run.forked"_s, u"effect.ended"_s}));
    const auto ended = f.reader()->entries(2, 1);
    QCOMPARE(ended->first().data["message"_L1].toString(), u"forked"_s);
    QCOMPARE(ended->first().data["name"_L1].toString(), u"model"_s);
    OK(f.reopen());
    QVERIFY(f.journal->openIntents().isEmpty());
    QVERIFY(!f.journal->has(keyOf(u"a"_s, u"model"_s)));
}

void TestFork::liveRunMayBeForked()
{
    Fixture f;
    writeRun(f);
    const QString to = f.home.filePath(u"runs/r2"_s);
    OK(Journal::fork(f.folder, u"b"_s, to, u"r2"_s, f.clock));
    OK(f.journal->append({}, draft(u"run.resumed"_s), Durability::Synced));
    OK(f.reader()->verify());
}

void TestFork::refusals_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("named");
    QTest::newRow("no such run") << u"none"_s << u"b"_s << u"r2"_s << u"not_found"_s << u"none"_s;
    QTest::newRow("no such step") << u"r1"_s << u"zz"_s << u"r2"_s << u"not_found"_s << u"zz"_s;
    QTest::newRow("step never started") << u"r1"_s << u"never"_s << u"r2"_s << u"not_found"_s << u"never"_s;
    QTest::newRow("target is there") << u"r1"_s << u"b"_s << u"r1"_s << u"conflict"_s << u"r1"_s;
}

void TestFork::refusals()
{
    QFETCH(QString, from);
    QFETCH(QString, step);
    QFETCH(QString, to);
    QFETCH(QString, kind);
    QFETCH(QString, named);
    Fixture f;
    writeRun(f);
    const auto forked =
        Journal::fork(f.home.filePath(u"runs/"_s + from), step, f.home.filePath(u"runs/"_s + to), u"r2"_s, f.clock);
    QVERIFY(!forked);
    QCOMPARE(domain::toString(forked.error().kind), kind);
    QVERIFY2(forked.error().message.contains(named), qPrintable(forked.error().message));
    QVERIFY(!QFileInfo::exists(f.home.filePath(u"runs/r2"_s)));
    OK(f.reader()->verify());
}

QTEST_GUILESS_MAIN(TestFork)
#include "tst_fork.moc"

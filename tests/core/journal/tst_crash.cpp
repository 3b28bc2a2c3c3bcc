// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTextStream>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;

namespace {

/// The child that is killed by its own effect.
int dieAtWork(const QString &folder)
{
    const storage::SystemClock clock;
    auto journal = Journal::open(folder, clock);
    if (!journal)
        return 1;
    const auto never = (*journal)->once({.step = u"s"_s, .attempt = 4, .name = u"model"_s}, "h", {{u"reserved"_s, 9}},
                                        Durability::Synced, []() -> domain::Result<EffectResult> {
                                            ::raise(SIGKILL);
                                            return EffectResult{};
                                        });
    return never ? 2 : 3;
}

/// What the child does until it is killed: it tells on standard output what it was told to be committed.
int appendForEver(const QString &folder)
{
    const storage::SystemClock clock;
    auto journal = Journal::open(folder, clock);
    if (!journal)
        return 1;
    QFile out;
    if (!out.open(stdout, QIODevice::WriteOnly | QIODevice::Unbuffered))
        return 1;
    const auto tell = [&out](const QString &line) { out.write(line.toUtf8() + '\n'); };
    tell(u"ready"_s);
    for (int i = 0;; ++i) {
        const Key key{.step = u"s"_s, .name = u"e%1"_s.arg((*journal)->run()), .ordinal = i};
        bool replayed = false;
        const auto done = (*journal)->once(
            key, "h", {{u"i"_s, i}}, i % 3 == 0 ? Durability::Synced : Durability::Committed,
            [&]() -> domain::Result<EffectResult> {
                const auto queued = (*journal)->append({}, {.type = u"insight"_s, .data = {{u"i"_s, i}}});
                return EffectResult{.record = {{u"i"_s, i}},
                                    .entries = {{.type = u"verdict.reached"_s, .step = u"s"_s}}};
            },
            &replayed);
        if (!done)
            return 1;
        tell(u"effect %1"_s.arg(i));
        const auto seq = (*journal)->append({}, {.type = u"insight"_s}, Durability::Committed);
        if (!seq)
            return 1;
        tell(u"entry %1"_s.arg(*seq));
    }
}

} // namespace

class TestCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killedAtAnyMoment();
    void killedByItsEffect();
    void lockDiesWithItsProcess();
};

void TestCrash::killedAtAnyMoment()
{
    Fixture f;
    OK(f.create());
    f.journal.reset();
    int effects = 0;
    int intents = 0;
    auto *random = QRandomGenerator::global();
    for (int round = 0; round < 22; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {u"--append"_s, f.folder});
        while (child.state() != QProcess::NotRunning && !child.canReadLine())
            QVERIFY(child.waitForReadyRead(20'000));
        QTest::qWait(int(random->bounded(25)));
        ::kill(pid_t(child.processId()), SIGKILL);
        QVERIFY(child.waitForFinished(20'000));
        qint64 told = 0;
        const QList<QByteArray> lines = child.readAllStandardOutput().split('\n');
        // A last line without its end was never told.
        for (const QByteArray &line : lines.mid(0, lines.size() - 1)) {
            if (line.startsWith("effect "))
                effects = std::max(effects, line.mid(7).toInt() + 1);
            if (line.startsWith("entry "))
                told = line.mid(6).toLongLong();
        }
        OK(f.reopen());
        const auto count = f.reader()->verify();
        OK(count);
        QVERIFY2(*count >= told, qPrintable(u"told %1, found %2"_s.arg(told).arg(*count)));
        for (int i = std::max(0, effects - 50); i < effects; ++i)
            QVERIFY(f.journal->has({.step = u"s"_s, .name = u"er1"_s, .ordinal = i}));
        const auto open = f.journal->openIntents();
        QVERIFY(open.size() <= 1);
        for (const OpenIntent &intent : open) {
            ++intents;
            QVERIFY(!f.journal->has({.step = u"s"_s, .name = u"er1"_s, .ordinal = intent.about["i"_L1].toInt()}));
            OK(f.journal->closeIntent(intent.key, u"killed"_s, {}));
        }
        f.journal.reset();
    }
    QVERIFY(effects > 0);
    qInfo("%d effects, %d of them found in flight", effects, intents);
}

void TestCrash::killedByItsEffect()
{
    Fixture f;
    OK(f.create());
    f.journal.reset();
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {u"--die"_s, f.folder});
    QVERIFY(child.waitForFinished(20'000));
    QVERIFY(child.exitStatus() == QProcess::CrashExit);
    OK(f.reopen());
    const auto open = f.journal->openIntents();
    QCOMPARE(open.size(), 1);
    QCOMPARE(open.first().name, u"model"_s);
    QCOMPARE(open.first().attempt, 4);
    QCOMPARE(open.first().about, (QJsonObject{{u"reserved"_s, 9}}));
    OK(f.reader()->verify());
}

void TestCrash::lockDiesWithItsProcess()
{
    Fixture f;
    OK(f.create());
    f.journal.reset();
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {u"--append"_s, f.folder});
    while (child.state() != QProcess::NotRunning && !child.canReadLine())
        QVERIFY(child.waitForReadyRead(20'000));
    const auto second = Journal::open(f.folder, f.clock);
    FAILS(second, ErrorKind::Locked);
    QVERIFY2(second.error().message.contains(QString::number(child.processId())), qPrintable(second.error().message));
    child.kill();
    QVERIFY(child.waitForFinished(20'000));
    OK(f.reopen());
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == u"--append")
        return appendForEver(arguments.at(2));
    if (arguments.size() == 3 && arguments.at(1) == u"--die")
        return dieAtWork(arguments.at(2));
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_crash.moc"

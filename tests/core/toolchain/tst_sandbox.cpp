// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxfixture.h"
#include "toolchain/sandbox/bubblewrap.h"
#include "toolchain/sandbox/cappedoutput.h"
#include "toolchain/sandbox/controlgroup.h"
#include "toolchain/sandbox/limitwatch.h"
#include "toolchain/sandbox/sandboxchild.h"
#include "toolchain/sandbox/sandboxmachine.h"
#include "toolchain/sandbox/sandboxprocess.h"

#include <QTcpServer>
#include <QTest>

#include <future>
#include <thread>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace stepladder;
using namespace stepladder::toolchain;
using namespace Qt::StringLiterals;
using domain::ErrorKind;

namespace {
qsizetype openDescriptors()
{
    return QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
}

bool hasChildren()
{
    return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

QString messageOf(const domain::Result<ProcessResult> &result)
{
    return result ? QString::fromUtf8(result->output.left(2000)) : result.error().message;
}
} // namespace

class TestSandbox : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Sandbox> m_sandbox;

    domain::Result<ProcessResult> run(const SandboxCommand &command) { return m_sandbox->run(command, {}, {}); }

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void tellsOutputAndExitCode();
    void signalIsTold();
    void bindsAreAsNamed();
    void homeAndUserAreThere();
    void badCommandsAreNamed_data();
    void badCommandsAreNamed();
    void missingProgramIsAnErrorOfTheSandbox();
    void missingBubblewrapSaysHowToInstall();
    void refusalsAreExplained_data();
    void refusalsAreExplained();
    void worksForAnUnprivilegedUser();

    void timeoutKillsTheTree();
    void cancelKillsTheTree();
    void cancelledBeforeItBegan();
    void orphansDoNotSurvive();
    void plantedLinkUnderABind();
    void networkOnlyWhenAsked();
    void manyAtOnce();

    void outputKeepsHeadAndTail();
    void outputIsCappedAtEverySplit();
    void floodOfOutputIsKilled();

    void oneHugeFileIsRefused();
    void manySmallFilesAreKilled();
    void emptyFilesCount();
    void unlinkedFilesCount();
    void deepFoldersAreKilled();
    void temporaryFoldersAreSized();
    void whatWasThereBeforeDoesNotCount();
    void memoryHogIsKilled();
    void forkedMemoryCountsOnce();
    void forkBombIsContained();
    void forkBombWithoutControlGroupIsKilled();
    void controlGroupGoesWhereItMay();

    void conversation();
    void conversationEnds();
    void conversationIsLimited();
};

void TestSandbox::initTestCase()
{
    auto made = makeBubblewrapSandbox();
    QVERIFY2(made, made ? "" : qPrintable(made.error().message));
    m_sandbox = std::move(*made);
}

void TestSandbox::cleanup()
{
    QVERIFY(!hasChildren());
}

void TestSandbox::tellsOutputAndExitCode()
{
    const SandboxFixture fixture;
    const qsizetype descriptors = openDescriptors();
    QByteArray live;
    const auto result = m_sandbox->run(fixture.shell(u"echo out; echo err >&2; pwd; echo x > made; exit 3"_s),
                                       [&live](const QByteArray &chunk) { live += chunk; }, {});
    QVERIFY2(result, qPrintable(messageOf(result)));
    QCOMPARE(result->output, QByteArray("out\nerr\n/work/scratch\n"));
    QCOMPARE(live, result->output);
    QCOMPARE(result->exitCode, 3);
    QCOMPARE(result->ending, ProcessEnding::Exited);
    QVERIFY(result->reason.isEmpty());
    QVERIFY(QFile::exists(fixture.scratch() + u"/made"_s));
    QCOMPARE(openDescriptors(), descriptors);
}

void TestSandbox::signalIsTold()
{
    const SandboxFixture fixture;
    const auto result = run(fixture.shell(u"kill -SEGV $$"_s));
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::Signalled);
    QCOMPARE(result->exitCode, 139);
}

void TestSandbox::bindsAreAsNamed()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.shell(u"cat /given/canary; echo no > /given/canary; echo $?"_s);
    command.binds << Bind{QFileInfo(fixture.canary()).path(), u"/given"_s};
    const auto result = run(command);
    QVERIFY2(result, qPrintable(messageOf(result)));
    QVERIFY2(result->output.startsWith("unharmed"), result->output.constData());
    QVERIFY2(!result->output.endsWith("\n0\n"), result->output.constData());
    QVERIFY(fixture.isUnharmed());
}

void TestSandbox::homeAndUserAreThere()
{
    const SandboxFixture fixture;
    const auto result = run(fixture.shell(
        u"id -un; id -gn; echo $HOME; touch ~/x /tmp/x && echo ok; df -k /tmp | tail -1 | awk '{print $2}'"_s));
    QVERIFY(result);
    QCOMPARE(result->output, QByteArray("stepladder\nstepladder\n/home/stepladder\nok\n1048576\n"));
}

void TestSandbox::badCommandsAreNamed_data()
{
    QTest::addColumn<SandboxCommand>("command");
    QTest::addColumn<QString>("part");
    const SandboxCommand good{.argv = {u"/bin/true"_s}, .binds = systemBinds()};
    const auto row = [&good](const char *name, const QString &part,
                             const std::function<void(SandboxCommand &)> &spoil) {
        SandboxCommand command = good;
        spoil(command);
        QTest::newRow(name) << command << part;
    };
    row("nothing", u"no command"_s, [](auto &c) { c.argv.clear(); });
    row("whole root", u"'/'"_s, [](auto &c) { c.binds << Bind{u"/"_s, u"/host"_s}; });
    row("over the root", u"'/'"_s, [](auto &c) { c.binds << Bind{u"/usr"_s, u"/"_s}; });
    row("dots", u"'/usr/../etc'"_s, [](auto &c) { c.binds << Bind{u"/usr/../etc"_s, u"/x"_s}; });
    row("relative", u"'usr'"_s, [](auto &c) { c.binds << Bind{u"usr"_s, u"/x"_s}; });
    row("missing", u"'/no/such'"_s, [](auto &c) { c.binds << Bind{u"/no/such"_s, u"/x"_s}; });
    row("working folder", u"'here'"_s, [](auto &c) { c.workingFolder = u"here"_s; });
    row("limit", u"limit"_s, [](auto &c) { c.limits.memoryBytes = 0; });
    row("end of a value", u"NUL"_s, [](auto &c) { c.environment[u"A"_s] = u"x"_s + QChar(0) + u"--bind"_s; });
    row("variable", u"'A=B'"_s, [](auto &c) { c.environment[u"A=B"_s] = u"x"_s; });
}

void TestSandbox::badCommandsAreNamed()
{
    QFETCH(SandboxCommand, command);
    QFETCH(QString, part);
    const auto result = run(command);
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::BadInput);
    QVERIFY2(result.error().message.contains(part), qPrintable(result.error().message));
}

void TestSandbox::missingProgramIsAnErrorOfTheSandbox()
{
    const SandboxFixture fixture;
    const auto result = run(fixture.command({u"/usr/bin/no-such-program"_s}));
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::Sandbox);
    QVERIFY2(result.error().message.contains(u"no-such-program"_s), qPrintable(result.error().message));
    // A command that itself exits like a failed bubblewrap is not mistaken for one.
    const auto one = run(fixture.shell(u"echo bwrap: no; exit 1"_s));
    QVERIFY(one);
    QCOMPARE(one->exitCode, 1);
}

void TestSandbox::missingBubblewrapSaysHowToInstall()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const auto made = makeBubblewrapSandbox();
    qputenv("PATH", path);
    QVERIFY(!made);
    QVERIFY(made.error().kind == ErrorKind::MissingTool);
    QCOMPARE(made.error().message, u"bubblewrap is missing: apt-get install bubblewrap"_s);
}

void TestSandbox::refusalsAreExplained_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("part");
    const QString refused = u"bwrap: No permissions to create new namespace"_s;
    QTest::newRow("debian") << refused << u"kernel/unprivileged_userns_clone"_s << QByteArray("0\n")
                            << ErrorKind::Sandbox << u"sysctl -w kernel.unprivileged_userns_clone=1"_s;
    QTest::newRow("ubuntu") << refused << u"kernel/apparmor_restrict_unprivileged_userns"_s << QByteArray("1\n")
                            << ErrorKind::Sandbox << u"sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"_s;
    QTest::newRow("none") << refused << u"user/max_user_namespaces"_s << QByteArray("0\n") << ErrorKind::Sandbox
                          << u"sysctl -w user.max_user_namespaces=15000"_s;
    QTest::newRow("allowed") << refused << u"user/max_user_namespaces"_s << QByteArray("96350\n") << ErrorKind::Sandbox
                             << u"No permissions"_s;
    QTest::newRow("old") << u"bwrap: Unknown option --disable-userns"_s << u"user/max_user_namespaces"_s
                         << QByteArray("1\n") << ErrorKind::MissingTool << u"0.8"_s;
}

void TestSandbox::refusalsAreExplained()
{
    QFETCH(QString, said);
    QFETCH(QString, setting);
    QFETCH(QByteArray, value);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, part);
    const QTemporaryDir sysctls;
    QDir(sysctls.path()).mkpath(QFileInfo(setting).path());
    SandboxFixture::write(sysctls.filePath(setting), value);
    const domain::Error error = explainRefusal(said, sysctls.path());
    QVERIFY(error.kind == kind);
    QVERIFY2(error.message.contains(part), qPrintable(error.message));
    QVERIFY(!error.message.contains(u'\n'));
}

/// As root the tests say nothing about users, for whom other mechanisms hold: a forked child becomes one.
void TestSandbox::worksForAnUnprivilegedUser()
{
    SandboxFixture fixture;
    const pid_t child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && (::setresgid(65534, 65534, 65534) != 0 || ::setresuid(65534, 65534, 65534) != 0))
            ::_exit(10);
        auto sandbox = makeBubblewrapSandbox();
        if (!sandbox)
            ::_exit(11);
        SandboxCommand command = fixture.python(R"(
import os, time
open('made', 'w').write(str(os.getuid()))
n = 0
try:
    while n < 300:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        n += 1
except OSError:
    pass
open('forks', 'w').write(str(n))
)");
        command.limits.processes = 40;
        const auto result = (*sandbox)->run(command, {}, {});
        ::_exit(!result ? 12 : result->ending == ProcessEnding::Exited ? 0 : int(result->ending) + 20);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QFile forks(fixture.scratch() + u"/forks"_s);
    QVERIFY(forks.open(QIODevice::ReadOnly));
    QVERIFY(forks.readAll().toInt() < 40);
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandbox::timeoutKillsTheTree()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.shell(
        u"trap '' TERM INT HUP; setsid sleep 1000 & (trap '' TERM; sleep 1000) & echo started; sleep 1000"_s);
    command.limits.wallMs = 300;
    const auto result = run(command);
    QVERIFY2(result, qPrintable(messageOf(result)));
    QCOMPARE(result->ending, ProcessEnding::TimedOut);
    QCOMPARE(result->exitCode, 137);
    QCOMPARE(result->output, QByteArray("started\n"));
    QCOMPARE(result->reason, u"longer than 0.3 s"_s);
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandbox::cancelKillsTheTree()
{
    const SandboxFixture fixture;
    std::stop_source stop;
    const auto onOutput = [&stop](const QByteArray &) { stop.request_stop(); };
    const auto result = m_sandbox->run(fixture.shell(u"setsid sleep 1000 & echo go; trap '' TERM; sleep 1000"_s),
                                       onOutput, stop.get_token());
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::Cancelled);
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandbox::cancelledBeforeItBegan()
{
    const SandboxFixture fixture;
    std::stop_source stop;
    stop.request_stop();
    const auto result = m_sandbox->run(fixture.shell(u"touch made"_s), {}, stop.get_token());
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::Cancelled);
    QVERIFY(!QFile::exists(fixture.scratch() + u"/made"_s));
}

void TestSandbox::orphansDoNotSurvive()
{
    const SandboxFixture fixture;
    const auto result = run(fixture.python(R"(
import os, signal, time
for number in range(1, 20):
    try: signal.signal(number, signal.SIG_IGN)
    except OSError: pass
for i in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            if i % 2: # some keep the output open, some do not
                for fd in range(3): os.close(fd)
            while True: time.sleep(1)
        os._exit(0)
print('gone', flush=True)
)"));
    QVERIFY(result);
    QCOMPARE(result->output, QByteArray("gone\n"));
    QCOMPARE(result->ending, ProcessEnding::Exited);
    QCOMPARE(fixture.survivors(), 0);
}

/// A candidate leaves a link where the next execution binds something: nothing may be made where it points.
void TestSandbox::plantedLinkUnderABind()
{
    const SandboxFixture fixture;
    QVERIFY(run(fixture.shell(u"ln -s /work/other/../../tmp/made .venv; mkdir deep; ln -s .. deep/up"_s)));
    for (const QString &target :
         {u"/work/scratch/.venv"_s, u"/work/scratch/.venv/bin"_s, u"/work/scratch/deep/up/x"_s}) {
        SandboxCommand command = fixture.shell(u"true"_s);
        command.binds << Bind{u"/usr/share"_s, target};
        const auto result = run(command);
        QVERIFY(!result);
        QVERIFY(result.error().kind == ErrorKind::BadInput);
        QVERIFY2(result.error().message.contains(u"symbolic link"_s), qPrintable(result.error().message));
    }
    SandboxCommand good = fixture.shell(u"ls deep/er | head -1"_s);
    good.binds << Bind{u"/usr/share"_s, u"/work/scratch/deep/er"_s};
    const auto result = run(good);
    QVERIFY2(result, qPrintable(messageOf(result)));
    QVERIFY(!result->output.isEmpty());
}

void TestSandbox::networkOnlyWhenAsked()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python("import socket\ntry: socket.create_connection(('127.0.0.1', "
                                            + QByteArray::number(server.serverPort())
                                            + "), 5); print('there')\nexcept OSError: print('not there')");
    QCOMPARE(run(command)->output, QByteArray("not there\n"));
    command.network = true;
    QCOMPARE(run(command)->output, QByteArray("there\n"));
}

void TestSandbox::manyAtOnce()
{
    const qsizetype descriptors = openDescriptors();
    std::vector<std::future<QByteArray>> runs;
    for (int i = 0; i < 8; ++i) {
        runs.push_back(std::async(std::launch::async, [this, i] {
            const SandboxFixture fixture;
            QByteArray all;
            for (int turn = 0; turn < 5; ++turn) {
                const auto result = run(fixture.shell(u"echo %1 >> mine; cat mine | wc -l"_s.arg(i)));
                all += result ? result->output : result.error().message.toUtf8();
            }
            return all;
        }));
    }
    for (auto &future : runs)
        QCOMPARE(future.get(), QByteArray("1\n2\n3\n4\n5\n"));
    QCOMPARE(openDescriptors(), descriptors);
}

void TestSandbox::outputKeepsHeadAndTail()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.shell(u"echo first; yes 0123456789 | head -c 3000000; echo; echo last"_s);
    command.limits.outputBytes = 100'000;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::Exited);
    QVERIFY(result->output.startsWith("first\n0123456789\n"));
    QVERIFY(result->output.endsWith("\nlast\n"));
    QVERIFY(result->output.contains(" bytes left out ...]\n"));
    QVERIFY(result->output.size() < 100'100);
}

void TestSandbox::outputIsCappedAtEverySplit()
{
    const QByteArray text = "abcdefghijklmnopqrstuvwxyz";
    CappedOutput whole(10);
    whole.append(text);
    QCOMPARE(whole.text(), QByteArray("abcde\n[... 16 bytes left out ...]\nvwxyz"));
    for (qsizetype split = 0; split <= text.size(); ++split) {
        CappedOutput parts(10);
        parts.append(text.left(split));
        parts.append(text.mid(split));
        QCOMPARE(parts.text(), whole.text());
    }
    CappedOutput bytes(10);
    for (const char byte : text)
        bytes.append(QByteArray(1, byte));
    QCOMPARE(bytes.text(), whole.text());
    CappedOutput fits(26);
    fits.append(text);
    QCOMPARE(fits.text(), text);
    CappedOutput nothing(10);
    QCOMPARE(nothing.text(), QByteArray());
}

void TestSandbox::floodOfOutputIsKilled()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.shell(u"yes 0123456789 | head -c 1000000000"_s);
    command.limits.outputBytes = 1 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::OutputFlood);
    QVERIFY(result->output.size() < (1 << 20) + 100);
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandbox::oneHugeFileIsRefused()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.shell(u"trap '' XFSZ; head -c 50000000 /dev/zero > big; wc -c < big"_s);
    command.limits.fileBytes = 1 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QVERIFY2(result->output.endsWith("1048576\n"), result->output.constData());
}

void TestSandbox::manySmallFilesAreKilled()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python(R"(
for i in range(10**7):
    with open('f%d' % i, 'w') as f: f.write('x' * 3000)
)");
    command.limits.scratchBytes = 20 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::DiskQuota);
    QCOMPARE(result->reason, u"more than 20 MiB written"_s);
}

void TestSandbox::emptyFilesCount()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python("import os\nfor i in range(10**7): os.mknod('f%d' % i)");
    command.limits.scratchBytes = 10 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::DiskQuota);
}

void TestSandbox::unlinkedFilesCount()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python(R"(
import os, time
keep = []
for i in range(10):
    f = open('hidden', 'wb')
    os.unlink('hidden')
    f.write(b'x' * (8 << 20))
    f.flush()
    keep.append(f)
time.sleep(20)
)");
    command.limits.scratchBytes = 40 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::DiskQuota);
}

void TestSandbox::deepFoldersAreKilled()
{
    const SandboxFixture fixture;
    const auto result = run(fixture.python(R"(
import os, time
for i in range(300):
    os.mkdir('d')
    os.chdir('d')
time.sleep(20)
)"));
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::DiskQuota);
}

void TestSandbox::temporaryFoldersAreSized()
{
    const SandboxFixture fixture;
    SandboxCommand command =
        fixture.shell(u"for d in /tmp /dev/shm ~ / /dev /work; do head -c 60000000 /dev/zero > $d/fill 2>/dev/null; "
                      u"stat -c '%s' $d/fill; done 2>&1"_s);
    command.limits.tmpBytes = 8 << 20;
    const auto result = run(command);
    QVERIFY(result);
    const QByteArrayList lines = result->output.trimmed().split('\n');
    QVERIFY2(lines.contains("8388608") && lines.contains("2097152"), result->output.constData());
    QCOMPARE(result->output.count("Read-only file system"), 3);
}

void TestSandbox::whatWasThereBeforeDoesNotCount()
{
    const SandboxFixture fixture;
    SandboxFixture::write(fixture.scratch() + u"/old"_s, QByteArray(30 << 20, 'x'));
    SandboxCommand command = fixture.shell(u"sleep 0.4; echo new > new; sleep 1.2"_s);
    command.limits.scratchBytes = 10 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::Exited);
}

void TestSandbox::memoryHogIsKilled()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python(
        "import time\nkeep = []\nwhile len(keep) < 500: keep.append(bytearray(b'x' * (4 << 20)))\ntime.sleep(20)");
    command.limits.memoryBytes = 200 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::OutOfMemory);
    QCOMPARE(result->reason, u"more than 200 MiB of memory"_s);
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandbox::forkedMemoryCountsOnce()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python(R"(
import os, time
keep = bytearray(b'x' * (100 << 20))
for i in range(4):
    if os.fork() == 0:
        time.sleep(1)
        os._exit(0)
for i in range(4): os.wait()
print('fine')
)");
    command.limits.memoryBytes = 250 << 20;
    const auto result = run(command);
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::Exited);
    QCOMPARE(result->output, QByteArray("fine\n"));
}

namespace {
// Bounded, should every mechanism fail.
constexpr auto kForkBomb = R"(
import os, time
n = 0
try:
    while n < 400:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        n += 1
except OSError as error:
    print(n, error)
time.sleep(5 if n == 400 else 0)
)";
} // namespace

void TestSandbox::forkBombIsContained()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python(kForkBomb);
    command.limits.processes = 50;
    const auto result = run(command);
    QVERIFY(result);
    const bool refused = result->ending == ProcessEnding::Exited && result->output.contains("temporarily unavailable");
    QVERIFY2(refused || result->ending == ProcessEnding::TooManyProcesses, result->output.constData());
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandbox::forkBombWithoutControlGroupIsKilled()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.python(kForkBomb);
    const auto machine = findSandboxMachine();
    QVERIFY(machine);
    const ControlGroup none(u"/nowhere"_s, {}, 50, 1 << 30);
    QVERIFY(none.entrances().empty());
    auto child = SandboxChild::start(*machine, command, ChildStreams::Output, none);
    QVERIFY(child);
    command.limits.processes = 50;
    const LimitWatch watch(command, (*child)->initPid(), none);
    pollfd wait{.fd = watch.fd(), .events = POLLIN, .revents = 0};
    QCOMPARE(::poll(&wait, 1, 20'000), 1);
    QCOMPARE(watch.finding()->ending, ProcessEnding::TooManyProcesses);
    QCOMPARE(watch.finding()->reason, u"more than 50 processes and threads"_s);
    (*child)->end();
    QCOMPARE(fixture.survivors(), 0);
}

/// A made-up tree of version 2: the nearest group above our own that hands out "pids" is taken, and nothing else.
void TestSandbox::controlGroupGoesWhereItMay()
{
    const QTemporaryDir root;
    const QString slice = root.path() + u"/user.slice/app.slice"_s;
    QDir().mkpath(slice + u"/ours.scope"_s);
    for (const QString &folder : {root.path(), root.path() + u"/user.slice"_s, slice, slice + u"/ours.scope"_s})
        SandboxFixture::write(folder + u"/cgroup.procs"_s, {});
    const QByteArray own = "0::/user.slice/app.slice/ours.scope\n";
    QVERIFY(ControlGroup(root.path(), own, 10, 1000).entrances().empty());
    SandboxFixture::write(slice + u"/cgroup.subtree_control"_s, "memory pids\n");
    // A real group is born with its files; here it is born empty, so making one is tried and taken back.
    QVERIFY(ControlGroup(root.path(), own, 10, 1000).entrances().empty());
    QCOMPARE(QDir(slice).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList{u"ours.scope"_s});
}

void TestSandbox::conversation()
{
    const SandboxFixture fixture;
    auto process = SandboxProcess::start(fixture.shell(u"while read line; do echo \"got $line\"; done; echo bye"_s));
    QVERIFY2(process, process ? "" : qPrintable(process.error().message));
    for (const QByteArray &line : {QByteArray("one"), QByteArray("two"), QByteArray(50'000, 'x')}) {
        QVERIFY((*process)->writeLine(line, 10'000, {}));
        const auto answer = (*process)->readLine(10'000, {});
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(*answer, "got " + line);
    }
    QVERIFY((*process)->readLine(30, {}).error().kind == ErrorKind::TotalTimeout);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY((*process)->readLine(10'000, stop.get_token()).error().kind == ErrorKind::Cancelled);
    QVERIFY((*process)->isRunning());
    (*process)->closeInput();
    QCOMPARE(*(*process)->readLine(10'000, {}), QByteArray("bye"));
    process->reset();
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandbox::conversationEnds()
{
    const SandboxFixture fixture;
    auto process = SandboxProcess::start(fixture.shell(u"sleep 1000 & echo up; echo broken >&2; exit 1"_s));
    QVERIFY(process);
    QCOMPARE(*(*process)->readLine(10'000, {}), QByteArray("up"));
    const auto answer = (*process)->readLine(10'000, {});
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::Sandbox);
    QCOMPARE(answer.error().detail, u"broken\n"_s);
    // Writing to the dead is an error, not a SIGPIPE.
    QVERIFY((*process)->writeLine("x", 1000, {}).error().kind == ErrorKind::Sandbox);
    QVERIFY(!(*process)->isRunning());
    (*process)->kill();
    (*process)->kill();
    QCOMPARE(fixture.survivors(), 0);
    QVERIFY((*process)->readLine(1000, {}).error().kind == ErrorKind::Sandbox);
}

void TestSandbox::conversationIsLimited()
{
    const SandboxFixture fixture;
    SandboxCommand command = fixture.shell(u"yes | tr -d '\\n'"_s);
    command.limits.outputBytes = 100'000;
    auto process = SandboxProcess::start(command);
    QVERIFY(process);
    const auto answer = (*process)->readLine(20'000, {});
    QVERIFY(!answer);
    QVERIFY(answer.error().kind == ErrorKind::Sandbox);
    QVERIFY2(answer.error().message.contains(u"100000"_s), qPrintable(answer.error().message));
    QCOMPARE(fixture.survivors(), 0);

    SandboxCommand hog = fixture.python("keep = []\nwhile True: keep.append(bytearray(b'x' * (4 << 20)))");
    hog.limits.memoryBytes = 100 << 20;
    auto hungry = SandboxProcess::start(hog);
    QVERIFY(hungry);
    const auto gone = (*hungry)->readLine(20'000, {});
    QVERIFY(!gone);
    QVERIFY(gone.error().kind == ErrorKind::Sandbox);
    QVERIFY2(gone.error().message.contains(u"100 MiB"_s), qPrintable(gone.error().message));
}

QTEST_GUILESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"

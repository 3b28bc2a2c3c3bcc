// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Attacks on the host from inside. Each script tries and tells; the host is looked at afterwards.
#include "sandboxfixture.h"

#include <QTcpServer>
#include <QTest>

#include <cstddef>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace stepladder;
using namespace stepladder::toolchain;
using namespace Qt::StringLiterals;

namespace {
/// attempt() prints ESCAPED when what it is given works; system() makes a raw system call.
constexpr auto kPrelude = R"(
import ctypes, errno, glob, os, socket, stat, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
tried = 0
def attempt(name, what):
    global tried
    tried += 1
    try:
        found = what()
    except Exception as error:
        print('refused', name, error)
    else:
        print('refused (nothing there)' if found is False else 'ESCAPED', name, found)
def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def call(number, *arguments):
    return checked(libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]))
def mount(source, target, kind, flags):
    return checked(libc.mount(source, target, kind, ctypes.c_ulong(flags), None))
def write(path, text='pwned'):
    with open(path, 'w') as file:
        file.write(text)
x86 = os.uname().machine == 'x86_64'
)";
} // namespace

class TestSandboxEscapes : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Sandbox> m_sandbox;

private Q_SLOTS:
    void initTestCase()
    {
        auto made = makeBubblewrapSandbox();
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        m_sandbox = std::move(*made);
        QVERIFY2(QFile::exists(u"/usr/bin/python3"_s), "python3 is missing: packaging/setup.sh installs it");
    }

    void escape_data();
    void escape();
    void loopbackIsOutOfReach();
    void openDescriptorsDoNotLeak();
    void environmentOfTheHostDoesNotLeak();
    void hostDevicesKeepTheirMode();
    void setIdFilesAreNotMade();
    void coreDumpsAreNotWritten();
};

void TestSandboxEscapes::escape_data()
{
    QTest::addColumn<QByteArray>("script");
    const auto row = [](const char *name, const char *script) { QTest::newRow(name) << QByteArray(script); };

    row("write outside", R"(
for path in ['/usr/pwned', '/etc/pwned', '/pwned', '/work/pwned', '/dev/pwned', '/etc/passwd', '/home/pwned', CANARY]:
    attempt(path, lambda: write(path)))");
    row("settings of the kernel", R"(
for path in ['/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/proc/sys/vm/drop_caches', '/proc/self/oom_score_adj',
             '/proc/irq/default_smp_affinity', '/proc/sys/kernel/hostname']:
    attempt(path, lambda: write(path, '0')))");
    row("remount writable", R"(
for path in [b'/usr', b'/', b'/proc', b'/dev', b'/etc/localtime']:
    attempt(path, lambda: mount(None, path, None, 32 | 4096)))");
    row("mount", R"(
attempt('tmpfs', lambda: mount(b'none', b'/tmp', b'tmpfs', 0))
attempt('bind', lambda: mount(b'/usr', b'/tmp', None, 4096))
attempt('proc', lambda: mount(b'proc', b'/tmp', b'proc', 0))
attempt('umount', lambda: checked(libc.umount2(b'/usr', 2)))
attempt('open_tree', lambda: call(428, -100, b'/', 1))
attempt('fsopen', lambda: call(430, b'tmpfs', 0))
attempt('mount_setattr', lambda: call(442, -100, b'/usr', 0, b'\0' * 32, 32))
attempt('pivot_root', lambda: call(155 if x86 else 41, b'/tmp', b'/tmp')))");
    row("namespaces", R"(
for flag in [0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x02000000]:
    attempt('unshare %x' % flag, lambda: checked(libc.unshare(flag)))
    attempt('clone %x' % flag, lambda: call(56 if x86 else 220, flag | 17, 0, 0, 0, 0))
attempt('clone3', lambda: call(435, struct.pack('QQQQQQQQ', 0x10000000, 0, 0, 0, 17, 0, 0, 0), 64))
for kind in ['user', 'mnt', 'pid', 'net']:
    attempt('setns ' + kind, lambda: checked(libc.setns(os.open('/proc/1/ns/' + kind, os.O_RDONLY), 0)))
attempt('unshare(1)', lambda: os.system('unshare -Ur true 2>/dev/null') == 0 or False))");
    row("chroot", R"(attempt('chroot', lambda: os.chroot('/tmp')))");
    row("home", R"(
for path in ['/root', '/home/*/.ssh', '/home/*/.*', '/etc/shadow', '/etc/ssh', '/var/lib', '/run']:
    attempt(path, lambda: [p for p in glob.glob(path + '/*') if 'stepladder' not in p] or False))");
    row("files of the host and of other runs", R"(
attempt('canary', lambda: open(CANARY).read())
attempt('folder', lambda: os.listdir(os.path.dirname(CANARY)))
attempt('through cwd', lambda: open('../other/canary').read())
attempt('cwd of all', lambda: [open(p + '/../other/canary').read() for p in glob.glob('/proc/[0-9]*/cwd')])
for p in glob.glob('/proc/[0-9]*/root'):
    attempt(p, lambda: open(p + CANARY).read()))");
    row("what the root holds", R"(
known = {'bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32', 'usr', 'etc', 'dev', 'proc', 'tmp', 'home', 'work'}
attempt('root', lambda: sorted(set(os.listdir('/')) - known) or False)
attempt('sys', lambda: os.listdir('/sys'))
attempt('etc', lambda: sorted(set(os.listdir('/etc')) - {'passwd', 'group', 'nsswitch.conf', 'hosts', 'ld.so.cache', 'alternatives',
        'localtime', 'mime.types'}) or False))");
    row("odd sockets", R"(
attempt('vsock', lambda: socket.socket(40, socket.SOCK_STREAM))
attempt('packet', lambda: socket.socket(17, socket.SOCK_RAW))
attempt('raw', lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
attempt('alg', lambda: socket.socket(38, 5))
attempt('bluetooth', lambda: socket.socket(31, 3))
attempt('dns', lambda: socket.create_connection(('9.9.9.9', 53), 1)))");
    row("trace", R"(
attempt('attach', lambda: call(101 if x86 else 117, 16, 1, 0, 0))
attempt('traceme', lambda: call(101 if x86 else 117, 0, 0, 0, 0))
attempt('mem', lambda: open('/proc/1/mem', 'r+b'))
attempt('vm_readv', lambda: call(310 if x86 else 270, 1, 0, 0, 0, 0, 0))
attempt('pidfd_getfd', lambda: call(438, 0, 0, 0)))");
    row("kill outside", R"(
attempt('host process', lambda: os.kill(HOSTPID, 0))
attempt('parent', lambda: False if os.getppid() in (0, 1, 2) else os.getppid())
attempt('see it', lambda: open('/proc/%d/status' % HOSTPID).read()))");
    row("kernel memory", R"(
for path in ['/proc/kcore', '/proc/kmsg', '/dev/mem', '/dev/kmsg', '/dev/port', '/dev/vda', '/dev/sda']:
    attempt(path, lambda: open(path, 'rb').read(1))
attempt('syslog', lambda: checked(libc.klogctl(3, b' ' * 10, 10))))");
    row("hard links", R"(
attempt('to scratch', lambda: os.link('/usr/bin/env', '/work/scratch/env'))
attempt('from scratch', lambda: (write('/work/scratch/f'), os.link('/work/scratch/f', '/usr/bin/f'))))");
    row("symbolic links", R"(
os.symlink(CANARY, '/work/scratch/link')
os.symlink('../other/canary', '/work/scratch/relative')
os.symlink('/', '/work/scratch/root')
attempt('read', lambda: open('/work/scratch/link').read())
attempt('write', lambda: open('/work/scratch/relative', 'r+').write('pwned'))
attempt('root', lambda: open('/work/scratch/root' + CANARY).read()))");
    row("device nodes", R"(
attempt('disk', lambda: os.mknod('/work/scratch/disk', stat.S_IFBLK | 0o666, os.makedev(254, 0)))
attempt('mem', lambda: os.mknod('/tmp/mem', stat.S_IFCHR | 0o666, os.makedev(1, 1))))");
    row("devices of the host", R"(
for name in ['null', 'zero', 'full', 'random', 'urandom', 'tty']:
    attempt('chmod ' + name, lambda: os.chmod('/dev/' + name, 0o600))
    attempt('unlink ' + name, lambda: os.unlink('/dev/' + name))
    attempt('utime ' + name, lambda: os.utime('/dev/' + name, (1, 1))))");
    row("privileges", R"(
status = dict(line.split(':', 1) for line in open('/proc/self/status') if ':' in line)
for name in ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']:
    attempt(name, lambda: int(status[name], 16) or False)
attempt('new privileges', lambda: status['NoNewPrivs'].strip() != '1')
attempt('seccomp', lambda: status['Seccomp'].strip() != '2')
attempt('root inside', lambda: os.getuid() == 0)
attempt('setuid', lambda: os.setuid(0))
attempt('setgid', lambda: os.setgid(0))
attempt('setgroups', lambda: os.setgroups([0])))");
    row("limits raised", R"(
import resource
for limit in [resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE]:
    attempt(limit, lambda: resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)))
attempt('priority', lambda: os.nice(-5))
attempt('real time', lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))))");
    row("terminal", R"(
import fcntl, pty
master, slave = pty.openpty()
attempt('push a key', lambda: fcntl.ioctl(slave, 0x5412, b'x'))
attempt('controlling terminal', lambda: open('/dev/tty')))");
    row("rare system calls", R"(
attempt('keyctl', lambda: call(250 if x86 else 219, 0, -3, 0))
attempt('add_key', lambda: call(248 if x86 else 217, b'user', b'x', b'x', 1, -3))
attempt('bpf', lambda: call(321 if x86 else 280, 0, b'\0' * 64, 64))
attempt('perf', lambda: call(298 if x86 else 241, b'\0' * 128, 0, -1, -1, 0))
attempt('userfaultfd', lambda: call(323 if x86 else 282, 0))
attempt('io_uring', lambda: call(425, 8, b'\0' * 120))
attempt('handle', lambda: call(304 if x86 else 265, -100, b'\0' * 64, 0))
attempt('module', lambda: call(313 if x86 else 273, 0, b'', 0))
attempt('memfd', lambda: os.memfd_create('hidden'))
attempt('shm', lambda: checked(libc.shmget(0, 1 << 20, 0o1600)))
attempt('x32', lambda: call(0x40000000 | 39) if x86 else checked(-1)))");
    row("clock and name", R"(
import time
attempt('clock', lambda: time.clock_settime(time.CLOCK_REALTIME, 0))
attempt('set name', lambda: checked(libc.sethostname(b'pwned', 5)))
attempt('read name', lambda: os.uname().nodename != 'stepladder' or False))");
    row("control groups", R"(
attempt('groups', lambda: glob.glob('/sys/fs/cgroup/*') or False)
attempt('mount', lambda: mount(b'none', b'/tmp', b'cgroup2', 0)))");
    row("rename over a mount", R"(
attempt('scratch', lambda: os.rename('/work/scratch', '/work/gone'))
attempt('usr', lambda: os.rename('/usr', '/tmp/usr'))
attempt('exchange', lambda: os.rmdir('/work')))");
}

void TestSandboxEscapes::escape()
{
    QFETCH(QByteArray, script);
    const SandboxFixture fixture;
    const QByteArray facts =
        "CANARY = '" + fixture.canary().toUtf8() + "'\nHOSTPID = " + QByteArray::number(::getpid()) + '\n';
    const auto result = m_sandbox->run(fixture.python(kPrelude + facts + script + "\nprint('tried', tried)\n"), {}, {});
    QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
    QVERIFY2(!result->output.contains("ESCAPED"), result->output.constData());
    QVERIFY2(result->output.contains("\ntried ") && !result->output.contains("\ntried 0"), result->output.constData());
    QVERIFY2(result->output.contains("refused"), result->output.constData());
    QVERIFY(fixture.isUnharmed());
    QCOMPARE(fixture.survivors(), 0);
}

void TestSandboxEscapes::loopbackIsOutOfReach()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const int abstract = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = "stepladder-" + QByteArray::number(::getpid());
    std::memcpy(address.sun_path + 1, name.constData(), size_t(name.size()));
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + 1 + size_t(name.size()));
    QCOMPARE(::bind(abstract, reinterpret_cast<const sockaddr *>(&address), length), 0);
    QCOMPARE(::listen(abstract, 1), 0);
    const SandboxFixture fixture;
    const QByteArray script = kPrelude
        + QByteArray("attempt('tcp', lambda: socket.create_connection(('127.0.0.1', PORT), 2))\n"
                     "attempt('tcp6', lambda: socket.create_connection(('::1', PORT), 2))\n"
                     "def abstract():\n    s = socket.socket(socket.AF_UNIX)\n    s.connect('\\0NAME')\n"
                     "attempt('abstract', abstract)\n")
              .replace("PORT", QByteArray::number(server.serverPort()))
              .replace("NAME", name);
    const auto result = m_sandbox->run(fixture.python(script), {}, {});
    ::close(abstract);
    QVERIFY(result);
    QCOMPARE(result->output.count("refused "), 3);
    QVERIFY2(!result->output.contains("ESCAPED"), result->output.constData());
    QVERIFY(!server.waitForNewConnection(0));
}

void TestSandboxEscapes::openDescriptorsDoNotLeak()
{
    const SandboxFixture fixture;
    const int leaky = ::open(qPrintable(fixture.canary()), O_RDWR); // as a careless library would
    const int folder = ::open("/", O_RDONLY | O_DIRECTORY);
    const auto result = m_sandbox->run(
        fixture.python("import os\n"
                       "def there(n):\n    try: os.fstat(n); return True\n    except OSError: return False\n"
                       "print([n for n in range(8192) if there(n)])\n"
                       "print([os.listdir(p + '/fd') for p in ['/proc/self']])"),
        {}, {});
    ::close(leaky);
    ::close(folder);
    QVERIFY(result);
    QVERIFY2(result->output.startsWith("[0, 1, 2]\n"), result->output.constData());
}

void TestSandboxEscapes::environmentOfTheHostDoesNotLeak()
{
    qputenv("STEPLADDER_TEST_SECRET", "hunter2");
    const SandboxFixture fixture;
    const auto result = m_sandbox->run(
        fixture.python("import glob, os\nprint(sorted(os.environ))\n"
                       "for p in glob.glob('/proc/[0-9]*/environ') + glob.glob('/proc/[0-9]*/cmdline'):\n"
                       "    try: print(open(p).read())\n    except OSError as e: print(e)"),
        {}, {});
    qunsetenv("STEPLADDER_TEST_SECRET");
    QVERIFY(result);
    QVERIFY2(result->output.startsWith("['HOME', 'LC_CTYPE', 'MARK', 'PATH', 'PWD']\n"), result->output.constData());
    QVERIFY2(!result->output.contains("hunter2"), result->output.constData());
}

void TestSandboxEscapes::hostDevicesKeepTheirMode()
{
    struct stat before
    {
    };
    struct stat after
    {
    };
    QCOMPARE(::stat("/dev/null", &before), 0);
    const SandboxFixture fixture;
    const auto result = m_sandbox->run(
        fixture.shell(u"chmod 600 /dev/null; chown 1 /dev/null; echo gone > /dev/null && echo usable"_s), {}, {});
    QVERIFY(result);
    QVERIFY(result->output.endsWith("usable\n"));
    QCOMPARE(::stat("/dev/null", &after), 0);
    QCOMPARE(after.st_mode, before.st_mode);
    QCOMPARE(after.st_uid, before.st_uid);
}

void TestSandboxEscapes::setIdFilesAreNotMade()
{
    const SandboxFixture fixture;
    const auto result = m_sandbox->run(fixture.python(kPrelude + QByteArray(R"(
write('/work/scratch/f')
write('/work/scratch/plain')
os.chmod('/work/scratch/plain', 0o755)
attempt('chmod', lambda: os.chmod('/work/scratch/f', 0o4755))
attempt('fchmod', lambda: os.fchmod(os.open('/work/scratch/f', os.O_RDWR), 0o6755))
attempt('open', lambda: os.open('/work/scratch/g', os.O_CREAT | os.O_RDWR, 0o4755))
attempt('mknod', lambda: os.mknod('/work/scratch/h', stat.S_IFREG | 0o2755))
attempt('fchmodat2', lambda: call(452, -100, b'/work/scratch/f', 0o4755, 0))
attempt('openat2', lambda: call(437, -100, b'/work/scratch/i', struct.pack('QQQ', 0o102, 0o4755, 0), 24))
)")),
                                       {}, {});
    QVERIFY(result);
    QCOMPARE(result->output.count("refused "), 6);
    QVERIFY2(!result->output.contains("ESCAPED"), result->output.constData());
    for (const QFileInfo &info : QDir(fixture.scratch()).entryInfoList(QDir::Files)) {
        struct stat file
        {
        };
        QCOMPARE(::stat(qPrintable(info.filePath()), &file), 0);
        QCOMPARE(int(file.st_mode & (S_ISUID | S_ISGID)), 0);
    }
}

void TestSandboxEscapes::coreDumpsAreNotWritten()
{
    const SandboxFixture fixture;
    const auto result = m_sandbox->run(fixture.python("import os; os.abort()"), {}, {});
    QVERIFY(result);
    QCOMPARE(result->ending, ProcessEnding::Signalled);
    QCOMPARE(result->exitCode, 134);
    QVERIFY(QDir(fixture.scratch()).isEmpty());
}

QTEST_GUILESS_MAIN(TestSandboxEscapes)
#include "tst_sandboxescapes.moc"

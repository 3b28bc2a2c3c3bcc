// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/sandboxchild.h"

#include "toolchain/sandbox/bubblewrap.h"
#include "toolchain/sandbox/controlgroup.h"
#include "toolchain/sandbox/seccompfilter.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::fail;

namespace {
constexpr rlim_t kOpenFiles = 8192;

/// All that the new process needs between vfork and exec, made before: no allocation is allowed there.
struct Launch
{
    std::vector<char *> argv;
    std::vector<int> passed; ///< descriptors that bubblewrap keeps
    std::vector<int> entrances; ///< of control groups
    int in = -1;
    int out = -1;
    int err = -1;
    rlim_t fileBytes = RLIM_INFINITY;
    int error = 0; ///< errno of a failed exec, written by the child: memory is shared
};

void setLimit(int resource, rlim_t value)
{
    const rlimit limit{.rlim_cur = value, .rlim_max = value};
    ::setrlimit(__rlimit_resource_t(resource), &limit);
}

/// Best effort: where it fails the watch does the same, later.
void tell(int fd, const char *text)
{
    [[maybe_unused]] const ssize_t n = ::write(fd, text, std::strlen(text));
}

/// Runs in the child of a vfork: only system calls.
[[noreturn]] void becomeBubblewrap(Launch &launch, char *const *environment)
{
    ::setpgid(0, 0); // a Ctrl-C in the terminal is for us: what is in flight finishes
    ::dup2(launch.in, STDIN_FILENO);
    ::dup2(launch.out, STDOUT_FILENO);
    ::dup2(launch.err, STDERR_FILENO);
    // Whatever some library has open without close-on-exec must not reach the sandbox.
    ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    for (const int fd : launch.passed)
        ::fcntl(fd, F_SETFD, 0);
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    setLimit(RLIMIT_CORE, 0);
    setLimit(RLIMIT_FSIZE, launch.fileBytes);
    setLimit(RLIMIT_NOFILE, kOpenFiles);
    for (const int entrance : launch.entrances)
        tell(entrance, "0");
    // Where memory runs out the kernel takes the sandbox first.
    const int score = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    tell(score, "500");
    ::execve(launch.argv.front(), launch.argv.data(), environment);
    launch.error = errno;
    ::_exit(127);
}

/// vfork keeps the cost of a start apart from the size of this program. Signals wait meanwhile: a handler must not run
/// on memory that two processes share.
int spawn(Launch &launch)
{
    static char *const noEnvironment[] = {nullptr};
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = ::vfork();
    if (pid == 0)
        becomeBubblewrap(launch, noEnvironment);
    const int error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = pid < 0 ? error : launch.error;
    return pid;
}

QByteArray joined(const QByteArrayList &options)
{
    QByteArray text;
    for (const QByteArray &option : options)
        text.append(option).append('\0');
    return text;
}

QString lastError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

/// The descriptors between us and one bubblewrap.
struct Plumbing
{
    explicit Plumbing(ChildStreams streams)
        : input(streams == ChildStreams::Conversation
                    ? makePipe()
                    : Pipe{FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)), FileDescriptor()})
        , errors(streams == ChildStreams::Conversation ? makePipe() : Pipe{})
    {
        if (const QByteArray program = seccompFilter(); !program.isEmpty())
            filter = makeDataFile(program);
        for (const SandboxFile &file : sandboxFiles())
            files.push_back(makeDataFile(file.content));
    }

    BubblewrapDescriptors descriptors() const
    {
        BubblewrapDescriptors numbers{.status = status.write.get(), .block = block.read.get(), .seccomp = filter.get()};
        for (const FileDescriptor &file : files)
            numbers.files << file.get();
        return numbers;
    }
    bool isValid() const
    {
        const bool all =
            std::all_of(files.begin(), files.end(), [](const FileDescriptor &file) { return file.isValid(); });
        return all && input.read.isValid() && output.isValid() && status.isValid() && block.isValid();
    }
    void fill(Launch &launch) const
    {
        for (const FileDescriptor &file : files)
            launch.passed.push_back(file.get());
        for (const FileDescriptor *fd : {&status.write, &block.read, &filter}) {
            if (fd->isValid())
                launch.passed.push_back(fd->get());
        }
        launch.in = input.read.get();
        launch.out = output.write.get();
        launch.err = errors.isValid() ? errors.write.get() : launch.out;
    }

    /// Of what the child has: else a pipe never ends.
    void closeOurCopies()
    {
        for (FileDescriptor *fd : {&input.read, &output.write, &errors.write, &status.write, &block.read})
            fd->reset();
    }

    Pipe input;
    Pipe output = makePipe();
    Pipe errors;
    Pipe status = makePipe();
    Pipe block = makePipe();
    FileDescriptor filter;
    std::vector<FileDescriptor> files; ///< sandboxFiles(), then the options
};
} // namespace

ControlGroup controlGroupFor(const Limits &limits)
{
    return ControlGroup(u"/sys/fs/cgroup"_s, readWhole("/proc/self/cgroup"), limits.processes, limits.memoryBytes);
}

ssize_t writeWithoutSignal(int fd, const char *data, size_t size)
{
    sigset_t brokenPipe;
    sigset_t before;
    sigset_t pending;
    ::sigemptyset(&brokenPipe);
    ::sigaddset(&brokenPipe, SIGPIPE);
    ::sigpending(&pending);
    ::pthread_sigmask(SIG_BLOCK, &brokenPipe, &before);
    const ssize_t n = ::write(fd, data, size);
    const int error = errno;
    const timespec now{};
    if (n < 0 && error == EPIPE && ::sigismember(&pending, SIGPIPE) == 0) {
        while (::sigtimedwait(&brokenPipe, nullptr, &now) < 0 && errno == EINTR) { }
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return n;
}

QByteArray readAvailable(int fd, bool &atEnd)
{
    QByteArray chunk(64 << 10, Qt::Uninitialized);
    const ssize_t n = ::read(fd, chunk.data(), size_t(chunk.size()));
    atEnd = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    chunk.truncate(n > 0 ? n : 0);
    return chunk;
}

domain::Result<std::unique_ptr<SandboxChild>> SandboxChild::start(const SandboxMachine &machine,
                                                                  const SandboxCommand &command, ChildStreams streams,
                                                                  const ControlGroup &group)
{
    if (const auto checked = checkCommand(command); !checked)
        return fail(checked.error());
    Plumbing plumbing(streams);
    plumbing.files.push_back(makeDataFile(joined(bubblewrapOptions(command, plumbing.descriptors(), machine.devices))));
    if (!plumbing.isValid())
        return fail(ErrorKind::Sandbox, u"sandbox: no descriptors left: %1"_s.arg(lastError()));
    Launch launch{.entrances = group.entrances(), .fileBytes = rlim_t(command.limits.fileBytes)};
    plumbing.fill(launch);
    QByteArrayList argv{QFile::encodeName(machine.bubblewrap), "--args",
                        QByteArray::number(plumbing.files.back().get()), "--"};
    for (const QString &argument : command.argv)
        argv << argument.toUtf8();
    for (QByteArray &argument : argv)
        launch.argv.push_back(argument.data());
    launch.argv.push_back(nullptr);

    std::unique_ptr<SandboxChild> child(new SandboxChild);
    child->m_bubblewrapPid = spawn(launch);
    if (child->m_bubblewrapPid < 0 || launch.error != 0)
        return fail(ErrorKind::Sandbox, u"sandbox: cannot start %1: %2"_s.arg(machine.bubblewrap, lastError()));
    child->m_bubblewrap = openProcess(child->m_bubblewrapPid);
    child->m_input = std::move(plumbing.input.write);
    child->m_output = std::move(plumbing.output.read);
    child->m_errors = std::move(plumbing.errors.read);
    child->m_status = std::move(plumbing.status.read);
    child->m_block = std::move(plumbing.block.write);
    for (const FileDescriptor *fd : {&child->m_input, &child->m_output, &child->m_errors, &child->m_status}) {
        if (fd->isValid())
            makeNonBlocking(fd->get());
    }
    plumbing.closeOurCopies();
    if (const auto first = child->awaitFirstProcess(command); !first)
        return fail(first.error());
    return child;
}

SandboxChild::~SandboxChild()
{
    end();
}

domain::Result<void> SandboxChild::awaitFirstProcess(const SandboxCommand &command)
{
    while (m_initPid < 0) {
        pollfd wait{.fd = m_status.get(), .events = POLLIN, .revents = 0};
        ::poll(&wait, 1, -1);
        bool atEnd = false;
        m_statusText += readAvailable(m_status.get(), atEnd);
        readStatus(false);
        if (!atEnd || m_initPid >= 0)
            continue;
        end();
        const QByteArray said = readAvailable(m_errors.isValid() ? m_errors.get() : m_output.get(), atEnd).trimmed();
        return fail(ErrorKind::Sandbox, u"sandbox: bubblewrap could not start: %1"_s.arg(QString::fromLocal8Bit(said)));
    }
    m_init = openProcess(m_initPid);
    if (::geteuid() != 0) {
        // Set from outside once the user namespace stands: before, it would count every process of this user.
        const rlimit limit{.rlim_cur = rlim_t(command.limits.processes), .rlim_max = rlim_t(command.limits.processes)};
        ::prlimit(m_initPid, RLIMIT_NPROC, &limit, nullptr);
    }
    // A pipe, and bubblewrap may be dead: no SIGPIPE, because a close says "go on" as well as a byte does.
    m_block.reset();
    return {};
}

void SandboxChild::readStatus(bool whole)
{
    while (m_statusText.contains('\n') || (whole && !m_statusText.isEmpty())) {
        const qsizetype end = m_statusText.indexOf('\n');
        const QJsonObject line = QJsonDocument::fromJson(end < 0 ? m_statusText : m_statusText.left(end)).object();
        m_statusText.remove(0, end < 0 ? m_statusText.size() : end + 1);
        if (line.contains(u"child-pid"_s))
            m_initPid = line[u"child-pid"_s].toInt(-1);
        if (line.contains(u"exit-code"_s))
            m_exitCode = line[u"exit-code"_s].toInt();
    }
}

void SandboxChild::end()
{
    if (m_bubblewrapPid < 0)
        return;
    // The death of a namespace's first process takes all others along, whatever session or parent they have.
    if (m_init.isValid()) {
        pollfd over{.fd = m_bubblewrap.get(), .events = POLLIN, .revents = 0};
        if (::poll(&over, 1, 0) == 0)
            killProcess(m_init);
    } else {
        killProcess(m_bubblewrap);
    }
    int status = 0;
    while (::waitpid(m_bubblewrapPid, &status, 0) < 0 && errno == EINTR) { }
    m_bubblewrapPid = -1;
    m_killedBySignal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    killProcess(m_init);
    awaitProcess(m_init);
    bool atEnd = false;
    while (!atEnd) {
        const QByteArray more = readAvailable(m_status.get(), atEnd);
        m_statusText += more;
        if (more.isEmpty())
            break;
    }
    readStatus(true);
}

} // namespace stepladder::toolchain

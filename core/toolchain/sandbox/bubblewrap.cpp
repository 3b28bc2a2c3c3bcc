// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/bubblewrap.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::fail;

namespace {
constexpr qint64 kSmallest = 64 << 10;

QByteArray number(qint64 value)
{
    return QByteArray::number(value);
}

bool isCleanAbsolute(const QString &path)
{
    return path.startsWith(u'/') && QDir::cleanPath(path) == path;
}

bool hasTarget(const SandboxCommand &command, const QString &target)
{
    return std::any_of(command.binds.begin(), command.binds.end(),
                       [&target](const Bind &bind) { return bind.target == target; });
}

bool holdsNul(const SandboxCommand &command)
{
    QStringList texts = command.argv + command.environment.keys() + command.environment.values();
    texts << command.workingFolder;
    for (const Bind &bind : command.binds)
        texts << bind.source << bind.target;
    return std::any_of(texts.begin(), texts.end(), [](const QString &text) { return text.contains(QChar(0)); });
}

/// A bind below a writable one is made through what stands in that folder on the host: a link left there by a candidate
/// would lead bubblewrap to make files wherever it points.
QString linkOnTheWay(const SandboxCommand &command, const QString &target)
{
    for (const Bind &outer : command.binds) {
        if (!outer.writable || !target.startsWith(outer.target + u'/'))
            continue;
        QString path = outer.source;
        for (const QString &part : target.mid(outer.target.size() + 1).split(u'/')) {
            path += u'/' + part;
            if (QFileInfo(path).isSymLink())
                return path;
        }
    }
    return {};
}

domain::Result<void> checkBind(const SandboxCommand &command, const Bind &bind)
{
    for (const QString &path : {bind.source, bind.target}) {
        if (!isCleanAbsolute(path) || path == u"/"_s)
            return fail(ErrorKind::BadInput,
                        u"sandbox: cannot bind '%1': an absolute path below / is expected"_s.arg(path));
    }
    if (!QFileInfo::exists(bind.source))
        return fail(ErrorKind::BadInput, u"sandbox: cannot bind '%1': it does not exist"_s.arg(bind.source));
    if (const QString link = linkOnTheWay(command, bind.target); !link.isEmpty())
        return fail(ErrorKind::BadInput,
                    u"sandbox: cannot bind over '%1': '%2' is a symbolic link"_s.arg(bind.target, link));
    return {};
}

/// Where a distribution has merged /bin and friends into /usr, who binds /usr gets the links that stand beside it.
void addMergedFolders(QByteArrayList &options, const SandboxCommand &command)
{
    if (!hasTarget(command, u"/usr"_s))
        return;
    for (const QString &name : {u"bin"_s, u"sbin"_s, u"lib"_s, u"lib32"_s, u"lib64"_s, u"libx32"_s}) {
        const QString path = u'/' + name;
        if (!hasTarget(command, path) && QFileInfo(path).isSymLink())
            options << "--symlink"
                    << "usr/" + name.toLatin1() << path.toLatin1();
    }
}

void addSystem(QByteArrayList &options, const SandboxCommand &command, const QString &devices)
{
    const QByteArray tmp = number(std::max(command.limits.tmpBytes, kSmallest));
    const QByteArray part = number(std::max(command.limits.tmpBytes / 4, kSmallest));
    // A read-only /proc, because as root its files belong to the sandboxed user.
    options << "--proc"
            << "/proc"
            << "--remount-ro"
            << "/proc";
    options << "--dev"
            << "/dev";
    if (!devices.isEmpty()) {
        for (const char *name : {"null", "zero", "full", "random", "urandom", "tty"})
            options << "--dev-bind" << QFile::encodeName(devices) + '/' + name << QByteArray("/dev/") + name;
    }
    options << "--perms"
            << "1777"
            << "--size" << part << "--tmpfs"
            << "/dev/shm";
    // The roots of /dev and / are tmpfs of half the memory otherwise.
    options << "--remount-ro"
            << "/dev";
    options << "--perms"
            << "1777"
            << "--size" << tmp << "--tmpfs"
            << "/tmp";
    options << "--perms"
            << "0700"
            << "--size" << part << "--tmpfs" << kSandboxHome;
}

void addNetwork(QByteArrayList &options)
{
    options << "--share-net";
    for (const char *path : {"/etc/resolv.conf", "/etc/hosts", "/etc/ssl", "/etc/ca-certificates", "/etc/pki"})
        options << "--ro-bind-try" << path << path;
}
} // namespace

QList<SandboxFile> sandboxFiles()
{
    // dotnet hangs for ever where its user has no entry, or where there is no nsswitch.conf.
    return {{"/etc/passwd",
             "root:x:0:0:root:/:/usr/sbin/nologin\nstepladder:x:1000:1000:stepladder:/home/stepladder:/bin/sh\n"
             "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n"},
            {"/etc/group", "root:x:0:\nstepladder:x:1000:\nnogroup:x:65534:\n"},
            {"/etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\n"},
            {"/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n127.0.1.1 stepladder\n"}};
}

QList<Bind> systemBinds()
{
    QList<Bind> binds{{u"/usr"_s, u"/usr"_s}};
    for (const QString &path : {u"/bin"_s, u"/sbin"_s, u"/lib"_s, u"/lib32"_s, u"/lib64"_s}) {
        if (QFileInfo(path).isDir() && !QFileInfo(path).isSymLink())
            binds << Bind{path, path};
    }
    for (const QString &path :
         {u"/etc/ld.so.cache"_s, u"/etc/alternatives"_s, u"/etc/localtime"_s, u"/etc/mime.types"_s}) {
        if (QFileInfo::exists(path))
            binds << Bind{path, path};
    }
    return binds;
}

domain::Result<void> checkCommand(const SandboxCommand &command)
{
    if (command.argv.isEmpty() || command.argv.first().isEmpty())
        return fail(ErrorKind::BadInput, u"sandbox: no command"_s);
    // The options go to bubblewrap separated by NUL: one inside of a value would begin an option.
    if (holdsNul(command))
        return fail(ErrorKind::BadInput, u"sandbox: a NUL character in the command, a path or the environment"_s);
    for (const Bind &bind : command.binds) {
        if (const auto checked = checkBind(command, bind); !checked)
            return checked;
    }
    if (!command.workingFolder.isEmpty() && !isCleanAbsolute(command.workingFolder))
        return fail(ErrorKind::BadInput,
                    u"sandbox: working folder '%1' is not an absolute path"_s.arg(command.workingFolder));
    const Limits &limits = command.limits;
    if (std::min({limits.wallMs, limits.memoryBytes, qint64(limits.processes), limits.fileBytes, limits.scratchBytes,
                  limits.tmpBytes, limits.outputBytes})
        < 1)
        return fail(ErrorKind::BadInput, u"sandbox: every limit must be at least 1"_s);
    for (auto it = command.environment.begin(); it != command.environment.end(); ++it) {
        if (it.key().isEmpty() || it.key().contains(u'='))
            return fail(ErrorKind::BadInput, u"sandbox: '%1' is no name of an environment variable"_s.arg(it.key()));
    }
    return {};
}

QByteArrayList bubblewrapOptions(const SandboxCommand &command, const BubblewrapDescriptors &descriptors,
                                 const QString &devices)
{
    QByteArrayList options{"--unshare-all",
                           "--unshare-user",
                           "--disable-userns",
                           "--uid",
                           "1000",
                           "--gid",
                           "1000",
                           "--cap-drop",
                           "ALL",
                           "--clearenv",
                           "--hostname",
                           "stepladder",
                           "--new-session",
                           "--die-with-parent"};
    addSystem(options, command, devices);
    addMergedFolders(options, command);
    const QList<SandboxFile> files = sandboxFiles();
    for (qsizetype i = 0; i < files.size(); ++i)
        options << "--perms"
                << "0444"
                << "--file" << number(descriptors.files[i]) << files[i].path;
    if (command.network)
        addNetwork(options);
    for (const Bind &bind : command.binds)
        options << (bind.writable ? "--bind" : "--ro-bind") << QFile::encodeName(bind.source)
                << QFile::encodeName(bind.target);
    options << "--remount-ro"
            << "/";
    if (!command.environment.contains(u"HOME"_s))
        options << "--setenv"
                << "HOME" << kSandboxHome;
    for (auto it = command.environment.begin(); it != command.environment.end(); ++it)
        options << "--setenv" << it.key().toUtf8() << it.value().toUtf8();
    options << "--chdir" << (command.workingFolder.isEmpty() ? kSandboxHome : QFile::encodeName(command.workingFolder));
    options << "--json-status-fd" << number(descriptors.status) << "--block-fd" << number(descriptors.block);
    if (descriptors.seccomp >= 0)
        options << "--seccomp" << number(descriptors.seccomp);
    return options;
}

} // namespace stepladder::toolchain

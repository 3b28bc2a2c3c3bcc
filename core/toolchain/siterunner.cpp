// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/siterunner.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr qsizetype outputTail = 16 * 1024;

QString resultsTemplate(const QString &cacheFolder)
{
    QDir().mkpath(cacheFolder + u"/results"_s);
    return cacheFolder + u"/results/XXXXXXXXXXXX"_s;
}

/// Cuts a stream of bytes into lines, whatever the pieces it comes in.
class Lines
{
public:
    explicit Lines(const std::function<void(const QString &)> &sink)
        : m_sink(sink)
    {
    }
    void add(const QByteArray &bytes)
    {
        m_rest += bytes;
        qsizetype from = 0;
        for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', from)) {
            m_sink(QString::fromUtf8(m_rest.mid(from, end - from)));
            from = end + 1;
        }
        m_rest.remove(0, from);
    }
    void finish()
    {
        if (!m_rest.isEmpty())
            m_sink(QString::fromUtf8(m_rest));
        m_rest.clear();
    }

private:
    const std::function<void(const QString &)> &m_sink;
    QByteArray m_rest;
};

void addHostBinds(const QStringList &paths, QList<Bind> &binds)
{
    for (const QString &path : paths) {
        if (QFileInfo::exists(path))
            binds.append({.source = path, .target = path});
    }
}

} // namespace

SiteRunner::SiteRunner(Sandbox &sandbox, const Descriptor &descriptor, Site site, const QString &cacheFolder,
                       std::stop_token stop)
    : m_sandbox(sandbox)
    , m_descriptor(descriptor)
    , m_site(std::move(site))
    , m_results(resultsTemplate(cacheFolder))
    , m_stop(std::move(stop))
{
}

Result<void> SiteRunner::open()
{
    if (!m_results.isValid())
        return domain::fail(ErrorKind::Io, u"no folder for results: %1"_s.arg(m_results.errorString()));
    for (const ScaffoldFile &helper : m_descriptor.helpers) {
        QDir().mkpath(QFileInfo(results() + u'/' + helper.path).path());
        QSaveFile file(results() + u'/' + helper.path);
        if (!file.open(QIODevice::WriteOnly) || file.write(helper.content.toUtf8()) < 0 || !file.commit())
            return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(file.fileName(), file.errorString()));
    }
    return {};
}

QString SiteRunner::workspaceInside() const
{
    return m_site.workspace.isEmpty() ? m_site.mountPoint : m_site.mountPoint + u'/' + m_site.workspace;
}

QString SiteRunner::relative(const QString &path) const
{
    QString clean = QDir::cleanPath(path);
    const QString workspace = workspaceInside() + u'/';
    if (clean.startsWith(workspace))
        return clean.mid(workspace.size());
    const QString host = m_site.workspaceFolder() + u'/';
    return clean.startsWith(host) ? clean.mid(host.size()) : clean;
}

Result<ProcessResult> SiteRunner::run(const SiteCommand &command, const std::function<void(const QString &)> &onLine)
{
    SandboxCommand sandboxed{.argv = command.argv,
                             .workingFolder = command.folder.isEmpty() ? workspaceInside() : command.folder,
                             .environment = m_descriptor.environment,
                             .network = command.network};
    sandboxed.limits.wallMs = command.timeoutMs;
    sandboxed.limits.memoryBytes = m_descriptor.memoryBytes;
    sandboxed.limits.processes = m_descriptor.processes;
    addHostBinds(m_descriptor.binds, sandboxed.binds);
    if (command.network) {
        addHostBinds(m_descriptor.networkBinds, sandboxed.binds);
        for (const QString &name : m_descriptor.passEnvironment) {
            if (qEnvironmentVariableIsSet(name.toUtf8().constData()))
                sandboxed.environment.insert(name, qEnvironmentVariable(name.toUtf8().constData()));
        }
    }
    sandboxed.binds.append({.source = m_site.folder, .target = m_site.mountPoint, .writable = true});
    sandboxed.binds.append({.source = results(), .target = results(), .writable = true});
    sandboxed.binds += command.binds;
    sandboxed.environment.insert(command.environment);

    for (QString &value : sandboxed.environment)
        value.replace(u"{results}"_s, results()).replace(u"{workspace}"_s, workspaceInside());

    Lines lines(onLine);
    const auto done = m_sandbox.run(
        sandboxed,
        [&](const QByteArray &bytes) {
            if (onLine)
                lines.add(bytes);
        },
        m_stop);
    if (!done)
        return domain::fail(done.error());
    if (onLine)
        lines.finish();
    if (done->ending == ProcessEnding::Cancelled)
        return domain::fail(ErrorKind::Cancelled, u"cancelled"_s);
    // Lines that our helpers print for us are no output of the tool.
    static const QRegularExpression ours(u"\\n?\\x{1e}[^\\n]*\\n?"_s);
    QString output = QString::fromUtf8(done->output);
    output.remove(ours);
    m_executions.append({.command = command.show.isEmpty() ? shellLine(command.argv) : command.show,
                         .exitCode = done->exitCode,
                         .ms = done->ms,
                         .output = output.right(outputTail)});
    return done;
}

domain::Ending toEnding(ProcessEnding ending)
{
    switch (ending) {
    case ProcessEnding::TimedOut:
        return domain::Ending::TimedOut;
    case ProcessEnding::OutOfMemory:
        return domain::Ending::OutOfMemory;
    case ProcessEnding::OutputFlood:
        return domain::Ending::OutputFlood;
    case ProcessEnding::DiskQuota:
        return domain::Ending::DiskQuota;
    case ProcessEnding::Signalled:
    case ProcessEnding::TooManyProcesses:
        return domain::Ending::HostAborted;
    case ProcessEnding::Exited:
    case ProcessEnding::Cancelled:
        break;
    }
    return domain::Ending::Finished;
}

QString shellLine(const QStringList &argv)
{
    static const QRegularExpression harmless(u"^[\\w@%+=:,./-]+$"_s);
    QStringList quoted;
    for (QString word : argv)
        quoted.append(harmless.match(word).hasMatch() ? word : u'\'' + word.replace(u'\'', u"'\\''"_s) + u'\'');
    return quoted.join(u' ');
}

QStringList pathFolders()
{
    QStringList folders;
    for (const QString &folder : qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts)) {
        if (QFileInfo(folder).isDir())
            folders.append(folder);
    }
    return folders;
}

} // namespace stepladder::toolchain

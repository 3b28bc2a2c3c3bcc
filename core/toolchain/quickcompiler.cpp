// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/quickcompiler.h"

#include "toolchain/results/resultreader.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

/// One pass over the projects of a record.
class Pass
{
public:
    Pass(const Site &site, const BuildRecord &record, const QStringList &leaveOut, const QString &work)
        : m_site(site)
        , m_record(record)
        , m_leaveOut(leaveOut)
        , m_work(work)
    {
    }

    Result<std::optional<QuickBuild>> run(WarmCompiler &compiler, const std::stop_token &stop)
    {
        QElapsedTimer timer;
        timer.start();
        QuickBuild build{.ok = true};
        for (qsizetype i = 0; i < m_record.projects.size(); ++i) {
            const CompileRecord &project = m_record.projects[i];
            // Without the last build's outputs there is nothing to compile against.
            if (fileHash(m_site.folder + u'/' + project.output).isEmpty())
                return std::optional<QuickBuild>();
            const QStringList sources = sourcesOf(project);
            if (!mustCompile(project, sources))
                continue;
            const auto compiled = compile(int(i), sources, compiler, stop, build);
            if (!compiled)
                return domain::fail(compiled.error());
            if (!build.ok)
                break;
        }
        if (build.ok && !install())
            return std::optional<QuickBuild>();
        build.ms = timer.elapsed();
        return std::optional(build);
    }

private:
    QString host(const QString &path) const { return m_site.folder + u'/' + path; }

    QStringList sourcesOf(const CompileRecord &project) const
    {
        QStringList sources = globbedSources(host(project.folder));
        sources.removeIf([&](const QString &file) {
            return m_leaveOut.contains(project.folder.isEmpty() ? file : project.folder + u'/' + file);
        });
        return sources;
    }

    bool mustCompile(const CompileRecord &project, const QStringList &sources) const
    {
        const bool follows = std::any_of(project.dependsOn.begin(), project.dependsOn.end(),
                                         [&](int i) { return m_changedReferences.contains(i); });
        const QString reference = project.reference.isEmpty() ? project.output : project.reference;
        return follows || filesHash(host(project.folder), sources) != project.sources
            || fileHash(host(project.output)) != project.outputHash
            || fileHash(host(reference)) != project.referenceHash;
    }

    QString newFile(int project, const QString &kind) const
    {
        return m_work + u"/%1-%2/"_s.arg(project).arg(kind) + QFileInfo(m_record.projects[project].output).fileName();
    }

    QStringList responseOf(int at, const QStringList &sources) const
    {
        const CompileRecord &project = m_record.projects[at];
        QStringList lines = recordedOptions(m_site, project, newFile(at, u"doc"_s) + u".xml"_s,
                                            QFileInfo(newFile(at, u"generated"_s)).path());
        for (const QString &reference : project.references) {
            QString path = onHost(m_site, reference);
            for (const int i : project.dependsOn) {
                const CompileRecord &other = m_record.projects[i];
                if (m_compiled.contains(i) && (path == host(other.reference) || path == host(other.output)))
                    path = newFile(i, other.reference.isEmpty() ? u"out"_s : u"ref"_s);
            }
            lines.append(u"/reference:\"%1\""_s.arg(path));
        }
        lines.append(u"/out:\"%1\""_s.arg(newFile(at, u"out"_s)));
        if (!project.reference.isEmpty())
            lines.append(u"/refout:\"%1\""_s.arg(newFile(at, u"ref"_s)));
        lines.append(u"/pathmap:\"%1\"=\"%2\""_s.arg(m_site.folder, m_site.mountPoint));
        for (const QString &source : sources)
            lines.append(u"\"%1\""_s.arg(host(project.folder) + u'/' + source));
        for (const QString &source : project.otherSources)
            lines.append(u"\"%1\""_s.arg(onHost(m_site, source)));
        return lines;
    }

    Result<void> compile(int at, const QStringList &sources, WarmCompiler &compiler, const std::stop_token &stop,
                         QuickBuild &build)
    {
        const CompileRecord &project = m_record.projects[at];
        for (const QString &kind : {u"out"_s, u"ref"_s, u"doc"_s, u"generated"_s})
            QDir().mkpath(QFileInfo(newFile(at, kind)).path());
        const QString response = m_work + u"/%1.rsp"_s.arg(at);
        const QString log = m_work + u"/%1.log"_s.arg(at);
        QFile file(response);
        const QByteArray text = responseOf(at, sources).join(u'\n').toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(response, file.errorString()));
        file.close();
        const auto code = compiler.compile(host(project.folder), response, log, stop);
        if (!code)
            return domain::fail(code.error());
        QFile printed(log);
        const QString output = printed.open(QIODevice::ReadOnly) ? QString::fromUtf8(printed.readAll()) : QString();
        build.diagnostics = mergeDiagnostics(build.diagnostics, readMsBuildOutput(output));
        build.compiled.append(QFileInfo(project.output).fileName());
        build.ok = *code == 0;
        const bool named = std::any_of(build.diagnostics.begin(), build.diagnostics.end(),
                                       [](const auto &d) { return d.severity == domain::Severity::Error; });
        const bool ours = std::any_of(build.diagnostics.begin(), build.diagnostics.end(), [](const auto &d) {
            return d.severity == domain::Severity::Error && d.file.isEmpty();
        });
        // An error of no source is one of the recorded line or of the compiler's surroundings: the full way decides.
        if (!build.ok && (!named || ours))
            return domain::fail(ErrorKind::Toolchain, u"csc failed without naming a source"_s, output.right(2000));
        if (!build.ok)
            return {};
        m_compiled.insert(at);
        const QString reference = newFile(at, project.reference.isEmpty() ? u"out"_s : u"ref"_s);
        if (fileHash(reference) != project.referenceHash)
            m_changedReferences.insert(at);
        return {};
    }

    /// Never through a link: what ran in the scratch before may have planted one.
    bool put(const QString &from, const QString &to) const
    {
        const QString folder = QFileInfo(QFileInfo(to).path()).canonicalFilePath();
        const QString root = QFileInfo(m_site.folder).canonicalFilePath();
        if (!folder.startsWith(root + u'/'))
            return false;
        const QString target = folder + u'/' + QFileInfo(to).fileName();
        QFile::remove(target);
        return QFile::copy(from, target);
    }

    bool uses(int user, int used) const
    {
        const QList<int> &direct = m_record.projects[user].dependsOn;
        return user == used
            || std::any_of(direct.begin(), direct.end(), [&](int project) { return uses(project, used); });
    }

    /// The projects whose output the assembly \p name beside that of \p user may be: several frameworks of one project
    /// bear one name, and each user means one of them.
    QList<int> meantBy(int user, const QString &name) const
    {
        QList<int> named;
        for (int i = 0; i < m_record.projects.size(); ++i) {
            if (QFileInfo(m_record.projects[i].output).fileName() == name)
                named.append(i);
        }
        if (named.size() > 1)
            named.removeIf([&](int project) { return !uses(user, project); });
        return named;
    }

    /// False: whose copy lies where cannot be told, so only a full build does.
    bool install() const
    {
        for (const int at : m_compiled) {
            const CompileRecord &project = m_record.projects[at];
            const QString built = newFile(at, u"out"_s);
            const QString symbols = built.chopped(4) + u".pdb"_s;
            const QString name = QFileInfo(built).fileName();
            QStringList folders = {QFileInfo(host(project.output)).path()};
            for (int user = 0; user < m_record.projects.size(); ++user) {
                const QString folder = QFileInfo(host(m_record.projects[user].assembly)).path();
                if (!QFile::exists(folder + u'/' + name) || folders.contains(folder))
                    continue;
                const QList<int> meant = meantBy(user, name);
                if (meant.size() != 1)
                    return false;
                if (meant.first() == at)
                    folders.append(folder);
            }
            for (const QString &folder : folders) {
                if (!put(built, folder + u'/' + name))
                    return false;
                const QString pdb = folder + u'/' + QFileInfo(symbols).fileName();
                if (QFile::exists(symbols) && !put(symbols, pdb))
                    return false;
            }
            if (!project.reference.isEmpty() && !put(newFile(at, u"ref"_s), host(project.reference)))
                return false;
        }
        return true;
    }

    const Site &m_site;
    const BuildRecord &m_record;
    QStringList m_leaveOut;
    QString m_work;
    QSet<int> m_compiled;
    QSet<int> m_changedReferences;
};

} // namespace

QString onHost(const Site &site, const QString &path)
{
    const QString inside = site.mountPoint + u'/';
    return path.startsWith(inside) ? site.folder + u'/' + path.mid(inside.size()) : path;
}

QStringList recordedOptions(const Site &site, const CompileRecord &project, const QString &documentation,
                            const QString &generated)
{
    QStringList lines;
    for (const QString &option : project.options) {
        const QString name = option.section(u':', 0, 0);
        if (name == u"/doc"_s || name == u"/generatedfilesout"_s) { // the scratch is read-only to the compiler
            lines.append(u"%1:\"%2\""_s.arg(name, name == u"/doc"_s ? documentation : generated));
            continue;
        }
        const bool path = option.contains(site.mountPoint + u'/');
        lines.append(path ? u"%1:\"%2\""_s.arg(name, onHost(site, option.section(u':', 1).remove(u'"'))) : option);
    }
    return lines;
}

Result<std::optional<QuickBuild>> quickBuild(const Site &site, const BuildRecord &record, const QStringList &leaveOut,
                                             const QString &work, WarmCompiler &compiler, std::stop_token stop)
{
    return Pass(site, record, leaveOut, work).run(compiler, stop);
}

} // namespace stepladder::toolchain

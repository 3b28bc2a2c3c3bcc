// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharprecord.h"

#include "toolchain/filerules.h"
#include "toolchain/filetext.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

QString unquoted(QString text)
{
    return text.remove(u'"');
}

/// One project's recorded line taken apart; nullopt where it has what the quick way does not know.
std::optional<CompileRecord> readArguments(const Site &site, const QStringList &arguments, const BuiltProject &project)
{
    const QString root = site.mountPoint + u'/';
    const QString folder = QFileInfo(project.project).path();
    if (!project.project.startsWith(root) || !project.assembly.startsWith(root))
        return std::nullopt;
    CompileRecord record{
        .key = project.key, .folder = folder.mid(root.size()), .assembly = project.assembly.mid(root.size())};
    const auto inRepository = [&](const QString &path) {
        return QDir::cleanPath(path.startsWith(u'/') ? path : folder + u'/' + path).mid(root.size());
    };
    for (const QString &argument : arguments) {
        const QString value = unquoted(argument.section(u':', 1));
        if (!argument.startsWith(u'/') || QFileInfo(argument).suffix() == u"cs") {
            const QString path = QDir::cleanPath(argument.startsWith(u'/') ? argument : folder + u'/' + argument);
            const QString relative = path.startsWith(folder + u'/') ? path.mid(folder.size() + 1) : QString();
            if (relative.isEmpty() || relative.startsWith(u"obj/"))
                record.otherSources.append(path);
            else
                record.ownSources.append(relative);
        } else if (argument.startsWith(u"/reference:") || argument.startsWith(u"/r:")) {
            record.references.append(value);
        } else if (argument.startsWith(u"/out:")) {
            record.output = inRepository(value);
        } else if (argument.startsWith(u"/refout:")) {
            record.reference = inRepository(value).replace(u"/refint/"_s, u"/ref/"_s);
        } else if (argument.startsWith(u"/additionalfile:") || argument.startsWith(u"/refonly")
                   || argument.startsWith(u"/keyfile") || argument.startsWith(u"/addmodule")
                   || argument.startsWith(u"@")) {
            return std::nullopt;
        } else if (!argument.startsWith(u"/errorlog:") && argument != u"/noconfig" && !argument.startsWith(u"/pathmap:")
                   && !argument.startsWith(u"/pdb:") && !argument.startsWith(u"/touchedfiles:")) {
            record.options.append(argument);
        }
    }
    record.ownSources.sort();
    return record.output.isEmpty() ? std::nullopt : std::optional(record);
}

/// Puts every project behind those it refers to; false where that cannot be (it cannot happen in a build that worked).
bool order(const Site &site, QList<CompileRecord> &projects)
{
    QList<CompileRecord> sorted;
    while (!projects.isEmpty()) {
        const auto ready = std::find_if(projects.begin(), projects.end(), [&](const CompileRecord &project) {
            return std::none_of(projects.begin(), projects.end(), [&](const CompileRecord &other) {
                return other.key != project.key
                    && (project.references.contains(site.mountPoint + u'/' + other.reference)
                        || project.references.contains(site.mountPoint + u'/' + other.output));
            });
        });
        if (ready == projects.end())
            return false;
        for (int i = 0; i < sorted.size(); ++i) {
            if (ready->references.contains(site.mountPoint + u'/' + sorted[i].reference)
                || ready->references.contains(site.mountPoint + u'/' + sorted[i].output))
                ready->dependsOn.append(i);
        }
        sorted.append(*ready);
        projects.erase(ready);
    }
    projects = sorted;
    return true;
}

} // namespace

QStringList globbedSources(const QString &folder)
{
    return filesMatching(folder, {u"*.cs"_s}, {u"bin"_s, u"obj"_s, u".*"_s});
}

QByteArray fileHash(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
}

QByteArray filesHash(const QString &folder, const QStringList &files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &file : files) {
        hash.addData(file.toUtf8() + '\0');
        hash.addData(fileHash(file.startsWith(u'/') ? file : folder + u'/' + file));
    }
    return hash.result();
}

std::optional<BuildRecord> recordBuild(const Site &site, const QString &results, const QList<BuiltProject> &built,
                                       const QStringList &leftOut, const QString &projectFiles)
{
    BuildRecord record{.projectFiles = projectFiles, .built = built};
    for (const BuiltProject &project : built) {
        const QStringList arguments = linesIn(results + u"/projects/"_s + project.key + u".args"_s);
        auto read = project.built && !arguments.isEmpty() ? readArguments(site, arguments, project) : std::nullopt;
        if (!read)
            return std::nullopt;
        const QString folder = site.folder + u'/' + read->folder;
        QStringList expected = globbedSources(folder);
        expected.removeIf([&](const QString &file) {
            return leftOut.contains(read->folder.isEmpty() ? file : read->folder + u'/' + file);
        });
        if (expected != read->ownSources)
            return std::nullopt; // some are left out or lie elsewhere: only MSBuild knows which
        read->sources = filesHash(folder, read->ownSources);
        read->outputHash = fileHash(site.folder + u'/' + read->output);
        read->referenceHash =
            read->reference.isEmpty() ? read->outputHash : fileHash(site.folder + u'/' + read->reference);
        record.projects.append(*read);
    }
    if (record.projects.isEmpty() || !order(site, record.projects))
        return std::nullopt;
    return record;
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharpprojects.h"

#include "toolchain/filerules.h"
#include "toolchain/filetext.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

/// The solution that names all \p projects; of several the one nearest to the top.
QString coveringSolution(const QString &workspace, const QStringList &solutions, const QStringList &projects)
{
    QString best;
    for (const QString &solution : solutions) {
        const QStringList named = projectsOfSolution(bytesIn(workspace + u'/' + solution), solution);
        const bool all = std::all_of(projects.begin(), projects.end(),
                                     [&](const QString &project) { return named.contains(project); });
        if (all && (best.isEmpty() || solution.count(u'/') < best.count(u'/')))
            best = solution;
    }
    return best;
}

} // namespace

CSharpProjects findCSharpProjects(const QString &workspace, const QStringList &skip)
{
    CSharpProjects found;
    found.solutions = filesMatching(workspace, {u"*.sln"_s, u"*.slnx"_s}, skip);
    found.projects = filesMatching(workspace, {u"*.csproj"_s}, skip);
    for (const QString &project : found.projects) {
        const QByteArray text = bytesIn(workspace + u'/' + project);
        if (isTestProject(text))
            found.tests.append(project);
        found.windows = found.windows || text.contains("-windows");
    }
    found.target = coveringSolution(workspace, found.solutions, found.projects);
    if (found.target.isEmpty() && found.projects.size() == 1)
        found.target = found.projects.first();
    return found;
}

QStringList projectsOfSolution(const QByteArray &text, const QString &solution)
{
    static const QRegularExpression classic(uR"x(^\s*Project\("\{[^}]*\}"\)\s*=\s*"[^"]*",\s*"([^"]*\.csproj)")x"_s,
                                            QRegularExpression::MultilineOption
                                                | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression xml(uR"x(<Project\s[^>]*Path\s*=\s*"([^"]*\.csproj)")x"_s,
                                        QRegularExpression::CaseInsensitiveOption);
    const QString folder = solution.contains(u'/') ? solution.section(u'/', 0, -2) + u'/' : QString();
    QStringList projects;
    const bool isXml = solution.endsWith(u".slnx", Qt::CaseInsensitive);
    for (auto it = (isXml ? xml : classic).globalMatch(QString::fromUtf8(text)); it.hasNext();) {
        QString path = it.next().captured(1);
        projects.append(QDir::cleanPath(folder + path.replace(u'\\', u'/')));
    }
    return projects;
}

QByteArray makeSolution(const QStringList &projects)
{
    QByteArray text = "Microsoft Visual Studio Solution File, Format Version 12.00\n# Visual Studio Version 17\n";
    QByteArray configurations;
    for (const QString &project : projects) {
        const QByteArray id = QUuid::createUuidV5(QUuid(), project).toString(QUuid::WithBraces).toUpper().toUtf8();
        text += "Project(\"{9A19103F-16F7-4668-BE54-9A1E7A4F7556}\") = \""
            + project.section(u'/', -1).chopped(7).toUtf8() + "\", \"" + project.toUtf8() + "\", \"" + id
            + "\"\nEndProject\n";
        for (const char *kind : {".Debug|Any CPU.ActiveCfg", ".Debug|Any CPU.Build.0"})
            configurations += "\t\t" + id + kind + " = Debug|Any CPU\n";
    }
    return text
        + "Global\n\tGlobalSection(SolutionConfigurationPlatforms) = preSolution\n"
          "\t\tDebug|Any CPU = Debug|Any CPU\n\tEndGlobalSection\n"
          "\tGlobalSection(ProjectConfigurationPlatforms) = postSolution\n"
        + configurations + "\tEndGlobalSection\nEndGlobal\n";
}

bool isTestProject(const QByteArray &projectFile)
{
    static const QRegularExpression mark(
        uR"x(<IsTestProject>\s*true|<PackageReference\s[^>]*Include\s*=\s*"(?:Microsoft\.NET\.Test\.Sdk|xunit[\w.-]*|NUnit|MSTest[\w.]*|TUnit)"|Sdk\s*=\s*"MSTest\.Sdk)x"_s,
        QRegularExpression::CaseInsensitiveOption);
    return mark.match(QString::fromUtf8(projectFile)).hasMatch();
}

QString projectFilesHash(const QString &workspace, const QStringList &skip, const QByteArray &salt)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(salt);
    const QStringList globs = {u"*.csproj"_s,      u"*.props"_s,      u"*.targets"_s,
                               u"*.sln"_s,         u"*.slnx"_s,       u"global.json"_s,
                               u"nuget.config"_s,  u"NuGet.Config"_s, u"packages.lock.json"_s,
                               u"NuGet.config"_s,  u"*.ruleset"_s,    u".editorconfig"_s,
                               u".globalconfig"_s, u"*.rsp"_s};
    for (const QString &file : filesMatching(workspace, globs, skip)) {
        const QByteArray content = bytesIn(workspace + u'/' + file);
        hash.addData(file.toUtf8() + '\0' + QByteArray::number(content.size()) + '\0');
        hash.addData(content);
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace stepladder::toolchain

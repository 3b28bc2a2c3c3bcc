// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharpbuild.h"

#include "toolchain/filetext.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QVersionNumber>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

/// "net8.0", "net8.0-windows", "netcoreapp3.1" → 8.0, 8.0, 3.1; null for .NET Framework and .NET Standard.
QVersionNumber dotnetVersion(const QString &framework)
{
    static const QRegularExpression modern(u"^(?:net|netcoreapp)(\\d+\\.\\d+)"_s);
    const auto match = modern.match(framework);
    return match.hasMatch() ? QVersionNumber::fromString(match.captured(1)) : QVersionNumber();
}

QString escapedXml(const QString &text)
{
    return text.toHtmlEscaped();
}

} // namespace

QByteArray buildTargets(const QString &results, const QStringList &leaveOut)
{
    QString removed;
    for (const QString &file : leaveOut)
        removed += u"    <Compile Remove=\"%1\" />\n"_s.arg(escapedXml(file));
    return uR"xml(<Project>
  <PropertyGroup>
    <StepladderOut>%1</StepladderOut>
    <StepladderKey>$(MSBuildProjectName).$([MSBuild]::StableStringHash($(MSBuildProjectFullPath))).$(TargetFramework)</StepladderKey>
    <ErrorLog>$(StepladderOut)/sarif/$(StepladderKey).sarif,version=2.1</ErrorLog>
    <ProvideCommandLineArgs>true</ProvideCommandLineArgs>
  </PropertyGroup>
  <ItemGroup>
    <CustomAdditionalCompileInputs Include="$(MSBuildThisFileFullPath)" />
%2  </ItemGroup>
  <Target Name="StepladderDescribe" BeforeTargets="CoreCompile">
    <PropertyGroup>
      <StepladderLines>project=$(MSBuildProjectFullPath)
framework=$(TargetFramework)
assembly=$(TargetPath)
test=$(IsTestProject)
platform=$(IsTestingPlatformApplication)
xunitplatform=$(UseMicrosoftTestingPlatformRunner)
adapters=$(VSTestTestAdapterPath.Replace(';','|'))
settings=$(RunSettingsFilePath)
assets=$(ProjectAssetsFile)
roslyn=$(RoslynTargetsPath)</StepladderLines>
    </PropertyGroup>
    <WriteLinesToFile File="$(StepladderOut)/projects/$(StepladderKey).txt" Lines="$(StepladderLines)" Overwrite="true" />
    <WriteLinesToFile File="$(StepladderOut)/projects/$(StepladderKey).compile" Lines="@(Compile->'%(FullPath)')" Overwrite="true" />
  </Target>
  <Target Name="StepladderRecord" AfterTargets="CoreCompile">
    <WriteLinesToFile File="$(StepladderOut)/projects/$(StepladderKey).args" Lines="@(CscCommandLineArgs)" Overwrite="true" />
  </Target>
  <Target Name="StepladderBuilt" AfterTargets="CopyFilesToOutputDirectory">
    <WriteLinesToFile File="$(StepladderOut)/projects/$(StepladderKey).built" Lines="built" Overwrite="true" />
  </Target>
</Project>
)xml"_s.replace(u"%1"_s, escapedXml(results))
        .replace(u"%2"_s, removed)
        .toUtf8();
}

QList<BuiltProject> readBuiltProjects(const QString &results)
{
    const QString folder = results + u"/projects/"_s;
    QList<BuiltProject> projects;
    for (const QString &name : QDir(folder).entryList({u"*.txt"_s}, QDir::Files, QDir::Name)) {
        QMap<QString, QString> values;
        for (const QString &line : linesIn(folder + name))
            values.insert(line.section(u'=', 0, 0), line.section(u'=', 1).trimmed());
        const auto isTrue = [&](const QString &key) { return values[key].compare(u"true", Qt::CaseInsensitive) == 0; };
        const QString key = name.chopped(4);
        projects.append({.key = key,
                         .project = values[u"project"_s],
                         .framework = values[u"framework"_s],
                         .assembly = values[u"assembly"_s],
                         .isTest = isTrue(u"test"_s) || isTrue(u"platform"_s),
                         .testingPlatform = isTrue(u"platform"_s),
                         .xunitOnTestingPlatform = isTrue(u"xunitplatform"_s),
                         .adapters = values[u"adapters"_s].replace(u'|', u';'),
                         .runSettings = values[u"settings"_s],
                         .assets = values[u"assets"_s],
                         .roslyn = values[u"roslyn"_s],
                         .compiled = linesIn(folder + key + u".compile"_s),
                         .built = QFile::exists(folder + key + u".built"_s)});
    }
    return projects;
}

QString coverletFolder(const QByteArray &assets)
{
    const QJsonObject json = QJsonDocument::fromJson(assets).object();
    const QJsonObject libraries = json[u"libraries"].toObject();
    for (auto it = libraries.begin(); it != libraries.end(); ++it) {
        if (!it.key().startsWith(u"coverlet.collector/", Qt::CaseInsensitive))
            continue;
        for (const QString &packages : json[u"packageFolders"].toObject().keys()) {
            const QDir build(QDir::cleanPath(packages + u'/' + it->toObject()[u"path"].toString()) + u"/build"_s);
            for (const QString &name : build.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
                if (build.exists(name + u"/coverlet.collector.dll"_s))
                    return build.filePath(name);
            }
        }
    }
    return {};
}

QList<BuiltProject> runnableTests(const QList<BuiltProject> &projects, const QStringList &runtimes)
{
    QSet<int> majors;
    for (const QString &runtime : runtimes)
        majors.insert(QVersionNumber::fromString(runtime).majorVersion());
    const auto rank = [&](const BuiltProject &project) {
        const QVersionNumber version = dotnetVersion(project.framework);
        return std::pair(majors.contains(version.majorVersion()), version);
    };
    QMap<QString, BuiltProject> chosen;
    for (const BuiltProject &project : projects) {
        if (!project.isTest || dotnetVersion(project.framework).isNull())
            continue;
        const auto it = chosen.constFind(project.project);
        if (it == chosen.constEnd() || rank(*it) < rank(project))
            chosen.insert(project.project, project);
    }
    return chosen.values();
}

std::optional<domain::Error> dotnetFault(const ProcessResult &done)
{
    const QString output = QString::fromUtf8(done.output);
    static const QRegularExpression sdk(
        u"A compatible .NET SDK was not found|The SDK 'Microsoft\\.NET\\.Sdk[^']*' specified could not be found|"
        "Requested SDK version: *(\\S+)"_s);
    static const QRegularExpression runtime(u"You must install or update .NET to run this application"_s);
    if (done.exitCode == 0)
        return std::nullopt;
    if (const auto match = sdk.match(output); match.hasMatch()) {
        static const QRegularExpression requested(u"Requested SDK version: *(\\S+)"_s);
        const QString version = requested.match(output).captured(1);
        return domain::Error{
            domain::ErrorKind::MissingTool,
            version.isEmpty()
                ? u"the .NET SDK here has not all that the projects ask for: https://dotnet.microsoft.com/download"_s
                : u"global.json asks for .NET SDK %1, which is not here: https://dotnet.microsoft.com/download"_s.arg(
                    version),
            output.left(2000)};
    }
    if (runtime.match(output).hasMatch())
        return domain::Error{domain::ErrorKind::MissingTool,
                             u"a .NET runtime that the tests need is missing: https://dotnet.microsoft.com/download"_s,
                             output.left(2000)};
    return std::nullopt;
}

QList<domain::Diagnostic> mergeDiagnostics(const QList<domain::Diagnostic> &first,
                                           const QList<domain::Diagnostic> &second)
{
    QList<domain::Diagnostic> all;
    QSet<QString> seen;
    for (const auto &list : {first, second}) {
        for (const domain::Diagnostic &d : list) {
            const QString key = u"%1|%2|%3|%4|%5"_s.arg(d.id, d.file)
                                    .arg(d.line)
                                    .arg(d.line > 0 ? d.column : 0)
                                    .arg(d.line > 0 && !d.id.isEmpty() ? QString() : d.message);
            if (seen.contains(key))
                continue;
            seen.insert(key);
            all.append(d);
        }
    }
    return all;
}

} // namespace stepladder::toolchain

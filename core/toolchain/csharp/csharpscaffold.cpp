// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharpscaffold.h"

#include "toolchain/filerules.h"
#include "toolchain/scaffolding.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

/// The framework that `dotnet new` wrote into the project, for the tests to have the same.
QString targetFrameworkOf(const QString &project)
{
    static const QRegularExpression element(u"<TargetFramework>([^<]+)<"_s);
    QFile file(project);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return element.match(QString::fromUtf8(file.readAll())).captured(1);
}

} // namespace

QByteArray testProjectFile(const TestFramework &framework, const QString &targetFramework, const QString &reference)
{
    QMap<QString, QString> properties = framework.properties;
    properties.insert(u"ImplicitUsings"_s, u"enable"_s);
    properties.insert(u"IsPackable"_s, u"false"_s);
    properties.insert(u"Nullable"_s, u"enable"_s);
    properties.insert(u"TargetFramework"_s, targetFramework);
    QString text = u"<Project Sdk=\"Microsoft.NET.Sdk\">\n\n  <PropertyGroup>\n"_s;
    for (auto it = properties.begin(); it != properties.end(); ++it)
        text += u"    <%1>%2</%1>\n"_s.arg(it.key(), it.value());
    text += u"  </PropertyGroup>\n\n  <ItemGroup>\n"_s;
    for (auto it = framework.packages.begin(); it != framework.packages.end(); ++it)
        text += u"    <PackageReference Include=\"%1\" Version=\"%2\" />\n"_s.arg(it.key(), it.value());
    text += u"  </ItemGroup>\n\n"_s;
    if (!framework.globalUsing.isEmpty())
        text += u"  <ItemGroup>\n    <Using Include=\"%1\" />\n  </ItemGroup>\n\n"_s.arg(framework.globalUsing);
    text += u"  <ItemGroup>\n    <ProjectReference Include=\"%1\" />\n  </ItemGroup>\n\n</Project>\n"_s.arg(reference);
    return text.toUtf8();
}

Result<QStringList> scaffoldCSharp(const Descriptor &descriptor, SiteRunner &runner, const Tooling &tooling,
                                   const QString &scaffold, const QString &projectName, const QString &testFramework)
{
    const Scaffold *found = descriptor.scaffold(scaffold);
    if (!found)
        return domain::fail(ErrorKind::BadInput, u"scaffold: \"%1\" is not one of those for C#"_s.arg(scaffold));
    const TestFramework *framework = descriptor.framework(testFramework);
    if (!framework)
        return domain::fail(ErrorKind::BadInput,
                            u"testFramework: \"%1\" is not one of those for C#"_s.arg(testFramework));
    if (const auto valid = checkProjectName(projectName); !valid)
        return domain::fail(valid.error());

    const auto dotnet = [&](QStringList arguments) -> Result<void> {
        const QString show = shellLine(QStringList{u"dotnet"_s} + arguments);
        arguments.prepend(tooling.paths.value(u"dotnet"_s));
        const auto done = runner.run({.argv = arguments,
                                      .show = show,
                                      .timeoutMs = 120'000,
                                      .environment = tooling.environment,
                                      .binds = tooling.binds});
        if (!done)
            return domain::fail(done.error());
        if (done->exitCode != 0 || done->ending != ProcessEnding::Exited)
            return domain::fail(ErrorKind::Toolchain, u"scaffold %1: `%2` failed"_s.arg(scaffold, show),
                                QString::fromUtf8(done->output.right(2000)));
        return {};
    };
    const QString workspace = runner.site().workspaceFolder();
    const QString project = u"src/%1/%1.csproj"_s.arg(projectName);
    const QString tests = u"tests/%1.Tests/%1.Tests.csproj"_s.arg(projectName);
    for (const QStringList &command : found->commands) {
        if (const auto done = dotnet(fillScaffold(command, projectName)); !done)
            return domain::fail(done.error());
    }
    QFile::remove(workspace + u"/src/%1/Class1.cs"_s.arg(projectName)); // an empty class says nothing
    QDir(workspace).mkpath(u"tests/%1.Tests"_s.arg(projectName));
    QFile file(workspace + u'/' + tests);
    if (!file.open(QIODevice::WriteOnly)
        || file.write(testProjectFile(*framework, targetFrameworkOf(workspace + u'/' + project), u"../../"_s + project))
            < 0)
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(tests, file.errorString()));
    file.close();
    if (const auto done = dotnet({u"sln"_s, u"add"_s, project, tests}); !done)
        return domain::fail(done.error());
    return filesMatching(workspace, {u"*"_s}, descriptor.outputs);
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/sample.h"

#include "domain/jsonreader.h"
#include "storage/resources.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QStandardPaths>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

Result<void> copyOut(const QString &from, const QString &to)
{
    QDirIterator it(from, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString source = it.next();
        const QString target = to + source.mid(from.size());
        if (!QDir().mkpath(QFileInfo(target).absolutePath()) || !QFile::copy(source, target))
            return domain::fail(ErrorKind::Io, u"%1 cannot be written"_s.arg(target));
        // What comes out of the program is read-only.
        QFile::setPermissions(target, QFile::permissions(target) | QFile::WriteOwner);
    }
    return {};
}

} // namespace

QString languageOfSample()
{
    return QStandardPaths::findExecutable(u"dotnet"_s).isEmpty() ? u"python"_s : u"csharp"_s;
}

Result<engine::StartRequest> layOutSample(const storage::Locations &locations, const QString &language)
{
    const QString bundled = u":/stepladder/samples/"_s + language;
    const QString time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    const QString folder = u"%1/samples/%2-%3"_s.arg(locations.state, language, time);
    if (!QDir().mkpath(folder + u"/workspace"_s))
        return domain::fail(ErrorKind::Io, u"%1 cannot be made"_s.arg(folder));
    if (const auto copied = copyOut(bundled, folder); !copied)
        return domain::fail(copied.error());
    const auto read = [&folder](const QString &name) -> Result<QByteArray> {
        QFile file(folder + u'/' + name);
        if (!file.open(QIODevice::ReadOnly))
            return domain::fail(ErrorKind::Io, u"%1 cannot be read"_s.arg(file.fileName()));
        return file.readAll();
    };
    const auto planText = read(u"plan.json"_s);
    const auto modelsText = read(u"models.json"_s);
    if (!planText || !modelsText)
        return domain::fail(planText ? modelsText.error() : planText.error());
    const auto plan = domain::readPlan(*planText, folder + u"/plan.json"_s);
    if (!plan)
        return domain::fail(plan.error());
    const auto json = domain::parseJsonObject(*modelsText, folder + u"/models.json"_s);
    if (!json)
        return domain::fail(json.error());
    const auto models = domain::modelsFromJson(*json, folder + u"/models.json"_s, folder);
    if (!models)
        return domain::fail(models.error());
    return engine::StartRequest{.plan = *plan,
                                .workspace = folder + u"/workspace"_s,
                                .models = *models,
                                .noEnsemble = true,
                                .noExpert = true,
                                .noHuman = true};
}

} // namespace stepladder::ui

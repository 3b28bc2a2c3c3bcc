// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inputs.h"

#include "app/console.h"
#include "domain/jsonreader.h"

#include <QFileInfo>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

Result<domain::Plan> readPlanFile(const QString &file)
{
    const auto text = readInput(file);
    if (!text)
        return domain::fail(text.error());
    return domain::readPlan(*text, file);
}

Result<domain::ModelsConfig> readModelsFile(const QString &given, const storage::Locations &locations)
{
    const QString file = given.isEmpty() ? locations.config + u"/models.json"_s : given;
    if (given.isEmpty() && !QFileInfo::exists(file))
        return domain::fail(ErrorKind::BadInput,
                            u"no models are configured: give --models FILE, or write %1"_s.arg(file));
    const auto text = readInput(file);
    if (!text)
        return domain::fail(text.error());
    const auto json = domain::parseJsonObject(*text, file);
    if (!json)
        return domain::fail(json.error());
    return domain::modelsFromJson(*json, file, QFileInfo(file).absolutePath());
}

Result<QString> checkWorkspace(const QString &folder)
{
    if (folder.isEmpty())
        return domain::fail(ErrorKind::BadInput, u"--workspace: is missing, expected a folder"_s);
    if (!QFileInfo(folder).isDir())
        return domain::fail(ErrorKind::BadInput, u"--workspace: %1 is no folder"_s.arg(folder));
    return QFileInfo(folder).canonicalFilePath();
}

Result<std::optional<domain::MicroUsd>> amountOption(const QCommandLineParser &parser, const QString &option)
{
    if (!parser.isSet(option))
        return std::optional<domain::MicroUsd>();
    const auto amount = domain::microUsdFromText(parser.value(option));
    if (!amount)
        return domain::fail(ErrorKind::BadInput,
                            u"--%1: expected dollars, as in 2.50 (found \"%2\")"_s.arg(option, parser.value(option)));
    return amount;
}

Result<std::optional<int>> countOption(const QCommandLineParser &parser, const QString &option, int min)
{
    if (!parser.isSet(option))
        return std::optional<int>();
    bool ok = false;
    const int count = parser.value(option).toInt(&ok);
    if (!ok || count < min)
        return domain::fail(
            ErrorKind::BadInput,
            u"--%1: expected a whole number from %2 (found \"%3\")"_s.arg(option).arg(min).arg(parser.value(option)));
    return std::optional(count);
}

} // namespace stepladder::app

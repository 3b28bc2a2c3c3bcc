// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "toolchain/results/resultjson.h"
#include "toolchain/results/resultreader.h"

#include <QJsonArray>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

QString plainLine(const QJsonObject &o)
{
    const QString file = o[u"file"].toString();
    if (o[u"type"] == u"results"_s) {
        const QJsonObject t = o[u"tests"].toObject();
        return u"%1: %2, %3 tests: %4 passed, %5 failed, %6 skipped"_s.arg(file, o[u"format"].toString())
            .arg(t[u"total"].toInt())
            .arg(t[u"passed"].toInt())
            .arg(t[u"failed"].toInt())
            .arg(t[u"skipped"].toInt());
    }
    if (o[u"type"] == u"coverage"_s)
        return u"%1: coverage, %2 of %3 lines"_s.arg(file)
            .arg(o[u"lines"][u"covered"].toInt())
            .arg(o[u"lines"][u"total"].toInt());
    return u"%1: %2 diagnostics"_s.arg(file).arg(o[u"diagnostics"].toArray().size());
}

/// What a reader of the counts has to know beside them: an aborted run, counters that the rows contradict.
QStringList notesOf(const toolchain::ResultFile &results)
{
    const auto *tests = std::get_if<domain::TestReport>(&results.content);
    return tests ? tests->notes : QStringList();
}

Result<toolchain::ResultFile> readOne(const QString &file)
{
    const auto bytes = readInput(file);
    if (!bytes)
        return domain::fail(bytes.error());
    return toolchain::readResults(*bytes, file);
}

} // namespace

int resultsCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"one object a line"_s});
    int exitCode = Ok;
    const auto files = parseArguments(parser, u"results"_s, arguments, 1, -1, &exitCode);
    if (!files)
        return exitCode;
    const bool json = parser.isSet(u"json"_s);
    for (const QString &file : *files) {
        const auto results = readOne(file);
        if (results) {
            const QJsonObject object = toolchain::toResultsJson(*results, file);
            json ? outJson(object) : out(plainLine(object));
            for (const QString &note : notesOf(*results))
                err(u"stepladder: %1: %2"_s.arg(file, note));
            continue;
        }
        exitCode = BadInput; // after the others
        json ? outJson(toolchain::toErrorJson(results.error(), file))
             : err(u"stepladder: %1"_s.arg(results.error().message));
    }
    return exitCode;
}

} // namespace stepladder::app

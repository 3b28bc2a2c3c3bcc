// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "engine/reports/runreport.h"
#include "storage/locations.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;

int showCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"format"_s, u"md, json or html (md)"_s, u"FORMAT"_s, u"md"_s},
                       {u"verify"_s, u"check the whole chain of the journal first"_s}});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"show"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    const storage::Locations locations = storage::Locations::fromEnvironment();
    const QString format = parser.value(u"format"_s);
    if (format != u"md"_s && format != u"json"_s && format != u"html"_s)
        return failWith(
            {domain::ErrorKind::BadInput, u"--format: expected md, json or html (found \"%1\")"_s.arg(format)});
    const auto folder = locations.existingRun(positional->first());
    if (!folder)
        return failWith(folder.error());
    const auto reader = journal::JournalReader::open(*folder);
    if (!reader)
        return failWith(reader.error());
    if (parser.isSet(u"verify"_s)) {
        const auto verified = (*reader)->verify();
        if (!verified)
            return failWith(verified.error());
        err(u"the chain of all %1 entries holds"_s.arg(*verified));
    }
    const auto report = engine::readReport(**reader);
    if (!report)
        return failWith(report.error());
    if (format == u"json"_s)
        outJson(engine::reportJson(*report));
    else
        out(format == u"html"_s ? engine::reportHtml(*report) : engine::reportMarkdown(*report));
    return Ok;
}

} // namespace stepladder::app

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "memory/memorystore.h"
#include "storage/locations.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostHits = 20;

int search(memory::MemoryStore &store, const QString &text, bool json)
{
    const auto found = store.search(text, kMostHits);
    if (!found)
        return failWith(found.error());
    for (const memory::StepRecord &record : *found) {
        if (json) {
            outJson(memory::toJson(record));
            continue;
        }
        const QString end =
            record.eventuallySucceeded ? u"succeeded: %1"_s.arg(record.successfulApproach) : u"never passed"_s;
        out(u"%1  %2  %3\n    %4 attempts, %5"_s.arg(record.id)
                .arg(record.fileName, record.signature)
                .arg(record.attempts.size())
                .arg(end));
    }
    if (found->isEmpty() && !json)
        out(u"nothing found"_s);
    return Ok;
}

int stats(memory::MemoryStore &store, bool json)
{
    const auto s = store.stats();
    if (!s)
        return failWith(s.error());
    if (json) {
        outJson({{u"failures"_s, s->failures},
                 {u"recovered"_s, s->recovered},
                 {u"successes"_s, s->successes},
                 {u"openTodos"_s, s->openTodos}});
        return Ok;
    }
    out(u"steps that passed at the first attempt: %1\nsteps that failed at least once: %2, of those accepted in the end: %3\nopen to-dos: %4"_s
            .arg(s->successes)
            .arg(s->failures)
            .arg(s->recovered)
            .arg(s->openTodos));
    return Ok;
}

} // namespace

int memoryCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"one object a line"_s});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"memory"_s, arguments, 1, 2, &exitCode);
    if (!positional)
        return exitCode;
    const auto store = memory::MemoryStore::open(storage::Locations::fromEnvironment().memory());
    if (!store)
        return failWith(store.error());
    const bool json = parser.isSet(u"json"_s);
    if (positional->first() == u"search"_s && positional->size() == 2)
        return search(**store, positional->at(1), json);
    if (positional->first() == u"stats"_s && positional->size() == 1)
        return stats(**store, json);
    return failWith({domain::ErrorKind::BadInput,
                     u"memory: expected search TEXT or stats (found \"%1\")"_s.arg(positional->join(u' '))});
}

} // namespace stepladder::app

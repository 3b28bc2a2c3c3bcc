// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runoutput.h"

#include "app/console.h"
#include "app/interrupts.h"
#include "engine/reports/runreport.h"
#include "journal/journalreader.h"
#include "journal/runindex.h"
#include "storage/clock.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::RunStatus;
using engine::RunOutcome;

namespace {

int exitCodeOf(const RunOutcome &outcome)
{
    if (outcome.finished.status == RunStatus::Paused
        && (outcome.pauseKind == u"unscripted"_s || outcome.pauseKind == u"bad_input"_s))
        return BadInput;
    if (outcome.finished.status == RunStatus::Paused && outcome.pauseKind == u"missing"_s)
        return Missing;
    return domain::exitCode(outcome.finished.status);
}

QString gitFolderOf(const storage::Locations &locations, const QString &run)
{
    const auto reader = journal::JournalReader::open(locations.run(run));
    if (!reader)
        return {};
    const auto report = engine::readReport(**reader);
    return report ? report->gitFolder : QString();
}

void printCounts(const domain::StepCounts &n)
{
    QStringList parts;
    const std::pair<int, QString> counts[] = {
        {n.accepted, u"accepted"_s},   {n.acceptedByPerson, u"accepted by a person"_s},
        {n.unproven, u"unproven"_s},   {n.stubbed, u"stubbed"_s},
        {n.unchanged, u"unchanged"_s}, {n.skipped, u"skipped"_s},
        {n.waiting, u"waiting"_s},     {n.blocked, u"blocked"_s},
        {n.pending, u"pending"_s}};
    for (const auto &[count, name] : counts) {
        if (count > 0)
            parts.append(u"%1 %2"_s.arg(count).arg(name));
    }
    out(u"steps: %1"_s.arg(parts.join(u", "_s)));
}

void printOpenRequests(const storage::Locations &locations, const QString &run)
{
    const auto index = journal::RunIndex::open(locations.index());
    if (!index)
        return;
    for (const domain::Request &request : (*index)->openRequests().value_or(QList<domain::Request>())) {
        if (request.run == run)
            out(u"waiting: %1\n  stepladder guidance show %2"_s.arg(request.title, request.id));
    }
}

void printSummary(const storage::Locations &locations, const RunOutcome &outcome)
{
    const domain::RunFinished &f = outcome.finished;
    const QString reason = outcome.reason.isEmpty() ? QString() : u": "_s + outcome.reason;
    out(u"\nrun %1 %2%3"_s.arg(f.run, domain::toString(f.status), reason));
    printCounts(f.steps);
    out(u"attempts: %1, cost: %2"_s.arg(f.attempts).arg(domain::usdText(f.cost)));
    const QString folder = locations.run(f.run);
    if (f.status == RunStatus::Paused) {
        printOpenRequests(locations, f.run);
        const QString budget = outcome.pauseKind == u"cap"_s ? u" --budget USD"_s : QString();
        out(u"go on with: stepladder resume %1%2"_s.arg(f.run, budget));
    } else {
        out(u"report: %1/report/summary.md"_s.arg(folder));
    }
    out(u"branch: stepladder/%1 in %2"_s.arg(f.run, gitFolderOf(locations, f.run)));
    out(u"journal: %1/journal.sqlite"_s.arg(folder));
}

} // namespace

int driveRun(const storage::Locations &locations, bool json,
             const std::function<domain::Result<QString>(engine::RunController &)> &begin)
{
    const storage::SystemClock clock;
    ProgressPrinter printer(ProgressPrinter::styleFor(json));
    engine::RunController controller(locations, clock,
                                     {.entries = [&](const QList<domain::Entry> &entries) { printer.entries(entries); },
                                      .progress = [&](const QString &line) { printer.progress(line); },
                                      .test = [&](const engine::TestNews &news) { printer.test(news); }});
    RunOutcome outcome;
    {
        const Interrupts interrupts(
            [&] {
                printer.progress(u"pausing: what is in flight finishes (Ctrl-C again stops at once)"_s);
                controller.pause();
            },
            [&] { controller.stop(); });
        const auto run = begin(controller);
        if (!run)
            return failWith(run.error());
        outcome = controller.wait();
    }
    printer.finish();
    if (json)
        outJson(domain::toJson(outcome.finished));
    else
        printSummary(locations, outcome);
    const int code = exitCodeOf(outcome);
    if (outcome.error && (code == BadInput || code == Missing))
        err(u"stepladder: %1"_s.arg(outcome.error->message));
    return code;
}

} // namespace stepladder::app

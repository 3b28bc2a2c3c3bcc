// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/runcontroller.h"
#include "journal/journal.h"

#include <QFile>
#include <QJsonObject>

/// A made-up run of many steps, entry by entry, for the benchmarks of the window.
namespace stepladder::bench {

using namespace Qt::StringLiterals;

constexpr int kSteps = 40;

/// Proportional set size in MiB (proc(5), smaps_rollup).
inline double pssMib()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).simplified().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

inline QString stepName(int i)
{
    return u"s%1"_s.arg(i % kSteps);
}

inline domain::Plan planOf()
{
    domain::Plan plan{.task = u"a busy run"_s, .language = u"text"_s, .projectName = u"busy"_s, .steps = {}};
    for (int i = 0; i < kSteps; ++i)
        plan.steps.append({.id = stepName(i),
                           .title = stepName(i),
                           .description = u"write it"_s,
                           .file = u"src/file%1.txt"_s.arg(i)});
    return plan;
}

inline void begin(journal::Journal &journal, const storage::Locations &locations)
{
    const auto ladder = engine::readLadder(locations, u"never-surrender"_s);
    journal.append(std::nullopt,
                   {.type = u"run.started"_s,
                    .data = {{u"task"_s, u"a busy run"_s},
                             {u"language"_s, u"text"_s},
                             {u"workspace"_s, u"/nowhere"_s},
                             {u"branch"_s, u"stepladder/busy"_s},
                             {u"mode"_s, u"guarded"_s},
                             {u"plan"_s, domain::toJson(planOf())},
                             {u"ladder"_s, domain::toJson(*ladder)},
                             {u"options"_s, QJsonObject()},
                             {u"caps"_s, QJsonObject()},
                             {u"pins"_s, QJsonObject()},
                             {u"version"_s, u"0"_s}}});
    for (int i = 0; i < kSteps; ++i)
        journal.append(
            std::nullopt,
            {.type = u"step.started"_s,
             .step = stepName(i),
             .data = {{u"title"_s, stepName(i)}, {u"file"_s, u"f"_s}, {u"epoch"_s, 0}, {u"base"_s, QString()}}});
    journal.flush();
}

inline journal::Draft entry(int i)
{
    const int attempt = 1 + i / 4000;
    if (i % 100 == 0)
        return {.type = u"attempt.started"_s,
                .step = stepName(i / 100),
                .attempt = attempt,
                .data = {{u"number"_s, attempt},
                         {u"rung"_s, u"first"_s},
                         {u"kind"_s, u"generate"_s},
                         {u"role"_s, u"generator"_s},
                         {u"model"_s, u"m"_s},
                         {u"counted"_s, true},
                         {u"epoch"_s, 0}}};
    return {.type = u"insight"_s,
            .step = stepName(i),
            .attempt = attempt,
            .data = {{u"role"_s, u"generator"_s},
                     {u"model"_s, u"m"_s},
                     {u"entryType"_s, u"insight"_s},
                     {u"contentType"_s, u"note"_s},
                     {u"text"_s, u"The token is accepted and never passed on, line %1."_s.arg(i)}}};
}

} // namespace stepladder::bench

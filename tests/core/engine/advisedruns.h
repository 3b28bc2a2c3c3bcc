// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runfixture.h"
#include "schemafit.h"

#include "guidance/drafts.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

namespace stepladder::tests {

/// A RunFixture whose first attempts are judged too low, by a judge who says why.
struct AdvisedRuns : RunFixture
{
    /// Ladder "short": first, expert, human, stub.
    AdvisedRuns()
    {
        put(QStringLiteral("ladders/short.json"),
            R"({"id":"short","title":"short","rungs":[{"id":"first","kind":"generate","roles":["generator"],"carries":["feedback"]},{"id":"expert","kind":"expert","repeat":5,"carries":["everything"]},{"id":"human","kind":"human","roles":["premium"],"carries":["everything"],"deadlineHours":24},{"id":"stub","kind":"stub"}]})");
        scriptAnalysis();
    }
    void scriptAnalysis()
    {
        script(
            {{QStringLiteral("purpose"), QStringLiteral("analyze")}},
            QStringLiteral(
                R"({"rootCause":"a cold heart","mistakePatterns":{},"correctApproach":"warmth","exampleCode":"","suggestedActions":["smile"],"shouldSplitFile":false,"suggestedFileSplit":[],"missingFiles":[]})"),
            {{QStringLiteral("repeat"), true}});
    }
    /// What was scripted is gone: each run begins to read from the first line.
    void forgetScript()
    {
        write(QStringLiteral("answers.jsonl"), {});
        scriptAnalysis();
    }
    void put(const QString &configFile, const QByteArray &content) const
    {
        const QString path = locations().config + QLatin1Char('/') + configFile;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }
    /// Attempt \p number of \p step writes \p text; the judge gives \p score and names \p fault.
    void scriptAttempt(const QString &step, int number, const QString &text, double score, const QString &fault = {},
                       const QString &inPrompt = {})
    {
        QJsonObject match{{QStringLiteral("purpose"), QStringLiteral("generate")},
                          {QStringLiteral("step"), step},
                          {QStringLiteral("attempt"), number}};
        if (!inPrompt.isEmpty())
            match.insert(QStringLiteral("contains"), inPrompt);
        script(match, block(step + QStringLiteral(".txt"), text));
        QJsonArray issues;
        if (!fault.isEmpty())
            issues.append(QJsonObject{{QStringLiteral("severity"), QStringLiteral("error")},
                                      {QStringLiteral("line"), 1},
                                      {QStringLiteral("message"), fault}});
        const QJsonObject review{{QStringLiteral("score"), score},
                                 {QStringLiteral("summary"), fault.isEmpty() ? QStringLiteral("fine") : fault},
                                 {QStringLiteral("issues"), issues}};
        script({{QStringLiteral("purpose"), QStringLiteral("review")},
                {QStringLiteral("step"), step},
                {QStringLiteral("attempt"), number}},
               QString::fromUtf8(QJsonDocument(review).toJson(QJsonDocument::Compact)));
    }
    /// A request with a judge; "expert", a third model, plays expert where \p withExpert.
    engine::StartRequest asked(const QStringList &files, bool withExpert = false, double price = 0) const
    {
        engine::StartRequest start = request(plan(files));
        start.models = models(price);
        start.models.roles.insert(QStringLiteral("judges"), {QStringLiteral("cheap")});
        if (withExpert) {
            start.models.models.append({.id = QStringLiteral("sage"),
                                        .endpoint = QStringLiteral("script"),
                                        .name = QStringLiteral("sage"),
                                        .price = {price, price}});
            start.models.roles.insert(QStringLiteral("expert"), {QStringLiteral("sage")});
        }
        start.ladder = QStringLiteral("short");
        start.noWait = true;
        return start;
    }
    engine::RunOutcome goOn() { return resume({.run = lastRun(), .noWait = true}); }
    QJsonObject consulted() const { return entries({QStringLiteral("expert.consulted")}).value(0).data; }
    /// "" where every entry fits its schema and nothing diverged.
    QString misfit() const
    {
        for (const domain::Entry &entry : entries()) {
            const QString why = tests::misfit(
                tests::folder(QStringLiteral("entries/") + entry.type + QStringLiteral(".json")), entry.data);
            if (!why.isEmpty() || entry.type == QStringLiteral("step.diverged"))
                return entry.type + QStringLiteral(": ") + why;
        }
        return {};
    }
    /// How steps ended: "a: accepted by expert_system" …
    QStringList ends() const
    {
        QStringList ends;
        for (const domain::Entry &entry : entries({QStringLiteral("step.ended")}))
            ends.append(QStringLiteral("%1: %2 by %3")
                            .arg(entry.step, entry.data[QStringLiteral("state")].toString(),
                                 entry.data[QStringLiteral("strategy")].toString()));
        return ends;
    }
};

} // namespace stepladder::tests

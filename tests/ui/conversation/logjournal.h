// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "storage/clock.h"
#include "storage/locations.h"
#include "ui/run/openrun.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

namespace stepladder::tests {

/// A run whose journal a test writes entry by entry, and how the window has it.
struct LogJournal
{
    QTemporaryDir dir;
    storage::Locations locations = storage::Locations::under(dir.filePath(QStringLiteral("home")));
    storage::ManualClock clock{1'795'356'131'000};
    QString run = QStringLiteral("r1");
    std::unique_ptr<journal::Journal> journal;
    std::shared_ptr<ui::LiveNews> news = std::make_shared<ui::LiveNews>();

    LogJournal()
    {
        auto made = journal::Journal::create(locations.run(run), run, clock);
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        journal = std::move(*made);
    }

    std::unique_ptr<ui::OpenRun> open() { return std::make_unique<ui::OpenRun>(locations, clock, run, nullptr, news); }

    qint64 add(const QString &type, const QString &step, int attempt, const QJsonObject &data)
    {
        clock.advance(1300);
        const auto seq = journal->append(std::nullopt, {.type = type, .step = step, .attempt = attempt, .data = data});
        if (!seq)
            qFatal("%s", qPrintable(seq.error().message));
        return *seq;
    }
    void flush()
    {
        if (const auto flushed = journal->flush(); !flushed)
            qFatal("%s", qPrintable(flushed.error().message));
    }

    void start(const QStringList &files)
    {
        QJsonArray steps;
        for (const QString &file : files) {
            steps.append(QJsonObject{{QStringLiteral("id"), file.section(QLatin1Char('.'), 0, 0)},
                                     {QStringLiteral("title"), QStringLiteral("Write ") + file},
                                     {QStringLiteral("file"), file}});
        }
        add(QStringLiteral("run.started"), {}, 0,
            {{QStringLiteral("task"), QStringLiteral("orders of a shop")},
             {QStringLiteral("plan"), QJsonObject{{QStringLiteral("steps"), steps}}}});
    }
    qint64 attempt(const QString &step, int number, const QString &rung, const QString &model)
    {
        return add(QStringLiteral("attempt.started"), step, number,
                   {{QStringLiteral("number"), number},
                    {QStringLiteral("rung"), rung},
                    {QStringLiteral("kind"), QStringLiteral("generate")},
                    {QStringLiteral("role"), QStringLiteral("generator")},
                    {QStringLiteral("model"), model},
                    {QStringLiteral("counted"), true},
                    {QStringLiteral("epoch"), 1}});
    }
    qint64 insight(const QString &step, int number, const QString &role, const QString &model, const QString &entryType,
                   const QString &contentType, const QString &text)
    {
        return add(QStringLiteral("insight"), step, number,
                   {{QStringLiteral("role"), role},
                    {QStringLiteral("model"), model},
                    {QStringLiteral("entryType"), entryType},
                    {QStringLiteral("contentType"), contentType},
                    {QStringLiteral("text"), text}});
    }
    qint64 said(const QString &step, int number, const QString &text)
    {
        return insight(step, number, QStringLiteral("thinker"), QStringLiteral("phi4"), QStringLiteral("insight"),
                       QStringLiteral("plan"), text);
    }
    qint64 effect(const QString &name)
    {
        return add(QStringLiteral("effect.done"), {}, 0,
                   {{QStringLiteral("key"), name}, {QStringLiteral("name"), name}, {QStringLiteral("ms"), 3}});
    }
    void ended(const QString &step, int number, const QString &state, double score, const QString &summary)
    {
        add(QStringLiteral("verdict.reached"), step, number,
            {{QStringLiteral("passed"), state == QStringLiteral("passed")},
             {QStringLiteral("score"), score},
             {QStringLiteral("unproven"), false},
             {QStringLiteral("summary"), summary}});
        add(QStringLiteral("attempt.ended"), step, number,
            {{QStringLiteral("number"), number},
             {QStringLiteral("state"), state},
             {QStringLiteral("score"), score},
             {QStringLiteral("summary"), summary}});
    }
};

} // namespace stepladder::tests

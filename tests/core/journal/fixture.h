// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "journal/journalreader.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

namespace stepladder::journal {

/// Unwraps a result, or ends the test with its message.
#define OK(...)                                                                                                        \
    do {                                                                                                               \
        const auto &okResult = (__VA_ARGS__);                                                                          \
        QVERIFY2(okResult.has_value(), qPrintable(okResult.has_value() ? QString() : okResult.error().message));       \
    } while (false)

/// That a result is an error of a kind.
#define FAILS(result, expected)                                                                                        \
    do {                                                                                                               \
        const auto &failsResult = (result);                                                                            \
        QVERIFY(!failsResult);                                                                                         \
        QCOMPARE(stepladder::domain::toString(failsResult.error().kind), stepladder::domain::toString(expected));      \
    } while (false)

/// A run in a folder of its own, closed and opened as a test likes.
struct Fixture
{
    QTemporaryDir home;
    storage::ManualClock clock{1'000'000};
    QString folder = home.filePath(QStringLiteral("runs/r1"));
    std::unique_ptr<Journal> journal;

    domain::Result<void> create()
    {
        auto made = Journal::create(folder, QStringLiteral("r1"), clock);
        if (!made)
            return domain::fail(made.error());
        journal = std::move(*made);
        return {};
    }
    domain::Result<void> reopen()
    {
        journal.reset();
        auto opened = Journal::open(folder, clock);
        if (!opened)
            return domain::fail(opened.error());
        journal = std::move(*opened);
        return {};
    }
    std::unique_ptr<JournalReader> reader() const
    {
        auto opened = JournalReader::open(folder);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        return std::move(*opened);
    }
    QStringList types() const
    {
        QStringList types;
        const auto entries = reader()->entries(0, 100'000);
        for (const domain::Entry &entry : entries ? *entries : QList<domain::Entry>())
            types.append(entry.type);
        return types;
    }
};

inline Draft draft(const QString &type, const QJsonObject &data = {}, const QString &step = {}, int attempt = 0)
{
    return {.type = type, .step = step, .attempt = attempt, .data = data};
}

} // namespace stepladder::journal

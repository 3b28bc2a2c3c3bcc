// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runfixture.h"
#include "schemafit.h"

#include <QTest>

/// What several tests of whole runs ask of them.
namespace stepladder::tests {

/// Every entry of the run fits its schema.
inline void checkEntries(const RunFixture &f)
{
    for (const domain::Entry &entry : f.entries()) {
        const QString why = misfit(folder(u"entries/"_s + entry.type + u".json"_s), entry.data);
        QVERIFY2(why.isEmpty(), qPrintable(entry.type + u": "_s + why));
        QVERIFY(misfit(folder(u"entry.json"_s), domain::toJson(entry)).isEmpty());
    }
}

/// A run whose step "a" stands before an unscripted call: everything that is wanted now is wanted of a paused run.
inline void stopAtFirstCall(RunFixture &f, const engine::StartRequest &request)
{
    QCOMPARE(f.run(request).pauseKind, u"unscripted"_s);
}

} // namespace stepladder::tests

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runfinish.h"

#include "engine/judging/judgement.h"

#include <QStringList>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::Evidence;
using domain::RunStatus;
using domain::TestCase;
using domain::TestOutcome;

namespace {

QStringList newErrors(const Evidence &initial, const Evidence &final)
{
    QStringList red;
    for (const Diagnostic &d : final.diagnostics) {
        const bool before =
            std::any_of(initial.diagnostics.begin(), initial.diagnostics.end(), [&](const Diagnostic &b) {
                return b.severity == d.severity && b.file == d.file && b.id == d.id;
            });
        if (d.severity == domain::Severity::Error && !before)
            red.append(u"%1(%2): %3 %4"_s.arg(d.file).arg(d.line).arg(d.id, d.message));
    }
    return red;
}

QStringList newFailures(const Evidence &initial, const Evidence &final, const QString &stubMarker,
                        const QStringList &stubbedFiles)
{
    QStringList red;
    for (const TestCase &test : final.tests.cases) {
        if (test.outcome != TestOutcome::Failed || failsInStub(test, stubMarker, stubbedFiles))
            continue;
        // A result file may repeat a key: the worst counts.
        const bool before = std::any_of(initial.tests.cases.begin(), initial.tests.cases.end(), [&](const TestCase &b) {
            return b.outcome == TestOutcome::Failed && b.key() == test.key();
        });
        if (!before && !red.contains(test.key()))
            red.append(test.key());
    }
    return red;
}

QString named(const QString &what, const QStringList &red)
{
    QString text = u"%1: %2"_s.arg(what, red.mid(0, 3).join(u"; "_s));
    return red.size() > 3 ? text + u" and %1 more"_s.arg(red.size() - 3) : text;
}

} // namespace

RunStatus finalStatus(const domain::StepCounts &counts, const Evidence &initial, const Evidence &final,
                      const QString &stubMarker, const QStringList &stubbedFiles, QString *reason)
{
    QStringList reasons;
    if (const QStringList errors = newErrors(initial, final); !errors.isEmpty())
        reasons.append(named(u"the final build is red"_s, errors));
    else if (!final.buildOk && final.errors() == 0 && (initial.buildOk || initial.errors() > 0))
        reasons.append(u"the final build failed without naming an error"_s);
    if (const QStringList failures = newFailures(initial, final, stubMarker, stubbedFiles); !failures.isEmpty())
        reasons.append(named(u"final tests are red"_s, failures));
    if (domain::endedBadly(final.ending) && !domain::endedBadly(initial.ending))
        reasons.append(u"the final test run ended badly: %1"_s.arg(
            final.endingDetail.isEmpty() ? domain::toString(final.ending) : final.endingDetail));
    if (reason)
        *reason = reasons.join(u"; "_s);
    if (!reasons.isEmpty())
        return RunStatus::Failed;
    const bool whole = counts.unproven + counts.stubbed + counts.unchanged + counts.skipped + counts.waiting
            + counts.blocked + counts.pending
        == 0;
    return whole ? RunStatus::Accepted : RunStatus::Partial;
}

} // namespace stepladder::engine

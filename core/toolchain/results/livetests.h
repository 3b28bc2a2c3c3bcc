// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "toolchain/toolchain.h"

#include <QMap>

namespace stepladder::toolchain {

/// What our helper inside a test run tells while it runs: lines that begin with U+001E and hold a JSON object with
/// "event": "start" ("class", "name", "file"), "end" (besides "outcome", "ms", "message") or "collect-error" ("file",
/// "line", "type", "message"). They feed the live view, and tell who was running when a run ended badly; what
/// the tests came to is read from the result file.
class LiveTests
{
public:
    explicit LiveTests(Progress progress)
        : m_progress(std::move(progress))
    {
    }

    /// True when \p line was one of ours.
    bool take(const QString &line);

    const QList<domain::TestCase> &finished() const { return m_finished; }
    QList<domain::TestCase> running() const { return m_running.values(); }
    /// The runner was told to end before its last test, by whatever was tested.
    bool interrupted() const { return m_interrupted; }
    const QList<domain::Diagnostic> &collectErrors() const { return m_collectErrors; }

private:
    Progress m_progress;
    QMap<QString, domain::TestCase> m_running;
    QList<domain::TestCase> m_finished;
    QList<domain::Diagnostic> m_collectErrors;
    bool m_interrupted = false;
};

/// The mark that such lines begin with.
inline constexpr QChar liveMark = QChar(0x1e);

/// Puts \p running into \p report as failed with a message that says \p why; the keys, for people.
QStringList addInterrupted(const QList<domain::TestCase> &running, const QString &why, domain::TestReport &report);

/// Results are read after the tests ended, when what was tested may have touched them: a test that was heard to fail
/// failed, whatever \p report says; a note in it names the contradiction.
void reconcile(const QList<domain::TestCase> &heard, domain::TestReport &report);

} // namespace stepladder::toolchain

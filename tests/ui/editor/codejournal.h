// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"
#include "journal/journal.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <QTemporaryDir>

#include <memory>

namespace stepladder::tests {

/// A real journal of a run with a workspace: attempts with their code and what was executed on it. Each entry must fit
/// its schema.
class CodeJournal
{
public:
    explicit CodeJournal(const QStringList &files);

    const storage::Locations &locations() const { return m_locations; }
    const storage::Clock &clock() const { return m_clock; }
    QString run() const { return QStringLiteral("demo"); }
    QString workspace() const { return m_dir.path() + QStringLiteral("/workspace"); }
    void write(const QString &file, const QByteArray &content) const; ///< into the workspace

    qint64 add(const QString &type, const QString &step, int attempt, const QJsonObject &data);
    /// attempt.started; its seq. \p kind of the rung.
    qint64 begin(const QString &step, int number, const QString &kind = QStringLiteral("generate"));
    void propose(const QString &step, int number, const QString &file, const QByteArray &code);
    /// tests.finished, as of an acceptance.
    void execute(const QString &step, int number, const domain::Evidence &evidence);
    void judge(const QString &step, int number, const domain::Verdict &verdict);
    void end(const QString &step, int number, const QString &state, const QString &summary = {});
    void endStep(const QString &step, const QString &state, const QString &file, const QByteArray &code);

private:
    QTemporaryDir m_dir;
    storage::Locations m_locations;
    storage::ManualClock m_clock{1'795'356'000'000};
    std::unique_ptr<journal::Journal> m_journal;
};

} // namespace stepladder::tests

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QSet>
#include <QStringList>

#include <memory>
#include <mutex>
#include <vector>

namespace stepladder::models {

/// One line of a scripted-answers file (design.md §8). What is absent in its match fits everything.
struct ScriptLine
{
    int line = 0; ///< from 1
    std::optional<QString> purpose = {};
    std::optional<QString> role = {};
    std::optional<QString> step = {};
    std::optional<int> attempt = {};
    std::optional<QString> rung = {};
    std::optional<QString> contains = {};
    QString content = {};
    QStringList chunks = {}; ///< what streams; the content as one where the line names none
    qint64 delayMs = 0; ///< before each chunk, and before an error
    std::optional<Usage> usage = {};
    std::optional<int> errorStatus = {}; ///< the HTTP status that it answers with
    std::optional<qint64> retryAfterMs = {};
    bool repeat = false;

    bool matches(const ChatRequest &request) const;
};

/// The words that `match.purpose` may be.
const QStringList &scriptPurposes();

/// The answers of one file and which of them are used. Thread-safe.
class Script
{
public:
    /// Reads \p file strictly: BadInput names file, line and field; Io where it cannot be read.
    static domain::Result<std::shared_ptr<Script>> read(const QString &file, const QSet<int> &used);
    static domain::Result<std::shared_ptr<Script>> parse(const QByteArray &text, const QString &file,
                                                         const QSet<int> &used);

    /// Takes the first unused line that matches and marks it used. UnscriptedCall where there is none.
    domain::Result<ScriptLine> take(const ChatRequest &request);
    /// Gives a line back whose answer was not delivered.
    void putBack(int line);
    const QString &file() const { return m_file; }

private:
    Script(QString file, std::vector<ScriptLine> lines, QSet<int> used);

    const QString m_file;
    const std::vector<ScriptLine> m_lines;
    std::mutex m_mutex;
    QSet<int> m_used;
};

} // namespace stepladder::models

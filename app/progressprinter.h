// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "engine/control/testnews.h"

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QString>

#include <mutex>

namespace stepladder::app {

/// Prints what happens in a run: on a terminal one live line for each running step, plain lines otherwise, or entries
/// as JSON lines. Fed from threads of the engine.
class ProgressPrinter
{
public:
    enum class Style { Json, Plain, Terminal };
    explicit ProgressPrinter(Style style);

    void entries(const QList<domain::Entry> &entries);
    void progress(const QString &line);
    /// A step's live line counts its tests; elsewhere than on a terminal nothing is said of single ones.
    void test(const engine::TestNews &news);
    /// Removes the live lines.
    void finish();

    /// The style that fits standard output.
    static Style styleFor(bool json);

private:
    void print(const domain::Entry &entry);
    void setLive(const QString &step, const QString &text);
    void endLive(const QString &step);
    void eraseLive();
    void drawLive();

    std::mutex m_mutex;
    Style m_style;
    QHash<QString, QString> m_live; ///< step → its line
    QStringList m_order;
    int m_drawn = 0;
    QElapsedTimer m_sinceTest; ///< since a test was drawn last
};

/// What an entry says to a person; empty for entries that are not worth a line.
QString entryLine(const domain::Entry &entry);
/// How far the tests of a step are: "cart  attempt 2: 12 of 40 tests, 1 failed".
QString testLine(const engine::TestNews &news);

} // namespace stepladder::app

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/models.h"
#include "engine/control/wishes.h"

#include <QList>
#include <QObject>
#include <QString>

namespace stepladder::ui {

class OpenRun;

/// What goes into the prompts of a step, or of all where \p step is empty.
struct Attached
{
    QString step;
    QString name; ///< a path in the workspace, or the title of a text
    int tokens = 0; ///< estimated, in each prompt

    bool operator==(const Attached &) const = default;
};

/// What people set up in a run beside its plan, as it stands now, and whom it can ask.
struct WishedFacts
{
    QList<engine::Breakpoint> breakpoints; ///< in the order they were set
    QList<Attached> attached;
    domain::ModelsConfig models; ///< empty where the journal does not have them

    bool operator==(const WishedFacts &) const = default;
};

/// Keeps them up to date, one for each run.
class Wished final : public QObject
{
    Q_OBJECT

public:
    /// Of \p run, which owns it; made when it is first asked for.
    static Wished &of(OpenRun &run);

    const WishedFacts &facts() const { return m_facts; }

Q_SIGNALS:
    void changed();

private:
    explicit Wished(OpenRun &run);
    void read();

    OpenRun &m_run;
    WishedFacts m_facts;
};

} // namespace stepladder::ui

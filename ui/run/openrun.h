// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/wishes.h"
#include "storage/clock.h"
#include "storage/locations.h"
#include "ui/run/livenews.h"
#include "ui/run/runfacts.h"
#include "ui/run/runfeed.h"
#include "ui/run/selection.h"

#include <QObject>
#include <QTimer>

#include <thread>

namespace stepladder::ui {

/// Who runs a run.
enum class Holder {
    Nobody, ///< it ended, is paused, or its process died
    Here,
    Elsewhere, ///< another process
};

/// A run as the window has it: what its journal says, what is selected in it, and, when it runs here, the controller.
/// Lives on the GUI thread; whatever takes time happens elsewhere.
class OpenRun final : public QObject
{
    Q_OBJECT

public:
    /// A run that is there, for reading; resume() runs it.
    OpenRun(storage::Locations locations, const storage::Clock &clock, QString run, QObject *parent = nullptr);
    /// A run that \p controller has just started, telling \p news.
    OpenRun(storage::Locations locations, const storage::Clock &clock, QString run,
            std::unique_ptr<engine::RunController> controller, std::shared_ptr<LiveNews> news,
            QObject *parent = nullptr);
    /// Pauses what runs here and waits for what is in flight: ask isBusy() and pause() first.
    ~OpenRun() override;

    const QString &id() const { return m_run; }
    const QString &folder() const { return m_feed.folder(); }
    const storage::Locations &locations() const { return m_locations; }
    const storage::Clock &clock() const { return m_clock; }
    RunFeed &feed() { return m_feed; }
    const journal::Moment &moment() const { return m_feed.moment(); }
    Selection &selection() { return m_selection; }
    const StreamBuffer &streams() const { return m_news->streams(); }
    /// What it is run with, as of the moment shown; empty until factsChanged().
    const RunFacts &facts() const { return m_facts; }

    Holder holder() const { return m_holder; }
    bool isBusy() const { return m_holder == Holder::Here; }
    /// Whether an old moment is shown: nothing can be wanted of the run there.
    bool isScrubbed() const { return m_feed.position() != 0; }
    /// The step of \p id at the moment shown; null when there is none.
    const journal::StepView *step(const QString &id) const;
    /// The selected attempt, or the last one of the selected step; null without one.
    const journal::AttemptState *selectedAttempt() const;
    QList<journal::AttemptState> attemptsOf(const QString &step) const;

    /// Shows the run as it stood after entry \p seq; 0: as it stands.
    void setPosition(qint64 seq);
    /// Wants \p wish of the run, whoever holds it; refused() says why it cannot be had.
    void want(const engine::Wish &wish);
    /// A new cap for what the run may cost in all.
    void setCap(domain::MicroUsd total);
    void pause(); ///< also of a run that another process holds: as a wish
    void stop();
    void resume(const engine::ResumeRequest &request);

Q_SIGNALS:
    void positionChanged();
    void factsChanged();
    void holderChanged();
    void progressed(const QString &line);
    /// Text is being written: streams() has it. At most 30 a second.
    void streamed();
    /// The run stopped being run here.
    void stopped(const stepladder::engine::RunOutcome &outcome);
    /// Something that was wanted could not be done.
    void refused(const stepladder::domain::Error &error);

private:
    void watch();
    void setHolder(Holder holder);
    void tick();
    void lookWhoRuns();
    void readFacts();

    const storage::Locations m_locations;
    const storage::Clock &m_clock;
    const QString m_run;
    std::shared_ptr<LiveNews> m_news;
    RunFeed m_feed;
    Selection m_selection;
    RunFacts m_facts;
    std::unique_ptr<engine::RunController> m_controller;
    std::thread m_starting; ///< resume() checks a lot before it returns
    Holder m_holder = Holder::Nobody;
    qint64 m_streamTurn = 0;
    QTimer m_tick;
    QTimer m_look;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/openrun.h"

#include "journal/runlock.h"
#include "ui/run/elsewhere.h"

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using journal::AttemptState;
using journal::StepView;

namespace {

constexpr int kTickMs = 33;
constexpr int kLookMs = 1000;

} // namespace

OpenRun::OpenRun(storage::Locations locations, const storage::Clock &clock, QString run, QObject *parent)
    : OpenRun(std::move(locations), clock, std::move(run), nullptr, std::make_shared<LiveNews>(), parent)
{
}

OpenRun::OpenRun(storage::Locations locations, const storage::Clock &clock, QString run,
                 std::unique_ptr<engine::RunController> controller, std::shared_ptr<LiveNews> news, QObject *parent)
    : QObject(parent)
    , m_locations(std::move(locations))
    , m_clock(clock)
    , m_run(std::move(run))
    , m_news(std::move(news))
    , m_feed(m_locations.run(m_run))
    , m_controller(std::move(controller))
    , m_holder(m_controller ? Holder::Here : Holder::Nobody)
{
    m_news->onEntries([this] { m_feed.wake(); });
    connect(&m_feed, &RunFeed::opened, this, &OpenRun::readFacts);
    connect(&m_feed, &RunFeed::entriesAdded, this, [this](const QList<domain::Entry> &entries) {
        if (std::any_of(entries.begin(), entries.end(), [](const domain::Entry &e) { return changesFacts(e.type); }))
            readFacts();
    });
    connect(&m_tick, &QTimer::timeout, this, &OpenRun::tick);
    connect(&m_look, &QTimer::timeout, this, &OpenRun::lookWhoRuns);
    m_look.start(kLookMs);
    lookWhoRuns();
    watch();
}

OpenRun::~OpenRun()
{
    m_news->onEntries({});
    if (m_starting.joinable())
        m_starting.join();
    m_controller.reset();
}

const StepView *OpenRun::step(const QString &id) const
{
    const auto &steps = moment().steps;
    const auto it = std::find_if(steps.begin(), steps.end(), [&id](const StepView &step) { return step.id == id; });
    return it == steps.end() ? nullptr : &*it;
}

QList<AttemptState> OpenRun::attemptsOf(const QString &step) const
{
    QList<AttemptState> mine;
    std::copy_if(moment().attempts.begin(), moment().attempts.end(), std::back_inserter(mine),
                 [&step](const AttemptState &attempt) { return attempt.step == step; });
    return mine;
}

const AttemptState *OpenRun::selectedAttempt() const
{
    const AttemptState *last = nullptr;
    for (const AttemptState &attempt : moment().attempts) {
        if (attempt.step != m_selection.step())
            continue;
        if (attempt.startedSeq == m_selection.attempt())
            return &attempt;
        last = &attempt;
    }
    return last;
}

void OpenRun::readFacts()
{
    m_feed.ask(
        this, [](journal::JournalReader &reader) { return ui::readFacts(reader); },
        [this](const domain::Result<RunFacts> &facts) {
            if (!facts || *facts == m_facts)
                return;
            m_facts = *facts;
            Q_EMIT factsChanged();
        });
}

void OpenRun::watch()
{
    if (m_controller)
        m_tick.start(kTickMs);
    else
        m_tick.stop();
}

void OpenRun::setHolder(Holder holder)
{
    if (holder == m_holder)
        return;
    m_holder = holder;
    watch();
    Q_EMIT holderChanged();
}

void OpenRun::tick()
{
    if (const QString line = m_news->takeProgress(); !line.isEmpty())
        Q_EMIT progressed(line);
    qint64 now = 0;
    m_news->streams().changedSince(m_streamTurn, &now);
    if (now != m_streamTurn) {
        m_streamTurn = now;
        Q_EMIT streamed();
    }
    if (const auto outcome = m_news->takeOutcome()) {
        // Its thread has told everything: this does not wait.
        m_controller.reset();
        m_feed.wake();
        setHolder(Holder::Nobody);
        Q_EMIT stopped(*outcome);
    }
}

void OpenRun::lookWhoRuns()
{
    if (m_controller || m_starting.joinable())
        return;
    setHolder(journal::RunLock::isHeld(folder()) ? Holder::Elsewhere : Holder::Nobody);
}

void OpenRun::setPosition(qint64 seq)
{
    if (seq == m_feed.position())
        return;
    m_feed.setPosition(seq);
    Q_EMIT positionChanged();
}

void OpenRun::want(const engine::Wish &wish)
{
    elsewhere(
        this,
        [locations = m_locations, &clock = m_clock, run = m_run, wish] {
            const auto taken = engine::Wishes(locations, clock, qEnvironmentVariable("USER")).want(run, wish);
            return taken ? domain::Result<void>() : domain::fail(taken.error());
        },
        [this](const domain::Result<void> &taken) {
            m_feed.wake();
            if (!taken)
                Q_EMIT refused(taken.error());
        });
}

void OpenRun::setCap(domain::MicroUsd total)
{
    want(engine::wish::RaiseCap{.limit = total});
}

void OpenRun::pause()
{
    if (m_controller)
        m_controller->pause();
    else if (m_holder == Holder::Elsewhere)
        want(engine::wish::Pause{});
}

void OpenRun::stop()
{
    if (m_controller)
        m_controller->stop();
    else if (m_holder == Holder::Elsewhere)
        want(engine::wish::Stop{});
}

void OpenRun::resume(const engine::ResumeRequest &request)
{
    if (m_controller || m_starting.joinable())
        return;
    auto controller = std::make_shared<std::unique_ptr<engine::RunController>>(
        std::make_unique<engine::RunController>(m_locations, m_clock, m_news->listener()));
    m_starting = std::thread([this, controller, request] {
        const auto resumed = (*controller)->resume(request);
        QMetaObject::invokeMethod(
            this,
            [this, controller, resumed] {
                m_starting.join();
                if (!resumed) {
                    Q_EMIT refused(resumed.error());
                    lookWhoRuns();
                    return;
                }
                m_controller = std::move(*controller);
                setHolder(Holder::Here);
            },
            Qt::QueuedConnection);
    });
}

} // namespace stepladder::ui

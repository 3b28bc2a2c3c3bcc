// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/steps/steprunner.h"

#include <QHash>
#include <QSet>

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace stepladder::engine {

/// Why a plan stopped being run.
struct PlanEnd
{
    enum class Kind { AllEnded, Paused, Cancelled };
    Kind kind = Kind::AllEnded;
    QString pauseKind =
        {}; ///< of run.paused: cap, person, blocked, interrupted, disk_full, diverged, unscripted, missing
    QString reason = {};
    std::optional<domain::Error> error = {};
};

/// Runs ready steps in parallel up to the run's limit, in dependency order. A waiting or blocked step holds nobody else
/// up and no thread. run() blocks its thread until the plan ended, paused or was stopped.
class PlanRunner
{
public:
    /// What earlier sessions left.
    struct Past
    {
        QHash<QString, int> epochs = {}; ///< of steps that were reopened
        QHash<QString, QString> retries = {}; ///< reopened on request and not ended since → what was said to them
        int moneyAnswers = 0; ///< questions about money that were answered
    };
    PlanRunner(RungTools tools, Past past);
    ~PlanRunner();

    PlanEnd run();
    /// What a later runner has to know of this one.
    Past past() const { return {m_epochs, m_retries, m_moneyAsked}; }

private:
    struct Slot
    {
        QString step;
        std::thread thread;
        int capChanges = 0; ///< how often a cap was changed before it began
        std::optional<domain::Result<StepEnd>> result = {};
    };
    enum class Hold { None, Person, Money, Reservations, Surroundings };
    struct Held
    {
        Hold why = Hold::None;
        QString request = {};
        QString reason = {};
        qint64 deadlineMs = 0; ///< UTC: when the request expires; 0: never
        qint64 againMs = 0; ///< monotonic: when to probe
        int tries = 0;
        int releases = 0; ///< of the budget, when others' reservations were in the way
    };

    bool startReady();
    bool isReady(const domain::Step &step) const;
    bool skipIfDependencyMissing(const domain::Step &step);
    void start(const domain::Step &step);
    void collect();
    void took(const Slot &slot);
    void hold(const QString &step, const Held &held, const QString &type, const QJsonObject &data);
    void block(const QString &step, const domain::Error &error);
    bool waitForReservations(const QString &step, const domain::Error &error);
    void holdForMoney(const QString &step, const domain::Error &error);
    QJsonObject applyMoneyAnswer(const domain::Answer &answer);
    void release();
    bool isOver(const Held &held) const;
    bool answerAboutMoney();
    void fatal(const domain::Error &error);
    bool isRunning(const QString &step) const;
    void offerDependents(const QString &step);

    // planrunnerwishes.cpp: what people want of the run while it lives.
    void takeWishes();
    void take(const journal::Wish &found);
    void takeTrial(const journal::Wish &found);
    void takeForStep(const journal::Wish &found, const Wanted &wanted);
    void refuse(const journal::Wish &found, const QString &reason);
    void consume(const journal::Wish &found, const QList<journal::Draft> &entries);
    void skip(const journal::Wish &found, const Wanted &wanted);
    void retry(const journal::Wish &found, const Wanted &wanted);
    void attach(const journal::Wish &found, const Wanted &wanted);
    void amend(const journal::Wish &found, const Wanted &wanted);
    void raise(const journal::Wish &found, const Wanted &wanted);
    void setBreakpoint(const journal::Wish &found, const Wanted &wanted);
    void clearBreakpoint(const journal::Wish &found, const Wanted &wanted);
    domain::StepState stateOf(const QString &step) const;
    void watchJournal();
    std::optional<PlanEnd> verdictWhenIdle() const;
    PlanEnd ended();
    void joinAll();

    RungTools m_tools;
    RunParts &m_parts;
    StepRunner m_steps;
    QHash<QString, int> m_epochs;
    QHash<QString, QString> m_retries;
    QHash<QString, Held> m_held;
    QSet<QString> m_answered; ///< requests whose answers wait in the inbox
    QSet<QString> m_spoken; ///< requests about which the inbox holds something that is not final: more time
    QSet<QString> m_wanted; ///< held steps that a person wants to go on otherwise
    bool m_lookAtMoneyAgain = false;
    int m_capChanges = 0;
    std::list<Slot> m_running;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<PlanEnd> m_fatal;
    bool m_stubForMoney = false;
    int m_moneyAsked = 0; ///< ordinal of the open question about money
    QString m_capAsked = QStringLiteral("perRun"); ///< which cap it is about
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/steprunner.h"

#include <QHash>

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
    /// \p epochs of steps that were reopened; \p moneyAnswers: questions about money that earlier sessions saw
    /// answered.
    PlanRunner(RungTools tools, QHash<QString, int> epochs, int moneyAnswers);
    ~PlanRunner();

    PlanEnd run();

private:
    struct Slot
    {
        QString step;
        std::thread thread;
        int moneyAnswers = 0; ///< questions about money that were answered when it began
        std::optional<domain::Result<StepEnd>> result = {};
    };
    enum class Hold { None, Person, Money, Surroundings };
    struct Held
    {
        Hold why = Hold::None;
        QString request = {};
        QString reason = {};
        qint64 againMs = 0; ///< monotonic: when to probe
        int tries = 0;
    };

    bool startReady();
    bool isReady(const domain::Step &step) const;
    bool skipIfDependencyMissing(const domain::Step &step);
    void start(const domain::Step &step);
    void collect();
    void took(const Slot &slot);
    void hold(const QString &step, const Held &held, const QString &type, const QJsonObject &data);
    void block(const QString &step, const domain::Error &error);
    void holdForMoney(const QString &step, const domain::Error &error);
    QJsonObject applyMoneyAnswer(const domain::Answer &answer);
    void release();
    bool answerAboutMoney();
    void watchJournal();
    std::optional<PlanEnd> verdictWhenIdle() const;
    PlanEnd ended();
    void joinAll();

    RungTools m_tools;
    RunParts &m_parts;
    StepRunner m_steps;
    QHash<QString, int> m_epochs;
    QHash<QString, Held> m_held;
    std::list<Slot> m_running;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<PlanEnd> m_fatal;
    bool m_stubForMoney = false;
    int m_moneyAsked = 0; ///< ordinal of the open question about money
    QString m_capAsked = QStringLiteral("perRun"); ///< which cap it is about
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/calls/callrecord.h"
#include "engine/calls/dayledger.h"
#include "engine/calls/effects.h"
#include "models/modelclients.h"
#include "models/money/budget.h"
#include "storage/clock.h"

#include <functional>
#include <vector>

namespace stepladder::engine {

/// Receives text that is still streaming; no fact (design.md §2).
class StreamBus
{
public:
    virtual ~StreamBus() = default;
    virtual void streamed(const models::CallContext &context, const QString &model, const QString &delta,
                          bool reasoning) = 0;
};

/// Whether what a step is about may not leave the machine (its file is on the deny list).
using StaysHere = std::function<bool(const QString &step)>;

/// A prompt that is about to be sent.
struct PromptToSend
{
    const journal::Key &key; ///< of its call
    const models::ChatRequest &request;
    const domain::Model &model; ///< the first that is asked
};

/// Asks models on behalf of engines: each call is an effect with its reservation, its settlement and its fallbacks.
/// Thread-safe.
class ModelCaller
{
public:
    struct Parts
    {
        Effects &effects;
        models::ModelClients &clients;
        models::Budget &budget;
        StreamBus *bus = nullptr;
        DayLedger *ledger = nullptr; ///< null: what other runs spend counts for nothing
        StaysHere staysHere = {};
        /// Asked before a paid call that is not recorded yet: Awaiting or Cancelled keep it from being made.
        std::function<domain::Result<void>(const journal::Key &)> beforePaidCall = {};
        /// Asked before each call, recorded or not, for the text that a person sends in place of the prompt. Awaiting
        /// or Cancelled keep it from being sent.
        std::function<domain::Result<std::optional<QString>>(const PromptToSend &)> beforePrompt = {};
    };
    explicit ModelCaller(Parts parts);

    /// Asks the first of \p candidates (model ids) that can be reached; the others are its fallbacks when the failure
    /// is not the model's own. What is withheld from an endpoint that is not local is an insight. OverBudget (nothing
    /// was sent), Cancelled, UnscriptedCall, Diverged, and the last infrastructure error.
    domain::Result<ModelReply> call(const journal::Key &key, const QStringList &players,
                                    const models::ChatRequest &request);

    /// One of several calls that are made together.
    struct Call
    {
        journal::Key key;
        QString model; ///< nobody stands in for it
        models::ChatRequest request;
    };
    /// Makes \p calls at once, within the limits of their endpoints, and waits for all. What they may cost is set aside
    /// for all of them, in their order, before the first is made: OverBudget means that none was. One result each, in
    /// order; what is recorded is replayed. Where people or breakpoints keep one from being sent, none is.
    /// \p begin is called when nothing keeps them from being sent any more; its error keeps them.
    domain::Result<QList<domain::Result<ModelReply>>> callTogether(QList<Call> calls,
                                                                   const std::function<domain::Result<void>()> &begin);

    /// A structured answer: a reply that does not fit \p schema is asked for once more with the schema error; then
    /// nullopt, and an insight says so (base-v2.md). \p model receives who answered.
    domain::Result<std::optional<QJsonObject>> structured(const journal::Key &key, const QStringList &candidates,
                                                          models::ChatRequest request, QString *model = nullptr);

    /// Model ids that play \p role, fallbacks behind them, free ones only after "local models only".
    QStringList playersOf(const QString &role) const;
    /// \p players less the paid ones after "local models only"; then the free generators where nobody is left.
    QStringList allowed(const QStringList &players) const;
    /// \p players that may see what \p step is about: only local ones where it stays here.
    QStringList mayAsk(const QString &step, const QStringList &players) const;
    /// The same where somebody has to be there: MissingTool says why nobody is.
    domain::Result<QStringList> whoAnswers(const QString &step, const QString &role, const QStringList &players) const;
    /// Whether one of \p players is beyond this machine.
    bool leavesMachine(const QStringList &players) const;
    bool isPaid(const QString &modelId) const;
    /// Whether somebody without a price plays \p role or stands in for it.
    bool hasFreePlayer(const QString &role) const;
    /// The smallest context of \p candidates, in tokens, and what the answer needs of it.
    int contextTokens(const QStringList &candidates) const;
    int maxOutputTokens(const QStringList &candidates) const;

    void setLocalOnly(bool local) { m_localOnly = local; }
    models::Budget &budget() { return m_parts.budget; }
    models::ModelClients &clients() { return m_parts.clients; }

private:
    /// What an effect asks for.
    struct Wanted
    {
        QString key;
        models::Share share;
    };
    /// What was set aside before its call, for all of several calls.
    struct Ahead
    {
        Wanted reserved = {};
        bool taken = false; ///< by the call, which gives it back or settles it
        std::function<void()> whenWritten = {}; ///< called once it is in the journal, before anything is sent
    };

    /// call(); \p request becomes what was sent.
    domain::Result<ModelReply> send(const journal::Key &key, const QStringList &players, models::ChatRequest &request);
    /// Asks people and breakpoints; \p request becomes what is sent.
    domain::Result<void> pass(const journal::Key &key, const QStringList &candidates, models::ChatRequest &request);
    /// The call itself, as an effect.
    domain::Result<ModelReply> make(const journal::Key &key, const QStringList &candidates,
                                    const models::ChatRequest &request, Ahead *ahead);
    domain::Result<journal::EffectResult> ask(const journal::Key &key, const QStringList &candidates,
                                              const models::ChatRequest &request, Ahead *ahead);
    domain::Result<journal::EffectResult> askOne(const journal::Key &key, const domain::Model &model,
                                                 const models::ChatRequest &request, Ahead *ahead);
    /// What a call may cost. OverBudget: nobody knows, under a cap.
    domain::Result<Wanted> wanted(const journal::Key &key, const domain::Model &model,
                                  const models::ChatRequest &request) const;
    /// Sets all of it aside, here and in the day's ledger, or none: OverBudget.
    domain::Result<void> reserve(const QList<Wanted> &all);
    void release(const Wanted &wanted);
    void settle(const Wanted &wanted, domain::MicroUsd spent);
    domain::Result<std::vector<Ahead>> reserveAll(const QList<Call> &calls);
    /// What no call took comes back.
    void releaseAhead(const std::vector<Ahead> &ahead);
    bool isLocal(const QString &modelId) const;
    void sayWithheld(const journal::Key &key, const domain::Model &model, const models::ChatRequest &request,
                     const QStringList &what);
    domain::Result<void> setAside(const journal::Key &key, const domain::Model &model,
                                  const models::ChatRequest &request, domain::MicroUsd amount);
    void charge(const journal::Key &key, const Wanted &wanted, journal::Draft settled);
    /// What was set aside comes back, \p inJournal where it stands there; answers that failing tries used up are noted.
    void giveBack(const journal::Key &key, const domain::Model &model, const Wanted &wanted, bool inJournal,
                  const QList<int> &usedLines);

    Parts m_parts;
    std::atomic<bool> m_localOnly = false;
};

} // namespace stepladder::engine

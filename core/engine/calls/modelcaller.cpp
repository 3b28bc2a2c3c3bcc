// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/modelcaller.h"

#include "models/structuredanswer.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::MicroUsd;
using domain::Result;
using journal::Draft;
using journal::Durability;
using journal::EffectResult;
using models::ChatMessage;
using models::ChatRequest;

namespace {

/// What a model did itself: a result of the call, not of its surroundings.
bool isModelsOwn(ErrorKind kind)
{
    return kind == ErrorKind::Refused || kind == ErrorKind::CutOff || kind == ErrorKind::Malformed;
}

/// A failure that is not the model's own and not the run's: the role's fallback is tried. BadInput is a server that
/// does not know the model or a parameter.
bool mayAskAnother(ErrorKind kind)
{
    return domain::isInfrastructure(kind) || kind == ErrorKind::ContextTooLong || kind == ErrorKind::BadInput;
}

/// What was asked, for people: who opens a reply sees its prompt. A prompt that is one message is the blob that its
/// context was recorded with.
QString promptText(const ChatRequest &request)
{
    if (request.messages.size() == 1)
        return request.messages.first().text;
    static const QStringList names{u"system"_s, u"user"_s, u"assistant"_s};
    QStringList parts;
    for (const ChatMessage &message : request.messages)
        parts.append(u"[%1]\n%2"_s.arg(names.value(int(message.role)), message.text));
    return parts.join(u"\n\n"_s);
}

/// Hands on what streams, and keeps what the call has to say besides.
class CallSink final : public models::TokenSink
{
public:
    /// \p beforeSent is called before the first try is sent.
    CallSink(StreamBus *bus, const models::CallContext &context, QString model,
             std::function<Result<void>()> beforeSent)
        : m_bus(bus)
        , m_context(context)
        , m_model(std::move(model))
        , m_beforeSent(std::move(beforeSent))
    {
    }
    void text(const QString &delta) override
    {
        if (m_bus)
            m_bus->streamed(m_context, m_model, delta, false);
    }
    void reasoning(const QString &delta) override
    {
        if (m_bus)
            m_bus->streamed(m_context, m_model, delta, true);
    }
    Result<void> sending() override
    {
        if (!m_wasSent) {
            if (auto may = m_beforeSent(); !may)
                return may;
        }
        m_wasSent = true;
        m_isUnderWay = true;
        m_lostBefore = m_lost.size();
        return {};
    }
    void retrying(const Error &, qint64) override { m_isUnderWay = false; }
    void lost(const std::optional<models::Usage> &usage) override { m_lost.append(usage); }
    void lineUsedUp(int line) override { m_usedLines.append(line); }
    void withheld(const QStringList &what) override { m_withheld = what; }
    const QList<int> &usedLines() const { return m_usedLines; }
    const QStringList &withheld() const { return m_withheld; }
    bool wasSent() const { return m_wasSent; }
    /// Sent, and nothing is known of how its last try ended.
    bool isUnderWay() const { return m_isUnderWay; }
    /// Of tries that failed after they had begun, the last one too or only those before it.
    const QList<std::optional<models::Usage>> &lost() const { return m_lost; }
    QList<std::optional<models::Usage>> lostBefore() const { return m_lost.first(m_lostBefore); }

private:
    StreamBus *m_bus;
    models::CallContext m_context;
    QString m_model;
    QList<int> m_usedLines;
    QStringList m_withheld;
    std::function<Result<void>()> m_beforeSent;
    QList<std::optional<models::Usage>> m_lost;
    qsizetype m_lostBefore = 0;
    bool m_wasSent = false;
    bool m_isUnderWay = false;
};

} // namespace

ModelCaller::ModelCaller(Parts parts)
    : m_parts(std::move(parts))
{
}

QStringList ModelCaller::playersOf(const QString &role) const
{
    static const QHash<QString, QStringList> chains = {
        {u"thinker"_s, {u"thinker"_s, u"generator"_s}},
        {u"generator"_s, {u"generator"_s}},
        {u"reviewer"_s, {u"reviewer"_s, u"generator"_s}},
        {u"premium"_s, {u"premium"_s, u"reviewer"_s, u"generator"_s}},
        {u"expert"_s, {u"expert"_s, u"premium"_s, u"reviewer"_s, u"generator"_s}},
        {u"judges"_s, {u"judges"_s}},
    };
    QStringList players;
    for (const QString &name : chains.value(role, {role})) {
        for (const QString &id : m_parts.clients.config().roles.value(name)) {
            if (!players.contains(id) && !(m_localOnly && isPaid(id)))
                players.append(id);
        }
    }
    return players;
}

QStringList ModelCaller::allowed(const QStringList &players) const
{
    if (!m_localOnly)
        return players;
    QStringList free;
    for (const QString &id : players) {
        if (!isPaid(id))
            free.append(id);
    }
    return free.isEmpty() ? playersOf(u"generator"_s) : free;
}

QStringList ModelCaller::mayAsk(const QString &step, const QStringList &players) const
{
    if (!m_parts.staysHere || !m_parts.staysHere(step))
        return players;
    QStringList local;
    for (const QString &id : players) {
        if (isLocal(id))
            local.append(id);
    }
    return local;
}

Result<QStringList> ModelCaller::whoAnswers(const QString &step, const QString &role, const QStringList &players) const
{
    const QStringList candidates = mayAsk(step, players);
    for (const QString &id : candidates) {
        if (!m_parts.clients.config().model(id))
            return domain::fail(ErrorKind::BadInput, u"no model of this run has the id \"%1\""_s.arg(id));
    }
    if (!candidates.isEmpty())
        return candidates;
    const bool stays = m_parts.staysHere && m_parts.staysHere(step);
    const QString why = stays
        ? u"the file of step %1 may not leave this machine, and no local model plays the role %2: name one in the models file, or take the file back in .stepladderignore"_s
              .arg(step, role)
        : u"no model plays the role %1: name one in the models file"_s.arg(role);
    return domain::fail(ErrorKind::MissingTool, why);
}

bool ModelCaller::leavesMachine(const QStringList &players) const
{
    return !std::all_of(players.begin(), players.end(), [this](const QString &id) { return isLocal(id); });
}

bool ModelCaller::isLocal(const QString &modelId) const
{
    const domain::ModelsConfig &config = m_parts.clients.config();
    const domain::Model *model = config.model(modelId);
    const domain::Endpoint *endpoint = model ? config.endpoint(model->endpoint) : nullptr;
    return endpoint && endpoint->isLocal();
}

bool ModelCaller::hasFreePlayer(const QString &role) const
{
    const QStringList players = playersOf(role);
    return std::any_of(players.begin(), players.end(), [this](const QString &id) { return !isPaid(id); });
}

bool ModelCaller::isPaid(const QString &modelId) const
{
    const domain::Model *model = m_parts.clients.config().model(modelId);
    return model && (model->price.paid() || !model->price.known());
}

int ModelCaller::contextTokens(const QStringList &candidates) const
{
    const domain::Model *model = candidates.isEmpty() ? nullptr : m_parts.clients.config().model(candidates.first());
    return model ? model->contextTokens : 8192;
}

int ModelCaller::maxOutputTokens(const QStringList &candidates) const
{
    const domain::Model *model = candidates.isEmpty() ? nullptr : m_parts.clients.config().model(candidates.first());
    return model ? model->maxOutputTokens : 4096;
}

Result<ModelReply> ModelCaller::call(const journal::Key &key, const QStringList &players, const ChatRequest &request)
{
    ChatRequest sent = request;
    return send(key, players, sent);
}

Result<ModelReply> ModelCaller::send(const journal::Key &key, const QStringList &players, ChatRequest &request)
{
    const auto who = whoAnswers(request.context.step, request.context.role, allowed(players));
    if (!who)
        return domain::fail(who.error());
    if (const auto passed = pass(key, *who, request); !passed)
        return domain::fail(passed.error());
    return make(key, *who, request, nullptr);
}

Result<void> ModelCaller::pass(const journal::Key &key, const QStringList &candidates, ChatRequest &request)
{
    if (m_parts.beforePrompt) {
        const auto edited = m_parts.beforePrompt({key, request, *m_parts.clients.config().model(candidates.first())});
        if (!edited)
            return domain::fail(edited.error());
        if (*edited)
            request.messages.last().text = **edited;
    }
    if (isPaid(candidates.first()) && m_parts.beforePaidCall && !m_parts.effects.journal().has(key))
        return m_parts.beforePaidCall(key);
    return {};
}

Result<ModelReply> ModelCaller::make(const journal::Key &key, const QStringList &candidates, const ChatRequest &request,
                                     Ahead *ahead)
{
    QJsonObject about{
        {u"purpose"_s, request.context.purpose}, {u"role"_s, request.context.role}, {u"model"_s, candidates.first()}};
    if (!m_parts.effects.journal().has(key)) {
        // Who looks while the call is under way sees what was sent.
        if (const auto prompt = m_parts.effects.journal().putBlob(promptText(request).toUtf8()))
            about.insert(u"prompt"_s, *prompt);
    }
    // Whoever of them answers in the end: a paid reply is on the disk before it is used.
    const bool paid =
        std::any_of(candidates.begin(), candidates.end(), [this](const QString &id) { return isPaid(id); });
    const auto record =
        m_parts.effects.once(key, callHash(request), about, paid ? Durability::Synced : Durability::Committed,
                             [&] { return ask(key, candidates, request, ahead); });
    if (!record)
        return domain::fail(record.error());
    return replyFrom(*record);
}

Result<EffectResult> ModelCaller::ask(const journal::Key &key, const QStringList &candidates,
                                      const ChatRequest &request, Ahead *ahead)
{
    Result<EffectResult> last = domain::fail(ErrorKind::Internal, u"no model was asked"_s);
    for (const QString &id : candidates) {
        const domain::Model *model = m_parts.clients.config().model(id);
        last = askOne(key, *model, request, ahead);
        const bool another = !last && mayAskAnother(last.error().kind);
        if (!another)
            return last;
    }
    return last;
}

Result<ModelCaller::Wanted> ModelCaller::wanted(const journal::Key &key, const domain::Model &model,
                                                const ChatRequest &request) const
{
    const models::Caps caps = m_parts.budget.caps();
    const bool capped = caps.perCall || caps.perStep || caps.perRun || caps.perDay;
    if (capped && !model.price.known())
        return domain::fail(
            ErrorKind::OverBudget,
            u"model \"%1\" has no price and is not asked under a cap: name its prices in the models file"_s.arg(
                model.id));
    const MicroUsd amount = models::reservationFor(model, models::promptBytes(request), request.maxOutputTokens);
    return Wanted{.key = key.toString(), .share = {key.step, amount, isPaid(model.id)}};
}

Result<void> ModelCaller::reserve(const QList<Wanted> &all)
{
    models::Budget &budget = m_parts.budget;
    QList<models::Share> shares;
    QHash<QString, MicroUsd> amounts;
    for (const Wanted &one : all) {
        shares.append(one.share);
        if (one.share.paid)
            amounts.insert(one.key, one.share.amount);
    }
    if (!m_parts.ledger || amounts.isEmpty())
        return budget.reserve(shares);
    std::optional<bool> fitted;
    const auto done = m_parts.ledger->reserve(amounts, [&](MicroUsd today) {
        auto fits = budget.reserve(shares, today);
        fitted = fits.has_value();
        return fits;
    });
    if (done || fitted == false)
        return done;
    if (fitted) {
        for (const models::Share &share : shares)
            budget.release(share.step, share.amount, share.paid);
    }
    // Who has no cap for the day is not kept from work by its ledger.
    return budget.caps().perDay ? done : budget.reserve(shares);
}

void ModelCaller::release(const Wanted &wanted)
{
    if (m_parts.ledger && wanted.share.paid)
        m_parts.ledger->release(wanted.key);
    m_parts.budget.release(wanted.share.step, wanted.share.amount, wanted.share.paid);
}

void ModelCaller::settle(const Wanted &wanted, MicroUsd spent)
{
    if (m_parts.ledger && wanted.share.paid)
        m_parts.ledger->settle(wanted.key, spent);
    m_parts.budget.settle(wanted.share.step, wanted.share.amount, spent, wanted.share.paid);
}

Result<EffectResult> ModelCaller::askOne(const journal::Key &key, const domain::Model &model,
                                         const ChatRequest &request, Ahead *ahead)
{
    if (ahead)
        ahead->taken = true;
    const auto found = ahead ? Result<Wanted>(ahead->reserved) : wanted(key, model, request);
    if (!found)
        return domain::fail(found.error());
    const Wanted &own = *found;
    const auto write = [&] { return setAside(key, model, request, own.share.amount); };
    if (const auto taken = ahead ? write() : reserve({own}); !taken) {
        if (ahead)
            release(own);
        return domain::fail(taken.error());
    }
    if (ahead)
        ahead->whenWritten();
    // Alone it is written when its turn has come: who only waits for its endpoint loses nothing with the process.
    CallSink sink(m_parts.bus, request.context, model.id, [&] { return ahead ? Result<void>() : write(); });
    const auto reply = m_parts.clients.complete(model.id, request, &sink, m_parts.effects.stop().hard);
    sayWithheld(key, model, request, sink.withheld());
    CallBill bill{.key = own.key, .reserved = own.share.amount, .paid = own.share.paid, .usedLines = sink.usedLines()};
    if (!reply && !isModelsOwn(reply.error().kind)) {
        const bool cancelled = reply.error().kind == ErrorKind::Cancelled && sink.isUnderWay();
        bill.lost = cancelled ? own.share.amount + costOfLost(model, request, sink.lostBefore())
                              : costOfLost(model, request, sink.lost());
        if (!own.share.paid || bill.lost == 0)
            giveBack(key, model, own, ahead || sink.wasSent(), sink.usedLines());
        else
            charge(key, own, lostCall(model, request, bill));
        return domain::fail(reply.error());
    }
    // Its last try is charged by its usage or the reservation.
    bill.lost = costOfLost(model, request, sink.lostBefore());
    EffectResult result = settledCall(model, request, bill, reply);
    if (const auto prompt = m_parts.effects.journal().putBlob(promptText(request).toUtf8()))
        result.record.insert(u"prompt"_s, *prompt); // a journal that fails fails at the record too
    for (Draft &draft : result.entries) {
        draft.step = key.step;
        draft.attempt = key.attempt;
    }
    settle(own, result.record[u"cost"].toInteger());
    return result;
}

/// A call without a result that the provider may charge: spent, whatever becomes of it.
void ModelCaller::charge(const journal::Key &key, const Wanted &wanted, Draft settled)
{
    settle(wanted, settled.data[u"spent"].toInteger());
    settled.step = key.step;
    settled.attempt = key.attempt;
    m_parts.effects.journal().append(std::nullopt, settled, Durability::Committed);
}

/// Once for each call and model, however often it is made again. A journal that cannot take it fails with what the call
/// itself is recorded by.
void ModelCaller::sayWithheld(const journal::Key &key, const domain::Model &model, const ChatRequest &request,
                              const QStringList &what)
{
    if (what.isEmpty())
        return;
    journal::Key note = key;
    note.name += u".withheld."_s + model.id;
    const QString text =
        u"Secrets were taken out of the prompt before it left this machine: %1."_s.arg(what.join(u", "_s));
    m_parts.effects.note(note,
                         {.type = u"insight"_s,
                          .step = key.step,
                          .attempt = key.attempt,
                          .data = {{u"role"_s, request.context.role},
                                   {u"model"_s, model.id},
                                   {u"entryType"_s, u"insight"_s},
                                   {u"contentType"_s, u"withheld"_s},
                                   {u"text"_s, text}}});
}

Result<void> ModelCaller::setAside(const journal::Key &key, const domain::Model &model, const ChatRequest &request,
                                   MicroUsd amount)
{
    if (!isPaid(model.id))
        return {};
    // In the file before anything is sent: a call that is lost with the process is charged by it.
    const auto written = m_parts.effects.journal().append(std::nullopt,
                                                          {.type = u"budget.reserved"_s,
                                                           .step = key.step,
                                                           .attempt = key.attempt,
                                                           .data = {{u"key"_s, key.toString()},
                                                                    {u"amount"_s, amount},
                                                                    {u"model"_s, model.id},
                                                                    {u"paid"_s, true},
                                                                    {u"purpose"_s, request.context.purpose},
                                                                    {u"role"_s, request.context.role}}},
                                                          Durability::Committed);
    return written ? Result<void>() : domain::fail(written.error());
}

void ModelCaller::giveBack(const journal::Key &key, const domain::Model &model, const Wanted &wanted, bool inJournal,
                           const QList<int> &usedLines)
{
    release(wanted);
    const bool paid = wanted.share.paid && inJournal;
    if (!paid && usedLines.isEmpty())
        return;
    QJsonObject data{{u"key"_s, wanted.key},
                     {u"model"_s, model.id},
                     {u"reserved"_s, paid ? wanted.share.amount : 0},
                     {u"paid"_s, wanted.share.paid}};
    if (!usedLines.isEmpty())
        data.insert(u"scriptedErrors"_s, linesJson(usedLines));
    m_parts.effects.journal().append(
        std::nullopt, {.type = u"budget.released"_s, .step = key.step, .attempt = key.attempt, .data = data});
}

Result<std::optional<QJsonObject>> ModelCaller::structured(const journal::Key &key, const QStringList &candidates,
                                                           ChatRequest request, QString *model)
{
    QString problem;
    journal::Key at = key;
    for (int turn = 0; turn < 2; ++turn) {
        at.ordinal = key.ordinal * 2 + turn;
        const auto reply = send(at, candidates, request);
        if (!reply)
            return domain::fail(reply.error());
        if (model)
            *model = reply->model;
        if (reply->failure) {
            problem = reply->failure->message;
        } else {
            const auto json = models::parseStructured(reply->text, *request.schema);
            if (json)
                return *json;
            problem = json.error().message;
            request.messages.append({ChatMessage::Role::Assistant, reply->text});
        }
        request.messages.append(
            {ChatMessage::Role::User,
             u"Your answer could not be used: %1\nAnswer again with one JSON object that fits the schema, and nothing else."_s
                 .arg(problem)});
    }
    journal::Key note = key;
    note.name += u".unreadable"_s;
    const QString text = u"The answer could not be read twice (%1); neutral values are used."_s.arg(problem);
    const auto written = m_parts.effects.note(note,
                                              {.type = u"insight"_s,
                                               .step = key.step,
                                               .attempt = key.attempt,
                                               .data = {{u"role"_s, request.context.role},
                                                        {u"model"_s, candidates.first()},
                                                        {u"entryType"_s, u"insight"_s},
                                                        {u"contentType"_s, u"unreadable_answer"_s},
                                                        {u"text"_s, text}}});
    if (!written)
        return domain::fail(written.error());
    return std::optional<QJsonObject>();
}

} // namespace stepladder::engine

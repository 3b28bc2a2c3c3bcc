// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/modelcaller.h"

#include "models/structuredanswer.h"

#include <QJsonArray>
#include <QJsonDocument>

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
using models::ChatResponse;

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

QByteArray hashOf(const ChatRequest &request)
{
    QJsonArray messages;
    for (const ChatMessage &message : request.messages)
        messages.append(QJsonArray{int(message.role), message.text});
    QJsonObject input{{u"messages"_s, messages}, {u"maxOutputTokens"_s, request.maxOutputTokens}};
    if (request.temperature)
        input.insert(u"temperature"_s, *request.temperature);
    if (request.schema)
        input.insert(u"schema"_s, *request.schema);
    return inputHash({QJsonDocument(input).toJson(QJsonDocument::Compact)});
}

QJsonObject usageJson(const models::Usage &usage)
{
    return {{u"input"_s, usage.input},
            {u"output"_s, usage.output},
            {u"cacheRead"_s, usage.cacheRead},
            {u"cacheWrite"_s, usage.cacheWrite}};
}

QJsonArray linesOf(const QList<int> &lines)
{
    QJsonArray array;
    for (const int line : lines)
        array.append(line);
    return array;
}

ModelReply replyFrom(const QJsonObject &record)
{
    ModelReply reply{.text = record[u"text"].toString(),
                     .reasoning = record[u"reasoning"].toString(),
                     .model = record[u"model"].toString(),
                     .cost = record[u"cost"].toInteger()};
    if (record.contains(u"failure"_s)) {
        const QJsonObject failure = record[u"failure"].toObject();
        reply.failure = Error{domain::errorKindFromString(failure[u"kind"].toString()).value_or(ErrorKind::Malformed),
                              failure[u"message"].toString()};
    }
    return reply;
}

class BusSink final : public models::TokenSink
{
public:
    BusSink(StreamBus *bus, const models::CallContext &context, QString model)
        : m_bus(bus)
        , m_context(context)
        , m_model(std::move(model))
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
    void retrying(const Error &, qint64) override { }

private:
    StreamBus *m_bus;
    models::CallContext m_context;
    QString m_model;
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
    const QStringList candidates = allowed(players);
    if (candidates.isEmpty()) {
        return domain::fail(ErrorKind::MissingTool,
                            u"no model plays the role %1: name one in the models file"_s.arg(request.context.role));
    }
    const domain::Model *first = m_parts.clients.config().model(candidates.first());
    const MicroUsd reservation =
        first ? models::reservationFor(*first, models::promptBytes(request), request.maxOutputTokens) : 0;
    const bool paid = isPaid(candidates.first());
    const QJsonObject about{{u"purpose"_s, request.context.purpose},
                            {u"role"_s, request.context.role},
                            {u"model"_s, candidates.first()},
                            {u"reservation"_s, reservation},
                            {u"paid"_s, paid}};
    const auto record =
        m_parts.effects.once(key, hashOf(request), about, paid ? Durability::Synced : Durability::Committed,
                             [&] { return ask(key, candidates, request); });
    if (!record)
        return domain::fail(record.error());
    return replyFrom(*record);
}

Result<EffectResult> ModelCaller::ask(const journal::Key &key, const QStringList &candidates,
                                      const ChatRequest &request)
{
    Result<EffectResult> last = domain::fail(ErrorKind::Internal, u"no model was asked"_s);
    for (const QString &id : candidates) {
        const domain::Model *model = m_parts.clients.config().model(id);
        last = askOne(key, *model, request);
        const bool another = !last && mayAskAnother(last.error().kind);
        if (!another)
            return last;
    }
    return last;
}

Result<EffectResult> ModelCaller::askOne(const journal::Key &key, const domain::Model &model,
                                         const ChatRequest &request)
{
    const bool paid = isPaid(model.id);
    const models::Caps caps = m_parts.budget.caps();
    const bool capped = caps.perCall || caps.perStep || caps.perRun || caps.perDay;
    if (capped && !model.price.known())
        return domain::fail(
            ErrorKind::OverBudget,
            u"model \"%1\" has no price and is not asked under a cap: name its prices in the models file"_s.arg(
                model.id));
    const MicroUsd reserved = models::reservationFor(model, models::promptBytes(request), request.maxOutputTokens);
    if (const auto ok = m_parts.budget.reserve(key.step, reserved, paid); !ok)
        return domain::fail(ok.error());
    if (paid) {
        const Draft draft{.type = u"budget.reserved"_s,
                          .step = key.step,
                          .attempt = key.attempt,
                          .data = {{u"amount"_s, reserved},
                                   {u"model"_s, model.id},
                                   {u"paid"_s, paid},
                                   {u"purpose"_s, request.context.purpose}}};
        if (const auto written = m_parts.effects.journal().append(std::nullopt, draft, Durability::Committed);
            !written) {
            m_parts.budget.release(key.step, reserved, paid);
            return domain::fail(written.error());
        }
    }
    BusSink sink(m_parts.bus, request.context, model.id);
    const auto reply = m_parts.clients.complete(model.id, request, &sink, m_parts.effects.stop().hard);
    if (!reply && !isModelsOwn(reply.error().kind)) {
        m_parts.budget.release(key.step, reserved, paid);
        if (paid) {
            m_parts.effects.journal().append(std::nullopt,
                                             {.type = u"budget.released"_s,
                                              .step = key.step,
                                              .attempt = key.attempt,
                                              .data = {{u"reserved"_s, reserved}, {u"paid"_s, paid}}});
        }
        return domain::fail(reply.error());
    }
    EffectResult result = settled(model, request, reserved, reply);
    for (Draft &draft : result.entries) {
        draft.step = key.step;
        draft.attempt = key.attempt;
    }
    const MicroUsd spent = result.record[u"cost"].toInteger();
    m_parts.budget.settle(key.step, reserved, spent, paid);
    if (paid && m_parts.onSpent)
        m_parts.onSpent(spent);
    return result;
}

EffectResult ModelCaller::settled(const domain::Model &model, const ChatRequest &request, MicroUsd reserved,
                                  const Result<ChatResponse> &reply)
{
    const std::optional<models::Usage> usage = reply ? reply->usage : std::nullopt;
    const MicroUsd spent = usage ? models::priceOf(model.price, *usage) : reserved;
    QJsonObject record{{u"model"_s, model.id}, {u"cost"_s, spent}};
    if (reply) {
        record.insert(u"text"_s, reply->text);
        record.insert(u"reasoning"_s, reply->reasoning);
        record.insert(u"servedBy"_s, reply->servedBy);
        record.insert(u"ms"_s, reply->ms);
        record.insert(u"retried"_s, reply->retried);
        record.insert(u"scriptedLine"_s, reply->scriptedLine);
    } else {
        record.insert(
            u"failure"_s,
            QJsonObject{{u"kind"_s, domain::toString(reply.error().kind)}, {u"message"_s, reply.error().message}});
    }
    const QJsonObject budget{{u"reserved"_s, reserved},
                             {u"spent"_s, spent},
                             {u"paid"_s, isPaid(model.id)},
                             {u"model"_s, model.id},
                             {u"purpose"_s, request.context.purpose},
                             {u"role"_s, request.context.role},
                             {u"estimated"_s, !usage.has_value()},
                             {u"scriptedLine"_s, reply ? reply->scriptedLine : 0},
                             {u"scriptedErrors"_s, reply ? linesOf(reply->scriptedErrors) : QJsonArray()},
                             {u"usage"_s, usageJson(usage.value_or(models::Usage{}))}};
    return {.record = record, .entries = {Draft{.type = u"budget.settled"_s, .data = budget}}};
}

Result<std::optional<QJsonObject>> ModelCaller::structured(const journal::Key &key, const QStringList &candidates,
                                                           ChatRequest request, QString *model)
{
    QString problem;
    journal::Key at = key;
    for (int turn = 0; turn < 2; ++turn) {
        at.ordinal = key.ordinal * 2 + turn;
        const auto reply = call(at, candidates, request);
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

QList<Draft> lostCallEntries(const journal::OpenIntent &intent)
{
    const MicroUsd reservation = intent.about[u"reservation"].toInteger();
    if (!intent.about.contains(u"reservation"_s) || !intent.about[u"paid"].toBool())
        return {};
    return {Draft{.type = u"budget.settled"_s,
                  .step = intent.step,
                  .attempt = intent.attempt,
                  .data = {{u"reserved"_s, reservation},
                           {u"spent"_s, reservation},
                           {u"paid"_s, true},
                           {u"model"_s, intent.about[u"model"]},
                           {u"purpose"_s, intent.about[u"purpose"]},
                           {u"role"_s, intent.about[u"role"]},
                           {u"estimated"_s, true},
                           {u"scriptedLine"_s, 0},
                           {u"usage"_s, usageJson({})}}}};
}

} // namespace stepladder::engine

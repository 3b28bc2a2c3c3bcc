// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/callrecord.h"

#include "engine/calls/effects.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::MicroUsd;
using domain::Result;
using journal::Draft;
using journal::EffectResult;
using models::ChatMessage;
using models::ChatRequest;
using models::ChatResponse;

namespace {

QJsonObject usageJson(const models::Usage &usage)
{
    return {{u"input"_s, usage.input},
            {u"output"_s, usage.output},
            {u"cacheRead"_s, usage.cacheRead},
            {u"cacheWrite"_s, usage.cacheWrite}};
}

Draft settledEntry(const domain::Model &model, const ChatRequest &request, const CallBill &bill, MicroUsd spent,
                   const std::optional<models::Usage> &usage, int scriptedLine)
{
    return {.type = u"budget.settled"_s,
            .data = {{u"key"_s, bill.key},
                     {u"reserved"_s, bill.reserved},
                     {u"spent"_s, spent},
                     {u"paid"_s, bill.paid},
                     {u"model"_s, model.id},
                     {u"purpose"_s, request.context.purpose},
                     {u"role"_s, request.context.role},
                     {u"estimated"_s, !usage.has_value()},
                     {u"scriptedLine"_s, scriptedLine},
                     {u"scriptedErrors"_s, linesJson(bill.usedLines)},
                     {u"usage"_s, usageJson(usage.value_or(models::Usage{}))}}};
}

} // namespace

QByteArray callHash(const ChatRequest &request)
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

QJsonArray linesJson(const QList<int> &lines)
{
    QJsonArray array;
    for (const int line : lines)
        array.append(line);
    return array;
}

EffectResult settledCall(const domain::Model &model, const ChatRequest &request, const CallBill &bill,
                         const Result<ChatResponse> &reply)
{
    const auto judged = reply ? models::judgedReply(*reply) : reply;
    const std::optional<models::Usage> usage = reply ? reply->usage : std::nullopt;
    const MicroUsd spent = bill.lost + (usage ? models::priceOf(model.price, *usage) : bill.reserved);
    QJsonObject record{{u"model"_s, model.id}, {u"cost"_s, spent}};
    if (reply) {
        record.insert(u"text"_s, reply->text);
        record.insert(u"reasoning"_s, reply->reasoning);
        record.insert(u"servedBy"_s, reply->servedBy);
        record.insert(u"ms"_s, reply->ms);
        record.insert(u"retried"_s, reply->retried);
        record.insert(u"scriptedLine"_s, reply->scriptedLine);
    }
    if (!judged)
        record.insert(
            u"failure"_s,
            QJsonObject{{u"kind"_s, domain::toString(judged.error().kind)}, {u"message"_s, judged.error().message}});
    return {.record = record,
            .entries = {settledEntry(model, request, bill, spent, usage, reply ? reply->scriptedLine : 0)}};
}

Draft lostCall(const domain::Model &model, const ChatRequest &request, const CallBill &bill)
{
    return settledEntry(model, request, bill, bill.lost, std::nullopt, 0);
}

MicroUsd costOfLost(const domain::Model &model, const ChatRequest &request,
                    const QList<std::optional<models::Usage>> &tries)
{
    const models::Usage prompt{.input = (models::promptBytes(request) + 2) / 3};
    MicroUsd cost = 0;
    for (const std::optional<models::Usage> &told : tries)
        cost += models::priceOf(model.price, told.value_or(prompt));
    return cost;
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

} // namespace stepladder::engine

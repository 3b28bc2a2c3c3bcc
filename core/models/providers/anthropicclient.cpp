// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/anthropicclient.h"

#include "models/streams/ssereplydecoder.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;

namespace {

class AnthropicDecoder final : public SseReplyDecoder
{
public:
    using SseReplyDecoder::SseReplyDecoder;

protected:
    void takeEvent(DeltaValue event) override;
    bool takeReply(DeltaValue whole) override;

private:
    void takeBlock(DeltaValue block);
    void takeDelta(DeltaValue event);
    void takeUsage(DeltaValue usage);
    void takeStop(std::string_view reason);
};

void AnthropicDecoder::takeEvent(DeltaValue event)
{
    const std::string_view type = event.text("type");
    if (type == "content_block_delta") {
        takeDelta(event);
    } else if (type == "content_block_start") {
        takeBlock(event["content_block"]);
    } else if (type == "message_start") {
        const auto message = event["message"];
        reply().servedBy = toQString(message.text("model"));
        takeUsage(message["usage"]);
    } else if (type == "message_delta") {
        takeUsage(event["usage"]);
        takeStop(event["delta"].text("stop_reason"));
    } else if (type == "message_stop") {
        setTerminal();
        setOver();
    } // ping, content_block_stop and what may come to the protocol later say nothing to us
}

bool AnthropicDecoder::takeReply(DeltaValue message)
{
    if (message.text("type") != "message")
        return false;
    reply().servedBy = toQString(message.text("model"));
    for (const DeltaValue block : message["content"].items())
        takeBlock(block);
    takeUsage(message["usage"]);
    takeStop(message.text("stop_reason"));
    return true;
}

void AnthropicDecoder::takeBlock(DeltaValue block)
{
    addReasoning(block.text("thinking"));
    addText(block.text("text"));
}

void AnthropicDecoder::takeDelta(DeltaValue event)
{
    const auto delta = event["delta"];
    const std::string_view type = delta.text("type");
    if (type == "text_delta")
        addText(delta.text("text"));
    else if (type == "thinking_delta")
        addReasoning(delta.text("thinking"));
}

/// The counts are cumulative: each event that names one replaces it.
void AnthropicDecoder::takeUsage(DeltaValue usage)
{
    Usage known = reply().usage.value_or(Usage{});
    bool any = false;
    const auto take = [&](const char *key, qint64 &field) {
        if (const auto count = usage.count(key)) {
            field = *count;
            any = true;
        }
    };
    take("input_tokens", known.input);
    take("output_tokens", known.output);
    take("cache_read_input_tokens", known.cacheRead);
    take("cache_creation_input_tokens", known.cacheWrite);
    if (any)
        reply().usage = known;
}

void AnthropicDecoder::takeStop(std::string_view reason)
{
    if (reason == "max_tokens" || reason == "model_context_window_exceeded")
        reply().stop = StopReason::Length;
    else if (reason == "refusal")
        reply().stop = StopReason::Refused;
}

HttpRequest request(const domain::Endpoint &endpoint, const QString &path, const QByteArray &body, const QString &key)
{
    HttpRequest result{QUrl(endpoint.url + path), {{"anthropic-version", "2023-06-01"}}, body};
    if (!key.isEmpty())
        result.headers.append({"x-api-key", key.toUtf8()});
    return result;
}

} // namespace

HttpRequest AnthropicClient::chatRequest(const domain::Endpoint &endpoint, const domain::Model &model,
                                         const ChatRequest &chat, const QString &key) const
{
    QStringList system;
    QJsonArray messages;
    for (const ChatMessage &message : chat.messages) {
        if (message.text.isEmpty())
            continue; // an empty message is refused
        if (message.role == ChatMessage::Role::System)
            system.append(message.text);
        else
            messages.append(
                QJsonObject{{u"role"_s, message.role == ChatMessage::Role::User ? u"user"_s : u"assistant"_s},
                            {u"content"_s, message.text}});
    }
    if (chat.schema)
        system.append(schemaInstruction(*chat.schema));
    QJsonObject body{{u"model"_s, model.name},
                     {u"messages"_s, messages},
                     {u"stream"_s, true},
                     {u"max_tokens"_s, outputLimit(model, chat)}};
    if (!system.isEmpty())
        body.insert(u"system"_s, system.join(u"\n\n"_s));
    if (chat.temperature)
        body.insert(u"temperature"_s, std::min(*chat.temperature, 1.0)); // more is refused
    mergeParams(body, model.params);
    return request(endpoint, u"/v1/messages"_s, QJsonDocument(body).toJson(QJsonDocument::Compact), key);
}

std::unique_ptr<ReplyDecoder> AnthropicClient::decoder(TokenSink *sink) const
{
    return std::make_unique<AnthropicDecoder>(sink);
}

HttpRequest AnthropicClient::listRequest(const domain::Endpoint &endpoint, const QString &key) const
{
    return request(endpoint, u"/v1/models"_s, {}, key);
}

std::optional<QStringList> AnthropicClient::modelNames(const QJsonObject &body) const
{
    return namesIn(body, "data"_L1, "id"_L1);
}

} // namespace stepladder::models

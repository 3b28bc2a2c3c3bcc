// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/openaiclient.h"

#include "models/providers/providererror.h"
#include "models/streams/ssereplydecoder.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;

namespace {

class OpenAiDecoder final : public SseReplyDecoder
{
public:
    using SseReplyDecoder::SseReplyDecoder;

protected:
    void takeEvent(DeltaValue event) override;
    bool takeReply(DeltaValue whole) override;
    bool isEndMark(QByteArrayView data) const override { return data.trimmed() == "[DONE]"; }

private:
    void takeUsage(DeltaValue usage);
    void takeChoice(DeltaValue choice, DeltaValue message);
    void takeContent(DeltaValue content);
};

void OpenAiDecoder::takeEvent(DeltaValue event)
{
    if (reply().servedBy.isEmpty())
        reply().servedBy = toQString(event.text("model"));
    takeUsage(event["usage"]);
    takeUsage(event["x_groq"]["usage"]);
    // The event that brings the usage has no choice; there is never more than one, for one was asked for.
    if (const DeltaValue choice = event["choices"].first())
        takeChoice(choice, choice["delta"]);
}

bool OpenAiDecoder::takeReply(DeltaValue whole)
{
    const DeltaValue choice = whole["choices"].first();
    if (!choice["message"])
        return false;
    reply().servedBy = toQString(whole.text("model"));
    takeUsage(whole["usage"]);
    takeChoice(choice, choice["message"]);
    return true;
}

void OpenAiDecoder::takeUsage(DeltaValue usage)
{
    const auto prompt = usage.count("prompt_tokens");
    const auto output = usage.count("completion_tokens");
    if (!prompt && !output)
        return;
    auto cached = usage["prompt_tokens_details"].count("cached_tokens");
    if (!cached)
        cached = usage.count("prompt_cache_hit_tokens"); // DeepSeek
    const qint64 read = std::min(cached.value_or(0), prompt.value_or(0));
    reply().usage = Usage{prompt.value_or(0) - read, output.value_or(0), read, 0};
}

/// \p message is the choice's delta, or its whole message.
void OpenAiDecoder::takeChoice(DeltaValue choice, DeltaValue message)
{
    for (const char *key : {"reasoning_content", "reasoning"}) {
        if (const auto text = message.text(key); !text.empty()) {
            addReasoning(text);
            break; // some gateways send both
        }
    }
    takeContent(message["content"]);
    if (const auto refusal = message.text("refusal"); !refusal.empty()) {
        addText(refusal);
        reply().stop = StopReason::Refused;
    }
    const std::string_view reason = choice.text("finish_reason");
    if (reason.empty())
        return;
    if (reason == "error") {
        setError(errorForType({}, u"finish_reason is error"_s));
        return;
    }
    if (reason == "content_filter")
        reply().stop = StopReason::Refused;
    else if (reason == "length" && reply().stop != StopReason::Refused)
        reply().stop = StopReason::Length;
    setTerminal();
}

/// A text, or a list of parts (Mistral): a text each, or what was thought, itself a text or a list of parts.
void OpenAiDecoder::takeContent(DeltaValue content)
{
    addText(content.text().value_or(std::string_view()));
    for (const DeltaValue part : content.items()) {
        addText(part.text("text"));
        addReasoning(part.text("thinking"));
        for (const DeltaValue thought : part["thinking"].items())
            addReasoning(thought.text("text"));
    }
}

HttpRequest request(const domain::Endpoint &endpoint, const QString &path, const QByteArray &body, const QString &key)
{
    HttpRequest result{QUrl(endpoint.url + path), {}, body};
    if (!key.isEmpty())
        result.headers.append({"Authorization", "Bearer " + key.toUtf8()});
    return result;
}

/// A server that knows no schemas is told so by `"response_format": null` in the params.
bool knowsSchemas(const domain::Model &model)
{
    return !model.params.value("response_format"_L1).isNull();
}

} // namespace

HttpRequest OpenAiClient::chatRequest(const domain::Endpoint &endpoint, const domain::Model &model,
                                      const ChatRequest &chat, const QString &key) const
{
    QJsonArray messages;
    for (const ChatMessage &message : chat.messages)
        messages.append(QJsonObject{{u"role"_s, nameOf(message.role)}, {u"content"_s, message.text}});
    QJsonObject body{{u"model"_s, model.name},
                     {u"stream"_s, true},
                     {u"stream_options"_s, QJsonObject{{u"include_usage"_s, true}}},
                     {u"max_tokens"_s, outputLimit(model, chat)}};
    if (chat.temperature)
        body.insert(u"temperature"_s, *chat.temperature);
    if (chat.schema && knowsSchemas(model)) {
        const QJsonObject schema{{u"name"_s, u"answer"_s}, {u"schema"_s, *chat.schema}};
        body.insert(u"response_format"_s, QJsonObject{{u"type"_s, u"json_schema"_s}, {u"json_schema"_s, schema}});
    } else if (chat.schema) {
        messages.prepend(QJsonObject{{u"role"_s, u"system"_s}, {u"content"_s, schemaInstruction(*chat.schema)}});
    }
    body.insert(u"messages"_s, messages);
    mergeParams(body, model.params);
    return request(endpoint, u"/chat/completions"_s, QJsonDocument(body).toJson(QJsonDocument::Compact), key);
}

std::unique_ptr<ReplyDecoder> OpenAiClient::decoder(TokenSink *sink) const
{
    return std::make_unique<OpenAiDecoder>(sink);
}

HttpRequest OpenAiClient::listRequest(const domain::Endpoint &endpoint, const QString &key) const
{
    return request(endpoint, u"/models"_s, {}, key);
}

std::optional<QStringList> OpenAiClient::modelNames(const QJsonObject &body) const
{
    return namesIn(body, "data"_L1, "id"_L1);
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/ollamaclient.h"

#include "models/providers/deltajson.h"
#include "models/streams/ndjsondecoder.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;

namespace {

class OllamaDecoder final : public ReplyDecoder
{
public:
    explicit OllamaDecoder(TokenSink *sink)
        : ReplyDecoder(sink)
        , m_lines([this](QByteArrayView line) { takeLine(line); })
    {
    }

protected:
    void takeBytes(QByteArrayView bytes) override
    {
        if (!m_lines.feed(bytes))
            setMalformed(u"a line of the stream is too long"_s);
    }
    void takeEnd() override
    {
        if (!m_lines.finish())
            setMalformed(u"a line of the stream is too long"_s);
    }
    bool takeWhole(QByteArrayView json) override; // over many lines; on one it is a stream of one event

private:
    void takeLine(QByteArrayView line);
    bool takeEvent(DeltaValue event);
    void takeDone(DeltaValue event);

    NdjsonDecoder m_lines;
    DeltaJson m_json;
    bool m_any = false;
};

void OllamaDecoder::takeLine(QByteArrayView line)
{
    if (isOver())
        return;
    const auto event = m_json.parse(line);
    if (!event) {
        if (m_any) // else finish() says what came instead
            setMalformed(u"a line of the stream is no JSON object"_s);
        return;
    }
    if (const auto error = streamedError(event)) {
        setError(*error);
        return;
    }
    if (!takeEvent(event))
        return;
    m_any = true;
    noteEvent();
}

bool OllamaDecoder::takeEvent(DeltaValue event)
{
    const DeltaValue message = event["message"];
    const std::optional<bool> done = event["done"].boolean();
    if (!message && !done)
        return false;
    addReasoning(message.text("thinking"));
    addText(message.text("content"));
    if (done.value_or(false))
        takeDone(event);
    return true;
}

bool OllamaDecoder::takeWhole(QByteArrayView json)
{
    const auto whole = m_json.parse(json);
    return whole["done"].boolean().value_or(false) && takeEvent(whole);
}

void OllamaDecoder::takeDone(DeltaValue event)
{
    reply().stop = event.text("done_reason") == "length" ? StopReason::Length : StopReason::End;
    reply().servedBy = toQString(event.text("model"));
    const auto input = event.count("prompt_eval_count");
    const auto output = event.count("eval_count");
    if (input || output)
        reply().usage = Usage{input.value_or(0), output.value_or(0)};
    setTerminal();
    setOver();
}

/// Fields of the request itself; all other params are options of the model.
bool isTopLevel(const QString &param)
{
    static const QStringList names = {u"think"_s, u"keep_alive"_s, u"format"_s, u"options"_s};
    return names.contains(param);
}

HttpRequest withKey(HttpRequest request, const QString &key)
{
    if (!key.isEmpty())
        request.headers.append({"Authorization", "Bearer " + key.toUtf8()});
    return request;
}

} // namespace

HttpRequest OllamaClient::chatRequest(const domain::Endpoint &endpoint, const domain::Model &model,
                                      const ChatRequest &request, const QString &key) const
{
    QJsonArray messages;
    for (const ChatMessage &message : request.messages)
        messages.append(QJsonObject{{u"role"_s, nameOf(message.role)}, {u"content"_s, message.text}});
    QJsonObject options{{u"num_ctx"_s, model.contextTokens}, {u"num_predict"_s, outputLimit(model, request)}};
    if (request.temperature)
        options.insert(u"temperature"_s, *request.temperature);
    QJsonObject body{{u"model"_s, model.name}, {u"messages"_s, messages}, {u"stream"_s, true}};
    if (request.schema)
        body.insert(u"format"_s, *request.schema);
    QJsonObject top;
    QJsonObject ofModel;
    for (auto it = model.params.constBegin(); it != model.params.constEnd(); ++it)
        (isTopLevel(it.key()) ? top : ofModel).insert(it.key(), *it);
    mergeParams(options, ofModel);
    options.insert(u"num_ctx"_s, model.contextTokens);
    body.insert(u"options"_s, options);
    mergeParams(body, top);
    return withKey({QUrl(endpoint.url + u"/api/chat"_s), {}, QJsonDocument(body).toJson(QJsonDocument::Compact)}, key);
}

std::unique_ptr<ReplyDecoder> OllamaClient::decoder(TokenSink *sink) const
{
    return std::make_unique<OllamaDecoder>(sink);
}

HttpRequest OllamaClient::listRequest(const domain::Endpoint &endpoint, const QString &key) const
{
    return withKey({QUrl(endpoint.url + u"/api/tags"_s)}, key);
}

std::optional<QStringList> OllamaClient::modelNames(const QJsonObject &body) const
{
    return namesIn(body, "models"_L1, "name"_L1);
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/inputs.h"
#include "app/interrupts.h"
#include "app/noticesink.h"
#include "models/modelclients.h"

#include <QElapsedTimer>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::Result;
using models::ChatMessage;

namespace {

/// Streams the answer to standard output.
class PrintingSink final : public NoticeSink
{
public:
    void text(const QString &delta) override
    {
        const QByteArray bytes = delta.toUtf8();
        std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
        std::fflush(stdout);
    }
};

Result<QString> whoIsAsked(const QCommandLineParser &parser, const domain::ModelsConfig &config)
{
    if (parser.isSet(u"model"_s)) {
        const QString id = parser.value(u"model"_s);
        if (!config.model(id))
            return domain::fail(domain::ErrorKind::BadInput, u"--model: no model has the id \"%1\""_s.arg(id));
        return id;
    }
    const QString role = parser.isSet(u"role"_s) ? parser.value(u"role"_s) : u"generator"_s;
    const domain::Model *model = config.playerOf(role);
    if (!model)
        return domain::fail(domain::ErrorKind::BadInput, u"--role: nobody plays the role \"%1\""_s.arg(role));
    return model->id;
}

QJsonObject replyJson(const models::ChatResponse &reply, domain::MicroUsd cost, qint64 ms)
{
    const models::Usage usage = reply.usage.value_or(models::Usage{});
    return {{u"type"_s, u"reply"_s},
            {u"text"_s, reply.text},
            {u"reasoning"_s, reply.reasoning},
            {u"stopReason"_s, models::toString(reply.stop)},
            {u"usage"_s,
             QJsonObject{{u"input"_s, usage.input},
                         {u"output"_s, usage.output},
                         {u"cacheRead"_s, usage.cacheRead},
                         {u"cacheWrite"_s, usage.cacheWrite}}},
            {u"costUsd"_s, domain::toUsd(cost)},
            {u"ms"_s, ms}};
}

int reportFailure(const domain::Error &error, bool json)
{
    if (json) {
        outJson({{u"type"_s, u"error"_s},
                 {u"kind"_s, domain::toString(error.kind)},
                 {u"message"_s, error.message},
                 {u"status"_s, error.status},
                 {u"retried"_s, error.retried}});
    } else {
        err(u"stepladder: %1: %2"_s.arg(domain::toString(error.kind), error.message));
    }
    return error.kind == domain::ErrorKind::Cancelled ? Cancelled : NotPassed;
}

} // namespace

int askCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"models"_s, u"the models file"_s, u"FILE"_s},
                       {u"model"_s, u"id of the model to ask"_s, u"ID"_s},
                       {u"role"_s, u"ask who plays this role (generator)"_s, u"ROLE"_s},
                       {u"json"_s, u"print the reply as JSON"_s}});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"ask"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    const auto config = readModelsFile(parser.value(u"models"_s), storage::Locations::fromEnvironment());
    if (!config)
        return failWith(config.error());
    const auto id = whoIsAsked(parser, *config);
    if (!id)
        return failWith(id.error());
    const auto clients = models::ModelClients::create(*config, {});
    if (!clients)
        return failWith(clients.error());
    std::stop_source stop;
    const Interrupts interrupts([&] { stop.request_stop(); }, [&] { stop.request_stop(); });
    const bool json = parser.isSet(u"json"_s);
    PrintingSink printing;
    NoticeSink quiet;
    models::TokenSink *sink = json ? &quiet : static_cast<models::TokenSink *>(&printing);
    QElapsedTimer timer;
    timer.start();
    const QString role = parser.isSet(u"role"_s) ? parser.value(u"role"_s) : u"generator"_s;
    const models::ChatRequest request{.messages = {{ChatMessage::Role::User, positional->first()}},
                                      .context = {.purpose = u"generate"_s, .role = role}};
    const auto reply = (*clients)->complete(*id, request, sink, stop.get_token());
    if (!reply)
        return reportFailure(reply.error(), json);
    // What is refused or cut off was answered and is paid for; its stop reason says so.
    const auto judged = models::judgedReply(*reply);
    if (!judged && reply->stop == models::StopReason::End)
        return reportFailure(judged.error(), json);
    const domain::Model *model = config->model(*id);
    const domain::MicroUsd cost = reply->usage
        ? models::priceOf(model->price, *reply->usage)
        : models::reservationFor(*model, models::promptBytes(request), model->maxOutputTokens);
    if (json) {
        outJson(replyJson(*reply, cost, timer.elapsed()));
        return Ok;
    }
    const QString tokens = reply->usage ? u"%1 tokens in, %2 out"_s.arg(reply->usage->input).arg(reply->usage->output)
                                        : u"no usage reported"_s;
    if (!judged)
        err(u"\nstepladder: %1"_s.arg(judged.error().message));
    out(u"\n\n%1, %2, %3, %4 ms"_s.arg(*id, tokens, domain::usdText(cost)).arg(timer.elapsed()));
    return Ok;
}

} // namespace stepladder::app

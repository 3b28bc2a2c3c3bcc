// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modelclients.h"

#include "models/http/httpclient.h"
#include "models/http/retry.h"
#include "models/money/callslots.h"
#include "models/providers/recorder.h"
#include "models/providers/scriptedclient.h"
#include "models/secretscan.h"

#include <condition_variable>
#include <mutex>
#include <unordered_map>

#include <QLoggingCategory>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::EndpointKind;
using domain::ErrorKind;
using domain::Result;

namespace {

Q_LOGGING_CATEGORY(lcModels, "stepladder.models")

/// An endpoint of the models file, its limit, and what answers for it.
struct Gate
{
    explicit Gate(const domain::Endpoint &e)
        : endpoint(e)
        , callSlots(e.parallel)
    {
    }

    const domain::Endpoint endpoint;
    CallSlots callSlots;
    std::unique_ptr<ScriptedClient> scripted; ///< one of the two
    std::unique_ptr<HttpClient> http;
};

class Clients final : public ModelClients
{
public:
    Clients(domain::ModelsConfig config, Options options);
    ~Clients() override;

    Result<void> open();
    const domain::ModelsConfig &config() const override { return m_config; }
    Result<ChatResponse> complete(const QString &modelId, const ChatRequest &request, TokenSink *sink,
                                  std::stop_token stop) override;
    bool probe(const QString &modelId, std::stop_token stop) override;

private:
    class Call;

    QSet<int> usedLines(const domain::Endpoint &endpoint, qsizetype scriptFiles) const;
    QHash<QString, QString> knownSecrets() const;
    Result<ChatResponse> askWithRetries(const domain::Model &model, const ChatRequest &request, TokenSink *sink,
                                        const std::stop_token &stop);
    Result<void> checkFits(const domain::Model &model, const ChatRequest &request) const;
    Result<ChatResponse> askOnce(Gate &gate, const domain::Model &model, const ChatRequest &request, TokenSink *sink,
                                 const std::stop_token &stop);

    const domain::ModelsConfig m_config;
    const Options m_options;
    std::unique_ptr<HttpTransport> m_transport; ///< null where all is scripted
    std::unordered_map<QString, std::unique_ptr<Gate>> m_gates;
    std::unique_ptr<Recorder> m_recorder;
    std::stop_source m_closing;
    std::mutex m_mutex;
    std::condition_variable m_idle;
    int m_active = 0;
};

/// A call under way: our destructor stops it and waits for its end.
class Clients::Call
{
public:
    Call(Clients &clients, std::stop_token byCaller)
        : m_clients(clients)
        , m_caller(std::move(byCaller), Stop{&m_either})
        , m_closing(clients.m_closing.get_token(), Stop{&m_either})
    {
        const std::lock_guard lock(m_clients.m_mutex);
        ++m_clients.m_active;
    }
    ~Call()
    {
        const std::lock_guard lock(m_clients.m_mutex);
        if (--m_clients.m_active == 0)
            m_clients.m_idle.notify_all();
    }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;
    /// The caller's stop and our own end in one.
    std::stop_token stop() const { return m_either.get_token(); }

private:
    struct Stop
    {
        std::stop_source *target;
        void operator()() const { target->request_stop(); }
    };
    Clients &m_clients;
    std::stop_source m_either;
    std::stop_callback<Stop> m_caller;
    std::stop_callback<Stop> m_closing;
};

Clients::Clients(domain::ModelsConfig config, Options options)
    : m_config(std::move(config))
    , m_options(std::move(options))
{
}

Clients::~Clients()
{
    m_closing.request_stop();
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_active == 0; });
}

QSet<int> Clients::usedLines(const domain::Endpoint &endpoint, qsizetype scriptFiles) const
{
    QSet<int> used;
    for (const domain::Endpoint &other : m_config.endpoints) {
        if (other.kind == EndpointKind::Scripted && other.file == endpoint.file)
            used.unite(m_options.usedScriptLinesByEndpoint.value(other.id));
    }
    return scriptFiles == 1 ? used.unite(m_options.usedScriptLines) : used;
}

Result<void> Clients::open()
{
    QStringList files;
    for (const domain::Endpoint &endpoint : m_config.endpoints) {
        if (endpoint.kind == EndpointKind::Scripted && !files.contains(endpoint.file))
            files.append(endpoint.file);
    }
    // Endpoints that name the same file share its answers.
    QHash<QString, std::shared_ptr<Script>> scripts;
    for (const domain::Endpoint &endpoint : m_config.endpoints) {
        auto gate = std::make_unique<Gate>(endpoint);
        if (endpoint.kind == EndpointKind::Scripted) {
            auto &script = scripts[endpoint.file];
            if (!script) {
                auto read = Script::read(endpoint.file, usedLines(endpoint, files.size()));
                if (!read)
                    return domain::fail(read.error());
                script = std::move(*read);
            }
            gate->scripted = std::make_unique<ScriptedClient>(script);
        } else {
            if (!m_transport)
                m_transport = std::make_unique<HttpTransport>();
            gate->http = std::make_unique<HttpClient>(endpoint, *m_transport, m_options.secrets);
        }
        m_gates.emplace(endpoint.id, std::move(gate));
    }
    if (!m_options.recordFile.isEmpty()) {
        auto recorder = Recorder::open(m_options.recordFile);
        if (!recorder)
            return domain::fail(recorder.error());
        m_recorder = std::move(*recorder);
    }
    return {};
}

Result<void> Clients::checkFits(const domain::Model &model, const ChatRequest &request) const
{
    // A rough upper bound of the tokens, as in the reservation (design.md §6). A models file that allows more output
    // than half of the context means "as long as need be", not "never ask".
    const qint64 prompt = promptBytes(request) / 3;
    const int asked = request.maxOutputTokens > 0 ? request.maxOutputTokens : model.maxOutputTokens;
    const qint64 output = std::min(asked, model.contextTokens / 2);
    if (prompt + output <= model.contextTokens)
        return {};
    return domain::fail(
        ErrorKind::ContextTooLong,
        u"%1: the prompt of about %2 tokens and %3 for the answer exceed its context of %4"_s.arg(
            model.id, QString::number(prompt), QString::number(output), QString::number(model.contextTokens)));
}

Result<ChatResponse> Clients::askOnce(Gate &gate, const domain::Model &model, const ChatRequest &request,
                                      TokenSink *sink, const std::stop_token &stop)
{
    const auto slot = gate.callSlots.acquire(stop);
    if (!slot)
        return domain::fail(ErrorKind::Cancelled, u"cancelled"_s);
    if (const auto may = sink ? sink->sending() : Result<void>(); !may)
        return domain::fail(may.error());
    int usedLine = 0;
    if (gate.http) {
        auto reply = gate.http->ask(model, request, sink, m_options.timeouts, stop);
        if (!reply)
            reply.error().message.prepend(model.id + u": "_s);
        return reply;
    }
    auto reply = gate.scripted->answer(request, sink, stop, &usedLine);
    if (!reply && usedLine > 0 && sink)
        sink->lineUsedUp(usedLine);
    return reply;
}

Result<ChatResponse> Clients::complete(const QString &modelId, const ChatRequest &request, TokenSink *sink,
                                       std::stop_token stop)
{
    const domain::Model *model = m_config.model(modelId);
    if (!model)
        return domain::fail(ErrorKind::BadInput, u"no model has the id \"%1\""_s.arg(modelId));
    if (const auto fits = checkFits(*model, request); !fits)
        return domain::fail(fits.error());

    const Call call(*this, std::move(stop));
    const Gate &gate = *m_gates.at(model->endpoint);
    if (gate.endpoint.isLocal())
        return askWithRetries(*model, request, sink, call.stop());
    SecretScan scan(knownSecrets());
    const ChatRequest sent = scan.cleaned(request);
    if (const QStringList withheld = scan.withheld(); sink && !withheld.isEmpty())
        sink->withheld(withheld);
    auto result = askWithRetries(*model, sent, sink, call.stop());
    if (result)
        result->text = scan.restored(result->text, request.schema.has_value());
    return result;
}

/// The keys of all endpoints, not only of the one that is asked: a project may hold any of them.
QHash<QString, QString> Clients::knownSecrets() const
{
    QHash<QString, QString> known = m_options.withhold;
    for (const domain::Endpoint &endpoint : m_config.endpoints) {
        const QString key =
            endpoint.secret.isEmpty() || !m_options.secrets ? QString() : m_options.secrets(endpoint.secret).trimmed();
        if (!key.isEmpty())
            known.insert(key, endpoint.secret);
    }
    return known;
}

Result<ChatResponse> Clients::askWithRetries(const domain::Model &model, const ChatRequest &request, TokenSink *sink,
                                             const std::stop_token &stop)
{
    Gate &gate = *m_gates.at(model.endpoint);
    const RetryPolicy policy{.maxRetries = m_options.maxRetries, .firstDelayMs = m_options.firstRetryMs};
    auto result = withRetries(policy, sink, stop,
                              [&](TokenSink *watched) { return askOnce(gate, model, request, watched, stop); });
    if (result && judgedReply(*result) && m_recorder && !gate.scripted) {
        if (const auto recorded = m_recorder->record(request, *result); !recorded)
            qCWarning(lcModels).noquote() << recorded.error().message;
    }
    return result;
}

bool Clients::probe(const QString &modelId, std::stop_token stop)
{
    const domain::Model *model = m_config.model(modelId);
    if (!model)
        return false;
    const Gate &gate = *m_gates.at(model->endpoint);
    const Call call(*this, std::move(stop));
    return gate.scripted || gate.http->probe(call.stop());
}

} // namespace

SecretSource environmentSecrets()
{
    return [](const QString &name) { return qEnvironmentVariable(name.toUtf8().constData()); };
}

Result<std::unique_ptr<ModelClients>> ModelClients::create(domain::ModelsConfig config, Options options)
{
    auto clients = std::make_unique<Clients>(std::move(config), std::move(options));
    if (const auto opened = clients->open(); !opened)
        return domain::fail(opened.error());
    return clients;
}

} // namespace stepladder::models

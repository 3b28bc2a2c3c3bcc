// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"
#include "namedcompare.h"
#include "streams.h"

#include "models/modelclients.h"
#include "models/providers/discovery.h"
#include "models/providers/script.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <latch>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::EndpointKind;
using domain::ErrorKind;
using models::ChatMessage;
using models::ChatRequest;
using models::ChatResponse;
using models::ModelClients;
using tests::LoopbackServer;
using Reply = LoopbackServer::Reply;
using Request = LoopbackServer::Request;

namespace {

constexpr auto kSecret = "sk-very-secret-0123456789";

ChatRequest question(const QString &text = u"Say hello."_s)
{
    ChatRequest request;
    request.messages = {{ChatMessage::Role::System, u"Be brief."_s}, {ChatMessage::Role::User, text}};
    request.temperature = 0.7;
    request.context = {u"generate"_s, u"generator"_s, u"calc"_s, 1, u"first"_s};
    return request;
}

domain::ModelsConfig configOf(EndpointKind kind, const QString &url, int parallel = 1)
{
    domain::ModelsConfig config;
    config.endpoints = {{.id = u"e"_s, .kind = kind, .url = url, .secret = u"THE_KEY"_s, .parallel = parallel}};
    config.models = {
        {.id = u"m"_s, .endpoint = u"e"_s, .name = u"phi4"_s, .contextTokens = 9000, .maxOutputTokens = 500}};
    return config;
}

ModelClients::Options quick()
{
    ModelClients::Options options;
    options.firstRetryMs = 1;
    options.maxRetries = 0;
    options.secrets = [](const QString &name) {
        return name == u"THE_KEY"_s ? QString::fromLatin1(kSecret) : QString();
    };
    return options;
}

std::unique_ptr<ModelClients> clientsOf(const domain::ModelsConfig &config, ModelClients::Options options = quick())
{
    auto clients = ModelClients::create(config, std::move(options));
    if (!clients)
        qFatal("%s", qPrintable(clients.error().message));
    return std::move(*clients);
}

Reply answer(EndpointKind kind)
{
    return LoopbackServer::chunked(tests::streamOf(kind));
}

class Collected final : public models::TokenSink
{
public:
    void text(const QString &delta) override { said += delta; }
    void reasoning(const QString &delta) override { thought += delta; }
    void retrying(const domain::Error &why, qint64 delayMs) override
    {
        retries.append(toString(why.kind));
        delays.append(delayMs);
        said.clear();
    }
    domain::Result<void> sending() override
    {
        ++sent;
        return {};
    }
    void lost(const std::optional<models::Usage> &usage) override { lostTries.append(usage); }
    int sent = 0;
    QList<std::optional<models::Usage>> lostTries;
    QString said;
    QString thought;
    QStringList retries;
    QList<qint64> delays;
};

/// A port whose queue of connections is full: who connects waits for ever.
class FullPort
{
public:
    FullPort()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *raw = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, raw, size) != 0 || ::listen(m_listener, 0) != 0
            || ::getsockname(m_listener, raw, &size) != 0)
            qFatal("no port");
        m_port = ntohs(address.sin_port);
        for (int i = 0; i < 4; ++i) {
            const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            ::connect(socket, raw, size);
            m_waiting.push_back(socket);
        }
    }
    ~FullPort()
    {
        for (const int socket : m_waiting)
            ::close(socket);
        ::close(m_listener);
    }
    QString url() const { return u"http://127.0.0.1:%1"_s.arg(m_port); }

private:
    int m_listener = -1;
    quint16 m_port = 0;
    std::vector<int> m_waiting;
};

} // namespace

class TestHttpClients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void streams_data() { kinds(); }
    void streams();
    void bytesOneByOne_data() { kinds(); }
    void bytesOneByOne();
    void whatIsSent_data() { kinds(); }
    void whatIsSent();
    void schemaIsSent_data() { kinds(); }
    void schemaIsSent();
    void paramsAreMerged_data() { kinds(); }
    void paramsAreMerged();
    void statuses_data();
    void statuses();
    void oneRequestWhenTheServerClosesBeforeReplying_data() { kinds(); }
    void oneRequestWhenTheServerClosesBeforeReplying();
    void oneRequestWhenTheServerResetsBeforeReplying();
    void oneRequestWhenTheServerAsksForAPassword();
    void errorStatusCountsThoughTheConnectionBreaks();
    void secretsOfTheEnvironment();
    void redirectIsNotFollowedAndNoKeyGoesWithIt_data() { kinds(); }
    void redirectIsNotFollowedAndNoKeyGoesWithIt();
    void truncatedBodyIsAnError_data() { kinds(); }
    void truncatedBodyIsAnError();
    void cutStreamIsNeverSplicedToTheRetry();
    void connectionHeldOpenAfterTheEndIsNotWaitedFor_data() { kinds(); }
    void connectionHeldOpenAfterTheEndIsNotWaitedFor();
    void retryAfterIsObeyed();
    void retriesAreCounted();
    void notRetried();
    void missingSecretSendsNothing();
    void endpointWithoutSecretSendsNone_data() { kinds(); }
    void endpointWithoutSecretSendsNone();
    void keyNeverStandsInAnError();
    void usageMissing();
    void refusedConnection();
    void connectTimeout();
    void idleTimeoutBeforeTheFirstByte();
    void idleTimeoutInTheMiddle();
    void slowDripIsNotIdleButEndsByTheTotalTimeout();
    void repliedWholeBeforeTheIdleTimeoutCounts();
    void cancelWhileConnecting();
    void cancelWhileWaitingForTheFirstByte();
    void brokenStreamTellsTheUsageThatIsLost();
    void cancelWhileStreaming();
    void cancelWhileWaitingForASlot();
    void cancelWhileWaitingToRetry();
    void parallelIsRespected();
    void closeOfAnEndedCallDoesNotHitTheNext();
    void twentyAtOnceAreReallyAtOnce();
    void destroyingCancelsWhatIsUnderWay();
    void largePromptArrivesWhole();
    void recording();
    void probing_data();
    void probing();
    void discovery_data() { kinds(); }
    void discovery();

private:
    static void kinds();
    void cancelWhen(const Reply &reply, const std::function<bool(const LoopbackServer &, const Collected &)> &ready);
};

void TestHttpClients::kinds()
{
    QTest::addColumn<EndpointKind>("kind");
    for (const auto kind : {EndpointKind::Ollama, EndpointKind::Anthropic, EndpointKind::OpenAi})
        QTest::addRow("%s", qPrintable(toString(kind))) << kind;
}

void TestHttpClients::streams()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([kind](const Request &, int) { return answer(kind); });
    const auto clients = clientsOf(configOf(kind, server.url()));
    Collected sink;
    const auto reply = clients->complete(u"m"_s, question(), &sink, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, u"Hello, wörld 😀"_s);
    QCOMPARE(reply->reasoning, u"Greet."_s);
    QCOMPARE(sink.said, reply->text);
    QCOMPARE(sink.thought, reply->reasoning);
    QVERIFY(reply->usage);
    QCOMPARE(reply->usage->output, 8);
    QCOMPARE(reply->retried, 0);
    QCOMPARE(reply->scriptedLine, 0);
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::bytesOneByOne()
{
    QFETCH(EndpointKind, kind);
    QByteArrayList bytes;
    for (const char byte : tests::streamOf(kind).join())
        bytes.append(QByteArray(1, byte));
    LoopbackServer server([&bytes](const Request &, int) { return LoopbackServer::chunked(bytes); });
    const auto reply = clientsOf(configOf(kind, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, u"Hello, wörld 😀"_s);
}

void TestHttpClients::whatIsSent()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([kind](const Request &, int) { return answer(kind); });
    QVERIFY(clientsOf(configOf(kind, server.url() + u"/base"_s))->complete(u"m"_s, question(), nullptr, {}));
    const Request sent = server.requests().constFirst();
    const QJsonObject body = QJsonDocument::fromJson(sent.body).object();
    QCOMPARE(sent.method, "POST");
    QCOMPARE(sent.headers.value("content-type"), "application/json");
    QCOMPARE(body.value(u"model"_s).toString(), u"phi4"_s);
    QCOMPARE(body.value(u"stream"_s).toBool(), true);
    const QJsonArray messages = body.value(u"messages"_s).toArray();
    const QJsonObject user{{u"role"_s, u"user"_s}, {u"content"_s, u"Say hello."_s}};
    QCOMPARE(messages.last().toObject(), user);
    if (kind == EndpointKind::Anthropic) {
        QCOMPARE(sent.path, "/base/v1/messages");
        QCOMPARE(sent.headers.value("x-api-key"), kSecret);
        QCOMPARE(sent.headers.value("anthropic-version"), "2023-06-01");
        QCOMPARE(body.value(u"system"_s).toString(), u"Be brief."_s);
        QCOMPARE(messages.size(), 1);
        QCOMPARE(body.value(u"max_tokens"_s).toInt(), 500);
        QCOMPARE(body.value(u"temperature"_s).toDouble(), 0.7);
        return;
    }
    QCOMPARE(sent.headers.value("authorization"), QByteArray("Bearer ") + kSecret);
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages.first().toObject().value(u"role"_s).toString(), u"system"_s);
    if (kind == EndpointKind::Ollama) {
        QCOMPARE(sent.path, "/base/api/chat");
        const QJsonObject options{{u"num_ctx"_s, 9000}, {u"num_predict"_s, 500}, {u"temperature"_s, 0.7}};
        QCOMPARE(body.value(u"options"_s).toObject(), options);
    } else {
        QCOMPARE(sent.path, "/base/chat/completions");
        QCOMPARE(body.value(u"max_tokens"_s).toInt(), 500);
        QCOMPARE(body.value(u"temperature"_s).toDouble(), 0.7);
        QVERIFY(body.value(u"stream_options"_s).toObject().value(u"include_usage"_s).toBool());
    }
}

void TestHttpClients::schemaIsSent()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([kind](const Request &, int) { return answer(kind); });
    ChatRequest request = question();
    request.schema = QJsonObject{{u"type"_s, u"object"_s}, {u"required"_s, QJsonArray{u"score"_s}}};
    request.maxOutputTokens = 77;
    QVERIFY(clientsOf(configOf(kind, server.url()))->complete(u"m"_s, request, nullptr, {}));
    domain::ModelsConfig without = configOf(kind, server.url());
    without.models[0].params = {{u"response_format"_s, QJsonValue::Null}};
    QVERIFY(clientsOf(without)->complete(u"m"_s, request, nullptr, {}));
    const QJsonObject body = QJsonDocument::fromJson(server.requests().at(0).body).object();
    const QJsonObject second = QJsonDocument::fromJson(server.requests().at(1).body).object();
    if (kind == EndpointKind::Ollama) {
        QCOMPARE(body.value(u"format"_s).toObject(), *request.schema);
        QCOMPARE(body.value(u"options"_s).toObject().value(u"num_predict"_s).toInt(), 77);
    } else if (kind == EndpointKind::Anthropic) {
        QVERIFY(body.value(u"system"_s).toString().startsWith(u"Be brief.\n\n"_s));
        QVERIFY(body.value(u"system"_s).toString().contains(uR"({"required":["score"],"type":"object"})"_s));
        QCOMPARE(body.value(u"max_tokens"_s).toInt(), 77);
    } else {
        const QJsonObject format = body.value(u"response_format"_s).toObject();
        QCOMPARE(format.value(u"type"_s).toString(), u"json_schema"_s);
        QCOMPARE(format.value(u"json_schema"_s).toObject().value(u"schema"_s).toObject(), *request.schema);
        QVERIFY(!second.contains(u"response_format"_s));
        QVERIFY(QJsonDocument(second).toJson().contains("JSON schema"));
    }
}

void TestHttpClients::paramsAreMerged()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([kind](const Request &, int) { return answer(kind); });
    domain::ModelsConfig config = configOf(kind, server.url());
    config.models[0].params = {{u"top_p"_s, 0.5},
                               {u"model"_s, u"other"_s},
                               {u"num_ctx"_s, 1},
                               {u"messages"_s, u"none"_s},
                               {u"temperature"_s, QJsonValue::Null},
                               {u"think"_s, false},
                               {u"options"_s, QJsonObject{{u"seed"_s, 7}}}};
    QVERIFY(clientsOf(config)->complete(u"m"_s, question(), nullptr, {}));
    const QJsonObject body = QJsonDocument::fromJson(server.requests().constFirst().body).object();
    QCOMPARE(body.value(u"think"_s), QJsonValue(false));
    const bool ollama = kind == EndpointKind::Ollama;
    const QJsonObject place = ollama ? body.value(u"options"_s).toObject() : body;
    QCOMPARE(place.value(u"top_p"_s).toDouble(), 0.5);
    QVERIFY(!place.contains(u"temperature"_s));
    if (ollama) {
        QCOMPARE(place.value(u"num_ctx"_s).toInt(), 9000);
        QCOMPARE(place.value(u"seed"_s).toInt(), 7);
    } else {
        QCOMPARE(body.value(u"model"_s).toString(), u"phi4"_s);
        QVERIFY(body.value(u"messages"_s).isArray());
    }
}

void TestHttpClients::statuses_data()
{
    QTest::addColumn<EndpointKind>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("error");
    QTest::addColumn<QString>("words");
    const auto row = [](EndpointKind kind, int status, const char *body, ErrorKind error, const QString &words) {
        QTest::addRow("%s %d %s", qPrintable(toString(kind)), status, body)
            << kind << status << QByteArray(body) << error << words;
    };
    for (const auto kind : {EndpointKind::Ollama, EndpointKind::Anthropic, EndpointKind::OpenAi}) {
        row(kind, 401, R"({"error":{"message":"bad key"}})", ErrorKind::Authentication, u"401: bad key"_s);
        row(kind, 403, "", ErrorKind::Authentication, u"403"_s);
        row(kind, 429, R"({"error":"slow down"})", ErrorKind::RateLimited, u"429: slow down"_s);
        row(kind, 429, R"({"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}})",
            ErrorKind::Authentication, u"your current quota"_s);
        row(kind, 402, R"({"error":{"message":"Insufficient Balance"}})", ErrorKind::Authentication,
            u"Insufficient Balance"_s);
        row(kind, 500, "oops\nat line 3", ErrorKind::ServerError, u"500: oops at line 3"_s);
        row(kind, 502, "<html>Bad gateway</html>", ErrorKind::ServerError, u"502: a web page"_s);
        row(kind, 503, "", ErrorKind::Overloaded, u"503"_s);
        row(kind, 529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
            ErrorKind::Overloaded, u"529: Overloaded"_s);
        row(kind, 400, R"({"error":{"message":"unknown field"}})", ErrorKind::BadInput, u"400: unknown field"_s);
        row(kind, 404, R"({"error":"model 'phi4' not found"})", ErrorKind::BadInput, u"404: model 'phi4' not found"_s);
        row(kind, 413, "", ErrorKind::ContextTooLong, u"413"_s);
        row(kind, 400, R"({"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum"}})",
            ErrorKind::ContextTooLong, u"210000"_s);
        row(kind, 400, R"({"error":{"message":"This model's maximum context length is 8192 tokens"}})",
            ErrorKind::ContextTooLong, u"8192"_s);
        row(kind, 400, R"({"error":{"message":"too big","code":"context_length_exceeded"}})", ErrorKind::ContextTooLong,
            u"too big"_s);
        row(kind, 200, "", ErrorKind::Malformed, u"the reply is empty"_s);
        row(kind, 200, "<html><body>Sign in</body></html>", ErrorKind::Malformed, u"a web page"_s);
        row(kind, 204, "", ErrorKind::Malformed, u"the reply is empty"_s);
    }
}

void TestHttpClients::statuses()
{
    QFETCH(EndpointKind, kind);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, error);
    QFETCH(QString, words);
    LoopbackServer server([&](const Request &, int) { return LoopbackServer::whole(status, body); });
    const auto reply = clientsOf(configOf(kind, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, error);
    QCOMPARE(reply.error().status, status);
    QVERIFY2(reply.error().message.startsWith(u"m: "_s), qPrintable(reply.error().message));
    QVERIFY2(reply.error().message.contains(words), qPrintable(reply.error().message));
    QVERIFY(!reply.error().message.contains(u'\n'));
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::oneRequestWhenTheServerClosesBeforeReplying()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([](const Request &, int) { return Reply{}; });
    const auto reply = clientsOf(configOf(kind, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Network);
    QVERIFY2(reply.error().message.contains(u"closed the connection before it answered"_s),
             qPrintable(reply.error().message));
    QTest::qWait(100); // a second request would come now
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::oneRequestWhenTheServerResetsBeforeReplying()
{
    LoopbackServer server([](const Request &, int) { return Reply{{}, LoopbackServer::End::Reset}; });
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Network);
    QTest::qWait(100);
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::oneRequestWhenTheServerAsksForAPassword()
{
    LoopbackServer server([](const Request &, int) {
        return LoopbackServer::whole(401, "{}", {"WWW-Authenticate: Basic realm=\"models\""});
    });
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Authentication);
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::errorStatusCountsThoughTheConnectionBreaks()
{
    for (const auto end : {LoopbackServer::End::KeepOpen, LoopbackServer::End::Close}) {
        LoopbackServer server([&](const Request &, int) {
            return Reply{{{"HTTP/1.1 429 X\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\n{\"error\":\"slow\""}}, end};
        });
        ModelClients::Options options = quick();
        options.timeouts = {60'000, 400, 120'000};
        const auto reply =
            clientsOf(configOf(EndpointKind::OpenAi, server.url()), options)->complete(u"m"_s, question(), nullptr, {});
        QVERIFY(!reply);
        COMPARE_NAMED(reply.error().kind, ErrorKind::RateLimited);
        QVERIFY(reply.error().retryAfter == std::chrono::seconds(7));
    }
}

void TestHttpClients::secretsOfTheEnvironment()
{
    qputenv("STEPLADDER_TEST_KEY", "from the environment");
    const auto secrets = models::environmentSecrets();
    QCOMPARE(secrets(u"STEPLADDER_TEST_KEY"_s), u"from the environment"_s);
    qunsetenv("STEPLADDER_TEST_KEY");
    QVERIFY(secrets(u"STEPLADDER_TEST_KEY"_s).isEmpty());
}

void TestHttpClients::redirectIsNotFollowedAndNoKeyGoesWithIt()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer other([kind](const Request &, int) { return answer(kind); });
    for (const int status : {301, 302, 303, 307, 308}) {
        LoopbackServer server([&](const Request &, int) {
            return LoopbackServer::whole(status, {}, {"Location: " + other.url().toLatin1() + "/v1?key=abc"});
        });
        ModelClients::Options options = quick();
        options.maxRetries = 3;
        const auto reply = clientsOf(configOf(kind, server.url()), options)->complete(u"m"_s, question(), nullptr, {});
        QVERIFY(!reply);
        COMPARE_NAMED(reply.error().kind, ErrorKind::Network);
        QCOMPARE(reply.error().status, status);
        const QString said = u"redirects (%1) to %2, which"_s.arg(QString::number(status), other.url());
        QVERIFY2(reply.error().message.contains(said), qPrintable(reply.error().message));
        QCOMPARE(server.requestCount(), 1);
    }
    QCOMPARE(other.requestCount(), 0);
}

void TestHttpClients::truncatedBodyIsAnError()
{
    QFETCH(EndpointKind, kind);
    const QByteArrayList events = tests::streamOf(kind).first(tests::eventsUntilTerminal(kind) - 2);
    for (const auto end : {LoopbackServer::End::Close, LoopbackServer::End::Reset}) {
        LoopbackServer server([&](const Request &, int) { return LoopbackServer::truncated(events, end); });
        const auto reply = clientsOf(configOf(kind, server.url()))->complete(u"m"_s, question(), nullptr, {});
        QVERIFY(!reply);
        COMPARE_NAMED(reply.error().kind, ErrorKind::Network);
        QCOMPARE(server.requestCount(), 1);
    }
    // And one that ends in order, but too early.
    LoopbackServer server([&](const Request &, int) { return LoopbackServer::chunked(events); });
    const auto reply = clientsOf(configOf(kind, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Network);
}

void TestHttpClients::cutStreamIsNeverSplicedToTheRetry()
{
    const auto kind = EndpointKind::Anthropic;
    LoopbackServer server([&](const Request &, int number) {
        return number == 0 ? LoopbackServer::truncated(tests::streamOf(kind).first(9)) : answer(kind);
    });
    ModelClients::Options options = quick();
    options.maxRetries = 1;
    Collected sink;
    const auto reply = clientsOf(configOf(kind, server.url()), options)->complete(u"m"_s, question(), &sink, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, u"Hello, wörld 😀"_s);
    QCOMPARE(sink.said, reply->text);
    QCOMPARE(sink.retries, QStringList{u"network"_s});
    QCOMPARE(reply->retried, 1);
    QCOMPARE(reply->lostTries, 1);
    QCOMPARE(server.requestCount(), 2);
}

void TestHttpClients::connectionHeldOpenAfterTheEndIsNotWaitedFor()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([kind](const Request &, int) {
        Reply reply = LoopbackServer::truncated(tests::streamOf(kind));
        reply.end = LoopbackServer::End::KeepOpen;
        return reply;
    });
    const auto reply = clientsOf(configOf(kind, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QTRY_COMPARE(server.underWay(), 0);
}

void TestHttpClients::retryAfterIsObeyed()
{
    LoopbackServer server([](const Request &, int number) {
        if (number == 0)
            return LoopbackServer::whole(429, "{}", {"Retry-After: 1"});
        if (number == 1)
            return LoopbackServer::whole(503, "{}", {"retry-after-ms: 30"});
        return answer(EndpointKind::OpenAi);
    });
    ModelClients::Options options = quick();
    options.maxRetries = 4;
    Collected sink;
    QElapsedTimer timer;
    timer.start();
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()), options)->complete(u"m"_s, question(), &sink, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QVERIFY(timer.elapsed() >= 1030);
    QCOMPARE(sink.retries, (QStringList{u"rate_limited"_s, u"overloaded"_s}));
    QVERIFY(sink.delays.at(0) >= 1000);
    QVERIFY(sink.delays.at(1) >= 30);
    QCOMPARE(reply->lostTries, 0);
}

void TestHttpClients::retriesAreCounted()
{
    LoopbackServer server([](const Request &, int) { return LoopbackServer::whole(500, "no"); });
    ModelClients::Options options = quick();
    options.maxRetries = 3;
    const auto reply =
        clientsOf(configOf(EndpointKind::Ollama, server.url()), options)->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    QCOMPARE(reply.error().retried, 3);
    QCOMPARE(reply.error().status, 500);
    QCOMPARE(server.requestCount(), 4);
}

void TestHttpClients::notRetried()
{
    int status = 0;
    LoopbackServer server([&](const Request &, int) { return LoopbackServer::whole(status, "no"); });
    ModelClients::Options options = quick();
    options.maxRetries = 3;
    const auto clients = clientsOf(configOf(EndpointKind::Ollama, server.url()), options);
    int asked = 0;
    for (const int next : {400, 401, 403, 404, 413, 200}) {
        status = next;
        const auto reply = clients->complete(u"m"_s, question(), nullptr, {});
        QVERIFY(!reply);
        QCOMPARE(reply.error().retried, 0);
        QCOMPARE(server.requestCount(), ++asked);
    }
}

void TestHttpClients::missingSecretSendsNothing()
{
    LoopbackServer server([](const Request &, int) { return answer(EndpointKind::OpenAi); });
    domain::ModelsConfig config = configOf(EndpointKind::OpenAi, server.url());
    config.endpoints[0].secret = u"NOT_SET"_s;
    const auto clients = clientsOf(config);
    const auto reply = clients->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Authentication);
    QVERIFY2(reply.error().message.contains(u"NOT_SET"_s), qPrintable(reply.error().message));
    QVERIFY(!clients->probe(u"m"_s, {}));
    QCOMPARE(server.requestCount(), 0);
}

void TestHttpClients::endpointWithoutSecretSendsNone()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([kind](const Request &, int) { return answer(kind); });
    domain::ModelsConfig config = configOf(kind, server.url());
    config.endpoints[0].secret.clear();
    QVERIFY(clientsOf(config)->complete(u"m"_s, question(), nullptr, {}));
    const Request sent = server.requests().constFirst();
    QVERIFY(!sent.headers.contains("authorization"));
    QVERIFY(!sent.headers.contains("x-api-key"));
    QVERIFY(!sent.headers.contains("cookie"));
}

void TestHttpClients::keyNeverStandsInAnError()
{
    const QByteArray body = QByteArray(R"({"error":{"message":"Incorrect API key provided: )") + kSecret + "\"}}";
    LoopbackServer server([&](const Request &, int number) {
        if (number == 0)
            return LoopbackServer::whole(401, body);
        return LoopbackServer::chunked({QByteArray("data: ") + body + "\n\n"});
    });
    const auto clients = clientsOf(configOf(EndpointKind::OpenAi, server.url()));
    for (int i = 0; i < 2; ++i) {
        const auto reply = clients->complete(u"m"_s, question(), nullptr, {});
        QVERIFY(!reply);
        QVERIFY2(reply.error().message.contains(u"Incorrect API key provided: ***"_s),
                 qPrintable(reply.error().message));
        QVERIFY(!(reply.error().message + reply.error().detail).contains(QString::fromLatin1(kSecret)));
    }
}

void TestHttpClients::usageMissing()
{
    LoopbackServer server([](const Request &, int) {
        return LoopbackServer::chunked(
            {"data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n"});
    });
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()))->complete(u"m"_s, question(), nullptr, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QVERIFY(!reply->usage);
}

void TestHttpClients::refusedConnection()
{
    QString url;
    {
        const LoopbackServer gone([](const Request &, int) { return Reply{}; });
        url = gone.url();
    }
    const auto clients = clientsOf(configOf(EndpointKind::Ollama, url));
    const auto reply = clients->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Network);
    QVERIFY(!clients->probe(u"m"_s, {}));
}

void TestHttpClients::connectTimeout()
{
    const FullPort port;
    ModelClients::Options options = quick();
    options.timeouts = {50, 60'000, 120'000};
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, port.url()), options)->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::ConnectTimeout);
}

void TestHttpClients::idleTimeoutBeforeTheFirstByte()
{
    LoopbackServer server([](const Request &, int) { return Reply{{}, LoopbackServer::End::KeepOpen}; });
    ModelClients::Options options = quick();
    options.timeouts = {60'000, 50, 120'000};
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()), options)->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::IdleTimeout);
    QTRY_COMPARE(server.requestCount(), 1);
    QTRY_COMPARE(server.underWay(), 0);
}

void TestHttpClients::idleTimeoutInTheMiddle()
{
    const QByteArrayList begun = tests::streamOf(EndpointKind::OpenAi).first(4);
    LoopbackServer server(
        [&](const Request &, int) { return LoopbackServer::truncated(begun, LoopbackServer::End::KeepOpen); });
    ModelClients::Options options = quick();
    options.timeouts = {60'000, 400, 120'000};
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()), options)->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::IdleTimeout);
    QCOMPARE(reply.error().status, 200);
}

void TestHttpClients::slowDripIsNotIdleButEndsByTheTotalTimeout()
{
    LoopbackServer server(
        [](const Request &, int) { return LoopbackServer::chunked(QByteArrayList(400, ": still here\n\n"), 25); });
    ModelClients::Options options = quick();
    options.timeouts = {60'000, 1'000, 2'000};
    options.maxRetries = 3;
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()), options)->complete(u"m"_s, question(), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::TotalTimeout);
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::repliedWholeBeforeTheIdleTimeoutCounts()
{
    // finish_reason came, [DONE] never does and the connection stays open.
    LoopbackServer server([](const Request &, int) {
        return LoopbackServer::truncated(tests::streamOf(EndpointKind::OpenAi).first(6), LoopbackServer::End::KeepOpen);
    });
    ModelClients::Options options = quick();
    options.timeouts = {60'000, 1'000, 120'000};
    const auto reply =
        clientsOf(configOf(EndpointKind::OpenAi, server.url()), options)->complete(u"m"_s, question(), nullptr, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, u"Hello, wörld 😀"_s);
}

void TestHttpClients::cancelWhileConnecting()
{
    const FullPort port;
    const auto clients = clientsOf(configOf(EndpointKind::OpenAi, port.url()));
    std::stop_source stop;
    domain::Result<ChatResponse> reply;
    {
        std::jthread caller([&] { reply = clients->complete(u"m"_s, question(), nullptr, stop.get_token()); });
        QTest::qWait(50); // it is to be connecting
        stop.request_stop();
    }
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Cancelled);
}

void TestHttpClients::cancelWhen(const Reply &reply,
                                 const std::function<bool(const LoopbackServer &, const Collected &)> &ready)
{
    LoopbackServer server([&](const Request &, int) { return reply; });
    ModelClients::Options options = quick();
    options.maxRetries = 3;
    const auto clients = clientsOf(configOf(EndpointKind::OpenAi, server.url()), options);
    std::stop_source stop;
    domain::Result<ChatResponse> result;
    Collected sink;
    {
        std::jthread caller([&] { result = clients->complete(u"m"_s, question(), &sink, stop.get_token()); });
        QTRY_VERIFY(ready(server, sink));
        stop.request_stop();
    }
    QVERIFY(!result);
    COMPARE_NAMED(result.error().kind, ErrorKind::Cancelled);
    QTRY_COMPARE(server.underWay(), 0); // and the server was told by a closed connection
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::cancelWhileWaitingForTheFirstByte()
{
    cancelWhen({{}, LoopbackServer::End::KeepOpen},
               [](const LoopbackServer &server, const Collected &) { return server.requestCount() == 1; });
}

void TestHttpClients::brokenStreamTellsTheUsageThatIsLost()
{
    LoopbackServer server([](const Request &, int number) {
        return number == 0 ? LoopbackServer::truncated(tests::streamOf(EndpointKind::Anthropic).first(4))
                           : answer(EndpointKind::Anthropic);
    });
    ModelClients::Options options = quick();
    options.maxRetries = 1;
    Collected sink;
    const auto reply =
        clientsOf(configOf(EndpointKind::Anthropic, server.url()), options)->complete(u"m"_s, question(), &sink, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->lostTries, 1);
    QCOMPARE(sink.sent, 2);
    QCOMPARE(sink.lostTries.size(), 1);
    const models::Usage told{.input = 25, .output = 1, .cacheRead = 40, .cacheWrite = 3};
    QVERIFY(sink.lostTries.first() == told);
}

void TestHttpClients::cancelWhileStreaming()
{
    std::atomic<bool> sent = false;
    LoopbackServer server([&](const Request &, int) {
        sent = true;
        return LoopbackServer::truncated(tests::streamOf(EndpointKind::OpenAi).first(4), LoopbackServer::End::KeepOpen);
    });
    class Stopping final : public models::TokenSink
    {
    public:
        void text(const QString &) override { stop.request_stop(); }
        void reasoning(const QString &) override { }
        void retrying(const domain::Error &, qint64) override { }
        std::stop_source stop;
    } sink;
    const auto reply = clientsOf(configOf(EndpointKind::OpenAi, server.url()))
                           ->complete(u"m"_s, question(), &sink, sink.stop.get_token());
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Cancelled);
    QVERIFY(sent);
    QTRY_COMPARE(server.underWay(), 0);
}

void TestHttpClients::cancelWhileWaitingForASlot()
{
    LoopbackServer server([](const Request &, int) { return Reply{{}, LoopbackServer::End::KeepOpen}; });
    const auto clients = clientsOf(configOf(EndpointKind::OpenAi, server.url(), 1));
    std::stop_source first;
    std::stop_source second;
    domain::Result<ChatResponse> waiting;
    {
        std::jthread holder([&] { (void)clients->complete(u"m"_s, question(), nullptr, first.get_token()); });
        QTRY_COMPARE(server.requestCount(), 1);
        {
            std::jthread caller([&] { waiting = clients->complete(u"m"_s, question(), nullptr, second.get_token()); });
            QTest::qWait(30);
            second.request_stop();
        }
        QVERIFY(!waiting);
        COMPARE_NAMED(waiting.error().kind, ErrorKind::Cancelled);
        first.request_stop();
    }
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::cancelWhileWaitingToRetry()
{
    LoopbackServer server([](const Request &, int) { return LoopbackServer::whole(429, "{}", {"Retry-After: 500"}); });
    ModelClients::Options options = quick();
    options.maxRetries = 3;
    const auto clients = clientsOf(configOf(EndpointKind::OpenAi, server.url()), options);
    std::stop_source stop;
    class Stopping final : public models::TokenSink
    {
    public:
        explicit Stopping(std::stop_source &source)
            : m_source(source)
        {
        }
        void text(const QString &) override { }
        void reasoning(const QString &) override { }
        void retrying(const domain::Error &, qint64) override { m_source.request_stop(); }

    private:
        std::stop_source &m_source;
    } sink(stop);
    const auto reply = clients->complete(u"m"_s, question(), &sink, stop.get_token());
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Cancelled);
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::parallelIsRespected()
{
    // Counted before the reply begins: then the client cannot have ended the call.
    std::mutex mutex;
    int now = 0;
    int most = 0;
    LoopbackServer server([&](const Request &, int) {
        {
            const std::lock_guard lock(mutex);
            most = std::max(most, ++now);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const std::lock_guard lock(mutex);
        --now;
        return answer(EndpointKind::Ollama);
    });
    const auto clients = clientsOf(configOf(EndpointKind::Ollama, server.url(), 3));
    QStringList failures;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 24; ++i) {
            callers.emplace_back([&] {
                const auto reply = clients->complete(u"m"_s, question(), nullptr, {});
                const std::lock_guard lock(mutex);
                if (!reply)
                    failures.append(reply.error().message);
            });
        }
    }
    QCOMPARE(failures, QStringList());
    QCOMPARE(server.requestCount(), 24);
    QVERIFY2(most <= 3, QByteArray::number(most).constData());
}

void TestHttpClients::closeOfAnEndedCallDoesNotHitTheNext()
{
    // A shared QNetworkAccessManager gave a call the channel of the one before, and its close with it.
    LoopbackServer server([](const Request &, int) { return answer(EndpointKind::OpenAi); });
    const auto clients = clientsOf(configOf(EndpointKind::OpenAi, server.url()));
    for (int i = 0; i < 100; ++i) {
        const auto reply = clients->complete(u"m"_s, question(), nullptr, {});
        QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    }
    QCOMPARE(server.requestCount(), 100);
}

void TestHttpClients::twentyAtOnceAreReallyAtOnce()
{
    constexpr int kCalls = 20;
    std::latch all(kCalls); // no reply before the last request is there
    LoopbackServer server([&all](const Request &, int) {
        all.arrive_and_wait();
        return answer(EndpointKind::OpenAi);
    });
    const auto clients = clientsOf(configOf(EndpointKind::OpenAi, server.url(), kCalls));
    std::atomic<int> succeeded = 0;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < kCalls; ++i) {
            callers.emplace_back([&] {
                const auto reply = clients->complete(u"m"_s, question(), nullptr, {});
                if (reply)
                    ++succeeded;
                else
                    qInfo().noquote() << reply.error().message;
            });
        }
    }
    QCOMPARE(succeeded.load(), kCalls);
    QCOMPARE(server.mostAtOnce(), kCalls);
    QCOMPARE(server.requestCount(), kCalls);
}

void TestHttpClients::destroyingCancelsWhatIsUnderWay()
{
    LoopbackServer server([](const Request &, int) { return Reply{{}, LoopbackServer::End::KeepOpen}; });
    auto clients = clientsOf(configOf(EndpointKind::OpenAi, server.url()));
    domain::Result<ChatResponse> reply;
    {
        std::jthread caller([&, model = clients.get()] { reply = model->complete(u"m"_s, question(), nullptr, {}); });
        QTRY_COMPARE(server.requestCount(), 1);
        clients.reset();
    }
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Cancelled);
    QTRY_COMPARE(server.underWay(), 0);
}

void TestHttpClients::largePromptArrivesWhole()
{
    LoopbackServer server([](const Request &, int) { return answer(EndpointKind::OpenAi); });
    domain::ModelsConfig config = configOf(EndpointKind::OpenAi, server.url());
    config.models[0].contextTokens = 10'000'000;
    const QString text = u"äbc😀"_s.repeated(1'000'000);
    QVERIFY(clientsOf(config)->complete(u"m"_s, question(text), nullptr, {}));
    const QJsonObject body = QJsonDocument::fromJson(server.requests().constFirst().body).object();
    QCOMPARE(body.value(u"messages"_s).toArray().last().toObject().value(u"content"_s).toString(), text);
    QCOMPARE(server.requestCount(), 1);
}

void TestHttpClients::recording()
{
    LoopbackServer server([](const Request &, int number) {
        return number == 1 ? LoopbackServer::whole(401, "no") : answer(EndpointKind::Anthropic);
    });
    const QTemporaryDir dir;
    ModelClients::Options options = quick();
    options.recordFile = dir.filePath(u"record.jsonl"_s);
    const auto clients = clientsOf(configOf(EndpointKind::Anthropic, server.url()), options);
    QVERIFY(clients->complete(u"m"_s, question(), nullptr, {}));
    QVERIFY(!clients->complete(u"m"_s, question(), nullptr, {}));
    ChatRequest other = question();
    other.context = {u"ask"_s, u""_s};
    QVERIFY(clients->complete(u"m"_s, other, nullptr, {}));

    const auto script = models::Script::read(options.recordFile, {});
    QVERIFY2(script, script ? "" : qPrintable(script.error().message));
    const auto line = (*script)->take(question());
    QVERIFY(line);
    QCOMPARE(line->content, u"Hello, wörld 😀"_s);
    QCOMPARE(line->usage, (models::Usage{25, 8, 40, 3}));
    QCOMPARE(line->attempt, 1);
    QCOMPARE(line->rung, u"first"_s);
    QVERIFY(!(*script)->take(question())); // the failed call left no line
    QVERIFY((*script)->take(other));
}

void TestHttpClients::probing_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("answers");
    QTest::addRow("list") << 200 << QByteArray(R"({"data":[]})") << true;
    QTest::addRow("no list there") << 404 << QByteArray("{}") << true;
    QTest::addRow("web page") << 200 << QByteArray("<html>") << false;
    QTest::addRow("wrong key") << 401 << QByteArray("{}") << false;
    QTest::addRow("limited") << 429 << QByteArray("{}") << false;
    QTest::addRow("broken") << 500 << QByteArray("{}") << false;
}

void TestHttpClients::probing()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    LoopbackServer server([&](const Request &, int) { return LoopbackServer::whole(status, body); });
    QTEST(clientsOf(configOf(EndpointKind::OpenAi, server.url()))->probe(u"m"_s, {}), "answers");
    QCOMPARE(server.requests().constFirst().method, "GET");
}

void TestHttpClients::discovery()
{
    QFETCH(EndpointKind, kind);
    const bool ollama = kind == EndpointKind::Ollama;
    const QByteArray body = ollama ? R"({"models":[{"name":"phi4:latest","size":1},{"name":"qwen2.5-coder:3b"}]})"
                                   : R"({"object":"list","data":[{"id":"phi4:latest"},{"id":"qwen2.5-coder:3b"}]})";
    LoopbackServer server(
        [&](const Request &, int number) { return LoopbackServer::whole(number == 0 ? 200 : 401, body); });
    const domain::Endpoint endpoint = configOf(kind, server.url() + u"/x"_s).endpoints.constFirst();
    const auto names = models::availableModels(endpoint, quick().secrets, {});
    QVERIFY2(names, names ? "" : qPrintable(names.error().message));
    QCOMPARE(*names, (QStringList{u"phi4:latest"_s, u"qwen2.5-coder:3b"_s}));
    const Request sent = server.requests().constFirst();
    QCOMPARE(sent.path, ollama ? "/x/api/tags" : kind == EndpointKind::Anthropic ? "/x/v1/models" : "/x/models");
    QVERIFY(kind == EndpointKind::Anthropic ? sent.headers.contains("x-api-key")
                                            : sent.headers.contains("authorization"));
    const auto refused = models::availableModels(endpoint, quick().secrets, {});
    QVERIFY(!refused);
    COMPARE_NAMED(refused.error().kind, ErrorKind::Authentication);
}

QTEST_GUILESS_MAIN(TestHttpClients)
#include "tst_httpclients.moc"

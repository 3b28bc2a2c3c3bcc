// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"

#include "models/modelclients.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::EndpointKind;
using models::ChatMessage;
using models::ChatRequest;
using models::ModelClients;
using tests::LoopbackServer;

namespace {

const QString kKey = u"key-of-the-endpoint-1234"_s;
const QString kToken = u"ghp_a8Kq3ZxB7mW1pR5tY9vC2nL6sD4fG0hJabcd"_s;
const QString kKnown = u"open sesame"_s;
const QString kPrompt = u"token = \"%1\"; k = \"%2\"; w = \"%3\";"_s.arg(kToken, kKey, kKnown);

/// Says the last message of the prompt back, as Ollama does.
LoopbackServer::Reply echo(const LoopbackServer::Request &request)
{
    const QJsonArray messages = QJsonDocument::fromJson(request.body)[u"messages"].toArray();
    const QJsonObject message{{u"role"_s, u"assistant"_s}, {u"content"_s, messages.last()[u"content"]}};
    const QJsonObject line{{u"message"_s, message},
                           {u"done"_s, true},
                           {u"done_reason"_s, u"stop"_s},
                           {u"prompt_eval_count"_s, 1},
                           {u"eval_count"_s, 1}};
    return LoopbackServer::whole(200, QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

/// The address by which the same server counts as one beyond this machine.
QString farUrl(const LoopbackServer &server)
{
    return server.url().replace(u"127.0.0.1"_s, u"0.0.0.0"_s);
}

std::unique_ptr<ModelClients> clientsOf(EndpointKind kind, const QString &url)
{
    domain::ModelsConfig config;
    config.endpoints = {{.id = u"e"_s, .kind = kind, .url = url},
                        {.id = u"other"_s, .kind = EndpointKind::OpenAi, .url = url, .secret = u"OTHER_KEY"_s}};
    config.models = {{.id = u"m"_s, .endpoint = u"e"_s, .name = u"m"_s}};
    auto clients =
        ModelClients::create(config,
                             {.maxRetries = 0,
                              .secrets = [](const QString &name) { return name == u"OTHER_KEY"_s ? kKey : QString(); },
                              .withhold = {{kKnown, u"SESAME of .env"_s}}});
    if (!clients)
        qFatal("%s", qPrintable(clients.error().message));
    return std::move(*clients);
}

class Told final : public models::TokenSink
{
public:
    void text(const QString &) override { }
    void reasoning(const QString &) override { }
    void retrying(const domain::Error &, qint64) override { }
    void withheld(const QStringList &given) override { what.append(given.join(u", "_s)); }
    QStringList what;
};

ChatRequest question()
{
    return {.messages = {{ChatMessage::Role::System, u"Mind "_s + kToken}, {ChatMessage::Role::User, kPrompt}},
            .context = {.purpose = u"generate"_s, .role = u"generator"_s}};
}

} // namespace

/// What leaves the machine (design.md §6).
class TestOutbound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsDoNotReachAServerBeyondThisMachine_data();
    void secretsDoNotReachAServerBeyondThisMachine();
    void theAnswerGetsThemBack();
    void aServerOnThisMachineGetsThePromptAsItIs();
    void aCallThatFailsSaysWhatItWithheldToo();
};

void TestOutbound::secretsDoNotReachAServerBeyondThisMachine_data()
{
    QTest::addColumn<EndpointKind>("kind");
    QTest::newRow("ollama") << EndpointKind::Ollama;
    QTest::newRow("anthropic") << EndpointKind::Anthropic;
    QTest::newRow("openai") << EndpointKind::OpenAi;
}

void TestOutbound::secretsDoNotReachAServerBeyondThisMachine()
{
    QFETCH(EndpointKind, kind);
    LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(400, "no"); });
    clientsOf(kind, farUrl(server))->complete(u"m"_s, question(), nullptr, {});
    QCOMPARE(server.requestCount(), 1);
    const QByteArray body = server.requests().first().body;
    for (const QString &secret : {kToken, kKey, kKnown})
        QVERIFY2(!body.contains(secret.toUtf8()), body.constData());
    for (const char *mark : {"Mind [withheld ", ": GitHub token]", ": OTHER_KEY]", ": SESAME of .env]"})
        QVERIFY2(body.contains(mark), body.constData());
}

void TestOutbound::theAnswerGetsThemBack()
{
    LoopbackServer server([](const LoopbackServer::Request &request, int) { return echo(request); });
    Told sink;
    const auto reply = clientsOf(EndpointKind::Ollama, farUrl(server))->complete(u"m"_s, question(), &sink, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, kPrompt);
    QCOMPARE(sink.what.size(), 1);
    QVERIFY2(sink.what.first().contains(u"2 × GitHub token"_s), qPrintable(sink.what.first()));
}

void TestOutbound::aServerOnThisMachineGetsThePromptAsItIs()
{
    LoopbackServer server([](const LoopbackServer::Request &request, int) { return echo(request); });
    Told sink;
    const auto reply = clientsOf(EndpointKind::Ollama, server.url())->complete(u"m"_s, question(), &sink, {});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    const QByteArray body = server.requests().first().body;
    for (const QString &secret : {kToken, kKey, kKnown})
        QVERIFY(body.contains(secret.toUtf8()));
    QVERIFY(sink.what.isEmpty());
}

void TestOutbound::aCallThatFailsSaysWhatItWithheldToo()
{
    LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(500, "no"); });
    Told sink;
    QVERIFY(!clientsOf(EndpointKind::OpenAi, farUrl(server))->complete(u"m"_s, question(), &sink, {}));
    QCOMPARE(sink.what.size(), 1);
}

QTEST_GUILESS_MAIN(TestOutbound)
#include "tst_outbound.moc"

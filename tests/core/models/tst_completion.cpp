// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"
#include "models/providers/completion.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::ErrorKind;
using models::CompletionApi;
using tests::LoopbackServer;

namespace {

models::Timeouts quick()
{
    return {5'000, 5'000, 20'000};
}

QJsonObject sentTo(const LoopbackServer &server)
{
    return QJsonDocument::fromJson(server.requests().value(0).body).object();
}

} // namespace

/// JSON posted to a server, and endpoints that fill in what is missing.
class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openAi();
    void llama();
    void without();
    void cutOff_data();
    void cutOff();
    void faults_data();
    void faults();
    void theKeyIsNotRepeated();
    void cancelled();
};

void TestCompletion::openAi()
{
    LoopbackServer server([](const LoopbackServer::Request &, int) {
        return LoopbackServer::whole(200, R"({"choices":[{"text":"    return 1\n","finish_reason":"stop"}]})");
    });
    models::HttpTransport transport;
    const auto text = models::fillIn(
        transport, {.url = server.url() + u"/v1"_s, .model = u"coder"_s, .key = u"k1"_s, .timeouts = quick()},
        u"def f():\n"_s, u"\nf()\n"_s, {});
    QVERIFY2(text, text ? "" : qPrintable(text.error().message));
    QCOMPARE(*text, u"    return 1\n"_s);
    QCOMPARE(server.requestCount(), 1);
    QCOMPARE(server.requests().first().path, "/v1/completions");
    QCOMPARE(server.requests().first().headers.value("authorization"), "Bearer k1");
    const QJsonObject sent = sentTo(server);
    QCOMPARE(sent[u"prompt"].toString(), u"def f():\n"_s);
    QCOMPARE(sent[u"suffix"].toString(), u"\nf()\n"_s);
    QCOMPARE(sent[u"model"].toString(), u"coder"_s);
    QVERIFY(sent[u"max_tokens"].toInt() > 0 && !sent[u"stream"].toBool(true));
}

void TestCompletion::llama()
{
    LoopbackServer server([](const LoopbackServer::Request &, int) {
        return LoopbackServer::whole(200, R"({"content":"return 1","stop":true,"stop_type":"eos"})");
    });
    models::HttpTransport transport;
    const auto text =
        models::fillIn(transport, {.api = CompletionApi::LlamaCpp, .url = server.url(), .timeouts = quick()},
                       u"before"_s, u"after"_s, {});
    QVERIFY2(text, text ? "" : qPrintable(text.error().message));
    QCOMPARE(*text, u"return 1"_s);
    QCOMPARE(server.requests().first().path, "/infill");
    QVERIFY(!server.requests().first().headers.contains("authorization"));
    QCOMPARE(sentTo(server)[u"input_prefix"].toString(), u"before"_s);
    QCOMPARE(sentTo(server)[u"input_suffix"].toString(), u"after"_s);
}

void TestCompletion::without()
{
    LoopbackServer server([](const LoopbackServer::Request &, int) {
        return LoopbackServer::whole(200, R"({"choices":[{"text":"x"}]})");
    });
    models::HttpTransport transport;
    QVERIFY(models::fillIn(transport, {.url = server.url(), .timeouts = quick()}, u"before"_s, {}, {}));
    QVERIFY(!sentTo(server).contains(u"suffix"_s));
    QVERIFY(!sentTo(server).contains(u"model"_s));
}

void TestCompletion::cutOff_data()
{
    QTest::addColumn<bool>("llama");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("openai") << false << QByteArray(R"({"choices":[{"text":"x","finish_reason":"length"}]})");
    QTest::newRow("llama") << true << QByteArray(R"({"content":"x","stop_type":"limit"})");
    QTest::newRow("older llama") << true << QByteArray(R"({"content":"x","stopped_limit":true})");
    QTest::newRow("the prompt was cut") << true << QByteArray(R"({"content":"x","truncated":true})");
}

void TestCompletion::cutOff()
{
    QFETCH(bool, llama);
    QFETCH(QByteArray, answer);
    LoopbackServer server([&](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, answer); });
    models::HttpTransport transport;
    const auto text = models::fillIn(
        transport,
        {.api = llama ? CompletionApi::LlamaCpp : CompletionApi::OpenAi, .url = server.url(), .timeouts = quick()},
        u"a"_s, u"b"_s, {});
    QVERIFY(!text && text.error().kind == ErrorKind::CutOff);
}

void TestCompletion::faults_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, int status, const char *answer, ErrorKind kind) {
        QTest::newRow(name) << status << QByteArray(answer) << int(kind);
    };
    row("no JSON", 200, "hello", ErrorKind::Malformed);
    row("JSON that breaks off", 200, R"({"choices":[{"text":"x)", ErrorKind::Malformed);
    row("a list", 200, "[]", ErrorKind::Malformed);
    row("no text", 200, R"({"choices":[]})", ErrorKind::Malformed);
    row("no key", 401, R"({"error":{"message":"who are you"}})", ErrorKind::Authentication);
    row("too many", 429, "{}", ErrorKind::RateLimited);
    row("broken", 500, "oops", ErrorKind::ServerError);
    row("no such thing", 404, "{}", ErrorKind::BadInput);
    row("a redirect", 307, "{}", ErrorKind::Network);
}

void TestCompletion::faults()
{
    QFETCH(int, status);
    QFETCH(QByteArray, answer);
    QFETCH(int, kind);
    LoopbackServer server([&](const LoopbackServer::Request &, int) {
        return LoopbackServer::whole(status, answer, {"Location: http://127.0.0.1:1/elsewhere"});
    });
    models::HttpTransport transport;
    const auto text = models::fillIn(transport, {.url = server.url(), .timeouts = quick()}, u"a"_s, u"b"_s, {});
    QVERIFY(!text);
    QVERIFY2(text.error().kind == ErrorKind(kind), qPrintable(text.error().message));
    QCOMPARE(server.requestCount(), 1);
}

void TestCompletion::theKeyIsNotRepeated()
{
    LoopbackServer server([](const LoopbackServer::Request &, int) {
        return LoopbackServer::whole(401, R"({"error":{"message":"sk-very-secret is no key"}})");
    });
    models::HttpTransport transport;
    const auto answer = models::postJson(
        transport, {.url = QUrl(server.url()), .key = u"sk-very-secret"_s, .timeouts = quick()}, {}, {});
    QVERIFY(!answer);
    QVERIFY2(!answer.error().message.contains(u"sk-very-secret"_s), qPrintable(answer.error().message));
}

void TestCompletion::cancelled()
{
    LoopbackServer server([](const LoopbackServer::Request &, int) {
        return LoopbackServer::Reply{{}, LoopbackServer::End::KeepOpen};
    });
    models::HttpTransport transport;
    std::stop_source stop;
    std::jthread later([&] {
        while (server.requestCount() == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        stop.request_stop();
    });
    const auto answer =
        models::postJson(transport, {.url = QUrl(server.url()), .timeouts = quick()}, {}, stop.get_token());
    QVERIFY(!answer && answer.error().kind == ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"

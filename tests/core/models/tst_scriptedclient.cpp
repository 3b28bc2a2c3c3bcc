// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "namedcompare.h"

#include "models/modelclients.h"
#include "models/providers/script.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::ErrorKind;
using models::ChatMessage;
using models::ChatRequest;
using models::ModelClients;
using models::Script;

namespace {

ChatRequest requestOf(const QString &purpose, const QString &step = {}, int attempt = 0,
                      const QString &text = u"hello"_s)
{
    ChatRequest request;
    request.messages = {{ChatMessage::Role::User, text}};
    request.context = {purpose, u"generator"_s, step, attempt, u"first"_s};
    return request;
}

/// What streamed, with a mark where a try was given up.
class Collected final : public models::TokenSink
{
public:
    void text(const QString &delta) override { pieces.append(delta); }
    void reasoning(const QString &delta) override { pieces.append(u"~"_s + delta); }
    void retrying(const domain::Error &why, qint64 delayMs) override
    {
        pieces.append(u"retry "_s + domain::toString(why.kind));
        delays.append(delayMs);
    }
    void lineUsedUp(int line) override { usedLines.append(line); }
    QStringList pieces;
    QList<qint64> delays;
    QList<int> usedLines;
};

} // namespace

class TestScriptedClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matching_data();
    void matching();
    void linesAreUsedInOrderAndOnce();
    void repeatedLineIsNeverUsedUp();
    void usedLinesOfAnEarlierProcess();
    void badLines_data();
    void badLines();
    void missingFile();
    void chunksStream();
    void errorLineIsConsumedByOneTry();
    void errorsUpToTheLastRetry();
    void unscriptedCallIsNotRetried();
    void emptyAnswerIsMalformed();
    void promptOverTheContextIsNotSent();
    void unknownModel();
    void cancelDuringDelayGivesTheLineBack();
    void endpointsOfOneFileShareItsLines();
    void usedLinesByEndpoint();
    void usedLinesOfOneEndpointAreUsedForAllOfItsFile();
    void aCallThatFailsForGoodTellsTheLinesItUsedUp();
    void everyLineGoesToOneCaller();
    void destroyingCancelsWhatIsUnderWay();

private:
    QString write(const QByteArray &lines);
    domain::Result<std::unique_ptr<ModelClients>> clients(const QByteArray &lines, ModelClients::Options options = {});

    QTemporaryDir m_dir;
    int m_files = 0;
};

QString TestScriptedClient::write(const QByteArray &lines)
{
    const QString name = m_dir.filePath(u"answers%1.jsonl"_s.arg(++m_files));
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(lines) != lines.size())
        qFatal("cannot write %s", qPrintable(name));
    return name;
}

domain::Result<std::unique_ptr<ModelClients>> TestScriptedClient::clients(const QByteArray &lines,
                                                                          ModelClients::Options options)
{
    domain::ModelsConfig config;
    config.endpoints = {
        {.id = u"script"_s, .kind = domain::EndpointKind::Scripted, .file = write(lines), .parallel = 0}};
    config.models = {{.id = u"m"_s, .endpoint = u"script"_s, .name = u"m"_s}};
    options.firstRetryMs = 1;
    return ModelClients::create(config, options);
}

void TestScriptedClient::matching_data()
{
    QTest::addColumn<QByteArray>("match");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char *match, bool fits) { QTest::addRow("%s", match) << QByteArray(match) << fits; };
    row(R"({})", true);
    row(R"({"purpose":"generate"})", true);
    row(R"({"purpose":"review"})", false);
    row(R"({"role":"generator"})", true);
    row(R"({"role":"judge"})", false);
    row(R"({"step":"calc"})", true);
    row(R"({"step":"calculator"})", false);
    row(R"({"step":""})", false);
    row(R"({"attempt":2})", true);
    row(R"({"attempt":0})", false);
    row(R"({"rung":"first"})", true);
    row(R"({"rung":"fix"})", false);
    row(R"({"contains":"system words"})", true);
    row(R"({"contains":"user words"})", true);
    row(R"({"contains":"User Words"})", false);
    row(R"({"purpose":"generate","role":"generator","step":"calc","attempt":2,"rung":"first","contains":"words"})",
        true);
    row(R"({"purpose":"generate","role":"generator","step":"calc","attempt":3})", false);
}

void TestScriptedClient::matching()
{
    QFETCH(QByteArray, match);
    const QByteArray line = R"({"match":)" + match + R"(,"content":"yes"})";
    const auto script = Script::parse(line, u"a"_s, {});
    QVERIFY2(script, script ? "" : qPrintable(script.error().message));
    ChatRequest request = requestOf(u"generate"_s, u"calc"_s, 2, u"user words"_s);
    request.messages.prepend({ChatMessage::Role::System, u"system words"_s});
    QTEST((*script)->take(request).has_value(), "fits");
}

void TestScriptedClient::linesAreUsedInOrderAndOnce()
{
    const auto all = clients("{\"match\":{\"purpose\":\"review\"},\"content\":\"r\"}\n\n"
                             "{\"content\":\"one\",\"usage\":{\"input\":5,\"output\":7}}\r\n{\"content\":\"two\"}");
    QVERIFY(all);
    const auto one = (*all)->complete(u"m"_s, requestOf(u"generate"_s), nullptr, {});
    QVERIFY(one);
    QCOMPARE(one->text, u"one"_s);
    QCOMPARE(one->scriptedLine, 3);
    QCOMPARE(one->usage, (models::Usage{5, 7}));
    COMPARE_NAMED(one->stop, models::StopReason::End);
    const auto two = (*all)->complete(u"m"_s, requestOf(u"generate"_s), nullptr, {});
    QVERIFY(two);
    QCOMPARE(two->text, u"two"_s);
    QCOMPARE(two->scriptedLine, 4);
    QVERIFY(!two->usage);
    QCOMPARE((*all)->complete(u"m"_s, requestOf(u"review"_s), nullptr, {})->text, u"r"_s);
    QVERIFY(!(*all)->complete(u"m"_s, requestOf(u"generate"_s), nullptr, {}));
    QVERIFY((*all)->probe(u"m"_s, {}));
}

void TestScriptedClient::repeatedLineIsNeverUsedUp()
{
    const auto all = clients(R"({"content":"again","repeat":true})", {.usedScriptLines = {1}});
    QVERIFY(all);
    for (int i = 0; i < 3; ++i)
        QCOMPARE((*all)->complete(u"m"_s, requestOf(u"think"_s), nullptr, {})->text, u"again"_s);
}

void TestScriptedClient::usedLinesOfAnEarlierProcess()
{
    const auto all = clients("{\"content\":\"one\"}\n{\"content\":\"two\"}\n", {.usedScriptLines = {1}});
    QVERIFY(all);
    QCOMPARE((*all)->complete(u"m"_s, requestOf(u"think"_s), nullptr, {})->text, u"two"_s);
}

void TestScriptedClient::badLines_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const char *lines, const QString &message) {
        QTest::addRow("%s", name) << QByteArray(lines) << message;
    };
    row("not JSON", "{\"content\":\"a\"}\n{\"content\":", u"a.jsonl:2: "_s);
    row("not an object", "[]", u"a.jsonl:1: expected a JSON object"_s);
    row("unknown field", R"({"content":"a","contents":"b"})",
        u"a.jsonl:1: contents: is not a known field, expected one of chunks, content, delayMs, error, match, repeat, "
        u"usage"_s);
    row("unknown match", R"({"content":"a","match":{"steps":"b"}})",
        u"a.jsonl:1: match.steps: is not a known field, expected one of attempt, contains, purpose, role, rung, step"_s);
    row("wrong purpose", R"({"content":"a","match":{"purpose":"code"}})",
        u"a.jsonl:1: match.purpose: expected one of plan, think, generate, collaborate, analyze, rethink, review, "
        u"tests, "
        "expert"_s);
    row("attempt is text", R"({"content":"a","match":{"attempt":"1"}})",
        u"a.jsonl:1: match.attempt: expected a whole number"_s);
    row("no answer", "\n\n{\"match\":{}}", u"a.jsonl:3: content: is missing, expected one of content, chunks, error"_s);
    row("answer and error", R"({"content":"a","error":{"status":429}})",
        u"a.jsonl:1: error: stands beside an answer, expected one of content, chunks, error"_s);
    row("status out of range", R"({"error":{"status":200}})",
        u"a.jsonl:1: error.status: expected a whole number from 400 to 599"_s);
    row("status missing", R"({"error":{}})", u"a.jsonl:1: error.status: is missing"_s);
    row("chunks of something else", R"({"content":"abc","chunks":["a","b"]})",
        u"a.jsonl:1: chunks: expected the pieces of content"_s);
    row("chunks are numbers", R"({"chunks":[1]})", u"a.jsonl:1: chunks: expected a list of texts"_s);
    row("usage is text", R"({"content":"a","usage":"b"})", u"a.jsonl:1: usage: expected an object"_s);
    row("negative delay", R"({"content":"a","delayMs":-1})",
        u"a.jsonl:1: delayMs: expected a whole number from 0 to 86400000"_s);
    row("repeat is a number", R"({"content":"a","repeat":1})", u"a.jsonl:1: repeat: expected true or false"_s);
}

void TestScriptedClient::badLines()
{
    QFETCH(QByteArray, lines);
    QFETCH(QString, message);
    const auto script = Script::parse(lines, u"a.jsonl"_s, {});
    QVERIFY(!script);
    COMPARE_NAMED(script.error().kind, ErrorKind::BadInput);
    QVERIFY2(script.error().message.startsWith(message), qPrintable(script.error().message));
    QVERIFY(!script.error().message.contains(u'\n'));
}

void TestScriptedClient::missingFile()
{
    const auto script = Script::read(m_dir.filePath(u"none.jsonl"_s), {});
    QVERIFY(!script);
    COMPARE_NAMED(script.error().kind, ErrorKind::BadInput);
    QVERIFY(script.error().message.contains(u"none.jsonl"_s));
}

void TestScriptedClient::chunksStream()
{
    const auto all = clients(R"({"chunks":["a","b","","c"],"delayMs":1})");
    QVERIFY(all);
    Collected sink;
    const auto reply = (*all)->complete(u"m"_s, requestOf(u"think"_s), &sink, {});
    QVERIFY(reply);
    QCOMPARE(reply->text, u"abc"_s);
    QCOMPARE(sink.pieces, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void TestScriptedClient::errorLineIsConsumedByOneTry()
{
    const auto all = clients("{\"error\":{\"status\":429,\"retryAfterMs\":30}}\n{\"error\":{\"status\":500}}\n"
                             "{\"content\":\"done\"}");
    QVERIFY(all);
    Collected sink;
    QElapsedTimer timer;
    timer.start();
    const auto reply = (*all)->complete(u"m"_s, requestOf(u"think"_s), &sink, {});
    QVERIFY(reply);
    QVERIFY(timer.elapsed() >= 30);
    QCOMPARE(reply->text, u"done"_s);
    QCOMPARE(reply->retried, 2);
    QCOMPARE(reply->scriptedLine, 3);
    QCOMPARE(sink.usedLines, (QList<int>{1, 2}));
    QCOMPARE(sink.pieces, (QStringList{u"retry rate_limited"_s, u"retry server_error"_s, u"done"_s}));
    QVERIFY(sink.delays.first() >= 30);
}

void TestScriptedClient::errorsUpToTheLastRetry()
{
    const auto all = clients(R"({"error":{"status":529},"repeat":true})", {.maxRetries = 3});
    QVERIFY(all);
    const auto reply = (*all)->complete(u"m"_s, requestOf(u"think"_s), nullptr, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Overloaded);
    QCOMPARE(reply.error().status, 529);
    QCOMPARE(reply.error().retried, 3);
}

void TestScriptedClient::unscriptedCallIsNotRetried()
{
    const auto all = clients(R"({"match":{"step":"other"},"content":"x"})");
    QVERIFY(all);
    Collected sink;
    const auto reply = (*all)->complete(u"m"_s, requestOf(u"generate"_s, u"calc %1"_s, 3), &sink, {});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::UnscriptedCall);
    QCOMPARE(reply.error().retried, 0);
    QVERIFY(sink.pieces.isEmpty());
    QVERIFY2(reply.error().message.endsWith(u"no unused line matches purpose \"generate\", role \"generator\", "
                                            "step \"calc %1\", attempt 3 (rung \"first\")"_s),
             qPrintable(reply.error().message));
}

void TestScriptedClient::emptyAnswerIsMalformed()
{
    const auto all = clients(R"({"content":" \n"})");
    QVERIFY(all);
    const auto reply = (*all)->complete(u"m"_s, requestOf(u"think"_s), nullptr, {});
    QVERIFY(reply);
    COMPARE_NAMED(judgedReply(*reply).error().kind, ErrorKind::Malformed);
}

void TestScriptedClient::promptOverTheContextIsNotSent()
{
    const auto all = clients(R"({"content":"x"})");
    QVERIFY(all);
    const auto tooLong = (*all)->complete(u"m"_s, requestOf(u"think"_s, {}, 0, QString(20'000, u'a')), nullptr, {});
    QVERIFY(!tooLong);
    COMPARE_NAMED(tooLong.error().kind, ErrorKind::ContextTooLong);
    QVERIFY((*all)->complete(u"m"_s, requestOf(u"think"_s, {}, 0, QString(12'000, u'a')), nullptr, {}));
}

void TestScriptedClient::unknownModel()
{
    const auto all = clients(R"({"content":"x"})");
    QVERIFY(all);
    COMPARE_NAMED((*all)->complete(u"n"_s, requestOf(u"think"_s), nullptr, {}).error().kind, ErrorKind::BadInput);
    QVERIFY(!(*all)->probe(u"n"_s, {}));
}

void TestScriptedClient::cancelDuringDelayGivesTheLineBack()
{
    const auto all = clients("{\"match\":{\"purpose\":\"think\"},\"content\":\"x\",\"delayMs\":3600000}\n");
    QVERIFY(all);
    std::stop_source stop;
    domain::Result<models::ChatResponse> reply;
    {
        std::jthread caller(
            [&] { reply = (*all)->complete(u"m"_s, requestOf(u"think"_s), nullptr, stop.get_token()); });
        stop.request_stop();
    }
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Cancelled);

    const auto script = Script::parse("{\"content\":\"x\"}", u"a"_s, {});
    QVERIFY((*script)->take(requestOf(u"think"_s)));
    QVERIFY(!(*script)->take(requestOf(u"think"_s)));
    (*script)->putBack(1);
    QVERIFY((*script)->take(requestOf(u"think"_s)));
}

void TestScriptedClient::endpointsOfOneFileShareItsLines()
{
    const QString file = write("{\"content\":\"one\"}\n{\"content\":\"two\"}\n");
    domain::ModelsConfig config;
    config.endpoints = {{.id = u"a"_s, .kind = domain::EndpointKind::Scripted, .file = file, .parallel = 0},
                        {.id = u"b"_s, .kind = domain::EndpointKind::Scripted, .file = file, .parallel = 0}};
    config.models = {{.id = u"ma"_s, .endpoint = u"a"_s, .name = u"x"_s},
                     {.id = u"mb"_s, .endpoint = u"b"_s, .name = u"x"_s}};
    const auto all = ModelClients::create(config, {});
    QVERIFY(all);
    QCOMPARE((*all)->complete(u"ma"_s, requestOf(u"think"_s), nullptr, {})->text, u"one"_s);
    QCOMPARE((*all)->complete(u"mb"_s, requestOf(u"think"_s), nullptr, {})->text, u"two"_s);
}

void TestScriptedClient::usedLinesByEndpoint()
{
    domain::ModelsConfig config;
    for (const QString &id : {u"a"_s, u"b"_s}) {
        const QString file = write("{\"content\":\"one\"}\n{\"content\":\"two\"}\n");
        config.endpoints.append({.id = id, .kind = domain::EndpointKind::Scripted, .file = file, .parallel = 0});
        config.models.append({.id = id, .endpoint = id, .name = u"x"_s});
    }
    const auto all = ModelClients::create(config, {.usedScriptLinesByEndpoint = {{u"b"_s, {1}}}});
    QVERIFY(all);
    QCOMPARE((*all)->complete(u"a"_s, requestOf(u"think"_s), nullptr, {})->text, u"one"_s);
    QCOMPARE((*all)->complete(u"b"_s, requestOf(u"think"_s), nullptr, {})->text, u"two"_s);
}

void TestScriptedClient::usedLinesOfOneEndpointAreUsedForAllOfItsFile()
{
    const QString file = write("{\"content\":\"one\"}\n{\"content\":\"two\"}\n{\"content\":\"three\"}\n");
    domain::ModelsConfig config;
    for (const QString &id : {u"a"_s, u"b"_s}) {
        config.endpoints.append({.id = id, .kind = domain::EndpointKind::Scripted, .file = file, .parallel = 0});
        config.models.append({.id = id, .endpoint = id, .name = u"x"_s});
    }
    const auto all = ModelClients::create(config, {.usedScriptLinesByEndpoint = {{u"a"_s, {2}}, {u"b"_s, {1}}}});
    QVERIFY(all);
    QCOMPARE((*all)->complete(u"a"_s, requestOf(u"think"_s), nullptr, {})->text, u"three"_s);
}

void TestScriptedClient::aCallThatFailsForGoodTellsTheLinesItUsedUp()
{
    const auto all = clients("{\"error\":{\"status\":500}}\n{\"error\":{\"status\":401}}\n{\"content\":\"done\"}");
    QVERIFY(all);
    Collected sink;
    QVERIFY(!(*all)->complete(u"m"_s, requestOf(u"think"_s), &sink, {}));
    QCOMPARE(sink.usedLines, (QList<int>{1, 2}));
}

void TestScriptedClient::everyLineGoesToOneCaller()
{
    constexpr int kLines = 400;
    QByteArray lines;
    for (int i = 0; i < kLines; ++i)
        lines += "{\"content\":\"" + QByteArray::number(i) + "\"}\n";
    const auto all = clients(lines);
    QVERIFY(all);
    std::mutex mutex;
    QSet<QString> seen;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < kLines / 8; ++i) {
                    const auto reply = (*all)->complete(u"m"_s, requestOf(u"think"_s), nullptr, {});
                    const std::lock_guard lock(mutex);
                    seen.insert(reply ? reply->text : reply.error().message);
                }
            });
        }
    }
    QCOMPARE(seen.size(), kLines);
}

void TestScriptedClient::destroyingCancelsWhatIsUnderWay()
{
    auto all = clients(R"({"content":"x","delayMs":3600000})");
    QVERIFY(all);
    Collected sink;
    domain::Result<models::ChatResponse> reply;
    std::atomic<bool> started = false;
    {
        std::jthread caller([&, model = all->get()] {
            started = true;
            reply = model->complete(u"m"_s, requestOf(u"think"_s), nullptr, {});
        });
        QTRY_VERIFY(started);
        QTest::qWait(50); // the call is to be inside when its owner goes
        all->reset();
    }
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(TestScriptedClient)
#include "tst_scriptedclient.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "namedcompare.h"
#include "splits.h"
#include "streams.h"

#include "models/providers/provider.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::EndpointKind;
using domain::ErrorKind;
using models::ChatResponse;
using models::Provider;
using models::StopReason;
using models::Usage;

Q_DECLARE_METATYPE(std::optional<Usage>)

namespace {

class Text final : public models::TokenSink
{
public:
    void text(const QString &delta) override { said += delta; }
    void reasoning(const QString &delta) override { thought += delta; }
    void retrying(const domain::Error &, qint64) override { }
    QString said;
    QString thought;
};

domain::Result<ChatResponse> decode(EndpointKind kind, const QByteArrayList &pieces, models::TokenSink *sink = nullptr)
{
    const auto decoder = Provider::of(kind)->decoder(sink);
    for (const QByteArray &piece : pieces)
        decoder->feed(piece);
    return decoder->finish();
}

/// Text, then an end of \p kind with what \p end says.
QByteArray streamEnding(EndpointKind kind, const QByteArray &end, const QByteArray &text = "Hi")
{
    switch (kind) {
    case EndpointKind::Ollama:
        return R"({"message":{"content":")" + text
            + R"("},"done":false})"
              "\n"
            + end + '\n';
    case EndpointKind::Anthropic:
        return R"(data: {"type":"content_block_delta","delta":{"type":"text_delta","text":")" + text + "\"}}\n\n"
            + "data: " + end + "\n\n" + "data: {\"type\":\"message_stop\"}\n\n";
    default:
        return R"(data: {"choices":[{"delta":{"content":")" + text + "\"}}]}\n\n" + "data: " + end + "\n\n";
    }
}

} // namespace

class TestReplyDecoders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySplit_data() { kinds(); }
    void everySplit();
    void everyTruncationIsAnError_data() { kinds(); }
    void everyTruncationIsAnError();
    void stopReasons_data();
    void stopReasons();
    void errorsInsideTheStream_data();
    void errorsInsideTheStream();
    void anErrorLineIsAnError();
    void aWholeReplyIsTaken_data();
    void aWholeReplyIsTaken();
    void strangeReplies_data();
    void strangeReplies();
    void usage_data();
    void usage();
    void contentMayComeInParts();
    void doneMayBeMissing();
    void aCutSurrogatePairIsReplaced_data() { kinds(); }
    void aCutSurrogatePairIsReplaced();
    void endlessTextIsMalformed();
    void nothingCountsAfterTheEnd();

private:
    static void kinds();
};

void TestReplyDecoders::kinds()
{
    QTest::addColumn<EndpointKind>("kind");
    for (const auto kind : {EndpointKind::Ollama, EndpointKind::Anthropic, EndpointKind::OpenAi})
        QTest::addRow("%s", qPrintable(toString(kind))) << kind;
}

void TestReplyDecoders::everySplit()
{
    QFETCH(EndpointKind, kind);
    const auto splits = tests::splitsOf(tests::streamOf(kind).join());
    const Usage used = kind == EndpointKind::Ollama ? Usage{26, 8}
        : kind == EndpointKind::Anthropic           ? Usage{25, 8, 40, 3}
                                                    : Usage{25, 8, 40, 0};
    for (const QByteArrayList &pieces : splits) {
        Text sink;
        const auto reply = decode(kind, pieces, &sink);
        QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
        QCOMPARE(reply->text, u"Hello, wörld 😀"_s);
        QCOMPARE(reply->reasoning, u"Greet."_s);
        QCOMPARE(sink.said, reply->text);
        QCOMPARE(sink.thought, reply->reasoning);
        COMPARE_NAMED(reply->stop, StopReason::End);
        QCOMPARE(reply->usage, used);
        QVERIFY(!reply->servedBy.isEmpty());
    }
}

void TestReplyDecoders::everyTruncationIsAnError()
{
    QFETCH(EndpointKind, kind);
    const QByteArrayList events = tests::streamOf(kind);
    // A last event whose blank line is missing counts as whole; what is missing of it may be line ends only.
    const QByteArray needed = events.first(tests::eventsUntilTerminal(kind)).join().trimmed();
    for (qsizetype length = 0; length < needed.size(); ++length) {
        const auto reply = decode(kind, {needed.left(length)});
        QVERIFY2(!reply, QByteArray::number(length).constData());
        QVERIFY(reply.error().kind == ErrorKind::Network || reply.error().kind == ErrorKind::Malformed);
        // Wherever the connection broke: that is the endpoint's failing, not the model's.
        QVERIFY2(length < events.first().size() || reply.error().kind == ErrorKind::Network,
                 QByteArray::number(length).constData());
    }
    QVERIFY(decode(kind, {needed}));
}

void TestReplyDecoders::stopReasons_data()
{
    QTest::addColumn<EndpointKind>("kind");
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QString>("outcome");
    const auto row = [](EndpointKind kind, const char *end, const char *outcome) {
        QTest::addRow("%s %s", qPrintable(toString(kind)), end)
            << kind << QByteArray(end) << QString::fromUtf8(outcome);
    };
    const auto ollama = EndpointKind::Ollama;
    row(ollama, R"({"message":{"content":""},"done":true,"done_reason":"stop"})", "end");
    row(ollama, R"({"message":{"content":""},"done":true})", "end");
    row(ollama, R"({"done":true,"done_reason":"length"})", "length");
    const auto anthropic = EndpointKind::Anthropic;
    row(anthropic, R"({"type":"message_delta","delta":{"stop_reason":"end_turn"}})", "end");
    row(anthropic, R"({"type":"message_delta","delta":{"stop_reason":"stop_sequence"}})", "end");
    row(anthropic, R"({"type":"message_delta","delta":{"stop_reason":"max_tokens"}})", "length");
    row(anthropic, R"({"type":"message_delta","delta":{"stop_reason":"model_context_window_exceeded"}})", "length");
    row(anthropic, R"({"type":"message_delta","delta":{"stop_reason":"refusal"}})", "refused");
    const auto openAi = EndpointKind::OpenAi;
    row(openAi, R"({"choices":[{"delta":{},"finish_reason":"stop"}]})", "end");
    row(openAi, R"({"choices":[{"delta":{},"finish_reason":"tool_calls"}]})", "end");
    row(openAi, R"({"choices":[{"delta":{},"finish_reason":"length"}]})", "length");
    row(openAi, R"({"choices":[{"delta":{},"finish_reason":"content_filter"}]})", "refused");
    row(openAi, R"({"choices":[{"delta":{"refusal":"I won't."},"finish_reason":"stop"}]})", "refused");
    row(openAi, R"({"choices":[{"delta":{},"finish_reason":"error"}]})", "server_error");
}

void TestReplyDecoders::stopReasons()
{
    QFETCH(EndpointKind, kind);
    QFETCH(QByteArray, end);
    const auto reply = decode(kind, {streamEnding(kind, end)});
    QTEST(reply ? toString(reply->stop) : toString(reply.error().kind), "outcome");
    if (!reply)
        return;
    const auto judged = models::judgedReply(*reply);
    QCOMPARE(judged.has_value(), reply->stop == models::StopReason::End);
    if (reply->stop == models::StopReason::Length) {
        COMPARE_NAMED(judged.error().kind, ErrorKind::CutOff);
        QCOMPARE(judged.error().detail, u"Hi"_s);
    }
    if (reply->stop == models::StopReason::Refused)
        COMPARE_NAMED(judged.error().kind, ErrorKind::Refused);
}

void TestReplyDecoders::errorsInsideTheStream_data()
{
    QTest::addColumn<EndpointKind>("kind");
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<ErrorKind>("error");
    QTest::addColumn<QString>("words");
    const auto row = [](EndpointKind kind, const char *event, ErrorKind error, const QString &words) {
        QTest::addRow("%s %s", qPrintable(toString(kind)), event) << kind << QByteArray(event) << error << words;
    };
    row(EndpointKind::Ollama, R"({"error":"llama runner process has terminated"})", ErrorKind::ServerError,
        u"llama runner process has terminated"_s);
    row(EndpointKind::Ollama, R"({"error":"the input length exceeds the context length"})", ErrorKind::ContextTooLong,
        u"context length"_s);
    row(EndpointKind::Anthropic, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
        ErrorKind::Overloaded, u"Overloaded"_s);
    row(EndpointKind::Anthropic, R"({"type":"error","error":{"type":"rate_limit_error","message":"slow"}})",
        ErrorKind::RateLimited, u"slow"_s);
    row(EndpointKind::Anthropic, R"({"type":"error","error":{"type":"api_error","message":"oops"}})",
        ErrorKind::ServerError, u"oops"_s);
    row(EndpointKind::Anthropic, R"({"type":"error","error":{"type":"authentication_error","message":"no"}})",
        ErrorKind::Authentication, u"no"_s);
    row(EndpointKind::Anthropic,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens"}})",
        ErrorKind::ContextTooLong, u"prompt is too long"_s);
    row(EndpointKind::OpenAi, R"({"error":{"message":"Provider returned error","code":502}})", ErrorKind::ServerError,
        u"Provider returned error"_s);
    row(EndpointKind::OpenAi, R"({"error":{"message":"later","code":429,"type":"x"}})", ErrorKind::RateLimited,
        u"later"_s);
    row(EndpointKind::OpenAi, R"({"error":{"message":"a\nb","code":"context_length_exceeded"}})",
        ErrorKind::ContextTooLong, u"a b"_s);
    row(EndpointKind::OpenAi, R"({"error":{"message":"no","type":"invalid_request_error"}})", ErrorKind::BadInput,
        u"no"_s);
    row(EndpointKind::OpenAi, R"({"object":"error","message":"busy","type":"ServiceUnavailable","code":503})",
        ErrorKind::Overloaded, u"busy"_s);
    row(EndpointKind::OpenAi, R"({"error":{"message":"pay","type":"insufficient_quota","code":429}})",
        ErrorKind::Authentication, u"pay"_s);
    row(EndpointKind::OpenAi, R"({"error":"plain"})", ErrorKind::ServerError, u"plain"_s);
    row(EndpointKind::OpenAi, R"({"id":1)", ErrorKind::Malformed, u"no JSON object"_s);
    row(EndpointKind::Anthropic, "[]", ErrorKind::Malformed, u"no JSON object"_s);
    row(EndpointKind::Ollama, "<html>", ErrorKind::Malformed, u"no JSON object"_s);
}

void TestReplyDecoders::errorsInsideTheStream()
{
    QFETCH(EndpointKind, kind);
    QFETCH(QByteArray, event);
    QFETCH(ErrorKind, error);
    QFETCH(QString, words);
    // Also with a terminal event behind it: an error is not forgotten.
    const auto reply = decode(kind, {streamEnding(kind, event), tests::streamOf(kind).join()});
    QVERIFY(!reply);
    COMPARE_NAMED(reply.error().kind, error);
    QVERIFY2(reply.error().message.contains(words), qPrintable(reply.error().message));
    QVERIFY(!reply.error().message.contains(u'\n'));
}

/// llama.cpp's server.
void TestReplyDecoders::anErrorLineIsAnError()
{
    const QByteArray stream = R"(data: {"choices":[{"delta":{"content":"Hi"}}]}

error: {"code":500,"message":"context shift is disabled","type":"server_error"}

)";
    for (const QByteArrayList &pieces : tests::splitsOf(stream)) {
        const auto reply = decode(EndpointKind::OpenAi, pieces);
        QVERIFY(!reply);
        COMPARE_NAMED(reply.error().kind, ErrorKind::ServerError);
        QVERIFY2(reply.error().message.contains(u"context shift is disabled"_s), qPrintable(reply.error().message));
    }
}

void TestReplyDecoders::aWholeReplyIsTaken_data()
{
    QTest::addColumn<EndpointKind>("kind");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<StopReason>("stop");
    QTest::newRow("openai") << EndpointKind::OpenAi << QByteArray(R"({"model":"m","error":null,"choices":[
{"index":0,"message":{"role":"assistant","content":"Hi","reasoning_content":"Greet."},"finish_reason":"stop"}],
"usage":{"prompt_tokens":7,"completion_tokens":2}})")
                            << StopReason::End;
    QTest::newRow("openai, cut off") << EndpointKind::OpenAi << QByteArray(R"({"model":"m","choices":[
{"index":0,"message":{"content":"Hi","reasoning":"Greet."},"finish_reason":"length"}],
"usage":{"prompt_tokens":7,"completion_tokens":2}})")
                                     << StopReason::Length;
    QTest::newRow("anthropic") << EndpointKind::Anthropic << QByteArray(R"({"type":"message","model":"m",
"content":[{"type":"thinking","thinking":"Greet.","signature":"x"},{"type":"text","text":"Hi"}],
"stop_reason":"max_tokens","usage":{"input_tokens":7,"output_tokens":2}})")
                               << StopReason::Length;
    QTest::newRow("ollama over many lines") << EndpointKind::Ollama << QByteArray(R"({"model":"m",
"message":{"content":"Hi","thinking":"Greet."},
"done":true,"prompt_eval_count":7,"eval_count":2})")
                                            << StopReason::End;
}

/// A server that does not know of streams answers with one object.
void TestReplyDecoders::aWholeReplyIsTaken()
{
    QFETCH(EndpointKind, kind);
    QFETCH(QByteArray, body);
    QFETCH(StopReason, stop);
    for (const QByteArrayList &pieces : tests::splitsOf(body)) {
        const auto reply = decode(kind, pieces);
        QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
        QCOMPARE(reply->text, u"Hi"_s);
        QCOMPARE(reply->reasoning, u"Greet."_s);
        QCOMPARE(reply->servedBy, u"m"_s);
        QCOMPARE(reply->usage, Usage(7, 2));
        COMPARE_NAMED(reply->stop, stop);
    }
    for (qsizetype length = 0; length < body.size(); ++length)
        QVERIFY2(!decode(kind, {body.left(length)}), QByteArray::number(length).constData());
}

void TestReplyDecoders::strangeReplies_data()
{
    QTest::addColumn<EndpointKind>("kind");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("error");
    QTest::addColumn<QString>("words");
    for (const auto kind : {EndpointKind::Ollama, EndpointKind::Anthropic, EndpointKind::OpenAi}) {
        const auto row = [kind](const char *name, const char *body, ErrorKind error, const QString &words) {
            QTest::addRow("%s %s", qPrintable(toString(kind)), name) << kind << QByteArray(body) << error << words;
        };
        row("empty", "", ErrorKind::Malformed, u"the reply is empty"_s);
        row("blank", "\r\n\r\n", ErrorKind::Malformed, u"the reply is empty"_s);
        row("web page", "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", ErrorKind::Malformed, u"a web page"_s);
        row("text", "It works!", ErrorKind::Malformed, u"It works!"_s);
        row("error in a plain body", R"({"error":{"message":"busy","type":"overloaded_error"}})", ErrorKind::Overloaded,
            u"busy"_s);
        row("error over many lines", "{\n \"error\": {\n  \"message\": \"busy\", \"code\": 429\n }\n}",
            ErrorKind::RateLimited, u"busy"_s);
    }
}

void TestReplyDecoders::strangeReplies()
{
    QFETCH(EndpointKind, kind);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, error);
    QFETCH(QString, words);
    const auto splits = tests::splitsOf(body);
    for (const QByteArrayList &pieces : splits) {
        const auto reply = decode(kind, pieces);
        QVERIFY(!reply);
        COMPARE_NAMED(reply.error().kind, error);
        QVERIFY2(reply.error().message.contains(words), qPrintable(reply.error().message));
    }
}

void TestReplyDecoders::usage_data()
{
    QTest::addColumn<EndpointKind>("kind");
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<std::optional<Usage>>("used");
    const auto row = [](EndpointKind kind, const char *end, const std::optional<Usage> &used) {
        QTest::addRow("%s %s", qPrintable(toString(kind)), end) << kind << QByteArray(end) << used;
    };
    row(EndpointKind::Ollama, R"({"done":true})", {});
    row(EndpointKind::Ollama, R"({"done":true,"eval_count":4})", Usage{0, 4});
    row(EndpointKind::Anthropic, R"({"type":"message_delta","delta":{"stop_reason":"end_turn"}})", {});
    row(EndpointKind::Anthropic, R"({"type":"message_delta","delta":{},"usage":{"input_tokens":9,"output_tokens":4}})",
        Usage{9, 4});
    row(EndpointKind::OpenAi, R"({"choices":[{"finish_reason":"stop"}],"usage":null})", {});
    row(EndpointKind::OpenAi,
        R"({"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":4}})", Usage{9, 4});
    row(EndpointKind::OpenAi,
        R"({"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_cache_hit_tokens":5}})",
        Usage{4, 4, 5});
    row(EndpointKind::OpenAi,
        R"({"choices":[{"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":9,"completion_tokens":4}}})",
        Usage{9, 4});
    row(EndpointKind::OpenAi,
        R"({"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":-9,"completion_tokens":"4"}})", {});
}

void TestReplyDecoders::usage()
{
    QFETCH(EndpointKind, kind);
    QFETCH(QByteArray, end);
    const auto reply = decode(kind, {streamEnding(kind, end)});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QTEST(reply->usage, "used");
}

void TestReplyDecoders::contentMayComeInParts()
{
    const QByteArray stream =
        R"(data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Gre"}]}]}}]}

data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":"et."}]}}]}

data: {"choices":[{"delta":{"content":[{"type":"text","text":"He"},{"type":"text","text":"l"}]}}]}

data: {"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}

)";
    const auto reply = decode(EndpointKind::OpenAi, {stream});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, u"Hello"_s);
    QCOMPARE(reply->reasoning, u"Greet."_s);
}

void TestReplyDecoders::doneMayBeMissing()
{
    const auto reply = decode(EndpointKind::OpenAi, {tests::streamOf(EndpointKind::OpenAi).first(7).join()});
    QVERIFY(reply);
    QCOMPARE(reply->usage, (Usage{25, 8, 40}));
    // And [DONE] alone ends nothing.
    const auto cut =
        decode(EndpointKind::OpenAi, {tests::streamOf(EndpointKind::OpenAi).first(5).join() + "data: [DONE]\n\n"});
    QVERIFY(!cut);
    COMPARE_NAMED(cut.error().kind, ErrorKind::Network);
}

void TestReplyDecoders::aCutSurrogatePairIsReplaced()
{
    QFETCH(EndpointKind, kind);
    QByteArrayList events = tests::streamOf(kind);
    for (QByteArray &event : events)
        event.replace("Hello, ", "Hello\\ud83d");
    const auto reply = decode(kind, events);
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QVERIFY(reply->text.startsWith(u"Hello"_s));
    QVERIFY(reply->text.endsWith(u"wörld 😀"_s));
}

void TestReplyDecoders::endlessTextIsMalformed()
{
    const auto decoder = Provider::of(EndpointKind::OpenAi)->decoder(nullptr);
    const QByteArray event = R"(data: {"choices":[{"delta":{"content":")" + QByteArray(1024 * 1024, 'x') + "\"}}]}\n\n";
    int fed = 0;
    while (!decoder->isOver() && fed < 100) {
        decoder->feed(event);
        ++fed;
    }
    QCOMPARE(fed, 33);
    COMPARE_NAMED(decoder->finish().error().kind, ErrorKind::Malformed);
}

void TestReplyDecoders::nothingCountsAfterTheEnd()
{
    for (const auto kind : {EndpointKind::Ollama, EndpointKind::Anthropic, EndpointKind::OpenAi}) {
        const QByteArray stream = tests::streamOf(kind).join();
        const auto reply = decode(kind, {stream + stream});
        QVERIFY(reply);
        QCOMPARE(reply->text, u"Hello, wörld 😀"_s);
    }
}

QTEST_GUILESS_MAIN(TestReplyDecoders)
#include "tst_replydecoders.moc"

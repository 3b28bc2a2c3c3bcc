// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/provider.h"
#include "models/streams/ndjsondecoder.h"
#include "models/streams/ssedecoder.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <functional>

/// How fast streams of the three protocols are framed and turned into text, beside QJsonDocument reading the same
/// events, and what a long stream leaves in memory.

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::EndpointKind;

namespace {

constexpr int kEvents = 34'000;
constexpr int kRounds = 9;
constexpr qsizetype kPiece = 1400; ///< bytes of a network packet

/// An event with \p text as the servers write them.
QByteArray event(EndpointKind kind, const QByteArray &text)
{
    switch (kind) {
    case EndpointKind::Ollama:
        return R"({"model":"qwen2.5-coder:7b","created_at":"2026-11-20T09:31:07.482193205Z","message":{"role":"assistant","content":")"
            + text + R"("},"done":false})" + '\n';
    case EndpointKind::Anthropic:
        return "event: content_block_delta\n"
               R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")"
            + text + "\"}}\n\n";
    default:
        return R"(data: {"id":"chatcmpl-9lVx","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4o-mini","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":")"
            + text + R"("},"logprobs":null,"finish_reason":null}]})" + "\n\n";
    }
}

QByteArray ending(EndpointKind kind)
{
    switch (kind) {
    case EndpointKind::Ollama:
        return R"({"model":"qwen2.5-coder:7b","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"prompt_eval_count":26,"eval_count":34000})"
               "\n";
    case EndpointKind::Anthropic:
        return "event: message_delta\n"
               R"(data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":34000}})"
               "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    default:
        return R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
               "\n\ndata: [DONE]\n\n";
    }
}

QByteArray streamOf(EndpointKind kind)
{
    static const QByteArrayList words = {" return", " value", "\\n    ",      " if",
                                         " (count", " == ",   "\\\"text\\\"", " ü"};
    QByteArray stream;
    if (kind == EndpointKind::Anthropic)
        stream =
            "event: message_start\n"
            R"(data: {"type":"message_start","message":{"id":"msg_01","role":"assistant","content":[],"usage":{"input_tokens":25,"output_tokens":1}}})"
            "\n\n";
    for (int i = 0; i < kEvents; ++i)
        stream += event(kind, words.at(i % words.size()));
    return stream + ending(kind);
}

void inPieces(const QByteArray &stream, const std::function<void(QByteArrayView)> &take)
{
    for (qsizetype at = 0; at < stream.size(); at += kPiece)
        take(QByteArrayView(stream).sliced(at, std::min(kPiece, stream.size() - at)));
}

/// Events a second, the best round: what else the machine does only slows.
double rate(const std::function<void()> &drain)
{
    double best = 0;
    for (int round = 0; round < kRounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        drain();
        best = std::max(best, kEvents * 1e9 / double(timer.nsecsElapsed()));
    }
    return best;
}

void frame(EndpointKind kind, const QByteArray &stream, const std::function<void(QByteArrayView)> &take)
{
    if (kind == EndpointKind::Ollama) {
        models::NdjsonDecoder decoder(take);
        inPieces(stream, [&](QByteArrayView piece) { decoder.feed(piece); });
        return;
    }
    models::SseDecoder decoder([&](const models::SseEvent &event) { take(event.data); });
    inPieces(stream, [&](QByteArrayView piece) { decoder.feed(piece); });
}

class Counter final : public models::TokenSink
{
public:
    void text(const QString &delta) override { characters += delta.size(); }
    void reasoning(const QString &) override { }
    void retrying(const domain::Error &, qint64) override { }
    qint64 characters = 0;
};

void decode(EndpointKind kind, const QByteArray &stream)
{
    Counter counter;
    const auto decoder = models::Provider::of(kind)->decoder(&counter);
    inPieces(stream, [&](QByteArrayView piece) { decoder->feed(piece); });
    const auto reply = decoder->finish();
    if (!reply || counter.characters != reply->text.size() || counter.characters < kEvents)
        qFatal("the stream was not read");
}

/// From here on the peak is that of what comes.
void forgetPeak()
{
    QFile refs(u"/proc/self/clear_refs"_s);
    if (refs.open(QIODevice::WriteOnly))
        refs.write("5");
}

double peakMib()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toDouble() / 1024;
    }
    return 0;
}

void print(const char *what, double perSecond, double goal, double baseline)
{
    std::printf("  %-34s %6.2f million/s (goal %.1f: %s), x%.2f of QJsonDocument\n", what, perSecond / 1e6, goal / 1e6,
                perSecond >= goal ? "met" : "missed", perSecond / baseline);
}

} // namespace

int main()
{
    for (const EndpointKind kind : {EndpointKind::Ollama, EndpointKind::Anthropic, EndpointKind::OpenAi}) {
        const QByteArray stream = streamOf(kind);
        forgetPeak();
        const double idle = peakMib();
        decode(kind, stream);
        const double drained = peakMib() - idle;
        QByteArrayList events;
        frame(kind, stream, [&](QByteArrayView data) { events.append(data.toByteArray()); });
        const double baseline = rate([&] {
            for (const QByteArray &event : events)
                (void)QJsonDocument::fromJson(event).object();
        });
        qint64 bytes = 0;
        const double framed = rate([&] { frame(kind, stream, [&](QByteArrayView data) { bytes += data.size(); }); });
        const double decoded = rate([&] { decode(kind, stream); });
        std::printf("%s: %d events, %.1f MB; QJsonDocument %.2f million/s\n", qPrintable(domain::toString(kind)),
                    kEvents, double(stream.size()) / 1e6, baseline / 1e6);
        print("framed", framed, 1e6, baseline);
        print("to typed deltas", decoded, 0.5e6, baseline);
        std::printf("  %-34s %6.1f MiB over idle (goal 30: %s)\n", "memory while it is drained", drained,
                    drained <= 30 ? "met" : "missed");
    }
    return 0;
}

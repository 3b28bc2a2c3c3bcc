// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "splits.h"

#include "models/streams/ssedecoder.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using models::SseDecoder;
using models::SseEvent;

class TestSseDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySplit_data();
    void everySplit();
    void tooLongLine();
    void tooLongEventOfManyLines();
    void nothingIsTakenAfterTooLong();
};

void TestSseDecoder::everySplit_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("events");
    const auto row = [](const char *name, const char *stream, const QByteArrayList &events) {
        QTest::addRow("%s", name) << QByteArray(stream) << events;
    };
    row("LF", "event: a\ndata: 1\n\ndata: 2\n\n", {"a=1", "=2"});
    row("CRLF", "event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n", {"a=1", "=2"});
    row("CR", "event: a\rdata: 1\r\rdata: 2\r\r", {"a=1", "=2"});
    row("mixed line ends", "data: 1\r\n\ndata: 2\n\r\ndata: 3\r\r\n", {"=1", "=2", "=3"});
    row("no space after the colon", "event:a\ndata:{\"x\":1}\n\n", {"a={\"x\":1}"});
    row("one space only is dropped", "data:  two\n\n", {"= two"});
    row("many data lines", "data: a\ndata:\ndata: b\n\n", {"=a\n\nb"});
    row("comments", ": ping\ndata: 1\n:\n: more\n\n: end\n\n", {"=1"});
    row("byte order mark",
        "\xEF\xBB\xBF"
        "data: 1\n\n",
        {"=1"});
    row("a mark later is text",
        "data: 1\n\n\xEF\xBB\xBF"
        "data: 2\n\ndata: 3\n\n",
        {"=1", "=3"});
    row("last event without blank line", "data: 1\n\ndata: 2\n", {"=1", "=2"});
    row("last event without line end", "data: 1\n\ndata: 2", {"=1", "=2"});
    row("other fields", "id: 7\nretry: 100\ndata: 1\nfoo: bar\nfoo\n\n", {"=1"});
    row("type without data is no event", "event: a\n\ndata: 1\n\n", {"=1"});
    row("data without value", "data\n\ndata: 1\n\n", {"=1"});
    row("colons in data", "data: a: b:c\n\n", {"=a: b:c"});
    row("error line", "data: 1\n\nerror: {\"code\":5}\n\ndata: 2\n\n", {"=1", "error={\"code\":5}", "=2"});
    row("UTF-8", "data: \xC3\xA4\xF0\x9F\x98\x80\n\n", {"=\xC3\xA4\xF0\x9F\x98\x80"});
    row("many blank lines", "\n\n\ndata: 1\n\n\n\n\ndata: 2\n\n", {"=1", "=2"});
    row("empty", "", {});
}

void TestSseDecoder::everySplit()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, events);
    const auto splits = tests::splitsOf(stream);
    for (const QByteArrayList &pieces : splits) {
        QByteArrayList seen;
        SseDecoder decoder(
            [&seen](const SseEvent &event) { seen.append(event.type.toByteArray() + '=' + event.data.toByteArray()); });
        for (const QByteArray &piece : pieces)
            QVERIFY(decoder.feed(piece));
        QVERIFY(decoder.finish());
        QVERIFY2(seen == events, pieces.join("|").constData());
    }
}

void TestSseDecoder::tooLongLine()
{
    int events = 0;
    SseDecoder decoder([&events](const SseEvent &) { ++events; }, 100);
    QVERIFY(decoder.feed("data: " + QByteArray(90, 'x') + "\n\n"));
    QCOMPARE(events, 1);
    QVERIFY(decoder.feed(QByteArray(60, 'x')));
    QVERIFY(!decoder.feed(QByteArray(60, 'x')));
    QVERIFY(!decoder.finish());
    QCOMPARE(events, 1);
}

void TestSseDecoder::tooLongEventOfManyLines()
{
    SseDecoder decoder([](const SseEvent &) {}, 1000);
    bool taken = true;
    for (int i = 0; i < 200 && taken; ++i)
        taken = decoder.feed("data: 123456789\n");
    QVERIFY(!taken);
}

void TestSseDecoder::nothingIsTakenAfterTooLong()
{
    int events = 0;
    SseDecoder decoder([&events](const SseEvent &) { ++events; }, 10);
    QVERIFY(!decoder.feed("data: 1234567890\n\ndata: 1\n\n"));
    QVERIFY(!decoder.feed("data: 1\n\n"));
    QCOMPARE(events, 0);
}

QTEST_GUILESS_MAIN(TestSseDecoder)
#include "tst_ssedecoder.moc"

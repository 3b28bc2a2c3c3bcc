// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "splits.h"

#include "models/streams/ndjsondecoder.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using models::NdjsonDecoder;

class TestNdjsonDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySplit_data();
    void everySplit();
    void tooLongLine();
};

void TestNdjsonDecoder::everySplit_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("lines");
    const auto row = [](const char *name, const char *stream, const QByteArrayList &lines) {
        QTest::addRow("%s", name) << QByteArray(stream) << lines;
    };
    row("LF", "{\"a\":1}\n{\"b\":2}\n", {"{\"a\":1}", "{\"b\":2}"});
    row("CRLF", "{\"a\":1}\r\n{\"b\":2}\r\n", {"{\"a\":1}", "{\"b\":2}"});
    row("no last LF", "{\"a\":1}\n{\"b\":2}", {"{\"a\":1}", "{\"b\":2}"});
    row("blank lines", "\n\n{\"a\":1}\n \r\n\n{\"b\":2}\n\n", {"{\"a\":1}", "{\"b\":2}"});
    row("byte order mark", "\xEF\xBB\xBF{\"a\":1}\n{\"b\":2}\n", {"{\"a\":1}", "{\"b\":2}"});
    row("UTF-8", "{\"a\":\"\xC3\xA4\xF0\x9F\x98\x80\"}\n", {"{\"a\":\"\xC3\xA4\xF0\x9F\x98\x80\"}"});
    row("empty", "", {});
}

void TestNdjsonDecoder::everySplit()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, lines);
    const auto splits = tests::splitsOf(stream);
    for (const QByteArrayList &pieces : splits) {
        QByteArrayList seen;
        NdjsonDecoder decoder([&seen](QByteArrayView line) { seen.append(line.toByteArray()); });
        for (const QByteArray &piece : pieces)
            QVERIFY(decoder.feed(piece));
        QVERIFY(decoder.finish());
        QVERIFY2(seen == lines, pieces.join("|").constData());
    }
}

void TestNdjsonDecoder::tooLongLine()
{
    int lines = 0;
    NdjsonDecoder decoder([&lines](QByteArrayView) { ++lines; }, 100);
    QVERIFY(decoder.feed(QByteArray(100, 'x') + '\n'));
    QVERIFY(decoder.feed(QByteArray(60, 'x')));
    QVERIFY(!decoder.feed(QByteArray(60, 'x')));
    QVERIFY(!decoder.feed("\nx\n"));
    QVERIFY(!decoder.finish());
    QCOMPARE(lines, 1);
}

QTEST_GUILESS_MAIN(TestNdjsonDecoder)
#include "tst_ndjsondecoder.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/streambuffer.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace stepladder::ui;

class TstStreamBuffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deltasOfOneReplyAreOneText();
    void onlyWhatChangedIsTold();
    void aLongTextKeepsItsTail();
    void theSilentOneMakesRoom();
    void writersAndReaderAtOnce();
};

void TstStreamBuffer::deltasOfOneReplyAreOneText()
{
    StreamBuffer buffer;
    buffer.append(u"a"_s, 1, u"m"_s, u"one "_s);
    buffer.append(u"a"_s, 2, u"m"_s, u"other"_s);
    buffer.append(u"a"_s, 1, u"m"_s, u"two"_s);
    QCOMPARE(buffer.all().size(), 2);
    QCOMPARE(buffer.all().first().text, u"one two"_s);
    QCOMPARE(buffer.all().first().characters, 7);
    buffer.finish(u"a"_s, 1, u"m"_s);
    QCOMPARE(buffer.all().size(), 1);
}

void TstStreamBuffer::onlyWhatChangedIsTold()
{
    StreamBuffer buffer;
    buffer.append(u"a"_s, 1, u"m"_s, u"x"_s);
    qint64 turn = 0;
    QCOMPARE(buffer.changedSince(0, &turn).size(), 1);
    QVERIFY(buffer.changedSince(turn, &turn).isEmpty());
    buffer.append(u"b"_s, 1, u"m"_s, u"y"_s);
    const auto changed = buffer.changedSince(turn, &turn);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().step, u"b"_s);
}

void TstStreamBuffer::aLongTextKeepsItsTail()
{
    StreamBuffer buffer;
    for (int i = 0; i < 100; ++i)
        buffer.append(u"a"_s, 1, u"m"_s, QString(4096, u'x'));
    buffer.append(u"a"_s, 1, u"m"_s, u"end"_s);
    const LiveText live = buffer.all().first();
    QVERIFY(live.text.size() <= 2 * StreamBuffer::kKept);
    QVERIFY(live.text.endsWith(u"end"_s));
    QCOMPARE(live.characters, 100 * 4096 + 3);
}

void TstStreamBuffer::theSilentOneMakesRoom()
{
    StreamBuffer buffer;
    for (int i = 0; i < StreamBuffer::kTexts + 1; ++i)
        buffer.append(QString::number(i), 1, u"m"_s, u"x"_s);
    QCOMPARE(buffer.all().size(), StreamBuffer::kTexts);
    QCOMPARE(buffer.all().first().step, u"1"_s);
}

void TstStreamBuffer::writersAndReaderAtOnce()
{
    StreamBuffer buffer;
    std::vector<std::thread> writers;
    for (int w = 0; w < 4; ++w) {
        writers.emplace_back([&buffer, w] {
            for (int i = 0; i < 2000; ++i)
                buffer.append(QString::number(w), 1, u"m"_s, u"x"_s);
        });
    }
    qint64 turn = 0;
    for (int i = 0; i < 200; ++i)
        buffer.changedSince(turn, &turn);
    for (std::thread &writer : writers)
        writer.join();
    for (const LiveText &live : buffer.all())
        QCOMPARE(live.characters, 2000);
}

QTEST_GUILESS_MAIN(TstStreamBuffer)
#include "tst_streambuffer.moc"

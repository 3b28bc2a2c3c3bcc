// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/lineends.h"

#include <QTest>

using stepladder::workspace::withLineEndsOf;

class TestLineEnds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheOriginal_data();
    void followsTheOriginal();
};

void TestLineEnds::followsTheOriginal_data()
{
    QTest::addColumn<QByteArray>("original");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &original, const QByteArray &content,
                        const QByteArray &expected) { QTest::newRow(name) << original << content << expected; };
    row("lf in crlf", "a\r\nb\r\n", "x\ny\n", "x\r\ny\r\n");
    row("mixed in crlf", "a\r\n", "x\r\ny\n", "x\r\ny\r\n");
    row("crlf in crlf", "a\r\n", "x\r\ny", "x\r\ny");
    row("crlf in lf", "a\n", "x\r\ny\r\n", "x\ny\n");
    row("lf in lf", "a\n", "x\ny", "x\ny");
    row("original mixed", "a\r\nb\n", "x\ny\r\n", "x\ny\r\n");
    row("original of one line", "a", "x\r\ny\n", "x\r\ny\n");
    row("original empty", "", "x\n", "x\n");
    row("content empty", "a\r\n", "", "");
    row("lone carriage returns", "a\rb\r\n", "x\ry\n", "x\ry\r\n");
    row("leading newline", "\r\n", "\n", "\r\n");
    row("binary original", QByteArray("a\0\r\n", 4), "x\n", "x\n");
    row("binary content", "a\r\n", QByteArray("\0\n", 2), QByteArray("\0\n", 2));
}

void TestLineEnds::followsTheOriginal()
{
    QFETCH(QByteArray, original);
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, expected);
    QCOMPARE(withLineEndsOf(content, original), expected);
    QCOMPARE(withLineEndsOf(expected, original), expected);
}

QTEST_GUILESS_MAIN(TestLineEnds)
#include "tst_lineends.moc"

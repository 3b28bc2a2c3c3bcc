// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/replycode.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;

/// What another chat's reply holds for a file.
class TstReplyCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsFound_data();
    void itIsFound();
    void itIsNotGuessed_data();
    void itIsNotGuessed();
};

void TstReplyCode::itIsFound_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("the path in the fence") << u"Keep a list.\n\n```python src/money.py\nx = 1\n```\n\nThat is all."_s
                                           << QByteArray("x = 1\n") << u"Keep a list.\n\nThat is all."_s;
    QTest::newRow("no path, one block") << u"Here:\n```python\nx = 2\n```"_s << QByteArray("x = 2\n") << u"Here:"_s;
    QTest::newRow("no path and no language") << u"```\nx = 3\n```\nDone."_s << QByteArray("x = 3\n") << u"Done."_s;
    QTest::newRow("of two, the one with the path")
        << u"```python tests/test_money.py\nassert 1\n```\nand\n```python src/money.py\nx = 4\n```"_s
        << QByteArray("x = 4\n") << u"and"_s;
    QTest::newRow("tildes") << u"~~~python\nx = 5\n~~~\n"_s << QByteArray("x = 5\n") << QString();
    QTest::newRow("from another system") << u"So:\r\n```python\r\nx = 6\r\n```\r\n"_s << QByteArray("x = 6\n")
                                         << u"So:"_s;
    QTest::newRow("aloud") << u"<think>```python\nx = 0\n```</think>Now:\n```python\nx = 7\n```"_s
                           << QByteArray("x = 7\n") << u"Now:"_s;
    QTest::newRow("search and replace")
        << u"Only this:\n<<<<<<< SEARCH\nold = 1\n=======\nold = 8\n>>>>>>> REPLACE\nTry it."_s
        << QByteArray("old = 8\nkept = 1\n") << u"Only this:\nTry it."_s;
}

void TstReplyCode::itIsFound()
{
    QFETCH(QString, reply);
    const auto found = engine::readReply(reply, u"src/money.py"_s, "old = 1\nkept = 1\n", u"python"_s);
    QVERIFY2(found.code, qPrintable(found.trouble));
    QTEST(*found.code, "code");
    QTEST(found.words, "words");
}

void TstReplyCode::itIsNotGuessed_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<QString>("trouble");
    QTest::newRow("words alone") << u"Use a list."_s << QString();
    QTest::newRow("never closed") << u"```python src/money.py\nx = 1\n"_s << u"not closed"_s;
    QTest::newRow("two versions") << u"```python\nx = 1\n```\nor\n```python\nx = 2\n```"_s << u"2 code blocks"_s;
    QTest::newRow("another file") << u"```python tests/test_money.py\nx = 1\n```"_s << u"test_money.py"_s;
    QTest::newRow("what is to be replaced is not there")
        << u"<<<<<<< SEARCH\nnowhere\n=======\nx\n>>>>>>> REPLACE"_s << u"money.py"_s;
}

void TstReplyCode::itIsNotGuessed()
{
    QFETCH(QString, reply);
    QFETCH(QString, trouble);
    const auto found = engine::readReply(reply, u"src/money.py"_s, "old = 1\n", u"python"_s);
    QVERIFY(!found.code);
    QCOMPARE(found.trouble.isEmpty(), trouble.isEmpty());
    QVERIFY2(found.trouble.contains(trouble), qPrintable(found.trouble));
}

QTEST_GUILESS_MAIN(TstReplyCode)
#include "tst_replycode.moc"

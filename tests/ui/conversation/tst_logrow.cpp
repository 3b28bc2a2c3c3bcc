// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/callwindow.h"
#include "ui/conversation/logrow.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

class TstLogRow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fencesAreBlocks_data();
    void fencesAreBlocks();
    void aTailKnowsWhetherItIsCode();
    void aLongLineHasATailToo();
    void everyTypeHasItsSentence_data();
    void everyTypeHasItsSentence();
    void aLongTextIsCut();
    void whatWasErasedSaysSo();
    void oddDataIsNoHarm();
    void longLinesAreBroken();
};

void TstLogRow::fencesAreBlocks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("inCode");
    QTest::addColumn<QList<TextPart>>("parts");
    using Parts = QList<TextPart>;
    QTest::newRow("empty") << u""_s << false << Parts{};
    QTest::newRow("prose") << u"one\ntwo"_s << false << Parts{{u"one\ntwo"_s, false}};
    QTest::newRow("code") << u"a\n\n```csharp x.cs\nint i;\n```\nb\n"_s << false
                          << Parts{{u"a"_s, false}, {u"int i;"_s, true}, {u"b"_s, false}};
    QTest::newRow("empty lines of code stay") << u"```\n\nx\n\n```"_s << false << Parts{{u"\nx\n"_s, true}};
    QTest::newRow("not closed") << u"```\nx"_s << false << Parts{{u"x"_s, true}};
    QTest::newRow("tildes") << u"~~~\n```\n~~~"_s << false << Parts{{u"```"_s, true}};
    QTest::newRow("two ticks") << u"``\nx"_s << false << Parts{{u"``\nx"_s, false}};
    QTest::newRow("begins in code") << u"x\n```\ny"_s << true << Parts{{u"x"_s, true}, {u"y"_s, false}};
    QTest::newRow("CRLF") << u"```\r\nx\r\n```\r\n"_s << false << Parts{{u"x"_s, true}};
    QTest::newRow("indented too far") << u"    ```\nx"_s << false << Parts{{u"    ```\nx"_s, false}};
    QTest::newRow("a script is text") << u"<script>x</script> [a](http://b) ![c](d)"_s << false
                                      << Parts{{u"<script>x</script> [a](http://b) ![c](d)"_s, false}};
}

void TstLogRow::fencesAreBlocks()
{
    QFETCH(QString, text);
    QFETCH(bool, inCode);
    QFETCH(QList<TextPart>, parts);
    QVERIFY(partsOf(text, inCode) == parts);
}

void TstLogRow::aTailKnowsWhetherItIsCode()
{
    const QString text = u"a\n```\nb\nc\n```\nd\n~~~\ne\n~~~\nf"_s;
    const QStringList lines = text.split(u'\n');
    const QList<bool> code{false, false, true, true, true, false, false, true, true, false};
    for (int count = 1; count <= lines.size(); ++count) {
        bool inCode = true;
        const QString tail = tailOf(text, count, &inCode);
        const qsizetype first = lines.size() - count;
        QCOMPARE(tail, lines.mid(first).join(u'\n'));
        QCOMPARE(inCode, code.at(first));
    }
    // At every place where a stream may stand.
    for (qsizetype size = 0; size <= text.size(); ++size) {
        bool inCode = false;
        const QString tail = tailOf(text.left(size), 3, &inCode);
        QVERIFY(text.left(size).endsWith(tail));
        QVERIFY(tail.count(u'\n') <= 3);
    }
}

void TstLogRow::aLongLineHasATailToo()
{
    bool inCode = false;
    const QString tail = tailOf(QString(1'000'000, u'x') + u"end"_s, 12, &inCode);
    QVERIFY(tail.size() <= kShortText);
    QVERIFY(tail.endsWith(u"end"_s));
}

void TstLogRow::everyTypeHasItsSentence_data()
{
    QTest::addColumn<QString>("type");
    const auto files =
        QDir(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/schemas/entries")).entryList({u"*.json"_s});
    QVERIFY(files.size() > 30);
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << file.chopped(5);
}

void TstLogRow::everyTypeHasItsSentence()
{
    QFETCH(QString, type);
    const domain::Entry entry{.seq = 1, .type = type, .data = {{u"text"_s, u"said"_s}}};
    const QString fallback = QString(type).replace(u'.', u' ');
    const domain::Entry named{.seq = 1, .type = type, .data = {{u"request"_s, QJsonObject{{u"title"_s, u"Help"_s}}}}};
    QVERIFY2(sentenceOf(entry) != fallback || sentenceOf(named) != fallback, qPrintable(type));
    QVERIFY(!sentenceOf(named).contains(u'!'));
}

void TstLogRow::aLongTextIsCut()
{
    const domain::Entry entry{
        .seq = 3, .type = u"insight"_s, .data = {{u"model"_s, u"phi4"_s}, {u"text"_s, QString(5000, u'x')}}};
    const LogRow row = logRowOf(entry);
    QVERIFY(row.isCut());
    QCOMPARE(row.text.size(), kShortText);
    QCOMPARE(row.length, 5000);
    QVERIFY(!logRowOf(entry, kLongText).isCut());
    QCOMPARE(row.who, u"phi4"_s);
    QVERIFY(row.kind == LogKind::Said);
}

void TstLogRow::whatWasErasedSaysSo()
{
    const LogRow row = logRowOf({.seq = 1, .type = u"insight"_s, .data = {{u"erased"_s, true}}});
    QVERIFY(row.kind == LogKind::Event);
    QCOMPARE(row.text, u"Erased (insight)"_s);
}

void TstLogRow::oddDataIsNoHarm()
{
    const auto files =
        QDir(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/schemas/entries")).entryList({u"*.json"_s});
    for (const QString &file : files) {
        for (const QJsonObject &data :
             {QJsonObject{}, QJsonObject{{u"state"_s, 3}, {u"score"_s, u"x"_s}, {u"text"_s, QJsonArray{}}}}) {
            const domain::Entry entry{.seq = 1, .type = file.chopped(5), .data = data};
            QVERIFY(logRowOf(entry).text.size() < 200);
        }
    }
    QCOMPARE(logRowOf({.seq = 1, .type = u"new.type"_s}).text, u"new type"_s);
}

void TstLogRow::longLinesAreBroken()
{
    QCOMPARE(brokenLines(u"ab\ncdef\n"_s, 2), u"ab\ncd\nef\n"_s);
    QCOMPARE(brokenLines(u"abc"_s, 2), u"ab\nc"_s);
    QCOMPARE(brokenLines(u""_s, 2), u""_s);
    const QString broken = brokenLines(QString(1'000'000, u'x'));
    for (const QString &line : broken.split(u'\n'))
        QVERIFY(line.size() <= 4000);
}

QTEST_GUILESS_MAIN(TstLogRow)
#include "tst_logrow.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/difflayout.h"
#include "ui/editor/textdiff.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

namespace {

QList<int> all(const TextDiff &diff)
{
    QList<int> chosen(diff.hunks.size());
    std::iota(chosen.begin(), chosen.end(), 0);
    return chosen;
}

QByteArray randomText(QRandomGenerator &random, int lines, int kinds)
{
    static const QList<QByteArray> ends{"\n", "\n", "\r\n", "\r"};
    QByteArray text;
    for (int i = 0; i < lines; ++i)
        text += QByteArray(random.bounded(3), ' ') + QByteArray(1, char('a' + random.bounded(kinds)))
            + ends.at(random.bounded(4));
    if (random.bounded(3) == 0)
        text.chop(1);
    return text;
}

QByteArray numberedLines(int from, int to)
{
    QByteArray text;
    for (int i = from; i < to; ++i)
        text += "line " + QByteArray::number(i) + " of a long text that is there to be compared\n";
    return text;
}

} // namespace

class TstTextDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesEndAsEditorsCountThem_data();
    void linesEndAsEditorsCountThem();
    void hunks_data();
    void hunks();
    void chosenHunksAreApplied();
    void endsOfLinesAreKept();
    void randomTextsComeThrough();
    void aStopEndsIt();
    void largeTextsTakeBoundedWork_data();
    void largeTextsTakeBoundedWork();
    void hopelessTextsSaySo();

    void sidesHaveTheSameHeight();
    void whatCannotBeShownIsSaid_data();
    void whatCannotBeShownIsSaid();
    void onlyEndsOfLinesDiffer();
};

void TstTextDiff::linesEndAsEditorsCountThem_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<QByteArray>>("lines");
    QTest::newRow("empty") << QByteArray() << QList<QByteArray>{};
    QTest::newRow("no end") << QByteArray("a") << QList<QByteArray>{"a"};
    QTest::newRow("LF") << QByteArray("a\nb\n") << QList<QByteArray>{"a\n", "b\n"};
    QTest::newRow("CRLF") << QByteArray("a\r\n\r\nb") << QList<QByteArray>{"a\r\n", "\r\n", "b"};
    QTest::newRow("CR") << QByteArray("a\rb\r") << QList<QByteArray>{"a\r", "b\r"};
    QTest::newRow("mixed") << QByteArray("\n\r\r\n") << QList<QByteArray>{"\n", "\r", "\r\n"};
}

void TstTextDiff::linesEndAsEditorsCountThem()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<QByteArray>, lines);
    QCOMPARE(splitLines(text), lines);
}

void TstTextDiff::hunks_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QList<Hunk>>("hunks");
    QTest::newRow("equal") << QByteArray("a\nb\n") << QByteArray("a\nb\n") << QList<Hunk>{};
    QTest::newRow("both empty") << QByteArray() << QByteArray() << QList<Hunk>{};
    QTest::newRow("from nothing") << QByteArray() << QByteArray("a\nb\n") << QList<Hunk>{{0, 0, 0, 2}};
    QTest::newRow("to nothing") << QByteArray("a\nb\n") << QByteArray() << QList<Hunk>{{0, 2, 0, 0}};
    QTest::newRow("one replaced") << QByteArray("a\nb\nc\n") << QByteArray("a\nx\nc\n") << QList<Hunk>{{1, 1, 1, 1}};
    QTest::newRow("at the start") << QByteArray("b\n") << QByteArray("a\nb\n") << QList<Hunk>{{0, 0, 0, 1}};
    QTest::newRow("last end lost") << QByteArray("a\nb\n") << QByteArray("a\nb") << QList<Hunk>{{1, 1, 1, 1}};
    QTest::newRow("two hunks") << QByteArray("a\nb\nc\nd\n") << QByteArray("x\nb\nc\ny\nd\n")
                               << QList<Hunk>{{0, 1, 0, 1}, {3, 0, 3, 1}};
    // What a person sees as added is the whole function with the blank line after it.
    QTest::newRow("slid to the paragraph")
        << QByteArray("void a()\n{\n}\n\nvoid c()\n{\n}\n")
        << QByteArray("void a()\n{\n}\n\nvoid b()\n{\n}\n\nvoid c()\n{\n}\n") << QList<Hunk>{{4, 0, 4, 4}};
    QTest::newRow("slid when removed") << QByteArray("void a()\n{\n}\n\nvoid b()\n{\n}\n\nvoid c()\n{\n}\n")
                                       << QByteArray("void a()\n{\n}\n\nvoid c()\n{\n}\n") << QList<Hunk>{{4, 4, 4, 0}};
}

void TstTextDiff::hunks()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QList<Hunk>, hunks);
    const auto diff = diffTexts(before, after);
    QVERIFY(diff.has_value());
    QVERIFY2(diff->hunks == hunks,
             diff->hunks.isEmpty() ? "none"
                                   : qPrintable(u"%1 %2 %3 %4"_s.arg(diff->hunks.first().oldFirst)
                                                    .arg(diff->hunks.first().oldCount)
                                                    .arg(diff->hunks.first().newFirst)
                                                    .arg(diff->hunks.first().newCount)));
    QVERIFY(!diff->coarse);
    QCOMPARE(applyHunks(before, after, *diff, all(*diff)), after);
    QCOMPARE(applyHunks(before, after, *diff, {}), before);
}

void TstTextDiff::chosenHunksAreApplied()
{
    const QByteArray before = "a\nb\nc\nd\ne\n";
    const QByteArray after = "A\nb\nc\nD\nD2\ne\nf\n";
    const auto diff = diffTexts(before, after);
    QCOMPARE(diff->hunks.size(), 3);
    QCOMPARE(applyHunks(before, after, *diff, {0}), QByteArray("A\nb\nc\nd\ne\n"));
    QCOMPARE(applyHunks(before, after, *diff, {1}), QByteArray("a\nb\nc\nD\nD2\ne\n"));
    QCOMPARE(applyHunks(before, after, *diff, {0, 2}), QByteArray("A\nb\nc\nd\ne\nf\n"));
}

void TstTextDiff::endsOfLinesAreKept()
{
    const QByteArray before = "a\r\nb\r\nc\r\nd";
    const QByteArray after = "a\r\nB\r\nc\r\nd\r\ne";
    const auto diff = diffTexts(before, after);
    QCOMPARE(diff->hunks.size(), 2);
    QCOMPARE(applyHunks(before, after, *diff, {0}), QByteArray("a\r\nB\r\nc\r\nd"));
    QCOMPARE(applyHunks(before, after, *diff, {1}), QByteArray("a\r\nb\r\nc\r\nd\r\ne"));
}

void TstTextDiff::randomTextsComeThrough()
{
    QRandomGenerator random(20261122);
    for (int round = 0; round < 3000; ++round) {
        const int kinds = 1 + random.bounded(8);
        const QByteArray before = randomText(random, random.bounded(30), kinds);
        const QByteArray after = randomText(random, random.bounded(30), kinds);
        const auto diff = diffTexts(before, after);
        QVERIFY(diff.has_value());
        QCOMPARE(applyHunks(before, after, *diff, all(*diff)), after);
        QCOMPARE(applyHunks(before, after, *diff, {}), before);
        int added = 0;
        for (qsizetype i = 0; i < diff->hunks.size(); ++i) {
            const Hunk &hunk = diff->hunks.at(i);
            added += hunk.newCount;
            QVERIFY(hunk.oldCount > 0 || hunk.newCount > 0);
            const Hunk previous = i > 0 ? diff->hunks.at(i - 1) : Hunk{.oldFirst = -1, .newFirst = -1};
            QVERIFY(hunk.oldFirst > previous.oldFirst + previous.oldCount);
            QCOMPARE(hunk.oldFirst - previous.oldFirst - previous.oldCount,
                     hunk.newFirst - previous.newFirst - previous.newCount);
        }
        QCOMPARE(diff->added, added);
        // Any choice, and then its opposite from there, is the same as all.
        QList<int> some;
        for (int i = 0; i < int(diff->hunks.size()); ++i) {
            if (random.bounded(2) == 0)
                some.append(i);
        }
        const QByteArray merged = applyHunks(before, after, *diff, some);
        const auto rest = diffTexts(merged, after);
        QCOMPARE(applyHunks(merged, after, *rest, all(*rest)), after);
    }
}

void TstTextDiff::aStopEndsIt()
{
    // On the heap: GCC 12 otherwise warns of the library's own code.
    const auto stop = std::make_unique<std::stop_source>();
    stop->request_stop();
    const auto diff = diffTexts(numberedLines(0, 1000), numberedLines(500, 1500), stop->get_token());
    QVERIFY(!diff && diff.error().kind == domain::ErrorKind::Cancelled);
    const auto layout = layOutDiff("a\n", "b\n", u"f"_s, stop->get_token());
    QVERIFY(!layout && layout.error().kind == domain::ErrorKind::Cancelled);
}

void TstTextDiff::largeTextsTakeBoundedWork_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<int>("changed");
    const QByteArray large = numberedLines(0, 100'000);
    QTest::newRow("one line") << large << QByteArray(large).replace("line 50000 ", "LINE 50000 ") << 1;
    QTest::newRow("nothing in common") << large << numberedLines(200'000, 300'000) << 100'000;
    QTest::newRow("every third line") << large << [&large] {
        QByteArray text;
        int n = 0;
        for (const QByteArray &line : splitLines(large))
            text += n++ % 3 == 0 ? "new " + line : line;
        return text;
    }() << 33'334;
}

void TstTextDiff::largeTextsTakeBoundedWork()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(int, changed);
    QVERIFY(before.size() > 5'000'000);
    const auto diff = diffTexts(before, after);
    QVERIFY(!diff->coarse);
    QCOMPARE(diff->added, changed);
    QCOMPARE(diff->removed, changed);
    QCOMPARE(applyHunks(before, after, *diff, all(*diff)), after);
}

/// Lines of two kinds in no order: nothing to hold on to.
void TstTextDiff::hopelessTextsSaySo()
{
    QRandomGenerator random(3);
    QByteArray before;
    QByteArray after;
    while (before.size() < 5'000'000) {
        before += "the same long line again and again number " + QByteArray::number(random.bounded(50)) + '\n';
        after += "the same long line again and again number " + QByteArray::number(random.bounded(50)) + '\n';
    }
    const auto content = layOutDiff(before, after, u"f.txt"_s);
    QVERIFY(content->diff.coarse);
    QVERIFY(content->notices.join(u' ').contains(u"compared only roughly"_s));
    QCOMPARE(applyHunks(before, after, content->diff, all(content->diff)), after);
}

void TstTextDiff::sidesHaveTheSameHeight()
{
    const auto content = layOutDiff("a\nb\nc\n", "new\na\nc\nd\n", u"f.txt"_s);
    QCOMPARE(content->before.text, QByteArray("\na\nb\nc\n"));
    QCOMPARE(content->after.text, QByteArray("new\na\n\nc\nd"));
    QCOMPARE(content->both.text, QByteArray("new\na\nb\nc\nd"));
    QCOMPARE(content->before.lines.size(), content->after.lines.size());
    QVERIFY(content->before.lines.first().kind == LineKind::Filler);
    QVERIFY(content->after.lines.at(2).kind == LineKind::Filler);
    QVERIFY((content->both.lines.at(2) == CodeLine{LineKind::Removed, 2, 0, 1}));
    QVERIFY((content->both.lines.at(4) == CodeLine{LineKind::Added, 0, 4, 2}));
}

void TstTextDiff::whatCannotBeShownIsSaid_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("notice");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("fine") << QByteArray("\xC3\xA4\n") << QString() << QByteArray("\xC3\xA4\n");
    QTest::newRow("not UTF-8") << QByteArray("\xE4\nb") << u"not UTF-8"_s << QByteArray("\xC3\xA4\nb");
    QTest::newRow("binary") << QByteArray("a\0b", 3) << u"binary file of 3 bytes"_s << QByteArray();
    QTest::newRow("a line of 1 MB") << QByteArray("a\n") + QByteArray(1'000'000, 'x') + "\nb"
                                    << u"Line 2 is very long"_s
                                    << QByteArray("a\n") + QByteArray(10'000, 'x') + " \xE2\x80\xA6\nb";
}

void TstTextDiff::whatCannotBeShownIsSaid()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, notice);
    QFETCH(QByteArray, shown);
    const CodeContent content = layOutFile(bytes, u"f.txt"_s);
    QCOMPARE(content.notices.isEmpty(), notice.isEmpty());
    QVERIFY2(content.notices.value(0).contains(notice), qPrintable(content.notices.value(0)));
    QCOMPARE(content.text, shown);
    // The merged text is made of the bytes, whatever is shown.
    const auto diff = layOutDiff(bytes, bytes + "more", u"f.txt"_s);
    QVERIFY(diff->notices.join(u' ').contains(notice));
    QCOMPARE(applyHunks(bytes, bytes + "more", diff->diff, {0}), bytes + "more");
}

void TstTextDiff::onlyEndsOfLinesDiffer()
{
    const auto content = layOutDiff("a\r\nb\r\n", "a\nb\n", u"f.txt"_s);
    QCOMPARE(content->notices, QStringList{u"Only ends of lines differ."_s});
    QVERIFY(layOutDiff("a\r\n", "b\n", u"f.txt"_s)->notices.isEmpty());
}

QTEST_GUILESS_MAIN(TstTextDiff)
#include "tst_textdiff.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/worddiff.h"

#include <QTest>

using namespace stepladder::ui;

namespace {

/// The lines with what is marked in brackets.
QByteArray shown(const QList<QByteArray> &lines, const QList<WordMark> &marks)
{
    QByteArray text;
    for (int n = 0; n < int(lines.size()); ++n) {
        QByteArray line = lines.at(n);
        for (auto it = marks.rbegin(); it != marks.rend(); ++it) {
            if (it->line == n)
                line.insert(it->to, ']').insert(it->from, '[');
        }
        text += (n > 0 ? "|" : "") + line;
    }
    return text;
}

} // namespace

class TstWordDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
};

void TstWordDiff::words_data()
{
    QTest::addColumn<QList<QByteArray>>("before");
    QTest::addColumn<QList<QByteArray>>("after");
    QTest::addColumn<QByteArray>("removed");
    QTest::addColumn<QByteArray>("added");
    using Lines = QList<QByteArray>;
    QTest::newRow("one word") << Lines{"return Map(row);"} << Lines{"return Map(line);"}
                              << QByteArray("return Map([row]);") << QByteArray("return Map([line]);");
    QTest::newRow("part added") << Lines{"Find(Guid id)"} << Lines{"Find(Guid id, Token ct)"}
                                << QByteArray("Find(Guid id)") << QByteArray("Find(Guid id[, Token ct])");
    QTest::newRow("broken over lines") << Lines{"Find(Guid id)"} << Lines{"Find(Guid id,", "    Token ct)"}
                                       << QByteArray("Find(Guid id)") << QByteArray("Find(Guid id[,]|    [Token ct])");
    QTest::newRow("space alone") << Lines{"a  b"} << Lines{"  a b"} << QByteArray("a  b") << QByteArray("  a b");
    QTest::newRow("not ASCII") << Lines{"gr\xC3\xBC\xC3\x9F dich wohl"} << Lines{"gr\xC3\xBC\xC3\x9F euch wohl"}
                               << QByteArray("gr\xC3\xBC\xC3\x9F [dich] wohl")
                               << QByteArray("gr\xC3\xBC\xC3\x9F [euch] wohl");
    QTest::newRow("nothing in common") << Lines{"alpha beta"} << Lines{"one two three"} << QByteArray("alpha beta")
                                       << QByteArray("one two three");
    QTest::newRow("only added") << Lines{} << Lines{"one two"} << QByteArray() << QByteArray("one two");
}

void TstWordDiff::words()
{
    QFETCH(QList<QByteArray>, before);
    QFETCH(QList<QByteArray>, after);
    QFETCH(QByteArray, removed);
    QFETCH(QByteArray, added);
    const WordMarks marks = markWords(before, after);
    QCOMPARE(shown(before, marks.removed), removed);
    QCOMPARE(shown(after, marks.added), added);
}

QTEST_GUILESS_MAIN(TstWordDiff)
#include "tst_worddiff.moc"

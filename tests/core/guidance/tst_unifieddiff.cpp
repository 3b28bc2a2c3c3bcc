// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/linediff.h"
#include "guidance/unifieddiff.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace stepladder::guidance;
using namespace Qt::StringLiterals;

namespace {

QList<QByteArray> linesWithEnds(const QByteArray &content)
{
    QList<QByteArray> lines;
    for (qsizetype at = 0; at < content.size();) {
        const auto feed = content.indexOf('\n', at);
        const auto end = feed < 0 ? content.size() : feed + 1;
        lines.append(content.mid(at, end - at));
        at = end;
    }
    return lines;
}

/// Applies a unified diff as strictly as `patch` without fuzz; a null array where it does not fit.
QByteArray applied(const QByteArray &before, const QString &diff)
{
    static const QRegularExpression header(u"^@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@$"_s);
    const QList<QByteArray> old = linesWithEnds(before);
    QList<QByteArray> diffLines = linesWithEnds(diff.toUtf8());
    QByteArray result = "";
    qsizetype at = 0, written = 0;
    for (qsizetype i = 2; i < diffLines.size();) {
        const auto match = header.match(QString::fromUtf8(diffLines.at(i)).trimmed());
        if (!match.hasMatch())
            return {};
        qsizetype removed = match.captured(2).isNull() ? 1 : match.captured(2).toInt();
        qsizetype added = match.captured(4).isNull() ? 1 : match.captured(4).toInt();
        const qsizetype start = match.captured(1).toInt() - (removed > 0 ? 1 : 0);
        while (at < start) {
            result += old.at(at++);
            ++written;
        }
        if (written != match.captured(3).toInt() - (added > 0 ? 1 : 0))
            return {};
        for (++i; removed > 0 || added > 0; ++i) {
            QByteArray line = diffLines.value(i);
            const char sign = line.isEmpty() ? '?' : line.at(0);
            line.remove(0, 1);
            if (diffLines.value(i + 1).startsWith("\\")) {
                line.chop(1);
                ++i;
            }
            if (sign != '+' && (old.value(at) != line || at++ >= old.size()))
                return {};
            if (sign != '-') {
                result += line;
                ++written;
            }
            removed -= sign != '+';
            added -= sign != '-';
        }
    }
    while (at < old.size())
        result += old.at(at++);
    return result;
}

QByteArray randomText(QRandomGenerator &random, int lines, int kinds)
{
    QByteArray text;
    for (int i = 0; i < lines; ++i)
        text += QByteArray(1, char('a' + random.bounded(kinds))) + '\n';
    if (!text.isEmpty() && random.bounded(4) == 0)
        text.chop(1);
    return text;
}

/// Length of the longest common subsequence, by the book.
qsizetype common(const QList<QByteArray> &a, const QList<QByteArray> &b)
{
    QList<QList<qsizetype>> table(a.size() + 1, QList<qsizetype>(b.size() + 1, 0));
    for (qsizetype i = 0; i < a.size(); ++i) {
        for (qsizetype j = 0; j < b.size(); ++j)
            table[i + 1][j + 1] = a[i] == b[j] ? table[i][j] + 1 : std::max(table[i][j + 1], table[i + 1][j]);
    }
    return table[a.size()][b.size()];
}

} // namespace

class TestUnifiedDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *before, const char *after, const char *hunks) {
            const QString text = *hunks ? u"--- a/s/A.cs\n+++ b/s/A.cs\n"_s + QString::fromUtf8(hunks) : QString();
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << text;
        };
        row("same", "a\nb\n", "a\nb\n", "");
        row("one line", "a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n");
        row("from empty", "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n");
        row("to empty", "a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n");
        row("in the middle", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n6\n7\n8\n9\n",
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n");
        row("two hunks", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "X\n2\n3\n4\n5\n6\n7\n8\nY\n",
            "@@ -1,4 +1,4 @@\n-1\n+X\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+Y\n");
        row("near changes are one hunk", "1\n2\n3\n4\n5\n6\n7\n8\n", "X\n2\n3\n4\n5\n6\n7\nY\n",
            "@@ -1,8 +1,8 @@\n-1\n+X\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+Y\n");
        row("no newline at the end", "a\nb", "a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
        row("none on both sides", "a\nb", "c\nb", "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n");
        row("line ends differ", "a\r\n", "a\n", "@@ -1 +1 @@\n-a\r\n+a\n");
        row("appended", "1\n2\n3\n4\n", "1\n2\n3\n4\n5\n", "@@ -2,3 +2,4 @@\n 2\n 3\n 4\n+5\n");
    }

    void text()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, expected);
        QCOMPARE(unifiedDiff(before, after, u"s/A.cs"_s), expected);
    }

    void filesThatAreNotThere()
    {
        QCOMPARE(unifiedDiff(std::nullopt, QByteArray("a\n"), u"f"_s),
                 u"--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n"_s);
        QCOMPARE(unifiedDiff(QByteArray("a\n"), std::nullopt, u"f"_s),
                 u"--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"_s);
        QCOMPARE(unifiedDiff(std::nullopt, QByteArray(""), u"f"_s), u"--- /dev/null\n+++ b/f\n"_s);
        QCOMPARE(unifiedDiff(std::nullopt, std::nullopt, u"f"_s), QString());
        QCOMPARE(unifiedDiff(QByteArray("a\0b", 3), QByteArray("c"), u"f"_s), u"Binary files a/f and b/f differ\n"_s);
    }

    void contextIsAdjustable()
    {
        const QByteArray before = "1\n2\n3\n", after = "1\nX\n3\n";
        QCOMPARE(unifiedDiff(before, after, u"f"_s, 0), u"--- a/f\n+++ b/f\n@@ -2 +2 @@\n-2\n+X\n"_s);
        QCOMPARE(unifiedDiff(before, after, u"f"_s, -5), unifiedDiff(before, after, u"f"_s, 0));
        QCOMPARE(unifiedDiff(before, after, u"f"_s, 1), u"--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n 1\n-2\n+X\n 3\n"_s);
    }

    void everyDiffAppliesAndIsShortest()
    {
        QRandomGenerator random(20260101);
        for (int round = 0; round < 1000; ++round) {
            const int kinds = 1 + random.bounded(6);
            const QByteArray before = randomText(random, random.bounded(24), kinds);
            const QByteArray after = randomText(random, random.bounded(24), kinds);
            const QString diff = unifiedDiff(before, after, u"f"_s, random.bounded(4));
            if (before != after) {
                const QByteArray result = applied(before, diff);
                QVERIFY2(result == after, qPrintable(diff));
            }
            const auto a = linesWithEnds(before), b = linesWithEnds(after);
            const LineChanges changes = compareLines(a, b);
            QCOMPARE(changes.removed.count(false), common(a, b));
            QCOMPARE(changes.added.count(false), common(a, b));
        }
    }

    void aSpentBudgetIsRightThoughLonger()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            const auto a = linesWithEnds(randomText(random, 40, 4)), b = linesWithEnds(randomText(random, 40, 4));
            const LineChanges changes = compareLines(a, b, random.bounded(60));
            QList<QByteArray> leftA, leftB;
            for (qsizetype i = 0; i < a.size(); ++i) {
                if (!changes.removed[i])
                    leftA.append(a[i]);
            }
            for (qsizetype i = 0; i < b.size(); ++i) {
                if (!changes.added[i])
                    leftB.append(b[i]);
            }
            QCOMPARE(leftA, leftB);
        }
    }

    void hugeInputsComeToAnEnd()
    {
        QRandomGenerator random(1);
        QByteArray before, after, shifted;
        for (int i = 0; i < 60'000; ++i) {
            before += QByteArray::number(random.bounded(1000)) + '\n';
            after += QByteArray::number(random.bounded(1000)) + '\n';
            shifted += QByteArray::number(i) + '\n';
        }
        QVERIFY(applied(before, unifiedDiff(before, after, u"f"_s)) == after);
        // A small change in a large file stays small, whatever the budget.
        QByteArray edited = shifted;
        edited.replace("\n30000\n", "\nnew\nlines\n");
        QCOMPARE(unifiedDiff(shifted, edited, u"f"_s).count(u'\n'), 2 + 1 + 6 + 3);
    }
};

QTEST_GUILESS_MAIN(TestUnifiedDiff)
#include "tst_unifieddiff.moc"

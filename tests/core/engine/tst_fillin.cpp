// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/fillin.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using engine::Hole;
using engine::holeIn;

namespace {

domain::Issue error(int line, const QString &file = u"a.py"_s)
{
    return {.id = u"E1"_s, .file = file, .line = line, .message = u"it is\nwrong"_s};
}

QString numbered(int count)
{
    QString text;
    for (int i = 1; i <= count; ++i)
        text += u"line %1\n"_s.arg(i);
    return text;
}

} // namespace

class TestFillIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aroundTheError()
    {
        const Hole hole = holeIn(numbered(10), u"a.py"_s, {error(6)}, u"add\nnumbers"_s, u"#"_s);
        QCOMPARE(hole.before, u"line 1\nline 2\nline 3\n"_s);
        QCOMPARE(hole.missing, u"line 4\nline 5\nline 6\nline 7\nline 8\n"_s);
        QCOMPARE(hole.after, u"line 9\nline 10\n"_s);
        QCOMPARE(hole.note, u"# add numbers\n# It must not fail by: it is wrong\n"_s);
        QCOMPARE(hole.before + hole.missing + hole.after, numbered(10));
    }

    void severalErrorsNearAndFar()
    {
        const Hole hole = holeIn(numbered(200), u"a.py"_s, {error(20), error(12), error(150)}, {}, u"//"_s);
        QVERIFY(hole.missing.startsWith(u"line 10\n"_s));
        QVERIFY(hole.missing.endsWith(u"line 22\n"_s));
        QVERIFY(hole.after.startsWith(u"line 23\n"_s));
    }

    void atTheEdges()
    {
        const Hole first = holeIn(numbered(3), u"a.py"_s, {error(1)}, {}, u"#"_s);
        QCOMPARE(first.before, QString());
        QCOMPARE(first.missing, numbered(3));
        const Hole last = holeIn(u"a\nb\nc\nd"_s, u"a.py"_s, {error(4)}, {}, u"#"_s);
        QCOMPARE(last.before, u"a\n"_s);
        QCOMPARE(last.after, QString());
    }

    void withoutALineTheWholeIsMissing()
    {
        domain::Issue warning = error(2);
        warning.severity = domain::Severity::Warning;
        for (const auto &issues :
             {QList<domain::Issue>(), QList<domain::Issue>{error(0)}, QList<domain::Issue>{error(2, u"b.py"_s)},
              QList<domain::Issue>{error(99)}, QList<domain::Issue>{warning}}) {
            const Hole hole = holeIn(numbered(3), u"a.py"_s, issues, {}, u"#"_s);
            QCOMPARE(hole.before + hole.after, QString());
            QCOMPARE(hole.missing, numbered(3));
        }
        QCOMPARE(holeIn({}, u"a.py"_s, {error(1)}, {}, u"#"_s).missing, QString());
    }
};

QTEST_GUILESS_MAIN(TestFillIn)
#include "tst_fillin.moc"

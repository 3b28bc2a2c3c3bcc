// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/contextbuilder.h"

#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;

namespace {

/// A text of \p tokens tokens, in lines of ten.
QString lines(int tokens)
{
    QString text;
    while (text.size() < tokens * 3)
        text += QString(29, u'x') + u'\n';
    return text.left(tokens * 3);
}

ContextSection required(const QString &name, int tokens)
{
    return {.name = name, .text = lines(tokens), .required = true, .title = u"the "_s + name};
}

ContextSection optional(const QString &name, int tokens, int priority, bool cuttable = false)
{
    return {.name = name, .text = lines(tokens), .priority = priority, .cuttable = cuttable, .title = u"the "_s + name};
}

} // namespace

class TestContextBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokensAreBytesByThreeRoundedUp();
    void everythingFits();
    void exactlyFits();
    void leastImportantIsLeftOut();
    void smallerOneStillFitsBehindALargeOne();
    void requiredGoBeforeAllPriorities();
    void requiredThatDoesNotFit();
    void emptySectionsCostNothing();
    void cuttableIsCutAtALine();
    void cutOfOneLongLineKeepsItsBeginning();
    void cutNeverSplitsACharacter();
    void littleRoomIsNotWorthACut();
    void whatIsBuiltNeverPassesTheBudget_data();
    void whatIsBuiltNeverPassesTheBudget();
};

void TestContextBuilder::tokensAreBytesByThreeRoundedUp()
{
    QCOMPARE(estimateTokens({}), 0);
    QCOMPARE(estimateTokens(u"a"_s), 1);
    QCOMPARE(estimateTokens(u"abc"_s), 1);
    QCOMPARE(estimateTokens(u"abcd"_s), 2);
    QCOMPARE(estimateTokens(u"ää"_s), 2);
    QCOMPARE(estimateTokens(u"€"_s), 1);
}

void TestContextBuilder::everythingFits()
{
    const auto built = fitContext({required(u"step"_s, 10), optional(u"task"_s, 20, 1)}, 100);
    QVERIFY(built);
    QCOMPARE(built->values.size(), 2);
    QCOMPARE(built->tokens, 30);
    QVERIFY(built->leftOut.isEmpty());
}

void TestContextBuilder::exactlyFits()
{
    QVERIFY(fitContext({required(u"step"_s, 30)}, 30));
    QVERIFY(!fitContext({required(u"step"_s, 31)}, 30));
}

void TestContextBuilder::leastImportantIsLeftOut()
{
    const auto built = fitContext(
        {optional(u"files"_s, 30, 1), required(u"step"_s, 30), optional(u"tests"_s, 30, 9), optional(u"task"_s, 30, 5)},
        90);
    QVERIFY(built);
    QVERIFY(built->values.contains(u"tests"_s));
    QVERIFY(built->values.contains(u"task"_s));
    QVERIFY(!built->values.contains(u"files"_s));
    QCOMPARE(built->leftOut, QStringList(u"the files"_s));
}

void TestContextBuilder::smallerOneStillFitsBehindALargeOne()
{
    const auto built = fitContext({optional(u"large"_s, 80, 9), optional(u"small"_s, 10, 1)}, 50);
    QVERIFY(built);
    QCOMPARE(built->values.keys(), QStringList(u"small"_s));
    QCOMPARE(built->leftOut, QStringList(u"the large"_s));
}

void TestContextBuilder::requiredGoBeforeAllPriorities()
{
    const auto built = fitContext({optional(u"tests"_s, 30, 99), required(u"step"_s, 40)}, 50);
    QVERIFY(built);
    QCOMPARE(built->values.keys(), QStringList(u"step"_s));
}

void TestContextBuilder::requiredThatDoesNotFit()
{
    const auto built = fitContext({required(u"step"_s, 40), required(u"file"_s, 20)}, 50);
    QVERIFY(!built);
    QVERIFY(built.error().kind == domain::ErrorKind::ContextTooLong);
    QCOMPARE(built.error().message, u"the prompt does not fit: the file needs about 20 tokens, 10 are left"_s);
    const auto none = fitContext({required(u"step"_s, 1)}, -500);
    QVERIFY(!none);
    QVERIFY(none.error().message.contains(u"0 are left"_s));
}

void TestContextBuilder::emptySectionsCostNothing()
{
    const auto built = fitContext({required(u"existing"_s, 0), optional(u"tests"_s, 0, 1)}, 0);
    QVERIFY(built);
    QVERIFY(built->values.isEmpty());
    QVERIFY(built->leftOut.isEmpty());
}

void TestContextBuilder::cuttableIsCutAtALine()
{
    const auto built = fitContext({optional(u"task"_s, 1000, 1, true)}, 500);
    QVERIFY(built);
    const QString text = built->values.value(u"task"_s);
    QVERIFY(text.endsWith(u"x\n[cut]"_s));
    const QStringList all = text.split(u'\n');
    for (const QString &line : all.mid(0, all.size() - 1))
        QCOMPARE(line.size(), 29);
    QVERIFY(all.size() > 40);
    QCOMPARE(built->leftOut, QStringList(u"the task (cut)"_s));
}

void TestContextBuilder::cutOfOneLongLineKeepsItsBeginning()
{
    const auto built = fitContext({{.name = u"task"_s, .text = QString(9000, u'x'), .cuttable = true}}, 500);
    QVERIFY(built);
    QVERIFY(built->values.value(u"task"_s).startsWith(QString(1000, u'x')));
}

void TestContextBuilder::cutNeverSplitsACharacter()
{
    for (int shift = 0; shift < 4; ++shift) {
        const QString text = QString(shift, u'x') + u"😀"_s.repeated(2000);
        const auto built = fitContext({{.name = u"task"_s, .text = text, .cuttable = true}}, 500);
        QVERIFY(built);
        const QString cut = built->values.value(u"task"_s).chopped(6);
        QVERIFY(cut.size() > 500);
        QVERIFY(text.startsWith(cut));
    }
}

void TestContextBuilder::littleRoomIsNotWorthACut()
{
    const auto built = fitContext({optional(u"task"_s, 1000, 1, true)}, 200);
    QVERIFY(built);
    QVERIFY(built->values.isEmpty());
    QCOMPARE(built->leftOut, QStringList(u"the task"_s));
}

void TestContextBuilder::whatIsBuiltNeverPassesTheBudget_data()
{
    QTest::addColumn<int>("budget");
    for (const int budget : {0, 1, 199, 200, 201, 202, 230, 500, 1199, 1200, 1201, 5000})
        QTest::addRow("%d", budget) << budget;
}

void TestContextBuilder::whatIsBuiltNeverPassesTheBudget()
{
    QFETCH(int, budget);
    const auto built = fitContext({optional(u"a"_s, 700, 3, true), optional(u"b"_s, 500, 2, true),
                                   optional(u"c"_s, 90, 1), optional(u"d"_s, 900, 0, true)},
                                  budget);
    QVERIFY(built);
    int tokens = 0;
    for (const QString &text : built->values)
        tokens += estimateTokens(text);
    QCOMPARE(built->tokens, tokens);
    QVERIFY2(tokens <= budget, qPrintable(QString::number(tokens)));
}

QTEST_GUILESS_MAIN(TestContextBuilder)
#include "tst_contextbuilder.moc"

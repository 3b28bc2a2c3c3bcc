// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/rootcause.h"

#include <QJsonArray>
#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using memory::StepRecord;

namespace {

const QString kWarning = u"WARNING: This pattern has low historical success rate. Consider simplifying."_s;

StepRecord failed(const QString &signature)
{
    return {.signature = signature};
}

StepRecord solved(const QString &signature, const QString &approach)
{
    return {.signature = signature, .eventuallySucceeded = true, .successfulApproach = approach};
}

QJsonObject thinker(const QStringList &actions = {})
{
    return {{u"rootCause"_s, u"the cache is shared"_s},
            {u"suggestedActions"_s, QJsonArray::fromStringList(actions)},
            {u"correctApproach"_s, u"lock it"_s},
            {u"exampleCode"_s, u"lock (m) { }"_s},
            {u"mistakePatterns"_s, QJsonObject{{u"m"_s, u"forgets the lock"_s}}}};
}

QStringList texts(const QJsonValue &list)
{
    return list.toVariant().toStringList();
}

QJsonObject combined(const QList<StepRecord> &similar, const QJsonObject &analysis = thinker())
{
    return combineAnalysis(analysis, detectPatterns(similar), similar);
}

} // namespace

class TestRootCause : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSimilar();
    void mostCommonWithItsShare();
    void tieGoesToTheMoreSimilar();
    void solutionsAreDistinctAndOfThePattern();
    void likely_data();
    void likely();
    void recommendationsInOrder();
    void recommendationsWithoutDoubles();
    void nineFields();
    void traceOfFiveLinesAndThreeSources();
    void withoutAnAnalysis();
};

void TestRootCause::nothingSimilar()
{
    const FailurePatterns patterns = detectPatterns({});
    QCOMPARE(patterns.mostCommon, u"Unknown"_s);
    QCOMPARE(patterns.confidence, 0.0);
    QCOMPARE(patterns.occurrences, 0);
    QCOMPARE(patterns.successRate, 0.5);
    QVERIFY(patterns.solutions.isEmpty());
}

void TestRootCause::mostCommonWithItsShare()
{
    const FailurePatterns patterns =
        detectPatterns({failed(u"null_handling"_s), solved(u"async_pattern"_s, u"await it"_s),
                        failed(u"async_pattern"_s), failed(u"async_pattern"_s), failed(u"unclassified"_s)});
    QCOMPARE(patterns.mostCommon, u"async_pattern"_s);
    QCOMPARE(patterns.confidence, 0.6);
    QCOMPARE(patterns.occurrences, 3);
    QCOMPARE(patterns.successRate, 1.0 / 3);
    QCOMPARE(patterns.solutions, QStringList(u"await it"_s));
}

void TestRootCause::tieGoesToTheMoreSimilar()
{
    QCOMPARE(detectPatterns({failed(u"b"_s), failed(u"a"_s), failed(u"a"_s), failed(u"b"_s)}).mostCommon, u"b"_s);
}

void TestRootCause::solutionsAreDistinctAndOfThePattern()
{
    const FailurePatterns patterns =
        detectPatterns({solved(u"b"_s, u"other"_s), solved(u"a"_s, u"two"_s), solved(u"a"_s, u"one"_s),
                        solved(u"a"_s, u"two"_s), solved(u"a"_s, {})});
    QCOMPARE(patterns.solutions, (QStringList{u"two"_s, u"one"_s}));
    QCOMPARE(patterns.successRate, 1.0);
}

void TestRootCause::likely_data()
{
    QTest::addColumn<int>("solvedCount");
    QTest::addColumn<int>("failedCount");
    QTest::addColumn<bool>("likely");
    QTest::addColumn<bool>("warns");
    QTest::newRow("none: 50 %") << 0 << 0 << false << false;
    QTest::newRow("all") << 3 << 0 << true << false;
    QTest::newRow("71 %") << 5 << 2 << true << false;
    QTest::newRow("exactly 70 %") << 7 << 3 << false << false;
    QTest::newRow("exactly 30 %") << 3 << 7 << false << false;
    QTest::newRow("29 %") << 2 << 5 << false << true;
    QTest::newRow("none of one") << 0 << 1 << false << true;
}

void TestRootCause::likely()
{
    QFETCH(int, solvedCount);
    QFETCH(int, failedCount);
    QFETCH(bool, warns);
    QList<StepRecord> similar;
    for (int i = 0; i < solvedCount; ++i)
        similar.append(solved(u"a"_s, u"so"_s));
    for (int i = 0; i < failedCount; ++i)
        similar.append(failed(u"a"_s));
    const QJsonObject analysis = combined(similar);
    QTEST(analysis[u"likelyToSucceed"].toBool(), "likely");
    QCOMPARE(texts(analysis[u"recommendedActions"]).contains(kWarning), warns);
}

void TestRootCause::recommendationsInOrder()
{
    const QJsonObject analysis = combined({solved(u"a"_s, u"so"_s), failed(u"a"_s), failed(u"a"_s), failed(u"a"_s)},
                                          thinker({u"first"_s, u"second"_s}));
    QCOMPARE(texts(analysis[u"recommendedActions"]),
             (QStringList{u"first"_s, u"second"_s, u"HISTORICAL SOLUTION: so"_s, kWarning}));
}

void TestRootCause::recommendationsWithoutDoubles()
{
    const QJsonObject analysis = combined({solved(u"a"_s, u"so"_s), solved(u"a"_s, u"otherwise"_s)},
                                          thinker({u"lock"_s, u""_s, u"lock"_s, u"HISTORICAL SOLUTION: so"_s}));
    QCOMPARE(texts(analysis[u"recommendedActions"]), (QStringList{u"lock"_s, u"HISTORICAL SOLUTION: so"_s}));
}

void TestRootCause::nineFields()
{
    const QJsonObject analysis =
        combined({solved(u"b"_s, u"elsewhere"_s), failed(u"a"_s), solved(u"a"_s, u"so"_s), solved(u"a"_s, u"so"_s)});
    QCOMPARE(analysis[u"rootCause"].toString(), u"the cache is shared"_s);
    QCOMPARE(analysis[u"detectedPattern"].toString(), u"a"_s);
    QCOMPARE(analysis[u"patternConfidence"].toDouble(), 0.75);
    QCOMPARE(analysis[u"patternOccurrences"].toInt(), 3);
    QCOMPARE(analysis[u"similarFailuresFound"].toInt(), 4);
    QCOMPARE(texts(analysis[u"successfulResolutions"]), (QStringList{u"elsewhere"_s, u"so"_s}));
    QVERIFY(analysis[u"likelyToSucceed"].isBool());
    QVERIFY(analysis[u"recommendedActions"].isArray());
    QVERIFY(analysis[u"analysisTrace"].isObject());
    QCOMPARE(analysis[u"correctApproach"].toString(), u"lock it"_s);
    QCOMPARE(analysis[u"exampleCode"].toString(), u"lock (m) { }"_s);
    QCOMPARE(analysis[u"mistakePatterns"][u"m"].toString(), u"forgets the lock"_s);
}

void TestRootCause::traceOfFiveLinesAndThreeSources()
{
    const QJsonObject trace =
        combined({solved(u"a"_s, u"so"_s), failed(u"a"_s), failed(u"b"_s)})[u"analysisTrace"].toObject();
    QCOMPARE(texts(trace[u"steps"]),
             (QStringList{u"Queried 3 similar failures"_s, u"Detected pattern: a (67 % confidence)"_s,
                          u"Historical success rate: 50 %"_s, u"Thinker's analysis: the cache is shared"_s,
                          u"Combined 1 known solutions"_s}));
    QCOMPARE(texts(trace[u"dataSources"]).size(), 3);
}

void TestRootCause::withoutAnAnalysis()
{
    const QJsonObject analysis = combined({}, {});
    QCOMPARE(analysis[u"rootCause"].toString(), QString());
    QCOMPARE(analysis[u"detectedPattern"].toString(), u"Unknown"_s);
    QVERIFY(texts(analysis[u"recommendedActions"]).isEmpty());
    QVERIFY(texts(analysis[u"successfulResolutions"]).isEmpty());
}

QTEST_GUILESS_MAIN(TestRootCause)
#include "tst_rootcause.moc"

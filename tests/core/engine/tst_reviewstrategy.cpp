// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/reviewstrategy.h"

#include <QTest>

#include <cmath>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::Issue;
using domain::IssueSource;
using domain::Review;

namespace {

QList<Review> reviewsOf(const QList<double> &scores)
{
    QList<Review> reviews;
    for (const double score : scores)
        reviews.append(Review{.score = score});
    return reviews;
}

Issue issue(const QString &message, int line)
{
    return {.source = IssueSource::Review, .line = line, .message = message};
}

} // namespace

class TestReviewStrategy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strategyByAttempt_data();
    void strategyByAttempt();
    void another_data();
    void another();
    void scores_data();
    void scores();
    void confidenceOfTheBasesExample();
    void oneReviewIsCertain();
    void issuesComeOnce();
    void firstSummaryThatSaysSomething();
};

void TestReviewStrategy::strategyByAttempt_data()
{
    QTest::addColumn<int>("attempt");
    QTest::addColumn<int>("judges");
    QTest::addColumn<bool>("sequential");
    QTest::newRow("first") << 1 << 3 << false;
    QTest::newRow("seventh") << 7 << 3 << false;
    QTest::newRow("eighth") << 8 << 3 << true;
    QTest::newRow("ninth") << 9 << 2 << true;
    QTest::newRow("one judge decides alone") << 8 << 1 << false;
    QTest::newRow("later") << 14 << 3 << true;
}

void TestReviewStrategy::strategyByAttempt()
{
    QFETCH(int, attempt);
    QFETCH(int, judges);
    QFETCH(bool, sequential);
    QVERIFY(strategyFor(attempt, judges) == (sequential ? ReviewStrategy::Sequential : ReviewStrategy::Single));
}

void TestReviewStrategy::another_data()
{
    QTest::addColumn<bool>("sequential");
    QTest::addColumn<QList<double>>("scores");
    QTest::addColumn<int>("judges");
    QTest::addColumn<bool>("another");
    const auto row = [](const char *name, bool sequential, const QList<double> &scores, int judges, bool another) {
        QTest::newRow(name) << sequential << scores << judges << another;
    };
    row("single: none yet", false, {}, 3, true);
    row("single: one is enough", false, {6}, 3, false);
    row("sequential: none yet", true, {}, 3, true);
    row("9 decides", true, {9}, 3, false);
    row("8.9 asks a second", true, {8.9}, 3, true);
    row("3 decides", true, {3}, 3, false);
    row("3.1 asks a second", true, {3.1}, 3, true);
    row("two within 2 points", true, {6, 8}, 3, false);
    row("two at more than 2 points", true, {6, 8.1}, 3, true);
    row("the second far below", true, {8, 4}, 3, true);
    row("there are only two judges", true, {8, 4}, 2, false);
    row("three are enough", true, {8, 4, 6}, 5, false);
}

void TestReviewStrategy::another()
{
    QFETCH(bool, sequential);
    QFETCH(QList<double>, scores);
    QFETCH(int, judges);
    const auto strategy = sequential ? ReviewStrategy::Sequential : ReviewStrategy::Single;
    QTEST(needsAnother(strategy, reviewsOf(scores), judges), "another");
}

void TestReviewStrategy::scores_data()
{
    QTest::addColumn<QList<double>>("scores");
    QTest::addColumn<double>("score");
    QTest::newRow("one") << QList<double>{6.5} << 6.5;
    QTest::newRow("two: the mean") << QList<double>{6, 8} << 7.0;
    QTest::newRow("tie broken towards the lower") << QList<double>{4, 8, 5} << 4.5;
    QTest::newRow("tie broken towards the higher") << QList<double>{4, 8, 7} << 7.5;
    QTest::newRow("tie not broken: the mean") << QList<double>{4, 8, 6} << 6.0;
    QTest::newRow("the base's example") << QList<double>{7, 8, 9} << 8.0;
    QTest::newRow("all the same") << QList<double>{8, 8, 8} << 8.0;
}

void TestReviewStrategy::scores()
{
    QFETCH(QList<double>, scores);
    QTEST(aggregate(reviewsOf(scores)).score, "score");
    std::reverse(scores.begin(), scores.end());
    QTEST(aggregate(reviewsOf(scores)).score, "score");
}

void TestReviewStrategy::confidenceOfTheBasesExample()
{
    const ReviewOutcome outcome = aggregate(reviewsOf({7, 8, 9}));
    QCOMPARE(outcome.score, 8.0);
    QCOMPARE(std::round(outcome.confidence * 1000), 837.0);
    QCOMPARE(aggregate(reviewsOf({4, 8})).confidence, 1 - 2.0 / 5);
}

void TestReviewStrategy::oneReviewIsCertain()
{
    QCOMPARE(aggregate(reviewsOf({4})).confidence, 1.0);
    QCOMPARE(aggregate(reviewsOf({4, 4})).confidence, 1.0);
}

void TestReviewStrategy::issuesComeOnce()
{
    const ReviewOutcome outcome =
        aggregate({{.score = 6, .issues = {issue(u"leaks"_s, 3), issue(u"slow"_s, 0)}},
                   {.score = 7, .issues = {issue(u"leaks"_s, 3), issue(u"leaks"_s, 9), issue(u"odd"_s, 1)}}});
    QStringList seen;
    for (const Issue &i : outcome.issues)
        seen.append(u"%1@%2"_s.arg(i.message).arg(i.line));
    QCOMPARE(seen, (QStringList{u"leaks@3"_s, u"slow@0"_s, u"leaks@9"_s, u"odd@1"_s}));
}

void TestReviewStrategy::firstSummaryThatSaysSomething()
{
    QCOMPARE(aggregate({{.score = 6}, {.score = 7, .summary = u"fine"_s}, {.score = 8, .summary = u"good"_s}}).summary,
             u"fine"_s);
}

QTEST_GUILESS_MAIN(TestReviewStrategy)
#include "tst_reviewstrategy.moc"

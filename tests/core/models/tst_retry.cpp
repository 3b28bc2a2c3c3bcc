// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "namedcompare.h"

#include "models/http/retry.h"
#include "models/providers/providererror.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::Error;
using domain::ErrorKind;
using models::RetryPolicy;
using std::chrono::milliseconds;

class TestRetry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsRetried_data();
    void whatIsRetried();
    void delays_data();
    void delays();
    void retryAfter_data();
    void retryAfter();
    void aServerThatAsksForTooLongIsNotWaitedFor();
    void oneLineOnly();
};

void TestRetry::whatIsRetried_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("retried");
    const QList<ErrorKind> passing = {ErrorKind::RateLimited, ErrorKind::Overloaded,     ErrorKind::ServerError,
                                      ErrorKind::Network,     ErrorKind::ConnectTimeout, ErrorKind::IdleTimeout};
    for (int i = 0; i <= int(ErrorKind::Internal); ++i) {
        const auto kind = ErrorKind(i);
        QTest::addRow("%s", qPrintable(toString(kind))) << kind << 0 << passing.contains(kind);
    }
    QTest::addRow("a redirect") << ErrorKind::Network << 307 << false;
    QTest::addRow("a stream that broke off") << ErrorKind::Network << 200 << true;
}

void TestRetry::whatIsRetried()
{
    QFETCH(ErrorKind, kind);
    QFETCH(int, status);
    Error error{kind};
    error.status = status;
    QTEST(models::isRetryable(error), "retried");
}

void TestRetry::delays_data()
{
    QTest::addColumn<int>("retry");
    QTest::addColumn<double>("random");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<qint64>("delay");
    QTest::addRow("first, least") << 0 << 0.0 << qint64(-1) << qint64(500);
    QTest::addRow("first, most") << 0 << 1.0 << qint64(-1) << qint64(1000);
    QTest::addRow("third") << 2 << 0.5 << qint64(-1) << qint64(3000);
    QTest::addRow("capped") << 9 << 1.0 << qint64(-1) << qint64(60'000);
    QTest::addRow("far beyond") << 1000 << 1.0 << qint64(-1) << qint64(60'000);
    QTest::addRow("the server's word") << 3 << 0.0 << qint64(50) << qint64(50);
    QTest::addRow("never before it") << 0 << 1.0 << qint64(20'000) << qint64(20'125);
    QTest::addRow("at once is no word") << 0 << 0.0 << qint64(0) << qint64(500);
}

void TestRetry::delays()
{
    QFETCH(int, retry);
    QFETCH(double, random);
    QFETCH(qint64, after);
    Error error{ErrorKind::RateLimited};
    if (after >= 0)
        error.retryAfter = milliseconds(after);
    QTEST(models::retryDelayMs(RetryPolicy{}, error, retry, random), "delay");
}

void TestRetry::retryAfter_data()
{
    QTest::addColumn<QByteArray>("ms");
    QTest::addColumn<QByteArray>("seconds");
    QTest::addColumn<qint64>("expected"); // -1: none
    const QByteArray none;
    QTest::addRow("none") << none << none << qint64(-1);
    QTest::addRow("seconds") << none << QByteArray("7") << qint64(7000);
    QTest::addRow("parts of a second") << none << QByteArray(" 0.25 ") << qint64(250);
    QTest::addRow("ms first") << QByteArray("1500.2") << QByteArray("9") << qint64(1501);
    QTest::addRow("date") << none << QByteArray("Thu, 01 Jan 1970 00:01:40 GMT") << qint64(90'000);
    QTest::addRow("date gone by") << none << QByteArray("Thu, 01 Jan 1970 00:00:01 GMT") << qint64(0);
    QTest::addRow("negative") << none << QByteArray("-5") << qint64(0);
    QTest::addRow("rubbish") << none << QByteArray("soon") << qint64(-1);
    QTest::addRow("not a number") << none << QByteArray("nan") << qint64(-1);
    QTest::addRow("endless") << none << QByteArray("1e300") << qint64(366LL * 24 * 3600 * 1000);
}

void TestRetry::retryAfter()
{
    QFETCH(QByteArray, ms);
    QFETCH(QByteArray, seconds);
    const auto after = models::retryAfterOf(ms, seconds, 10'000);
    QTEST(after ? qint64(after->count()) : qint64(-1), "expected");
}

void TestRetry::aServerThatAsksForTooLongIsNotWaitedFor()
{
    int asked = 0;
    const auto reply =
        models::withRetries({}, nullptr, {}, [&](models::TokenSink *) -> domain::Result<models::ChatResponse> {
            ++asked;
            Error error{ErrorKind::RateLimited, u"come back tomorrow"_s};
            error.retryAfter = std::chrono::hours(24);
            return domain::fail(error);
        });
    QVERIFY(!reply);
    QCOMPARE(asked, 1);
    QVERIFY(reply.error().retryAfter == std::chrono::hours(24));
}

void TestRetry::oneLineOnly()
{
    QCOMPARE(models::oneLine(u" a\n\tb\x1b[31m\r\n c "_s), u"a b [31m c"_s);
    QCOMPARE(models::oneLine(QString(5000, u'x')).size(), 301);
}

QTEST_GUILESS_MAIN(TestRetry)
#include "tst_retry.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/chatmodel.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::MicroUsd;
using models::Usage;

class TestPricing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void price_data();
    void price();
    void reservation_data();
    void reservation();
    void promptBytesAreUtf8WithTheSchema();
};

void TestPricing::price_data()
{
    QTest::addColumn<domain::Price>("price");
    QTest::addColumn<Usage>("usage");
    QTest::addColumn<MicroUsd>("micro");
    using P = domain::Price;
    QTest::addRow("nothing known") << P{} << Usage{1000, 1000} << MicroUsd(0);
    QTest::addRow("free") << P{0, 0} << Usage{1000, 1000} << MicroUsd(0);
    QTest::addRow("in and out") << P{3, 15} << Usage{1000, 200} << MicroUsd(6000);
    QTest::addRow("rounded up") << P{0.25, 0} << Usage{1, 0} << MicroUsd(1);
    // 0.1 × 30 is 3.0000000000000004 as doubles.
    QTest::addRow("exact, not a double more") << P{0.1, 0} << Usage{30, 0} << MicroUsd(3);
    QTest::addRow("caches at the input price") << P{3, 15} << Usage{10, 0, 100, 1000} << MicroUsd(3330);
    QTest::addRow("caches at their own") << P{3, 15, 0.3, 3.75} << Usage{10, 0, 100, 1000} << MicroUsd(3810);
    QTest::addRow("a server's negative count") << P{3, 15} << Usage{-5, 10} << MicroUsd(150);
    QTest::addRow("no overflow") << P{100'000, 100'000} << Usage{1'000'000'000'000, 1}
                                 << MicroUsd(100'000'000'000'100'000);
}

void TestPricing::price()
{
    QFETCH(domain::Price, price);
    QFETCH(Usage, usage);
    QTEST(models::priceOf(price, usage), "micro");
}

void TestPricing::reservation_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<int>("output");
    QTest::addColumn<MicroUsd>("micro");
    QTest::addRow("the model's own output") << qint64(3000) << 0 << MicroUsd(1000 * 3 + 4096 * 15);
    QTest::addRow("asked for") << qint64(3000) << 100 << MicroUsd(1000 * 3 + 100 * 15);
    QTest::addRow("thirds are not cut first") << qint64(1) << 1 << MicroUsd(16);
    QTest::addRow("rounded up once") << qint64(2) << 1 << MicroUsd(17);
    QTest::addRow("and four bytes") << qint64(4) << 1 << MicroUsd(19);
}

void TestPricing::reservation()
{
    QFETCH(qint64, bytes);
    QFETCH(int, output);
    domain::Model model;
    model.price = {3, 15};
    QTEST(models::reservationFor(model, bytes, output), "micro");
}

void TestPricing::promptBytesAreUtf8WithTheSchema()
{
    models::ChatRequest request;
    request.messages = {{models::ChatMessage::Role::System, u"äö"_s}, {models::ChatMessage::Role::User, u"a"_s}};
    QCOMPARE(models::promptBytes(request), 5);
    request.schema = QJsonObject{{u"type"_s, u"object"_s}};
    QCOMPARE(models::promptBytes(request), 5 + 17);
}

QTEST_GUILESS_MAIN(TestPricing)
#include "tst_pricing.moc"

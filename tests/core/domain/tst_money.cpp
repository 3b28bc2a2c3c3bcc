// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/money.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDollars_data();
    void readsDollars();
    void refusesWhatIsNoAmount_data();
    void refusesWhatIsNoAmount();
    void showsDollars_data();
    void showsDollars();
    void jsonNumbersAreExactToAMicroDollar();
};

void TestMoney::readsDollars_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<MicroUsd>("micro");
    QTest::newRow("whole") << u"12"_s << MicroUsd(12'000'000);
    QTest::newRow("cents") << u"12.50"_s << MicroUsd(12'500'000);
    QTest::newRow("one micro-dollar") << u"0.000001"_s << MicroUsd(1);
    QTest::newRow("spaces") << u" 1.25 "_s << MicroUsd(1'250'000);
    QTest::newRow("nought") << u"0"_s << MicroUsd(0);
    QTest::newRow("not exact in binary") << u"0.1"_s << MicroUsd(100'000);
    QTest::newRow("exponent") << u"1e2"_s << MicroUsd(100'000'000);
    QTest::newRow("most") << u"1000000"_s << MicroUsd(1'000'000'000'000);
}

void TestMoney::readsDollars()
{
    QFETCH(QString, text);
    QFETCH(MicroUsd, micro);
    QCOMPARE(microUsdFromText(text), std::optional<MicroUsd>(micro));
}

void TestMoney::refusesWhatIsNoAmount_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts = {u""_s,           u" "_s,     u"-1"_s, u"nan"_s,   u"inf"_s, u"1e400"_s,
                               u"1000000.01"_s, u"12,50"_s, u"$5"_s, u"5 USD"_s, u"0x10"_s};
    for (const QString &text : texts)
        QTest::newRow(qPrintable(u'"' + text + u'"')) << text;
}

void TestMoney::refusesWhatIsNoAmount()
{
    QFETCH(QString, text);
    QCOMPARE(microUsdFromText(text), std::nullopt);
}

void TestMoney::showsDollars_data()
{
    QTest::addColumn<MicroUsd>("micro");
    QTest::addColumn<QString>("text");
    QTest::newRow("nought") << MicroUsd(0) << u"$0.00"_s;
    QTest::newRow("cents") << MicroUsd(310'000) << u"$0.31"_s;
    QTest::newRow("rounded") << MicroUsd(1'239'999) << u"$1.24"_s;
    QTest::newRow("a cent") << MicroUsd(10'000) << u"$0.01"_s;
    QTest::newRow("below a cent, without idle noughts") << MicroUsd(4'200) << u"$0.0042"_s;
    QTest::newRow("just below a cent") << MicroUsd(9'999) << u"$0.009999"_s;
    QTest::newRow("one micro-dollar") << MicroUsd(1) << u"$0.000001"_s;
    QTest::newRow("less than nothing") << MicroUsd(-310'000) << u"-$0.31"_s;
    QTest::newRow("large") << MicroUsd(1'000'000'000'000) << u"$1000000.00"_s;
}

void TestMoney::showsDollars()
{
    QFETCH(MicroUsd, micro);
    QFETCH(QString, text);
    QCOMPARE(usdText(micro), text);
}

void TestMoney::jsonNumbersAreExactToAMicroDollar()
{
    for (MicroUsd micro = 0; micro < 3'000'000; micro += 97) {
        const QString text = QString::number(toUsd(micro), 'f', 6);
        QCOMPARE(microUsdFromText(text), std::optional<MicroUsd>(micro));
    }
}

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"

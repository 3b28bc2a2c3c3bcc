// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/places.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

class TstPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatToolsSay_data();
    void whatToolsSay();
    void theTextOfThePlaceIsMarked();
    void aLongLineIsLeftAlone();
};

void TstPlaces::whatToolsSay_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("places");
    const QStringList none;
    QTest::newRow("a C# stack")
        << u"Assert.Equal() Failure\n"
           "   at Shop.OrderStoreTests.Saves() in /home/ada/shop/tests/OrderStoreTests.cs:line 88\n"
           "   at System.RuntimeMethodHandle.InvokeMethod(Object target)"_s
        << QStringList{u"tests/OrderStoreTests.cs:88"_s};
    QTest::newRow("a C# stack through the code")
        << u"   at Shop.Store.Save(Order o) in /home/ada/shop/src/My Store.cs:line 12\n"
           "   at Shop.T.X() in /home/ada/shop/t/T.cs:line 3"_s
        << QStringList{u"src/My Store.cs:12"_s, u"t/T.cs:3"_s};
    QTest::newRow("a Python traceback") << u"Traceback (most recent call last):\n"
                                           "  File \"/home/ada/shop/pkg/a.py\", line 7, in f\n"
                                           "  File \"/usr/lib/python3.11/json/__init__.py\", line 346, in loads"_s
                                        << QStringList{u"pkg/a.py:7"_s};
    QTest::newRow("pytest") << u"tests/test_money.py:12: AssertionError"_s << QStringList{u"tests/test_money.py:12"_s};
    QTest::newRow("pytest, absolute") << u"/home/ada/shop/tests/test_money.py:12: in test_x"_s
                                      << QStringList{u"tests/test_money.py:12"_s};
    QTest::newRow("a compiler") << u"src/Store.cs(24,13): error CS0103: no Map"_s << QStringList{u"src/Store.cs:24"_s};
    QTest::newRow("outside the workspace") << u"   at X() in /_/src/xunit/Assert.cs:line 9"_s << none;
    QTest::newRow("a neighbour of its name") << u"/home/ada/shopping/a.py:3: x"_s << none;
    QTest::newRow("above the workspace") << u"../../etc/passwd.txt:1: x"_s << none;
    QTest::newRow("climbing out") << u"File \"/home/ada/shop/../b.py\", line 3"_s << none;
    QTest::newRow("a URL with a port") << u"could not reach http://localhost.example:8080/x"_s << none;
    QTest::newRow("a time and a version") << u"at 12:30:11 with 6.4.2 in 1.5 s"_s << none;
    QTest::newRow("line 0") << u"a.py:0: x"_s << none;
    QTest::newRow("nothing") << QString() << none;
}

void TstPlaces::whatToolsSay()
{
    QFETCH(QString, text);
    QFETCH(QStringList, places);
    QStringList found;
    for (const Place &place : placesIn(text, u"/home/ada/shop"_s))
        found.append(u"%1:%2"_s.arg(place.file).arg(place.line));
    QCOMPARE(found, places);
}

void TstPlaces::theTextOfThePlaceIsMarked()
{
    const QString text = u"first line\n  at X() in /w/a/T.cs:line 88 and on"_s;
    const QList<Place> places = placesIn(text, u"/w"_s);
    QCOMPARE(places.size(), 1);
    QCOMPARE(text.mid(places.first().start, places.first().length), u"/w/a/T.cs:line 88"_s);
}

void TstPlaces::aLongLineIsLeftAlone()
{
    const QString data = QString(u" in "_s).repeated(300'000);
    QVERIFY(placesIn(data, u"/w"_s).isEmpty());
    const QList<Place> places = placesIn(data + u"\na.py:3: x"_s, u"/w"_s);
    QCOMPARE(places.size(), 1);
    QCOMPARE(places.first().line, 3);
}

QTEST_GUILESS_MAIN(TstPlaces)
#include "tst_places.moc"

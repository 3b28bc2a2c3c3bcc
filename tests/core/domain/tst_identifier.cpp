// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/identifier.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestIdentifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parts_data();
    void parts();
};

void TestIdentifier::parts_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("parts");
    QTest::newRow("Pascal") << u"GetByIdAsync"_s << u"Get By Id Async"_s;
    QTest::newRow("abbreviation first") << u"HTTPServer2"_s << u"HTTP Server2"_s;
    QTest::newRow("abbreviation last") << u"parseXML"_s << u"parse XML"_s;
    QTest::newRow("snake") << u"user_id"_s << u"user id"_s;
    QTest::newRow("other letters") << u"größeÄndern"_s << u"größe Ändern"_s;
    QTest::newRow("one word") << u"total"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestIdentifier::parts()
{
    QFETCH(QString, name);
    QTEST(stepladder::domain::partsOfIdentifier(name).join(u' '), "parts");
}

QTEST_GUILESS_MAIN(TestIdentifier)
#include "tst_identifier.moc"

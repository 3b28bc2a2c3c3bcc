// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

class TstSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsChosenIsThereAgain();
    void aDamagedFileIsAsGoodAsNone();
};

void TstSettings::whatIsChosenIsThereAgain()
{
    const QTemporaryDir dir;
    const auto locations = storage::Locations::under(dir.path());
    {
        Settings settings(locations);
        settings.setScheme(Scheme::Dark);
        settings.setLayout("layout");
    }
    QVERIFY(Settings(locations).scheme() == Scheme::Dark);
    QCOMPARE(Settings(locations).layout(), QByteArray("layout"));
}

void TstSettings::aDamagedFileIsAsGoodAsNone()
{
    const QTemporaryDir dir;
    const auto locations = storage::Locations::under(dir.path());
    QVERIFY(QDir().mkpath(locations.config));
    QFile file(locations.config + u"/window.ini"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[General]\nscheme=purple\nlayout=@Bytes(\n\0\xff");
    file.close();
    QVERIFY(Settings(locations).scheme() == Scheme::System);
}

QTEST_GUILESS_MAIN(TstSettings)
#include "tst_settings.moc"

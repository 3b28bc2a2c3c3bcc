// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modelsfile.h"

#include "models/providers/discovery.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::models;
using domain::EndpointKind;
using domain::ErrorKind;

class TstModelsFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatIsWrittenIsRead();
    void aFileThatIsThereStays();
    void aFileThatIsMissingOrWrongIsNamed();
};

void TstModelsFile::whatIsWrittenIsRead()
{
    const QTemporaryDir dir;
    const QString file = usualModelsFile(storage::Locations::under(dir.path()));
    const domain::ModelsConfig config =
        configFor({EndpointKind::Ollama, u"http://127.0.0.1:11434"_s, {u"phi4"_s, u"coder"_s}}, u"phi4"_s, u"coder"_s);
    const auto written = writeNewModelsFile(config, file);
    QVERIFY2(written.has_value(), qPrintable(written ? QString() : written.error().message));
    const auto read = readModelsFile(file);
    QVERIFY2(read.has_value(), qPrintable(read ? QString() : read.error().message));
    QVERIFY(*read == config);
    QCOMPARE(QDir(dir.filePath(u"config"_s)).entryList(QDir::Files), QStringList{u"models.json"_s});
}

void TstModelsFile::aFileThatIsThereStays()
{
    const QTemporaryDir dir;
    const QString file = dir.filePath(u"models.json"_s);
    QFile mine(file);
    QVERIFY(mine.open(QIODevice::WriteOnly) && mine.write("mine") == 4);
    mine.close();
    const auto written = writeNewModelsFile({}, file);
    QVERIFY(!written && written.error().kind == ErrorKind::Conflict);
    QVERIFY(mine.open(QIODevice::ReadOnly));
    QCOMPARE(mine.readAll(), QByteArray("mine"));
}

void TstModelsFile::aFileThatIsMissingOrWrongIsNamed()
{
    const QTemporaryDir dir;
    const QString file = dir.filePath(u"models.json"_s);
    const auto missing = readModelsFile(file);
    QVERIFY(!missing && missing.error().kind == ErrorKind::NotFound);
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write("{\"endpoints\": 3}") > 0);
    out.close();
    const auto wrong = readModelsFile(file);
    QVERIFY(!wrong && wrong.error().kind == ErrorKind::BadInput);
    QVERIFY2(wrong.error().message.contains(u"endpoints"_s), qPrintable(wrong.error().message));
}

QTEST_GUILESS_MAIN(TstModelsFile)
#include "tst_modelsfile.moc"

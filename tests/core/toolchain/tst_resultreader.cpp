// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultjson.h"
#include "toolchain/results/resultreader.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringEncoder>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::ErrorKind;
using domain::TestOutcome;
using domain::TestReport;
using toolchain::ResultFile;

namespace {

const QString kData = QStringLiteral(STEPLADDER_TEST_DATA "/results");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// All that is read of a file, notes and errors included, as text to compare.
QByteArray told(const QByteArray &bytes, const QString &name)
{
    QJsonObject all;
    if (name.startsWith(u"msbuild/")) {
        QJsonArray list;
        for (const auto &diagnostic : toolchain::readMsBuildOutput(QString::fromUtf8(bytes)))
            list.append(domain::toJson(diagnostic));
        all = {{u"diagnostics"_s, list}};
    } else if (const auto results = toolchain::readResults(bytes, name)) {
        all = toolchain::toResultsJson(*results, name);
        if (const auto *report = std::get_if<TestReport>(&results->content))
            all.insert(u"notes"_s, QJsonArray::fromStringList(report->notes));
    } else {
        all = toolchain::toErrorJson(results.error(), name);
    }
    return QJsonDocument(all).toJson();
}

QString without(QString name, QLatin1String suffix)
{
    name.chop(suffix.size());
    return name;
}

void addSamples()
{
    QTest::addColumn<QString>("name");
    QDirIterator files(kData, QDir::Files, QDirIterator::Subdirectories);
    int count = 0;
    while (files.hasNext()) {
        const QString name = QDir(kData).relativeFilePath(files.next());
        if (name.endsWith(u".expected.json") || name == u"README.md")
            continue;
        QTest::newRow(qPrintable(name)) << name;
        ++count;
    }
    QVERIFY2(count > 20, "the samples are missing");
}

QByteArray encoded(const QString &text, QStringConverter::Encoding encoding, bool mark)
{
    QStringEncoder encoder(encoding, mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
    return QByteArray(encoder(text));
}

} // namespace

class ResultReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void everySampleIsReadAsExpected_data() { addSamples(); }
    void everySampleIsReadAsExpected();
    void noExpectationWithoutSample();
    void aCutFileIsNeverPresentedAsWhole_data() { addSamples(); }
    void aCutFileIsNeverPresentedAsWhole();
    void aCutWideFileIsNeverPresentedAsWhole();
    void everyEncodingReadsTheSame_data() { addSamples(); }
    void everyEncodingReadsTheSame();
    void aJsonErrorNamesFileAndKind();
};

void ResultReaderTest::everySampleIsReadAsExpected()
{
    QFETCH(QString, name);
    const QByteArray actual = told(contentOf(kData + u'/' + name), name);
    const QString expectedFile = kData + u'/' + name + u".expected.json"_s;
    if (actual != contentOf(expectedFile)) {
        const QString file = QDir::temp().filePath(QString(name).replace(u'/', u'_') + u".actual.json"_s);
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(actual);
        QFAIL(qPrintable(u"diff %1 %2"_s.arg(expectedFile, file)));
    }
}

void ResultReaderTest::noExpectationWithoutSample()
{
    QDirIterator files(kData, {u"*.expected.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString expected = files.next();
        QVERIFY2(QFile::exists(without(expected, ".expected.json"_L1)), qPrintable(expected));
    }
}

void ResultReaderTest::aCutFileIsNeverPresentedAsWhole()
{
    QFETCH(QString, name);
    const QByteArray bytes = contentOf(kData + u'/' + name);
    const QByteArray whole = told(bytes, name);
    const bool broken = whole.contains("\"type\": \"error\"");
    for (qsizetype length = 0; length < bytes.size(); ++length) {
        // Long files would take minutes: all of their beginning and end, and places that drift through the middle.
        if (length > 500 && length < bytes.size() - 500 && length % 61 != 0)
            continue;
        const QByteArray cut = bytes.first(length);
        if (name.startsWith(u"msbuild/")) {
            toolchain::readMsBuildOutput(QString::fromUtf8(cut)); // what was printed so far is all there is
            continue;
        }
        const auto results = toolchain::readResults(cut, name);
        if (results && !broken) {
            QCOMPARE(told(cut, name), whole);
            continue;
        }
        QVERIFY2(!results, qPrintable(u"cut at %1"_s.arg(length)));
        QVERIFY(results.error().kind == ErrorKind::BadInput);
        QVERIFY2(results.error().message.startsWith(name + u':'), qPrintable(results.error().message));
        QVERIFY(!results.error().message.contains(u'\n'));
    }
}

void ResultReaderTest::aCutWideFileIsNeverPresentedAsWhole()
{
    const QString name = u"junit/gradle.xml"_s;
    const QByteArray bytes = contentOf(kData + u'/' + name);
    const QByteArray whole = told(bytes, name);
    for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE}) {
        const QByteArray wide = encoded(QString::fromUtf8(bytes), encoding, true);
        QCOMPARE(told(wide, name), whole);
        for (qsizetype length = 0; length < wide.size(); ++length) {
            const QByteArray cut = told(wide.first(length), name);
            QVERIFY2(cut == whole || cut.contains("\"kind\": \"bad_input\""), qPrintable(QString::number(length)));
        }
    }
}

void ResultReaderTest::everyEncodingReadsTheSame()
{
    QFETCH(QString, name);
    if (name.startsWith(u"msbuild/") || name.endsWith(u"nunit-2.4.xml"))
        return; // text already; and one that is Latin-1 on disk
    const QByteArray bytes = contentOf(kData + u'/' + name);
    const QByteArray whole = told(bytes, name);
    QString text = QString::fromUtf8(bytes);
    if (text.startsWith(QChar(QChar::ByteOrderMark)))
        text.remove(0, 1);
    QCOMPARE(told(encoded(text, QStringConverter::Utf8, false), name), whole);
    QCOMPARE(told(encoded(text, QStringConverter::Utf8, true), name), whole);
    QCOMPARE(told(encoded(text, QStringConverter::Utf16LE, true), name), whole);
    QCOMPARE(told(encoded(text, QStringConverter::Utf16LE, false), name), whole);
    QCOMPARE(told(encoded(text, QStringConverter::Utf16BE, true), name), whole);
    QCOMPARE(told(encoded(text, QStringConverter::Utf16BE, false), name), whole);
    QCOMPARE(told(encoded(text, QStringConverter::Utf32LE, true), name), whole);
    QCOMPARE(told(encoded(text.replace(u"\n"_s, u"\r\n"_s), QStringConverter::Utf8, false), name).size(), whole.size());
}

void ResultReaderTest::aJsonErrorNamesFileAndKind()
{
    const auto results = toolchain::readResults("<TestRun>\n<Results>", u"r.trx"_s);
    QVERIFY(!results);
    const QJsonObject expected{{u"type"_s, u"error"_s},
                               {u"file"_s, u"some/r.trx"_s},
                               {u"kind"_s, u"bad_input"_s},
                               {u"message"_s, u"r.trx:2: the file ends too early; expected </Results>"_s}};
    QCOMPARE(toolchain::toErrorJson(results.error(), u"some/r.trx"_s), expected);
}

QTEST_GUILESS_MAIN(ResultReaderTest)
#include "tst_resultreader.moc"

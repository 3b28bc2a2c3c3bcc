// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString kSamples = QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/samples/");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject objectIn(const QString &path)
{
    return QJsonDocument::fromJson(contentOf(path)).object();
}

bool copyTree(const QString &from, const QString &to)
{
    QDirIterator files(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString target = to + path.mid(from.size());
        if (!QDir().mkpath(QFileInfo(target).path()) || !QFile::copy(path, target))
            return false;
    }
    return true;
}

/// Every file of a folder by its path, as bytes: whether a run left the user's tree alone.
QMap<QString, QByteArray> treeOf(const QString &folder)
{
    QMap<QString, QByteArray> tree;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (!path.startsWith(folder + u"/.stepladder/"_s))
            tree.insert(path.mid(folder.size()), contentOf(path));
    }
    return tree;
}

/// What a run of a sample printed.
struct Run
{
    int exitCode = -1;
    QList<QJsonObject> entries; ///< the command's own last line apart
    QJsonObject finished;
    QByteArray errors;

    /// "failed: does not build: …" for each attempt of a step in order.
    QStringList attemptsOf(const QString &step) const
    {
        QStringList attempts;
        for (const QJsonObject &entry : entries) {
            const QJsonObject data = entry[u"data"].toObject();
            if (entry[u"type"] == u"attempt.ended"_s && entry[u"step"] == step)
                attempts.append(data[u"state"].toString() + u": "_s + data[u"summary"].toString());
        }
        return attempts;
    }

    QJsonObject dataOf(const QString &type, const QString &step) const
    {
        for (const QJsonObject &entry : entries) {
            if (entry[u"type"] == type && entry[u"step"] == step)
                return entry[u"data"].toObject();
        }
        return {};
    }
};

Run runSample(const QString &sample, const QString &home, const QString &workspace)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEPLADDER_HOME"_s, home);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(STEPLADDER_PROGRAM),
                  {u"run"_s, sample + u"/plan.json"_s, u"--workspace"_s, workspace, u"--models"_s,
                   sample + u"/models.json"_s, u"--no-human"_s, u"--no-ensemble"_s, u"--no-expert"_s, u"--json"_s});
    process.waitForFinished(-1); // ctest's time is the limit
    Run run{.errors = process.readAllStandardError()};
    if (process.exitStatus() == QProcess::NormalExit)
        run.exitCode = process.exitCode();
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        if (!line.trimmed().isEmpty())
            run.entries.append(QJsonDocument::fromJson(line).object());
    }
    if (!run.entries.isEmpty())
        run.finished = run.entries.takeLast();
    return run;
}

/// "" where the attempts are what the sample's README says, else the first that is not.
QString unexpected(const QStringList &attempts, const QStringList &beginnings)
{
    if (attempts.size() != beginnings.size())
        return u"expected %1 attempts, found: %2"_s.arg(beginnings.size()).arg(attempts.join(u" | "_s));
    for (qsizetype i = 0; i < attempts.size(); ++i) {
        const QRegularExpression wanted(u'^' + beginnings.at(i));
        if (!wanted.match(attempts.at(i)).hasMatch())
            return u"attempt %1: expected %2, found: %3"_s.arg(i + 1).arg(beginnings.at(i), attempts.at(i));
    }
    return {};
}

} // namespace

/// The bundled samples through the built program: scripted answers, real builds, real tests.
class TestSample : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsAsScripted_data();
    void endsAsScripted();
};

void TestSample::endsAsScripted_data()
{
    QTest::addColumn<QString>("sample");
    QTest::newRow("python") << kSamples + u"python"_s;
    QTest::newRow("csharp") << kSamples + u"csharp"_s;
}

void TestSample::endsAsScripted()
{
    QFETCH(const QString, sample);
    const QTemporaryDir folder;
    QVERIFY(folder.isValid());
    const QString workspace = folder.filePath(u"workspace"_s);
    QVERIFY2(copyTree(sample + u"/workspace"_s, workspace), qPrintable(workspace));
    const auto before = treeOf(workspace);

    const Run run = runSample(sample, folder.filePath(u"home"_s), workspace);

    const QJsonObject expected = objectIn(sample + u"/expected.json"_s);
    QVERIFY2(run.exitCode == expected[u"exitCode"].toInt(), run.errors.constData());
    QCOMPARE(run.finished[u"type"].toString(), u"run.finished"_s);
    QCOMPARE(run.finished[u"status"].toString(), expected[u"status"].toString());
    QCOMPARE(run.finished[u"attempts"].toInt(), expected[u"attempts"].toInt());
    const QJsonObject counts = run.finished[u"steps"].toObject();
    for (const QString &state : counts.keys())
        QVERIFY2(counts[state].toInt() == expected[u"steps"][state].toInt(), qPrintable(state));

    const QString broken = u"failed: does not build"_s;
    const QString red = u"failed: \\d+ of \\d+ tests failed"_s;
    const QString green = u"passed: builds, \\d+ tests passed"_s;
    const QString analysed = u"ended: analysed"_s;
    QCOMPARE(unexpected(run.attemptsOf(u"currency"_s), {green}), QString());
    QCOMPARE(unexpected(run.attemptsOf(u"money"_s), {broken, green}), QString());
    QCOMPARE(unexpected(run.attemptsOf(u"rounding"_s), {u"failed: builds, \\d+ tests passed, score 6"_s, green}),
             QString());
    QCOMPARE(unexpected(run.attemptsOf(u"allocation"_s), {red, green}), QString());
    QCOMPARE(unexpected(run.attemptsOf(u"invoice"_s), {broken, red, red, red, analysed, green}), QString());
    QCOMPARE(unexpected(run.attemptsOf(u"words"_s),
                        {broken, red, red, red, analysed, red, red, red, u"ended: rethought"_s, red}),
             QString());
    const QString report = run.dataOf(u"stub.made"_s, u"words"_s)[u"report"].toString();
    QVERIFY2(contentOf(report).contains("NEEDS HUMAN REVIEW"), qPrintable(report));
    QVERIFY2(treeOf(workspace) == before, "the run wrote into the workspace");
}

QTEST_GUILESS_MAIN(TestSample)
#include "tst_sample.moc"

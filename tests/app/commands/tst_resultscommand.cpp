// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// `results`: what stands on which stream.
class TestResultsCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anAbortedRunIsSaid();
    void anUnreadableFileIsToldWhereItsTurnIs();

private:
    QString write(const QString &name, const QByteArray &content) const;
    void ask(const QStringList &arguments);

    QTemporaryDir m_folder;
    QByteArrayList m_out;
    QByteArray m_errors;
    int m_code = 0;
};

namespace {

const QByteArray kAborted = R"(<?xml version="1.0" encoding="utf-8"?>
<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
<Results><UnitTestResult executionId="e" testId="t" testName="A.B.Ok" outcome="Passed"/></Results>
<TestDefinitions><UnitTest name="A.B.Ok" storage="a.dll" id="t"><Execution id="e"/>
<TestMethod codeBase="a.dll" className="A.B" name="Ok"/></UnitTest></TestDefinitions>
<ResultSummary outcome="Failed"><Counters total="1" executed="1" passed="1" failed="0"/>
<RunInfos><RunInfo outcome="Error"><Text>The active test run was aborted. Reason: Test host process crashed</Text>
</RunInfo></RunInfos></ResultSummary></TestRun>
)";

} // namespace

void TestResultsCommand::init()
{
    QVERIFY(m_folder.isValid());
}

QString TestResultsCommand::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

void TestResultsCommand::ask(const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEPLADDER_HOME"_s, m_folder.filePath(u"home"_s));
    process.setProcessEnvironment(environment);
    process.start(QString::fromUtf8(STEPLADDER_PROGRAM), QStringList{u"results"_s} + arguments);
    process.waitForFinished();
    m_out = process.readAllStandardOutput().trimmed().split('\n');
    m_errors = process.readAllStandardError();
    m_code = process.exitCode();
}

/// All rows are green, and yet the run is not: who reads the counts has to know.
void TestResultsCommand::anAbortedRunIsSaid()
{
    const QString file = write(u"aborted.trx"_s, kAborted);
    ask({file});
    QCOMPARE(m_code, 0);
    QCOMPARE(m_out, QByteArrayList{file.toUtf8() + ": trx, 1 tests: 1 passed, 0 failed, 0 skipped"});
    QVERIFY2(m_errors.contains("The active test run was aborted"), m_errors.constData());
    ask({u"--json"_s, file});
    QCOMPARE(m_out.size(), 1);
    QCOMPARE(QJsonDocument::fromJson(m_out.first())[u"type"_s].toString(), u"results"_s);
}

void TestResultsCommand::anUnreadableFileIsToldWhereItsTurnIs()
{
    const QString cut = write(u"cut.trx"_s, kAborted.left(300));
    const QString whole = write(u"whole.trx"_s, kAborted);
    ask({u"--json"_s, cut, whole});
    QCOMPARE(m_code, 2);
    QCOMPARE(m_out.size(), 2);
    QCOMPARE(QJsonDocument::fromJson(m_out.at(0))[u"type"_s].toString(), u"error"_s);
    QCOMPARE(QJsonDocument::fromJson(m_out.at(1))[u"type"_s].toString(), u"results"_s);
}

QTEST_GUILESS_MAIN(TestResultsCommand)
#include "tst_resultscommand.moc"

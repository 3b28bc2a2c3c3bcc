// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// `guidance`: articles made from answers wait behind the questions for somebody's word.
class TestGuidanceCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void draftsAreListedAndShown();
    void approved();
    void rejected();
    void anArticleTakesNoOtherAnswer();

private:
    int ask(const QStringList &arguments);
    QString path(const QString &name) const { return m_home->filePath(u"config/knowledge/"_s + name); }

    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_out;
    QByteArray m_errors;
};

void TestGuidanceCommand::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(path(u"drafts"_s)));
    QFile file(path(u"drafts/learned-1.md"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("---\nid: learned-1\ntitle: The total is wrong\nlanguages: [text]\nfingerprints: ['v1:aaa']\n---\n\n"
               "## Guidance\n\nMind the tax.\n");
    QFile broken(path(u"drafts/odd.md"_s));
    QVERIFY(broken.open(QIODevice::WriteOnly));
}

int TestGuidanceCommand::ask(const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEPLADDER_HOME"_s, m_home->path());
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(STEPLADDER_PROGRAM), QStringList{u"guidance"_s} + arguments);
    process.waitForFinished(-1); // ctest's time is the limit
    m_out = process.readAllStandardOutput();
    m_errors = process.readAllStandardError();
    return process.exitCode();
}

void TestGuidanceCommand::draftsAreListedAndShown()
{
    QCOMPARE(ask({u"list"_s}), 0);
    QVERIFY2(m_out.contains("learned-1  article") && m_out.contains("guidance answer learned-1 --approve"),
             m_out.constData());
    QVERIFY2(m_errors.contains("odd.md"), m_errors.constData());
    QCOMPARE(ask({u"list"_s, u"--json"_s}), 0);
    const QJsonObject listed = QJsonDocument::fromJson(m_out).object();
    QCOMPARE(listed[u"id"].toString(), u"learned-1"_s);
    QCOMPARE(listed[u"kind"].toString(), u"article"_s);
    QCOMPARE(ask({u"show"_s, u"learned-1"_s}), 0);
    QVERIFY2(m_out.contains("Mind the tax."), m_out.constData());
    QCOMPARE(ask({u"show"_s, u"learned-2"_s}), 2);
}

void TestGuidanceCommand::approved()
{
    QCOMPARE(ask({u"answer"_s, u"learned-1"_s, u"--approve"_s}), 0);
    QVERIFY(QFile::exists(path(u"learned-1.md"_s)));
    QVERIFY(!QFile::exists(path(u"drafts/learned-1.md"_s)));
    QCOMPARE(ask({u"answer"_s, u"learned-1"_s, u"--approve"_s}), 2);
}

void TestGuidanceCommand::rejected()
{
    QCOMPARE(ask({u"answer"_s, u"learned-1"_s, u"--reject"_s, u"too vague"_s}), 0);
    QVERIFY(!QFile::exists(path(u"learned-1.md"_s)));
    QVERIFY(!QFile::exists(path(u"drafts/learned-1.md"_s)));
}

void TestGuidanceCommand::anArticleTakesNoOtherAnswer()
{
    QCOMPARE(ask({u"answer"_s, u"learned-1"_s, u"--stub"_s}), 2);
    QVERIFY2(m_errors.contains("learned-1 is an article"), m_errors.constData());
    QCOMPARE(ask({u"answer"_s, u"learned-1"_s}), 2);
    QVERIFY(QFile::exists(path(u"drafts/learned-1.md"_s)));
}

QTEST_GUILESS_MAIN(TestGuidanceCommand)
#include "tst_guidancecommand.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/denylist.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace stepladder::engine;
using namespace Qt::StringLiterals;

namespace {

void put(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

class TestDenyList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsByName_data();
    void secretsByName();
    void stepladderignore_data();
    void stepladderignore();
    void secretsOfDotenvFiles();
};

void TestDenyList::secretsByName_data()
{
    QTest::addColumn<bool>("denied");
    for (const char *path : {".env", "app/.env.local", "deploy/prod.env", "certs/server.pem", "id_ed25519", ".npmrc",
                             ".ssh/config", "home/.aws/credentials", "a/b/secrets.json", "./.env"})
        QTest::newRow(path) << true;
    for (const char *path : {"src/environment.py", ".env.example", "src/env.py", "docs/keys.md", "id_rsa.pub",
                             "src/Secrets.cs", "keyboard.key.md", "pem.py"})
        QTest::newRow(path) << false;
}

void TestDenyList::secretsByName()
{
    QTEST(DenyList().denies(QString::fromUtf8(QTest::currentDataTag())), "denied");
}

void TestDenyList::stepladderignore_data()
{
    QTest::addColumn<bool>("denied");
    for (const char *path : {"pricing/model.py", "pricing/deep/model.py", "src/rules.secret", "legal", "legal/a.txt",
                             "top.txt", "windows.txt", ".env"})
        QTest::newRow(path) << true;
    for (const char *path :
         {"pricing/README.md", "src/pricing/model.py", "src/rules.py", "sub/top.txt", "comment", "config/test.pem"})
        QTest::newRow(path) << false;
}

void TestDenyList::stepladderignore()
{
    QTemporaryDir folder;
    put(folder.filePath(u".stepladderignore"_s),
        "# comment\n\npricing/*\n!pricing/README.md\n*.secret\nlegal/\n/top.txt\nwindows.txt\r\n!config/test.pem\n");
    QTEST(DenyList::of(folder.path()).denies(QString::fromUtf8(QTest::currentDataTag())), "denied");
}

void TestDenyList::secretsOfDotenvFiles()
{
    QTemporaryDir folder;
    put(folder.filePath(u".env"_s), "DB_PASSWORD=hunter2!\n");
    put(folder.filePath(u"api/.env.local"_s), "export API_KEY='k-12345-abcde'\n");
    put(folder.filePath(u"api/.env.example"_s), "API_KEY=put-1-yours-2-here\n");
    put(folder.filePath(u"api/deep/.env"_s), "TOKEN=deep-1-down-2\n");
    QVERIFY(QFile::link(folder.filePath(u".env"_s), folder.filePath(u"linked.env"_s)));
    const QHash<QString, QString> expected = {{u"hunter2!"_s, u"DB_PASSWORD of .env"_s},
                                              {u"k-12345-abcde"_s, u"API_KEY of api/.env.local"_s}};
    QVERIFY(DenyList::secretsOf(folder.path()) == expected);
    QVERIFY(DenyList::secretsOf(folder.filePath(u"none"_s)).isEmpty());
}

QTEST_GUILESS_MAIN(TestDenyList)
#include "tst_denylist.moc"

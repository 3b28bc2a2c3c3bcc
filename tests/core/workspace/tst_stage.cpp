// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

using namespace fixture;
using stepladder::domain::ErrorKind;

class TestStage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanTreeStartsAtHead();
    void dirtyTreeIsCommittedAsFound();
    void unbornHead();
    void noRepository();
    void emptyFolder();
    void subfolder();
    void commitReadFilesExists();
    void repeatedCommitIsNoNewCommit();
    void openFindsEverythingAgain();
    void usersRepositoryIsUntouched();
};

void TestStage::initTestCase()
{
    isolate();
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void TestStage::cleanTreeStartsAtHead()
{
    Place place;
    place.initialise();
    put(place.file(u"src/a.cs"_s), "class A {}\n");
    put(place.file(u"run.sh"_s), "#!/bin/sh\n");
    ::chmod(place.file(u"run.sh"_s).toUtf8().constData(), 0755);
    place.commitAll();
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->head().toUtf8(), git(place.repository, {u"rev-parse"_s, u"HEAD"_s}).trimmed());
    QCOMPARE((*stage)->files(), QStringList({u"run.sh"_s, u"src/a.cs"_s}));
    QCOMPARE(get(place.staged(u"src/a.cs"_s)), "class A {}\n");
    QCOMPARE(modeOf(place.staged(u"run.sh"_s)), 0755u);
    QCOMPARE((*stage)->branch(), u"stepladder/run-1"_s);
    QCOMPARE(git(place.repository, {u"rev-parse"_s, u"stepladder/run-1"_s}),
             git(place.repository, {u"rev-parse"_s, u"HEAD"_s}));
    QCOMPARE((*stage)->gitNote(), QString());
}

void TestStage::dirtyTreeIsCommittedAsFound()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    put(place.file(u"gone.txt"_s), "gone\n");
    put(place.file(u".gitignore"_s), "secret\n");
    place.commitAll();
    put(place.file(u"a.txt"_s), "one and a half\n");
    put(place.file(u"new/b.txt"_s), "two\n");
    put(place.file(u"secret"_s), "token\n");
    QFile::remove(place.file(u"gone.txt"_s));
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList({u".gitignore"_s, u"a.txt"_s, u"new/b.txt"_s}));
    QCOMPARE((*stage)->ignoredLeftOut(), QStringList{u"secret"_s});
    QCOMPARE(place.branchFile(u"a.txt"_s), "one and a half\n");
    QCOMPARE(git(place.repository, {u"log"_s, u"--format=%s|%an|%ae"_s, u"stepladder/run-1"_s, u"-1"_s}),
             "workspace as found|Stepladder|stepladder@localhost\n");
    QCOMPARE(git(place.repository, {u"rev-parse"_s, u"stepladder/run-1~1"_s}),
             git(place.repository, {u"rev-parse"_s, u"HEAD"_s}));
    QCOMPARE(git(place.repository, {u"ls-tree"_s, u"-r"_s, u"--name-only"_s, u"stepladder/run-1"_s}),
             ".gitignore\na.txt\nnew/b.txt\n");
}

void TestStage::unbornHead()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE(git(place.repository, {u"log"_s, u"--format=%s %p"_s, u"stepladder/run-1"_s}), "workspace as found \n");
    QCOMPARE(place.branchFile(u"a.txt"_s), "one\n");
}

void TestStage::noRepository()
{
    Place place;
    put(place.file(u"pkg/a.py"_s), "x = 1\n");
    put(place.file(u"pkg/__pycache__/a.pyc"_s), "binary");
    put(place.file(u"venv/pyvenv.cfg"_s), "home = /usr/bin\n");
    put(place.file(u"venv/lib/x.py"_s), "x\n");
    const auto stage = place.create({.outputs = {u"__pycache__"_s}});
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList{u"pkg/a.py"_s});
    QCOMPARE((*stage)->gitFolder(), place.stageFolder + u"/repository.git"_s);
    VERIFY_OK((*stage)->commit({{u"pkg/b.py"_s, "y = 2\n"}}, u"step b"_s));
    QCOMPARE(git((*stage)->gitFolder(), {u"log"_s, u"--format=%s"_s}), "step b\nworkspace as found\n");
    QVERIFY(!QFileInfo::exists(place.file(u".git"_s)));
    QVERIFY(!QFileInfo::exists(place.file(u"pkg/b.py"_s)));
}

void TestStage::emptyFolder()
{
    Place place;
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList());
    VERIFY_OK((*stage)->commit({{u"src/a.cs"_s, "class A {}\n"}}, u"a"_s));
    QCOMPARE((*stage)->files(), QStringList{u"src/a.cs"_s});
    const auto missing = Stage::create(place.file(u"nowhere"_s), place.stageFolder, u"r"_s, {}, false, {}, {});
    QVERIFY(!missing);
    QVERIFY(missing.error().kind == ErrorKind::BadInput);
}

void TestStage::subfolder()
{
    Place place;
    place.initialise();
    put(place.file(u"top.txt"_s), "top\n");
    put(place.file(u"services/api/a.cs"_s), "class A {}\n");
    place.commitAll();
    const auto stage = place.create({}, u"services/api"_s);
    VERIFY_OK(stage);
    QCOMPARE((*stage)->workspacePrefix(), u"services/api"_s);
    QCOMPARE((*stage)->repositoryPath(), QFileInfo(place.repository).canonicalFilePath());
    QCOMPARE((*stage)->files(), QStringList{u"a.cs"_s});
    VERIFY_OK((*stage)->commit({{u"b.cs"_s, "class B {}\n"}}, u"b"_s));
    QCOMPARE(place.branchFile(u"services/api/b.cs"_s), "class B {}\n");
    const auto scratch = (*stage)->scratch({});
    VERIFY_OK(scratch);
    QCOMPARE(get((*scratch)->folder() + u"/top.txt"_s), "top\n");
    VERIFY_OK((*scratch)->write({{u"c.cs"_s, "class C {}\n"}}));
    QCOMPARE(get((*scratch)->folder() + u"/services/api/c.cs"_s), "class C {}\n");
}

void TestStage::commitReadFilesExists()
{
    Place place;
    place.initialise();
    put(place.file(u"src/a.cs"_s), "class A {}\n");
    ::chmod(place.file(u"src/a.cs"_s).toUtf8().constData(), 0755);
    place.commitAll();
    const auto stage = place.create();
    VERIFY_OK(stage);
    const auto found = (*stage)->asFound(u"src/a.cs"_s);
    QCOMPARE(found.sha256.toUtf8(), QCryptographicHash::hash("class A {}\n", QCryptographicHash::Sha256).toHex());
    QCOMPARE(found.mode, 0755);
    QCOMPARE((*stage)->asFound(u"none"_s), stepladder::workspace::RecordedFile());

    const auto commit =
        (*stage)->commit({{u"src/a.cs"_s, "class A { int x; }\n"}, {u"new/deep/b.cs"_s, "class B {}\n"}}, u"step"_s);
    VERIFY_OK(commit);
    QCOMPARE((*stage)->head(), *commit);
    QCOMPARE(git(place.repository, {u"rev-parse"_s, u"stepladder/run-1"_s}).trimmed(), commit->toUtf8());
    QCOMPARE((*stage)->read(u"src/a.cs"_s).value(), "class A { int x; }\n");
    QVERIFY((*stage)->exists(u"new/deep/b.cs"_s));
    QVERIFY(!(*stage)->exists(u"new/deep"_s));
    QVERIFY((*stage)->read(u"nowhere.cs"_s).error().kind == ErrorKind::NotFound);
    QCOMPARE((*stage)->asFound(u"src/a.cs"_s), found);
    QCOMPARE(modeOf(place.staged(u"src/a.cs"_s)), 0755u);
    QCOMPARE(git(place.repository, {u"ls-tree"_s, u"stepladder/run-1"_s, u"src/a.cs"_s}).left(6), "100755");
    QCOMPARE(git(place.repository, {u"fsck"_s, u"--strict"_s}), "");
    VERIFY_OK((*stage)->reset((*stage)->foundCommit()));
    QCOMPARE((*stage)->files(), QStringList{u"src/a.cs"_s});
    QCOMPARE((*stage)->read(u"src/a.cs"_s).value(), "class A {}\n");
    QVERIFY(!QFileInfo::exists(place.staged(u"new"_s)));
}

void TestStage::repeatedCommitIsNoNewCommit()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    place.commitAll();
    const auto stage = place.create();
    VERIFY_OK(stage);
    const QList<FileChange> change{{u"a.txt"_s, "two\n"}};
    const auto first = (*stage)->commit(change, u"step"_s);
    const auto second = (*stage)->commit(change, u"step"_s);
    VERIFY_OK(first);
    VERIFY_OK(second);
    QCOMPARE(*first, *second);
}

void TestStage::openFindsEverythingAgain()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    place.commitAll();
    QString head;
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        head = (*stage)->commit({{u"b.txt"_s, "two\n"}}, u"b"_s).value();
    }
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->head(), head);
    QCOMPARE((*again)->files(), QStringList({u"a.txt"_s, u"b.txt"_s}));
    QCOMPARE((*again)->read(u"b.txt"_s).value(), "two\n");
    QVERIFY((*again)->asFound(u"b.txt"_s).sha256.isEmpty());
}

void TestStage::usersRepositoryIsUntouched()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    place.commitAll();
    put(place.file(u"staged.txt"_s), "staged\n");
    git(place.repository, {u"add"_s, u"staged.txt"_s});
    put(place.file(u"a.txt"_s), "two\n");
    put(place.file(u".git/hooks/post-commit"_s), "#!/bin/sh\ntouch ran\n");
    put(place.file(u".git/hooks/reference-transaction"_s), "#!/bin/sh\ntouch ran\n");
    for (const QString &hook : {u"post-commit"_s, u"reference-transaction"_s})
        ::chmod(place.file(u".git/hooks/"_s + hook).toUtf8().constData(), 0755);
    const auto before = photograph(place.repository, ours());
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        VERIFY_OK((*stage)->commit({{u"a.txt"_s, "three\n"}}, u"step"_s));
        const auto scratch = (*stage)->scratch({});
        VERIFY_OK(scratch);
        VERIFY_OK((*scratch)->write({{u"a.txt"_s, "four\n"}}));
        VERIFY_OK((*stage)->reset((*stage)->foundCommit()));
    }
    QCOMPARE(photograph(place.repository, ours()), before);
}

QTEST_GUILESS_MAIN(TestStage)
#include "tst_stage.moc"

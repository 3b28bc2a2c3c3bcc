// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <csignal>

#include <fcntl.h>
#include <sys/wait.h>

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
    void crashBetweenRefAndFilesIsMended();
    void crashBeforeTheRefIsMended();
    void damagedStageFilesAreMended();
    void anotherBootChecksEverything();
    void deletedBranchIsSetAgain();
    void killedAtAnyMoment();
    void damagedRecordIsNamed();
    void commitRefusesWhatCannotStandTogether();
    void resetToAnUnknownCommit();
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

void TestStage::crashBetweenRefAndFilesIsMended()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    put(place.file(u"b.txt"_s), "keep\n");
    place.commitAll();
    QString head;
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        head = (*stage)->commit({{u"a.txt"_s, "two\n"}, {u"new/c.txt"_s, "new\n"}}, u"step"_s).value();
    }
    // The ref moved, the files did not get there; what was ready beside the tree still is.
    put(place.staged(u"a.txt"_s), "one\n");
    QVERIFY(QDir(place.staged(u"new"_s)).removeRecursively());
    put(place.stageFolder + u"/incoming/0"_s, "half");
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->head(), head);
    QCOMPARE((*again)->read(u"a.txt"_s).value(), "two\n");
    QCOMPARE((*again)->read(u"new/c.txt"_s).value(), "new\n");
    QCOMPARE((*again)->commit({{u"a.txt"_s, "two\n"}, {u"new/c.txt"_s, "new\n"}}, u"step"_s).value(), head);
    const auto scratch = (*again)->scratch({});
    VERIFY_OK(scratch);
    QCOMPARE(get((*scratch)->folder() + u"/new/c.txt"_s), "new\n");
}

void TestStage::crashBeforeTheRefIsMended()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    place.commitAll();
    QString before;
    QString after;
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        before = (*stage)->head();
        after = (*stage)->commit({{u"a.txt"_s, "two\n"}, {u"new/c.txt"_s, "new\n"}}, u"step"_s).value();
    }
    // As if power had gone with the files written and the ref not.
    put(place.file(u".git/refs/heads/stepladder/run-1"_s), before.toUtf8() + '\n');
    put(place.file(u".git/refs/heads/stepladder/run-1.lock"_s), after.toUtf8());
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->head(), before);
    QCOMPARE((*again)->read(u"a.txt"_s).value(), "one\n");
    QCOMPARE((*again)->files(), QStringList{u"a.txt"_s});
    QVERIFY(!QFileInfo::exists(place.staged(u"new"_s)));
    // A lock that a dead process left is not for ever.
    VERIFY_OK((*again)->commit({{u"a.txt"_s, "two\n"}}, u"step"_s));
    QCOMPARE(place.branchFile(u"a.txt"_s), "two\n");
}

void TestStage::damagedStageFilesAreMended()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    put(place.file(u"x/b.txt"_s), "two\n");
    link("a.txt", place.file(u"link"_s));
    place.commitAll();
    VERIFY_OK(place.create());
    put(place.staged(u"a.txt"_s), "gone wrong\n");
    QFile::remove(place.staged(u"link"_s));
    QVERIFY(QDir(place.staged(u"x"_s)).removeRecursively());
    put(place.staged(u"x"_s), "a file for a folder");
    put(place.staged(u"extra/deep"_s), "x");
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->read(u"a.txt"_s).value(), "one\n");
    QCOMPARE((*again)->read(u"x/b.txt"_s).value(), "two\n");
    QCOMPARE(linkText(place.staged(u"link"_s)), "a.txt");
    QVERIFY(!QFileInfo::exists(place.staged(u"extra"_s)));
}

void TestStage::anotherBootChecksEverything()
{
    Place place;
    put(place.file(u"a.txt"_s), "one\n");
    VERIFY_OK(place.create());
    // Size and time survived the power cut, the bytes did not.
    const QByteArray file = place.staged(u"a.txt"_s).toUtf8();
    struct stat status = {};
    QVERIFY(::stat(file.constData(), &status) == 0);
    put(place.staged(u"a.txt"_s), QByteArray(4, '\0'));
    const timespec times[] = {status.st_atim, status.st_mtim};
    QVERIFY(::utimensat(AT_FDCWD, file.constData(), times, 0) == 0);
    put(place.stageFolder + u"/boot"_s, "another");
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->read(u"a.txt"_s).value(), "one\n");
}

void TestStage::deletedBranchIsSetAgain()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    place.commitAll();
    QString head;
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        head = (*stage)->commit({{u"b.txt"_s, "b\n"}}, u"b"_s).value();
    }
    git(place.repository, {u"branch"_s, u"-q"_s, u"-D"_s, u"stepladder/run-1"_s});
    {
        const auto again = Stage::open(place.stageFolder, {});
        VERIFY_OK(again);
        QCOMPARE((*again)->head(), head);
        QCOMPARE(place.branchFile(u"b.txt"_s), "b\n");
    }
    git(place.repository, {u"pack-refs"_s, u"--all"_s});
    const auto packed = Stage::open(place.stageFolder, {});
    VERIFY_OK(packed);
    QCOMPARE((*packed)->head(), head);
    VERIFY_OK((*packed)->commit({{u"c.txt"_s, "c\n"}}, u"c"_s));
    QCOMPARE(place.branchFile(u"c.txt"_s), "c\n");
}

void TestStage::killedAtAnyMoment()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "0\n");
    put(place.file(u"crlf.txt"_s), "0\r\n");
    place.commitAll();
    VERIFY_OK(place.create());
    for (int round = 1; round <= 12; ++round) {
        const QByteArray mark = QByteArray::number(round);
        const pid_t child = ::fork();
        if (child == 0) {
            auto stage = Stage::open(place.stageFolder, {});
            for (int i = 0; stage && i < 100; ++i) {
                const QByteArray content = mark + '.' + QByteArray::number(i) + '\n';
                (void)(*stage)->commit(
                    {{u"a.txt"_s, content}, {u"crlf.txt"_s, content}, {u"d%1/e.txt"_s.arg(i), content}}, u"x"_s);
            }
            ::_exit(0);
        }
        ::usleep(useconds_t(5'000 + round * 1'700));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const auto stage = Stage::open(place.stageFolder, {});
        VERIFY_OK(stage);
        // All of a commit or nothing of it, in the stage as on the branch.
        for (const QString &file : (*stage)->files())
            QCOMPARE((*stage)->read(file).value(), place.branchFile(file));
        const QByteArray content = (*stage)->read(u"a.txt"_s).value();
        QCOMPARE((*stage)->read(u"crlf.txt"_s).value(), QByteArray(content).replace("\n", "\r\n"));
        QCOMPARE(git(place.repository, {u"ls-tree"_s, u"-r"_s, u"--name-only"_s, u"stepladder/run-1"_s}).count('\n'),
                 (*stage)->files().size());
        const auto scratch = (*stage)->scratch({});
        VERIFY_OK(scratch);
        QCOMPARE(photograph((*scratch)->folder()), photograph(place.stageFolder + u"/tree"_s));
    }
}

void TestStage::damagedRecordIsNamed()
{
    Place place;
    put(place.file(u"a.txt"_s), "one\n");
    VERIFY_OK(place.create());
    const QByteArray record = get(place.stageFolder + u"/stage.json"_s);
    put(place.stageFolder + u"/stage.json"_s, record.left(record.size() / 2));
    const auto damaged = Stage::open(place.stageFolder, {});
    QVERIFY(!damaged && damaged.error().kind == ErrorKind::Corrupt);
    QVERIFY(damaged.error().message.contains(u"stage.json"_s));
    put(place.stageFolder + u"/stage.json"_s, QByteArray(record).replace("\"version\":1", "\"version\":2"));
    const auto newer = Stage::open(place.stageFolder, {});
    QVERIFY(!newer && newer.error().kind == ErrorKind::NewerVersion);
    QVERIFY(Stage::open(place.file(u"nowhere"_s), {}).error().kind == ErrorKind::NotFound);
}

void TestStage::commitRefusesWhatCannotStandTogether()
{
    Place place;
    const auto stage = place.create();
    VERIFY_OK(stage);
    const QString head = (*stage)->head();
    QVERIFY((*stage)->commit({{u"a"_s, "1"}, {u"a/b"_s, "2"}}, u"x"_s).error().kind == ErrorKind::BadInput);
    QVERIFY((*stage)->commit({{u"Name"_s, "1"}, {u"name"_s, "2"}}, u"x"_s).error().kind == ErrorKind::BadInput);
    QVERIFY((*stage)->commit({{u"good"_s, "1"}, {u"../bad"_s, "2"}}, u"x"_s).error().kind == ErrorKind::BadInput);
    QCOMPARE((*stage)->head(), head);
    QCOMPARE((*stage)->files(), QStringList());
}

void TestStage::resetToAnUnknownCommit()
{
    Place place;
    put(place.file(u"a.txt"_s), "one\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    const QString head = (*stage)->head();
    QVERIFY(!(*stage)->reset(u"0123456789012345678901234567890123456789"_s));
    QVERIFY(!(*stage)->reset(u"no commit"_s));
    QCOMPARE((*stage)->head(), head);
}

QTEST_GUILESS_MAIN(TestStage)
#include "tst_stage.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "workspace/gitrepository.h"

#include <fcntl.h>

using namespace fixture;
using stepladder::domain::ErrorKind;

/// The habits of real repositories.
class TestStageGit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bytesAreKept_data();
    void bytesAreKept();
    void unchangedCrlfFileKeepsItsBlob();
    void changedCrlfFileKeepsItsLineEnds();
    void lfsContentOnDiskPointerInHistory();
    void lfsFileComesBackAfterReset();
    void filterDriversAreNotRun();
    void symlinks();
    void executableBits();
    void fileModeOff();
    void ignoredAndIncluded();
    void outputsUnlessTracked();
    void virtualEnvironmentIsLeftOut();
    void submodules();
    void changedFileOfASubmodule();
    void nestedRepository();
    void linkedWorktree();
    void worktreeOfABareRepository();
    void stagedAndUnstaged();
    void conflictedMerge();
    void sparseCheckout();
    void brokenHeadRef();
    void folderIgnoredByItsRepository();
    void strangeNames();
    void specialFilesAreLeftOut();
    void stageInsideTheWorkspace();
    void branchInTheWay();
    void readOnlyRepository();
    void foreignOwner();
    void overTwoGigabytesAsks();
    void cancelledLeavesNothing();
    void createTwice();
};

void TestStageGit::initTestCase()
{
    isolate();
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void TestStageGit::bytesAreKept_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("crlf") << QByteArray("a\r\nb\r\n");
    QTest::newRow("mixed") << QByteArray("a\r\nb\n");
    QTest::newRow("binary") << QByteArray("\x00\x01\r\n\xff\xfe\n", 7);
    QTest::newRow("utf-16") << QByteArray("\xff\xfe"
                                          "a\0\r\0\n\0",
                                          8);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no newline at the end") << QByteArray("x");
    QTest::newRow("ident") << QByteArray("$Id$\n");
    QTest::newRow("large") << QByteArray(700'000, 'z');
}

void TestStageGit::bytesAreKept()
{
    QFETCH(QByteArray, content);
    Place place;
    place.initialise();
    put(place.file(u".gitattributes"_s), "* text=auto ident\n");
    put(place.file(u"tracked"_s), content);
    git(place.repository, {u"config"_s, u"core.autocrlf"_s, u"true"_s});
    git(place.repository, {u"-c"_s, u"core.safecrlf=false"_s, u"add"_s, u"-A"_s});
    git(place.repository, {u"commit"_s, u"-q"_s, u"-m"_s, u"x"_s});
    put(place.file(u"untracked"_s), content);
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->read(u"tracked"_s).value(), content);
    QCOMPARE((*stage)->read(u"untracked"_s).value(), content);
    QCOMPARE(place.branchFile(u"untracked"_s), content);
    QCOMPARE(git(place.repository, {u"rev-parse"_s, u"stepladder/run-1:tracked"_s}),
             git(place.repository, {u"rev-parse"_s, u"HEAD:tracked"_s}));
}

void TestStageGit::unchangedCrlfFileKeepsItsBlob()
{
    Place place;
    place.initialise();
    git(place.repository, {u"config"_s, u"core.autocrlf"_s, u"true"_s});
    git(place.repository, {u"config"_s, u"core.safecrlf"_s, u"false"_s});
    put(place.file(u"a.cs"_s), "one\r\ntwo\r\n");
    place.commitAll();
    QCOMPARE(git(place.repository, {u"show"_s, u"HEAD:a.cs"_s}), "one\ntwo\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->head().toUtf8(), git(place.repository, {u"rev-parse"_s, u"HEAD"_s}).trimmed());
    QCOMPARE((*stage)->read(u"a.cs"_s).value(), "one\r\ntwo\r\n");
    const auto scratch = (*stage)->scratch({});
    VERIFY_OK(scratch);
    QCOMPARE(get((*scratch)->folder() + u"/a.cs"_s), "one\r\ntwo\r\n");
    // Content that stands already is no commit, though its blob differs.
    QCOMPARE((*stage)->commit({{u"a.cs"_s, "one\r\ntwo\r\n"}}, u"same"_s).value(), (*stage)->head());
    QCOMPARE((*stage)->commit({{u"a.cs"_s, "one\ntwo\n"}}, u"same"_s).value(), (*stage)->head());
}

void TestStageGit::changedCrlfFileKeepsItsLineEnds()
{
    Place place;
    place.initialise();
    git(place.repository, {u"config"_s, u"core.autocrlf"_s, u"true"_s});
    git(place.repository, {u"config"_s, u"core.safecrlf"_s, u"false"_s});
    put(place.file(u"a.cs"_s), "one\r\ntwo\r\n");
    place.commitAll();
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        VERIFY_OK((*stage)->commit({{u"a.cs"_s, "one\nthree\n"}}, u"x"_s));
        QCOMPARE((*stage)->read(u"a.cs"_s).value(), "one\r\nthree\r\n");
        QCOMPARE(place.branchFile(u"a.cs"_s), "one\r\nthree\r\n");
        VERIFY_OK((*stage)->reset((*stage)->foundCommit()));
        QCOMPARE((*stage)->read(u"a.cs"_s).value(), "one\r\ntwo\r\n");
    }
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->read(u"a.cs"_s).value(), "one\r\ntwo\r\n");
}

QByteArray pointerTo(const QByteArray &content)
{
    return "version https://git-lfs.github.com/spec/v1\noid sha256:"
        + QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex() + "\nsize "
        + QByteArray::number(content.size()) + '\n';
}

/// A checkout as git-lfs leaves it, with the driver missing: HEAD has the pointer, the disk the content.
void makeLfs(Place &place, const QByteArray &content)
{
    place.initialise();
    put(place.file(u"model.bin"_s), pointerTo(content));
    place.commitAll();
    put(place.file(u".gitattributes"_s), "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    place.commitAll(u"lfs"_s);
    put(place.file(u"model.bin"_s), content);
}

void TestStageGit::lfsContentOnDiskPointerInHistory()
{
    Place place;
    makeLfs(place, "weights\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->read(u"model.bin"_s).value(), "weights\n");
    QCOMPARE((*stage)->head().toUtf8(), git(place.repository, {u"rev-parse"_s, u"HEAD"_s}).trimmed());
    VERIFY_OK((*stage)->commit({{u"a.py"_s, "x\n"}}, u"a"_s));
    QCOMPARE(place.branchFile(u"model.bin"_s), pointerTo("weights\n"));
}

void TestStageGit::lfsFileComesBackAfterReset()
{
    Place place;
    makeLfs(place, "weights\n");
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        VERIFY_OK((*stage)->commit({{u"model.bin"_s, "other\n"}}, u"a"_s));
        QCOMPARE(place.branchFile(u"model.bin"_s), "other\n");
        VERIFY_OK((*stage)->reset((*stage)->foundCommit()));
        QCOMPARE((*stage)->read(u"model.bin"_s).value(), "weights\n");
        QCOMPARE((*stage)->head(), (*stage)->foundCommit());
    }
    QFile::remove(place.staged(u"model.bin"_s));
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->read(u"model.bin"_s).value(), "weights\n");
}

void TestStageGit::filterDriversAreNotRun()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "one\n");
    place.commitAll();
    const QString witness = place.base.filePath(u"ran"_s);
    for (const QString &what : {u"clean"_s, u"smudge"_s, u"process"_s})
        git(place.repository, {u"config"_s, u"filter.evil."_s + what, u"touch "_s + witness + u"; cat"_s});
    git(place.repository, {u"config"_s, u"core.fsmonitor"_s, u"touch "_s + witness});
    put(place.file(u".gitattributes"_s), "* filter=evil\n");
    put(place.file(u"a.txt"_s), "two\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    VERIFY_OK((*stage)->commit({{u"b.txt"_s, "b\n"}}, u"b"_s));
    QVERIFY(!QFileInfo::exists(witness));
}

void TestStageGit::symlinks()
{
    Place place;
    place.initialise();
    const QString outside = place.base.filePath(u"outside"_s);
    put(outside + u"/secret"_s, "secret\n");
    put(place.file(u"real/a.txt"_s), "a\n");
    link("a.txt", place.file(u"real/inside"_s));
    link(outside.toUtf8(), place.file(u"out"_s));
    link("nowhere", place.file(u"dangling"_s));
    place.commitAll();
    link((outside + u"/secret"_s).toUtf8(), place.file(u"untracked"_s));
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE(linkText(place.staged(u"out"_s)), outside.toUtf8());
    QCOMPARE(linkText(place.staged(u"dangling"_s)), "nowhere");
    QCOMPARE(git(place.repository, {u"ls-tree"_s, u"stepladder/run-1"_s, u"untracked"_s}).left(6), "120000");
    QCOMPARE((*stage)->read(u"real/inside"_s).value(), "a\n");
    QVERIFY(!(*stage)->read(u"untracked"_s));
    QVERIFY(!(*stage)->read(u"out/secret"_s));
    QVERIFY(!(*stage)->exists(u"out/secret"_s));
    const auto scratch = (*stage)->scratch({});
    VERIFY_OK(scratch);
    QCOMPARE(linkText((*scratch)->folder() + u"/out"_s), outside.toUtf8());
    for (const QString &path : {u"out/new"_s, u"out/secret"_s, u"untracked"_s, u"dangling"_s, u"real/inside"_s}) {
        QVERIFY((*stage)->commit({{path, "x"}}, u"x"_s).error().kind == ErrorKind::BadInput);
        QVERIFY((*scratch)->write({{path, "x"}}).error().kind == ErrorKind::BadInput);
    }
    QCOMPARE(get(outside + u"/secret"_s), "secret\n");
    QCOMPARE(QDir(outside).entryList(QDir::Files), QStringList{u"secret"_s});
}

void TestStageGit::executableBits()
{
    Place place;
    place.initialise();
    put(place.file(u"run.sh"_s), "x\n");
    put(place.file(u"plain"_s), "x\n");
    ::chmod(place.file(u"run.sh"_s).toUtf8().constData(), 0750);
    ::chmod(place.file(u"plain"_s).toUtf8().constData(), 0600);
    place.commitAll();
    put(place.file(u"new.sh"_s), "x\n");
    ::chmod(place.file(u"new.sh"_s).toUtf8().constData(), 0755);
    ::chmod(place.file(u"plain"_s).toUtf8().constData(), 0700);
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE(modeOf(place.staged(u"run.sh"_s)), 0750u);
    QCOMPARE(modeOf(place.staged(u"plain"_s)), 0700u);
    for (const QString &name : {u"new.sh"_s, u"plain"_s})
        QCOMPARE(git(place.repository, {u"ls-tree"_s, u"stepladder/run-1"_s, name}).left(6), "100755");
    VERIFY_OK((*stage)->commit({{u"run.sh"_s, "y\n"}, {u"other"_s, "z\n"}}, u"x"_s));
    QCOMPARE(modeOf(place.staged(u"run.sh"_s)), 0750u);
    QCOMPARE(modeOf(place.staged(u"other"_s)), 0644u);
    const auto scratch = (*stage)->scratch({});
    VERIFY_OK(scratch);
    QCOMPARE(modeOf((*scratch)->folder() + u"/run.sh"_s), 0750u);
    VERIFY_OK((*scratch)->write({{u"run.sh"_s, "w\n"}}));
    QCOMPARE(modeOf((*scratch)->folder() + u"/run.sh"_s), 0750u);
}

void TestStageGit::fileModeOff()
{
    Place place;
    place.initialise();
    put(place.file(u"a.txt"_s), "a\n");
    place.commitAll();
    git(place.repository, {u"config"_s, u"core.fileMode"_s, u"false"_s});
    ::chmod(place.file(u"a.txt"_s).toUtf8().constData(), 0777);
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->head().toUtf8(), git(place.repository, {u"rev-parse"_s, u"HEAD"_s}).trimmed());
    VERIFY_OK((*stage)->commit({{u"a.txt"_s, "b\n"}}, u"b"_s));
    QCOMPARE(git(place.repository, {u"ls-tree"_s, u"stepladder/run-1"_s, u"a.txt"_s}).left(6), "100644");
    QCOMPARE(modeOf(place.staged(u"a.txt"_s)), 0777u);
}

void TestStageGit::ignoredAndIncluded()
{
    Place place;
    place.initialise();
    put(place.file(u".gitignore"_s), "*.user\nlocal/\n.env\n");
    place.commitAll();
    put(place.file(u"a.user"_s), "u\n");
    put(place.file(u"local/settings.json"_s), "{}\n");
    put(place.file(u"local/deep/cache.db"_s), "db\n");
    put(place.file(u".env"_s), "TOKEN=1\n");
    const auto stage = place.create({.include = {u"*.user"_s, u"local/settings.json"_s}});
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList({u".gitignore"_s, u"a.user"_s, u"local/settings.json"_s}));
    QCOMPARE((*stage)->ignoredLeftOut(), QStringList({u".env"_s}));
    // Taken along, and not put into the history that others may fetch.
    QCOMPARE((*stage)->head().toUtf8(), git(place.repository, {u"rev-parse"_s, u"HEAD"_s}).trimmed());
    VERIFY_OK((*stage)->commit({{u"local/settings.json"_s, "{\"a\":1}\n"}}, u"x"_s));
    VERIFY_OK((*stage)->reset((*stage)->foundCommit()));
    QCOMPARE((*stage)->read(u"local/settings.json"_s).value(), "{}\n");
}

void TestStageGit::outputsUnlessTracked()
{
    Place place;
    place.initialise();
    put(place.file(u"bin/tool"_s), "tracked\n");
    put(place.file(u"a.cs"_s), "a\n");
    place.commitAll();
    put(place.file(u"bin/app.dll"_s), "built\n");
    put(place.file(u"src/obj/x.cache"_s), "built\n");
    put(place.file(u"x.pyc"_s), "built\n");
    put(place.file(u"src/binary.cs"_s), "b\n");
    const auto stage = place.create({.outputs = {u"bin"_s, u"obj/"_s, u"*.pyc"_s}});
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList({u"a.cs"_s, u"bin/tool"_s, u"src/binary.cs"_s}));
    QCOMPARE((*stage)->ignoredLeftOut(), QStringList());
}

void TestStageGit::virtualEnvironmentIsLeftOut()
{
    Place place;
    place.initialise();
    put(place.file(u"a.py"_s), "a\n");
    put(place.file(u"my-env/pyvenv.cfg"_s), "home = /usr\n");
    put(place.file(u"my-env/lib/python3/site-packages/x.py"_s), "x\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList{u"a.py"_s});
}

void makeSubmodule(Place &place)
{
    const QString library = place.base.filePath(u"library"_s);
    QDir().mkpath(library);
    git(library, {u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
    put(library + u"/lib.c"_s, "lib\n");
    git(library, {u"add"_s, u"-A"_s});
    git(library, {u"commit"_s, u"-q"_s, u"-m"_s, u"lib"_s});
    place.initialise();
    put(place.file(u"a.c"_s), "a\n");
    git(place.repository, {u"submodule"_s, u"--quiet"_s, u"add"_s, library, u"third/lib"_s});
    place.commitAll();
}

void TestStageGit::submodules()
{
    Place place;
    makeSubmodule(place);
    put(place.file(u"third/lib/extra.c"_s), "extra\n");
    const auto before = photograph(place.repository, ours());
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(),
             QStringList({u".gitmodules"_s, u"a.c"_s, u"third/lib/extra.c"_s, u"third/lib/lib.c"_s}));
    QVERIFY(!QFileInfo::exists(place.staged(u"third/lib/.git"_s)));
    VERIFY_OK((*stage)->commit({{u"a.c"_s, "b\n"}}, u"b"_s));
    QCOMPARE(git(place.repository, {u"ls-tree"_s, u"stepladder/run-1"_s, u"third/lib"_s}),
             git(place.repository, {u"ls-tree"_s, u"HEAD"_s, u"third/lib"_s}));
    QCOMPARE(photograph(place.repository, ours()), before);
}

void TestStageGit::changedFileOfASubmodule()
{
    Place place;
    makeSubmodule(place);
    QString head;
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        VERIFY_OK((*stage)->commit({{u"third/lib/lib.c"_s, "changed\n"}}, u"x"_s));
        VERIFY_OK((*stage)->commit({{u"third/lib/new.c"_s, "new\n"}}, u"y"_s));
        QCOMPARE(place.branchFile(u"third/lib/lib.c"_s), "changed\n");
        head = (*stage)->head();
    }
    QCOMPARE(git(place.repository, {u"fsck"_s, u"--strict"_s, u"--no-dangling"_s}), "");
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    QCOMPARE((*again)->read(u"third/lib/lib.c"_s).value(), "changed\n");
    VERIFY_OK((*again)->reset((*again)->foundCommit()));
    QCOMPARE((*again)->read(u"third/lib/lib.c"_s).value(), "lib\n");
    QVERIFY(!(*again)->exists(u"third/lib/new.c"_s));
    VERIFY_OK((*again)->reset(head));
    QCOMPARE((*again)->read(u"third/lib/new.c"_s).value(), "new\n");
}

void TestStageGit::nestedRepository()
{
    Place place;
    place.initialise();
    put(place.file(u"a.c"_s), "a\n");
    put(place.file(u"nested/b.c"_s), "b\n");
    git(place.file(u"nested"_s), {u"init"_s, u"-q"_s});
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList({u"a.c"_s, u"nested/b.c"_s}));
    QCOMPARE(place.branchFile(u"nested/b.c"_s), "b\n");
}

void TestStageGit::linkedWorktree()
{
    Place place;
    place.initialise();
    put(place.file(u"a.c"_s), "a\n");
    place.commitAll();
    const QString linked = place.base.filePath(u"linked"_s);
    git(place.repository, {u"worktree"_s, u"add"_s, u"-q"_s, u"-b"_s, u"side"_s, linked});
    put(linked + u"/b.c"_s, "b\n");
    const auto before = photograph(place.repository, ours());
    const auto stage = Stage::create(linked, place.stageFolder, u"run-1"_s, {}, false, {}, {});
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList({u"a.c"_s, u"b.c"_s}));
    VERIFY_OK((*stage)->commit({{u"c.c"_s, "c\n"}}, u"c"_s));
    QCOMPARE(place.branchFile(u"c.c"_s), "c\n");
    QCOMPARE((*stage)->gitNote(), QString());
    QCOMPARE(photograph(place.repository, ours()), before);
}

void TestStageGit::worktreeOfABareRepository()
{
    Place place;
    const QString bare = place.base.filePath(u"bare.git"_s);
    place.initialise();
    put(place.file(u"a.c"_s), "a\n");
    place.commitAll();
    git(place.repository, {u"clone"_s, u"-q"_s, u"--bare"_s, place.repository, bare});
    const QString linked = place.base.filePath(u"linked"_s);
    git(bare, {u"worktree"_s, u"add"_s, u"-q"_s, u"-b"_s, u"side"_s, linked});
    const auto stage = Stage::create(linked, place.stageFolder, u"run-1"_s, {}, false, {}, {});
    VERIFY_OK(stage);
    VERIFY_OK((*stage)->commit({{u"c.c"_s, "c\n"}}, u"c"_s));
    QCOMPARE(git(bare, {u"show"_s, u"stepladder/run-1:c.c"_s}), "c\n");
}

void TestStageGit::stagedAndUnstaged()
{
    Place place;
    place.initialise();
    for (const QString &name : {u"staged"_s, u"both"_s, u"removed"_s, u"unindexed"_s})
        put(place.file(name), "one\n");
    place.commitAll();
    put(place.file(u"staged"_s), "two\n");
    put(place.file(u"both"_s), "two\n");
    put(place.file(u"added"_s), "new\n");
    put(place.file(u"intended"_s), "later\n");
    git(place.repository, {u"add"_s, u"staged"_s, u"both"_s, u"added"_s});
    git(place.repository, {u"add"_s, u"-N"_s, u"intended"_s});
    put(place.file(u"both"_s), "three\n");
    git(place.repository, {u"rm"_s, u"-q"_s, u"removed"_s});
    git(place.repository, {u"rm"_s, u"-q"_s, u"--cached"_s, u"unindexed"_s});
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList({u"added"_s, u"both"_s, u"intended"_s, u"staged"_s, u"unindexed"_s}));
    QCOMPARE(place.branchFile(u"staged"_s), "two\n");
    QCOMPARE(place.branchFile(u"both"_s), "three\n");
    QCOMPARE(place.branchFile(u"intended"_s), "later\n");
    QCOMPARE(place.branchFile(u"unindexed"_s), "one\n");
}

void TestStageGit::conflictedMerge()
{
    Place place;
    place.initialise();
    put(place.file(u"a"_s), "base\n");
    place.commitAll();
    git(place.repository, {u"checkout"_s, u"-q"_s, u"-b"_s, u"side"_s});
    put(place.file(u"a"_s), "side\n");
    place.commitAll();
    git(place.repository, {u"checkout"_s, u"-q"_s, u"main"_s});
    put(place.file(u"a"_s), "main\n");
    place.commitAll();
    QProcess merge;
    merge.setProcessEnvironment(gitEnvironment());
    merge.setWorkingDirectory(place.repository);
    merge.start(u"git"_s, {u"merge"_s, u"-q"_s, u"side"_s});
    QVERIFY(merge.waitForFinished() && merge.exitCode() == 1);
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList{u"a"_s});
    QCOMPARE(place.branchFile(u"a"_s), get(place.file(u"a"_s)));
}

void TestStageGit::sparseCheckout()
{
    Place place;
    place.initialise();
    put(place.file(u"here/a"_s), "a\n");
    put(place.file(u"there/b"_s), "b\n");
    place.commitAll();
    git(place.repository, {u"sparse-checkout"_s, u"set"_s, u"here"_s});
    QVERIFY(!QFileInfo::exists(place.file(u"there/b"_s)));
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList{u"here/a"_s});
    VERIFY_OK((*stage)->commit({{u"here/c"_s, "c\n"}}, u"c"_s));
    QCOMPARE(place.branchFile(u"there/b"_s), "b\n");
}

void TestStageGit::brokenHeadRef()
{
    Place place;
    place.initialise();
    put(place.file(u"a"_s), "a\n");
    place.commitAll();
    put(place.file(u".git/HEAD"_s), "ref: refs/heads/not-there\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE(git(place.repository, {u"log"_s, u"--format=%s %p"_s, u"stepladder/run-1"_s}), "workspace as found \n");
    put(place.file(u".git/config"_s), "[core]\n\trepositoryformatversion = 7\n");
    const auto unreadable = place.create();
    QVERIFY(!unreadable);
    QVERIFY(unreadable.error().kind == ErrorKind::BadInput);
}

void TestStageGit::folderIgnoredByItsRepository()
{
    Place place;
    place.initialise();
    put(place.file(u".gitignore"_s), "*\n");
    put(place.file(u"private"_s), "mine\n");
    put(place.file(u"work/project/a.py"_s), "a\n");
    const auto stage = place.create({}, u"work/project"_s);
    VERIFY_OK(stage);
    QCOMPARE((*stage)->files(), QStringList{u"a.py"_s});
    QCOMPARE((*stage)->workspacePrefix(), QString());
    QVERIFY(!QFileInfo::exists(place.staged(u"private"_s)));
}

void TestStageGit::strangeNames()
{
    Place place;
    place.initialise();
    const QList<QByteArray> names{"with space", "new\nline",   "-dash",    "\xc3\xa4\xe6\xbc\xa2",
                                  "quote\"s",   "back\\slash", "latin\xe9"};
    for (const QByteArray &name : names) {
        const int fd = ::open((place.repository.toUtf8() + '/' + name).constData(), O_CREAT | O_WRONLY, 0644);
        QVERIFY(fd >= 0);
        ::close(fd);
    }
    place.commitAll();
    {
        const auto stage = place.create();
        VERIFY_OK(stage);
        QCOMPARE((*stage)->head().toUtf8(), git(place.repository, {u"rev-parse"_s, u"HEAD"_s}).trimmed());
        VERIFY_OK((*stage)->commit({{u"a"_s, "a"}}, u"a"_s));
    }
    const auto again = Stage::open(place.stageFolder, {});
    VERIFY_OK(again);
    const auto scratch = (*again)->scratch({});
    VERIFY_OK(scratch);
    for (const QByteArray &name : names) {
        for (const QString &folder : {place.stageFolder + u"/tree"_s, (*scratch)->folder()})
            QVERIFY2(::access((folder.toUtf8() + '/' + name).constData(), F_OK) == 0, name.constData());
    }
    // QTemporaryDir cannot remove names that are no UTF-8.
    for (const QString &folder : {place.repository, place.stageFolder + u"/tree"_s})
        QVERIFY(::unlink((folder.toUtf8() + "/latin\xe9").constData()) == 0);
}

void TestStageGit::specialFilesAreLeftOut()
{
    for (const bool repository : {true, false}) {
        Place place;
        if (repository)
            place.initialise();
        put(place.file(u"a"_s), "a\n");
        QVERIFY(::mkfifo(place.file(u"fifo"_s).toUtf8().constData(), 0600) == 0);
        const auto stage = place.create();
        VERIFY_OK(stage);
        QCOMPARE((*stage)->files(), QStringList{u"a"_s});
    }
}

void TestStageGit::stageInsideTheWorkspace()
{
    for (const bool repository : {true, false}) {
        Place place;
        if (repository)
            place.initialise();
        put(place.file(u"a"_s), "a\n");
        put(place.file(u".stepladder/state.json"_s), "{}\n");
        place.stageFolder = place.file(u"state/run"_s);
        const auto stage = place.create();
        VERIFY_OK(stage);
        QCOMPARE((*stage)->files(), QStringList{u"a"_s});
    }
}

void TestStageGit::branchInTheWay()
{
    Place place;
    place.initialise();
    put(place.file(u"a"_s), "a\n");
    place.commitAll();
    git(place.repository, {u"branch"_s, u"stepladder"_s});
    const QStringList objects{u".git/objects"_s}; // reading a borrowed object dates it anew
    const auto before = photograph(place.repository, objects);
    const auto stage = place.create();
    VERIFY_OK(stage);
    QVERIFY2((*stage)->gitNote().contains(u"branch \"stepladder\" in the way"_s), qPrintable((*stage)->gitNote()));
    QCOMPARE((*stage)->gitFolder(), place.stageFolder + u"/repository.git"_s);
    VERIFY_OK((*stage)->commit({{u"b"_s, "b\n"}}, u"b"_s));
    // It sits on the user's history all the same.
    QCOMPARE(git((*stage)->gitFolder(), {u"log"_s, u"--format=%s"_s}), "b\nwork\n");
    QCOMPARE(photograph(place.repository, objects), before);
}

void TestStageGit::readOnlyRepository()
{
    Place place;
    place.initialise();
    put(place.file(u"a"_s), "a\n");
    place.commitAll();
    // As nobody: root may write everywhere.
    QVERIFY(::chmod(place.base.path().toUtf8().constData(), 0755) == 0);
    place.stageFolder = place.base.filePath(u"nobodys/stage"_s);
    QDir().mkpath(place.base.filePath(u"nobodys"_s));
    QVERIFY(::chown(place.base.filePath(u"nobodys"_s).toUtf8().constData(), 65534, 65534) == 0 || ::geteuid() != 0);
    const bool root = ::geteuid() == 0;
    if (root)
        QVERIFY(::setresuid(65534, 65534, 0) == 0);
    else
        QVERIFY(::chmod(place.file(u".git/objects"_s).toUtf8().constData(), 0555) == 0);
    const auto restore =
        qScopeGuard([&] { (void)::setresuid(root ? 0 : ::getuid(), root ? 0 : ::geteuid(), root ? 0 : ::geteuid()); });
    const auto stage = place.create();
    VERIFY_OK(stage);
    QVERIFY2((*stage)->gitNote().contains(u"cannot be written"_s), qPrintable((*stage)->gitNote()));
    VERIFY_OK((*stage)->commit({{u"b"_s, "b\n"}}, u"b"_s));
    QCOMPARE((*stage)->read(u"b"_s).value(), "b\n");
}

void TestStageGit::foreignOwner()
{
    Place place;
    place.initialise();
    put(place.file(u"a"_s), "a\n");
    place.commitAll();
    const QByteArray head = git(place.repository, {u"rev-parse"_s, u"HEAD"_s}).trimmed();
    if (::geteuid() == 0) {
        for (const QString &path : {place.repository, place.file(u".git"_s)})
            QVERIFY(::chown(path.toUtf8().constData(), 65534, 65534) == 0);
    }
    const auto stage = place.create();
    VERIFY_OK(stage);
    QCOMPARE((*stage)->head().toUtf8(), head);
}

void TestStageGit::overTwoGigabytesAsks()
{
    Place place;
    put(place.file(u"huge"_s), "x");
    QVERIFY(::truncate(place.file(u"huge"_s).toUtf8().constData(), (2LL << 30) + 1) == 0);
    const auto stage = place.create();
    QVERIFY(!stage);
    QVERIFY(stage.error().kind == ErrorKind::Conflict);
    QVERIFY2(stage.error().message.contains(u"2.0 GB"_s), qPrintable(stage.error().message));
}

void TestStageGit::cancelledLeavesNothing()
{
    Place place;
    for (int i = 0; i < 500; ++i)
        put(place.file(u"f%1"_s.arg(i)), "x");
    std::stop_source source;
    qint64 reported = 0;
    const auto stage = Stage::create(
        place.repository, place.stageFolder, u"r"_s, {}, false,
        [&](qint64 files, qint64) {
            reported = files;
            source.request_stop();
        },
        source.get_token());
    QVERIFY(!stage);
    QVERIFY(stage.error().kind == ErrorKind::Cancelled);
    QVERIFY(reported > 0 && reported < 500);
    QVERIFY(QDir(place.stageFolder + u"/tree"_s).isEmpty());
    QVERIFY(Stage::open(place.stageFolder, {}).error().kind == ErrorKind::NotFound);
    VERIFY_OK(place.create());
}

void TestStageGit::createTwice()
{
    Place place;
    place.initialise();
    put(place.file(u"a"_s), "a\n");
    {
        const auto first = place.create();
        VERIFY_OK(first);
        VERIFY_OK((*first)->commit({{u"b"_s, "b\n"}}, u"b"_s));
    }
    const auto second = place.create();
    VERIFY_OK(second);
    QCOMPARE((*second)->files(), QStringList{u"a"_s});
    QCOMPARE(git(place.repository, {u"rev-parse"_s, u"stepladder/run-1"_s}).trimmed(), (*second)->head().toUtf8());
}

QTEST_GUILESS_MAIN(TestStageGit)
#include "tst_stagegit.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "workspace/fileops.h"

#include <QScopeGuard>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>

using namespace fixture;
using stepladder::domain::ErrorKind;

class TestScratch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void holdsWhatTheStageHolds();
    void isResetAndTheSameFolder();
    void everyChangeIsFound_data();
    void everyChangeIsFound();
    void forgedTimesAreFound();
    void untouchedFilesAreNotCopiedAgain();
    void hostileContent();
    void hostileContentAsAnOrdinaryUser();
    void deepTree();
    void manyFiles();
    void followsTheHead();
    void severalAtOnce();
    void changingOneChangesNothingElse();
    void writeKeepsTimesOfEqualContent();
    void writeRefusesAllOrNothing();
    void refusedPaths_data();
    void refusedPaths();
    void commitScratch();
    void commitScratchOfAnOldHead();
    void outputsAreKept();
    void outputsOfAnotherContentAreOlderThanTheirSource();
    void outputsSurviveReopening();
    void unfinishedOutputsAreThrownAway();
    void cancelled();
    void outlivesItsStage();
};

namespace {

/// A stage of a small repository.
struct Ladder : Place
{
    std::unique_ptr<Stage> stage;

    explicit Ladder(const StageRules &rules = {})
    {
        initialise();
        put(file(u"src/a.cs"_s), "class A {}\n");
        put(file(u"src/b.cs"_s), "class B {}\n");
        put(file(u"run.sh"_s), "#!/bin/sh\n");
        ::chmod(file(u"run.sh"_s).toUtf8().constData(), 0755);
        link("a.cs", file(u"src/link"_s));
        link("/etc", file(u"etc"_s));
        commitAll();
        auto made = create(rules);
        if (made)
            stage = std::move(*made);
        else
            QTest::qFail(qPrintable(made.error().message), __FILE__, __LINE__);
    }
    std::unique_ptr<Scratch> scratch() const
    {
        auto made = stage->scratch({});
        if (!made)
            QTest::qFail(qPrintable(made.error().message), __FILE__, __LINE__);
        return std::move(*made);
    }
    QMap<QString, QByteArray> expected() const { return photograph(stageFolder + u"/tree"_s); }
};

quint64 inodeOf(const QString &file)
{
    struct stat status = {};
    return ::lstat(file.toUtf8().constData(), &status) == 0 ? status.st_ino : 0;
}

} // namespace

void TestScratch::initTestCase()
{
    isolate();
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void TestScratch::holdsWhatTheStageHolds()
{
    const Ladder ladder;
    const auto scratch = ladder.scratch();
    QCOMPARE(photograph(scratch->folder()), ladder.expected());
    QVERIFY(inodeOf(scratch->folder() + u"/src/a.cs"_s) != inodeOf(ladder.staged(u"src/a.cs"_s)));
    QVERIFY(!scratch->folder().startsWith(ladder.stageFolder + u"/tree"_s));
}

void TestScratch::isResetAndTheSameFolder()
{
    const Ladder ladder;
    QString folder;
    {
        const auto scratch = ladder.scratch();
        folder = scratch->folder();
        VERIFY_OK(scratch->write({{u"src/a.cs"_s, "broken"}, {u"new/c.cs"_s, "new"}}));
        put(folder + u"/obj/x/y.dll"_s, "built");
    }
    const auto again = ladder.scratch();
    QCOMPARE(again->folder(), folder);
    QCOMPARE(photograph(folder), ladder.expected());
}

void TestScratch::everyChangeIsFound_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("content of the same size") << u"printf 'class X {}\\n' > src/a.cs"_s;
    QTest::newRow("append") << u"echo x >> src/a.cs"_s;
    QTest::newRow("mode") << u"chmod 600 run.sh"_s;
    QTest::newRow("setuid") << u"chmod 4755 run.sh"_s;
    QTest::newRow("removed") << u"rm src/a.cs"_s;
    QTest::newRow("removed folder") << u"rm -r src"_s;
    QTest::newRow("renamed") << u"mv src/a.cs src/b.cs"_s;
    QTest::newRow("swapped") << u"mv src/a.cs t; mv src/b.cs src/a.cs; mv t src/b.cs"_s;
    QTest::newRow("folder for a file") << u"rm run.sh; mkdir -p run.sh/x"_s;
    QTest::newRow("file for a folder") << u"rm -r src; echo x > src"_s;
    QTest::newRow("link for a file") << u"rm run.sh; ln -s /etc/passwd run.sh"_s;
    QTest::newRow("link for a folder") << u"mv src elsewhere; ln -s elsewhere src"_s;
    QTest::newRow("link turned") << u"rm src/link; ln -s /etc/hosts src/link"_s;
    QTest::newRow("hard link over") << u"ln -f src/b.cs src/a.cs"_s;
    QTest::newRow("extra hard link") << u"ln src/b.cs extra"_s;
    QTest::newRow("folder mode") << u"chmod 700 src"_s;
    QTest::newRow("root mode") << u"chmod 500 ."_s;
    QTest::newRow("xattr or touch") << u"touch -d 2001-01-01 src/a.cs"_s;
    QTest::newRow("git folder") << u"mkdir -p .git/hooks; echo x > .git/hooks/post-checkout"_s;
}

void TestScratch::everyChangeIsFound()
{
    QFETCH(QString, command);
    const Ladder ladder;
    {
        const auto scratch = ladder.scratch();
        QProcess shell;
        shell.setWorkingDirectory(scratch->folder());
        shell.start(u"sh"_s, {u"-c"_s, command});
        QVERIFY(shell.waitForFinished() && shell.exitCode() == 0);
        QVERIFY(photograph(scratch->folder()) != ladder.expected() || command.contains(u" ."_s));
    }
    const auto again = ladder.scratch();
    QCOMPARE(photograph(again->folder()), ladder.expected());
    QCOMPARE(modeOf(again->folder()), 0755u);
}

void TestScratch::forgedTimesAreFound()
{
    const Ladder ladder;
    {
        const auto scratch = ladder.scratch();
        const QByteArray file = (scratch->folder() + u"/src/a.cs"_s).toUtf8();
        struct stat before = {};
        QVERIFY(::stat(file.constData(), &before) == 0);
        const int fd = ::open(file.constData(), O_WRONLY);
        QVERIFY(::write(fd, "class X {}\n", 11) == 11);
        const timespec times[] = {before.st_atim, before.st_mtim};
        QVERIFY(::futimens(fd, times) == 0);
        ::close(fd);
        struct stat after = {};
        QVERIFY(::stat(file.constData(), &after) == 0);
        QCOMPARE(after.st_size, before.st_size);
        QCOMPARE(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
    }
    const auto again = ladder.scratch();
    QCOMPARE(get(again->folder() + u"/src/a.cs"_s), "class A {}\n");
}

void TestScratch::untouchedFilesAreNotCopiedAgain()
{
    const Ladder ladder;
    quint64 kept = 0;
    quint64 changed = 0;
    {
        const auto scratch = ladder.scratch();
        kept = inodeOf(scratch->folder() + u"/src/a.cs"_s);
        changed = inodeOf(scratch->folder() + u"/src/b.cs"_s);
        VERIFY_OK(scratch->write({{u"src/b.cs"_s, "x"}}));
    }
    const auto again = ladder.scratch();
    QCOMPARE(inodeOf(again->folder() + u"/src/a.cs"_s), kept);
    QVERIFY(inodeOf(again->folder() + u"/src/b.cs"_s) != changed
            || get(again->folder() + u"/src/b.cs"_s) == "class B {}\n");
}

/// What code that hates us leaves behind.
void litter(const QString &folder, const QString &outside)
{
    const auto path = [&](const char *name) { return (folder + u'/' + QString::fromUtf8(name)).toUtf8(); };
    QVERIFY(::mkfifo(path("fifo").constData(), 0) == 0);
    QVERIFY(::unlink(path("src/a.cs").constData()) == 0 && ::mkfifo(path("src/a.cs").constData(), 0644) == 0);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    // A relative name: the folder's own is too long for a socket.
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder));
    std::strcpy(address.sun_path, "socket");
    QVERIFY(::bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    QVERIFY(QDir::setCurrent(before));
    ::close(fd);
    put(folder + u"/locked/inner/deep/file"_s, "x");
    link(outside.toUtf8(), folder + u"/locked/inner/out"_s);
    for (const char *name : {"locked/inner/deep/file", "locked/inner/deep", "locked/inner", "locked"})
        QVERIFY(::chmod(path(name).constData(), 0) == 0);
    for (const QByteArray &name : {QByteArray("new\nline"), QByteArray("\xff\xfe"), QByteArray("-rf"),
                                   QByteArray(255, 'x'), QByteArray(".grave-1"), QByteArray(".stepladder-1")}) {
        QVERIFY(::mkdir((folder.toUtf8() + '/' + name).constData(), 0700) == 0);
        put(folder + u"/plain"_s, "x");
    }
    link(outside.toUtf8(), folder + u"/src/b.cs-dir"_s);
    QVERIFY(::rename(path("src").constData(), path("was-src").constData()) == 0);
    link(outside.toUtf8(), folder + u"/src"_s);
    QVERIFY(::chmod(path("was-src").constData(), 0) == 0);
    QVERIFY(::chmod(folder.toUtf8().constData(), 0) == 0);
}

void TestScratch::hostileContent()
{
    const Ladder ladder;
    const QString outside = ladder.base.filePath(u"outside"_s);
    put(outside + u"/a.cs"_s, "precious\n");
    put(outside + u"/link"_s, "precious\n");
    const auto precious = photograph(outside);
    for (int round = 0; round < 2; ++round) {
        const auto scratch = ladder.scratch();
        QCOMPARE(photograph(scratch->folder()), ladder.expected());
        litter(scratch->folder(), outside);
    }
    const auto again = ladder.scratch();
    QCOMPARE(photograph(again->folder()), ladder.expected());
    QCOMPARE(photograph(outside), precious);
}

/// Root may do everything; permissions taken away matter to others.
void TestScratch::hostileContentAsAnOrdinaryUser()
{
    const bool root = ::geteuid() == 0;
    QTemporaryDir home;
    QVERIFY(::chmod(home.path().toUtf8().constData(), 0777) == 0);
    const auto restore = qScopeGuard([&] { QVERIFY(!root || ::seteuid(0) == 0); });
    QVERIFY(!root || ::seteuid(65534) == 0);
    const QString workspace = home.filePath(u"workspace"_s);
    put(workspace + u"/src/a.cs"_s, "class A {}\n");
    put(workspace + u"/src/link"_s, "x\n");
    const QString outside = home.filePath(u"outside"_s);
    put(outside + u"/a.cs"_s, "precious\n");
    const auto precious = photograph(outside);
    auto stage = Stage::create(workspace, home.filePath(u"stage"_s), u"r"_s, {}, false, {}, {});
    VERIFY_OK(stage);
    const auto expected = photograph(home.filePath(u"stage/tree"_s));
    for (int round = 0; round < 2; ++round) {
        const auto scratch = (*stage)->scratch({});
        VERIFY_OK(scratch);
        QCOMPARE(photograph((*scratch)->folder()), expected);
        litter((*scratch)->folder(), outside);
    }
    {
        const auto scratch = (*stage)->scratch({});
        VERIFY_OK(scratch);
        QCOMPARE(photograph((*scratch)->folder()), expected);
        litter((*scratch)->folder(), outside);
    }
    stage->reset();
    QVERIFY(!QFileInfo::exists(home.filePath(u"stage/scratch"_s)));
    QCOMPARE(photograph(outside), precious);
}

void TestScratch::deepTree()
{
    const Ladder ladder;
    {
        const auto scratch = ladder.scratch();
        int folder = ::open(scratch->folder().toUtf8().constData(), O_RDONLY | O_DIRECTORY);
        for (int i = 0; i < 1500; ++i) { // far over PATH_MAX and over the open files a process may have
            QVERIFY(::mkdirat(folder, "deeper-and-deeper", 0700) == 0);
            const int next = ::openat(folder, "deeper-and-deeper", O_RDONLY | O_DIRECTORY);
            ::close(folder);
            folder = next;
        }
        ::close(folder);
        VERIFY_OK(ladder.stage->keepOutputs(*scratch));
    }
    const auto again = ladder.scratch();
    QCOMPARE(photograph(again->folder()), ladder.expected());
}

void TestScratch::manyFiles()
{
    const Ladder ladder;
    {
        const auto scratch = ladder.scratch();
        const int folder = ::open(scratch->folder().toUtf8().constData(), O_RDONLY | O_DIRECTORY);
        for (int i = 0; i < 5000; ++i)
            ::close(::openat(folder, QByteArray::number(i).constData(), O_CREAT | O_WRONLY, 0600));
        ::close(folder);
    }
    const auto again = ladder.scratch();
    QCOMPARE(photograph(again->folder()), ladder.expected());
}

void TestScratch::followsTheHead()
{
    const Ladder ladder;
    const auto old = ladder.scratch();
    VERIFY_OK(ladder.stage->commit({{u"src/a.cs"_s, "class A2 {}\n"}, {u"src/c.cs"_s, "class C {}\n"}}, u"step"_s));
    QCOMPARE(get(old->folder() + u"/src/a.cs"_s), "class A {}\n");
    const auto fresh = ladder.scratch();
    QCOMPARE(get(fresh->folder() + u"/src/a.cs"_s), "class A2 {}\n");
    QCOMPARE(photograph(fresh->folder()), ladder.expected());
    VERIFY_OK(ladder.stage->reset(ladder.stage->foundCommit()));
    const auto back = ladder.scratch();
    QCOMPARE(get(back->folder() + u"/src/a.cs"_s), "class A {}\n");
    QVERIFY(!QFileInfo::exists(back->folder() + u"/src/c.cs"_s));
}

void TestScratch::severalAtOnce()
{
    const Ladder ladder;
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> workers;
        for (int worker = 0; worker < 4; ++worker) {
            workers.emplace_back([&, worker] {
                for (int round = 0; round < 10; ++round) {
                    const auto scratch = ladder.stage->scratch({});
                    const QByteArray mine = "class W" + QByteArray::number(worker) + " {}\n";
                    if (!scratch || !(*scratch)->write({{u"src/w.cs"_s, mine}})
                        || get((*scratch)->folder() + u"/src/w.cs"_s) != mine
                        || !ladder.stage->commit({{u"src/%1.cs"_s.arg(worker * 100 + round), mine}}, u"step"_s))
                        ++wrong;
                }
            });
        }
    }
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(ladder.stage->files().size(), 5 + 40);
    QCOMPARE(git(ladder.repository, {u"rev-list"_s, u"--count"_s, u"stepladder/run-1"_s}), "41\n");
    const auto scratch = ladder.scratch();
    QCOMPARE(photograph(scratch->folder()), ladder.expected());
}

void TestScratch::changingOneChangesNothingElse()
{
    const Ladder ladder;
    const auto expected = ladder.expected();
    const auto one = ladder.scratch();
    const auto two = ladder.scratch();
    QVERIFY(one->folder() != two->folder());
    // In place, as a tool that opens files for writing does.
    QFile file(one->folder() + u"/src/a.cs"_s);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.write("CLASS") == 5);
    file.close();
    QCOMPARE(photograph(two->folder()), expected);
    QCOMPARE(ladder.expected(), expected);
}

void TestScratch::writeKeepsTimesOfEqualContent()
{
    const Ladder ladder;
    const auto scratch = ladder.scratch();
    const auto before = photograph(scratch->folder());
    VERIFY_OK(scratch->write({{u"src/a.cs"_s, "class A {}\n"}}));
    QCOMPARE(photograph(scratch->folder()), before);
}

void TestScratch::writeRefusesAllOrNothing()
{
    const Ladder ladder;
    const auto scratch = ladder.scratch();
    const auto before = photograph(scratch->folder());
    QVERIFY(!scratch->write({{u"src/new.cs"_s, "x"}, {u"../out.cs"_s, "x"}}));
    QCOMPARE(photograph(scratch->folder()), before);
}

void TestScratch::refusedPaths_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"",
                             "..",
                             "../x",
                             "a/../../x",
                             "/etc/passwd",
                             "~/x",
                             ".git/config",
                             "src/.git/hooks/x",
                             ".GIT/config",
                             ".stepladder/x",
                             "src/a.cs/x",
                             "src",
                             "src/",
                             "SRC/a.cs",
                             "src/A.cs",
                             "src/LINK",
                             "etc/passwd",
                             "src/link",
                             "con",
                             "src/NUL.txt",
                             "a\\b",
                             "c:x",
                             ".github/workflows/x.yml"})
        QTest::newRow(path) << QString::fromUtf8(path);
    QTest::newRow("newline") << u"src/a\nb"_s;
    QTest::newRow("long name") << QString(256, u'x');
    QTest::newRow("long path") << QString(1600, u'/').replace(u"/"_s, u"ab/"_s) + u"x"_s;
    QTest::newRow("decomposed clash") << u"src/A.cs"_s.normalized(QString::NormalizationForm_D);
}

void TestScratch::refusedPaths()
{
    QFETCH(QString, path);
    const Ladder ladder;
    const auto scratch = ladder.scratch();
    const auto before = photograph(scratch->folder());
    const auto written = scratch->write({{path, "x"}});
    QVERIFY(!written);
    QVERIFY2(written.error().kind == ErrorKind::BadInput, qPrintable(written.error().message));
    QVERIFY(!written.error().message.contains(u'\n') || path.contains(u'\n'));
    const auto committed = ladder.stage->commit({{path, "x"}}, u"x"_s);
    QVERIFY(!committed);
    QVERIFY(committed.error().kind == ErrorKind::BadInput);
    QCOMPARE(photograph(scratch->folder()), before);
    QCOMPARE(ladder.stage->head(), ladder.stage->foundCommit());
}

void TestScratch::commitScratch()
{
    const Ladder ladder({.outputs = {u"bin"_s, u"obj"_s}});
    const auto scratch = ladder.scratch();
    put(scratch->folder() + u"/App/App.csproj"_s, "<Project/>\n");
    put(scratch->folder() + u"/App/tool.sh"_s, "#!/bin/sh\n");
    ::chmod((scratch->folder() + u"/App/tool.sh"_s).toUtf8().constData(), 0755);
    put(scratch->folder() + u"/App/obj/project.assets.json"_s, "{}\n");
    put(scratch->folder() + u"/.gitignore"_s, "bin/\n");
    put(scratch->folder() + u"/.git/config"_s, "x\n");
    link("App.csproj", scratch->folder() + u"/App/link"_s);
    QFile::remove(scratch->folder() + u"/src/b.cs"_s);
    put(scratch->folder() + u"/src/a.cs"_s, "class Changed {}\n");
    const auto commit = ladder.stage->commitScratch(*scratch, u"scaffold"_s);
    VERIFY_OK(commit);
    QCOMPARE(git(ladder.repository, {u"diff"_s, u"--name-status"_s, u"HEAD"_s, u"stepladder/run-1"_s}),
             "A\t.gitignore\nA\tApp/App.csproj\nA\tApp/link\nA\tApp/tool.sh\nM\tsrc/a.cs\nD\tsrc/b.cs\n");
    QCOMPARE(git(ladder.repository, {u"ls-tree"_s, u"stepladder/run-1"_s, u"App/tool.sh"_s}).left(6), "100755");
    QVERIFY(!ladder.stage->exists(u"src/b.cs"_s));
    QCOMPARE(ladder.stage->read(u"App/App.csproj"_s).value(), "<Project/>\n");
    const auto next = ladder.scratch();
    QCOMPARE(photograph(next->folder()), ladder.expected());
    QCOMPARE(ladder.stage->commitScratch(*next, u"nothing"_s).value(), *commit);
}

void TestScratch::commitScratchOfAnOldHead()
{
    const Ladder ladder;
    const auto scratch = ladder.scratch();
    VERIFY_OK(ladder.stage->commit({{u"c"_s, "c"}}, u"c"_s));
    QVERIFY(ladder.stage->commitScratch(*scratch, u"x"_s).error().kind == ErrorKind::Conflict);
}

void TestScratch::outputsAreKept()
{
    const Ladder ladder({.outputs = {u"bin"_s, u"obj"_s}});
    QMap<QString, QByteArray> built;
    {
        const auto scratch = ladder.scratch();
        put(scratch->folder() + u"/obj/deep/a.cache"_s, "cache");
        put(scratch->folder() + u"/bin/a.dll"_s, "dll");
        link("a.dll", scratch->folder() + u"/bin/link.dll"_s);
        put(scratch->folder() + u"/stray.txt"_s, "not an output");
        VERIFY_OK(ladder.stage->keepOutputs(*scratch));
        QFile::remove(scratch->folder() + u"/stray.txt"_s);
        built = photograph(scratch->folder());
    }
    quint64 inode = 0;
    {
        const auto next = ladder.scratch();
        QCOMPARE(photograph(next->folder()), built); // times included
        inode = inodeOf(next->folder() + u"/bin/a.dll"_s);
    }
    const auto other = ladder.scratch();
    QCOMPARE(inodeOf(other->folder() + u"/bin/a.dll"_s), inode);
    const auto second = ladder.scratch();
    QCOMPARE(photograph(second->folder()), built);
    // They are no files of the stage.
    QVERIFY(!ladder.stage->exists(u"bin/a.dll"_s));
    QCOMPARE(ladder.stage->commitScratch(*second, u"x"_s).value(), ladder.stage->foundCommit());
    // A later build replaces them, gone ones go.
    QFile::remove(second->folder() + u"/obj/deep/a.cache"_s);
    put(second->folder() + u"/bin/a.dll"_s, "dll2");
    VERIFY_OK(ladder.stage->keepOutputs(*second));
    const auto third = ladder.scratch();
    QCOMPARE(get(third->folder() + u"/bin/a.dll"_s), "dll2");
    QVERIFY(!QFileInfo::exists(third->folder() + u"/obj"_s));
}

void TestScratch::outputsOfAnotherContentAreOlderThanTheirSource()
{
    const Ladder ladder({.outputs = {u"bin"_s}});
    const auto timeOf = [](const QString &file) { return QFileInfo(file).lastModified(); };
    {
        const auto scratch = ladder.scratch();
        VERIFY_OK(scratch->write({{u"src/a.cs"_s, "class Rejected {}\n"}, {u"src/b.cs"_s, "class Accepted {}\n"}}));
        put(scratch->folder() + u"/bin/a.dll"_s, "of the rejected");
        VERIFY_OK(ladder.stage->commit({{u"src/b.cs"_s, "class Accepted {}\n"}}, u"b"_s));
        VERIFY_OK(ladder.stage->keepOutputs(*scratch));
    }
    const auto next = ladder.scratch();
    const auto built = timeOf(next->folder() + u"/bin/a.dll"_s);
    // a.cs is not what a.dll was made from: a build must see it as newer. b.cs is: it must not.
    QVERIFY(timeOf(next->folder() + u"/src/a.cs"_s) >= built);
    QVERIFY(timeOf(next->folder() + u"/src/b.cs"_s) <= built);
    QCOMPARE(get(next->folder() + u"/src/a.cs"_s), "class A {}\n");
    QCOMPARE(get(next->folder() + u"/src/b.cs"_s), "class Accepted {}\n");
}

void TestScratch::outputsSurviveReopening()
{
    Ladder ladder({.outputs = {u"bin"_s}});
    QMap<QString, QByteArray> built;
    {
        const auto scratch = ladder.scratch();
        put(scratch->folder() + u"/bin/a.dll"_s, "dll");
        VERIFY_OK(ladder.stage->keepOutputs(*scratch));
        built = photograph(scratch->folder());
    }
    ladder.stage.reset();
    auto again = Stage::open(ladder.stageFolder, {.outputs = {u"bin"_s}});
    VERIFY_OK(again);
    ladder.stage = std::move(*again);
    QCOMPARE(photograph(ladder.scratch()->folder()), built);
}

void TestScratch::unfinishedOutputsAreThrownAway()
{
    Ladder ladder({.outputs = {u"bin"_s}});
    {
        const auto scratch = ladder.scratch();
        put(scratch->folder() + u"/bin/a.dll"_s, "dll");
        VERIFY_OK(ladder.stage->keepOutputs(*scratch));
    }
    ladder.stage.reset();
    put(ladder.stageFolder + u"/outputs.unfinished"_s, "");
    auto again = Stage::open(ladder.stageFolder, {.outputs = {u"bin"_s}});
    VERIFY_OK(again);
    ladder.stage = std::move(*again);
    QCOMPARE(photograph(ladder.scratch()->folder()), ladder.expected());
    QVERIFY(!QFileInfo::exists(ladder.stageFolder + u"/outputs.unfinished"_s));
}

void TestScratch::cancelled()
{
    const Ladder ladder;
    std::stop_source source;
    source.request_stop();
    QVERIFY(ladder.stage->scratch(source.get_token()).error().kind == ErrorKind::Cancelled);
    QCOMPARE(photograph(ladder.scratch()->folder()), ladder.expected());
}

void TestScratch::outlivesItsStage()
{
    Ladder ladder;
    auto scratch = ladder.scratch();
    ladder.stage.reset();
    VERIFY_OK(scratch->write({{u"x"_s, "x"}}));
    // Until then nobody else may work on the stage, only look at it.
    {
        const auto looker = Stage::open(ladder.stageFolder, {});
        VERIFY_OK(looker);
        QCOMPARE((*looker)->read(u"src/a.cs"_s).value(), "class A {}\n");
        QVERIFY((*looker)->commit({{u"x"_s, "x"}}, u"x"_s).error().kind == ErrorKind::Locked);
        QVERIFY((*looker)->scratch({}).error().kind == ErrorKind::Locked);
    }
    scratch.reset();
    QVERIFY(!QFileInfo::exists(ladder.stageFolder + u"/scratch"_s));
    VERIFY_OK(Stage::open(ladder.stageFolder, {}));
}

QTEST_GUILESS_MAIN(TestScratch)
#include "tst_scratch.moc"

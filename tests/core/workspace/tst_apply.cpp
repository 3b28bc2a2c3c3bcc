// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <QScopeGuard>

#include <csignal>

#include <sys/wait.h>

using namespace fixture;
using stepladder::domain::ErrorKind;
using stepladder::workspace::apply;
using stepladder::workspace::ApplyItem;
using stepladder::workspace::ApplyOutcome;
using stepladder::workspace::RecordedFile;

class TestApply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cases_data();
    void cases();
    void allOrNothing();
    void partial();
    void aFolderThatWasDeletedStaysDeleted();
    void twice();
    void afterACrashInTheMiddle();
    void modeIsKept();
    void crlfAgreesWithTheStage();
    void symlinkedTargetOrParent();
    void folderInTheWay();
    void refusedPaths_data();
    void refusedPaths();
    void sameFileTwice();
    void noPermission();
};

namespace {

RecordedFile found(const QByteArray &content, int mode = 0644)
{
    return {.sha256 = QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()),
            .mode = mode};
}

} // namespace

void TestApply::initTestCase()
{
    isolate();
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void TestApply::cases_data()
{
    QTest::addColumn<QByteArray>("asFound"); // null: did not exist
    QTest::addColumn<QByteArray>("onDisk"); // null: does not exist
    QTest::addColumn<QByteArray>("accepted");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const QByteArray &asFound, const QByteArray &onDisk,
                        const QByteArray &accepted, ApplyOutcome outcome, const QByteArray &after) {
        QTest::newRow(name) << asFound << onDisk << accepted << int(outcome) << after;
    };
    const QByteArray none;
    row("changed", "old\n", "old\n", "new\n", ApplyOutcome::Written, "new\n");
    row("created", none, none, "new\n", ApplyOutcome::Written, "new\n");
    row("created empty", none, none, "", ApplyOutcome::Written, "");
    row("done already", "old\n", "new\n", "new\n", ApplyOutcome::AlreadyDone, "new\n");
    row("created by somebody, the same", none, "new\n", "new\n", ApplyOutcome::AlreadyDone, "new\n");
    row("created by somebody, other", none, "mine\n", "new\n", ApplyOutcome::Conflict, "mine\n");
    row("edited meanwhile", "old\n", "mine\n", "new\n", ApplyOutcome::Conflict, "mine\n");
    row("deleted meanwhile", "old\n", none, "new\n", ApplyOutcome::Conflict, none);
    row("crlf kept", "a\r\nb\r\n", "a\r\nb\r\n", "a\nc\n", ApplyOutcome::Written, "a\r\nc\r\n");
    row("crlf done already", "a\r\nb\r\n", "a\r\nc\r\n", "a\nc\n", ApplyOutcome::AlreadyDone, "a\r\nc\r\n");
    row("binary", QByteArray("\0a", 2), QByteArray("\0a", 2), QByteArray("\0\r\n", 3), ApplyOutcome::Written,
        QByteArray("\0\r\n", 3));
    row("line ends changed meanwhile", "a\n", "a\r\n", "b\n", ApplyOutcome::Conflict, "a\r\n");
}

void TestApply::cases()
{
    QFETCH(QByteArray, asFound);
    QFETCH(QByteArray, onDisk);
    QFETCH(QByteArray, accepted);
    QFETCH(int, outcome);
    QFETCH(QByteArray, after);
    Place place;
    put(place.file(u"src/other"_s), "x"); // the folder is there
    if (!onDisk.isNull())
        put(place.file(u"src/a.cs"_s), onDisk);
    const ApplyItem item{u"src/a.cs"_s, asFound.isNull() ? RecordedFile() : found(asFound), accepted};
    const auto report = apply(place.repository, {item}, false);
    VERIFY_OK(report);
    QCOMPARE(int(report->outcomes.value(u"src/a.cs"_s)), outcome);
    QCOMPARE(report->conflicts.size(), outcome == int(ApplyOutcome::Conflict) ? 1 : 0);
    QCOMPARE(QFileInfo::exists(place.file(u"src/a.cs"_s)), !after.isNull());
    if (!after.isNull())
        QCOMPARE(get(place.file(u"src/a.cs"_s)), after);
    QCOMPARE(QDir(place.file(u"src"_s)).entryList(QDir::Files | QDir::Hidden).size(), after.isNull() ? 1 : 2);
}

void TestApply::allOrNothing()
{
    Place place;
    put(place.file(u"a"_s), "old\n");
    put(place.file(u"b"_s), "edited\n");
    const auto before = photograph(place.repository);
    const auto report =
        apply(place.repository,
              {{u"a"_s, found("old\n"), "new\n"}, {u"b"_s, found("old\n"), "new\n"}, {u"deep/c"_s, {}, "c"}}, false);
    VERIFY_OK(report);
    QVERIFY(report->outcomes.value(u"a"_s) == ApplyOutcome::NotWritten);
    QVERIFY(report->outcomes.value(u"deep/c"_s) == ApplyOutcome::NotWritten);
    QCOMPARE(report->conflicts, QStringList{u"b"_s});
    QCOMPARE(report->reasons.value(u"b"_s), u"\"b\" was changed since the run began"_s);
    QCOMPARE(photograph(place.repository), before);
}

void TestApply::partial()
{
    Place place;
    put(place.file(u"a"_s), "old\n");
    put(place.file(u"b"_s), "edited\n");
    const auto report =
        apply(place.repository, {{u"b"_s, found("old\n"), "new\n"}, {u"a"_s, found("old\n"), "new\n"}}, true);
    VERIFY_OK(report);
    QVERIFY(report->outcomes.value(u"a"_s) == ApplyOutcome::Written);
    QCOMPARE(report->conflicts, QStringList{u"b"_s});
    QCOMPARE(get(place.file(u"a"_s)), "new\n");
    QCOMPARE(get(place.file(u"b"_s)), "edited\n");
}

/// It came back, with what the user had thrown away.
void TestApply::aFolderThatWasDeletedStaysDeleted()
{
    Place place;
    const auto report = apply(place.repository, {{u"gone/z"_s, found("z"), "zz\n"}}, true);
    VERIFY_OK(report);
    QCOMPARE(report->conflicts, QStringList{u"gone/z"_s});
    QVERIFY(!QFileInfo::exists(place.file(u"gone"_s)));
}

void TestApply::twice()
{
    Place place;
    put(place.file(u"src/a"_s), "a\r\n");
    const QList<ApplyItem> items{{u"src/a"_s, found("a\r\n"), "b\n"}, {u"new/x/y"_s, {}, "y\n"}};
    VERIFY_OK(apply(place.repository, items, false));
    const auto after = photograph(place.repository);
    const auto report = apply(place.repository, items, false);
    VERIFY_OK(report);
    for (const ApplyItem &item : items)
        QVERIFY(report->outcomes.value(item.path) == ApplyOutcome::AlreadyDone);
    QCOMPARE(photograph(place.repository), after);
}

void TestApply::afterACrashInTheMiddle()
{
    Place place;
    const QList<ApplyItem> items{
        {u"a"_s, found("old\n"), "new\n"}, {u"b"_s, found("old\n"), "new\n"}, {u"c"_s, {}, "c\n"}};
    const auto prepare = [&] {
        put(place.file(u"a"_s), "old\n");
        put(place.file(u"b"_s), "old\n");
        QFile::remove(place.file(u"c"_s));
    };
    // Killed at any moment: what was done is done, the rest is done by the next try, no temporary file stays.
    for (int round = 0; round < 15; ++round) {
        prepare();
        const pid_t child = ::fork();
        if (child == 0) {
            (void)apply(place.repository, items, false);
            ::_exit(0);
        }
        ::usleep(useconds_t(round) * 150);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const auto report = apply(place.repository, items, false);
        VERIFY_OK(report);
        QCOMPARE(report->conflicts, QStringList());
        QCOMPARE(get(place.file(u"a"_s)), "new\n");
        QCOMPARE(get(place.file(u"b"_s)), "new\n");
        QCOMPARE(get(place.file(u"c"_s)), "c\n");
        QCOMPARE(QDir(place.repository).entryList(QDir::Files | QDir::Hidden), QStringList({u"a"_s, u"b"_s, u"c"_s}));
    }
}

void TestApply::modeIsKept()
{
    Place place;
    put(place.file(u"run.sh"_s), "old\n");
    ::chmod(place.file(u"run.sh"_s).toUtf8().constData(), 0750);
    put(place.file(u"locked"_s), "old\n");
    ::chmod(place.file(u"locked"_s).toUtf8().constData(), 0444);
    VERIFY_OK(apply(
        place.repository,
        {{u"run.sh"_s, found("old\n", 0755), "new\n"}, {u"locked"_s, found("old\n"), "new\n"}, {u"new"_s, {}, "n\n"}},
        false));
    QCOMPARE(modeOf(place.file(u"run.sh"_s)), 0750u);
    QCOMPARE(modeOf(place.file(u"locked"_s)), 0444u);
    QCOMPARE(modeOf(place.file(u"new"_s)), 0644u);
    QCOMPARE(get(place.file(u"locked"_s)), "new\n");
}

void TestApply::crlfAgreesWithTheStage()
{
    Place place;
    put(place.file(u"a.cs"_s), "one\r\ntwo\r\n");
    const auto stage = place.create();
    VERIFY_OK(stage);
    VERIFY_OK((*stage)->commit({{u"a.cs"_s, "one\nthree\n"}}, u"x"_s));
    const QByteArray staged = (*stage)->read(u"a.cs"_s).value();
    VERIFY_OK(apply(place.repository, {{u"a.cs"_s, (*stage)->asFound(u"a.cs"_s), "one\nthree\n"}}, false));
    QCOMPARE(get(place.file(u"a.cs"_s)), staged);
    const auto again = apply(place.repository, {{u"a.cs"_s, (*stage)->asFound(u"a.cs"_s), staged}}, false);
    QVERIFY(again->outcomes.value(u"a.cs"_s) == ApplyOutcome::AlreadyDone);
}

void TestApply::symlinkedTargetOrParent()
{
    Place place;
    const QString outside = place.base.filePath(u"outside"_s);
    put(outside + u"/a"_s, "old\n");
    link((outside + u"/a"_s).toUtf8(), place.file(u"a"_s));
    link(outside.toUtf8(), place.file(u"folder"_s));
    const auto report =
        apply(place.repository, {{u"a"_s, found("old\n"), "new\n"}, {u"folder/a"_s, found("old\n"), "new\n"}}, true);
    VERIFY_OK(report);
    QCOMPARE(report->conflicts, QStringList({u"a"_s, u"folder/a"_s}));
    QCOMPARE(get(outside + u"/a"_s), "old\n");
}

void TestApply::folderInTheWay()
{
    Place place;
    QDir().mkpath(place.file(u"a"_s));
    put(place.file(u"b"_s), "b");
    put(place.file(u"Readme.md"_s), "r");
    const auto report =
        apply(place.repository, {{u"a"_s, {}, "x"}, {u"b/c"_s, {}, "x"}, {u"README.md"_s, {}, "x"}}, true);
    VERIFY_OK(report);
    QCOMPARE(report->conflicts, QStringList({u"a"_s, u"b/c"_s, u"README.md"_s}));
    QCOMPARE(report->reasons.value(u"README.md"_s),
             u"\"README.md\" differs only in case from \"Readme.md\", which exists"_s);
}

void TestApply::refusedPaths_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"../a", "/etc/passwd", ".git/hooks/pre-commit", ".gitmodules", "x/.git/config",
                             ".github/workflows/a.yml", "../.gitignore", ".git/.gitignore", ""})
        QTest::newRow(path) << QString::fromUtf8(path);
}

void TestApply::refusedPaths()
{
    QFETCH(QString, path);
    Place place;
    put(place.file(u"ok"_s), "old\n");
    const auto report = apply(place.repository, {{u"ok"_s, found("old\n"), "new\n"}, {path, {}, "x"}}, true);
    QVERIFY(!report);
    QVERIFY(report.error().kind == ErrorKind::BadInput);
    QCOMPARE(get(place.file(u"ok"_s)), "old\n");
}

void TestApply::sameFileTwice()
{
    Place place;
    QVERIFY(apply(place.repository, {{u"a"_s, {}, "1"}, {u"./a"_s, {}, "2"}}, false).error().kind
            == ErrorKind::BadInput);
    VERIFY_OK(apply(place.repository, {{u"pkg/.gitignore"_s, {}, "bin/\n"}}, false));
    QVERIFY(apply(place.file(u"nowhere"_s), {}, false).error().kind == ErrorKind::BadInput);
}

void TestApply::noPermission()
{
    QTemporaryDir home;
    QVERIFY(::chmod(home.path().toUtf8().constData(), 0777) == 0);
    const bool root = ::geteuid() == 0;
    const auto restore = qScopeGuard([&] { QVERIFY(!root || ::seteuid(0) == 0); });
    QVERIFY(!root || ::seteuid(65534) == 0);
    const QString workspace = home.filePath(u"workspace"_s);
    put(workspace + u"/free"_s, "old\n");
    put(workspace + u"/closed/a"_s, "old\n");
    put(workspace + u"/secret"_s, "old\n");
    QVERIFY(::chmod((workspace + u"/closed"_s).toUtf8().constData(), 0555) == 0);
    QVERIFY(::chmod((workspace + u"/secret"_s).toUtf8().constData(), 0) == 0);
    const QList<ApplyItem> items{{u"free"_s, found("old\n"), "new\n"},
                                 {u"closed/a"_s, found("old\n"), "new\n"},
                                 {u"closed/deep/b"_s, {}, "b"},
                                 {u"secret"_s, found("old\n"), "new\n"}};
    const auto refused = apply(workspace, items, false);
    VERIFY_OK(refused);
    QCOMPARE(refused->problems.size(), 3);
    QVERIFY(refused->outcomes.value(u"closed/a"_s) == ApplyOutcome::Failed);
    QCOMPARE(refused->problems.at(0), u"closed/a: its folder cannot be written: Permission denied"_s);
    QCOMPARE(get(workspace + u"/free"_s), "old\n");
    const auto some = apply(workspace, items, true);
    QCOMPARE(some->problems.size(), 3);
    QCOMPARE(get(workspace + u"/free"_s), "new\n");
    QCOMPARE(modeOf(workspace + u"/closed"_s), 0555u);
    ::chmod((workspace + u"/closed"_s).toUtf8().constData(), 0755);
}

QTEST_GUILESS_MAIN(TestApply)
#include "tst_apply.moc"

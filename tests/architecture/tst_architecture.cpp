// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "housechecker.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::tests;

class TestArchitecture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHouseStandsAsDrawn();
    void aCleanTreeHasNoBreach();
    void aBreachIsFound_data();
    void aBreachIsFound();
    void whatIsAllowedIsNoBreach_data();
    void whatIsAllowedIsNoBreach();
    void aScriptThatCannotBeExecutedIsFound();
    void aFolderWithoutTestsIsFound();
    void theSixDoNotKnowEachOther();
};

namespace {

QString qtHeaders()
{
    return QLibraryInfo::path(QLibraryInfo::HeadersPath);
}

const QByteArray kHead = "// SPDX-FileCopyrightText: 2026 A\n// SPDX-License-Identifier: GPL-3.0-or-later\n";

void write(const QString &root, const QString &path, const QByteArray &text, bool executable = false)
{
    const QString full = root + u'/' + path;
    QVERIFY(QDir().mkpath(QFileInfo(full).path()));
    QFile file(full);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
    file.close();
    if (executable)
        QVERIFY(file.setPermissions(file.permissions() | QFileDevice::ExeOwner | QFileDevice::ExeUser));
}

QByteArray source(const QByteArray &includes, const QByteArray &space)
{
    return kHead + includes + "namespace " + space + " {\n}\n";
}

/// A small house without a fault, to which a test adds one.
void makeHouse(const QString &root)
{
    write(root, u"core/domain/plan.h"_s,
          kHead + "#pragma once\n#include <QString>\nnamespace stepladder::domain {\n}\n");
    write(root, u"core/domain/plan.cpp"_s,
          source("#include \"domain/plan.h\"\n#include <vector>\n", "stepladder::domain"));
    write(root, u"core/domain/CMakeLists.txt"_s, "stepladder_library(Domain SOURCES plan.cpp LINKS Qt6::Core)\n");
    write(root, u"tests/core/domain/tst_plan.cpp"_s, "// a test\n");
    write(root, u"app/main.cpp"_s, kHead + "#include \"engine/control/runcontroller.h\"\nint main() {}\n");
    for (const QString &script : {u"packaging/setup.sh"_s, u"packaging/build.sh"_s, u"packaging/run.sh"_s,
                                  u"packaging/test.sh"_s, u".ci/run"_s})
        write(root, script, "#!/bin/sh\n", true);
}

QStringList breachesOf(const QString &root)
{
    return HouseChecker(root, qtHeaders()).breaches();
}

} // namespace

void TestArchitecture::theHouseStandsAsDrawn()
{
    HouseChecker checker(QStringLiteral(STEPLADDER_SOURCE_DIR), qtHeaders());
    const QStringList breaches = checker.breaches();
    QVERIFY2(checker.sourcesRead() > 20, "the sources were not found");
    QVERIFY2(breaches.isEmpty(), qPrintable(u"\n"_s + breaches.join(u'\n')));
}

void TestArchitecture::aCleanTreeHasNoBreach()
{
    const QTemporaryDir folder;
    makeHouse(folder.path());
    HouseChecker checker(folder.path(), qtHeaders());
    QCOMPARE(checker.breaches(), QStringList());
    QCOMPARE(checker.sourcesRead(), 3);
}

void TestArchitecture::aBreachIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *path, const QByteArray &text, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(path) << text << QString::fromUtf8(expected);
    };
    row("upwards", "core/domain/b.cpp", source("#include \"storage/clock.h\"\n", "stepladder::domain"),
        "core/domain/b.cpp:3: domain may not include storage (\"storage/clock.h\")");
    row("sideways", "core/journal/b.cpp", source("#include \"models/money/budget.h\"\n", "stepladder::journal"),
        "core/journal/b.cpp:3: journal may not include models");
    row("six to engine", "core/memory/b.cpp", source("#include \"engine/plan/planner.h\"\n", "stepladder::memory"),
        "memory may not include engine");
    row("ui to engine", "ui/plan/b.cpp", source("#include \"engine/plan/planner.h\"\n", "stepladder::ui::plan"),
        "ui may not include engine");
    row("core to ui", "core/engine/b.cpp", source("#include \"ui/main/window.h\"\n", "stepladder::engine"),
        "engine may not include ui");
    row("ui to app", "ui/plan/b.cpp", source("#include \"app/commands.h\"\n", "stepladder::ui"),
        "ui may not include app");
    row("spaces", "core/domain/b.cpp", source("  #  include   \"storage/clock.h\"\n", "stepladder::domain"),
        "domain may not include storage");
    row("CRLF", "core/domain/b.cpp", source("#include \"storage/clock.h\"\r\n", "stepladder::domain"),
        "domain may not include storage");
    row("angled", "core/domain/b.cpp", source("#include <storage/clock.h>\n", "stepladder::domain"),
        "<storage/clock.h> is ours and is included with quotes");
    row("relative", "core/domain/b.cpp", source("#include \"../storage/clock.h\"\n", "stepladder::domain"),
        "does not begin with a room");
    row("relative inside", "core/domain/b.cpp",
        source("#include \"domain/../storage/clock.h\"\n", "stepladder::domain"), "does not begin with a room");
    row("bare", "core/domain/b.cpp", source("#include \"clock.h\"\n", "stepladder::domain"),
        "does not begin with a room");
    row("computed", "core/domain/b.cpp", source("#include HEADER\n", "stepladder::domain"),
        "includes something computed");
    row("widgets", "core/domain/b.cpp", source("#include <QWidget>\n", "stepladder::domain"),
        "<QWidget> is not of Qt Core");
    row("gui", "core/engine/b.cpp", source("#include <QtGui/QColor>\n", "stepladder::engine"),
        "<QtGui/QColor> is not of");
    row("a module as a whole", "core/engine/b.cpp", source("#include <QtWidgets>\n", "stepladder::engine"),
        "<QtWidgets> is not of Qt Core");
    row("gui in lower case", "core/engine/b.cpp", source("#include <qcolor.h>\n", "stepladder::engine"),
        "is not of Qt Core");
    row("own header late", "core/domain/plan.cpp",
        source("#include <vector>\n#include \"domain/plan.h\"\n", "stepladder::domain"),
        "core/domain/plan.cpp:3: the own header comes first");
    row("forward declaration", "core/journal/b.h",
        kHead + "#pragma once\nnamespace stepladder::models {\nclass Budget;\n}\nnamespace stepladder::journal {\n}\n",
        "core/journal/b.h:4: journal may not name models");
    row("other namespace", "core/journal/b.cpp", source("", "stepladder::domain"),
        "has no namespace stepladder::journal");
    row("no namespace", "core/journal/b.cpp", kHead, "has no namespace stepladder::journal");
    row("unknown namespace", "core/journal/b.cpp", source("", "stepladder::jornal"), "is that of no room");
    row("no room", "core/misc/b.cpp", source("", "stepladder::misc"), "lies in no room");
    row("beside the rooms", "core/b.cpp", source("", "stepladder::domain"), "lies in no room");
    row("capitals", "core/domain/Clock.cpp", source("", "stepladder::domain"), "file names are in lower case");
    row("no licence", "core/domain/b.cpp", "namespace stepladder::domain {\n}\n", "without its two SPDX lines");
    row("no guard", "core/domain/b.h", source("", "stepladder::domain"), "is a header without #pragma once");
    row("marker", "core/domain/b.cpp",
        source("// TO"
               "DO: later\n",
               "stepladder::domain"),
        "core/domain/b.cpp:3: a comment says TO");
    row("marker in a script", "packaging/x.sh",
        "# FIX"
        "ME\n",
        "packaging/x.sh:1: a comment says FIX");
    row("links upwards", "core/domain/CMakeLists.txt",
        "stepladder_library(Domain SOURCES plan.cpp\n  LINKS Stepladder::Storage)\n",
        "core/domain/CMakeLists.txt:2: domain may not link storage");
    row("links sideways", "core/models/CMakeLists.txt", "target_link_libraries(x PRIVATE stepladder_journal)\n",
        "models may not link journal");
    row("links gui", "core/models/CMakeLists.txt", "stepladder_library(Models LINKS Qt6::Gui)\n",
        "does not link Qt6::Gui");
}

void TestArchitecture::aBreachIsFound()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const QTemporaryDir folder;
    makeHouse(folder.path());
    write(folder.path(), path, text);
    const QString found = breachesOf(folder.path()).join(u'\n');
    QVERIFY2(found.contains(expected), qPrintable(u"expected %1\nfound %2"_s.arg(expected, found)));
}

void TestArchitecture::whatIsAllowedIsNoBreach_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *path, const QByteArray &text) {
        QTest::newRow(name) << QString::fromLatin1(path) << text;
    };
    row("down", "core/domain/b.cpp", source("#include \"domain/plan.h\"\n#include <QtEndian>\n", "stepladder::domain"));
    row("qualified Qt", "core/domain/b.cpp", source("#include <QtNetwork/QTcpSocket>\n", "stepladder::domain"));
    row("standard headers with a q", "core/domain/b.cpp", source("#include <queue>\n", "stepladder::domain"));
    row("third party", "core/domain/b.cpp",
        source("#include <tl/expected.hpp>\n#include <git2.h>\n", "stepladder::domain"));
    row("moc", "core/domain/b.cpp", source("#include \"b.moc\"\n", "stepladder::domain"));
    row("nested namespace", "core/domain/b.cpp", source("", "stepladder::domain::detail"));
    row("to-do in words", "core/domain/b.cpp", source("// the to-do list, todo\n", "stepladder::domain"));
    row("marker that is data", "core/domain/b.cpp",
        source("const char *x = \"TO"
               "DO\";\n",
               "stepladder::domain"));
    row("marker that names a file", "core/domain/b.cpp",
        source("// writes TO"
               "DO.md\n",
               "stepladder::domain"));
    row("comment in CMake", "core/domain/CMakeLists.txt", "# unlike Stepladder::Storage\n");
}

void TestArchitecture::whatIsAllowedIsNoBreach()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    makeHouse(folder.path());
    write(folder.path(), path, text);
    QCOMPARE(breachesOf(folder.path()), QStringList());
}

void TestArchitecture::aScriptThatCannotBeExecutedIsFound()
{
    const QTemporaryDir folder;
    makeHouse(folder.path());
    write(folder.path(), u"packaging/more.sh"_s, "#!/bin/sh\n");
    write(folder.path(), u"packaging/sourced.sh"_s, "answer=42\n");
    QVERIFY(QFile::remove(folder.path() + u"/packaging/run.sh"_s));
    const QStringList expected = {u"packaging/more.sh:1: is a script and cannot be executed"_s,
                                  u"packaging/run.sh:1: is missing or cannot be executed"_s};
    QCOMPARE(breachesOf(folder.path()), expected);
}

void TestArchitecture::aFolderWithoutTestsIsFound()
{
    const QTemporaryDir folder;
    makeHouse(folder.path());
    write(folder.path(), u"core/storage/clock.cpp"_s, source("", "stepladder::storage"));
    QCOMPARE(breachesOf(folder.path()),
             QStringList{u"core/storage:1: has sources and no test in tests/core/storage"_s});
}

void TestArchitecture::theSixDoNotKnowEachOther()
{
    const QStringList six = {u"journal"_s, u"models"_s, u"toolchain"_s, u"workspace"_s, u"memory"_s, u"guidance"_s};
    for (const QString &one : six) {
        for (const QString &other : six)
            QCOMPARE(mayInclude(one).contains(other), one == other);
        QVERIFY(mayInclude(u"engine"_s).contains(one));
        QVERIFY(mayInclude(u"ui"_s).contains(one));
    }
    QVERIFY(!mayInclude(u"ui"_s).contains(u"engine"_s));
    QVERIFY(mayInclude(u"ui"_s).contains(u"engine/control"_s));
}

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"

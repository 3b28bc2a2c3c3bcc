// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/programs.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

/// With programs of a folder that is all of the PATH.
class TstPrograms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void argumentsStayWhole_data();
    void argumentsStayWhole();
    void whatIsMissingIsNamed();
    void theEditorIsFound_data();
    void theEditorIsFound();
    void theTerminalTakesAShell();

private:
    void put(const QString &program);
    QString at(const QString &program) const { return m_dir->filePath(program); }

    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_path;
};

void TstPrograms::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = qgetenv("PATH");
    qputenv("PATH", QFile::encodeName(m_dir->path()));
    for (const char *name : {"VISUAL", "EDITOR", "TERMINAL"})
        qunsetenv(name);
}

void TstPrograms::cleanup()
{
    qputenv("PATH", m_path);
}

void TstPrograms::put(const QString &program)
{
    QFile file(at(program));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void TstPrograms::argumentsStayWhole_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    const QString odd = u"/x/a b;$(c) %l"_s;
    const auto row = [](const char *name, const QString &command, const QString &program,
                        const QStringList &arguments) { QTest::addRow("%s", name) << command << program << arguments; };
    row("line apart", u"kate --line %l %f"_s, u"kate"_s, {u"--line"_s, u"7"_s, odd});
    row("line behind", u"code --goto %f:%l"_s, u"code"_s, {u"--goto"_s, odd + u":7"_s});
    row("file not named", u"kate -n"_s, u"kate"_s, {u"-n"_s, odd});
    row("in the terminal", u"%t vim +%l %f"_s, u"xterm"_s, {u"-e"_s, u"vim"_s, u"+7"_s, odd});
    row("quoted", u"kate \"two words\" %f"_s, u"kate"_s, {u"two words"_s, odd});
}

void TstPrograms::argumentsStayWhole()
{
    QFETCH(QString, command);
    QFETCH(QString, program);
    QFETCH(QStringList, arguments);
    for (const QString &one : {u"kate"_s, u"code"_s, u"xterm"_s, u"vim"_s})
        put(one);
    const auto call = editorCall(command, u"xterm -e"_s, u"/x/a b;$(c) %l"_s, 7);
    QVERIFY2(call.has_value(), call ? "" : qPrintable(call.error().message));
    QCOMPARE(call->program, at(program));
    QCOMPARE(call->arguments, arguments);
}

void TstPrograms::whatIsMissingIsNamed()
{
    const auto call = editorCall(u"kate %f"_s, {}, u"/x"_s, 1);
    QVERIFY(!call && call.error().kind == domain::ErrorKind::MissingTool);
    QCOMPARE(call.error().message, u"kate is not on this machine. Choose which editor is to be used."_s);
    QVERIFY(foundEditor().isEmpty());
    QCOMPARE(editorCall(foundEditor(), {}, u"/x"_s, 1).error().message, u"Choose which editor is to be used."_s);
    QCOMPARE(editorCall(u"%t vi %f"_s, {}, u"/x"_s, 1).error().message, u"Choose which terminal is to be used."_s);
    QCOMPARE(terminalCall({}, u"/"_s).error().message, u"Choose which terminal is to be used."_s);
}

void TstPrograms::theEditorIsFound_data()
{
    QTest::addColumn<QByteArray>("visual");
    QTest::addColumn<QByteArray>("editor");
    QTest::addColumn<QString>("found");
    QTest::addRow("nothing said") << QByteArray() << QByteArray() << u"kate --line %l %f"_s;
    QTest::addRow("EDITOR") << QByteArray() << QByteArray("vim") << u"%t vim +%l %f"_s;
    QTest::addRow("VISUAL first") << QByteArray("kate -n") << QByteArray("vim") << u"kate -n --line %l %f"_s;
    QTest::addRow("VISUAL not here") << QByteArray("gone") << QByteArray("vim") << u"%t vim +%l %f"_s;
    QTest::addRow("not known") << QByteArray("odd -x") << QByteArray() << u"%t odd -x %f"_s;
}

void TstPrograms::theEditorIsFound()
{
    QFETCH(QByteArray, visual);
    QFETCH(QByteArray, editor);
    for (const QString &one : {u"kate"_s, u"vim"_s, u"odd"_s})
        put(one);
    if (!visual.isEmpty())
        qputenv("VISUAL", visual);
    if (!editor.isEmpty())
        qputenv("EDITOR", editor);
    QTEST(foundEditor(), "found");
}

void TstPrograms::theTerminalTakesAShell()
{
    put(u"xterm"_s);
    put(u"bash"_s);
    qputenv("SHELL", QFile::encodeName(at(u"bash"_s)));
    QCOMPARE(foundTerminal(), u"xterm -e"_s);
    const auto call = terminalCall(foundTerminal(), m_dir->path());
    QVERIFY(call.has_value());
    QCOMPARE(*call, (ProgramCall{at(u"xterm"_s), {u"-e"_s, at(u"bash"_s)}, m_dir->path()}));
    qputenv("TERMINAL", "bash");
    QCOMPARE(foundTerminal(), u"bash -e"_s);
}

QTEST_GUILESS_MAIN(TstPrograms)
#include "tst_programs.moc"

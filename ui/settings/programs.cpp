// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/programs.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

struct Programs
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::Programs)
};

struct Known
{
    QString program;
    QString rest; ///< of its command
    bool inTerminal = false;
};

/// Those with windows first: they are what is looked for where nobody says which.
const QList<Known> &editors()
{
    static const QList<Known> all{
        {u"code"_s, u"--goto %f:%l"_s},   {u"codium"_s, u"--goto %f:%l"_s},
        {u"kate"_s, u"--line %l %f"_s},   {u"qtcreator"_s, u"-client %f:%l"_s},
        {u"kwrite"_s, u"--line %l %f"_s}, {u"gedit"_s, u"+%l %f"_s},
        {u"subl"_s, u"%f:%l"_s},          {u"geany"_s, u"--line %l %f"_s},
        {u"emacs"_s, u"+%l %f"_s},        {u"xdg-open"_s, u"%f"_s},
        {u"nvim"_s, u"+%l %f"_s, true},   {u"vim"_s, u"+%l %f"_s, true},
        {u"vi"_s, u"+%l %f"_s, true},     {u"nano"_s, u"+%l %f"_s, true},
        {u"micro"_s, u"+%l %f"_s, true},
    };
    return all;
}

const QList<Known> &terminals()
{
    static const QList<Known> all{
        {u"konsole"_s, u"-e"_s},
        {u"gnome-terminal"_s, u"--"_s},
        {u"xfce4-terminal"_s, u"-x"_s},
        {u"kitty"_s, {}},
        {u"foot"_s, {}},
        {u"alacritty"_s, u"-e"_s},
        {u"xterm"_s, u"-e"_s},
        {u"x-terminal-emulator"_s, u"-e"_s},
    };
    return all;
}

bool isHere(const QString &program)
{
    return !program.isEmpty() && !QStandardPaths::findExecutable(program).isEmpty();
}

/// \p program as somebody wrote it, with what a known one of that name takes.
QString commandFor(const QString &program, const QList<Known> &known, const QString &otherwise)
{
    const QStringList words = QProcess::splitCommand(program);
    const QString name = words.isEmpty() ? QString() : QFileInfo(words.first()).fileName();
    const auto found =
        std::find_if(known.begin(), known.end(), [&name](const Known &one) { return one.program == name; });
    if (found == known.end())
        return otherwise.arg(program);
    const QString start = found->inTerminal ? u"%t "_s + program : program;
    return found->rest.isEmpty() ? start : start + u' ' + found->rest;
}

QString firstHere(const QList<Known> &known)
{
    for (const Known &one : known) {
        if (isHere(one.program))
            return commandFor(one.program, known, {});
    }
    return {};
}

Result<ProgramCall> callOf(QStringList words, const QString &mend)
{
    if (words.isEmpty())
        return domain::fail(ErrorKind::BadInput, mend);
    const QString program = QStandardPaths::findExecutable(words.first());
    if (program.isEmpty())
        return domain::fail(ErrorKind::MissingTool,
                            Programs::tr("%1 is not on this machine. %2").arg(words.first(), mend));
    return ProgramCall{.program = program, .arguments = words.mid(1)};
}

QString chooseTerminal()
{
    return Programs::tr("Choose which terminal is to be used.");
}

} // namespace

QString foundEditor()
{
    for (const char *name : {"VISUAL", "EDITOR"}) {
        const QString value = qEnvironmentVariable(name);
        // Others of these variables expect a terminal, as programs on the command line have one.
        if (const QStringList words = QProcess::splitCommand(value); !words.isEmpty() && isHere(words.first()))
            return commandFor(value, editors(), u"%t %1 %f"_s);
    }
    return firstHere(editors());
}

QString foundTerminal()
{
    const QString value = qEnvironmentVariable("TERMINAL");
    if (const QStringList words = QProcess::splitCommand(value); !words.isEmpty() && isHere(words.first()))
        return commandFor(value, terminals(), u"%1 -e"_s);
    return firstHere(terminals());
}

Result<ProgramCall> editorCall(const QString &editor, const QString &terminal, const QString &file, int line)
{
    QStringList words = QProcess::splitCommand(editor);
    if (!words.isEmpty() && !editor.contains(u"%f"_s))
        words.append(u"%f"_s);
    const QString mend = Programs::tr("Choose which editor is to be used.");
    if (!words.isEmpty() && words.first() == u"%t"_s) {
        const QStringList shell = QProcess::splitCommand(terminal);
        if (shell.isEmpty())
            return domain::fail(ErrorKind::BadInput, chooseTerminal());
        words = shell + words.mid(1);
    }
    // Put in after the command was split: a blank in a path splits nothing, and a % in it means nothing.
    for (QString &word : words)
        word.replace(u"%l"_s, QString::number(std::max(1, line))).replace(u"%f"_s, file);
    return callOf(words, mend);
}

Result<ProgramCall> terminalCall(const QString &terminal, const QString &folder)
{
    const QStringList words = QProcess::splitCommand(terminal);
    if (words.isEmpty())
        return domain::fail(ErrorKind::BadInput, chooseTerminal());
    auto call = callOf(words + QStringList{qEnvironmentVariable("SHELL", u"/bin/sh"_s)}, chooseTerminal());
    if (call)
        call->folder = folder;
    return call;
}

Result<void> startApart(const ProgramCall &call)
{
    if (QProcess::startDetached(call.program, call.arguments, call.folder))
        return {};
    return domain::fail(ErrorKind::Io, Programs::tr("%1 could not be started.").arg(call.program));
}

} // namespace stepladder::ui

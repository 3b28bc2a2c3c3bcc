// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/window.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace stepladder;

namespace {

void printUsage()
{
    app::out(u"Stepladder %1: supervise machines that write code\n\nusage: stepladder              the window\n"
             "       stepladder --sample     the window on the bundled sample\n"
             "       stepladder --open RUN   the window on a run\n       stepladder COMMAND …\n"_s.arg(
                 QCoreApplication::applicationVersion()));
    for (const app::Command &command : app::commands())
        app::out(u"  %1 %2\n      %3"_s.arg(command.name, command.synopsis, command.help));
    app::out(u"\n`stepladder COMMAND --help` lists the options of a command."_s);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication::setApplicationName(u"stepladder"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(STEPLADDER_VERSION));
    QStringList given;
    for (int i = 1; i < argc; ++i)
        given.append(QString::fromLocal8Bit(argv[i]));
    if (app::wantsWindow(given))
        return app::runWindow(argc, argv, given);
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString name = arguments.value(0);
    if (name == u"--version"_s) {
        app::out(u"stepladder %1"_s.arg(QCoreApplication::applicationVersion()));
        return app::Ok;
    }
    for (const app::Command &command : app::commands()) {
        if (command.name == name)
            return command.run(arguments.mid(1));
    }
    if (name == u"--help"_s || name == u"-h"_s || name == u"help"_s) {
        printUsage();
        return app::Ok;
    }
    app::err(u"stepladder: there is no command \"%1\": `stepladder --help` lists them"_s.arg(name));
    return app::BadInput;
}

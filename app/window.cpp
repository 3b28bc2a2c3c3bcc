// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/command.h"
#include "app/console.h"
#include "ui/main/mainwindow.h"

#include <QApplication>
#include <QFileInfo>

namespace stepladder::app {

using namespace Qt::StringLiterals;

namespace {

/// Qt ends the program when a platform has no display: it is asked before.
bool hasDisplay()
{
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    if (!platform.isEmpty() && !platform.startsWith("xcb") && !platform.startsWith("wayland"))
        return true;
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

} // namespace

bool wantsWindow(const QStringList &arguments)
{
    return arguments.isEmpty() || arguments.first() == u"--sample"_s || arguments.first() == u"--open"_s;
}

int runWindow(int argc, char *argv[], const QStringList &arguments)
{
    const bool open = arguments.value(0) == u"--open"_s;
    if (arguments.size() != (open ? 2 : arguments.isEmpty() ? 0 : 1)) {
        err(open ? u"stepladder: --open: expected the id of a run (`stepladder runs` lists them)"_s
                 : u"stepladder: --sample takes no arguments"_s);
        return BadInput;
    }
    if (!hasDisplay()) {
        err(u"stepladder: there is no display for the window (DISPLAY and WAYLAND_DISPLAY are not set); "
            "`stepladder --help` lists the commands"_s);
        return Missing;
    }
    const storage::Locations locations = storage::Locations::fromEnvironment();
    if (open && !QFileInfo(locations.run(arguments.at(1))).isDir()) {
        err(u"stepladder: there is no run \"%1\": `stepladder runs` lists them"_s.arg(arguments.at(1)));
        return BadInput;
    }
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setDesktopFileName(u"stepladder"_s);
    const storage::SystemClock clock;
    ui::Theme theme;
    ui::MainWindow window(locations, clock, theme);
    theme.applyTo(application);
    QObject::connect(&window, &ui::MainWindow::finished, &application, &QApplication::quit, Qt::QueuedConnection);
    window.show();
    if (open)
        window.openRun(arguments.at(1));
    else if (!arguments.isEmpty())
        window.startSample();
    return QApplication::exec();
}

} // namespace stepladder::app

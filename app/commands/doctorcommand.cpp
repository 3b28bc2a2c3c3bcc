// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "engine/judging/toolchains.h"
#include "guidance/notificationqueue.h"
#include "guidance/webhook.h"
#include "storage/locations.h"

#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

namespace stepladder::app {

using namespace Qt::StringLiterals;

namespace {

struct Part
{
    QString name;
    QString found; ///< empty: missing
    QString install; ///< the command or the page
    bool needed = true;
};

QString firstLineOf(const QString &program, const QStringList &arguments)
{
    const QString path = QStandardPaths::findExecutable(program);
    if (path.isEmpty())
        return {};
    QProcess process;
    process.start(path, arguments);
    constexpr int kPatienceMs = 20'000;
    if (!process.waitForFinished(kPatienceMs) || process.exitCode() != 0)
        return {};
    return QString::fromLocal8Bit(process.readAllStandardOutput() + process.readAllStandardError())
        .section(u'\n', 0, 0)
        .trimmed();
}

QString sandboxState()
{
    const auto sandbox = toolchain::makeBubblewrapSandbox();
    return sandbox ? firstLineOf(u"bwrap"_s, {u"--version"_s}) : QString();
}

QList<Part> parts(const storage::Locations &locations)
{
    return {{u"sandbox (bubblewrap)"_s, sandboxState(), u"apt-get install bubblewrap"_s},
            {u"git"_s, firstLineOf(u"git"_s, {u"--version"_s}), u"apt-get install git"_s, false},
            {u".NET SDK (C#)"_s, firstLineOf(u"dotnet"_s, {u"--version"_s}), u"https://dotnet.microsoft.com/download"_s,
             false},
            {u"Python"_s, firstLineOf(u"/usr/bin/python3"_s, {u"--version"_s}), u"apt-get install python3"_s, false},
            {u"pytest"_s, firstLineOf(u"/usr/bin/python3"_s, {u"-m"_s, u"pytest"_s, u"--version"_s}),
             u"apt-get install python3-pytest"_s, false},
            {u"coverage.py"_s, firstLineOf(u"/usr/bin/python3"_s, {u"-m"_s, u"coverage"_s, u"--version"_s}),
             u"apt-get install python3-coverage"_s, false},
            {u"models file"_s,
             QFileInfo::exists(locations.config + u"/models.json"_s) ? locations.config + u"/models.json"_s : QString(),
             u"write %1/models.json, or give --models FILE"_s.arg(locations.config), false}};
}

/// Who is told of requests elsewhere, and what could not be told.
QString webhooksLine(const storage::Locations &locations)
{
    const QString file = locations.config + u"/webhooks.json"_s;
    if (!QFileInfo::exists(file))
        return u"none: %1 names who is told when a person is needed"_s.arg(file);
    const auto bytes = readInput(file);
    const auto hooks = bytes ? guidance::readWebhooks(*bytes, file) : domain::fail(bytes.error());
    if (!hooks)
        return hooks.error().message;
    QString line = u"%1 in %2"_s.arg(hooks->size()).arg(file);
    const QString queueFile = locations.state + u"/notifications.sqlite"_s;
    const auto queue = QFileInfo::exists(queueFile) ? guidance::NotificationQueue::open(queueFile)
                                                    : domain::fail(domain::ErrorKind::NotFound, QString());
    const auto counts = queue ? (*queue)->counts() : domain::fail(queue.error());
    if (counts && counts->queued + counts->failed > 0)
        line += u"; %1 to be told, %2 given up, the last because: %3"_s.arg(counts->queued)
                    .arg(counts->failed)
                    .arg(counts->lastError.isEmpty() ? u"not tried yet"_s : counts->lastError);
    return line;
}

} // namespace

int doctorCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    int exitCode = Ok;
    if (!parseArguments(parser, u"doctor"_s, arguments, 0, 0, &exitCode))
        return exitCode;
    const storage::Locations locations = storage::Locations::fromEnvironment();
    for (const Part &part : parts(locations)) {
        const bool here = !part.found.isEmpty();
        out(u"%1  %2: %3"_s.arg(here ? u"here   "_s : u"missing"_s, part.name, here ? part.found : part.install));
        if (!here && part.needed)
            exitCode = Missing;
    }
    out(u"webhooks: "_s + webhooksLine(locations));
    out(u"state:   %1\nconfig:  %2\nmemory:  %3"_s.arg(locations.state, locations.config, locations.memory()));
    return exitCode;
}

} // namespace stepladder::app

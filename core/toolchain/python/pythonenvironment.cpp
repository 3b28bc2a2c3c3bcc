// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/python/pythonenvironment.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

/// A folder as it stands and as it really is; both, for links between versions lead through either.
void addFolder(const QString &path, QStringList &folders)
{
    for (const QString &folder : {QDir::cleanPath(path), QFileInfo(path).canonicalFilePath()}) {
        const bool system = folder == u"/usr" || folder.startsWith(u"/usr/") || folder == u"/";
        if (!folder.isEmpty() && !system && QFileInfo(folder).isDir() && !folders.contains(folder))
            folders.append(folder);
    }
}

/// Every link that \p path goes through, so that the sandbox can follow it.
void addLinks(QString path, QStringList &folders)
{
    for (int i = 0; i < 16 && QFileInfo(path).isSymLink(); ++i) {
        path = QFileInfo(path).symLinkTarget();
        addFolder(QFileInfo(path).path() + u"/.."_s, folders);
    }
}

} // namespace

QString homeOfVenv(const QByteArray &config)
{
    for (const QByteArray &line : config.split('\n')) {
        const auto at = line.indexOf('=');
        if (at > 0 && line.left(at).trimmed().toLower() == "home")
            return QString::fromUtf8(line.mid(at + 1).trimmed());
    }
    return {};
}

std::optional<PythonInterpreter> findVenv(const QString &workspace)
{
    QStringList names = QDir(workspace).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &preferred : {u"venv"_s, u".venv"_s}) {
        if (names.removeOne(preferred))
            names.prepend(preferred);
    }
    for (const QString &name : names) {
        const QString folder = workspace + u'/' + name;
        QFile config(folder + u"/pyvenv.cfg"_s);
        if (!config.open(QIODevice::ReadOnly))
            continue;
        for (const QString &program : {u"python"_s, u"python3"_s}) {
            const QString path = folder + u"/bin/"_s + program;
            if (!QFileInfo(path).isExecutable())
                continue;
            PythonInterpreter found{.program = path, .folders = {QDir::cleanPath(folder)}, .venv = true};
            addFolder(homeOfVenv(config.readAll()) + u"/.."_s, found.folders);
            addLinks(path, found.folders);
            return found;
        }
    }
    return std::nullopt;
}

std::optional<PythonInterpreter> resolveInterpreter(const QString &command, const QString &folder)
{
    QProcess process;
    if (QFileInfo(folder).isDir())
        process.setWorkingDirectory(folder);
    process.start(command,
                  {u"-I"_s, u"-c"_s,
                   u"import os,sys;print(os.path.realpath(sys.executable));print(sys.prefix);print(sys.base_prefix);"
                   "print(sys.executable)"_s});
    if (!process.waitForFinished(10'000) || process.exitCode() != 0) {
        process.kill();
        process.waitForFinished(1000);
        return std::nullopt;
    }
    const QStringList lines = QString::fromUtf8(process.readAllStandardOutput()).split(u'\n');
    if (lines.size() < 4 || !QFileInfo(lines[0]).isExecutable())
        return std::nullopt;
    const bool venv = lines[1] != lines[2];
    // A venv's python is known by its own path: its real one would not find the venv's packages.
    PythonInterpreter found{.program = venv ? lines[3] : lines[0], .venv = venv};
    addFolder(lines[1], found.folders);
    addFolder(lines[2], found.folders);
    addLinks(lines[3], found.folders);
    return found;
}

QList<Bind> bindsFor(const PythonInterpreter &interpreter)
{
    QList<Bind> binds;
    for (const QString &folder : interpreter.folders)
        binds.append({.source = folder, .target = folder});
    return binds;
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/stage.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <utime.h>

#include <sys/stat.h>
#include <unistd.h>

/// A folder with a workspace to play with, built by the real git.
namespace fixture {

using namespace Qt::StringLiterals;
using stepladder::domain::FileChange;
using stepladder::workspace::Scratch;
using stepladder::workspace::Stage;
using stepladder::workspace::StageRules;

inline QProcessEnvironment gitEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GIT_CONFIG_NOSYSTEM"_s, u"1"_s);
    environment.insert(u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s);
    for (const QString &who : {u"AUTHOR"_s, u"COMMITTER"_s}) {
        environment.insert(u"GIT_%1_NAME"_s.arg(who), u"A User"_s);
        environment.insert(u"GIT_%1_EMAIL"_s.arg(who), u"user@localhost"_s);
    }
    return environment;
}

/// No configuration of the machine's user is read; to be called before anything else.
inline void isolate()
{
    static QTemporaryDir s_home;
    QVERIFY(s_home.isValid() && ::chmod(s_home.path().toUtf8().constData(), 0755) == 0);
    qputenv("HOME", s_home.path().toUtf8());
    qputenv("XDG_CONFIG_HOME", s_home.path().toUtf8());
}

/// What git printed; fails the test when git failed.
inline QByteArray git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setProcessEnvironment(gitEnvironment());
    process.setWorkingDirectory(folder);
    process.start(u"git"_s, QStringList{u"-c"_s, u"protocol.file.allow=always"_s} + arguments);
    if (!process.waitForFinished(30000) || process.exitCode() != 0) {
        const QByteArray text = "git " + arguments.join(u' ').toUtf8() + ": " + process.readAllStandardError()
            + " (packaging/setup.sh installs git)";
        QTest::qFail(text.constData(), __FILE__, __LINE__);
    }
    return process.readAllStandardOutput();
}

inline void put(const QString &file, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        QTest::qFail(qPrintable(file), __FILE__, __LINE__);
}

inline QByteArray get(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("<cannot be read>");
}

inline uint modeOf(const QString &file)
{
    struct stat status = {};
    return ::lstat(file.toUtf8().constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

inline QByteArray linkText(const QString &file)
{
    char text[4096] = {};
    return ::readlink(file.toUtf8().constData(), text, sizeof text - 1) > 0 ? QByteArray(text)
                                                                            : QByteArray("<no link>");
}

inline void link(const QByteArray &target, const QString &file)
{
    QVERIFY(::symlink(target.constData(), file.toUtf8().constData()) == 0);
}

/// All names below \p folder with their modes and contents, but those that start with one of \p leaveOut.
inline QMap<QString, QByteArray> photograph(const QString &folder, const QStringList &leaveOut = {})
{
    QMap<QString, QByteArray> picture;
    QDirIterator walk(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString file = walk.next();
        const QString name = QDir(folder).relativeFilePath(file);
        if (std::any_of(leaveOut.begin(), leaveOut.end(), [&](const QString &out) { return name.startsWith(out); }))
            continue;
        struct stat status = {};
        ::lstat(file.toUtf8().constData(), &status);
        QByteArray content;
        if (S_ISLNK(status.st_mode))
            content = linkText(file);
        else if (S_ISREG(status.st_mode))
            content = QCryptographicHash::hash(get(file), QCryptographicHash::Sha256)
                + QByteArray::number(status.st_mtim.tv_nsec);
        picture.insert(name, QByteArray::number(status.st_mode) + ' ' + content);
    }
    return picture;
}

/// What the run may touch in a user's .git.
inline QStringList ours()
{
    return {u".git/objects"_s, u".git/refs/heads/stepladder"_s};
}

struct Place
{
    QTemporaryDir base;
    QString repository = base.filePath(u"project"_s);
    QString stageFolder = base.filePath(u"state/stage"_s);

    Place() { QDir().mkpath(repository); }
    QString file(const QString &name) const { return repository + u'/' + name; }
    QString staged(const QString &name) const { return stageFolder + u"/tree/"_s + name; }

    /// A repository with two commits' worth of habits.
    void initialise(const QStringList &options = {})
    {
        fixture::git(repository, QStringList{u"init"_s, u"-q"_s, u"-b"_s, u"main"_s} + options);
    }
    void commitAll(const QString &message = u"work"_s)
    {
        fixture::git(repository, {u"add"_s, u"-A"_s});
        fixture::git(repository, {u"commit"_s, u"-q"_s, u"-m"_s, message});
    }
    stepladder::domain::Result<std::unique_ptr<Stage>> create(const StageRules &rules = {},
                                                              const QString &subfolder = {})
    {
        return Stage::create(subfolder.isEmpty() ? repository : file(subfolder), stageFolder, u"run-1"_s, rules, false,
                             {}, {});
    }
    QByteArray branchFile(const QString &name, const QString &commit = u"stepladder/run-1"_s) const
    {
        return fixture::git(repository, {u"show"_s, commit + u':' + name});
    }
};

} // namespace fixture

/// The value of a Result; the test ends with its message when it is an error.
#define VERIFY_OK(result) QVERIFY2((result).has_value(), (result) ? "" : qPrintable((result).error().message))

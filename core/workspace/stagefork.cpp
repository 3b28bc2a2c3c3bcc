// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/fileops.h"
#include "workspace/gitrepository.h"
#include "workspace/stage.h"
#include "workspace/stagerecord.h"

#include <QDir>
#include <QFileInfo>

#include <filesystem>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

Result<void> copyFolder(const QString &from, const QString &to)
{
    if (!QFileInfo::exists(from))
        return {};
    std::error_code problem;
    std::filesystem::copy(from.toStdString(), to.toStdString(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks,
                          problem);
    if (problem)
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(to, QString::fromStdString(problem.message())));
    return {};
}

} // namespace

Result<void> Stage::fork(const QString &from, const QString &to, const QString &run, const QString &commit)
{
    auto record = StageRecord::read(from);
    if (!record)
        return domain::fail(record.error());
    const StageLayout source{from};
    const StageLayout target{to};
    if (!QDir().mkpath(to))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(to));
    const std::pair<QString, QString> parts[] = {{source.tree(), target.tree()},
                                                 {source.originals(), target.originals()},
                                                 {source.ownRepository(), target.ownRepository()}};
    for (const auto &[here, there] : parts) {
        if (const auto copied = copyFolder(here, there); !copied)
            return copied;
    }
    record->run = run;
    if (QDir::cleanPath(record->gitFolder) == QDir::cleanPath(source.ownRepository()))
        record->gitFolder = target.ownRepository();
    const auto git = GitRepository::open(record->gitFolder, GitRepository::Writing::Synced);
    if (!git)
        return domain::fail(git.error());
    // The files of the copy are mended to this commit when the stage is opened.
    if (const auto set = (*git)->setBranch(u"stepladder/"_s + run, commit.toLatin1()); !set)
        return set;
    return record->write(to);
}

} // namespace stepladder::workspace

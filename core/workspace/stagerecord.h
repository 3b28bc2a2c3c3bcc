// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <map>

namespace stepladder::workspace {

/// A file as the run found it, in the stage.
struct FoundFile
{
    QByteArray sha256; ///< hex; of a symlink over its text
    uint mode = 0; ///< permission bits
    bool link = false;
    QByteArray id = {}; ///< its blob in the tree as found, hex; empty: not in the tree
    qint64 size = 0;
    qint64 mtimeNs = 0; ///< of our copy

    bool operator==(const FoundFile &) const = default;
};

/// What create() leaves for open(): written once, last of all. The head is the ref, nothing else says it.
struct StageRecord
{
    QString run;
    QString workspace;
    QString repository; ///< the top folder
    QString prefix; ///< of the workspace in it
    QString gitFolder; ///< the repository that holds the branch
    QString gitNote = {}; ///< why that is not the user's own
    QByteArray found; ///< commit whose tree is the workspace as found
    QStringList leftOut = {};
    std::map<QByteArray, FoundFile> files = {}; ///< by path from the top

    static domain::Result<StageRecord> read(const QString &folder);
    domain::Result<void> write(const QString &folder) const;
};

/// Of the machine's present boot. The stage's own files are not synced: what git has is, and mends them. After another
/// boot all of them are looked into.
QByteArray bootId();

/// What lies where in a stage's folder.
struct StageLayout
{
    QString folder;

    QString tree() const { return folder + QStringLiteral("/tree"); }
    QString outputs() const { return folder + QStringLiteral("/outputs"); }
    QString outputsUnfinished() const { return folder + QStringLiteral("/outputs.unfinished"); }
    QString originals() const { return folder + QStringLiteral("/originals"); }
    QString scratches() const { return folder + QStringLiteral("/scratch"); }
    QString ownRepository() const { return folder + QStringLiteral("/repository.git"); }
    QString incoming() const { return folder + QStringLiteral("/incoming"); }
    QString head() const
    {
        return folder + QStringLiteral("/head");
    } ///< where the ref stood last, should it be deleted
    QString boot() const
    {
        return folder + QStringLiteral("/boot");
    } ///< id of the boot in which the stage was last whole
    QString lock() const { return folder + QStringLiteral("/lock"); }
};

} // namespace stepladder::workspace

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace stepladder::engine {

/// One file, or text of one's own, as it would go into prompts.
struct AttachedText
{
    QString name; ///< relative to the workspace, or a title
    QByteArray content = {};
    int tokens = 0; ///< estimated

    bool operator==(const AttachedText &) const = default;
};

struct AttachedTexts
{
    QList<AttachedText> texts = {};
    QStringList leftOut = {}; ///< "path: why"
    int tokens = 0; ///< of all, in every prompt that carries them
};

/// Reads files, and folders with all their text files, of \p workspace as they stand on disk. Binary files, files over
/// 1 MiB, hidden ones in a folder and what comes after 500 files or 4 MiB are left out and named. Reads the disk: not
/// for the GUI thread. BadInput: a path outside the workspace or not there, in one line.
domain::Result<AttachedTexts> readAttachments(const QString &workspace, const QStringList &paths);
/// What \p text would cost in each prompt, estimated.
int tokensOf(const QString &text);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/globrules.h"

#include <QHash>
#include <QString>

namespace stepladder::engine {

/// The files of a workspace whose contents no endpoint beyond this machine gets: those that hold secrets by their name,
/// and what the workspace's .stepladderignore lists: a glob a line, '#' begins a comment, '!' takes a file back.
class DenyList
{
public:
    DenyList();
    /// Reads .stepladderignore on the disk, as the user has it: what a run writes does not loosen it.
    static DenyList of(const QString &workspace);

    /// Whether \p path, relative to the workspace, stays here.
    bool denies(const QString &path) const;

    /// Secrets of dotenv files in the workspace and the folders right below, with what each is called: they stay here
    /// wherever they stand.
    static QHash<QString, QString> secretsOf(const QString &workspace);

private:
    DenyList(const QStringList &denied, const QStringList &allowed);

    workspace::GlobRules m_denied;
    workspace::GlobRules m_allowed;
};

} // namespace stepladder::engine

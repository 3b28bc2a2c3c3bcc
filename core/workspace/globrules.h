// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QRegularExpression>
#include <QStringList>

namespace stepladder::workspace {

/// Globs of names ("bin", "*.pyc": any part of a path) or of paths with a slash ("docs/out", "/bin": from the top, with
/// all below).
class GlobRules
{
public:
    explicit GlobRules(const QStringList &globs);

    bool empty() const { return m_plainNames.isEmpty() && m_names.isEmpty() && m_paths.isEmpty(); }
    /// Whether \p path (relative, forward slashes) or a folder it lies in is meant.
    bool matches(const QByteArray &path) const;
    /// Whether one part of a path is meant by a name glob.
    bool matchesName(const QByteArray &name) const;

private:
    QList<QByteArray> m_plainNames;
    QList<QRegularExpression> m_names;
    QList<QRegularExpression> m_paths;
};

} // namespace stepladder::workspace

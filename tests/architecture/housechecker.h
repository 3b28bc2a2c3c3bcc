// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>

namespace stepladder::tests {

/// Reads a source tree and says where it is not built as the house is drawn: who may include, link and name whom,
/// what mirrors what, and what every file has at its head. Reads files only; no build is needed.
class HouseChecker
{
public:
    /// \p root holds app, core, ui, tests, packaging. \p qtHeaders is the folder with QtCore, QtNetwork, QtSql.
    HouseChecker(const QString &root, const QString &qtHeaders);

    /// One line per breach, "file:line: what". Empty: the house stands as drawn.
    QStringList breaches();
    /// How many sources were read, so that a caller can tell an empty tree from a clean one.
    int sourcesRead() const { return m_sourcesRead; }

private:
    struct Source
    {
        QString path; ///< relative to the root
        QString room; ///< "domain", "engine", "engine/control", "ui", "app"
        QStringList lines;
    };

    void checkSource(const Source &source);
    void checkHead(const Source &source);
    void checkIncludes(const Source &source);
    void checkQuoted(const Source &source, int line, const QString &header);
    void checkAngled(const Source &source, int line, const QString &header);
    void checkNamespaces(const Source &source);
    void checkWords(const QString &path, const QStringList &lines);
    void checkLinks(const QString &path, const QStringList &lines);
    void checkMirrors();
    void checkScripts();

    QStringList filesUnder(const QString &folder, const QStringList &patterns) const;
    QStringList linesOf(const QString &path) const;
    void breach(const QString &path, int line, const QString &what);

    QString m_root;
    QString m_qtHeaders;
    QStringList m_breaches;
    int m_sourcesRead = 0;
};

/// The rooms that \p room may include, itself among them. Empty for a room that is not in the house.
QSet<QString> mayInclude(const QString &room);

} // namespace stepladder::tests

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "housechecker.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace stepladder::tests {

using namespace Qt::StringLiterals;

namespace {

const QStringList &six()
{
    static const QStringList rooms = {u"journal"_s,   u"models"_s, u"toolchain"_s,
                                      u"workspace"_s, u"memory"_s, u"guidance"_s};
    return rooms;
}

QSet<QString> belowEngine()
{
    return QSet<QString>(six().begin(), six().end()) | QSet<QString>{u"domain"_s, u"storage"_s};
}

/// "core/engine/control/x.cpp" → "engine/control", "ui/plan/x.h" → "ui"; empty where no room is.
QString roomOf(const QString &path)
{
    const QStringList parts = path.split(u'/');
    if (parts.first() != u"core"_s)
        return parts.first();
    if (parts.size() < 3)
        return {};
    return parts.size() > 3 && parts.at(1) == u"engine"_s && parts.at(2) == u"control"_s ? u"engine/control"_s
                                                                                         : parts.at(1);
}

/// The room that an include, a namespace or a target belongs to: the longest known beginning.
QString roomNamed(const QString &slashed)
{
    if (slashed == u"engine/control"_s || slashed.startsWith(u"engine/control/"_s))
        return u"engine/control"_s;
    const QString first = slashed.section(u'/', 0, 0);
    return mayInclude(first).isEmpty() ? QString() : first;
}

QString withoutComment(const QString &line)
{
    const auto at = line.indexOf(u'#');
    return at < 0 ? line : line.left(at);
}

} // namespace

QSet<QString> mayInclude(const QString &room)
{
    if (room == u"domain"_s)
        return {u"domain"_s};
    if (room == u"storage"_s)
        return {u"domain"_s, u"storage"_s};
    if (six().contains(room))
        return {u"domain"_s, u"storage"_s, room};
    const QSet<QString> below = belowEngine();
    if (room == u"engine"_s || room == u"engine/control"_s)
        return below | QSet<QString>{u"engine"_s, u"engine/control"_s};
    if (room == u"ui"_s)
        return below | QSet<QString>{u"engine/control"_s, u"ui"_s};
    if (room == u"app"_s)
        return below | QSet<QString>{u"engine"_s, u"engine/control"_s, u"ui"_s, u"app"_s};
    return {};
}

HouseChecker::HouseChecker(const QString &root, const QString &qtHeaders)
    : m_root(root)
    , m_qtHeaders(qtHeaders)
{
}

QStringList HouseChecker::breaches()
{
    m_breaches.clear();
    m_sourcesRead = 0;
    const QStringList own = {u"core"_s, u"ui"_s, u"app"_s};
    for (const QString &top : own) {
        for (const QString &path : filesUnder(top, {u"*.h"_s, u"*.cpp"_s}))
            checkSource({path, roomOf(path), linesOf(path)});
    }
    for (const QString &path : filesUnder(u"core"_s, {u"CMakeLists.txt"_s}))
        checkLinks(path, linesOf(path));
    const QStringList texts = {u"*.h"_s, u"*.cpp"_s, u"*.sh"_s, u"*.cmake"_s, u"CMakeLists.txt"_s};
    for (const QString &top : own + QStringList{u"packaging"_s}) {
        for (const QString &path : filesUnder(top, texts))
            checkWords(path, linesOf(path));
    }
    checkMirrors();
    checkScripts();
    m_breaches.sort();
    return m_breaches;
}

void HouseChecker::checkSource(const Source &source)
{
    ++m_sourcesRead;
    if (mayInclude(source.room).isEmpty()) {
        breach(source.path, 1, u"lies in no room of the house"_s);
        return;
    }
    if (const QString name = QFileInfo(source.path).fileName(); name != name.toLower())
        breach(source.path, 1, u"file names are in lower case"_s);
    checkHead(source);
    checkIncludes(source);
    checkNamespaces(source);
}

void HouseChecker::checkHead(const Source &source)
{
    const bool licensed = source.lines.size() > 1 && source.lines.at(0).contains(u"SPDX-FileCopyrightText"_s)
        && source.lines.at(1).contains(u"SPDX-License-Identifier: GPL-3.0-or-later"_s);
    if (!licensed)
        breach(source.path, 1, u"begins without its two SPDX lines"_s);
    if (source.path.endsWith(u".h"_s) && !source.lines.contains(u"#pragma once"_s))
        breach(source.path, 1, u"is a header without #pragma once"_s);
}

void HouseChecker::checkIncludes(const Source &source)
{
    static const QRegularExpression include(u"^\\s*#\\s*include\\s*(.*)$"_s);
    static const QRegularExpression named(u"^([<\"])([^>\"]+)[>\"]"_s);
    const QFileInfo file(source.path);
    const bool hasOwn = file.suffix() == u"cpp"_s
        && QFileInfo::exists(m_root + u'/' + file.path() + u'/' + file.completeBaseName() + u".h"_s);
    bool first = true;
    for (int i = 0; i < source.lines.size(); ++i) {
        const auto match = include.match(source.lines.at(i));
        if (!match.hasMatch())
            continue;
        const auto name = named.match(match.captured(1));
        if (!name.hasMatch()) {
            breach(source.path, i + 1, u"includes something computed, which nobody can check"_s);
            continue;
        }
        const QString header = name.captured(2);
        if (first && hasOwn && QFileInfo(header).fileName() != file.completeBaseName() + u".h"_s)
            breach(source.path, i + 1, u"the own header comes first"_s);
        first = false;
        if (name.captured(1) == u"\""_s)
            checkQuoted(source, i + 1, header);
        else
            checkAngled(source, i + 1, header);
    }
}

void HouseChecker::checkQuoted(const Source &source, int line, const QString &header)
{
    if (header.endsWith(u".moc"_s) || header.startsWith(u"ui_"_s))
        return;
    const QString room = roomNamed(header);
    if (room.isEmpty() || header.contains(u".."_s))
        breach(source.path, line, u"\"%1\" does not begin with a room"_s.arg(header));
    else if (!mayInclude(source.room).contains(room))
        breach(source.path, line, u"%1 may not include %2 (\"%3\")"_s.arg(source.room, room, header));
}

void HouseChecker::checkAngled(const Source &source, int line, const QString &header)
{
    if (const QString room = roomNamed(header); !room.isEmpty() && header.contains(u'/')) {
        breach(source.path, line, u"<%1> is ours and is included with quotes"_s.arg(header));
        return;
    }
    static const QRegularExpression ofQt(u"^(Q[A-Za-z]\\w*(/.*)?|q\\w+\\.h)$"_s);
    if (!source.path.startsWith(u"core/"_s) || !ofQt.match(header).hasMatch())
        return;
    static const QStringList modules = {u"QtCore"_s, u"QtNetwork"_s, u"QtSql"_s};
    const bool qualified = header.contains(u'/');
    const bool known = std::any_of(modules.begin(), modules.end(), [&](const QString &module) {
        return qualified ? header.startsWith(module + u'/')
                         : header == module || QFileInfo::exists(m_qtHeaders + u'/' + module + u'/' + header);
    });
    if (!known)
        breach(source.path, line, u"<%1> is not of Qt Core, Network or Sql, and core knows no others"_s.arg(header));
}

void HouseChecker::checkNamespaces(const Source &source)
{
    static const QRegularExpression declared(u"^\\s*(?:inline\\s+)?namespace\\s+stepladder((?:::\\w+)*)"_s);
    bool own = false;
    for (int i = 0; i < source.lines.size(); ++i) {
        const auto match = declared.match(source.lines.at(i));
        if (!match.hasMatch())
            continue;
        const QString slashed = match.captured(1).mid(2).replace(u"::"_s, u"/"_s);
        const QString room = roomNamed(slashed);
        const QString top = source.room.section(u'/', 0, 0);
        if (room.isEmpty())
            breach(source.path, i + 1, u"the namespace \"%1\" is that of no room"_s.arg(slashed));
        else if (!mayInclude(source.room).contains(room))
            breach(source.path, i + 1, u"%1 may not name %2"_s.arg(source.room, room));
        own = own || room.section(u'/', 0, 0) == top;
    }
    if (!own && source.path.startsWith(u"core/"_s))
        breach(source.path, 1, u"has no namespace stepladder::%1"_s.arg(QString(source.room).replace(u"/"_s, u"::"_s)));
}

void HouseChecker::checkWords(const QString &path, const QStringList &lines)
{
    // Put together here, so that this file can be read by its own check.
    static const QStringList words = {u"TO"_s + u"DO"_s, u"FIX"_s + u"ME"_s, u"XX"_s + u"X"_s};
    static const QRegularExpression marker(u"(//|/\\*|#).*\\b(%1)\\b(?!\\.\\w)"_s.arg(words.join(u'|')));
    for (int i = 0; i < lines.size(); ++i) {
        if (const auto match = marker.match(lines.at(i)); match.hasMatch())
            breach(path, i + 1,
                   u"a comment says %1: do it, or write it down where work is kept"_s.arg(match.captured(2)));
    }
}

void HouseChecker::checkLinks(const QString &path, const QStringList &lines)
{
    static const QRegularExpression token(u"\\b(?:Stepladder::|stepladder_)(\\w+)|\\bQt6?::(\\w+)"_s);
    static const QStringList notRooms = {u"library"_s, u"options"_s, u"pch"_s, u"resources"_s};
    const QString room = roomOf(path);
    if (room.isEmpty())
        return;
    for (int i = 0; i < lines.size(); ++i) {
        const QString line = withoutComment(lines.at(i));
        for (auto it = token.globalMatch(line); it.hasNext();) {
            const auto match = it.next();
            const QString qt = match.captured(2);
            const QString target = match.captured(1).toLower();
            static const QStringList modules = {u"Core"_s, u"Network"_s, u"Sql"_s};
            if (!qt.isEmpty() && !modules.contains(qt))
                breach(path, i + 1, u"core does not link Qt6::%1"_s.arg(qt));
            if (qt.isEmpty() && !notRooms.contains(target) && !mayInclude(room).contains(target)
                && !(target == u"control"_s && room.startsWith(u"engine"_s)))
                breach(path, i + 1, u"%1 may not link %2"_s.arg(room, target));
        }
    }
}

void HouseChecker::checkMirrors()
{
    QSet<QString> folders;
    for (const QString &path : filesUnder(u"core"_s, {u"*.cpp"_s}) + filesUnder(u"ui"_s, {u"*.cpp"_s}))
        folders.insert(path.section(u'/', 0, 1));
    for (const QString &folder : std::as_const(folders)) {
        const QString mirror = u"tests/"_s + folder;
        if (filesUnder(mirror, {u"tst_*.cpp"_s}).isEmpty())
            breach(folder, 1, u"has sources and no test in %1"_s.arg(mirror));
    }
}

void HouseChecker::checkScripts()
{
    for (const QString &path : filesUnder(u"packaging"_s, {u"*.sh"_s}) + filesUnder(u".ci"_s, {u"run"_s})) {
        const QStringList lines = linesOf(path);
        const bool started = !lines.isEmpty() && lines.first().startsWith(u"#!"_s);
        // What has no first line for the system is there to be sourced by the others.
        if (started && !QFileInfo(m_root + u'/' + path).isExecutable())
            breach(path, 1, u"is a script and cannot be executed"_s);
    }
    for (const QString &needed : {u"packaging/setup.sh"_s, u"packaging/build.sh"_s, u"packaging/run.sh"_s,
                                  u"packaging/test.sh"_s, u".ci/run"_s}) {
        if (!QFileInfo(m_root + u'/' + needed).isExecutable())
            breach(needed, 1, u"is missing or cannot be executed"_s);
    }
}

QStringList HouseChecker::filesUnder(const QString &folder, const QStringList &patterns) const
{
    QStringList files;
    QDirIterator it(m_root + u'/' + folder, patterns, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(QDir(m_root).relativeFilePath(it.next()));
    files.sort();
    return files;
}

QStringList HouseChecker::linesOf(const QString &path) const
{
    QFile file(m_root + u'/' + path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    for (QString &line : lines) {
        if (line.endsWith(u'\r'))
            line.chop(1);
    }
    return lines;
}

void HouseChecker::breach(const QString &path, int line, const QString &what)
{
    m_breaches.append(u"%1:%2: %3"_s.arg(path, QString::number(line), what));
}

} // namespace stepladder::tests

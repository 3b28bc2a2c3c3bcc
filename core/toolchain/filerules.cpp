// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/filerules.h"

#include <QDir>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

QString toExpression(const QString &glob)
{
    QString out;
    int braces = 0;
    for (qsizetype i = 0; i < glob.size(); ++i) {
        const QChar c = glob[i];
        if (c == u'*' && glob.mid(i, 3) == u"**/"_s) {
            out += u"(?:[^/]+/)*"_s;
            i += 2;
        } else if (c == u'*' && glob.mid(i, 2) == u"**"_s) {
            out += u".*"_s;
            ++i;
        } else if (c == u'*') {
            out += u"[^/]*"_s;
        } else if (c == u'?') {
            out += u"[^/]"_s;
        } else if (c == u'{') {
            out += u"(?:"_s;
            ++braces;
        } else if (c == u'}' && braces > 0) {
            out += u')';
            --braces;
        } else if (c == u',' && braces > 0) {
            out += u'|';
        } else {
            out += QRegularExpression::escape(QString(c));
        }
    }
    return QRegularExpression::anchoredPattern(out);
}

/// Compiled once for each thread: a stage asks for thousands of paths.
const QRegularExpression &compiled(const QString &glob)
{
    thread_local QHash<QString, QRegularExpression> cache;
    auto it = cache.find(glob);
    if (it == cache.end())
        it = cache.insert(glob, QRegularExpression(toExpression(glob)));
    return *it;
}

void collect(const QDir &dir, const QString &prefix, const QStringList &globs, const QStringList &skip,
             QStringList &out)
{
    const auto entries = dir.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const QString path = prefix + entry.fileName();
        if (entry.isDir() && !entry.isSymLink()) {
            if (entry.fileName() != u".git" && !matchesAnyGlob(skip, path))
                collect(QDir(entry.filePath()), path + u'/', globs, skip, out);
        } else if (entry.isFile() && matchesAnyGlob(globs, path)) {
            out.append(path);
        }
    }
}

} // namespace

bool matchesGlob(const QString &glob, const QString &path)
{
    const QString subject = glob.contains(u'/') ? path : path.section(u'/', -1);
    return compiled(glob).match(subject).hasMatch();
}

bool matchesAnyGlob(const QStringList &globs, const QString &path)
{
    return std::any_of(globs.begin(), globs.end(), [&](const QString &glob) { return matchesGlob(glob, path); });
}

QStringList filesMatching(const QString &folder, const QStringList &globs, const QStringList &skip)
{
    QStringList found;
    collect(QDir(folder), {}, globs, skip, found);
    found.sort();
    return found;
}

} // namespace stepladder::toolchain

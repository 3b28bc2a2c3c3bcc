// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/globrules.h"

#include "workspace/fileops.h"

namespace stepladder::workspace {

using namespace Qt::StringLiterals;

GlobRules::GlobRules(const QStringList &globs)
{
    for (QString glob : globs) {
        while (glob.endsWith(u'/'))
            glob.chop(1);
        if (glob.startsWith(u"./"_s))
            glob.remove(0, 2);
        if (glob.startsWith(u"**/"_s))
            glob.remove(0, 3);
        const bool fromTop = glob.startsWith(u'/');
        if (fromTop)
            glob.remove(0, 1);
        if (glob.isEmpty())
            continue;
        const QString pattern =
            QRegularExpression::wildcardToRegularExpression(glob, QRegularExpression::UnanchoredWildcardConversion);
        if (fromTop || glob.contains(u'/'))
            m_paths.append(QRegularExpression(u"\\A(?:"_s + pattern + u")(?:/|\\z)"_s));
        else if (!glob.contains(u'*') && !glob.contains(u'?') && !glob.contains(u'['))
            m_plainNames.append(fileBytes(glob));
        else
            m_names.append(QRegularExpression(u"\\A(?:"_s + pattern + u")\\z"_s));
    }
}

bool GlobRules::matchesName(const QByteArray &name) const
{
    if (m_plainNames.contains(name))
        return true;
    if (m_names.isEmpty())
        return false;
    const QString text = fileText(name);
    return std::any_of(m_names.begin(), m_names.end(), [&](const auto &glob) { return glob.match(text).hasMatch(); });
}

bool GlobRules::matches(const QByteArray &path) const
{
    for (const QByteArray &part : path.split('/')) {
        if (matchesName(part))
            return true;
    }
    if (m_paths.isEmpty())
        return false;
    const QString text = fileText(path);
    return std::any_of(m_paths.begin(), m_paths.end(), [&](const auto &glob) { return glob.match(text).hasMatch(); });
}

} // namespace stepladder::workspace

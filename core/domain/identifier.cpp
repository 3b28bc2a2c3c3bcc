// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/identifier.h"

#include <QRegularExpression>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

QStringList partsOfIdentifier(const QString &name)
{
    static const QRegularExpression part(u"\\p{Lu}+(?=\\p{Lu}\\p{Ll})|\\p{Lu}?[\\p{Ll}\\p{N}\\p{Lo}]+|\\p{Lu}+"_s,
                                         QRegularExpression::UseUnicodePropertiesOption);
    QStringList parts;
    for (auto it = part.globalMatch(name); it.hasNext();)
        parts.append(it.next().captured());
    return parts.size() > 1 ? parts : QStringList();
}

} // namespace stepladder::domain

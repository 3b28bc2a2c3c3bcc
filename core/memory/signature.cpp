// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/signature.h"

#include "memory/failureclasses.h"

namespace stepladder::memory {

using namespace Qt::StringLiterals;

QString signatureOf(const QList<domain::Issue> &issues)
{
    QStringList classes;
    for (const domain::Issue &issue : issues)
        classes += failureClasses(issue);
    if (classes.isEmpty())
        return u"unclassified"_s;
    classes.sort();
    classes.removeDuplicates();
    return classes.join(u'|');
}

} // namespace stepladder::memory

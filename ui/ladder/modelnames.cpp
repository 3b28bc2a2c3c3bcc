// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/modelnames.h"

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

/// What a name consists of: without who serves it, "deepseek" as people write it in chats, the vendor's name apart.
QStringList partsOf(const QString &model)
{
    QString name = model.section(u'/', -1);
    name.replace(u':', u'-');
    QStringList parts = name.split(u'-', Qt::SkipEmptyParts);
    if (parts.size() > 1 && parts.first().compare(u"claude"_s, Qt::CaseInsensitive) == 0)
        parts.removeFirst();
    // Older names have the version before the kind: "3-5-sonnet".
    while (parts.size() > 1 && parts.first().front().isDigit())
        parts.append(parts.takeFirst());
    if (!parts.isEmpty() && parts.first().compare(u"deepseek"_s, Qt::CaseInsensitive) == 0)
        parts.first() = u"ds"_s;
    return parts;
}

} // namespace

QHash<QString, QString> shortModelNames(const QStringList &models)
{
    QHash<QString, QString> names;
    QStringList open = models;
    open.removeDuplicates();
    for (int length = 1; !open.isEmpty(); ++length) {
        QHash<QString, QStringList> bearers;
        bool longer = false;
        for (const QString &model : std::as_const(open)) {
            const QStringList parts = partsOf(model);
            longer = longer || parts.size() > length;
            bearers[parts.isEmpty() ? model : parts.mid(0, length).join(u'-')].append(model);
        }
        for (auto it = bearers.cbegin(); it != bearers.cend(); ++it) {
            if (it->size() > 1 && longer)
                continue;
            for (const QString &model : *it) {
                names.insert(model, it->size() == 1 ? it.key() : model);
                open.removeOne(model);
            }
        }
    }
    return names;
}

} // namespace stepladder::ui

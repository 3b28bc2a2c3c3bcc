// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/prompts.h"

#include "domain/jsonreader.h"

#include <QRegularExpression>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

Result<PromptLibrary> PromptLibrary::load(const storage::Resources &resources)
{
    PromptLibrary library;
    for (const QString &file : resources.list(u"prompts"_s)) {
        if (!file.endsWith(u".md"_s))
            continue;
        const auto text = resources.read(u"prompts/"_s + file);
        if (!text)
            return domain::fail(text.error());
        library.m_templates.insert(file.chopped(3), QString::fromUtf8(*text));
    }
    for (const QString &file : resources.list(u"schemas/answers"_s)) {
        const QString name = u"schemas/answers/"_s + file;
        const auto text = resources.read(name);
        if (!text)
            return domain::fail(text.error());
        const auto schema = domain::parseJsonObject(*text, resources.origin(name));
        if (!schema)
            return domain::fail(schema.error());
        library.m_schemas.insert(file.section(u'.', 0, 0), *schema);
    }
    return library;
}

PromptLibrary PromptLibrary::fromJson(const QJsonObject &pinned)
{
    PromptLibrary library;
    const QJsonObject templates = pinned[u"templates"].toObject();
    for (auto it = templates.constBegin(); it != templates.constEnd(); ++it)
        library.m_templates.insert(it.key(), it.value().toString());
    const QJsonObject schemas = pinned[u"schemas"].toObject();
    for (auto it = schemas.constBegin(); it != schemas.constEnd(); ++it)
        library.m_schemas.insert(it.key(), it.value().toObject());
    return library;
}

QJsonObject PromptLibrary::toJson() const
{
    QJsonObject templates;
    for (auto it = m_templates.constBegin(); it != m_templates.constEnd(); ++it)
        templates.insert(it.key(), it.value());
    QJsonObject schemas;
    for (auto it = m_schemas.constBegin(); it != m_schemas.constEnd(); ++it)
        schemas.insert(it.key(), it.value());
    return {{u"templates"_s, templates}, {u"schemas"_s, schemas}};
}

Result<QString> PromptLibrary::render(const QString &name, const QHash<QString, QString> &values) const
{
    const auto it = m_templates.constFind(name);
    if (it == m_templates.constEnd())
        return domain::fail(domain::ErrorKind::NotFound, u"there is no prompt prompts/%1.md"_s.arg(name));
    return fillTemplate(*it, values);
}

QJsonObject PromptLibrary::schema(const QString &name) const
{
    return m_schemas.value(name);
}

QString fillTemplate(const QString &text, const QHash<QString, QString> &values)
{
    // One pass over the template, so that a value that looks like a placeholder stays as it is.
    static const QRegularExpression tag(u"\\{\\{([#/]?)(\\w+)\\}\\}\\n?"_s);
    QString result;
    qsizetype at = 0;
    QStringList hidden;
    auto it = tag.globalMatch(text);
    while (it.hasNext()) {
        const auto match = it.next();
        if (hidden.isEmpty())
            result += QStringView(text).mid(at, match.capturedStart() - at);
        at = match.capturedEnd();
        const QString kind = match.captured(1);
        const QString name = match.captured(2);
        if (kind == u"#"_s) {
            if (!hidden.isEmpty() || values.value(name).isEmpty())
                hidden.append(name);
        } else if (kind == u"/"_s) {
            if (!hidden.isEmpty() && hidden.last() == name)
                hidden.removeLast();
        } else if (hidden.isEmpty()) {
            result += values.value(name);
            if (match.captured().endsWith(u'\n'))
                result += u'\n';
        }
    }
    if (hidden.isEmpty())
        result += QStringView(text).mid(at);
    return result.trimmed() + u'\n';
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/resources.h"

#include <QHash>
#include <QJsonObject>
#include <QString>

namespace stepladder::engine {

/// The prompt templates and answer schemas of a run, pinned when it starts. A template holds `{{name}}` and
/// `{{#name}}…{{/name}}`, which is kept only where the value is not empty.
class PromptLibrary
{
public:
    /// Reads prompts/*.md and schemas/answers/*.json. NotFound, BadInput (a schema that is no JSON, named).
    static domain::Result<PromptLibrary> load(const storage::Resources &resources);
    static PromptLibrary fromJson(const QJsonObject &pinned);
    QJsonObject toJson() const;

    /// NotFound when there is no such template.
    domain::Result<QString> render(const QString &name, const QHash<QString, QString> &values) const;
    /// The template itself: what a prompt costs before anything is filled in.
    QString frame(const QString &name) const { return m_templates.value(name); }
    QJsonObject schema(const QString &name) const;

private:
    QHash<QString, QString> m_templates;
    QHash<QString, QJsonObject> m_schemas;
};

/// Fills a template, see PromptLibrary.
QString fillTemplate(const QString &text, const QHash<QString, QString> &values);

} // namespace stepladder::engine

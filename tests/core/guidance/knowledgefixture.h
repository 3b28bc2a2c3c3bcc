// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "guidance/knowledgebase.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace stepladder::guidance {

inline QStringList idsOf(const domain::Result<QList<FoundArticle>> &found)
{
    if (!found)
        return {QStringLiteral("error: ") + found.error().message};
    QStringList ids;
    for (const FoundArticle &article : *found)
        ids.append(article.article.id);
    return ids;
}

inline Article simple(const QString &id)
{
    return {.id = id,
            .title = QStringLiteral("About ") + id,
            .languages = {QStringLiteral("csharp")},
            .guidance = QStringLiteral("Do it.")};
}

/// Folders of articles and an index, thrown away at the end.
struct Fixture
{
    QTemporaryDir home;

    QString folder(const QString &name) const { return home.filePath(name); }
    void put(const QString &path, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(folder(path)).path());
        QFile file(folder(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    void put(const QString &folder, const Article &article) const
    {
        put(folder + QLatin1Char('/') + article.id + QStringLiteral(".md"), toMarkdown(article));
    }
    std::unique_ptr<KnowledgeBase> open(const QStringList &names) const
    {
        QStringList folders;
        for (const QString &name : names)
            folders.append(name.startsWith(QLatin1Char(':')) ? name : folder(name));
        auto base = KnowledgeBase::open(folder(QStringLiteral("cache/index.sqlite")), folders);
        if (!base)
            qWarning().noquote() << base.error().message;
        return base ? std::move(*base) : nullptr;
    }
};

inline const QString ours = QStringLiteral(":/stepladder/knowledge");

} // namespace stepladder::guidance

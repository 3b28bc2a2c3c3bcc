// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/drafts.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

QString userKnowledge(const storage::Locations &locations)
{
    return locations.config + u"/knowledge"_s;
}

QString draftsFolder(const storage::Locations &locations)
{
    return userKnowledge(locations) + u"/drafts"_s;
}

Result<QString> keepArticle(const storage::Locations &locations, const Article &article, bool asDraft)
{
    const QString folder = asDraft ? draftsFolder(locations) : userKnowledge(locations);
    const QString path = u"%1/%2.md"_s.arg(folder, article.id);
    if (!QDir().mkpath(folder))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(folder));
    const QByteArray text = toMarkdown(article);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(path, file.errorString()));
    return path;
}

QList<ArticleDraft> articleDrafts(const storage::Locations &locations, QStringList *problems)
{
    QList<ArticleDraft> drafts;
    const QDir folder(draftsFolder(locations));
    for (const QString &name : folder.entryList({u"*.md"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        const auto article = file.open(QIODevice::ReadOnly)
            ? readArticle(file.readAll(), file.fileName())
            : Result<Article>(domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(file.fileName(), file.errorString())));
        if (article)
            drafts.append({file.fileName(), *article});
        else if (problems)
            problems->append(article.error().message);
    }
    return drafts;
}

Result<ArticleDraft> articleDraft(const storage::Locations &locations, const QString &id)
{
    for (const ArticleDraft &draft : articleDrafts(locations)) {
        if (draft.article.id == id)
            return draft;
    }
    return domain::fail(ErrorKind::NotFound, u"there is no draft \"%1\""_s.arg(id));
}

Result<QString> approveDraft(const storage::Locations &locations, const QString &id)
{
    const auto draft = articleDraft(locations, id);
    if (!draft)
        return domain::fail(draft.error());
    auto kept = keepArticle(locations, draft->article, false);
    if (kept)
        QFile::remove(draft->file);
    return kept;
}

Result<void> rejectDraft(const storage::Locations &locations, const QString &id)
{
    const auto draft = articleDraft(locations, id);
    if (!draft)
        return domain::fail(draft.error());
    QFile file(draft->file);
    if (!file.remove())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(draft->file, file.errorString()));
    return {};
}

} // namespace stepladder::guidance

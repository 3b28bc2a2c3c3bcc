// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "guidance/knowledgearticle.h"
#include "storage/locations.h"

#include <QList>

namespace stepladder::guidance {

/// An article made from what a person answered, before somebody said that it may be used.
struct ArticleDraft
{
    QString file;
    Article article;
};

/// Where the user's articles lie, and below it, unread by the knowledge base, the drafts.
QString userKnowledge(const storage::Locations &locations);
QString draftsFolder(const storage::Locations &locations);

/// Writes \p article as a draft, or where it counts at once; the path. One of the same id is replaced. Io.
domain::Result<QString> keepArticle(const storage::Locations &locations, const Article &article, bool asDraft);

/// Drafts that can be read, by id; \p problems receives a line for each of the others.
QList<ArticleDraft> articleDrafts(const storage::Locations &locations, QStringList *problems = nullptr);
/// NotFound.
domain::Result<ArticleDraft> articleDraft(const storage::Locations &locations, const QString &id);
/// From now on it is found; the path. NotFound, Io.
domain::Result<QString> approveDraft(const storage::Locations &locations, const QString &id);
/// Takes it away. NotFound, Io.
domain::Result<void> rejectDraft(const storage::Locations &locations, const QString &id);

} // namespace stepladder::guidance

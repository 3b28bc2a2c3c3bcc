// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "guidance/knowledgearticle.h"
#include "guidance/knowledgefit.h"
#include "guidance/knowledgeindex.h"
#include "guidance/knowledgequery.h"
#include "storage/locations.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace stepladder::guidance {

/// How an article has done so far.
struct TrackRecord
{
    int tries = 0;
    int successes = 0;
};
/// The track record of the article with this id; where it comes from is not the knowledge base's business.
using TrackRecords = std::function<TrackRecord(const QString &article)>;

struct FoundArticle
{
    Article article;
    QString file; ///< where it stands, for people
    Fit fit = Fit::Text;
    double score = 0;
    QStringList why; ///< why it fits, for people
    bool demoted = false; ///< it was tried often enough and keeps failing
};

/// An article that counts: no folder before has one of the same id.
struct ListedArticle
{
    QString id;
    QString title;
    QString file;
};

/// What is known of failures: articles in folders, each a file. Folders are tried in their order, and one of the same
/// id in an earlier one takes the place of the later. A file that cannot be read is named and left out; a README.md is
/// no article. Stays on its thread; opening costs milliseconds, so that whoever asks may open one of their own.
class KnowledgeBase
{
public:
    /// \p indexFile is derived data and may be deleted at any time. \p folders as of knowledgeFolders(). Reads what
    /// changed since the last time. Io, DiskFull, Locked.
    static domain::Result<std::unique_ptr<KnowledgeBase>> open(const QString &indexFile, const QStringList &folders);

    /// Looks at the folders again: what was added, changed or taken out. find() does it by itself.
    domain::Result<void> refresh();

    /// The articles that fit, the best first: by fingerprint, then by diagnostic; by class of failure only where there
    /// are none of these, by text only where there are none of those. Those of \p records that keep failing come last.
    domain::Result<QList<FoundArticle>> find(const KnowledgeQuery &query, int limit, const TrackRecords &records = {});

    QList<ListedArticle> articles() const;
    /// One line for each file that was left out: file, line, what was expected; or which other file has its id.
    QStringList problems() const { return m_problems; }

private:
    KnowledgeBase(std::unique_ptr<KnowledgeIndex> index, QStringList folders)
        : m_index(std::move(index))
        , m_folders(std::move(folders))
    {
    }
    void take(const QList<IndexedFile> &files);
    domain::Result<QList<FoundArticle>> fitting(const PreparedQuery &query);

    std::unique_ptr<KnowledgeIndex> m_index;
    QStringList m_folders;
    bool m_builtInRead = false;
    QList<IndexedFile> m_counting; ///< one for each id
    QStringList m_problems;
    TitleWeights m_weights;
};

/// The folders in their order: the project's own (\p trustedWorkspace/.stepladder/knowledge; none while it is empty),
/// the user's, ours.
QStringList knowledgeFolders(const storage::Locations &locations, const QString &trustedWorkspace = {});
/// Where the index of all folders lies.
QString knowledgeIndexFile(const storage::Locations &locations);

/// The lower bound of the 95 % confidence interval of a success rate: E. B. Wilson, "Probable Inference, the Law of
/// Succession, and Statistical Inference", 1927. 0 without tries.
double successLowerBound(TrackRecord record);

} // namespace stepladder::guidance

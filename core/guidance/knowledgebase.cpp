// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgebase.h"

#include "domain/shown.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

/// Below so many tries a rate says nothing, and an article counts as one that nobody tried.
constexpr int kEnoughTries = 5;
constexpr double kPrior = 0.5;
/// None of five, one of eight, three of eighteen.
constexpr double kKeepsFailing = 0.05;

const QString builtInFolder = u":/stepladder/knowledge"_s;

QString shownPath(const IndexedFile &file)
{
    return file.folder == builtInFolder ? u"built-in knowledge/"_s + file.name : file.folder + u'/' + file.name;
}

/// Scales a score by what became of the article's advice so far.
void weigh(FoundArticle &found, TrackRecord record)
{
    const bool enough = record.tries >= kEnoughTries;
    const double bound = enough ? successLowerBound(record) : kPrior;
    found.score *= 0.5 + bound;
    found.demoted = enough && bound < kKeepsFailing;
    if (record.tries > 0)
        found.why.append(u"it helped %1 of %2 times"_s.arg(record.successes).arg(record.tries));
}

/// Weaker reasons count only where there are no stronger ones: a same diagnostic is sure, a likeness may mislead. What
/// keeps failing is in nobody's way.
void keepStrongest(QList<FoundArticle> &found)
{
    const auto strengthOf = [](Fit fit) { return fit == Fit::Fingerprint ? Fit::Diagnostic : fit; };
    Fit strongest = Fit::Text;
    for (const FoundArticle &article : std::as_const(found)) {
        if (!article.demoted)
            strongest = std::min(strongest, strengthOf(article.fit));
    }
    found.removeIf([&](const FoundArticle &article) { return strengthOf(article.fit) > strongest; });
}

} // namespace

double successLowerBound(TrackRecord record)
{
    constexpr double z = 1.959964; // of 95 %
    if (record.tries <= 0)
        return 0;
    const double n = record.tries;
    const double p = std::clamp(double(record.successes) / n, 0.0, 1.0);
    const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return std::max(0.0, (p + z * z / (2 * n) - spread) / (1 + z * z / n));
}

Result<std::unique_ptr<KnowledgeBase>> KnowledgeBase::open(const QString &indexFile, const QStringList &folders)
{
    auto index = KnowledgeIndex::open(indexFile);
    if (!index)
        return domain::fail(index.error());
    auto base = std::unique_ptr<KnowledgeBase>(new KnowledgeBase(std::move(*index), folders));
    if (const auto read = base->refresh(); !read)
        return domain::fail(read.error());
    return base;
}

Result<void> KnowledgeBase::refresh()
{
    for (const QString &folder : std::as_const(m_folders)) {
        // What is built in does not change while we run.
        if (folder.startsWith(u':') && m_builtInRead)
            continue;
        if (const auto read = m_index->refresh(folder); !read)
            return domain::fail(read.error());
    }
    m_builtInRead = true;
    const auto files = m_index->files(m_folders);
    if (!files)
        return domain::fail(files.error());
    take(*files);
    return {};
}

void KnowledgeBase::take(const QList<IndexedFile> &files)
{
    m_counting.clear();
    m_problems.clear();
    m_weights = {};
    QHash<QString, IndexedFile> owners;
    for (const IndexedFile &file : files) {
        if (!file.problem.isEmpty()) {
            m_problems.append(file.problem);
            continue;
        }
        const auto owner = owners.constFind(file.article);
        if (owner == owners.constEnd()) {
            owners.insert(file.article, file);
            m_counting.append(file);
            m_weights.add(titleStems(file.title));
        } else if (owner->folder == file.folder) {
            m_problems.append(u"%1: id: %2 is that of %3, too"_s.arg(shownPath(file), file.article, shownPath(*owner)));
        }
    }
}

QList<ListedArticle> KnowledgeBase::articles() const
{
    QList<ListedArticle> list;
    for (const IndexedFile &file : m_counting)
        list.append({file.article, file.title, shownPath(file)});
    return list;
}

Result<QList<FoundArticle>> KnowledgeBase::fitting(const PreparedQuery &query)
{
    const auto ids = m_index->lookup(
        {.fingerprints = query.query.fingerprint.isEmpty() ? QStringList() : QStringList{query.query.fingerprint},
         .diagnostics = query.diagnostics,
         .signatures = query.classes,
         .words = anyWordQuery(query.query.task + u'\n' + query.said)},
        m_folders);
    if (!ids)
        return domain::fail(ids.error());
    QList<FoundArticle> found;
    for (const IndexedFile &file : std::as_const(m_counting)) {
        if (!ids->contains(file.id))
            continue;
        auto article = m_index->article(file);
        if (!article && article.error().kind == domain::ErrorKind::NotFound)
            continue; // another process has just read a newer one
        if (!article)
            return domain::fail(article.error());
        if (const auto fit = fitOf(*article, query, m_weights))
            found.append({.article = std::move(*article),
                          .file = shownPath(file),
                          .fit = fit->fit,
                          .score = fit->score,
                          .why = fit->why});
    }
    return found;
}

Result<QList<FoundArticle>> KnowledgeBase::find(const KnowledgeQuery &query, int limit, const TrackRecords &records)
{
    if (const auto read = refresh(); !read)
        return domain::fail(read.error());
    auto found = fitting(PreparedQuery(query));
    if (!found)
        return found;
    for (FoundArticle &article : *found)
        weigh(article, records ? records(article.article.id) : TrackRecord{});
    keepStrongest(*found);
    // Those of earlier folders come first in what is equal.
    std::stable_sort(found->begin(), found->end(), [](const FoundArticle &a, const FoundArticle &b) {
        return std::tuple(a.demoted, a.fit, -a.score) < std::tuple(b.demoted, b.fit, -b.score);
    });
    return found->mid(0, std::max(0, limit));
}

QStringList knowledgeFolders(const storage::Locations &locations, const QString &trustedWorkspace)
{
    QStringList folders;
    if (!trustedWorkspace.isEmpty())
        folders.append(trustedWorkspace + u"/.stepladder/knowledge"_s);
    return folders << locations.config + u"/knowledge"_s << builtInFolder;
}

QString knowledgeIndexFile(const storage::Locations &locations)
{
    return locations.cache + u"/knowledge.sqlite"_s;
}

} // namespace stepladder::guidance

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/plancheck.h"
#include "workspace/fileops.h"
#include "workspace/lineends.h"
#include "workspace/pathguard.h"
#include "workspace/stage.h"

#include <QFileInfo>
#include <QSet>

#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

/// What is to become of one item.
struct Judged
{
    QString item; ///< the path as it was named
    QString path; ///< cleaned
    QByteArray content; ///< to be written, line ends as they are to be
    QByteArray onDisk; ///< as it was judged
    bool existed = false;
    uint mode = 0644;
};

QString sha256Of(const QByteArray &content)
{
    return QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
}

/// Where the new content of \p name stands ready, beside it: always the same, so that a later try clears what a crash
/// left.
QByteArray temporaryFor(const QByteArray &name)
{
    return ".stepladder-apply-" + QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex().left(12);
}

/// A run's scaffold may hold a .gitignore; nothing else that is git's is ever written.
Result<QString> checkApplyPath(const QString &path)
{
    if (path == u".gitignore"_s)
        return path;
    if (path.endsWith(u"/.gitignore"_s)) {
        const QString probe = path.chopped(11);
        const auto checked = domain::checkStepPath(probe);
        return checked ? Result<QString>(*checked + u"/.gitignore"_s) : checked;
    }
    return domain::checkStepPath(path);
}

/// Applies items to one workspace; judges all before it writes any.
class Applier
{
public:
    explicit Applier(UniqueFd root)
        : m_root(std::move(root))
    {
    }

    Result<void> judge(const ApplyItem &item);
    void write(bool partial);
    ApplyReport take() { return std::move(m_report); }

private:
    void conflict(const QString &path, const QString &reason)
    {
        m_report.outcomes[path] = ApplyOutcome::Conflict;
        m_report.conflicts.append(path);
        m_report.reasons[path] = reason;
    }
    void problem(const QString &path, const QString &line)
    {
        m_report.outcomes[path] = ApplyOutcome::Failed;
        m_report.problems.append(u"%1: %2"_s.arg(path, line));
    }
    void judgeExisting(const ApplyItem &item, const QString &path, const GuardedPath &place);
    void checkWritable(const QString &path, const GuardedPath &place);
    bool prepare(const Judged &judged);
    void drop(const Judged &judged);
    void putInPlace(const Judged &judged);
    bool stillAsJudged(const Judged &judged, const GuardedPath &place) const;

    UniqueFd m_root;
    QSet<QString> m_paths;
    std::vector<Judged> m_toWrite;
    ApplyReport m_report;
};

Result<void> Applier::judge(const ApplyItem &item)
{
    const auto path = checkApplyPath(item.path);
    if (!path)
        return domain::fail(path.error());
    if (m_paths.contains(*path))
        return domain::fail(ErrorKind::BadInput, u"\"%1\" is named twice"_s.arg(item.path));
    m_paths.insert(*path);
    const auto place = guardTrustedPath(m_root.get(), *path, MissingFolders::Leave);
    if (!place && place.error().kind == ErrorKind::BadInput) {
        conflict(item.path, place.error().message);
        return {};
    }
    if (!place) {
        problem(item.path, place.error().message);
        return {};
    }
    if (!place->foldersMissing)
        ::unlinkat(place->folder.get(), temporaryFor(place->name).constData(), 0);
    if (place->exists()) {
        judgeExisting(item, *path, *place);
        return {};
    }
    if (!item.asFound.sha256.isEmpty()) {
        conflict(item.path, u"\"%1\" was deleted meanwhile"_s.arg(item.path));
        return {};
    }
    m_toWrite.push_back({.item = item.path,
                         .path = *path,
                         .content = item.accepted,
                         .mode = item.asFound.mode ? uint(item.asFound.mode) : 0644});
    checkWritable(item.path, *place);
    return {};
}

void Applier::judgeExisting(const ApplyItem &item, const QString &path, const GuardedPath &place)
{
    const auto now = readFileAt(place.folder.get(), place.name);
    if (!now)
        return problem(item.path, now.error().message);
    const QByteArray content = withLineEndsOf(item.accepted, *now);
    if (*now == item.accepted || *now == content) {
        m_report.outcomes[item.path] = ApplyOutcome::AlreadyDone;
        return;
    }
    if (item.asFound.sha256.isEmpty())
        return conflict(item.path, u"\"%1\" exists now, with other content; the run found none"_s.arg(item.path));
    if (sha256Of(*now) != item.asFound.sha256)
        return conflict(item.path, u"\"%1\" was changed since the run began"_s.arg(item.path));
    m_toWrite.push_back({.item = item.path,
                         .path = path,
                         .content = content,
                         .onDisk = *now,
                         .existed = true,
                         .mode = place.status->mode & 0777});
    checkWritable(item.path, place);
}

void Applier::checkWritable(const QString &path, const GuardedPath &place)
{
    if (::faccessat(place.folder.get(), ".", W_OK | X_OK, AT_EACCESS) == 0)
        return;
    m_toWrite.pop_back();
    problem(path, systemError(errno, u"its folder cannot be written"_s).message);
}

bool Applier::stillAsJudged(const Judged &judged, const GuardedPath &place) const
{
    if (place.exists() != judged.existed)
        return false;
    if (!judged.existed)
        return true;
    const auto now = readFileAt(place.folder.get(), place.name);
    return now && *now == judged.onDisk;
}

bool Applier::prepare(const Judged &judged)
{
    const auto place = guardTrustedPath(m_root.get(), judged.path, MissingFolders::Make);
    const auto written = place
        ? writeNewFileAt(place->folder.get(), temporaryFor(place->name), judged.content, judged.mode, true)
        : tl::unexpected(place.error());
    if (!written)
        problem(judged.item, written.error().message);
    else if (!stillAsJudged(judged, *place))
        conflict(judged.item, u"\"%1\" was changed just now"_s.arg(judged.item));
    return !m_report.outcomes.contains(judged.item);
}

void Applier::drop(const Judged &judged)
{
    const auto place = guardTrustedPath(m_root.get(), judged.path, MissingFolders::Leave);
    if (place && !place->foldersMissing)
        ::unlinkat(place->folder.get(), temporaryFor(place->name).constData(), 0);
}

void Applier::putInPlace(const Judged &judged)
{
    const auto place = guardTrustedPath(m_root.get(), judged.path, MissingFolders::Leave);
    if (!place)
        return problem(judged.item, place.error().message);
    const int folder = place->folder.get();
    if (::renameat(folder, temporaryFor(place->name).constData(), folder, place->name.constData()) != 0) {
        problem(judged.item, systemError(errno, u"it cannot be replaced"_s).message);
        return drop(judged);
    }
    (void)syncFolder(folder);
    m_report.outcomes[judged.item] = ApplyOutcome::Written;
}

void Applier::write(bool partial)
{
    const auto hindered = [&] { return !partial && !(m_report.conflicts.isEmpty() && m_report.problems.isEmpty()); };
    std::vector<bool> prepared;
    for (const Judged &judged : m_toWrite)
        prepared.push_back(!hindered() && prepare(judged));
    for (size_t i = 0; i < m_toWrite.size(); ++i) {
        if (prepared[i] && !hindered()) {
            putInPlace(m_toWrite[i]);
            continue;
        }
        drop(m_toWrite[i]);
        if (!m_report.outcomes.contains(m_toWrite[i].item))
            m_report.outcomes[m_toWrite[i].item] = ApplyOutcome::NotWritten;
    }
}

} // namespace

Result<ApplyReport> apply(const QString &workspace, const QList<ApplyItem> &items, bool partial)
{
    if (!QFileInfo(workspace).isDir())
        return domain::fail(ErrorKind::BadInput, u"%1: there is no such folder"_s.arg(workspace));
    auto root = openFolder(workspace);
    if (!root)
        return domain::fail(root.error());
    Applier applier(std::move(*root));
    for (const ApplyItem &item : items) {
        if (const auto judged = applier.judge(item); !judged)
            return domain::fail(judged.error());
    }
    applier.write(partial);
    return applier.take();
}

} // namespace stepladder::workspace

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/pathguard.h"

#include "domain/plancheck.h"

#include <cerrno>

#include <fcntl.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

/// Under what every file system and every tool can open, the path to the root included.
constexpr qsizetype kMaxPathBytes = 3000;

QString caseKey(const QByteArray &name)
{
    return fileText(name).normalized(QString::NormalizationForm_C).toCaseFolded();
}

auto refuse(const QString &path, const QString &why)
{
    return domain::fail(ErrorKind::BadInput, u"\"%1\" %2"_s.arg(path, why));
}

/// The existing name in \p folder that \p name would be confused with on a file system that ignores case.
Result<QByteArray> caseClash(int folder, const QByteArray &name)
{
    const auto names = namesIn(folder);
    if (!names)
        return domain::fail(names.error());
    const QString key = caseKey(name);
    for (const QByteArray &other : *names) {
        if (other != name && caseKey(other) == key)
            return other;
    }
    return QByteArray();
}

Result<std::optional<Stamp>> statusAt(int folder, const QByteArray &name)
{
    struct stat status = {};
    if (::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0)
        return std::optional<Stamp>(stampOf(status));
    if (errno == ENOENT)
        return std::optional<Stamp>();
    return domain::fail(systemError(errno, fileText(name)));
}

/// The existing name, or nothing where it may be made. \p folderWanted: it is not the last part.
Result<std::optional<Stamp>> checkPart(int folder, const QByteArray &name, const QString &path, bool folderWanted)
{
    const auto status = statusAt(folder, name);
    if (!status)
        return status;
    if (!*status) {
        const auto clash = caseClash(folder, name);
        if (!clash)
            return domain::fail(clash.error());
        if (!clash->isEmpty())
            return refuse(path, u"differs only in case from \"%1\", which exists"_s.arg(fileText(*clash)));
        return status;
    }
    const uint mode = (*status)->mode;
    if (S_ISLNK(mode))
        return refuse(path,
                      folderWanted ? u"leads through the symlink \"%1\""_s.arg(fileText(name)) : u"is a symlink"_s);
    if (folderWanted && !S_ISDIR(mode))
        return refuse(path, u"needs a folder where \"%1\" is a file"_s.arg(fileText(name)));
    if (!folderWanted && S_ISDIR(mode))
        return refuse(path, u"is a folder, expected a file"_s);
    if (!folderWanted && !S_ISREG(mode))
        return refuse(path, u"is no regular file"_s);
    return status;
}

} // namespace

Result<GuardedPath> guardPath(int root, const QString &path, MissingFolders missing)
{
    const auto clean = domain::checkStepPath(path);
    if (!clean)
        return domain::fail(clean.error());
    return guardTrustedPath(root, *clean, missing);
}

Result<GuardedPath> guardTrustedPath(int root, const QString &path, MissingFolders missing)
{
    if (fileBytes(path).size() > kMaxPathBytes)
        return refuse(path, u"is longer than %1 bytes"_s.arg(kMaxPathBytes));
    QList<QByteArray> parts = fileBytes(path).split('/');
    auto folder = openFolderAt(root, ".");
    if (!folder)
        return domain::fail(folder.error());
    GuardedPath guarded{.path = path, .folder = std::move(*folder), .name = parts.takeLast()};
    for (const QByteArray &part : parts) {
        const auto status = checkPart(guarded.folder.get(), part, path, true);
        if (!status)
            return domain::fail(status.error());
        if (!*status && missing == MissingFolders::Leave) {
            guarded.foldersMissing = true;
            return guarded;
        }
        auto next = *status ? openFolderAt(guarded.folder.get(), part) : makeFolderAt(guarded.folder.get(), part);
        if (!next)
            return domain::fail(next.error());
        guarded.folder = std::move(*next);
    }
    const auto status = checkPart(guarded.folder.get(), guarded.name, path, false);
    if (!status)
        return domain::fail(status.error());
    guarded.status = *status;
    return guarded;
}

} // namespace stepladder::workspace

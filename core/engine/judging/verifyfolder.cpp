// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/verifyfolder.h"

#include "engine/judging/toolchains.h"
#include "workspace/snapshot.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using toolchain::Toolchain;

namespace {

Result<std::unique_ptr<Toolchain>> toolchainFor(const storage::Locations &locations, const QString &folder,
                                                const QString &language)
{
    if (!language.isEmpty())
        return makeToolchainFor(locations, language);
    QStringList tried;
    for (const QString &id : languages(locations)) {
        auto made = makeToolchainFor(locations, id);
        if (!made)
            return made;
        if (id != u"text"_s && (*made)->hasProject(folder))
            return made;
        tried.append(id);
    }
    return domain::fail(ErrorKind::BadInput,
                        u"%1: holds no project of %2: name one with --language"_s.arg(folder, tried.join(u", "_s)));
}

} // namespace

Result<toolchain::VerifyReport> verifyFolder(const storage::Locations &locations, const QString &given,
                                             const QString &language,
                                             const std::function<void(const QString &)> &onProgress,
                                             std::stop_token stop)
{
    if (!QFileInfo(given).isDir())
        return domain::fail(ErrorKind::BadInput, u"%1: is no folder"_s.arg(given));
    const QString folder = QFileInfo(given).canonicalFilePath();
    const auto made = toolchainFor(locations, folder, language);
    if (!made)
        return domain::fail(made.error());
    Toolchain &toolchain = **made;
    QDir().mkpath(locations.state);
    QTemporaryDir copy(locations.state + u"/verify-XXXXXX"_s);
    if (!copy.isValid())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(locations.state, copy.errorString()));
    onProgress(u"copying"_s);
    const auto snapshot = workspace::takeSnapshot(
        folder, copy.path(), {.outputs = toolchain.outputs(), .include = toolchain.include()}, stop);
    if (!snapshot)
        return domain::fail(snapshot.error());
    const toolchain::Site site{.folder = snapshot->folder,
                               .mountPoint = snapshot->repository,
                               .workspace = snapshot->prefix,
                               .userWorkspace = folder};
    const toolchain::Progress progress{.line = onProgress};
    // Packages that cannot be had show in the build, with the project that wants them.
    if (const auto prepared = toolchain.prepare(site, progress, stop); !prepared) {
        if (prepared.error().kind != ErrorKind::Toolchain)
            return domain::fail(prepared.error());
        onProgress(prepared.error().message);
    }
    const auto evidence = toolchain.execute({.site = site, .tests = true, .coverage = true}, progress, stop);
    if (!evidence)
        return domain::fail(evidence.error());
    return toolchain::verifyVerdict(*evidence);
}

} // namespace stepladder::engine

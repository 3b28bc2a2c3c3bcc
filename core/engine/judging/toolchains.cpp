// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/toolchains.h"

#include "storage/resources.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

QStringList languages(const storage::Locations &locations)
{
    QStringList ids;
    for (const QString &file : storage::Resources(locations).list(u"toolchains"_s))
        ids.append(file.section(u'.', 0, 0));
    return ids;
}

Result<QByteArray> readDescriptor(const storage::Locations &locations, const QString &language)
{
    const QStringList known = languages(locations);
    if (!known.contains(language))
        return domain::fail(ErrorKind::BadInput,
                            u"language: expected one of %1 (found \"%2\")"_s.arg(known.join(u", "_s), language));
    return storage::Resources(locations).read(u"toolchains/%1.json"_s.arg(language));
}

Result<std::unique_ptr<toolchain::Toolchain>> makeToolchainFrom(const storage::Locations &locations,
                                                                const QByteArray &descriptor, const QString &origin,
                                                                const QString &language)
{
    std::shared_ptr<toolchain::Sandbox> sandbox;
    if (language != u"text"_s) {
        auto made = toolchain::makeBubblewrapSandbox();
        if (!made)
            return domain::fail(made.error());
        sandbox = std::move(*made);
    }
    return toolchain::makeToolchain(descriptor, origin, locations.cache, std::move(sandbox));
}

Result<std::unique_ptr<toolchain::Toolchain>> makeToolchainFor(const storage::Locations &locations,
                                                               const QString &language)
{
    const auto descriptor = readDescriptor(locations, language);
    if (!descriptor)
        return domain::fail(descriptor.error());
    return makeToolchainFrom(locations, *descriptor,
                             storage::Resources(locations).origin(u"toolchains/%1.json"_s.arg(language)), language);
}

} // namespace stepladder::engine

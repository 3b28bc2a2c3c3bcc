// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/toolchain.h"

#include "toolchain/csharp/csharptoolchain.h"
#include "toolchain/python/pythontoolchain.h"
#include "toolchain/texttoolchain.h"

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

domain::Result<QList<ProbeOutcome>> Toolchain::probe(const ProbeRequest &, std::stop_token)
{
    return QList<ProbeOutcome>();
}

domain::Result<std::unique_ptr<Toolchain>> makeToolchain(const QByteArray &descriptor, const QString &origin,
                                                         const QString &cacheFolder, std::shared_ptr<Sandbox> sandbox)
{
    auto read = readDescriptor(descriptor, origin);
    if (!read)
        return domain::fail(read.error());
    const QString strategy = read->strategy;
    if (strategy == u"csharp")
        return std::make_unique<CSharpToolchain>(std::move(*read), cacheFolder, std::move(sandbox));
    if (strategy == u"python")
        return std::make_unique<PythonToolchain>(std::move(*read), cacheFolder, std::move(sandbox));
    if (strategy == u"text")
        return std::make_unique<TextToolchain>(std::move(*read), cacheFolder, std::move(sandbox));
    return std::make_unique<CommandToolchain>(std::move(*read), cacheFolder, std::move(sandbox));
}

} // namespace stepladder::toolchain

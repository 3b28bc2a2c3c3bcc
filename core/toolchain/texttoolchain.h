// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/commandtoolchain.h"

namespace stepladder::toolchain {

/// Text without tools: its evidence is that the changed files lie in the workspace and are UTF-8.
class TextToolchain : public CommandToolchain
{
public:
    using CommandToolchain::CommandToolchain;

    bool hasProject(const QString &) const override { return true; }
    domain::Result<domain::Evidence> execute(const ExecuteRequest &request, const Progress &progress,
                                             std::stop_token stop) override;
};

/// The line of the first byte that is no UTF-8 (from 1); 0 when all is well.
int firstBadUtf8Line(const QByteArray &bytes);

} // namespace stepladder::toolchain

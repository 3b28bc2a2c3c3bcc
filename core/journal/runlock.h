// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QString>

#include <memory>

namespace stepladder::journal {

/// The lock of a run: one process at a time writes its journal. It dies with its process and is not handed to children.
class RunLock
{
public:
    /// Locked says which process holds it. Io.
    static domain::Result<std::unique_ptr<RunLock>> take(const QString &folder);
    /// Whether any process holds it now.
    static bool isHeld(const QString &folder);
    ~RunLock();
    RunLock(const RunLock &) = delete;
    RunLock &operator=(const RunLock &) = delete;

private:
    explicit RunLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    int m_descriptor;
};

} // namespace stepladder::journal

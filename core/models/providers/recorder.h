// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QFile>

#include <memory>
#include <mutex>

namespace stepladder::models {

/// Writes what live models answered as scripted answers, a line for each call that succeeded. Thread-safe.
class Recorder
{
public:
    /// Opens \p file for appending. Io.
    static domain::Result<std::unique_ptr<Recorder>> open(const QString &file);

    /// Io, DiskFull.
    domain::Result<void> record(const ChatRequest &request, const ChatResponse &response);

private:
    explicit Recorder(const QString &file)
        : m_file(file)
    {
    }

    std::mutex m_mutex;
    QFile m_file;
};

} // namespace stepladder::models

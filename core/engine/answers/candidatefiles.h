// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"
#include "journal/journal.h"

namespace stepladder::engine {

/// Files as an entry names them, `[{"path","blob"}]`, their contents put into \p journal as blobs.
domain::Result<QJsonArray> putFiles(journal::Journal &journal, const QList<domain::FileChange> &files);

/// Finds the content of a blob.
using BlobSource = std::function<domain::Result<QByteArray>(const QString &sha256)>;
/// The inverse. Errors are those of \p blob.
domain::Result<QList<domain::FileChange>> filesFromJson(const QJsonArray &json, const BlobSource &blob);

} // namespace stepladder::engine

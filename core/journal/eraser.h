// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"

#include <QByteArray>

namespace stepladder::journal {

/// Takes every trace of \p needle out of a journal's file, on the thread of \p db and outside of a transaction:
/// payloads of entries and bytes of blobs are erased (their hashes stay), in records, wishes and views it is replaced
/// by "[erased]". How many entries and blobs were erased.
domain::Result<int> eraseFrom(storage::Database &db, const QByteArray &needle);
/// The same for the wishes of an inbox.
domain::Result<int> eraseFromInbox(storage::Database &db, const QByteArray &needle);

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/http/httptransport.h"

namespace stepladder::models {

inline bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

/// Appends \p bytes to \p body, which grows to \p limit at the most.
void appendUpTo(QByteArray &body, QByteArrayView bytes, qsizetype limit);

/// What an answer means whose status is no success.
domain::Error errorOfReply(const HttpHead &head, const QByteArray &body);

/// \p error without \p key: a server may repeat it in its message.
domain::Error withoutKey(domain::Error error, const QString &key);

} // namespace stepladder::models

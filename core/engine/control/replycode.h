// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace stepladder::engine {

/// What a reply from elsewhere, as another chat, holds for one file.
struct ReplyCode
{
    std::optional<QByteArray> code = {}; ///< the file's new content; nullopt: the reply holds none
    QString words = {}; ///< the reply without its code blocks
    QString trouble = {}; ///< why there is no code although there are blocks; empty without any
};

/// Reads \p reply as an answer of a model is read: \p file's block is found by its path, or by being the only one or
/// the only one tagged \p fence; search and replace blocks apply to \p existing. Any thread.
ReplyCode readReply(const QString &reply, const QString &file, const QByteArray &existing, const QString &fence);

} // namespace stepladder::engine

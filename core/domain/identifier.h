// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace stepladder::domain {

/// The words that a name in code is made of: "GetByIdAsync" → Get, By, Id, Async; "HTTPServer2" → HTTP, Server2;
/// "user_id" → user, id. A name of one word has no parts.
QStringList partsOfIdentifier(const QString &name);

} // namespace stepladder::domain

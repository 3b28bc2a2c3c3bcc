// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace stepladder::workspace {

/// \p content with the line ends of \p original, where that file has only one kind (CRLF or LF). Content of files with
/// both kinds, with none, or with a NUL byte (binary, UTF-16) is left as it is.
QByteArray withLineEndsOf(const QByteArray &content, const QByteArray &original);

} // namespace stepladder::workspace

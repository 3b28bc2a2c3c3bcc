// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/evidence.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace stepladder::toolchain {

/// The text of a result file: by its byte order mark, by the pattern of its first bytes, else by the encoding that its
/// XML declaration names (UTF-8 without one). A declaration of UTF-16 in a file of single bytes is not believed: .NET
/// programs write that. BadInput: an encoding unknown here, a file over 256 MiB.
domain::Result<QString> decodeResultText(const QByteArray &bytes, const QString &file);

/// Milliseconds from seconds as reporters write them: "0.5", "0,5", "1,234.5", "1e-05". 0 for what is no number.
double msFromSeconds(QStringView text);
/// Milliseconds from .NET's TimeSpan: "00:00:01.2500000", "1.02:03:04". 0 for what is none.
double msFromTimeSpan(QStringView text);

/// With '/' between folders, without "." and "..".
QString normalisedPath(const QString &path);
/// The path that a URI of a result file means: file: URIs become paths, escapes are decoded.
QString pathFromUri(const QString &uri);

/// \p message and \p more as one text: what one contains of the other stands once.
QString joinedMessage(const QString &message, const QString &more);

/// Cuts \p message at 64 KB, with a mark at its end; whether there was anything to cut.
bool cutMessage(QString &message);
/// Cuts messages over 64 KB and says so in the notes; duration of the report from its cases where it is not known yet.
void sealReport(domain::TestReport &report);

/// Notes that \p what counts \p said where the rows are \p counted. Nothing when they agree or nothing is said.
void noteContradiction(domain::TestReport &report, const QString &what, std::optional<int> said, int counted);

} // namespace stepladder::toolchain

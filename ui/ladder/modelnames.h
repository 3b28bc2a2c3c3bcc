// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace stepladder::ui {

/// Names short enough for a chip: "claude-sonnet-4" → "sonnet", "deepseek-v2:16b" → "ds", "qwen2.5-coder:3b" →
/// "qwen2.5". Models that would share a short name keep as much of theirs as tells them apart.
QHash<QString, QString> shortModelNames(const QStringList &models);

} // namespace stepladder::ui

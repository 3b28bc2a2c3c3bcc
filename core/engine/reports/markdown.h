// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stepladder::engine {

/// \p text as it may stand in a cell of a Markdown table: one line, no bar.
inline QString tableCell(const QString &text)
{
    return text.simplified().replace(u'|', QLatin1String("\\|"));
}

} // namespace stepladder::engine

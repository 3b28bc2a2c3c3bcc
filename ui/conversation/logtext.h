// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace stepladder::ui {

/// Gives the log's texts their context.
struct LogText
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::LogText)
};

/// "root_cause" for people; kinds that we know nothing of read well too.
inline QString words(QString name)
{
    return name.replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace stepladder::ui

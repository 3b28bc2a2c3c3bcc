// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console.h"
#include "models/chatmodel.h"

namespace stepladder::app {

/// Says on standard error what a person should know of a call under way; what streams is not shown.
class NoticeSink : public models::TokenSink
{
public:
    void text(const QString &) override { }
    void reasoning(const QString &) override { }
    void retrying(const domain::Error &why, qint64 delayMs) override
    {
        err(QStringLiteral("trying again in %1 ms: %2").arg(delayMs).arg(why.message));
    }
    void withheld(const QStringList &what) override
    {
        err(QStringLiteral("note: taken out before the prompt left this machine: %1")
                .arg(what.join(QStringLiteral(", "))));
    }
};

} // namespace stepladder::app

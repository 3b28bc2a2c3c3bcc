// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "journal/journalreader.h"

#include <QString>

namespace stepladder::ui {

/// One entry of the log in full, with the call of a model that stands behind it.
struct CallRecord
{
    domain::Entry entry;
    bool isCall = false; ///< a reply was found: what follows is about it
    QString model;
    QString role;
    QString purpose;
    QString prompt; ///< empty: it was not kept, or was erased
    QString answer;
    QString reasoning;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    bool estimated = false; ///< the reply told no tokens: the reservation was charged
    domain::MicroUsd cost = 0;
    qint64 ms = 0;
};

/// What stands behind entry \p seq: of what a model said, its prompt and its whole reply. On the reading thread.
domain::Result<CallRecord> readCall(journal::JournalReader &reader, qint64 seq);

/// The prompt of the call under way in an attempt: the last one that was built for it. Empty when none is known.
domain::Result<QString> readPromptUnderWay(journal::JournalReader &reader, const QString &step, int attempt);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "models/chatmodel.h"

namespace stepladder::engine {

/// A reply as the journal keeps it. What was the model's own failing (refused, cut off, malformed, empty) is a record
/// too: it was paid for, and an attempt without candidate.
struct ModelReply
{
    QString text = {};
    QString reasoning = {};
    QString model = {}; ///< id of the model that answered
    std::optional<domain::Error> failure = {};
    domain::MicroUsd cost = 0;
};

/// The input of a call: all that the answer depends on but who is asked.
QByteArray callHash(const models::ChatRequest &request);

/// What a call is settled with.
struct CallBill
{
    QString key; ///< of its effect
    domain::MicroUsd reserved = 0;
    bool paid = false;
    QList<int> usedLines = {}; ///< of scripted answers, by tries that failed
    domain::MicroUsd lost = 0; ///< what its tries cost that failed after they had begun
};

/// The record of \p reply, or of the model's own failure, with its budget.settled. A reply that is refused or cut off
/// costs what it used; no usage costs the reservation; lost tries cost theirs besides.
journal::EffectResult settledCall(const domain::Model &model, const models::ChatRequest &request, const CallBill &bill,
                                  const domain::Result<models::ChatResponse> &reply);
/// The budget.settled of a call that came to nothing and may be charged: what it lost.
journal::Draft lostCall(const domain::Model &model, const models::ChatRequest &request, const CallBill &bill);
/// What tries cost that failed after they had begun to stream: the usage that each told, else its prompt.
domain::MicroUsd costOfLost(const domain::Model &model, const models::ChatRequest &request,
                            const QList<std::optional<models::Usage>> &tries);
ModelReply replyFrom(const QJsonObject &record);

/// Lines of a scripted-answers file as entries name them.
QJsonArray linesJson(const QList<int> &lines);

} // namespace stepladder::engine

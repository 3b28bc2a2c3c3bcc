// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/callrecord.h"

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Result;
using journal::JournalReader;

namespace {

constexpr int kLookedAt = 200; ///< entries before what was said: far more than lie between a call and its words

/// Blobs and records may be erased or, in a run of an older version, never have been kept.
QString textOf(JournalReader &reader, const QString &blob)
{
    return blob.isEmpty() ? QString() : QString::fromUtf8(reader.blob(blob).value_or(QByteArray()));
}

void takeReply(JournalReader &reader, const Entry &settled, const Entry &done, CallRecord *call)
{
    const auto record = reader.record(done.data[u"key"].toString());
    if (!record)
        return;
    call->isCall = true;
    call->model = settled.data[u"model"].toString();
    call->role = settled.data[u"role"].toString();
    call->purpose = settled.data[u"purpose"].toString();
    call->tokensIn = settled.data[u"usage"][u"input"].toInteger();
    call->tokensOut = settled.data[u"usage"][u"output"].toInteger();
    call->estimated = settled.data[u"estimated"].toBool();
    call->cost = settled.data[u"spent"].toInteger();
    call->ms = (*record)[u"ms"].toInteger(done.data[u"ms"].toInteger());
    call->answer = (*record)[u"text"].toString();
    call->reasoning = (*record)[u"reasoning"].toString();
    if (record->contains(u"failure"_s))
        call->answer = (*record)[u"failure"][u"message"].toString();
    call->prompt = textOf(reader, (*record)[u"prompt"].toString());
}

} // namespace

Result<CallRecord> readCall(JournalReader &reader, qint64 seq)
{
    const auto found = reader.entriesAt({seq});
    if (!found)
        return domain::fail(found.error());
    if (found->isEmpty())
        return domain::fail(domain::ErrorKind::NotFound, u"there is no entry %1"_s.arg(seq));
    CallRecord call{.entry = found->first()};
    const Entry &entry = call.entry;
    if (entry.type != u"insight" && entry.type != u"budget.settled")
        return call;
    // A reply is settled in the transaction of its record: the entry after it names the record's key.
    const auto before = reader.entriesBefore(
        seq + 2, kLookedAt,
        {.step = entry.step, .attempt = entry.attempt, .types = {u"budget.settled"_s, u"effect.done"_s}});
    if (!before)
        return domain::fail(before.error());
    for (qsizetype i = 1; i < before->size(); ++i) {
        const Entry &settled = before->at(i);
        const Entry &done = before->at(i - 1);
        const bool mine = settled.type == u"budget.settled" && done.seq == settled.seq + 1 && settled.seq <= seq
            && settled.data[u"model"] == entry.data[u"model"] && settled.data[u"role"] == entry.data[u"role"];
        if (!mine)
            continue;
        takeReply(reader, settled, done, &call);
        break;
    }
    return call;
}

Result<QString> readPromptUnderWay(JournalReader &reader, const QString &step, int attempt)
{
    const auto before =
        reader.entriesBefore(std::numeric_limits<qint64>::max(), kLookedAt,
                             {.step = step, .attempt = attempt, .types = {u"effect.intended"_s, u"effect.done"_s}});
    if (!before)
        return domain::fail(before.error());
    for (const Entry &entry : *before) {
        // What is sent, as a person may have edited it; before that, what was made to be sent.
        if (const QString sent = entry.data[u"about"][u"prompt"].toString(); !sent.isEmpty())
            return textOf(reader, sent);
        if (!entry.data[u"name"].toString().startsWith(u"context."))
            continue;
        const auto record = reader.record(entry.data[u"key"].toString());
        return record ? textOf(reader, (*record)[u"prompt"].toString()) : QString();
    }
    return QString();
}

} // namespace stepladder::ui

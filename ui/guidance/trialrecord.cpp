// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/trialrecord.h"

#include <QJsonArray>

#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;

Result<std::optional<TrialRecord>> readTrial(journal::JournalReader &reader, const QString &step,
                                             const QString &request)
{
    const auto started =
        reader.entriesBefore(std::numeric_limits<qint64>::max(), 1, {.step = step, .types = {u"trial.started"_s}});
    if (!started)
        return domain::fail(started.error());
    // One question follows another: an older trial is none of the one that is open now.
    if (started->isEmpty() || started->first().data[u"request"].toString() != request)
        return std::optional<TrialRecord>();
    const domain::Entry &entry = started->first();
    auto record = readAttempt(reader, {.step = step, .number = 0, .startedSeq = entry.seq});
    if (!record)
        return domain::fail(record.error());
    TrialRecord trial{.by = entry.data[u"by"].toString(), .code = {}, .record = std::move(*record)};
    auto code = reader.blob(entry.data[u"files"].toArray().first()[u"blob"].toString());
    if (!code)
        return domain::fail(code.error());
    trial.code = std::move(*code);
    return std::optional(std::move(trial));
}

} // namespace stepladder::ui

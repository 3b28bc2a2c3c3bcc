// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/runpair.h"

#include <QJsonArray>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using journal::StepView;

QList<PairedStep> pairSteps(const journal::Moment &first, const journal::Moment &second)
{
    QList<PairedStep> pairs;
    for (const StepView &step : first.steps)
        pairs.append({.file = step.file, .first = step});
    for (const StepView &step : second.steps) {
        const auto it = std::find_if(pairs.begin(), pairs.end(), [&step](const PairedStep &pair) {
            return pair.file == step.file && !pair.second;
        });
        if (it == pairs.end())
            pairs.append({.file = step.file, .second = step});
        else
            it->second = step;
    }
    return pairs;
}

domain::Result<QByteArray> codeOfStep(journal::JournalReader &reader, const QString &step, const QString &file)
{
    const auto ended =
        reader.entriesBefore(std::numeric_limits<qint64>::max(), 1, {.step = step, .types = {u"step.ended"_s}});
    if (!ended)
        return domain::fail(ended.error());
    if (ended->isEmpty())
        return QByteArray();
    for (const auto &item : ended->first().data[u"files"].toArray()) {
        if (item[u"path"].toString() == file)
            return reader.blob(item[u"blob"].toString());
    }
    return QByteArray();
}

} // namespace stepladder::ui

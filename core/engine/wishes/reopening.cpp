// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/reopening.h"

#include "engine/wishes/wants.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;
using domain::RunStatus;
using journal::Draft;

Draft stepReopened(const wish::Retry &retry, int epoch, const QString &by)
{
    QJsonObject data{{u"epoch"_s, epoch}, {u"reason"_s, u"retry"_s}, {u"by"_s, by}};
    if (!retry.note.isEmpty())
        data.insert(u"note"_s, retry.note);
    return {.type = u"step.reopened"_s, .step = retry.step, .data = data};
}

Result<QStringList> reopenWished(journal::Journal &journal, const journal::Moment &moment)
{
    const auto wishes = journal.wishes();
    if (!wishes)
        return domain::fail(wishes.error());
    const bool ended = moment.run.status != RunStatus::Running && moment.run.status != RunStatus::Paused;
    Wants keys(journal, domain::Mode::Guarded);
    QStringList reopened;
    for (const journal::Wish &found : *wishes) {
        const auto wanted = readWish(found);
        const auto *retry = wanted ? std::get_if<wish::Retry>(&wanted->wish) : nullptr;
        if (!retry || reopened.contains(retry->step))
            continue;
        const auto step = std::find_if(moment.steps.begin(), moment.steps.end(),
                                       [&](const journal::StepView &view) { return view.id == retry->step; });
        if (step == moment.steps.end() || !domain::isEnded(step->state))
            continue;
        QList<Draft> entries{stepReopened(*retry, step->epoch + 1, wanted->by)};
        if (ended && reopened.isEmpty())
            entries.append({.type = u"run.paused"_s,
                            .data = {{u"kind"_s, u"reopened"_s},
                                     {u"reason"_s, u"step %1 is to be made anew"_s.arg(retry->step)}}});
        if (const auto consumed = keys.consume(found.id, entries); !consumed)
            return domain::fail(consumed.error());
        reopened.append(retry->step);
    }
    return reopened;
}

} // namespace stepladder::engine

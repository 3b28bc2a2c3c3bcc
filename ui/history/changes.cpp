// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/changes.h"

#include "ui/run/estimate.h"
#include "ui/theme/marks.h"

#include <QCoreApplication>
#include <QHash>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using journal::Moment;
using journal::StepView;

namespace {

class ChangesText
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::Changes)
};

} // namespace

Changes changesBetween(const Moment &before, const Moment &now)
{
    QHash<QString, const StepView *> then;
    for (const StepView &step : before.steps)
        then.insert(step.id, &step);
    Changes changes{.attempts = now.run.attempts - before.run.attempts,
                    .spent = now.run.spent - before.run.spent,
                    .waiting = now.run.counts.waiting,
                    .before = before.run.status,
                    .now = now.run.status,
                    .ms = now.run.updatedMs - before.run.updatedMs};
    for (const StepView &step : now.steps) {
        static const StepView none;
        const StepView &old = *then.value(step.id, &none);
        if (old.state == step.state && old.attempts == step.attempts && old.epoch == step.epoch)
            continue;
        changes.steps.append({.step = step.id,
                              .file = step.file,
                              .before = old.state,
                              .now = step.state,
                              .attempts = step.attempts - (old.epoch == step.epoch ? old.attempts : 0),
                              .cost = step.cost - old.cost,
                              .reason = step.reason});
    }
    return changes;
}

QString summaryOf(const Changes &changes)
{
    const auto ended = std::count_if(changes.steps.begin(), changes.steps.end(), [](const StepChange &change) {
        return domain::isEnded(change.now) && !domain::isEnded(change.before);
    });
    QStringList parts;
    if (changes.attempts > 0)
        parts.append(changes.attempts == 1 ? ChangesText::tr("1 attempt")
                                           : ChangesText::tr("%1 attempts").arg(changes.attempts));
    if (changes.spent > 0)
        parts.append(ChangesText::tr("%1 spent").arg(domain::usdText(changes.spent)));
    if (ended > 0)
        parts.append(ended == 1 ? ChangesText::tr("1 step ended") : ChangesText::tr("%1 steps ended").arg(ended));
    if (changes.waiting > 0)
        parts.append(changes.waiting == 1 ? ChangesText::tr("1 waits for you")
                                          : ChangesText::tr("%1 wait for you").arg(changes.waiting));
    if (changes.before != changes.now)
        parts.append(ChangesText::tr("the run is %1").arg(wordOf(changes.now)));
    if (parts.isEmpty())
        return ChangesText::tr("Nothing happened.");
    return ChangesText::tr("In %1: %2.").arg(elapsedText(changes.ms), parts.join(u", "_s));
}

QString lineOf(const StepChange &change)
{
    QStringList parts{wordOf(change.now)};
    if (change.attempts > 0)
        parts.append(change.attempts == 1 ? ChangesText::tr("1 attempt")
                                          : ChangesText::tr("%1 attempts").arg(change.attempts));
    if (change.cost > 0)
        parts.append(domain::usdText(change.cost));
    if (!change.reason.isEmpty())
        parts.append(change.reason);
    return parts.join(u" · "_s);
}

} // namespace stepladder::ui

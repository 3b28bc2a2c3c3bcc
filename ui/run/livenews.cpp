// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/livenews.h"

#include <utility>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

engine::RunListener LiveNews::listener()
{
    const auto self = shared_from_this();
    return {.entries =
                [self](const QList<domain::Entry> &entries) {
                    for (const domain::Entry &entry : entries) {
                        if (entry.type == u"insight"_s)
                            self->m_streams.finish(entry.step, entry.attempt, entry.data[u"model"].toString());
                        else if (entry.type == u"attempt.ended"_s || entry.type == u"step.ended"_s)
                            self->m_streams.finish(entry.step, entry.attempt, {});
                    }
                    const std::lock_guard lock(self->m_mutex);
                    if (self->m_wake)
                        self->m_wake();
                },
            .progress =
                [self](const QString &line) {
                    const std::lock_guard lock(self->m_mutex);
                    self->m_progress = line;
                },
            .streamed = [self](const QString &step, int attempt, const QString &model,
                               const QString &delta) { self->m_streams.append(step, attempt, model, delta); },
            .ended =
                [self](const engine::RunOutcome &outcome) {
                    self->m_streams.clear();
                    const std::lock_guard lock(self->m_mutex);
                    self->m_outcome = outcome;
                }};
}

void LiveNews::onEntries(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

QString LiveNews::takeProgress()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_progress, {});
}

std::optional<engine::RunOutcome> LiveNews::takeOutcome()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outcome, std::nullopt);
}

} // namespace stepladder::ui

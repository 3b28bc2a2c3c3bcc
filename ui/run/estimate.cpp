// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/estimate.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::StepState;
using journal::StepView;

namespace {

/// Milliseconds per point of complexity: the median over ended steps that really climbed.
std::optional<double> pace(const domain::Plan &plan, const QList<StepView> &steps)
{
    QList<double> paces;
    for (const StepView &view : steps) {
        const domain::Step *step = plan.step(view.id);
        if (step && domain::isEnded(view.state) && view.startedMs > 0 && view.endedMs > view.startedMs)
            paces.append(double(view.endedMs - view.startedMs) / std::max(1, step->complexity));
    }
    if (paces.isEmpty())
        return std::nullopt;
    const auto middle = paces.begin() + paces.size() / 2;
    std::nth_element(paces.begin(), middle, paces.end());
    return *middle;
}

class Remaining
{
public:
    Remaining(const domain::Plan &plan, const QList<StepView> &steps, double pace, qint64 nowMs)
        : m_plan(plan)
        , m_pace(pace)
        , m_nowMs(nowMs)
    {
        for (const StepView &view : steps)
            m_views.insert(view.id, &view);
    }

    /// Until \p id has ended; nullopt: it cannot be said, because it hangs on a person.
    std::optional<double> until(const QString &id)
    {
        const auto known = m_until.constFind(id);
        if (known != m_until.constEnd())
            return *known;
        m_until.insert(id, std::nullopt); // a circle ends here; plans have none
        const StepView *view = m_views.value(id);
        const domain::Step *step = m_plan.step(id);
        if (!step || (view && domain::isEnded(view->state)))
            return m_until[id] = 0.0;
        if (view && (view->state == StepState::Waiting || view->state == StepState::Blocked))
            return std::nullopt;
        double before = 0;
        for (const QString &dependency : step->dependsOn) {
            const auto left = until(dependency);
            if (!left)
                return std::nullopt;
            before = std::max(before, *left);
        }
        return m_until[id] = before + own(*step, view);
    }
    double own(const domain::Step &step, const StepView *view) const
    {
        const double whole = m_pace * std::max(1, step.complexity);
        const double gone = view && view->startedMs > 0 ? double(m_nowMs - view->startedMs) : 0;
        return std::max(whole - gone, whole * 0.1);
    }

private:
    const domain::Plan &m_plan;
    const double m_pace;
    const qint64 m_nowMs;
    QHash<QString, const StepView *> m_views;
    QHash<QString, std::optional<double>> m_until;
};

} // namespace

std::optional<qint64> remainingMs(const domain::Plan &plan, const QList<StepView> &steps, int parallel, qint64 nowMs)
{
    const auto per = pace(plan, steps);
    if (!per)
        return std::nullopt;
    Remaining remaining(plan, steps, *per, nowMs);
    double longest = 0;
    double all = 0;
    for (const StepView &view : steps) {
        const domain::Step *step = plan.step(view.id);
        const auto left = remaining.until(view.id);
        if (!step || !left || *left <= 0)
            continue;
        longest = std::max(longest, *left);
        all += remaining.own(*step, &view);
    }
    return qint64(std::max(longest, all / std::max(1, parallel)));
}

QString durationText(qint64 ms)
{
    const qint64 minutes = (ms + 30000) / 60000;
    if (minutes < 1)
        return QCoreApplication::translate("stepladder::ui::Estimate", "under a minute");
    if (minutes < 90)
        return QCoreApplication::translate("stepladder::ui::Estimate", "about %1 min").arg(minutes);
    return QCoreApplication::translate("stepladder::ui::Estimate", "about %1 h").arg((minutes + 30) / 60);
}

QString elapsedText(qint64 ms)
{
    const qint64 seconds = std::max<qint64>(0, ms / 1000);
    const int minuteDigits = seconds >= 3600 ? 2 : 1;
    const QString tail =
        u"%1:%2"_s.arg(seconds / 60 % 60, minuteDigits, 10, QChar(u'0')).arg(seconds % 60, 2, 10, QChar(u'0'));
    return seconds >= 3600 ? u"%1:%2"_s.arg(seconds / 3600).arg(tail) : tail;
}

} // namespace stepladder::ui

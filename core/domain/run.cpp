// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/run.h"

#include <QStringList>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {
const QStringList &modeNames()
{
    static const QStringList names = {u"supervised"_s, u"guarded"_s, u"autonomous"_s};
    return names;
}
const QStringList &stateNames()
{
    static const QStringList names = {u"pending"_s,          u"running"_s,  u"waiting"_s, u"blocked"_s,   u"accepted"_s,
                                      u"acceptedByPerson"_s, u"unproven"_s, u"stubbed"_s, u"unchanged"_s, u"skipped"_s};
    return names;
}
const QStringList &statusNames()
{
    static const QStringList names = {u"running"_s, u"accepted"_s,  u"partial"_s,
                                      u"paused"_s,  u"cancelled"_s, u"failed"_s};
    return names;
}
template<typename E>
std::optional<E> find(const QStringList &names, QStringView text)
{
    const auto index = names.indexOf(text);
    return index < 0 ? std::nullopt : std::optional(E(index));
}
} // namespace

QString toString(Mode mode)
{
    return modeNames().at(int(mode));
}
std::optional<Mode> modeFromString(QStringView text)
{
    return find<Mode>(modeNames(), text);
}
QString toString(StepState state)
{
    return stateNames().at(int(state));
}
std::optional<StepState> stepStateFromString(QStringView text)
{
    return find<StepState>(stateNames(), text);
}
QString toString(RunStatus status)
{
    return statusNames().at(int(status));
}
std::optional<RunStatus> runStatusFromString(QStringView text)
{
    return find<RunStatus>(statusNames(), text);
}

int exitCode(RunStatus status)
{
    switch (status) {
    case RunStatus::Accepted:
        return 0;
    case RunStatus::Partial:
    case RunStatus::Failed:
        return 1;
    case RunStatus::Cancelled:
        return 3;
    case RunStatus::Running:
    case RunStatus::Paused:
        return 5;
    }
    return 1;
}

void StepCounts::add(StepState state)
{
    switch (state) {
    case StepState::Pending:
    case StepState::Running:
        ++pending;
        break;
    case StepState::Waiting:
        ++waiting;
        break;
    case StepState::Blocked:
        ++blocked;
        break;
    case StepState::Accepted:
        ++accepted;
        break;
    case StepState::AcceptedByPerson:
        ++acceptedByPerson;
        break;
    case StepState::Unproven:
        ++unproven;
        break;
    case StepState::Stubbed:
        ++stubbed;
        break;
    case StepState::Unchanged:
        ++unchanged;
        break;
    case StepState::Skipped:
        ++skipped;
        break;
    }
}

QJsonObject toJson(const StepCounts &c)
{
    return {{u"accepted"_s, c.accepted},   {u"acceptedByPerson"_s, c.acceptedByPerson},
            {u"unproven"_s, c.unproven},   {u"stubbed"_s, c.stubbed},
            {u"unchanged"_s, c.unchanged}, {u"skipped"_s, c.skipped},
            {u"waiting"_s, c.waiting},     {u"blocked"_s, c.blocked},
            {u"pending"_s, c.pending}};
}

QJsonObject toJson(const RunFinished &f)
{
    return {{u"type"_s, u"run.finished"_s}, {u"run"_s, f.run},           {u"status"_s, toString(f.status)},
            {u"steps"_s, toJson(f.steps)},  {u"attempts"_s, f.attempts}, {u"costUsd"_s, toUsd(f.cost)}};
}

} // namespace stepladder::domain

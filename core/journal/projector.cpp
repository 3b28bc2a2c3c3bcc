// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projector.h"

#include <QJsonArray>

#include <algorithm>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::ErrorKind;
using domain::Result;
using domain::StepState;

namespace {

/// Lists show one line; what is longer stands in the entry.
QString oneLine(const QString &text)
{
    constexpr qsizetype kLongest = 400;
    return text.size() <= kLongest ? text : text.left(kLongest - 1) + u'…';
}

qint64 amount(const QJsonObject &data, QLatin1String name)
{
    return data[name].toInteger();
}

} // namespace

const QHash<QString, Projector::Handler> &Projector::handlers()
{
    static const QHash<QString, Handler> all{
        {u"run.started"_s, &Projector::runStarted},
        {u"run.resumed"_s, &Projector::runResumed},
        {u"run.paused"_s, &Projector::runPaused},
        {u"run.ended"_s, &Projector::runEnded},
        {u"run.forked"_s, &Projector::runForked},
        {u"plan.amended"_s, &Projector::planAmended},
        {u"step.started"_s, &Projector::stepStarted},
        {u"step.waiting"_s, &Projector::stepWaiting},
        {u"step.blocked"_s, &Projector::stepBlocked},
        {u"step.unblocked"_s, &Projector::stepUnblocked},
        {u"step.ended"_s, &Projector::stepEnded},
        {u"step.reopened"_s, &Projector::stepReopened},
        {u"guidance.answered"_s, &Projector::requestClosed},
        {u"guidance.expired"_s, &Projector::requestClosed},
        {u"guidance.withdrawn"_s, &Projector::requestClosed},
        {u"attempt.started"_s, &Projector::attemptStarted},
        {u"attempt.ended"_s, &Projector::attemptEnded},
        {u"verdict.reached"_s, &Projector::verdictReached},
        {u"budget.reserved"_s, &Projector::budgetReserved},
        {u"budget.settled"_s, &Projector::budgetSettled},
        {u"budget.released"_s, &Projector::budgetReleased},
    };
    return all;
}

QList<qint64> Projector::apply(const Entry &entry)
{
    m_changed.clear();
    if (const Handler handler = handlers().value(entry.type))
        (this->*handler)(entry);
    return m_changed;
}

void Projector::runStarted(const Entry &entry)
{
    const QJsonObject plan = entry.data["plan"_L1].toObject();
    m_run.task = entry.data["task"_L1].toString();
    m_run.language = entry.data["language"_L1].toString();
    m_run.workspace = entry.data["workspace"_L1].toString();
    m_run.branch = entry.data["branch"_L1].toString();
    m_run.createdMs = entry.timeMs;
    m_run.status = domain::RunStatus::Running;
    for (const QJsonValue &step : plan["steps"_L1].toArray())
        addStep(step["id"_L1].toString(), step["title"_L1].toString(), step["file"_L1].toString());
    touch(Head);
    touch(Run);
}

void Projector::runResumed(const Entry &)
{
    m_run.status = domain::RunStatus::Running;
    m_run.reason.clear();
    touch(Run);
}

void Projector::runPaused(const Entry &entry)
{
    const QString reason = entry.data["reason"_L1].toString();
    m_run.status = domain::RunStatus::Paused;
    m_run.reason = oneLine(reason.isEmpty() ? entry.data["kind"_L1].toString() : reason);
    touch(Run);
}

void Projector::runEnded(const Entry &entry)
{
    m_run.status = domain::runStatusFromString(entry.data["status"_L1].toString()).value_or(domain::RunStatus::Failed);
    m_run.reason = oneLine(entry.data["reason"_L1].toString());
    touch(Run);
}

/// What came before was another run's: paid there, and started by nobody here.
void Projector::runForked(const Entry &entry)
{
    m_run.createdMs = entry.timeMs;
    m_run.branch = u"stepladder/"_s + entry.run;
    m_run.status = domain::RunStatus::Paused;
    m_run.reason =
        u"forked from %1 before step %2"_s.arg(entry.data["run"_L1].toString(), entry.data["step"_L1].toString());
    m_run.spent = 0;
    m_run.reserved = 0;
    m_run.paidCalls = 0;
    for (StepRecord &record : m_steps) {
        record.view.cost = 0;
        for (AttemptState &made : record.attempts)
            made.cost = 0;
        touch(record);
        if (domain::isEnded(record.view.state) || record.view.state == StepState::Pending)
            continue;
        setState(record, StepState::Pending);
        record.view.reason.clear();
        record.view.request.clear();
    }
    touch(Head);
    touch(Run);
}

void Projector::planAmended(const Entry &entry)
{
    for (const QJsonValue &step : entry.data["steps"_L1].toArray())
        addStep(step["id"_L1].toString(), step["title"_L1].toString(), step["file"_L1].toString());
    touch(Run);
}

void Projector::stepStarted(const Entry &entry)
{
    addStep(entry.step, entry.data["title"_L1].toString(), entry.data["file"_L1].toString());
    StepRecord &record = *step(entry.step);
    setState(record, StepState::Running);
    record.view.epoch = entry.data["epoch"_L1].toInt(record.view.epoch);
    record.view.startedMs = entry.timeMs;
    record.view.reason.clear();
    record.view.request.clear();
    touch(record);
}

void Projector::stepWaiting(const Entry &entry)
{
    if (StepRecord *record = step(entry.step)) {
        setState(*record, StepState::Waiting);
        record->view.request = entry.data["request"_L1].toString();
        record->view.reason = oneLine(entry.data["reason"_L1].toString());
        touch(*record);
    }
}

void Projector::stepBlocked(const Entry &entry)
{
    if (StepRecord *record = step(entry.step)) {
        const QString reason = entry.data["reason"_L1].toString();
        setState(*record, StepState::Blocked);
        record->view.reason = oneLine(reason.isEmpty() ? entry.data["kind"_L1].toString() : reason);
        touch(*record);
    }
}

void Projector::stepUnblocked(const Entry &entry)
{
    StepRecord *record = step(entry.step);
    if (!record || domain::isEnded(record->view.state))
        return;
    setState(*record, StepState::Running);
    record->view.reason.clear();
    record->view.request.clear();
    touch(*record);
}

void Projector::stepEnded(const Entry &entry)
{
    StepRecord *record = step(entry.step);
    if (!record)
        return;
    const auto state = domain::stepStateFromString(entry.data["state"_L1].toString());
    setState(*record, state && domain::isEnded(*state) ? *state : StepState::Skipped);
    record->view.strategy = entry.data["strategy"_L1].toString();
    record->view.reason = oneLine(entry.data["reason"_L1].toString());
    record->view.commit = entry.data["commit"_L1].toString();
    record->view.score = entry.data["score"_L1].toDouble(record->view.score);
    record->view.request.clear();
    record->view.endedMs = entry.timeMs;
    touch(*record);
}

void Projector::stepReopened(const Entry &entry)
{
    StepRecord *record = step(entry.step);
    if (!record)
        return;
    setState(*record, StepState::Pending);
    record->view.epoch = entry.data["epoch"_L1].toInt(record->view.epoch + 1);
    record->view.reason = oneLine(entry.data["reason"_L1].toString());
    record->view.score = 0;
    record->view.strategy.clear();
    record->view.commit.clear();
    record->view.endedMs = 0;
    touch(*record);
}

/// An answer, an expiry or a withdrawal: the step that waited for it is ready again. Extend and snooze leave it
/// waiting.
void Projector::requestClosed(const Entry &entry)
{
    const QString kind = entry.data["answer"_L1].toObject()["kind"_L1].toString();
    if (kind == u"extend" || kind == u"snooze")
        return;
    const QString request = entry.data["request"_L1].toString();
    for (StepRecord &record : m_steps) {
        if (record.view.state != StepState::Waiting || request.isEmpty() || record.view.request != request)
            continue;
        setState(record, StepState::Running);
        record.view.reason.clear();
        record.view.request.clear();
        touch(record);
    }
}

void Projector::attemptStarted(const Entry &entry)
{
    StepRecord *record = step(entry.step);
    if (!record)
        return;
    const QJsonObject &data = entry.data;
    record->attempts.append({.step = entry.step,
                             .number = data["number"_L1].toInt(entry.attempt),
                             .epoch = data["epoch"_L1].toInt(record->view.epoch),
                             .rung = data["rung"_L1].toString(),
                             .kind = data["kind"_L1].toString(),
                             .model = data["model"_L1].toString(),
                             .state = u"running"_s,
                             .startedMs = entry.timeMs,
                             .startedSeq = entry.seq});
    if (record->view.state == StepState::Waiting || record->view.state == StepState::Blocked) {
        setState(*record, StepState::Running);
        record->view.reason.clear();
        record->view.request.clear();
    }
    touch(*record);
}

void Projector::attemptEnded(const Entry &entry)
{
    StepRecord *record = step(entry.step);
    AttemptState *made = record ? attempt(*record, entry.data["number"_L1].toInt(entry.attempt)) : nullptr;
    if (!made)
        return;
    // Counted with its verdict, else when it ends: one that its surroundings cut short was none and begins again under
    // its number.
    if (entry.data["counted"_L1].toBool() && made->state == u"running"_s && made->verdictSeq == 0)
        count(*record);
    made->state = entry.data["state"_L1].toString();
    made->score = entry.data["score"_L1].toDouble(made->score);
    made->endedMs = entry.timeMs;
    made->cost = entry.data["costMicroUsd"_L1].toInteger(made->cost);
    if (const QString model = entry.data["model"_L1].toString(); !model.isEmpty())
        made->model = model;
    if (const QString summary = entry.data["summary"_L1].toString(); !summary.isEmpty())
        made->summary = oneLine(summary);
    if (!domain::isEnded(record->view.state))
        record->view.score = std::max(record->view.score, made->score);
    touch(*record);
}

void Projector::count(StepRecord &record)
{
    ++record.view.attempts;
    ++m_run.attempts;
    touch(Run);
}

void Projector::verdictReached(const Entry &entry)
{
    StepRecord *record = step(entry.step);
    AttemptState *made = record ? attempt(*record, entry.attempt) : nullptr;
    if (!made)
        return;
    if (made->verdictSeq == 0 && made->number > 0)
        count(*record);
    made->verdictSeq = entry.seq;
    made->score = entry.data["score"_L1].toDouble();
    made->summary = oneLine(entry.data["summary"_L1].toString());
    if (!domain::isEnded(record->view.state))
        record->view.score = std::max(record->view.score, made->score);
    touch(*record);
}

void Projector::budgetReserved(const Entry &entry)
{
    m_run.reserved += amount(entry.data, "amount"_L1);
    touch(Run);
}

void Projector::budgetSettled(const Entry &entry)
{
    const qint64 spent = amount(entry.data, "spent"_L1);
    m_run.reserved = std::max<qint64>(0, m_run.reserved - amount(entry.data, "reserved"_L1));
    m_run.spent += spent;
    if (entry.data["paid"_L1].toBool())
        ++m_run.paidCalls;
    touch(Run);
    StepRecord *record = step(entry.step);
    AttemptState *made = record && entry.attempt > 0 ? attempt(*record, entry.attempt) : nullptr;
    const QString model = entry.data["model"_L1].toString();
    // Who answered is who was asked, or who stood in for it.
    const bool another = made && !model.isEmpty() && made->model != model && entry.data["purpose"_L1] == u"generate"_s;
    if (!record || (spent == 0 && !another))
        return;
    record->view.cost += spent;
    if (made)
        made->cost += spent;
    if (another)
        made->model = model;
    touch(*record);
}

void Projector::budgetReleased(const Entry &entry)
{
    m_run.reserved = std::max<qint64>(0, m_run.reserved - amount(entry.data, "reserved"_L1));
    touch(Run);
}

/// A step that is there already keeps its place and its past.
void Projector::addStep(const QString &id, const QString &title, const QString &file)
{
    if (StepRecord *known = step(id)) {
        if (!title.isEmpty())
            known->view.title = title;
        if (!file.isEmpty())
            known->view.file = file;
        touch(*known);
        return;
    }
    m_places.insert(id, m_steps.size());
    m_steps.push_back({.view = {.id = id, .title = title, .file = file}, .attempts = {}});
    ++m_states[size_t(StepState::Pending)];
    recount();
    touch(m_steps.back());
    touch(Run);
}

StepRecord *Projector::step(const QString &id)
{
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? nullptr : &m_steps[*place];
}

/// The last one of that number: what nobody counts has the number 0 more than once.
AttemptState *Projector::attempt(StepRecord &record, int number)
{
    for (auto made = record.attempts.rbegin(); made != record.attempts.rend(); ++made) {
        if (made->number == number)
            return &*made;
    }
    return nullptr;
}

void Projector::setState(StepRecord &record, StepState state)
{
    if (record.view.state == state)
        return;
    --m_states[size_t(record.view.state)];
    ++m_states[size_t(state)];
    record.view.state = state;
    recount();
    touch(Run);
}

void Projector::recount()
{
    const auto count = [this](StepState state) { return m_states[size_t(state)]; };
    m_run.counts = {.accepted = count(StepState::Accepted),
                    .acceptedByPerson = count(StepState::AcceptedByPerson),
                    .unproven = count(StepState::Unproven),
                    .stubbed = count(StepState::Stubbed),
                    .unchanged = count(StepState::Unchanged),
                    .skipped = count(StepState::Skipped),
                    .waiting = count(StepState::Waiting),
                    .blocked = count(StepState::Blocked),
                    .pending = count(StepState::Pending) + count(StepState::Running)};
}

void Projector::touch(qint64 subject)
{
    if (!m_changed.contains(subject))
        m_changed.append(subject);
}

void Projector::touch(const StepRecord &record)
{
    touch(FirstStep + qint64(&record - m_steps.data()));
}

QByteArray Projector::state(qint64 subject) const
{
    if (subject == Run)
        return encodeRun(m_run);
    return subject == Head ? encodeHead(m_run) : encode(m_steps.at(size_t(subject - FirstStep)));
}

QString Projector::name(qint64 subject) const
{
    if (subject == Run)
        return u"run"_s;
    return subject == Head ? u"head"_s : m_steps.at(size_t(subject - FirstStep)).view.id;
}

Result<void> Projector::load(qint64 subject, const QByteArray &state)
{
    if (subject == Run)
        return decodeRun(state, &m_run);
    if (subject == Head)
        return decodeHead(state, &m_run);
    const auto record = decodeStep(state);
    if (!record)
        return domain::fail(record.error());
    const size_t place = size_t(subject - FirstStep);
    if (place > m_steps.size())
        return domain::fail(ErrorKind::Corrupt, u"a step is missing before %1"_s.arg(record->view.id));
    if (place == m_steps.size()) {
        m_steps.push_back(*record);
        m_places.insert(record->view.id, place);
        ++m_states[size_t(record->view.state)];
    } else {
        --m_states[size_t(m_steps[place].view.state)];
        m_steps[place] = *record;
        ++m_states[size_t(record->view.state)];
    }
    recount();
    return {};
}

RunView Projector::view(const QString &run, qint64 seq, qint64 timeMs) const
{
    RunView view = m_run;
    view.run = run;
    view.seq = seq;
    view.updatedMs = timeMs;
    return view;
}

Moment Projector::moment(const QString &run, qint64 seq, qint64 timeMs) const
{
    Moment moment{.run = view(run, seq, timeMs), .steps = {}, .attempts = {}};
    for (const StepRecord &record : m_steps) {
        moment.steps.append(record.view);
        moment.attempts += record.attempts;
    }
    std::sort(moment.attempts.begin(), moment.attempts.end(),
              [](const AttemptState &a, const AttemptState &b) { return a.startedSeq < b.startedSeq; });
    return moment;
}

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/steps/attemptlog.h"

#include "engine/answers/candidatefiles.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

AttemptLog::AttemptLog(RunParts &parts)
    : m_parts(parts)
{
}

void AttemptLog::number(Climb &climb, const domain::Rung &rung, const QString &model)
{
    ++climb.made;
    climb.attempts.append({.number = climb.made, .rung = rung.id, .kind = domain::toString(rung.kind), .model = model});
}

Result<void> AttemptLog::started(const Climb &climb, const domain::Rung &rung, const QString &role)
{
    const auto noted = m_parts.effects.note(climb.key(u"attempt.started"_s),
                                            {.type = u"attempt.started"_s,
                                             .step = climb.step.id,
                                             .attempt = climb.made,
                                             .data = {{u"number"_s, climb.made},
                                                      {u"rung"_s, rung.id},
                                                      {u"kind"_s, domain::toString(rung.kind)},
                                                      {u"role"_s, role},
                                                      {u"model"_s, climb.attempts.last().model},
                                                      {u"counted"_s, true},
                                                      {u"epoch"_s, climb.epoch}}});
    if (!noted)
        return domain::fail(noted.error());
    return {};
}

Result<void> AttemptLog::begin(Climb &climb, const domain::Rung &rung, const QString &role, const QString &model)
{
    number(climb, rung, model);
    return started(climb, rung, role);
}

Result<void> AttemptLog::noteEnd(const Climb &climb, const Attempt &attempt, const QString &state, bool counted,
                                 const QString &summary)
{
    journal::Key key = climb.key(u"attempt.ended"_s);
    key.attempt = attempt.number;
    const auto noted = m_parts.effects.note(key,
                                            {.type = u"attempt.ended"_s,
                                             .step = climb.step.id,
                                             .attempt = attempt.number,
                                             .data = {{u"number"_s, attempt.number},
                                                      {u"counted"_s, counted},
                                                      {u"state"_s, state},
                                                      {u"score"_s, counted ? attempt.verdict.score : 0},
                                                      {u"model"_s, attempt.model},
                                                      {u"summary"_s, summary}}});
    if (!noted)
        return domain::fail(noted.error());
    return {};
}

Result<void> AttemptLog::end(Climb &climb, const QString &state, const QString &summary)
{
    climb.attempts.last().ended = true;
    return noteEnd(climb, climb.attempts.last(), state, true, summary);
}

Result<void> AttemptLog::endUncounted(const Climb &climb, const QString &why)
{
    return noteEnd(climb, climb.attempts.last(), u"ended"_s, false, why);
}

Result<void> AttemptLog::giveUp(Climb &climb, const QString &why)
{
    // Members of an ensemble are under way together.
    for (qsizetype i = climb.attempts.size(); i-- > 0;) {
        Attempt &attempt = climb.attempts[i];
        if (attempt.ended)
            continue;
        const bool judged = !attempt.verdict.summary.isEmpty();
        const QString state = judged ? u"failed"_s : u"ended"_s;
        if (const auto noted = noteEnd(climb, attempt, state, judged, judged ? attempt.verdict.summary : why); !noted)
            return noted;
        attempt.ended = true;
        if (judged)
            continue;
        const bool last = attempt.number == climb.made;
        climb.made -= last ? 1 : 0;
        climb.unused += last ? 0 : 1;
        climb.attempts.removeAt(i);
    }
    return {};
}

Result<void> AttemptLog::beginOwn(const Climb &climb, const domain::Rung &rung, const QString &person,
                                  const domain::Candidate &candidate)
{
    const auto noted = m_parts.effects.note(climb.key(u"attempt.started"_s),
                                            {.type = u"attempt.started"_s,
                                             .step = climb.step.id,
                                             .data = {{u"number"_s, 0},
                                                      {u"rung"_s, rung.id},
                                                      {u"kind"_s, domain::toString(domain::RungKind::Human)},
                                                      {u"role"_s, u"person"_s},
                                                      {u"model"_s, person},
                                                      {u"counted"_s, false},
                                                      {u"epoch"_s, climb.epoch}}});
    if (!noted)
        return domain::fail(noted.error());
    return this->candidate(climb, candidate);
}

Result<void> AttemptLog::endOwn(const Climb &climb, const QString &state, double score, const QString &summary)
{
    const auto noted = m_parts.effects.note(climb.key(u"attempt.ended"_s),
                                            {.type = u"attempt.ended"_s,
                                             .step = climb.step.id,
                                             .data = {{u"number"_s, 0},
                                                      {u"counted"_s, false},
                                                      {u"state"_s, state},
                                                      {u"score"_s, score},
                                                      {u"summary"_s, summary}}});
    if (!noted)
        return domain::fail(noted.error());
    return {};
}

Result<void> AttemptLog::candidate(const Climb &climb, const domain::Candidate &candidate)
{
    const auto files = putFiles(m_parts.effects.journal(), candidate.files);
    if (!files)
        return domain::fail(files.error());
    const auto noted = m_parts.effects.note(climb.key(u"candidate"_s),
                                            {.type = u"candidate.made"_s,
                                             .step = climb.step.id,
                                             .attempt = climb.made,
                                             .data = {{u"hash"_s, candidate.empty() ? QString() : candidate.hash()},
                                                      {u"files"_s, *files},
                                                      {u"issues"_s, domain::toJson(candidate.issues)}}});
    if (!noted)
        return domain::fail(noted.error());
    return {};
}

Result<void> AttemptLog::verdict(const Climb &climb, const domain::Verdict &verdict, const Judgement &judgement)
{
    const auto noted = m_parts.effects.note(climb.key(u"verdict"_s),
                                            {.type = u"verdict.reached"_s,
                                             .step = climb.step.id,
                                             .attempt = climb.made,
                                             .data = verdictData(verdict, judgement)});
    if (!noted)
        return domain::fail(noted.error());
    return {};
}

Result<void> AttemptLog::insight(const Climb &climb, const QString &role, const QString &model,
                                 const QString &entryType, const QString &contentType, const QString &text)
{
    const auto noted = m_parts.effects.note(climb.key(u"insight."_s + contentType),
                                            {.type = u"insight"_s,
                                             .step = climb.step.id,
                                             .attempt = climb.made,
                                             .data = {{u"role"_s, role},
                                                      {u"model"_s, model},
                                                      {u"entryType"_s, entryType},
                                                      {u"contentType"_s, contentType},
                                                      {u"text"_s, text}}});
    if (!noted)
        return domain::fail(noted.error());
    return {};
}

QStringList AttemptLog::playersOf(const Climb &climb, const QString &role) const
{
    QStringList players = m_parts.models.playersOf(role == u"best"_s ? u"generator"_s : role);
    if (!climb.instead.isEmpty() && role != u"thinker"_s) {
        players.removeAll(climb.instead);
        players.prepend(climb.instead);
        return m_parts.models.mayAsk(climb.step.id, players);
    }
    if (role != u"best"_s)
        return m_parts.models.mayAsk(climb.step.id, players);
    if (const Attempt *best = climb.best(); best && m_parts.models.clients().config().model(best->model)) {
        players.removeAll(best->model);
        players.prepend(best->model);
    }
    return m_parts.models.mayAsk(climb.step.id, players);
}

QJsonObject verdictData(const domain::Verdict &verdict, const Judgement &judgement)
{
    QJsonObject data = domain::toJson(verdict);
    data.remove(u"evidence"_s);
    data.insert(u"reported"_s, toJson(judgement)[u"reported"]);
    data.insert(u"evidence"_s, evidenceDigest(judgement.evidence));
    return data;
}

QString ownCodeMessage(const domain::Step &step, const QString &person, const QString &why)
{
    return u"%1\n\nStep %2, code of %3: %4"_s.arg(step.title.isEmpty() ? step.file : step.title, step.id, person, why);
}

} // namespace stepladder::engine

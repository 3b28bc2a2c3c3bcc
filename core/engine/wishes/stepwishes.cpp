// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/stepwishes.h"

#include "engine/wishes/breakpoints.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using journal::Draft;
using journal::Durability;
using journal::EffectResult;
using journal::Key;

namespace {

Draft noteEntry(const Climb &climb, const wish::Note &note, const QString &by)
{
    return {.type = u"insight"_s,
            .step = climb.step.id,
            .attempt = climb.made,
            .data = {{u"role"_s, u"person"_s},
                     {u"model"_s, by},
                     {u"entryType"_s, u"insight"_s},
                     {u"contentType"_s, u"note"_s},
                     {u"text"_s, note.text}}};
}

/// A halt at which a person's decision counts. What ends the running of the whole plan is none.
bool isHalt(const Error &error)
{
    return (error.kind == ErrorKind::Cancelled && error.detail == kCut)
        || (error.kind == ErrorKind::Awaiting && !error.detail.isEmpty()) || error.kind == ErrorKind::OverBudget
        || domain::isInfrastructure(error.kind);
}

} // namespace

journal::Draft wishTaken(const Wanted &wanted, int attempt)
{
    QJsonObject data = toJson(wanted.wish, wanted.by);
    data.insert(u"wish"_s, kindOf(wanted.wish));
    data.remove(u"step"_s);
    return {.type = u"wish.taken"_s, .step = stepOf(wanted.wish), .attempt = attempt, .data = data};
}

StepWishes::StepWishes(RunParts &parts)
    : m_parts(parts)
{
}

/// Null for what is not this step's business: other steps, other kinds, what the plan's runner refuses.
std::optional<Wanted> StepWishes::forStep(const journal::Wish &found, const QString &step) const
{
    if (found.kind == u"answer"_s || found.data[u"step"].toString() != step)
        return std::nullopt;
    const auto wanted = readWish(found);
    if (!wanted)
        return std::nullopt;
    if (const auto *jump = std::get_if<wish::Jump>(&wanted->wish)) {
        if (!m_parts.ladder.rung(jump->rung))
            return std::nullopt;
    }
    return *wanted;
}

/// What was consumed at \p key, or the oldest wish for this step that is consumed there now.
Result<std::optional<journal::Wish>> StepWishes::takeOne(const Climb &climb, const Key &key, bool notesOnly)
{
    journal::Journal &journal = m_parts.effects.journal();
    if (auto before = journal.consumedAt(key))
        return before;
    const auto pending = journal.wishes();
    if (!pending)
        return domain::fail(pending.error());
    for (const journal::Wish &found : *pending) {
        const auto wanted = forStep(found, climb.step.id);
        if (!wanted)
            continue;
        const auto *note = std::get_if<wish::Note>(&wanted->wish);
        if (!note && (notesOnly || !decisionIn(*wanted)))
            continue;
        const Draft entry = note ? noteEntry(climb, *note, wanted->by) : wishTaken(*wanted, climb.made);
        if (const auto consumed = journal.consume(found.id, key, {entry}); !consumed)
            return domain::fail(consumed.error());
        return std::optional(found);
    }
    return std::optional<journal::Wish>();
}

Result<EffectResult> StepWishes::takeWishes(const Climb &climb, const domain::Rung &rung, int number)
{
    QJsonArray words;
    EffectResult result;
    Key key = climb.key(u"wishes.%1"_s.arg(number));
    key.attempt = 0;
    for (;; ++key.ordinal) {
        const auto found = takeOne(climb, key, false);
        if (!found)
            return domain::fail(found.error());
        if (!found->has_value())
            break;
        const auto wanted = readWish(**found);
        if (!wanted)
            return domain::fail(wanted.error());
        if (const auto *note = std::get_if<wish::Note>(&wanted->wish)) {
            words.append(note->text);
            continue;
        }
        result.record.insert(u"decision"_s, toJson(*decisionIn(*wanted)));
        break;
    }
    result.record.insert(u"words"_s, words);
    if (!result.record.contains(u"decision"_s)) {
        QJsonArray serials;
        for (const int serial : m_parts.breakpoints.before(climb.step.id, rung.id, number == 0, !climb.entered))
            serials.append(serial);
        result.record.insert(u"breakpoints"_s, serials);
    }
    return result;
}

Result<std::optional<Decision>> StepWishes::checkpoint(Climb &climb, const domain::Rung &rung)
{
    const int number = climb.checkpoints++;
    Key key = climb.key(u"wishes"_s, number);
    key.attempt = 0;
    const auto record =
        m_parts.effects.once(key, {}, {}, Durability::Queued, [&] { return takeWishes(climb, rung, number); });
    if (!record)
        return domain::fail(record.error());
    for (const auto &words : (*record)[u"words"].toArray())
        climb.hear(words.toString());
    if (record->contains(u"decision"_s))
        return std::optional(decisionFromJson((*record)[u"decision"].toObject()));
    return askAtBreakpoints(climb, (*record)[u"breakpoints"].toArray(), number);
}

Result<std::optional<Decision>> StepWishes::askAtBreakpoints(Climb &climb, const QJsonArray &serials, int number)
{
    for (const auto &serial : serials) {
        Key key = climb.key(u"breakpoint.%1"_s.arg(serial.toInt()), number);
        key.attempt = 0;
        const auto answer = m_parts.breakpoints.ask(key, serial.toInt());
        if (!answer)
            return domain::fail(answer.error());
        if (const auto decision = decisionIn(*answer))
            return decision;
        if (!answer->text.trimmed().isEmpty())
            climb.hear(answer->text.trimmed());
    }
    return std::optional<Decision>();
}

Result<void> StepWishes::hear(Climb &climb, const QString &purpose)
{
    journal::Journal &journal = m_parts.effects.journal();
    // Once the context is built it holds what was heard by then; a later note goes into the next one.
    const bool sealed = journal.has(climb.key(u"context."_s + purpose)) || m_parts.effects.isCut(climb.step.id);
    Key key = climb.key(u"wish."_s + purpose);
    for (;; ++key.ordinal) {
        const auto found =
            sealed ? Result<std::optional<journal::Wish>>(journal.consumedAt(key)) : takeOne(climb, key, true);
        if (!found)
            return domain::fail(found.error());
        if (!found->has_value())
            return {};
        climb.hear((*found)->data[u"text"].toString());
    }
}

namespace {
Key edgeOf(const Climb &climb)
{
    return {.step = climb.step.id, .epoch = climb.epoch, .name = u"wish.edge"_s, .ordinal = climb.cuts};
}
} // namespace

void StepWishes::armRecordedCut(const Climb &climb)
{
    if (m_parts.effects.journal().consumedAt(edgeOf(climb)))
        m_parts.effects.cut(climb.step.id);
}

Result<std::optional<Decision>> StepWishes::atEdge(const Climb &climb, const Error &error)
{
    if (const auto decided = m_parts.breakpoints.takeDecided(climb.step.id); decided && error.detail == kCut)
        return decided;
    if (!isHalt(error) || m_parts.effects.stop().soft.stop_requested())
        return std::optional<Decision>();
    journal::Journal &journal = m_parts.effects.journal();
    const Key key = edgeOf(climb);
    if (const auto before = journal.consumedAt(key)) {
        const auto wanted = readWish(*before);
        return wanted ? Result<std::optional<Decision>>(decisionIn(*wanted)) : domain::fail(wanted.error());
    }
    const auto pending = journal.wishes();
    if (!pending)
        return domain::fail(pending.error());
    for (const journal::Wish &found : *pending) {
        const auto wanted = forStep(found, climb.step.id);
        if (!wanted || !decisionIn(*wanted))
            continue;
        // Questions first: a crash in between leaves a wish, which comes true next time, and no question for nobody.
        m_parts.breakpoints.dropOwner(climb.step.id);
        m_parts.desk.withdrawAll(climb.step.id);
        if (const auto consumed = journal.consume(found.id, key, {wishTaken(*wanted, climb.made)}); !consumed)
            return domain::fail(consumed.error());
        return decisionIn(*wanted);
    }
    return std::optional<Decision>();
}

} // namespace stepladder::engine

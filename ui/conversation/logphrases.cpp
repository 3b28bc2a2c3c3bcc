// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logrow.h"

#include "domain/money.h"
#include "domain/run.h"
#include "ui/conversation/logtext.h"

#include <QJsonArray>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;

namespace {

using Phrase = QString (*)(const Entry &);

QString text(const Entry &entry, QLatin1StringView name)
{
    return entry.data[name].toString();
}

QString score(const Entry &entry)
{
    return QString::number(entry.data[u"score"].toDouble(), 'f', 1);
}

QString money(const Entry &entry, QLatin1StringView name)
{
    return domain::usdText(entry.data[name].toInteger());
}

/// "what: why", or "what" where nobody said why.
QString wordOfWish(const QString &wish)
{
    static const QHash<QString, const char *> words{
        {u"note"_s, QT_TRANSLATE_NOOP("stepladder::ui::LogText", "a note in the next prompt")},
        {u"ask_me"_s, QT_TRANSLATE_NOOP("stepladder::ui::LogText", "to be asked")},
        {u"jump"_s, QT_TRANSLATE_NOOP("stepladder::ui::LogText", "another rung")},
        {u"skip"_s, QT_TRANSLATE_NOOP("stepladder::ui::LogText", "the step skipped")},
        {u"stub"_s, QT_TRANSLATE_NOOP("stepladder::ui::LogText", "a stub")},
        {u"retry"_s, QT_TRANSLATE_NOOP("stepladder::ui::LogText", "another try")}};
    const char *word = words.value(wish);
    return word ? LogText::tr(word) : QString(wish).replace(u'_', u' ').replace(u'.', u' ');
}

/// Where a breakpoint stands: "before rung premium".
QString placeOf(const Entry &entry)
{
    const QJsonObject at = entry.data["breakpoint"_L1].toObject();
    const QString before = at["before"_L1].toString();
    if (before == "step"_L1)
        return LogText::tr("before step %1").arg(at["step"_L1].toString());
    if (before == "rung"_L1)
        return LogText::tr("before rung %1").arg(at["rung"_L1].toString());
    if (before == "prompt"_L1)
        return at["step"_L1].toString().isEmpty()
            ? LogText::tr("before the next prompt is sent")
            : LogText::tr("before the next prompt of %1 is sent").arg(at["step"_L1].toString());
    if (before == "spend"_L1)
        return LogText::tr("at %1 spent").arg(domain::usdText(at["amountMicroUsd"_L1].toInteger()));
    return LogText::tr("before the first paid call");
}

QString namesOf(const Entry &entry, QLatin1String list)
{
    QStringList names;
    for (const auto &item : entry.data[list].toArray())
        names.append(item["name"_L1].toString());
    return names.join(u", "_s);
}

QString because(const QString &what, const QString &why)
{
    return why.trimmed().isEmpty() ? what : LogText::tr("%1: %2").arg(what, why);
}

QString counted(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(count);
}

QString attemptStarted(const Entry &entry)
{
    const int number = entry.data[u"number"].toInt();
    const QString who = text(entry, "model"_L1);
    if (number == 0 && text(entry, "kind"_L1) == u"human")
        return who.isEmpty() ? LogText::tr("A person's code is tried") : LogText::tr("Code of %1 is tried").arg(who);
    return LogText::tr("Attempt %1: %2, %3").arg(number).arg(words(text(entry, "rung"_L1)), who);
}

QString attemptEnded(const Entry &entry)
{
    const QString state = text(entry, "state"_L1);
    const int number = entry.data[u"number"].toInt();
    if (number == 0 && state == u"passed")
        return LogText::tr("A person's code passed with %1").arg(score(entry));
    if (number == 0)
        return because(LogText::tr("A person's code did not pass"), text(entry, "summary"_L1));
    if (state == u"passed")
        return LogText::tr("Attempt %1 passed with %2").arg(number).arg(score(entry));
    if (state == u"failed")
        return LogText::tr("Attempt %1 failed with %2").arg(number).arg(score(entry));
    if (state == u"unproven")
        return LogText::tr("Attempt %1 is unproven with %2").arg(number).arg(score(entry));
    const QString what = state == u"no_candidate" ? LogText::tr("Attempt %1 brought no candidate").arg(number)
        : state == u"overtaken"                   ? LogText::tr("Attempt %1 was overtaken").arg(number)
                                                  : LogText::tr("Attempt %1 ended").arg(number);
    return because(what, text(entry, "summary"_L1));
}

QString stepEnded(const Entry &entry)
{
    const auto state = domain::stepStateFromString(text(entry, "state"_L1));
    const int attempts = entry.data[u"attempts"].toInt();
    QString what = LogText::tr("Step ended: %1").arg(state ? wordOf(*state) : text(entry, "state"_L1));
    if (entry.data[u"score"].toDouble() > 0)
        what += LogText::tr(", score %1").arg(score(entry));
    if (attempts > 0)
        what += counted(attempts, LogText::tr(", one attempt"), LogText::tr(", %1 attempts"));
    return because(what, text(entry, "reason"_L1));
}

QString testsFinished(const Entry &entry)
{
    const QString scope = text(entry, "scope"_L1);
    const QString whose = scope == u"baseline" ? LogText::tr("Tests before the step")
        : scope == u"acceptance"               ? LogText::tr("Tests at acceptance")
        : scope == u"final"                    ? LogText::tr("Tests at the end")
                                               : LogText::tr("Tests of the candidate");
    if (!entry.data[u"buildOk"].toBool())
        return because(whose,
                       counted(entry.data[u"errors"].toInt(), LogText::tr("it does not build, one error"),
                               LogText::tr("it does not build, %1 errors")));
    if (entry.data[u"total"].toInt() == 0)
        return because(whose, LogText::tr("it builds, no tests were executed"));
    return LogText::tr("%1: %2 of %3 passed")
        .arg(whose)
        .arg(entry.data[u"passed"].toInt())
        .arg(entry.data[u"total"].toInt());
}

QString answered(const Entry &entry)
{
    const QJsonObject answer = entry.data[u"answer"].toObject();
    const QString by = answer[u"by"].toString();
    const QString kind = words(answer[u"kind"].toString());
    return because(by.isEmpty() ? LogText::tr("Answered (%1)").arg(kind)
                                : LogText::tr("%1 answered (%2)").arg(by, kind),
                   answer[u"text"].toString());
}

QString amended(const Entry &entry)
{
    QStringList names;
    for (const auto &step : entry.data[u"steps"].toArray())
        names.append(step[u"title"].toString());
    if (names.isEmpty()) {
        const QString first = entry.data[u"first"].toVariant().toStringList().join(u", "_s);
        return because(LogText::tr("%1 comes first").arg(first), text(entry, "reason"_L1));
    }
    return because(LogText::tr("Plan amended with %1").arg(names.join(u", "_s)), text(entry, "reason"_L1));
}

QString raised(const Entry &entry)
{
    if (entry.data[u"localOnly"].toBool())
        return LogText::tr("Local models only from here on");
    if (entry.data[u"stub"].toBool())
        return LogText::tr("Steps that need more money are stubbed");
    if (entry.data.contains(u"perRun"_s))
        return LogText::tr("Budget raised to %1").arg(money(entry, "perRun"_L1));
    return LogText::tr("Budget raised");
}

QString settledText(const Entry &entry)
{
    const auto usage = entry.data[u"usage"];
    return LogText::tr("%1 was paid %2 (%3): %4 tokens in, %5 out")
        .arg(text(entry, "model"_L1), money(entry, "spent"_L1), text(entry, "purpose"_L1))
        .arg(usage[u"input"].toInteger())
        .arg(usage[u"output"].toInteger());
}

QString candidate(const Entry &entry)
{
    const auto files = entry.data[u"files"].toArray().size();
    const auto issues = entry.data[u"issues"].toArray().size();
    const QString what = counted(files, LogText::tr("A candidate of one file"), LogText::tr("A candidate of %1 files"));
    return issues > 0 ? what + counted(issues, LogText::tr(", one issue"), LogText::tr(", %1 issues")) : what;
}

const QHash<QString, Phrase> &phrases()
{
    static const QHash<QString, Phrase> known{
        {u"insight"_s, [](const Entry &e) { return text(e, "text"_L1); }},
        {u"run.started"_s, [](const Entry &e) { return because(LogText::tr("Run started"), text(e, "task"_L1)); }},
        {u"run.staged"_s,
         [](const Entry &e) { return LogText::tr("Stage made, branch %1").arg(text(e, "branch"_L1)); }},
        {u"run.scaffolded"_s,
         [](const Entry &e) { return LogText::tr("Scaffold %1 made").arg(text(e, "scaffold"_L1)); }},
        {u"run.applied"_s,
         [](const Entry &e) {
             return LogText::tr("Applied to %1: %2 files")
                 .arg(text(e, "workspace"_L1))
                 .arg(e.data["files"_L1].toObject().size());
         }},
        {u"run.forked"_s,
         [](const Entry &e) {
             return LogText::tr("Forked from run %1 before %2").arg(text(e, "run"_L1), text(e, "step"_L1));
         }},
        {u"run.paused"_s, [](const Entry &e) { return because(LogText::tr("Paused"), text(e, "reason"_L1)); }},
        {u"run.resumed"_s, [](const Entry &) { return LogText::tr("Resumed"); }},
        {u"run.ended"_s,
         [](const Entry &e) {
             const auto status = domain::runStatusFromString(text(e, "status"_L1));
             return because(LogText::tr("Run ended: %1").arg(status ? wordOf(*status) : text(e, "status"_L1)),
                            text(e, "reason"_L1));
         }},
        {u"plan.approved"_s, [](const Entry &e) { return LogText::tr("Plan approved by %1").arg(text(e, "by"_L1)); }},
        {u"plan.amended"_s, amended},
        {u"step.started"_s, [](const Entry &e) { return because(LogText::tr("Step started"), text(e, "title"_L1)); }},
        {u"step.ended"_s, stepEnded},
        {u"step.waiting"_s,
         [](const Entry &e) { return because(LogText::tr("Waiting for you"), text(e, "reason"_L1)); }},
        {u"wish.taken"_s,
         [](const Entry &e) {
             return LogText::tr("%1 wants: %2").arg(text(e, "by"_L1), wordOfWish(text(e, "wish"_L1)));
         }},
        {u"wish.refused"_s,
         [](const Entry &e) { return because(LogText::tr("A wish could not be had"), text(e, "reason"_L1)); }},
        {u"breakpoint.set"_s, [](const Entry &e) { return LogText::tr("Breakpoint set %1").arg(placeOf(e)); }},
        {u"breakpoint.cleared"_s,
         [](const Entry &e) { return LogText::tr("Breakpoint %1 taken away").arg(placeOf(e)); }},
        {u"breakpoint.reached"_s, [](const Entry &e) { return LogText::tr("Breakpoint reached, %1").arg(placeOf(e)); }},
        {u"plan.attached"_s,
         [](const Entry &e) {
             return LogText::tr("%1 attached, about %2 tokens")
                 .arg(namesOf(e, "files"_L1))
                 .arg(e.data["tokens"_L1].toInteger());
         }},
        {u"plan.detached"_s,
         [](const Entry &e) {
             return LogText::tr("%1 not attached any more")
                 .arg(e.data["names"_L1].toVariant().toStringList().join(u", "_s));
         }},
        {u"run.changed"_s, [](const Entry &e) { return LogText::tr("Mode is now %1").arg(text(e, "mode"_L1)); }},
        {u"step.offered"_s,
         [](const Entry &e) { return because(LogText::tr("Offered to be made anew"), text(e, "reason"_L1)); }},
        {u"step.blocked"_s, [](const Entry &e) { return because(LogText::tr("Blocked"), text(e, "reason"_L1)); }},
        {u"step.unblocked"_s, [](const Entry &) { return LogText::tr("No longer blocked"); }},
        {u"step.reopened"_s,
         [](const Entry &e) { return because(LogText::tr("Step reopened"), text(e, "reason"_L1)); }},
        {u"step.changed"_s,
         [](const Entry &e) { return because(LogText::tr("Step described anew"), text(e, "reason"_L1)); }},
        {u"step.diverged"_s,
         [](const Entry &e) { return LogText::tr("The input of %1 is not the recorded one").arg(text(e, "key"_L1)); }},
        {u"attempt.started"_s, attemptStarted},
        {u"attempt.ended"_s, attemptEnded},
        {u"candidate.made"_s, candidate},
        {u"verdict.reached"_s,
         [](const Entry &e) { return because(LogText::tr("Verdict %1").arg(score(e)), text(e, "summary"_L1)); }},
        {u"tests.finished"_s, testsFinished},
        {u"level.entered"_s,
         [](const Entry &e) { return LogText::tr("Level %1 entered").arg(words(text(e, "rung"_L1))); }},
        {u"level.left"_s,
         [](const Entry &e) {
             return because(LogText::tr("Level %1 left").arg(words(text(e, "rung"_L1))), text(e, "reason"_L1));
         }},
        {u"level.skipped"_s,
         [](const Entry &e) {
             return because(LogText::tr("Level %1 skipped").arg(words(text(e, "rung"_L1))), text(e, "reason"_L1));
         }},
        {u"escalation.started"_s,
         [](const Entry &e) {
             return because(LogText::tr("Escalated to %1").arg(words(text(e, "rung"_L1))), text(e, "reason"_L1));
         }},
        {u"ensemble.compared"_s,
         [](const Entry &e) {
             const int chosen = e.data[u"chosen"].toInt();
             const QString what = chosen > 0 ? LogText::tr("Ensemble: attempt %1 is chosen").arg(chosen)
                                             : LogText::tr("Ensemble: no candidate is chosen");
             return because(what, text(e, "reason"_L1));
         }},
        {u"expert.consulted"_s,
         [](const Entry &e) { return because(LogText::tr("Experts consulted"), text(e, "text"_L1)); }},
        {u"article.proposed"_s,
         [](const Entry &e) { return because(LogText::tr("An answer became an article"), text(e, "title"_L1)); }},
        {u"guidance.requested"_s, [](const Entry &e) { return e.data[u"request"][u"title"].toString(); }},
        {u"guidance.answered"_s, answered},
        {u"guidance.expired"_s, [](const Entry &) { return LogText::tr("The question expired unanswered"); }},
        {u"guidance.withdrawn"_s, [](const Entry &) { return LogText::tr("The question was withdrawn"); }},
        {u"trial.started"_s,
         [](const Entry &e) { return LogText::tr("%1 tries code of their own").arg(text(e, "by"_L1)); }},
        {u"trial.ended"_s,
         [](const Entry &e) {
             return because(e.data[u"passed"].toBool() ? LogText::tr("It holds") : LogText::tr("It does not hold"),
                            text(e, "summary"_L1));
         }},
        {u"rootcause.analyzed"_s,
         [](const Entry &e) { return because(LogText::tr("Root cause"), text(e, "rootCause"_L1)); }},
        {u"stub.made"_s, [](const Entry &e) { return LogText::tr("Stub made for %1").arg(text(e, "file"_L1)); }},
        {u"failure.recorded"_s,
         [](const Entry &e) { return LogText::tr("Failure remembered as %1").arg(text(e, "signature"_L1)); }},
        {u"budget.refused"_s, [](const Entry &e) { return because(LogText::tr("Not paid"), text(e, "message"_L1)); }},
        {u"budget.raised"_s, raised},
        {u"budget.reserved"_s,
         [](const Entry &e) {
             return LogText::tr("%1 reserved for %2 (%3)")
                 .arg(money(e, "amount"_L1), text(e, "model"_L1), text(e, "purpose"_L1));
         }},
        {u"budget.released"_s,
         [](const Entry &e) { return LogText::tr("%1 given back").arg(money(e, "reserved"_L1)); }},
        {u"budget.settled"_s, settledText},
        {u"effect.intended"_s, [](const Entry &e) { return LogText::tr("%1 begins").arg(text(e, "name"_L1)); }},
        {u"effect.done"_s,
         [](const Entry &e) {
             return LogText::tr("%1 done in %2 ms").arg(text(e, "name"_L1)).arg(e.data[u"ms"].toInteger());
         }},
        {u"effect.ended"_s,
         [](const Entry &e) {
             return because(LogText::tr("%1 failed").arg(text(e, "name"_L1)), text(e, "message"_L1));
         }},
    };
    return known;
}

} // namespace

QString sentenceOf(const Entry &entry)
{
    if (entry.data[u"erased"].toBool())
        return LogText::tr("Erased (%1)").arg(entry.type);
    const Phrase phrase = phrases().value(entry.type);
    return phrase ? phrase(entry) : QString(entry.type).replace(u'.', u' ');
}

std::optional<Mark> markOf(const Entry &entry)
{
    const QString &type = entry.type;
    if (type == u"step.ended") {
        const auto state = domain::stepStateFromString(entry.data[u"state"].toString());
        return state ? std::optional(markOf(*state)) : std::nullopt;
    }
    if (type == u"run.ended") {
        const auto status = domain::runStatusFromString(entry.data[u"status"].toString());
        return status ? std::optional(markOf(*status)) : std::nullopt;
    }
    if (type == u"attempt.ended")
        return markOfAttempt(entry.data[u"state"].toString());
    if (type == u"verdict.reached" || type == u"trial.ended") {
        if (entry.data[u"unproven"].toBool())
            return Mark::Unproven;
        return entry.data[u"passed"].toBool() ? Mark::Accepted : Mark::Failed;
    }
    if (type == u"step.waiting" || type == u"guidance.requested" || type == u"guidance.answered")
        return Mark::Waiting;
    if (type == u"step.blocked" || type == u"run.paused" || type == u"budget.refused")
        return Mark::Blocked;
    if (type == u"stub.made")
        return Mark::Stubbed;
    if (type == u"level.skipped")
        return Mark::Skipped;
    if (type == u"effect.ended" || type == u"step.diverged")
        return Mark::Failed;
    return std::nullopt;
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/inputs.h"
#include "guidance/drafts.h"
#include "guidance/requests.h"
#include "journal/inbox.h"
#include "journal/runindex.h"
#include "storage/clock.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::Request;
using domain::Result;

namespace {

/// "90m", "24h", "3d" or plain hours → milliseconds.
Result<qint64> durationFrom(const QString &text)
{
    static const QRegularExpression form(u"^(\\d+(?:\\.\\d+)?)\\s*([mhd]?)$"_s);
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch())
        return domain::fail(ErrorKind::BadInput,
                            u"expected a duration, as in 90m, 24h or 3d (found \"%1\")"_s.arg(text));
    const QString unit = match.captured(2);
    const double minutes = unit == u"m"_s ? 1 : unit == u"d"_s ? 24.0 * 60 : 60;
    return qint64(match.captured(1).toDouble() * minutes * 60'000);
}

const QList<QCommandLineOption> &answerOptions()
{
    static const QList<QCommandLineOption> options = {
        {u"text"_s, u"guidance"_s, u"T"_s},
        {u"example"_s, u"an example to follow"_s, u"FILE"_s},
        {u"code"_s, u"the new content of the step's file"_s, u"FILE"_s},
        {u"accept-as-is"_s, u"with --code: take it without passing, and why"_s, u"REASON"_s},
        {u"stub"_s, u"make a stub"_s},
        {u"skip"_s, u"skip the step"_s},
        {u"extend"_s, u"more time"_s, u"D"_s},
        {u"snooze"_s, u"remind me later"_s, u"D"_s},
        {u"again"_s, u"one more ladder with another model"_s, u"MODEL"_s},
        {u"approve"_s, u"yes"_s},
        {u"reject"_s, u"no, and why"_s, u"REASON"_s},
        {u"amount"_s, u"a new total for the run in dollars"_s, u"USD"_s},
        {u"local-only"_s, u"go on without paid models"_s},
        {u"json"_s, u"one object a line"_s}};
    return options;
}

Result<Answer> answerFrom(const QCommandLineParser &parser)
{
    static const std::pair<QString, AnswerKind> kinds[] = {
        {u"code"_s, AnswerKind::Code},       {u"example"_s, AnswerKind::Example},
        {u"text"_s, AnswerKind::Guidance},   {u"stub"_s, AnswerKind::Stub},
        {u"skip"_s, AnswerKind::Skip},       {u"extend"_s, AnswerKind::Extend},
        {u"snooze"_s, AnswerKind::Snooze},   {u"again"_s, AnswerKind::Again},
        {u"approve"_s, AnswerKind::Approve}, {u"reject"_s, AnswerKind::Reject},
        {u"amount"_s, AnswerKind::Amount},   {u"local-only"_s, AnswerKind::LocalOnly}};
    Answer answer{.request = {}, .by = qEnvironmentVariable("USER", u"somebody"_s)};
    bool chosen = false;
    for (const auto &[option, kind] : kinds) {
        if (!parser.isSet(option))
            continue;
        const bool withText = option == u"text"_s && chosen; // guidance goes along with code or an example
        if (chosen && !withText)
            return domain::fail(ErrorKind::BadInput, u"--%1: another answer is given already"_s.arg(option));
        if (!chosen)
            answer.kind = kind;
        chosen = true;
        if (option == u"code"_s || option == u"example"_s) {
            const auto content = readInput(parser.value(option));
            if (!content)
                return domain::fail(content.error());
            answer.content = *content;
        } else if (option == u"extend"_s || option == u"snooze"_s) {
            const auto duration = durationFrom(parser.value(option));
            if (!duration)
                return domain::fail(ErrorKind::BadInput, u"--%1: %2"_s.arg(option, duration.error().message));
            answer.durationMs = *duration;
        } else if (option == u"amount"_s) {
            const auto amount = amountOption(parser, option);
            if (!amount)
                return domain::fail(amount.error());
            answer.amountMicroUsd = **amount;
        } else if (option == u"text"_s || option == u"again"_s || option == u"reject"_s) {
            answer.text = parser.value(option);
        }
    }
    if (!chosen)
        return domain::fail(ErrorKind::BadInput,
                            u"guidance answer: no answer is given: --approve, --reject REASON, --amount USD …"_s);
    if (parser.isSet(u"accept-as-is"_s)) {
        answer.acceptAsIs = true;
        answer.text = parser.value(u"accept-as-is"_s);
    }
    return answer;
}

/// Articles made from answers that wait for somebody's word.
void listDrafts(const storage::Locations &locations, bool json)
{
    QStringList problems;
    for (const guidance::ArticleDraft &draft : guidance::articleDrafts(locations, &problems)) {
        if (json)
            outJson({{u"id"_s, draft.article.id},
                     {u"kind"_s, u"article"_s},
                     {u"title"_s, draft.article.title},
                     {u"file"_s, draft.file}});
        else
            out(u"%1  article    %2\n    stepladder guidance answer %1 --approve | --reject REASON"_s.arg(
                draft.article.id, draft.article.title));
    }
    for (const QString &problem : problems)
        err(u"stepladder: left out: %1"_s.arg(problem));
}

/// Decides about a draft: it counts from now on, or is gone.
int decide(const storage::Locations &locations, const guidance::ArticleDraft &draft, const QCommandLineParser &parser)
{
    const auto given = answerFrom(parser);
    if (!given)
        return failWith(given.error());
    const QString &id = draft.article.id;
    if (given->kind == AnswerKind::Approve) {
        const auto kept = guidance::approveDraft(locations, id);
        if (!kept)
            return failWith(kept.error());
        out(u"taken; the same failure finds it from now on: %1"_s.arg(*kept));
        return Ok;
    }
    if (given->kind != AnswerKind::Reject)
        return failWith({ErrorKind::BadInput, u"%1 is an article: --approve or --reject REASON"_s.arg(id)});
    if (const auto gone = guidance::rejectDraft(locations, id); !gone)
        return failWith(gone.error());
    out(u"taken; the draft is gone"_s);
    return Ok;
}

int list(journal::RunIndex &index, const storage::Locations &locations, bool json)
{
    const auto open = index.openRequests();
    if (!open)
        return failWith(open.error());
    for (const Request &request : *open) {
        if (json)
            outJson(domain::toJson(request));
        else
            out(u"%1  %2  %3\n    %4"_s.arg(request.id, domain::toString(request.kind).leftJustified(9), request.title,
                                            guidance::answerCommand(request)));
    }
    if (open->isEmpty() && !json)
        out(u"nobody is waited for"_s);
    listDrafts(locations, json);
    return Ok;
}

int answer(journal::RunIndex &index, const storage::Locations &locations, const QString &id,
           const QCommandLineParser &parser)
{
    domain::RequestState state = domain::RequestState::Open;
    const auto request = index.request(id, &state);
    if (!request)
        return failWith(request.error());
    auto given = answerFrom(parser);
    if (!given)
        return failWith(given.error());
    given->request = id;
    if (const auto fits = guidance::checkAnswer(*request, *given); !fits)
        return failWith(fits.error());
    const storage::SystemClock clock;
    const auto taken = journal::Inbox(locations.run(request->run))
                           .answer(*given, clock.nowMs(), request->details[u"firstDeadlineMs"].toInteger());
    if (!taken) {
        if (taken.error().kind != ErrorKind::Conflict)
            return failWith(taken.error());
        err(u"stepladder: %1"_s.arg(taken.error().message));
        return NotPassed;
    }
    if (!given->final()) {
        out(u"taken; the question stays open"_s);
        return Ok;
    }
    out(u"taken; a run that is not running goes on with: stepladder resume %1"_s.arg(request->run));
    return Ok;
}

} // namespace

int guidanceCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions(answerOptions());
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"guidance"_s, arguments, 1, 2, &exitCode);
    if (!positional)
        return exitCode;
    const storage::Locations locations = storage::Locations::fromEnvironment();
    const auto index = journal::RunIndex::open(locations.index());
    if (!index)
        return failWith(index.error());
    const QString what = positional->first();
    const QString id = positional->value(1);
    if (what == u"list"_s && id.isEmpty())
        return list(**index, locations, parser.isSet(u"json"_s));
    const bool aboutOne = (what == u"show"_s || what == u"answer"_s) && !id.isEmpty();
    if (const auto draft = guidance::articleDraft(locations, id); aboutOne && draft) {
        if (what == u"answer"_s)
            return decide(locations, *draft, parser);
        out(QString::fromUtf8(guidance::toMarkdown(draft->article)));
        out(u"stepladder guidance answer %1 --approve | --reject REASON"_s.arg(id));
        return Ok;
    }
    if (what == u"show"_s && !id.isEmpty()) {
        const auto request = (*index)->request(id, nullptr);
        if (!request)
            return failWith(request.error());
        const storage::SystemClock clock;
        out(guidance::toMarkdown(*request, clock.nowMs()));
        out(guidance::answerCommand(*request));
        return Ok;
    }
    if (what == u"answer"_s && !id.isEmpty())
        return answer(**index, locations, id, parser);
    return failWith({ErrorKind::BadInput,
                     u"guidance: expected list, show ID or answer ID (found \"%1\")"_s.arg(positional->join(u' '))});
}

} // namespace stepladder::app

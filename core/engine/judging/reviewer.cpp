// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/reviewer.h"

#include "engine/prompts/contextbuilder.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Issue;
using domain::Result;
using domain::Review;
using models::ChatMessage;

namespace {

constexpr int kRounds = 100; // further than there are judges

Review reviewFrom(const QJsonObject &json, const QString &model, const QString &file)
{
    Review review{.score = std::clamp(json[u"score"].toDouble(), 0.0, 10.0),
                  .summary = json[u"summary"].toString().simplified(),
                  .model = model};
    for (const auto &item : json[u"issues"].toArray()) {
        const QJsonObject o = item.toObject();
        const QString severity = o[u"severity"].toString().toLower();
        const bool error = severity == u"error"_s || severity == u"critical"_s || severity == u"high"_s;
        review.issues.append({.severity = error           ? domain::Severity::Error
                                  : severity == u"info"_s ? domain::Severity::Info
                                                          : domain::Severity::Warning,
                              .source = domain::IssueSource::Review,
                              .file = file,
                              .line = std::max(0, o[u"line"].toInt()),
                              .message = o[u"message"].toString().simplified()});
    }
    return review;
}

} // namespace

Reviewer::Reviewer(RunParts &parts)
    : m_parts(parts)
{
}

bool Reviewer::hasJudges() const
{
    return !m_parts.models.clients().config().roles.value(u"judges"_s).isEmpty();
}

Result<ReviewOutcome> Reviewer::review(const Climb &climb, const domain::Candidate &candidate,
                                       const Judgement &judgement)
{
    const auto may = m_parts.models.whoAnswers(climb.step.id, u"judge"_s, m_parts.models.playersOf(u"judges"_s));
    if (!may)
        return domain::fail(may.error());
    const QStringList &judges = *may;
    const ReviewStrategy strategy = strategyFor(climb.made, judges.size());
    QList<Review> reviews;
    while (needsAnother(strategy, reviews, judges.size())) {
        // The judges behind stand in for one that cannot be reached.
        const auto review = ask(climb, candidate, judgement, int(reviews.size()), judges.mid(reviews.size()));
        if (!review)
            return domain::fail(review.error());
        reviews.append(*review);
    }
    return aggregate(reviews);
}

Result<Review> Reviewer::ask(const Climb &climb, const domain::Candidate &candidate, const Judgement &judgement,
                             int ordinal, const QStringList &candidates)
{
    QString code;
    for (const domain::FileChange &file : candidate.files)
        code += u"```%1 %2\n%3\n```\n"_s.arg(m_parts.toolchain.fence(), file.path, QString::fromUtf8(file.content));
    QString evidence = u"It builds. %1 judged tests passed."_s.arg(judgement.judgedPassed);
    for (const Issue &issue : judgement.issues)
        evidence += u"\n- %1: %2"_s.arg(domain::toString(issue.source), issue.message.section(u'\n', 0, 0));
    const auto context = fitContext(
        {{.name = u"step"_s, .text = climb.step.description, .required = true, .title = u"the step"_s},
         {.name = u"code"_s, .text = code, .required = true, .title = u"the candidate"_s},
         {.name = u"evidence"_s, .text = evidence, .priority = 5, .cuttable = true, .title = u"the evidence"_s},
         {.name = u"patterns"_s,
          .text = climb.step.requiredPatterns.join(u", "_s),
          .priority = 4,
          .title = u"required patterns"_s},
         {.name = u"task"_s,
          .text = m_parts.plan.plan().task,
          .priority = 3,
          .cuttable = true,
          .title = u"the task"_s}},
        m_parts.models.contextTokens(candidates) - m_parts.models.maxOutputTokens(candidates) - 300);
    if (!context)
        return domain::fail(context.error());
    const auto prompt = m_parts.prompts.render(u"review"_s, context->values);
    if (!prompt)
        return domain::fail(prompt.error());
    models::ChatRequest request{.messages = {{ChatMessage::Role::User, *prompt}},
                                .temperature = 0.1,
                                .maxOutputTokens = m_parts.models.maxOutputTokens(candidates),
                                .schema = m_parts.prompts.schema(u"review"_s),
                                .context = {.purpose = u"review"_s,
                                            .role = u"judge"_s,
                                            .step = climb.step.id,
                                            .attempt = climb.made,
                                            .rung = climb.attempts.isEmpty() ? QString() : climb.attempts.last().rung}};
    const auto answer = askReadably(climb, request, ordinal, candidates);
    if (!answer)
        return domain::fail(answer.error());
    const auto &[model, json] = *answer;
    const Review review = reviewFrom(json, model, climb.step.file);
    const auto noted =
        m_parts.effects.note(climb.key(u"review.insight"_s, ordinal),
                             {.type = u"insight"_s,
                              .step = climb.step.id,
                              .attempt = climb.made,
                              .data = {{u"role"_s, u"judge"_s},
                                       {u"model"_s, model},
                                       {u"entryType"_s, u"review"_s},
                                       {u"contentType"_s, u"verdict"_s},
                                       {u"text"_s, u"score %1: %2"_s.arg(review.score).arg(review.summary)}}});
    if (!noted)
        return domain::fail(noted.error());
    return review;
}

/// Whoever gives no review that can be read, twice, is passed over for the next; where all did, that is a failure of
/// what surrounds the candidate, and they are asked anew when the step goes on: a record of nonsense must not stand for
/// ever.
Result<std::pair<QString, QJsonObject>> Reviewer::askReadably(const Climb &climb, const models::ChatRequest &request,
                                                              int ordinal, const QStringList &candidates)
{
    const auto unreadable = [&](int round) { return climb.key(u"review.unreadable.%1"_s.arg(ordinal), round); };
    int round = 0;
    while (m_parts.effects.journal().noted(unreadable(round)))
        ++round;
    QString model;
    for (qsizetype tried = 0; tried < candidates.size(); ++tried, ++round) {
        const qsizetype first = round % candidates.size();
        const auto answer = m_parts.models.structured(climb.key(u"review"_s, ordinal + kRounds * round),
                                                      candidates.mid(first) + candidates.first(first), request, &model);
        if (!answer)
            return domain::fail(answer.error());
        if (answer->has_value())
            return std::pair(model, **answer);
        const auto noted = m_parts.effects.note(
            unreadable(round),
            {.type = u"insight"_s,
             .step = climb.step.id,
             .attempt = climb.made,
             .data = {{u"role"_s, u"judge"_s},
                      {u"model"_s, model},
                      {u"entryType"_s, u"review"_s},
                      {u"contentType"_s, u"unreadable_answer"_s},
                      {u"text"_s, u"no review that can be read, twice: nothing is judged by it"_s}}});
        if (!noted)
            return domain::fail(noted.error());
    }
    return domain::fail(ErrorKind::ServerError, u"the judge %1 gave no review that can be read, twice"_s.arg(model));
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/planner.h"

#include "engine/prompts/contextbuilder.h"
#include "models/structuredanswer.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Plan;
using domain::Result;
using models::ChatMessage;

namespace {

Result<Plan> planFrom(const QString &answer, const PlanTask &task, const QJsonObject &schema)
{
    auto json = models::parseStructured(answer, schema);
    if (!json)
        return domain::fail(json.error());
    json->insert(u"task"_s, task.task);
    if (!task.language.isEmpty())
        json->insert(u"language"_s, task.language);
    if (!json->contains(u"projectName"_s))
        json->insert(u"projectName"_s, task.projectName);
    auto plan = domain::planFromJson(*json, u"the thinker's plan"_s);
    if (plan && !task.languages.contains(plan->language))
        return domain::fail(ErrorKind::BadInput,
                            u"the thinker's plan: language: expected one of %1 (found \"%2\")"_s.arg(
                                task.languages.join(u", "_s), plan->language));
    return plan;
}

} // namespace

Result<Plan> makePlan(const PlanTask &task, const PromptLibrary &prompts, models::ModelClients &clients,
                      models::TokenSink *sink, std::stop_token stop, domain::MicroUsd *cost)
{
    const domain::Model *thinker = clients.config().playerOf(u"thinker"_s);
    if (!thinker)
        return domain::fail(ErrorKind::BadInput, u"no model plays the role thinker: name one in the models file"_s);
    const auto context = fitContext(
        {{.name = u"task"_s, .text = task.task, .required = true, .title = u"the task"_s},
         {.name = u"language"_s, .text = task.language, .required = true, .title = u"the language"_s},
         {.name = u"languages"_s, .text = task.languages.join(u", "_s), .required = true, .title = u"the languages"_s},
         {.name = u"scaffolds"_s, .text = task.scaffolds.join(u", "_s), .priority = 8, .title = u"the scaffolds"_s},
         {.name = u"files"_s,
          .text = task.files.join(u'\n'),
          .priority = 5,
          .cuttable = true,
          .title = u"the list of files"_s}},
        thinker->contextTokens - thinker->maxOutputTokens - 600);
    if (!context)
        return domain::fail(context.error());
    const auto prompt = prompts.render(u"plan"_s, context->values);
    if (!prompt)
        return domain::fail(prompt.error());
    const QJsonObject schema = prompts.schema(u"plan"_s);
    models::ChatRequest request{.messages = {{ChatMessage::Role::User, *prompt}},
                                .temperature = 0.2,
                                .schema = schema,
                                .context = {.purpose = u"plan"_s, .role = u"thinker"_s}};
    Result<Plan> plan;
    for (int turn = 0; turn < 2; ++turn) {
        const auto reply = clients.complete(thinker->id, request, sink, stop);
        if (!reply)
            return domain::fail(reply.error());
        if (cost)
            *cost += reply->usage
                ? models::priceOf(thinker->price, *reply->usage)
                : models::reservationFor(*thinker, models::promptBytes(request), thinker->maxOutputTokens);
        if (const auto judged = models::judgedReply(*reply); !judged)
            return domain::fail(judged.error());
        plan = planFrom(reply->text, task, schema);
        if (plan)
            return plan;
        request.messages.append({ChatMessage::Role::Assistant, reply->text});
        request.messages.append(
            {ChatMessage::Role::User,
             u"This plan cannot be used: %1\nAnswer again with the whole plan, as one JSON object that fits the schema."_s
                 .arg(plan.error().message)});
    }
    return plan;
}

} // namespace stepladder::engine

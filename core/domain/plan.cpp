// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/plan.h"

#include "domain/jsonreader.h"
#include "domain/plancheck.h"

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {

const QStringList &stepKindNames()
{
    static const QStringList names = {u"create"_s, u"change"_s, u"test"_s};
    return names;
}

Step readStep(JsonReader &in)
{
    Step step;
    step.id = in.text("id"_L1);
    step.title = in.text("title"_L1);
    step.description = in.text("description"_L1);
    step.file = in.text("file"_L1);
    step.surface = in.texts("surface"_L1, {});
    step.dependsOn = in.texts("dependsOn"_L1, {});
    step.kind = StepKind(in.oneOf("kind"_L1, stepKindNames(), 0));
    step.complexity = int(in.integer("complexity"_L1, 1, 10, 5));
    step.requiredPatterns = in.texts("requiredPatterns"_L1, {});
    step.tests = in.texts("tests"_L1, {});
    return step;
}

PlanOptions readOptions(JsonReader &in)
{
    PlanOptions options;
    options.generateTests = in.boolean("generateTests"_L1, options.generateTests);
    options.testFramework = in.text("testFramework"_L1, {});
    options.targetCoverage = int(in.integer("targetCoverage"_L1, 0, 100, options.targetCoverage));
    options.includeUnitTests = in.boolean("includeUnitTests"_L1, options.includeUnitTests);
    options.includeIntegrationTests = in.boolean("includeIntegrationTests"_L1, options.includeIntegrationTests);
    options.includeEdgeCases = in.boolean("includeEdgeCases"_L1, options.includeEdgeCases);
    return options;
}

} // namespace

QString toString(StepKind kind)
{
    return stepKindNames().at(int(kind));
}

const Step *Plan::step(const QString &id) const
{
    const auto it = std::find_if(steps.begin(), steps.end(), [&](const Step &step) { return step.id == id; });
    return it == steps.end() ? nullptr : &*it;
}

Result<Plan> planShapeFromJson(const QJsonObject &json, const QString &where)
{
    JsonReader in(json, where);
    Plan plan;
    plan.task = in.text("task"_L1);
    plan.language = in.text("language"_L1);
    plan.projectName = in.text("projectName"_L1);
    plan.scaffold = in.text("scaffold"_L1, {});
    in.each("steps"_L1, true, [&](JsonReader &step) { plan.steps.append(readStep(step)); });
    in.child("options"_L1, false, [&](JsonReader &options) { plan.options = readOptions(options); });
    if (const auto read = in.finish(); !read)
        return fail(read.error());
    return plan;
}

Result<Plan> planFromJson(const QJsonObject &json, const QString &where)
{
    const auto plan = planShapeFromJson(json, where);
    if (!plan)
        return plan;
    if (const auto checked = checkPlan(*plan, where); !checked)
        return fail(checked.error());
    return plan;
}

Result<Plan> readPlan(const QByteArray &text, const QString &file)
{
    const auto json = parseJsonObject(text, file);
    if (!json)
        return fail(json.error());
    return planFromJson(*json, file);
}

Result<Step> stepFromJson(const QJsonObject &json, const QString &where)
{
    JsonReader in(json, where);
    const Step step = readStep(in);
    if (const auto read = in.finish(); !read)
        return fail(read.error());
    return step;
}

QJsonObject toJson(const Step &step)
{
    return {{u"id"_s, step.id},
            {u"title"_s, step.title},
            {u"description"_s, step.description},
            {u"file"_s, step.file},
            {u"surface"_s, QJsonArray::fromStringList(step.surface)},
            {u"dependsOn"_s, QJsonArray::fromStringList(step.dependsOn)},
            {u"kind"_s, toString(step.kind)},
            {u"complexity"_s, step.complexity},
            {u"requiredPatterns"_s, QJsonArray::fromStringList(step.requiredPatterns)},
            {u"tests"_s, QJsonArray::fromStringList(step.tests)}};
}

QJsonObject toJson(const Plan &plan)
{
    QJsonArray steps;
    for (const Step &step : plan.steps)
        steps.append(toJson(step));
    QJsonObject json{{u"task"_s, plan.task},
                     {u"language"_s, plan.language},
                     {u"projectName"_s, plan.projectName},
                     {u"steps"_s, steps},
                     {u"options"_s,
                      QJsonObject{{u"generateTests"_s, plan.options.generateTests},
                                  {u"testFramework"_s, plan.options.testFramework},
                                  {u"targetCoverage"_s, plan.options.targetCoverage},
                                  {u"includeUnitTests"_s, plan.options.includeUnitTests},
                                  {u"includeIntegrationTests"_s, plan.options.includeIntegrationTests},
                                  {u"includeEdgeCases"_s, plan.options.includeEdgeCases}}}};
    if (!plan.scaffold.isEmpty())
        json.insert(u"scaffold"_s, plan.scaffold);
    return json;
}

} // namespace stepladder::domain

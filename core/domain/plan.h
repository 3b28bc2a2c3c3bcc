// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace stepladder::domain {

enum class StepKind { Create, Change, Test };
QString toString(StepKind kind);

/// One file, with its tests, to create or change.
struct Step
{
    QString id;
    QString title;
    QString description;
    QString file; ///< relative to the workspace, forward slashes
    QStringList surface = {}; ///< public signatures it is to have
    QStringList dependsOn = {}; ///< ids of steps
    StepKind kind = StepKind::Create;
    int complexity = 5; ///< 1–10
    QStringList requiredPatterns = {};
    QStringList tests = {}; ///< existing test files that judge it

    bool operator==(const Step &) const = default;
};

struct PlanOptions
{
    bool generateTests = true;
    QString testFramework = {}; ///< empty: the toolchain's default
    int targetCoverage = 80; ///< per cent of lines
    bool includeUnitTests = true;
    bool includeIntegrationTests = false;
    bool includeEdgeCases = true;

    bool operator==(const PlanOptions &) const = default;
};

/// The ordered, dependent steps that fulfil a task.
struct Plan
{
    QString task;
    QString language; ///< a toolchain's id: "csharp", "python", "text"
    QString projectName;
    QString scaffold = {}; ///< empty: the toolchain's default when the workspace is empty, else none
    QList<Step> steps;
    PlanOptions options = {};

    const Step *step(const QString &id) const;
    bool operator==(const Plan &) const = default;
};

/// Reads a plan strictly and checks it (plancheck.h). \p where precedes messages, usually the file's name. BadInput.
Result<Plan> planFromJson(const QJsonObject &json, const QString &where);
/// The same without the check: fields that are there and of their type, whatever they say. For drafts. BadInput.
Result<Plan> planShapeFromJson(const QJsonObject &json, const QString &where);
Result<Plan> readPlan(const QByteArray &text, const QString &file);
QJsonObject toJson(const Plan &plan);
QJsonObject toJson(const Step &step);
/// One step alone, as in an amendment; only its own fields are checked.
Result<Step> stepFromJson(const QJsonObject &json, const QString &where);

} // namespace stepladder::domain

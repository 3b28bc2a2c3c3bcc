// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/models.h"
#include "domain/money.h"
#include "domain/plan.h"
#include "storage/locations.h"

#include <QCommandLineParser>

namespace stepladder::app {

/// Reads a plan file. BadInput names file, line or field.
domain::Result<domain::Plan> readPlanFile(const QString &file);
/// Reads \p file, or models.json of the user's configuration where it is empty. BadInput.
domain::Result<domain::ModelsConfig> readModelsFile(const QString &file, const storage::Locations &locations);
/// The workspace as an existing folder. BadInput.
domain::Result<QString> checkWorkspace(const QString &folder);
/// An amount of dollars given as an option; nullopt when it is not set. BadInput names the option.
domain::Result<std::optional<domain::MicroUsd>> amountOption(const QCommandLineParser &parser, const QString &option);
/// A whole number given as an option, from \p min; nullopt when it is not set. BadInput names the option.
domain::Result<std::optional<int>> countOption(const QCommandLineParser &parser, const QString &option, int min);

} // namespace stepladder::app

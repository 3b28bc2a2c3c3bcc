// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/results/resultreader.h"

#include <QJsonObject>

namespace stepladder::toolchain {

/// The line of `stepladder results --json` for one file: of type "results", "coverage" or "diagnostics" (design.md §8).
QJsonObject toResultsJson(const ResultFile &results, const QString &file);

/// The line for a file that could not be read: of type "error".
QJsonObject toErrorJson(const domain::Error &error, const QString &file);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

/// Whether JSON fits the schemas in resources/schemas.
namespace stepladder::tests {

using namespace Qt::StringLiterals;

/// The path of \p name in resources/schemas.
QString folder(const QString &name);

/// What \p file holds; a file that cannot be read ends the test.
QJsonValue readJson(const QString &file);

/// Empty when \p file holds a schema, else why it is none.
QString schemaFault(const QString &file);

/// Empty when \p value fits the schema in \p file, else where it does not and why.
QString misfit(const QString &file, const QJsonValue &value);

} // namespace stepladder::tests

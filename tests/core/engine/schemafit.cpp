// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemafit.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace stepladder::tests {

using namespace Qt::StringLiterals;

QString folder(const QString &name)
{
    return QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/schemas/") + name;
}

QJsonValue readJson(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(file), qPrintable(in.errorString()));
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(in.readAll(), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("%s: %s", qPrintable(file), qPrintable(error.errorString()));
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

namespace {

/// Empty when \p schema was read from \p file.
QString read(const QString &file, valijson::Schema &schema)
{
    const QJsonValue text = readJson(file);
    valijson::SchemaParser parser;
    try {
        parser.populateSchema(valijson::adapters::QtJsonAdapter(text), schema);
    } catch (const std::exception &error) {
        return file + u": "_s + QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace

QString schemaFault(const QString &file)
{
    valijson::Schema schema;
    return read(file, schema);
}

QString misfit(const QString &file, const QJsonValue &value)
{
    valijson::Schema schema;
    if (const QString fault = read(file, schema); !fault.isEmpty())
        return fault;
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema, valijson::adapters::QtJsonAdapter(value), &results))
        return {};
    QStringList lines;
    for (const auto &error : results) {
        QString where;
        for (const auto &part : error.context)
            where += QString::fromStdString(part);
        lines.append(where + u": "_s + QString::fromStdString(error.description));
    }
    return lines.join(u"; ");
}

} // namespace stepladder::tests

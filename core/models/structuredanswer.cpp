// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/structuredanswer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

// Without it valijson aborts the program on a schema that it does not like.
#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

/// Answers are long where code stands in them; beyond this many places to start nothing is looked for.
constexpr int kMaxStarts = 200;
/// Nor is more than this read in search of ends: an answer of nothing but open braces costs no seconds.
constexpr qsizetype kMaxScanned = 16 * 1024 * 1024;

std::optional<QJsonObject> parsed(QStringView text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.trimmed().toUtf8());
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

/// What a thinking model says to itself is no answer.
QString withoutReasoning(const QString &answer)
{
    const auto end = answer.lastIndexOf(u"</think>"_s);
    return end < 0 ? answer : answer.mid(end + 8);
}

/// The end of the object that begins at \p start, one past its brace; -1 where it never closes.
qsizetype endOfObject(QStringView text, qsizetype start)
{
    int depth = 0;
    bool inString = false;
    for (qsizetype i = start; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (inString) {
            if (c == u'\\')
                ++i;
            else if (c == u'"')
                inString = false;
        } else if (c == u'"') {
            inString = true;
        } else if (c == u'{') {
            ++depth;
        } else if (c == u'}' && --depth == 0) {
            return i + 1;
        }
    }
    return -1;
}

/// True where a JSON object may begin: a brace before a quote or another brace. Braces of code seldom look so.
bool mayBegin(QStringView text, qsizetype brace)
{
    qsizetype next = brace + 1;
    while (next < text.size() && text.at(next).isSpace())
        ++next;
    return next < text.size() && (text.at(next) == u'"' || text.at(next) == u'}');
}

/// Every object that may be the answer, the likeliest first.
QList<QJsonObject> objectsIn(const QString &answer)
{
    QList<QJsonObject> found;
    if (const auto whole = parsed(answer))
        return {*whole};
    static const QRegularExpression fence(u"^[ \\t]*```[^\\n`]*\\n(.*?)^[ \\t]*```"_s,
                                          QRegularExpression::MultilineOption
                                              | QRegularExpression::DotMatchesEverythingOption);
    for (auto it = fence.globalMatch(answer); it.hasNext() && found.size() < kMaxStarts;) {
        if (const auto object = parsed(it.next().capturedView(1)))
            found.append(*object);
    }
    const QStringView text(answer);
    int starts = 0;
    qsizetype scanned = 0;
    for (auto at = text.indexOf(u'{'); at >= 0 && starts < kMaxStarts && scanned < kMaxScanned;
         at = text.indexOf(u'{', at)) {
        qsizetype next = at + 1;
        if (mayBegin(text, at)) {
            ++starts;
            const auto end = endOfObject(text, at);
            scanned += (end > 0 ? end : text.size()) - at;
            const auto object = end > 0 ? parsed(text.mid(at, end - at)) : std::nullopt;
            if (object) {
                found.append(*object);
                next = end;
            }
        }
        at = next;
    }
    return found;
}

/// valijson's context, "<root>" "[issues]" "[0]", as "issues[0]".
QString pathOf(const std::vector<std::string> &context, QStringList &keys)
{
    static const QRegularExpression number(u"^[0-9]+$"_s);
    QString path;
    for (std::size_t i = 1; i < context.size(); ++i) {
        QString key = QString::fromStdString(context[i]);
        if (key.startsWith(u'[') && key.endsWith(u']'))
            key = key.mid(1, key.size() - 2);
        keys.append(key);
        if (number.match(key).hasMatch())
            path += u"[%1]"_s.arg(key);
        else
            path += path.isEmpty() ? key : u'.' + key;
    }
    return path.isEmpty() ? u"the object"_s : path;
}

/// What the schema expects at \p keys, in words; empty where it is not said plainly.
QString expectedAt(QJsonObject schema, const QStringList &keys)
{
    for (const QString &key : keys) {
        const QJsonObject properties = schema.value(u"properties"_s).toObject();
        if (properties.contains(key))
            schema = properties.value(key).toObject();
        else if (schema.value(u"items"_s).isObject())
            schema = schema.value(u"items"_s).toObject();
        else if (schema.value(u"additionalProperties"_s).isObject())
            schema = schema.value(u"additionalProperties"_s).toObject();
        else
            return {};
    }
    QStringList words;
    for (const auto &name : {u"enum"_s, u"type"_s}) {
        const QJsonValue value = schema.value(name);
        for (const auto &item : value.isArray() ? value.toArray() : QJsonArray{value}) {
            if (item.isString() || item.isDouble())
                words.append(item.toVariant().toString());
        }
        if (!words.isEmpty())
            return u"expected "_s + (words.size() > 1 ? u"one of "_s : QString()) + words.join(u", "_s);
    }
    return {};
}

Result<void> validate(const QJsonObject &object, const QJsonObject &schema)
{
    try {
        const QJsonValue schemaValue(schema);
        const QJsonValue value(object);
        valijson::Schema compiled;
        valijson::SchemaParser().populateSchema(valijson::adapters::QtJsonAdapter(schemaValue), compiled);
        valijson::ValidationResults results;
        if (valijson::Validator().validate(compiled, valijson::adapters::QtJsonAdapter(value), &results))
            return {};
        // The deepest place is where the fault lies; those above it only repeat that something below is wrong.
        const auto deepest = std::max_element(results.begin(), results.end(), [](const auto &a, const auto &b) {
            return a.context.size() < b.context.size();
        });
        if (deepest == results.end())
            return domain::fail(ErrorKind::Malformed, u"the answer does not fit its schema"_s);
        QStringList keys;
        QString message = pathOf(deepest->context, keys) + u": "_s;
        const QString description = QString::fromStdString(deepest->description).simplified();
        const QString expected = expectedAt(schema, keys);
        const bool vague = description.contains("'type' constraint"_L1) || description.contains("enum values"_L1);
        message += vague && !expected.isEmpty() ? expected : description;
        return domain::fail(ErrorKind::Malformed, message);
    } catch (const std::exception &thrown) {
        return domain::fail(
            ErrorKind::Internal,
            u"the schema of a structured answer is unusable: %1"_s.arg(QString::fromUtf8(thrown.what())));
    }
}

} // namespace

Result<QJsonObject> parseStructured(const QString &answer, const QJsonObject &schema)
{
    const QList<QJsonObject> objects = objectsIn(withoutReasoning(answer));
    if (objects.isEmpty())
        return domain::fail(ErrorKind::Malformed, u"no complete JSON object stands in the answer"_s);
    std::optional<domain::Error> first;
    for (const QJsonObject &object : objects) {
        const auto fits = validate(object, schema);
        if (fits)
            return object;
        if (!first)
            first = fits.error();
    }
    return domain::fail(*first);
}

ChatRequest repairTurn(ChatRequest request, const QString &answer, const domain::Error &why)
{
    if (!answer.trimmed().isEmpty())
        request.messages.append({ChatMessage::Role::Assistant, answer});
    QString text = u"Your answer could not be read: "_s + why.message
        + u". Answer again with one complete JSON object and nothing else"_s;
    if (request.schema) {
        text += u", valid against this JSON schema:\n"_s
            + QString::fromUtf8(QJsonDocument(*request.schema).toJson(QJsonDocument::Compact));
    } else {
        text += u'.';
    }
    request.messages.append({ChatMessage::Role::User, text});
    return request;
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/deltajson.h"

#include "models/providers/providererror.h"

namespace stepladder::models {

namespace {

/// The code unit of a four-digit escape at \p at, 0 where there is none.
uint escapeAt(const QByteArray &json, qsizetype at)
{
    bool ok = false;
    const QByteArray escape = json.mid(at, 6);
    const uint unit = escape.size() == 6 && escape.startsWith("\\u") ? escape.mid(2).toUInt(&ok, 16) : 0;
    return ok ? unit : 0;
}

/// A character outside the BMP that a server cuts into two escapes leaves half a surrogate pair in each event, which
/// simdjson refuses: U+FFFD stands for it.
QByteArray withoutHalfSurrogates(const QByteArray &json)
{
    QByteArray result;
    for (qsizetype at = 0; at < json.size();) {
        qsizetype length = json.at(at) == '\\' ? 2 : 1;
        const uint unit = escapeAt(json, at);
        const bool pair = QChar::isHighSurrogate(unit) && QChar::isLowSurrogate(escapeAt(json, at + 6));
        if (QChar::isSurrogate(unit))
            length = pair ? 12 : 6;
        if (QChar::isSurrogate(unit) && !pair)
            result.append("\\ufffd");
        else
            result.append(json.mid(at, length));
        at += length;
    }
    return result;
}

} // namespace

DeltaValue DeltaValue::operator[](std::string_view key) const
{
    simdjson::dom::element member;
    if (!m_exists || m_element[key].get(member) != simdjson::SUCCESS || member.is_null())
        return {};
    return DeltaValue(member);
}

DeltaValue DeltaValue::first() const
{
    simdjson::dom::array items;
    if (!m_exists || m_element.get(items) != simdjson::SUCCESS || items.begin() == items.end())
        return {};
    return DeltaValue(*items.begin());
}

std::vector<DeltaValue> DeltaValue::items() const
{
    simdjson::dom::array list;
    if (!m_exists || m_element.get(list) != simdjson::SUCCESS)
        return {};
    std::vector<DeltaValue> result;
    for (const auto item : list)
        result.emplace_back(item);
    return result;
}

std::optional<std::string_view> DeltaValue::text() const
{
    std::string_view value;
    return m_exists && m_element.get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
}

std::optional<bool> DeltaValue::boolean() const
{
    bool value = false;
    return m_exists && m_element.get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
}

std::optional<qint64> DeltaValue::count() const
{
    constexpr std::int64_t kMost = 1'000'000'000'000;
    std::int64_t value = 0;
    if (!m_exists || m_element.get(value) != simdjson::SUCCESS || value < 0 || value > kMost)
        return std::nullopt;
    return value;
}

DeltaValue DeltaJson::parse(QByteArrayView json)
{
    simdjson::dom::element root;
    auto failed = m_parser.parse(json.data(), std::size_t(json.size()), true).get(root);
    if (failed == simdjson::STRING_ERROR) {
        const QByteArray mended = withoutHalfSurrogates(json.toByteArray());
        failed = m_parser.parse(mended.constData(), std::size_t(mended.size()), true).get(root);
    }
    return failed == simdjson::SUCCESS && root.is_object() ? DeltaValue(root) : DeltaValue();
}

std::optional<domain::Error> streamedError(DeltaValue event, QByteArrayView type)
{
    DeltaValue error = event["error"];
    if (!error && (event.text("object") == "error" || type == "error")) // vLLM; llama.cpp
        error = event;
    if (!error)
        return std::nullopt;
    if (const auto text = error.text())
        return errorForType({}, toQString(*text));
    QString words; // what says of which kind it is
    for (const char *key : {"code", "type"}) {
        const DeltaValue value = error[key];
        const auto number = value.count();
        const QString part = number ? QString::number(*number) : toQString(value.text().value_or(std::string_view()));
        words += (words.isEmpty() || part.isEmpty() ? QString() : QStringLiteral(" ")) + part;
    }
    return errorForType(words, toQString(error.text("message")));
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArrayView>
#include <QString>

#include <optional>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace stepladder::models {

/// A place in a parsed event, or none: reading on from none gives none, so that a path is read in one expression.
class DeltaValue
{
public:
    DeltaValue() = default;
    explicit DeltaValue(simdjson::dom::element element)
        : m_element(element)
        , m_exists(true)
    {
    }

    explicit operator bool() const { return m_exists; }
    /// The member \p key of an object; none where it is absent or null.
    DeltaValue operator[](std::string_view key) const;
    /// The first item of a list.
    DeltaValue first() const;
    /// The items of a list; empty where this is none.
    std::vector<DeltaValue> items() const;
    std::optional<std::string_view> text() const;
    std::optional<bool> boolean() const;
    /// A whole number that is not negative.
    std::optional<qint64> count() const;

    /// The text under \p key, empty where there is none.
    std::string_view text(std::string_view key) const { return (*this)[key].text().value_or(std::string_view()); }
    std::optional<qint64> count(std::string_view key) const { return (*this)[key].count(); }

private:
    simdjson::dom::element m_element;
    bool m_exists = false;
};

/// Parses the JSON of one event of a stream; reuses its buffers. For the decoders only: it brings a heavy header.
class DeltaJson
{
public:
    /// The root, valid until the next call; none where the bytes are no JSON object.
    DeltaValue parse(QByteArrayView json);

private:
    simdjson::dom::parser m_parser;
};

inline QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// An error as providers send it inside a stream, under "error": a text or an object with message, type, code; or the
/// event itself, with "object": "error" or the event's type \p type "error".
std::optional<domain::Error> streamedError(DeltaValue event, QByteArrayView type = {});

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/jsonreader.h"

#include "domain/shown.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {
/// What stands in a path as it is; anything else is quoted and cut.
bool isPlain(const QString &key)
{
    const auto plain = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'-'; };
    return !key.isEmpty() && key.size() <= 80 && std::all_of(key.begin(), key.end(), plain);
}
} // namespace

Result<QJsonObject> parseJsonObject(const QByteArray &text, const QString &file)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto line = text.left(error.offset).count('\n') + 1;
        return fail(ErrorKind::BadInput, u"%1:%2: %3"_s.arg(file, QString::number(line), error.errorString()));
    }
    if (!document.isObject())
        return fail(ErrorKind::BadInput, u"%1:1: expected a JSON object"_s.arg(file));
    return document.object();
}

JsonReader::JsonReader(QJsonObject object, QString where)
    : JsonReader(std::move(object), std::make_shared<State>(State{std::move(where), std::nullopt}), {})
{
}

JsonReader::JsonReader(QJsonObject object, std::shared_ptr<State> state, QString path)
    : m_object(std::move(object))
    , m_state(std::move(state))
    , m_path(std::move(path))
{
}

bool JsonReader::has(QLatin1String key)
{
    m_known.insert(key);
    return m_object.contains(key);
}

QString JsonReader::pathTo(QLatin1String key) const
{
    return m_path.isEmpty() ? QString(key) : m_path + u'.' + key;
}

void JsonReader::fault(QLatin1String key, const QString &message)
{
    faultAt(pathTo(key), message);
}

void JsonReader::faultAt(const QString &path, const QString &message)
{
    if (!m_state->error)
        m_state->error = Error{ErrorKind::BadInput, u"%1: %2: %3"_s.arg(m_state->where, path, message)};
}

QJsonValue JsonReader::take(QLatin1String key, bool required)
{
    m_known.insert(key);
    const auto it = m_object.constFind(key);
    if (it != m_object.constEnd())
        return *it;
    if (required)
        fault(key, u"is missing"_s);
    return QJsonValue(QJsonValue::Undefined);
}

QJsonValue JsonReader::any(QLatin1String key)
{
    return take(key, false);
}

QString JsonReader::text(QLatin1String key)
{
    const QJsonValue value = take(key, true);
    if (!value.isUndefined() && !value.isString())
        fault(key, u"expected text"_s);
    return value.toString();
}

QString JsonReader::text(QLatin1String key, const QString &absent)
{
    return has(key) ? text(key) : absent;
}

QString JsonReader::name(QLatin1String key)
{
    constexpr int kLongest = 200;
    const QString value = text(key);
    const bool given = has(key) && m_object.value(key).isString();
    const bool usable = !value.trimmed().isEmpty() && value.size() <= kLongest && isPrintable(value);
    if (given && !usable)
        fault(key, u"expected a name of 1 to %1 printable characters"_s.arg(kLongest));
    return value;
}

qint64 JsonReader::integer(QLatin1String key, qint64 min, qint64 max)
{
    const QJsonValue value = take(key, true);
    if (value.isUndefined())
        return min;
    const double number = value.toDouble();
    // Beyond this a double says nothing of single units, and toInteger() gives its default.
    constexpr double kBeyond = 9.2e18;
    const bool whole = value.isDouble() && std::floor(number) == number && std::abs(number) < kBeyond;
    const qint64 integer = whole ? value.toInteger() : 0;
    if (!whole || integer < min || integer > max) {
        fault(key, u"expected a whole number from %1 to %2"_s.arg(min).arg(max));
        return min;
    }
    return integer;
}

qint64 JsonReader::integer(QLatin1String key, qint64 min, qint64 max, qint64 absent)
{
    return has(key) ? integer(key, min, max) : absent;
}

double JsonReader::number(QLatin1String key, double min, double max)
{
    const QJsonValue value = take(key, true);
    if (value.isUndefined())
        return min;
    if (!value.isDouble()) {
        fault(key, u"expected a number"_s);
        return min;
    }
    const double number = value.toDouble();
    if (number < min || number > max) {
        fault(key,
              u"expected a number from %1 to %2"_s.arg(QString::number(min, 'g', 12), QString::number(max, 'g', 12)));
        return min;
    }
    return number;
}

double JsonReader::number(QLatin1String key, double min, double max, double absent)
{
    return has(key) ? number(key, min, max) : absent;
}

std::optional<double> JsonReader::optionalNumber(QLatin1String key, double min, double max)
{
    if (!has(key) || m_object.value(key).isNull())
        return std::nullopt;
    return number(key, min, max);
}

bool JsonReader::boolean(QLatin1String key)
{
    const QJsonValue value = take(key, true);
    if (!value.isUndefined() && !value.isBool())
        fault(key, u"expected true or false"_s);
    return value.toBool();
}

bool JsonReader::boolean(QLatin1String key, bool absent)
{
    return has(key) ? boolean(key) : absent;
}

QStringList JsonReader::texts(QLatin1String key)
{
    const QJsonValue value = take(key, true);
    if (value.isUndefined())
        return {};
    if (!value.isArray()) {
        fault(key, u"expected a list of texts"_s);
        return {};
    }
    QStringList result;
    for (const auto &item : value.toArray()) {
        if (!item.isString()) {
            fault(key, u"expected a list of texts"_s);
            return {};
        }
        result.append(item.toString());
    }
    return result;
}

QStringList JsonReader::texts(QLatin1String key, const QStringList &absent)
{
    return has(key) ? texts(key) : absent;
}

QJsonObject JsonReader::object(QLatin1String key)
{
    const QJsonValue value = take(key, true);
    if (!value.isUndefined() && !value.isObject())
        fault(key, u"expected an object"_s);
    return value.toObject();
}

QJsonObject JsonReader::object(QLatin1String key, const QJsonObject &absent)
{
    return has(key) ? object(key) : absent;
}

QJsonArray JsonReader::array(QLatin1String key)
{
    const QJsonValue value = take(key, true);
    if (!value.isUndefined() && !value.isArray())
        fault(key, u"expected a list"_s);
    return value.toArray();
}

QJsonArray JsonReader::array(QLatin1String key, const QJsonArray &absent)
{
    return has(key) ? array(key) : absent;
}

int JsonReader::oneOf(QLatin1String key, const QStringList &names, int absent)
{
    if (absent >= 0 && !has(key))
        return absent;
    const QString value = text(key);
    const auto index = names.indexOf(value);
    if (index < 0) {
        fault(key, u"expected one of %1"_s.arg(names.join(u", "_s)));
        return std::max(absent, 0);
    }
    return int(index);
}

void JsonReader::each(QLatin1String key, bool required, const std::function<void(JsonReader &)> &read)
{
    const QJsonValue value = take(key, required);
    if (value.isUndefined())
        return;
    if (!value.isArray()) {
        fault(key, u"expected a list of objects"_s);
        return;
    }
    const QJsonArray items = value.toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString path = u"%1[%2]"_s.arg(pathTo(key)).arg(i);
        if (!items.at(i).isObject()) {
            faultAt(path, u"expected an object"_s);
            return;
        }
        JsonReader reader(items.at(i).toObject(), m_state, path);
        read(reader);
        reader.checkUnknown();
    }
}

void JsonReader::child(QLatin1String key, bool required, const std::function<void(JsonReader &)> &read)
{
    const QJsonValue value = take(key, required);
    if (value.isUndefined())
        return;
    if (!value.isObject()) {
        fault(key, u"expected an object"_s);
        return;
    }
    JsonReader reader(value.toObject(), m_state, pathTo(key));
    read(reader);
    reader.checkUnknown();
}

void JsonReader::checkUnknown()
{
    for (auto it = m_object.constBegin(); it != m_object.constEnd(); ++it) {
        if (!m_known.contains(it.key())) {
            const QString name = isPlain(it.key()) ? it.key() : shown(it.key());
            QStringList known(m_known.begin(), m_known.end());
            known.sort();
            const QString expected = known.isEmpty() ? QString() : u", expected one of "_s + known.join(u", "_s);
            faultAt(m_path.isEmpty() ? name : m_path + u'.' + name, u"is not a known field"_s + expected);
            return;
        }
    }
}

Result<void> JsonReader::finish()
{
    checkUnknown();
    if (m_state->error)
        return fail(*m_state->error);
    return {};
}

} // namespace stepladder::domain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QStringList>

#include <functional>
#include <memory>

namespace stepladder::domain {

/// Parses \p text; a syntax error names \p file and its line. BadInput.
Result<QJsonObject> parseJsonObject(const QByteArray &text, const QString &file);

/// Reads a JSON object strictly: a missing field, a wrong type and an unknown field are each one line
/// with the path to it ("plan.json: steps[2].file: expected text"). The first error is kept; later reads return
/// neutral values, so that a whole struct is read in a row and finish() is asked once.
class JsonReader
{
public:
    /// \p where is what precedes the path in messages, usually the file's name.
    JsonReader(QJsonObject object, QString where);

    /// Whether \p key is given. Asking makes it a known field, as every read does.
    bool has(QLatin1String key);

    QString text(QLatin1String key); ///< required
    QString text(QLatin1String key, const QString &absent);
    /// Required text that names something: not blank, printable, at most 200 characters.
    QString name(QLatin1String key);
    qint64 integer(QLatin1String key, qint64 min, qint64 max); ///< required
    qint64 integer(QLatin1String key, qint64 min, qint64 max, qint64 absent);
    double number(QLatin1String key, double min, double max); ///< required
    double number(QLatin1String key, double min, double max, double absent);
    std::optional<double> optionalNumber(QLatin1String key, double min, double max);
    bool boolean(QLatin1String key); ///< required
    bool boolean(QLatin1String key, bool absent);
    QStringList texts(QLatin1String key); ///< required
    QStringList texts(QLatin1String key, const QStringList &absent);
    QJsonObject object(QLatin1String key); ///< required
    QJsonObject object(QLatin1String key, const QJsonObject &absent);
    QJsonArray array(QLatin1String key); ///< required
    QJsonArray array(QLatin1String key, const QJsonArray &absent);

    /// One of \p names, as its index. Required unless \p absent ≥ 0.
    int oneOf(QLatin1String key, const QStringList &names, int absent = -1);

    /// Reads \p key as a list of objects, each by \p read with a reader of its own whose errors are ours.
    void each(QLatin1String key, bool required, const std::function<void(JsonReader &)> &read);
    /// Reads \p key as one object. Nothing happens when it is absent and not required.
    void child(QLatin1String key, bool required, const std::function<void(JsonReader &)> &read);

    /// Takes any value, unread.
    QJsonValue any(QLatin1String key);

    /// Says that the field is wrong: "where: path.key: message".
    void fault(QLatin1String key, const QString &message);

    /// The first error, an unknown field included.
    Result<void> finish();

private:
    struct State
    {
        QString where;
        std::optional<Error> error;
    };
    JsonReader(QJsonObject object, std::shared_ptr<State> state, QString path);
    QJsonValue take(QLatin1String key, bool required);
    QString pathTo(QLatin1String key) const;
    void faultAt(const QString &path, const QString &message);
    void checkUnknown();

    QJsonObject m_object;
    std::shared_ptr<State> m_state;
    QString m_path;
    QSet<QString> m_known; ///< what was asked for so far: an unknown field's message lists them
};

} // namespace stepladder::domain

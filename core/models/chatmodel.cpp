// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/chatmodel.h"

#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;

QString toString(StopReason reason)
{
    switch (reason) {
    case StopReason::End:
        return u"end"_s;
    case StopReason::Length:
        return u"length"_s;
    case StopReason::Refused:
        return u"refused"_s;
    }
    return u"end"_s;
}

qint64 promptBytes(const ChatRequest &request)
{
    qint64 bytes = 0;
    for (const ChatMessage &message : request.messages)
        bytes += message.text.toUtf8().size();
    if (request.schema)
        bytes += QJsonDocument(*request.schema).toJson(QJsonDocument::Compact).size();
    return bytes;
}

} // namespace stepladder::models

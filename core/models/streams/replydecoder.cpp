// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/streams/replydecoder.h"

#include "models/providers/providererror.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;

namespace {

constexpr qsizetype kMaxTextBytes = 32 * 1024 * 1024;
constexpr qsizetype kBeginning = 16LL * 1024;

/// Nothing but blanks counts as well: more may come.
bool mayBeObject(QByteArrayView bytes)
{
    const auto first = std::find_if(bytes.begin(), bytes.end(), [](char c) { return c > ' ' || c < 0; });
    return first == bytes.end() || *first == '{';
}

} // namespace

void ReplyDecoder::feed(QByteArrayView bytes)
{
    if (isOver())
        return;
    if (m_events == 0) {
        const qsizetype most = mayBeObject(m_beginning) ? kMaxTextBytes : kBeginning;
        m_beginning.append(bytes.first(std::clamp<qsizetype>(most - m_beginning.size(), 0, bytes.size())));
    }
    takeBytes(bytes);
}

domain::Result<ChatResponse> ReplyDecoder::finish()
{
    if (!isOver()) {
        takeEnd();
        // What the end cut through cannot be read, and is no fault of the model's.
        if (m_error && m_error->kind == ErrorKind::Malformed && m_events > 0)
            m_error.reset();
    }
    if (!m_error && m_events == 0)
        finishWithoutEvents();
    if (m_error)
        return domain::fail(*m_error);
    if (!m_terminal)
        return domain::fail(ErrorKind::Network, u"the stream ended before the reply was complete"_s);
    return std::move(m_reply);
}

void ReplyDecoder::finishWithoutEvents()
{
    const QByteArray text = m_beginning.trimmed();
    if (text.isEmpty()) {
        setMalformed(u"the reply is empty"_s);
        return;
    }
    // Some gateways put an error into a plain body of status 200, and some do not stream.
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (document.isObject() && !document.object().value("error"_L1).isNull()
        && document.object().contains("error"_L1)) {
        QString type;
        const QString message = errorMessageOf(text, &type);
        setError(errorForType(type, message));
    } else if (document.isObject() && takeWhole(text)) {
        setTerminal();
    } else if (text.startsWith('<')) {
        setMalformed(u"the server answers with a web page, not with a stream of events"_s);
    } else {
        setMalformed(u"the server does not answer with a stream of events: "_s + oneLine(QString::fromUtf8(text)));
    }
}

QString ReplyDecoder::take(std::string_view utf8)
{
    m_textBytes += qint64(utf8.size());
    if (m_textBytes > kMaxTextBytes) {
        setMalformed(u"the reply is longer than %1 MiB"_s.arg(kMaxTextBytes / 1024 / 1024));
        return {};
    }
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

void ReplyDecoder::addText(std::string_view utf8)
{
    if (utf8.empty() || m_error)
        return;
    const QString delta = take(utf8);
    m_reply.text += delta;
    if (m_sink && !delta.isEmpty())
        m_sink->text(delta);
}

void ReplyDecoder::addReasoning(std::string_view utf8)
{
    if (utf8.empty() || m_error)
        return;
    const QString delta = take(utf8);
    m_reply.reasoning += delta;
    if (m_sink && !delta.isEmpty())
        m_sink->reasoning(delta);
}

void ReplyDecoder::setError(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

void ReplyDecoder::setMalformed(const QString &message)
{
    setError({ErrorKind::Malformed, message});
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/replydecoder.h"

#include "models/providererror.h"

#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;

namespace {

constexpr qint64 kMaxTextBytes = 32 * 1024 * 1024;
constexpr qsizetype kBeginning = 16 * 1024;

} // namespace

void ReplyDecoder::feed(QByteArrayView bytes)
{
    if (isOver())
        return;
    if (m_events == 0 && m_beginning.size() < kBeginning)
        m_beginning.append(bytes.first(std::min(bytes.size(), kBeginning - m_beginning.size())));
    takeBytes(bytes);
}

domain::Result<ChatResponse> ReplyDecoder::finish()
{
    if (!isOver())
        takeEnd();
    if (m_error)
        return domain::fail(*m_error);
    if (!m_terminal && m_events == 0)
        return domain::fail(strangeReply());
    if (!m_terminal)
        return domain::fail(ErrorKind::Network, u"the stream ended before the reply was complete"_s);
    return std::move(m_reply);
}

Error ReplyDecoder::strangeReply() const
{
    const QByteArray text = m_beginning.trimmed();
    if (text.isEmpty())
        return {ErrorKind::Malformed, u"the reply is empty"_s};
    // Some gateways put an error into a plain body of status 200.
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (document.isObject() && document.object().contains("error"_L1)) {
        QString type;
        const QString message = errorMessageOf(text, &type);
        return errorForType(type, message);
    }
    if (text.startsWith('<'))
        return {ErrorKind::Malformed, u"the server answers with a web page, not with a stream of events"_s};
    return {ErrorKind::Malformed,
            u"the server does not answer with a stream of events: "_s + oneLine(QString::fromUtf8(text))};
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

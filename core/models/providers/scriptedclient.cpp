// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/scriptedclient.h"

#include "models/money/callslots.h"
#include "models/providers/providererror.h"

#include <QElapsedTimer>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;

domain::Result<ChatResponse> ScriptedClient::complete(const ChatRequest &request, TokenSink *sink, std::stop_token stop)
{
    int usedLine = 0;
    return answer(request, sink, std::move(stop), &usedLine);
}

domain::Result<ChatResponse> ScriptedClient::answer(const ChatRequest &request, TokenSink *sink, std::stop_token stop,
                                                    int *usedLine)
{
    *usedLine = 0;
    if (stop.stop_requested())
        return domain::fail(ErrorKind::Cancelled, u"cancelled"_s);
    const auto line = m_script->take(request);
    if (!line)
        return domain::fail(line.error());
    QElapsedTimer timer;
    timer.start();
    for (const QString &chunk : line->chunks) {
        if (line->delayMs > 0 && !waitFor(line->delayMs, stop)) {
            m_script->putBack(line->line);
            return domain::fail(ErrorKind::Cancelled, u"cancelled"_s);
        }
        if (sink && !chunk.isEmpty())
            sink->text(chunk);
    }
    *usedLine = line->line;
    if (line->errorStatus) {
        domain::Error error = errorForStatus(*line->errorStatus, u"scripted in line %1"_s.arg(line->line));
        if (line->retryAfterMs)
            error.retryAfter = std::chrono::milliseconds(*line->retryAfterMs);
        return domain::fail(error);
    }
    ChatResponse response;
    response.text = line->content;
    response.usage = line->usage;
    response.servedBy = u"scripted"_s;
    response.ms = timer.elapsed();
    response.scriptedLine = line->line;
    return response;
}

} // namespace stepladder::models

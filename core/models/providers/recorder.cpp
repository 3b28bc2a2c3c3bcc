// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/recorder.h"

#include "models/providers/script.h"

#include <QJsonDocument>

#include <cerrno>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;

namespace {

QByteArray lineOf(const ChatRequest &request, const ChatResponse &response)
{
    const CallContext &call = request.context;
    QJsonObject match{
        {u"role"_s, call.role}, {u"step"_s, call.step}, {u"attempt"_s, call.attempt}, {u"rung"_s, call.rung}};
    // A call outside of a run (ask) has a purpose of its own, which a script does not know: such a line fits any.
    if (scriptPurposes().contains(call.purpose))
        match.insert(u"purpose"_s, call.purpose);
    QJsonObject line{{u"match"_s, match}, {u"content"_s, response.text}};
    if (response.usage) {
        QJsonObject usage{{u"input"_s, response.usage->input}, {u"output"_s, response.usage->output}};
        if (response.usage->cacheRead > 0)
            usage.insert(u"cacheRead"_s, response.usage->cacheRead);
        if (response.usage->cacheWrite > 0)
            usage.insert(u"cacheWrite"_s, response.usage->cacheWrite);
        line.insert(u"usage"_s, usage);
    }
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

domain::Result<std::unique_ptr<Recorder>> Recorder::open(const QString &file)
{
    std::unique_ptr<Recorder> recorder(new Recorder(file));
    if (!recorder->m_file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        return domain::fail(
            ErrorKind::Io, u"%1: the answers cannot be recorded there: %2"_s.arg(file, recorder->m_file.errorString()));
    }
    return recorder;
}

domain::Result<void> Recorder::record(const ChatRequest &request, const ChatResponse &response)
{
    const QByteArray line = lineOf(request, response);
    const std::lock_guard lock(m_mutex);
    errno = 0;
    if (m_file.write(line) == line.size() && m_file.flush())
        return {};
    const auto kind = errno == ENOSPC || errno == EDQUOT ? ErrorKind::DiskFull : ErrorKind::Io;
    return domain::fail(kind,
                        u"%1: an answer could not be recorded: %2"_s.arg(m_file.fileName(), m_file.errorString()));
}

} // namespace stepladder::models

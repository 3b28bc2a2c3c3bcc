// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/script.h"

#include "domain/jsonreader.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::JsonReader;
using domain::Result;

namespace {

constexpr int kMaxAttempt = 1'000'000;
constexpr qint64 kMaxMs = 24LL * 3600 * 1000;
constexpr qint64 kMaxTokens = 1'000'000'000;

std::optional<QString> optionalText(JsonReader &in, QLatin1String key)
{
    return in.has(key) ? std::optional(in.text(key)) : std::nullopt;
}

void readMatch(JsonReader &in, ScriptLine &line)
{
    if (in.has("purpose"_L1))
        line.purpose = scriptPurposes().value(in.oneOf("purpose"_L1, scriptPurposes()));
    line.role = optionalText(in, "role"_L1);
    line.step = optionalText(in, "step"_L1);
    if (in.has("attempt"_L1))
        line.attempt = int(in.integer("attempt"_L1, 0, kMaxAttempt));
    line.rung = optionalText(in, "rung"_L1);
    line.contains = optionalText(in, "contains"_L1);
}

void readAnswer(JsonReader &in, ScriptLine &line)
{
    const bool hasContent = in.has("content"_L1);
    const bool hasChunks = in.has("chunks"_L1);
    const bool hasError = in.has("error"_L1);
    line.content = in.text("content"_L1, {});
    line.chunks = in.texts("chunks"_L1, {});
    line.delayMs = in.integer("delayMs"_L1, 0, kMaxMs, 0);
    line.repeat = in.boolean("repeat"_L1, false);
    in.child("usage"_L1, false, [&line](JsonReader &usage) {
        line.usage =
            Usage{usage.integer("input"_L1, 0, kMaxTokens, 0), usage.integer("output"_L1, 0, kMaxTokens, 0),
                  usage.integer("cacheRead"_L1, 0, kMaxTokens, 0), usage.integer("cacheWrite"_L1, 0, kMaxTokens, 0)};
    });
    in.child("error"_L1, false, [&line](JsonReader &error) {
        line.errorStatus = int(error.integer("status"_L1, 400, 599));
        if (error.has("retryAfterMs"_L1))
            line.retryAfterMs = error.integer("retryAfterMs"_L1, 0, kMaxMs);
    });
    if (hasError && (hasContent || hasChunks))
        in.fault("error"_L1, u"stands beside an answer, expected one of content, chunks, error"_s);
    if (!hasError && !hasContent && !hasChunks)
        in.fault("content"_L1, u"is missing, expected one of content, chunks, error"_s);
    if (hasContent && hasChunks && line.chunks.join(QString()) != line.content)
        in.fault("chunks"_L1, u"expected the pieces of content"_s);
    if (!hasChunks)
        line.chunks = QStringList{line.content};
    line.content = line.chunks.join(QString());
}

Result<ScriptLine> readLine(const QByteArray &text, const QString &where, int number)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return domain::fail(ErrorKind::BadInput, u"%1: %2"_s.arg(where, error.errorString()));
    if (!document.isObject())
        return domain::fail(ErrorKind::BadInput, u"%1: expected a JSON object"_s.arg(where));
    JsonReader in(document.object(), where);
    ScriptLine line;
    line.line = number;
    in.child("match"_L1, false, [&line](JsonReader &match) { readMatch(match, line); });
    readAnswer(in, line);
    if (const auto read = in.finish(); !read)
        return domain::fail(read.error());
    return line;
}

bool fits(const std::optional<QString> &wanted, const QString &given)
{
    return !wanted || *wanted == given;
}

} // namespace

const QStringList &scriptPurposes()
{
    static const QStringList purposes = {u"plan"_s,    u"think"_s,  u"generate"_s, u"collaborate"_s, u"analyze"_s,
                                         u"rethink"_s, u"review"_s, u"tests"_s,    u"expert"_s};
    return purposes;
}

bool ScriptLine::matches(const ChatRequest &request) const
{
    const CallContext &call = request.context;
    if (!fits(purpose, call.purpose) || !fits(role, call.role) || !fits(step, call.step) || !fits(rung, call.rung)
        || (attempt && *attempt != call.attempt))
        return false;
    return !contains
        || std::any_of(request.messages.begin(), request.messages.end(),
                       [this](const ChatMessage &message) { return message.text.contains(*contains); });
}

Script::Script(QString file, std::vector<ScriptLine> lines, QSet<int> used)
    : m_file(std::move(file))
    , m_lines(std::move(lines))
    , m_used(std::move(used))
{
}

Result<std::shared_ptr<Script>> Script::read(const QString &file, const QSet<int> &used)
{
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly)) {
        const auto kind = input.exists() ? ErrorKind::Io : ErrorKind::BadInput;
        return domain::fail(kind, u"%1: the scripted answers cannot be read: %2"_s.arg(file, input.errorString()));
    }
    return parse(input.readAll(), file, used);
}

Result<std::shared_ptr<Script>> Script::parse(const QByteArray &text, const QString &file, const QSet<int> &used)
{
    std::vector<ScriptLine> lines;
    const QList<QByteArray> texts = (text.startsWith("\xEF\xBB\xBF") ? text.mid(3) : text).split('\n');
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (texts.at(i).trimmed().isEmpty())
            continue;
        auto line = readLine(texts.at(i), file + u':' + QString::number(i + 1), int(i + 1));
        if (!line)
            return domain::fail(line.error());
        lines.push_back(std::move(*line));
    }
    return std::shared_ptr<Script>(new Script(file, std::move(lines), used));
}

Result<ScriptLine> Script::take(const ChatRequest &request)
{
    const std::lock_guard lock(m_mutex);
    for (const ScriptLine &line : m_lines) {
        if ((!line.repeat && m_used.contains(line.line)) || !line.matches(request))
            continue;
        if (!line.repeat)
            m_used.insert(line.line);
        return line;
    }
    const CallContext &call = request.context;
    const QString rung = call.rung.isEmpty() ? QString() : u" (rung \"%1\")"_s.arg(call.rung);
    return domain::fail(
        ErrorKind::UnscriptedCall,
        u"%1: no unused line matches purpose \"%2\", role \"%3\", step \"%4\", attempt %5%6"_s.arg(
            QFileInfo(m_file).fileName(), call.purpose, call.role, call.step, QString::number(call.attempt), rung));
}

void Script::putBack(int line)
{
    const std::lock_guard lock(m_mutex);
    m_used.remove(line);
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/models.h"
#include "domain/money.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <stop_token>

namespace stepladder::models {

struct ChatMessage
{
    enum class Role { System, User, Assistant };
    Role role = Role::User;
    QString text;

    bool operator==(const ChatMessage &) const = default;
};

/// What a call is for and where in the run it stands: scripted answers are matched by it, the journal names it.
struct CallContext
{
    QString purpose; ///< plan|think|generate|collaborate|analyze|rethink|review|tests|expert
    QString role; ///< the role asked for ("judge" for judges), whoever plays it
    QString step = {};
    int attempt = 0; ///< the one being made or judged; 0 before the first
    QString rung = {};

    bool operator==(const CallContext &) const = default;
};

struct ChatRequest
{
    QList<ChatMessage> messages;
    std::optional<double> temperature = {};
    int maxOutputTokens = 0; ///< 0: the model's own
    std::optional<QJsonObject> schema = {}; ///< JSON schema of a structured answer
    CallContext context = {};
};

enum class StopReason { End, Length, Refused };
QString toString(StopReason reason);

/// Tokens; nullopt in ChatResponse where the provider said nothing.
struct Usage
{
    qint64 input = 0; ///< without what was read from or written to a cache
    qint64 output = 0;
    qint64 cacheRead = 0;
    qint64 cacheWrite = 0;

    bool operator==(const Usage &) const = default;
};

struct ChatResponse
{
    QString text;
    QString reasoning = {};
    StopReason stop = StopReason::End;
    std::optional<Usage> usage = {};
    QString servedBy = {}; ///< the model's name as the provider reports it
    qint64 ms = 0;
    int retried = 0;
    int scriptedLine = 0; ///< line of the scripted-answers file, from 1; 0: not scripted
    int lostTries = 0; ///< earlier tries that had begun to stream: the provider may charge them too
};

/// Receives what streams, on any thread, in order. What streamed is no fact until complete() returned.
class TokenSink
{
public:
    virtual ~TokenSink() = default;
    virtual void text(const QString &delta) = 0;
    virtual void reasoning(const QString &delta) = 0;
    /// What streamed so far counts for nothing: the call is tried again after \p delayMs.
    virtual void retrying(const domain::Error &why, qint64 delayMs) = 0;
    /// A try that failed used up this line of its scripted-answers file, whatever becomes of the call.
    virtual void lineUsedUp(int line) { Q_UNUSED(line) }
    /// A try is about to be sent: its endpoint has room for it. An error keeps it from being sent and ends the call.
    virtual domain::Result<void> sending() { return {}; }
    /// A try failed after it had begun to stream, and the provider may charge it: what it told of its usage until then.
    virtual void lost(const std::optional<Usage> &usage) { Q_UNUSED(usage) }
    /// What was taken out of the prompt before it leaves the machine, "2 × GitHub token"; told once, before it does.
    virtual void withheld(const QStringList &what) { Q_UNUSED(what) }
};

/// Times in milliseconds; 0 = none.
struct Timeouts
{
    qint64 connectMs = 10'000;
    qint64 idleMs = 600'000; ///< thinking models are silent for minutes
    qint64 totalMs = 3'600'000;
};

/// One model at one endpoint. complete() blocks; call it from any worker thread, several at once if need be.
class ChatModel
{
public:
    virtual ~ChatModel() = default;
    /// Asks once, streaming into \p sink (may be null). A reply that is refused, cut off or empty is one, with its
    /// usage: judgedReply() says what it means. Refused (by the server), Malformed, RateLimited, Overloaded,
    /// Authentication, ContextTooLong, ConnectTimeout, IdleTimeout, TotalTimeout, Network, ServerError, UnscriptedCall,
    /// Cancelled; BadInput where the server refuses the request itself (a wrong model name, a parameter that it does
    /// not know).
    virtual domain::Result<ChatResponse> complete(const ChatRequest &request, TokenSink *sink,
                                                  std::stop_token stop) = 0;
};

/// A whole reply as what it means: cut off (CutOff, the text in detail), refused (Refused), empty (Malformed), or
/// itself.
domain::Result<ChatResponse> judgedReply(ChatResponse reply);

/// The price of \p usage, each kind of token at its own price (absent cache prices = the input price), rounded up.
domain::MicroUsd priceOf(const domain::Price &price, const Usage &usage);
/// What to set aside before a call: ⌈(promptBytes / 3 × input price + maxOutputTokens × output price) / 10⁶⌉ µ$
/// (design.md §6).
domain::MicroUsd reservationFor(const domain::Model &model, qint64 promptBytes, int maxOutputTokens);
/// Bytes of all messages in UTF-8, the schema included.
qint64 promptBytes(const ChatRequest &request);

} // namespace stepladder::models

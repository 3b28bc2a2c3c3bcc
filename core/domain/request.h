// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace stepladder::domain {

enum class RequestKind { Guidance, Approval, Amendment, Budget, Consent };
QString toString(RequestKind kind);
std::optional<RequestKind> requestKindFromString(QStringView text);

enum class RequestState { Open, Answered, Expired, Withdrawn };
QString toString(RequestState state);

/// A question to a person.
struct Request
{
    QString id; ///< unique over all runs: "<run>.<n>"
    QString run;
    QString step = {}; ///< empty: of the whole run
    RequestKind kind = RequestKind::Approval;
    QString title;
    QString question; ///< one paragraph
    QJsonObject details = {}; ///< by kind: diff, evidence, steps to add, cap and spent
    qint64 createdMs = 0; ///< UTC
    qint64 deadlineMs = 0; ///< UTC; 0: none

    bool operator==(const Request &) const = default;
};
QJsonObject toJson(const Request &request);
Request requestFromJson(const QJsonObject &json);

enum class AnswerKind {
    Guidance, ///< text
    Example, ///< file
    Code, ///< new content of the step's file, perhaps accepted as it is with a reason
    Stub,
    Skip,
    Extend, ///< not final
    Snooze, ///< not final
    Again, ///< one more ladder with another model
    Approve,
    Reject, ///< with a reason
    Amount, ///< a new total for the run
    LocalOnly,
};
QString toString(AnswerKind kind);
std::optional<AnswerKind> answerKindFromString(QStringView text);
/// Which answers fit which request.
bool fits(AnswerKind answer, RequestKind request);

/// What a person answered, as the inbox took it.
struct Answer
{
    QString request;
    AnswerKind kind = AnswerKind::Approve;
    QString text = {}; ///< guidance, reason, model id
    QByteArray content = {}; ///< code or example
    bool acceptAsIs = false;
    qint64 amountMicroUsd = 0;
    qint64 durationMs = 0; ///< of extend and snooze
    QString by = {}; ///< who answered
    qint64 takenMs = 0; ///< UTC time at which the inbox took it

    bool final() const { return kind != AnswerKind::Extend && kind != AnswerKind::Snooze; }
    bool operator==(const Answer &) const = default;
};
QJsonObject toJson(const Answer &answer);
Answer answerFromJson(const QJsonObject &json);

} // namespace stepladder::domain

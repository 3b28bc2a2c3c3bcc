// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/request.h"

#include <QStringList>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {
const QStringList &requestKindNames()
{
    static const QStringList names = {u"guidance"_s, u"approval"_s, u"amendment"_s, u"budget"_s, u"consent"_s};
    return names;
}
const QStringList &answerNames()
{
    static const QStringList names = {u"guidance"_s, u"example"_s, u"code"_s,   u"stub"_s,
                                      u"skip"_s,     u"extend"_s,  u"snooze"_s, u"again"_s,
                                      u"approve"_s,  u"reject"_s,  u"amount"_s, u"local_only"_s};
    return names;
}
} // namespace

QString toString(RequestKind kind)
{
    return requestKindNames().at(int(kind));
}

std::optional<RequestKind> requestKindFromString(QStringView text)
{
    const auto index = requestKindNames().indexOf(text);
    return index < 0 ? std::nullopt : std::optional(RequestKind(index));
}

QString toString(RequestState state)
{
    static const QStringList names = {u"open"_s, u"answered"_s, u"expired"_s, u"withdrawn"_s};
    return names.at(int(state));
}

QString toString(AnswerKind kind)
{
    return answerNames().at(int(kind));
}

std::optional<AnswerKind> answerKindFromString(QStringView text)
{
    const auto index = answerNames().indexOf(text);
    return index < 0 ? std::nullopt : std::optional(AnswerKind(index));
}

bool fits(AnswerKind answer, RequestKind request)
{
    using A = AnswerKind;
    if (!Answer{.kind = answer}.final())
        return true;
    switch (request) {
    case RequestKind::Guidance:
        return answer != A::Approve && answer != A::Reject && answer != A::Amount && answer != A::LocalOnly;
    case RequestKind::Approval:
        return answer == A::Approve || answer == A::Reject || answer == A::Code || answer == A::Stub
            || answer == A::Skip;
    case RequestKind::Amendment:
    case RequestKind::Consent:
        return answer == A::Approve || answer == A::Reject;
    case RequestKind::Budget:
        return answer == A::Amount || answer == A::LocalOnly || answer == A::Stub;
    }
    return false;
}

QJsonObject toJson(const Request &r)
{
    return {{u"id"_s, r.id},
            {u"run"_s, r.run},
            {u"step"_s, r.step},
            {u"kind"_s, toString(r.kind)},
            {u"title"_s, r.title},
            {u"question"_s, r.question},
            {u"details"_s, r.details},
            {u"createdMs"_s, r.createdMs},
            {u"deadlineMs"_s, r.deadlineMs}};
}

Request requestFromJson(const QJsonObject &json)
{
    return {.id = json[u"id"].toString(),
            .run = json[u"run"].toString(),
            .step = json[u"step"].toString(),
            .kind = requestKindFromString(json[u"kind"].toString()).value_or(RequestKind::Approval),
            .title = json[u"title"].toString(),
            .question = json[u"question"].toString(),
            .details = json[u"details"].toObject(),
            .createdMs = json[u"createdMs"].toInteger(),
            .deadlineMs = json[u"deadlineMs"].toInteger()};
}

QJsonObject toJson(const Answer &a)
{
    return {{u"request"_s, a.request},
            {u"kind"_s, toString(a.kind)},
            {u"text"_s, a.text},
            {u"content"_s, QString::fromLatin1(a.content.toBase64())},
            {u"acceptAsIs"_s, a.acceptAsIs},
            {u"amountMicroUsd"_s, a.amountMicroUsd},
            {u"durationMs"_s, a.durationMs},
            {u"by"_s, a.by},
            {u"takenMs"_s, a.takenMs}};
}

Answer answerFromJson(const QJsonObject &json)
{
    return {.request = json[u"request"].toString(),
            .kind = answerKindFromString(json[u"kind"].toString()).value_or(AnswerKind::Approve),
            .text = json[u"text"].toString(),
            .content = QByteArray::fromBase64(json[u"content"].toString().toLatin1()),
            .acceptAsIs = json[u"acceptAsIs"].toBool(),
            .amountMicroUsd = json[u"amountMicroUsd"].toInteger(),
            .durationMs = json[u"durationMs"].toInteger(),
            .by = json[u"by"].toString(),
            .takenMs = json[u"takenMs"].toInteger()};
}

} // namespace stepladder::domain

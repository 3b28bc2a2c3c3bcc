// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/requests.h"

#include <QJsonArray>
#include <QStringDecoder>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::Request;
using domain::RequestKind;
using domain::Result;

namespace {

constexpr qsizetype kLargestContent = 10 * 1024 * 1024;
constexpr qint64 kYear = 366LL * 24 * 3600 * 1000;
constexpr domain::MicroUsd kMostMoney = 1'000'000LL * 1'000'000;

tl::unexpected<domain::Error> bad(const Request &request, const QString &why)
{
    const QString name = request.id.isEmpty() ? u"the answer"_s : request.id;
    return domain::fail(ErrorKind::BadInput, u"%1: %2"_s.arg(name, why));
}

/// As the command line and its help spell it.
QString optionOf(AnswerKind kind)
{
    static const QStringList options = {u"--text"_s,    u"--example"_s, u"--code"_s,   u"--stub"_s,
                                        u"--skip"_s,    u"--extend"_s,  u"--snooze"_s, u"--again"_s,
                                        u"--approve"_s, u"--reject"_s,  u"--amount"_s, u"--local-only"_s};
    return options.at(int(kind));
}

QStringList fittingOptions(RequestKind request)
{
    QStringList options;
    for (int i = 0; i <= int(AnswerKind::LocalOnly); ++i) {
        if (domain::fits(AnswerKind(i), request))
            options.append(optionOf(AnswerKind(i)));
    }
    return options;
}

Result<void> checkText(const Request &request, const Answer &answer, const QString &what)
{
    if (answer.text.trimmed().isEmpty())
        return bad(request, u"%1 is empty, expected %2"_s.arg(optionOf(answer.kind), what));
    if (answer.text.contains(QChar(0)))
        return bad(request, u"%1 holds a NUL character, expected text"_s.arg(optionOf(answer.kind)));
    if (answer.text.size() > kLargestContent)
        return bad(request, u"%1 is larger than 10 MB"_s.arg(optionOf(answer.kind)));
    return {};
}

Result<void> checkContent(const Request &request, const Answer &answer)
{
    const QString option = optionOf(answer.kind);
    if (answer.content.trimmed().isEmpty())
        return bad(request, u"%1: the file is empty"_s.arg(option));
    if (answer.content.size() > kLargestContent)
        return bad(request, u"%1: the file is larger than 10 MB"_s.arg(option));
    if (answer.content.contains('\0'))
        return bad(request, u"%1: the file is binary, expected text"_s.arg(option));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString text = decoder(answer.content);
    if (decoder.hasError())
        return bad(request, u"%1: the file is not UTF-8 text"_s.arg(option));
    if (answer.acceptAsIs && answer.text.trimmed().isEmpty())
        return bad(request, u"--accept-as-is is empty, expected the reason"_s);
    return {};
}

/// What is to be sent in place of a prompt.
Result<void> checkPrompt(const Request &request, const Answer &answer)
{
    if (answer.content.isEmpty() || !request.details.contains(u"prompt"))
        return {};
    if (!request.details[u"editable"].toBool())
        return bad(request, u"a prompt can be edited in supervised mode only"_s);
    if (const auto checked = checkContent(request, answer); !checked)
        return checked;
    const qint64 tokens = tokensOf(answer.content.size());
    const qint64 room = request.details[u"roomTokens"].toInteger();
    if (tokens > room)
        return bad(request,
                   u"the prompt has about %1 tokens, and %2 has room for %3 beside the answer"_s.arg(
                       QString::number(tokens), request.details[u"model"].toString(), QString::number(room)));
    return {};
}

Result<void> checkAmount(const Request &request, const Answer &answer)
{
    if (answer.amountMicroUsd <= 0 || answer.amountMicroUsd > kMostMoney)
        return bad(request, u"--amount: expected a total in dollars above 0 and up to a million"_s);
    const domain::MicroUsd spent = request.details[u"spentMicroUsd"].toInteger();
    if (answer.amountMicroUsd <= spent) {
        return bad(request,
                   u"--amount: %1 is not more than the %2 that the run has spent; it is the run's new total"_s.arg(
                       domain::usdText(answer.amountMicroUsd), domain::usdText(spent)));
    }
    return {};
}

Result<void> checkDuration(const Request &request, const Answer &answer)
{
    if (answer.durationMs <= 0 || answer.durationMs > kYear)
        return bad(request, u"%1: expected a time above 0 and up to a year"_s.arg(optionOf(answer.kind)));
    if (answer.kind == AnswerKind::Extend && request.deadlineMs == 0)
        return bad(request, u"--extend: the request has no deadline"_s);
    return {};
}

/// After three guided generations guidance alone is none any more: the person chooses.
Result<void> checkGuided(const Request &request, const Answer &answer)
{
    const QJsonValue left = request.details[u"guidedLeft"];
    if (left.isUndefined() || left.toInt() > 0)
        return {};
    return bad(request,
               u"%1: three attempts with guidance failed, expected one of --code, --stub, --skip, --again"_s.arg(
                   optionOf(answer.kind)));
}

Result<void> checkModel(const Request &request, const Answer &answer)
{
    QStringList models;
    for (const auto &model : request.details[u"models"].toArray())
        models.append(model.toString());
    if (models.isEmpty() || models.contains(answer.text.trimmed()))
        return {};
    return bad(request,
               u"--again: the run knows no model \"%1\", expected one of %2"_s.arg(answer.text.trimmed(),
                                                                                   models.join(u", "_s)));
}

} // namespace

Result<void> checkAnswer(const Request &request, const Answer &answer)
{
    if (!answer.request.isEmpty() && answer.request != request.id)
        return bad(request, u"the answer is to another request, %1"_s.arg(answer.request));
    if (!domain::fits(answer.kind, request.kind)) {
        return bad(
            request,
            u"%1 does not fit a request of kind %2, expected one of %3"_s.arg(
                optionOf(answer.kind), domain::toString(request.kind), fittingOptions(request.kind).join(u", "_s)));
    }
    if (answer.kind == AnswerKind::Code && request.kind == RequestKind::Approval && !request.details.contains(u"file"))
        return bad(request, u"--code: no change is asked about that it could stand in for"_s);
    if (answer.acceptAsIs && answer.kind != AnswerKind::Code)
        return bad(request, u"--accept-as-is goes with --code only"_s);
    if (answer.kind == AnswerKind::Guidance || answer.kind == AnswerKind::Example) {
        if (const auto left = checkGuided(request, answer); !left)
            return left;
    }
    switch (answer.kind) {
    case AnswerKind::Approve:
        return checkPrompt(request, answer);
    case AnswerKind::Guidance:
        return checkText(request, answer, u"what to do"_s);
    case AnswerKind::Reject:
        return checkText(request, answer, u"the reason"_s);
    case AnswerKind::Again:
        if (const auto text = checkText(request, answer, u"the id of a model"_s); !text)
            return text;
        return checkModel(request, answer);
    case AnswerKind::Example:
    case AnswerKind::Code:
        return checkContent(request, answer);
    case AnswerKind::Amount:
        return checkAmount(request, answer);
    case AnswerKind::Extend:
    case AnswerKind::Snooze:
        return checkDuration(request, answer);
    case AnswerKind::Stub:
    case AnswerKind::Skip:
    case AnswerKind::LocalOnly:
        return {};
    }
    return {};
}

} // namespace stepladder::guidance

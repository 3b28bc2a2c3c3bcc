// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/helprequest.h"
#include "guidance/markdown.h"
#include "guidance/requests.h"

#include <QJsonArray>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::Request;
using domain::RequestKind;

namespace {

/// Text of a model on somebody's terminal: no escape sequences, no carriage returns, no bells.
QString harmless(QString text)
{
    const auto isControl = [](QChar c) {
        return c != u'\n' && c != u'\t' && (c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0));
    };
    text.removeIf(isControl);
    return text;
}

QString verdictText(const QJsonObject &details)
{
    const QJsonObject evidence = details[u"evidence"].toObject();
    QString text = u"## Evidence\n\n"_s;
    text += u"- verdict: %1, score %2%3\n"_s.arg(details[u"passed"].toBool() ? u"passed"_s : u"not passed"_s,
                                                 QString::number(details[u"score"].toDouble()),
                                                 details[u"unproven"].toBool() ? u", unproven"_s : QString());
    text += u"- build: %1, %2 errors, %3 warnings\n"_s.arg(evidence[u"buildOk"].toBool() ? u"ok"_s : u"failed"_s)
                .arg(evidence[u"errors"].toInt())
                .arg(evidence[u"warnings"].toInt());
    if (evidence[u"testsRan"].toBool()) {
        text += u"- tests: %1 passed, %2 failed, %3 skipped\n"_s.arg(evidence[u"passed"].toInt())
                    .arg(evidence[u"failed"].toInt())
                    .arg(evidence[u"skipped"].toInt());
    } else {
        text += u"- tests: none ran\n"_s;
    }
    if (evidence[u"coverage"].isDouble())
        text += u"- coverage: %1 %\n"_s.arg(evidence[u"coverage"].toDouble(), 0, 'f', 1);
    for (const auto &command : evidence[u"commands"].toArray())
        text += u"- ran: `%1` (exit code %2)\n"_s.arg(oneLine(command[u"command"].toString()))
                    .arg(command[u"exitCode"].toInt());
    const QJsonArray issues = details[u"issues"].toArray();
    text += issues.isEmpty() ? QString() : u"\n## Issues\n\n"_s;
    for (const auto &issue : issues) {
        const int line = issue[u"line"].toInt();
        const QString place = issue[u"file"].toString() + (line > 0 ? u":%1"_s.arg(line) : QString());
        text += u"- %1: %2%3%4\n"_s.arg(issue[u"severity"].toString(), place, place.isEmpty() ? QString() : u": "_s,
                                        oneLine(issue[u"message"].toString()));
    }
    return text;
}

QString stepsText(const QJsonArray &steps)
{
    QString text = u"## Steps to add\n\n"_s;
    for (const auto &step : steps) {
        text += u"- `%1` (%2): %3\n"_s.arg(oneLine(step[u"file"].toString()), oneLine(step[u"title"].toString()),
                                           oneLine(step[u"description"].toString()));
        for (const auto &signature : step[u"surface"].toArray())
            text += u"  - `%1`\n"_s.arg(oneLine(signature.toString()));
    }
    return text;
}

QString moneyText(const QJsonObject &details)
{
    const auto usd = [&](QStringView key) { return domain::usdText(details[key].toInteger()); };
    const bool counted = details[u"cap"].toString() == u"paidCalls";
    QString text = u"## Money\n\n- cap %1: %2\n- spent: %3\n- the call may cost: %4\n"_s.arg(
        details[u"cap"].toString(), counted ? QString::number(details[u"limit"].toInteger()) : usd(u"limit"),
        usd(u"spentMicroUsd"), usd(u"askedMicroUsd"));
    if (details.contains(u"suggestedMicroUsd"))
        text += u"- a total of %1 lets it go on\n"_s.arg(usd(u"suggestedMicroUsd"));
    return text;
}

QString listText(const QJsonObject &details)
{
    QString text;
    for (const auto &item : details[u"what"].toArray())
        text += u"- %1\n"_s.arg(oneLine(item.toString()));
    return text.isEmpty() ? text : u"## What\n\n"_s + text;
}

QString promptText(const QJsonObject &details)
{
    return u"## Prompt\n\n- to: %1 as %2 (%3)\n- about %4 tokens; there is room for %5\n- may cost: %6\n\n"_s.arg(
               oneLine(details[u"model"].toString()), details[u"role"].toString(), details[u"purpose"].toString(),
               QString::number(details[u"tokens"].toInteger()), QString::number(details[u"roomTokens"].toInteger()),
               domain::usdText(details[u"reservedMicroUsd"].toInteger()))
        + block({}, details[u"prompt"].toString());
}

QString detailsText(const Request &request)
{
    switch (request.kind) {
    case RequestKind::Approval:
        if (request.details.contains(u"prompt"))
            return promptText(request.details);
        return request.details.contains(u"breakpoint") ? QString() : verdictText(request.details);
    case RequestKind::Amendment:
        return stepsText(request.details[u"steps"].toArray());
    case RequestKind::Budget:
        return moneyText(request.details);
    case RequestKind::Consent:
        return listText(request.details);
    case RequestKind::Guidance:
        return helpText(request.details);
    }
    return {};
}

} // namespace

QString remainingText(qint64 deadlineMs, qint64 nowMs)
{
    if (deadlineMs == 0)
        return u"no deadline"_s;
    const qint64 minutes = std::abs(deadlineMs - nowMs) / 60'000;
    const qint64 hours = minutes / 60;
    const QString time = minutes == 0 ? u"less than a minute"_s
        : hours == 0                  ? u"%1 min"_s.arg(minutes)
        : hours < 48                  ? u"%1 h %2 min"_s.arg(hours).arg(minutes % 60)
                                      : u"%1 d %2 h"_s.arg(hours / 24).arg(hours % 24);
    return deadlineMs > nowMs ? time + u" left"_s : u"overdue by "_s + time;
}

QString answerCommand(const Request &request)
{
    const QString command = u"stepladder guidance answer %1 "_s.arg(request.id.isEmpty() ? u"ID"_s : request.id);
    switch (request.kind) {
    case RequestKind::Guidance:
        return command
            + u"--text T | --example FILE | --code FILE [--accept-as-is REASON] | --again MODEL | --stub | --skip | --extend D | --snooze D"_s;
    case RequestKind::Approval:
        return command + u"--approve | --reject REASON"_s
            + (request.details.contains(u"file") ? u" | --code FILE [--accept-as-is REASON]"_s : QString())
            + u" | --stub | --skip"_s;
    case RequestKind::Amendment:
    case RequestKind::Consent:
        return command + u"--approve | --reject REASON"_s;
    case RequestKind::Budget:
        return command + u"--amount USD | --local-only | --stub"_s;
    }
    return command;
}

QString toMarkdown(const Request &request, qint64 nowMs)
{
    QString text = u"# %1\n\n"_s.arg(oneLine(request.title));
    text += u"- request: %1 (%2)\n- run: %3\n"_s.arg(request.id, domain::toString(request.kind), request.run);
    if (!request.step.isEmpty())
        text += u"- step: %1\n"_s.arg(oneLine(request.step));
    if (request.createdMs > 0)
        text += u"- asked: %1\n"_s.arg(utc(request.createdMs));
    if (request.deadlineMs > 0) {
        const QString left = nowMs > 0 ? u" (%1)"_s.arg(remainingText(request.deadlineMs, nowMs)) : QString();
        text += u"- deadline: %1%2\n"_s.arg(utc(request.deadlineMs), left);
    }
    text += u'\n' + request.question.trimmed() + u"\n\n"_s;
    if (const QString details = detailsText(request); !details.isEmpty())
        text += details + u'\n';
    if (const QString diff = request.details[u"diff"].toString(); !diff.isEmpty())
        text += u"## Change\n\n"_s + block(u"diff"_s, diff) + u'\n';
    text += u"## Answer with\n\n"_s + block({}, answerCommand(request));
    return harmless(text);
}

} // namespace stepladder::guidance

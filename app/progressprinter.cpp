// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progressprinter.h"

#include "app/console.h"
#include "domain/money.h"
#include "engine/wishes/wishtext.h"
#include "guidance/requests.h"

#include <QJsonArray>

#include <unistd.h>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::Entry;

namespace {

QString attemptLine(const Entry &entry)
{
    const QJsonObject &d = entry.data;
    const QString summary = d[u"summary"].toString().section(u'\n', 0, 0).left(160);
    const QString state = d[u"state"].toString().replace(u'_', u' ');
    const QString what = summary.startsWith(state) ? summary : u"%1, %2"_s.arg(state, summary);
    const int number = d[u"number"].toInt();
    return u"%1  %2: %3"_s.arg(entry.step, number > 0 ? u"attempt %1"_s.arg(number) : u"a person's code"_s, what);
}

QString endedLine(const Entry &entry)
{
    const QJsonObject &d = entry.data;
    const QString state = d[u"state"].toString();
    QString text = u"%1  %2"_s.arg(entry.step, state == u"acceptedByPerson"_s ? u"accepted by a person"_s : state);
    if (d[u"attempts"].toInt() > 0)
        text += d[u"attempts"].toInt() == 1 ? u" at the first attempt"_s
                                            : u" after %1 attempts"_s.arg(d[u"attempts"].toInt());
    if (const QString reason = d[u"reason"].toString(); !reason.isEmpty())
        text += u": "_s + reason.section(u'\n', 0, 0).left(160);
    return text;
}

QString testsLine(const Entry &entry)
{
    const QJsonObject &d = entry.data;
    const QString scope = d[u"scope"].toString();
    if (scope == u"candidate"_s || scope == u"acceptance"_s)
        return {};
    QString text = u"%1: %2, %3 tests passed, %4 failed"_s
                       .arg(scope == u"baseline"_s ? u"the workspace as it stands"_s : u"the whole"_s,
                            d[u"buildOk"].toBool() ? u"builds"_s : u"does not build"_s)
                       .arg(d[u"passed"].toInt())
                       .arg(d[u"failed"].toInt());
    QStringList leftOut;
    for (const auto &file : d[u"leftOut"].toArray())
        leftOut.append(file.toString());
    if (!leftOut.isEmpty()) {
        text += u"\n  %1 test files do not compile or load: %2%3"_s.arg(leftOut.size())
                    .arg(leftOut.mid(0, 3).join(u", "_s), leftOut.size() > 3 ? u" …"_s : QString());
        if (scope == u"baseline"_s)
            text += u"\n  they judge the step whose `tests` name them; elsewhere they are run and reported"_s;
    }
    return text;
}

} // namespace

QString entryLine(const Entry &entry)
{
    const QJsonObject &d = entry.data;
    if (entry.type == u"run.started"_s)
        return u"run %1: %2"_s.arg(entry.run, d[u"task"].toString().section(u'\n', 0, 0));
    if (entry.type == u"step.started"_s)
        return u"%1  started: %2"_s.arg(entry.step, d[u"file"].toString());
    if (entry.type == u"attempt.ended"_s)
        return attemptLine(entry);
    if (entry.type == u"step.ended"_s)
        return endedLine(entry);
    if (entry.type == u"tests.finished"_s)
        return testsLine(entry);
    if (entry.type == u"level.left"_s || entry.type == u"level.skipped"_s)
        return u"%1  %2 rung %3: %4"_s.arg(entry.step, entry.type == u"level.left"_s ? u"leaves"_s : u"skips"_s,
                                           d[u"rung"].toString(), d[u"reason"].toString());
    if (entry.type == u"ensemble.compared"_s && d[u"chosen"].toInt() > 0)
        return u"%1  of the ensemble attempt %2 is chosen: %3"_s.arg(entry.step, QString::number(d[u"chosen"].toInt()),
                                                                     d[u"reason"].toString());
    if (entry.type == u"expert.consulted"_s && d[u"found"].toBool())
        return u"%1  experts: %2"_s.arg(entry.step, d[u"text"].toString());
    if (entry.type == u"article.proposed"_s && d[u"state"] == u"draft"_s)
        return u"%1  what helped is an article now: stepladder guidance answer %2 --approve lets the next run find it"_s
            .arg(entry.step, d[u"article"].toString());
    if (entry.type == u"step.waiting"_s)
        return u"%1  waits: %2 (request %3)"_s.arg(entry.step, d[u"reason"].toString(), d[u"request"].toString());
    if (entry.type == u"guidance.requested"_s) {
        const domain::Request request = domain::requestFromJson(d[u"request"].toObject());
        return u"%1\n  %2"_s.arg(request.title, guidance::answerCommand(request));
    }
    if (entry.type == u"guidance.expired"_s)
        return u"%1  nobody answered in time"_s.arg(entry.step);
    if (entry.type == u"step.blocked"_s)
        return u"%1  blocked: %2"_s.arg(entry.step, d[u"reason"].toString());
    if (entry.type == u"plan.amended"_s)
        return u"%1  %2: %3"_s.arg(
            entry.step, d[u"steps"].toArray().isEmpty() ? u"another step comes first"_s : u"the plan grows"_s,
            d[u"reason"].toString().section(u'\n', 0, 0));
    if (const QString wish = engine::wishLine(entry); !wish.isEmpty())
        return entry.step.isEmpty() ? wish : u"%1  %2"_s.arg(entry.step, wish);
    if (entry.type == u"effect.ended"_s && d[u"message"] == u"lost"_s)
        return u"%1  was in flight when the run was cut off and is done again: %2"_s.arg(entry.step,
                                                                                         d[u"name"].toString());
    return {};
}

QString testLine(const engine::TestNews &news)
{
    const QString where = news.step.isEmpty() ? u"the workspace as it stands"_s
                                              : u"%1  attempt %2"_s.arg(news.step, QString::number(news.attempt));
    // The baseline may have held fewer: then it says nothing about how many are to come.
    const QString count = news.done <= news.expected ? u"%1 of %2 tests"_s.arg(news.done).arg(news.expected)
                                                     : u"%1 tests"_s.arg(news.done);
    return u"%1: %2%3"_s.arg(where, count, news.failed > 0 ? u", %1 failed"_s.arg(news.failed) : QString());
}

ProgressPrinter::ProgressPrinter(Style style)
    : m_style(style)
{
}

ProgressPrinter::Style ProgressPrinter::styleFor(bool json)
{
    if (json)
        return Style::Json;
    return isatty(STDOUT_FILENO) ? Style::Terminal : Style::Plain;
}

void ProgressPrinter::entries(const QList<Entry> &entries)
{
    const std::lock_guard lock(m_mutex);
    if (m_style == Style::Terminal)
        eraseLive();
    for (const Entry &entry : entries)
        print(entry);
    if (m_style == Style::Terminal)
        drawLive();
}

void ProgressPrinter::print(const Entry &entry)
{
    if (m_style == Style::Json)
        return outJson(domain::toJson(entry));
    const QString text = entryLine(entry);
    if (m_style == Style::Plain) {
        if (!text.isEmpty())
            out(text);
        return;
    }
    if (entry.step.isEmpty()) {
        if (entry.type == u"tests.finished"_s)
            endLive({});
        if (!text.isEmpty())
            out(text);
        return;
    }
    if (entry.type == u"step.ended"_s) {
        endLive(entry.step);
        return out(text);
    }
    if (entry.type == u"guidance.requested"_s)
        return out(text); // stays: it is how the run goes on
    QString now = text;
    if (entry.type == u"attempt.started"_s && entry.data[u"number"].toInt() == 0)
        now = u"%1  code of %2"_s.arg(entry.step, entry.data[u"model"].toString());
    else if (entry.type == u"attempt.started"_s)
        now = u"%1  attempt %2 on rung %3 by %4"_s.arg(entry.step)
                  .arg(entry.data[u"number"].toInt())
                  .arg(entry.data[u"rung"].toString(), entry.data[u"model"].toString());
    else if (entry.type == u"candidate.made"_s)
        now = entry.attempt > 0 ? u"%1  attempt %2: building and testing"_s.arg(entry.step).arg(entry.attempt)
                                : u"%1  a person's code: building and testing"_s.arg(entry.step);
    if (!now.isEmpty())
        setLive(entry.step, now);
}

void ProgressPrinter::setLive(const QString &step, const QString &text)
{
    if (!m_live.contains(step))
        m_order.append(step);
    m_live.insert(step, text);
}

void ProgressPrinter::endLive(const QString &step)
{
    m_live.remove(step);
    m_order.removeAll(step);
}

void ProgressPrinter::test(const engine::TestNews &news)
{
    constexpr qint64 kRedrawMs = 100; // thousands of tests a second must not drown the terminal
    const std::lock_guard lock(m_mutex);
    if (m_style != Style::Terminal)
        return;
    setLive(news.step, testLine(news));
    if (m_sinceTest.isValid() && m_sinceTest.elapsed() < kRedrawMs)
        return;
    eraseLive();
    drawLive();
    m_sinceTest.start();
}

void ProgressPrinter::progress(const QString &text)
{
    const std::lock_guard lock(m_mutex);
    if (m_style == Style::Json)
        return;
    if (m_style == Style::Terminal)
        eraseLive();
    out(text);
    if (m_style == Style::Terminal)
        drawLive();
}

void ProgressPrinter::finish()
{
    const std::lock_guard lock(m_mutex);
    if (m_style == Style::Terminal)
        eraseLive();
    m_live.clear();
    m_order.clear();
}

void ProgressPrinter::eraseLive()
{
    for (; m_drawn > 0; --m_drawn)
        fputs("\x1b[1A\x1b[2K", stdout);
}

void ProgressPrinter::drawLive()
{
    constexpr int kWidth = 110; // one terminal row each, so that erasing rows is right
    for (const QString &step : m_order) {
        out(m_live.value(step).left(kWidth));
        ++m_drawn;
    }
}

} // namespace stepladder::app

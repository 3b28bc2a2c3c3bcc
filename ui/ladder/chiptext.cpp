// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/chiptext.h"

#include "domain/money.h"
#include "ui/ladder/modelnames.h"
#include "ui/run/attemptname.h"
#include "ui/theme/marks.h"

#include <QCoreApplication>
#include <QLocale>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using journal::AttemptState;

namespace {

struct LadderChip
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::LadderChip)
};

QString scoreText(double score)
{
    return QLocale().toString(score, 'f', 1);
}

Role barOf(const AttemptState &attempt)
{
    if (attempt.state == u"ended"_s)
        return Role::Ok; // analysed, rethought: done what it is there for
    if (attempt.state == u"overtaken"_s)
        return Role::Warn;
    return roleOf(markOfAttempt(attempt.state));
}

QString tookText(qint64 ms)
{
    if (ms < 60'000)
        return LadderChip::tr("%1 s").arg(QLocale().toString(double(ms) / 1000, 'f', ms < 10'000 ? 1 : 0));
    return hoursText(ms);
}

QString errorsText(int errors)
{
    return errors == 1 ? LadderChip::tr("1 error") : LadderChip::tr("%1 errors").arg(errors);
}

} // namespace

ChipWriter::ChipWriter(const LadderStep &step)
{
    QStringList models;
    for (const AttemptState &attempt : step.attempts)
        models.append(attempt.model);
    m_names = shortModelNames(models);
    // Numbers begin again in each epoch: an entry belongs to the last attempt of its number before it.
    QHash<int, qint64> running;
    auto next = step.attempts.cbegin();
    for (const Entry &entry : step.entries) {
        for (; next != step.attempts.cend() && next->startedSeq < entry.seq; ++next)
            running.insert(next->number, next->startedSeq);
        // What is executed on the next rung is not theirs: a stub is built and tested under the last number.
        if (entry.type == u"level.entered"_s)
            running.clear();
        if (entry.type != u"candidate.made"_s && entry.type != u"tests.finished"_s)
            continue;
        const auto attempt = running.constFind(entry.attempt);
        if (attempt == running.cend())
            continue;
        Executed &executed = m_executed[*attempt];
        executed.candidate = true;
        if (entry.type == u"candidate.made"_s)
            continue;
        executed.executed = true;
        executed.builds = entry.data[u"buildOk"].toBool();
        executed.errors = entry.data[u"errors"].toInt();
        executed.warnings = entry.data[u"warnings"].toInt();
        executed.passed = entry.data[u"passed"].toInt();
        executed.failed = entry.data[u"failed"].toInt();
    }
}

QString ChipWriter::outcome(const AttemptState &attempt, const Executed &executed) const
{
    if (attempt.state == u"running"_s)
        return executed.candidate ? LadderChip::tr("testing") : LadderChip::tr("writing");
    if (attempt.state == u"ended"_s) // "analysed: the token is dropped"
        return attempt.summary.section(u": "_s, 1).isEmpty() ? attempt.summary : attempt.summary.section(u": "_s, 1);
    if (attempt.state == u"no_candidate"_s || attempt.state == u"overtaken"_s)
        return wordOfAttempt(attempt.state);
    if (attempt.state == u"failed"_s && executed.executed && !executed.builds && executed.errors > 0)
        return errorsText(executed.errors);
    if (attempt.state == u"failed"_s && executed.failed > 0)
        return u"%1/%2"_s.arg(executed.passed).arg(executed.passed + executed.failed);
    return scoreText(attempt.score);
}

QString ChipWriter::evidence(const AttemptState &attempt, const Executed &executed) const
{
    QStringList lines;
    const QString who = attempt.model.isEmpty() ? QString() : u" · "_s + attempt.model;
    lines.append(attemptTitle(attempt) + who + u" · "_s + rungTitle(attempt.rung));
    if (attempt.state == u"running"_s)
        lines.append(executed.candidate ? LadderChip::tr("Its code is being built and tested.")
                                        : LadderChip::tr("It is being written."));
    else if (attempt.verdictSeq > 0)
        lines.append(LadderChip::tr("%1, score %2").arg(wordOfAttempt(attempt.state), scoreText(attempt.score)));
    else
        lines.append(wordOfAttempt(attempt.state));
    if (!attempt.summary.isEmpty())
        lines.append(attempt.summary);
    if (executed.executed) {
        QString facts = executed.builds ? LadderChip::tr("builds") : errorsText(executed.errors);
        if (executed.passed + executed.failed > 0)
            facts += u", "_s
                + LadderChip::tr("%1 of %2 tests passed").arg(executed.passed).arg(executed.passed + executed.failed);
        if (executed.warnings > 0)
            facts += u", "_s
                + (executed.warnings == 1 ? LadderChip::tr("1 warning")
                                          : LadderChip::tr("%1 warnings").arg(executed.warnings));
        lines.append(facts);
    }
    QStringList spent;
    if (attempt.cost > 0)
        spent.append(domain::usdText(attempt.cost));
    if (attempt.startedMs > 0 && attempt.endedMs > attempt.startedMs)
        spent.append(tookText(attempt.endedMs - attempt.startedMs));
    if (!spent.isEmpty())
        lines.append(spent.join(u" · "_s));
    return lines.join(u'\n');
}

Chip ChipWriter::chip(const AttemptState &attempt) const
{
    const Executed executed = m_executed.value(attempt.startedSeq);
    QStringList words;
    if (attempt.number > 0)
        words.append(QString::number(attempt.number));
    else if (attempt.kind == u"human"_s)
        words.append(LadderChip::tr("own code"));
    if (const QString name = m_names.value(attempt.model); !name.isEmpty())
        words.append(attempt.state == u"ended"_s ? name + u':' : name);
    words.append(outcome(attempt, executed).simplified());
    return {.text = words.join(u' '),
            .bar = barOf(attempt),
            .startedSeq = attempt.startedSeq,
            .evidence = evidence(attempt, executed)};
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reports/failurereport.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

QString failureReport(const Climb &climb, const domain::Plan &plan, qint64 nowMs, const QString &fence,
                      const QList<ModelUse> &uses)
{
    double highest = 0;
    for (const Attempt &attempt : climb.attempts)
        highest = std::max(highest, attempt.verdict.score);
    const auto position =
        std::find_if(plan.steps.begin(), plan.steps.end(), [&](const domain::Step &s) { return s.id == climb.step.id; })
        - plan.steps.begin();
    QString text = u"# Failure report: %1\n\n"_s.arg(climb.step.file);
    text += u"- Time: %1\n"_s.arg(QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).toString(Qt::ISODate));
    text += u"- Step: %1 of %2 (%3)\n"_s.arg(position + 1).arg(plan.steps.size()).arg(climb.step.id);
    text +=
        u"- Attempts: %1\n- Highest score: %2\n- Status: NEEDS HUMAN REVIEW\n\n"_s.arg(climb.counted()).arg(highest);
    const QString asked = position < plan.steps.size() ? plan.steps.at(position).description : climb.step.description;
    text += u"## What was asked\n\n%1\n\n"_s.arg(asked);
    if (asked != climb.step.description)
        text += u"## What it was rethought to\n\n%1\n\n"_s.arg(climb.step.description);
    for (const Attempt &attempt : climb.attempts) {
        text += u"## Attempt %1: %2 on rung %3\n\nScore %4: %5\n\n"_s.arg(attempt.number)
                    .arg(attempt.model, attempt.rung)
                    .arg(attempt.verdict.score)
                    .arg(attempt.verdict.summary);
        for (const domain::Issue &issue : attempt.verdict.issues) {
            const QString where = issue.line > 0 ? u"%1:%2"_s.arg(issue.file).arg(issue.line) : issue.file;
            text += u"- %1 %2 %3: %4\n"_s
                        .arg(domain::toString(issue.source), issue.id, where, issue.message.section(u'\n', 0, 2))
                        .simplified()
                + u'\n';
        }
        for (const domain::FileChange &file : attempt.candidate.files) {
            const QString code = QString::fromUtf8(file.content);
            QString ticks = u"````"_s;
            while (code.contains(ticks))
                ticks += u'`';
            text += u"\n%1%2 %3\n%4\n%1\n"_s.arg(ticks, fence, file.path, code);
        }
        text += u'\n';
    }
    text += u"## Root cause\n\n%1\n\n"_s.arg(climb.analysis ? (*climb.analysis)[u"rootCause"].toString()
                                                            : u"Not analysed."_s);
    text +=
        u"## Next steps\n\n- Write %1 by hand.\n- Simplify the step's description and generate it again.\n- Give an example to follow and generate it again.\n\n"_s
            .arg(climb.step.file);
    domain::MicroUsd cost = 0;
    for (const ModelUse &use : uses)
        cost += use.cost;
    text += u"## Cost per model\n\n%1\nAll in all: %2\n"_s.arg(usesTable(uses), domain::usdText(cost));
    return text;
}

Result<void> writeText(const QString &path, const QString &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0 || !file.commit())
        return domain::fail(domain::ErrorKind::Io, u"%1: %2"_s.arg(path, file.errorString()));
    return {};
}

Result<QString> writeFailureReport(RunParts &parts, const Climb &climb)
{
    const QString path = u"%1/failures/%2.md"_s.arg(parts.reportFolder, climb.step.id);
    if (const auto flushed = parts.effects.journal().flush(); !flushed)
        return domain::fail(flushed.error());
    const auto reader = journal::JournalReader::open(parts.effects.journal().folder());
    if (!reader)
        return domain::fail(reader.error());
    const auto uses = usesOfStep(**reader, climb.step.id);
    if (!uses)
        return domain::fail(uses.error());
    const QString text = failureReport(climb, parts.plan.plan(), parts.clock.nowMs(), parts.toolchain.fence(), *uses);
    if (const auto written = writeText(path, text); !written)
        return domain::fail(written.error());
    return path;
}

} // namespace stepladder::engine

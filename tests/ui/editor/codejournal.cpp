// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "codejournal.h"

#include "domain/plan.h"
#include "schemafit.h"

#include <QDir>
#include <QFileInfo>

namespace stepladder::tests {

using namespace Qt::StringLiterals;

CodeJournal::CodeJournal(const QStringList &files)
    : m_locations(storage::Locations::under(m_dir.path() + u"/home"_s))
{
    QDir().mkpath(workspace());
    auto journal = journal::Journal::create(m_locations.run(run()), run(), m_clock);
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    m_journal = std::move(*journal);
    domain::Plan plan{.task = u"orders"_s, .language = u"csharp"_s, .projectName = u"shop"_s, .steps = {}};
    for (const QString &file : files) {
        const QString id = QFileInfo(file).baseName();
        plan.steps.append({.id = id, .title = id, .description = u"write "_s + file, .file = file});
    }
    add(u"run.started"_s, {}, 0,
        {{u"task"_s, plan.task},
         {u"language"_s, plan.language},
         {u"workspace"_s, workspace()},
         {u"branch"_s, u"stepladder/demo"_s},
         {u"mode"_s, u"guarded"_s},
         {u"plan"_s, domain::toJson(plan)},
         {u"ladder"_s, readJson(u":/stepladder/ladders/fast.json"_s).toObject()},
         {u"options"_s, QJsonObject()},
         {u"caps"_s, QJsonObject()},
         {u"pins"_s, QJsonObject()},
         {u"version"_s, u"0"_s}});
}

void CodeJournal::write(const QString &file, const QByteArray &content) const
{
    const QString path = workspace() + u'/' + file;
    QDir().mkpath(QFileInfo(path).path());
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("%s: %s", qPrintable(path), qPrintable(out.errorString()));
}

qint64 CodeJournal::add(const QString &type, const QString &step, int attempt, const QJsonObject &data)
{
    if (const QString wrong = misfit(u":/stepladder/schemas/entries/%1.json"_s.arg(type), data); !wrong.isEmpty())
        qFatal("%s: %s", qPrintable(type), qPrintable(wrong));
    m_clock.advance(1000);
    const auto seq = m_journal->append(std::nullopt, {.type = type, .step = step, .attempt = attempt, .data = data},
                                       journal::Durability::Committed);
    if (!seq)
        qFatal("%s", qPrintable(seq.error().message));
    return *seq;
}

qint64 CodeJournal::begin(const QString &step, int number, const QString &kind)
{
    return add(u"attempt.started"_s, step, number,
               {{u"number"_s, number},
                {u"rung"_s, u"first"_s},
                {u"kind"_s, kind},
                {u"role"_s, u"generator"_s},
                {u"model"_s, u"deepseek-v2:16b"_s},
                {u"counted"_s, number > 0},
                {u"epoch"_s, 0}});
}

void CodeJournal::propose(const QString &step, int number, const QString &file, const QByteArray &code)
{
    const QJsonArray files{QJsonObject{{u"path"_s, file}, {u"blob"_s, *m_journal->putBlob(code)}}};
    add(u"candidate.made"_s, step, number, {{u"hash"_s, u"h"_s}, {u"files"_s, files}, {u"issues"_s, QJsonArray()}});
}

void CodeJournal::execute(const QString &step, int number, const domain::Evidence &evidence)
{
    const int total = evidence.tests.total();
    const int passed = evidence.tests.count(domain::TestOutcome::Passed);
    const auto blob = m_journal->putBlob(QJsonDocument(domain::toJson(evidence)).toJson(QJsonDocument::Compact));
    add(u"tests.finished"_s, step, number,
        {{u"scope"_s, u"acceptance"_s},
         {u"commit"_s, u"c"_s},
         {u"total"_s, total},
         {u"passed"_s, passed},
         {u"failed"_s, total - passed},
         {u"skipped"_s, 0},
         {u"ending"_s, u"finished"_s},
         {u"buildOk"_s, evidence.buildOk},
         {u"errors"_s, evidence.errors()},
         {u"warnings"_s, evidence.warnings()},
         {u"blob"_s, *blob}});
}

void CodeJournal::judge(const QString &step, int number, const domain::Verdict &verdict)
{
    const domain::Evidence &evidence = verdict.evidence;
    execute(step, number, evidence);
    QJsonObject json = domain::toJson(verdict);
    QJsonObject digest{{u"buildOk"_s, evidence.buildOk},
                       {u"errors"_s, evidence.errors()},
                       {u"ending"_s, u"finished"_s},
                       {u"tests"_s,
                        QJsonObject{{u"total"_s, evidence.tests.total()},
                                    {u"passed"_s, evidence.tests.count(domain::TestOutcome::Passed)}}}};
    json.insert(u"evidence"_s, digest);
    add(u"verdict.reached"_s, step, number, json);
}

void CodeJournal::end(const QString &step, int number, const QString &state, const QString &summary)
{
    add(u"attempt.ended"_s, step, number,
        {{u"number"_s, number}, {u"counted"_s, true}, {u"state"_s, state}, {u"score"_s, 0}, {u"summary"_s, summary}});
}

void CodeJournal::endStep(const QString &step, const QString &state, const QString &file, const QByteArray &code)
{
    const QJsonArray files{QJsonObject{{u"path"_s, file}, {u"blob"_s, *m_journal->putBlob(code)}}};
    add(u"step.ended"_s, step, 0,
        {{u"state"_s, state},
         {u"strategy"_s, u"ladder"_s},
         {u"reason"_s, u"done"_s},
         {u"score"_s, 9},
         {u"attempts"_s, 1},
         {u"files"_s, files}});
}

} // namespace stepladder::tests

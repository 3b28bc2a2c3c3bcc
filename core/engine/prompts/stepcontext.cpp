// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/stepcontext.h"

#include "engine/wishes/wants.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Carry;
using domain::Issue;
using domain::Result;

namespace {

constexpr int kMostFindings = 40;
constexpr qsizetype kLongestFinding = 1200;
constexpr int kMostFilesListed = 150;

QString findingText(const Issue &issue)
{
    QString where = issue.file;
    if (issue.line > 0)
        where += u":%1"_s.arg(issue.line);
    QString text = issue.message.left(kLongestFinding);
    if (issue.source == domain::IssueSource::Test)
        return u"- test %1 failed: %2"_s.arg(issue.id, text);
    if (!issue.id.isEmpty())
        text = issue.id + u": "_s + text;
    return where.isEmpty() ? u"- %1: %2"_s.arg(domain::toString(issue.source), text)
                           : u"- %1 (%2): %3"_s.arg(where, domain::toString(issue.source), text);
}

QString bullets(const QJsonArray &items)
{
    QString text;
    for (const auto &item : items)
        text += u"- %1\n"_s.arg(item.toString());
    return text.trimmed();
}

QString thinkingText(const QJsonObject &thinking)
{
    QString text = thinking[u"guidance"].toString();
    for (const auto &[key, title] :
         {std::pair(u"keyPoints"_s, u"Key points"_s), std::pair(u"risks"_s, u"Risks to avoid"_s),
          std::pair(u"dependencies"_s, u"Dependencies"_s)}) {
        if (const QString list = bullets(thinking[key].toArray()); !list.isEmpty())
            text += u"\n%1:\n%2"_s.arg(title, list);
    }
    if (const QString approach = thinking[u"suggestedApproach"].toString(); !approach.isEmpty())
        text += u"\nApproach: "_s + approach;
    if (const QString example = thinking[u"exampleCode"].toString(); !example.isEmpty())
        text += u"\nExample:\n"_s + example;
    return text.trimmed();
}

/// A file under its name, in a fence that is longer than any in it.
QString fenced(const QString &name, const QString &text)
{
    QString ticks = u"```"_s;
    while (text.contains(ticks))
        ticks += u'`';
    const QString info = name.isEmpty() ? QString() : u' ' + name;
    return u"%1%2\n%3%4%1\n"_s.arg(ticks, info, text, text.endsWith(u'\n') ? QString() : u"\n"_s);
}

QString insightsText(const QJsonObject &analysis)
{
    QString text = u"Root cause: "_s + analysis[u"rootCause"].toString();
    if (const QString approach = analysis[u"correctApproach"].toString(); !approach.isEmpty())
        text += u"\nCorrect approach: "_s + approach;
    if (const QString actions = bullets(analysis[u"recommendedActions"].toArray()); !actions.isEmpty())
        text += u"\nDo this:\n"_s + actions;
    if (const QString example = analysis[u"exampleCode"].toString(); !example.isEmpty())
        text += u"\nExample:\n"_s + example;
    return text;
}

} // namespace

QByteArray contextHash(const Climb &climb, const QString &name)
{
    QJsonArray attempts;
    for (const Attempt &attempt : climb.attempts)
        attempts.append(QJsonArray{attempt.number, attempt.candidate.empty() ? QString() : attempt.candidate.hash(),
                                   attempt.verdict.summary});
    QJsonObject input{{u"prompt"_s, name},
                      {u"step"_s, QString::fromUtf8(stepInput(climb.step))},
                      {u"attempts"_s, attempts},
                      {u"thinking"_s, climb.thinking.value_or(QJsonObject())},
                      {u"analysis"_s, climb.analysis.value_or(QJsonObject())},
                      {u"words"_s, QJsonArray::fromStringList(climb.peoplesWords)},
                      {u"overtaken"_s, QJsonArray::fromStringList(climb.overtakenBy)}};
    if (!climb.human.example.isEmpty())
        input.insert(u"example"_s, climb.human.example);
    if (climb.expert.advice)
        input.insert(u"advice"_s, toJson(*climb.expert.advice));
    return inputHash({QJsonDocument(input).toJson(QJsonDocument::Compact)});
}

StepContext::StepContext(RunParts &parts, const Climb &climb, const domain::Rung &rung, bool leaves)
    : m_parts(parts)
    , m_climb(climb)
    , m_rung(rung)
    , m_leaves(leaves)
{
}

bool StepContext::isWithheld(const QString &path)
{
    if (!m_leaves || !m_parts.denied.denies(path))
        return false;
    if (!m_withheld.contains(path))
        m_withheld.append(path);
    return true;
}

QString StepContext::readText(const QString &path) const
{
    if (!m_parts.stage.exists(path))
        return {};
    const auto content = m_parts.stage.read(path);
    return content ? QString::fromUtf8(*content) : QString();
}

QString StepContext::testFiles()
{
    QString text;
    for (const QString &path : m_climb.step.tests) {
        if (!isWithheld(path))
            text += u"```%1 %2\n%3\n```\n"_s.arg(m_parts.toolchain.fence(), path, readText(path));
    }
    return text.trimmed();
}

QString StepContext::surfaces()
{
    const domain::Plan plan = m_parts.plan.plan();
    QString text;
    for (const QString &id : m_climb.step.dependsOn) {
        const domain::Step *step = plan.step(id);
        if (!step || isWithheld(step->file))
            continue;
        QStringList lines = m_parts.stage.exists(step->file)
            ? m_parts.toolchain.publicSurface(m_parts.stage.read(step->file).value_or(QByteArray()))
            : step->surface;
        if (lines.isEmpty())
            lines = step->surface;
        text += u"%1:\n%2\n"_s.arg(step->file, lines.join(u'\n'));
    }
    return text.trimmed();
}

ContextSection StepContext::feedback() const
{
    ContextSection section{
        .name = u"feedback"_s, .priority = 90, .cuttable = true, .title = u"findings of the best candidate"_s};
    const Attempt *best = m_climb.best();
    if (!best && !m_climb.attempts.isEmpty())
        best = &m_climb.attempts.last();
    if (!best)
        return section;
    QStringList lines;
    for (const Issue &issue : best->verdict.issues) {
        if (lines.size() == kMostFindings)
            break;
        lines.append(findingText(issue));
    }
    if (lines.isEmpty() && !best->verdict.summary.isEmpty())
        lines.append(u"- "_s + best->verdict.summary);
    section.text = lines.join(u'\n');
    return section;
}

ContextSection StepContext::tried() const
{
    ContextSection section{.name = u"tried"_s, .priority = 50, .cuttable = true, .title = u"what was tried before"_s};
    const Attempt *best = m_climb.best();
    QStringList lines;
    for (const Attempt &attempt : m_climb.attempts) {
        if (&attempt != best && !attempt.verdict.summary.isEmpty())
            lines.append(u"- attempt %1 (already tried): %2"_s.arg(attempt.number).arg(attempt.verdict.summary));
    }
    section.text = lines.join(u'\n');
    return section;
}

QList<ContextSection> StepContext::advised() const
{
    const Advice &advice = *m_climb.expert.advice;
    return {{.name = u"solution"_s,
             .text = advice.solution,
             .priority = 95,
             .cuttable = true,
             .title = u"an expert's guidance"_s},
            {.name = u"pattern"_s,
             .text = advice.pattern,
             .priority = 95,
             .cuttable = true,
             .title = u"the pattern to use"_s},
            {.name = u"mended"_s,
             .text = advice.example,
             .priority = 89,
             .cuttable = true,
             .title = u"an expert's example"_s}};
}

Result<ContextSection> StepContext::similar() const
{
    ContextSection section{
        .name = u"similar"_s, .priority = 30, .cuttable = true, .title = u"similar code from memory"_s};
    const auto found = m_parts.memory.similarSuccesses({.fileType = u'.' + m_climb.step.file.section(u'.', -1),
                                                        .language = m_parts.toolchain.id(),
                                                        .taskDescription = m_climb.step.description,
                                                        .limit = 2});
    if (!found)
        return domain::fail(found.error());
    for (const memory::StepRecord &record : *found)
        section.text += u"%1 (%2):\n```\n%3\n```\n"_s.arg(record.fileName, record.taskDescription.section(u'\n', 0, 0),
                                                          record.code);
    return section;
}

Result<ContextSection> StepContext::attached()
{
    ContextSection section{
        .name = u"attached"_s, .priority = 94, .cuttable = true, .title = u"what a person attached"_s};
    for (const Attached &one : m_parts.wants.attachedTo(m_climb.step.id)) {
        if (isWithheld(one.name))
            continue;
        const auto content = m_parts.effects.journal().blob(one.blob);
        if (!content)
            return domain::fail(content.error());
        section.text += fenced(one.name, QString::fromUtf8(*content));
    }
    section.text = section.text.trimmed();
    return section;
}

Result<QList<ContextSection>> StepContext::sections()
{
    const domain::Step &step = m_climb.step;
    const domain::Plan plan = m_parts.plan.plan();
    const bool feedback = m_rung.carriesWhat(Carry::Feedback);
    QList<ContextSection> sections = {
        {.name = u"description"_s, .text = step.description, .required = true, .title = u"the step"_s},
        {.name = u"title"_s, .text = step.title, .required = true, .title = u"the step's title"_s},
        {.name = u"file"_s, .text = step.file, .required = true, .title = u"the step's file"_s},
        {.name = u"fence"_s, .text = m_parts.toolchain.fence(), .required = true, .title = u"the language"_s},
        {.name = u"language"_s, .text = plan.language, .required = true, .title = u"the language"_s},
        {.name = u"existing"_s, .text = readText(step.file), .required = true, .title = u"the file as it stands"_s},
        {.name = u"surface"_s, .text = step.surface.join(u'\n'), .priority = 98, .title = u"the surface asked for"_s},
        {.name = u"patterns"_s,
         .text = step.requiredPatterns.join(u", "_s),
         .priority = 97,
         .title = u"required patterns"_s},
        {.name = u"words"_s,
         .text = m_climb.peoplesWords.join(u'\n'),
         .priority = 96,
         .title = u"what a person said"_s},
        {.name = u"tests"_s,
         .text = testFiles(),
         .priority = 92,
         .cuttable = true,
         .title = u"the tests that judge it"_s},
        {.name = u"dependencies"_s,
         .text = surfaces(),
         .priority = 85,
         .cuttable = true,
         .title = u"the surface of what it depends on"_s},
        {.name = u"task"_s, .text = plan.task, .priority = 60, .cuttable = true, .title = u"the task"_s},
        {.name = u"files"_s,
         .text = m_parts.stage.files().mid(0, kMostFilesListed).join(u'\n'),
         .priority = 20,
         .cuttable = true,
         .title = u"the list of files"_s},
    };
    if (m_climb.thinking)
        sections.append({.name = u"thinking"_s,
                         .text = thinkingText(*m_climb.thinking),
                         .priority = 80,
                         .cuttable = true,
                         .title = u"the thinker's guidance"_s});
    if (m_climb.analysis && m_rung.carriesWhat(Carry::Insights))
        sections.append({.name = u"insights"_s,
                         .text = insightsText(*m_climb.analysis),
                         .priority = 95,
                         .cuttable = true,
                         .title = u"the insights of the analysis"_s});
    if (feedback && !m_climb.attempts.isEmpty()) {
        sections.append(this->feedback());
        sections.append(tried());
        if (const Attempt *best = m_climb.best())
            sections.append({.name = u"best"_s,
                             .text = QString::fromUtf8(best->candidate.files.first().content),
                             .priority = 88,
                             .title = u"the best candidate so far"_s});
        sections.append({.name = u"overtaken"_s,
                         .text = m_climb.overtakenBy.join(u'\n'),
                         .priority = 70,
                         .title = u"what changed meanwhile"_s});
    }
    if (!m_climb.human.example.isEmpty())
        sections.append({.name = u"example"_s,
                         .text = fenced({}, m_climb.human.example).trimmed(),
                         .priority = 94,
                         .cuttable = true,
                         .title = u"the example a person gave"_s});
    if (m_climb.expert.advice && m_rung.kind == domain::RungKind::Expert)
        sections += advised();
    auto attached = this->attached();
    if (!attached)
        return domain::fail(attached.error());
    sections.append(*attached);
    if (m_rung.carriesWhat(Carry::Similar)) {
        auto similar = this->similar();
        if (!similar)
            return domain::fail(similar.error());
        sections.append(*similar);
    }
    return sections;
}

Result<StepContext::Prompt> StepContext::render(const QString &name, int contextTokens, int maxOutputTokens)
{
    const auto sections = this->sections();
    if (!sections)
        return domain::fail(sections.error());
    constexpr int kSpare = 200;
    const auto context =
        fitContext(*sections, contextTokens - maxOutputTokens - estimateTokens(m_parts.prompts.frame(name)) - kSpare);
    if (!context)
        return domain::fail(context.error());
    const auto text = m_parts.prompts.render(name, context->values);
    if (!text)
        return domain::fail(text.error());
    QStringList leftOut = context->leftOut;
    for (const QString &path : std::as_const(m_withheld))
        leftOut.append(u"%1 (it may not leave this machine)"_s.arg(path));
    return Prompt{*text, leftOut};
}

} // namespace stepladder::engine

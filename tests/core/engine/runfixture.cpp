// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "guidance/requests.h"
#include "journal/inbox.h"
#include "journal/runindex.h"
#include "workspace/stage.h"

#include <QDir>
#include <QJsonDocument>

namespace stepladder::tests {

using namespace Qt::StringLiterals;

RunFixture::RunFixture()
    : m_locations(storage::Locations::under(m_dir.path() + u"/home"_s))
{
    QDir().mkpath(workspace());
    write(u"answers.jsonl"_s, {});
    script(
        {{u"purpose"_s, u"think"_s}},
        QString::fromLatin1(
            R"({"guidance":"write it","keyPoints":[],"risks":["none"],"dependencies":[],"suggestedApproach":"","estimatedComplexity":1,"exampleCode":""})"),
        {{u"repeat"_s, true}});
}

void RunFixture::write(const QString &file, const QByteArray &content) const
{
    const QString path = file == u"answers.jsonl"_s ? m_dir.path() + u'/' + file : workspace() + u'/' + file;
    QDir().mkpath(QFileInfo(path).path());
    QFile out(path);
    if (out.open(QIODevice::WriteOnly))
        out.write(content);
}

void RunFixture::script(const QJsonObject &match, const QString &content, const QJsonObject &more)
{
    QJsonObject line = more;
    line.insert(u"match"_s, match);
    if (!more.contains(u"error"_s))
        line.insert(u"content"_s, content);
    QFile file(m_dir.path() + u"/answers.jsonl"_s);
    if (file.open(QIODevice::Append))
        file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

QString RunFixture::block(const QString &file, const QString &text)
{
    return u"```text %1\n%2\n```\n"_s.arg(file, text);
}

domain::ModelsConfig RunFixture::models(double price) const
{
    domain::ModelsConfig config;
    config.endpoints = {{.id = u"script"_s,
                         .kind = domain::EndpointKind::Scripted,
                         .file = m_dir.path() + u"/answers.jsonl"_s,
                         .parallel = 0}};
    config.models = {{.id = u"cheap"_s, .endpoint = u"script"_s, .name = u"cheap"_s, .price = {0, 0}},
                     {.id = u"dear"_s, .endpoint = u"script"_s, .name = u"dear"_s, .price = {price, price}}};
    config.roles = {{u"thinker"_s, {u"cheap"_s}},
                    {u"generator"_s, {u"cheap"_s}},
                    {u"reviewer"_s, {u"dear"_s}},
                    {u"premium"_s, {u"dear"_s}}};
    return config;
}

domain::Plan RunFixture::plan(const QStringList &files, const QList<QStringList> &dependsOn) const
{
    domain::Plan plan{.task = u"write texts"_s, .language = u"text"_s, .projectName = u"texts"_s, .steps = {}};
    for (qsizetype i = 0; i < files.size(); ++i) {
        const QString id = QFileInfo(files.at(i)).baseName();
        plan.steps.append({.id = id,
                           .title = id,
                           .description = u"write "_s + files.at(i),
                           .file = files.at(i),
                           .dependsOn = dependsOn.value(i)});
    }
    return plan;
}

engine::StartRequest RunFixture::request(const domain::Plan &plan) const
{
    return {.plan = plan, .workspace = workspace(), .models = models(), .noEnsemble = true};
}

engine::RunOutcome RunFixture::run(engine::StartRequest request)
{
    engine::RunController controller(m_locations, *m_time, {});
    const auto run = controller.start(std::move(request));
    if (!run) {
        m_error = run.error();
        return {};
    }
    m_run = *run;
    return controller.wait();
}

engine::RunOutcome RunFixture::resume(const engine::ResumeRequest &request)
{
    engine::RunController controller(m_locations, *m_time, {});
    const auto run = controller.resume(request);
    if (!run) {
        m_error = run.error();
        return {};
    }
    return controller.wait();
}

domain::Result<qint64> RunFixture::want(const engine::Wish &wish) const
{
    return engine::Wishes(m_locations, *m_time, u"ann"_s).want(m_run, wish);
}

QList<domain::Request> RunFixture::openRequests() const
{
    const auto index = journal::RunIndex::open(m_locations.index());
    QList<domain::Request> open;
    for (const domain::Request &request : index ? (*index)->openRequests().value_or(open) : open) {
        if (request.run == m_run)
            open.append(request);
    }
    return open;
}

bool RunFixture::answer(domain::Answer given) const
{
    const QList<domain::Request> open = openRequests();
    if (open.isEmpty())
        return false;
    given.request = open.last().id;
    given.by = u"ann"_s;
    return guidance::checkAnswer(open.last(), given)
        && journal::Inbox(m_locations.run(m_run))
               .answer(given, m_time->nowMs(), open.last().details[u"firstDeadlineMs"].toInteger());
}

void RunFixture::scriptFailures(const QString &step)
{
    for (int i = 1; i <= 10; ++i)
        script({{u"purpose"_s, u"generate"_s}, {u"step"_s, step}, {u"attempt"_s, i}},
               u"I would rather not, %1"_s.arg(i));
    script(
        {{u"purpose"_s, u"analyze"_s}, {u"step"_s, step}},
        u"{\"rootCause\":\"no code\",\"mistakePatterns\":{},\"correctApproach\":\"write code\",\"exampleCode\":\"\",\"suggestedActions\":[\"write\"],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s,
        {{u"repeat"_s, true}});
    script(
        {{u"purpose"_s, u"rethink"_s}, {u"step"_s, step}},
        u"{\"newApproach\":\"simpler\",\"shouldSplitIntoMultipleFiles\":false,\"newFileStructure\":[],\"reasoning\":\"\",\"shouldSimplifyRequirements\":false,\"simplifiedVersion\":\"\"}"_s);
}

QList<domain::Entry> RunFixture::entries(const QStringList &types) const
{
    const auto reader = journal::JournalReader::open(m_locations.run(m_run));
    return reader ? (*reader)->entries(0, 100'000, {.types = types}).value_or(QList<domain::Entry>())
                  : QList<domain::Entry>();
}

journal::Moment RunFixture::moment() const
{
    const auto reader = journal::JournalReader::open(m_locations.run(m_run));
    return reader ? (*reader)->at().value_or(journal::Moment{}) : journal::Moment{};
}

QByteArray RunFixture::onBranch(const QString &file) const
{
    const auto stage = workspace::Stage::open(m_locations.run(m_run) + u"/stage"_s, {});
    return stage ? (*stage)->read(file).value_or(QByteArray()) : QByteArray();
}

} // namespace stepladder::tests

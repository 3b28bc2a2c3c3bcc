// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/experts.h"

#include "engine/analysis/stepmemory.h"
#include "engine/answers/fillin.h"
#include "engine/calls/promptcall.h"
#include "engine/steps/attemptlog.h"
#include "guidance/knowledgebase.h"
#include "memory/signature.h"
#include "models/providers/completion.h"
#include "models/secretscan.h"
#include "models/structuredanswer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QScopeGuard>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using guidance::ExpertSource;
using guidance::KnowledgeQuery;
using journal::Durability;
using journal::EffectResult;

namespace {

constexpr int kMostArticles = 2;
constexpr models::Timeouts kTimeouts{10'000, 120'000, 300'000};

/// The expert is left out and the next one asked; anything else is the run's.
bool isTheExperts(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::DiskFull:
        return false;
    case ErrorKind::BadInput:
    case ErrorKind::ContextTooLong:
    case ErrorKind::Refused:
    case ErrorKind::CutOff:
    case ErrorKind::Malformed:
    case ErrorKind::Corrupt:
    case ErrorKind::NewerVersion:
        return true;
    default:
        return domain::isInfrastructure(kind);
    }
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QString fenced(const QString &name, const QString &text)
{
    QString ticks = u"```"_s;
    while (text.contains(ticks))
        ticks += u'`';
    return u"%1%2\n%3%4%1\n"_s.arg(ticks, name, text, text.endsWith(u'\n') ? QString() : u"\n"_s);
}

/// One text of several articles, each under its title where there is more than one.
QString together(const QList<guidance::FoundArticle> &found, QString guidance::Article::*part)
{
    QString text;
    for (const guidance::FoundArticle &one : found) {
        const QString said = (one.article.*part).trimmed();
        if (!said.isEmpty())
            text += found.size() > 1 ? u"%1:\n\n%2\n\n"_s.arg(one.article.title, said) : said;
    }
    return text.trimmed();
}

Advice adviceOf(const QList<guidance::FoundArticle> &found)
{
    Advice advice{.source = {},
                  .solution = together(found, &guidance::Article::guidance),
                  .pattern = together(found, &guidance::Article::pattern)};
    for (const guidance::FoundArticle &one : found) {
        advice.articles.append(one.article.id);
        for (const guidance::ExampleFile &file : one.article.mended)
            advice.example += fenced(file.name, file.text);
    }
    return advice;
}

QString lineOf(const QString &name, const QString &detail)
{
    return detail.isEmpty() ? name : u"%1 (%2)"_s.arg(name, detail);
}

QJsonObject cleanedQuery(models::SecretScan &scan, QJsonObject query)
{
    query[u"taskDescription"] = scan.cleaned(query[u"taskDescription"].toString());
    QJsonArray history;
    for (const auto &item : query[u"failureHistory"].toArray()) {
        QJsonObject attempt = item.toObject();
        attempt[u"summary"] = scan.cleaned(attempt[u"summary"].toString());
        history.append(attempt);
    }
    query[u"failureHistory"] = history;
    return query;
}

} // namespace

const Attempt *lastFailure(const Climb &climb, int upTo)
{
    const auto failed = [upTo](const Attempt &attempt) {
        return attempt.number <= upTo && !attempt.candidate.empty() && !attempt.verdict.passed
            && !memory::fingerprintOf(attempt.verdict.issues).isEmpty();
    };
    const auto it = std::find_if(climb.attempts.rbegin(), climb.attempts.rend(), failed);
    return it == climb.attempts.rend() ? nullptr : &*it;
}

KnowledgeQuery expertQuery(const RunParts &parts, const Climb &climb)
{
    const Attempt *last = lastFailure(climb);
    if (!last && !climb.attempts.isEmpty())
        last = &climb.attempts.last();
    QList<domain::Issue> issues = last ? last->verdict.issues : QList<domain::Issue>();
    if (const Attempt *best = climb.best(); best && best != last)
        issues += best->verdict.issues;
    const QString &file = climb.step.file;
    KnowledgeQuery query{.language = parts.toolchain.id(),
                         .fileType = file.contains(u'.') ? u'.' + file.section(u'.', -1) : QString(),
                         .task = climb.step.description,
                         .diagnostics = guidance::failureNames(issues),
                         .signature = memory::signatureOf(issuesOf(climb)),
                         .fingerprint = last ? memory::fingerprintOf(last->verdict.issues) : QString(),
                         .text = guidance::failureText(issues)};
    for (const Attempt &attempt : climb.attempts)
        query.perAttempt.append({attempt.model, attempt.verdict.summary});
    if (last && !last->candidate.empty())
        query.code = QString::fromUtf8(last->candidate.files.first().content);
    return query;
}

Experts::Experts(RunParts &parts, Climb &climb, const domain::Rung &rung)
    : m_parts(parts)
    , m_climb(climb)
    , m_rung(rung)
    , m_query(expertQuery(parts, climb))
{
    if (const Attempt *last = lastFailure(climb))
        m_issues = last->verdict.issues;
}

Experts::~Experts() = default;

models::HttpTransport &Experts::transport()
{
    if (!m_transport)
        m_transport = std::make_unique<models::HttpTransport>();
    return *m_transport;
}

Result<QString> Experts::consult()
{
    const QString member = u"expert.%1"_s.arg(++m_climb.expert.consulted);
    const auto restore = qScopeGuard([this] { m_climb.member.clear(); });
    m_climb.expert.advice.reset();
    m_climb.member = member;
    const auto sources = this->sources();
    if (!sources)
        return domain::fail(sources.error());
    QList<QJsonObject> heard;
    for (qsizetype i = 0; i < sources->sources.size() && !m_climb.expert.advice; ++i) {
        m_climb.member = u"%1.%2"_s.arg(member, QString::number(i));
        const auto said = askOnce(sources->sources.at(i), i);
        if (!said)
            return domain::fail(said.error());
        heard.append((*said)[u"heard"].toObject());
        if (said->contains(u"advice"))
            m_climb.expert.advice = adviceFromJson((*said)[u"advice"].toObject());
    }
    m_climb.member = member;
    return note(*sources, heard);
}

/// Who is there to be asked: recorded, since the user may change it while the run waits.
Result<guidance::ExpertSources> Experts::sources()
{
    const auto record = m_parts.effects.once(
        m_climb.key(u"expert.sources"_s), {}, {}, Durability::Queued, [&]() -> Result<EffectResult> {
            const guidance::ExpertSources read = guidance::readExpertSources(m_parts.locations);
            QJsonArray sources;
            for (const ExpertSource &source : read.sources)
                sources.append(guidance::toJson(source));
            return EffectResult{
                .record = {{u"sources"_s, sources}, {u"problems"_s, QJsonArray::fromStringList(read.problems)}}};
        });
    if (!record)
        return domain::fail(record.error());
    guidance::ExpertSources sources;
    for (const auto &item : (*record)[u"sources"].toArray()) {
        const auto source = guidance::expertSourceFromJson(item.toObject(), u"the recorded sources"_s);
        if (!source)
            return domain::fail(source.error());
        sources.sources.append(*source);
    }
    sources.problems = (*record)[u"problems"].toVariant().toStringList();
    return sources;
}

Result<QJsonObject> Experts::askOnce(const ExpertSource &source, qsizetype index)
{
    static const QStringList outcomes = {u"found"_s, u"nothing"_s, u"failed"_s, u"skipped"_s};
    const QString name = guidance::nameOf(source);
    QJsonObject query = guidance::toJson(m_query);
    query.insert(u"fingerprint"_s, m_query.fingerprint);
    return m_parts.effects.once(m_climb.key(u"expert.asked"_s, int(index)),
                                inputHash({compact(query), compact(guidance::toJson(source))}), {{u"source"_s, name}},
                                Durability::Committed, [&]() -> Result<EffectResult> {
                                    auto heard = ask(source);
                                    if (!heard && !isTheExperts(heard.error().kind))
                                        return domain::fail(heard.error());
                                    if (!heard)
                                        heard = Heard{Outcome::Failed, heard.error().message, {}};
                                    QJsonObject record{{u"heard"_s,
                                                        QJsonObject{{u"source"_s, name},
                                                                    {u"outcome"_s, outcomes.at(int(heard->outcome))},
                                                                    {u"detail"_s, heard->detail}}}};
                                    if (heard->outcome == Outcome::Found) {
                                        heard->advice.source = name;
                                        record.insert(u"advice"_s, toJson(heard->advice));
                                    }
                                    return EffectResult{.record = record};
                                });
}

Result<Experts::Heard> Experts::ask(const ExpertSource &source)
{
    if (!mayAsk(source))
        return Heard{Outcome::Skipped, u"the step's file may not leave this machine"_s, {}};
    switch (source.kind) {
    case ExpertSource::Kind::Articles:
        return askArticles(source);
    case ExpertSource::Kind::Http:
        return askServer(source);
    case ExpertSource::Kind::Model:
        return askModel(source);
    case ExpertSource::Kind::Completion:
        break;
    }
    return askCompletion(source);
}

/// Models are kept from it where they are asked.
bool Experts::mayAsk(const ExpertSource &source) const
{
    return guidance::staysHere(source) || !m_parts.denied.denies(m_climb.step.file);
}

Result<Experts::Heard> Experts::askArticles(const ExpertSource &source) const
{
    const QStringList folders =
        source.folder.isEmpty() ? guidance::knowledgeFolders(m_parts.locations) : QStringList{source.folder};
    const auto base = guidance::KnowledgeBase::open(guidance::knowledgeIndexFile(m_parts.locations), folders);
    if (!base)
        return domain::fail(base.error());
    std::optional<domain::Error> unread;
    auto found = (*base)->find(m_query, kMostArticles + 3, [&](const QString &article) {
        const auto ledger = m_parts.memory.ledgerOf(article);
        if (!ledger)
            unread = ledger.error();
        return ledger ? guidance::TrackRecord{ledger->tries, ledger->successes} : guidance::TrackRecord{};
    });
    if (unread)
        return domain::fail(*unread);
    if (!found)
        return domain::fail(found.error());
    QStringList remarks;
    for (const guidance::FoundArticle &one : *found) {
        if (one.demoted)
            remarks.append(u"%1 keeps failing and is left out"_s.arg(one.article.id));
    }
    found->removeIf([](const guidance::FoundArticle &one) { return one.demoted; });
    // What was learned of this very failure needs no second opinion.
    const bool same = !found->isEmpty() && found->first().fit == guidance::Fit::Fingerprint;
    *found = found->mid(0, same ? 1 : kMostArticles);
    for (const guidance::FoundArticle &one : std::as_const(*found))
        remarks.append(u"%1: %2"_s.arg(one.article.id, one.why.join(u", "_s)));
    for (const QString &problem : (*base)->problems())
        remarks.append(u"left out: %1"_s.arg(problem));
    if (found->isEmpty())
        return Heard{Outcome::Nothing, remarks.join(u"; "_s), {}};
    return Heard{Outcome::Found, remarks.join(u"; "_s), adviceOf(*found)};
}

Result<QString> Experts::secretOf(const ExpertSource &source) const
{
    if (source.secret.isEmpty())
        return QString();
    const QString value = models::environmentSecrets()(source.secret).trimmed();
    if (value.isEmpty())
        return domain::fail(ErrorKind::Authentication, u"its secret %1 is not set"_s.arg(source.secret));
    return value;
}

QHash<QString, QString> Experts::knownSecrets() const
{
    QHash<QString, QString> known = DenyList::secretsOf(m_parts.stage.workspacePath());
    for (const domain::Endpoint &endpoint : m_parts.models.clients().config().endpoints) {
        const QString key = endpoint.secret.isEmpty() ? QString() : models::environmentSecrets()(endpoint.secret);
        if (!key.trimmed().isEmpty())
            known.insert(key.trimmed(), endpoint.secret);
    }
    return known;
}

void Experts::sayWithheld(const ExpertSource &source, const QStringList &what)
{
    if (what.isEmpty())
        return;
    const QString text =
        u"Secrets were taken out of what is asked before it left this machine: %1."_s.arg(what.join(u", "_s));
    m_parts.effects.note(m_climb.key(u"expert.withheld"_s),
                         {.type = u"insight"_s,
                          .step = m_climb.step.id,
                          .attempt = m_climb.made,
                          .data = {{u"role"_s, u"expert"_s},
                                   {u"model"_s, guidance::nameOf(source)},
                                   {u"entryType"_s, u"insight"_s},
                                   {u"contentType"_s, u"withheld"_s},
                                   {u"text"_s, text}}});
}

Result<Experts::Heard> Experts::askServer(const ExpertSource &source)
{
    const auto key = secretOf(source);
    if (!key)
        return domain::fail(key.error());
    models::SecretScan scan(knownSecrets());
    QJsonObject query = guidance::toJson(m_query);
    if (!guidance::staysHere(source)) {
        query = cleanedQuery(scan, query);
        sayWithheld(source, scan.withheld());
    }
    const auto bytes = models::postJson(transport(), {.url = QUrl(source.url), .key = *key, .timeouts = kTimeouts},
                                        query, m_parts.effects.stop().hard);
    if (!bytes)
        return domain::fail(bytes.error());
    const auto answer =
        models::parseStructured(scan.restored(QString::fromUtf8(*bytes), true), m_parts.prompts.schema(u"expert"_s));
    if (!answer)
        return domain::fail(answer.error());
    const Advice advice = adviceFromJson(*answer);
    if (!(*answer)[u"hasSolution"].toBool() || (advice.solution.isEmpty() && advice.example.isEmpty()))
        return Heard{Outcome::Nothing, {}, {}};
    return Heard{Outcome::Found, {}, advice};
}

Result<Experts::Heard> Experts::askModel(const ExpertSource &source)
{
    const domain::ModelsConfig &config = m_parts.models.clients().config();
    const QStringList named = source.model.isEmpty() ? config.roles.value(u"expert"_s) : QStringList{source.model};
    if (named.isEmpty())
        return Heard{Outcome::Skipped, u"no model plays the role expert"_s, {}};
    if (!source.model.isEmpty() && !config.model(source.model))
        return Heard{Outcome::Skipped, u"the models file has no model of this id"_s, {}};
    // After "local models only" nobody stands in for an expert: those who could have failed already.
    QStringList players;
    for (const QString &id : named) {
        if (m_parts.models.allowed({id}).contains(id))
            players.append(id);
    }
    players = m_parts.models.mayAsk(m_climb.step.id, players);
    if (players.isEmpty())
        return Heard{Outcome::Skipped, u"it may not be asked: paid, or not on this machine"_s, {}};
    domain::Rung rung = m_rung;
    rung.temperature = 0.2;
    auto call = prepareCall(m_parts, m_climb, rung, u"expert"_s, u"expert"_s, players);
    if (!call)
        return domain::fail(call.error());
    call->request.schema = m_parts.prompts.schema(u"expert"_s);
    QString model;
    const auto answer = m_parts.models.structured(m_climb.key(u"expert.model"_s), call->players, call->request, &model);
    if (!answer)
        return domain::fail(answer.error());
    if (!*answer)
        return Heard{Outcome::Failed, u"the answer of %1 could not be read"_s.arg(model), {}};
    const Advice advice = adviceFromJson(**answer);
    if (!(**answer)[u"hasSolution"].toBool() || (advice.solution.isEmpty() && advice.example.isEmpty()))
        return Heard{Outcome::Nothing, model, {}};
    return Heard{Outcome::Found, model, advice};
}

Result<Experts::Heard> Experts::askCompletion(const ExpertSource &source)
{
    const auto key = secretOf(source);
    if (!key)
        return domain::fail(key.error());
    const bool python = m_parts.toolchain.fence() == u"python";
    Hole hole = holeIn(m_query.code, m_climb.step.file, m_issues, m_climb.step.description, python ? u"#"_s : u"//"_s);
    models::SecretScan scan(knownSecrets());
    if (!guidance::staysHere(source)) {
        for (QString *part : {&hole.before, &hole.note, &hole.missing, &hole.after})
            *part = scan.cleaned(*part);
        sayWithheld(source, scan.withheld());
    }
    const bool llama = source.api == u"llama";
    const auto text = models::fillIn(transport(),
                                     {.api = llama ? models::CompletionApi::LlamaCpp : models::CompletionApi::OpenAi,
                                      .url = source.url,
                                      .model = source.model,
                                      .key = *key,
                                      .timeouts = kTimeouts},
                                     hole.before + hole.note, hole.after, m_parts.effects.stop().hard);
    if (!text)
        return domain::fail(text.error());
    const QString filled = text->endsWith(u'\n') || hole.after.isEmpty() ? *text : *text + u'\n';
    if (filled.trimmed().isEmpty() || filled.trimmed() == hole.missing.trimmed())
        return Heard{Outcome::Nothing, u"it would write the same again"_s, {}};
    const QString whole = scan.restored(hole.before + filled + hole.after, false);
    return Heard{Outcome::Found,
                 {},
                 {.source = {},
                  .solution = hole.before.isEmpty() && hole.after.isEmpty()
                      ? u"Another model completed the file as the example shows. It was not tried."_s
                      : u"Another model wrote the lines that failed anew, as the example shows. It was not tried."_s,
                  .example = fenced({}, whole)}};
}

Result<QString> Experts::note(const guidance::ExpertSources &sources, const QList<QJsonObject> &heard)
{
    QJsonArray asked;
    QStringList lines;
    for (const QJsonObject &one : heard) {
        asked.append(one);
        lines.append(lineOf(one[u"source"].toString(), one[u"detail"].toString()));
    }
    const std::optional<Advice> &advice = m_climb.expert.advice;
    const QString text = advice ? u"known to %1"_s.arg(lines.value(lines.size() - 1))
        : lines.isEmpty()       ? u"nobody is there to be asked"_s
                                : u"nobody knows this failure: %1"_s.arg(lines.join(u"; "_s));
    QJsonObject data{{u"consultation"_s, m_climb.expert.consulted},
                     {u"query"_s, guidance::toJson(m_query)},
                     {u"fingerprint"_s, m_query.fingerprint},
                     {u"asked"_s, asked},
                     {u"problems"_s, QJsonArray::fromStringList(sources.problems)},
                     {u"found"_s, advice.has_value()},
                     {u"text"_s, text}};
    if (advice)
        data.insert(u"advice"_s, toJson(*advice));
    const auto noted = m_parts.effects.note(
        m_climb.key(u"expert.consulted"_s),
        {.type = u"expert.consulted"_s, .step = m_climb.step.id, .attempt = m_climb.made, .data = data});
    if (!noted)
        return domain::fail(noted.error());
    return text;
}

} // namespace stepladder::engine

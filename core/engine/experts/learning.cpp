// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/learning.h"

#include "engine/experts/experts.h"
#include "guidance/drafts.h"
#include "memory/signature.h"

#include <QCryptographicHash>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;
using guidance::Article;
using journal::Durability;
using journal::EffectResult;

namespace {

constexpr qsizetype kLongestTitle = 120;

/// A later answer to the same failure is another article: it has a ledger of its own.
QString idOf(const QString &fingerprint, const QString &guidance)
{
    const auto shortened = [](const QString &text) {
        return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex().left(8));
    };
    return u"learned-%1-%2"_s.arg(shortened(fingerprint), shortened(guidance));
}

QString titleOf(const Climb &climb, const Attempt &failed)
{
    const auto &issues = failed.verdict.issues;
    const auto error = std::find_if(issues.begin(), issues.end(), [](const domain::Issue &issue) {
        return issue.severity == domain::Severity::Error;
    });
    const QString what = error == issues.end() ? failed.verdict.summary : error->message;
    return u"%1: %2"_s.arg(climb.step.file.section(u'/', -1), what.simplified()).left(kLongestTitle);
}

/// Of the failure that experts are asked about, and of what became of it until a person helped: met at either, the
/// article is found.
QStringList fingerprintsOf(const Climb &climb, const Attempt &asked)
{
    QStringList fingerprints{memory::fingerprintOf(asked.verdict.issues)};
    for (const Attempt &attempt : climb.attempts) {
        if (attempt.number > asked.number && !attempt.candidate.empty() && !attempt.verdict.passed)
            fingerprints.append(memory::fingerprintOf(attempt.verdict.issues));
    }
    fingerprints.removeAll(QString());
    fingerprints.removeDuplicates();
    return fingerprints;
}

QString textOf(const Climb &climb)
{
    QString text = climb.human.said.join(u"\n\n"_s);
    if (text.isEmpty() && climb.human.shown.isEmpty())
        text = u"%1 wrote the file by hand: compare the examples."_s.arg(climb.human.by);
    if (text.isEmpty())
        text = u"Follow the pattern."_s;
    return text;
}

} // namespace

std::optional<Article> articleOf(const RunParts &parts, const Climb &climb)
{
    const QString strategy = climb.end ? climb.end->strategy : QString();
    const bool helped = strategy == u"human_guided" || strategy == u"human_implementation";
    const bool accepted = climb.end
        && (climb.end->state == domain::StepState::Accepted || climb.end->state == domain::StepState::AcceptedByPerson);
    const Attempt *last = lastFailure(climb);
    if (!helped || !accepted || !last || climb.human.by.isEmpty())
        return std::nullopt;
    const Attempt *asked = lastFailure(climb, climb.expert.made >= 0 ? climb.expert.made : climb.human.made);
    if (!asked)
        asked = last;
    const auto &issues = asked->verdict.issues;
    QStringList classes = memory::signatureOf(issues).split(u'|');
    classes.removeAll(u"unclassified"_s);
    Article article{.id = idOf(memory::fingerprintOf(issues), textOf(climb) + climb.human.shown),
                    .title = titleOf(climb, *asked),
                    .languages = {parts.toolchain.id()},
                    .diagnostics = guidance::failureNames(issues),
                    .signatures = classes,
                    .fingerprints = fingerprintsOf(climb, *asked),
                    .source = climb.human.by,
                    .guidance = textOf(climb)};
    if (!climb.human.shown.isEmpty())
        article.pattern = u"```\n%1\n```"_s.arg(climb.human.shown.trimmed());
    // Articles stand in later prompts, of whatever model.
    if (!parts.denied.denies(climb.step.file)) {
        const QString name = climb.step.file.section(u'/', -1);
        article.failing = {{name, QString::fromUtf8(last->candidate.files.first().content)}};
        article.mended = {{name, QString::fromUtf8(climb.end->files.value(0).content)}};
    }
    return article;
}

Result<void> learnFromPerson(RunParts &parts, const Climb &climb)
{
    const auto article = articleOf(parts, climb);
    if (!article)
        return {};
    journal::Key key = climb.key(u"article"_s);
    key.attempt = 0;
    key.member.clear();
    const auto record = parts.effects.once(key, {}, {}, Durability::Queued, [&]() -> Result<EffectResult> {
        const bool draft = parts.mode() != domain::Mode::Autonomous;
        const auto blob = parts.effects.journal().putBlob(guidance::toMarkdown(*article));
        if (!blob)
            return domain::fail(blob.error());
        QJsonObject data{{u"article"_s, article->id},
                         {u"title"_s, article->title},
                         {u"state"_s, draft ? u"draft"_s : u"approved"_s},
                         {u"blob"_s, *blob},
                         {u"fingerprint"_s, article->fingerprints.first()}};
        // The step is accepted: a folder that cannot be written keeps the article, not the step.
        if (const auto file = guidance::keepArticle(parts.locations, *article, draft)) {
            data.insert(u"file"_s, *file);
        } else {
            data[u"state"] = u"unkept"_s;
            data.insert(u"reason"_s, file.error().message);
        }
        return EffectResult{.record = {{u"article"_s, article->id}},
                            .entries = {{.type = u"article.proposed"_s, .step = climb.step.id, .data = data}}};
    });
    return record ? Result<void>() : domain::fail(record.error());
}

} // namespace stepladder::engine

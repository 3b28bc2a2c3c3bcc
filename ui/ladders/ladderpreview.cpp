// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/ladderpreview.h"

#include "engine/control/rungkinds.h"
#include "ui/ladder/ladderestimate.h"
#include "ui/ladder/modelnames.h"

#include <QCoreApplication>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::MicroUsd;
using domain::Model;
using domain::Rung;
using domain::RungKind;

namespace {

struct PreviewText
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::LadderPreview)
};

bool writesCandidates(RungKind kind)
{
    return kind == RungKind::Generate || kind == RungKind::Collaborate || kind == RungKind::Ensemble
        || kind == RungKind::Expert;
}

QStringList modelIds(const domain::ModelsConfig &models)
{
    QStringList ids;
    for (const Model &model : models.models)
        ids.append(model.id);
    return ids;
}

/// Climbs in mind: every try fails.
class PreviewClimb
{
public:
    PreviewClimb(const std::optional<domain::ModelsConfig> &models, const UsualCalls &usual)
        : m_ground{.ladder = {}, .models = models, .switchedOff = {}, .usual = usual}
        , m_names(models ? shortModelNames(modelIds(*models)) : QHash<QString, QString>())
    {
    }

    LadderPreview climb(const domain::Ladder &ladder)
    {
        for (int i = 0; i < int(ladder.rungs.size()); ++i)
            add(ladder.rungs.at(i), i);
        m_preview.sums = sums();
        return m_preview;
    }

private:
    void add(const Rung &rung, int index)
    {
        RungScene scene{.id = rung.id, .title = rungTitle(rung.id)};
        if (!engine::hasRung(rung.kind)) {
            scene.state = RungState::Skipped;
            scene.note = PreviewText::tr("skipped");
            scene.evidence = PreviewText::tr("This version has no rung of kind %1.").arg(domain::toString(rung.kind));
        } else if (rung.kind == RungKind::Stub) {
            note(scene, index, PreviewText::tr("stub"), Role::Stub,
                 PreviewText::tr("A stand-in that compiles is made; the run goes on."));
        } else if (rung.kind == RungKind::Human) {
            addPerson(scene, rung, index);
        } else {
            addTries(scene, rung, index);
        }
        m_preview.scene.rungs.append(scene);
    }

    void addPerson(RungScene &scene, const Rung &rung, int index)
    {
        if (!m_triesBeforePerson)
            m_triesBeforePerson = m_tries;
        const RungEstimate estimate = estimateOf(rung, m_ground, m_dearest);
        scene.note = estimate.note;
        scene.evidence = estimate.words;
        const QList<const Model *> players = rungPlayers(rung, m_ground, m_dearest);
        const QString who = nameOf(rung.roles.value(0, u"premium"_s), players.value(0));
        note(scene, index, PreviewText::tr("a person"), Role::Waiting,
             PreviewText::tr("%1 With guidance, %2 writes again, up to three times.").arg(estimate.words, who));
    }

    void addTries(RungScene &scene, const Rung &rung, int index)
    {
        const QList<const Model *> players = rungPlayers(rung, m_ground, m_dearest);
        if (rung.think && !m_thought) {
            m_thought = true;
            const Model *thinker = m_ground.models ? m_ground.models->playerOf(u"thinker"_s) : nullptr;
            const QString name = nameOf(u"thinker"_s, thinker);
            note(scene, index, PreviewText::tr("%1 thinks").arg(name), Role::Muted,
                 PreviewText::tr("%1 is asked once how to go about it.").arg(name));
        }
        const TryCost cost = costOf(rung, players, m_ground.usual);
        const QString evidence = wordsOf(rung, players, cost);
        QStringList roles = rung.roles.isEmpty() ? QStringList{u"generator"_s} : rung.roles;
        if (rung.kind != RungKind::Ensemble)
            roles = {roles.first()};
        for (int repetition = 0; repetition < rung.repeat; ++repetition) {
            for (int i = 0; i < std::max(int(players.size()), int(roles.size())); ++i) {
                const QString who = nameOf(roles.value(i), players.value(i));
                chip(scene, index, {.text = PreviewText::tr("%1 %2").arg(++m_tries).arg(who), .evidence = evidence});
            }
        }
        scene.note = costText(cost, rung, players);
        scene.evidence = evidence;
        add(cost, rung.repeat);
        if (writesCandidates(rung.kind)) {
            for (const Model *player : players)
                noteDearest(player);
        }
    }

    void note(RungScene &scene, int index, const QString &text, Role bar, const QString &evidence)
    {
        chip(scene, index, {.kind = Chip::Kind::Note, .text = text, .bar = bar, .evidence = evidence});
    }

    void chip(RungScene &scene, int index, Chip chip)
    {
        m_preview.rungOfChip.append(index);
        chip.startedSeq = m_preview.rungOfChip.size();
        scene.chips.append(chip);
    }

    QString nameOf(const QString &role, const Model *player) const
    {
        if (role == u"best"_s)
            return PreviewText::tr("best so far");
        return player ? m_names.value(player->id, player->id) : role;
    }

    /// "about $0.02 each", "at most $0.60", "free"; empty without models.
    QString costText(const TryCost &cost, const Rung &rung, const QList<const Model *> &players) const
    {
        if (!m_ground.models)
            return {};
        if (players.contains(nullptr))
            return PreviewText::tr("nobody plays it");
        if (!cost.most)
            return PreviewText::tr("price unknown");
        if (*cost.most == 0)
            return PreviewText::tr("free");
        const QString text = cost.usual ? PreviewText::tr("~%1").arg(domain::usdText(*cost.usual))
                                        : PreviewText::tr("at most %1").arg(domain::usdText(*cost.most));
        return rung.repeat > 1 ? PreviewText::tr("%1 each").arg(text) : text;
    }

    QString wordsOf(const Rung &rung, const QList<const Model *> &players, const TryCost &cost) const
    {
        QStringList names;
        for (const Model *player : players) {
            if (player && !names.contains(player->id))
                names.append(player->id);
        }
        QStringList words;
        if (rung.roles.value(0) == u"best"_s)
            words.append(PreviewText::tr("Who did best in the step by then is asked, at most the dearest so far%1.")
                             .arg(names.isEmpty() ? QString() : PreviewText::tr(", %1").arg(names.first())));
        else if (!names.isEmpty())
            words.append(PreviewText::tr("%1 would be asked.").arg(names.join(u", "_s)));
        else if (m_ground.models)
            words.append(PreviewText::tr("No model plays its role."));
        const UsualCall usual = usualCall(rung.kind, m_ground.usual);
        if (cost.usual && cost.most.value_or(0) > 0)
            words.append(PreviewText::tr("About %1 a try, at %2 tokens in and %3 out: the mean of %4 calls lately.")
                             .arg(domain::usdText(*cost.usual))
                             .arg(qRound64(usual.input))
                             .arg(qRound64(usual.output))
                             .arg(usual.calls));
        if (cost.most.value_or(0) > 0)
            words.append(PreviewText::tr("At most %1 a try, with a full context and the longest answer.")
                             .arg(domain::usdText(*cost.most)));
        return words.join(u' ');
    }

    void noteDearest(const Model *player)
    {
        const auto price = [this](const QString &id) {
            const Model *model = m_ground.models->model(id);
            return model ? model->price.outputPerMTok.value_or(0) : -1;
        };
        if (player && (m_dearest.isEmpty() || price(player->id) > price(m_dearest)))
            m_dearest = player->id;
    }

    void add(const TryCost &cost, int times)
    {
        if (!cost.most)
            m_allPriced = false;
        else
            m_most += *cost.most * times;
        // Where nothing is usual yet, only what costs nothing is known.
        if (cost.usual || cost.most == MicroUsd(0))
            m_usual += cost.usual.value_or(0) * times;
        else
            m_allUsual = false;
    }

    QString sums() const
    {
        QStringList sentences;
        if (m_triesBeforePerson == m_tries)
            sentences.append(PreviewText::tr("At most %1 tries before a person is asked.").arg(m_tries));
        else if (m_triesBeforePerson)
            sentences.append(PreviewText::tr("At most %1 tries before a person is asked, %2 in all.")
                                 .arg(*m_triesBeforePerson)
                                 .arg(m_tries));
        else
            sentences.append(PreviewText::tr("At most %1 tries, and no person is asked.").arg(m_tries));
        if (!m_ground.models)
            sentences.append(PreviewText::tr("Without a models file nobody plays the roles."));
        else if (m_allPriced && m_most == 0)
            sentences.append(PreviewText::tr("None of them costs anything."));
        else if (m_allUsual)
            sentences.append(PreviewText::tr("If all of them fail: about %1 a step, %2 at most; reviews and "
                                             "tests come on top.")
                                 .arg(domain::usdText(m_usual), domain::usdText(m_most)));
        else if (m_allPriced)
            sentences.append(PreviewText::tr("If all of them fail: %1 a step at most, with full contexts and the "
                                             "longest answers; reviews and tests come on top. What is usual shows "
                                             "once a run was paid for.")
                                 .arg(domain::usdText(m_most)));
        else
            sentences.append(PreviewText::tr("What they cost is not known: a price or a player is missing."));
        return sentences.join(u' ');
    }

    LadderGround m_ground;
    const QHash<QString, QString> m_names;
    LadderPreview m_preview;
    QString m_dearest; ///< of those that wrote
    int m_tries = 0;
    std::optional<int> m_triesBeforePerson;
    bool m_thought = false;
    bool m_allPriced = true;
    bool m_allUsual = true;
    MicroUsd m_most = 0;
    MicroUsd m_usual = 0;
};

} // namespace

LadderPreview previewOf(const domain::Ladder &ladder, const std::optional<domain::ModelsConfig> &models,
                        const UsualCalls &usual)
{
    return PreviewClimb(models, usual).climb(ladder);
}

} // namespace stepladder::ui

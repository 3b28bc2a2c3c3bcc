// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderpane.h"

#include "journal/journalreader.h"
#include "ui/ladder/ladderview.h"

#include <QJsonDocument>
#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Result;
using domain::RungKind;
using journal::JournalReader;

namespace {

constexpr int kMostEntries = 20'000;
constexpr int kUsualSteps = 4; ///< whose calls tell what a call usually takes
constexpr int kUsualCalls = 100; ///< of each of them

/// The pins that hold: a repin writes new ones.
Result<LadderGround> readGround(JournalReader &reader)
{
    const auto started = reader.entries(0, 1, {.types = {u"run.started"_s}});
    if (!started)
        return domain::fail(started.error());
    if (started->isEmpty())
        return domain::fail(domain::ErrorKind::NotFound, u"the journal has no run.started"_s);
    const QJsonObject data = started->first().data;
    const auto ladder = domain::ladderFromJson(data[u"ladder"].toObject(), u"the pinned ladder"_s);
    if (!ladder)
        return domain::fail(ladder.error());
    LadderGround ground{.ladder = *ladder};
    const QJsonObject options = data[u"options"].toObject();
    if (options[u"noEnsemble"].toBool())
        ground.switchedOff.append(RungKind::Ensemble);
    if (options[u"noExpert"].toBool())
        ground.switchedOff.append(RungKind::Expert);
    if (options[u"noHuman"].toBool())
        ground.switchedOff.append(RungKind::Human);
    QJsonObject pins = data[u"pins"].toObject();
    const auto resumed = reader.entries(0, kMostEntries, {.types = {u"run.resumed"_s}});
    for (const Entry &entry : resumed.value_or(QList<Entry>())) {
        if (entry.data.contains(u"pins"_s))
            pins = entry.data[u"pins"].toObject();
    }
    // Without models there are no estimates, and all else is shown.
    if (const auto models = reader.blob(pins[u"models"].toString())) {
        const auto config =
            domain::modelsFromJson(QJsonDocument::fromJson(*models).object(), u"the pinned models"_s, u"/"_s);
        if (config)
            ground.models = *config;
    }
    return ground;
}

} // namespace

LadderPane::LadderPane(OpenRun &run, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_title(tr("Ladder"))
    , m_pages(new QStackedLayout(this))
    , m_sentence(new QLabel(this))
    , m_page(new QWidget(this))
    , m_view(new LadderView(theme, m_page))
    , m_evidence(new QLabel(m_page))
{
    setObjectName(u"ladderPane"_s);
    setAccessibleName(tr("Ladder"));
    m_sentence->setObjectName(u"ladderSentence"_s);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setMargin(theme.space(3));
    m_evidence->setObjectName(u"ladderEvidence"_s);
    m_evidence->setTextFormat(Qt::PlainText);
    m_evidence->setWordWrap(true);
    m_evidence->setMargin(theme.space(2));
    m_evidence->hide();
    auto *column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_evidence);
    m_pages->addWidget(m_sentence);
    m_pages->addWidget(m_page);
    setFocusProxy(m_view);

    connect(m_view, &LadderView::chosenByUser, this, &LadderPane::choose);
    connect(m_view, &LadderView::evidenceChanged, this, [this](const QString &evidence) {
        m_evidence->setText(evidence);
        m_evidence->setVisible(!evidence.isEmpty());
    });
    connect(&run.selection(), &Selection::changed, this, &LadderPane::follow);
    connect(&run.feed(), &RunFeed::momentChanged, this, &LadderPane::refresh);
    connect(&run.feed(), &RunFeed::entriesAdded, this, &LadderPane::takeEntries);
    connect(&run.feed(), &RunFeed::opened, this, &LadderPane::askGround);
    connect(&run.feed(), &RunFeed::failed, this, [this](const domain::Error &error) {
        m_problem = error.message;
        refresh();
    });
    connect(&m_minute, &QTimer::timeout, this, &LadderPane::refresh);
    m_minute.setInterval(std::chrono::seconds(20));
    if (run.feed().isOpen())
        askGround();
    follow();
}

/// The view goes after this and gives the keyboard back then: nobody is left to be told.
LadderPane::~LadderPane()
{
    m_view->disconnect(this);
}

void LadderPane::choose(qint64 startedSeq)
{
    m_run.selection().select(m_step, startedSeq);
    const auto attempts = m_run.attemptsOf(m_step);
    const bool ensemble = std::any_of(attempts.begin(), attempts.end(), [startedSeq](const journal::AttemptState &a) {
        return a.startedSeq == startedSeq && a.kind == u"ensemble"_s;
    });
    if (ensemble)
        Q_EMIT comparisonAsked();
}

void LadderPane::askGround()
{
    m_run.feed().ask(this, readGround, [this](Result<LadderGround> ground) {
        if (!ground) {
            m_problem = ground.error().message;
        } else {
            const UsualCalls usual = m_ground.usual;
            m_ground = *ground;
            m_ground.usual = usual;
            m_grounded = true;
            m_title = tr("Ladder · %1").arg(m_ground.ladder.id);
            Q_EMIT titleChanged(m_title);
        }
        refresh();
    });
}

void LadderPane::follow()
{
    if (m_run.selection().step() != m_step) {
        m_step = m_run.selection().step();
        m_entries.clear();
        askStep();
        askUsual();
    }
    refresh();
}

void LadderPane::askStep()
{
    const int turn = ++m_turn;
    if (m_step.isEmpty())
        return;
    m_run.feed().ask(
        this,
        [step = m_step](JournalReader &reader) {
            return reader.entries(0, kMostEntries, {.step = step, .types = ladderEntryTypes()});
        },
        [this, turn](const Result<QList<Entry>> &entries) {
            if (turn != m_turn)
                return;
            if (!entries)
                return say(tr("The ladder of this step cannot be read: %1").arg(entries.error().message));
            for (const Entry &entry : *entries)
                m_entries.insert(entry.seq, entry);
            m_stood.clear();
            refresh();
        });
}

/// What a call usually takes, by this step's calls and those of the last steps tried: the whole run may be long.
void LadderPane::askUsual()
{
    QStringList steps{m_step};
    const auto &attempts = m_run.moment().attempts;
    for (auto it = attempts.crbegin(); it != attempts.crend() && steps.size() < kUsualSteps; ++it) {
        if (!steps.contains(it->step))
            steps.append(it->step);
    }
    m_run.feed().ask(
        this,
        [steps](JournalReader &reader) {
            QList<Entry> settled;
            for (const QString &step : steps) {
                settled += reader
                               .entriesBefore(std::numeric_limits<qint64>::max(), kUsualCalls,
                                              {.step = step, .types = {u"budget.settled"_s}})
                               .value_or(QList<Entry>());
            }
            return usualCalls(settled);
        },
        [this](const UsualCalls &usual) {
            m_ground.usual = usual;
            refresh();
        },
        RunFeed::Turn::Later);
}

void LadderPane::takeEntries(const QList<Entry> &entries)
{
    bool mine = false;
    for (const Entry &entry : entries) {
        if (entry.step != m_step || !ladderEntryTypes().contains(entry.type))
            continue;
        m_entries.insert(entry.seq, entry);
        mine = true;
    }
    if (mine)
        refresh();
}

/// Goes along when another rung is climbed; who scrolled on one is left where they are.
void LadderPane::showStood()
{
    const auto &rungs = m_view->scene().rungs;
    const auto stood = std::find_if(rungs.begin(), rungs.end(),
                                    [](const RungScene &rung) { return rung.state == RungState::Stood || rung.end; });
    const QString id = stood == rungs.end() ? u"-"_s : stood->id;
    if (id == m_stood)
        return;
    m_stood = id;
    m_view->showStood();
}

void LadderPane::say(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_pages->setCurrentWidget(m_sentence);
}

void LadderPane::refresh()
{
    if (!m_problem.isEmpty())
        return say(tr("The ladder cannot be shown: %1").arg(m_problem));
    if (!m_grounded)
        return say(tr("The run is being opened."));
    const journal::StepView *view = m_run.step(m_step);
    if (!view)
        return say(tr("Choose a step in the plan to see how far it has climbed."));
    LadderStep step{.view = *view, .attempts = m_run.attemptsOf(m_step), .nowMs = m_run.clock().nowMs()};
    const qint64 until = m_run.moment().run.seq;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (!m_run.isScrubbed() || entry.seq <= until)
            step.entries.append(entry);
    }
    m_view->setScene(composeLadder(m_ground, step));
    const journal::AttemptState *attempt = m_run.selectedAttempt();
    m_view->setChosen(attempt ? attempt->startedSeq : 0);
    m_pages->setCurrentWidget(m_page);
    showStood();
    if (view->state == domain::StepState::Waiting)
        m_minute.start();
    else
        m_minute.stop();
}

} // namespace stepladder::ui

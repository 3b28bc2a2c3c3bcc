// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/ladderpreviewpane.h"

#include "journal/journalreader.h"
#include "models/modelsfile.h"
#include "ui/ladder/ladderview.h"
#include "ui/main/recentruns.h"
#include "ui/plan/bindings.h"
#include "ui/run/elsewhere.h"
#include "ui/theme/plainlabel.h"

#include <QFileInfo>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kUsualRuns = 5; ///< whose calls tell what a call usually takes
constexpr int kUsualCallsOfRun = 100;

UsualCalls usualOfLastRuns(const storage::Locations &locations)
{
    QList<domain::Entry> settled;
    int looked = 0;
    for (const RecentRun &run : RecentRuns::read(locations).value_or(QList<RecentRun>())) {
        if (run.standing == Standing::Gone || ++looked > kUsualRuns)
            continue;
        const auto reader = journal::JournalReader::open(locations.run(run.view.run));
        if (reader)
            settled += (*reader)
                           ->entriesBefore(std::numeric_limits<qint64>::max(), kUsualCallsOfRun,
                                           {.types = {u"budget.settled"_s}})
                           .value_or(QList<domain::Entry>());
    }
    return usualCalls(settled);
}

} // namespace

LadderPreviewPane::LadderPreviewPane(storage::Locations locations, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_locations(std::move(locations))
    , m_modelsFile(pathField(u"previewModels"_s, tr("Who p&lays the roles: the models file"), false,
                             tr("Models (*.json)"), theme, [this](const QString &typed) { readModels(typed); }))
    , m_view(new LadderView(theme))
    , m_stale(plainText(u"previewStale"_s, tr("As it was before something in it was wrong.")))
    , m_evidence(plainText(u"previewEvidence"_s))
    , m_sums(plainText(u"previewSums"_s))
{
    setObjectName(u"ladderPreview"_s);
    setAccessibleName(tr("What would be tried"));
    theme.setTextRole(*m_stale, Role::Warn);
    m_stale->hide();
    m_evidence->hide();
    for (QLabel *label : {m_stale, m_evidence, m_sums})
        label->setMargin(theme.space(2));
    QLabel *heading = plainLabel(u"previewHeading"_s, tr("What would be tried if nothing passed"));
    QFont bold = font();
    bold.setBold(true);
    heading->setFont(bold);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2));
    head->setSpacing(theme.space(2));
    head->addWidget(heading);
    head->addWidget(m_modelsFile);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_stale);
    column->addWidget(m_view, 1);
    column->addWidget(m_evidence);
    column->addWidget(m_sums);
    connect(m_view, &LadderView::chosenByUser, this,
            [this](qint64 chip) { Q_EMIT rungChosen(m_preview.rungOfChip.value(int(chip) - 1, -1)); });
    connect(m_view, &LadderView::evidenceChanged, this, [this](const QString &evidence) {
        m_evidence->setText(evidence);
        m_evidence->setVisible(!evidence.isEmpty());
    });
    const QString usual = models::usualModelsFile(m_locations);
    if (QFileInfo::exists(usual))
        setText(m_modelsFile, usual);
    readModels(QFileInfo::exists(usual) ? usual : QString());
    askUsual();
}

void LadderPreviewPane::readModels(const QString &file)
{
    m_models.reset();
    m_modelsFile->setFault({});
    m_modelsFile->setHint(file.isEmpty() ? tr("None is set up yet: the roles stand for the models.") : QString());
    if (!file.isEmpty()) {
        const auto read = models::readModelsFile(file);
        if (read)
            m_models = *read;
        else
            m_modelsFile->setFault(read.error().message);
    }
    refresh();
}

void LadderPreviewPane::askUsual()
{
    elsewhere(
        this, [locations = m_locations] { return usualOfLastRuns(locations); },
        [this](const UsualCalls &usual) {
            m_usual = usual;
            refresh();
        });
}

void LadderPreviewPane::setLadder(const domain::Ladder &ladder, bool stale)
{
    const bool other = ladder.id != m_ladder.id;
    m_ladder = ladder;
    m_stale->setVisible(stale);
    refresh();
    if (other)
        m_view->showStood(); // the foot: it begins there
}

void LadderPreviewPane::setCurrent(int rung)
{
    m_current = rung;
    m_view->setChosen(m_preview.rungOfChip.indexOf(rung) + 1);
}

void LadderPreviewPane::refresh()
{
    m_preview = previewOf(m_ladder, m_models, m_usual);
    m_view->setScene(m_preview.scene);
    m_sums->setText(m_preview.sums);
    setCurrent(m_current);
}

} // namespace stepladder::ui

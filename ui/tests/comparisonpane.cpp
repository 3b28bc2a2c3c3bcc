// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/comparisonpane.h"

#include "ui/tests/comparisondelegate.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Result;
using journal::JournalReader;

namespace {

constexpr int kMostEnsembles = 20; ///< ensembles of one step

bool holds(const Entry &compared, int attempt)
{
    const QJsonArray candidates = compared.data[u"candidates"].toArray();
    return std::any_of(candidates.begin(), candidates.end(),
                       [attempt](const QJsonValue &c) { return c[u"attempt"].toInt() == attempt; });
}

} // namespace

ComparisonPane::ComparisonPane(OpenRun &run, const Theme &theme, QWidget *parent)
    : AttemptPane(run, theme, u"comparisonPane"_s, tr("Ensemble"), parent)
{
    begin(makePage());
    setFocusProxy(m_view);
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(&run.feed(), &RunFeed::momentChanged, this, [this] {
        if (!m_compared.isEmpty() && m_compared.first().step == follower().step())
            showMoment();
    });
    connect(&run.feed(), &RunFeed::entriesAdded, this, [this](const QList<Entry> &entries) {
        const bool mine = std::any_of(entries.begin(), entries.end(), [this](const Entry &entry) {
            return entry.type == u"ensemble.compared"_s && entry.step == follower().step();
        });
        if (mine)
            load();
    });
}

/// The view goes after this and its model.
ComparisonPane::~ComparisonPane()
{
    m_view->setModel(nullptr);
}

QWidget *ComparisonPane::makePage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_verdict = new QLabel(page);
    m_verdict->setObjectName(u"comparisonVerdict"_s);
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setWordWrap(true);
    m_verdict->setMargin(theme().space(2));
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_verdict);
    m_view = new QTableView(page);
    m_view->setObjectName(u"comparisonView"_s);
    m_view->setAccessibleName(tr("Candidates side by side"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new ComparisonDelegate(theme(), this));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(theme().rowHeight());
    QHeaderView *header = m_view->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionsClickable(true);
    connect(header, &QHeaderView::sectionClicked, this, &ComparisonPane::select);
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex &index) { select(index.column()); });
    column->addWidget(m_view, 1);
    return page;
}

void ComparisonPane::load()
{
    const QString step = follower().step();
    if (step.isEmpty()) {
        forget();
        return say(tr("Choose a step to see the candidates of its ensemble side by side."));
    }
    ask(
        [step](JournalReader &reader) {
            return reader.entriesBefore(std::numeric_limits<qint64>::max(), kMostEnsembles,
                                        {.step = step, .types = {u"ensemble.compared"_s}});
        },
        [this](const Result<QList<Entry>> &compared) {
            if (!compared)
                return say(tr("The comparison cannot be read: %1").arg(compared.error().message));
            m_compared = *compared;
            showMoment();
        });
}

void ComparisonPane::showMoment()
{
    const qint64 until = follower().until();
    const auto &attempt = follower().attempt();
    const Entry *shown = nullptr;
    for (const Entry &entry : std::as_const(m_compared)) {
        if (until != 0 && entry.seq > until)
            continue;
        const bool asked = attempt && holds(entry, attempt->number);
        if (!shown || asked)
            shown = &entry;
        if (asked)
            break;
    }
    if (!shown)
        return say(tr("No ensemble has compared candidates for this step: that is the rung L1."));
    render(*shown);
    showPage();
}

void ComparisonPane::render(const Entry &compared)
{
    Comparison comparison = comparisonOf(compared);
    if (comparison == m_model.comparison())
        return; // who reads keeps their place
    m_verdict->setText(comparison.family.isEmpty() ? comparison.verdict
                                                   : comparison.verdict + u'\n' + comparison.family);
    m_model.setComparison(std::move(comparison));
    QHeaderView *header = m_view->horizontalHeader();
    for (int section = 0; section < m_model.columnCount(); ++section)
        header->setSectionResizeMode(
            section, section == ComparisonModel::What ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    header->setMaximumSectionSize(theme().space(80));
    header->setMinimumSectionSize(theme().space(16));
}

void ComparisonPane::select(int column)
{
    const int number = m_model.attemptOf(column);
    for (const journal::AttemptState &attempt : run().attemptsOf(follower().step())) {
        if (number > 0 && attempt.number == number)
            run().selection().select(attempt.step, attempt.startedSeq);
    }
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/evidencepane.h"

#include "ui/run/attemptname.h"
#include "ui/tests/evidencedelegate.h"
#include "ui/tests/linkedtext.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSplitter>
#include <QTreeView>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;
using journal::JournalReader;

EvidencePane::EvidencePane(OpenRun &run, const Theme &theme, QWidget *parent)
    : AttemptPane(run, theme, u"evidencePane"_s, tr("Evidence"), parent)
{
    begin(makePage());
    setFocusProxy(m_view);
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
}

/// The view goes after this and its model.
EvidencePane::~EvidencePane()
{
    m_view->selectionModel()->disconnect(this);
}

QWidget *EvidencePane::makePage()
{
    m_split = new QSplitter(this);
    m_view = new QTreeView(m_split);
    m_view->setObjectName(u"evidenceView"_s);
    m_view->setAccessibleName(tr("Evidence"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new EvidenceDelegate(theme(), this));
    m_view->setUniformRowHeights(true);
    m_view->setHeaderHidden(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setIndentation(theme().space(4));
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(EvidenceModel::What, QHeaderView::Stretch);
    header->setSectionResizeMode(EvidenceModel::Result, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(EvidenceModel::Time, QHeaderView::ResizeToContents);
    m_view->installEventFilter(this);
    m_details = new LinkedText(theme(), m_split);
    m_details->setObjectName(u"evidenceDetails"_s);
    m_details->setAccessibleName(tr("Output"));
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 1);
    m_split->setChildrenCollapsible(false);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &EvidencePane::showDetails);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const EvidenceRow *row = m_model.row(index);
        if (row && !row->file.isEmpty())
            run().selection().goTo(row->file, row->line);
    });
    connect(m_details, &LinkedText::placeChosen, &run().selection(), &Selection::goTo);
    return m_split;
}

void EvidencePane::load()
{
    const auto &attempt = follower().attempt();
    if (!attempt) {
        forget();
        return say(follower().step().isEmpty() ? tr("Choose a step or an attempt to see what was executed.")
                                               : tr("This step has not been tried yet."));
    }
    ask([attempt = *attempt,
         until = follower().until()](JournalReader &reader) { return readAttempt(reader, attempt, until); },
        [this](const Result<AttemptRecord> &record) {
            if (!record)
                return say(tr("The evidence cannot be read: %1").arg(record.error().message));
            take(*record);
        });
}

void EvidencePane::take(const AttemptRecord &record)
{
    const QList<EvidenceRow> rows = evidenceRows(record);
    if (rows.isEmpty()) {
        if (record.attempt.state == u"running"_s)
            return say(tr("Nothing has been executed for %1 yet.").arg(attemptName(record.attempt)));
        return say(record.attempt.summary.isEmpty()
                       ? tr("Nothing was executed for this attempt.")
                       : tr("Nothing was executed for this attempt: %1").arg(record.attempt.summary));
    }
    m_model.setRows(rows);
    m_view->expandAll();
    // What went wrong is what one looks for.
    QModelIndex first = m_model.index(0, 0, m_model.index(0, 0));
    for (int section = 0; section < m_model.rowCount(); ++section) {
        const QModelIndex parent = m_model.index(section, 0);
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            const EvidenceRow *shown = m_model.row(m_model.index(row, 0, parent));
            if (shown->bad && !shown->time.isEmpty())
                first = m_model.index(row, 0, parent);
        }
    }
    m_view->setCurrentIndex(first);
    showDetails();
    showPage();
}

void EvidencePane::showDetails()
{
    const EvidenceRow *row = m_model.row(m_view->currentIndex());
    m_details->show(row ? row->what : QString(), row ? row->details : QString(), run().moment().run.workspace);
}

void EvidencePane::copy()
{
    if (const EvidenceRow *row = m_model.row(m_view->currentIndex()))
        QApplication::clipboard()->setText(
            row->details.isEmpty() || row->details == row->what ? row->what : row->what + u'\n' + row->details);
}

bool EvidencePane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return AttemptPane::eventFilter(watched, event);
}

void EvidencePane::resizeEvent(QResizeEvent *event)
{
    AttemptPane::resizeEvent(event);
    const auto wanted = width() > theme().space(150) ? Qt::Horizontal : Qt::Vertical;
    if (m_split->orientation() != wanted)
        m_split->setOrientation(wanted);
}

} // namespace stepladder::ui

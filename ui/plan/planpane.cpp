// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planpane.h"

#include "ui/plan/plandelegate.h"
#include "ui/plan/planview.h"
#include "ui/plan/stepmenu.h"
#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMetaMethod>
#include <QStackedLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::StepState;

namespace {

constexpr int kTurnMs = 66; ///< of the rings, the only thing that moves here
constexpr int kTurnBy = 8; ///< degrees: once round in three seconds

} // namespace

PlanPane::PlanPane(OpenRun &run, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_theme(theme)
    , m_model(new PlanModel(this))
    , m_delegate(new PlanDelegate(theme, this))
    , m_view(new PlanView(this))
    , m_message(new QLabel(tr("The plan is being read."), this))
    , m_pages(new QStackedLayout(this))
{
    setObjectName(u"planPane"_s);
    setAccessibleName(tr("Plan"));
    m_view->setObjectName(u"planView"_s);
    m_view->setAccessibleName(tr("Steps of the plan"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(m_delegate);
    m_view->header()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(PlanModel::StepColumn, QHeaderView::Stretch);
    m_message->setObjectName(u"planMessage"_s);
    m_message->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_message->setWordWrap(true);
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_view);
    setFocusProxy(m_view);
    restyle();

    connect(&theme, &Theme::changed, this, &PlanPane::restyle);
    connect(&run.feed(), &RunFeed::momentChanged, this, &PlanPane::showMoment);
    connect(&run.feed(), &RunFeed::failed, this, &PlanPane::showError);
    connect(&run, &OpenRun::factsChanged, this, &PlanPane::showDependencies);
    connect(&run.selection(), &Selection::changed, this, &PlanPane::select);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PlanPane::chosen);
    connect(m_view, &PlanView::pointed, this, &PlanPane::lookAt);
    connect(m_view, &PlanView::menuAsked, this, &PlanPane::openMenu);
    connect(&m_turning, &QTimer::timeout, this, &PlanPane::turnRings);
    if (run.feed().isOpen()) {
        showDependencies();
        showMoment();
    }
}

void PlanPane::restyle()
{
    const QFontMetrics metrics(font());
    const int gap = m_theme.space();
    for (const auto &[column, widest] :
         {std::pair(PlanModel::TriesColumn, u"00"_s), std::pair(PlanModel::ScoreColumn, u"10.0"_s),
          std::pair(PlanModel::CostColumn, u"$00.00"_s)})
        m_view->setColumnWidth(
            column, std::max(metrics.horizontalAdvance(widest) + gap * 4, m_view->header()->sectionSizeHint(column)));
    m_message->setMargin(gap * 3);
    m_view->doItemsLayout();
    m_view->viewport()->update();
}

void PlanPane::showMoment()
{
    const journal::Moment &moment = m_run.moment();
    // An old moment stands still; the run as it goes on is as old as the clock says.
    const bool goesOn = !m_run.isScrubbed() && m_run.holder() != Holder::Nobody;
    m_model->setNow(goesOn ? m_run.clock().nowMs() : moment.run.updatedMs);
    m_model->show(moment);
    m_message->setText(tr("The steps of the plan will be here as soon as the run has begun."));
    m_pages->setCurrentWidget(moment.steps.isEmpty() ? static_cast<QWidget *>(m_message) : m_view);
    if (m_model->isAnyRunning() && goesOn) {
        if (!m_turning.isActive())
            m_turning.start(kTurnMs);
    } else {
        m_turning.stop();
    }
    select();
}

void PlanPane::showError(const domain::Error &error)
{
    m_message->setText(tr("The plan cannot be shown: %1").arg(error.message));
    m_pages->setCurrentWidget(m_message);
}

void PlanPane::showDependencies()
{
    QHash<QString, QStringList> needs;
    for (const domain::Step &step : m_run.facts().plan.steps)
        needs.insert(step.id, step.dependsOn);
    m_model->setDependencies(needs);
}

void PlanPane::select()
{
    const int row = m_model->rowOf(m_run.selection().step());
    m_model->setAnchor(m_pointed.isEmpty() ? m_run.selection().step() : m_pointed);
    if (m_view->currentIndex().row() == row)
        return;
    m_following = true;
    m_view->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row, PlanModel::StepColumn));
    m_following = false;
}

void PlanPane::chosen()
{
    const QModelIndex index = m_view->currentIndex();
    if (m_following || !index.isValid())
        return;
    const QString step = index.data(PlanModel::IdRole).toString();
    if (step != m_run.selection().step())
        m_run.selection().select(step);
}

void PlanPane::lookAt(const QModelIndex &index)
{
    m_pointed = index.isValid() ? index.data(PlanModel::IdRole).toString() : QString();
    m_model->setAnchor(m_pointed.isEmpty() ? m_run.selection().step() : m_pointed);
}

void PlanPane::turnRings()
{
    if (!m_view->isVisible())
        return;
    m_turn = (m_turn + kTurnBy) % 360;
    m_delegate->setTurn(m_turn);
    const QModelIndex top = m_view->indexAt({0, 0});
    const int marks = m_theme.rowHeight() + m_theme.space(3);
    for (int row = std::max(0, top.row()); row < m_model->rowCount(); ++row) {
        const QRect rect = m_view->visualRect(m_model->index(row, PlanModel::StepColumn));
        if (rect.top() > m_view->viewport()->height())
            break;
        if (m_model->stepAt(row).state == StepState::Running)
            m_view->viewport()->update(rect.x(), rect.y(), marks, rect.height());
    }
}

QMenu *PlanPane::menuFor(const QString &step)
{
    auto *menu = new QMenu(this);
    fillMenu(*menu, step);
    return menu;
}

void PlanPane::fillMenu(QMenu &menu, const QString &step)
{
    const int row = m_model->rowOf(step);
    if (row < 0)
        return;
    const journal::StepView &view = m_model->stepAt(row);
    const auto add = [this, &menu](const QString &name, const QString &text, auto work) {
        QAction *action = menu.addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, work);
        return action;
    };
    add(u"showCode"_s, tr("S&how its code"), [this, file = view.file] { m_run.selection().goTo(file, 1); });
    add(u"openOutside"_s, tr("&Open in your editor"), [this, file = view.file] { Q_EMIT editorAsked(file, 0); });
    add(u"copyPath"_s, tr("&Copy its path"), [file = view.file] { QGuiApplication::clipboard()->setText(file); });
    addStepWishes(menu, m_run, view, [this](const Question &question) { Q_EMIT wordsAsked(question); });
    if (!m_run.isScrubbed() && !domain::isEnded(view.state))
        add(u"attach"_s, tr("Attac&h files or a text…"), [this, step] {
            Q_EMIT attachAsked(step);
        })->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_A);
    // Offered where somebody opens the run that comes of it.
    if (isSignalConnected(QMetaMethod::fromSignal(&PlanPane::forkAsked))) {
        menu.addSeparator();
        add(u"fork"_s, tr("&Fork from here"), [this, step] { Q_EMIT forkAsked(step); })->setEnabled(view.startedMs > 0);
    }
}

void PlanPane::openMenu(const QModelIndex &index, const QPoint &place)
{
    QMenu *menu = menuFor(index.data(PlanModel::IdRole).toString());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(place);
}

} // namespace stepladder::ui

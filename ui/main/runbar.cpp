// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/runbar.h"

#include "ui/guidance/openrequests.h"
#include "ui/main/budgetmeter.h"
#include "ui/main/cappopup.h"
#include "ui/run/estimate.h"
#include "ui/theme/marks.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::RunStatus;

namespace {

QString wordOf(domain::Mode mode)
{
    switch (mode) {
    case domain::Mode::Supervised:
        return RunBar::tr("supervised");
    case domain::Mode::Guarded:
        return RunBar::tr("guarded");
    case domain::Mode::Autonomous:
        return RunBar::tr("autonomous");
    }
    return {};
}

int endedSteps(const journal::Moment &moment)
{
    return int(std::count_if(moment.steps.begin(), moment.steps.end(),
                             [](const journal::StepView &step) { return domain::isEnded(step.state); }));
}

} // namespace

RunBar::RunBar(OpenRun &run, const OpenRequests &requests, const Theme &theme, QWidget *parent)
    : QToolBar(parent)
    , m_run(run)
    , m_requests(requests)
    , m_theme(theme)
{
    setObjectName(u"runBar"_s);
    setWindowTitle(tr("Run"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    const auto add = [this](auto *widget, const QString &name, QAction **shown = nullptr) {
        widget->setObjectName(name);
        QAction *action = addWidget(widget);
        if (shown)
            *shown = action;
        return widget;
    };
    m_name = add(new QLabel, u"runName"_s);
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_pause = add(new QPushButton, u"pauseButton"_s, &m_pauseShown);
    m_stop = add(new QPushButton(tr("Stop")), u"stopButton"_s, &m_stopShown);
    m_mode = add(new QComboBox, u"runMode"_s);
    m_mode->setAccessibleName(tr("Mode of the run"));
    for (const domain::Mode mode : {domain::Mode::Supervised, domain::Mode::Guarded, domain::Mode::Autonomous})
        m_mode->addItem(wordOf(mode), int(mode));
    m_steps = add(new QLabel, u"stepCount"_s);
    m_progress = add(new QProgressBar, u"stepProgress"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(theme.space(32), theme.space(2));
    m_progress->setAccessibleName(tr("Steps done"));
    m_time = add(new QLabel, u"runTime"_s);
    auto *stretch = new QWidget;
    stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(stretch);
    m_money = add(new BudgetMeter(theme), u"budgetMeter"_s);
    m_waiting = add(new QPushButton, u"waitingButton"_s, &m_waitingShown);
    theme.setTextRole(*m_waiting, Role::Waiting);

    connect(m_pause, &QPushButton::clicked, this, &RunBar::pauseOrResume);
    connect(m_stop, &QPushButton::clicked, this, &RunBar::stop);
    connect(m_money, &BudgetMeter::clicked, this, &RunBar::askForCap);
    connect(m_mode, &QComboBox::activated, this, [this] { changeMode(domain::Mode(m_mode->currentData().toInt())); });
    connect(&run, &OpenRun::refused, this, [this] {
        m_wantedMode.reset();
        refreshMode();
    });
    connect(m_waiting, &QPushButton::clicked, this, &RunBar::requestsWanted);
    connect(&run.feed(), &RunFeed::momentChanged, this, &RunBar::refresh);
    connect(&run, &OpenRun::factsChanged, this, &RunBar::refresh);
    connect(&run, &OpenRun::holderChanged, this, [this] {
        m_pausing = false;
        refresh();
    });
    connect(&requests, &OpenRequests::changed, this, &RunBar::refresh);
    auto *second = new QTimer(this);
    connect(second, &QTimer::timeout, this, &RunBar::refreshTime);
    second->start(1000);
    refresh();
}

QString RunBar::nameOfRun() const
{
    const RunFacts &facts = m_run.facts();
    const QString folder = QFileInfo(facts.workspace).fileName();
    const QString project = facts.plan.projectName.isEmpty() ? m_run.id() : facts.plan.projectName;
    return folder.isEmpty() || folder == project ? project : tr("%1 · %2").arg(folder, project);
}

void RunBar::refresh()
{
    const journal::Moment &moment = m_run.moment();
    m_name->setText(nameOfRun());
    m_name->setToolTip(moment.run.task);
    refreshMode();
    const int ended = endedSteps(moment);
    m_steps->setText(tr("%1 of %2 steps").arg(ended).arg(moment.steps.size()));
    m_progress->setRange(0, std::max(1, int(moment.steps.size())));
    m_progress->setValue(ended);
    m_money->setMoney(moment.run.spent, moment.run.reserved, m_run.facts().cap);
    const int waiting = m_requests.waiting();
    m_waitingShown->setVisible(waiting > 0);
    m_waiting->setText(tr("%1 waiting for you").arg(waiting));
    refreshButtons();
    refreshTime();
}

void RunBar::changeMode(domain::Mode mode)
{
    if (mode != m_run.facts().mode) {
        m_wantedMode = mode;
        m_run.want(engine::wish::ChangeMode{mode});
    }
    refreshMode();
}

void RunBar::refreshMode()
{
    const domain::Mode mode = m_run.facts().mode;
    if (m_wantedMode == mode)
        m_wantedMode.reset();
    const RunStatus status = m_run.moment().run.status;
    const bool ended = status != RunStatus::Running && status != RunStatus::Paused;
    m_mode->setEnabled(m_run.feed().isOpen() && !ended && !m_run.isScrubbed());
    m_mode->setCurrentIndex(m_mode->findData(int(m_wantedMode.value_or(mode))));
    m_mode->setToolTip(m_wantedMode ? tr("It is still %1, until what is being asked was answered.").arg(wordOf(mode))
                                    : tr("Who decides: supervised asks about every change, guarded about what is "
                                         "risky, autonomous about nothing."));
}

void RunBar::refreshButtons()
{
    const RunStatus status = m_run.moment().run.status;
    const bool ended = status != RunStatus::Running && status != RunStatus::Paused;
    const bool runs = m_run.holder() != Holder::Nobody;
    m_pause->setText(m_pausing ? tr("Pausing…") : runs ? tr("Pause") : tr("Resume"));
    m_pause->setEnabled(m_run.feed().isOpen() && !ended && !m_pausing && !m_run.isScrubbed());
    m_stop->setEnabled(runs && !m_run.isScrubbed());
    m_stopShown->setVisible(runs);
    m_pauseShown->setVisible(!ended);
}

void RunBar::refreshTime()
{
    const journal::Moment &moment = m_run.moment();
    const RunStatus status = moment.run.status;
    if (moment.run.createdMs == 0)
        return m_time->clear();
    const bool runs = m_run.holder() != Holder::Nobody && !m_run.isScrubbed();
    const qint64 until = runs ? m_run.clock().nowMs() : moment.run.updatedMs;
    QStringList parts{elapsedText(until - moment.run.createdMs)};
    if (runs && status == RunStatus::Running) {
        if (const auto left =
                remainingMs(m_run.facts().plan, moment.steps, m_run.facts().parallel, m_run.clock().nowMs());
            left && *left > 0)
            parts.append(durationText(*left));
    } else {
        const bool died = status == RunStatus::Running && m_run.holder() == Holder::Nobody && !m_run.isScrubbed();
        parts.append(died ? tr("interrupted") : ui::wordOf(status));
    }
    m_time->setText(parts.join(u" · "_s));
    m_time->setToolTip(moment.run.reason);
}

void RunBar::pauseOrResume()
{
    if (m_run.holder() == Holder::Nobody) {
        m_run.resume({.run = m_run.id()});
        m_pause->setEnabled(false);
        return;
    }
    m_pausing = true;
    m_run.pause();
    refreshButtons();
}

void RunBar::stop()
{
    const auto answer = QMessageBox::question(
        this, tr("Stop the run"),
        tr("What is being written is thrown away and the run ends for good. To go on later, pause it."),
        QMessageBox::Yes | QMessageBox::No, QMessageBox::No);
    if (answer == QMessageBox::Yes)
        m_run.stop();
}

void RunBar::askForCap()
{
    if (m_run.isScrubbed())
        return;
    auto *popup = new CapPopup(m_run.facts().cap, m_run.moment().run.spent, m_theme, this);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    connect(popup, &CapPopup::chosen, &m_run, &OpenRun::setCap);
    popup->openBelow(*m_money);
}

} // namespace stepladder::ui

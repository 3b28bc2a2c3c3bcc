// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/sandbox.h"
#include "ui/editor/codepane.h"
#include "ui/editor/codesources.h"
#include "ui/main/banner.h"
#include "ui/main/runpage.h"
#include "ui/plan/askbar.h"
#include "ui/plan/attachdialog.h"
#include "ui/plan/breakpointmenu.h"
#include "ui/plan/planpane.h"
#include "ui/run/busymodels.h"
#include "ui/run/elsewhere.h"
#include "ui/run/wished.h"
#include "ui/settings/programs.h"
#include "ui/settings/settings.h"
#include "ui/tests/problemspane.h"
#include "ui/tests/testspane.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QStatusBar>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

void RunPage::addStatus()
{
    const auto label = [](const QString &name) {
        auto *made = new QLabel;
        made->setObjectName(name);
        made->setTextFormat(Qt::PlainText);
        return made;
    };
    m_message = label(u"runMessage"_s);
    m_busy = label(u"busyModels"_s);
    m_sandbox = label(u"sandboxState"_s);
    m_journal = label(u"journalState"_s);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_message, 1);
    for (QLabel *one : {m_busy, m_sandbox, m_journal})
        statusBar()->addPermanentWidget(one);
    m_busyModels = new BusyModels(*m_run, this);
    connect(m_busyModels, &BusyModels::changed, this, [this] { m_busy->setText(m_busyModels->text()); });
}

/// What stands above the panes while there is something to say or to ask.
QWidget *RunPage::notices()
{
    auto *all = new QWidget;
    auto *column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_noSandbox = new Banner(u"noSandbox"_s, tr("Look Again"), m_theme);
    m_noProgram = new Banner(u"noProgram"_s, tr("Choose…"), m_theme);
    m_noProgram->setClosable(true);
    m_ask = new AskBar(*m_run, m_theme);
    for (QWidget *one :
         {static_cast<QWidget *>(m_noSandbox), static_cast<QWidget *>(m_noProgram), static_cast<QWidget *>(m_ask)})
        column->addWidget(one);
    connect(m_noSandbox, &Banner::mendAsked, this, &RunPage::lookForSandbox);
    connect(m_noProgram, &Banner::mendAsked, this, [this] {
        m_noProgram->hide();
        Q_EMIT programsAsked();
    });
    connect(&m_run->feed(), &RunFeed::momentChanged, this, &RunPage::showSandbox);
    return all;
}

void RunPage::lookForSandbox()
{
    // It is started once, with nothing in it.
    elsewhere(
        this,
        [] {
            const auto sandbox = toolchain::makeBubblewrapSandbox();
            return sandbox ? domain::Result<void>() : domain::fail(sandbox.error());
        },
        [this](const domain::Result<void> &tried) {
            m_sandboxTried = tried;
            showSandbox();
        });
}

void RunPage::showSandbox()
{
    if (!m_sandboxTried)
        return;
    const bool on = m_sandboxTried->has_value();
    m_sandbox->setText(on ? tr("sandbox on") : tr("no sandbox"));
    const domain::RunStatus status = m_run->moment().run.status;
    const bool goesOn = status == domain::RunStatus::Running || status == domain::RunStatus::Paused;
    m_noSandbox->say(on || !goesOn ? QString()
                                   : tr("There is no sandbox, so nothing that models write is built or tested. %1")
                                         .arg(m_sandboxTried->error().message));
}

void RunPage::fillStepMenu(QMenu &menu)
{
    m_plan->fillMenu(menu, m_run->selection().step());
}

void RunPage::fillBreakpointMenu(QMenu &menu)
{
    ui::fillBreakpointMenu(menu, *m_run, [this](const Question &question) { m_ask->ask(question); });
}

void RunPage::openAttachments(const QString &step)
{
    auto *dialog = new AttachDialog(*m_run, step, m_theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void RunPage::noteMenus()
{
    const journal::StepView *step = m_run->step(m_run->selection().step());
    decltype(m_menus) now{step ? step->id : QString(), step ? std::optional(step->state) : std::nullopt,
                          m_run->facts().ladder.id, Wished::of(*m_run).facts().breakpoints, m_run->isScrubbed()};
    if (now == m_menus)
        return;
    m_menus = std::move(now);
    Q_EMIT menusChanged();
}

void RunPage::openInEditor()
{
    const QWidget *focus = QApplication::focusWidget();
    if (m_problems->isAncestorOf(focus))
        m_problems->openOutside();
    else if (m_tests->isAncestorOf(focus))
        m_tests->openOutside();
    else
        m_code->openOutside();
}

void RunPage::openFile(const QString &file, int line)
{
    const auto place = placeOfFile(m_run->folder(), m_run->moment().run.workspace, file);
    const Settings settings(m_run->locations());
    const auto call = place ? editorCall(settings.editorOrFound(), settings.terminalOrFound(), *place, line)
                            : domain::fail(place.error());
    sayOfProgram(call ? startApart(*call) : domain::fail(call.error()));
}

void RunPage::openInTerminal()
{
    const auto folder = folderOfStage(m_run->folder());
    const auto call =
        folder ? terminalCall(Settings(m_run->locations()).terminalOrFound(), *folder) : domain::fail(folder.error());
    sayOfProgram(call ? startApart(*call) : domain::fail(call.error()));
}

void RunPage::sayOfProgram(const domain::Result<void> &started)
{
    m_noProgram->say(started ? QString() : started.error().message);
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/waitingrequests.h"
#include "ui/guidance/waitingwindow.h"
#include "ui/ladders/laddereditor.h"
#include "ui/main/commandpalette.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runbar.h"
#include "ui/main/runpage.h"
#include "ui/main/startarea.h"
#include "ui/main/timebar.h"
#include "ui/settings/programsdialog.h"
#include "ui/settings/settings.h"

#include <QActionGroup>
#include <QDesktopServices>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QUrl>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

QAction *MainWindow::add(QMenu &menu, const QString &text, const QKeySequence &keys, const std::function<void()> &work)
{
    QAction *action = menu.addAction(text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, work);
    return action;
}

QAction *MainWindow::addForRun(QMenu &menu, const QString &text, const QKeySequence &keys,
                               const std::function<void(RunPage &)> &work)
{
    QAction *action = add(menu, text, keys, [this, work] {
        if (RunPage *page = currentPage())
            work(*page);
    });
    m_runActions.append(action);
    return action;
}

void MainWindow::makeMenus()
{
    QMenu &file = *menuBar()->addMenu(tr("&File"));
    add(file, tr("&Start Page"), QKeySequence::New, [this] {
        m_start->setCurrentIndex(0);
        m_stack->setCurrentWidget(m_start);
    });
    add(file, tr("Run the Sam&ple"), {}, [this] { startSample(); });
    file.addSeparator();
    addForRun(file, tr("&Close Run"), QKeySequence::Close,
              [this](RunPage &page) { closePage(m_tabs->indexOf(&page)); });
    add(file, tr("&Quit"), QKeySequence::Quit, [this] { close(); });

    QMenu &run = *menuBar()->addMenu(tr("&Run"));
    addForRun(run, tr("&Pause or Resume"), Qt::CTRL | Qt::Key_R, [](RunPage &page) { page.bar().pauseOrResume(); });
    addForRun(run, tr("&Stop…"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, [](RunPage &page) { page.bar().stop(); });
    makeModeMenu(*run.addMenu(tr("&Mode")));
    m_breakpointsMenu = run.addMenu(tr("Stop and &Ask"));
    connect(m_breakpointsMenu, &QMenu::aboutToShow, this, &MainWindow::fillRunMenus);
    addForRun(run, tr("&Budget…"), Qt::CTRL | Qt::Key_B, [](RunPage &page) { page.bar().askForCap(); });
    addForRun(run, tr("A&ttachments…"), Qt::CTRL | Qt::ALT | Qt::Key_A,
              [](RunPage &page) { page.openAttachments({}); });
    addForRun(run, tr("&Waiting for You"), Qt::CTRL | Qt::Key_G, [](RunPage &page) { page.showRequests(); });
    addForRun(run, tr("Co&mpare with Another Run…"), {}, [this](RunPage &page) { compare(page); });
    addForRun(run, tr("Open the Run's &Copy of the Project"), {},
              [](RunPage &page) { QDesktopServices::openUrl(QUrl::fromLocalFile(page.run().folder() + u"/stage"_s)); });
    addForRun(run, tr("Open in Your &Editor"), Qt::CTRL | Qt::SHIFT | Qt::Key_E,
              [](RunPage &page) { page.openInEditor(); });
    addForRun(run, tr("Open the Run's Copy in a Ter&minal"), Qt::CTRL | Qt::SHIFT | Qt::Key_X,
              [](RunPage &page) { page.openInTerminal(); });
    addForRun(run, tr("Open the Run's &Folder"), {},
              [](RunPage &page) { QDesktopServices::openUrl(QUrl::fromLocalFile(page.run().folder())); });
    run.addSeparator();
    addForRun(run, tr("Attempt &Before"), Qt::ALT | Qt::Key_Left,
              [](RunPage &page) { page.timeBar().stepAttempts(-1); });
    addForRun(run, tr("&Next Attempt"), Qt::ALT | Qt::Key_Right, [](RunPage &page) { page.timeBar().stepAttempts(1); });
    addForRun(run, tr("Back to No&w"), Qt::ALT | Qt::Key_End, [](RunPage &page) { page.timeBar().backToNow(); });

    m_stepMenu = menuBar()->addMenu(tr("&Step"));
    connect(m_stepMenu, &QMenu::aboutToShow, this, &MainWindow::fillRunMenus);

    QMenu &view = *menuBar()->addMenu(tr("&View"));
    add(view, tr("&Command Palette…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, [this] {
        auto *palette = new CommandPalette(*menuBar(), m_theme, this);
        palette->setAttribute(Qt::WA_DeleteOnClose);
        m_palette = palette;
        // Queued: what was chosen is one of their actions.
        connect(
            palette, &QDialog::finished, this,
            [this] {
                m_palette.clear();
                fillRunMenus();
            },
            Qt::QueuedConnection);
        palette->openAtTop(menuBar()->height());
    });
    makeThemeMenu(*view.addMenu(tr("C&olours")));
    add(view, tr("&Editor and Terminal…"), {}, [this] { choosePrograms(); });
    add(view, tr("&Ladders…"), Qt::CTRL | Qt::SHIFT | Qt::Key_L, [this] { showLadders(); });
    m_docksMenu = view.addMenu(tr("&Panes"));
    connect(m_docksMenu, &QMenu::aboutToShow, this, [this] {
        m_docksMenu->clear();
        if (const RunPage *page = currentPage())
            page->addDockActions(*m_docksMenu);
    });
    addForRun(view, tr("&Reset the Layout"), {}, [](RunPage &page) { page.resetLayout(); });

    QMenu &window = *menuBar()->addMenu(tr("&Window"));
    add(window, tr("&Waiting in All Runs"), Qt::CTRL | Qt::SHIFT | Qt::Key_G, [this] { showWaiting(); });
    add(window, tr("&Next Run"), QKeySequence::NextChild,
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % std::max(1, m_tabs->count())); });
    add(window, tr("&Previous Run"), QKeySequence::PreviousChild, [this] {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + m_tabs->count() - 1) % std::max(1, m_tabs->count()));
    });
}

void MainWindow::makeBadge()
{
    m_waiting = new WaitingRequests(m_locations, this);
    m_badge = new QToolButton;
    m_badge->setObjectName(u"allWaiting"_s);
    m_badge->setAutoRaise(true);
    m_badge->setToolTip(tr("All questions of all runs, what failed alike together"));
    connect(m_badge, &QToolButton::clicked, this, &MainWindow::showWaiting);
    connect(m_waiting, &WaitingRequests::changed, this, &MainWindow::showBadge);
    connect(&m_theme, &Theme::changed, this, &MainWindow::showBadge);
    showBadge();
}

void MainWindow::showBadge()
{
    QSet<QString> runs;
    for (const WaitingRequest &waiting : m_waiting->list())
        runs.insert(waiting.request.run);
    const auto count = m_waiting->list().size();
    m_badge->setText(runs.size() < 2 ? tr("%1 waiting").arg(count)
                                     : tr("%1 waiting in %2 runs").arg(count).arg(runs.size()));
    m_badge->setStyleSheet(u"color: %1;"_s.arg(m_theme.color(Role::Waiting).name()));
    // Its place is found anew only when it is set.
    menuBar()->setCornerWidget(m_badge);
    if (RunPage *page = currentPage())
        runs.remove(page->run().id()); // its own bar says so
    m_badge->setVisible(!runs.isEmpty());
}

void MainWindow::showWaiting()
{
    if (!m_waitingWindow) {
        m_waitingWindow = new WaitingWindow(*m_waiting, m_clock, m_theme, this);
        connect(m_waitingWindow, &WaitingWindow::chosen, this, [this](const QString &run, const QString &request) {
            openRun(run);
            currentPage()->showRequest(request);
        });
    }
    m_waiting->look();
    m_waitingWindow->show();
    m_waitingWindow->raise();
    m_waitingWindow->activateWindow();
}

void MainWindow::makeModeMenu(QMenu &menu)
{
    const std::pair<QString, domain::Mode> modes[] = {{tr("&Supervised"), domain::Mode::Supervised},
                                                      {tr("&Guarded"), domain::Mode::Guarded},
                                                      {tr("&Autonomous"), domain::Mode::Autonomous}};
    for (const auto &[text, mode] : modes)
        addForRun(menu, text, {}, [mode = mode](RunPage &page) { page.bar().changeMode(mode); });
}

/// The menus of what is selected: made anew when that changes, so that their keys work too, and as they open.
void MainWindow::fillRunMenus()
{
    // What is being chosen from stays.
    if (m_palette || m_stepMenu->isVisible() || m_breakpointsMenu->isVisible())
        return;
    for (QMenu *menu : {m_stepMenu, m_breakpointsMenu}) {
        menu->clear();
        qDeleteAll(menu->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly));
    }
    RunPage *page = currentPage();
    if (page) {
        page->fillStepMenu(*m_stepMenu);
        page->fillBreakpointMenu(*m_breakpointsMenu);
    }
    m_breakpointsMenu->setEnabled(page && !page->run().isScrubbed());
    if (m_stepMenu->isEmpty())
        m_stepMenu->addAction(tr("Choose a step in the plan"))->setEnabled(false);
}

void MainWindow::choosePrograms()
{
    auto *dialog = new ProgramsDialog(m_locations, m_theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showLadders()
{
    if (!m_ladders) {
        m_ladders = new LadderEditor(m_locations, m_theme, this);
        m_ladders->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_ladders, &LadderEditor::laddersChanged, m_start, &StartArea::readLadders);
    }
    m_ladders->show();
    m_ladders->raise();
    m_ladders->activateWindow();
}

void MainWindow::makeThemeMenu(QMenu &menu)
{
    auto *group = new QActionGroup(this);
    const std::pair<QString, Scheme> schemes[] = {
        {tr("As the &System"), Scheme::System}, {tr("&Light"), Scheme::Light}, {tr("&Dark"), Scheme::Dark}};
    for (const auto &[text, scheme] : schemes) {
        QAction *action = add(menu, text, {}, [this, scheme = scheme] {
            m_theme.setScheme(scheme);
            Settings(m_locations).setScheme(scheme);
        });
        action->setCheckable(true);
        action->setChecked(m_theme.scheme() == scheme);
        group->addAction(action);
    }
}

} // namespace stepladder::ui

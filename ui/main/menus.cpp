// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/commandpalette.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runbar.h"
#include "ui/main/runpage.h"
#include "ui/main/startarea.h"
#include "ui/main/timebar.h"
#include "ui/settings/settings.h"

#include <QActionGroup>
#include <QDesktopServices>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QTabWidget>
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
    addForRun(run, tr("&Budget…"), Qt::CTRL | Qt::Key_B, [](RunPage &page) { page.bar().askForCap(); });
    addForRun(run, tr("&Waiting for You"), Qt::CTRL | Qt::Key_G, [](RunPage &page) { page.showRequests(); });
    addForRun(run, tr("&Compare with Another Run…"), {}, [this](RunPage &page) { compare(page); });
    addForRun(run, tr("Open the Run's &Copy of the Project"), {},
              [](RunPage &page) { QDesktopServices::openUrl(QUrl::fromLocalFile(page.run().folder() + u"/stage"_s)); });
    addForRun(run, tr("Open the Run's &Folder"), {},
              [](RunPage &page) { QDesktopServices::openUrl(QUrl::fromLocalFile(page.run().folder())); });
    run.addSeparator();
    addForRun(run, tr("Attempt &Before"), Qt::ALT | Qt::Key_Left,
              [](RunPage &page) { page.timeBar().stepAttempts(-1); });
    addForRun(run, tr("&Next Attempt"), Qt::ALT | Qt::Key_Right, [](RunPage &page) { page.timeBar().stepAttempts(1); });
    addForRun(run, tr("Back to No&w"), Qt::ALT | Qt::Key_End, [](RunPage &page) { page.timeBar().backToNow(); });

    QMenu &view = *menuBar()->addMenu(tr("&View"));
    add(view, tr("&Command Palette…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, [this] {
        auto *palette = new CommandPalette(*menuBar(), m_theme, this);
        palette->setAttribute(Qt::WA_DeleteOnClose);
        palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, menuBar()->height())));
        palette->show();
    });
    makeThemeMenu(*view.addMenu(tr("C&olours")));
    m_docksMenu = view.addMenu(tr("&Panes"));
    connect(m_docksMenu, &QMenu::aboutToShow, this, [this] {
        m_docksMenu->clear();
        if (const RunPage *page = currentPage())
            page->addDockActions(*m_docksMenu);
    });
    addForRun(view, tr("&Reset the Layout"), {}, [](RunPage &page) { page.resetLayout(); });

    QMenu &window = *menuBar()->addMenu(tr("&Window"));
    add(window, tr("&Next Run"), QKeySequence::NextChild,
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % std::max(1, m_tabs->count())); });
    add(window, tr("&Previous Run"), QKeySequence::PreviousChild, [this] {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + m_tabs->count() - 1) % std::max(1, m_tabs->count()));
    });
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

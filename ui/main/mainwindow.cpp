// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/mainwindow.h"

#include "ui/guidance/waitingwindow.h"
#include "ui/history/comparewindow.h"
#include "ui/ladders/laddereditor.h"
#include "ui/main/closequestion.h"
#include "ui/main/commandpalette.h"
#include "ui/main/requestnews.h"
#include "ui/main/runbar.h"
#include "ui/main/runpage.h"
#include "ui/main/runpicker.h"
#include "ui/main/startarea.h"
#include "ui/main/timebar.h"
#include "ui/run/sample.h"
#include "ui/settings/settings.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>
#include <QTabWidget>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(storage::Locations locations, const storage::Clock &clock, Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_locations(std::move(locations))
    , m_clock(clock)
    , m_theme(theme)
    , m_starter(m_locations, clock)
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Stepladder"));
    m_stack = new QStackedWidget;
    makeStart();
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(u"runTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setMovable(true);
    m_tabs->setTabBarAutoHide(true);
    m_stack->addWidget(m_start);
    m_stack->addWidget(m_tabs);
    setCentralWidget(m_stack);
    m_news = new RequestNews(clock, RequestNews::sessionBus, this);
    connect(m_news, &RequestNews::chosen, this, &MainWindow::showRequest);
    makeMenus();
    makeBadge();
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &MainWindow::closePage);
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::pageChanged);
    connect(m_stack, &QStackedWidget::currentChanged, this, &MainWindow::pageChanged);
    connect(&m_starter, &RunStarter::started, this, &MainWindow::addPage);
    connect(&theme, &Theme::changed, this, [&theme] { theme.applyTo(*qApp); });
    readSettings();
    pageChanged();
}

MainWindow::~MainWindow()
{
    if (m_forking.joinable())
        m_forking.join();
}

void MainWindow::makeStart()
{
    m_start = new StartArea(m_locations, m_theme);
    connect(m_start, &StartArea::openRun, this, &MainWindow::openRun);
    connect(m_start, &StartArea::resumeRun, this, [this](const QString &id) {
        openRun(id);
        currentPage()->run().resume({.run = id});
    });
    connect(m_start, &StartArea::approved, this, &MainWindow::start);
    connect(m_start, &StartArea::sample, this, &MainWindow::startSample);
    connect(&m_starter, &RunStarter::started, m_start, &StartArea::runStarted);
    connect(&m_starter, &RunStarter::failed, this, [this](const domain::Error &error) {
        if (!m_start->runFailed(error))
            showError(error);
    });
}

RunPage *MainWindow::currentPage() const
{
    return m_stack->currentWidget() == m_tabs ? static_cast<RunPage *>(m_tabs->currentWidget()) : nullptr;
}

QList<RunPage *> MainWindow::pages() const
{
    QList<RunPage *> all;
    for (int i = 0; i < m_tabs->count(); ++i)
        all.append(static_cast<RunPage *>(m_tabs->widget(i)));
    return all;
}

void MainWindow::openRun(const QString &id)
{
    for (RunPage *page : pages()) {
        if (page->run().id() == id) {
            m_tabs->setCurrentWidget(page);
            m_stack->setCurrentWidget(m_tabs);
            return;
        }
    }
    addPage(new OpenRun(m_locations, m_clock, id));
}

void MainWindow::start(const engine::StartRequest &request)
{
    m_starter.start(request);
}

void MainWindow::startSample()
{
    const auto request = layOutSample(m_locations, languageOfSample());
    if (request)
        start(*request);
    else
        showError(request.error());
}

void MainWindow::addPage(OpenRun *run)
{
    auto *page = new RunPage(run, m_theme);
    page->setLayout(m_layout);
    connect(page, &RunPage::titleChanged, this, &MainWindow::refreshTitles);
    connect(page, &RunPage::forkAsked, this, &MainWindow::fork);
    connect(page, &RunPage::programsAsked, this, &MainWindow::choosePrograms);
    connect(page, &RunPage::menusChanged, this, [this, page] {
        if (page == currentPage())
            fillRunMenus();
    });
    m_news->watch(page->requests(), [this, page] { return isActiveWindow() && page == currentPage(); });
    connect(run, &OpenRun::stopped, this, &MainWindow::closeWhenIdle);
    connect(run, &OpenRun::holderChanged, this, &MainWindow::refreshTitles);
    if (const qint64 seen = Settings(m_locations).seen(run->id()); seen > 0)
        page->showSince(seen);
    m_tabs->setCurrentIndex(m_tabs->addTab(page, page->title()));
    m_stack->setCurrentWidget(m_tabs);
    refreshTitles();
}

void MainWindow::closePage(int index)
{
    auto *page = static_cast<RunPage *>(m_tabs->widget(index));
    if (!page)
        return;
    if (page->run().isBusy()) {
        const CloseChoice choice = askAboutRunning(this, {page->title()}, false);
        if (choice == CloseChoice::Stay)
            return;
        connect(&page->run(), &OpenRun::stopped, page, [this, page] { closePage(m_tabs->indexOf(page)); });
        if (choice == CloseChoice::Stop)
            page->run().stop();
        else
            page->run().pause();
        return;
    }
    m_layout = page->layout();
    noteSeen(*page);
    m_tabs->removeTab(index);
    page->deleteLater();
    if (m_tabs->count() == 0)
        m_stack->setCurrentWidget(m_start);
}

void MainWindow::pageChanged()
{
    const RunPage *page = currentPage();
    for (QAction *action : std::as_const(m_runActions))
        action->setEnabled(page != nullptr);
    fillRunMenus();
    refreshTitles();
    showBadge();
}

void MainWindow::refreshTitles()
{
    const QList<RunPage *> all = pages();
    for (RunPage *page : all) {
        // Runs of one project are told apart by when they began.
        const auto same = std::count_if(all.begin(), all.end(),
                                        [page](const RunPage *other) { return other->title() == page->title(); });
        const auto began = QDateTime::fromMSecsSinceEpoch(page->run().moment().run.createdMs);
        const QString when = same > 1 ? QLocale().toString(began, tr(" · HH:mm:ss")) : QString();
        const QString waiting = page->waiting() > 0 ? tr(" · %1 waiting").arg(page->waiting()) : QString();
        m_tabs->setTabText(m_tabs->indexOf(page), page->title() + when + waiting);
        m_tabs->setTabToolTip(m_tabs->indexOf(page), tr("Run %1").arg(page->run().id()));
    }
    const RunPage *page = currentPage();
    setWindowTitle(page ? tr("%1 – Stepladder").arg(page->title()) : tr("Stepladder"));
}

void MainWindow::showRequest(const QString &id)
{
    for (RunPage *page : pages()) {
        if (!page->requests().find(id))
            continue;
        m_tabs->setCurrentWidget(page);
        m_stack->setCurrentWidget(m_tabs);
        page->showRequests();
        show();
        raise();
        activateWindow();
    }
}

void MainWindow::showError(const domain::Error &error)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Stepladder"), error.message, QMessageBox::Ok, this);
    box->setObjectName(u"errorBox"_s);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_ladders && !m_ladders->mayClose())
        return event->ignore();
    QList<RunPage *> busy;
    QStringList names;
    for (RunPage *page : pages()) {
        if (page->run().isBusy()) {
            busy.append(page);
            names.append(page->title());
        }
    }
    writeSettings();
    if (busy.isEmpty()) {
        event->accept();
        Q_EMIT finished();
        return;
    }
    event->ignore();
    const CloseChoice choice = m_closing ? CloseChoice::Pause : askAboutRunning(this, names, true);
    if (choice == CloseChoice::Stay)
        return;
    m_closing = true;
    for (RunPage *page : std::as_const(busy)) {
        if (choice == CloseChoice::Stop)
            page->run().stop();
        else if (choice == CloseChoice::Pause)
            page->run().pause();
    }
    if (choice == CloseChoice::KeepRunning)
        hide();
    closeWhenIdle();
}

void MainWindow::closeWhenIdle()
{
    const auto all = pages();
    const bool busy = std::any_of(all.begin(), all.end(), [](RunPage *page) { return page->run().isBusy(); });
    if (!m_closing || busy)
        return;
    hide();
    Q_EMIT finished();
}

void MainWindow::noteSeen(RunPage &page) const
{
    if (const qint64 last = page.run().feed().lastSeq(); last > 0)
        Settings(m_locations).setSeen(page.run().id(), last);
}

void MainWindow::fork(const QString &run, const QString &step)
{
    if (m_forking.joinable())
        return;
    // The copy of a large stage takes its time.
    m_forking = std::thread([this, run, step] {
        const auto forked = engine::forkRun(m_locations, m_clock, run, step);
        QMetaObject::invokeMethod(
            this,
            [this, forked] {
                m_forking.join();
                if (forked)
                    openRun(*forked);
                else
                    showError(forked.error());
            },
            Qt::QueuedConnection);
    });
}

void MainWindow::compare(RunPage &page)
{
    // The list of runs is small and local.
    auto runs = RecentRuns::read(m_locations);
    if (!runs)
        return showError(runs.error());
    const QString first = page.run().id();
    runs->removeIf([&first](const RecentRun &run) { return run.view.run == first || run.standing == Standing::Gone; });
    if (runs->isEmpty())
        return showError({domain::ErrorKind::NotFound, tr("There is no other run to put beside this one.")});
    auto *picker = new RunPicker(tr("Put which run beside this one?"), *runs, m_theme, this);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &RunPicker::chosen, this, [this, first](const QString &second) {
        auto *window = new CompareWindow(m_locations, m_clock, first, second, m_theme, this);
        window->setAttribute(Qt::WA_DeleteOnClose);
        window->show();
    });
    picker->openAtTop(menuBar()->height());
}

void MainWindow::readSettings()
{
    const Settings settings(m_locations);
    m_theme.setScheme(settings.scheme());
    if (const QByteArray geometry = settings.geometry(); geometry.isEmpty() || !restoreGeometry(geometry))
        resize(1600, 1000);
    m_layout = settings.layout();
}

void MainWindow::writeSettings() const
{
    Settings settings(m_locations);
    settings.setGeometry(saveGeometry());
    for (RunPage *page : pages())
        noteSeen(*page);
    if (const RunPage *page = currentPage())
        settings.setLayout(page->layout());
}

} // namespace stepladder::ui

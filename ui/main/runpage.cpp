// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/runpage.h"

#include "ui/conversation/conversationpane.h"
#include "ui/editor/codepane.h"
#include "ui/guidance/openrequests.h"
#include "ui/guidance/requestspane.h"
#include "ui/history/sincelooked.h"
#include "ui/ladder/ladderpane.h"
#include "ui/main/runbar.h"
#include "ui/main/timebar.h"
#include "ui/plan/askbar.h"
#include "ui/plan/planpane.h"
#include "ui/run/busymodels.h"
#include "ui/run/wished.h"
#include "ui/tests/comparisonpane.h"
#include "ui/tests/evidencepane.h"
#include "ui/tests/problemspane.h"
#include "ui/tests/rootcausepane.h"
#include "ui/tests/testspane.h"
#include "ui/todos/todopane.h"

#include <QDateTime>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSplitter>
#include <QStatusBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

RunPage::RunPage(OpenRun *run, const Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_run(run)
    , m_theme(theme)
{
    setObjectName(u"runPage"_s);
    setWindowFlags(Qt::Widget);
    run->setParent(this);
    m_requests = new OpenRequests(*run, this);
    m_bar = new RunBar(*run, *m_requests, theme);
    addToolBar(m_bar);
    setCentralWidget(center());
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::AnimatedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    addStatus();
    addDocks();
    addTimeBar();
    m_firstLayout = saveState();

    connect(m_bar, &RunBar::requestsWanted, this, &RunPage::showRequests);
    connect(&run->feed(), &RunFeed::momentChanged, this, &RunPage::refreshStatus);
    connect(&run->feed(), &RunFeed::momentChanged, this, &RunPage::followTheWork);
    connect(&run->selection(), &Selection::changed, this, [this] { m_following = m_following && m_selecting; });
    connect(&run->feed(), &RunFeed::failed, this, [this](const domain::Error &error) { showMessage(error.message); });
    connect(run, &OpenRun::factsChanged, this, &RunPage::titleChanged);
    connect(run, &OpenRun::progressed, this, [this](const QString &line) {
        showMessage(line);
        m_passingSince = m_run->clock().nowMs();
    });
    // Entries are read a moment after they were written: one from before the line was said does not end it.
    connect(&run->feed(), &RunFeed::entriesAdded, this, [this](const QList<domain::Entry> &entries) {
        const auto went = [this](const domain::Entry &entry) {
            return entry.timeMs > m_passingSince && entry.type != u"effect.intended"_s;
        };
        if (m_passingSince > 0 && std::any_of(entries.begin(), entries.end(), went))
            showMessage({});
    });
    connect(run, &OpenRun::refused, this, [this](const domain::Error &error) { showMessage(error.message); });
    connect(run, &OpenRun::stopped, this, [this](const engine::RunOutcome &outcome) {
        showMessage(outcome.error ? outcome.error->message : outcome.reason);
    });
    connect(m_requests, &OpenRequests::changed, this, &RunPage::titleChanged);
    connect(&run->selection(), &Selection::changed, this, &RunPage::noteMenus);
    connect(&run->feed(), &RunFeed::momentChanged, this, &RunPage::noteMenus);
    connect(run, &OpenRun::factsChanged, this, &RunPage::noteMenus);
    connect(&Wished::of(*run), &Wished::changed, this, &RunPage::noteMenus);
    connect(m_code, &CodePane::editorAsked, this, &RunPage::openFile);
    connect(m_plan, &PlanPane::editorAsked, this, &RunPage::openFile);
    connect(m_problems, &ProblemsPane::editorAsked, this, &RunPage::openFile);
    connect(m_tests, &TestsPane::editorAsked, this, &RunPage::openFile);
    connect(run, &OpenRun::positionChanged, this, &RunPage::noteMenus);
    lookForSandbox();
}

RunPage::~RunPage()
{
    // Panes look at the run until they are gone.
    qDeleteAll(m_docks);
    delete takeCentralWidget();
    delete m_timeHolder;
    delete m_bar;
    delete m_busyModels;
    delete m_requests;
    delete m_run;
}

QWidget *RunPage::center()
{
    auto *center = new QWidget;
    auto *column = new QVBoxLayout(center);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(notices());
    column->addWidget(panesInCenter(), 1);
    return center;
}

QWidget *RunPage::panesInCenter()
{
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(u"centerTabs"_s);
    m_tabs->setDocumentMode(true);
    m_code = new CodePane(*m_run, m_theme);
    m_tabs->addTab(m_code, tr("Code"));
    connect(m_code, &CodePane::titleChanged, this,
            [this](const QString &title) { m_tabs->setTabText(m_tabs->indexOf(m_code), title); });
    connect(&m_run->selection(), &Selection::placeAsked, this, [this] { m_tabs->setCurrentWidget(m_code); });
    m_requestsPane = new RequestsPane(*m_run, *m_requests, m_theme);
    m_tabs->addTab(m_requestsPane, tr("Waiting for you"));
    connect(m_requestsPane, &RequestsPane::titleChanged, this,
            [this](const QString &title) { m_tabs->setTabText(m_tabs->indexOf(m_requestsPane), title); });
    m_conversation = new ConversationPane(*m_run, m_theme);
    auto *halves = new QSplitter(Qt::Vertical);
    halves->setObjectName(u"centerSplitter"_s);
    halves->setChildrenCollapsible(true);
    halves->addWidget(m_tabs);
    halves->addWidget(m_conversation);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    halves->setSizes({600, 400}); // in proportion
    return halves;
}

void RunPage::addTimeBar()
{
    m_time = new TimeBar(*m_run, m_theme);
    auto *holder = new QToolBar(tr("Moment of the run"));
    holder->setObjectName(u"timeToolBar"_s);
    holder->setMovable(false);
    holder->addWidget(m_time);
    addToolBar(Qt::BottomToolBarArea, holder);
    m_timeHolder = holder;
}

void RunPage::addDocks()
{
    m_plan = new PlanPane(*m_run, m_theme);
    QDockWidget *left = addDock(u"planDock"_s, tr("Plan"), m_plan, Qt::LeftDockWidgetArea);
    connect(m_plan, &PlanPane::attachAsked, this, &RunPage::openAttachments);
    connect(m_plan, &PlanPane::wordsAsked, m_ask, &AskBar::ask);
    connect(m_plan, &PlanPane::forkAsked, this, [this](const QString &step) { Q_EMIT forkAsked(m_run->id(), step); });
    auto *ladder = new LadderPane(*m_run, m_theme);
    QDockWidget *right = addDock(u"ladderDock"_s, tr("Ladder"), ladder, Qt::RightDockWidgetArea);
    connect(ladder, &LadderPane::titleChanged, right, &QDockWidget::setWindowTitle);
    const auto below = [this](const QString &name, const QString &title, AttemptPane *pane) {
        QDockWidget *dock = addDock(name, title, pane, Qt::BottomDockWidgetArea);
        connect(pane, &AttemptPane::titleChanged, dock, &QDockWidget::setWindowTitle);
        return dock;
    };
    m_tests = new TestsPane(*m_run, m_theme);
    m_problems = new ProblemsPane(*m_run, m_theme);
    QDockWidget *tests = below(u"testsDock"_s, tr("Tests"), m_tests);
    QDockWidget *comparison = below(u"comparisonDock"_s, tr("Ensemble"), new ComparisonPane(*m_run, m_theme));
    connect(ladder, &LadderPane::comparisonAsked, comparison, [comparison] {
        comparison->show();
        comparison->raise();
    });
    for (QDockWidget *dock : {below(u"problemsDock"_s, tr("Problems"), m_problems),
                              below(u"rootCauseDock"_s, tr("Root cause"), new RootCausePane(*m_run, m_theme)),
                              comparison, below(u"evidenceDock"_s, tr("Evidence"), new EvidencePane(*m_run, m_theme))})
        tabifyDockWidget(tests, dock);
    auto *todos = new TodoPane(*m_run, m_theme);
    QDockWidget *todosDock = addDock(u"todosDock"_s, tr("To-dos"), todos, Qt::BottomDockWidgetArea);
    connect(todos, &TodoPane::titleChanged, todosDock, &QDockWidget::setWindowTitle);
    tabifyDockWidget(tests, todosDock);
    tests->raise();
    m_sized = {left, right, tests};
}

QDockWidget *RunPage::addDock(const QString &name, const QString &title, QWidget *pane, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title);
    dock->setObjectName(name);
    dock->setWidget(pane);
    addDockWidget(area, dock);
    m_docks.append(dock);
    return dock;
}

/// Until a person chooses a step, the one that is being worked on is shown.
void RunPage::followTheWork()
{
    const auto &steps = m_run->moment().steps;
    if (!m_following || steps.isEmpty())
        return;
    const auto current = std::find_if(steps.begin(), steps.end(), [this](const journal::StepView &step) {
        return step.id == m_run->selection().step() && step.state == domain::StepState::Running;
    });
    if (current != steps.end())
        return;
    auto next = std::find_if(steps.begin(), steps.end(), [](const journal::StepView &step) {
        return step.state == domain::StepState::Running || step.state == domain::StepState::Waiting;
    });
    if (next == steps.end() && !m_run->selection().step().isEmpty())
        return;
    m_selecting = true;
    m_run->selection().select(next == steps.end() ? steps.first().id : next->id);
    m_selecting = false;
}

QString RunPage::title() const
{
    const RunFacts &facts = m_run->facts();
    const QString name =
        facts.plan.projectName.isEmpty() ? QFileInfo(facts.workspace).fileName() : facts.plan.projectName;
    return name.isEmpty() ? m_run->id() : name;
}

int RunPage::waiting() const
{
    return m_requests->waiting();
}

void RunPage::showRequests()
{
    m_tabs->setCurrentWidget(m_requestsPane);
    m_requestsPane->setFocus();
}

void RunPage::showRequest(const QString &request)
{
    showRequests();
    m_requestsPane->show(request);
}

void RunPage::showSince(qint64 seq)
{
    auto *since = new SinceLooked(*m_run, seq, m_theme, this);
    since->hide();
    connect(since, &SinceLooked::found, this,
            [this, since] { m_tabs->setCurrentIndex(m_tabs->addTab(since, tr("Since you looked"))); });
}

void RunPage::addDockActions(QMenu &menu) const
{
    for (const QDockWidget *dock : m_docks)
        menu.addAction(dock->toggleViewAction());
}

void RunPage::resetLayout()
{
    restoreState(m_firstLayout);
}

void RunPage::setLayout(const QByteArray &state)
{
    m_savedLayout = state;
    if (m_arranged)
        restoreState(state);
}

QByteArray RunPage::layout() const
{
    return m_arranged ? saveState() : m_savedLayout;
}

/// Sizes can be given once the page has its own: docks restored before are squeezed into a page that is small still.
void RunPage::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    if (!m_arranged)
        QTimer::singleShot(0, this, &RunPage::arrange);
}

void RunPage::arrange()
{
    if (std::exchange(m_arranged, true))
        return;
    resizeDocks({m_sized.at(0), m_sized.at(1)}, {m_theme.space(96), m_theme.space(68)}, Qt::Horizontal);
    resizeDocks({m_sized.at(2)}, {m_theme.rowHeight() * 9}, Qt::Vertical);
    m_firstLayout = saveState();
    if (!m_savedLayout.isEmpty())
        restoreState(m_savedLayout);
}

void RunPage::refreshStatus()
{
    const journal::RunView &run = m_run->moment().run;
    const QString started = QLocale().toString(QDateTime::fromMSecsSinceEpoch(run.createdMs), QLocale::ShortFormat);
    QStringList parts{tr("run %1").arg(started)};
    if (!run.branch.isEmpty())
        parts.append(tr("branch %1").arg(run.branch));
    parts.append(tr("journal %1").arg(QLocale().toString(m_run->feed().lastSeq())));
    m_journal->setText(parts.join(u" · "_s));
    if (!run.reason.isEmpty() && m_run->holder() == Holder::Nobody)
        showMessage(run.reason);
}

void RunPage::showMessage(const QString &text)
{
    m_message->setText(text);
    m_message->setToolTip(text);
    // What is under way is said again; what went wrong stays until something else is to be said.
    m_passingSince = 0;
}

} // namespace stepladder::ui

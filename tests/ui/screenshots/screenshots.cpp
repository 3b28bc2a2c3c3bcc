// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/runindex.h"
#include "ui/conversation/conversationpane.h"
#include "ui/editor/diffview.h"
#include "ui/guidance/requestspane.h"
#include "ui/history/comparewindow.h"
#include "ui/history/sincelooked.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"
#include "ui/main/startarea.h"
#include "ui/plan/planeditor.h"
#include "ui/run/sample.h"

#include <QApplication>
#include <QDockWidget>
#include <QTabWidget>
#include <QTest>

#include <algorithm>
#include <cstdio>

/// screenshots HOME FOLDER: every pane, light and dark, on the bundled Python sample, as PNG below FOLDER; their names
/// end in -200 where QT_SCALE_FACTOR is 2. The sample is run into HOME unless it was before: once to its end, and once
/// until it waits for a person.

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

namespace {

constexpr int kPatienceMs = 900'000;

template<typename T>
T need(domain::Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    return std::move(*result);
}

void need(bool there, const char *what)
{
    if (!there)
        qFatal("%s", what);
}

/// Until what streams in behind has come: pages of the log, colours, marks.
void settle()
{
    QTest::qWait(900);
}

class Album
{
public:
    Album(QString folder, Theme &theme)
        : m_folder(std::move(folder))
        , m_theme(theme)
    {
    }

    void add(QWidget &widget, const QString &name)
    {
        for (const auto &[scheme, word] : {std::pair(Scheme::Dark, u"dark"_s), std::pair(Scheme::Light, u"light"_s)}) {
            m_theme.setScheme(scheme);
            settle();
            const QPixmap picture = widget.grab();
            const QString scale = picture.devicePixelRatio() >= 2 ? u"-200"_s : QString();
            const QString file = u"%1/%2-%3%4.png"_s.arg(m_folder, name, word, scale);
            // The best compression; nothing behind the window shows through.
            need(picture.toImage().convertToFormat(QImage::Format_RGB888).save(file, "PNG", 0), qPrintable(file));
            std::printf("%s\n", qPrintable(file));
            std::fflush(stdout);
        }
    }

private:
    const QString m_folder;
    Theme &m_theme;
};

/// The runs of the sample: one that ended and one that waits.
struct Runs
{
    QString ended;
    QString waiting;
};

Runs runsIn(const storage::Locations &locations)
{
    Runs found;
    for (const journal::RunView &run : need(need(journal::RunIndex::open(locations.index()))->runs()))
        (run.status == domain::RunStatus::Partial ? found.ended : found.waiting) = run.run;
    return found;
}

/// To its end, or supervised until a change waits for a person.
void play(const storage::Locations &locations, const storage::Clock &clock, Theme &theme, bool isSupervised)
{
    MainWindow window(locations, clock, theme);
    window.show();
    engine::StartRequest request = need(layOutSample(locations, u"python"_s));
    request.noHuman = !isSupervised;
    request.mode = isSupervised ? domain::Mode::Supervised : domain::Mode::Guarded;
    window.start(request);
    need(QTest::qWaitFor([&] { return window.currentPage() != nullptr; }, kPatienceMs), "the sample did not start");
    RunPage &page = *window.currentPage();
    const auto &run = page.run().moment().run;
    need(QTest::qWaitFor([&] { return isSupervised ? page.waiting() > 0 : run.status == domain::RunStatus::Partial; },
                         kPatienceMs),
         "the sample did not come to its end");
    page.run().pause();
    need(QTest::qWaitFor([&] { return !page.run().isBusy(); }, kPatienceMs), "the sample did not pause");
}

void startPage(MainWindow &window, const storage::Locations &locations, Album &album)
{
    album.add(window, u"start-page"_s);
    const engine::StartRequest sample = need(layOutSample(locations, u"python"_s));
    PlanEditor *editor =
        window.findChild<StartArea *>()->openPlan({.plan = sample.plan, .workspace = sample.workspace}, {});
    album.add(*editor, u"plan-editor"_s);
}

/// The step that took the most tries to succeed.
QString hardest(const journal::Moment &moment)
{
    const auto &steps = moment.steps;
    const auto best = std::max_element(steps.begin(), steps.end(), [](const auto &a, const auto &b) {
        const auto rank = [](const journal::StepView &step) {
            return step.state == domain::StepState::Accepted ? step.attempts : 0;
        };
        return rank(a) < rank(b);
    });
    return best->id;
}

void panes(RunPage &page, MainWindow &window, Album &album)
{
    OpenRun &run = page.run();
    run.selection().select(hardest(run.moment()));
    need(QTest::qWaitFor([&] { return page.findChild<DiffView *>() && page.findChild<DiffView *>()->isCompared(); },
                         kPatienceMs),
         "there is no diff");
    album.add(window, u"window"_s);
    album.add(*page.findChild<QTabWidget *>(u"centerTabs"_s), u"code"_s);
    album.add(*page.findChild<ConversationPane *>(), u"conversation"_s);
    for (const auto &[dock, name] : {std::pair(u"planDock"_s, u"plan"_s), std::pair(u"ladderDock"_s, u"ladder"_s),
                                     std::pair(u"evidenceDock"_s, u"evidence"_s), std::pair(u"testsDock"_s, u"tests"_s),
                                     std::pair(u"rootCauseDock"_s, u"root-cause"_s)}) {
        auto *widget = page.findChild<QDockWidget *>(dock);
        widget->raise();
        album.add(*widget, name);
    }
    // What did not pass has the problems.
    const auto attempts = run.attemptsOf(run.selection().step());
    const auto failed = std::find_if(attempts.begin(), attempts.end(),
                                     [](const journal::AttemptState &attempt) { return attempt.state == u"failed"_s; });
    if (failed != attempts.end())
        run.selection().select(failed->step, failed->startedSeq);
    auto *problems = page.findChild<QDockWidget *>(u"problemsDock"_s);
    problems->raise();
    album.add(*problems, u"problems"_s);
}

void whatHappened(RunPage &page, Album &album)
{
    page.showSince(page.run().moment().run.seq / 2);
    auto *tabs = page.findChild<QTabWidget *>(u"centerTabs"_s);
    need(QTest::qWaitFor([&] { return qobject_cast<SinceLooked *>(tabs->currentWidget()) != nullptr; }, kPatienceMs),
         "nothing happened");
    album.add(*tabs, u"since-you-looked"_s);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    if (argc != 3) {
        std::fprintf(stderr, "usage: screenshots HOME FOLDER\n");
        return 2;
    }
    const auto locations = storage::Locations::under(QString::fromLocal8Bit(argv[1]));
    const QString folder = QString::fromLocal8Bit(argv[2]);
    need(QDir().mkpath(folder) && QDir().mkpath(locations.runs()), "the folders cannot be made");
    const storage::SystemClock clock;
    Theme theme(Scheme::Light);
    theme.applyTo(application);
    if (runsIn(locations).waiting.isEmpty())
        play(locations, clock, theme, true);
    if (runsIn(locations).ended.isEmpty())
        play(locations, clock, theme, false);
    const Runs runs = runsIn(locations);

    MainWindow window(locations, clock, theme);
    window.resize(1600, 1000);
    window.show();
    Album album(folder, theme);
    startPage(window, locations, album);
    window.openRun(runs.ended);
    RunPage &page = *window.currentPage();
    need(QTest::qWaitFor([&] { return !page.run().moment().steps.isEmpty(); }, kPatienceMs), "the run does not open");
    panes(page, window, album);
    whatHappened(page, album);
    window.openRun(runs.waiting);
    RunPage &asking = *window.currentPage();
    need(QTest::qWaitFor([&] { return asking.waiting() > 0; }, kPatienceMs), "nothing is asked");
    asking.showRequests();
    album.add(*asking.findChild<RequestsPane *>(), u"requests"_s);
    CompareWindow compare(locations, clock, runs.ended, runs.waiting, theme);
    compare.resize(1400, 900);
    compare.show();
    album.add(compare, u"compare"_s);
    return 0;
}

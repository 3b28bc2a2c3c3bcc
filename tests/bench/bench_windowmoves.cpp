// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "busyrun.h"

#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

/// What a person does with the window while a run of a million entries is open in it, all panes shown: scrubbing from
/// one moment to another, resizing, docking, switching the theme. Each move is timed until the GUI thread is free
/// again.

using namespace stepladder;
using namespace stepladder::bench;

namespace {

constexpr int kEntries = 1'000'000;
constexpr double kScrubGoal = 50;
constexpr double kStallGoal = 100;

void makeRun(const storage::Locations &locations, const QString &run, const storage::Clock &clock, int entries)
{
    QDir().mkpath(locations.runs());
    const auto journal = journal::Journal::create(locations.run(run), run, clock);
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    begin(**journal, locations);
    for (int i = 0; i < entries; ++i)
        (*journal)->append(std::nullopt, entry(i));
    (*journal)->flush();
}

double msOf(const std::function<void()> &move)
{
    QElapsedTimer timer;
    timer.start();
    move();
    QApplication::processEvents();
    return double(timer.nsecsElapsed()) / 1e6;
}

void wait(const std::function<bool()> &there)
{
    while (!there())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
}

void report(const char *what, std::vector<double> times, double goal)
{
    std::sort(times.begin(), times.end());
    const auto at = [&times](double share) { return times.at(size_t(double(times.size() - 1) * share)); };
    std::printf("%-34s %4zu times: median %6.1f ms, 95 %% %6.1f ms, longest %6.1f ms (x%.2f of %.0f)\n", what,
                times.size(), at(0.5), at(0.95), at(1), at(1) / goal, goal);
    std::fflush(stdout);
}

void scrub(ui::OpenRun &run)
{
    const qint64 last = run.feed().lastSeq();
    std::vector<double> shown;
    std::vector<double> stalls;
    for (int i = 1; i <= 200; ++i) {
        const qint64 seq = 1 + (last - 1) * ((i * 7919) % 1000) / 1000;
        QElapsedTimer timer;
        timer.start();
        double stall = msOf([&] { run.setPosition(seq); });
        while (run.moment().run.seq != seq) {
            QElapsedTimer turn;
            turn.start();
            QApplication::processEvents();
            stall = std::max(stall, double(turn.nsecsElapsed()) / 1e6);
        }
        shown.push_back(double(timer.nsecsElapsed()) / 1e6);
        stalls.push_back(stall);
    }
    run.setPosition(0);
    report("scrubbing, until it is shown", shown, kScrubGoal);
    report("  the GUI thread meanwhile", stalls, kScrubGoal);
}

void resize(ui::MainWindow &window)
{
    std::vector<double> times;
    for (int i = 0; i < 60; ++i) {
        const int way = i < 30 ? i : 60 - i;
        times.push_back(msOf([&] { window.resize(1000 + 20 * way, 700 + 10 * way); }));
    }
    report("resizing the window", times, kStallGoal);
}

void dock(ui::RunPage &page)
{
    std::vector<double> times;
    for (QDockWidget *one : page.findChildren<QDockWidget *>()) {
        times.push_back(msOf([&] { one->setFloating(true); }));
        times.push_back(msOf([&] { page.addDockWidget(Qt::LeftDockWidgetArea, one); }));
        times.push_back(msOf([&] { one->setFloating(false); }));
    }
    times.push_back(msOf([&] { page.resetLayout(); }));
    report("floating and docking each pane", times, kStallGoal);
}

void switchTheme(ui::Theme &theme)
{
    std::vector<double> times;
    for (int i = 0; i < 10; ++i)
        times.push_back(msOf([&] { theme.setScheme(i % 2 == 0 ? ui::Scheme::Dark : ui::Scheme::Light); }));
    report("switching the theme", times, kStallGoal);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QCommandLineParser options;
    options.addOption({u"entries"_s, u"Entries of the run."_s, u"n"_s, QString::number(kEntries)});
    options.process(application);
    const QTemporaryDir home;
    const auto locations = storage::Locations::under(home.path());
    const storage::SystemClock clock;
    const QString run = u"big"_s;
    makeRun(locations, run, clock, options.value(u"entries"_s).toInt());
    ui::Theme theme(ui::Scheme::Light);
    theme.applyTo(application);
    ui::MainWindow window(locations, clock, theme);
    window.resize(1600, 1000);
    window.show();
    window.openRun(run);
    ui::RunPage &page = *window.currentPage();
    wait([&page] { return !page.run().moment().attempts.isEmpty(); });
    page.run().selection().select(stepName(0));
    // What fills up behind: the rows of the log.
    QElapsedTimer filling;
    filling.start();
    wait([&filling] { return filling.elapsed() > 5000; });
    scrub(page.run());
    resize(window);
    dock(page);
    switchTheme(theme);
    std::printf("%-34s %6.1f MiB\n", "memory", pssMib());
    return 0;
}

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "busyrun.h"

#include "ui/main/runpage.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include <time.h>

/// The window under load: 4,500 streamed deltas and 500 entries a second for 30 s with all panes open, beside the same
/// window at rest. A heartbeat of 5 ms tells how long the GUI thread was away.

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::bench;
using namespace std::chrono_literals;

namespace {

constexpr int kSeconds = 30;
constexpr int kDeltasPerTick = 45;
constexpr int kEntriesPerTick = 5;
constexpr auto kTick = 10ms;

double cpuSeconds(clockid_t which)
{
    timespec now = {};
    ::clock_gettime(which, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

struct Load
{
    double longest = 0;
    int stalls = 0;
    double cpu = 0; ///< of the whole process, cores
    double gui = 0; ///< of the GUI thread, cores
    double mib = 0;
};

Load measure(int seconds)
{
    Load load;
    QElapsedTimer beat;
    QTimer heart;
    std::vector<double> beats;
    QObject::connect(&heart, &QTimer::timeout, qApp, [&] {
        const double ms = double(beat.nsecsElapsed()) / 1e6;
        beat.restart();
        load.longest = std::max(load.longest, ms);
        load.stalls += ms > 50 ? 1 : 0;
    });
    const double process = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    const double thread = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
    beat.start();
    heart.start(5);
    QTimer::singleShot(seconds * 1000, qApp, &QApplication::quit);
    QApplication::exec();
    load.cpu = (cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - process) / seconds;
    load.gui = (cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - thread) / seconds;
    load.mib = pssMib();
    return load;
}

void print(const char *what, const Load &load)
{
    std::printf("%-10s longest stall %6.1f ms, over 50 ms: %d, %.2f cores (GUI thread %.2f), %.1f MiB\n", what,
                load.longest, load.stalls, load.cpu, load.gui, load.mib);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QTemporaryDir home;
    const auto locations = storage::Locations::under(home.path());
    const storage::SystemClock clock;
    QDir().mkpath(locations.runs());
    auto journal = journal::Journal::create(locations.run(u"busy"_s), u"busy"_s, clock);
    if (!journal)
        return 1;
    begin(**journal, locations);
    ui::Theme theme(ui::Scheme::Light);
    theme.applyTo(application);
    auto news = std::make_shared<ui::LiveNews>();
    const engine::RunListener listener = news->listener();
    (*journal)->onCommitted(listener.entries);
    // Never started: it stands for the run that tells its news.
    auto controller = std::make_unique<engine::RunController>(locations, clock, engine::RunListener{});
    ui::RunPage page(new ui::OpenRun(locations, clock, u"busy"_s, std::move(controller), news), theme);
    page.resize(1600, 1000);
    page.show();
    measure(2);
    const Load rest = measure(3);
    std::atomic<bool> stop = false;
    std::thread engine([&] {
        auto due = std::chrono::steady_clock::now();
        for (int i = 0, tick = 0; !stop; ++tick) {
            for (int d = 0; d < kDeltasPerTick; ++d)
                listener.streamed(stepName(d % 4), 1, u"m"_s, u" token"_s);
            for (int e = 0; e < kEntriesPerTick; ++e)
                (*journal)->append(std::nullopt, entry(i++));
            due += kTick;
            std::this_thread::sleep_until(due);
        }
    });
    const Load busy = measure(kSeconds);
    stop = true;
    engine.join();
    print("at rest", rest);
    print("under load", busy);
    std::printf("goals: no stall over 50 ms, under 1.00 cores, at most 150 MiB\n");
    return 0;
}

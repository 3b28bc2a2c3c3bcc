// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/stage.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

#include <time.h>

/// What a scratch of a repository of 10,000 files costs: the first one, later ones, and after a commit.

using namespace Qt::StringLiterals;
using stepladder::workspace::Scratch;
using stepladder::workspace::Stage;

namespace {

constexpr int kFiles = 10'000;
constexpr int kRounds = 15;
constexpr double kGoalMs = 50;

void makeWorkspace(const QString &folder)
{
    for (int i = 0; i < kFiles; ++i) {
        const QString path = u"%1/project%2/part%3"_s.arg(folder).arg(i % 25).arg(i % 500);
        QDir().mkpath(path);
        QFile file(path + u"/file%1.cs"_s.arg(i));
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray(500 + i % 4000, 'x'));
    }
}

double timed(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

/// Of this process, for machines that have other things to do as well.
double cpuMs()
{
    timespec now = {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

void print(const char *what, double ms, double full)
{
    std::printf("%-58s %9.2f ms  %6.3f of a full copy\n", what, ms, ms / full);
}

double measure(Stage &stage, const std::function<void(Scratch &, int round)> &use)
{
    std::vector<double> times;
    double cpu = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::unique_ptr<Scratch> scratch;
        const double before = cpuMs();
        times.push_back(timed([&] { scratch = stage.scratch({}).value(); }));
        cpu += cpuMs() - before;
        use(*scratch, round);
    }
    std::printf("%-58s %9.2f ms\n", "  processor time of the next line, mean", cpu / kRounds);
    return median(times);
}

} // namespace

int main()
{
    QTemporaryDir base;
    makeWorkspace(base.filePath(u"workspace"_s));
    std::unique_ptr<Stage> stage;
    const double created = timed([&] {
        stage = Stage::create(base.filePath(u"workspace"_s), base.filePath(u"stage"_s), u"bench"_s,
                              {.outputs = {u"obj"_s}}, false, {}, {})
                    .value();
    });
    const double full = timed([&] { (void)stage->scratch({}).value(); });
    print("stage of 10,000 files (copied, hashed, committed)", created, full);
    print("first scratch (a full copy)", full, full);
    const double untouched = measure(*stage, [](Scratch &, int) {});
    print("later scratch, nothing changed in the one before", untouched, full);
    const double used = measure(*stage, [](Scratch &scratch, int round) {
        (void)scratch.write({{u"project1/part1/file1.cs"_s, QByteArray(1000, char('a' + round))}});
        for (int i = 0; i < 200; ++i) {
            QDir().mkpath(scratch.folder() + u"/project1/obj"_s);
            QFile built(scratch.folder() + u"/project1/obj/%1.dll"_s.arg(i));
            if (built.open(QIODevice::WriteOnly))
                built.write(QByteArray(20'000, 'b'));
        }
    });
    print("later scratch, a candidate and 200 build outputs to clear", used, full);
    const double moved = measure(*stage, [&](Scratch &, int round) {
        (void)stage->commit({{u"project2/part2/file2.cs"_s, QByteArray(1000, char('a' + round))}}, u"step"_s);
    });
    print("later scratch, the head moved by a commit", moved, full);
    const double reopened = timed([&] {
        stage.reset();
        stage = Stage::open(base.filePath(u"stage"_s), {}).value();
    });
    print("stage closed and opened again", reopened, full);
    const double worst = std::max({untouched, used, moved});
    std::printf("goal: ready in <= %.0f ms after the first: %s (%.2f ms)\n", kGoalMs,
                worst <= kGoalMs ? "met" : "missed", worst);
    return 0;
}

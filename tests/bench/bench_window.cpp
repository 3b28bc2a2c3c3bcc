// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"

#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

#include <time.h>

/// From the start of a process to its first window painted, and what that process holds: the window, an empty window
/// linked to the same libraries, the window on a run of a million entries. Medians; the first round warms the disk.
/// Beside Kate, where it is: what the X server shows and when, of both alike.

using namespace Qt::StringLiterals;
using namespace stepladder;

namespace {

constexpr int kRounds = 9;
constexpr int kEntries = 1'000'000;

qint64 nowNs()
{
    timespec now = {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// Proportional set size in MiB (proc(5), smaps_rollup).
double pssMib(const QString &process = u"self"_s)
{
    QFile file(u"/proc/%1/smaps_rollup"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).simplified().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

/// Calls back once, when the window has been painted.
class FirstPaint : public QObject
{
public:
    FirstPaint(QWidget &window, std::function<void()> then)
        : m_then(std::move(then))
    {
        window.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_then) {
            // After this event: the painting itself is in it.
            QMetaObject::invokeMethod(watched, std::exchange(m_then, {}), Qt::QueuedConnection);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<void()> m_then;
};

void printAndQuit(qint64 startedNs)
{
    std::printf("%.2f %.2f\n", double(nowNs() - startedNs) / 1e6, pssMib());
    std::fflush(stdout);
    std::_Exit(0);
}

int child(int argc, char *argv[], const QString &what, qint64 startedNs, const QString &home)
{
    QApplication application(argc, argv);
    if (what == u"empty"_s) {
        QMainWindow window;
        window.resize(1600, 1000);
        const FirstPaint paint(window, [startedNs] { printAndQuit(startedNs); });
        window.show();
        return QApplication::exec();
    }
    const auto locations = storage::Locations::under(home);
    const storage::SystemClock clock;
    ui::Theme theme;
    ui::MainWindow window(locations, clock, theme);
    theme.applyTo(application);
    const FirstPaint paint(window, [&] {
        if (what == u"window"_s)
            printAndQuit(startedNs);
        if (what == u"stay"_s)
            return;
        const qint64 before = nowNs();
        window.openRun(u"big"_s);
        QObject::connect(&window.currentPage()->run().feed(), &ui::RunFeed::momentChanged, &window,
                         [before] { QTimer::singleShot(0, qApp, [before] { printAndQuit(before); }); });
    });
    window.show();
    return QApplication::exec();
}

void makeBigRun(const QString &home)
{
    const storage::SystemClock clock;
    const auto locations = storage::Locations::under(home);
    QDir().mkpath(locations.runs());
    const auto journal = journal::Journal::create(locations.run(u"big"_s), u"big"_s, clock);
    if (!journal)
        return;
    for (int i = 0; i < kEntries; ++i) {
        (*journal)->append(std::nullopt,
                           {.type = u"insight"_s,
                            .step = u"s%1"_s.arg(i % 300),
                            .attempt = i % 15,
                            .data = {{u"role"_s, u"generator"_s},
                                     {u"model"_s, u"m"_s},
                                     {u"entryType"_s, u"insight"_s},
                                     {u"contentType"_s, u"note"_s},
                                     {u"text"_s, u"The token is accepted and never passed on, line %1."_s.arg(i)}}});
    }
    (*journal)->flush();
}

struct Figures
{
    double ms = 0;
    double mib = 0;
};

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values.at(values.size() / 2);
}

Figures measure(const QString &program, const QString &what, const QString &home)
{
    std::vector<double> times;
    std::vector<double> sizes;
    for (int i = 0; i <= kRounds; ++i) {
        QProcess process;
        process.start(program, {u"--child"_s, what, QString::number(nowNs()), home});
        if (!process.waitForFinished(60'000))
            return {};
        const auto words = process.readAllStandardOutput().simplified().split(' ');
        if (words.size() != 2 || i == 0)
            continue;
        times.push_back(words.at(0).toDouble());
        sizes.push_back(words.at(1).toDouble());
    }
    return {median(times), median(sizes)};
}

/// From the start of \p program until the X server shows a window of its, and what it holds half a second later.
Figures onScreen(const QString &program, const QStringList &arguments)
{
    std::vector<double> times;
    std::vector<double> sizes;
    for (int i = 0; i <= kRounds; ++i) {
        const qint64 before = nowNs();
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForStarted())
            return {};
        const QString pid = QString::number(process.processId());
        QProcess look;
        look.start(u"xdotool"_s, {u"search"_s, u"--sync"_s, u"--onlyvisible"_s, u"--pid"_s, pid});
        const bool seen = look.waitForFinished(20'000);
        const double ms = double(nowNs() - before) / 1e6;
        process.waitForFinished(500);
        const double mib = pssMib(pid);
        process.kill();
        process.waitForFinished();
        if (!seen)
            return {};
        if (i > 0) {
            times.push_back(ms);
            sizes.push_back(mib);
        }
    }
    return {median(times), median(sizes)};
}

void besideKate(const QString &program, const QString &home)
{
    const QString kate = QStandardPaths::findExecutable(u"kate"_s);
    const char *missing = kate.isEmpty()                         ? "kate is not installed"
        : QStandardPaths::findExecutable(u"xdotool"_s).isEmpty() ? "xdotool is not installed"
        : qEnvironmentVariableIsEmpty("DISPLAY")                 ? "there is no X server"
                                                                 : nullptr;
    if (missing) {
        std::printf("beside Kate: skipped, %s\n", missing);
        return;
    }
    const Figures ours = onScreen(program, {u"--child"_s, u"stay"_s, u"0"_s, home});
    const Figures theirs = onScreen(kate, {u"--new"_s});
    std::printf("%-34s %8.1f ms %31.1f MiB\n", "on the screen: the window", ours.ms, ours.mib);
    std::printf("%-34s %8.1f ms (x%.2f of ours) %14.1f MiB (x%.2f)\n", "on the screen: Kate", theirs.ms,
                theirs.ms / ours.ms, theirs.mib, theirs.mib / ours.mib);
}

void print(const char *what, const Figures &figures, const Figures &empty, double goalMs, double goalMib)
{
    std::printf("%-34s %8.1f ms (x%.2f, goal %.0f) %8.1f MiB (x%.2f, goal %.0f)\n", what, figures.ms,
                figures.ms / empty.ms, goalMs, figures.mib, figures.mib / empty.mib, goalMib);
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc == 5 && qstrcmp(argv[1], "--child") == 0)
        return child(argc, argv, QString::fromLocal8Bit(argv[2]), QByteArray(argv[3]).toLongLong(),
                     QString::fromLocal8Bit(argv[4]));
    const QTemporaryDir home;
    const QString program = QString::fromLocal8Bit(argv[0]);
    makeBigRun(home.path());
    const Figures empty = measure(program, u"empty"_s, home.path());
    std::printf("%-34s %8.1f ms %31.1f MiB\n", "an empty window, same libraries", empty.ms, empty.mib);
    print("first window", measure(program, u"window"_s, home.path()), empty, 150, 60);
    print("a run of 10^6 entries, from there", measure(program, u"big"_s, home.path()), empty, 300, 150);
    besideKate(program, home.path());
    return 0;
}

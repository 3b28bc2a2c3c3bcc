// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QByteArray>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/// What the program takes as a whole process: a one-step plan beside one that only says its version, many steps at once
/// beside their critical path, and going on with a run of a thousand finished steps.

using namespace Qt::StringLiterals;

namespace {

constexpr int kRounds = 15;
constexpr int kDelayMs = 400;
constexpr int kAtOnce = 40;
constexpr int kFinished = 1000;

struct Figures
{
    double ms = 0;
    double mib = 0; ///< the most it had resident
    int exitCode = -1;
};

/// Runs the program to its end with STEPLADDER_HOME in \p folder, its output in \p folder/output.
Figures run(const QString &folder, const QStringList &arguments)
{
    std::vector<QByteArray> words{QByteArrayLiteral(STEPLADDER_PROGRAM)};
    for (const QString &argument : arguments)
        words.push_back(argument.toUtf8());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const QByteArray home = (folder + u"/home"_s).toUtf8();
    const QByteArray output = (folder + u"/output"_s).toUtf8();
    QElapsedTimer timer;
    timer.start();
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("STEPLADDER_HOME", home.constData(), 1);
        const int file = ::open(output.constData(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::dup2(file, STDERR_FILENO);
        ::execv(argv.front(), argv.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage = {};
    ::wait4(child, &status, 0, &usage);
    return {double(timer.nsecsElapsed()) / 1e6, double(usage.ru_maxrss) / 1024,
            WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

QString outputIn(const QString &folder)
{
    QFile file(folder + u"/output"_s);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void need(const QString &folder, const Figures &figures, int exitCode)
{
    if (figures.exitCode != exitCode)
        qFatal("exit code %d, expected %d: %s", figures.exitCode, exitCode, qPrintable(outputIn(folder)));
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(path));
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// A plan of \p steps independent texts, each answered after \p delayMs; the last \p unanswered are not.
void writeScenario(const QString &folder, int steps, int delayMs, int unanswered = 0)
{
    QJsonArray all;
    QByteArray answers =
        R"({"match":{"purpose":"think"},"repeat":true,"content":"{\"guidance\":\"g\",\"keyPoints\":[],\"risks\":[],\"dependencies\":[],\"suggestedApproach\":\"\",\"estimatedComplexity\":1,\"exampleCode\":\"\"}"})"
        "\n";
    for (int i = 0; i < steps; ++i) {
        const QString id = u"s%1"_s.arg(i);
        all.append(QJsonObject{{u"id"_s, id},
                               {u"title"_s, id},
                               {u"description"_s, u"write"_s},
                               {u"file"_s, id + u".txt"_s},
                               {u"dependsOn"_s, QJsonArray()}});
        if (i < steps - unanswered)
            answers += json({{u"match"_s, QJsonObject{{u"purpose"_s, u"generate"_s}, {u"step"_s, id}}},
                             {u"content"_s, u"```text %1.txt\nline of %1\n```\n"_s.arg(id)},
                             {u"delayMs"_s, delayMs}})
                + '\n';
    }
    write(
        folder + u"/plan.json"_s,
        json({{u"task"_s, u"texts"_s}, {u"language"_s, u"text"_s}, {u"projectName"_s, u"texts"_s}, {u"steps"_s, all}}));
    write(folder + u"/answers.jsonl"_s, answers);
    const QJsonObject endpoint{
        {u"id"_s, u"e"_s}, {u"kind"_s, u"scripted"_s}, {u"file"_s, u"answers.jsonl"_s}, {u"parallel"_s, 1000}};
    const QJsonObject model{{u"id"_s, u"m"_s}, {u"endpoint"_s, u"e"_s}, {u"name"_s, u"m"_s}};
    write(folder + u"/models.json"_s,
          json({{u"endpoints"_s, QJsonArray{endpoint}},
                {u"models"_s, QJsonArray{model}},
                {u"roles"_s, QJsonObject{{u"thinker"_s, u"m"_s}, {u"generator"_s, u"m"_s}}}}));
    QDir(folder).mkdir(u"workspace"_s);
}

QStringList runCommand(const QString &folder, int parallel)
{
    return {u"run"_s,       folder + u"/plan.json"_s,   u"--workspace"_s, folder + u"/workspace"_s,
            u"--models"_s,  folder + u"/models.json"_s, u"--parallel"_s,  QString::number(parallel),
            u"--no-human"_s};
}

Figures median(const std::function<Figures()> &round)
{
    std::vector<double> ms;
    std::vector<double> mib;
    for (int i = 0; i < kRounds; ++i) {
        const Figures figures = round();
        ms.push_back(figures.ms);
        mib.push_back(figures.mib);
    }
    std::sort(ms.begin(), ms.end());
    std::sort(mib.begin(), mib.end());
    return {ms.at(ms.size() / 2), mib.at(mib.size() / 2), 0};
}

const char *verdict(bool met)
{
    return met ? "met" : "missed";
}

void oneStep()
{
    const Figures nothing = median([] {
        const QTemporaryDir dir;
        const Figures figures = run(dir.path(), {u"--version"_s});
        need(dir.path(), figures, 0);
        return figures;
    });
    const Figures whole = median([] {
        const QTemporaryDir dir;
        writeScenario(dir.path(), 1, 0);
        const Figures figures = run(dir.path(), runCommand(dir.path(), 1));
        need(dir.path(), figures, 0);
        return figures;
    });
    std::printf("one step, text, as a whole process    %7.1f ms (goal 150: %s), %5.1f MiB (goal 50: %s); --version "
                "alone %.1f ms, %.1f MiB\n",
                whole.ms, verdict(whole.ms <= 150), whole.mib, verdict(whole.mib <= 50), nothing.ms, nothing.mib);
}

void manySteps()
{
    const auto makespan = [](int steps) {
        const QTemporaryDir dir;
        writeScenario(dir.path(), steps, kDelayMs);
        const Figures figures = run(dir.path(), runCommand(dir.path(), steps));
        need(dir.path(), figures, 0);
        return figures.ms;
    };
    const double path = makespan(1);
    const double all = makespan(kAtOnce);
    std::printf("%d independent steps of %d ms each    %7.1f ms, x%.2f of one such step's run (goal 1.1: %s)\n",
                kAtOnce, kDelayMs, all, all / path, verdict(all <= 1.1 * path));
}

void goingOn()
{
    const QTemporaryDir dir;
    writeScenario(dir.path(), kFinished + 1, 0, 1);
    const Figures first = run(dir.path(), runCommand(dir.path(), 8));
    need(dir.path(), first, 2); // the last call is not scripted
    const QStringList runs = QDir(dir.path() + u"/home/state/runs"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    const Figures again = run(dir.path(), {u"resume"_s, runs.value(0)});
    need(dir.path(), again, 2);
    std::printf("resumed with %d finished steps       %7.1f ms to the next call and its end (goal 1000: %s); the run "
                "itself took %.0f ms\n",
                kFinished, again.ms, verdict(again.ms <= 1000), first.ms);
}

} // namespace

int main()
{
    oneStep();
    manySteps();
    goingOn();
    return 0;
}

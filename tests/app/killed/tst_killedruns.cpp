// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalreader.h"
#include "storage/locations.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;

namespace {

constexpr int kSteps = 9;
constexpr int kRounds = 8;

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

/// A plan of language text whose every step fails once, with paid scripted models that take their time.
void writeScenario(const QString &folder)
{
    QJsonArray steps;
    QByteArray answers;
    const QJsonObject usage{{u"input"_s, 100}, {u"output"_s, 100}};
    const QString thinking =
        u"{\"guidance\":\"g\",\"keyPoints\":[],\"risks\":[],\"dependencies\":[],\"suggestedApproach\":\"\",\"estimatedComplexity\":1,\"exampleCode\":\"\"}"_s;
    answers += compact({{u"match"_s, QJsonObject{{u"purpose"_s, u"think"_s}}},
                        {u"content"_s, thinking},
                        {u"repeat"_s, true},
                        {u"delayMs"_s, 10},
                        {u"usage"_s, usage}})
        + '\n';
    for (int i = 0; i < kSteps; ++i) {
        const QString id = u"s%1"_s.arg(i);
        QJsonArray dependsOn;
        if (i % 3 > 0)
            dependsOn.append(u"s%1"_s.arg(i - 1));
        steps.append(QJsonObject{{u"id"_s, id},
                                 {u"title"_s, id},
                                 {u"description"_s, u"write"_s},
                                 {u"file"_s, id + u".txt"_s},
                                 {u"dependsOn"_s, dependsOn}});
        for (int attempt = 1; attempt <= 2; ++attempt) {
            const QString content = attempt == 1 ? u"no code"_s : u"```text %1.txt\nline of %1\n```\n"_s.arg(id);
            answers += compact({{u"match"_s,
                                 QJsonObject{{u"purpose"_s, u"generate"_s}, {u"step"_s, id}, {u"attempt"_s, attempt}}},
                                {u"content"_s, content},
                                {u"delayMs"_s, 20},
                                {u"usage"_s, usage}})
                + '\n';
        }
    }
    writeFile(folder + u"/plan.json"_s,
              compact({{u"task"_s, u"texts"_s},
                       {u"language"_s, u"text"_s},
                       {u"projectName"_s, u"texts"_s},
                       {u"steps"_s, steps}}));
    writeFile(folder + u"/answers.jsonl"_s, answers);
    const QJsonObject endpoint{{u"id"_s, u"e"_s}, {u"kind"_s, u"scripted"_s}, {u"file"_s, u"answers.jsonl"_s}};
    const QJsonObject model{{u"id"_s, u"m"_s},
                            {u"endpoint"_s, u"e"_s},
                            {u"name"_s, u"m"_s},
                            {u"inputPerMTok"_s, 10},
                            {u"outputPerMTok"_s, 10}};
    writeFile(folder + u"/models.json"_s,
              compact({{u"endpoints"_s, QJsonArray{endpoint}},
                       {u"models"_s, QJsonArray{model}},
                       {u"roles"_s, QJsonObject{{u"thinker"_s, u"m"_s}, {u"generator"_s, u"m"_s}}}}));
    QVERIFY(QDir(folder).mkdir(u"workspace"_s));
}

/// The run of \p folder once its first entry is in its journal; empty before.
QString begunRun(const QString &folder)
{
    const storage::Locations locations = storage::Locations::under(folder + u"/home"_s);
    for (const QString &run : QDir(locations.runs()).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const auto reader = journal::JournalReader::open(locations.run(run));
        if (reader && (*reader)->lastSeq().value_or(0) > 0)
            return run;
    }
    return {};
}

/// Starts the program and kills it with SIGKILL \p killAfterMs after there is a run, unless it ended before; its exit
/// code, or -1.
int runAndKill(const QString &folder, const QStringList &arguments, int killAfterMs, QByteArray *output)
{
    constexpr int kPatienceMs = 60'000; // a slow machine, or one with a sanitizer, has no run after so many ms
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEPLADDER_HOME"_s, folder + u"/home"_s);
    process.setProcessEnvironment(environment);
    process.start(QString::fromUtf8(STEPLADDER_PROGRAM), arguments);
    bool ended = false;
    for (int waited = 0; !ended && waited < kPatienceMs && begunRun(folder).isEmpty(); waited += 5)
        ended = process.waitForFinished(5);
    ended = ended || process.waitForFinished(killAfterMs);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    *output = process.readAllStandardOutput();
    return ended ? process.exitCode() : -1;
}

} // namespace

/// `kill -9` at any moment loses nothing recorded and pays for nothing recorded twice (design.md §4).
class TestKilledRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLostAndNothingIsPaidTwice();

private:
    static void checkJournal(const QString &folder, const QString &run, int kills);
};

void TestKilledRuns::nothingIsLostAndNothingIsPaidTwice()
{
    constexpr int kPatienceMs = 120'000;
    int allKills = 0;
    for (int round = 0; round < kRounds; ++round) {
        QTemporaryDir dir;
        writeScenario(dir.path());
        QByteArray output;
        const QStringList start = {
            u"run"_s,      dir.filePath(u"plan.json"_s),   u"--workspace"_s, dir.filePath(u"workspace"_s),
            u"--models"_s, dir.filePath(u"models.json"_s), u"--json"_s};
        int code = runAndKill(dir.path(), start, QRandomGenerator::global()->bounded(0, 600), &output);
        int kills = code < 0;
        const QString run = begunRun(dir.path());
        QVERIFY2(!run.isEmpty(), output.constData());
        for (int i = 0; i < 4 && code < 0; ++i) {
            code = runAndKill(dir.path(), {u"resume"_s, run, u"--json"_s},
                              QRandomGenerator::global()->bounded(100, 900), &output);
            kills += code < 0;
        }
        if (code < 0)
            code = runAndKill(dir.path(), {u"resume"_s, run, u"--json"_s}, kPatienceMs, &output);
        QCOMPARE(code, 0);
        const QJsonObject last = QJsonDocument::fromJson(output.trimmed().split('\n').last()).object();
        QCOMPARE(last[u"status"].toString(), u"accepted"_s);
        QCOMPARE(last[u"steps"][u"accepted"].toInt(), kSteps);
        QCOMPARE(last[u"attempts"].toInt(), 2 * kSteps);
        checkJournal(dir.path(), run, kills);
        allKills += kills;
    }
    QVERIFY(allKills > 0); // else nothing was tried
}

void TestKilledRuns::checkJournal(const QString &folder, const QString &run, int kills)
{
    const auto reader = journal::JournalReader::open(storage::Locations::under(folder + u"/home"_s).run(run));
    QVERIFY2(reader, reader ? "" : qPrintable(reader.error().message));
    QVERIFY((*reader)->verify());
    const auto settled = (*reader)->entries(0, 100'000, {.types = {u"budget.settled"_s}});
    QVERIFY(settled);
    int real = 0;
    int lost = 0;
    for (const domain::Entry &entry : *settled)
        (entry.data[u"estimated"].toBool() ? lost : real) += 1;
    QCOMPARE(real, 3 * kSteps); // one thought and two generations a step, each paid once
    QVERIFY2(lost <= 4 * kills, "at most one lost call for each open intent at a kill"); // four steps at once
    const auto moment = (*reader)->at();
    QVERIFY(moment);
    QCOMPARE(moment->run.reserved, 0);
}

QTEST_GUILESS_MAIN(TestKilledRuns)
#include "tst_killedruns.moc"

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
constexpr int kEnsembles = 3;

/// Rounds of killing; 1,000 and more make a benchmark of it.
int rounds()
{
    bool ok = false;
    const int asked = qEnvironmentVariableIntValue("STEPLADDER_KILL_ROUNDS", &ok);
    return ok && asked > 0 ? asked : 20;
}

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

/// A ladder on which nothing but an expert helps.
void writeExpertLadder(const QString &folder)
{
    QVERIFY(QDir().mkpath(folder + u"/home/config/ladders"_s));
    writeFile(
        folder + u"/home/config/ladders/experts.json"_s,
        R"({"id":"experts","title":"experts","rungs":[{"id":"first","kind":"generate","think":true,"roles":["generator"]},{"id":"expert","kind":"expert","roles":["generator"],"repeat":2,"carries":["everything"]},{"id":"stub","kind":"stub"}]})");
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
    answers += compact({{u"match"_s, QJsonObject{{u"purpose"_s, u"expert"_s}}},
                        {u"content"_s, u"{\"hasSolution\":true,\"solution\":\"write a line\"}"_s},
                        {u"repeat"_s, true},
                        {u"delayMs"_s, 20},
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
    writeFile(
        folder + u"/models.json"_s,
        compact({{u"endpoints"_s, QJsonArray{endpoint}},
                 {u"models"_s, QJsonArray{model}},
                 {u"roles"_s, QJsonObject{{u"thinker"_s, u"m"_s}, {u"generator"_s, u"m"_s}, {u"expert"_s, u"m"_s}}}}));
    QVERIFY(QDir(folder).mkdir(u"workspace"_s));
}

/// A plan of language text whose every step comes to an ensemble of three paid models: the second cannot be asked, the
/// third is reviewed best.
void writeEnsembles(const QString &folder)
{
    const QJsonObject usage{{u"input"_s, 100}, {u"output"_s, 100}};
    QByteArray answers;
    const auto answer = [&](const QJsonObject &match, const QString &content, bool repeat = false) {
        answers += compact({{u"match"_s, match},
                            {u"content"_s, content},
                            {u"repeat"_s, repeat},
                            {u"delayMs"_s, 20},
                            {u"usage"_s, usage}})
            + '\n';
    };
    QJsonArray steps;
    for (int i = 0; i < kEnsembles; ++i) {
        const QString id = u"s%1"_s.arg(i);
        steps.append(
            QJsonObject{{u"id"_s, id}, {u"title"_s, id}, {u"description"_s, u"write"_s}, {u"file"_s, id + u".txt"_s}});
        const auto of = [&id](const QString &purpose, int attempt) {
            return QJsonObject{{u"purpose"_s, purpose}, {u"step"_s, id}, {u"attempt"_s, attempt}};
        };
        answer(of(u"generate"_s, 1), u"no code"_s);
        for (const int attempt : {2, 4})
            answer(of(u"generate"_s, attempt), u"```text %1.txt\nline %2 of %1\n```\n"_s.arg(id).arg(attempt));
        answer(of(u"review"_s, 2), u"{\"score\":8}"_s);
        answer(of(u"review"_s, 4), u"{\"score\":9}"_s);
        answers += compact({{u"match"_s, of(u"generate"_s, 3)},
                            {u"error"_s, QJsonObject{{u"status"_s, 401}}},
                            {u"repeat"_s, true}})
            + '\n';
    }
    answer(
        {{u"purpose"_s, u"analyze"_s}},
        u"{\"rootCause\":\"r\",\"mistakePatterns\":{},\"correctApproach\":\"\",\"exampleCode\":\"\",\"suggestedActions\":[],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s,
        true);
    writeFile(folder + u"/answers.jsonl"_s, answers);
    writeFile(folder + u"/plan.json"_s,
              compact({{u"task"_s, u"texts"_s},
                       {u"language"_s, u"text"_s},
                       {u"projectName"_s, u"texts"_s},
                       {u"steps"_s, steps}}));
    QJsonArray models;
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
        models.append(QJsonObject{{u"id"_s, id},
                                  {u"endpoint"_s, u"e"_s},
                                  {u"name"_s, id},
                                  {u"inputPerMTok"_s, 10},
                                  {u"outputPerMTok"_s, 10}});
    const QJsonObject endpoint{{u"id"_s, u"e"_s}, {u"kind"_s, u"scripted"_s}, {u"file"_s, u"answers.jsonl"_s}};
    writeFile(folder + u"/models.json"_s,
              compact({{u"endpoints"_s, QJsonArray{endpoint}},
                       {u"models"_s, models},
                       {u"roles"_s,
                        QJsonObject{{u"thinker"_s, u"a"_s},
                                    {u"generator"_s, u"a"_s},
                                    {u"reviewer"_s, u"b"_s},
                                    {u"premium"_s, u"c"_s},
                                    {u"judges"_s, QJsonArray{u"a"_s}}}}}));
    const QString ladders = storage::Locations::under(folder + u"/home"_s).config + u"/ladders"_s;
    QVERIFY(QDir().mkpath(ladders));
    writeFile(
        ladders + u"/trio.json"_s,
        R"({"id":"trio","title":"trio","rungs":[{"id":"first","kind":"generate","roles":["generator"]},{"id":"ensemble","kind":"ensemble"}]})");
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
    void anEnsembleIsPaidOnceAndChoosesTheSame();
    void anExpertIsPaidOnce();

private:
    /// Starts the run in \p folder and kills it again and again; the last line that it prints. \p kills: how often.
    static QJsonObject playAndKill(const QString &folder, const QStringList &more, QString *run, int *kills);
    static void checkJournal(const QString &folder, const QString &run, int kills, int calls, int atOnce);
};

QJsonObject TestKilledRuns::playAndKill(const QString &folder, const QStringList &more, QString *run, int *kills)
{
    constexpr int kPatienceMs = 120'000;
    QByteArray output;
    const QStringList start =
        QStringList{u"run"_s,      folder + u"/plan.json"_s,   u"--workspace"_s, folder + u"/workspace"_s,
                    u"--models"_s, folder + u"/models.json"_s, u"--json"_s}
        + more;
    int code = runAndKill(folder, start, QRandomGenerator::global()->bounded(0, 600), &output);
    *kills = code < 0;
    *run = begunRun(folder);
    for (int i = 0; i < 4 && code < 0; ++i) {
        code = runAndKill(folder, {u"resume"_s, *run, u"--json"_s}, QRandomGenerator::global()->bounded(100, 900),
                          &output);
        *kills += code < 0;
    }
    if (code < 0)
        code = runAndKill(folder, {u"resume"_s, *run, u"--json"_s}, kPatienceMs, &output);
    if (code != 0)
        qWarning().noquote() << code << output.right(2000);
    return QJsonDocument::fromJson(output.trimmed().split('\n').last()).object();
}

void TestKilledRuns::nothingIsLostAndNothingIsPaidTwice()
{
    int allKills = 0;
    for (int round = 0; round < rounds(); ++round) {
        QTemporaryDir dir;
        writeScenario(dir.path());
        QString run;
        int kills = 0;
        const QJsonObject last = playAndKill(dir.path(), {}, &run, &kills);
        QVERIFY(!run.isEmpty());
        QCOMPARE(last[u"status"].toString(), u"accepted"_s);
        QCOMPARE(last[u"steps"][u"accepted"].toInt(), kSteps);
        QCOMPARE(last[u"attempts"].toInt(), 2 * kSteps);
        checkJournal(dir.path(), run, kills, 3 * kSteps, 4); // one thought and two generations a step
        allKills += kills;
    }
    QVERIFY(allKills > 0); // else nothing was tried
}

void TestKilledRuns::anEnsembleIsPaidOnceAndChoosesTheSame()
{
    int allKills = 0;
    for (int round = 0; round < rounds(); ++round) {
        QTemporaryDir dir;
        writeEnsembles(dir.path());
        QString run;
        int kills = 0;
        const QJsonObject last = playAndKill(dir.path(), {u"--ladder"_s, u"trio"_s}, &run, &kills);
        QVERIFY(!run.isEmpty());
        QCOMPARE(last[u"status"].toString(), u"accepted"_s);
        QCOMPARE(last[u"steps"][u"accepted"].toInt(), kEnsembles);
        // One that failed first and three of the ensemble, of which one could not be asked.
        QCOMPARE(last[u"attempts"].toInt(), 3 * kEnsembles);
        // A generation, an analysis, two members that answered and a review of each.
        checkJournal(dir.path(), run, kills, 6 * kEnsembles, 4 * 3);
        const auto reader = journal::JournalReader::open(storage::Locations::under(dir.path() + u"/home"_s).run(run));
        QVERIFY(reader);
        const auto compared = (*reader)->entries(0, 100'000, {.types = {u"ensemble.compared"_s}});
        QCOMPARE(compared->size(), kEnsembles);
        for (const domain::Entry &entry : *compared)
            QCOMPARE(entry.data[u"chosen"].toInt(), 4);
        allKills += kills;
    }
    QVERIFY(allKills > 0); // else nothing was tried
}

void TestKilledRuns::anExpertIsPaidOnce()
{
    int allKills = 0;
    for (int round = 0; round < rounds() / 2; ++round) {
        QTemporaryDir dir;
        writeScenario(dir.path());
        writeExpertLadder(dir.path());
        QString run;
        int kills = 0;
        const QJsonObject last = playAndKill(dir.path(), {u"--ladder"_s, u"experts"_s}, &run, &kills);
        QVERIFY(!run.isEmpty());
        QCOMPARE(last[u"status"].toString(), u"accepted"_s);
        QCOMPARE(last[u"attempts"].toInt(), 2 * kSteps);
        checkJournal(dir.path(), run, kills, 4 * kSteps, 4); // a thought, a generation, an expert, a generation
        const auto reader = journal::JournalReader::open(storage::Locations::under(dir.path() + u"/home"_s).run(run));
        QVERIFY(reader);
        QCOMPARE((*reader)->entries(0, 100'000, {.types = {u"expert.consulted"_s}})->size(), kSteps);
        allKills += kills;
    }
    QVERIFY(allKills > 0); // else nothing was tried
}

void TestKilledRuns::checkJournal(const QString &folder, const QString &run, int kills, int calls, int atOnce)
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
    QCOMPARE(real, calls); // each paid once
    QVERIFY2(lost <= atOnce * kills, "at most one lost call for each open intent at a kill");
    const auto moment = (*reader)->at();
    QVERIFY(moment);
    QCOMPARE(moment->run.reserved, 0);
}

QTEST_GUILESS_MAIN(TestKilledRuns)
#include "tst_killedruns.moc"

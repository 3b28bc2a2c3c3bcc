// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"
#include "journal/journalreader.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;

namespace {

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

template<typename T>
T need(domain::Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

double msOf(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

Draft insightOf(int number)
{
    return {
        .type = u"insight"_s,
        .step = u"step%1"_s.arg(number % 100),
        .attempt = number % 10 + 1,
        .data = {{u"role"_s, u"generator"_s},
                 {u"model"_s, u"deepseek-v2:16b"_s},
                 {u"entryType"_s, u"generation"_s},
                 {u"text"_s,
                  u"What the generator had to say about number %1, in one sentence of usual length."_s.arg(number)}}};
}

/// Entries a second, queued one by one by one thread, until all are on the disk.
void appendRate(const QString &folder, const storage::Clock &clock, int count)
{
    qsizetype bytes = 0;
    const double bare = msOf([&] {
        for (int i = 0; i < count; ++i)
            bytes += QJsonDocument(insightOf(i).data).toJson(QJsonDocument::Compact).size();
    });
    const auto journal = need(Journal::create(folder, u"append"_s, clock, u""_s));
    const double kept = msOf([&] {
        for (int i = 0; i < count; ++i)
            need(journal->append({}, insightOf(i)));
        need(journal->flush());
    });
    out() << QString::asprintf(
        "append          %9.0f entries/s   (%d entries, %lld bytes; %.1f times the loop without a journal)\n",
        count / kept * 1000, count, qint64(bytes), kept / bare);
}

/// What a durable attempt of four effects costs over the same work without a journal: two local ones, a paid reply and
/// the commit, both synced.
void fourEffects(const QString &folder, const storage::Clock &clock, int count)
{
    const auto work = [](int i) -> domain::Result<EffectResult> {
        return EffectResult{.record = {{u"text"_s, QString(2000, u'x')}, {u"n"_s, i}}, .entries = {insightOf(i)}};
    };
    const auto hash = QByteArray(32, 'h');
    const double bare = msOf([&] {
        for (int i = 0; i < count * 4; ++i)
            need(work(i));
    });
    const auto journal = need(Journal::create(folder, u"effects"_s, clock, u""_s));
    std::vector<double> each;
    for (int i = 0; i < count; ++i) {
        each.push_back(msOf([&] {
            constexpr Durability kSafety[] = {Durability::Queued, Durability::Synced, Durability::Queued,
                                              Durability::Synced};
            for (int effect = 0; effect < 4; ++effect) {
                need(journal->once({.step = u"s"_s, .attempt = i, .name = u"effect"_s, .ordinal = effect}, hash,
                                   {{u"reserved"_s, 100}}, kSafety[effect], [&] { return work(i); }));
            }
        }));
    }
    std::sort(each.begin(), each.end());
    double sum = 0;
    for (const double ms : each)
        sum += ms;
    out() << QString::asprintf(
        "four effects    %9.3f ms over no journal (mean; median %.3f, 95th %.3f; %d attempts, %.4f ms without)\n",
        sum / count - bare / count, each[each.size() / 2], each[each.size() * 95 / 100], count, bare / count);
}

void fill(Journal &journal, int steps, int entries)
{
    QJsonArray plan;
    for (int s = 0; s < steps; ++s)
        plan.append(
            QJsonObject{{u"id"_s, u"step%1"_s.arg(s)}, {u"title"_s, u"A step"_s}, {u"file"_s, u"src/F%1.cs"_s.arg(s)}});
    need(journal.append(
        {}, {.type = u"run.started"_s, .data = {{u"task"_s, u"t"_s}, {u"plan"_s, QJsonObject{{u"steps"_s, plan}}}}}));
    const int attempts = 10;
    const int rest = std::max(0, (entries / steps - 2 - attempts * 5) / attempts);
    for (int s = 0; s < steps; ++s) {
        const QString step = u"step%1"_s.arg(s);
        need(journal.append({}, {.type = u"step.started"_s, .step = step}));
        for (int a = 1; a <= attempts; ++a) {
            const auto add = [&](const QString &type, const QJsonObject &data) {
                need(journal.append({}, {.type = type, .step = step, .attempt = a, .data = data}));
            };
            add(u"attempt.started"_s,
                {{u"number"_s, a},
                 {u"rung"_s, u"fix"_s},
                 {u"kind"_s, u"generate"_s},
                 {u"model"_s, u"deepseek-v2:16b"_s},
                 {u"counted"_s, true}});
            add(u"budget.reserved"_s, {{u"amount"_s, 100}});
            add(u"budget.settled"_s, {{u"reserved"_s, 100}, {u"spent"_s, 50}});
            for (int i = 0; i < rest; ++i)
                add(u"insight"_s, insightOf(i).data);
            add(u"verdict.reached"_s,
                {{u"score"_s, 6.5}, {u"summary"_s, u"2 of 7 tests fail: Parse_Empty, Parse_Null"_s}});
            add(u"attempt.ended"_s, {{u"number"_s, a}, {u"state"_s, u"failed"_s}, {u"score"_s, 6.5}});
        }
        need(journal.append(
            {}, {.type = u"step.ended"_s, .step = step, .data = {{u"state"_s, u"accepted"_s}, {u"score"_s, 9}}}));
    }
    need(journal.flush());
}

/// A large run: how long it takes to open it and to show it at any moment.
void moments(const QString &folder, const storage::Clock &clock, int steps, int entries)
{
    auto journal = need(Journal::create(folder, u"large"_s, clock, u""_s));
    const double filled = msOf([&] { fill(*journal, steps, entries); });
    journal.reset();
    const double opening = msOf([&] { journal = need(Journal::open(folder, clock, u""_s)); });
    std::unique_ptr<JournalReader> reader;
    const double reading = msOf([&] { reader = need(JournalReader::open(folder)); });
    const qint64 last = need(reader->lastSeq());
    double worst = 0;
    double sum = 0;
    constexpr int kMoments = 20;
    for (int i = 1; i <= kMoments; ++i) {
        const double ms = msOf([&] { need(reader->at(last * i / kMoments)); });
        worst = std::max(worst, ms);
        sum += ms;
    }
    out() << QString::asprintf("large run       %9lld entries, %d steps, filled at %.0f entries/s\n", last, steps,
                               double(last) / filled * 1000);
    out() << QString::asprintf("  opened        %9.1f ms for writing, %.1f ms for reading\n", opening, reading);
    out() << QString::asprintf("  any moment    %9.1f ms (worst %.1f)\n", sum / kMoments, worst);
    const double verified = msOf([&] { need(reader->verify()); });
    out() << QString::asprintf("  verified      %9.0f entries/s\n", double(last) / verified * 1000);
    out().flush();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addOption({u"entries"_s, u"Entries of the large run."_s, u"n"_s, u"1000000"_s});
    options.addOption({u"only"_s, u"append, effects or large."_s, u"name"_s});
    options.process(app);
    const QString only = options.value(u"only"_s);
    QTemporaryDir home;
    const storage::SystemClock clock;
    if (only.isEmpty() || only == u"append")
        appendRate(home.filePath(u"append"_s), clock, 300'000);
    out().flush();
    if (only.isEmpty() || only == u"effects")
        fourEffects(home.filePath(u"effects"_s), clock, 1000);
    out().flush();
    if (only.isEmpty() || only == u"large")
        moments(home.filePath(u"large"_s), clock, 1000, options.value(u"entries"_s).toInt());
    return 0;
}

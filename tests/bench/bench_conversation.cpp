// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"
#include "ui/conversation/conversationpane.h"

#include <QApplication>
#include <QComboBox>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QLineEdit>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>
#include <QWheelEvent>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using journal::Journal;

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
    return std::move(*result);
}

constexpr int kSteps = 1000;

QString stepName(int step)
{
    return u"Step%1"_s.arg(step);
}

/// What a run of many steps says: of ten entries five are people's, five the machine's own notes.
void add(Journal &journal, qint64 number, int total)
{
    const QString step = stepName(int(number * kSteps / total) % kSteps);
    const int attempt = int(number / 100 % 10) + 1;
    const auto write = [&](const QString &type, const QJsonObject &data) {
        need(journal.append({}, {.type = type, .step = step, .attempt = attempt, .data = data}));
    };
    const QString word = u"word%1"_s.arg(number % 5000);
    switch (number % 10) {
    case 0:
        return write(
            u"insight"_s,
            {{u"role"_s, u"thinker"_s},
             {u"model"_s, u"phi4"_s},
             {u"entryType"_s, u"insight"_s},
             {u"contentType"_s, u"root_cause"_s},
             {u"text"_s, u"The attempts share one gap: the token is accepted and never passed on. "_s + word}});
    case 1:
    case 2:
        return write(u"insight"_s,
                     {{u"role"_s, u"generator"_s},
                      {u"model"_s, u"deepseek-v2:16b"_s},
                      {u"entryType"_s, u"generation"_s},
                      {u"contentType"_s, u"draft"_s},
                      {u"text"_s,
                       u"```csharp src/Store.cs\npublic Task<Order?> FindAsync(Guid id)\n{\n    return "_s + word
                           + u";\n}\n```\nThat is all.\n"_s}});
    case 3:
        return write(u"verdict.reached"_s,
                     {{u"score"_s, 6.5}, {u"passed"_s, false}, {u"summary"_s, u"2 of 7 tests fail: Parse_Empty"_s}});
    case 4:
        return write(u"attempt.ended"_s, {{u"number"_s, attempt}, {u"state"_s, u"failed"_s}, {u"score"_s, 6.5}});
    default:
        return write(u"effect.done"_s,
                     {{u"key"_s, u"%1/%2/generate/%3"_s.arg(step).arg(attempt).arg(number)},
                      {u"name"_s, u"generate"_s},
                      {u"ms"_s, 12}});
    }
}

void make(const QString &folder, const QString &run, const storage::Clock &clock, int entries)
{
    auto journal = need(Journal::create(folder, run, clock));
    QJsonArray steps;
    for (int s = 0; s < kSteps; ++s)
        steps.append(
            QJsonObject{{u"id"_s, stepName(s)}, {u"title"_s, u"A step"_s}, {u"file"_s, u"src/F%1.cs"_s.arg(s)}});
    need(journal->append(
        {}, {.type = u"run.started"_s, .data = {{u"task"_s, u"t"_s}, {u"plan"_s, QJsonObject{{u"steps"_s, steps}}}}}));
    for (int i = 1; i < entries; ++i)
        add(*journal, i, entries);
    if (const auto flushed = journal->flush(); !flushed)
        qFatal("%s", qPrintable(flushed.error().message));
}

/// The longest time that the GUI thread did not come by.
class Heartbeat : public QObject
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] { beat(); });
        m_timer.start(1);
    }
    void begin()
    {
        m_worst = 0;
        m_over = 0;
        m_since.restart();
    }
    double end()
    {
        beat();
        return m_worst;
    }
    int over() const { return m_over; }

private:
    void beat()
    {
        const double ms = double(m_since.nsecsElapsed()) / 1e6;
        m_worst = std::max(m_worst, ms);
        m_over += ms > 50 ? 1 : 0;
        m_since.restart();
    }
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_worst = 0;
    int m_over = 0;
};

double msUntil(const std::function<bool()> &there)
{
    QElapsedTimer timer;
    timer.start();
    while (!there() && timer.elapsed() < 120'000)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
    return double(timer.nsecsElapsed()) / 1e6;
}

void report(const char *what, double ms, double target, double stall)
{
    out() << QString::asprintf("%-34s %9.1f ms  (%.2f of %.0f)   longest stall %6.1f ms (%.2f of 50)\n", what, ms,
                               ms / target, target, stall, stall / 50);
    out().flush();
}

bool hasReadRows(const ConversationPane &pane, LogView &view)
{
    Q_UNUSED(pane)
    const auto [first, last] = view.visibleRows();
    return first >= 0 && view.model().row(first) && view.model().row(last);
}

void choose(ConversationPane &pane, const QString &combo, int index)
{
    pane.findChild<QComboBox *>(combo)->setCurrentIndex(index);
}

qint64 rssMiB()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).trimmed().split(' ').first().toLongLong() / 1024;
    }
    return 0;
}

void scroll(ConversationPane &pane, Heartbeat &heart)
{
    LogView &view = pane.view();
    heart.begin();
    const double wheel = msUntil([&, turns = 0]() mutable {
        QWheelEvent event({100, 100}, view.mapToGlobal(QPointF(100, 100)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &event);
        return ++turns > 500;
    });
    report("500 notches of the wheel", wheel, 500 * 16, heart.end());
    heart.begin();
    QScrollBar *bar = view.verticalScrollBar();
    const double drag = msUntil([&, turns = 0]() mutable {
        bar->setValue(int(qint64(bar->maximum()) * ((turns * 7919) % 1000) / 1000));
        return ++turns > 300;
    });
    report("300 jumps of the scroll bar", drag, 300 * 16, heart.end());
    heart.begin();
    bar->setValue(bar->maximum() / 3);
    report("rows read after a jump", msUntil([&] { return hasReadRows(pane, view); }), 100, heart.end());
}

void filters(ConversationPane &pane, Heartbeat &heart)
{
    const auto change = [&](const char *what, const QString &combo, int index) {
        heart.begin();
        choose(pane, combo, index);
        const double first = msUntil([&] { return pane.model().rowCount() > 0 && hasReadRows(pane, pane.view()); });
        const double all = msUntil([&] { return pane.model().isComplete(); });
        report(what, first, 100, heart.end());
        out() << QString::asprintf("  all of them                      %9.1f ms, %d rows\n", first + all,
                                   pane.model().rowCount());
    };
    change("only drafts", u"logKind"_s, 2);
    change("everything", u"logKind"_s, 7);
    change("one step, of the first tenth", u"logStep"_s, 90);
    change("all steps again", u"logStep"_s, 0);
    change("the conversation again", u"logKind"_s, 0);
    change("one role", u"logRole"_s, 1);
    change("all roles again", u"logRole"_s, 0);
}

void searches(ConversationPane &pane, Heartbeat &heart)
{
    auto *edit = pane.findChild<QLineEdit *>(u"logSearch"_s);
    for (const QString &text : {u"word77"_s, u"word4321"_s, u"the token is"_s, u"t"_s, u"nowhere"_s}) {
        heart.begin();
        edit->setText(text);
        const double first = msUntil([&] { return !pane.search().hits().isEmpty() || !pane.search().isLooking(); });
        report(qPrintable(u"search for \"%1\""_s.arg(text)), first, 100, heart.end());
        heart.begin();
        const double shown = msUntil([&] {
            return pane.search().hits().isEmpty()
                || (pane.view().currentSeq() == pane.search().hits().first() && hasReadRows(pane, pane.view()));
        });
        const double all = msUntil([&] { return !pane.search().isLooking(); });
        out() << QString::asprintf("  shown after %.1f ms more, %lld hits after %.1f ms more, longest stall %.1f ms\n",
                                   shown, qint64(pane.search().hits().size()), all, heart.end());
    }
    edit->clear();
}

/// 4,500 deltas and 500 entries a second.
void stream(const QString &folder, const storage::Clock &clock, LiveNews &news, OpenRun &run, ConversationPane &pane,
            Heartbeat &heart, int seconds)
{
    auto journal = need(Journal::open(folder, clock));
    std::atomic<bool> done = false;
    std::atomic<qint64> events = 0;
    std::thread writer([&] {
        QElapsedTimer timer;
        timer.start();
        for (qint64 turn = 0; timer.elapsed() < seconds * 1000; ++turn) {
            for (int i = 0; i < 45; ++i)
                news.streams().append(stepName(i % 4), 1, u"deepseek-v2:16b"_s,
                                      i % 9 == 0 ? u"return row;\n"_s : u"a token "_s);
            for (int i = 0; i < 5; ++i)
                add(*journal, turn * 5 + i, 1'000'000);
            events += 50;
            std::this_thread::sleep_until(
                std::chrono::steady_clock::now()
                + std::chrono::milliseconds(std::max<qint64>(0, (turn + 1) * 10 - timer.elapsed())));
        }
        done = true;
    });
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &run, [&run] { Q_EMIT run.streamed(); });
    tick.start(33);
    pane.view().toTail();
    heart.begin();
    const double ms = msUntil([&] { return done.load(); });
    const double worst = heart.end();
    writer.join();
    out() << QString::asprintf(
        "%.0f events/s for %d s: longest stall %.1f ms (%.2f of 50), %d over 50 ms, %d rows, at the tail: %s\n",
        double(events) / ms * 1000, seconds, worst, worst / 50, heart.over(), pane.model().rowCount(),
        pane.view().isAtTail() ? "yes" : "no");
    news.streams().clear();
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCommandLineParser options;
    options.addOption({u"entries"_s, u"Entries of the run."_s, u"n"_s, u"1000000"_s});
    options.addOption({u"seconds"_s, u"How long events stream in."_s, u"n"_s, u"10"_s});
    options.addOption({u"home"_s, u"A folder to keep the run in."_s, u"folder"_s});
    options.process(app);
    QTemporaryDir temporary;
    const auto locations =
        storage::Locations::under(options.isSet(u"home"_s) ? options.value(u"home"_s) : temporary.path());
    const storage::SystemClock clock;
    const QString id = u"large"_s;
    if (!QFileInfo::exists(locations.run(id) + u"/journal.sqlite"_s))
        make(locations.run(id), id, clock, options.value(u"entries"_s).toInt());
    Theme theme(Scheme::Light);
    theme.applyTo(app);
    Heartbeat heart;
    {
        heart.begin();
        QElapsedTimer opening;
        opening.start();
        auto news = std::make_shared<LiveNews>();
        OpenRun run(locations, clock, id, nullptr, news);
        ConversationPane pane(run, theme);
        pane.resize(830, 600);
        pane.show();
        msUntil([&] { return pane.model().rowCount() > 0 && hasReadRows(pane, pane.view()); });
        const double first = double(opening.nsecsElapsed()) / 1e6;
        report("first rows after opening", first, 300, heart.end());
        heart.begin();
        const double all = msUntil([&] { return pane.model().isComplete(); });
        out() << QString::asprintf(
            "  all rows known after             %9.1f ms, %d rows, longest stall %.1f ms, %lld MiB\n", all,
            pane.model().rowCount(), heart.end(), rssMiB());
        scroll(pane, heart);
        filters(pane, heart);
        {
            auto *edit = pane.findChild<QLineEdit *>(u"logSearch"_s);
            edit->setText(u"word77"_s);
            const double indexed = msUntil([&] { return pane.search().searchedTo() >= pane.search().lastSeq(); });
            out() << QString::asprintf("index complete after %.0f ms more\n", indexed);
            edit->clear();
        }
        searches(pane, heart);
        stream(locations.run(id), clock, *news, run, pane, heart, options.value(u"seconds"_s).toInt());
        out() << "memory " << rssMiB() << " MiB\n";
    }
    return 0;
}

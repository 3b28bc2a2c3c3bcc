// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ensemble/ensemblechoice.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace stepladder;
using engine::DistinguishingInput;
using engine::Survivor;
using toolchain::ProbeOutcome;

namespace {

constexpr int kDraws = 25; ///< of review scores for each triple
constexpr quint32 kSeed = 20261129;

QByteArray read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(path + u": "_s + file.errorString()));
    return file.readAll();
}

/// What an expression comes to on a candidate, in the real sandbox by our own driver; each candidate is run once.
class Bench
{
public:
    Bench()
    {
        auto sandbox = toolchain::makeBubblewrapSandbox();
        if (!sandbox)
            qFatal("%s", qPrintable(sandbox.error().message));
        auto tools =
            toolchain::makeToolchain(read(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/toolchains/python.json")),
                                     u"python"_s, m_dir.path() + u"/cache"_s, std::move(*sandbox));
        if (!tools)
            qFatal("%s", qPrintable(tools.error().message));
        m_tools = std::move(*tools);
    }

    QList<ProbeOutcome> outcomes(const QString &code, const QStringList &expressions)
    {
        const QString key = code + u'\0' + expressions.join(u'\0');
        if (const auto known = m_known.constFind(key); known != m_known.constEnd())
            return *known;
        const toolchain::Site site{.folder = m_dir.path() + u"/w%1"_s.arg(m_known.size()),
                                   .mountPoint = u"/home/user/w"_s};
        QDir().mkpath(site.folder);
        QFile file(site.folder + u"/candidate.py"_s);
        if (!file.open(QIODevice::WriteOnly) || file.write(code.toUtf8()) < 0)
            qFatal("%s", qPrintable(file.errorString()));
        file.close();
        const auto outcomes = m_tools->probe(
            {.site = site, .file = u"candidate.py"_s, .expressions = expressions, .timeoutMs = 5'000}, {});
        if (!outcomes)
            qFatal("%s", qPrintable(outcomes.error().message));
        m_known.insert(key, *outcomes);
        return *outcomes;
    }
    qsizetype runs() const { return m_known.size(); }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<toolchain::Toolchain> m_tools;
    QHash<QString, QList<ProbeOutcome>> m_known;
};

struct Tally
{
    int triples = 0;
    int apart = 0; ///< an input tells right from wrong
    int chosenRight = 0; ///< over all draws
    int chosenRightApart = 0;
    int reviewRight = 0;
    int reviewRightApart = 0;
};

/// A reviewer who sees \p sees of a point of the difference between right and wrong, and is off by up to a point and a
/// half besides.
double reviewOf(bool right, double sees, QRandomGenerator &draw)
{
    return 8 + (right ? sees : 0) + draw.bounded(3.0) - 1.5;
}

void play(const QJsonObject &triple, const QJsonObject &exercise, double sees, Bench &bench, QRandomGenerator &draw,
          Tally &tally)
{
    QList<DistinguishingInput> inputs;
    QStringList expressions;
    for (const auto &input : exercise[u"inputs"].toArray()) {
        const QJsonValue expected = input[u"expected"];
        inputs.append(
            {input[u"expression"].toString(), expected.isString() ? std::optional(expected.toString()) : std::nullopt});
        expressions.append(inputs.last().expression);
    }
    QList<Survivor> survivors;
    QHash<int, bool> truth;
    QList<ProbeOutcome> right;
    int number = 0;
    for (const auto &candidate : triple[u"candidates"].toArray()) {
        ++number;
        if (!candidate[u"passes"].toBool())
            continue;
        truth[number] = candidate[u"right"].toBool();
        survivors.append({.attempt = number,
                          .family = u"family %1"_s.arg(number),
                          .outcomes = bench.outcomes(candidate[u"code"].toString(), expressions)});
        if (truth[number])
            right = survivors.last().outcomes;
    }
    const bool apart = std::all_of(survivors.begin(), survivors.end(),
                                   [&](const Survivor &s) { return truth[s.attempt] || s.outcomes != right; });
    ++tally.triples;
    tally.apart += apart;
    for (int i = 0; i < kDraws; ++i) {
        for (Survivor &survivor : survivors)
            survivor.score = reviewOf(truth[survivor.attempt], sees, draw);
        const bool chosen = truth[engine::choose(survivors, inputs).order.first()];
        const auto best = std::max_element(survivors.begin(), survivors.end(),
                                           [](const Survivor &a, const Survivor &b) { return a.score < b.score; });
        const bool reviewed = truth[best->attempt];
        tally.chosenRight += chosen;
        tally.reviewRight += reviewed;
        tally.chosenRightApart += apart && chosen;
        tally.reviewRightApart += apart && reviewed;
    }
}

QString share(int right, int of)
{
    return of == 0 ? u"–"_s : u"%1 %"_s.arg(100.0 * right / of, 0, 'f', 1);
}

/// \p count of them, spread evenly over the set and so over its kinds.
QList<QJsonObject> spread(const QJsonArray &triples, qsizetype count)
{
    QList<QJsonObject> some;
    for (qsizetype i = 0; i < count; ++i)
        some.append(triples.at(i * triples.size() / count).toObject());
    return some;
}

/// Every candidate that passed its tests, run once; on the error stream, how far it has come.
void runAll(const QList<QJsonObject> &triples, const QJsonObject &exercises, Bench &bench)
{
    constexpr qint64 kSayMs = 5'000;
    QTextStream out(stderr);
    QElapsedTimer since;
    QElapsedTimer said;
    since.start();
    said.start();
    for (qsizetype i = 0; i < triples.size(); ++i) {
        QStringList expressions;
        for (const auto &input : exercises[triples.at(i)[u"exercise"].toString()][u"inputs"].toArray())
            expressions.append(input[u"expression"].toString());
        for (const auto &candidate : triples.at(i)[u"candidates"].toArray()) {
            if (candidate[u"passes"].toBool())
                bench.outcomes(candidate[u"code"].toString(), expressions);
        }
        if (said.elapsed() >= kSayMs || i + 1 == triples.size()) {
            out << u"%1 of %2 triples: %3 candidates run in the sandbox, %4 s\n"_s.arg(i + 1)
                       .arg(triples.size())
                       .arg(bench.runs())
                       .arg(since.elapsed() / 1000);
            out.flush();
            said.restart();
        }
    }
}

/// What issue 5 wants of those in which one of three survivors is wrong and an input tells it apart.
QString againstGoals(const Tally &tally)
{
    constexpr double kGoal = 90;
    constexpr double kAhead = 15;
    if (tally.apart == 0)
        return u"goals: no triple with one wrong was told apart\n"_s;
    const double all = 1.0 * tally.apart * kDraws;
    const double right = 100 * tally.chosenRightApart / all;
    const double ahead = right - 100 * tally.reviewRightApart / all;
    return u"goals: %1 % right (goal %2: %3), %4 points above review alone (goal %5: %6)\n"_s.arg(right, 0, 'f', 1)
        .arg(kGoal)
        .arg(right >= kGoal ? u"reached"_s : u"missed"_s)
        .arg(ahead, 0, 'f', 1)
        .arg(kAhead)
        .arg(ahead >= kAhead ? u"reached"_s : u"missed"_s);
}

} // namespace

/// bench_ensemble [TRIPLES]: the ensemble's choice against choosing by review alone, over candidate triples whose truth
/// is known (tests/bench/ensemble/make_triples.py), or over so many of them. Survivors are of three families. Review
/// scores are drawn: of a reviewer who sees nothing of what the tests did not find, and of one who sees something.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTextStream out(stdout);
    const QJsonObject data =
        QJsonDocument::fromJson(read(QStringLiteral(STEPLADDER_TEST_DATA "/ensemble/triples.json"))).object();
    const QJsonArray all = data[u"triples"].toArray();
    const int wanted = QCoreApplication::arguments().value(1).toInt();
    const QList<QJsonObject> triples = spread(all, wanted > 0 ? std::min<qsizetype>(wanted, all.size()) : all.size());
    const QJsonObject exercises = data[u"exercises"].toObject();
    Bench bench;
    runAll(triples, exercises, bench);
    out << triples.size() << " triples, " << bench.runs() << " candidates run in the sandbox\n";
    for (const double sees : {0.0, 0.5, 1.0}) {
        QRandomGenerator draw(kSeed);
        QMap<QString, Tally> tallies;
        for (const QJsonObject &triple : triples)
            play(triple, exercises[triple[u"exercise"].toString()].toObject(), sees, bench, draw,
                 tallies[triple[u"kind"].toString()]);
        out << "A reviewer who sees " << sees << " points of the difference (" << kDraws << " draws a triple):\n";
        for (auto it = tallies.constBegin(); it != tallies.constEnd(); ++it) {
            const Tally &t = *it;
            out << "  " << it.key() << ": " << t.triples << " triples, " << t.apart
                << " told apart by an input; right of these: ensemble " << share(t.chosenRightApart, t.apart * kDraws)
                << ", review alone " << share(t.reviewRightApart, t.apart * kDraws) << "; of all: ensemble "
                << share(t.chosenRight, t.triples * kDraws) << ", review alone "
                << share(t.reviewRight, t.triples * kDraws) << '\n';
        }
        out << "  " << againstGoals(tallies[u"one_wrong"_s]);
        out.flush();
    }
    return 0;
}

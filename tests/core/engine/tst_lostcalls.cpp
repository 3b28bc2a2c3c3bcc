// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/lostcalls.h"

#include "runfixture.h"

#include "engine/control/runcontroller.h"
#include "journal/runindex.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTest>

#include <filesystem>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::Entry;
using tests::RunFixture;

namespace {

Entry reserved(const QString &key, const QString &model, qint64 amount)
{
    return {.type = u"budget.reserved"_s,
            .data = {{u"key"_s, key},
                     {u"amount"_s, amount},
                     {u"model"_s, model},
                     {u"paid"_s, true},
                     {u"purpose"_s, u"generate"_s},
                     {u"role"_s, u"premium"_s}}};
}

Entry closed(const QString &type, const QString &key)
{
    return {.type = type, .data = {{u"key"_s, key}}};
}

const journal::OpenIntent kIntent{.key = u"k"_s, .name = u"generate"_s, .step = u"s"_s, .attempt = 2};

/// A run whose free model never answers and whose paid one does, each from a file of its own, and what its home
/// looked like while the paid answer was under way: what a kill at that moment leaves.
class KilledInFlight
{
public:
    explicit KilledInFlight(const storage::Clock &clock)
    {
        const QString folder = m_dir.path();
        write(folder + u"/free.jsonl"_s, "{\"error\":{\"status\":401},\"repeat\":true}\n");
        write(folder + u"/paid.jsonl"_s,
              "{\"content\":\"```text a.txt\\nhello\\n```\",\"usage\":{\"input\":10,\"output\":10},\"repeat\":true}\n");
        domain::ModelsConfig config;
        for (const QString &id : {u"free"_s, u"paid"_s}) {
            config.endpoints.append({.id = id,
                                     .kind = domain::EndpointKind::Scripted,
                                     .file = folder + u'/' + id + u".jsonl"_s,
                                     .parallel = 0});
            const double price = id == u"paid"_s ? 10 : 0;
            config.models.append({.id = id, .endpoint = id, .name = id, .price = {price, price}});
        }
        config.roles = {{u"thinker"_s, {u"free"_s, u"paid"_s}}, {u"generator"_s, {u"free"_s, u"paid"_s}}};
        const RunListener listener{.streamed = [this](const QString &, int, const QString &model, const QString &) {
            if (model == u"paid"_s && !QFile::exists(m_after.state) && QDir().mkpath(m_after.state))
                std::filesystem::copy(m_fixture.locations().state.toStdString(), m_after.state.toStdString(),
                                      std::filesystem::copy_options::recursive);
        }};
        RunController controller(m_fixture.locations(), clock, listener);
        StartRequest request = m_fixture.request(m_fixture.plan({u"a.txt"_s}));
        request.models = config;
        request.ladder = u"fast"_s;
        const auto run = controller.start(request);
        if (!run)
            qFatal("%s", qPrintable(run.error().message));
        m_run = *run;
        controller.wait();
        m_fixture.chooseRun(m_run);
    }
    RunFixture &whole() { return m_fixture; }
    const storage::Locations &after() const { return m_after; }
    QString run() const { return m_run; }
    QList<Entry> entries(const QString &type) const
    {
        const auto reader = journal::JournalReader::open(m_after.run(m_run));
        return reader ? (*reader)->entries(0, 10'000, {.types = {type}}).value_or(QList<Entry>()) : QList<Entry>();
    }

private:
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }

    QTemporaryDir m_dir;
    RunFixture m_fixture;
    storage::Locations m_after = storage::Locations::under(m_dir.filePath(u"after"_s));
    QString m_run;
};

} // namespace

class TestLostCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reservationIsOpenUntilItIsSpentOrGivenBack();
    void anIntentIsChargedByItsOpenReservation();
    void aFallbackIsChargedAndNotWhoWasAskedFirst();
    void aLostPaidFallbackCountsAgainstTheCapsOfTheRunThatGoesOn();
};

void TestLostCalls::reservationIsOpenUntilItIsSpentOrGivenBack()
{
    for (const QString &type : {u"budget.settled"_s, u"budget.released"_s}) {
        OpenReservations open;
        takeReservation(open, reserved(u"a"_s, u"m"_s, 5));
        takeReservation(open, reserved(u"b"_s, u"m"_s, 6));
        takeReservation(open, {.type = u"budget.raised"_s, .data = {{u"key"_s, u"a"_s}}});
        QCOMPARE(open.size(), 2);
        takeReservation(open, closed(type, u"a"_s));
        QCOMPARE(open.keys(), QStringList{u"b"_s});
    }
}

void TestLostCalls::anIntentIsChargedByItsOpenReservation()
{
    OpenReservations open;
    takeReservation(open, reserved(u"other"_s, u"m"_s, 7));
    QVERIFY(lostCallEntries(kIntent, open).isEmpty());
    takeReservation(open, reserved(u"k"_s, u"m"_s, 5000));
    const auto entries = lostCallEntries(kIntent, open);
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries[0].type, u"budget.settled"_s);
    QCOMPARE(entries[0].step, u"s"_s);
    QCOMPARE(entries[0].attempt, 2);
    QCOMPARE(entries[0].data[u"spent"].toInteger(), 5000);
    QCOMPARE(entries[0].data[u"reserved"].toInteger(), 5000);
    QCOMPARE(entries[0].data[u"model"].toString(), u"m"_s);
    QCOMPARE(entries[0].data[u"scriptedLine"].toInt(), 0);
    QVERIFY(entries[0].data[u"estimated"].toBool());
}

void TestLostCalls::aFallbackIsChargedAndNotWhoWasAskedFirst()
{
    OpenReservations open;
    takeReservation(open, reserved(u"k"_s, u"first"_s, 9000));
    takeReservation(open, closed(u"budget.released"_s, u"k"_s));
    QVERIFY(lostCallEntries(kIntent, open).isEmpty()); // nobody was asked again yet
    takeReservation(open, reserved(u"k"_s, u"second"_s, 4000));
    const auto entries = lostCallEntries(kIntent, open);
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries[0].data[u"model"].toString(), u"second"_s);
    QCOMPARE(entries[0].data[u"spent"].toInteger(), 4000);
}

void TestLostCalls::aLostPaidFallbackCountsAgainstTheCapsOfTheRunThatGoesOn()
{
    const storage::SystemClock clock;
    KilledInFlight killed(clock);
    QVERIFY(!killed.whole().entries({u"budget.settled"_s}).isEmpty());
    const auto reservations = killed.entries(u"budget.reserved"_s);
    QCOMPARE(reservations.size(), 1);
    const qint64 amount = reservations[0].data[u"amount"].toInteger();

    RunController controller(killed.after(), clock, {});
    // Room for the lost call, and not for it and another.
    const auto resumed = controller.resume({.run = killed.run(), .budget = amount + amount / 2, .noWait = true});
    QVERIFY2(resumed, resumed ? "" : qPrintable(resumed.error().message));
    const RunOutcome outcome = controller.wait();
    QVERIFY2(outcome.pauseKind == u"cap"_s, qPrintable(outcome.pauseKind + u": "_s + outcome.reason));
    QCOMPARE(outcome.finished.cost, amount);
    QVERIFY2(outcome.reason.contains(domain::usdText(amount)), qPrintable(outcome.reason));
    const auto index = journal::RunIndex::open(killed.after().index());
    QVERIFY(index);
    const QString day = QDateTime::currentDateTimeUtc().date().toString(Qt::ISODate);
    QCOMPARE((*index)->spentOn(day, u"another"_s).value_or(-1), amount);
}

QTEST_GUILESS_MAIN(TestLostCalls)
#include "tst_lostcalls.moc"

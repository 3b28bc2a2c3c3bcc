// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/lostcalls.h"
#include "engine/calls/modelcaller.h"

#include "scriptedclients.h"

#include "journal/journalreader.h"
#include "journal/runindex.h"

#include <array>

#include <QJsonArray>
#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::Entry;
using domain::ErrorKind;
using domain::MicroUsd;
using models::Caps;
using models::ChatMessage;
using models::ChatRequest;

namespace {

const journal::Key kKey{.step = u"s"_s, .attempt = 2, .name = u"model.generate"_s};

QByteArray answer(const char *text)
{
    return QByteArray("{\"content\":\"") + text + "\",\"usage\":{\"input\":1000,\"output\":100}}\n";
}

QByteArray failure(int status)
{
    return "{\"error\":{\"status\":" + QByteArray::number(status) + "}}\n";
}

ChatRequest request(const QString &prompt = u"write it"_s)
{
    return {.messages = {{ChatMessage::Role::User, prompt}},
            .maxOutputTokens = 500,
            .context = {.purpose = u"generate"_s, .role = u"generator"_s, .step = u"s"_s, .attempt = 2}};
}

ChatRequest structuredRequest()
{
    ChatRequest r = request();
    r.schema = QJsonObject{{u"type"_s, u"object"_s},
                           {u"properties"_s, QJsonObject{{u"score"_s, QJsonObject{{u"type"_s, u"number"_s}}}}},
                           {u"required"_s, QJsonArray{u"score"_s}}};
    return r;
}

/// A run with its journal, models that answer from files, and what they may cost.
class Desk
{
public:
    Desk(const QList<ScriptedClients::Player> &players, const Caps &caps = {})
        : clients(players, {{u"generator"_s, {players.first().model.id}}})
        , budget(caps)
    {
        auto made = journal::Journal::create(folder, u"r1"_s, clock);
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        journal = std::move(*made);
        begin();
    }

    void begin()
    {
        caller.reset();
        effects = std::make_unique<Effects>(*journal, StopTokens{soft.get_token(), hard.get_token()});
        caller = std::make_unique<ModelCaller>(
            ModelCaller::Parts{.effects = *effects, .clients = *clients, .budget = budget, .ledger = &ledger});
    }

    QList<Entry> entries(const QStringList &types = {}) const
    {
        if (!journal->flush())
            qFatal("the journal is broken");
        const auto reader = journal::JournalReader::open(folder);
        const auto all = (*reader)->entries(0, 1000, {.types = types});
        return all ? *all : QList<Entry>();
    }
    MicroUsd spentToday() const
    {
        const auto index = journal::RunIndex::open(home.filePath(u"index.sqlite"_s));
        return index ? (*index)->spentOn(u"1970-01-01"_s, {}).value_or(-1) : -1;
    }
    int count(const QString &type) const { return int(entries({type}).size()); }

    QTemporaryDir home;
    QString folder = home.filePath(u"runs/r1"_s);
    storage::ManualClock clock{1'000'000};
    ScriptedClients clients;
    models::Budget budget;
    std::stop_source soft;
    std::stop_source hard;
    std::unique_ptr<journal::Journal> journal;
    std::unique_ptr<Effects> effects;
    std::unique_ptr<ModelCaller> caller;
    DayLedger ledger{home.filePath(u"index.sqlite"_s), u"r1"_s, clock};
};

// 1000 input tokens at $1 and 100 output tokens at $10 for a million of them.
constexpr MicroUsd kSpent = 2000;

ScriptedClients::Player paid(const QString &id, const QByteArray &answers)
{
    return {{.id = id, .price = price(1, 10)}, answers};
}

ScriptedClients::Player free(const QString &id, const QByteArray &answers)
{
    return {{.id = id, .price = price(0, 0)}, answers};
}

} // namespace

class TestModelCaller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onceThenReplayed();
    void replayedInAnotherProcess();
    void anotherPromptAtAKnownKeyDiverges();
    void paidCallIsReservedAndSettled();
    void freeCallReservesNothing();
    void noUsageCostsTheReservation();
    void aRefusedOrCutOffReplyCostsWhatItUsed_data();
    void aRefusedOrCutOffReplyCostsWhatItUsed();
    void fallbackWhereTheFirstCannotBeReached();
    void lastErrorOfAllFallbacksLeavesTheKeyFree();
    void releasedReservationFreesThePaidCall();
    void modelsOwnFailureIsARecord();
    void contextTooLongGoesToTheNext();
    void overBudgetMakesNoCall_data();
    void overBudgetMakesNoCall();
    void unknownPriceUnderACapIsRefused();
    void unknownPriceWithoutACapIsAsked();
    void unscriptedCallHasNoFallback();
    void anUnknownModelIsAnErrorAndNoCrash();
    void aPaidCallThatIsCancelledUnderWayIsCharged();
    void aCallThatWasNotSentIsNotInTheJournal();
    void triesThatBrokeOffAreCharged_data();
    void triesThatBrokeOffAreCharged();
    void othersSpendingIsReadAtEachReservation();
    void aDayCapWithoutItsLedgerAsksNobody();
    void nobodyPlaysTheRole();
    void stoppedRunAsksNobodyButReplays();
    void structuredAtOnce();
    void structuredRepairedOnce();
    void structuredUnreadableTwiceIsSaid();
    void rolesFallBack();
    void localOnlyLeavesPaidModelsOut();
    void reservationsNameTheEffectTheyAreFor();
    void answersUsedUpByAFailedCallAreKept();
};

void TestModelCaller::onceThenReplayed()
{
    Desk desk({paid(u"m"_s, answer("one") + answer("two"))});
    const auto first = desk.caller->call(kKey, {u"m"_s}, request());
    QVERIFY2(first, first ? "" : qPrintable(first.error().message));
    QCOMPARE(first->text, u"one"_s);
    QCOMPARE(first->model, u"m"_s);
    QCOMPARE(first->cost, kSpent);
    QVERIFY(!first->failure);
    const auto again = desk.caller->call(kKey, {u"m"_s}, request());
    QVERIFY(again);
    QCOMPARE(again->text, u"one"_s);
    QCOMPARE(again->cost, kSpent);
    QCOMPARE(desk.budget.spent(), kSpent);
    QCOMPARE(desk.budget.paidCalls(), 1);
    QCOMPARE(desk.spentToday(), kSpent);
    QCOMPARE(desk.count(u"budget.settled"_s), 1);
    journal::Key next = kKey;
    next.ordinal = 1;
    QCOMPARE(desk.caller->call(next, {u"m"_s}, request())->text, u"two"_s);
}

void TestModelCaller::replayedInAnotherProcess()
{
    Desk desk({paid(u"m"_s, answer("one"))});
    QVERIFY(desk.caller->call(kKey, {u"m"_s}, request()));
    desk.caller.reset();
    desk.effects.reset();
    desk.journal.reset();
    auto opened = journal::Journal::open(desk.folder, desk.clock);
    QVERIFY(opened);
    desk.journal = std::move(*opened);
    desk.begin();
    const auto again = desk.caller->call(kKey, {u"m"_s}, request());
    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    QCOMPARE(again->text, u"one"_s);
    QCOMPARE(desk.spentToday(), kSpent);
}

void TestModelCaller::anotherPromptAtAKnownKeyDiverges()
{
    Desk desk({paid(u"m"_s, answer("one") + answer("two"))});
    QVERIFY(desk.caller->call(kKey, {u"m"_s}, request()));
    const auto other = desk.caller->call(kKey, {u"m"_s}, request(u"write another"_s));
    QVERIFY(!other);
    QCOMPARE(domain::toString(other.error().kind), domain::toString(ErrorKind::Diverged));
    QCOMPARE(desk.budget.spent(), kSpent);
}

void TestModelCaller::paidCallIsReservedAndSettled()
{
    Desk desk({paid(u"m"_s, answer("one"))});
    QVERIFY(desk.caller->call(kKey, {u"m"_s}, request()));
    const MicroUsd reserved =
        models::reservationFor((*desk.clients).config().models[0], models::promptBytes(request()), 500);
    QStringList types;
    for (const Entry &entry : desk.entries({u"budget.reserved"_s, u"budget.settled"_s, u"budget.released"_s})) {
        types.append(entry.type);
        QCOMPARE(entry.step, u"s"_s);
        QCOMPARE(entry.attempt, 2);
        QCOMPARE(entry.data[u"model"].toString(), u"m"_s);
        QVERIFY(entry.data[u"paid"].toBool());
        QCOMPARE(entry.data[entry.type == u"budget.reserved"_s ? u"amount" : u"reserved"].toInteger(), reserved);
    }
    QCOMPARE(types, (QStringList{u"budget.reserved"_s, u"budget.settled"_s}));
    const QJsonObject settled = desk.entries({u"budget.settled"_s}).first().data;
    QCOMPARE(settled[u"spent"].toInteger(), kSpent);
    QCOMPARE(settled[u"usage"][u"input"].toInt(), 1000);
    QCOMPARE(settled[u"scriptedLine"].toInt(), 1);
    QVERIFY(!settled[u"estimated"].toBool());
    QCOMPARE(desk.budget.reserved(), 0);
}

void TestModelCaller::freeCallReservesNothing()
{
    Desk desk({free(u"m"_s, answer("one"))}, {.perRun = 1});
    QVERIFY(desk.caller->call(kKey, {u"m"_s}, request()));
    QCOMPARE(desk.count(u"budget.reserved"_s), 0);
    QCOMPARE(desk.count(u"budget.settled"_s), 1);
    QCOMPARE(desk.budget.paidCalls(), 0);
    QCOMPARE(desk.spentToday(), 0);
}

void TestModelCaller::noUsageCostsTheReservation()
{
    Desk desk({paid(u"m"_s, "{\"content\":\"one\"}\n")});
    const auto reply = desk.caller->call(kKey, {u"m"_s}, request());
    QVERIFY(reply);
    QCOMPARE(reply->cost,
             models::reservationFor((*desk.clients).config().models[0], models::promptBytes(request()), 500));
    QVERIFY(desk.entries({u"budget.settled"_s}).first().data[u"estimated"].toBool());
}

void TestModelCaller::aRefusedOrCutOffReplyCostsWhatItUsed_data()
{
    QTest::addColumn<models::StopReason>("stop");
    QTest::addColumn<ErrorKind>("failure");
    QTest::newRow("refused") << models::StopReason::Refused << ErrorKind::Refused;
    QTest::newRow("cut off") << models::StopReason::Length << ErrorKind::CutOff;
}

void TestModelCaller::aRefusedOrCutOffReplyCostsWhatItUsed()
{
    QFETCH(models::StopReason, stop);
    QFETCH(ErrorKind, failure);
    const models::ChatResponse reply{
        .text = u"half"_s, .stop = stop, .usage = models::Usage{.input = 1000, .output = 100}};
    const auto settled = settledCall({.id = u"m"_s, .price = price(1, 10)}, request(), {.reserved = 400'000}, reply);
    QCOMPARE(settled.record[u"cost"].toInteger(), kSpent);
    QVERIFY(!settled.entries.first().data[u"estimated"].toBool());
    const ModelReply read = replyFrom(settled.record);
    QVERIFY(read.failure);
    QCOMPARE(domain::toString(read.failure->kind), domain::toString(failure));
}

void TestModelCaller::fallbackWhereTheFirstCannotBeReached()
{
    Desk desk({paid(u"a"_s, failure(503)), paid(u"b"_s, answer("from b"))});
    const auto reply = desk.caller->call(kKey, {u"a"_s, u"b"_s}, request());
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, u"from b"_s);
    QCOMPARE(reply->model, u"b"_s);
    QStringList types;
    for (const Entry &entry : desk.entries({u"budget.reserved"_s, u"budget.settled"_s, u"budget.released"_s}))
        types.append(entry.type);
    QCOMPARE(types,
             (QStringList{u"budget.reserved"_s, u"budget.released"_s, u"budget.reserved"_s, u"budget.settled"_s}));
    QCOMPARE(desk.budget.spent(), kSpent);
    QCOMPARE(desk.budget.reserved(), 0);
}

void TestModelCaller::lastErrorOfAllFallbacksLeavesTheKeyFree()
{
    Desk desk({paid(u"a"_s, failure(503)), paid(u"b"_s, failure(401) + answer("later"))});
    const auto reply = desk.caller->call(kKey, {u"a"_s, u"b"_s}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::Authentication));
    QVERIFY(!desk.journal->has(kKey));
    QCOMPARE(desk.budget.reserved(), 0);
    QCOMPARE(desk.caller->call(kKey, {u"b"_s}, request())->text, u"later"_s);
}

/// A call that was never answered is no paid call: under a cap of one, the next may be made.
void TestModelCaller::releasedReservationFreesThePaidCall()
{
    Desk desk({paid(u"a"_s, failure(503)), paid(u"b"_s, answer("from b"))}, {.paidCalls = 1});
    const auto reply = desk.caller->call(kKey, {u"a"_s, u"b"_s}, request());
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->text, u"from b"_s);
    QCOMPARE(desk.budget.paidCalls(), 1);
}

void TestModelCaller::modelsOwnFailureIsARecord()
{
    Desk desk({paid(u"a"_s, "{\"content\":\"\"}\n"), paid(u"b"_s, answer("from b"))});
    const auto reply = desk.caller->call(kKey, {u"a"_s, u"b"_s}, request());
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QVERIFY(reply->failure);
    QCOMPARE(domain::toString(reply->failure->kind), domain::toString(ErrorKind::Malformed));
    QCOMPARE(reply->model, u"a"_s);
    QVERIFY(reply->cost > 0);
    QVERIFY(desk.journal->has(kKey));
    const auto again = desk.caller->call(kKey, {u"a"_s, u"b"_s}, request());
    QVERIFY(again && again->failure);
    QCOMPARE(again->failure->message, reply->failure->message);
    QCOMPARE(desk.count(u"budget.settled"_s), 1);
}

void TestModelCaller::contextTooLongGoesToTheNext()
{
    ScriptedClients::Player small = free(u"small"_s, answer("never"));
    small.model.contextTokens = 600;
    Desk desk({small, free(u"large"_s, answer("from large"))});
    const auto reply = desk.caller->call(kKey, {u"small"_s, u"large"_s}, request(QString(6000, u'x')));
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->model, u"large"_s);
}

void TestModelCaller::overBudgetMakesNoCall_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("call") << 0;
    QTest::newRow("step") << 1;
    QTest::newRow("run") << 2;
    QTest::newRow("day") << 3;
    QTest::newRow("paid calls") << 4;
}

void TestModelCaller::overBudgetMakesNoCall()
{
    QFETCH(int, which);
    Caps caps;
    if (which == 4)
        caps.paidCalls = 0;
    else
        *std::array{&caps.perCall, &caps.perStep, &caps.perRun, &caps.perDay}[size_t(which)] = 100;
    Desk desk({paid(u"a"_s, answer("one")), free(u"b"_s, answer("from b"))}, caps);
    const auto reply = desk.caller->call(kKey, {u"a"_s, u"b"_s}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::OverBudget));
    QVERIFY(!desk.journal->has(kKey));
    QCOMPARE(desk.count(u"budget.reserved"_s), 0);
    QCOMPARE(desk.budget.reserved(), 0);
    // Nothing was sent: the line is still there for whoever asks without a cap.
    QCOMPARE((*desk.clients).complete(u"a"_s, request(), nullptr, {})->text, u"one"_s);
}

void TestModelCaller::unknownPriceUnderACapIsRefused()
{
    Desk desk({{{.id = u"m"_s, .price = {.inputPerMTok = 1}}, answer("one")}}, {.perRun = 1'000'000'000});
    const auto reply = desk.caller->call(kKey, {u"m"_s}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::OverBudget));
    QVERIFY(reply.error().message.contains(u"\"m\" has no price"_s));
    QVERIFY(!desk.journal->has(kKey));
    QCOMPARE((*desk.clients).complete(u"m"_s, request(), nullptr, {})->text, u"one"_s);
}

void TestModelCaller::unknownPriceWithoutACapIsAsked()
{
    Desk desk({{{.id = u"m"_s}, answer("one")}});
    const auto reply = desk.caller->call(kKey, {u"m"_s}, request());
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QVERIFY(desk.caller->isPaid(u"m"_s));
}

void TestModelCaller::unscriptedCallHasNoFallback()
{
    Desk desk({free(u"a"_s, "{\"match\":{\"purpose\":\"plan\"},\"content\":\"x\"}\n"), free(u"b"_s, answer("from b"))});
    const auto reply = desk.caller->call(kKey, {u"a"_s, u"b"_s}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::UnscriptedCall));
}

void TestModelCaller::nobodyPlaysTheRole()
{
    Desk desk({free(u"m"_s, answer("one"))});
    const auto reply = desk.caller->call(kKey, {}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::MissingTool));
    QVERIFY(reply.error().message.contains(u"generator"_s));
}

void TestModelCaller::stoppedRunAsksNobodyButReplays()
{
    Desk desk({free(u"m"_s, answer("one") + answer("two"))});
    QVERIFY(desk.caller->call(kKey, {u"m"_s}, request()));
    desk.soft.request_stop();
    QCOMPARE(desk.caller->call(kKey, {u"m"_s}, request())->text, u"one"_s);
    journal::Key next = kKey;
    next.ordinal = 1;
    const auto reply = desk.caller->call(next, {u"m"_s}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::Cancelled));
}

void TestModelCaller::structuredAtOnce()
{
    Desk desk({free(u"m"_s, answer(R"({\"score\":8})"))});
    QString model;
    const auto json = desk.caller->structured(kKey, {u"m"_s}, structuredRequest(), &model);
    QVERIFY2(json, json ? "" : qPrintable(json.error().message));
    QVERIFY(*json);
    QCOMPARE((**json)[u"score"].toInt(), 8);
    QCOMPARE(model, u"m"_s);
}

void TestModelCaller::structuredRepairedOnce()
{
    const QByteArray second =
        R"({"match":{"contains":"Your answer could not be used","purpose":"generate"},"content":"{\"score\":7}"})"
        "\n";
    Desk desk({paid(u"m"_s, answer(R"({\"mark\":8})") + second)});
    const auto json = desk.caller->structured(kKey, {u"m"_s}, structuredRequest());
    QVERIFY2(json, json ? "" : qPrintable(json.error().message));
    QVERIFY(*json);
    QCOMPARE((**json)[u"score"].toInt(), 7);
    QCOMPARE(desk.count(u"budget.settled"_s), 2);
    QCOMPARE(desk.count(u"insight"_s), 0);
    const auto again = desk.caller->structured(kKey, {u"m"_s}, structuredRequest());
    QVERIFY(again && *again);
    QCOMPARE(desk.count(u"budget.settled"_s), 2);
}

void TestModelCaller::structuredUnreadableTwiceIsSaid()
{
    Desk desk({free(u"m"_s, answer("no") + answer("never") + answer(R"({\"score\":8})"))});
    for (int replay = 0; replay < 2; ++replay) {
        const auto json = desk.caller->structured(kKey, {u"m"_s}, structuredRequest());
        QVERIFY2(json, json ? "" : qPrintable(json.error().message));
        QVERIFY(!*json);
    }
    const QList<Entry> said = desk.entries({u"insight"_s});
    QCOMPARE(said.size(), 1);
    QCOMPARE(said.first().data[u"contentType"].toString(), u"unreadable_answer"_s);
    QCOMPARE(said.first().step, u"s"_s);
    QVERIFY(said.first().data[u"text"].toString().contains(u"neutral values"_s));
}

void TestModelCaller::rolesFallBack()
{
    ScriptedClients clients({free(u"g"_s, answer("x")), free(u"r"_s, answer("x")), paid(u"p"_s, answer("x"))},
                            {{u"generator"_s, {u"g"_s}}, {u"reviewer"_s, {u"r"_s}}, {u"premium"_s, {u"p"_s, u"r"_s}}});
    Desk desk({free(u"g"_s, {})});
    ModelCaller caller({.effects = *desk.effects, .clients = *clients, .budget = desk.budget});
    QCOMPARE(caller.playersOf(u"generator"_s), QStringList(u"g"_s));
    QCOMPARE(caller.playersOf(u"thinker"_s), QStringList(u"g"_s));
    QCOMPARE(caller.playersOf(u"reviewer"_s), (QStringList{u"r"_s, u"g"_s}));
    QCOMPARE(caller.playersOf(u"premium"_s), (QStringList{u"p"_s, u"r"_s, u"g"_s}));
    QVERIFY(caller.playersOf(u"judges"_s).isEmpty());
    caller.setLocalOnly(true);
    QCOMPARE(caller.playersOf(u"premium"_s), (QStringList{u"r"_s, u"g"_s}));
}

void TestModelCaller::localOnlyLeavesPaidModelsOut()
{
    Desk desk({free(u"f"_s, answer("free")), paid(u"p"_s, answer("paid"))});
    desk.caller->setLocalOnly(true);
    const auto reply = desk.caller->call(kKey, {u"p"_s, u"f"_s}, request());
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->model, u"f"_s);
    QCOMPARE(desk.budget.spent(), 0);
}

void TestModelCaller::reservationsNameTheEffectTheyAreFor()
{
    // What is open when a process dies is found by the key: also where a free model was asked first.
    Desk desk({free(u"f"_s, failure(401)), paid(u"p"_s, answer("paid"))});
    const auto reply = desk.caller->call(kKey, {u"f"_s, u"p"_s}, request());
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    OpenReservations open;
    for (const Entry &entry : desk.entries({u"budget.reserved"_s}))
        takeReservation(open, entry);
    QCOMPARE(open.keys(), QStringList{kKey.toString()});
    QCOMPARE(open.value(kKey.toString()).model, u"p"_s);
    QCOMPARE(open.value(kKey.toString()).role, u"generator"_s);
    for (const Entry &entry : desk.entries({u"budget.settled"_s}))
        takeReservation(open, entry);
    QVERIFY(open.isEmpty());
}

void TestModelCaller::answersUsedUpByAFailedCallAreKept()
{
    for (const bool costs : {false, true}) {
        Desk desk({costs ? paid(u"m"_s, failure(401)) : free(u"m"_s, failure(401))});
        QVERIFY(!desk.caller->call(kKey, {u"m"_s}, request()));
        const auto released = desk.entries({u"budget.released"_s});
        QCOMPARE(released.size(), 1);
        QCOMPARE(released[0].data[u"scriptedErrors"].toArray(), QJsonArray{1});
        QCOMPARE(released[0].data[u"model"].toString(), u"m"_s);
        QCOMPARE(released[0].data[u"paid"].toBool(), costs);
        QCOMPARE(released[0].data[u"reserved"].toInteger() > 0, costs);
    }
}

/// A damaged record once named a player that the run does not have.
void TestModelCaller::anUnknownModelIsAnErrorAndNoCrash()
{
    Desk desk({paid(u"m"_s, answer("hi"))});
    const auto reply = desk.caller->call(kKey, {u"h"_s}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::BadInput));
    QVERIFY2(reply.error().message.contains(u"\"h\""_s), qPrintable(reply.error().message));
    QVERIFY(desk.entries().isEmpty());
}

namespace {

/// A model whose calls go as a test says.
class Staged final : public models::ModelClients
{
public:
    using Act = std::function<domain::Result<models::ChatResponse>(models::TokenSink &, std::stop_token)>;
    explicit Staged(Act act)
        : m_act(std::move(act))
    {
        m_config.models = {{.id = u"m"_s, .endpoint = u"e"_s, .name = u"m"_s, .price = price(1, 10)}};
        m_config.roles = {{u"generator"_s, {u"m"_s}}};
    }
    const domain::ModelsConfig &config() const override { return m_config; }
    domain::Result<models::ChatResponse> complete(const QString &, const ChatRequest &, models::TokenSink *sink,
                                                  std::stop_token stop) override
    {
        return m_act(*sink, std::move(stop));
    }
    bool probe(const QString &, std::stop_token) override { return true; }

private:
    domain::ModelsConfig m_config;
    Act m_act;
};

} // namespace

/// Ctrl-C twice: whoever was asked may have answered, and is paid.
void TestModelCaller::aPaidCallThatIsCancelledUnderWayIsCharged()
{
    Desk desk({paid(u"m"_s, {})});
    Staged clients([](models::TokenSink &sink, const std::stop_token &) -> domain::Result<models::ChatResponse> {
        if (const auto may = sink.sending(); !may)
            return domain::fail(may.error());
        return domain::fail(ErrorKind::Cancelled, u"cancelled"_s);
    });
    ModelCaller caller({.effects = *desk.effects, .clients = clients, .budget = desk.budget, .ledger = &desk.ledger});
    const auto reply = caller.call(kKey, {u"m"_s}, request());
    QVERIFY(!reply);
    QCOMPARE(domain::toString(reply.error().kind), domain::toString(ErrorKind::Cancelled));
    const MicroUsd reserved = models::reservationFor(clients.config().models[0], models::promptBytes(request()), 500);
    const auto settled = desk.entries({u"budget.settled"_s});
    QCOMPARE(settled.size(), 1);
    QCOMPARE(settled[0].data[u"spent"].toInteger(), reserved);
    QVERIFY(settled[0].data[u"estimated"].toBool());
    QCOMPARE(settled[0].step, u"s"_s);
    QCOMPARE(desk.budget.spent(), reserved);
    QCOMPARE(desk.budget.reserved(), 0);
    QCOMPARE(desk.spentToday(), reserved);
    QCOMPARE(desk.count(u"budget.released"_s), 0);
    QVERIFY(!desk.journal->has(kKey));
}

/// Killed while it waits for its endpoint, it would be charged by what stands in the journal.
void TestModelCaller::aCallThatWasNotSentIsNotInTheJournal()
{
    Desk desk({paid(u"m"_s, {})});
    int whileWaiting = -1;
    Staged clients([&](models::TokenSink &, const std::stop_token &) -> domain::Result<models::ChatResponse> {
        whileWaiting = desk.count(u"budget.reserved"_s);
        return domain::fail(ErrorKind::Cancelled, u"cancelled"_s);
    });
    ModelCaller caller({.effects = *desk.effects, .clients = clients, .budget = desk.budget, .ledger = &desk.ledger});
    QVERIFY(!caller.call(kKey, {u"m"_s}, request()));
    QCOMPARE(whileWaiting, 0);
    QVERIFY(desk.entries({u"budget.reserved"_s, u"budget.released"_s, u"budget.settled"_s}).isEmpty());
    QCOMPARE(desk.budget.spent(), 0);
    QCOMPARE(desk.budget.reserved(), 0);
    QCOMPARE(desk.spentToday(), 0);
}

void TestModelCaller::triesThatBrokeOffAreCharged_data()
{
    QTest::addColumn<bool>("answered");
    QTest::newRow("then answered") << true;
    QTest::newRow("retries used up") << false;
}

/// One told its usage before it broke off, one did not.
void TestModelCaller::triesThatBrokeOffAreCharged()
{
    QFETCH(bool, answered);
    Desk desk({paid(u"m"_s, {})});
    const models::Usage told{.input = 100, .output = 1};
    Staged clients([&](models::TokenSink &sink, const std::stop_token &) -> domain::Result<models::ChatResponse> {
        const domain::Error broken{ErrorKind::Network, u"broke off"_s};
        for (const auto &usage : {std::optional(told), std::optional<models::Usage>()}) {
            if (const auto may = sink.sending(); !may)
                return domain::fail(may.error());
            sink.lost(usage);
            if (usage || answered)
                sink.retrying(broken, 1);
        }
        if (!answered)
            return domain::fail(broken);
        if (const auto may = sink.sending(); !may)
            return domain::fail(may.error());
        return models::ChatResponse{.text = u"one"_s, .usage = models::Usage{.input = 1000, .output = 100}};
    });
    ModelCaller caller({.effects = *desk.effects, .clients = clients, .budget = desk.budget, .ledger = &desk.ledger});
    const auto reply = caller.call(kKey, {u"m"_s}, request());
    QCOMPARE(reply.has_value(), answered);
    // 100 + 10 for what was told, and a third of the eight bytes of the prompt.
    const MicroUsd lost = 110 + 3;
    QCOMPARE(desk.budget.spent(), lost + (answered ? kSpent : 0));
    QCOMPARE(desk.spentToday(), desk.budget.spent());
    const auto settled = desk.entries({u"budget.settled"_s});
    QCOMPARE(settled.size(), 1);
    QCOMPARE(settled[0].data[u"spent"].toInteger(), desk.budget.spent());
    QCOMPARE(desk.count(u"budget.reserved"_s), 1);
    if (answered)
        QCOMPARE(reply->cost, desk.budget.spent());
}

void TestModelCaller::othersSpendingIsReadAtEachReservation()
{
    Desk desk({paid(u"m"_s, answer("one") + answer("two"))}, {.perDay = 100'000});
    QVERIFY(desk.caller->call(kKey, {u"m"_s}, request()));
    const auto index = journal::RunIndex::open(desk.home.filePath(u"index.sqlite"_s));
    QVERIFY(index);
    QVERIFY((*index)->reserve(u"r2"_s, u"1970-01-01"_s, {{u"k"_s, 97'000}},
                              [](MicroUsd) { return domain::Result<void>(); }));
    journal::Key next = kKey;
    next.ordinal = 1;
    const auto refused = desk.caller->call(next, {u"m"_s}, request());
    QVERIFY(!refused);
    QCOMPARE(domain::toString(refused.error().kind), domain::toString(ErrorKind::OverBudget));
    QVERIFY2(refused.error().message.contains(u"day's cap of $0.10"_s), qPrintable(refused.error().message));
    QVERIFY((*index)->settle(u"r2"_s, u"k"_s, u"1970-01-01"_s, 10));
    const auto reply = desk.caller->call(next, {u"m"_s}, request());
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
}

void TestModelCaller::aDayCapWithoutItsLedgerAsksNobody()
{
    for (const bool capped : {true, false}) {
        Desk desk({paid(u"m"_s, answer("one"))}, {.perDay = capped ? std::optional<MicroUsd>(100'000) : std::nullopt});
        const QString file = desk.home.filePath(u"index.sqlite"_s);
        for (const char *part : {"", "-wal", "-shm"})
            QFile::remove(file + QLatin1String(part));
        QFile broken(file);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray(5000, 'g'));
        broken.close();
        const auto reply = desk.caller->call(kKey, {u"m"_s}, request());
        QCOMPARE(reply.has_value(), !capped);
        if (!reply)
            QVERIFY2(reply.error().message.contains(file), qPrintable(reply.error().message));
        QCOMPARE(desk.budget.reserved(), 0);
    }
}

QTEST_GUILESS_MAIN(TestModelCaller)
#include "tst_modelcaller.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"
#include "runfixture.h"

#include "engine/desk/notifier.h"
#include "guidance/notificationqueue.h"
#include "journal/runindex.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::Request;
using domain::RequestState;
using engine::Notifier;
using guidance::NotificationQueue;
using tests::LoopbackServer;
using tests::RunFixture;

namespace {

constexpr qint64 kStart = 1'800'000'000'000;

Request request()
{
    return {.id = u"r1.abc"_s, .run = u"r1"_s, .kind = domain::RequestKind::Guidance, .title = u"Help Needed: a.txt"_s};
}

/// A home with one webhook of kind json, whose address is \p hook's.
class Home
{
public:
    explicit Home(const QString &url, const QString &more = {})
        : locations(storage::Locations::under(m_dir.path()))
    {
        write("{\"webhooks\":[{\"id\":\"team\",\"kind\":\"json\"," + more.toUtf8()
              + (url.isEmpty() ? "" : "\"url\":\"" + url.toUtf8() + "\"") + "}]}");
        put(RequestState::Open);
    }
    void write(const QByteArray &webhooks) const
    {
        QDir().mkpath(locations.config);
        QFile file(locations.config + u"/webhooks.json"_s);
        if (!file.open(QIODevice::WriteOnly) || file.write(webhooks) < 0)
            qFatal("cannot write the webhooks");
    }
    void put(RequestState state) const
    {
        if (!(*journal::RunIndex::open(locations.index()))->putRequest(request(), state))
            qFatal("cannot write the index");
    }
    NotificationQueue::Counts counts() const
    {
        return *(*NotificationQueue::open(locations.state + u"/notifications.sqlite"_s))->counts();
    }

private:
    QTemporaryDir m_dir;

public:
    const storage::Locations locations;
};

} // namespace

/// Webhooks against a server on loopback, and a real run that waits for a person.
class TestNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutWebhooksThereIsNone();
    void aRequestIsToldOnce();
    void aServerThatFailsIsTriedAgainLater();
    void whatIsRefusedIsGivenUp_data();
    void whatIsRefusedIsGivenUp();
    void whatWasAnsweredIsToldNobody();
    void aReminderComesInItsTime();
    void theAddressMayBeTheSecret();
    void aSecretBesideAnAddressIsABearerToken();
    void whatLooksLikeASecretStaysHere();
    void whatAProcessLeavesTheNextOneSends();
    void aRunThatWaitsTellsBeforeItEnds();
    void aBrokenFileIsSaidAndTheRunGoesOn();
};

void TestNotifier::withoutWebhooksThereIsNone()
{
    const QTemporaryDir dir;
    const storage::SystemClock clock;
    const auto none = Notifier::create(storage::Locations::under(dir.path()), clock);
    QVERIFY(none);
    QVERIFY(!*none);
}

void TestNotifier::aRequestIsToldOnce()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, "ok"); });
    const Home home(server.url());
    const storage::ManualClock clock(kStart);
    for (int process = 0; process < 2; ++process) {
        const auto notifier = *Notifier::create(home.locations, clock);
        notifier->asked(request());
        notifier->asked(request());
        QTRY_COMPARE(server.requestCount(), 1);
    }
    QCOMPARE(server.requestCount(), 1);
    const auto body = QJsonDocument::fromJson(server.requests().first().body).object();
    QCOMPARE(body[u"title"].toString(), u"Help Needed: a.txt"_s);
}

void TestNotifier::aServerThatFailsIsTriedAgainLater()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int number) {
        return number == 0 ? LoopbackServer::whole(503, "", {"Retry-After: 60"}) : LoopbackServer::whole(204, "");
    });
    const Home home(server.url());
    storage::ManualClock clock(kStart);
    const auto notifier = *Notifier::create(home.locations, clock);
    notifier->asked(request());
    QTRY_COMPARE(home.counts().lastError, u"webhook \"team\" answers 503"_s);
    clock.advance(59'000);
    notifier->asked(request());
    QTest::qWait(100);
    QCOMPARE(server.requestCount(), 1);
    clock.advance(1'000);
    notifier->asked(request());
    QTRY_COMPARE(home.counts().queued, 0);
    QCOMPARE(server.requestCount(), 2);
}

void TestNotifier::whatIsRefusedIsGivenUp_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("unknown") << 404;
    QTest::newRow("refused") << 400;
    QTest::newRow("elsewhere") << 307;
}

/// No redirect is followed: an address that moved is the user's business.
void TestNotifier::whatIsRefusedIsGivenUp()
{
    QFETCH(int, status);
    const LoopbackServer server([status](const LoopbackServer::Request &, int) {
        return LoopbackServer::whole(status, "", {"Location: http://127.0.0.1:1/"});
    });
    const Home home(server.url());
    const storage::ManualClock clock(kStart);
    {
        const auto notifier = *Notifier::create(home.locations, clock);
        notifier->asked(request());
        QTRY_COMPARE(home.counts().failed, 1);
    }
    QCOMPARE(server.requestCount(), 1);
    QCOMPARE(home.counts().lastError, u"webhook \"team\" answers %1"_s.arg(status));
}

void TestNotifier::whatWasAnsweredIsToldNobody()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, ""); });
    const Home home(server.url());
    home.put(RequestState::Answered);
    const storage::ManualClock clock(kStart);
    const auto notifier = *Notifier::create(home.locations, clock);
    notifier->asked(request());
    QTRY_COMPARE(home.counts().queued, 0);
    QCOMPARE(server.requestCount(), 0);
}

void TestNotifier::aReminderComesInItsTime()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, ""); });
    const Home home(server.url());
    storage::ManualClock clock(kStart);
    const auto notifier = *Notifier::create(home.locations, clock);
    notifier->remind(request(), kStart + 3'600'000, 0);
    QTest::qWait(100);
    QCOMPARE(server.requestCount(), 0);
    clock.advance(3'600'000);
    notifier->remind(request(), kStart + 3'600'000, 0);
    QTRY_COMPARE(server.requestCount(), 1);
    QVERIFY(server.requests().first().body.contains("\"event\":\"reminder\""));
}

void TestNotifier::theAddressMayBeTheSecret()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, ""); });
    const Home home({}, u"\"secret\":\"HOOK\""_s);
    const storage::ManualClock clock(kStart);
    const auto notifier = *Notifier::create(home.locations, clock, [&](const QString &name) {
        return name == u"HOOK" ? server.url() + u"/services/T0/B0/xyz"_s : QString();
    });
    notifier->asked(request());
    QTRY_COMPARE(server.requestCount(), 1);
    QCOMPARE(server.requests().first().path, "/services/T0/B0/xyz");
}

void TestNotifier::aSecretBesideAnAddressIsABearerToken()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, ""); });
    const Home home(server.url(), u"\"secret\":\"TOKEN\","_s);
    const storage::ManualClock clock(kStart);
    const auto notifier = *Notifier::create(home.locations, clock, [](const QString &) { return u"t0k3n"_s; });
    notifier->asked(request());
    QTRY_COMPARE(server.requestCount(), 1);
    QCOMPARE(server.requests().first().headers.value("authorization"), "Bearer t0k3n");
}

void TestNotifier::whatLooksLikeASecretStaysHere()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, ""); });
    const Home home(server.url(), u"\"code\":true,"_s);
    const storage::ManualClock clock(kStart);
    const auto notifier = *Notifier::create(home.locations, clock);
    Request sly = request();
    const QString token = u"ghp_"_s + QString(36, u'a');
    sly.details = {{u"bestCode"_s, u"var token = \"%1\";"_s.arg(token)}};
    notifier->asked(sly);
    QTRY_COMPARE(server.requestCount(), 1);
    const QByteArray body = server.requests().first().body;
    QVERIFY2(body.contains("var token") && !body.contains(token.toUtf8()), body.constData());
}

void TestNotifier::whatAProcessLeavesTheNextOneSends()
{
    std::atomic<int> status = 500;
    const LoopbackServer server(
        [&](const LoopbackServer::Request &, int) { return LoopbackServer::whole(status.load(), ""); });
    const Home home(server.url());
    storage::ManualClock clock(kStart);
    {
        const auto notifier = *Notifier::create(home.locations, clock);
        notifier->asked(request());
    }
    QCOMPARE(server.requestCount(), 1);
    QCOMPARE(home.counts().queued, 1);
    status = 200;
    clock.advance(3'600'000);
    {
        const auto notifier = *Notifier::create(home.locations, clock);
    }
    QCOMPARE(server.requestCount(), 2);
    QCOMPARE(home.counts().queued, 0);
}

void TestNotifier::aRunThatWaitsTellsBeforeItEnds()
{
    const LoopbackServer server([](const LoopbackServer::Request &, int) { return LoopbackServer::whole(200, ""); });
    RunFixture f;
    QDir().mkpath(f.locations().config);
    QFile file(f.locations().config + u"/webhooks.json"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"webhooks\":[{\"id\":\"team\",\"kind\":\"json\",\"url\":\"" + server.url().toUtf8() + "\"}]}");
    file.close();
    f.script({{u"purpose"_s, u"think"_s}}, u"{}"_s, {{u"repeat"_s, true}});
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"hello"_s));
    engine::StartRequest start = f.request(f.plan({u"a.txt"_s}));
    start.mode = domain::Mode::Supervised;
    start.noWait = true;
    const auto held = f.run(start);
    QCOMPARE(held.pauseKind, u"person"_s);
    QCOMPARE(server.requestCount(), 1);
    const auto body = QJsonDocument::fromJson(server.requests().first().body).object();
    QCOMPARE(body[u"id"].toString(), f.openRequests().first().id);
    QCOMPARE(body[u"kind"].toString(), u"approval"_s);
    // Asked again by the process that goes on, and not told again; a snooze is a reminder in the queue.
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Snooze, .durationMs = 3'600'000}));
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QCOMPARE(server.requestCount(), 1);
    const auto queue = *NotificationQueue::open(f.locations().state + u"/notifications.sqlite"_s);
    QCOMPARE(queue->counts()->queued, 1);
}

void TestNotifier::aBrokenFileIsSaidAndTheRunGoesOn()
{
    const Home home(u"http://127.0.0.1:1/"_s);
    home.write("{\"webhooks\":[{}]}");
    const storage::SystemClock clock;
    const auto broken = Notifier::create(home.locations, clock);
    QVERIFY(!broken);
    QVERIFY(broken.error().message.contains(u"webhooks.json: webhooks[0].id"_s));
}

QTEST_GUILESS_MAIN(TestNotifier)
#include "tst_notifier.moc"

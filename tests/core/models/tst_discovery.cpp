// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/discovery.h"

#include "loopbackserver.h"

#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::models;
using domain::EndpointKind;
using tests::LoopbackServer;

class TstDiscovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whoAnswersIsFound();
    void whoDoesNotAnswerInTimeIsNot();
    void whatIsNoModelServerIsNot_data();
    void whatIsNoModelServerIsNot();
    void aStopEndsItAtOnce();
    void whatIsFoundMakesAModelsFile();
    void namesTellWhoWritesAndWhoThinks_data();
    void namesTellWhoWritesAndWhoThinks();
};

namespace {

LoopbackServer::Reply json(const QByteArray &body, const QByteArray &status = "200 OK")
{
    return {{{"HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
              + QByteArray::number(body.size()) + "\r\n\r\n" + body}}};
}

quint16 portOf(const LoopbackServer &server)
{
    return quint16(QUrl(server.url()).port());
}

} // namespace

void TstDiscovery::whoAnswersIsFound()
{
    LoopbackServer ollama([](const LoopbackServer::Request &request, int) {
        return request.path == "/api/tags"
            ? json(R"({"models":[{"name":"phi4:latest"},{"name":"nomic-embed-text"},{"name":"deepseek-v2:16b"}]})")
            : json("{}", "404 Not Found");
    });
    LoopbackServer studio([](const LoopbackServer::Request &request, int) {
        return request.path == "/v1/models" ? json(R"({"object":"list","data":[{"id":"qwen2.5-coder"}]})")
                                            : json("{}", "404 Not Found");
    });
    const QList<FoundServer> found = findLocalServers(
        {{EndpointKind::OpenAi, portOf(studio)}, {EndpointKind::Ollama, portOf(ollama)}}, std::stop_token());
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.at(0).url, studio.url() + u"/v1"_s);
    QCOMPARE(found.at(0).models, QStringList{u"qwen2.5-coder"_s});
    QCOMPARE(found.at(1).url, ollama.url());
    QCOMPARE(found.at(1).models, (QStringList{u"phi4:latest"_s, u"deepseek-v2:16b"_s}));
    QVERIFY(found.at(1).kind == EndpointKind::Ollama);
}

void TstDiscovery::whoDoesNotAnswerInTimeIsNot()
{
    LoopbackServer silent([](const LoopbackServer::Request &, int) {
        return LoopbackServer::Reply{{}, LoopbackServer::End::KeepOpen};
    });
    quint16 closed = 0;
    {
        LoopbackServer gone([](const LoopbackServer::Request &, int) { return json("{}"); });
        closed = portOf(gone);
    }
    QVERIFY(
        findLocalServers({{EndpointKind::Ollama, portOf(silent)}, {EndpointKind::OpenAi, closed}}, std::stop_token())
            .isEmpty());
    QTRY_COMPARE(silent.underWay(), 0);
}

void TstDiscovery::whatIsNoModelServerIsNot_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("status");
    QTest::addRow("a web page") << QByteArray("<html>") << QByteArray("200 OK");
    QTest::addRow("another JSON") << QByteArray(R"({"status":"ok"})") << QByteArray("200 OK");
    QTest::addRow("a server without models") << QByteArray(R"({"models":[]})") << QByteArray("200 OK");
    QTest::addRow("only embeddings") << QByteArray(R"({"models":[{"name":"bge-m3"}]})") << QByteArray("200 OK");
    QTest::addRow("one that wants a key") << QByteArray("{}") << QByteArray("401 Unauthorized");
    QTest::addRow("one that is broken") << QByteArray("{}") << QByteArray("500 Internal Server Error");
}

void TstDiscovery::whatIsNoModelServerIsNot()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, status);
    LoopbackServer server([&](const LoopbackServer::Request &, int) { return json(body, status); });
    QVERIFY(findLocalServers({{EndpointKind::Ollama, portOf(server)}}, std::stop_token()).isEmpty());
    QCOMPARE(server.requestCount(), 1);
}

void TstDiscovery::aStopEndsItAtOnce()
{
    const auto stop = std::make_shared<std::stop_source>();
    LoopbackServer server([stop](const LoopbackServer::Request &, int) {
        stop->request_stop();
        return LoopbackServer::Reply{{}, LoopbackServer::End::KeepOpen};
    });
    QVERIFY(findLocalServers({{EndpointKind::Ollama, portOf(server)}}, stop->get_token()).isEmpty());
    QTRY_COMPARE(server.underWay(), 0);
}

void TstDiscovery::whatIsFoundMakesAModelsFile()
{
    const FoundServer found{EndpointKind::OpenAi, u"http://127.0.0.1:1234/v1"_s, {u"a"_s, u"b"_s}};
    for (const QString &thinker : found.models) {
        const domain::ModelsConfig config = configFor(found, thinker, u"b"_s);
        const auto read = domain::modelsFromJson(domain::toJson(config), u"models.json"_s, u"/"_s);
        QVERIFY2(read.has_value(), qPrintable(read ? QString() : read.error().message));
        QVERIFY(*read == config);
        QCOMPARE(read->playerOf(u"thinker"_s)->name, thinker);
        // Nobody judges what they wrote themselves.
        QCOMPARE(read->roles.contains(u"judges"_s), thinker != u"b"_s);
        QVERIFY(!read->playerOf(u"generator"_s)->price.paid());
        QVERIFY(read->playerOf(u"generator"_s)->price.known());
    }
}

void TstDiscovery::namesTellWhoWritesAndWhoThinks_data()
{
    QTest::addColumn<QStringList>("models");
    QTest::addColumn<QString>("writes");
    QTest::addColumn<QString>("thinks");
    QTest::addRow("none") << QStringList() << QString() << QString();
    QTest::addRow("one") << QStringList{u"llama3"_s} << u"llama3"_s << u"llama3"_s;
    QTest::addRow("the base's") << QStringList{u"phi4"_s, u"deepseek-v2:16b"_s} << u"deepseek-v2:16b"_s << u"phi4"_s;
    QTest::addRow("a coder goes first") << QStringList{u"deepseek-r1"_s, u"llama3"_s, u"qwen2.5-coder:7b"_s}
                                        << u"qwen2.5-coder:7b"_s << u"deepseek-r1"_s;
    QTest::addRow("names that tell nothing") << QStringList{u"a"_s, u"b"_s} << u"a"_s << u"b"_s;
}

void TstDiscovery::namesTellWhoWritesAndWhoThinks()
{
    QFETCH(QStringList, models);
    QFETCH(QString, writes);
    QFETCH(QString, thinks);
    QCOMPARE(likelyGenerator(models), writes);
    QCOMPARE(likelyThinker(models), thinks);
}

QTEST_GUILESS_MAIN(TstDiscovery)
#include "tst_discovery.moc"

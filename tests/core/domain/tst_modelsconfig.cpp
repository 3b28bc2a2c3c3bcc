// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/models.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

class TestModelsConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField();
    void whatMayBeAbsentHasItsDefault();
    void anAbsentOutputLimitFitsASmallContext_data();
    void anAbsentOutputLimitFitsASmallContext();
    void comesBackAsItWas();
    void aRelativeFileIsRelativeToTheModelsFile();
    void paidMeansAPriceAboveNought();
    void whatStaysOnTheMachine_data();
    void whatStaysOnTheMachine();
    void aRoleWithoutAPlayerFallsBack();
    void onlyJudgesReview();
    void refusesWithOneLine_data();
    void refusesWithOneLine();
};

namespace {

const QByteArray kEndpoints = R"([
    {"id": "local", "kind": "ollama", "url": "http://127.0.0.1:11434/"},
    {"id": "claude", "kind": "anthropic", "url": "https://models.example", "secret": "CLAUDE_KEY", "parallel": 4},
    {"id": "gateway", "kind": "openai", "url": "https://gateway.example/v1//"},
    {"id": "script", "kind": "scripted", "file": "answers.jsonl"}])";
const QByteArray kModels = R"([
    {"id": "phi4", "endpoint": "local", "name": "phi4"},
    {"id": "coder", "endpoint": "local", "name": "coder:16b", "family": "coder", "contextTokens": 32768,
     "maxOutputTokens": 8192, "params": {"num_gpu": 1}},
    {"id": "sonnet", "endpoint": "claude", "name": "sonnet-4", "inputPerMTok": 3, "outputPerMTok": 15,
     "cacheReadPerMTok": 0.3, "cacheWritePerMTok": 3.75},
    {"id": "mystery", "endpoint": "gateway", "name": "m"},
    {"id": "scripted", "endpoint": "script", "name": "s"}])";
const QByteArray kRoles = R"({"thinker": "phi4", "generator": ["coder", "phi4"], "judges": ["phi4", "coder"]})";

Result<ModelsConfig> read(const QByteArray &endpoints = kEndpoints, const QByteArray &models = kModels,
                          const QByteArray &roles = kRoles)
{
    const QJsonDocument document = QJsonDocument::fromJson("{\"endpoints\": " + endpoints + ", \"models\": " + models
                                                           + ", \"roles\": " + roles + "}");
    Q_ASSERT(document.isObject());
    return modelsFromJson(document.object(), u"m.json"_s, u"/folder/sub"_s);
}

} // namespace

void TestModelsConfig::readsEveryField()
{
    const auto config = read();
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(config->endpoints.size(), 4);
    const Endpoint claude{.id = u"claude"_s,
                          .kind = EndpointKind::Anthropic,
                          .url = u"https://models.example"_s,
                          .secret = u"CLAUDE_KEY"_s,
                          .parallel = 4};
    QVERIFY(*config->endpoint(u"claude"_s) == claude);
    QCOMPARE(config->endpoint(u"gateway"_s)->url, u"https://gateway.example/v1"_s);
    const Model coder{.id = u"coder"_s,
                      .endpoint = u"local"_s,
                      .name = u"coder:16b"_s,
                      .family = u"coder"_s,
                      .contextTokens = 32768,
                      .maxOutputTokens = 8192,
                      .price = {.inputPerMTok = 0, .outputPerMTok = 0},
                      .params = {{u"num_gpu"_s, 1}}};
    QVERIFY(*config->model(u"coder"_s) == coder);
    QCOMPARE(config->model(u"sonnet"_s)->price.cacheWritePerMTok, std::optional(3.75));
    QCOMPARE(config->roles.value(u"thinker"_s), QStringList{u"phi4"_s});
    QCOMPARE(config->roles.value(u"generator"_s), (QStringList{u"coder"_s, u"phi4"_s}));
    QVERIFY(!config->endpoint(u"none"_s));
    QVERIFY(!config->model(u"none"_s));
}

void TestModelsConfig::whatMayBeAbsentHasItsDefault()
{
    const auto config = read();
    QCOMPARE(config->endpoint(u"local"_s)->parallel, 1);
    QCOMPARE(config->endpoint(u"script"_s)->parallel, 0);
    const Model *phi4 = config->model(u"phi4"_s);
    QCOMPARE(phi4->contextTokens, 8192);
    QCOMPARE(phi4->maxOutputTokens, 4096);
    QVERIFY(phi4->price.known());
    QVERIFY(config->model(u"scripted"_s)->price.known());
    QVERIFY(!config->model(u"mystery"_s)->price.known());
}

void TestModelsConfig::anAbsentOutputLimitFitsASmallContext_data()
{
    QTest::addColumn<int>("context");
    QTest::addColumn<int>("output");
    QTest::newRow("room for both") << 4097 << 4096;
    QTest::newRow("just as large") << 4096 << 2048;
    QTest::newRow("smaller") << 2000 << 1000;
    QTest::newRow("hardly any") << 2 << 1;
}

void TestModelsConfig::anAbsentOutputLimitFitsASmallContext()
{
    QFETCH(int, context);
    const QByteArray models =
        R"([{"id": "phi4", "endpoint": "local", "name": "n", "contextTokens": )" + QByteArray::number(context) + "}]";
    const auto config = read(kEndpoints, models, R"({"thinker": "phi4", "generator": "phi4"})");
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QTEST(config->model(u"phi4"_s)->maxOutputTokens, "output");
}

void TestModelsConfig::comesBackAsItWas()
{
    const auto first = read();
    const auto second = modelsFromJson(toJson(*first), u"m.json"_s, u"/elsewhere"_s);
    QVERIFY2(second, second ? "" : qPrintable(second.error().message));
    QVERIFY(*first == *second);
}

void TestModelsConfig::aRelativeFileIsRelativeToTheModelsFile()
{
    QCOMPARE(read()->endpoint(u"script"_s)->file, u"/folder/sub/answers.jsonl"_s);
    const auto up =
        read(R"([{"id": "local", "kind": "scripted", "file": "../a.jsonl"}])",
             R"([{"id": "phi4", "endpoint": "local", "name": "x"}])", R"({"thinker": "phi4", "generator": "phi4"})");
    QCOMPARE(up->endpoint(u"local"_s)->file, u"/folder/a.jsonl"_s);
}

void TestModelsConfig::paidMeansAPriceAboveNought()
{
    const auto config = read();
    QVERIFY(config->model(u"sonnet"_s)->price.paid());
    QVERIFY(!config->model(u"phi4"_s)->price.paid());
    QVERIFY(!config->model(u"mystery"_s)->price.paid());
    QVERIFY((Price{.cacheReadPerMTok = 0.1}).paid());
}

void TestModelsConfig::whatStaysOnTheMachine_data()
{
    QTest::addColumn<bool>("local");
    for (const char *url : {"http://localhost:11434", "http://LOCALHOST", "http://127.0.0.1:8080/v1",
                            "https://127.1.2.3", "http://[::1]:1234"})
        QTest::newRow(url) << true;
    for (const char *url : {"https://api.example", "http://127.0.0.1.example", "http://127.example", "http://0.0.0.0",
                            "http://192.168.1.5:11434", "http://localhost.example", "http://[::2]"})
        QTest::newRow(url) << false;
}

void TestModelsConfig::whatStaysOnTheMachine()
{
    const Endpoint server{.id = u"e"_s, .url = QString::fromLatin1(QTest::currentDataTag())};
    QTEST(server.isLocal(), "local");
    QVERIFY((Endpoint{.id = u"e"_s, .kind = EndpointKind::Scripted, .file = u"x"_s}).isLocal());
}

void TestModelsConfig::aRoleWithoutAPlayerFallsBack()
{
    const auto config = read();
    for (const QString &role : {u"generator"_s, u"reviewer"_s, u"premium"_s, u"expert"_s})
        QCOMPARE(config->playerOf(role)->id, u"coder"_s);
    QCOMPARE(config->playerOf(u"thinker"_s)->id, u"phi4"_s);
    const auto premium = read(kEndpoints, kModels, R"({"thinker": "phi4", "generator": "coder", "premium": "sonnet"})");
    QCOMPARE(premium->playerOf(u"premium"_s)->id, u"sonnet"_s);
    QCOMPARE(premium->playerOf(u"expert"_s)->id, u"sonnet"_s);
    QCOMPARE(premium->playerOf(u"reviewer"_s)->id, u"coder"_s);
    QVERIFY(!premium->playerOf(u"nobody"_s));
}

void TestModelsConfig::onlyJudgesReview()
{
    const auto none = read(kEndpoints, kModels, R"({"thinker": "phi4", "generator": "coder", "judges": []})");
    QVERIFY2(none, none ? "" : qPrintable(none.error().message));
    QVERIFY(!none->playerOf(u"judges"_s));
    QCOMPARE(read()->playerOf(u"judges"_s)->id, u"phi4"_s);
}

void TestModelsConfig::refusesWithOneLine_data()
{
    QTest::addColumn<QByteArray>("endpoints");
    QTest::addColumn<QByteArray>("models");
    QTest::addColumn<QByteArray>("roles");
    QTest::addColumn<QString>("message");
    const auto endpoint = [](const char *name, const QByteArray &text, const QString &message) {
        QTest::newRow(name) << "[" + text + "]" << kModels << kRoles << u"m.json: endpoints[0]"_s + message;
    };
    const auto model = [](const char *name, const QByteArray &text, const QString &message) {
        QTest::newRow(name) << kEndpoints << "[" + text + "]" << kRoles << u"m.json: models[0]"_s + message;
    };
    const auto role = [](const char *name, const QByteArray &text, const QString &message) {
        QTest::newRow(name) << kEndpoints << kModels << text << u"m.json: roles."_s + message;
    };
    endpoint("no kind", R"({"id": "local"})", u".kind: is missing"_s);
    endpoint("kind", R"({"id": "local", "kind": "oracle"})",
             u".kind: expected one of ollama, anthropic, openai, scripted"_s);
    endpoint("no url", R"({"id": "local", "kind": "ollama"})", u".url: is missing"_s);
    endpoint("no file", R"({"id": "local", "kind": "scripted"})", u".file: is missing"_s);
    endpoint("blank id", R"({"id": "", "kind": "scripted", "file": "x"})",
             u".id: expected a name of 1 to 200 printable characters"_s);
    for (const char *url : {"", "localhost:11434", "ftp://host", "http://", "http://a b", "file:///etc/passwd"}) {
        const QByteArray text = QByteArray(R"({"id": "local", "kind": "ollama", "url": "%1"})").replace("%1", url);
        QTest::newRow(qPrintable(u"url "_s + QString::fromLatin1(url))) << "[" + text
                + "]" << kModels << kRoles << u"m.json: endpoints[0].url: expected an http or https address"_s;
    }
    for (const char *url : {"https://key@host", "https://user:key@host/v1", "https://host/?key=1", "https://host/#x"}) {
        const QByteArray text = QByteArray(R"({"id": "local", "kind": "openai", "url": "%1"})").replace("%1", url);
        QTest::newRow(qPrintable(u"url "_s + QString::fromLatin1(url)))
            << "[" + text + "]" << kModels << kRoles
            << u"m.json: endpoints[0].url: expected an address without user, query or fragment"_s;
    }
    endpoint("parallel", R"({"id": "local", "kind": "ollama", "url": "http://h", "parallel": 0})",
             u".parallel: expected a whole number from 1 to 1000"_s);
    endpoint("unknown", R"({"id": "local", "kind": "ollama", "url": "http://h", "key": "x"})",
             u".key: is not a known field, expected one of file, id, kind, parallel, secret, url"_s);
    QTest::newRow("endpoint twice") << QByteArray(R"([{"id": "a", "kind": "scripted", "file": "x"},
                                                      {"id": "a", "kind": "scripted", "file": "x"}])")
                                    << kModels << kRoles
                                    << u"m.json: endpoints[1].id: \"a\" is already the id of another endpoint"_s;
    model("endpoint", R"({"id": "a", "endpoint": "x\ny", "name": "n"})",
          u".endpoint: no endpoint has the id \"x\\u000ay\""_s);
    model("no name", R"({"id": "a", "endpoint": "local"})", u".name: is missing"_s);
    model("price", R"({"id": "a", "endpoint": "local", "name": "n", "inputPerMTok": -1})",
          u".inputPerMTok: expected a number from 0 to 100000"_s);
    model("tokens", R"({"id": "a", "endpoint": "local", "name": "n", "contextTokens": 0})",
          u".contextTokens: expected a whole number from 1 to 100000000"_s);
    // A context that the answer alone fills leaves no room for a prompt: such a model could never be asked.
    model("the answer fills the context",
          R"({"id": "a", "endpoint": "local", "name": "n", "contextTokens": 4096, "maxOutputTokens": 4096})",
          u".maxOutputTokens: expected less than contextTokens, which is 4096"_s);
    model("the answer exceeds the absent context",
          R"({"id": "a", "endpoint": "local", "name": "n", "maxOutputTokens": 16384})",
          u".maxOutputTokens: expected less than contextTokens, which is 8192"_s);
    model("params", R"({"id": "a", "endpoint": "local", "name": "n", "params": []})", u".params: expected an object"_s);
    QTest::newRow("model twice") << kEndpoints << QByteArray(R"([{"id": "a", "endpoint": "local", "name": "n"},
                                                   {"id": "a", "endpoint": "local", "name": "n"}])")
                                 << kRoles << u"m.json: models[1].id: \"a\" is already the id of another model"_s;
    role("no thinker", R"({"generator": "phi4"})", u"thinker: is missing"_s);
    role("no generator", R"({"thinker": "phi4"})", u"generator: is missing"_s);
    role("an empty list", R"({"thinker": [], "generator": "phi4"})", u"thinker: expected the id of a model"_s);
    role("no such model", R"({"thinker": "x", "generator": "phi4"})", u"thinker: no model has the id \"x\""_s);
    role("no such judge", R"({"thinker": "phi4", "generator": "phi4", "judges": ["phi4", "x"]})",
         u"judges: no model has the id \"x\""_s);
    role("number", R"({"thinker": 4, "generator": "phi4"})", u"thinker: expected the id of a model or a list of ids"_s);
    role("unknown", R"({"thinker": "phi4", "generator": "phi4", "boss": "phi4"})",
         u"boss: is not a known field, expected one of expert, generator, judges, premium, reviewer, thinker"_s);
}

void TestModelsConfig::refusesWithOneLine()
{
    QFETCH(QByteArray, endpoints);
    QFETCH(QByteArray, models);
    QFETCH(QByteArray, roles);
    QFETCH(QString, message);
    const auto config = read(endpoints, models, roles);
    QVERIFY(!config);
    QVERIFY(config.error().kind == ErrorKind::BadInput);
    QCOMPARE(config.error().message, message);
}

QTEST_GUILESS_MAIN(TestModelsConfig)
#include "tst_modelsconfig.moc"

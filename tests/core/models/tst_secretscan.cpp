// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/secretscan.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace stepladder::models;
using namespace Qt::StringLiterals;

namespace {

ChatRequest of(const QStringList &texts)
{
    ChatRequest request;
    for (const QString &text : texts)
        request.messages.append({ChatMessage::Role::User, text});
    return request;
}

QString random(qsizetype size)
{
    static const QString letters = u"a8Kq3ZxB7mW1pR5tY9vC2nL6sD4fG0hJ"_s;
    QString text;
    while (text.size() < size)
        text += letters;
    return text.left(size);
}

const QString kPem = u"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq\nabc/+=\n-----END RSA PRIVATE KEY-----"_s;

} // namespace

class TestSecretScan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAreWithheld_data();
    void secretsAreWithheld();
    void codeStays_data();
    void codeStays();
    void knownValuesAreWithheldWhereverTheyStand();
    void theLongerOfTwoKnownValuesGoesFirst();
    void theSameSecretHasOneMarkInAllMessages();
    void whatIsASecretInOnePlaceIsOneInAll();
    void theAnswerGetsItsSecretsBack();
    void theAnswerIsStillJson();
    void aCleanedTextIsCleanAgain();
    void dotenv_data();
    void dotenv();
};

void TestSecretScan::secretsAreWithheld_data()
{
    QTest::addColumn<QString>("text"); // %1 stands for the secret
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("what");
    const auto row = [](const char *name, const QString &text, const QString &secret, const QString &what) {
        QTest::newRow(name) << text << secret << what;
    };
    row("private key", u"key = \"\"\"%1\"\"\"\n"_s, kPem, u"private key"_s);
    row("private key on one line", u"k = \"%1\";"_s, QString(kPem).replace(u'\n', u"\\n"_s), u"private key"_s);
    row("private key cut off", u"%1"_s, kPem.left(33) + random(64), u"private key"_s);
    row("AWS", u"id: %1\n"_s, u"AKIAQ3ZXB7MW1PR5TY9V"_s, u"AWS access key"_s);
    row("GitHub", u"curl -H x:%1"_s, u"ghp_"_s + random(36), u"GitHub token"_s);
    row("GitHub fine-grained", u"(%1)"_s, u"github_pat_"_s + random(60), u"GitHub token"_s);
    row("GitLab", u"%1"_s, u"glpat-"_s + random(20), u"GitLab token"_s);
    row("Anthropic", u"'%1'"_s, u"sk-ant-api03-"_s + random(80), u"Anthropic key"_s);
    row("OpenAI", u"'%1'"_s, u"sk-proj-"_s + random(48), u"OpenAI key"_s);
    row("Google", u"?key=%1&x"_s, u"AIza"_s + random(35), u"Google key"_s);
    row("Slack", u"%1"_s, u"xoxb-123456789012-"_s + random(24), u"Slack token"_s);
    row("Slack webhook", u"post(\"%1\")"_s, u"https://hooks.slack.com/services/T0/B0/"_s + random(24),
        u"Slack webhook"_s);
    row("Stripe", u"%1"_s, u"sk_live_"_s + random(24), u"Stripe key"_s);
    row("npm", u"//registry/:_authToken=%1"_s, u"npm_"_s + random(36), u"npm token"_s);
    row("JWT", u"jwt %1 end"_s, u"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9."_s + random(40), u"JSON web token"_s);
    row("address", u"url = \"postgres://app:%1@db.internal:5432/shop\""_s, u"s3cr3t-pw"_s, u"password in an address"_s);
    row("connection string", u"\"Server=db;User Id=sa;Password=%1;\""_s, u"P4ssw0rd!x"_s,
        u"password of a connection"_s);
    row("account key", u"\"AccountName=x;AccountKey=%1;EndpointSuffix=y\""_s, random(60) + u"=="_s,
        u"password of a connection"_s);
    row("header", u"Authorization: Bearer %1\n"_s, random(40), u"authorization"_s);
    row("C#", u"private const string ApiKey = \"%1\";"_s, random(24), u"assigned secret"_s);
    row("C# verbatim", u"var clientSecret = @\"%1\";"_s, random(24), u"assigned secret"_s);
    row("Python", u"API_TOKEN = '%1'\n"_s, random(20), u"assigned secret"_s);
    row("JSON", u"{\"db\": {\"password\": \"%1\"}}"_s, u"xK9-2mQ7!vP4"_s, u"assigned secret"_s);
    row("YAML", u"  auth_token: %1\n"_s, random(32), u"assigned secret"_s);
    row("environment", u"A=1\nexport SECRET_KEY=%1\r\nB=2"_s, random(32), u"assigned secret"_s);
    row("password without quotes", u"A=1\nDB_PASS=%1\n"_s, u"hunter2-very-secret-pw"_s, u"password"_s);
    row("password in a sentence", u"log in with password=%1, then go on"_s, u"hunter2-very"_s, u"password"_s);
    row("at the very end", u"SECRET_KEY=%1"_s, random(32), u"assigned secret"_s);
}

void TestSecretScan::secretsAreWithheld()
{
    QFETCH(QString, text);
    QFETCH(QString, secret);
    QFETCH(QString, what);
    SecretScan scan;
    const QString sent = scan.cleaned(of({text.arg(secret)})).messages.first().text;
    QVERIFY2(!sent.contains(secret), qPrintable(sent));
    QCOMPARE(sent, text.arg(u"[withheld 1: %1]"_s.arg(what)));
    QCOMPARE(scan.withheld(), QStringList{u"1 × "_s + what});
    QCOMPARE(scan.restored(sent, false), text.arg(secret));
}

void TestSecretScan::codeStays_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("an assignment of a call", u"var token = await GetAccessTokenAsync(client1, 42);\n"_s);
    row("an assignment of a variable", u"password = newPassword;\napi_key = settings.openai_key\n"_s);
    row("an attribute", u"self.secret = hashlib.sha256(b'x').hexdigest()\n"_s);
    row("a message", u"raise ValueError(\"password: must have 12 characters\")\n"_s);
    row("a short value", u"password = \"hunter2\"\n"_s);
    row("words", u"{\"token\": \"access_token_for_tests\"}"_s);
    row("a placeholder", u"api_key = \"your-api-key-1-here-2\"\n"_s);
    row("an example", u"API_KEY = \"example1key2for3docs\"\n"_s);
    row("the name of a variable", u"secret: \"STEPLADDER_TEST_KEY\"\n"_s);
    row("an address without a password", u"http://localhost:8080/a@b https://user@host/x ssh://git@host:22/a"_s);
    row("an address with a template", u"f\"postgres://{user}:{password}@{host}\" \"ftp://$U:$P@h\""_s);
    row("the lines of a key",
        u"if text.startswith(\"-----BEGIN PRIVATE KEY-----\"):\n    return f(text); # (1)\n"
        "end = \"-----END PRIVATE KEY-----\""_s);
    row("a public key", u"-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"_s);
    row("a css class", u".sk-fading-circle-with-a-rather-long-name-for-a-class { }"_s);
    row("a hash", u"commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"_s);
    row("a type", u"public record Token(string Kind2, int Position3);\nCancellationToken token1 = default;"_s);
    row("a named argument", u"Parse(tokens: new[] { \"a1\", \"b2\" }, secret: false)"_s);
    row("a key of a map", u"{\"api_key\": null, \"password\": \"\", \"tokens\": [1, 2, 3]}"_s);
    row("variables", u"password = user_password2\npwd=os.getcwd\npass: settings.db.pass\nif(password==other_value){"_s);
    row("a rule", u"password: must-have-12-characters-and-more words"_s);
    row("nothing", {});
}

void TestSecretScan::codeStays()
{
    QFETCH(QString, text);
    SecretScan scan;
    QCOMPARE(scan.cleaned(of({text})).messages.first().text, text);
    QVERIFY(scan.withheld().isEmpty());
}

void TestSecretScan::knownValuesAreWithheldWhereverTheyStand()
{
    SecretScan scan({{u"opensesame1"_s, u"KEY of .env"_s}, {u"abc"_s, u"too short"_s}});
    const QString sent = scan.cleaned(of({u"xopensesame1y opensesame1 abc"_s})).messages.first().text;
    QCOMPARE(sent, u"x[withheld 1: KEY of .env]y [withheld 1: KEY of .env] abc"_s);
    QCOMPARE(scan.withheld(), QStringList{u"2 × KEY of .env"_s});
}

void TestSecretScan::theLongerOfTwoKnownValuesGoesFirst()
{
    SecretScan scan({{u"secret-1"_s, u"short"_s}, {u"secret-1-and-more"_s, u"long"_s}});
    QCOMPARE(scan.cleaned(of({u"secret-1-and-more, secret-1"_s})).messages.first().text,
             u"[withheld 1: long], [withheld 2: short]"_s);
}

void TestSecretScan::theSameSecretHasOneMarkInAllMessages()
{
    const QString a = u"ghp_"_s + random(36);
    const QString b = u"glpat-"_s + random(20);
    SecretScan scan;
    const ChatRequest sent = scan.cleaned(of({a + u' ' + b, b, a}));
    QCOMPARE(sent.messages[0].text, u"[withheld 1: GitHub token] [withheld 2: GitLab token]"_s);
    QCOMPARE(sent.messages[1].text, u"[withheld 2: GitLab token]"_s);
    QCOMPARE(sent.messages[2].text, u"[withheld 1: GitHub token]"_s);
    QCOMPARE(scan.withheld(), (QStringList{u"2 × GitHub token"_s, u"2 × GitLab token"_s}));
}

void TestSecretScan::whatIsASecretInOnePlaceIsOneInAll()
{
    SecretScan scan;
    const auto cleaned =
        scan.cleaned({.messages = {{ChatMessage::Role::User, u"say hunter2-pw to shop"_s},
                                   {ChatMessage::Role::User, u"postgres://shop:hunter2-pw@db/shop"_s}}});
    QCOMPARE(cleaned.messages.at(0).text, u"say [withheld 1: password in an address] to shop"_s);
    QVERIFY(!cleaned.messages.at(1).text.contains(u"hunter2-pw"));
    QVERIFY(cleaned.messages.at(1).text.endsWith(u"@db/shop"));
}

void TestSecretScan::theAnswerGetsItsSecretsBack()
{
    const QString secret = random(24);
    SecretScan scan;
    const QString line = u"ApiKey = \"%1\";"_s;
    scan.cleaned(of({line.arg(secret)}));
    // Twice, and a mark that was never given.
    QCOMPARE(scan.restored(u"a [withheld 1: assigned secret] b [withheld 1: assigned secret] [withheld 2: x]"_s, false),
             u"a %1 b %1 [withheld 2: x]"_s.arg(secret));
}

void TestSecretScan::theAnswerIsStillJson()
{
    SecretScan scan;
    scan.cleaned(of({kPem}));
    const QString answer = scan.restored(uR"({"exampleCode": "k = [withheld 1: private key]"})"_s, true);
    const QJsonObject json = QJsonDocument::fromJson(answer.toUtf8()).object();
    QCOMPARE(json[u"exampleCode"].toString(), u"k = "_s + kPem);
}

void TestSecretScan::aCleanedTextIsCleanAgain()
{
    SecretScan first;
    const QString sent =
        first.cleaned(of({u"api_key = \"%1\"\nurl: redis://:%1@h"_s.arg(random(24))})).messages[0].text;
    SecretScan second;
    QCOMPARE(second.cleaned(of({sent})).messages.first().text, sent);
}

void TestSecretScan::dotenv_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QStringList>("secrets");
    QTest::newRow("password") << QByteArray("DB_PASSWORD=hunter2") << QStringList{u"hunter2"_s};
    QTest::newRow("quoted") << QByteArray("export API_KEY=\"a b#c-1\"\r") << QStringList{u"a b#c-1"_s};
    QTest::newRow("comment behind") << QByteArray("TOKEN=abc-123-x # mine") << QStringList{u"abc-123-x"_s};
    QTest::newRow("random under a plain name")
        << QByteArray("THING=a8Kq3ZxB7mW1pR5t") << QStringList{u"a8Kq3ZxB7mW1pR5t"_s};
    QTest::newRow("plain") << QByteArray("APP_ENV=development") << QStringList();
    QTest::newRow("word under a secret name") << QByteArray("DB_PASSWORD=postgres") << QStringList();
    QTest::newRow("path") << QByteArray("KEY_FILE=/etc/ssl/server.pem") << QStringList();
    QTest::newRow("number") << QByteArray("TOKEN_LIFETIME=86400000") << QStringList();
    QTest::newRow("too short") << QByteArray("PASSWORD=a1b2") << QStringList();
    QTest::newRow("author") << QByteArray("AUTHOR=John Smith") << QStringList();
    QTest::newRow("empty") << QByteArray("PASSWORD=") << QStringList();
    QTest::newRow("comment") << QByteArray("# PASSWORD=hunter2") << QStringList();
}

void TestSecretScan::dotenv()
{
    QFETCH(QByteArray, line);
    QFETCH(QStringList, secrets);
    const auto found = secretsOfDotenv("A=b\n" + line + "\nC=d\n", u".env"_s);
    QCOMPARE(found.keys(), secrets);
    if (!secrets.isEmpty())
        QVERIFY(found.value(secrets.first()).endsWith(u" of .env"_s));
}

QTEST_GUILESS_MAIN(TestSecretScan)
#include "tst_secretscan.moc"

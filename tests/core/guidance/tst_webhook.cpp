// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/webhook.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::Request;
using domain::RequestKind;
using guidance::NotificationEvent;
using guidance::Webhook;
using guidance::WebhookKind;

namespace {

Request request()
{
    return {.id = u"r1.abc"_s,
            .run = u"r1"_s,
            .step = u"money"_s,
            .kind = RequestKind::Guidance,
            .title = u"Help Needed: Money.cs"_s,
            .question = u"An example? <b>Guidance</b> & code?"_s,
            .details = {{u"bestCode"_s, u"class Money { }"_s}},
            .deadlineMs = 1'800'000'000'000};
}

QJsonObject bodyOf(const Webhook &hook, NotificationEvent event = NotificationEvent::Asked)
{
    return QJsonDocument::fromJson(guidance::webhookBody(hook, request(), event)).object();
}

} // namespace

class TestWebhook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileIsRead();
    void whatIsWrongIsOneLine_data();
    void whatIsWrongIsOneLine();
    void slackGetsText();
    void teamsGetsACard();
    void othersGetFields();
    void aTemplateIsFilledOnce();
    void codeStaysHereUnlessWanted();
    void aReminderSaysSo();
};

void TestWebhook::aFileIsRead()
{
    const auto hooks = guidance::readWebhooks(R"({"webhooks":[
        {"id":"team","kind":"slack","secret":"SLACK_URL","requests":["guidance","budget"]},
        {"id":"own","kind":"json","url":"http://127.0.0.1:8080/x","secret":"OWN","code":true,"text":"{title}"}]})",
                                              u"webhooks.json"_s);
    QVERIFY2(hooks, hooks ? "" : qPrintable(hooks.error().message));
    QCOMPARE(hooks->size(), 2);
    QVERIFY(hooks->at(0).tells(RequestKind::Budget));
    QVERIFY(!hooks->at(0).tells(RequestKind::Approval));
    QVERIFY(hooks->at(1).tells(RequestKind::Approval));
    QVERIFY(!hooks->at(0).code);
    QVERIFY(hooks->at(1).code);
}

void TestWebhook::whatIsWrongIsOneLine_data()
{
    QTest::addColumn<QByteArray>("hook");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *hook, const QString &words) {
        QTest::addRow("%s", name) << QByteArray(hook) << words;
    };
    row("no address", R"({"id":"a","kind":"json"})", u"url: expected an address, or a secret that holds it"_s);
    row("no https", R"({"id":"a","kind":"json","url":"http://example.org/"})", u"url: expected an https address"_s);
    row("no url", R"({"id":"a","kind":"json","url":"somewhere"})", u"url: expected an https address"_s);
    row("kind", R"({"id":"a","kind":"pigeon","secret":"S"})", u"kind"_s);
    row("request", R"({"id":"a","kind":"json","secret":"S","requests":["gossip"]})", u"\"gossip\" is no kind"_s);
    row("placeholder", R"({"id":"a","kind":"json","secret":"S","text":"{who}"})", u"{who} is none of {title}"_s);
    row("unknown field", R"({"id":"a","kind":"json","secret":"S","colour":"red"})", u"colour"_s);
    row("double", R"({"id":"a","kind":"json","secret":"S"},{"id":"a","kind":"json","secret":"S"})",
        u"\"a\" is there already"_s);
}

void TestWebhook::whatIsWrongIsOneLine()
{
    QFETCH(QByteArray, hook);
    QFETCH(QString, words);
    const auto hooks = guidance::readWebhooks("{\"webhooks\":[" + hook + "]}", u"webhooks.json"_s);
    QVERIFY(!hooks);
    QVERIFY(hooks.error().kind == domain::ErrorKind::BadInput);
    const QString said = hooks.error().message;
    QVERIFY2(said.startsWith(u"webhooks.json: webhooks["_s) && said.contains(words), qPrintable(said));
    QVERIFY(!said.contains(u'\n'));
}

void TestWebhook::slackGetsText()
{
    const QString text = bodyOf({.id = u"a"_s, .kind = WebhookKind::Slack})[u"text"].toString();
    QCOMPARE(text,
             u"Help Needed: Money.cs\nAn example? &lt;b&gt;Guidance&lt;/b&gt; &amp; code?\n"
             "Until 2027-01-15 08:00 UTC. Run r1: stepladder guidance show r1.abc"_s);
}

void TestWebhook::teamsGetsACard()
{
    const QJsonObject body = bodyOf({.id = u"a"_s, .kind = WebhookKind::Teams});
    QCOMPARE(body[u"type"].toString(), u"message"_s);
    const QJsonValue attachment = body[u"attachments"].toArray().first();
    QCOMPARE(attachment[u"contentType"].toString(), u"application/vnd.microsoft.card.adaptive"_s);
    const QJsonValue block = attachment[u"content"][u"body"].toArray().first();
    QVERIFY(block[u"text"].toString().startsWith(u"Help Needed: Money.cs\n"_s));
}

void TestWebhook::othersGetFields()
{
    const QJsonObject body = bodyOf({.id = u"a"_s, .kind = WebhookKind::Json});
    QCOMPARE(body[u"event"].toString(), u"asked"_s);
    QCOMPARE(body[u"id"].toString(), u"r1.abc"_s);
    QCOMPARE(body[u"kind"].toString(), u"guidance"_s);
    QCOMPARE(body[u"deadline"].toString(), u"2027-01-15T08:00:00Z"_s);
    QCOMPARE(body[u"answer"].toString(), u"stepladder guidance show r1.abc"_s);
}

/// What a model wrote into a title is not read as a placeholder.
void TestWebhook::aTemplateIsFilledOnce()
{
    Request sly = request();
    sly.title = u"{run}"_s;
    const auto body = guidance::webhookBody({.id = u"a"_s, .kind = WebhookKind::Slack, .text = u"{title} of {step}!"_s},
                                            sly, NotificationEvent::Asked);
    QCOMPARE(body, R"({"text":"{run} of money!"})");
}

void TestWebhook::codeStaysHereUnlessWanted()
{
    for (const auto kind : {WebhookKind::Slack, WebhookKind::Teams, WebhookKind::Json}) {
        for (const bool code : {false, true}) {
            const Webhook hook{.id = u"a"_s, .kind = kind, .code = code};
            const auto body = guidance::webhookBody(hook, request(), NotificationEvent::Asked);
            QCOMPARE(body.contains("class Money"), code);
        }
    }
}

void TestWebhook::aReminderSaysSo()
{
    QVERIFY(
        bodyOf({.id = u"a"_s, .kind = WebhookKind::Slack}, NotificationEvent::Reminder)[u"text"].toString().startsWith(
            u"Reminder: Help Needed"_s));
    QCOMPARE(bodyOf({.id = u"a"_s}, NotificationEvent::Reminder)[u"event"].toString(), u"reminder"_s);
}

QTEST_GUILESS_MAIN(TestWebhook)
#include "tst_webhook.moc"

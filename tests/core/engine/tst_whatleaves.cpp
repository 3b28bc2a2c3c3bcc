// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"
#include "runfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::RunStatus;
using tests::LoopbackServer;
using tests::RunFixture;

namespace {

const QByteArray kToken = "ghp_a8Kq3ZxB7mW1pR5tY9vC2nL6sD4fG0hJabcd";
const QByteArray kPassword = "hunter2-of-the-database";

/// Answers every prompt with a.txt, the token's line as the prompt shows it.
LoopbackServer::Reply answer(const LoopbackServer::Request &request)
{
    const QString prompt = QJsonDocument::fromJson(request.body)[u"messages"].toArray().last()[u"content"].toString();
    static const QRegularExpression token(u"TOKEN is (.*)"_s);
    const QString content = u"```text a.txt\nTOKEN is %1\nchanged\n```"_s.arg(token.match(prompt).captured(1));
    const QJsonObject line{{u"message"_s, QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, content}}},
                           {u"done"_s, true},
                           {u"done_reason"_s, u"stop"_s},
                           {u"prompt_eval_count"_s, 1},
                           {u"eval_count"_s, 1}};
    return LoopbackServer::whole(200, QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

/// A run whose models sit behind one server, at an address of this machine or (far) one that counts as beyond it.
engine::StartRequest requestTo(const LoopbackServer &server, bool far, const RunFixture &f, const domain::Plan &plan)
{
    engine::StartRequest request = f.request(plan);
    QString url = server.url();
    if (far)
        url.replace(u"127.0.0.1"_s, u"0.0.0.0"_s);
    request.models.endpoints = {{.id = u"e"_s, .kind = domain::EndpointKind::Ollama, .url = url}};
    request.models.models = {{.id = u"m"_s, .endpoint = u"e"_s, .name = u"m"_s, .price = {0, 0}}};
    request.models.roles = {{u"thinker"_s, {u"m"_s}}, {u"generator"_s, {u"m"_s}}};
    request.ladder = u"fast"_s;
    return request;
}

QByteArray sentTo(const LoopbackServer &server)
{
    QByteArray all;
    for (const LoopbackServer::Request &request : server.requests())
        all += request.body + '\n';
    return all;
}

QStringList insights(const RunFixture &f, const QString &contentType)
{
    QStringList texts;
    for (const domain::Entry &entry : f.entries({u"insight"_s})) {
        if (entry.data[u"contentType"] == contentType)
            texts.append(entry.data[u"text"].toString());
    }
    return texts;
}

} // namespace

/// What of a workspace leaves the machine in a run (design.md §6).
class TestWhatLeaves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAndDeniedFilesStayHere_data();
    void secretsAndDeniedFilesStayHere();
    void aDeniedFileIsNotGivenToAModelBeyondThisMachine();
};

void TestWhatLeaves::secretsAndDeniedFilesStayHere_data()
{
    QTest::addColumn<bool>("far");
    QTest::newRow("beyond this machine") << true;
    QTest::newRow("on this machine") << false;
}

void TestWhatLeaves::secretsAndDeniedFilesStayHere()
{
    QFETCH(bool, far);
    LoopbackServer server([](const LoopbackServer::Request &request, int) { return answer(request); });
    RunFixture f;
    f.write(u".env"_s, "DB_PASSWORD=" + kPassword + '\n');
    f.write(u".stepladderignore"_s, "rules/*\n");
    f.write(u"rules/how.txt"_s, "the rules are nobody's business\n");
    f.write(u"a.txt"_s, "TOKEN is " + kToken + "\nthe database wants " + kPassword + '\n');
    domain::Plan plan = f.plan({u"a.txt"_s});
    plan.steps[0].tests = {u"rules/how.txt"_s};
    const auto outcome = f.run(requestTo(server, far, f, plan));
    QVERIFY2(outcome.finished.status == RunStatus::Accepted, qPrintable(outcome.reason));

    const QByteArray sent = sentTo(server);
    QVERIFY(!sent.isEmpty());
    for (const QByteArray &secret : {kToken, kPassword, QByteArray("the rules are nobody's business")})
        QVERIFY2(sent.contains(secret) != far, sent.constData());
    // What the model never saw stands in the file all the same.
    QCOMPARE(f.onBranch(u"a.txt"_s), "TOKEN is " + kToken + "\nchanged\n");

    const QStringList withheld = insights(f, u"withheld"_s);
    QCOMPARE(withheld.size(), far ? 1 : 0);
    if (far) {
        QVERIFY2(withheld.first().contains(u"1 × GitHub token"_s), qPrintable(withheld.first()));
        QVERIFY2(withheld.first().contains(u"1 × DB_PASSWORD of .env"_s), qPrintable(withheld.first()));
        QVERIFY(!withheld.first().contains(QString::fromUtf8(kPassword)));
        QVERIFY2(insights(f, u"context"_s).join(u' ').contains(u"rules/how.txt (it may not leave this machine)"_s),
                 qPrintable(insights(f, u"context"_s).join(u' ')));
    }
}

void TestWhatLeaves::aDeniedFileIsNotGivenToAModelBeyondThisMachine()
{
    LoopbackServer server([](const LoopbackServer::Request &request, int) { return answer(request); });
    RunFixture f;
    f.write(u".stepladderignore"_s, "a.txt\n");
    f.write(u"a.txt"_s, "TOKEN is this\n");
    const auto far = f.run(requestTo(server, true, f, f.plan({u"a.txt"_s})));
    QVERIFY(far.finished.status == RunStatus::Paused);
    QCOMPARE(far.pauseKind, u"missing"_s);
    QVERIFY2(far.reason.contains(u"may not leave this machine"_s), qPrintable(far.reason));
    QCOMPARE(server.requestCount(), 0);

    const auto here = f.run(requestTo(server, false, f, f.plan({u"a.txt"_s})));
    QVERIFY2(here.finished.status == RunStatus::Accepted, qPrintable(here.reason));
    QCOMPARE(f.onBranch(u"a.txt"_s), "TOKEN is this\nchanged\n");
}

QTEST_GUILESS_MAIN(TestWhatLeaves)
#include "tst_whatleaves.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using stepladder::tests::LoopbackServer;

/// What `ask --json` prints of whole replies that are no plain answers.
class TestAskCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReplySaysWhyItStopped_data();
    void aReplySaysWhyItStopped();
    void anEmptyReplyIsAnError();

private:
    QJsonObject ask(const QByteArray &delta, const QByteArray &reason, int *code);
};

QJsonObject TestAskCommand::ask(const QByteArray &delta, const QByteArray &reason, int *code)
{
    const QByteArray stream = "data: {\"choices\":[{\"delta\":{" + delta + "},\"finish_reason\":\"" + reason
        + "\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}}\n\n"
          "data: [DONE]\n\n";
    const LoopbackServer server([&](const LoopbackServer::Request &, int) {
        const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
            + QByteArray::number(stream.size()) + "\r\n\r\n";
        return LoopbackServer::Reply{.pieces = {{head + stream}}};
    });
    QTemporaryDir home;
    const QJsonObject models{
        {u"endpoints"_s,
         QJsonArray{QJsonObject{{u"id"_s, u"e"_s}, {u"kind"_s, u"openai"_s}, {u"url"_s, server.url()}}}},
        {u"models"_s,
         QJsonArray{QJsonObject{{u"id"_s, u"m"_s},
                                {u"endpoint"_s, u"e"_s},
                                {u"name"_s, u"m"_s},
                                {u"inputPerMTok"_s, 1},
                                {u"outputPerMTok"_s, 10}}}},
        {u"roles"_s, QJsonObject{{u"thinker"_s, u"m"_s}, {u"generator"_s, u"m"_s}}}};
    QFile file(home.filePath(u"models.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(models).toJson()) < 0)
        qFatal("cannot write the models file");
    file.close();
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEPLADDER_HOME"_s, home.path());
    process.setProcessEnvironment(environment);
    process.start(QString::fromUtf8(STEPLADDER_PROGRAM),
                  {u"ask"_s, u"--models"_s, file.fileName(), u"hello"_s, u"--json"_s});
    process.waitForFinished();
    *code = process.exitCode();
    return QJsonDocument::fromJson(process.readAllStandardOutput().trimmed().split('\n').last()).object();
}

void TestAskCommand::aReplySaysWhyItStopped_data()
{
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QString>("stopReason");
    QTest::newRow("end") << QByteArray("stop") << u"end"_s;
    QTest::newRow("length") << QByteArray("length") << u"length"_s;
    QTest::newRow("refused") << QByteArray("content_filter") << u"refused"_s;
}

void TestAskCommand::aReplySaysWhyItStopped()
{
    QFETCH(QByteArray, reason);
    int code = -1;
    const QJsonObject said = ask("\"content\":\"Hi\"", reason, &code);
    QCOMPARE(said[u"type"].toString(), u"reply"_s);
    QTEST(said[u"stopReason"].toString(), "stopReason");
    QCOMPARE(said[u"text"].toString(), u"Hi"_s);
    QCOMPARE(said[u"usage"][u"input"].toInt(), 1000);
    QCOMPARE(said[u"costUsd"].toDouble(), 0.002);
    QCOMPARE(code, 0);
}

void TestAskCommand::anEmptyReplyIsAnError()
{
    int code = -1;
    const QJsonObject said = ask("\"content\":\"\"", "stop", &code);
    QCOMPARE(said[u"type"].toString(), u"error"_s);
    QCOMPARE(said[u"kind"].toString(), u"malformed"_s);
    QCOMPARE(code, 1);
}

QTEST_GUILESS_MAIN(TestAskCommand)
#include "tst_askcommand.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "namedcompare.h"

#include "models/structuredanswer.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using stepladder::domain::ErrorKind;
using stepladder::models::parseStructured;

namespace {

QJsonObject reviewSchema()
{
    return QJsonDocument::fromJson(R"({"type":"object","required":["score","issues"],"properties":{
        "score":{"type":"number","minimum":0,"maximum":10},
        "summary":{"type":"string"},
        "issues":{"type":"array","items":{"type":"object","required":["severity"],"properties":{
            "severity":{"enum":["error","warning","info"]},"line":{"type":"integer"}}}}}})")
        .object();
}

} // namespace

class TestStructuredAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void found_data();
    void found();
    void refused_data();
    void refused();
    void unusableSchemaIsOurFault();
    void hostileBracesEnd();
    void repairTurnKeepsTheCall();
};

void TestStructuredAnswer::found_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<double>("score");
    const QString object = uR"({"score": 8.5, "issues": []})"_s;
    QTest::addRow("bare") << object << 8.5;
    QTest::addRow("with space around") << u"\n\n  "_s + object + u"\n"_s << 8.5;
    QTest::addRow("fenced") << u"Here it is:\n```json\n"_s + object + u"\n```\nDone."_s << 8.5;
    QTest::addRow("fenced without a language") << u"```\n"_s + object + u"\n```"_s << 8.5;
    QTest::addRow("inside prose") << u"My review is "_s + object + u", I think."_s << 8.5;
    QTest::addRow("after thinking with another object")
        << uR"(<think>maybe {"score": 1, "issues": []}?</think>)"_s + object << 8.5;
    QTest::addRow("after code") << u"void f() { if (x) { y(); } }\n"_s + object << 8.5;
    QTest::addRow("after an object that does not fit") << uR"({"example": true} and )"_s + object << 8.5;
    QTest::addRow("braces and quotes in strings")
        << uR"(So: {"score": 3, "summary": "a \"}\" {{ ``` b", "issues": []} end)"_s << 3.0;
    QTest::addRow("a fence in a string") << uR"({"score": 4, "summary": "```csharp\nx\n```", "issues": []})"_s << 4.0;
    QTest::addRow("unknown fields are let through") << uR"({"score": 5, "issues": [], "mood": "fine"})"_s << 5.0;
    QTest::addRow("fenced code before the fenced answer")
        << u"```csharp\nclass A { }\n```\n```json\n"_s + object + u"\n```"_s << 8.5;
}

void TestStructuredAnswer::found()
{
    QFETCH(QString, answer);
    const auto parsed = parseStructured(answer, reviewSchema());
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
    QTEST(parsed->value(u"score"_s).toDouble(), "score");
}

void TestStructuredAnswer::refused_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("message");
    QTest::addRow("empty") << QString() << u"no complete JSON object stands in the answer"_s;
    QTest::addRow("prose") << u"I cannot do that."_s << u"no complete JSON object stands in the answer"_s;
    QTest::addRow("cut off") << uR"({"score": 8, "issues": [)"_s << u"no complete JSON object stands in the answer"_s;
    QTest::addRow("a list") << u"[1,2]"_s << u"no complete JSON object stands in the answer"_s;
    QTest::addRow("missing field") << uR"({"issues": []})"_s << u"the object: Missing required property 'score'."_s;
    QTest::addRow("wrong type") << uR"({"score": "8", "issues": []})"_s << u"score: expected number"_s;
    QTest::addRow("out of range") << uR"({"score": 11, "issues": []})"_s
                                  << u"score: Expected number less than or equal to 10.000000"_s;
    QTest::addRow("deep") << uR"({"score": 1, "issues": [{"severity":"info"},{"severity":"bad"}]})"_s
                          << u"issues[1].severity: expected one of error, warning, info"_s;
    QTest::addRow("deep type") << uR"({"score": 1, "issues": [{"severity":"info","line":"3"}]})"_s
                               << u"issues[0].line: expected integer"_s;
}

void TestStructuredAnswer::refused()
{
    QFETCH(QString, answer);
    const auto parsed = parseStructured(answer, reviewSchema());
    QVERIFY(!parsed);
    COMPARE_NAMED(parsed.error().kind, ErrorKind::Malformed);
    QTEST(parsed.error().message, "message");
}

void TestStructuredAnswer::unusableSchemaIsOurFault()
{
    const auto parsed = parseStructured(u"{}"_s, QJsonObject{{u"type"_s, 7}});
    QVERIFY(!parsed);
    COMPARE_NAMED(parsed.error().kind, ErrorKind::Internal);
}

void TestStructuredAnswer::hostileBracesEnd()
{
    QVERIFY(!parseStructured(QString(1'000'000, u'{'), reviewSchema()));
    QVERIFY(!parseStructured(uR"({"a":)"_s.repeated(200'000), reviewSchema()));
    QVERIFY(!parseStructured(u"```\n"_s.repeated(200'000), reviewSchema()));
}

void TestStructuredAnswer::repairTurnKeepsTheCall()
{
    using stepladder::models::ChatMessage;
    stepladder::models::ChatRequest request;
    request.messages = {{ChatMessage::Role::User, u"Review this."_s}};
    request.schema = reviewSchema();
    request.context = {u"review"_s, u"judge"_s, u"calc"_s, 2};
    const auto bad = parseStructured(uR"({"score": "8"})"_s, reviewSchema());
    const auto repair = repairTurn(request, uR"({"score": "8"})"_s, bad.error());
    QCOMPARE(repair.context, request.context);
    QCOMPARE(repair.schema, request.schema);
    QCOMPARE(repair.messages.size(), 3);
    QVERIFY(repair.messages.at(1).role == ChatMessage::Role::Assistant);
    QVERIFY(repair.messages.at(2).text.contains(bad.error().message));
    QCOMPARE(repairTurn(request, u" "_s, bad.error()).messages.size(), 2); // an empty turn is refused by servers
}

QTEST_GUILESS_MAIN(TestStructuredAnswer)
#include "tst_structuredanswer.moc"

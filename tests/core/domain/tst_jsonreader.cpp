// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/jsonreader.h"

#include "domain/shown.h"

#include <QJsonDocument>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesFileAndLineOfASyntaxError_data();
    void namesFileAndLineOfASyntaxError();
    void takesAByteOrderMark();
    void readsEveryType();
    void absentFieldsTakeTheirDefault();
    void namesThePathOfWhatIsWrong_data();
    void namesThePathOfWhatIsWrong();
    void theFirstErrorIsKept();
    void nestedErrorsNameThePath_data();
    void nestedErrorsNameThePath();
    void aPercentSignInAFileNameIsNoPlaceholder();
    void anUnknownFieldListsTheKnownOnes();
    void anUnknownFieldOutsideLatin1IsNamed();
    void anUnknownFieldCannotBreakTheLine();
    void aNumberBeyondSixtyFourBitsIsNoInteger();
    void integersAreExact();
    void showsOneLine_data();
    void showsOneLine();
};

namespace {

QJsonObject parse(const QByteArray &text)
{
    const auto json = parseJsonObject(text, u"test.json"_s);
    if (!json)
        qFatal("%s", qPrintable(json.error().message));
    return *json;
}

QString messageOf(const Result<void> &result)
{
    return result ? QString() : result.error().message;
}

} // namespace

void TestJsonReader::namesFileAndLineOfASyntaxError_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("beginning");
    QTest::newRow("empty") << QByteArray() << u"plan.json:1: "_s;
    QTest::newRow("first line") << QByteArray("{\"a\": }") << u"plan.json:1: "_s;
    QTest::newRow("third line") << QByteArray("{\n \"a\": 1,\n \"b\": x\n}") << u"plan.json:3: "_s;
    QTest::newRow("cut off") << QByteArray("{\n\"a\": [1,\n") << u"plan.json:3: "_s;
    QTest::newRow("more after the end") << QByteArray("{}\n{}") << u"plan.json:2: "_s;
    QTest::newRow("a list") << QByteArray("[]") << u"plan.json:1: expected a JSON object"_s;
    QTest::newRow("binary") << QByteArray("\x00\x01\xff", 3) << u"plan.json:1: "_s;
    QTest::newRow("too deep") << QByteArray(3000, '[') << u"plan.json:1: "_s;
}

void TestJsonReader::namesFileAndLineOfASyntaxError()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, beginning);
    const auto json = parseJsonObject(text, u"plan.json"_s);
    QVERIFY(!json);
    QVERIFY(json.error().kind == ErrorKind::BadInput);
    QVERIFY2(json.error().message.startsWith(beginning), qPrintable(json.error().message));
    QVERIFY(json.error().message.size() > u"plan.json:1: "_s.size());
    QVERIFY(!json.error().message.contains(u'\n'));
}

void TestJsonReader::takesAByteOrderMark()
{
    const auto json = parseJsonObject("\xef\xbb\xbf{\"a\": 1}", u"plan.json"_s);
    QVERIFY2(json, json ? "" : qPrintable(json.error().message));
}

void TestJsonReader::readsEveryType()
{
    JsonReader in(parse(R"({"text": "ä", "int": -3, "num": 0.5, "yes": true, "texts": ["a", "b"], "object": {"x": 1},
                            "array": [1, "2"], "one": "second", "any": null, "null": null, "name": "phi4:14b"})"),
                  u"f"_s);
    QCOMPARE(in.text("text"_L1), u"ä"_s);
    QCOMPARE(in.integer("int"_L1, -10, 10), -3);
    QCOMPARE(in.number("num"_L1, 0, 1), 0.5);
    QCOMPARE(in.boolean("yes"_L1), true);
    QCOMPARE(in.texts("texts"_L1), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(in.object("object"_L1), (QJsonObject{{u"x"_s, 1}}));
    QCOMPARE(in.array("array"_L1), (QJsonArray{1, u"2"_s}));
    QCOMPARE(in.oneOf("one"_L1, {u"first"_s, u"second"_s}), 1);
    QVERIFY(in.any("any"_L1).isNull());
    QCOMPARE(in.optionalNumber("null"_L1, 0, 1), std::nullopt);
    QCOMPARE(in.name("name"_L1), u"phi4:14b"_s);
    QCOMPARE(messageOf(in.finish()), QString());
}

void TestJsonReader::absentFieldsTakeTheirDefault()
{
    JsonReader in(QJsonObject(), u"f"_s);
    QCOMPARE(in.text("a"_L1, u"x"_s), u"x"_s);
    QCOMPARE(in.integer("a"_L1, 0, 9, 7), 7);
    QCOMPARE(in.number("a"_L1, 0, 1, 0.25), 0.25);
    QCOMPARE(in.boolean("a"_L1, true), true);
    QCOMPARE(in.texts("a"_L1, {u"x"_s}), QStringList{u"x"_s});
    QCOMPARE(in.object("a"_L1, {{u"k"_s, 1}}), (QJsonObject{{u"k"_s, 1}}));
    QCOMPARE(in.array("a"_L1, {1}), QJsonArray{1});
    QCOMPARE(in.oneOf("a"_L1, {u"first"_s, u"second"_s}, 1), 1);
    QCOMPARE(in.optionalNumber("a"_L1, 0, 1), std::nullopt);
    in.each("a"_L1, false, [](JsonReader &) { QFAIL("there is nothing to read"); });
    in.child("a"_L1, false, [](JsonReader &) { QFAIL("there is nothing to read"); });
    QCOMPARE(messageOf(in.finish()), QString());
}

void TestJsonReader::namesThePathOfWhatIsWrong_data()
{
    using Read = std::function<void(JsonReader &)>;
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Read>("read");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &text, const Read &read, const QString &message) {
        QTest::newRow(name) << text << read << message;
    };
    const Read text = [](JsonReader &in) { in.text("a"_L1); };
    const Read integer = [](JsonReader &in) { in.integer("a"_L1, 1, 10); };
    const Read number = [](JsonReader &in) { in.number("a"_L1, 0, 2); };
    const Read texts = [](JsonReader &in) { in.texts("a"_L1); };
    const Read oneOf = [](JsonReader &in) { in.oneOf("a"_L1, {u"x"_s, u"y"_s}); };
    const Read name = [](JsonReader &in) { in.name("a"_L1); };
    const Read object = [](JsonReader &in) { in.object("a"_L1); };
    const Read array = [](JsonReader &in) { in.array("a"_L1); };
    const Read boolean = [](JsonReader &in) { in.boolean("a"_L1); };
    const Read each = [](JsonReader &in) { in.each("a"_L1, true, [](JsonReader &) {}); };
    const Read child = [](JsonReader &in) { in.child("a"_L1, true, [](JsonReader &) {}); };
    row("missing text", "{}", text, u"f: a: is missing"_s);
    row("missing integer", "{}", integer, u"f: a: is missing"_s);
    row("missing number", "{}", number, u"f: a: is missing"_s);
    row("missing boolean", "{}", boolean, u"f: a: is missing"_s);
    row("missing texts", "{}", texts, u"f: a: is missing"_s);
    row("missing choice", "{}", oneOf, u"f: a: is missing"_s);
    row("missing name", "{}", name, u"f: a: is missing"_s);
    row("missing list", "{}", each, u"f: a: is missing"_s);
    row("missing child", "{}", child, u"f: a: is missing"_s);
    row("text", R"({"a": 1})", text, u"f: a: expected text"_s);
    row("null is no text", R"({"a": null})", text, u"f: a: expected text"_s);
    row("integer as text", R"({"a": "3"})", integer, u"f: a: expected a whole number from 1 to 10"_s);
    row("integer with a fraction", R"({"a": 1.5})", integer, u"f: a: expected a whole number from 1 to 10"_s);
    row("integer too small", R"({"a": 0})", integer, u"f: a: expected a whole number from 1 to 10"_s);
    row("integer too large", R"({"a": 11})", integer, u"f: a: expected a whole number from 1 to 10"_s);
    row("number", R"({"a": true})", number, u"f: a: expected a number"_s);
    row("number too large", R"({"a": 2.5})", number, u"f: a: expected a number from 0 to 2"_s);
    row("boolean", R"({"a": 1})", boolean, u"f: a: expected true or false"_s);
    row("texts", R"({"a": "x"})", texts, u"f: a: expected a list of texts"_s);
    row("texts of numbers", R"({"a": ["x", 1]})", texts, u"f: a: expected a list of texts"_s);
    row("choice", R"({"a": "z"})", oneOf, u"f: a: expected one of x, y"_s);
    row("choice as number", R"({"a": 1})", oneOf, u"f: a: expected text"_s);
    row("blank name", R"({"a": "  "})", name, u"f: a: expected a name of 1 to 200 printable characters"_s);
    row("name of two lines", R"({"a": "x\ny"})", name, u"f: a: expected a name of 1 to 200 printable characters"_s);
    row("object", R"({"a": []})", object, u"f: a: expected an object"_s);
    row("array", R"({"a": {}})", array, u"f: a: expected a list"_s);
    row("list of objects", R"({"a": 1})", each, u"f: a: expected a list of objects"_s);
    row("object in a list", R"({"a": [{}, 1]})", each, u"f: a[1]: expected an object"_s);
    row("child", R"({"a": 1})", child, u"f: a: expected an object"_s);
    row("unknown", R"({"a": "x", "b": 1})", text, u"f: b: is not a known field, expected one of a"_s);
}

void TestJsonReader::namesThePathOfWhatIsWrong()
{
    QFETCH(QByteArray, text);
    QFETCH(std::function<void(JsonReader &)>, read);
    QFETCH(QString, message);
    JsonReader in(parse(text), u"f"_s);
    read(in);
    const auto result = in.finish();
    QCOMPARE(messageOf(result), message);
    QVERIFY(result.error().kind == ErrorKind::BadInput);
}

void TestJsonReader::theFirstErrorIsKept()
{
    JsonReader in(parse(R"({"a": 1, "b": 2})"), u"f"_s);
    in.text("b"_L1);
    in.text("a"_L1);
    in.text("c"_L1);
    QCOMPARE(messageOf(in.finish()), u"f: b: expected text"_s);
}

void TestJsonReader::nestedErrorsNameThePath_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("fine") << QByteArray(R"({"steps": [{"options": {"deep": 1}}]})") << QString();
    QTest::newRow("wrong") << QByteArray(R"({"steps": [{"options": {"deep": 1}}, {"options": {"deep": "x"}}]})")
                           << u"f: steps[1].options.deep: expected a whole number from 0 to 5"_s;
    QTest::newRow("unknown") << QByteArray(R"({"steps": [{"options": {"deep": 1, "deeper": 2}}]})")
                             << u"f: steps[0].options.deeper: is not a known field, expected one of deep"_s;
    QTest::newRow("unknown in a list") << QByteArray(R"({"steps": [{"x": 0, "options": {"deep": 1}}]})")
                                       << u"f: steps[0].x: is not a known field, expected one of options"_s;
    QTest::newRow("missing") << QByteArray(R"({"steps": [{"options": {}}]})")
                             << u"f: steps[0].options.deep: is missing"_s;
}

void TestJsonReader::nestedErrorsNameThePath()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, message);
    JsonReader in(parse(text), u"f"_s);
    in.each("steps"_L1, true, [](JsonReader &step) {
        step.child("options"_L1, true, [](JsonReader &options) { options.integer("deep"_L1, 0, 5); });
    });
    QCOMPARE(messageOf(in.finish()), message);
}

void TestJsonReader::aPercentSignInAFileNameIsNoPlaceholder()
{
    const auto json = parseJsonObject("{\n", u"100%2 %3.json"_s);
    QVERIFY2(json.error().message.startsWith(u"100%2 %3.json:2: "_s), qPrintable(json.error().message));
    JsonReader in(QJsonObject(), u"%1 %2 %3"_s);
    in.text("a"_L1);
    QCOMPARE(messageOf(in.finish()), u"%1 %2 %3: a: is missing"_s);
}

void TestJsonReader::anUnknownFieldListsTheKnownOnes()
{
    // Also those that are absent, in whatever way they were asked for.
    JsonReader in(parse(R"({"z": 1})"), u"f"_s);
    in.text("h"_L1, {});
    in.texts("g"_L1, {});
    in.integer("f"_L1, 0, 5, 0);
    in.number("e"_L1, 0, 5, 0);
    in.optionalNumber("d"_L1, 0, 5);
    in.boolean("c"_L1, false);
    in.oneOf("b"_L1, {u"x"_s}, 0);
    in.object("a"_L1, {});
    in.array("j"_L1, {});
    in.each("k"_L1, false, [](JsonReader &) {});
    QVERIFY(!in.has("i"_L1));
    QCOMPARE(messageOf(in.finish()), u"f: z: is not a known field, expected one of a, b, c, d, e, f, g, h, i, j, k"_s);
}

void TestJsonReader::anUnknownFieldOutsideLatin1IsNamed()
{
    QCOMPARE(messageOf(JsonReader(parse(R"({"層": 2})"), u"f"_s).finish()), u"f: 層: is not a known field"_s);
}

void TestJsonReader::anUnknownFieldCannotBreakTheLine()
{
    const QString message = messageOf(JsonReader(parse(R"({"a\nb\u202ec": 1})"), u"f"_s).finish());
    QCOMPARE(message, u"f: \"a\\u000ab\\u202ec\": is not a known field"_s);
    const QByteArray huge = "{\"" + QByteArray(1'000'000, 'k') + "\": 1}";
    QVERIFY(messageOf(JsonReader(parse(huge), u"f"_s).finish()).size() < 200);
}

void TestJsonReader::aNumberBeyondSixtyFourBitsIsNoInteger()
{
    constexpr qint64 kMax = std::numeric_limits<qint64>::max();
    for (const char *text : {R"({"a": 1e300})", R"({"a": 1e19})", R"({"a": -1e19})", R"({"a": 9223372036854775808})"}) {
        JsonReader in(parse(text), u"f"_s);
        QCOMPARE(in.integer("a"_L1, 0, kMax), 0);
        QVERIFY(!in.finish());
    }
}

void TestJsonReader::integersAreExact()
{
    constexpr qint64 kLarge = 9'007'199'254'740'993; // 2^53 + 1, no double
    JsonReader in(QJsonObject{{u"a"_s, kLarge}}, u"f"_s);
    QCOMPARE(in.integer("a"_L1, 0, std::numeric_limits<qint64>::max()), kLarge);
}

void TestJsonReader::showsOneLine_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"src/a b.cs"_s << u"\"src/a b.cs\""_s;
    QTest::newRow("lines") << u"a\r\nb"_s << u"\"a\\u000d\\u000ab\""_s;
    QTest::newRow("bidirectional") << u"a\u202eb"_s << u"\"a\\u202eb\""_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"\"a\\u2028b\""_s;
    QTest::newRow("emoji") << u"a😀"_s << u"\"a😀\""_s;
    QTest::newRow("half of a pair") << QString(QChar(0xd83d)) << u"\"\\ud83d\""_s;
    QTest::newRow("long") << QString(200, u'x') << u"\"%1…\""_s.arg(QString(80, u'x'));
    QTest::newRow("as long as allowed") << QString(80, u'x') << u"\"%1\""_s.arg(QString(80, u'x'));
}

void TestJsonReader::showsOneLine()
{
    QFETCH(QString, value);
    QFETCH(QString, text);
    QCOMPARE(shown(value), text);
}

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"

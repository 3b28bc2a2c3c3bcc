// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderlayout.h"
#include "ui/ladder/modelnames.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

namespace {

/// Ten pixels a character: places can be counted.
LadderMetrics metrics()
{
    const auto width = [](const QString &text) { return int(text.size()) * 10; };
    return {.titleWidth = width, .noteWidth = width, .chipWidth = width, .titleHeight = 16, .chipHeight = 18};
}

LadderScene sceneWith(int chips)
{
    LadderScene scene{{{.id = u"first"_s, .title = u"generate"_s, .state = RungState::Climbed},
                       {.id = u"fix"_s, .title = u"fix"_s, .state = RungState::Stood},
                       {.id = u"stub"_s, .title = u"stub"_s}}};
    for (int i = 0; i < chips; ++i)
        scene.rungs[1].chips.append({.text = u"%1 ds 4.0"_s.arg(i + 1), .startedSeq = i + 1});
    return scene;
}

} // namespace

class TstLadderLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void theFirstRungStandsBelow();
    void chipsWrapAndNeverOverlap_data();
    void chipsWrapAndNeverOverlap();
    void railsAreClimbedToTheRungStoodOn();
    void nothingIsClimbedBeforeTheStart();
    void aNoteGoesBesideOrUnder();
    void aRoundBeginsOnALineOfItsOwn();
    void whatIsUnderThePointer();
    void aPaneOfNoWidthIsHarmless();
    void shortNames_data();
    void shortNames();
};

void TstLadderLayout::theFirstRungStandsBelow()
{
    const LadderLayout layout(sceneWith(1), metrics(), 300);
    QCOMPARE(layout.rungs().size(), 3);
    QVERIFY(layout.rungs().at(0).rect.top() > layout.rungs().at(1).rect.top());
    QVERIFY(layout.rungs().at(1).rect.top() > layout.rungs().at(2).rect.top());
    QCOMPARE(layout.rungs().at(1).rect.bottom() + 1, layout.rungs().at(0).rect.top());
    QVERIFY(layout.size().height() > layout.rungs().at(0).rect.bottom());
    for (const RungBox &rung : layout.rungs())
        QVERIFY(rung.rect.contains(QPoint(10, rung.barY)));
}

void TstLadderLayout::chipsWrapAndNeverOverlap_data()
{
    QTest::addColumn<int>("chips");
    QTest::addColumn<int>("width");
    for (const int chips : {0, 1, 3, 60}) {
        for (const int width : {120, 300, 900})
            QTest::addRow("%d in %d", chips, width) << chips << width;
    }
}

void TstLadderLayout::chipsWrapAndNeverOverlap()
{
    QFETCH(int, chips);
    QFETCH(int, width);
    const LadderLayout layout(sceneWith(chips), metrics(), width);
    QCOMPARE(layout.chips().size(), chips);
    for (int i = 0; i < chips; ++i) {
        const ChipBox &box = layout.chips().at(i);
        QCOMPARE(box.chip, i);
        QVERIFY(box.rect.right() < width);
        QVERIFY(layout.rungs().at(box.rung).rect.contains(box.rect));
        QVERIFY(!box.rect.intersects(layout.rungs().at(box.rung).title));
        for (int j = 0; j < i; ++j)
            QVERIFY(!box.rect.intersects(layout.chips().at(j).rect));
    }
}

void TstLadderLayout::railsAreClimbedToTheRungStoodOn()
{
    const LadderLayout layout(sceneWith(2), metrics(), 300);
    QCOMPARE(layout.climbedFrom(), layout.rungs().at(1).rect.top());
    QVERIFY(layout.leftRail() < layout.rightRail());
}

void TstLadderLayout::nothingIsClimbedBeforeTheStart()
{
    LadderScene scene = sceneWith(0);
    for (RungScene &rung : scene.rungs)
        rung.state = RungState::Ahead;
    const LadderLayout layout(scene, metrics(), 300);
    QCOMPARE(layout.climbedFrom(), layout.rungs().first().rect.bottom() + 1);
}

void TstLadderLayout::aNoteGoesBesideOrUnder()
{
    LadderScene scene = sceneWith(0);
    scene.rungs[2].note = u"24 h"_s;
    LadderLayout layout(scene, metrics(), 300);
    QCOMPARE(layout.rungs().at(2).note.top(), layout.rungs().at(2).title.top());
    QVERIFY(layout.rungs().at(2).note.left() > layout.rungs().at(2).title.right());

    scene.rungs[2].note = u"skipped: the same candidate twice, and this rung asks the same model"_s;
    layout = LadderLayout(scene, metrics(), 300);
    QVERIFY(layout.rungs().at(2).note.top() > layout.rungs().at(2).title.bottom());
    QVERIFY(layout.rungs().at(2).rect.contains(layout.rungs().at(2).note));
    QVERIFY(layout.rungs().at(2).noteLines > 1);
}

void TstLadderLayout::aRoundBeginsOnALineOfItsOwn()
{
    LadderScene scene = sceneWith(1);
    scene.rungs[1].chips.append({.kind = Chip::Kind::Label, .text = u"round 2"_s});
    scene.rungs[1].chips.append({.text = u"1 ds 9.0"_s, .startedSeq = 9});
    const LadderLayout layout(scene, metrics(), 600);
    QVERIFY(layout.chips().at(1).rect.top() > layout.chips().at(0).rect.bottom());
    QCOMPARE(layout.chips().at(2).rect.top(), layout.chips().at(1).rect.top());
    QCOMPARE(layout.chipAt(layout.chips().at(1).rect.center()), -1);
}

void TstLadderLayout::whatIsUnderThePointer()
{
    const LadderLayout layout(sceneWith(4), metrics(), 300);
    QCOMPARE(layout.chipAt(layout.chips().at(3).rect.center()), 3);
    QCOMPARE(layout.chipAt({1, 1}), -1);
    QCOMPARE(layout.rungAt(layout.rungs().at(2).rect.center()), 2);
    QCOMPARE(layout.rungAt({1, 100000}), -1);
}

void TstLadderLayout::aPaneOfNoWidthIsHarmless()
{
    const LadderLayout layout(sceneWith(60), metrics(), 0);
    QCOMPARE(layout.chips().size(), 60);
    QVERIFY(LadderLayout({}, metrics(), 300).chips().isEmpty());
}

void TstLadderLayout::shortNames_data()
{
    QTest::addColumn<QStringList>("models");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("the defaults") << QStringList{u"phi4"_s, u"deepseek-v2:16b"_s, u"claude-sonnet-4"_s,
                                                 u"claude-opus-4"_s}
                                  << QStringList{u"phi4"_s, u"ds"_s, u"sonnet"_s, u"opus"_s};
    QTest::newRow("an older order") << QStringList{u"claude-3-5-sonnet"_s} << QStringList{u"sonnet"_s};
    QTest::newRow("one family") << QStringList{u"deepseek-v2:16b"_s, u"deepseek-coder:1.3b"_s}
                                << QStringList{u"ds-v2"_s, u"ds-coder"_s};
    QTest::newRow("sizes") << QStringList{u"llama3.1:8b"_s, u"llama3.1:70b"_s}
                           << QStringList{u"llama3.1-8b"_s, u"llama3.1-70b"_s};
    QTest::newRow("one begins as the other")
        << QStringList{u"qwen2.5"_s, u"qwen2.5-coder"_s} << QStringList{u"qwen2.5"_s, u"qwen2.5-coder"_s};
    QTest::newRow("a path") << QStringList{u"hf/org/Mistral-7B"_s} << QStringList{u"Mistral"_s};
    QTest::newRow("told apart by the path alone") << QStringList{u"a/m"_s, u"b/m"_s} << QStringList{u"a/m"_s, u"b/m"_s};
    QTest::newRow("nothing to shorten") << QStringList{u"-"_s, u""_s, u"7"_s} << QStringList{u"-"_s, u""_s, u"7"_s};
}

void TstLadderLayout::shortNames()
{
    QFETCH(QStringList, models);
    QFETCH(QStringList, names);
    const auto found = shortModelNames(models);
    for (int i = 0; i < int(models.size()); ++i)
        QCOMPARE(found.value(models.at(i)), names.at(i));
}

QTEST_GUILESS_MAIN(TstLadderLayout)
#include "tst_ladderlayout.moc"

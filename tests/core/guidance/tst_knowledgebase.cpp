// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledgefixture.h"

#include <cmath>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::guidance;

class TestKnowledgeBase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void ours80AndMore();
    void ourFoldersInTheirOrder();
    void earlierFolderTakesThePlace();
    void brokenFileIsNamedAndSkipped();
    void brokenOverrideDoesNotHide();
    void sameIdTwiceInAFolder();
    void droppedInChangedAndTakenOut();
    void onlyWhatChangedIsRead();
    void damagedIndexIsMadeAnew();
    void twoAtOnce();
    void folderThatIsNotThere();
    void lowerBound_data();
    void lowerBound();
    void whatKeepsFailingIsDemoted();
    void whatHelpsComesFirst();

private:
    Fixture m_ours;
    std::unique_ptr<KnowledgeBase> m_base;
};

void TestKnowledgeBase::initTestCase()
{
    m_base = m_ours.open({ours});
    QVERIFY(m_base);
}

void TestKnowledgeBase::ours80AndMore()
{
    QVERIFY(m_base->articles().size() >= 80);
    QCOMPARE(m_base->problems(), QStringList());
    QVERIFY(m_base->articles().first().file.startsWith(u"built-in knowledge/"));
}

void TestKnowledgeBase::ourFoldersInTheirOrder()
{
    const auto locations = storage::Locations::under(u"/h"_s);
    QCOMPARE(knowledgeFolders(locations), (QStringList{locations.config + u"/knowledge"_s, ours}));
    QCOMPARE(knowledgeFolders(locations, u"/w"_s),
             (QStringList{u"/w/.stepladder/knowledge"_s, locations.config + u"/knowledge"_s, ours}));
    QCOMPARE(knowledgeIndexFile(locations), locations.cache + u"/knowledge.sqlite"_s);
}

void TestKnowledgeBase::earlierFolderTakesThePlace()
{
    Fixture fixture;
    Article mine = simple(u"cs0029"_s);
    mine.diagnostics = {u"CS0029"_s};
    mine.guidance = u"Ours says otherwise."_s;
    fixture.put(u"project"_s, mine);
    mine.guidance = u"The user's."_s;
    fixture.put(u"user"_s, mine);
    const auto base = fixture.open({u"project"_s, u"user"_s, ours});
    const auto found = base->find({.language = u"csharp"_s, .diagnostics = {u"CS0029"_s}}, 5);
    QCOMPARE(idsOf(found), QStringList{u"cs0029"_s});
    QCOMPARE(found->first().article.guidance, u"Ours says otherwise."_s);
    QCOMPARE(found->first().file, fixture.folder(u"project/cs0029.md"_s));
    QCOMPARE(base->problems(), QStringList());
    QCOMPARE(base->articles().size(), m_base->articles().size());
}

void TestKnowledgeBase::brokenFileIsNamedAndSkipped()
{
    Fixture fixture;
    fixture.put(u"user"_s, simple(u"good"_s));
    fixture.put(u"user/deep/bad.md"_s, "---\nid: bad\ntitle: x\nlangs: [a]\n---\n## Guidance\nx\n");
    fixture.put(u"user/README.md"_s, "# About these\n");
    fixture.put(u"user/notes.txt"_s, "no article\n");
    const auto base = fixture.open({u"user"_s});
    QCOMPARE(base->articles().size(), 1);
    QCOMPARE(base->problems().size(), 1);
    QVERIFY2(
        base->problems().first().startsWith(fixture.folder(u"user/deep/bad.md"_s) + u":4: \"langs\": is not known"_s),
        qPrintable(base->problems().first()));
}

void TestKnowledgeBase::brokenOverrideDoesNotHide()
{
    Fixture fixture;
    fixture.put(u"project/cs0029.md"_s, "oops");
    const auto base = fixture.open({u"project"_s, ours});
    QCOMPARE(idsOf(base->find({.language = u"csharp"_s, .diagnostics = {u"CS0029"_s}}, 5)), QStringList{u"cs0029"_s});
    QCOMPARE(base->problems().size(), 1);
}

void TestKnowledgeBase::sameIdTwiceInAFolder()
{
    Fixture fixture;
    fixture.put(u"user/one.md"_s, toMarkdown(simple(u"same"_s)));
    fixture.put(u"user/two.md"_s, toMarkdown(simple(u"same"_s)));
    const auto base = fixture.open({u"user"_s});
    QCOMPARE(base->articles().size(), 1);
    QCOMPARE(base->problems(),
             QStringList{u"%1: id: same is that of %2, too"_s.arg(fixture.folder(u"user/two.md"_s),
                                                                  fixture.folder(u"user/one.md"_s))});
}

void TestKnowledgeBase::droppedInChangedAndTakenOut()
{
    Fixture fixture;
    const auto base = fixture.open({u"user"_s});
    const KnowledgeQuery query{.language = u"csharp"_s, .diagnostics = {u"X1234"_s}};
    QCOMPARE(idsOf(base->find(query, 5)), QStringList());
    Article article = simple(u"mine"_s);
    article.diagnostics = {u"X1234"_s};
    fixture.put(u"user"_s, article);
    QCOMPARE(idsOf(base->find(query, 5)), QStringList{u"mine"_s});
    article.diagnostics = {u"X1234"_s, u"X9"_s};
    article.guidance = u"Better."_s;
    fixture.put(u"user"_s, article);
    QCOMPARE(base->find(query, 5)->first().article.guidance, u"Better."_s);
    QVERIFY(QFile::remove(fixture.folder(u"user/mine.md"_s)));
    QCOMPARE(idsOf(base->find(query, 5)), QStringList());
    QCOMPARE(base->articles().size(), 0);
}

void TestKnowledgeBase::onlyWhatChangedIsRead()
{
    Fixture fixture;
    for (int i = 0; i < 20; ++i)
        fixture.put(u"user"_s, simple(u"a%1"_s.arg(i)));
    auto index = KnowledgeIndex::open(fixture.folder(u"index.sqlite"_s));
    QVERIFY(index);
    QCOMPARE((*index)->refresh(fixture.folder(u"user"_s)).value_or(-1), 20);
    QCOMPARE((*index)->refresh(fixture.folder(u"user"_s)).value_or(-1), 0);
    fixture.put(u"user"_s, simple(u"another"_s));
    fixture.put(u"user/a3.md"_s, "broken");
    QVERIFY(QFile::remove(fixture.folder(u"user/a4.md"_s)));
    QCOMPARE((*index)->refresh(fixture.folder(u"user"_s)).value_or(-1), 2);
    // A later program with the same file knows it, too, the broken one included.
    index = KnowledgeIndex::open(fixture.folder(u"index.sqlite"_s));
    QCOMPARE((*index)->refresh(fixture.folder(u"user"_s)).value_or(-1), 0);
    QCOMPARE((*index)->files({fixture.folder(u"user"_s)})->size(), 20);
}

void TestKnowledgeBase::damagedIndexIsMadeAnew()
{
    Fixture fixture;
    fixture.put(u"user"_s, simple(u"good"_s));
    fixture.put(u"cache/index.sqlite"_s,
                "this is no database, whatever its name says, and long enough for a header "
                "of one hundred bytes at the least");
    const auto base = fixture.open({u"user"_s});
    QVERIFY(base);
    QCOMPARE(base->articles().size(), 1);
}

void TestKnowledgeBase::twoAtOnce()
{
    Fixture fixture;
    const auto one = fixture.open({u"a"_s});
    const auto other = fixture.open({u"b"_s, u"a"_s});
    fixture.put(u"a"_s, simple(u"in-a"_s));
    fixture.put(u"b"_s, simple(u"in-b"_s));
    QVERIFY(one->refresh());
    QVERIFY(other->refresh());
    QCOMPARE(one->articles().size(), 1);
    QCOMPARE(other->articles().size(), 2);
    // Each asks its own folders, though the index is the same.
    QCOMPARE(idsOf(one->find({.language = u"csharp"_s, .text = u"about in-b"_s}, 5)), QStringList());
}

void TestKnowledgeBase::folderThatIsNotThere()
{
    Fixture fixture;
    const auto base = fixture.open({u"nowhere"_s});
    QVERIFY(base);
    QCOMPARE(base->articles().size(), 0);
    QCOMPARE(idsOf(base->find({.language = u"csharp"_s, .text = u"anything at all"_s}, 5)), QStringList());
}

void TestKnowledgeBase::lowerBound_data()
{
    QTest::addColumn<int>("tries");
    QTest::addColumn<int>("successes");
    QTest::addColumn<double>("bound");
    // Computed by hand from the formula.
    QTest::newRow("none") << 0 << 0 << 0.0;
    QTest::newRow("0 of 5") << 5 << 0 << 0.0;
    QTest::newRow("5 of 5") << 5 << 5 << 0.5655;
    QTest::newRow("1 of 8") << 8 << 1 << 0.0224;
    QTest::newRow("50 of 100") << 100 << 50 << 0.4038;
    QTest::newRow("more than there were") << 4 << 9 << 0.5101;
}

void TestKnowledgeBase::lowerBound()
{
    QFETCH(int, tries);
    QFETCH(int, successes);
    QFETCH(double, bound);
    QVERIFY(std::abs(successLowerBound({tries, successes}) - bound) < 0.0001);
}

void TestKnowledgeBase::whatKeepsFailingIsDemoted()
{
    const KnowledgeQuery query{.language = u"csharp"_s, .diagnostics = {u"CS1061"_s, u"CS0246"_s}};
    const auto records = [](const QString &id) { return id == u"cs1061" ? TrackRecord{6, 0} : TrackRecord{}; };
    const auto found = m_base->find(query, 5, records);
    QCOMPARE(idsOf(found), (QStringList{u"cs0246"_s, u"cs1061"_s}));
    QVERIFY(found->last().demoted && !found->first().demoted);
    QVERIFY(found->last().why.contains(u"it helped 0 of 6 times"_s));
    // Too few to say so.
    const auto early = [](const QString &) { return TrackRecord{4, 0}; };
    QCOMPARE(idsOf(m_base->find(query, 5, early)), (QStringList{u"cs1061"_s, u"cs0246"_s}));
    // What keeps failing does not keep weaker reasons away.
    Fixture fixture;
    Article weak = simple(u"weak"_s);
    weak.title = u"Surveys have answers to be counted"_s;
    fixture.put(u"user"_s, weak);
    const auto base = fixture.open({u"user"_s, ours});
    const KnowledgeQuery both{.language = u"csharp"_s,
                              .diagnostics = {u"CS1061"_s},
                              .text = u"the survey's answers cannot be counted; have a look"_s};
    QCOMPARE(idsOf(base->find(both, 5)), QStringList{u"cs1061"_s});
    QCOMPARE(idsOf(base->find(both, 5, records)), (QStringList{u"weak"_s, u"cs1061"_s}));
}

void TestKnowledgeBase::whatHelpsComesFirst()
{
    Fixture fixture;
    for (const QString &id : {u"one"_s, u"two"_s}) {
        Article article = simple(id);
        article.diagnostics = {u"X1234"_s};
        fixture.put(u"user"_s, article);
    }
    const auto base = fixture.open({u"user"_s});
    const KnowledgeQuery query{.language = u"csharp"_s, .diagnostics = {u"X1234"_s}};
    QCOMPARE(idsOf(base->find(query, 5)), (QStringList{u"one"_s, u"two"_s}));
    const auto records = [](const QString &id) { return id == u"two" ? TrackRecord{20, 18} : TrackRecord{20, 6}; };
    QCOMPARE(idsOf(base->find(query, 5, records)), (QStringList{u"two"_s, u"one"_s}));
}

QTEST_GUILESS_MAIN(TestKnowledgeBase)
#include "tst_knowledgebase.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;

/// What a list of a million entries needs of a reader: places, pages, hits, a little at a time.
class TestReaderWalk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void walksGiveWhatPagesGive_data();
    void walksGiveWhatPagesGive();
    void aWalkEndsWherePatienceEnds();
    void noTextLooksLikeAField();
    void entriesAtGivesThoseThatAreThere();
    void hitsFitTheFilter();
    void hitsComeInPages();
    void oneOrTwoLettersAreWholeWords();
    void nobodysRunIsIndexedALittleAtATime();
    void aRecordIsFoundByItsKey();
    void anErasedRecordSaysSo();

private:
    void fill(Fixture &f);
};

void TestReaderWalk::fill(Fixture &f)
{
    OK(f.create());
    for (int i = 0; i < 60; ++i) {
        const QString step = i % 3 == 0 ? QString() : u"s%1"_s.arg(i / 10);
        const QJsonObject nested{{u"role"_s, u"judge"_s}};
        const QJsonObject data = i % 7 == 0
            ? QJsonObject{{u"list"_s, QJsonArray{nested}}}
            : QJsonObject{{u"role"_s, i % 2 == 0 ? u"thinker"_s : u"generator"_s}, {u"text"_s, u"number %1"_s.arg(i)}};
        const QStringList types{u"insight"_s, u"effect.done"_s, u"verdict.reached"_s, u"run.paused"_s};
        OK(f.journal->append({}, draft(types.at(i % 4), data, step, i % 5)));
    }
    OK(f.journal->flush());
}

void TestReaderWalk::walksGiveWhatPagesGive_data()
{
    QTest::addColumn<EntryFilter>("filter");
    QTest::newRow("all") << EntryFilter{};
    QTest::newRow("step") << EntryFilter{.step = u"s2"_s};
    QTest::newRow("of the run") << EntryFilter{.step = QString()};
    QTest::newRow("attempt") << EntryFilter{.attempt = 3};
    QTest::newRow("frequent types") << EntryFilter{.types = {u"insight"_s, u"effect.done"_s}};
    QTest::newRow("rare types") << EntryFilter{.types = {u"verdict.reached"_s, u"run.paused"_s}};
    QTest::newRow("without") << EntryFilter{.without = {u"effect.done"_s, u"run.paused"_s}};
    QTest::newRow("role") << EntryFilter{.having = {{u"role"_s, u"thinker"_s}}};
    QTest::newRow("role, nested") << EntryFilter{.having = {{u"role"_s, u"judge"_s}}};
    QTest::newRow("all of it") << EntryFilter{.step = u"s4"_s,
                                              .attempt = 2,
                                              .types = {u"verdict.reached"_s},
                                              .without = {u"insight"_s},
                                              .having = {{u"role"_s, u"thinker"_s}}};
    QTest::newRow("nothing") << EntryFilter{.types = {u"no.such"_s}};
}

void TestReaderWalk::walksGiveWhatPagesGive()
{
    QFETCH(EntryFilter, filter);
    Fixture f;
    fill(f);
    const auto reader = f.reader();
    QList<EntryPlace> expected;
    QStringList steps;
    const auto all = reader->entries(0, 1000);
    OK(all);
    for (const domain::Entry &entry : *all) {
        if (matches(filter, entry)) {
            expected.append({entry.seq, 0, entry.attempt});
            steps.append(entry.step);
        }
    }
    const auto paged = reader->entries(0, 1000, filter);
    QCOMPARE(paged->size(), expected.size());
    for (qsizetype i = 0; i < paged->size(); ++i)
        QCOMPARE(paged->at(i).seq, expected.at(i).seq);
    for (const int limit : {1, 7, 1000}) {
        qint64 after = 0;
        qsizetype at = 0;
        for (bool done = false; !done;) {
            const auto walked = reader->placesAfter(after, limit, filter, 1000);
            OK(walked);
            for (const EntryPlace &place : walked->places) {
                QCOMPARE(place.seq, expected.at(at).seq);
                QCOMPARE(place.attempt, expected.at(at).attempt);
                QCOMPARE(walked->steps.at(place.step), steps.at(at++));
            }
            after = walked->reached;
            done = walked->done;
        }
        QCOMPARE(at, expected.size());
        qint64 before = 61;
        for (bool done = false; !done;) {
            const auto walked = reader->placesBefore(before, limit, filter, 1000);
            OK(walked);
            for (const EntryPlace &place : walked->places)
                QCOMPARE(place.seq, expected.at(--at).seq);
            before = walked->reached;
            done = walked->done;
        }
        QCOMPARE(at, 0);
    }
}

void TestReaderWalk::aWalkEndsWherePatienceEnds()
{
    Fixture f;
    OK(f.create());
    for (int i = 0; i < 9000; ++i)
        OK(f.journal->append({}, draft(u"insight"_s)));
    OK(f.journal->flush());
    const auto reader = f.reader();
    const EntryFilter none{.having = {{u"role"_s, u"nobody"_s}}};
    // Without patience a little is walked all the same: nobody goes round for ever.
    qint64 before = 9001;
    int turns = 0;
    for (bool done = false; !done; ++turns) {
        const auto walked = reader->placesBefore(before, 100, none, 0);
        OK(walked);
        QVERIFY(walked->reached < before);
        before = walked->reached;
        done = walked->done;
    }
    QCOMPARE(before, 1);
    QVERIFY(turns > 2);
    const auto all = reader->placesAfter(0, 100'000, {}, 60'000);
    QCOMPARE(all->places.size(), 9000);
    QVERIFY(all->done);
}

void TestReaderWalk::noTextLooksLikeAField()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"\"role\":\"judge\""_s}})));
    OK(f.journal->append({}, draft(u"insight"_s, {{u"role"_s, u"judge\" or \u00e4"_s}})));
    OK(f.journal->flush());
    const auto reader = f.reader();
    QCOMPARE(reader->entries(0, 10, {.having = {{u"role"_s, u"judge"_s}}})->size(), 0);
    QCOMPARE(reader->entries(0, 10, {.having = {{u"role"_s, u"judge\" or \u00e4"_s}}})->size(), 1);
}

void TestReaderWalk::entriesAtGivesThoseThatAreThere()
{
    Fixture f;
    fill(f);
    const auto reader = f.reader();
    const auto entries = reader->entriesAt({50, 3, 999, 7});
    OK(entries);
    QCOMPARE(entries->size(), 3);
    QCOMPARE(entries->at(0).seq, 3);
    QCOMPARE(entries->at(2).seq, 50);
    QVERIFY(reader->entriesAt({})->isEmpty());
}

void TestReaderWalk::hitsFitTheFilter()
{
    Fixture f;
    fill(f);
    f.journal.reset();
    const auto reader = f.reader();
    while (*reader->index(50) < 60) { }
    const EntryFilter filter{.types = {u"insight"_s}, .having = {{u"role"_s, u"thinker"_s}}};
    QList<qint64> expected;
    const auto fitting = reader->entries(0, 1000, filter);
    OK(fitting);
    for (const domain::Entry &entry : *fitting)
        expected.prepend(entry.seq);
    const auto hits = reader->find(u"number"_s, 0, 100, filter, 1000);
    OK(hits);
    QCOMPARE(hits->seqs, expected);
    QCOMPARE(hits->reached, 0);
    QCOMPARE(hits->indexedTo, 60);
    // Only those before a place: of a moment that is scrubbed to.
    const auto early = reader->find(u"number"_s, expected.first(), 100, filter, 1000);
    QCOMPARE(early->seqs, expected.mid(1));
    QCOMPARE(reader->find(u"numb"_s, 0, 1, {}, 1000)->seqs.size(), 1);
    QVERIFY(reader->find(u""_s, 0, 100, {}, 1000)->seqs.isEmpty());
}

void TestReaderWalk::hitsComeInPages()
{
    Fixture f;
    OK(f.create());
    for (int i = 0; i < 3000; ++i)
        OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, i % 2 == 0 ? u"needle"_s : u"hay"_s}})));
    f.journal.reset();
    const auto reader = f.reader();
    while (*reader->index(50) < 3000) { }
    QList<qint64> all;
    qint64 before = 0;
    do {
        const auto hits = reader->find(u"needle"_s, before, 400, {}, 0);
        OK(hits);
        all += hits->seqs;
        before = hits->reached;
    } while (before > 0);
    QCOMPARE(all.size(), 1500);
    QVERIFY(std::is_sorted(all.rbegin(), all.rend()));
}

void TestReaderWalk::oneOrTwoLettersAreWholeWords()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"x"_s, {{u"text"_s, u"to be"_s}})));
    OK(f.journal->append({}, draft(u"x"_s, {{u"text"_s, u"token beside"_s}})));
    f.journal.reset();
    const auto reader = f.reader();
    while (*reader->index(50) < 2) { }
    QCOMPARE(reader->find(u"to"_s, 0, 9, {}, 1000)->seqs, QList<qint64>{1});
    QCOMPARE(reader->find(u"tok"_s, 0, 9, {}, 1000)->seqs, QList<qint64>{2});
}

void TestReaderWalk::nobodysRunIsIndexedALittleAtATime()
{
    Fixture f;
    OK(f.create());
    for (int i = 0; i < 3000; ++i)
        OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"word%1"_s.arg(i)}})));
    f.journal.reset();
    const auto reader = f.reader();
    qint64 to = 0;
    int turns = 0;
    for (; to < 3000; ++turns) {
        const auto next = reader->index(1);
        OK(next);
        QVERIFY(*next > to);
        to = *next;
    }
    QVERIFY(turns > 1);
}

void TestReaderWalk::aRecordIsFoundByItsKey()
{
    Fixture f;
    OK(f.create());
    const Key key{.step = u"s"_s, .attempt = 1, .name = u"generate"_s};
    OK(f.journal->once(key, QByteArray(32, 'h'), {}, Durability::Committed, [] {
        return domain::Result<EffectResult>(EffectResult{.record = {{u"text"_s, u"reply"_s}}});
    }));
    const auto reader = f.reader();
    const auto record = reader->record(key.toString());
    OK(record);
    QCOMPARE((*record)[u"text"].toString(), u"reply"_s);
    FAILS(reader->record(u"no such"_s), ErrorKind::NotFound);
}

void TestReaderWalk::anErasedRecordSaysSo()
{
    Fixture f;
    OK(f.create());
    const Key key{.step = u"s"_s, .attempt = 1, .name = u"generate"_s};
    OK(f.journal->once(key, QByteArray(32, 'h'), {}, Durability::Committed, [] {
        return domain::Result<EffectResult>(EffectResult{.record = {{u"text"_s, u"the secret word"_s}}});
    }));
    OK(f.journal->erase("secret"));
    FAILS(f.reader()->record(key.toString()), ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(TestReaderWalk)
#include "tst_readerwalk.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "journal/inbox.h"

#include <QDirIterator>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;

class TestErase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsLeftOfTheNeedle_data();
    void nothingIsLeftOfTheNeedle();
    void recordGoesOnWithoutTheNeedle();
    void whatDoesNotHoldItStays();
    void erasedBytesMayComeAgain();
    void emptyNeedleIsRefused();
};

namespace {

/// The files of the run that hold \p bytes.
QStringList filesWith(const QString &folder, const QByteArray &bytes)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            found.append(file.fileName());
    }
    return found;
}

} // namespace

void TestErase::nothingIsLeftOfTheNeedle_data()
{
    QTest::addColumn<QString>("needle");
    QTest::addColumn<bool>("reopen");
    QTest::newRow("plain") << u"sk-ant-0123456789abcdef"_s << false;
    QTest::newRow("after reopening") << u"sk-ant-0123456789abcdef"_s << true;
    QTest::newRow("escaped in JSON") << u"pass\"word\\of\nmine"_s << false;
    QTest::newRow("not ASCII") << u"geheim-ÄÖÜ-€-schlüssel"_s << false;
}

void TestErase::nothingIsLeftOfTheNeedle()
{
    QFETCH(QString, needle);
    QFETCH(bool, reopen);
    Fixture f;
    OK(f.create());
    const QByteArray bytes = needle.toUtf8();
    const QString text = u"key is "_s + needle + u" indeed"_s;
    OK(f.journal->append({}, draft(u"run.started"_s, {{u"task"_s, text}})));
    OK(f.journal->append({}, draft(u"step.started"_s, {{u"title"_s, text}}, u"s"_s)));
    OK(f.journal->append({}, draft(u"step.blocked"_s, {{u"reason"_s, text}}, u"s"_s)));
    OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"harmless"_s}})));
    const auto blob = f.journal->putBlob("before " + bytes + " after");
    for (int shift = 0; shift < 3; ++shift) {
        const domain::Answer answer{.request = u"q%1"_s.arg(shift),
                                    .kind = domain::AnswerKind::Code,
                                    .content = QByteArray(shift, 'x') + bytes + "y"};
        const auto id = Inbox(f.folder).answer(answer, 5);
        OK(f.journal->consume(*id, {.name = u"w"_s, .ordinal = shift},
                              {draft(u"guidance.answered"_s, {{u"answer"_s, domain::toJson(answer)}})}));
    }
    OK(f.journal->flush());
    if (reopen)
        OK(f.reopen());
    const auto count = f.journal->erase(bytes);
    OK(count);
    QCOMPARE(*count, 3 + 1 + 3);
    OK(f.journal->append({}, draft(u"run.paused"_s), Durability::Synced));
    const auto reader = f.reader();
    OK(reader->verify());
    const auto entries = reader->entries(0, 10);
    QCOMPARE(entries->at(0).data, (QJsonObject{{u"erased"_s, true}}));
    QCOMPARE(entries->at(3).data["text"_L1].toString(), u"harmless"_s);
    QVERIFY(reader->at()->steps.first().reason.startsWith(u"key is [erased]"_s));
    const auto gone = reader->blob(*blob);
    FAILS(gone, ErrorKind::NotFound);
    QVERIFY(gone.error().message.contains(u"erased"_s));
    QVERIFY(!f.journal->consumedAt({.name = u"w"_s})->data.isEmpty());
    f.journal.reset();
    QCOMPARE(filesWith(f.home.path(), bytes), QStringList());
    // What the full-text index makes of it.
    QCOMPARE(filesWith(f.home.path(), "0123456789abcdef"), QStringList());
    QCOMPARE(filesWith(f.folder, bytes.mid(2, 15).toBase64().left(12)), QStringList());
}

void TestErase::recordGoesOnWithoutTheNeedle()
{
    Fixture f;
    OK(f.create());
    const Key key{.step = u"s"_s, .name = u"model"_s};
    OK(f.journal->once(key, "in", {}, Durability::Synced, []() -> domain::Result<EffectResult> {
        return EffectResult{.record = {{u"text"_s, u"token hunter2hunter2 ends"_s}, {u"n"_s, 1}}, .entries = {}};
    }));
    OK(f.journal->erase("hunter2hunter2"));
    for (int round = 0; round < 2; ++round) {
        bool replayed = false;
        const auto record = f.journal->once(
            key, "in", {}, Durability::Synced, []() -> domain::Result<EffectResult> { return EffectResult{}; },
            &replayed);
        OK(record);
        QVERIFY(replayed);
        QCOMPARE((*record)["text"_L1].toString(), u"token [erased] ends"_s);
        QCOMPARE((*record)["n"_L1].toInt(), 1);
        OK(f.reopen());
    }
    OK(f.reader()->verify());
}

void TestErase::whatDoesNotHoldItStays()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"a"_s}})));
    QCOMPARE(*f.journal->erase("not there at all"), 0);
    OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"b"_s}})));
    OK(f.journal->flush());
    QCOMPARE(f.reader()->entries(0, 1)->first().data["text"_L1].toString(), u"a"_s);
    OK(f.reader()->verify());
}

void TestErase::erasedBytesMayComeAgain()
{
    Fixture f;
    OK(f.create());
    const auto name = f.journal->putBlob("with a needle inside");
    OK(f.journal->flush());
    QCOMPARE(*f.journal->erase("needle"), 1);
    FAILS(f.journal->blob(*name), ErrorKind::NotFound);
    OK(f.journal->putBlob("with a needle inside"));
    OK(f.journal->flush());
    QCOMPARE(f.journal->blob(*name).value_or("?"), QByteArray("with a needle inside"));
}

void TestErase::emptyNeedleIsRefused()
{
    Fixture f;
    OK(f.create());
    FAILS(f.journal->erase({}), ErrorKind::BadInput);
}

QTEST_GUILESS_MAIN(TestErase)
#include "tst_erase.moc"

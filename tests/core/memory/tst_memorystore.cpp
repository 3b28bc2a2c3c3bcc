// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/memorystore.h"

#include "memory/fulltext.h"
#include "storage/database.h"
#include "storage/resources.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace stepladder;
using namespace stepladder::memory;
using namespace Qt::StringLiterals;
using domain::ErrorKind;

namespace {

constexpr int kWrites = 40;

StepRecord record(const QString &step, const QString &task)
{
    return {.run = u"r1"_s,
            .step = step,
            .workspace = u"/home/u/shop"_s,
            .fileName = u"src/"_s + step + u".cs"_s,
            .fileType = u".cs"_s,
            .language = u"csharp"_s,
            .taskDescription = task,
            .complexity = 4,
            .requiredPatterns = {u"async"_s},
            .signature = u"null_handling"_s,
            .fingerprint = u"v1:1"_s,
            .attempts = {{.number = 1,
                          .rung = u"first"_s,
                          .model = u"m1"_s,
                          .score = 0,
                          .summary = u"does not compile"_s,
                          .issues = {u"CS0103"_s}},
                         {.number = 2, .rung = u"fix"_s, .model = u"m2"_s, .score = 9.5, .summary = u"good"_s}},
            .rootCause = u"a name was misspelt"_s,
            .eventuallySucceeded = true,
            .successfulApproach = u"fix: m2"_s,
            .code = u"class A {}"_s,
            .modelsUsed = {u"m1"_s, u"m2"_s},
            .totalCost = 310'000,
            .timeMs = 1'000};
}

/// A record without anything that would make it similar.
StepRecord plain(const QString &step, const QString &task)
{
    StepRecord result = record(step, task);
    result.signature = u"unclassified"_s;
    result.fingerprint.clear();
    result.rootCause.clear();
    return result;
}

QStringList stepsOf(const domain::Result<QList<StepRecord>> &records)
{
    QStringList steps;
    if (!records)
        return {records.error().message};
    for (const StepRecord &item : *records)
        steps.append(item.step);
    return steps;
}

/// What the second process of twoProcessesWriteAtOnce does.
int writeAlone(const QString &file, const QString &run)
{
    const auto store = MemoryStore::open(file);
    if (!store) {
        qCritical("%s", qPrintable(store.error().message));
        return 1;
    }
    for (int i = 0; i < kWrites; ++i) {
        StepRecord item = record(u"s%1"_s.arg(i), u"write an invoice"_s);
        item.run = run;
        if (const auto stored = (*store)->store(item, 0); !stored) {
            qCritical("%s", qPrintable(stored.error().message));
            return 1;
        }
    }
    return 0;
}

} // namespace

class TestMemoryStore : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MemoryStore> m_store;

    QString file() const { return m_folder->filePath(u"deep/memory.sqlite"_s); }
    void reopen()
    {
        m_store.reset();
        auto opened = MemoryStore::open(file());
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        m_store = std::move(*opened);
    }
    QByteArray bytes(const QString &suffix = {}) const
    {
        QFile in(file() + suffix);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    void write(const QByteArray &content) const
    {
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void aRecordComesBackWhole()
    {
        StepRecord stored = record(u"a"_s, u"write a \"quoted\" żółć\nwith lines"_s);
        stored.id = m_store->store(stored, 0).value();
        QVERIFY(stored.id > 0);
        reopen();
        QCOMPARE(m_store->search(u"quoted"_s, 5).value(), QList<StepRecord>{stored});
        QCOMPARE(stepRecordFromJson(toJson(stored)), stored);
    }

    void aRecordWithNothingIsStored()
    {
        QVERIFY(m_store->store({}, 0));
        QCOMPARE(m_store->stats().value().failures, 1);
    }

    void theSameStepAndEpochReplaces()
    {
        const auto first = m_store->store(record(u"a"_s, u"old words"_s), 0).value();
        const auto second = m_store->store(record(u"a"_s, u"new words"_s), 0).value();
        const auto otherEpoch = m_store->store(record(u"a"_s, u"third words"_s), 1).value();
        QCOMPARE(second, first);
        QVERIFY(otherEpoch != first);
        QCOMPARE(m_store->search(u"old"_s, 5).value().size(), 0);
        QCOMPARE(m_store->search(u"new"_s, 5).value().size(), 1);
        QCOMPARE(m_store->search(u"words"_s, 5).value().size(), 2);
    }

    void fingerprintGoesBeforeSignatureBeforeText()
    {
        StepRecord byText = plain(u"text"_s, u"parse invoices from CSV rows with header"_s);
        StepRecord bySignature = plain(u"signature"_s, u"draw a chart"_s);
        bySignature.signature = u"async_pattern|null_handling"_s;
        StepRecord byFingerprint = plain(u"fingerprint"_s, u"send a mail"_s);
        byFingerprint.fingerprint = u"v1:abc"_s;
        byFingerprint.language = u"python"_s;
        const StepRecord neither = plain(u"neither"_s, u"rotate the logs"_s);
        for (const auto &item : {byText, neither, bySignature, byFingerprint})
            QVERIFY(m_store->store(item, 0));
        SimilarQuery query{.fileType = u".cs"_s,
                           .language = u"csharp"_s,
                           .taskDescription = u"Parse invoice CSV"_s,
                           .signature = u"async_pattern|null_handling"_s,
                           .fingerprint = u"v1:abc"_s};
        QCOMPARE(stepsOf(m_store->similarFailures(query)), (QStringList{u"fingerprint"_s, u"signature"_s, u"text"_s}));
        query.limit = 2;
        QCOMPARE(stepsOf(m_store->similarFailures(query)), (QStringList{u"fingerprint"_s, u"signature"_s}));
        query.limit = 0;
        QCOMPARE(stepsOf(m_store->similarFailures(query)), QStringList());
        query = {.fileType = u".cs"_s, .taskDescription = u"Parse invoice CSV"_s};
        QCOMPARE(stepsOf(m_store->similarFailures(query)), QStringList{u"text"_s});
    }

    void unclassifiedIsNoSimilarity()
    {
        QVERIFY(m_store->store(plain(u"a"_s, u"rotate logs"_s), 0));
        QCOMPARE(
            stepsOf(m_store->similarFailures({.taskDescription = u"bake bread"_s, .signature = u"unclassified"_s})),
            QStringList());
    }

    void theSameLanguageAndFileTypeGoBefore()
    {
        const QString task = u"cache the exchange rates"_s;
        StepRecord python = plain(u"python"_s, task);
        python.language = u"python"_s;
        python.fileType = u".py"_s;
        StepRecord razor = plain(u"razor"_s, task);
        razor.fileType = u".razor"_s;
        StepRecord csharp = plain(u"csharp"_s, task);
        for (auto *item : {&csharp, &razor, &python}) {
            item->timeMs = item == &python ? 9'000 : 1'000;
            QVERIFY(m_store->store(*item, 0));
        }
        SimilarQuery query{.fileType = u".cs"_s, .language = u"csharp"_s, .taskDescription = task};
        QCOMPARE(stepsOf(m_store->similarFailures(query)), (QStringList{u"csharp"_s, u"razor"_s, u"python"_s}));
        query = {.fileType = u".py"_s, .language = u"python"_s, .taskDescription = task};
        QCOMPARE(stepsOf(m_store->similarFailures(query)).first(), u"python"_s);
    }

    void theNewerGoesBeforeOnATie()
    {
        for (int i = 0; i < 3; ++i) {
            StepRecord item = plain(u"s%1"_s.arg(i), u"cache the exchange rates"_s);
            item.timeMs = i == 1 ? 5'000 : 1'000;
            QVERIFY(m_store->store(item, 0));
        }
        QCOMPARE(stepsOf(m_store->similarFailures({.taskDescription = u"exchange rates cache"_s})),
                 (QStringList{u"s1"_s, u"s2"_s, u"s0"_s}));
    }

    void oneSharedWordOfManyIsNotSimilar()
    {
        QVERIFY(m_store->store(plain(u"a"_s, u"A service that rotates logs at midnight"_s), 0));
        QCOMPARE(
            stepsOf(m_store->similarFailures(
                {.taskDescription =
                     u"A service which renders invoices as portable documents with tables, logos and barcodes"_s})),
            QStringList());
    }

    void issuesAndRootCauseAreSearchedToo()
    {
        StepRecord item = plain(u"a"_s, u"rotate"_s);
        item.attempts[0].issues = {u"The timezone database is stale"_s};
        item.rootCause = u"leap seconds"_s;
        QVERIFY(m_store->store(item, 0));
        QCOMPARE(stepsOf(m_store->similarFailures({.taskDescription = u"timezone databases"_s})), QStringList{u"a"_s});
        QCOMPARE(stepsOf(m_store->similarFailures({.taskDescription = u"leap second"_s})), QStringList{u"a"_s});
    }

    void compoundIdentifiersAreFoundByTheirParts()
    {
        QVERIFY(m_store->store(plain(u"a"_s, u"class UserRepository with GetByIdAsync"_s), 0));
        QCOMPARE(stepsOf(m_store->similarFailures({.taskDescription = u"user repository"_s})), QStringList{u"a"_s});
        QCOMPARE(stepsOf(m_store->similarFailures({.taskDescription = u"IUserRepository"_s})), QStringList{u"a"_s});
    }

    void firstTimeSuccessesAreNoFailures()
    {
        StepRecord good = plain(u"good"_s, u"cache the exchange rates"_s);
        good.attempts.removeFirst();
        StepRecord lost = plain(u"lost"_s, u"cache the exchange rates"_s);
        lost.eventuallySucceeded = false;
        StepRecord noCode = plain(u"nocode"_s, u"cache the exchange rates"_s);
        noCode.code.clear();
        for (const auto &item : {good, lost, noCode})
            QVERIFY(m_store->store(item, 0));
        const SimilarQuery query{.taskDescription = u"cache exchange rates"_s};
        QCOMPARE(stepsOf(m_store->similarFailures(query)), (QStringList{u"nocode"_s, u"lost"_s}));
        QCOMPARE(stepsOf(m_store->similarSuccesses(query)), QStringList{u"good"_s});
        const auto stats = m_store->stats().value();
        QCOMPARE(stats.failures, 2);
        QCOMPARE(stats.recovered, 1);
        QCOMPARE(stats.successes, 1);
    }

    void noQueryIsMalformed_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"",
                                 "   ",
                                 "\"",
                                 "\"unbalanced",
                                 "a AND",
                                 "NOT",
                                 "NEAR(a b",
                                 "col:x",
                                 "a* ^b",
                                 "(((",
                                 "-x +y",
                                 "{task} : z",
                                 "';DROP TABLE records;--",
                                 "*",
                                 "%",
                                 "\\",
                                 "OR OR OR",
                                 "rowid",
                                 "a\tb\nc",
                                 "C#",
                                 "x''y"})
            QTest::newRow(text) << QString::fromLatin1(text);
        QTest::newRow("not Latin") << u"żółć 漢字 🪜"_s;
        QTest::newRow("NUL") << QString(QChar(0)) + u"x"_s;
        QTest::newRow("half a surrogate") << QString(QChar(0xd83e)) + u"x"_s;
        QTest::newRow("endless") << QString(u"word%1 "_s).repeated(100'000);
    }

    void noQueryIsMalformed()
    {
        QFETCH(QString, text);
        QVERIFY(m_store->store(record(u"a"_s, u"task"_s), 0));
        const auto failures =
            m_store->similarFailures({.fileType = text, .language = text, .taskDescription = text, .signature = text});
        QVERIFY2(failures, failures ? "" : qPrintable(failures.error().message));
        QVERIFY(m_store->similarSuccesses({.taskDescription = text}));
        QVERIFY(m_store->search(text, 10));
        QVERIFY(m_store->store(record(text, text), 0));
    }

    void searchWantsAllWordsFirst()
    {
        QVERIFY(m_store->store(plain(u"both"_s, u"invoice printing"_s), 0));
        QVERIFY(m_store->store(plain(u"one"_s, u"invoice mailing"_s), 0));
        QCOMPARE(stepsOf(m_store->search(u"print invoi"_s, 10)), QStringList{u"both"_s});
        QCOMPARE(m_store->search(u"invoice unheard"_s, 10).value().size(), 2);
        QCOMPARE(m_store->search(u"invoice"_s, 1).value().size(), 1);
        QCOMPARE(stepsOf(m_store->search(u"both.cs"_s, 10)), QStringList{u"both"_s});
        QCOMPARE(stepsOf(m_store->search(u"nothing like it"_s, 10)), QStringList());
    }

    void wordsOfIdentifiers()
    {
        QCOMPARE(wordsOf(u"The HTTPServer2 of user_id, GetById!"_s),
                 (QStringList{u"httpserver2"_s, u"http"_s, u"server2"_s, u"user_id"_s, u"user"_s, u"id"_s, u"getbyid"_s,
                              u"get"_s}));
        QCOMPARE(fullTextQuery(u"a \"b\" cd"_s, Matching::Any), u"\"cd\""_s);
        QCOMPARE(fullTextQuery(u"!?"_s, Matching::All), QString());
    }

    void aTodoIsMadeOnce()
    {
        Todo todo{.run = u"r"_s,
                  .step = u"s"_s,
                  .workspace = u"/w"_s,
                  .file = u"a.cs"_s,
                  .title = u"Write a.cs"_s,
                  .reason = u"NEEDS_HUMAN_REVIEW"_s,
                  .report = u"/w/report.md"_s,
                  .timeMs = 5};
        todo.id = m_store->addTodo(todo).value();
        QCOMPARE(m_store->addTodo(todo).value(), todo.id);
        QCOMPARE(m_store->todos(true).value(), QList<Todo>{todo});
        QCOMPARE(m_store->stats().value().openTodos, 1);
        QVERIFY(m_store->finishTodo(todo.id));
        QCOMPARE(m_store->todos(true).value(), QList<Todo>());
        QVERIFY(m_store->addTodo(todo));
        QCOMPARE(m_store->todos(true).value().size(), 0);
        QCOMPARE(m_store->todos(false).value().value(0).done, true);
        todo.timeMs = 6;
        QCOMPARE(m_store->addTodo(todo).value(), todo.id);
        QCOMPARE(m_store->todos(true).value(), QList<Todo>{todo});
        QVERIFY(m_store->finishTodo(99).error().kind == ErrorKind::NotFound);
    }

    void articlesHaveALedger()
    {
        QCOMPARE(m_store->ledgerOf(u"a"_s).value(), ArticleLedger());
        ArticleUse use{.article = u"a"_s, .run = u"r"_s, .step = u"s"_s, .attempt = 11, .timeMs = 5};
        QVERIFY(m_store->noteUse(use));
        use.attempt = 12;
        use.succeeded = true;
        QVERIFY(m_store->noteUse(use));
        QVERIFY(m_store->noteUse(use)); // replayed
        QCOMPARE(m_store->ledgerOf(u"a"_s).value(), (ArticleLedger{2, 1}));
        use.article = u"b"_s;
        QVERIFY(m_store->noteUse(use));
        QCOMPARE(m_store->ledgerOf(u"a"_s).value(), (ArticleLedger{2, 1}));
        reopen();
        QCOMPARE(m_store->ledgerOf(u"b"_s).value(), (ArticleLedger{1, 1}));
    }

    void forgetErasesByWorkspace()
    {
        StepRecord other = record(u"b"_s, u"keep me"_s);
        other.workspace = u"/home/u/shop2"_s;
        StepRecord below = record(u"c"_s, u"below"_s);
        below.workspace = u"/home/u/shop/sub"_s;
        for (const auto &item : {record(u"a"_s, u"drop me"_s), other, below})
            QVERIFY(m_store->store(item, 0));
        QVERIFY(m_store->addTodo({.run = u"r"_s, .step = u"s"_s, .workspace = u"/home/u/shop"_s}));
        QCOMPARE(m_store->forget({.workspace = u"/home/u/shop/"_s}).value(), (Forgotten{.records = 2, .todos = 1}));
        QCOMPARE(m_store->search(u"drop"_s, 5).value().size(), 0);
        QCOMPARE(stepsOf(m_store->search(u"keep"_s, 5)), QStringList{u"b"_s});
        QVERIFY(m_store->forget({}).error().kind == ErrorKind::BadInput);
    }

    void forgetErasesByTextFromTheFileToo()
    {
        const QString secret = u"xoxb-\"97b\"-Geheim"_s;
        StepRecord inIssue = record(u"a"_s, u"one"_s);
        inIssue.attempts[0].issues = {u"the key is "_s + secret};
        StepRecord inCode = record(u"b"_s, u"two"_s);
        inCode.code = u"var k = "_s + secret;
        StepRecord inTask = record(u"c"_s, u"three "_s + secret.toUpper());
        for (const auto &item : {inIssue, inCode, inTask, record(u"d"_s, u"four"_s)})
            QVERIFY(m_store->store(item, 0));
        QVERIFY(m_store->addTodo({.run = u"r"_s, .step = u"s"_s, .title = secret}));
        QVERIFY((bytes() + bytes(u"-wal"_s)).contains("Geheim"));
        QCOMPARE(m_store->forget({.text = secret}).value(), (Forgotten{.records = 3, .todos = 1}));
        const QByteArray left = (bytes() + bytes(u"-wal"_s)).toLower();
        QVERIFY(!left.contains("geheim"));
        QCOMPARE(stepsOf(m_store->search(u"four"_s, 5)), QStringList{u"d"_s});
        QCOMPARE(m_store->forget({.text = secret}).value(), Forgotten());
        QCOMPARE(m_store->forget({.workspace = u"/elsewhere"_s, .text = u"four"_s}).value(), Forgotten());
    }

    void anOlderSchemaIsMigratedWithItsRecords()
    {
        m_store.reset();
        QFile::remove(file());
        {
            const auto old = storage::Database::open(file(), storage::Database::Access::ReadWrite).value();
            QVERIFY(old->migrate(storage::Resources::migrations(u"memory"_s).mid(0, 1)));
            const auto inserted = old->run(
                u"INSERT INTO records (run, step, epoch, workspace, file_name, file_type, language, task_description, "
                u"complexity, "
                "required_patterns, signature, fingerprint, attempts, summaries, issues, root_cause, failed, "
                "eventually_succeeded, "
                "successful_approach, code, models_used, total_cost, time_ms) VALUES ('r', 'old', 0, '/w', 'a.cs', "
                "'.cs', 'csharp', "
                "'bake ancient bread', 5, '[]', 'null_handling', '', '[{\"number\":1,\"issues\":[\"no yeast\"]}]', 'flat', 'no yeast', 'oven off', 1, 0, '', '', '[]', 0, 7)"_s);
            QVERIFY2(inserted, inserted ? "" : qPrintable(inserted.error().message));
            (*inserted)->finish();
        }
        reopen();
        QCOMPARE(stepsOf(m_store->search(u"ancient"_s, 5)), QStringList{u"old"_s});
        QCOMPARE(stepsOf(m_store->similarFailures({.taskDescription = u"yeast"_s})), QStringList{u"old"_s});
        QVERIFY(m_store->store(record(u"new"_s, u"bake bread"_s), 0));
        QCOMPARE(m_store->search(u"bread"_s, 5).value().size(), 2);
        QCOMPARE(m_store->forget({.workspace = u"/w"_s}).value().records, 1);
        QCOMPARE(m_store->search(u"bread"_s, 5).value().size(), 1);
    }

    void whatIsNotOursIsNamedAndUntouched_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<int>("kind");
        QTest::newRow("newer") << u"newer"_s << int(ErrorKind::NewerVersion);
        QTest::newRow("text") << u"text"_s << int(ErrorKind::Corrupt);
        QTest::newRow("cut") << u"cut"_s << int(ErrorKind::Corrupt);
        QTest::newRow("overwritten") << u"overwritten"_s << int(ErrorKind::Corrupt);
        QTest::newRow("foreign") << u"foreign"_s << int(ErrorKind::Corrupt);
    }

    void whatIsNotOursIsNamedAndUntouched()
    {
        QFETCH(QString, how);
        QFETCH(int, kind);
        for (int i = 0; i < 50; ++i)
            QVERIFY(m_store->store(record(u"s%1"_s.arg(i), u"task"_s), 0));
        m_store.reset();
        if (how == u"newer" || how == u"foreign") {
            if (how == u"foreign")
                QFile::remove(file());
            const auto db = storage::Database::open(file(), storage::Database::Access::ReadWrite).value();
            const QString sql = how == u"newer" ? u"PRAGMA user_version=99"_s : u"CREATE TABLE mails (id INTEGER)"_s;
            (*db->run(sql))->finish();
        } else {
            QByteArray content = bytes();
            if (how == u"text")
                content = QByteArray("Dear diary, today I was mistaken for a database. ").repeated(40);
            else if (how == u"cut")
                content = content.left(content.size() / 2);
            else
                content.replace(4096, 4096, QByteArray(4096, '\x5a'));
            write(content);
        }
        const QByteArray before = bytes();
        const auto opened = MemoryStore::open(file());
        QVERIFY(!opened);
        QCOMPARE(int(opened.error().kind), kind);
        QVERIFY2(opened.error().message.contains(file()), qPrintable(opened.error().message));
        QVERIFY(!opened.error().message.contains(u'\n'));
        QVERIFY(bytes() == before);
    }

    void anEmptyFileIsANewMemory()
    {
        m_store.reset();
        write({});
        reopen();
        QVERIFY(m_store->store(record(u"a"_s, u"task"_s), 0));
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        const auto opened = MemoryStore::open(u"/proc/nowhere/memory.sqlite"_s);
        QVERIFY(!opened);
        QVERIFY(opened.error().kind == ErrorKind::Io);
        QVERIFY(opened.error().message.contains(u"/proc/nowhere"));
    }

    void manyThreadsWriteAtOnce()
    {
        constexpr int kThreads = 6;
        std::atomic<int> failed = 0;
        for (int round = 0; round < 2; ++round) {
            std::vector<std::jthread> threads;
            for (int t = 0; t < kThreads; ++t) {
                threads.emplace_back([&, t] {
                    for (int i = 0; i < kWrites / 2; ++i) {
                        StepRecord item = record(u"s%1"_s.arg(i), u"write invoices"_s);
                        item.run = u"run%1-%2"_s.arg(round).arg(t);
                        failed += !m_store->store(item, 0);
                        failed += !m_store->similarFailures({.taskDescription = u"invoice"_s});
                        failed += !m_store->addTodo({.run = item.run, .step = item.step});
                    }
                });
            }
        }
        QCOMPARE(failed.load(), 0);
        QCOMPARE(m_store->stats().value().failures, kThreads * kWrites);
        QCOMPARE(m_store->todos(true).value().size(), kThreads * kWrites);
    }

    void theStoreMayGoBeforeItsThreads()
    {
        std::atomic<int> stage = 0;
        std::jthread thread([&] {
            QVERIFY(m_store->stats());
            stage = 1;
            stage.notify_all();
            stage.wait(1);
        });
        stage.wait(0);
        m_store.reset();
        stage = 2;
        stage.notify_all();
        thread.join();
        QVERIFY(!QFile::exists(file() + u"-wal"_s));
    }

    void twoProcessesCreateAndWriteAtOnce()
    {
        m_store.reset();
        QFile::remove(file());
        std::array<QProcess, 3> writers;
        for (size_t i = 0; i < writers.size(); ++i) {
            writers[i].setProcessChannelMode(QProcess::ForwardedErrorChannel);
            writers[i].start(QCoreApplication::applicationFilePath(), {u"--write"_s, file(), u"p%1"_s.arg(i)});
        }
        for (QProcess &writer : writers) {
            QVERIFY(writer.waitForFinished(50'000));
            QCOMPARE(writer.exitCode(), 0);
        }
        reopen();
        QCOMPARE(m_store->stats().value().failures, int(writers.size()) * kWrites);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.value(1) == u"--write")
        return writeAlone(arguments.value(2), arguments.value(3));
    TestMemoryStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_memorystore.moc"

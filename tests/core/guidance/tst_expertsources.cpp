// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/drafts.h"
#include "guidance/expertsources.h"
#include "guidance/knowledgebase.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::guidance;
using Kind = ExpertSource::Kind;

/// Who is asked where no model found a way, as the user says it; and articles that wait for somebody's word.
class TestExpertSources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theUsualOnes();
    void inTheirOrder();
    void brokenOnesAreNamed_data();
    void brokenOnesAreNamed();
    void aBrokenFileLeavesTheUsualOnes();
    void namesHoldNoKeys();
    void draftsAreNotFound();
    void draftsAreApprovedOrRejected();

private:
    static storage::Locations at(const QTemporaryDir &home) { return storage::Locations::under(home.path()); }
    static void write(const storage::Locations &locations, const QByteArray &text);
};

void TestExpertSources::write(const storage::Locations &locations, const QByteArray &text)
{
    QDir().mkpath(locations.config);
    QFile file(locations.config + u"/experts.json"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void TestExpertSources::theUsualOnes()
{
    QTemporaryDir home;
    const ExpertSources read = readExpertSources(at(home));
    QCOMPARE(read.problems, QStringList());
    QCOMPARE(read.sources.size(), 2);
    QVERIFY(read.sources.at(0).kind == Kind::Articles && read.sources.at(1).kind == Kind::Model);
}

void TestExpertSources::inTheirOrder()
{
    QTemporaryDir home;
    write(at(home), R"({"sources":[
        {"kind":"completion","url":"http://localhost:8080/v1/","model":"coder"},
        {"kind":"completion","url":"http://localhost:8080","api":"llama"},
        {"kind":"model","model":"sonnet"},
        {"kind":"http","url":"https://experts.example/ask","secret":"EXPERT_KEY"},
        {"kind":"articles","folder":"/srv/articles"}]})");
    const ExpertSources read = readExpertSources(at(home));
    QCOMPARE(read.problems, QStringList());
    QCOMPARE(
        read.sources,
        (QList<ExpertSource>{
            {.kind = Kind::Completion, .url = u"http://localhost:8080/v1"_s, .api = u"openai"_s, .model = u"coder"_s},
            {.kind = Kind::Completion, .url = u"http://localhost:8080"_s, .api = u"llama"_s},
            {.kind = Kind::Model, .model = u"sonnet"_s},
            {.kind = Kind::Http, .url = u"https://experts.example/ask"_s, .secret = u"EXPERT_KEY"_s},
            {.kind = Kind::Articles, .folder = u"/srv/articles"_s}}));
    for (const ExpertSource &source : read.sources)
        QCOMPARE(expertSourceFromJson(toJson(source), u"again"_s).value(), source);
}

void TestExpertSources::brokenOnesAreNamed_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *source, const char *says) {
        QTest::newRow(source) << QByteArray(source) << QString::fromLatin1(says);
    };
    row(R"({"kind":"oracle"})", "kind");
    row(R"({})", "kind");
    row(R"({"kind":"http"})", "url");
    row(R"({"kind":"http","url":"ftp://a"})", "url");
    row(R"({"kind":"http","url":"http://"})", "url");
    row(R"({"kind":"http","url":"https://me:word@a.example"})", "url");
    row(R"({"kind":"completion","url":"http://a.example","api":"telepathy"})", "api");
    row(R"({"kind":"articles","folder":"relative"})", "folder");
    row(R"({"kind":"model","colour":"red"})", "colour");
    row("17", "expected an object");
}

void TestExpertSources::brokenOnesAreNamed()
{
    QFETCH(QByteArray, source);
    QFETCH(QString, says);
    QTemporaryDir home;
    write(at(home), R"({"sources":[{"kind":"articles"},)" + source + "]}");
    const ExpertSources read = readExpertSources(at(home));
    QCOMPARE(read.sources.size(), 1);
    QCOMPARE(read.problems.size(), 1);
    const QString problem = read.problems.first();
    QVERIFY2(problem.contains(u"experts.json: sources[1]"_s) && problem.contains(says) && !problem.contains(u'\n'),
             qPrintable(problem));
}

void TestExpertSources::aBrokenFileLeavesTheUsualOnes()
{
    for (const QByteArray &text : {QByteArray("{"), QByteArray(R"({"source":[]})"), QByteArray(R"({"sources":7})")}) {
        QTemporaryDir home;
        write(at(home), text);
        const ExpertSources read = readExpertSources(at(home));
        QCOMPARE(read.sources.size(), 2);
        QCOMPARE(read.problems.size(), 1);
        QVERIFY(read.problems.first().contains(u"experts.json"_s));
    }
    QTemporaryDir home;
    write(at(home), R"({"sources":[]})");
    QVERIFY(readExpertSources(at(home)).sources.isEmpty());
}

void TestExpertSources::namesHoldNoKeys()
{
    const QString name = nameOf({.kind = Kind::Http, .url = u"https://experts.example/ask?key=abc"_s});
    QVERIFY2(name.contains(u"experts.example"_s) && !name.contains(u"abc"_s), qPrintable(name));
    QVERIFY(!staysHere({.kind = Kind::Http, .url = u"https://experts.example/ask"_s}));
    QVERIFY(staysHere({.kind = Kind::Completion, .url = u"http://127.0.0.1:1"_s}));
    QVERIFY(staysHere({.kind = Kind::Articles}));
}

namespace {

Article learned()
{
    return {.id = u"learned-1"_s,
            .title = u"cart: the total is wrong"_s,
            .languages = {u"text"_s},
            .fingerprints = {u"v1:aaa"_s},
            .guidance = u"Mind the tax."_s};
}

QStringList found(const storage::Locations &locations)
{
    const auto base = KnowledgeBase::open(knowledgeIndexFile(locations), knowledgeFolders(locations));
    if (!base)
        return {base.error().message};
    const auto articles = (*base)->find({.language = u"text"_s, .fingerprint = u"v1:aaa"_s}, 5);
    if (!articles)
        return {articles.error().message};
    QStringList ids;
    for (const FoundArticle &one : *articles)
        ids.append(one.article.id);
    return ids + (*base)->problems();
}

} // namespace

void TestExpertSources::draftsAreNotFound()
{
    QTemporaryDir home;
    const auto kept = keepArticle(at(home), learned(), true);
    QVERIFY2(kept, kept ? "" : qPrintable(kept.error().message));
    QFile broken(draftsFolder(at(home)) + u"/broken.md"_s);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    QCOMPARE(found(at(home)), QStringList());
    QStringList problems;
    const auto drafts = articleDrafts(at(home), &problems);
    QCOMPARE(drafts.size(), 1);
    QCOMPARE(drafts.first().article, learned());
    QCOMPARE(problems.size(), 1);
    QVERIFY(problems.first().contains(u"broken.md"_s));
}

void TestExpertSources::draftsAreApprovedOrRejected()
{
    QTemporaryDir home;
    QVERIFY(!approveDraft(at(home), u"learned-1"_s));
    QVERIFY(keepArticle(at(home), learned(), true));
    QVERIFY(rejectDraft(at(home), u"learned-1"_s));
    QVERIFY(articleDrafts(at(home)).isEmpty());
    QVERIFY(keepArticle(at(home), learned(), true));
    const auto kept = approveDraft(at(home), u"learned-1"_s);
    QVERIFY(kept && QFile::exists(*kept));
    QVERIFY(articleDrafts(at(home)).isEmpty());
    QCOMPARE(found(at(home)), QStringList{u"learned-1"_s});
    QVERIFY(keepArticle(at(home), learned(), false)); // and once more is the same
    QCOMPARE(found(at(home)), QStringList{u"learned-1"_s});
}

QTEST_GUILESS_MAIN(TestExpertSources)
#include "tst_expertsources.moc"

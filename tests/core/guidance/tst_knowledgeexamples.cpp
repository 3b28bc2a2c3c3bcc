// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exampletrial.h"
#include "guidance/knowledgebase.h"
#include "memory/signature.h"
#include "storage/locations.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::guidance;

namespace {

const QString knowledge = QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/knowledge");

QStringList sorted(QStringList list)
{
    list.sort();
    list.removeDuplicates();
    return list;
}

/// One line for each issue, for whoever mends an article.
QString printed(const Outcome &outcome)
{
    QString text;
    for (const domain::Issue &issue : outcome.issues)
        text += u"\n    %1 %2 %3:%4 %5"_s.arg(domain::toString(issue.severity), issue.id, issue.file,
                                              QString::number(issue.line), issue.message.left(600));
    return text;
}

bool anyMatches(const QStringList &expressions, const QString &text)
{
    return std::any_of(expressions.begin(), expressions.end(), [&](const QString &pattern) {
        return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(text).hasMatch();
    });
}

/// All of an article's diagnostics; where a message decides, one of them will do.
bool exactly(const Article &article, const QStringList &names)
{
    const auto own = [&](const QString &name) { return article.diagnostics.contains(name); };
    return article.messages.isEmpty() ? sorted(names) == sorted(article.diagnostics)
                                      : std::all_of(names.begin(), names.end(), own);
}

QString codeOf(const QList<ExampleFile> &files)
{
    QString code;
    for (const ExampleFile &file : files)
        code += file.text;
    return code;
}

} // namespace

/// The examples of our articles, built and run for real: each failing one fails by what its article is about and
/// nothing else, each mended one holds; and what is said of the failing one finds the article.
class TestKnowledgeExamples : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void thereAreMany();
    void csharp();
    void csharpProjects();
    void python();

private:
    QList<Article> chosen(const std::function<bool(const Article &)> &which) const;
    void check(const QList<Article> &articles, const Outcomes &failing, const Outcomes &mended);
    QStringList wrongsOf(const Article &article, const Outcome &failing, const Outcome &mended);
    QString notFoundBy(const Article &article, const QList<domain::Issue> &issues);

    QList<Article> m_articles;
    QTemporaryDir m_home;
    std::unique_ptr<KnowledgeBase> m_base;
    std::unique_ptr<ExampleTrial> m_trial;
    int m_foundBeside = 0;
};

void TestKnowledgeExamples::initTestCase()
{
    QDirIterator it(knowledge, {u"*.md"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (QFileInfo(file).fileName() == u"README.md")
            continue;
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto article = readArticle(file.readAll(), file.fileName());
        QVERIFY2(article, article ? "" : qPrintable(article.error().message));
        QCOMPARE(QFileInfo(file).completeBaseName(), article->id);
        m_articles.append(*article);
    }
    auto base = KnowledgeBase::open(m_home.filePath(u"index.sqlite"_s), {knowledge});
    QVERIFY2(base, base ? "" : qPrintable(base.error().message));
    m_base = std::move(*base);
    QCOMPARE(m_base->problems(), QStringList());
    m_trial = std::make_unique<ExampleTrial>();
    QVERIFY2(m_trial->missing().isEmpty(), qPrintable(m_trial->missing()));
}

void TestKnowledgeExamples::thereAreMany()
{
    QVERIFY(m_articles.size() >= 80);
    for (const Article &article : std::as_const(m_articles)) {
        QVERIFY2(!article.failing.isEmpty() && !article.mended.isEmpty() && !article.pattern.isEmpty(),
                 qPrintable(article.id));
        QVERIFY2(article.languages == QStringList{u"csharp"_s} || article.languages == QStringList{u"python"_s},
                 qPrintable(article.id));
        const bool marked = !article.diagnostics.isEmpty() || !article.messages.isEmpty();
        QVERIFY2(marked && article.source == u"Stepladder", qPrintable(article.id));
    }
}

QList<Article> TestKnowledgeExamples::chosen(const std::function<bool(const Article &)> &which) const
{
    QList<Article> articles;
    std::copy_if(m_articles.begin(), m_articles.end(), std::back_inserter(articles), which);
    return articles;
}

void TestKnowledgeExamples::csharp()
{
    const auto articles =
        chosen([](const Article &a) { return a.languages.contains(u"csharp"_s) && a.setup != u"project"; });
    const auto failing = m_trial->sources(u"csharp"_s, articles, Side::Failing);
    QVERIFY2(failing, failing ? "" : qPrintable(failing.error().message + failing.error().detail));
    const auto mended = m_trial->sources(u"csharp"_s, articles, Side::Mended);
    QVERIFY2(mended, mended ? "" : qPrintable(mended.error().message + mended.error().detail));
    check(articles, *failing, *mended);
}

void TestKnowledgeExamples::csharpProjects()
{
    const auto articles = chosen([](const Article &a) { return a.setup == u"project"; });
    const auto failing = m_trial->projects(articles, Side::Failing);
    QVERIFY2(failing, failing ? "" : qPrintable(failing.error().message + failing.error().detail));
    const auto mended = m_trial->projects(articles, Side::Mended);
    QVERIFY2(mended, mended ? "" : qPrintable(mended.error().message + mended.error().detail));
    check(articles, *failing, *mended);
}

void TestKnowledgeExamples::python()
{
    const auto articles = chosen([](const Article &a) { return a.languages.contains(u"python"_s); });
    const auto failing = m_trial->sources(u"python"_s, articles, Side::Failing);
    QVERIFY2(failing, failing ? "" : qPrintable(failing.error().message + failing.error().detail));
    const auto mended = m_trial->sources(u"python"_s, articles, Side::Mended);
    QVERIFY2(mended, mended ? "" : qPrintable(mended.error().message + mended.error().detail));
    check(articles, *failing, *mended);
}

void TestKnowledgeExamples::check(const QList<Article> &articles, const Outcomes &failing, const Outcomes &mended)
{
    QStringList wrongs;
    for (const Outcomes &outcomes : {failing, mended}) {
        if (!outcomes.value(QString()).issues.isEmpty())
            wrongs.append(u"belongs to no example:"_s + printed(outcomes.value(QString())));
    }
    m_foundBeside = 0;
    for (const Article &article : articles)
        wrongs += wrongsOf(article, failing.value(article.id), mended.value(article.id));
    qInfo("%lld articles; %.2f others found beside each", qlonglong(articles.size()),
          double(m_foundBeside) / double(articles.size()));
    // Qt cuts what a failed check says after a kilobyte.
    for (const QString &wrong : std::as_const(wrongs))
        qInfo().noquote() << wrong;
    QCOMPARE(wrongs.size(), 0);
}

QStringList TestKnowledgeExamples::wrongsOf(const Article &article, const Outcome &failing, const Outcome &mended)
{
    QStringList wrongs;
    const auto wrong = [&](const QString &what, const Outcome &outcome) {
        wrongs.append(u"%1: %2%3"_s.arg(article.id, what, printed(outcome)));
    };
    const QStringList names = failureNames(failing.issues);
    if (failing.issues.isEmpty())
        wrong(u"its failing example does not fail"_s, failing);
    // What is thrown may bring along what caused it; what a compiler says is the article's and nothing else.
    else if (failing.failed == 0 && !exactly(article, names))
        wrong(u"expected %1 and nothing else, found %2"_s.arg(article.diagnostics.join(u", "_s), names.join(u", "_s)),
              failing);
    else if (!article.diagnostics.isEmpty() && !article.diagnostics.contains(names.value(0)))
        wrong(u"expected one of %1, found %2"_s.arg(article.diagnostics.join(u", "_s), names.join(u", "_s)), failing);
    if (!article.messages.isEmpty() && !anyMatches(article.messages, failureText(failing.issues)))
        wrong(u"none of its messages was said"_s, failing);
    if (!article.code.isEmpty() && !anyMatches(article.code, codeOf(article.failing)))
        wrong(u"its code is not that of its example"_s, failing);
    const QStringList classes = memory::signatureOf(failing.issues).split(u'|');
    for (const QString &name : article.signatures) {
        if (!classes.contains(name))
            wrong(u"its signature is %1, that of its example %2"_s.arg(name, classes.join(u", "_s)), failing);
    }
    if (!mended.issues.isEmpty())
        wrong(u"its mended example fails"_s, mended);
    if (failing.failed > 0 && mended.passed == 0)
        wrong(u"its mended example has no test that passes"_s, mended);
    if (const QString missed = notFoundBy(article, failing.issues); !missed.isEmpty())
        wrong(missed, failing);
    return wrongs;
}

QString TestKnowledgeExamples::notFoundBy(const Article &article, const QList<domain::Issue> &issues)
{
    const bool csharp = article.languages.contains(u"csharp"_s);
    const auto found = m_base->find({.language = article.languages.first(),
                                     .fileType = csharp ? u".cs"_s : u".py"_s,
                                     .diagnostics = failureNames(issues),
                                     .signature = memory::signatureOf(issues),
                                     .fingerprint = memory::fingerprintOf(issues),
                                     .text = failureText(issues),
                                     .code = codeOf(article.failing)},
                                    100);
    if (!found)
        return found.error().message;
    QStringList ids;
    for (const FoundArticle &one : *found)
        ids.append(one.article.id);
    m_foundBeside += int(ids.size()) - 1;
    const auto at = ids.indexOf(article.id);
    if (at < 0 || at > 2)
        return u"is found at %1 among %2"_s.arg(at + 1).arg(ids.join(u", "_s));
    return {};
}

QTEST_GUILESS_MAIN(TestKnowledgeExamples)
#include "tst_knowledgeexamples.moc"

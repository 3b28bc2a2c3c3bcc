// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "advisedruns.h"

#include "guidance/requests.h"
#include "journal/inbox.h"
#include "memory/memorystore.h"

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::RunStatus;
using tests::AdvisedRuns;

namespace {

constexpr int kCases = 50;

/// Failures that differ in a word, so that each has an identity of its own.
QString fault(int number, const QString &more = {})
{
    const QString word = QString(QChar(u'a' + number % 26)) + QChar(u'a' + number / 26) + u"rdwolf"_s;
    return u"the letter is without its %1%2"_s.arg(word, more);
}

QString stepOf(int number)
{
    return u"s%1"_s.arg(number);
}

} // namespace

/// What a person answered once is not asked again: it becomes an article that the same failure finds.
class TestLearning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void guidanceBecomesADraft();
    void aFailureThatChangedOnTheWayIsFoundToo();
    void codeBecomesADraft();
    void whoIsAutonomousNeedsNobodysWord();
    void nothingIsLearnedWithoutAPerson();
    void fiftyAnswersAreNotAskedForAgain();

private:
    /// A run whose step `a` waits at the desk.
    static void reachDesk(AdvisedRuns &f);
    /// One run of all cases; how many of them L2 solved, and how many wait for a person.
    static std::pair<int, int> runCases(AdvisedRuns &f, const QString &more = {});
};

void TestLearning::reachDesk(AdvisedRuns &f)
{
    f.scriptAttempt(u"a"_s, 1, u"Greetings."_s, 3, fault(7));
    QCOMPARE(f.run(f.asked({u"a.txt"_s})).pauseKind, u"person"_s);
}

void TestLearning::guidanceBecomesADraft()
{
    AdvisedRuns f;
    reachDesk(f);
    f.scriptAttempt(u"a"_s, 2, u"Dear Ann"_s, 9, {}, u"mind the name"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"mind the name"_s}));
    QVERIFY(f.goOn().finished.status == RunStatus::Accepted);
    const auto proposed = f.entries({u"article.proposed"_s});
    QCOMPARE(proposed.size(), 1);
    QCOMPARE(proposed.first().data[u"state"].toString(), u"draft"_s);
    const auto drafts = guidance::articleDrafts(f.locations());
    QCOMPARE(drafts.size(), 1);
    const guidance::Article article = drafts.first().article;
    QCOMPARE(article.id, proposed.first().data[u"article"].toString());
    QCOMPARE(article.fingerprints.size(), 1);
    QVERIFY(article.fingerprints.first().startsWith(u"v1:"_s));
    QCOMPARE(article.guidance, u"mind the name"_s);
    QCOMPARE(article.source, u"ann"_s);
    QCOMPARE(article.failing, (QList<guidance::ExampleFile>{{u"a.txt"_s, u"Greetings.\n"_s}}));
    QCOMPARE(article.mended, (QList<guidance::ExampleFile>{{u"a.txt"_s, u"Dear Ann\n"_s}}));
    QVERIFY2(article.title.contains(u"the letter is without"_s), qPrintable(article.title));
    QCOMPARE(f.misfit(), QString());
}

/// The person's first advice made another failure of it; what experts are asked about the next time is the first one.
void TestLearning::aFailureThatChangedOnTheWayIsFoundToo()
{
    AdvisedRuns f;
    reachDesk(f);
    f.scriptAttempt(u"a"_s, 2, u"Dear"_s, 3, fault(8), u"mind the name"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"mind the name"_s}));
    QCOMPARE(f.goOn().pauseKind, u"person"_s);
    f.scriptAttempt(u"a"_s, 3, u"Dear Ann"_s, 9, {}, u"and the person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"and the person"_s}));
    QVERIFY(f.goOn().finished.status == RunStatus::Accepted);
    const auto drafts = guidance::articleDrafts(f.locations());
    QCOMPARE(drafts.size(), 1);
    QCOMPARE(drafts.first().article.fingerprints.size(), 2);
    QVERIFY(guidance::approveDraft(f.locations(), drafts.first().article.id));
    for (const int number : {7, 8}) {
        f.forgetScript();
        f.scriptAttempt(u"b"_s, 1, u"Greetings."_s, 3, fault(number));
        f.scriptAttempt(u"b"_s, 2, u"Dear Bob"_s, 9, {}, u"mind the name\n\nand the person"_s);
        QVERIFY(f.run(f.asked({u"b.txt"_s})).finished.status == RunStatus::Accepted);
        QCOMPARE(f.ends(), QStringList{u"b: accepted by expert_system"_s});
    }
}

void TestLearning::codeBecomesADraft()
{
    AdvisedRuns f;
    reachDesk(f);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = "Dear Ann\n"}));
    f.script({{u"purpose"_s, u"review"_s}, {u"step"_s, u"a"_s}}, uR"({"score":9,"summary":"fine","issues":[]})"_s);
    QVERIFY(f.goOn().finished.status == RunStatus::Accepted);
    QCOMPARE(f.ends(), QStringList{u"a: accepted by human_implementation"_s});
    const auto drafts = guidance::articleDrafts(f.locations());
    QCOMPARE(drafts.size(), 1);
    QCOMPARE(drafts.first().article.mended.value(0).text, u"Dear Ann\n"_s);
    QVERIFY(drafts.first().article.guidance.contains(u"by hand"_s));
    QCOMPARE(f.misfit(), QString());
}

void TestLearning::whoIsAutonomousNeedsNobodysWord()
{
    AdvisedRuns f;
    reachDesk(f);
    f.scriptAttempt(u"a"_s, 2, u"Dear Ann"_s, 9, {}, u"mind the name"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"mind the name"_s}));
    QVERIFY(f.want(engine::wish::ChangeMode{domain::Mode::Autonomous}));
    QVERIFY(f.goOn().finished.status == RunStatus::Accepted);
    QCOMPARE(f.entries({u"article.proposed"_s}).value(0).data[u"state"].toString(), u"approved"_s);
    QVERIFY(guidance::articleDrafts(f.locations()).isEmpty());
    QCOMPARE(f.misfit(), QString());
    // And the next run knows it.
    f.scriptAttempt(u"b"_s, 1, u"Greetings."_s, 3, fault(7));
    f.scriptAttempt(u"b"_s, 2, u"Dear Bob"_s, 9, {}, u"mind the name"_s);
    QVERIFY(f.run(f.asked({u"b.txt"_s})).finished.status == RunStatus::Accepted);
    QCOMPARE(f.ends(), QStringList{u"b: accepted by expert_system"_s});
}

void TestLearning::nothingIsLearnedWithoutAPerson()
{
    AdvisedRuns f;
    reachDesk(f);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Stub}));
    f.goOn();
    QVERIFY(f.entries({u"article.proposed"_s}).isEmpty());
    QVERIFY(!QDir(guidance::draftsFolder(f.locations())).exists());
}

std::pair<int, int> TestLearning::runCases(AdvisedRuns &f, const QString &more)
{
    f.forgetScript();
    QStringList files;
    for (int i = 0; i < kCases; ++i) {
        files.append(stepOf(i) + u".txt"_s);
        f.scriptAttempt(stepOf(i), 1, u"Greetings %1."_s.arg(i), 3, fault(i, more));
        f.scriptAttempt(stepOf(i), 2, u"Dear %1"_s.arg(i), 9, {}, u"advice number %1."_s.arg(i));
    }
    f.run(f.asked(files));
    const QStringList ends = f.ends();
    const auto solved =
        std::count_if(ends.begin(), ends.end(), [](const QString &end) { return end.endsWith(u"by expert_system"); });
    return {int(solved), int(f.openRequests().size())};
}

void TestLearning::fiftyAnswersAreNotAskedForAgain()
{
    AdvisedRuns f;
    QCOMPARE(runCases(f), (std::pair(0, kCases)));
    for (const domain::Request &asked : f.openRequests()) {
        const QString number = asked.step.mid(1);
        QVERIFY(journal::Inbox(f.locations().run(f.lastRun()))
                    .answer({.request = asked.id,
                             .kind = AnswerKind::Guidance,
                             .text = u"advice number %1."_s.arg(number),
                             .by = u"ann"_s},
                            f.clock().nowMs(), asked.deadlineMs));
    }
    QVERIFY(f.goOn().finished.status == RunStatus::Accepted);
    const auto drafts = guidance::articleDrafts(f.locations());
    QCOMPARE(drafts.size(), kCases);
    const auto before = runCases(f);
    QCOMPARE(before, (std::pair(0, kCases)));
    for (const guidance::ArticleDraft &draft : drafts)
        QVERIFY(guidance::approveDraft(f.locations(), draft.article.id));
    const auto after = runCases(f);
    qInfo("solved without a person: %d of %d before approval, %d after", before.first, kCases, after.first);
    QCOMPARE(after, (std::pair(kCases, 0)));
    // Near misses: another failure does not fetch what was learned of this one.
    QCOMPARE(runCases(f, u" and its stamp"_s), (std::pair(0, kCases)));
    for (const domain::Entry &entry : f.entries({u"expert.consulted"_s}))
        QVERIFY(!entry.data[u"found"].toBool());
}

QTEST_GUILESS_MAIN(TestLearning)
#include "tst_learning.moc"

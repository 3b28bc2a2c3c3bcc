// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/helprequest.h"
#include "tests/ui/support/climbjournal.h"
#include "ui/editor/codeview.h"
#include "ui/editor/qsci.h"
#include "ui/guidance/guidancefields.h"
#include "ui/guidance/guidancepage.h"
#include "ui/guidance/replyedit.h"
#include "ui/guidance/requestspane.h"
#include "ui/run/openrun.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::AnswerKind;
using tests::ClimbJournal;

namespace {

constexpr qint64 kHour = 3'600'000;
const QString kCode = u"namespace Shop;\n\npublic class OrderStore\n{\n    public int Count => 0;\n}\n"_s;

domain::Request helpWith(const ClimbJournal &journal, qint64 deadlineMs, int guidedLeft = 3)
{
    const guidance::TriedAttempt first{.attempt = 1,
                                       .rung = u"first"_s,
                                       .model = u"deepseek-v2:16b"_s,
                                       .errors = 2,
                                       .summary = u"does not build: 2 errors"_s};
    const guidance::TriedAttempt second{
        .attempt = 2,
        .rung = u"fix"_s,
        .model = u"claude-sonnet-4"_s,
        .builds = true,
        .passed = 3,
        .failed = 1,
        .score = 7,
        .summary = u"1 of 4 tests failed"_s,
        .diff =
            u"--- a/src/OrderStore.cs\n+++ b/src/OrderStore.cs\n@@ -1,2 +1,2 @@\n-    int n;\n+    public int Count => 0;\n"_s};
    domain::Request request = guidance::guidanceRequest(
        {.run = journal.run(),
         .step = u"OrderStore"_s,
         .file = u"src/OrderStore.cs"_s,
         .description = u"Keep the orders of a day and count them."_s,
         .language = u"csharp"_s,
         .attempts = 2,
         .guidedLeft = guidedLeft,
         .reasons = {{u"CS0103: The name 'orders' does not exist"_s, 2, u"build"_s}, {{}, 1, u"test"_s}},
         .digest = {first, second},
         .best = 1,
         .bestCode = kCode,
         .rootCause = {{u"rootCause"_s, u"The count is a constant: no order is ever kept."_s},
                       {u"correctApproach"_s, u"Keep a list and return its length."_s}},
         .similar = {{u"src/Basket.cs"_s, u"/shop"_s, 1'795'000'000'000, u"a list as a private field"_s}},
         .deadlineMs = deadlineMs});
    request.id = journal.run() + u".1"_s;
    request.createdMs = 1'795'356'000'000;
    request.details.insert(u"firstDeadlineMs"_s, deadlineMs);
    return request;
}

template<typename T>
T *child(QWidget *parent, const QString &name)
{
    return parent->findChild<T *>(name);
}

} // namespace

/// The page at which a person helps with a step that no rung got through, over a journal that nothing runs.
class TstGuidancePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itShowsWhatWasTried();
    void whatHelpedBeforeIsAClickAway();
    void guidanceAndExampleAreSent();
    void aReplyIsRecognisedWherePasted();
    void noFileThatIsNoneIsTaken_data();
    void noFileThatIsNoneIsTaken();
    void aFileBecomesCode();
    void draftsOutliveACrash();
    void afterThreeTriesOnlyCodeIsLeft();
    void whatDoesNotFitIsRefusedInPlace();
    void thePaneAnswersThroughTheInbox();
    void whatIsTypedStaysWhenSomebodyElseAnswers();
    void laterIsNotCountedUntilThen();

private:
    std::unique_ptr<GuidancePage> page(const domain::Request &request);
    QString draftsFolder() const { return m_journal->locations().state + u"/drafts"_s; }

    std::unique_ptr<ClimbJournal> m_journal;
    std::unique_ptr<OpenRun> m_run;
    Theme m_theme{Scheme::Light};
};

void TstGuidancePage::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_run.reset();
    m_journal = std::make_unique<ClimbJournal>();
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(u"OrderStore"_s);
    m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), m_journal->run());
}

std::unique_ptr<GuidancePage> TstGuidancePage::page(const domain::Request &request)
{
    auto page = std::make_unique<GuidancePage>(request, *m_run, m_theme);
    page->resize(1200, 640);
    page->show();
    return page;
}

void TstGuidancePage::itShowsWhatWasTried()
{
    const auto shown = page(helpWith(*m_journal, m_journal->clock().nowMs() + 23 * kHour + 41 * 60'000LL));
    QCOMPARE(child<QLabel>(shown.get(), u"requestTitle"_s)->text(), u"Help Needed: src/OrderStore.cs"_s);
    QCOMPARE(child<QLabel>(shown.get(), u"timeLeft"_s)->text(), u"23 h 41 min left"_s);
    QStringList reasons;
    for (const QLabel *reason : shown->findChildren<QLabel *>(u"digestReason"_s))
        reasons.append(reason->text());
    QCOMPARE(reasons, QStringList({u"CS0103: The name 'orders' does not exist"_s, u"Unknown"_s}));
    QCOMPARE(child<QLabel>(shown.get(), u"digestReasonCount"_s)->text(), u"2 of 2"_s);
    QVERIFY(child<QLabel>(shown.get(), u"digestCause"_s)->text().startsWith(u"The count is a constant"_s));
    auto *tree = child<QTreeWidget>(shown.get(), u"digestAttempts"_s);
    QCOMPARE(tree->topLevelItemCount(), 2);
    QVERIFY(child<QPlainTextEdit>(shown.get(), u"diffText"_s));
    tree->setCurrentItem(tree->topLevelItem(0));
    QVERIFY(child<QLabel>(shown.get(), u"digestNoChange"_s));
    QTest::mouseClick(child<QPushButton>(shown.get(), u"copyDigest"_s), Qt::LeftButton);
    QVERIFY(QApplication::clipboard()->text().contains(u"## Root cause"_s));
    shown->setDeadline(m_journal->clock().nowMs() + 25 * kHour);
    QCOMPARE(child<QLabel>(shown.get(), u"timeLeft"_s)->text(), u"25 h 0 min left"_s);
}

void TstGuidancePage::whatHelpedBeforeIsAClickAway()
{
    const auto shown = page(helpWith(*m_journal, 0));
    QVERIFY(child<QLabel>(shown.get(), u"digestSimilar"_s)->text().contains(u"a list as a private field"_s));
    auto *words = child<QPlainTextEdit>(shown.get(), u"requestAnswer"_s);
    QTest::keyClicks(words, u"see below"_s);
    QTest::mouseClick(child<QPushButton>(shown.get(), u"useSimilar"_s), Qt::LeftButton);
    QCOMPARE(words->toPlainText(), u"see below\n\na list as a private field"_s);
}

void TstGuidancePage::guidanceAndExampleAreSent()
{
    const auto shown = page(helpWith(*m_journal, m_journal->clock().nowMs() + kHour));
    QSignalSpy answered(shown.get(), &GuidancePage::answered);
    auto *send = child<QPushButton>(shown.get(), u"answer_send"_s);
    QTest::keyClicks(child<QPlainTextEdit>(shown.get(), u"requestAnswer"_s), u"keep a list"_s);
    QTest::mouseClick(send, Qt::LeftButton);
    auto given = answered.takeFirst().first().value<domain::Answer>();
    QVERIFY(given.kind == AnswerKind::Guidance);
    QCOMPARE(given.text, u"keep a list"_s);
    QTest::mouseClick(child<QRadioButton>(shown.get(), u"modeExample"_s), Qt::LeftButton);
    QTest::keyClicks(child<QPlainTextEdit>(shown.get(), u"requestExample"_s), u"List of int"_s);
    QTest::mouseClick(send, Qt::LeftButton);
    given = answered.takeFirst().first().value<domain::Answer>();
    QVERIFY(given.kind == AnswerKind::Example);
    QCOMPARE(given.content, "List of int");
    QCOMPARE(given.text, u"keep a list"_s);
    const auto menu = child<QMenu>(shown.get(), u"answer_snooze_menu"_s);
    menu->actions().first()->trigger();
    given = answered.takeFirst().first().value<domain::Answer>();
    QVERIFY(given.kind == AnswerKind::Snooze && given.durationMs == kHour);
    shown->showSent();
    QVERIFY(send->isEnabled());
    QTest::mouseClick(send, Qt::LeftButton);
    shown->showSent();
    QVERIFY(!send->isEnabled());
}

void TstGuidancePage::aReplyIsRecognisedWherePasted()
{
    const auto shown = page(helpWith(*m_journal, 0));
    auto *words = child<ReplyEdit>(shown.get(), u"requestAnswer"_s);
    QApplication::clipboard()->setText(u"plain words"_s);
    words->paste();
    QCOMPARE(words->toPlainText(), u"plain words"_s);
    // A block of something else stays where it is pasted.
    QApplication::clipboard()->setText(u"\n```sh\nls\n```"_s);
    words->paste();
    QCOMPARE(words->toPlainText(), u"plain words\n```sh\nls\n```"_s);
    QVERIFY(shown->fields().mode() == GuidanceFields::Mode::Guidance);
    words->clear();
    QApplication::clipboard()->setText(u"Keep a list.\n```csharp\nclass OrderStore { }\n```"_s);
    words->paste();
    QCOMPARE(words->toPlainText(), u"Keep a list."_s);
    QVERIFY(shown->fields().mode() == GuidanceFields::Mode::Code);
    QCOMPARE(shown->fields().code(), "class OrderStore { }\n");
}

void TstGuidancePage::noFileThatIsNoneIsTaken_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << QByteArray(" \n") << u"it is empty"_s;
    QTest::newRow("binary") << QByteArray("a\0b", 3) << u"it is binary"_s;
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe") << u"not UTF-8"_s;
    QTest::newRow("over 10 MB") << QByteArray(10 * 1024 * 1024 + 1, 'x') << u"larger than 10 MB"_s;
    QTest::newRow("unreadable") << QByteArray() << u"cannot be read"_s;
    QTest::newRow("a folder") << QByteArray("folder") << u"that is a folder"_s;
}

void TstGuidancePage::noFileThatIsNoneIsTaken()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, why);
    const QTemporaryDir dir;
    QString path = dir.filePath(u"file.cs"_s);
    if (content == "folder") {
        path = dir.path();
    } else if (!content.isEmpty()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    const auto shown = page(helpWith(*m_journal, 0));
    for (const auto mode : {GuidanceFields::Mode::Code, GuidanceFields::Mode::Example}) {
        shown->fields().setMode(mode);
        QTest::keyClicks(child<QPlainTextEdit>(shown.get(), u"requestAnswer"_s), u"typed"_s);
        const QByteArray code = shown->fields().code();
        shown->fields().readFile(path);
        auto *message = child<QLabel>(shown.get(), u"requestMessage"_s);
        QVERIFY(message->isVisible());
        QVERIFY2(message->text().contains(why), qPrintable(message->text()));
        QCOMPARE(shown->fields().code(), code);
        QTRY_VERIFY(QFile::exists(draftsFolder() + u'/' + m_journal->run() + u".1.txt"_s));
    }
}

void TstGuidancePage::aFileBecomesCode()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(u"mine.cs"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("class Größe\n{\n}\n");
    file.close();
    const auto shown = page(helpWith(*m_journal, 0));
    shown->fields().setMode(GuidanceFields::Mode::Code);
    shown->fields().readFile(file.fileName());
    QCOMPARE(shown->fields().code(), "class Größe\n{\n}\n");
    QVERIFY(!child<QLabel>(shown.get(), u"requestMessage"_s)->isVisible());
    QSignalSpy answered(shown.get(), &GuidancePage::answered);
    QTest::mouseClick(child<QPushButton>(shown.get(), u"answer_send"_s), Qt::LeftButton);
    const auto given = answered.takeFirst().first().value<domain::Answer>();
    QVERIFY(given.kind == AnswerKind::Code && !given.acceptAsIs);
    QCOMPARE(given.content, "class Größe\n{\n}\n");
}

void TstGuidancePage::draftsOutliveACrash()
{
    const domain::Request request = helpWith(*m_journal, 0);
    const auto crashed = page(request);
    QTest::keyClicks(child<QPlainTextEdit>(crashed.get(), u"requestAnswer"_s), u"half a thought"_s);
    crashed->fields().setMode(GuidanceFields::Mode::Code);
    auto *code = child<CodeView>(crashed.get(), u"requestCode"_s);
    code->editor()->selectAll();
    QTest::keyClicks(code->editor(), u"mine"_s);
    QTRY_COMPARE(child<QLabel>(crashed.get(), u"draftKept"_s)->text(), u"draft kept"_s);
    // The first page still stands: nothing was written on its way out.
    const auto again = page(request);
    QCOMPARE(child<QPlainTextEdit>(again.get(), u"requestAnswer"_s)->toPlainText(), u"half a thought"_s);
    QCOMPARE(again->fields().code(), "mine");
    QVERIFY(again->fields().mode() == GuidanceFields::Mode::Code);
}

void TstGuidancePage::afterThreeTriesOnlyCodeIsLeft()
{
    const auto shown = page(helpWith(*m_journal, 0, 0));
    QVERIFY(!child<QRadioButton>(shown.get(), u"modeGuidance"_s)->isEnabled());
    QVERIFY(child<QRadioButton>(shown.get(), u"modeCode"_s)->isChecked());
    QVERIFY(child<QPushButton>(shown.get(), u"answer_stub"_s)->isEnabled());
}

void TstGuidancePage::whatDoesNotFitIsRefusedInPlace()
{
    const auto shown = page(helpWith(*m_journal, 0));
    QSignalSpy answered(shown.get(), &GuidancePage::answered);
    auto *send = child<QPushButton>(shown.get(), u"answer_send"_s);
    auto *message = child<QLabel>(shown.get(), u"requestMessage"_s);
    for (const auto mode :
         {GuidanceFields::Mode::Guidance, GuidanceFields::Mode::Example, GuidanceFields::Mode::Code}) {
        shown->fields().setMode(mode);
        if (mode == GuidanceFields::Mode::Code)
            child<CodeView>(shown.get(), u"requestCode"_s)->editor()->clear();
        shown->showRefusal({});
        QTest::mouseClick(send, Qt::LeftButton);
        QVERIFY(answered.isEmpty());
        QVERIFY(message->isVisible() && !message->text().isEmpty());
    }
    shown->fields().addWords(u"typed"_s);
    QTest::mouseClick(child<QPushButton>(shown.get(), u"answer_as_it_is"_s), Qt::LeftButton);
    QVERIFY(answered.isEmpty());
}

void TstGuidancePage::thePaneAnswersThroughTheInbox()
{
    const domain::Request request = helpWith(*m_journal, m_journal->clock().nowMs() + kHour);
    m_journal->append(u"guidance.requested"_s, u"OrderStore"_s, 2, {{u"request"_s, domain::toJson(request)}});
    OpenRequests requests(*m_run);
    RequestsPane pane(*m_run, requests, m_theme);
    pane.resize(1200, 640);
    pane.setVisible(true);
    QTRY_VERIFY(pane.findChild<GuidancePage *>());
    auto *shown = pane.findChild<GuidancePage *>();
    auto *words = child<QPlainTextEdit>(shown, u"requestAnswer"_s);
    auto *send = child<QPushButton>(shown, u"answer_send"_s);
    // What no prompt has room for is refused where it is pasted, and what was typed stays.
    words->setPlainText(u"keep a list"_s);
    for (const QString &pasted : {QString(10 * 1024 * 1024 + 1, u'x'), u"a"_s + QChar(0)}) {
        shown->showRefusal({});
        QApplication::clipboard()->setText(pasted);
        words->paste();
        QTest::mouseClick(child<QPushButton>(shown, u"pasteReply"_s), Qt::LeftButton);
        QVERIFY(!child<QLabel>(shown, u"requestMessage"_s)->text().isEmpty());
        QCOMPARE(words->toPlainText(), u"keep a list"_s);
    }
    QTRY_VERIFY(QFile::exists(draftsFolder() + u'/' + request.id + u".txt"_s));
    QTest::mouseClick(send, Qt::LeftButton);
    const auto wishes = m_journal->journal().wishes();
    QVERIFY(wishes && wishes->size() == 1);
    QCOMPARE(domain::answerFromJson(wishes->first().data).text, u"keep a list"_s);
    QVERIFY(requests.isSent(request.id));
    QVERIFY(!QFile::exists(draftsFolder() + u'/' + request.id + u".txt"_s));
}

void TstGuidancePage::whatIsTypedStaysWhenSomebodyElseAnswers()
{
    const domain::Request request = helpWith(*m_journal, m_journal->clock().nowMs() + kHour);
    m_journal->append(u"guidance.requested"_s, u"OrderStore"_s, 2, {{u"request"_s, domain::toJson(request)}});
    OpenRequests requests(*m_run);
    RequestsPane pane(*m_run, requests, m_theme);
    pane.resize(1200, 640);
    pane.setVisible(true);
    QTRY_VERIFY(pane.findChild<GuidancePage *>());
    auto *words = child<QPlainTextEdit>(&pane, u"requestAnswer"_s);
    QTest::keyClicks(words, u"half a thought"_s);
    const domain::Answer other{.request = request.id, .kind = AnswerKind::Skip, .by = u"bob"_s};
    m_journal->append(u"guidance.answered"_s, u"OrderStore"_s, 2,
                      {{u"request"_s, request.id}, {u"answer"_s, domain::toJson(other)}});
    QTRY_VERIFY(requests.list().isEmpty());
    auto *close = child<QPushButton>(&pane, u"closeAnswered"_s);
    QVERIFY(close && close->isVisible());
    QVERIFY(child<QLabel>(&pane, u"requestMessage"_s)->text().contains(u"still here"_s));
    QVERIFY(!child<QPushButton>(&pane, u"answer_send"_s)->isEnabled());
    QCOMPARE(words->toPlainText(), u"half a thought"_s);
    QTest::mouseClick(close, Qt::LeftButton);
    QTRY_VERIFY(!pane.findChild<GuidancePage *>());
    QVERIFY(!QFile::exists(draftsFolder() + u'/' + request.id + u".txt"_s));
}

void TstGuidancePage::laterIsNotCountedUntilThen()
{
    const domain::Request request = helpWith(*m_journal, m_journal->clock().nowMs() + 10 * kHour);
    m_journal->append(u"guidance.requested"_s, u"OrderStore"_s, 2, {{u"request"_s, domain::toJson(request)}});
    OpenRequests requests(*m_run);
    QTRY_COMPARE(requests.waiting(), 1);
    const domain::Answer later{.request = request.id,
                               .kind = AnswerKind::Snooze,
                               .durationMs = kHour,
                               .by = u"ann"_s,
                               .takenMs = m_journal->clock().nowMs()};
    QSignalSpy changed(&requests, &OpenRequests::changed);
    m_journal->append(
        u"guidance.answered"_s, u"OrderStore"_s, 2,
        {{u"request"_s, request.id}, {u"answer"_s, domain::toJson(later)}, {u"deadlineMs"_s, request.deadlineMs}});
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(requests.waiting(), 0);
    QCOMPARE(requests.list().size(), 1);
    m_journal->clock().advance(kHour);
    QCOMPARE(requests.waiting(), 1);
}

QTEST_MAIN(TstGuidancePage)
#include "tst_guidancepage.moc"

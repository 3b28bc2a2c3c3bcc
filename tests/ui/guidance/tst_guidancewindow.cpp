// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "ui/editor/codeview.h"
#include "ui/editor/qsci.h"
#include "ui/guidance/guidancefields.h"
#include "ui/guidance/guidancepage.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"

#include <QClipboard>
#include <QDir>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTabWidget>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::RunStatus;
using tests::RunFixture;

namespace {

constexpr int kLong = 90'000; ///< real builds and tests on a busy machine
const QString kWrong = u"def count(items):\n    return 0\n"_s;
const QString kRight = u"def count(items):\n    return len(items)\n"_s;

} // namespace

/// A person helps with a step that no rung got through: the real window over a real run, with Python's real tests.
class TstGuidanceWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void guidanceGoesIntoTheNextAttempt();
    void theBestAttemptIsEditedInPlace();
    void whatIsTypedIsTriedBefore();
    void aReplyOfAnotherChatIsTaken();
    void codeIsAcceptedAsItIs();
    void anotherModelAndMoreTime();

private:
    /// Until the step stands at the desk after one attempt that fails a test.
    void reachDesk();
    RunPage *page() const { return m_window->currentPage(); }
    GuidancePage *help() const { return m_window->findChild<GuidancePage *>(); }
    template<typename T>
    T *find(const QString &name) const
    {
        return m_window->findChild<T *>(name);
    }
    void click(const QString &button) const { QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton); }
    void choose(const QString &menu, const QString &text) const;
    QString onBranch() const { return QString::fromUtf8(m_runs->onBranch(u"count.py"_s)); }
    RunStatus status() const { return page()->run().moment().run.status; }
    void shoot(QWidget &shown, const QString &name) const;

    std::unique_ptr<RunFixture> m_runs;
    storage::SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void TstGuidanceWindow::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_window.reset();
    m_runs = std::make_unique<RunFixture>();
    m_theme = std::make_unique<Theme>(Scheme::Light);
    m_theme->applyTo(*qApp);
    m_window = std::make_unique<MainWindow>(m_runs->locations(), m_clock, *m_theme);
    m_window->resize(1600, 1000);
    m_window->show();
}

void TstGuidanceWindow::reachDesk()
{
    QDir().mkpath(m_runs->locations().config + u"/ladders"_s);
    QFile ladder(m_runs->locations().config + u"/ladders/short.json"_s);
    QVERIFY(ladder.open(QIODevice::WriteOnly));
    ladder.write(
        R"({"id":"short","title":"short","rungs":[{"id":"first","kind":"generate","roles":["generator"],"carries":["feedback"]},{"id":"human","kind":"human","roles":["premium"],"carries":["everything"],"deadlineHours":24},{"id":"stub","kind":"stub"}]})");
    ladder.close();
    m_runs->write(u"conftest.py"_s, "");
    m_runs->write(u"tests/test_count.py"_s,
                  "from count import count\n\n\ndef test_empty():\n    assert count([]) == 0\n\n\n"
                  "def test_two():\n    assert count([1, 2]) == 2\n");
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, RunFixture::block(u"count.py"_s, kWrong));
    m_runs->script(
        {{u"purpose"_s, u"analyze"_s}},
        u"{\"rootCause\":\"The count is a constant.\",\"mistakePatterns\":{},\"correctApproach\":\"Ask the list.\",\"exampleCode\":\"\",\"suggestedActions\":[\"Return its length\"],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s,
        {{u"repeat"_s, true}});
    auto plan = m_runs->plan({u"count.py"_s});
    plan.language = u"python"_s;
    plan.steps.first().tests = {u"tests/test_count.py"_s};
    auto request = m_runs->request(plan);
    request.ladder = u"short"_s;
    m_window->start(request);
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->waiting() == 1, kLong);
    m_runs->chooseRun(page()->run().id());
    page()->showRequests();
    QTRY_VERIFY(help() && help()->isVisible());
    // What was built and tested has been read.
    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"triedSentence"_s)->text().startsWith(u"Attempt 1 by cheap"_s), kLong);
}

void TstGuidanceWindow::choose(const QString &menu, const QString &text) const
{
    for (QAction *action : find<QMenu>(menu)->actions()) {
        if (action->text() == text)
            return action->trigger();
    }
    QFAIL(qPrintable(text + u" is not in "_s + menu));
}

void TstGuidanceWindow::shoot(QWidget &shown, const QString &name) const
{
    QDir().mkpath(u"screenshots"_s);
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        m_theme->setScheme(scheme);
        m_theme->applyTo(*qApp);
        QTest::qWait(50);
        const QString colours = scheme == Scheme::Dark ? u"dark"_s : u"light"_s;
        QVERIFY(shown.grab().save(u"screenshots/%1-%2.png"_s.arg(name, colours)));
    }
}

void TstGuidanceWindow::guidanceGoesIntoTheNextAttempt()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"contains"_s, u"ask the list itself"_s}},
                   RunFixture::block(u"count.py"_s, kRight));
    reachDesk();
    QCOMPARE(find<QLabel>(u"requestTitle"_s)->text(), u"Help Needed: count.py"_s);
    QVERIFY2(find<QLabel>(u"digestCause"_s)->text().startsWith(u"The count is a constant."_s),
             qPrintable(find<QLabel>(u"digestCause"_s)->text()));
    QVERIFY(find<QLabel>(u"timeLeft"_s)->text().startsWith(u"23 h"_s));
    shoot(*m_window, u"guidance"_s);
    // Nothing typed: refused in place.
    click(u"answer_send"_s);
    QVERIFY(find<QLabel>(u"requestMessage"_s)->text().contains(u"Nothing is typed"_s));
    QVERIFY(page()->waiting() == 1);

    QTest::keyClicks(find<QPlainTextEdit>(u"requestAnswer"_s), u"ask the list itself"_s);
    click(u"answer_send"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status() == RunStatus::Accepted, kLong);
    QCOMPARE(onBranch(), kRight);
    const auto ended = m_runs->entries({u"step.ended"_s});
    QCOMPARE(ended.last().data[u"strategy"].toString(), u"human_guided"_s);
}

void TstGuidanceWindow::theBestAttemptIsEditedInPlace()
{
    reachDesk();
    QTest::mouseClick(find<QRadioButton>(u"modeCode"_s), Qt::LeftButton);
    auto *code = find<CodeView>(u"requestCode"_s);
    QVERIFY(code->isVisible());
    QCOMPARE(QString::fromUtf8(code->text()), kWrong);
    // Tests beside it: the red one first, with what it said.
    auto *digest = find<QTabWidget>(u"guidanceDigest"_s);
    digest->setCurrentIndex(2);
    auto *tests = find<QTreeView>(u"triedTests"_s);
    QVERIFY(tests->isVisible());
    QVERIFY(tests->currentIndex().data().toString().contains(u"test_two"_s));
    shoot(*m_window, u"guidance-code"_s);

    // A page in a window of its own is answered there.
    click(u"detachPage"_s);
    auto *own = find<QDialog>(u"ownWindow"_s);
    QVERIFY(own && own->isVisible() && !own->isModal());
    QVERIFY(own->isAncestorOf(code));
    QVERIFY(find<QLabel>(u"pageElsewhere"_s)->isVisible());
    auto *onTop = own->findChild<QAbstractButton *>(u"stayOnTop"_s);
    QTest::mouseClick(onTop, Qt::LeftButton);
    QVERIFY(own->windowFlags() & Qt::WindowStaysOnTopHint);
    QVERIFY(own->isVisible());
    shoot(*own, u"guidance-detached"_s);
    code->goToLine(2);
    code->editor()->setSelection(1, 11, 1, 12);
    QTest::keyClicks(code->editor(), u"len(items)"_s);
    QCOMPARE(QString::fromUtf8(code->text()), kRight);
    click(u"answer_send"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status() == RunStatus::Accepted, kLong);
    QCOMPARE(onBranch(), kRight);
    QTRY_VERIFY(!find<QDialog>(u"ownWindow"_s));
    // A person's code is shown and not counted.
    QCOMPARE(m_runs->entries({u"step.ended"_s}).last().data[u"attempts"].toInt(), 1);
}

void TstGuidanceWindow::whatIsTypedIsTriedBefore()
{
    reachDesk();
    QTest::mouseClick(find<QRadioButton>(u"modeCode"_s), Qt::LeftButton);
    auto *code = find<CodeView>(u"requestCode"_s);
    const auto sentence = [this] {
        const auto *trial = find<QWidget>(u"digestTrial"_s);
        return trial ? trial->findChild<QLabel *>(u"triedSentence"_s)->text() : QString();
    };
    code->editor()->selectAll();
    code->editor()->replaceSelectedText(u"def count(items):\n    return len(item)\n"_s);
    click(u"answer_try"_s);
    QTRY_VERIFY_WITH_TIMEOUT(sentence().startsWith(u"It does not hold"_s), kLong);
    auto *tests = find<QWidget>(u"digestTrial"_s)->findChild<QTreeView *>(u"triedTests"_s);
    QVERIFY(tests->isVisible());
    QCOMPARE(tests->model()->rowCount(tests->model()->index(0, 0)), 2);
    shoot(*m_window, u"guidance-tried"_s);
    // Nothing was decided: it is the same question still.
    QCOMPARE(page()->waiting(), 1);
    QCOMPARE(page()->run().moment().attempts.size(), 1);
    QVERIFY(find<QPushButton>(u"answer_send"_s)->isEnabled());

    code->editor()->selectAll();
    code->editor()->replaceSelectedText(kRight);
    QTRY_VERIFY(find<QPushButton>(u"answer_try"_s)->isEnabled());
    click(u"answer_try"_s);
    QTRY_VERIFY_WITH_TIMEOUT(sentence().startsWith(u"It holds"_s), kLong);
    QCOMPARE(page()->run().moment().attempts.size(), 1);
    // It takes its answer when it is back at its question.
    click(u"answer_send"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status() == RunStatus::Accepted, kLong);
    QCOMPARE(onBranch(), kRight);
}

void TstGuidanceWindow::aReplyOfAnotherChatIsTaken()
{
    reachDesk();
    click(u"copyDigest"_s);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.contains(u"The count is a constant."_s) && copied.contains(kWrong), qPrintable(copied));
    QGuiApplication::clipboard()->setText(u"You forgot the items.\n\n```python count.py\n"_s + kRight + u"```\n"_s);
    click(u"pasteReply"_s);
    auto *code = find<CodeView>(u"requestCode"_s);
    QVERIFY(code->isVisible());
    QCOMPARE(QString::fromUtf8(code->text()), kRight);
    QCOMPARE(find<QPlainTextEdit>(u"requestAnswer"_s)->toPlainText(), u"You forgot the items."_s);
    // Undo brings back the best attempt.
    code->editor()->undo();
    QCOMPARE(QString::fromUtf8(code->text()), kWrong);
    code->editor()->redo();
    click(u"answer_send"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status() == RunStatus::Accepted, kLong);
    QCOMPARE(onBranch(), kRight);
}

void TstGuidanceWindow::codeIsAcceptedAsItIs()
{
    reachDesk();
    QTest::mouseClick(find<QRadioButton>(u"modeCode"_s), Qt::LeftButton);
    click(u"answer_as_it_is"_s);
    QVERIFY(find<QLabel>(u"requestMessage"_s)->text().contains(u"say why"_s));
    QTest::keyClicks(find<QPlainTextEdit>(u"requestAnswer"_s), u"the test is wrong"_s);
    click(u"answer_as_it_is"_s);
    QTRY_VERIFY_WITH_TIMEOUT(page()->run().moment().steps.first().state == domain::StepState::AcceptedByPerson, kLong);
    const QString reason = m_runs->entries({u"step.ended"_s}).last().data[u"reason"].toString();
    QVERIFY2(reason.contains(u"the test is wrong"_s), qPrintable(reason));
}

void TstGuidanceWindow::anotherModelAndMoreTime()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}}, RunFixture::block(u"count.py"_s, kRight));
    reachDesk();
    choose(u"answer_extend_menu"_s, u"A day"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"timeLeft"_s)->text().startsWith(u"47 h"_s), kLong);
    QVERIFY(find<QPushButton>(u"answer_send"_s)->isEnabled());
    choose(u"answer_again_menu"_s, u"dear"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status() == RunStatus::Accepted, kLong);
    QCOMPARE(page()->run().moment().attempts.last().model, u"dear"_s);
}

QTEST_MAIN(TstGuidanceWindow)
#include "tst_guidancewindow.moc"

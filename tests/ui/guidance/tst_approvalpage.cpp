// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "ui/editor/codeview.h"
#include "ui/editor/diffview.h"
#include "ui/editor/qsci.h"
#include "ui/guidance/requestpage.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"

#include <QDir>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::RunStatus;
using tests::RunFixture;

/// Approves in place, offscreen, in the real window over real runs: parts of a change, and code of one's own.
class TstApprovalPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void aReasonGoesToTheNextAttempt();
    void theChosenPartsAreTaken();
    void ownCodeIsKeptAndRun();
    void ownCodeThatFailsIsAskedAbout_data();
    void ownCodeThatFailsIsAskedAbout();
    void itLooksRight_data();
    void itLooksRight();

private:
    void show(Scheme scheme = Scheme::Light);
    /// Starts a supervised run of one step whose model has an answer, and opens the question.
    void ask(const domain::Plan &plan);
    void openQuestion();
    void activate();
    RequestPage *question() const { return m_window->currentPage()->findChild<RequestPage *>(); }
    QString asked() const { return m_window->currentPage()->run().moment().steps.first().request; }
    RunStatus status() const { return m_window->currentPage()->run().moment().run.status; }
    /// Null while a page is on its way out and the next one not yet there, too.
    template<typename T>
    T *inQuestion(const QString &name = {}) const
    {
        const RequestPage *page = question();
        return page ? page->findChild<T *>(name) : nullptr;
    }
    QString textOf(const QString &label) const
    {
        const auto *found = inQuestion<QLabel>(label);
        return found ? found->text() : QString();
    }
    QPushButton *button(const QString &name) const { return inQuestion<QPushButton>(name); }
    QString message() const { return textOf(u"requestMessage"_s); }
    QString evidence() const { return textOf(u"requestEvidence"_s); }
    DiffView *diff() const { return inQuestion<DiffView>(); }
    QByteArray chosenText() const { return diff() ? diff()->chosenText() : QByteArray(); }
    QsciScintilla *code() const
    {
        auto *view = inQuestion<CodeView>(u"ownCode"_s);
        return view && view->isVisible() ? view->editor() : nullptr;
    }
    void toggle(int times) const;
    QString onBranch(const QString &file) const;

    std::unique_ptr<RunFixture> m_runs;
    storage::SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

namespace {

const QByteArray kBefore = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
const QString kAfter = u"ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE"_s;

} // namespace

void TstApprovalPage::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_window.reset();
    m_runs = std::make_unique<RunFixture>();
    show();
}

void TstApprovalPage::show(Scheme scheme)
{
    m_window.reset();
    m_theme = std::make_unique<Theme>(scheme);
    m_theme->applyTo(*qApp);
    m_window = std::make_unique<MainWindow>(m_runs->locations(), m_clock, *m_theme);
    m_theme->setScheme(scheme); // the window takes what the person chose, which is the system's
    m_window->resize(1400, 900);
    m_window->show();
}

/// Shortcuts are those of the active window, and a page that is new takes that from it offscreen.
void TstApprovalPage::activate()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TstApprovalPage::ask(const domain::Plan &plan)
{
    auto request = m_runs->request(plan);
    request.mode = domain::Mode::Supervised;
    m_window->start(request);
    openQuestion();
}

void TstApprovalPage::openQuestion()
{
    QTRY_VERIFY(m_window->currentPage() && m_window->currentPage()->waiting() == 1);
    auto *waiting = m_window->findChild<QPushButton *>(u"waitingButton"_s);
    QTRY_VERIFY(waiting->isVisible());
    QTest::mouseClick(waiting, Qt::LeftButton);
    QTRY_VERIFY(question() && diff() && diff()->isCompared());
    QTRY_VERIFY(button(u"editButton"_s)->isEnabled());
    activate();
}

/// The parts, from the first on.
void TstApprovalPage::toggle(int times) const
{
    QsciScintilla *after = diff()->afterView()->editor();
    after->setFocus();
    for (int i = 0; i < times; ++i) {
        QTest::keyClick(after, Qt::Key_Space);
        QTest::keyClick(after, Qt::Key_F7);
    }
}

QString TstApprovalPage::onBranch(const QString &file) const
{
    m_runs->chooseRun(m_window->currentPage()->run().id());
    return QString::fromUtf8(m_runs->onBranch(file));
}

void TstApprovalPage::aReasonGoesToTheNextAttempt()
{
    const QString reason = u"the greek letter, spelled out"_s;
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, RunFixture::block(u"a.txt"_s, u"a"_s));
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, reason}},
                   RunFixture::block(u"a.txt"_s, u"alpha"_s));
    ask(m_runs->plan({u"a.txt"_s}));
    const QString first = asked();
    QTest::mouseClick(button(u"answer_reject"_s), Qt::LeftButton);
    QTRY_VERIFY2(message().contains(u"the reason"_s), qPrintable(message()));
    QTest::keyClicks(inQuestion<QPlainTextEdit>(u"requestAnswer"_s), reason);
    QTest::mouseClick(button(u"answer_reject"_s), Qt::LeftButton);
    QTRY_VERIFY(!asked().isEmpty() && asked() != first);
    QTRY_VERIFY(question() && question()->request().id == asked() && diff() && diff()->isCompared());
    QTRY_COMPARE(chosenText(), "alpha\n"); // the page before is on its way out
    QVERIFY(inQuestion<QPlainTextEdit>(u"requestAnswer"_s)->toPlainText().isEmpty());
    QTest::mouseClick(button(u"answer_approve"_s), Qt::LeftButton);
    QTRY_VERIFY(status() == RunStatus::Accepted);
    QCOMPARE(onBranch(u"a.txt"_s), u"alpha\n"_s);
}

void TstApprovalPage::theChosenPartsAreTaken()
{
    m_runs->write(u"a.txt"_s, kBefore);
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, kAfter));
    ask(m_runs->plan({u"a.txt"_s}));
    QPushButton *accept = button(u"answer_approve"_s);
    QCOMPARE(accept->text(), u"Accept"_s);
    QVERIFY(!button(u"answer_code"_s)->isVisible());
    toggle(2);
    QTRY_COMPARE(accept->text(), u"Accept 0 of 2 changes"_s);
    QTest::mouseClick(accept, Qt::LeftButton);
    QVERIFY2(message().contains(u"No change is chosen"_s), qPrintable(message()));
    QTest::keyClick(diff()->afterView()->editor(), Qt::Key_Space); // the last one, on which the cursor stands
    QCOMPARE(accept->text(), u"Accept 1 of 2 changes"_s);
    QTest::mouseClick(accept, Qt::LeftButton);
    QTRY_VERIFY(status() == RunStatus::Accepted);
    QString expected = QString::fromUtf8(kBefore);
    QCOMPARE(onBranch(u"a.txt"_s), expected.replace(u"nine"_s, u"NINE"_s));
    const auto attempts = m_window->currentPage()->run().moment().attempts;
    QCOMPARE(attempts.last().number, 0);
    QCOMPARE(attempts.last().state, u"passed"_s);
}

void TstApprovalPage::ownCodeIsKeptAndRun()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    ask(m_runs->plan({u"a.txt"_s}));
    QTest::mouseClick(button(u"editButton"_s), Qt::LeftButton);
    QVERIFY(code());
    QCOMPARE(code()->text(), u"alpha\n"_s);
    QVERIFY(button(u"answer_code"_s)->isVisible() && !button(u"answer_approve"_s)->isVisible());
    QTest::keyClicks(code(), u"my own "_s);
    QTRY_COMPARE(textOf(u"draftKept"_s), u"draft kept"_s);
    // F2 goes back to the change, and here again.
    QTest::keyClick(code(), Qt::Key_F2);
    QVERIFY(!code() && diff()->isVisible() && button(u"answer_approve"_s)->isVisible());
    QTest::keyClick(diff()->bothView()->editor(), Qt::Key_F2);
    QCOMPARE(code()->text(), u"my own alpha\n"_s);

    // Closed and opened again it stands where it was left.
    const QString run = m_window->currentPage()->run().id();
    show();
    m_window->openRun(run);
    openQuestion();
    QTRY_VERIFY(code());
    QCOMPARE(code()->text(), u"my own alpha\n"_s);
    QVERIFY(button(u"editButton"_s)->isChecked());

    // Nothing is no code: that is said in place.
    QTest::keyClick(code(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(code(), Qt::Key_Delete);
    QTest::mouseClick(button(u"answer_code"_s), Qt::LeftButton);
    QTRY_VERIFY2(message().contains(u"the file is empty"_s), qPrintable(message()));
    QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(code()->text(), u"my own alpha\n"_s);
    QTest::keyClick(code(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(button(u"answer_code"_s) && !button(u"answer_code"_s)->isEnabled());
    QVERIFY(QDir(m_runs->locations().state + u"/drafts"_s).isEmpty());

    // Nobody runs the run since the window was closed.
    m_runs->chooseRun(run);
    m_runs->resume({.run = run, .noWait = true});
    QTRY_VERIFY(status() == RunStatus::Accepted);
    QCOMPARE(onBranch(u"a.txt"_s), u"my own alpha\n"_s);
}

void TstApprovalPage::ownCodeThatFailsIsAskedAbout_data()
{
    QTest::addColumn<bool>("mended");
    QTest::newRow("taken as it is") << false;
    QTest::newRow("mended") << true;
}

void TstApprovalPage::ownCodeThatFailsIsAskedAbout()
{
    m_runs->write(u"test_a.py"_s, "from a import double\n\n\ndef test_doubles():\n    assert double(3) == 6\n");
    m_runs->script({{u"purpose"_s, u"generate"_s}}, u"```python a.py\ndef double(n):\n    return 2 * n\n```\n"_s);
    domain::Plan plan = m_runs->plan({u"a.py"_s});
    plan.language = u"python"_s;
    plan.steps.first().tests = {u"test_a.py"_s};
    auto request = m_runs->request(plan);
    request.mode = domain::Mode::Supervised;
    m_window->start(request);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentPage() && m_window->currentPage()->waiting() == 1, 60'000);
    openQuestion();
    const QString first = asked();
    QTRY_VERIFY2(evidence().contains(u"1 of 1 tests passed"_s), qPrintable(evidence()));
    QTest::mouseClick(button(u"editButton"_s), Qt::LeftButton);
    QTest::keyClick(code(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClick(code(), Qt::Key_Left);
    QTest::keyClicks(code(), u" + 1"_s);
    QVERIFY2(code()->text().contains(u"return 2 * n + 1"_s), qPrintable(code()->text()));
    QTest::mouseClick(button(u"answer_code"_s), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(!asked().isEmpty() && asked() != first, 60'000);
    QTRY_VERIFY(question() && question()->request().id == asked() && diff() && diff()->isCompared());
    QTRY_VERIFY2(evidence().startsWith(u"Your code\nNot passed"_s) && evidence().contains(u"0 of 1 tests passed"_s),
                 qPrintable(evidence()));
    QTRY_VERIFY(button(u"answer_approve"_s) && button(u"answer_approve"_s)->text() == u"Accept as it is"_s);
    QDir().mkpath(u"screenshots"_s);
    QVERIFY(m_window->grab().save(u"screenshots/approval-asked-again.png"_s));
    QFETCH(bool, mended);
    if (mended) {
        QTest::mouseClick(button(u"editButton"_s), Qt::LeftButton);
        QVERIFY(code() && code()->text().contains(u"return 2 * n + 1"_s));
        QTest::keyClick(code(), Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(code(), Qt::Key_Left);
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(code(), Qt::Key_Backspace);
        QVERIFY2(code()->text().endsWith(u"return 2 * n\n"_s), qPrintable(code()->text()));
        QTest::mouseClick(button(u"answer_code"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(status() == RunStatus::Accepted, 60'000);
        QVERIFY(onBranch(u"a.py"_s).endsWith(u"return 2 * n\n"_s));
        return;
    }
    QTest::mouseClick(button(u"answer_approve"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->currentPage()->run().moment().steps.first().state == domain::StepState::AcceptedByPerson, 60'000);
    QVERIFY(onBranch(u"a.py"_s).contains(u"2 * n + 1"_s));
}

void TstApprovalPage::itLooksRight_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TstApprovalPage::itLooksRight()
{
    QFETCH(bool, dark);
    const QString name = u"screenshots/approval-%1-%2.png"_s.arg(dark ? u"dark"_s : u"light"_s);
    QDir().mkpath(u"screenshots"_s);
    show(dark ? Scheme::Dark : Scheme::Light);
    m_runs->write(u"a.txt"_s, kBefore);
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, kAfter));
    ask(m_runs->plan({u"a.txt"_s}));
    toggle(1);
    QTRY_COMPARE(button(u"answer_approve"_s)->text(), u"Accept 1 of 2 changes"_s);
    QTest::qWait(50); // the longer text has its room
    QVERIFY(m_window->grab().save(name.arg(u"choose"_s)));
    QTest::mouseClick(button(u"editButton"_s), Qt::LeftButton);
    // What is chosen is where writing begins.
    QString expected = QString::fromUtf8(kBefore);
    QCOMPARE(code()->text(), expected.replace(u"nine"_s, u"NINE"_s));
    QTest::keyClicks(code(), u"zero, "_s);
    QTRY_COMPARE(textOf(u"draftKept"_s), u"draft kept"_s);
    QVERIFY(m_window->grab().save(name.arg(u"edit"_s)));
}

QTEST_MAIN(TstApprovalPage)
#include "tst_approvalpage.moc"

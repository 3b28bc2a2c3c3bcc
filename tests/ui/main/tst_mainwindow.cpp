// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "models/modelsfile.h"
#include "ui/editor/diffview.h"
#include "ui/guidance/requestpage.h"
#include "ui/history/comparewindow.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runbar.h"
#include "ui/main/runpage.h"
#include "ui/plan/planpane.h"

#include "ui/plan/planeditor.h"
#include <QInputDialog>
#include <QLabel>
#include <QMenu>

#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::RunStatus;
using tests::RunFixture;

/// Drives the real window, offscreen, over real runs of language text.
class TstMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aRunIsSeenToItsEnd();
    void aRejectedChangesReasonReachesTheNextAttempt();
    void pausedClosedReopenedResumed();
    void anOldMomentIsShown();
    void aNoteReachesTheNextPrompt();
    void whatHappenedWhileAwayIsTold();
    void twoRunsStandSideBySide();
    void closingWithARunningRunAsks();
    void aDamagedJournalIsSaidInPlace();
    void aRunThatCannotStartSaysWhy();
    void aPlanIsWrittenApprovedAndRun();

private:
    void show();
    RunPage *page() const { return m_window->currentPage(); }
    template<typename T>
    T *find(const QString &name) const
    {
        return m_window->findChild<T *>(name);
    }
    RunStatus status() const { return page()->run().moment().run.status; }

    std::unique_ptr<RunFixture> m_runs;
    storage::SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void TstMainWindow::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_window.reset();
    m_runs = std::make_unique<RunFixture>();
    show();
}

void TstMainWindow::show()
{
    m_window.reset();
    m_theme = std::make_unique<Theme>(Scheme::Light);
    m_window = std::make_unique<MainWindow>(m_runs->locations(), m_clock, *m_theme);
    m_window->show();
}

void TstMainWindow::aRunIsSeenToItsEnd()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, RunFixture::block(u"b.txt"_s, u"beta"_s));
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    QTRY_VERIFY(page());
    QTRY_VERIFY(status() == RunStatus::Accepted);
    QTRY_COMPARE(find<QLabel>(u"stepCount"_s)->text(), u"2 of 2 steps"_s);
    // Its process lets go of it a moment after its last entry.
    QTRY_VERIFY(!find<QPushButton>(u"pauseButton"_s)->isVisible());
    QTRY_VERIFY(find<QLabel>(u"runTime"_s)->text().endsWith(u"accepted"_s));
}

void TstMainWindow::aRejectedChangesReasonReachesTheNextAttempt()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"contains"_s, u"say it in Greek"_s}},
                   RunFixture::block(u"a.txt"_s, u"άλφα"_s));
    auto request = m_runs->request(m_runs->plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised;
    m_window->start(request);
    QTRY_VERIFY(page() && page()->waiting() == 1);
    QTRY_VERIFY(find<QPushButton>(u"waitingButton"_s)->isVisible());
    QTest::mouseClick(find<QPushButton>(u"waitingButton"_s), Qt::LeftButton);

    // The change is shown as a diff, not as its text.
    QTRY_VERIFY(page()->findChild<RequestPage *>()->findChild<DiffView *>());
    QTRY_VERIFY(page()->findChild<RequestPage *>()->findChild<DiffView *>()->isCompared());
    // Without a reason it is refused in place, and nothing is lost.
    QTest::mouseClick(find<QPushButton>(u"answer_reject"_s), Qt::LeftButton);
    QTRY_VERIFY(find<QLabel>(u"requestMessage"_s)->text().contains(u"reason"_s));
    auto *answer = find<QPlainTextEdit>(u"requestAnswer"_s);
    QTest::keyClicks(answer, u"say it in Greek"_s);
    QTRY_COMPARE(find<QLabel>(u"draftKept"_s)->text(), u"draft kept"_s);
    const QString first = page()->run().moment().steps.first().request;
    QTest::mouseClick(find<QPushButton>(u"answer_reject"_s), Qt::LeftButton);

    // The next attempt is asked about anew.
    QTRY_VERIFY(page()->waiting() == 1 && page()->run().moment().steps.first().request != first);
    QTRY_VERIFY(find<QPushButton>(u"answer_approve"_s) && find<QPushButton>(u"answer_approve"_s)->isEnabled());
    QTest::mouseClick(find<QPushButton>(u"answer_approve"_s), Qt::LeftButton);
    QTRY_VERIFY(status() == RunStatus::Accepted);
    m_runs->chooseRun(page()->run().id());
    QCOMPARE(QString::fromUtf8(m_runs->onBranch(u"a.txt"_s)).trimmed(), u"άλφα"_s);
}

void TstMainWindow::pausedClosedReopenedResumed()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s),
                   {{u"delayMs"_s, 1500}});
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, RunFixture::block(u"b.txt"_s, u"beta"_s));
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    QTRY_VERIFY(page() && page()->run().moment().attempts.size() == 1);
    QTest::mouseClick(find<QPushButton>(u"pauseButton"_s), Qt::LeftButton);
    QCOMPARE(find<QPushButton>(u"pauseButton"_s)->text(), u"Pausing…"_s);
    QTRY_VERIFY(status() == RunStatus::Paused);
    QTRY_VERIFY(page()->run().holder() == Holder::Nobody);
    const QString run = page()->run().id();

    show();
    m_window->openRun(run);
    QTRY_COMPARE(find<QPushButton>(u"pauseButton"_s)->text(), u"Resume"_s);
    QTRY_VERIFY(find<QPushButton>(u"pauseButton"_s)->isEnabled());
    QTest::mouseClick(find<QPushButton>(u"pauseButton"_s), Qt::LeftButton);
    QTRY_VERIFY(status() == RunStatus::Accepted);
}

void TstMainWindow::anOldMomentIsShown()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s})));
    QTRY_VERIFY(page() && status() == RunStatus::Accepted);
    auto *slider = find<QSlider>(u"timeSlider"_s);
    QTRY_COMPARE(slider->maximum(), int(page()->run().moment().run.seq));
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home);
    QTRY_COMPARE(page()->run().moment().run.seq, 1);
    QVERIFY(page()->run().isScrubbed());
    QTRY_COMPARE(find<QLabel>(u"stepCount"_s)->text(), u"0 of 1 steps"_s);
    QTest::mouseClick(find<QPushButton>(u"nowButton"_s), Qt::LeftButton);
    QTRY_COMPARE(find<QLabel>(u"stepCount"_s)->text(), u"1 of 1 steps"_s);
}

void TstMainWindow::aNoteReachesTheNextPrompt()
{
    // The first answer is slow and holds no code; the second needs the note.
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"no code"_s, {{u"delayMs"_s, 1500}});
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"contains"_s, u"use capitals"_s}},
                   RunFixture::block(u"a.txt"_s, u"ALPHA"_s));
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s})));
    QTRY_VERIFY(page() && page()->run().moment().attempts.size() == 1);
    const std::unique_ptr<QMenu> menu(page()->findChild<PlanPane *>()->menuFor(u"a"_s));
    auto *note = menu->findChild<QAction *>(u"note"_s);
    QVERIFY(note);
    QTimer::singleShot(50, this, [] {
        auto *dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->setTextValue(u"use capitals"_s);
        dialog->accept();
    });
    note->trigger();
    QTRY_VERIFY(status() == RunStatus::Accepted);
    QCOMPARE(page()->run().moment().attempts.size(), 2);
}

void TstMainWindow::whatHappenedWhileAwayIsTold()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    // There is no answer for b: the run pauses.
    QTRY_VERIFY(page() && status() == RunStatus::Paused && page()->run().holder() == Holder::Nobody);
    const QString run = page()->run().id();
    QTRY_VERIFY(page()->run().feed().lastSeq() == page()->run().moment().run.seq);
    m_window->close();
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, RunFixture::block(u"b.txt"_s, u"beta"_s));
    m_runs->resume({.run = run});

    show();
    m_window->openRun(run);
    QTRY_VERIFY(find<QLabel>(u"sinceSummary"_s));
    QTRY_VERIFY2(find<QLabel>(u"sinceSummary"_s)->text().endsWith(u"1 attempt, 1 step ended, the run is accepted."_s),
                 qPrintable(find<QLabel>(u"sinceSummary"_s)->text()));
    auto *steps = find<QTreeWidget>(u"sinceSteps"_s);
    QCOMPARE(steps->topLevelItemCount(), 1);
    steps->setFocus();
    QTest::keyClick(steps, Qt::Key_Home);
    QTRY_COMPARE(page()->run().selection().step(), u"b"_s);
}

void TstMainWindow::twoRunsStandSideBySide()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"beta"_s));
    m_runs->run(m_runs->request(m_runs->plan({u"a.txt"_s})));
    const QString first = m_runs->lastRun();
    auto request = m_runs->request(m_runs->plan({u"a.txt"_s, u"b.txt"_s}));
    m_runs->run(request);
    CompareWindow window(m_runs->locations(), m_clock, first, m_runs->lastRun(), *m_theme);
    window.show();
    auto *steps = window.findChild<QTreeWidget *>(u"compareSteps"_s);
    QTRY_COMPARE(steps->topLevelItemCount(), 2);
    QCOMPARE(steps->topLevelItem(0)->text(1), u"accepted"_s);
    QCOMPARE(steps->topLevelItem(1)->text(1), u"–"_s);
    auto *diff = window.findChild<DiffView *>();
    QTRY_VERIFY(diff->isCompared());
    QVERIFY(diff->content());
}

void TstMainWindow::closingWithARunningRunAsks()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s), {{u"delayMs"_s, 800}});
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s})));
    QTRY_VERIFY(page() && page()->run().moment().attempts.size() == 1);
    QSignalSpy finished(m_window.get(), &MainWindow::finished);
    const auto answer = [this](const QString &text) {
        QTimer::singleShot(50, m_window.get(), [this, text] {
            const auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(box);
            for (QAbstractButton *button : box->buttons()) {
                if (button->text().remove(u'&') == text)
                    return button->click();
            }
            QFAIL(qPrintable(text));
        });
    };
    answer(u"Cancel"_s);
    m_window->close();
    QVERIFY(m_window->isVisible());
    answer(u"Pause"_s);
    m_window->close();
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(!m_window->isVisible());
    QVERIFY(page()->run().holder() == Holder::Nobody);
}

void TstMainWindow::aDamagedJournalIsSaidInPlace()
{
    const QString folder = m_runs->locations().run(u"broken"_s);
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + u"/journal.sqlite"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no database at all");
    file.close();
    m_window->openRun(u"broken"_s);
    QTRY_VERIFY(find<QLabel>(u"runMessage"_s)->text().contains(u"journal.sqlite"_s));
    QVERIFY(!find<QPushButton>(u"pauseButton"_s)->isEnabled());
}

void TstMainWindow::aRunThatCannotStartSaysWhy()
{
    auto request = m_runs->request(m_runs->plan({u"a.txt"_s}));
    request.ladder = u"no-such-ladder"_s;
    m_window->start(request);
    QTRY_VERIFY(find<QMessageBox>(u"errorBox"_s));
    QVERIFY(find<QMessageBox>(u"errorBox"_s)->text().contains(u"no-such-ladder"_s));
    find<QMessageBox>(u"errorBox"_s)->close();
    QVERIFY(!page());
}

void TstMainWindow::aPlanIsWrittenApprovedAndRun()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    QVERIFY(models::writeNewModelsFile(m_runs->models(), models::usualModelsFile(m_runs->locations())).has_value());
    show();
    QTest::keyClicks(find<QPlainTextEdit>(u"task"_s), u"write a text"_s);
    QTest::keyClicks(find<QLineEdit>(u"workspace"_s), m_runs->workspace());
    auto *language = find<QComboBox>(u"language"_s);
    language->setCurrentIndex(language->findData(u"text"_s));
    QTest::mouseClick(find<QPushButton>(u"writeByHand"_s), Qt::LeftButton);
    auto *editor = find<PlanEditor>(u"planEditor"_s);
    QVERIFY(editor && editor->isVisible());
    auto *approve = editor->findChild<QPushButton *>(u"approve"_s);
    QVERIFY(!approve->isEnabled());
    QTest::mouseClick(editor->findChild<QToolButton *>(u"addStepButton"_s), Qt::LeftButton);
    QTest::keyClicks(editor->findChild<QLineEdit *>(u"file"_s), u"a.txt"_s);
    QTest::keyClicks(editor->findChild<QPlainTextEdit *>(u"description"_s), u"write alpha"_s);
    QVERIFY2(approve->isEnabled(), qPrintable(editor->findChild<QLabel *>(u"planState"_s)->text()));
    QTest::mouseClick(approve, Qt::LeftButton);
    QTRY_VERIFY(page());
    QTRY_VERIFY(status() == RunStatus::Accepted);
    QVERIFY(!find<PlanEditor>(u"planEditor"_s));
}

QTEST_MAIN(TstMainWindow)
#include "tst_mainwindow.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "models/modelsfile.h"
#include "ui/editor/diffview.h"
#include "ui/guidance/requestpage.h"
#include "ui/history/comparewindow.h"
#include "ui/main/budgetmeter.h"
#include "ui/main/cappopup.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runbar.h"
#include "ui/main/runpage.h"
#include "ui/main/runpicker.h"
#include "ui/plan/planpane.h"

#include "ui/editor/codepane.h"
#include "ui/plan/attachdialog.h"
#include "ui/plan/planeditor.h"
#include "ui/run/wished.h"
#include "ui/settings/settings.h"
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QMenu>

#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopeGuard>
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

namespace {

constexpr int kLong = 60'000; ///< what other processes have to do first

} // namespace

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
    void theModeIsChangedWhereItIsShown();
    void breakpointsAreSetAndCleared();
    void aStepIsReachedByKeysAndPalette();
    void whatIsAttachedShowsItsCostBefore();
    void aFileOpensInOnesOwnEditor();
    void aMissingSandboxIsSaidUntilItIsThere();
    void whatHappenedWhileAwayIsTold();
    void theCapIsSetUnderTheMeter();
    void anotherRunIsPickedForComparing();
    void twoRunsStandSideBySide();
    void closingWithARunningRunAsks();
    void aDamagedJournalIsSaidInPlace();
    void aRunThatCannotStartSaysWhy();
    void aPlanIsWrittenApprovedAndRun();

private:
    void show();
    /// A run of a, and b after it, that asks about a's change.
    void startWaiting();
    QAction *inMenu(const QString &name) const
    {
        for (QMenu *menu : m_window->findChildren<QMenu *>()) {
            if (auto *action = menu->findChild<QAction *>(name, Qt::FindDirectChildrenOnly))
                return action;
        }
        return nullptr;
    }
    /// What grabs of the page look like, in light and dark.
    void save(QWidget &shown, const QString &name);
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
    note->trigger();
    auto *words = find<QPlainTextEdit>(u"askWords"_s);
    QVERIFY(words->isVisible());
    // Nothing typed is nothing said.
    QTest::keyClick(words, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(find<QLabel>(u"askTrouble"_s)->isVisible());
    QTest::keyClicks(words, u"use capitals"_s);
    QTest::keyClick(words, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!words->isVisible());
    QTRY_VERIFY(status() == RunStatus::Accepted);
    QCOMPARE(page()->run().moment().attempts.size(), 2);
}

void TstMainWindow::startWaiting()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, RunFixture::block(u"b.txt"_s, u"beta"_s));
    auto request = m_runs->request(m_runs->plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}}));
    request.mode = domain::Mode::Supervised;
    m_window->start(request);
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->waiting() == 1, kLong);
}

void TstMainWindow::save(QWidget &shown, const QString &name)
{
    for (const auto &[scheme, word] : {std::pair(Scheme::Light, u"light"_s), std::pair(Scheme::Dark, u"dark"_s)}) {
        m_theme->setScheme(scheme);
        QCoreApplication::processEvents();
        QVERIFY(shown.grab().save(u"%1/%2-%3.png"_s.arg(QDir::currentPath(), name, word)));
    }
}

void TstMainWindow::theModeIsChangedWhereItIsShown()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s), {{u"delayMs"_s, 3000}});
    auto request = m_runs->request(m_runs->plan({u"a.txt"_s}));
    request.models.endpoints.first().parallel = 2;
    m_window->start(request);
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->run().moment().attempts.size() == 1, kLong);
    auto *mode = find<QComboBox>(u"runMode"_s);
    QTRY_VERIFY(mode->isEnabled());
    QCOMPARE(mode->currentText(), u"guarded"_s);
    // Who is asked meanwhile, and of how many at once.
    QTRY_COMPARE_WITH_TIMEOUT(find<QLabel>(u"busyModels"_s)->text(), u"script 1 of 2 busy"_s, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(find<QLabel>(u"sandboxState"_s)->text(), u"sandbox on"_s, kLong);
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(page()->run().facts().mode == domain::Mode::Autonomous, kLong);
    QCOMPARE(mode->currentText(), u"autonomous"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status() == RunStatus::Accepted, kLong);
    QTRY_COMPARE(find<QLabel>(u"busyModels"_s)->text(), QString());
    QTRY_VERIFY(!mode->isEnabled());
}

void TstMainWindow::breakpointsAreSetAndCleared()
{
    startWaiting();
    const auto standing = [this] { return Wished::of(page()->run()).facts().breakpoints; };
    QTRY_VERIFY(inMenu(u"breakAtPaidCall"_s));
    inMenu(u"breakAtPaidCall"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(standing().size(), 1, kLong);
    QTRY_VERIFY(inMenu(u"breakAtPaidCall"_s)->isChecked());

    inMenu(u"breakAtSpend"_s)->trigger();
    auto *words = find<QPlainTextEdit>(u"askWords"_s);
    QTest::keyClicks(words, u"much"_s);
    QTest::keyClick(words, Qt::Key_Return);
    QVERIFY(find<QLabel>(u"askTrouble"_s)->text().contains(u"“much”"_s));
    save(*page(), u"window-ask"_s);
    words->selectAll();
    QTest::keyClicks(words, u"2.50"_s);
    QTest::keyClick(words, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(standing().size(), 2, kLong);
    QCOMPARE(standing().last().amount, 2'500'000);
    QVERIFY(!words->isVisible());

    QTRY_VERIFY(inMenu(u"breakAt_expert"_s));
    inMenu(u"breakAt_expert"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(standing().size(), 3, kLong);
    // Ticked ones are cleared where they were set.
    QTRY_VERIFY(inMenu(u"breakAtPaidCall"_s)->isChecked());
    inMenu(u"breakAtPaidCall"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(standing().size(), 2, kLong);
    QTRY_VERIFY(inMenu(u"clearAllBreakpoints"_s));
    inMenu(u"clearAllBreakpoints"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(standing().size(), 0, kLong);
}

void TstMainWindow::aStepIsReachedByKeysAndPalette()
{
    startWaiting();
    page()->run().selection().select(u"b"_s);
    QTRY_VERIFY(inMenu(u"breakHere"_s));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(Wished::of(page()->run()).facts().breakpoints.size(), 1, kLong);
    QTRY_VERIFY(inMenu(u"breakHere"_s)->isChecked());

    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto *typed = find<QLineEdit>(u"commandTyped"_s);
    QTRY_VERIFY(typed && typed->isVisible());
    QStringList names;
    const auto *list = find<QListWidget>(u"commandList"_s);
    for (int i = 0; i < list->count(); ++i)
        names.append(list->item(i)->text());
    const QString all = names.join(u'\n');
    for (const QString &name : {u"Step: Note for its next prompt"_s, u"Step: Stub it"_s, u"Step: Skip it"_s,
                                u"Step: Stop and ask before it"_s, u"Step: Attach files or a text"_s,
                                u"Mode: Autonomous"_s, u"Run: Open in Your Editor"_s})
        QVERIFY2(all.contains(name), qPrintable(name + u" is not in\n"_s + all));
    QTest::keyClicks(typed, u"step: skip it"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(page()->run().step(u"b"_s)->state == domain::StepState::Skipped, kLong);
    // What has ended is tried again, by the same menu.
    QTRY_VERIFY(inMenu(u"retry"_s));
    QVERIFY(!inMenu(u"skip"_s));
}

void TstMainWindow::whatIsAttachedShowsItsCostBefore()
{
    m_runs->write(u"docs/rules.md"_s, QByteArray("All amounts are in cents. ").repeated(20));
    startWaiting();
    page()->openAttachments({});
    auto *dialog = find<AttachDialog>(u"attachDialog"_s);
    auto *attach = dialog->findChild<QPushButton *>(u"attachButton"_s);
    auto *cost = dialog->findChild<QLabel *>(u"attachCost"_s);
    QVERIFY(!attach->isEnabled());
    dialog->offer({m_runs->workspace() + u"/docs"_s});
    auto *offered = dialog->findChild<QTreeWidget *>(u"offeredList"_s);
    QTRY_COMPARE(offered->topLevelItemCount(), 1);
    QVERIFY2(cost->text().startsWith(u"About "_s) && cost->text().endsWith(u"every prompt of all steps."_s),
             qPrintable(cost->text()));
    // What lies elsewhere is refused, and takes nothing along.
    dialog->offer({u"/etc"_s});
    QTRY_VERIFY(dialog->findChild<QLabel *>(u"attachTrouble"_s)->text().contains(u"outside the workspace"_s));
    QCOMPARE(offered->topLevelItemCount(), 1);
    QTest::keyClicks(dialog->findChild<QPlainTextEdit *>(u"attachText"_s), u"Round half to even."_s);
    QVERIFY(!attach->isEnabled());
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"attachTitle"_s), u"Rounding"_s);
    QVERIFY(attach->isEnabled());
    save(*dialog, u"attach"_s);
    QTest::mouseClick(attach, Qt::LeftButton);
    auto *attached = dialog->findChild<QTreeWidget *>(u"attachedList"_s);
    QTRY_COMPARE_WITH_TIMEOUT(attached->topLevelItemCount(), 2, kLong);
    QCOMPARE(attached->topLevelItem(0)->text(0), u"docs/rules.md"_s);
    QVERIFY(attached->topLevelItem(0)->text(1).toInt() > 50);
    QCOMPARE(offered->topLevelItemCount(), 0);
    attached->setCurrentItem(attached->topLevelItem(0));
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"detachButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(attached->topLevelItemCount(), 1, kLong);
    QCOMPARE(attached->topLevelItem(0)->text(0), u"Rounding"_s);
}

void TstMainWindow::aFileOpensInOnesOwnEditor()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s));
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(page() && status() == RunStatus::Accepted, kLong);
    const QTemporaryDir dir;
    QFile editor(dir.filePath(u"my editor"_s));
    QVERIFY(editor.open(QIODevice::WriteOnly));
    editor.write("#!/bin/sh\nprintf '%s|' \"$PWD\" \"$@\" > \"$0.part\"\nmv \"$0.part\" \"$0.said\"\n");
    editor.close();
    QVERIFY(editor.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    Settings settings(m_runs->locations());
    settings.setEditor(u"\"%1\" --line %l %f"_s.arg(editor.fileName()));
    settings.setTerminal(u"\"%1\" -e"_s.arg(editor.fileName()));
    const auto said = [&editor] {
        QFile file(editor.fileName() + u".said"_s);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    QTRY_VERIFY(page()->findChild<CodePane *>()->title() == u"a.txt"_s);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    const QString tree = page()->run().folder() + u"/stage/tree"_s;
    QTRY_VERIFY2_WITH_TIMEOUT(said().endsWith(u"|--line|1|%1/a.txt|"_s.arg(tree)), qPrintable(said()), kLong);
    QVERIFY(QFile::remove(editor.fileName() + u".said"_s));
    page()->openInTerminal();
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(tree + u"|-e|"_s), qPrintable(said()), kLong);

    Settings(m_runs->locations()).setEditor(u"no-such-editor %f"_s);
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    auto *missing = find<QLabel>(u"noProgramText"_s);
    QTRY_VERIFY(missing->isVisible());
    QVERIFY2(missing->text().startsWith(u"no-such-editor is not on this machine."_s), qPrintable(missing->text()));
    QTest::mouseClick(find<QPushButton>(u"noProgramMend"_s), Qt::LeftButton);
    auto *chosen = find<QLineEdit>(u"editorCommand"_s);
    QVERIFY(chosen && chosen->isVisible());
    QVERIFY(find<QLabel>(u"programsTrouble"_s)->text().startsWith(u"no-such-editor"_s));
    save(*find<QDialog>(u"programsDialog"_s), u"programs"_s);
    chosen->selectAll();
    QTest::keyClicks(chosen, u"cat %f"_s);
    QCOMPARE(Settings(m_runs->locations()).editor(), u"cat %f"_s);
    QCOMPARE(find<QLabel>(u"programsTrouble"_s)->text(), QString());
}

void TstMainWindow::aMissingSandboxIsSaidUntilItIsThere()
{
    // There is no answer: the run pauses.
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(page() && status() == RunStatus::Paused && page()->run().holder() == Holder::Nobody,
                             kLong);
    const QString run = page()->run().id();
    const QByteArray path = qgetenv("PATH");
    const auto back = qScopeGuard([&path] { qputenv("PATH", path); });
    show();
    qputenv("PATH", "/nonexistent");
    m_window->openRun(run);
    auto *banner = find<QWidget>(u"noSandbox"_s);
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kLong);
    QVERIFY2(find<QLabel>(u"noSandboxText"_s)->text().endsWith(u"apt-get install bubblewrap"_s),
             qPrintable(find<QLabel>(u"noSandboxText"_s)->text()));
    QCOMPARE(find<QLabel>(u"sandboxState"_s)->text(), u"no sandbox"_s);
    save(*page(), u"window-nosandbox"_s);
    qputenv("PATH", path);
    QTest::mouseClick(find<QPushButton>(u"noSandboxMend"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!banner->isVisible(), kLong);
    QCOMPARE(find<QLabel>(u"sandboxState"_s)->text(), u"sandbox on"_s);
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

void TstMainWindow::theCapIsSetUnderTheMeter()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s), {{u"delayMs"_s, 3000}});
    m_window->start(m_runs->request(m_runs->plan({u"a.txt"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->run().moment().attempts.size() == 1, kLong);
    QTest::mouseClick(find<BudgetMeter>(u"budgetMeter"_s), Qt::LeftButton);
    QPointer<CapPopup> popup = find<CapPopup>(u"capPopup"_s);
    QVERIFY(popup && popup->isVisible());
    auto *typed = popup->findChild<QLineEdit *>(u"capTyped"_s);
    QCOMPARE(popup->focusWidget(), typed);
    QTest::keyClicks(typed, u"a lot"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    auto *trouble = popup->findChild<QLabel *>(u"capTrouble"_s);
    QVERIFY(trouble->isVisible());
    QCOMPARE(trouble->text(), u"Expected dollars, as in 2.50, and not “a lot”."_s);
    save(*popup, u"cap"_s);
    typed->selectAll();
    QTest::keyClicks(typed, u"2.50"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    QTRY_VERIFY(!popup);
    QTRY_COMPARE_WITH_TIMEOUT(page()->run().facts().cap, std::optional<domain::MicroUsd>(2'500'000), kLong);

    // Escape leaves it.
    QTest::mouseClick(find<BudgetMeter>(u"budgetMeter"_s), Qt::LeftButton);
    popup = find<CapPopup>(u"capPopup"_s);
    QVERIFY(popup);
    QCOMPARE(popup->findChild<QLineEdit *>(u"capTyped"_s)->text(), u"2.50"_s);
    QTest::keyClick(popup->findChild<QLineEdit *>(u"capTyped"_s), Qt::Key_Escape);
    QTRY_VERIFY(!popup);
}

void TstMainWindow::anotherRunIsPickedForComparing()
{
    m_runs->script({{u"purpose"_s, u"generate"_s}}, RunFixture::block(u"a.txt"_s, u"alpha"_s), {{u"repeat"_s, true}});
    m_runs->run(m_runs->request(m_runs->plan({u"a.txt"_s})));
    const QString first = m_runs->lastRun();
    m_runs->run(m_runs->request(m_runs->plan({u"a.txt"_s})));
    m_window->openRun(m_runs->lastRun());
    QTRY_VERIFY(page() && !page()->run().moment().steps.isEmpty());
    const QList<QAction *> actions = m_window->findChildren<QAction *>();
    const auto compare = std::find_if(actions.begin(), actions.end(), [](const QAction *action) {
        return action->text().remove(u'&') == u"Compare with Another Run…";
    });
    QVERIFY(compare != actions.end());
    (*compare)->trigger();
    auto *picker = find<RunPicker>(u"runPicker"_s);
    QVERIFY(picker && picker->isVisible());
    auto *list = picker->findChild<QListView *>(u"pickedRuns"_s);
    QCOMPARE(list->model()->rowCount(), 1); // itself is none of them
    QCOMPARE(list->currentIndex().data(RecentRunsModel::IdRole).toString(), first);
    save(*picker, u"runpicker"_s);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<CompareWindow *>());
    QTRY_COMPARE(m_window->findChild<QTreeWidget *>(u"compareSteps"_s)->topLevelItemCount(), 1);
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

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "ui/guidance/guidancepage.h"
#include "ui/guidance/waitingwindow.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"

#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::RunStatus;
using tests::RunFixture;

namespace {

constexpr int kLong = 60'000;

} // namespace

/// What waits in several runs at once, in the real window.
class TstWaitingWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAnswerServesWhatFailedAlike();

private:
    /// A run of \p file that waits for help and is paused; its id.
    QString runThatWaits(const QString &file);
    void shoot(QWidget &shown, const QString &name);

    RunFixture m_runs;
    storage::SystemClock m_clock;
    Theme m_theme{Scheme::Light};
};

QString TstWaitingWindow::runThatWaits(const QString &file)
{
    QDir().mkpath(m_runs.locations().config + u"/ladders"_s);
    QFile ladder(m_runs.locations().config + u"/ladders/short.json"_s);
    if (!ladder.open(QIODevice::WriteOnly))
        return {};
    ladder.write(
        R"({"id":"short","title":"short","rungs":[{"id":"first","kind":"generate","roles":["generator"],"carries":["feedback"]},{"id":"human","kind":"human","roles":["premium"],"carries":["everything"],"deadlineHours":24},{"id":"stub","kind":"stub"}]})");
    ladder.close();
    engine::StartRequest request = m_runs.request(m_runs.plan({file}));
    request.ladder = u"short"_s;
    request.noWait = true;
    m_runs.run(request);
    return m_runs.openRequests().size() == 1 ? m_runs.lastRun() : QString();
}

void TstWaitingWindow::shoot(QWidget &shown, const QString &name)
{
    QDir().mkpath(u"screenshots"_s);
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        m_theme.setScheme(scheme);
        m_theme.applyTo(*qApp);
        QTest::qWait(50);
        const QString colours = scheme == Scheme::Dark ? u"dark"_s : u"light"_s;
        QVERIFY(shown.grab().save(u"screenshots/%1-%2.png"_s.arg(name, colours)));
    }
}

void TstWaitingWindow::oneAnswerServesWhatFailedAlike()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    for (const QString &step : {u"a"_s, u"b"_s}) {
        m_runs.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, step}, {u"attempt"_s, 1}}, u"I would rather not"_s);
        m_runs.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, step}, {u"contains"_s, u"be brave"_s}},
                      RunFixture::block(step + u".txt"_s, step));
    }
    m_runs.script(
        {{u"purpose"_s, u"analyze"_s}},
        u"{\"rootCause\":\"it is shy\",\"mistakePatterns\":{},\"correctApproach\":\"write\",\"exampleCode\":\"\",\"suggestedActions\":[],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s,
        {{u"repeat"_s, true}});
    const QStringList runs{runThatWaits(u"a.txt"_s), runThatWaits(u"b.txt"_s)};
    QVERIFY(!runs.contains(QString()));

    m_theme.applyTo(*qApp);
    MainWindow window(m_runs.locations(), m_clock, m_theme);
    window.show();
    auto *badge = window.findChild<QToolButton *>(u"allWaiting"_s);
    QTRY_VERIFY_WITH_TIMEOUT(badge->isVisible(), kLong);
    QCOMPARE(badge->text(), u"2 waiting in 2 runs"_s);
    QTest::mouseClick(badge, Qt::LeftButton);
    auto *list = window.findChild<WaitingWindow *>();
    QVERIFY(list && list->isVisible() && !list->isModal());
    auto *tree = list->findChild<QTreeWidget *>(u"waitingTree"_s);
    QCOMPARE(tree->topLevelItemCount(), 1);
    QTreeWidgetItem *group = tree->topLevelItem(0);
    QVERIFY2(group->text(0).startsWith(u"2 failed alike: "_s), qPrintable(group->text(0)));
    QCOMPARE(group->childCount(), 2);
    QCOMPARE(group->child(0)->text(0), u"Help Needed: a.txt"_s);
    shoot(*list, u"waiting"_s);

    // The second is opened, and answered for both.
    tree->setCurrentItem(group->child(1));
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(window.currentPage() && window.currentPage()->run().id() == runs.at(1), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<GuidancePage *>(), kLong);
    auto *page = window.findChild<GuidancePage *>();
    QTRY_VERIFY(page->isVisible());
    auto *both = page->findChild<QCheckBox *>(u"answerAlike"_s);
    QTRY_VERIFY_WITH_TIMEOUT(both->isVisible(), kLong);
    QCOMPARE(both->text(), u"It goes to a.txt too, which failed alike"_s);
    QTest::keyClicks(page->findChild<QPlainTextEdit *>(u"requestAnswer"_s), u"be brave"_s);
    both->click();
    shoot(window, u"guidance-alike"_s);
    QTest::mouseClick(page->findChild<QPushButton *>(u"answer_send"_s), Qt::LeftButton);
    auto *message = page->findChild<QLabel *>(u"requestMessage"_s);
    QTRY_COMPARE_WITH_TIMEOUT(message->text(), u"Sent, and to 1 more."_s, kLong);
    for (const QString &run : runs) {
        const auto outcome = m_runs.resume({.run = run, .noWait = true});
        QVERIFY2(outcome.finished.status == RunStatus::Accepted, qPrintable(outcome.pauseKind + outcome.reason));
    }
    QTRY_VERIFY_WITH_TIMEOUT(!badge->isVisible(), kLong);
    QVERIFY(list->findChild<QLabel *>(u"waitingEmpty"_s)->isVisible());
}

QTEST_MAIN(TstWaitingWindow)
#include "tst_waitingwindow.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"
#include "ui/todos/todopane.h"

#include <QCheckBox>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::RunStatus;
using domain::StepState;
using tests::RunFixture;

namespace {

constexpr int kLong = 60'000;

} // namespace

/// What a run left to do, in the real window: a stub is made anew with a note, or done by hand.
class TstTodoPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aStubIsMadeAnewWithANote();
    void whatIsDoneByHandIsDone();

private:
    /// A run that ended with a stub, open in the window.
    void openStubbed();
    RunPage *page() const { return m_window->currentPage(); }
    template<typename T>
    T *find(const QString &name) const
    {
        return m_window->findChild<T *>(name);
    }
    void shoot(const QString &name);

    std::unique_ptr<RunFixture> m_runs;
    storage::SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void TstTodoPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_window.reset();
    m_runs = std::make_unique<RunFixture>();
}

void TstTodoPane::openStubbed()
{
    QDir().mkpath(m_runs->locations().config + u"/ladders"_s);
    QFile ladder(m_runs->locations().config + u"/ladders/short.json"_s);
    QVERIFY(ladder.open(QIODevice::WriteOnly));
    ladder.write(
        R"({"id":"short","title":"short","rungs":[{"id":"first","kind":"generate","roles":["generator"],"carries":["feedback"]},{"id":"stub","kind":"stub"}]})");
    ladder.close();
    m_runs->script({{u"purpose"_s, u"generate"_s}}, u"I would rather not"_s);
    engine::StartRequest request = m_runs->request(m_runs->plan({u"a.txt"_s}));
    request.ladder = u"short"_s;
    const auto outcome = m_runs->run(request);
    QVERIFY2(outcome.finished.status == RunStatus::Partial, qPrintable(outcome.reason));
    m_theme = std::make_unique<Theme>(Scheme::Light);
    m_theme->applyTo(*qApp);
    m_window = std::make_unique<MainWindow>(m_runs->locations(), m_clock, *m_theme);
    m_window->show();
    m_window->openRun(m_runs->lastRun());
    QTRY_VERIFY(page() && !page()->run().moment().steps.isEmpty());
    find<QDockWidget>(u"todosDock"_s)->raise();
    QTRY_COMPARE_WITH_TIMEOUT(find<QTreeWidget>(u"todoTree"_s)->topLevelItemCount(), 1, kLong);
    QCOMPARE(find<QDockWidget>(u"todosDock"_s)->windowTitle(), u"To-dos 1"_s);
    QCOMPARE(find<QTreeWidget>(u"todoTree"_s)->topLevelItem(0)->text(0), u"Write a.txt by hand"_s);
    QVERIFY(find<QPushButton>(u"todoReport"_s)->isEnabled());
}

void TstTodoPane::shoot(const QString &name)
{
    QDir().mkpath(u"screenshots"_s);
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        m_theme->setScheme(scheme);
        m_theme->applyTo(*qApp);
        QTest::qWait(50);
        const QString colours = scheme == Scheme::Dark ? u"dark"_s : u"light"_s;
        QVERIFY(m_window->grab().save(u"screenshots/%1-%2.png"_s.arg(name, colours)));
    }
}

void TstTodoPane::aStubIsMadeAnewWithANote()
{
    openStubbed();
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"contains"_s, u"be brave"_s}},
                   RunFixture::block(u"a.txt"_s, u"alpha"_s));
    QTest::keyClicks(find<QLineEdit>(u"todoNote"_s), u"be brave"_s);
    shoot(u"todos"_s);
    QTest::mouseClick(find<QPushButton>(u"todoRegenerate"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"todoMessage"_s)->text().contains(u"resume the run"_s), kLong);
    QCOMPARE(find<QLineEdit>(u"todoNote"_s)->text(), QString());
    const auto reopened = m_runs->entries({u"step.reopened"_s});
    QCOMPARE(reopened.size(), 1);
    QCOMPARE(reopened.first().data[u"note"].toString(), u"be brave"_s);
    auto *resume = find<QPushButton>(u"pauseButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(resume->text(), u"Resume"_s, kLong);
    QTRY_VERIFY(resume->isEnabled());
    QTest::mouseClick(resume, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(page()->run().moment().run.status == RunStatus::Accepted, kLong);
    // A stub that is none any more is nothing to do.
    QTRY_COMPARE_WITH_TIMEOUT(find<QTreeWidget>(u"todoTree"_s)->topLevelItemCount(), 0, kLong);
    QCOMPARE(find<QDockWidget>(u"todosDock"_s)->windowTitle(), u"To-dos"_s);
    QVERIFY(find<QLabel>(u"todoEmpty"_s)->isVisible());
}

void TstTodoPane::whatIsDoneByHandIsDone()
{
    openStubbed();
    QTest::mouseClick(find<QPushButton>(u"todoDone"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(find<QTreeWidget>(u"todoTree"_s)->topLevelItemCount(), 0, kLong);
    find<QCheckBox>(u"todoDoneToo"_s)->click();
    QCOMPARE(find<QTreeWidget>(u"todoTree"_s)->topLevelItemCount(), 1);
    QCOMPARE(find<QTreeWidget>(u"todoTree"_s)->topLevelItem(0)->text(1), u"done"_s);
    QVERIFY(!find<QPushButton>(u"todoRegenerate"_s)->isEnabled());
    QVERIFY(m_runs->entries({u"step.reopened"_s}).isEmpty());
}

QTEST_MAIN(TstTodoPane)
#include "tst_todopane.moc"

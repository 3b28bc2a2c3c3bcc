// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplejournal.h"

#include "ui/conversation/logview.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"

#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using tests::SampleJournal;

/// One run with its panes, offscreen, over a journal that nothing writes any more.
class TstRunPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void panesKeepTheirSizes();
    void theLayoutIsResetAfterASavedOne();
    void whatIsUnderWayOutlastsEntriesFromBefore();
    void aJournalOfANewerVersionIsSaidInPlace();
    void aJournalDamagedInItsMiddleIsSaidInPlace();
    void aRunWhoseWorkspaceIsGoneIsShown();

private:
    void show();
    QString journalFile() const { return m_journal->locations().run(m_journal->run()) + u"/journal.sqlite"_s; }
    RunPage *page() const { return m_window->currentPage(); }
    QDockWidget *plan() const { return page()->findChild<QDockWidget *>(u"planDock"_s); }
    QString message() const { return page()->findChild<QLabel *>(u"runMessage"_s)->text(); }

    std::unique_ptr<SampleJournal> m_journal;
    Theme m_theme{Scheme::Light};
    std::unique_ptr<MainWindow> m_window;
};

void TstRunPage::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_journal = std::make_unique<SampleJournal>();
    m_journal->playShop();
    m_theme.applyTo(*qApp);
}

void TstRunPage::cleanup()
{
    m_window.reset();
    m_journal.reset();
}

/// The window anew, on the run.
void TstRunPage::show()
{
    m_window.reset();
    m_window = std::make_unique<MainWindow>(m_journal->locations(), m_journal->clock(), m_theme);
    m_window->resize(1600, 1000);
    m_window->show();
    m_window->openRun(m_journal->run());
    QVERIFY(page());
    QTest::qWait(500); // the docks get their sizes when the page has its own, and go there by an animation
}

void TstRunPage::panesKeepTheirSizes()
{
    show();
    page()->resizeDocks({plan()}, {440}, Qt::Horizontal);
    QTRY_COMPARE(plan()->width(), 440);
    m_window->close();
    show();
    QTRY_COMPARE(plan()->width(), 440);
}

void TstRunPage::theLayoutIsResetAfterASavedOne()
{
    show();
    const int first = plan()->width();
    page()->resizeDocks({plan()}, {first + 150}, Qt::Horizontal);
    QTRY_COMPARE(plan()->width(), first + 150);
    plan()->hide();
    m_window->close();
    show();
    QVERIFY(!plan()->isVisible());
    page()->resetLayout();
    QVERIFY(plan()->isVisible());
    QTRY_COMPARE(plan()->width(), first);
}

void TstRunPage::whatIsUnderWayOutlastsEntriesFromBefore()
{
    show();
    OpenRun &run = page()->run();
    QTRY_VERIFY(!run.moment().steps.isEmpty());
    const qint64 now = m_journal->clock().nowMs();
    Q_EMIT run.progressed(u"preparing packages"_s);
    QCOMPARE(message(), u"preparing packages"_s);
    Q_EMIT run.feed().entriesAdded({{.seq = 900, .timeMs = now - 5, .type = u"run.staged"_s}});
    Q_EMIT run.feed().entriesAdded({{.seq = 901, .timeMs = now + 5, .type = u"effect.intended"_s}});
    QCOMPARE(message(), u"preparing packages"_s);
    Q_EMIT run.feed().entriesAdded({{.seq = 902, .timeMs = now + 9, .type = u"effect.done"_s}});
    QCOMPARE(message(), QString());
}

void TstRunPage::aJournalOfANewerVersionIsSaidInPlace()
{
    m_journal->close();
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"newer"_s);
        database.setDatabaseName(journalFile());
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(u"PRAGMA user_version = 999"_s));
        database.close();
    }
    QSqlDatabase::removeDatabase(u"newer"_s);
    show();
    QTRY_VERIFY2(message().contains(u"newer version"_s), qPrintable(message()));
    QVERIFY(!page()->findChild<QPushButton *>(u"pauseButton"_s)->isEnabled());
}

void TstRunPage::aJournalDamagedInItsMiddleIsSaidInPlace()
{
    m_journal->close();
    QFile file(journalFile());
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 size = file.size();
    QVERIFY(size > 3 * 4096);
    // The schema stays, what follows does not.
    QVERIFY(file.seek(4096));
    file.write(QByteArray(int(size - 4096), '\xA5'));
    file.close();
    show();
    QTRY_VERIFY2(message().contains(u"journal.sqlite"_s), qPrintable(message()));
    QVERIFY(!page()->findChild<QPushButton *>(u"pauseButton"_s)->isEnabled());
    QCOMPARE(QFileInfo(journalFile()).size(), size);
}

void TstRunPage::aRunWhoseWorkspaceIsGoneIsShown()
{
    m_journal->close();
    show();
    QTRY_COMPARE(page()->run().moment().steps.size(), 9);
    QTRY_VERIFY(QDir(page()->run().facts().workspace).exists());
    QVERIFY(QDir(page()->run().facts().workspace).removeRecursively());
    show();
    QTRY_COMPARE(page()->run().moment().steps.size(), 9);
    page()->run().selection().select(page()->run().moment().steps.first().id);
    QTRY_VERIFY(page()->findChild<LogView *>()->model().rowCount() > 0);
    // It cannot go on, and says so; nothing is lost.
    const qint64 last = page()->run().feed().lastSeq();
    page()->run().resume({.run = page()->run().id()});
    QTRY_VERIFY2(!message().isEmpty(), qPrintable(message()));
    QCOMPARE(page()->run().feed().lastSeq(), last);
}

QTEST_MAIN(TstRunPage)
#include "tst_runpage.moc"

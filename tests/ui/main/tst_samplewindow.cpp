// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/diffview.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"

#include "ui/run/sample.h"

#include <QAbstractItemView>
#include <QDockWidget>
#include <QLabel>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

/// The bundled Python sample in the real window, to its end: its answers scripted, its builds and tests real.
class TstSampleWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSampleIsSeenToItsEnd();
};

void TstSampleWindow::theSampleIsSeenToItsEnd()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    const QTemporaryDir home;
    const auto locations = storage::Locations::under(home.path());
    const storage::SystemClock clock;
    Theme theme(Scheme::Light);
    theme.applyTo(*qApp);
    MainWindow window(locations, clock, theme);
    window.resize(1600, 1000);
    window.show();
    // The longest time between two turns of the event loop: what a person feels as a freeze.
    qint64 longest = 0;
    QElapsedTimer beat;
    QTimer heart;
    connect(&heart, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
    const auto request = layOutSample(locations, u"python"_s);
    QVERIFY2(request.has_value(), request ? "" : qPrintable(request.error().message));
    window.start(*request);
    QTRY_VERIFY(window.currentPage());
    beat.start();
    heart.start(5);
    OpenRun &run = window.currentPage()->run();
    QTRY_VERIFY_WITH_TIMEOUT(run.moment().run.status == domain::RunStatus::Partial, 200'000);
    heart.stop();
    const auto &counts = run.moment().run.counts;
    QCOMPARE(counts.accepted, 5);
    QCOMPARE(counts.stubbed, 1);
    QCOMPARE(run.moment().run.attempts, 23);
    QCOMPARE(window.findChild<QLabel *>(u"stepCount"_s)->text(), u"6 of 6 steps"_s);
    // Each pane tells of the step that is chosen.
    run.selection().select(run.moment().steps.at(4).id);
    for (const QString &name : {u"planDock"_s, u"ladderDock"_s, u"testsDock"_s, u"problemsDock"_s, u"evidenceDock"_s})
        QVERIFY2(window.findChild<QDockWidget *>(name), qPrintable(name));
    QTRY_VERIFY(window.findChild<QDockWidget *>(u"testsDock"_s)->windowTitle().contains(u'/'));
    QTRY_COMPARE(window.findChild<QTabWidget *>(u"centerTabs"_s)->tabText(0), u"invoice.py"_s);
    QTRY_VERIFY(window.findChild<DiffView *>()->isCompared());
    QTest::qWait(500); // what streams in behind: pages of the log, marks
    QVERIFY(window.grab().save(u"window-light.png"_s));
    theme.setScheme(Scheme::Dark);
    QTest::qWait(500);
    QVERIFY(window.grab().save(u"window-dark.png"_s));
    QVERIFY2(longest < 1000, qPrintable(QString::number(longest)));
}

QTEST_MAIN(TstSampleWindow)
#include "tst_samplewindow.moc"

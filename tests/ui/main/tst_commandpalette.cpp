// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/commandpalette.h"

#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::ui;

class TstCommandPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void beginningsOfWordsFitBest();
    void aFewLettersAndReturnRunACommand();
    void keysReachItWhereItIsNotActivated();
    void whatIsDisabledIsNotOffered();
};

void TstCommandPalette::beginningsOfWordsFitBest()
{
    QCOMPARE(CommandPalette::fit(u"Run: Pause"_s, u"xyz"_s), 0);
    QVERIFY(CommandPalette::fit(u"Run: Pause"_s, u""_s) > 0);
    QVERIFY(CommandPalette::fit(u"Run: Pause"_s, u"rp"_s) > CommandPalette::fit(u"View: Crop"_s, u"rp"_s));
}

void TstCommandPalette::aFewLettersAndReturnRunACommand()
{
    QMenuBar bar;
    QMenu *run = bar.addMenu(u"&Run"_s);
    int paused = 0;
    int stopped = 0;
    connect(run->addAction(u"&Pause"_s), &QAction::triggered, this, [&paused] { ++paused; });
    connect(run->addAction(u"&Stop…"_s), &QAction::triggered, this, [&stopped] { ++stopped; });
    const Theme theme(Scheme::Light);
    CommandPalette palette(bar, theme, nullptr);
    palette.show();
    auto *typed = palette.findChild<QLineEdit *>(u"commandTyped"_s);
    QTest::keyClicks(typed, u"stop"_s);
    QCOMPARE(palette.findChild<QListWidget *>(u"commandList"_s)->count(), 1);
    QTest::keyClick(typed, Qt::Key_Return);
    QCOMPARE(stopped, 1);
    QCOMPARE(paused, 0);
    QVERIFY(!palette.isVisible());
}

/// A window manager activates no popup: keys go to the child that has the focus in it.
void TstCommandPalette::keysReachItWhereItIsNotActivated()
{
    QMenuBar bar;
    bar.addMenu(u"&Run"_s)->addAction(u"&Pause"_s);
    const Theme theme(Scheme::Light);
    const CommandPalette palette(bar, theme, nullptr);
    QCOMPARE(palette.focusWidget(), palette.findChild<QLineEdit *>(u"commandTyped"_s));
}

void TstCommandPalette::whatIsDisabledIsNotOffered()
{
    QMenuBar bar;
    bar.addMenu(u"&Run"_s)->addAction(u"&Pause"_s)->setEnabled(false);
    const Theme theme(Scheme::Light);
    CommandPalette palette(bar, theme, nullptr);
    QCOMPARE(palette.findChild<QListWidget *>(u"commandList"_s)->count(), 0);
}

QTEST_MAIN(TstCommandPalette)
#include "tst_commandpalette.moc"

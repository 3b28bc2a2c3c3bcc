// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/differ.h"
#include "ui/editor/diffview.h"
#include "ui/editor/qsci.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::ui;
using Sci = QsciScintillaBase;

class TstDiffView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theLastComparisonCounts();
    void leavingWhileComparingIsClean();
    void bothSidesScrollTogether();
    void changesAreWalkedByKeyboard();
    void hunksAreChosenByKeyboard();
    void hunksAreChosenByMouse();
    void theModeKeepsThePlace();
    void linesAreCountedAsTheirSideCounts();
    void theFirstChangeIsShown();

private:
    void compare(const QByteArray &before, const QByteArray &after);
    QsciScintilla *after() const { return m_view->afterView()->editor(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DiffView> m_view;
};

namespace {

const QByteArray kBefore = "a\nb\nc\nd\ne\nf\ng\n";
const QByteArray kAfter = "A\nb\nc\nd\nnew\nmore\ne\nf\n";

} // namespace

void TstDiffView::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_view.reset();
    m_theme = std::make_unique<Theme>(Scheme::Light);
    m_theme->applyTo(*qApp);
    m_view = std::make_unique<DiffView>(*m_theme);
    m_view->resize(700, 200);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TstDiffView::compare(const QByteArray &before, const QByteArray &after)
{
    QSignalSpy compared(m_view.get(), &DiffView::compared);
    m_view->compare(before, after, u"a.txt"_s);
    QVERIFY(!m_view->isCompared());
    QVERIFY(compared.wait());
    QVERIFY(m_view->isCompared());
}

void TstDiffView::theLastComparisonCounts()
{
    Differ differ;
    QList<std::shared_ptr<const DiffContent>> contents;
    connect(&differ, &Differ::compared, this, [&contents](const auto &content) { contents.append(content); });
    const QByteArray large = QByteArray("some line\nand another\n").repeated(100'000);
    for (int i = 0; i < 20; ++i)
        differ.compare(large, QByteArray("another text\n").repeated(100'000 + i), u"a"_s);
    differ.compare("a\n", "b\n", u"last"_s);
    QTRY_VERIFY(!differ.isBusy());
    QTest::qWait(50);
    QCOMPARE(contents.size(), 1);
    QCOMPARE(contents.first()->after.file, u"last"_s);
    differ.compare("a\n", "b\n", u"a"_s);
    differ.cancel();
    QTest::qWait(50);
    QCOMPARE(contents.size(), 1);
}

void TstDiffView::leavingWhileComparingIsClean()
{
    const QByteArray large = QByteArray("some line\nand another\n").repeated(100'000);
    for (int i = 0; i < 6; ++i) {
        Differ differ;
        differ.compare(large, large + "x\n", u"a"_s);
        QTest::qWait(3 * i);
    }
}

void TstDiffView::bothSidesScrollTogether()
{
    QByteArray text;
    for (int i = 0; i < 300; ++i)
        text += QByteArray::number(i) + '\n';
    compare(text, "first\n" + text + "last\n");
    m_view->afterView()->editor()->verticalScrollBar()->setValue(120);
    QTRY_COMPARE(m_view->beforeView()->editor()->firstVisibleLine(), 120);
    m_view->beforeView()->editor()->verticalScrollBar()->setValue(30);
    QTRY_COMPARE(after()->firstVisibleLine(), 30);
    m_view->beforeView()->editor()->setFocus();
    QTest::keyClick(m_view->beforeView()->editor(), Qt::Key_End, Qt::ControlModifier);
    QTRY_VERIFY(after()->firstVisibleLine() > 250);
    QTRY_COMPARE(after()->firstVisibleLine(), m_view->beforeView()->editor()->firstVisibleLine());
}

void TstDiffView::changesAreWalkedByKeyboard()
{
    compare(kBefore, kAfter);
    QCOMPARE(m_view->content()->diff.hunks.size(), 3);
    CodeView *view = m_view->afterView();
    view->editor()->setFocus();
    QCOMPARE(view->shownLine(), 0); // the first one is shown at once
    QTest::keyClick(view->editor(), Qt::Key_F7);
    QCOMPARE(view->shownLine(), 4);
    QTest::keyClick(view->editor(), Qt::Key_F7);
    QCOMPARE(view->shownLine(), 8);
    QTest::keyClick(view->editor(), Qt::Key_F7);
    QCOMPARE(view->shownLine(), 8);
    QTest::keyClick(view->editor(), Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(view->shownLine(), 4);
    QTest::keyClick(view->editor(), Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(view->shownLine(), 0);
}

void TstDiffView::hunksAreChosenByKeyboard()
{
    m_view->setHunksChoosable(true);
    compare(kBefore, kAfter);
    QCOMPARE(m_view->chosenText(), kAfter);
    QSignalSpy changed(m_view.get(), &DiffView::chosenChanged);
    after()->setFocus();
    QTest::keyClick(after(), Qt::Key_Space);
    QCOMPARE(m_view->chosenText(), QByteArray("a\nb\nc\nd\nnew\nmore\ne\nf\n"));
    QTest::keyClick(after(), Qt::Key_F7);
    QTest::keyClick(after(), Qt::Key_F7);
    QTest::keyClick(after(), Qt::Key_Space);
    QCOMPARE(m_view->chosenText(), QByteArray("a\nb\nc\nd\nnew\nmore\ne\nf\ng\n"));
    QTest::keyClick(after(), Qt::Key_Space);
    QCOMPARE(changed.size(), 3);
    m_view->setAllChosen(false);
    QCOMPARE(m_view->chosenText(), kBefore);
    m_view->setAllChosen(true);
    QCOMPARE(m_view->chosenText(), kAfter);
}

void TstDiffView::hunksAreChosenByMouse()
{
    compare(kBefore, kAfter);
    m_view->setHunksChoosable(true);
    const int row = int(after()->SendScintilla(Sci::SCI_TEXTHEIGHT, 0));
    QTest::mouseClick(after()->viewport(), Qt::LeftButton, {}, QPoint(8, 4 * row + row / 2));
    QCOMPARE(m_view->chosenText(), QByteArray("A\nb\nc\nd\ne\nf\n"));
    QTest::mouseClick(after()->viewport(), Qt::LeftButton, {}, QPoint(8, row + row / 2)); // beside a common line
    QCOMPARE(m_view->chosenHunks().size(), 2);
    QDir().mkpath(u"screenshots"_s);
    QVERIFY(m_view->grab().save(u"screenshots/choose-%1.png"_s.arg(int(100 * m_view->devicePixelRatioF()))));
}

void TstDiffView::theModeKeepsThePlace()
{
    compare(kBefore, kAfter);
    QVERIFY(m_view->goToLine(7));
    m_view->setMode(DiffView::Mode::Inline);
    QVERIFY(m_view->bothView()->isVisible());
    QCOMPARE(m_view->bothView()->lineNumber(), 7);
    m_view->bothView()->editor()->setFocus();
    m_view->setMode(DiffView::Mode::SideBySide);
    QCOMPARE(m_view->afterView()->lineNumber(), 7);
}

void TstDiffView::linesAreCountedAsTheirSideCounts()
{
    compare("a\nb\nc\n", "new\na\nc\n");
    QVERIFY(m_view->beforeView()->goToLine(2));
    QCOMPARE(m_view->beforeView()->shownLine(), 2);
    QVERIFY(m_view->afterView()->goToLine(3));
    QCOMPARE(m_view->afterView()->shownLine(), 3);
    QVERIFY(!m_view->afterView()->goToLine(4));
}

void TstDiffView::theFirstChangeIsShown()
{
    QByteArray text;
    for (int i = 0; i < 100; ++i)
        text += QByteArray::number(i) + '\n';
    compare(text, QByteArray(text).replace("\n70\n", "\nseventy\n").replace("\n90\n", "\nninety\n"));
    QCOMPARE(m_view->afterView()->lineNumber(), 71);
    compare(text, "first\n" + text + "last\n");
    QCOMPARE(m_view->afterView()->lineNumber(), 1);
}

QTEST_MAIN(TstDiffView)
#include "tst_diffview.moc"

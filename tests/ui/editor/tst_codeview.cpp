// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/codeview.h"
#include "ui/editor/findbar.h"
#include "ui/editor/highlighter.h"
#include "ui/editor/qsci.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using Sci = QsciScintillaBase;

class TstCodeView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void codeIsColoured();
    void colourStandsAtTheRightBytes();
    void anEditColoursOnlyWhatItChanges();
    void editsKeepTheColoursOfAFreshText();
    void removedLinesAreReadOnTheirOwn();
    void onlyWhatIsInSightIsColouredAtOnce();
    void themesAreFollowed();
    void whatIsTypedComesBackByteForByte();
    void whatIsNotUtf8StaysAsItIs();
    void aLineIsFoundByKeyboard();
    void textIsFoundByKeyboard();
    void remarksAreSaidWhereOneStands();
    void missedLinesAreSaid();
    void longLinesAndLargeFilesOpen_data();
    void longLinesAndLargeFilesOpen();

private:
    void showFile(const QByteArray &text, const QString &file = u"a.cs"_s)
    {
        m_view->setContent(layOutFile(text, file));
    }
    /// Colouring goes on in slices until everything is.
    static void settle(const CodeView &view)
    {
        view.editor()->SendScintilla(Sci::SCI_COLOURISE, 0UL, -1L);
        const int lines = int(view.editor()->SendScintilla(Sci::SCI_GETLINECOUNT));
        if (view.text().isEmpty() && view.editor()->SendScintilla(Sci::SCI_GETLENGTH) == 0)
            return; // nothing is asked for
        QTRY_COMPARE(view.highlighter().linesDone(), lines);
    }
    int styleAt(int position) const { return int(m_view->editor()->SendScintilla(Sci::SCI_GETSTYLEAT, position)); }
    QByteArray styles() const;
    void type(const QString &text) { QTest::keyClicks(m_view->editor(), text); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<CodeView> m_view;
};

void TstCodeView::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_view.reset();
    m_theme = std::make_unique<Theme>(Scheme::Light);
    m_theme->applyTo(*qApp);
    m_view = std::make_unique<CodeView>(*m_theme);
    m_view->resize(600, 400);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->editor()->setFocus();
}

QByteArray TstCodeView::styles() const
{
    settle(*m_view);
    QByteArray result;
    const long length = m_view->editor()->SendScintilla(Sci::SCI_GETLENGTH);
    for (long i = 0; i < length; ++i)
        result += char(styleAt(int(i)));
    return result;
}

void TstCodeView::codeIsColoured()
{
    showFile("class A { string s = \"x\"; } // end\n");
    settle(*m_view);
    QCOMPARE(m_view->highlighter().language(), u"C#"_s);
    QVERIFY(styleAt(0) != styleAt(6)); // class, A
    QVERIFY(styleAt(21) != styleAt(6)); // a string
    QVERIFY(styleAt(28) != styleAt(21)); // a comment
    for (int i = 0; i < 30; ++i)
        QVERIFY(styleAt(i) < 32 || styleAt(i) > 39);
    showFile("plain", u"unknown.zzz"_s);
    QCOMPARE(m_view->highlighter().language(), QString());
    QCOMPARE(styleAt(0), 0);
}

void TstCodeView::colourStandsAtTheRightBytes()
{
    // Two bytes, three bytes, and four bytes that are two UTF-16 units, before what is to be coloured.
    for (const char *before : {"", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x99\x82"}) {
        const QByteArray text = QByteArray("var s = \"") + before + "\"; // c\n";
        showFile(text);
        settle(*m_view);
        const int comment = int(text.indexOf("//"));
        QVERIFY(styleAt(comment) != styleAt(comment - 1));
        QCOMPARE(styleAt(comment), styleAt(comment + 3));
        const int quote = int(text.indexOf('"'));
        QCOMPARE(styleAt(quote), styleAt(int(text.lastIndexOf('"'))));
        QVERIFY(styleAt(quote) != styleAt(comment - 2));
    }
}

void TstCodeView::anEditColoursOnlyWhatItChanges()
{
    QByteArray text;
    for (int i = 0; i < 200; ++i)
        text += "int a = 1;\n";
    m_view->edit(text, u"a.cs"_s);
    settle(*m_view);
    qint64 before = m_view->highlighter().linesColoured();
    m_view->goToLine(100);
    type(u"int b = 2; "_s);
    styles();
    QVERIFY2(m_view->highlighter().linesColoured() - before < 50,
             qPrintable(QString::number(m_view->highlighter().linesColoured() - before)));
    // A comment that is opened colours everything after it.
    before = m_view->highlighter().linesColoured();
    const int last = styleAt(int(m_view->text().size()) - 5);
    type(u"/*"_s);
    styles();
    QTRY_VERIFY(styleAt(int(m_view->text().size()) - 5) != last);
    QVERIFY(m_view->highlighter().linesColoured() - before >= 100);
}

/// After any edits the colours are those of the same text set anew.
void TstCodeView::editsKeepTheColoursOfAFreshText()
{
    m_view->edit("class A\n{\n    // one\n    string s = @\"two\nthree\";\n    /* four\n    five */ int x;\n}\n",
                 u"a.cs"_s);
    styles();
    QsciScintilla *sci = m_view->editor();
    std::minstd_rand random(7);
    const QList<QByteArray> pieces{"/*", "*/", "\n", "@\"", "\"", "// x\n", "int ", "\n\n\n", "}"};
    for (int round = 0; round < 60; ++round) {
        const long length = sci->SendScintilla(Sci::SCI_GETLENGTH);
        const long at = long(random() % size_t(length + 1));
        if (random() % 3 == 0) {
            const long count = std::min<long>(long(random() % 20), length - at);
            sci->SendScintilla(Sci::SCI_DELETERANGE, static_cast<unsigned long>(at), count);
        } else {
            const QByteArray piece = pieces.at(qsizetype(random() % size_t(pieces.size())));
            sci->SendScintilla(Sci::SCI_INSERTTEXT, uintptr_t(at), piece.constData());
        }
        if (round % 2 == 0)
            continue;
        const QByteArray edited = styles();
        CodeView fresh(*m_theme);
        fresh.edit(m_view->text(), u"a.cs"_s);
        settle(fresh);
        // Numbers of styles depend on the order in which looks were met: compare looks.
        for (int i = 0; i < int(edited.size()); ++i) {
            const auto look = [](QsciScintilla *editor, int position) {
                const auto style = static_cast<unsigned long>(editor->SendScintilla(Sci::SCI_GETSTYLEAT, position));
                return editor->SendScintilla(Sci::SCI_STYLEGETFORE, style) * 2
                    + editor->SendScintilla(Sci::SCI_STYLEGETBOLD, style);
            };
            QCOMPARE(look(sci, i), look(fresh.editor(), i));
        }
    }
}

void TstCodeView::removedLinesAreReadOnTheirOwn()
{
    // The removed line opens a comment that does not go on in the new text.
    const auto diff = layOutDiff("int a;\n/* old\n old */\nint b;\n", "int a;\nint c;\nint b;\n", u"a.cs"_s);
    m_view->setContent(diff->both);
    settle(*m_view);
    const QByteArray text = diff->both.text;
    QCOMPARE(text, QByteArray("int a;\n/* old\n old */\nint c;\nint b;"));
    QCOMPARE(styleAt(int(text.indexOf("int c"))), styleAt(0));
    QCOMPARE(styleAt(int(text.indexOf("int b"))), styleAt(0));
    QVERIFY(styleAt(int(text.indexOf(" old */") + 1)) != 0);
}

void TstCodeView::onlyWhatIsInSightIsColouredAtOnce()
{
    QByteArray text;
    while (text.size() < 5'000'000)
        text += "    public static string Name(int number) => $\"order {number:000}\"; // comment\n";
    showFile(text);
    m_view->grab();
    QVERIFY(m_view->highlighter().linesDone() < 1000);
    QVERIFY(m_view->highlighter().linesDone() > 0);
    QVERIFY(m_view->goToLine(3000));
    m_view->grab();
    QTRY_VERIFY(m_view->highlighter().linesDone() >= 3000); // in slices, between events
}

void TstCodeView::themesAreFollowed()
{
    showFile("class A;\n");
    settle(*m_view);
    const auto style = static_cast<unsigned long>(styleAt(0));
    const long light = m_view->editor()->SendScintilla(Sci::SCI_STYLEGETFORE, style);
    m_theme->setScheme(Scheme::Dark);
    settle(*m_view);
    const auto darkStyle = static_cast<unsigned long>(styleAt(0));
    QVERIFY(darkStyle != 0);
    QVERIFY(m_view->editor()->SendScintilla(Sci::SCI_STYLEGETFORE, darkStyle) != light);
    const QColor ground = m_theme->color(ui::Role::Pane);
    QCOMPARE(m_view->editor()->SendScintilla(Sci::SCI_STYLEGETBACK, darkStyle),
             long(ground.red() | ground.green() << 8 | ground.blue() << 16));
}

void TstCodeView::whatIsTypedComesBackByteForByte()
{
    const QByteArray text = "a\r\nb\n\tc\r\n\xC3\xA4";
    m_view->edit(text, u"a.txt"_s);
    QVERIFY(!m_view->isReadOnly());
    QCOMPARE(m_view->text(), text);
    QSignalSpy edited(m_view.get(), &CodeView::edited);
    type(u"x"_s);
    QTest::keyClick(m_view->editor(), Qt::Key_Return);
    QCOMPARE(m_view->text(), "x\r\n" + text);
    QVERIFY(!edited.isEmpty());
}

void TstCodeView::whatIsNotUtf8StaysAsItIs()
{
    m_view->edit("\xE4\n", u"a.txt"_s);
    QVERIFY(m_view->isReadOnly());
    QCOMPARE(m_view->text(), QByteArray("\xE4\n"));
    auto *notice = m_view->findChild<QLabel *>(u"codeNotice"_s);
    QVERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(u"not UTF-8"_s) && notice->text().endsWith(u"It cannot be changed here."_s));
}

void TstCodeView::aLineIsFoundByKeyboard()
{
    showFile("1\n2\n3\n4\n");
    QTest::keyClick(m_view->editor(), Qt::Key_L, Qt::ControlModifier);
    auto *edit = m_view->findChild<QLineEdit *>(u"findText"_s);
    QTRY_VERIFY(edit->hasFocus());
    QTest::keyClicks(edit, u"99"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(m_view->findChild<QLabel *>(u"findSaid"_s)->text(), u"There is no line 99 here."_s);
    edit->clear();
    QTest::keyClicks(edit, u"3"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(m_view->lineNumber(), 3);
    QVERIFY(!edit->isVisible());
    QVERIFY(m_view->editor()->hasFocus());
}

void TstCodeView::textIsFoundByKeyboard()
{
    showFile("alpha\nbeta\nALPHA\n");
    QTest::keyClick(m_view->editor(), Qt::Key_F, Qt::ControlModifier);
    auto *edit = m_view->findChild<QLineEdit *>(u"findText"_s);
    auto *said = m_view->findChild<QLabel *>(u"findSaid"_s);
    QTRY_VERIFY(edit->hasFocus());
    QTest::keyClicks(edit, u"alpha"_s);
    QCOMPARE(m_view->editor()->selectedText(), u"alpha"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(m_view->editor()->selectedText(), u"ALPHA"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(said->text(), u"Went on from the top."_s);
    QCOMPARE(m_view->lineNumber(), 1);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(m_view->lineNumber(), 3);
    QTest::keyClicks(edit, u"x"_s);
    QCOMPARE(said->text(), u"Not found."_s);
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(!edit->isVisible());
}

void TstCodeView::remarksAreSaidWhereOneStands()
{
    showFile("one\ntwo\nthree\nfour\n");
    m_view->setRemarks({{domain::Severity::Error, 3, 0, u"<b>third</b>"_s},
                        {domain::Severity::Warning, 2, 2, u"second"_s},
                        {domain::Severity::Info, 99, 0, u"nowhere"_s}});
    auto *foot = m_view->findChild<QLabel *>(u"codeRemark"_s);
    QVERIFY(!foot->isVisible());
    QTest::keyClick(m_view->editor(), Qt::Key_F8);
    QCOMPARE(m_view->lineNumber(), 2);
    QTRY_COMPARE(foot->text(), u"second"_s);
    QTest::keyClick(m_view->editor(), Qt::Key_F8);
    QTRY_COMPARE(foot->text(), u"<b>third</b>"_s);
    QVERIFY(foot->textFormat() == Qt::PlainText);
    QTest::keyClick(m_view->editor(), Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(m_view->lineNumber(), 2);
    QVERIFY(m_view->editor()->SendScintilla(Sci::SCI_MARKERGET, 2) != 0);
    m_view->setRemarksInText(true);
    QVERIFY(m_view->editor()->SendScintilla(Sci::SCI_ANNOTATIONGETLINES, 2) == 1);
}

void TstCodeView::missedLinesAreSaid()
{
    showFile("one\ntwo\nthree\n");
    m_view->setMissedLines({2});
    QVERIFY(m_view->goToLine(2));
    QTRY_COMPARE(m_view->findChild<QLabel *>(u"codeRemark"_s)->text(), u"No test reaches this line."_s);
}

void TstCodeView::longLinesAndLargeFilesOpen_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a line of 1 MB") << QByteArray("{\"a\": \"") + QByteArray(1 << 20, 'x') + "\"}\nb\n";
    QTest::newRow("twenty of them") << (QByteArray(1 << 20, 'x') + '\n').repeated(20);
    QTest::newRow("5 MB of short lines") << QByteArray("int a = 1;\n").repeated(500'000);
    QTest::newRow("NUL within") << QByteArray(10'000, 'a') + '\0' + "b\n";
    QTest::newRow("nothing") << QByteArray();
}

/// Nothing to measure here: that it ends, and the text is there.
void TstCodeView::longLinesAndLargeFilesOpen()
{
    QFETCH(QByteArray, text);
    showFile(text, u"a.json"_s);
    m_view->grab();
    const bool shown = m_view->editor()->SendScintilla(Sci::SCI_GETLENGTH) > 0;
    QCOMPARE(shown, !text.isEmpty());
    m_view->edit(text, u"a.json"_s);
    m_view->grab();
    QCOMPARE(m_view->text(), text);
}

QTEST_MAIN(TstCodeView)
#include "tst_codeview.moc"

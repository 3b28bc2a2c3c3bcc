// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/codemarks.h"

#include <QHash>
#include <QPoint>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QsciScintilla;

namespace stepladder::ui {

class FindBar;
class Highlighter;

/// Code to be read, or to be written: numbered, coloured, with what is said of its lines in the margin, under the text
/// and, for the line one stands on, below. Ctrl+F finds, F3 goes on, Ctrl+L goes to a line, F8 to the next remark.
class CodeView final : public QWidget
{
    Q_OBJECT

public:
    explicit CodeView(const Theme &theme, QWidget *parent = nullptr);
    ~CodeView() override;

    /// Shows \p content, to be read only.
    void setContent(const CodeContent &content);
    /// Shows \p text to be changed. What is not UTF-8, or binary, can only be read: a notice says so and text() stays.
    void edit(const QByteArray &text, const QString &file);
    /// What edit() was given, as it stands; byte for byte where nothing was typed. Empty after setContent().
    QByteArray text() const;
    bool isReadOnly() const;

    /// Of lines of the file that is shown; of both, the new one.
    void setRemarks(const QList<CodeRemark> &remarks);
    const QList<CodeRemark> &remarks() const { return m_remarks; }
    /// Remarks are written below their lines too; not beside another view, whose lines would stand elsewhere.
    void setRemarksInText(bool inText);
    /// Whether what is said of the line one stands on is shown below; remarkHere() tells it in any case.
    void setOwnFoot(bool own) { m_ownFoot = own; }
    /// Lines that the tests never reached.
    void setMissedLines(const QList<int> &lines);
    void setChoice(bool choosable, const QSet<int> &chosen);

    /// Shows line \p number of the file (from 1) and puts the cursor there. False where there is no such line.
    bool goToLine(int number);
    /// The line as shown, from 0.
    void goToShownLine(int line);
    int shownLine() const; ///< with the cursor
    int lineNumber() const; ///< of the file, from 1, with the cursor; 0: on a line of another text
    void goToRemark(bool forward);
    void openFind();
    void openGoToLine();
    void find(bool forward);

    void setViewName(const QString &name); ///< for screen readers
    /// Another view beside it has the vertical scroll bar.
    void setScrolledByOther();
    /// Shows the same part of the text as \p other.
    void scrollLike(const CodeView &other);
    const Highlighter &highlighter() const { return *m_highlighter; }
    QsciScintilla *editor() const { return m_sci; }

Q_SIGNALS:
    void edited();
    void cursorMoved();
    void scrolled();
    void remarkHere(const QString &text);
    /// A check box beside the text was clicked, or Space pressed on one of its lines.
    void hunkToggled(int hunk);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpEditor();
    void setUpShortcuts();
    void applyTheme();
    void load(const CodeContent &content, bool readOnly);
    void showRemarks();
    void showRemarkHere();
    void showTip(int position, const QPoint &at);
    QString remarksOf(int shownLine) const;
    int shownLineOf(int number) const;
    void search(bool forward, bool fromHere);
    void closeFind();
    QPoint place() const; ///< pixels from the left, lines from the top

    const Theme &m_theme;
    QsciScintilla *m_sci;
    QLabel *m_notice;
    QLabel *m_foot;
    FindBar *m_find;
    std::unique_ptr<CodeMarks> m_marks;
    std::unique_ptr<Highlighter> m_highlighter;
    CodeContent m_content; ///< without its text
    QHash<int, int> m_shown; ///< number in the file → line as shown; empty: the same
    QByteArray m_kept; ///< of edit(), where it cannot be changed
    QList<CodeRemark> m_remarks;
    QList<int> m_missed;
    std::optional<QPoint> m_told; ///< where scrollLike() led, until it is there
    bool m_inText = false;
    bool m_ownFoot = true;
    bool m_choosable = false;
};

} // namespace stepladder::ui

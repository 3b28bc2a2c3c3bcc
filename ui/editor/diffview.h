// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/codeview.h"
#include "ui/editor/differ.h"

#include <QSet>

class QLabel;
class QSplitter;

namespace stepladder::ui {

/// Two texts and what lies between them: side by side with the same lines at the same height, or as one. F7 goes to the
/// next change, Shift+F7 to the one before. When hunks can be chosen, each has a check box in the margin, and Space
/// toggles the one that the cursor is on.
class DiffView final : public QWidget
{
    Q_OBJECT

public:
    enum class Mode { SideBySide, Inline };

    explicit DiffView(const Theme &theme, QWidget *parent = nullptr);

    /// compared() follows; until then what was there stays. \p file names the language.
    void compare(const QByteArray &before, const QByteArray &after, const QString &file);
    /// Shows nothing.
    void clear();
    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    /// False until compared(): what is shown is of other texts, or nothing.
    bool isCompared() const { return m_content && !m_differ.isBusy(); }
    const DiffContent *content() const { return m_content.get(); }

    void setHunksChoosable(bool choosable);
    bool hunksChoosable() const { return m_choosable; }
    const QSet<int> &chosenHunks() const { return m_chosen; }
    void setChosen(int hunk, bool chosen);
    void setAllChosen(bool chosen);
    /// The old text with the chosen hunks, byte for byte; the new text while isCompared() is false.
    QByteArray chosenText() const;

    /// Of the new text.
    void setRemarks(const QList<CodeRemark> &remarks);
    void setMissedLines(const QList<int> &lines);
    bool goToLine(int line);
    int lineNumber() const; ///< of the new text, from 1, with the cursor; 0: on a line that it does not have
    void goToHunk(bool forward);
    void openFind();
    void openGoToLine();
    CodeView *beforeView() const { return m_before; }
    CodeView *afterView() const { return m_after; }
    CodeView *bothView() const { return m_both; }

Q_SIGNALS:
    void compared();
    void chosenChanged();

private:
    void take(const std::shared_ptr<const DiffContent> &content);
    void fill(CodeView &view, const CodeContent &content);
    void showMode();
    void goToFirstHunk();
    void showChoice();
    void applyTheme();
    CodeView *mainView() const { return m_mode == Mode::Inline ? m_both : m_after; }
    CodeView *activeView() const;

    const Theme &m_theme;
    Differ m_differ;
    QLabel *m_notice;
    QLabel *m_foot;
    QSplitter *m_sides;
    CodeView *m_before;
    CodeView *m_after;
    CodeView *m_both;
    Mode m_mode = Mode::SideBySide;
    QByteArray m_oldText;
    QByteArray m_newText;
    std::shared_ptr<const DiffContent> m_content;
    bool m_choosable = false;
    QSet<int> m_chosen;
    QList<CodeRemark> m_remarks;
    QList<int> m_missed;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/difflayout.h"
#include "ui/theme/theme.h"

class QsciScintilla;

namespace stepladder::ui {

/// Colours the text of an editor with KSyntaxHighlighting: what is in sight first come, the rest when it is looked at,
/// and after an edit only as far as it changes anything. GUI thread. The definitions are read when the first file with
/// a language is shown (12 ms) and shared by all highlighters of the thread.
class Highlighter
{
public:
    /// The editor must outlive it.
    Highlighter(QsciScintilla &editor, const Theme &theme);
    ~Highlighter();
    Highlighter(const Highlighter &) = delete;
    Highlighter &operator=(const Highlighter &) = delete;

    /// Before the text of \p content is set: the language by the file's name; none for names nobody knows. Where both
    /// sides stand in one text, removed lines are read after what stood before them, the others after what stands now.
    void setContent(const CodeContent &content);
    /// Colours anew, after a change of theme; the editor's default style must be set.
    void restyle();
    QString language() const; ///< its name; empty: none
    /// How many lines were coloured since setContent(), and how many are right: for tests.
    qint64 linesColoured() const;
    int linesDone() const;

private:
    class Lexer;
    Lexer *m_lexer; ///< the editor's
};

} // namespace stepladder::ui

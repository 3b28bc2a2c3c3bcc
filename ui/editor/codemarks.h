// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "ui/editor/difflayout.h"
#include "ui/theme/theme.h"

#include <QSet>

#include <vector>

class QsciScintilla;

namespace stepladder::ui {

/// Something that is said of a line.
struct CodeRemark
{
    domain::Severity severity = domain::Severity::Error;
    int line = 0; ///< from 1, of the file
    int column = 0; ///< from 1; 0: the whole line
    QString text;

    bool operator==(const CodeRemark &) const = default;
};

/// What stands around and behind the text of an editor: numbers, grounds, squiggles, bars. GUI thread.
class CodeMarks
{
public:
    enum Margin { Choice, Numbers, Remarks, Coverage, Gap };

    CodeMarks(QsciScintilla &editor, const Theme &theme);

    /// Sets default style, margins, markers and indicators; styles of tokens are lost.
    void applyTheme();
    /// Of the text that was just set.
    void setContent(const CodeContent &content);
    /// Writes the numbers of lines in sight, where they are ours to write.
    void numberVisibleLines();
    /// Lines as shown, from 0.
    void setMissedLines(const QList<int> &lines);
    /// \p remarks with lines as shown, from 0. \p inText: written below their lines too.
    void setRemarks(const QList<CodeRemark> &remarks, bool inText);
    /// Check boxes beside hunks; what is not chosen is drawn quiet.
    void setChoice(bool choosable, const QSet<int> &chosen);

private:
    void defineMargins();
    void defineMarkers();
    void defineChoice(int marker, bool chosen);
    void setMarginWidths();
    void ground(int line, const QSet<int> &chosen);
    void annotate(int line, const CodeRemark &remark);
    void squiggle(int line, const CodeRemark &remark);

    QsciScintilla &m_sci;
    const Theme &m_theme;
    QList<CodeLine> m_lines;
    std::vector<bool> m_numbered;
    int m_digits = 1;
    Side m_side = Side::After;
    bool m_choosable = false;
};

} // namespace stepladder::ui

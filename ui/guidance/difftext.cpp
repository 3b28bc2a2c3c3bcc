// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/difftext.h"

#include <QSyntaxHighlighter>
#include <QTextBlock>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

/// Grounds go over the whole line: block formats, set once and again when the colours change.
void colour(QTextDocument &document, const Theme &theme)
{
    QTextCursor cursor(&document);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const QString line = block.text();
        QTextBlockFormat format;
        if (line.startsWith(u'+') && !line.startsWith(u"+++"_s))
            format.setBackground(theme.color(Role::Added));
        else if (line.startsWith(u'-') && !line.startsWith(u"---"_s))
            format.setBackground(theme.color(Role::Removed));
        else if (line.startsWith(u"@@"_s))
            format.setForeground(theme.color(Role::Muted));
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
    }
}

} // namespace

DiffText::DiffText(const QString &diff, const Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
{
    setObjectName(u"diffText"_s);
    setAccessibleName(tr("Change"));
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(theme.codeFont());
    setPlainText(diff);
    colour(*document(), theme);
    connect(&theme, &Theme::changed, this, [this, &theme] { colour(*document(), theme); });
}

} // namespace stepladder::ui

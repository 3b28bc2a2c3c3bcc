// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <QPlainTextEdit>

namespace stepladder::ui {

/// A field for words or an example. What no prompt has room for, or is no text, is not put in; what holds code blocks
/// is told of in place of being put in.
class ReplyEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    static constexpr qsizetype kMost = 200'000; ///< characters; a line of millions takes Qt minutes to lay out

    using QPlainTextEdit::QPlainTextEdit;

    /// Why \p text is not taken; empty: it is.
    static QString refusal(const QString &text)
    {
        if (text.contains(QChar(0)))
            return tr("That is binary, expected text.");
        if (text.size() > kMost)
            return tr("That is larger than any prompt has room for: %L1 characters, expected at most %L2.")
                .arg(text.size())
                .arg(kMost);
        return {};
    }

Q_SIGNALS:
    void blocksPasted(const QString &text);
    void refused(const QString &why);

protected:
    void insertFromMimeData(const QMimeData *source) override
    {
        const QString text = source->text();
        if (const QString why = refusal(text); !why.isEmpty())
            Q_EMIT refused(why);
        else if (text.contains(QLatin1String("```")) || text.contains(QLatin1String("~~~")))
            Q_EMIT blocksPasted(text);
        else
            QPlainTextEdit::insertFromMimeData(source);
    }
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/codesearch.h"

#include "ui/editor/qsci.h"

namespace stepladder::ui {

using Sci = QsciScintillaBase;

SearchEnd searchIn(QsciScintilla &editor, const SearchWish &wish)
{
    const QByteArray wanted = wish.text.toUtf8();
    const long length = editor.SendScintilla(Sci::SCI_GETLENGTH);
    const long start = editor.SendScintilla(Sci::SCI_GETSELECTIONSTART);
    const long end = editor.SendScintilla(Sci::SCI_GETSELECTIONEND);
    editor.SendScintilla(Sci::SCI_SETSEARCHFLAGS, wish.caseSensitive ? int(Sci::SCFIND_MATCHCASE) : 0);
    const auto look = [&](long from, long to) {
        editor.SendScintilla(Sci::SCI_SETTARGETRANGE, static_cast<unsigned long>(from), to);
        return editor.SendScintilla(Sci::SCI_SEARCHINTARGET, uintptr_t(wanted.size()), wanted.constData());
    };
    const long last = wish.forward ? length : 0;
    long at = look(wish.forward && !wish.fromHere ? end : start, last);
    const bool around = at < 0;
    if (around)
        at = look(length - last, last);
    if (at < 0)
        return SearchEnd::NotFound;
    const long matched = editor.SendScintilla(Sci::SCI_GETTARGETEND);
    editor.SendScintilla(Sci::SCI_SETSEL, static_cast<unsigned long>(at), matched);
    editor.SendScintilla(Sci::SCI_SCROLLCARET);
    return around ? SearchEnd::FoundFromOtherEnd : SearchEnd::Found;
}

} // namespace stepladder::ui

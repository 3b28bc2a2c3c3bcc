// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QsciScintilla;

namespace stepladder::ui {

struct SearchWish
{
    QString text;
    bool caseSensitive = false;
    bool forward = true;
    bool fromHere = false; ///< what is selected counts too: the text is still being typed
};

enum class SearchEnd { Found, FoundFromOtherEnd, NotFound };

/// Selects the next hit in \p editor and scrolls to it.
SearchEnd searchIn(QsciScintilla &editor, const SearchWish &wish);

} // namespace stepladder::ui

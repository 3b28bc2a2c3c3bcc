// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QHash>

#include <memory>

class QsciScintilla;
namespace KSyntaxHighlighting {
class Format;
class Repository;
class Theme;
} // namespace KSyntaxHighlighting

namespace stepladder::ui {

/// Gives the formats of KSyntaxHighlighting Scintilla's styles: one for each look, as there are only 256, apart from
/// 32–39, which Scintilla uses itself, and the last sixteen, which are CodeView's.
class TokenStyles
{
public:
    static constexpr int kOwn = 240; ///< from here on styles are not ours

    TokenStyles(QsciScintilla &editor, const Theme &theme);
    ~TokenStyles();

    void clear();
    /// KSyntaxHighlighting's colours for a light or a dark ground.
    KSyntaxHighlighting::Theme chooseTheme(const KSyntaxHighlighting::Repository &repository);
    int styleOf(const KSyntaxHighlighting::Format &format);

private:
    struct Look
    {
        QRgb color;
        bool bold;
        bool italic;
        bool underline;
        bool strikeOut;

        bool operator==(const Look &) const = default;
    };
    friend size_t qHash(const Look &look, size_t seed) noexcept;

    int newStyle(const Look &look);
    QRgb legible(QRgb color) const;

    QsciScintilla &m_editor;
    const Theme &m_theme;
    std::unique_ptr<KSyntaxHighlighting::Theme> m_colors;
    QHash<int, int> m_byFormat;
    QHash<Look, int> m_byLook;
    int m_next = 1;
};

} // namespace stepladder::ui

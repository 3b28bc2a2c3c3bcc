// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tokenstyles.h"

#include "ui/editor/qsci.h"

#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>

#include <algorithm>
#include <cmath>

namespace stepladder::ui {

using Sci = QsciScintillaBase;

namespace {

constexpr int kFirstOfScintilla = 32;
constexpr int kLastOfScintilla = 39;
constexpr double kContrast = 4.5; ///< WCAG 2.1, 1.4.3

double channel(int value)
{
    const double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

/// Relative luminance as WCAG 2.1 defines it.
double luminance(const QColor &color)
{
    return 0.2126 * channel(color.red()) + 0.7152 * channel(color.green()) + 0.0722 * channel(color.blue());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

size_t qHash(const TokenStyles::Look &look, size_t seed) noexcept
{
    return qHashMulti(seed, look.color, look.bold, look.italic, look.underline, look.strikeOut);
}

TokenStyles::TokenStyles(QsciScintilla &editor, const Theme &theme)
    : m_editor(editor)
    , m_theme(theme)
{
}

TokenStyles::~TokenStyles() = default;

void TokenStyles::clear()
{
    m_byFormat.clear();
    m_byLook.clear();
    m_next = 1;
}

KSyntaxHighlighting::Theme TokenStyles::chooseTheme(const KSyntaxHighlighting::Repository &repository)
{
    using KSyntaxHighlighting::Repository;
    m_colors = std::make_unique<KSyntaxHighlighting::Theme>(
        repository.defaultTheme(m_theme.isDark() ? Repository::DarkTheme : Repository::LightTheme));
    return *m_colors;
}

int TokenStyles::styleOf(const KSyntaxHighlighting::Format &format)
{
    const auto known = m_byFormat.constFind(format.id());
    if (known != m_byFormat.constEnd())
        return *known;
    const auto &colors = *m_colors;
    const QRgb color =
        format.hasTextColor(colors) ? legible(format.textColor(colors).rgb()) : m_theme.color(Role::Text).rgb();
    const Look look{color, format.isBold(colors), format.isItalic(colors), format.isUnderline(colors),
                    format.isStrikeThrough(colors)};
    auto style = m_byLook.constFind(look);
    if (style == m_byLook.constEnd())
        style = m_byLook.insert(look, newStyle(look));
    m_byFormat.insert(format.id(), *style);
    return *style;
}

int TokenStyles::newStyle(const Look &look)
{
    if (m_next == kFirstOfScintilla)
        m_next = kLastOfScintilla + 1;
    if (m_next >= kOwn)
        return 0; // plain: nobody tells two hundred looks apart
    const auto style = (unsigned long)(m_next++);
    m_editor.SendScintilla(Sci::SCI_STYLESETFORE, style, QColor::fromRgb(look.color));
    m_editor.SendScintilla(Sci::SCI_STYLESETBOLD, style, long(look.bold));
    m_editor.SendScintilla(Sci::SCI_STYLESETITALIC, style, long(look.italic));
    m_editor.SendScintilla(Sci::SCI_STYLESETUNDERLINE, style, long(look.underline || look.strikeOut));
    return int(style);
}

/// The colour, as much darker or lighter as it takes to be read on every ground that code stands on.
QRgb TokenStyles::legible(QRgb color) const
{
    static constexpr std::array grounds{Role::Pane, Role::Added, Role::Removed, Role::AddedWord, Role::RemovedWord};
    const auto isLegible = [this](const QColor &c) {
        return std::all_of(grounds.begin(), grounds.end(),
                           [&](Role role) { return contrast(c, m_theme.color(role)) >= kContrast; });
    };
    QColor hsl = QColor::fromRgb(color).toHsl();
    for (int tries = 0; tries < 32 && !isLegible(hsl.toRgb()); ++tries) {
        const float step = m_theme.isDark() ? 0.03f : -0.03f;
        hsl.setHslF(std::max(0.0f, hsl.hslHueF()), hsl.hslSaturationF(),
                    std::clamp(hsl.lightnessF() + step, 0.0f, 1.0f));
    }
    return hsl.toRgb().rgb();
}

} // namespace stepladder::ui

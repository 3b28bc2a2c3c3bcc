// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/flatstyle.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QToolTip>
#include <QVariant>
#include <QWidget>

#include <array>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

struct Pair
{
    QRgb light;
    QRgb dark;
};

/// In the order of Role. Contrast of texts on pane and selection is at least 4.5:1 (WCAG 2.1, 1.4.3), tst_theme counts.
constexpr std::array<Pair, 16> kColors{{
    {0xFFF3F4F6, 0xFF1B1E23}, // Window
    {0xFFFFFFFF, 0xFF22262C}, // Pane
    {0xFFD5DAE1, 0xFF373E48}, // Line
    {0xFF1F2328, 0xFFE6E9EE}, // Text
    {0xFF57606A, 0xFFA3ACB8}, // Muted
    {0xFF1F5FD0, 0xFF78AEFF}, // Accent
    {0xFFDCE8FD, 0xFF2B3B57}, // Selection
    {0xFF136A2C, 0xFF5CC873}, // Ok
    {0xFFC4281C, 0xFFFF8178}, // Fail
    {0xFF8A5A00, 0xFFE3B341}, // Warn
    {0xFF7A3FD1, 0xFFC9A4FF}, // Waiting
    {0xFF586069, 0xFFA0AAB6}, // Stub
    {0xFFE3F6E6, 0xFF1F3A28}, // Added
    {0xFFFDE7E5, 0xFF47272A}, // Removed
    {0xFFB9E8C1, 0xFF2C5A3B}, // AddedWord
    {0xFFF9C6C1, 0xFF6B3438}, // RemovedWord
}};

constexpr auto kTextRole = "stepladderTextRole";

bool systemIsDark()
{
    // Qt 6.5 knows the system's scheme by name; before, the palette's lightness tells it.
    const QPalette palette = QApplication::style() ? QApplication::palette() : QPalette();
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace

Theme::Theme(Scheme scheme, QObject *parent)
    : QObject(parent)
    , m_scheme(scheme)
    , m_systemIsDark(systemIsDark())
{
    decide();
}

QColor Theme::color(Role role) const
{
    const Pair &pair = kColors.at(size_t(role));
    return QColor::fromRgb(m_dark ? pair.dark : pair.light);
}

void Theme::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    decide();
    Q_EMIT changed();
}

void Theme::decide()
{
    m_dark = m_scheme == Scheme::Dark || (m_scheme == Scheme::System && m_systemIsDark);
}

void Theme::applyTo(QApplication &application)
{
    if (!qobject_cast<FlatStyle *>(application.style()))
        QApplication::setStyle(new FlatStyle);
    QApplication::setPalette(palette());
    QToolTip::setPalette(palette());
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        if (const QVariant role = widget->property(kTextRole); role.isValid())
            setTextRole(*widget, Role(role.toInt()));
    }
}

void Theme::setTextRole(QWidget &widget, Role role) const
{
    widget.setProperty(kTextRole, int(role));
    QPalette own; // says nothing of the other colours
    own.setColor(widget.foregroundRole(), color(role));
    widget.setPalette(own);
}

QPalette Theme::palette() const
{
    const QColor text = color(Role::Text);
    const QColor muted = color(Role::Muted);
    QPalette p(color(Role::Window));
    p.setColor(QPalette::Window, color(Role::Window));
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, color(Role::Pane));
    p.setColor(QPalette::AlternateBase, color(Role::Window));
    p.setColor(QPalette::ToolTipBase, color(Role::Pane));
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::PlaceholderText, muted);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::Button, color(Role::Pane));
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, color(Role::Fail));
    p.setColor(QPalette::Link, color(Role::Accent));
    p.setColor(QPalette::LinkVisited, color(Role::Accent));
    p.setColor(QPalette::Highlight, color(Role::Selection));
    p.setColor(QPalette::HighlightedText, text);
    p.setColor(QPalette::Light, color(Role::Pane));
    p.setColor(QPalette::Midlight, color(Role::Window));
    p.setColor(QPalette::Mid, color(Role::Line));
    p.setColor(QPalette::Dark, color(Role::Line));
    p.setColor(QPalette::Shadow, color(Role::Line));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, muted);
    return p;
}

QFont Theme::codeFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    return font;
}

int Theme::rowHeight() const
{
    return QFontMetrics(QApplication::font()).height() + space(2) + space() / 2;
}

int Theme::space(int steps) const
{
    return std::max(1, 4 * steps * QFontMetrics(QApplication::font()).height() / FlatStyle::kFontHeight);
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QStyleFactory>

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
    m_dark = m_scheme == Scheme::Dark || (m_scheme == Scheme::System && systemIsDark());
}

void Theme::applyTo(QApplication &application)
{
    if (application.style()->name() != u"fusion"_s)
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setPalette(palette());
    application.setStyleSheet(styleSheet());
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
    // The system font is 16 px high on a screen of 100 %.
    return std::max(1, 4 * steps * QFontMetrics(QApplication::font()).height() / 16);
}

QString Theme::styleSheet() const
{
    const QString line = color(Role::Line).name();
    const QString pane = color(Role::Pane).name();
    const QString window = color(Role::Window).name();
    const QString text = color(Role::Text).name();
    const QString muted = color(Role::Muted).name();
    const QString accent = color(Role::Accent).name();
    const QString gap = QString::number(space());
    const QString wide = QString::number(space(2));
    // One-pixel lines, no boxes in boxes: what Fusion draws round docks, tabs and views is taken away here.
    return u"QMainWindow::separator { background: %1; width: 1px; height: 1px; }"
           "QSplitter::handle { background: %1; } QSplitter::handle:horizontal { width: 1px; }"
           "QSplitter::handle:vertical { height: 1px; }"
           "QAbstractItemView, QPlainTextEdit#pane, QScrollArea { border: none; background: %2; outline: none; }"
           "QDockWidget { font-weight: bold; }"
           "QDockWidget::title { background: %3; padding: %7px %8px; border-bottom: 1px solid %1; text-align: left; }"
           "QTabWidget::pane { border: none; border-top: 1px solid %1; }"
           "QTabBar { background: %3; }"
           "QTabBar::tab { background: %3; color: %5; padding: %7px %8px; border: none; border-right: 1px solid %1;"
           " border-top: 2px solid transparent; }"
           "QTabBar::tab:selected { background: %2; color: %4; border-top: 2px solid %6; }"
           "QTabBar::tab:focus { color: %6; }"
           "QHeaderView::section { background: %3; color: %5; border: none; border-bottom: 1px solid %1;"
           " padding: %7px %8px; }"
           "QToolBar { background: %3; border: none; border-bottom: 1px solid %1; spacing: %8px; padding: %7px; }"
           "QStatusBar { background: %3; color: %5; border-top: 1px solid %1; } QStatusBar::item { border: none; }"
           "QProgressBar { background: %1; border: none; border-radius: %9px; }"
           "QProgressBar::chunk { background: %6; border-radius: %9px; }"
           // Fields and boxes of forms: Fusion's own outlines cannot be seen on a dark ground.
           "QLineEdit[form=\"true\"], QPlainTextEdit[form=\"true\"], QListWidget[form=\"true\"] {"
           " border: 1px solid %1; border-radius: %7px; background: %2; padding: %9px; }"
           "QLineEdit[form=\"true\"]:focus, QPlainTextEdit[form=\"true\"]:focus, QListWidget[form=\"true\"]:focus {"
           " border-color: %6; }"
           "QCheckBox::indicator:unchecked, QListView::indicator:unchecked {"
           " border: 1px solid %5; border-radius: %9px; background: %2; }"
           "QRadioButton::indicator:unchecked {"
           " border: 1px solid %5; border-radius: 6px; width: 11px; height: 11px; background: %2; }"
           "QDialog#commandPalette { border: 1px solid %5; }"
           "QToolTip { background: %2; color: %4; border: 1px solid %1; padding: %7px; }"_s.arg(
               line, pane, window, text, muted, accent, gap, wide, QString::number(space() / 2));
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;
class QWidget;

namespace stepladder::ui {

/// What a colour is for; each has a light and a dark one. No other file holds a colour.
enum class Role {
    Window,
    Pane,
    Line,
    Text,
    Muted,
    Accent,
    Selection,
    Ok,
    Fail,
    Warn,
    Waiting, ///< for a person
    Stub,
    Added, ///< ground of lines that a diff adds
    Removed,
    AddedWord, ///< ground of the changed words in such a line
    RemovedWord,
};

/// Whether to follow the system or not.
enum class Scheme { System, Light, Dark };

/// Colours, fonts and sizes of the whole window. GUI thread.
class Theme final : public QObject
{
    Q_OBJECT

public:
    explicit Theme(Scheme scheme = Scheme::System, QObject *parent = nullptr);

    QColor color(Role role) const;
    bool isDark() const { return m_dark; }
    Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme);
    /// Style and palette. Later calls change the palette alone: nothing is laid out anew.
    void applyTo(QApplication &application);
    /// \p widget writes in \p role's colour, now and after every applyTo(). All else follows the application.
    void setTextRole(QWidget &widget, Role role) const;
    QPalette palette() const;
    QFont codeFont() const; ///< the user's fixed font

    /// Sizes in pixels of the screen, scaled with the system font: a row is 26 at 100 %.
    int rowHeight() const;
    int space(int steps = 1) const; ///< 4, 8, 12 … times the font's scale

Q_SIGNALS:
    void changed();

private:
    void decide();

    Scheme m_scheme;
    const bool m_systemIsDark; ///< as it was before a theme set a palette
    bool m_dark = false;
};

} // namespace stepladder::ui

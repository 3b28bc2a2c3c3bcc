// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace stepladder::ui {

/// What opens over the window where it was asked for, and closes with Escape or a click beside it. A window manager
/// activates no popup: give a child the focus.
class Popup : public QDialog
{
    Q_OBJECT

public:
    Popup(const QString &name, QWidget *parent);

    /// Below \p anchor, flush with its right side.
    void openBelow(const QWidget &anchor);
    /// At the top of its parent, in the middle, \p below its upper edge.
    void openAtTop(int below);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace stepladder::ui

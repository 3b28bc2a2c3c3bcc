// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace stepladder::ui {

class Theme;

/// A dialog that what stands in a page elsewhere is put into: it holds up nothing, and stays on top if one likes.
class OwnWindow final : public QDialog
{
    Q_OBJECT

public:
    OwnWindow(QWidget *content, const QString &title, const Theme &theme, QWidget *parent);

    void setOnTop(bool onTop);

Q_SIGNALS:
    /// It is closed: the content is to go back.
    void leaving();

protected:
    void closeEvent(QCloseEvent *event) override;
    void reject() override; ///< Esc
};

} // namespace stepladder::ui

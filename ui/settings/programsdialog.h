// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/locations.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;

namespace stepladder::ui {

/// Which editor and which terminal open what a run holds. Kept as it is typed.
class ProgramsDialog final : public QDialog
{
    Q_OBJECT

public:
    ProgramsDialog(storage::Locations locations, const Theme &theme, QWidget *parent = nullptr);

private:
    void keep();

    const storage::Locations m_locations;
    QLineEdit *m_editor;
    QLineEdit *m_terminal;
    QLabel *m_trouble;
};

} // namespace stepladder::ui

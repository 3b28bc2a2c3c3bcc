// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPlainTextEdit>

namespace stepladder::ui {

/// A unified diff as text, its added and removed lines on their grounds.
class DiffText final : public QPlainTextEdit
{
    Q_OBJECT

public:
    DiffText(const QString &diff, const Theme &theme, QWidget *parent = nullptr);
};

} // namespace stepladder::ui

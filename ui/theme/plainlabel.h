// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace stepladder::ui {

/// A label that shows \p text as it is: what a model or a file says is no markup.
inline QLabel *plainLabel(const QString &name, const QString &text = {}, QWidget *parent = nullptr)
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

/// The same, on several lines, whose text can be marked and copied.
inline QLabel *plainText(const QString &name, const QString &text = {}, QWidget *parent = nullptr)
{
    QLabel *label = plainLabel(name, text, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace stepladder::ui

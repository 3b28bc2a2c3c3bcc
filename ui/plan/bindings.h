// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plan/formfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

#include <functional>

namespace stepladder::ui {

/// Fields made alike in every form: \p name is the editor's object name, \p took what it calls when a person changed
/// it. The caller puts them into its layout.
FormField *lineField(const QString &name, const QString &label, const Theme &theme,
                     const std::function<void(const QString &)> &took);
/// \p rows: how high it wants to be.
FormField *textField(const QString &name, const QString &label, int rows, const Theme &theme,
                     const std::function<void(const QString &)> &took);
FormField *numberField(const QString &name, const QString &label, int from, int to, const Theme &theme,
                       const std::function<void(int)> &took);
FormField *choiceField(const QString &name, const QString &label, const Theme &theme,
                       const std::function<void(const QVariant &)> &took);
FormField *checkField(const QString &name, const QString &label, const Theme &theme,
                      const std::function<void(bool)> &took);
/// A line and a button that lets a person look for a file or a folder.
FormField *pathField(const QString &name, const QString &label, bool folder, const QString &filter, const Theme &theme,
                     const std::function<void(const QString &)> &took);

/// Puts a value into a field without telling anybody, and leaves one that holds it alone: the cursor stays.
void setText(FormField *field, const QString &text);
void setNumber(FormField *field, int value);
void setChecked(FormField *field, bool on);
/// Selects the choice whose data is \p value; one that is not offered is added, so that nothing is lost.
void setChoice(FormField *field, const QVariant &value);
/// Offers \p choices (text, data) unless they are what is offered.
void setChoices(FormField *field, const QList<QPair<QString, QVariant>> &choices);

/// The words between commas, and the lines that are not empty.
QStringList wordsOf(const QString &text);
QStringList linesOf(const QString &text);
/// Puts \p values into a field of words or lines, unless what is typed there already means them.
void setWords(FormField *field, const QStringList &values);
void setLines(FormField *field, const QStringList &values);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/conversation/callrecord.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QTabWidget;

namespace stepladder::ui {

/// One entry in full: of what a model said, the whole prompt and the whole answer with tokens and price. Texts are
/// plain: nothing in them is executed, linked or loaded.
class CallWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit CallWindow(const Theme &theme, QWidget *parent = nullptr);

    void showCall(const CallRecord &call);
    /// A text that is being written, and what was asked for.
    void showUnderWay(const QString &who, const QString &prompt, const QString &text);
    void showError(const domain::Error &error);

private:
    QPlainTextEdit *addPage(const QString &objectName, const QString &title, const QString &text);
    void begin(const QString &title, const QString &facts);

    const Theme &m_theme;
    QLabel *m_facts = nullptr;
    QTabWidget *m_tabs = nullptr;
};

/// \p text with lines over \p longest characters broken, for views that lay out a line at a time.
QString brokenLines(const QString &text, qsizetype longest = 4000);

} // namespace stepladder::ui

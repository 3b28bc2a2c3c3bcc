// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plan/question.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace stepladder::ui {

class OpenRun;
class Theme;

/// Asks for words in place, while the panes go on: hidden until something is asked. What was typed stays until the
/// run has it.
class AskBar final : public QWidget
{
    Q_OBJECT

public:
    AskBar(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);

    void ask(const Question &question);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void send();
    void close();
    void say(const QString &trouble);

    OpenRun &m_run;
    const Theme &m_theme;
    Question m_question;
    int m_turn = 0; ///< of questions
    QLabel *m_text;
    QPlainTextEdit *m_words;
    QPushButton *m_send;
    QLabel *m_trouble;
};

} // namespace stepladder::ui

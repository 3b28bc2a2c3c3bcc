// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/guidance/answerpage.h"
#include "ui/guidance/draft.h"
#include "ui/theme/theme.h"

#include <QTimer>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace stepladder::ui {

class ChangeView;

/// One question to a person, answered in place: left what is asked and the answer, right what it rests on.
class RequestPage final : public AnswerPage
{
    Q_OBJECT

public:
    /// What is typed and not sent is kept in the folder \p drafts.
    RequestPage(domain::Request request, const Theme &theme, const QString &drafts, QWidget *parent = nullptr);
    ~RequestPage() override;

    /// Shows the change that is asked about as a diff with words marked, of which hunks can be chosen, and which can be
    /// edited; until then its recorded text is shown.
    void showChange(const QByteArray &before, const QByteArray &after);
    void showRefusal(const QString &message) override;
    void showSent() override;

private:
    QWidget *question(const Theme &theme);
    QWidget *evidence(const Theme &theme);
    QString evidenceText() const;
    QString fieldHint() const;
    QString startText() const;
    void addButtons(class QVBoxLayout &column, class QHBoxLayout &row);
    QPushButton *addButton(class QHBoxLayout &row, const QString &text, domain::AnswerKind kind);
    void addChangeButtons(class QVBoxLayout &column);
    void send(domain::AnswerKind kind);
    void keep();
    void showKept(bool well);
    /// Buttons say what they would do with what is chosen or written.
    void showChoice();
    bool isPartChosen() const;

    const Draft m_draft;
    ChangeView *m_change = nullptr; ///< null: the request is about no change
    QPlainTextEdit *m_text = nullptr;
    QLabel *m_kept = nullptr;
    QLabel *m_message = nullptr;
    QList<QPushButton *> m_buttons;
    QPushButton *m_accept = nullptr; ///< these three of a change only
    QPushButton *m_run = nullptr;
    QPushButton *m_edit = nullptr;
    QTimer m_keeping;
};

} // namespace stepladder::ui

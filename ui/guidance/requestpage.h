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

/// One question to a person, answered in place: left what is asked and the answer, right what it rests on.
class RequestPage final : public AnswerPage
{
    Q_OBJECT

public:
    RequestPage(domain::Request request, const Theme &theme, Draft draft, QWidget *parent = nullptr);
    ~RequestPage() override;

    /// Shows the change that is asked about as a diff with words marked; until then its recorded text is shown.
    void showChange(const QByteArray &before, const QByteArray &after);
    void showRefusal(const QString &message) override;
    void showSent() override;

private:
    QWidget *question(const Theme &theme);
    QWidget *evidence(const Theme &theme);
    QString evidenceText() const;
    QString fieldHint() const;
    QString startText() const;
    void addButtons(class QHBoxLayout &row);
    QPushButton *addButton(class QHBoxLayout &row, const QString &text, domain::AnswerKind kind);
    void send(domain::AnswerKind kind);
    void keep();

    const Draft m_draft;
    const Theme &m_theme;
    class QVBoxLayout *m_evidence = nullptr;
    QWidget *m_change = nullptr; ///< what shows the diff
    QPlainTextEdit *m_text = nullptr;
    QLabel *m_kept = nullptr;
    QLabel *m_message = nullptr;
    QList<QPushButton *> m_buttons;
    QTimer m_keeping;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/guidance/answerpage.h"
#include "ui/guidance/draft.h"
#include "ui/theme/theme.h"

#include <QTimer>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace stepladder::ui {

class CodeView;

/// A prompt before it is sent, with its tokens counted as it is edited: sent as it is, as edited (where the request
/// allows it), or not at all. What is typed is kept.
class PromptPage final : public AnswerPage
{
    Q_OBJECT

public:
    /// \p drafts: the folder that keeps what is typed.
    PromptPage(domain::Request request, const Theme &theme, const QString &drafts, QWidget *parent = nullptr);
    ~PromptPage() override;

    void showRefusal(const QString &message) override;
    void showSent() override;

Q_SIGNALS:
    /// The step's next prompt is to be shown as well.
    void nextWanted();

private:
    QLayout *header();
    QLayout *buttons();
    QPushButton *addButton(QBoxLayout &row, const QString &name, const QString &text, const domain::Answer &answer);
    QByteArray shown() const;
    bool isEdited() const;
    void send(domain::Answer answer);
    void showState();
    void keep();

    const Theme &m_theme;
    const QByteArray m_asked; ///< the prompt as it stands in the request
    const Draft m_draft; ///< of the edited prompt
    const Draft m_reasonDraft;
    CodeView *m_prompt = nullptr;
    QLabel *m_count = nullptr;
    QLineEdit *m_reason = nullptr;
    QPushButton *m_send = nullptr;
    QPushButton *m_sendEdited = nullptr; ///< null: it cannot be edited
    QPushButton *m_next = nullptr;
    QLabel *m_message = nullptr;
    QLabel *m_kept = nullptr;
    QList<QPushButton *> m_buttons;
    QTimer m_keeping;
    bool m_sent = false;
};

} // namespace stepladder::ui

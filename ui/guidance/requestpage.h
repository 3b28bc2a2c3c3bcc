// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "ui/guidance/draft.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace stepladder::ui {

/// One question to a person, answered in place: left what is asked and the answer, right what it rests on.
class RequestPage final : public QWidget
{
    Q_OBJECT

public:
    RequestPage(domain::Request request, const Theme &theme, Draft draft, QWidget *parent = nullptr);
    ~RequestPage() override;

    const domain::Request &request() const { return m_request; }
    /// Shows the change that is asked about as a diff with words marked; until then its recorded text is shown.
    void showChange(const QByteArray &before, const QByteArray &after);
    /// Shows why an answer was not taken, or that it is on its way.
    void showRefusal(const QString &message);
    void showSent();

Q_SIGNALS:
    void answered(const stepladder::domain::Answer &answer);

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

    const domain::Request m_request;
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

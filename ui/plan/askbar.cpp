// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/askbar.h"

#include "ui/run/openrun.h"
#include "ui/run/wanting.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

AskBar::AskBar(OpenRun &run, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_theme(theme)
    , m_text(new QLabel(this))
    , m_words(new QPlainTextEdit(this))
    , m_send(new QPushButton(this))
    , m_trouble(new QLabel(this))
{
    setObjectName(u"askBar"_s);
    m_text->setObjectName(u"askText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_words->setObjectName(u"askWords"_s);
    m_words->setTabChangesFocus(true);
    m_words->installEventFilter(this);
    m_send->setObjectName(u"askSend"_s);
    m_trouble->setObjectName(u"askTrouble"_s);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setWordWrap(true);
    theme.setTextRole(*m_trouble, Role::Fail);
    m_trouble->hide();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"askCancel"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.space(2));
    row->addWidget(m_words, 1);
    row->addWidget(m_send, 0, Qt::AlignTop);
    row->addWidget(cancel, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space());
    column->addWidget(m_text);
    column->addLayout(row);
    column->addWidget(m_trouble);
    hide();

    connect(m_send, &QPushButton::clicked, this, &AskBar::send);
    connect(cancel, &QPushButton::clicked, this, &AskBar::close);
    connect(m_words, &QPlainTextEdit::textChanged, this, [this] { m_trouble->hide(); });
}

void AskBar::ask(const Question &question)
{
    m_question = question;
    ++m_turn;
    m_text->setText(question.text);
    m_words->setAccessibleName(question.text);
    m_words->clear();
    const int lines = question.isLine ? 1 : 3;
    m_words->setFixedHeight(m_words->fontMetrics().lineSpacing() * lines + m_theme.space(4));
    m_send->setText(question.send);
    m_send->setToolTip(question.isLine ? tr("Return") : tr("Ctrl+Return"));
    m_send->setEnabled(true);
    m_trouble->hide();
    show();
    m_words->setFocus();
}

void AskBar::send()
{
    const auto wish = m_question.wishOf(m_words->toPlainText().trimmed());
    if (!wish)
        return say(wish.error().message);
    m_send->setEnabled(false);
    want(m_run, *wish, this, [this, turn = m_turn](const domain::Result<void> &wanted) {
        if (turn != m_turn)
            return;
        if (wanted)
            close();
        else
            say(wanted.error().message);
    });
}

void AskBar::close()
{
    m_words->clear();
    hide();
}

void AskBar::say(const QString &trouble)
{
    m_send->setEnabled(true);
    m_trouble->setText(trouble);
    m_trouble->show();
}

bool AskBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_words || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (isReturn && (m_question.isLine || key->modifiers().testFlag(Qt::ControlModifier))) {
        if (m_send->isEnabled())
            send();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stepladder::ui

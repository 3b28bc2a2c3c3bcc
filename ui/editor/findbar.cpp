// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/findbar.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_edit(new QLineEdit(this))
    , m_case(new QCheckBox(tr("Match case"), this))
    , m_said(new QLabel(this))
{
    setObjectName(u"findBar"_s);
    m_edit->setObjectName(u"findText"_s);
    m_edit->setClearButtonEnabled(true);
    m_edit->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    m_edit->installEventFilter(this);
    m_label->setBuddy(m_edit);
    m_said->setObjectName(u"findSaid"_s);
    const auto button = [this](const QString &text, const QString &tip, bool forward) {
        auto *made = new QToolButton(this);
        made->setText(text);
        made->setToolTip(tip);
        made->setAutoRaise(true);
        connect(made, &QToolButton::clicked, this, [this, forward] { accept(forward); });
        return made;
    };
    m_previous = button(tr("Previous"), tr("Previous hit (Shift+F3)"), false);
    m_next = button(tr("Next"), tr("Next hit (F3)"), true);
    auto *close = new QToolButton(this);
    close->setText(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, &FindBar::closed);

    auto *row = new QHBoxLayout(this);
    const int gap = fontMetrics().height() / 4;
    row->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    row->setSpacing(2 * gap);
    row->addWidget(m_label);
    row->addWidget(m_edit, 3);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_case);
    row->addWidget(m_said);
    row->addStretch(1);
    row->addWidget(close);
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        if (m_purpose == Purpose::Find)
            Q_EMIT typed();
    });
    connect(m_case, &QCheckBox::toggled, this, &FindBar::typed);
    hide();
}

void FindBar::open(Purpose purpose, const QString &text)
{
    m_purpose = purpose;
    const bool find = purpose == Purpose::Find;
    m_label->setText(find ? tr("&Find") : tr("&Line"));
    m_edit->setAccessibleName(find ? tr("Text to find") : tr("Line to go to"));
    for (QWidget *part : {static_cast<QWidget *>(m_case), m_previous, m_next})
        part->setVisible(find);
    if (!find || !text.isEmpty())
        m_edit->setText(text);
    say({});
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

QString FindBar::text() const
{
    return m_edit->text();
}

bool FindBar::isCaseSensitive() const
{
    return m_case->isChecked();
}

void FindBar::say(const QString &sentence)
{
    m_said->setText(sentence);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)
        accept(!(key->modifiers() & Qt::ShiftModifier));
    else
        return QWidget::eventFilter(watched, event);
    return true;
}

void FindBar::accept(bool forward)
{
    if (m_purpose == Purpose::Find) {
        Q_EMIT find(forward);
        return;
    }
    bool isNumber = false;
    const int line = m_edit->text().toInt(&isNumber);
    if (isNumber && line > 0)
        Q_EMIT lineAsked(line);
    else
        say(tr("A line is a number from 1."));
}

} // namespace stepladder::ui

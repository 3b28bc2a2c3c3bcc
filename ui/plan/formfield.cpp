// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/formfield.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

FormField::FormField(const QString &label, QWidget *editor, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_fault(new QLabel(this))
    , m_hint(new QLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(theme.space() / 2);
    if (!label.isEmpty()) {
        auto *title = new QLabel(label, this);
        title->setBuddy(editor);
        column->addWidget(title);
        if (editor->accessibleName().isEmpty())
            editor->setAccessibleName(QString(label).remove(u'&'));
    }
    column->addWidget(editor);
    for (QLabel *line : {m_hint, m_fault}) {
        line->setWordWrap(true);
        line->hide();
        line->setTextFormat(Qt::PlainText);
        column->addWidget(line);
    }
    column->addStretch(1); // in a taller row, label and editor stay together
    m_fault->setObjectName(editor->objectName() + u"Fault"_s);
    m_hint->setObjectName(editor->objectName() + u"Hint"_s);
    theme.setTextRole(*m_fault, Role::Fail);
    theme.setTextRole(*m_hint, Role::Muted);
    editor->installEventFilter(this);
    editor->setProperty("form", true);
    for (QLineEdit *line : editor->findChildren<QLineEdit *>())
        line->installEventFilter(this);
    setFocusProxy(editor);
}

void FormField::setFault(const QString &message)
{
    if (message == m_fault->text())
        return;
    m_fault->setText(message);
    m_fault->setVisible(!message.isEmpty());
    m_editor->setAccessibleDescription(message);
}

QString FormField::fault() const
{
    return m_fault->text();
}

void FormField::setHint(const QString &text)
{
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
}

bool FormField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stepladder::ui

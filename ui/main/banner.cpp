// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/banner.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

Banner::Banner(const QString &name, const QString &mend, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(name);
    m_text->setObjectName(name + u"Text"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setWordWrap(true);
    theme.setTextRole(*m_text, Role::Warn);
    auto *button = new QPushButton(mend, this);
    button->setObjectName(name + u"Mend"_s);
    m_close->setObjectName(name + u"Close"_s);
    m_close->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.space(3), theme.space(), theme.space(3), theme.space());
    row->setSpacing(theme.space(2));
    row->addWidget(m_text, 1);
    row->addWidget(button);
    row->addWidget(m_close);
    hide();
    connect(button, &QPushButton::clicked, this, &Banner::mendAsked);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
}

void Banner::say(const QString &sentence)
{
    m_text->setText(sentence);
    setVisible(!sentence.isEmpty());
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

} // namespace stepladder::ui

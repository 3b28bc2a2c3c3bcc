// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/cappopup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

CapPopup::CapPopup(std::optional<domain::MicroUsd> cap, domain::MicroUsd spent, const Theme &theme, QWidget *parent)
    : Popup(u"capPopup"_s, parent)
    , m_spent(spent)
    , m_typed(new QLineEdit)
    , m_trouble(new QLabel)
{
    setAccessibleName(tr("Budget of the run"));
    auto *asked = new QLabel(tr("What may the run cost in &all, in dollars?"));
    asked->setBuddy(m_typed);
    m_typed->setObjectName(u"capTyped"_s);
    m_typed->setProperty("form", true);
    if (cap)
        m_typed->setText(QString::number(domain::toUsd(*cap), 'f', 2));
    m_typed->selectAll();
    auto *set = new QPushButton(tr("&Set"));
    set->setObjectName(u"capSet"_s);
    set->setDefault(true);
    m_trouble->setObjectName(u"capTrouble"_s);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setWordWrap(true);
    theme.setTextRole(*m_trouble, Role::Fail);
    m_trouble->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.space(2));
    row->addWidget(m_typed, 1);
    row->addWidget(set);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    column->setSpacing(theme.space(2));
    column->addWidget(asked);
    column->addLayout(row);
    column->addWidget(m_trouble);
    connect(set, &QPushButton::clicked, this, &CapPopup::take);
    m_typed->setFocus();
}

void CapPopup::take()
{
    const QString typed = m_typed->text().trimmed();
    const auto total = domain::microUsdFromText(typed);
    if (total && *total > m_spent) {
        Q_EMIT chosen(*total);
        return accept();
    }
    m_trouble->setText(!total ? tr("Expected dollars, as in 2.50, and not “%1”.").arg(typed)
                              : tr("It has spent %1 already.").arg(domain::usdText(m_spent)));
    m_trouble->show();
    adjustSize();
}

} // namespace stepladder::ui

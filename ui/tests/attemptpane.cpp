// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/attemptpane.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

AttemptPane::AttemptPane(OpenRun &run, const Theme &theme, const QString &name, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_theme(theme)
    , m_follower(run)
    , m_title(title)
    , m_column(new QVBoxLayout(this))
    , m_pages(new QStackedWidget(this))
    , m_sentence(new QLabel(this))
{
    setObjectName(name);
    setAccessibleName(title);
    m_sentence->setObjectName(u"sentence"_s);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setMargin(theme.space(3));
    m_pages->addWidget(m_sentence);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_pages, 1);
}

void AttemptPane::begin(QWidget *page, QWidget *bar)
{
    if (bar)
        m_column->insertWidget(0, bar);
    m_page = page;
    m_pages->addWidget(page);
    connect(&m_follower, &AttemptFollower::changed, this, [this] { load(); });
    connect(&m_run.feed(), &RunFeed::failed, this, [this](const domain::Error &error) {
        forget();
        say(tr("The run cannot be read: %1").arg(error.message));
    });
    load();
}

void AttemptPane::say(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_pages->setCurrentWidget(m_sentence);
}

void AttemptPane::showPage()
{
    m_pages->setCurrentWidget(m_page);
}

void AttemptPane::setTitle(const QString &title)
{
    if (title == m_title)
        return;
    m_title = title;
    Q_EMIT titleChanged(m_title);
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/requestspane.h"

#include "ui/guidance/requestpage.h"

#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Request;

RequestsPane::RequestsPane(OpenRun &run, OpenRequests &requests, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_requests(requests)
    , m_theme(theme)
{
    setObjectName(u"requestsPane"_s);
    m_choice = new QComboBox;
    m_choice->setObjectName(u"requestChoice"_s);
    m_choice->setAccessibleName(tr("Questions that wait for you"));
    m_pages = new QStackedWidget;
    m_empty = new QLabel(tr("Nothing waits for you. When the run needs a decision, it is asked here."));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_choice);
    column->addWidget(m_pages, 1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (RequestPage *page = pageOf(m_choice->itemData(index).toString())) {
            m_pages->setCurrentWidget(page);
            if (const QString step = page->request().step; !step.isEmpty())
                m_run.selection().select(step);
        }
    });
    connect(&requests, &OpenRequests::changed, this, &RequestsPane::refresh);
    refresh();
}

RequestPage *RequestsPane::pageOf(const QString &request) const
{
    for (int i = 1; i < m_pages->count(); ++i) {
        auto *page = static_cast<RequestPage *>(m_pages->widget(i));
        if (page->request().id == request)
            return page;
    }
    return nullptr;
}

void RequestsPane::refresh()
{
    for (int i = m_pages->count() - 1; i > 0; --i) {
        auto *page = static_cast<RequestPage *>(m_pages->widget(i));
        if (m_requests.find(page->request().id))
            continue;
        m_choice->removeItem(m_choice->findData(page->request().id));
        m_pages->removeWidget(page);
        page->deleteLater();
    }
    for (const Request &request : m_requests.list()) {
        if (pageOf(request.id))
            continue;
        auto *page = new RequestPage(request, m_theme, Draft(m_run.locations().state + u"/drafts"_s, request.id));
        connect(page, &RequestPage::answered, this, [this, page](const domain::Answer &answer) {
            if (const auto taken = m_requests.answer(answer); !taken)
                page->showRefusal(taken.error().message);
            else
                page->showSent();
        });
        m_pages->addWidget(page);
        m_choice->addItem(request.title, request.id);
    }
    m_choice->setVisible(m_choice->count() > 1);
    if (RequestPage *page = pageOf(m_choice->currentData().toString()))
        m_pages->setCurrentWidget(page);
    else
        m_pages->setCurrentWidget(m_empty);
    const auto waiting = m_requests.list().size();
    Q_EMIT titleChanged(waiting > 0 ? tr("Waiting for you · %1").arg(waiting) : tr("Waiting for you"));
}

void RequestsPane::show(const QString &request)
{
    m_choice->setCurrentIndex(std::max(0, m_choice->findData(request)));
}

} // namespace stepladder::ui

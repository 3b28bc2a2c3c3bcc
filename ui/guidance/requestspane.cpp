// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/requestspane.h"

#include "ui/editor/codesources.h"
#include "ui/guidance/guidancepage.h"
#include "ui/guidance/promptpage.h"
#include "ui/guidance/requestpage.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Request;
using domain::Result;

namespace {

struct ProposedChange
{
    QByteArray before;
    QByteArray after;
};

/// What attempt \p number of \p step proposes for \p file, and the file as the run has it now.
Result<ProposedChange> proposedChange(journal::JournalReader &reader, const QString &folder, const QString &step,
                                      const QString &file, int number)
{
    const auto made = reader.entriesBefore(std::numeric_limits<qint64>::max(), 1,
                                           {.step = step, .attempt = number, .types = {u"candidate.made"_s}});
    if (!made)
        return domain::fail(made.error());
    const QJsonArray files = made->isEmpty() ? QJsonArray() : made->first().data[u"files"].toArray();
    for (const auto &item : files) {
        if (item[u"path"].toString() != file)
            continue;
        const auto after = reader.blob(item[u"blob"].toString());
        if (!after)
            return domain::fail(after.error());
        const auto before = fileOfStage(folder, file);
        if (!before && before.error().kind != domain::ErrorKind::NotFound)
            return domain::fail(before.error());
        return ProposedChange{.before = before.value_or(QByteArray()), .after = *after};
    }
    return domain::fail(domain::ErrorKind::NotFound, file);
}

} // namespace

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
        if (AnswerPage *page = pageOf(m_choice->itemData(index).toString())) {
            m_pages->setCurrentWidget(page);
            if (const QString step = page->request().step; !step.isEmpty())
                m_run.selection().select(step);
        }
    });
    connect(&requests, &OpenRequests::changed, this, &RequestsPane::refresh);
    refresh();
}

AnswerPage *RequestsPane::pageOf(const QString &request) const
{
    for (int i = 1; i < m_pages->count(); ++i) {
        auto *page = static_cast<AnswerPage *>(m_pages->widget(i));
        if (page->request().id == request)
            return page;
    }
    return nullptr;
}

void RequestsPane::refresh()
{
    for (int i = m_pages->count() - 1; i > 0; --i) {
        auto *page = static_cast<AnswerPage *>(m_pages->widget(i));
        if (m_requests.find(page->request().id) || page->lingers())
            continue;
        m_choice->removeItem(m_choice->findData(page->request().id));
        m_pages->removeWidget(page);
        page->deleteLater();
    }
    for (const Request &request : m_requests.list()) {
        if (pageOf(request.id))
            continue;
        AnswerPage *page = makePage(request);
        connect(page, &AnswerPage::dismissed, this, &RequestsPane::refresh, Qt::QueuedConnection);
        connect(page, &AnswerPage::answered, this, [this, page](const domain::Answer &answer) {
            if (const auto taken = m_requests.answer(answer); !taken)
                page->showRefusal(taken.error().message);
            else
                page->showSent();
        });
        m_pages->addWidget(page);
        m_choice->addItem(request.title, request.id);
    }
    if (const int wanted = m_choice->findData(m_wanted); wanted >= 0 && !m_wanted.isEmpty())
        show(m_wanted);
    m_choice->setVisible(m_choice->count() > 1);
    if (AnswerPage *page = pageOf(m_choice->currentData().toString()))
        m_pages->setCurrentWidget(page);
    else
        m_pages->setCurrentWidget(m_empty);
    const int waiting = m_requests.waiting();
    Q_EMIT titleChanged(waiting > 0 ? tr("Waiting for you · %1").arg(waiting) : tr("Waiting for you"));
}

AnswerPage *RequestsPane::makePage(const Request &request)
{
    const QString drafts = m_run.locations().state + u"/drafts"_s;
    if (request.kind == domain::RequestKind::Guidance) {
        auto *page = new GuidancePage(request, m_run, m_theme);
        connect(&m_requests, &OpenRequests::changed, page, [this, page] {
            if (const Request *now = m_requests.find(page->request().id))
                page->setDeadline(now->deadlineMs);
        });
        return page;
    }
    if (request.details.contains(u"prompt"_s)) {
        auto *page = new PromptPage(request, m_theme, drafts);
        connect(page, &PromptPage::nextWanted, this, [this, step = request.step] {
            m_run.want(engine::wish::SetBreakpoint{{.before = engine::Breakpoint::Before::Prompt, .step = step}});
        });
        return page;
    }
    auto *page = new RequestPage(request, m_theme, drafts);
    if (request.kind == domain::RequestKind::Approval)
        askForChange(*page);
    return page;
}

void RequestsPane::askForChange(RequestPage &page)
{
    const Request &request = page.request();
    m_run.feed().ask(
        &page,
        [folder = m_run.folder(), step = request.step, file = request.details[u"file"].toString(),
         attempt = request.details[u"attempt"].toInt()](journal::JournalReader &reader) {
            return proposedChange(reader, folder, step, file, attempt);
        },
        [&page](const Result<ProposedChange> &change) {
            if (change)
                page.showChange(change->before, change->after);
        });
}

void RequestsPane::show(const QString &request)
{
    const int index = m_choice->findData(request);
    m_wanted = index < 0 ? request : QString();
    m_choice->setCurrentIndex(std::max(0, index));
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/startarea.h"

#include "ui/main/startpage.h"
#include "ui/plan/planeditor.h"
#include "ui/theme/theme.h"

#include <QTabBar>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

StartArea::StartArea(storage::Locations locations, const Theme &theme, QWidget *parent)
    : QTabWidget(parent)
    , m_locations(std::move(locations))
    , m_theme(theme)
    , m_page(new StartPage(m_locations, theme))
{
    setObjectName(u"startArea"_s);
    setDocumentMode(true);
    setTabsClosable(true);
    setTabBarAutoHide(true);
    addTab(m_page, tr("Start"));
    tabBar()->setTabButton(0, QTabBar::RightSide, nullptr);
    tabBar()->setTabButton(0, QTabBar::LeftSide, nullptr);
    connect(this, &QTabWidget::tabCloseRequested, this, &StartArea::closeEditor);
    connect(m_page, &StartPage::openPlan, this, &StartArea::openPlan);
    connect(m_page, &StartPage::openRun, this, &StartArea::openRun);
    connect(m_page, &StartPage::resumeRun, this, &StartArea::resumeRun);
    connect(m_page, &StartPage::sample, this, &StartArea::sample);
}

PlanEditor *StartArea::openPlan(const PlanDraft &draft, const QString &draftId)
{
    for (int i = 1; i < count(); ++i) {
        auto *open = static_cast<PlanEditor *>(widget(i));
        if (!draftId.isEmpty() && open->draftId() == draftId) {
            setCurrentIndex(i);
            return open;
        }
    }
    auto *editor = new PlanEditor(m_locations, m_theme, draft, draftId);
    connect(editor, &PlanEditor::titleChanged, this, [this, editor] { setTabText(indexOf(editor), editor->title()); });
    connect(editor, &PlanEditor::approved, this, [this, editor](const engine::StartRequest &request) {
        m_starting = editor;
        editor->setBusy(true);
        Q_EMIT approved(request);
    });
    setCurrentIndex(addTab(editor, editor->title()));
    return editor;
}

void StartArea::runStarted()
{
    if (!m_starting)
        return;
    m_starting->forgetDraft();
    closeEditor(indexOf(m_starting));
    m_starting = nullptr;
}

bool StartArea::runFailed(const domain::Error &error)
{
    if (!m_starting)
        return false;
    m_starting->showError(error);
    m_starting = nullptr;
    return true;
}

void StartArea::readLadders()
{
    m_page->readLadders();
    for (int i = 1; i < count(); ++i)
        static_cast<PlanEditor *>(widget(i))->readLadders();
}

/// Nothing is asked: what was written is a draft, and the start page offers it.
void StartArea::closeEditor(int index)
{
    QWidget *editor = widget(index);
    if (index == 0 || !editor)
        return;
    removeTab(index);
    delete editor;
    setCurrentIndex(0);
    m_page->refreshDrafts();
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/diffview.h"

#include <QApplication>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

DiffView::DiffView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_notice(new QLabel(this))
    , m_foot(new QLabel(this))
    , m_sides(new QSplitter(this))
    , m_before(new CodeView(theme, m_sides))
    , m_after(new CodeView(theme, m_sides))
    , m_both(new CodeView(theme, this))
{
    m_notice->setObjectName(u"diffNotice"_s);
    m_foot->setObjectName(u"diffRemark"_s);
    for (QLabel *label : {m_notice, m_foot}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->hide();
    }
    m_before->setObjectName(u"before"_s);
    m_after->setObjectName(u"after"_s);
    m_both->setObjectName(u"both"_s);
    m_before->setViewName(tr("Old text"));
    m_after->setViewName(tr("New text"));
    m_both->setViewName(tr("Changes"));
    m_sides->setChildrenCollapsible(false);
    m_sides->setHandleWidth(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_sides, 1);
    column->addWidget(m_both, 1);
    column->addWidget(m_foot);
    // One text below both sides, which must stay as high as each other; and one scroll bar moves them both.
    for (CodeView *view : {m_after, m_both}) {
        view->setOwnFoot(false);
        connect(view, &CodeView::remarkHere, this, [this, view](const QString &text) {
            if (view != mainView())
                return;
            m_foot->setText(text);
            m_foot->setVisible(!text.isEmpty());
        });
    }
    m_before->setScrolledByOther();
    applyTheme();
    connect(&m_theme, &Theme::changed, this, &DiffView::applyTheme);
    // Both have the same lines, so the same line on top is the same place.
    connect(m_before, &CodeView::scrolled, this, [this] { m_after->scrollLike(*m_before); });
    connect(m_after, &CodeView::scrolled, this, [this] { m_before->scrollLike(*m_after); });
    showMode();
    connect(&m_differ, &Differ::compared, this, &DiffView::take);
    const auto shortcut = [this](const QKeySequence &keys, bool forward) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, [this, forward] { goToHunk(forward); });
    };
    shortcut(QKeySequence(Qt::Key_F7), true);
    shortcut(QKeySequence(Qt::SHIFT | Qt::Key_F7), false);
    for (CodeView *view : {m_before, m_after, m_both})
        connect(view, &CodeView::hunkToggled, this, [this](int hunk) { setChosen(hunk, !m_chosen.contains(hunk)); });
}

void DiffView::applyTheme()
{
    const int gap = m_theme.space();
    for (QLabel *label : {m_notice, m_foot}) {
        m_theme.setTextRole(*label, label == m_notice ? Role::Warn : Role::Text);
        label->setContentsMargins(3 * gap, gap, 3 * gap, gap);
    }
}

void DiffView::compare(const QByteArray &before, const QByteArray &after, const QString &file)
{
    m_oldText = before;
    m_newText = after;
    m_differ.compare(before, after, file);
}

void DiffView::clear()
{
    m_differ.cancel();
    m_oldText.clear();
    m_newText.clear();
    m_remarks.clear();
    m_missed.clear();
    take(std::make_shared<const DiffContent>());
}

void DiffView::take(const std::shared_ptr<const DiffContent> &content)
{
    m_content = content;
    m_chosen.clear();
    for (int i = 0; i < int(content->diff.hunks.size()); ++i)
        m_chosen.insert(i);
    m_notice->setText(content->notices.join(u' '));
    m_notice->setVisible(!content->notices.isEmpty());
    fill(*m_before, content->before);
    fill(*m_after, content->after);
    fill(*m_both, content->both);
    showChoice();
    if (!content->diff.hunks.isEmpty())
        goToFirstHunk();
    Q_EMIT compared();
}

void DiffView::fill(CodeView &view, const CodeContent &content)
{
    // What nobody looks at is set when they do: texts may be large.
    if (!view.isVisibleTo(this)) {
        view.setContent({});
        return;
    }
    view.setContent(content);
    if (&view == m_before)
        return;
    view.setRemarks(m_remarks);
    view.setMissedLines(m_missed);
}

void DiffView::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    const int line = mainView()->lineNumber();
    m_mode = mode;
    showMode();
    if (!m_content)
        return;
    fill(*m_before, m_content->before);
    fill(*m_after, m_content->after);
    fill(*m_both, m_content->both);
    showChoice();
    if (line > 0)
        goToLine(line);
}

void DiffView::showMode()
{
    m_sides->setVisible(m_mode == Mode::SideBySide);
    m_both->setVisible(m_mode == Mode::Inline);
    setFocusProxy(mainView());
}

void DiffView::setHunksChoosable(bool choosable)
{
    if (choosable == m_choosable)
        return;
    m_choosable = choosable;
    showChoice();
}

void DiffView::showChoice()
{
    // Check boxes stand beside the text one reads; the other side goes quiet with it.
    m_after->setChoice(m_choosable, m_chosen);
    m_both->setChoice(m_choosable, m_chosen);
    m_before->setChoice(m_choosable, m_chosen);
}

void DiffView::setChosen(int hunk, bool chosen)
{
    if (!m_choosable || !m_content || hunk < 0 || hunk >= m_content->diff.hunks.size())
        return;
    if (chosen)
        m_chosen.insert(hunk);
    else
        m_chosen.remove(hunk);
    showChoice();
    Q_EMIT chosenChanged();
}

void DiffView::setAllChosen(bool chosen)
{
    if (!m_choosable || !m_content)
        return;
    m_chosen.clear();
    for (int i = 0; chosen && i < int(m_content->diff.hunks.size()); ++i)
        m_chosen.insert(i);
    showChoice();
    Q_EMIT chosenChanged();
}

QByteArray DiffView::chosenText() const
{
    if (!isCompared())
        return m_newText;
    return applyHunks(m_oldText, m_newText, m_content->diff, QList<int>(m_chosen.begin(), m_chosen.end()));
}

void DiffView::setRemarks(const QList<CodeRemark> &remarks)
{
    m_remarks = remarks;
    mainView()->setRemarks(remarks);
}

void DiffView::setMissedLines(const QList<int> &lines)
{
    m_missed = lines;
    mainView()->setMissedLines(lines);
}

bool DiffView::goToLine(int line)
{
    return mainView()->goToLine(line);
}

int DiffView::lineNumber() const
{
    return mainView()->lineNumber();
}

CodeView *DiffView::activeView() const
{
    if (m_mode == Mode::SideBySide && m_before->isAncestorOf(QApplication::focusWidget()))
        return m_before;
    return mainView();
}

void DiffView::goToFirstHunk()
{
    const QList<CodeLine> &lines = m_mode == Mode::Inline ? m_content->both.lines : m_content->after.lines;
    const auto first = std::find_if(lines.begin(), lines.end(), [](const CodeLine &line) { return line.hunk >= 0; });
    if (first != lines.end())
        mainView()->goToShownLine(int(first - lines.begin()));
}

void DiffView::goToHunk(bool forward)
{
    if (!m_content)
        return;
    CodeView *view = activeView();
    const QList<CodeLine> &lines = view == m_before ? m_content->before.lines
        : view == m_both                            ? m_content->both.lines
                                                    : m_content->after.lines;
    const int here = view->shownLine();
    const int at = lines.value(here).hunk;
    const int step = forward ? 1 : -1;
    int target = -1;
    for (int line = forward && at < 0 ? here : here + step; line >= 0 && line < int(lines.size()); line += step) {
        const int hunk = lines.at(line).hunk;
        if (hunk < 0 || hunk == at)
            continue;
        target = line;
        break;
    }
    while (!forward && target > 0 && lines.at(target - 1).hunk == lines.at(target).hunk)
        --target;
    if (target >= 0)
        view->goToShownLine(target);
}

void DiffView::openFind()
{
    activeView()->openFind();
}

void DiffView::openGoToLine()
{
    activeView()->openGoToLine();
}

} // namespace stepladder::ui

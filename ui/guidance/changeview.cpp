// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/changeview.h"

#include "ui/editor/diffview.h"
#include "ui/guidance/difftext.h"

#include <QStackedLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

} // namespace

ChangeView::ChangeView(const QString &diff, const QString &file, const Theme &theme, Draft draft, QWidget *parent)
    : QWidget(parent)
    , m_file(file)
    , m_theme(theme)
    , m_draft(std::move(draft))
    , m_stack(new QStackedLayout(this))
{
    setObjectName(u"changeView"_s);
    m_stack->addWidget(new DiffText(diff, theme));
    m_keeping.setSingleShot(true);
    connect(&m_keeping, &QTimer::timeout, this, [this] { Q_EMIT kept(keep()); });
}

ChangeView::~ChangeView()
{
    if (m_keeping.isActive())
        keep(); // whoever showed it is going too
}

void ChangeView::showChange(const QByteArray &before, const QByteArray &after)
{
    if (m_diff)
        return;
    m_after = after;
    m_diff = new DiffView(m_theme);
    m_diff->setMode(before.isEmpty() ? DiffView::Mode::Inline : DiffView::Mode::SideBySide);
    connect(m_diff, &DiffView::compared, this, [this] {
        m_diff->setHunksChoosable(hunks() > 1); // one change is chosen by accepting it
        Q_EMIT changed();
    });
    connect(m_diff, &DiffView::chosenChanged, this, &ChangeView::changed);
    m_diff->compare(before, after, m_file);
    m_stack->addWidget(m_diff);
    m_stack->setCurrentWidget(m_diff);
    if (!m_draft.readBytes().isEmpty())
        setEditing(true);
    Q_EMIT changed();
}

int ChangeView::hunks() const
{
    return m_diff && m_diff->isCompared() ? int(m_diff->content()->diff.hunks.size()) : 0;
}

int ChangeView::chosenHunks() const
{
    return m_diff && m_diff->isCompared() ? int(m_diff->chosenHunks().size()) : 0;
}

QByteArray ChangeView::chosenText() const
{
    return m_diff ? m_diff->chosenText() : QByteArray();
}

bool ChangeView::isEditing() const
{
    return m_code && m_stack->currentWidget() == m_code;
}

void ChangeView::setEditing(bool editing)
{
    if (!m_diff || editing == isEditing())
        return;
    if (editing && !m_code) {
        m_code = new CodeView(m_theme);
        m_code->setObjectName(u"ownCode"_s);
        m_code->setViewName(tr("Your code"));
        const QByteArray kept = m_draft.readBytes();
        m_code->edit(kept.isEmpty() ? chosenText() : kept, m_file);
        connect(m_code, &CodeView::edited, this, [this] { m_keeping.start(kKeepDraftMs); });
        m_stack->addWidget(m_code);
    }
    m_stack->setCurrentWidget(editing ? static_cast<QWidget *>(m_code) : m_diff);
    m_stack->currentWidget()->setFocus(Qt::OtherFocusReason);
    Q_EMIT changed();
}

QByteArray ChangeView::code() const
{
    return m_code ? m_code->text() : QByteArray();
}

bool ChangeView::keep() const
{
    return m_draft.keepBytes(code() == m_after ? QByteArray() : code());
}

void ChangeView::close()
{
    m_keeping.stop();
    m_draft.remove();
    if (m_diff)
        m_diff->setHunksChoosable(false);
    if (m_code)
        m_code->setEnabled(false);
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logfilterbar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using journal::EntryFilter;

namespace {

const QString kSelected = u"\x01selected"_s; ///< no step has such an id

/// What the machine notes for itself.
QStringList quietTypes()
{
    return {u"effect.intended"_s, u"effect.done"_s,     u"effect.ended"_s,   u"budget.reserved"_s,
            u"budget.settled"_s,  u"budget.released"_s, u"candidate.made"_s, u"failure.recorded"_s};
}

enum Kind { Readable, Said, Drafts, Reviews, Results, People, Money, Everything };

EntryFilter filterOf(Kind kind)
{
    switch (kind) {
    case Readable:
        return {.without = quietTypes()};
    case Said:
        return {.types = {u"insight"_s}};
    case Drafts:
        return {.types = {u"insight"_s}, .having = {{u"entryType"_s, u"generation"_s}}};
    case Reviews:
        return {.types = {u"insight"_s}, .having = {{u"entryType"_s, u"review"_s}}};
    case Results:
        return {.types = {u"attempt.started"_s, u"attempt.ended"_s, u"verdict.reached"_s, u"tests.finished"_s,
                          u"level.entered"_s, u"level.left"_s, u"level.skipped"_s, u"step.started"_s, u"step.ended"_s,
                          u"stub.made"_s, u"run.ended"_s}};
    case People:
        return {.types = {u"guidance.requested"_s, u"guidance.answered"_s, u"guidance.expired"_s,
                          u"guidance.withdrawn"_s, u"step.waiting"_s, u"plan.approved"_s, u"plan.amended"_s,
                          u"step.reopened"_s, u"budget.raised"_s, u"run.paused"_s, u"run.resumed"_s}};
    case Money:
        return {.types = {u"budget.reserved"_s, u"budget.settled"_s, u"budget.released"_s, u"budget.refused"_s,
                          u"budget.raised"_s}};
    case Everything:
        return {};
    }
    return {};
}

} // namespace

LogFilterBar::LogFilterBar(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_kind = addCombo(u"logKind"_s, tr("Kind of entries"));
    m_kind->addItem(tr("Conversation"), Readable);
    m_kind->addItem(tr("What models said"), Said);
    m_kind->addItem(tr("Drafts"), Drafts);
    m_kind->addItem(tr("Reviews"), Reviews);
    m_kind->addItem(tr("Attempts and results"), Results);
    m_kind->addItem(tr("Questions and answers"), People);
    m_kind->addItem(tr("Money"), Money);
    m_kind->addItem(tr("Everything"), Everything);
    m_step = addCombo(u"logStep"_s, tr("Step"));
    setSteps({});
    m_role = addCombo(u"logRole"_s, tr("Role"));
    m_role->addItem(tr("All roles"), QString());
    m_role->addItem(tr("Thinker"), u"thinker"_s);
    m_role->addItem(tr("Generator"), u"generator"_s);
    m_role->addItem(tr("Reviewer"), u"reviewer"_s);
    m_role->addItem(tr("Premium"), u"premium"_s);
    m_role->addItem(tr("Expert"), u"expert"_s);
    m_role->addItem(tr("Judge"), u"judge"_s);
    m_middle = layout->count();
    m_hits = new QLabel(this);
    m_hits->setObjectName(u"logHits"_s);
    layout->addWidget(m_hits);
    m_previous = addButton(u"logPrevious"_s, tr("Newer"), tr("Next newer hit (Shift+F3)"));
    m_next = addButton(u"logNext"_s, tr("Older"), tr("Next older hit (F3)"));
    m_clear = addButton(u"logClear"_s, tr("Clear"), tr("Clear the search (Esc)"));
    m_search = new QLineEdit(this);
    m_search->setProperty("form", true);
    m_search->setObjectName(u"logSearch"_s);
    m_search->setAccessibleName(tr("Search the conversation"));
    m_search->setPlaceholderText(tr("Search (Ctrl+F)"));
    m_search->setMinimumWidth(fontMetrics().averageCharWidth() * 8);
    m_search->setMaximumWidth(fontMetrics().averageCharWidth() * 30);
    m_search->installEventFilter(this);
    layout->addWidget(m_search, 1);
    connect(m_search, &QLineEdit::textChanged, this, &LogFilterBar::searchChanged);
    connect(m_next, &QToolButton::clicked, this, &LogFilterBar::nextAsked);
    connect(m_previous, &QToolButton::clicked, this, &LogFilterBar::previousAsked);
    connect(m_clear, &QToolButton::clicked, this, &LogFilterBar::clearSearch);
    for (QComboBox *combo : {m_kind, m_step, m_role})
        connect(combo, &QComboBox::currentIndexChanged, this, &LogFilterBar::filterChanged);
    setHits({}, false);
}

void LogFilterBar::addMiddle(QWidget *widget, int stretch)
{
    static_cast<QHBoxLayout *>(layout())->insertWidget(m_middle++, widget, stretch);
}

QComboBox *LogFilterBar::addCombo(const QString &objectName, const QString &name)
{
    auto *combo = new QComboBox(this);
    combo->setObjectName(objectName);
    combo->setAccessibleName(name);
    combo->setToolTip(name);
    combo->setFrame(false);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    // Narrow docks are allowed.
    combo->setMinimumWidth(fontMetrics().averageCharWidth() * 6);
    combo->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    layout()->addWidget(combo);
    return combo;
}

QToolButton *LogFilterBar::addButton(const QString &objectName, const QString &text, const QString &tip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    layout()->addWidget(button);
    return button;
}

EntryFilter LogFilterBar::filter(const QString &selected) const
{
    EntryFilter filter = filterOf(Kind(m_kind->currentData().toInt()));
    if (const QString step = m_step->currentData().toString(); step == kSelected)
        filter.step = selected.isEmpty() ? std::nullopt : std::optional(selected);
    else if (!step.isEmpty())
        filter.step = step;
    if (const QString role = m_role->currentData().toString(); !role.isEmpty())
        filter.having.append({u"role"_s, role});
    return filter;
}

bool LogFilterBar::followsSelection() const
{
    return m_step->currentData().toString() == kSelected;
}

bool LogFilterBar::isDefault() const
{
    return m_kind->currentIndex() == 0 && m_step->currentIndex() == 0 && m_role->currentIndex() == 0;
}

void LogFilterBar::setSteps(const QList<journal::StepView> &steps)
{
    bool same = m_step->count() == steps.size() + 2;
    for (qsizetype i = 0; same && i < steps.size(); ++i)
        same = m_step->itemData(int(i) + 2).toString() == steps.at(i).id;
    if (same)
        return;
    const QString chosen = m_step->currentData().toString();
    const QSignalBlocker quiet(m_step);
    m_step->clear();
    m_step->addItem(tr("All steps"), QString());
    m_step->addItem(tr("Selected step"), kSelected);
    for (qsizetype i = 0; i < steps.size(); ++i)
        m_step->addItem(u"%1 %2"_s.arg(i + 1).arg(steps.at(i).file.section(u'/', -1)), steps.at(i).id);
    m_step->setCurrentIndex(std::max(0, m_step->findData(chosen)));
}

QString LogFilterBar::searchText() const
{
    return m_search->text();
}

void LogFilterBar::setHits(const QString &text, bool any)
{
    m_hits->setText(text);
    m_hits->setVisible(!text.isEmpty());
    m_next->setVisible(any);
    m_previous->setVisible(any);
    m_clear->setVisible(!m_search->text().isEmpty());
}

void LogFilterBar::startSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void LogFilterBar::clearSearch()
{
    m_search->clear();
    Q_EMIT searchClosed();
}

bool LogFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape) {
            clearSearch();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            if (key->modifiers() & Qt::ShiftModifier)
                Q_EMIT previousAsked();
            else
                Q_EMIT nextAsked();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stepladder::ui

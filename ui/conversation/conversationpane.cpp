// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/conversationpane.h"

#include "ui/conversation/callwindow.h"

#include <QLabel>
#include <QLocale>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

ConversationPane::ConversationPane(OpenRun &run, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_theme(theme)
    , m_model(run)
    , m_search(run)
{
    setObjectName(u"conversation"_s);
    setAccessibleName(tr("Conversation"));
    build();
    connectAll();
    style();
    showMoment();
    showSelection();
    m_model.setFilter(m_bar->filter(run.selection().step()));
    showWriting();
}

void ConversationPane::build()
{
    m_head = new QWidget(this);
    m_head->setObjectName(u"conversationHead"_s);
    m_head->setAttribute(Qt::WA_StyledBackground);
    m_writing = new QLabel(m_head);
    m_writing->setObjectName(u"conversationWriting"_s);
    m_writing->setTextFormat(Qt::PlainText);
    m_newest = new QToolButton(m_head);
    m_newest->setObjectName(u"conversationNewest"_s);
    m_newest->setText(tr("Newest"));
    m_newest->setToolTip(tr("Go to the newest entry and follow it (End)"));
    m_newest->setAutoRaise(true);
    m_writing->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_writing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar = new LogFilterBar(m_head);
    m_bar->addMiddle(m_writing, 2);
    m_bar->addMiddle(m_newest);
    m_error = new QLabel(this);
    m_error->setObjectName(u"conversationError"_s);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->hide();
    m_view = new LogView(m_model, m_theme, this);
    m_view->setHeadings([this](const LogGroup &group) { return headingOf(group); });
    setFocusProxy(m_view);

    auto *head = new QVBoxLayout(m_head);
    head->addWidget(m_bar);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_head);
    all->addWidget(m_error);
    all->addWidget(m_view, 1);
    setTabOrder(m_view, m_bar);
}

void ConversationPane::style()
{
    const int space = m_theme.space();
    m_head->layout()->setContentsMargins(3 * space, space, 2 * space, space);
    m_head->layout()->setSpacing(space);
    m_bar->layout()->setSpacing(2 * space);
    m_error->setContentsMargins(3 * space, space, 3 * space, space);
    m_head->setStyleSheet(
        u"QWidget#conversationHead { background: %1; border-bottom: 1px solid %2; }"
        "QLabel#conversationTitle { font-weight: bold; }"
        "QLabel#conversationWriting, QLabel#logHits { color: %3; }"
        "QComboBox { background: transparent; border: none; color: %3; }"_s.arg(
            m_theme.color(Role::Window).name(), m_theme.color(Role::Line).name(), m_theme.color(Role::Muted).name()));
    m_error->setStyleSheet(u"color: %1;"_s.arg(m_theme.color(Role::Fail).name()));
}

void ConversationPane::connectAll()
{
    RunFeed &feed = m_run.feed();
    connect(&m_theme, &Theme::changed, this, &ConversationPane::style);
    connect(&feed, &RunFeed::momentChanged, this, &ConversationPane::showMoment);
    connect(&feed, &RunFeed::failed, this, &ConversationPane::showError);
    connect(&m_run, &OpenRun::streamed, this, &ConversationPane::showWriting);
    connect(&m_run, &OpenRun::stopped, this, &ConversationPane::showWriting);
    connect(&m_run.selection(), &Selection::changed, this, &ConversationPane::showSelection);
    connect(&m_model, &LogModel::failed, this, &ConversationPane::showError);
    connect(&m_model, &LogModel::ready, this, &ConversationPane::arrived);
    connect(&m_model, &LogModel::completed, this, &ConversationPane::showEmpty);
    connect(&m_model, &LogModel::modelReset, this, &ConversationPane::showEmpty);
    connect(&m_search, &LogSearch::changed, this, &ConversationPane::showHits);
    connect(&m_search, &LogSearch::failed, this, &ConversationPane::showError);
    connect(&m_search, &LogSearch::found, this, [this] { goToHit(0); });
    connect(m_view, &LogView::currentChanged, this, &ConversationPane::selectRowsAttempt);
    connect(m_view, &LogView::openAsked, this, &ConversationPane::open);
    connect(m_view, &LogView::atTailChanged, this, &ConversationPane::showNewest);
    connect(m_newest, &QToolButton::clicked, this, [this] {
        m_model.reach(m_model.lastSeq());
        m_view->toTail();
    });
    connect(m_bar, &LogFilterBar::filterChanged, this, &ConversationPane::applyFilter);
    connect(m_bar, &LogFilterBar::searchChanged, this,
            [this](const QString &text) { m_search.start(text, m_model.filter()); });
    connect(m_bar, &LogFilterBar::nextAsked, this, [this] { goToHit(m_search.current() + 1); });
    connect(m_bar, &LogFilterBar::previousAsked, this, [this] { goToHit(m_search.current() - 1); });
    connect(m_bar, &LogFilterBar::searchClosed, this, [this] { m_view->setFocus(); });
    const auto shortcut = [this](const QKeySequence &keys, auto slot) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, slot);
    };
    shortcut(QKeySequence::Find, [this] { m_bar->startSearch(); });
    shortcut(Qt::Key_F3, [this] { goToHit(m_search.current() + 1); });
    shortcut(Qt::SHIFT | Qt::Key_F3, [this] { goToHit(m_search.current() - 1); });
    shortcut(Qt::Key_Escape, [this] { m_bar->clearSearch(); });
    showNewest();
}

// --- what is shown of the run

QString ConversationPane::title() const
{
    const Selection &selection = m_run.selection();
    const auto index = m_order.indexOf(selection.step());
    if (index < 0)
        return tr("Conversation");
    const journal::AttemptState *attempt = m_run.selectedAttempt();
    return attempt && attempt->number > 0 ? tr("Conversation · step %1, attempt %2").arg(index + 1).arg(attempt->number)
                                          : tr("Conversation · step %1").arg(index + 1);
}

QString ConversationPane::headingOf(const LogGroup &group) const
{
    if (group.step.isEmpty())
        return tr("The run");
    const QString name = m_names.value(group.step, group.step);
    return group.attempt > 0 ? tr("%1 · attempt %2").arg(name).arg(group.attempt) : name;
}

void ConversationPane::showMoment()
{
    QHash<QString, QString> names;
    QStringList order;
    const auto &steps = m_run.moment().steps;
    for (const journal::StepView &step : steps) {
        order.append(step.id);
        const QString file = step.file.isEmpty() ? step.title : step.file;
        names.insert(step.id, tr("Step %1 · %2").arg(order.size()).arg(file));
    }
    if (names != m_names) {
        m_names = names;
        m_order = order;
        m_bar->setSteps(steps);
        m_view->setHeadings([this](const LogGroup &group) { return headingOf(group); });
    }
    showTitle();
    showEmpty();
}

void ConversationPane::showTitle()
{
    const QString now = title();
    if (now == m_shownTitle)
        return;
    m_shownTitle = now;
    Q_EMIT titleChanged(now);
}

void ConversationPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showWriting();
}

void ConversationPane::showWriting()
{
    QStringList models;
    if (!m_run.isScrubbed()) {
        for (const LiveText &live : m_run.streams().all())
            models.append(live.model);
    }
    models.removeDuplicates();
    QString text;
    if (models.size() == 1)
        text = tr("%1 is writing…").arg(models.first());
    else if (models.size() > 1)
        text = tr("%1 models are writing…").arg(models.size());
    m_writing->setToolTip(text);
    m_writing->setText(m_writing->fontMetrics().elidedText(text, Qt::ElideMiddle, m_writing->width()));
}

void ConversationPane::showEmpty()
{
    if (!m_run.feed().isOpen())
        m_view->setEmptyText(tr("The conversation of this run will stand here."));
    else if (!m_model.isComplete())
        m_view->setEmptyText(tr("Reading the journal…"));
    else if (!m_bar->isDefault())
        m_view->setEmptyText(tr("No entry fits what is chosen above."));
    else
        m_view->setEmptyText(tr("Nothing was said yet: entries appear here as soon as models speak."));
}

void ConversationPane::showNewest()
{
    m_newest->setVisible(!m_view->isAtTail());
}

void ConversationPane::showError(const domain::Error &error)
{
    m_error->setText(error.message);
    m_error->show();
}

// --- selection, the same in every pane

void ConversationPane::showSelection()
{
    showTitle();
    if (m_selecting)
        return;
    if (m_bar->followsSelection())
        applyFilter();
    const Selection &selection = m_run.selection();
    if (selection.step().isEmpty())
        return;
    const journal::AttemptState *attempt = m_run.selectedAttempt();
    const int row = m_view->currentSeq() != 0 ? m_model.rowAt(m_view->currentSeq()) : -1;
    const LogGroup wanted{selection.step(), attempt ? attempt->number : 0};
    if (row >= 0 && m_model.group(row) == wanted)
        return;
    // Its last attempt, as it goes on, is best seen at its end when that is where the log goes on too.
    const int last = m_model.rowCount() - 1;
    if (selection.attempt() == 0 && m_view->isAtTail() && last >= 0 && m_model.group(last).step == wanted.step)
        return;
    if (attempt)
        goTo(attempt->startedSeq);
}

void ConversationPane::selectRowsAttempt(qint64 seq)
{
    const int row = m_model.rowAt(seq);
    if (row < 0 || m_goal != 0)
        return;
    const LogGroup &group = m_model.group(row);
    if (group.step.isEmpty())
        return;
    // Numbers begin again with an epoch: the attempt meant is the last one that had begun by then.
    qint64 started = 0;
    for (const journal::AttemptState &attempt : m_run.moment().attempts) {
        const bool before = seq < 0 || attempt.startedSeq <= seq || started == 0;
        if (attempt.step == group.step && attempt.number == group.attempt && before)
            started = attempt.startedSeq;
    }
    m_selecting = true;
    m_run.selection().select(group.step, started);
    m_selecting = false;
}

void ConversationPane::goTo(qint64 seq)
{
    m_goal = seq;
    m_model.reach(seq);
}

void ConversationPane::arrived(qint64 seq)
{
    if (m_goal == 0 || m_goal != seq)
        return;
    const int row = m_model.rowAt(seq);
    if (row >= 0) {
        m_view->setCurrent(m_model.seq(row));
        m_view->show(m_model.seq(row));
    }
    m_goal = 0;
}

// --- filters and search

void ConversationPane::applyFilter()
{
    const auto filter = m_bar->filter(m_run.selection().step());
    const qint64 current = m_view->isAtTail() ? 0 : std::max<qint64>(0, m_view->currentSeq());
    m_model.setFilter(filter, current);
    if (current != 0)
        m_goal = current;
    if (m_search.isActive())
        m_search.start(m_search.text(), filter);
    showEmpty();
}

void ConversationPane::goToHit(int hit)
{
    const auto count = int(m_search.hits().size());
    if (count == 0)
        return;
    hit = (hit + count) % count;
    m_search.setCurrent(hit);
    goTo(m_search.hits().at(hit));
    showHits();
}

void ConversationPane::showHits()
{
    m_view->setSearched(m_search.words(), m_search.hitSet());
    const auto count = m_search.hits().size();
    const QLocale locale;
    QString text;
    if (m_search.isActive()) {
        if (count == 0)
            text = m_search.isLooking() ? tr("searching…") : tr("no hits");
        else if (m_search.isFull())
            text = tr("%1 of over %2").arg(m_search.current() + 1).arg(locale.toString(LogSearch::kMost));
        else
            text = tr("%1 of %2").arg(m_search.current() + 1).arg(locale.toString(count));
        if (m_search.searchedTo() < m_search.lastSeq())
            text = tr("%1, searched to entry %2").arg(text, locale.toString(m_search.searchedTo()));
    }
    m_bar->setHits(text, count > 0);
}

void ConversationPane::open(qint64 seq)
{
    auto *window = new CallWindow(m_theme, this);
    const int row = m_model.rowAt(seq);
    if (seq > 0) {
        m_run.feed().ask(
            window, [seq](journal::JournalReader &reader) { return readCall(reader, seq); },
            [window](const domain::Result<CallRecord> &call) {
                if (call)
                    window->showCall(*call);
                else
                    window->showError(call.error());
            });
    } else if (row >= 0) {
        const LogGroup group = m_model.group(row);
        QString text;
        QString who;
        for (const LiveText &live : m_run.streams().all()) {
            if (live.step == group.step && live.attempt == group.attempt && live.model == m_model.row(row)->who) {
                text = live.text;
                who = live.model;
            }
        }
        m_run.feed().ask(
            window,
            [group](journal::JournalReader &reader) { return readPromptUnderWay(reader, group.step, group.attempt); },
            [window, who, text](const domain::Result<QString> &prompt) {
                window->showUnderWay(who, prompt.value_or(QString()), text);
            });
    }
    window->show();
}

} // namespace stepladder::ui

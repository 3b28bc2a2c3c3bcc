// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/problemspane.h"

#include "ui/run/attemptname.h"
#include "ui/tests/problemsdelegate.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTreeView>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::IssueSource;
using domain::Result;
using domain::Severity;
using journal::AttemptState;
using journal::JournalReader;

ProblemsPane::ProblemsPane(OpenRun &run, const Theme &theme, QWidget *parent)
    : AttemptPane(run, theme, u"problemsPane"_s, tr("Problems"), parent)
{
    m_filter.setSourceModel(&m_model);
    auto *bar = makeBar();
    begin(makePage(), bar);
    setFocusProxy(m_view);
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(&run.feed(), &RunFeed::momentChanged, this, [this] {
        if (m_all->isChecked())
            load();
    });
}

QWidget *ProblemsPane::makeBar()
{
    auto *page = new QWidget(this);
    m_all = new QCheckBox(tr("All steps"), page);
    m_all->setObjectName(u"problemsAll"_s);
    m_all->setToolTip(tr("The last attempt of every step"));
    m_text = new QLineEdit(page);
    m_text->setProperty("form", true);
    m_text->setObjectName(u"problemsText"_s);
    m_text->setPlaceholderText(tr("Find a problem"));
    m_text->setAccessibleName(tr("Find a problem"));
    m_text->setClearButtonEnabled(true);
    m_severity = new QComboBox(page);
    m_severity->setObjectName(u"problemsSeverity"_s);
    m_severity->setAccessibleName(tr("How bad"));
    m_severity->addItem(tr("Everything"), int(Severity::Info));
    m_severity->addItem(tr("Errors and warnings"), int(Severity::Warning));
    m_severity->addItem(tr("Errors"), int(Severity::Error));
    m_source = new QComboBox(page);
    m_source->setObjectName(u"problemsSource"_s);
    m_source->setAccessibleName(tr("Where it comes from"));
    m_source->addItem(tr("From anywhere"), -1);
    for (int source = 0; source <= int(IssueSource::Path); ++source)
        m_source->addItem(wordOf(IssueSource(source)), source);
    auto *bar = new QHBoxLayout(page);
    bar->setContentsMargins(theme().space(2), theme().space(), theme().space(2), theme().space());
    bar->setSpacing(theme().space(2));
    bar->addWidget(m_all);
    bar->addStretch(1);
    bar->addWidget(m_text);
    bar->addWidget(m_severity);
    bar->addWidget(m_source);
    connect(m_text, &QLineEdit::textChanged, &m_filter, &ProblemsFilter::setText);
    connect(m_severity, &QComboBox::currentIndexChanged, this,
            [this] { m_filter.setSeverity(Severity(m_severity->currentData().toInt())); });
    connect(m_source, &QComboBox::currentIndexChanged, this, [this] {
        const int source = m_source->currentData().toInt();
        m_filter.setSource(source < 0 ? std::nullopt : std::optional(IssueSource(source)));
    });
    connect(m_all, &QCheckBox::toggled, this, [this] {
        m_loaded.clear();
        load();
    });
    return page;
}

QWidget *ProblemsPane::makePage()
{
    m_view = new QTreeView(this);
    m_view->setObjectName(u"problemsView"_s);
    m_view->setAccessibleName(tr("Problems"));
    m_view->setModel(&m_filter);
    m_view->setItemDelegate(new ProblemsDelegate(theme(), this));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(ProblemsModel::Message, Qt::AscendingOrder);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(ProblemsModel::Message, QHeaderView::Stretch);
    const int letter = m_view->fontMetrics().averageCharWidth();
    header->resizeSection(ProblemsModel::Id, letter * 14);
    header->resizeSection(ProblemsModel::Source, letter * 24);
    header->resizeSection(ProblemsModel::Step, letter * 16);
    header->resizeSection(ProblemsModel::Place, letter * 34);
    m_view->installEventFilter(this);
    connect(m_view, &QTreeView::activated, this, &ProblemsPane::goTo);
    connect(m_view, &QTreeView::customContextMenuRequested, this, &ProblemsPane::showMenu);
    return m_view;
}

void ProblemsPane::load()
{
    const bool all = m_all->isChecked();
    QList<AttemptState> attempts;
    if (all) {
        QHash<QString, AttemptState> last;
        for (const AttemptState &attempt : run().moment().attempts)
            last.insert(attempt.step, attempt);
        for (const journal::StepView &step : run().moment().steps) {
            if (last.contains(step.id))
                attempts.append(last.value(step.id));
        }
    } else if (follower().attempt()) {
        attempts.append(*follower().attempt());
    }
    m_view->setColumnHidden(ProblemsModel::Step, !all);
    if (attempts.isEmpty()) {
        forget();
        m_model.setProblems({});
        setTitle(tr("Problems"));
        if (all)
            return say(tr("No step has been tried yet."));
        return say(follower().step().isEmpty() ? tr("Choose a step or an attempt to see its problems.")
                                               : tr("This step has not been tried yet."));
    }
    QList<std::pair<qint64, qint64>> wanted;
    for (const AttemptState &attempt : std::as_const(attempts))
        wanted.append({attempt.startedSeq, attempt.verdictSeq});
    if (all && wanted == m_loaded)
        return;
    m_loaded = all ? wanted : QList<std::pair<qint64, qint64>>();
    ask(
        [attempts, until = follower().until()](JournalReader &reader) -> Result<std::pair<QList<Problem>, bool>> {
            QList<Problem> problems;
            bool judged = false;
            for (const AttemptState &attempt : attempts) {
                const auto record = readAttempt(reader, attempt, until);
                if (!record)
                    return domain::fail(record.error());
                problems += problemsOf(*record);
                judged = judged || record->judged || record->attempt.endedMs > 0;
            }
            return std::pair(problems, judged);
        },
        [this](const Result<std::pair<QList<Problem>, bool>> &answer) {
            if (!answer)
                return say(tr("The problems cannot be read: %1").arg(answer.error().message));
            take(answer->first, answer->second);
        });
}

void ProblemsPane::take(const QList<Problem> &problems, bool judged)
{
    m_model.setProblems(problems);
    const auto count = std::count_if(problems.begin(), problems.end(),
                                     [](const Problem &p) { return p.counted && p.severity != Severity::Info; });
    setTitle(count > 0 ? tr("Problems %1").arg(count) : tr("Problems"));
    if (!problems.isEmpty())
        return showPage();
    if (m_all->isChecked())
        return say(tr("Nothing is wrong with the last attempt of any step."));
    const auto &attempt = follower().attempt();
    say(judged || !attempt ? tr("Nothing is wrong with this attempt.")
                           : tr("%1 is being written or tested.").arg(attemptTitle(*attempt)));
}

void ProblemsPane::goTo(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const Problem problem = m_model.problems().at(m_filter.mapToSource(index).row());
    if (m_all->isChecked())
        run().selection().select(problem.step);
    if (!problem.file.isEmpty())
        run().selection().goTo(problem.file, std::max(1, problem.line));
}

void ProblemsPane::openOutside()
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid())
        return;
    const Problem &problem = m_model.problems().at(m_filter.mapToSource(index).row());
    if (!problem.file.isEmpty())
        Q_EMIT editorAsked(problem.file, problem.line);
}

void ProblemsPane::copy()
{
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows))
        lines.append(ProblemsModel::line(m_model.problems().at(m_filter.mapToSource(row).row())));
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

void ProblemsPane::showMenu(const QPoint &point)
{
    const QModelIndex index = m_view->indexAt(point);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Go to line"), this, [this, at = QPersistentModelIndex(index)] { goTo(at); });
    menu->addAction(tr("Open in Your Editor"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, this, &ProblemsPane::openOutside);
    menu->addAction(tr("Copy"), QKeySequence::Copy, this, &ProblemsPane::copy);
    menu->popup(m_view->viewport()->mapToGlobal(point));
}

bool ProblemsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return AttemptPane::eventFilter(watched, event);
}

} // namespace stepladder::ui

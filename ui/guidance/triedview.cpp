// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/triedview.h"

#include "ui/tests/linkedtext.h"
#include "ui/tests/problemsdelegate.h"
#include "ui/tests/testsdelegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

QTreeView *list(const QString &name, const QString &said, QAbstractItemModel &model, QAbstractItemDelegate *delegate)
{
    auto *view = new QTreeView;
    view->setObjectName(name);
    view->setAccessibleName(said);
    view->setModel(&model);
    view->setItemDelegate(delegate);
    view->setHeaderHidden(true);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->header()->setStretchLastSection(false);
    return view;
}

} // namespace

TriedView::TriedView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    m_problemsFilter.setSourceModel(&m_problems);
    m_testsFilter.setSourceModel(&m_tests);
    m_sentence = new QLabel;
    m_sentence->setObjectName(u"triedSentence"_s);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_sentence->setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2));
    m_details = new LinkedText(theme, this);
    m_details->setObjectName(u"triedDetails"_s);
    m_details->setAccessibleName(tr("Why it failed"));
    auto *parts = new QSplitter(Qt::Vertical);
    parts->setChildrenCollapsible(false);
    parts->addWidget(problems());
    parts->addWidget(tests());
    parts->addWidget(m_details);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_sentence);
    column->addWidget(parts, 1);
    column->addStretch(0);
    connect(m_details, &LinkedText::placeChosen, this, &TriedView::placeChosen);
    connect(&theme, &Theme::changed, this, [this] {
        m_problemsView->viewport()->update();
        m_testsView->viewport()->update();
    });
    say({});
}

/// The views go after this and its models.
TriedView::~TriedView()
{
    for (const QTreeView *view : {m_problemsView, m_testsView})
        view->selectionModel()->disconnect(this);
}

QTreeView *TriedView::problems()
{
    m_problemsView = list(u"triedProblems"_s, tr("Problems"), m_problemsFilter, new ProblemsDelegate(m_theme, this));
    m_problemsView->setRootIsDecorated(false);
    for (const int column : {ProblemsModel::Id, ProblemsModel::Source, ProblemsModel::Step})
        m_problemsView->setColumnHidden(column, true);
    m_problemsView->header()->setSectionResizeMode(ProblemsModel::Message, QHeaderView::Stretch);
    m_problemsView->header()->setSectionResizeMode(ProblemsModel::Place, QHeaderView::ResizeToContents);
    connect(m_problemsView->selectionModel(), &QItemSelectionModel::currentChanged, this, &TriedView::showProblem);
    connect(m_problemsView, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const Problem &problem = m_problems.problems().at(m_problemsFilter.mapToSource(index).row());
        if (!problem.file.isEmpty() && problem.line > 0)
            Q_EMIT placeChosen(problem.file, problem.line);
    });
    return m_problemsView;
}

QTreeView *TriedView::tests()
{
    m_testsDelegate = new TestsDelegate(m_theme, this);
    m_testsView = list(u"triedTests"_s, tr("Tests"), m_testsFilter, m_testsDelegate);
    m_testsView->setIndentation(m_theme.space(4));
    m_testsView->setColumnHidden(TestsModel::History, true);
    m_testsView->header()->setSectionResizeMode(TestsModel::Test, QHeaderView::Stretch);
    m_testsView->header()->setSectionResizeMode(TestsModel::Time, QHeaderView::ResizeToContents);
    connect(m_testsView->selectionModel(), &QItemSelectionModel::currentChanged, this, &TriedView::showTest);
    return m_testsView;
}

void TriedView::show(const QString &sentence, const AttemptRecord &record, const QString &workspace)
{
    m_workspace = workspace;
    m_sentence->setText(sentence);
    const auto tree = buildTestTree(record, nullptr, {}, workspace);
    m_testsDelegate->setTree(tree);
    m_tests.setTree(tree);
    m_testsView->expandAll();
    // A failed test is in the list below.
    QList<Problem> problems = problemsOf(record);
    if (!tree->nodes.isEmpty())
        problems.removeIf([](const Problem &p) { return p.source == domain::IssueSource::Test; });
    m_problems.setProblems(problems);
    m_problemsView->setVisible(!problems.isEmpty());
    m_testsView->setVisible(!tree->nodes.isEmpty());
    m_details->hide();
    QTreeView *first = tree->failed > 0 || problems.isEmpty() ? m_testsView : m_problemsView;
    QModelIndex row = first->model()->index(0, 0);
    while (first->model()->hasChildren(row))
        row = first->model()->index(0, 0, row);
    first->setCurrentIndex(row);
}

void TriedView::say(const QString &sentence)
{
    show(sentence, {}, m_workspace);
}

void TriedView::showProblem(const QModelIndex &row)
{
    if (!row.isValid())
        return;
    const Problem &problem = m_problems.problems().at(m_problemsFilter.mapToSource(row).row());
    showDetails(problem.id, problem.message);
}

void TriedView::showTest(const QModelIndex &row)
{
    const TestNode *node = m_tests.node(m_testsFilter.mapToSource(row));
    if (node && node->isTest())
        showDetails(node->text, node->message.isEmpty() ? wordOf(node->state) : node->message);
}

void TriedView::showDetails(const QString &heading, const QString &text)
{
    m_details->show(heading, text, m_workspace);
    static_cast<QWidget *>(m_details)->show();
}

} // namespace stepladder::ui

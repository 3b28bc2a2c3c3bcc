// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/testsmodel.h"

#include <QCoreApplication>
#include <QLocale>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

struct TestWords
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::TestWords)
};

} // namespace

QString wordOf(TestState state)
{
    switch (state) {
    case TestState::Failed:
        return TestWords::tr("failed");
    case TestState::Pending:
        return TestWords::tr("not run yet");
    case TestState::Passed:
        return TestWords::tr("passed");
    case TestState::Skipped:
        return TestWords::tr("skipped");
    }
    return {};
}

QString timeText(double ms)
{
    if (ms < 0.5)
        return {};
    if (ms < 1000)
        return TestWords::tr("%1 ms").arg(QLocale().toString(ms, 'f', 0));
    return TestWords::tr("%1 s").arg(QLocale().toString(ms / 1000, 'f', 1));
}

QString wordsOf(const TestHistory &history)
{
    QStringList words;
    for (const PastTest past : history) {
        if (past == PastTest::Passed)
            words.append(TestWords::tr("passed"));
        else if (past == PastTest::Failed)
            words.append(TestWords::tr("failed"));
        else if (past == PastTest::Flaky)
            words.append(TestWords::tr("flaky"));
        else if (past == PastTest::Skipped)
            words.append(TestWords::tr("skipped"));
    }
    return words.join(u", "_s);
}

void TestsModel::setTree(std::shared_ptr<const TestTree> tree)
{
    // A verdict comes as a whole, once an attempt: nothing streams here.
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

const TestNode *TestsModel::node(const QModelIndex &index) const
{
    return index.isValid() ? &m_tree->nodes.at(int(index.internalId())) : nullptr;
}

QStringList TestsModel::namesOf(QModelIndex index)
{
    QStringList names;
    for (index = index.siblingAtColumn(Test); index.isValid(); index = index.parent())
        names.prepend(index.data().toString());
    return names;
}

QModelIndex TestsModel::find(const QStringList &names) const
{
    QModelIndex found;
    for (const QString &name : names) {
        QModelIndex next;
        for (int row = 0; row < rowCount(found) && !next.isValid(); ++row) {
            const QModelIndex candidate = index(row, Test, found);
            if (node(candidate)->text == name)
                next = candidate;
        }
        if (!next.isValid())
            return {};
        found = next;
    }
    return found;
}

QModelIndex TestsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (parent.column() > 0 || row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    const QList<int> &rows = parent.isValid() ? node(parent)->children : m_tree->roots;
    return createIndex(row, column, quintptr(rows.at(row)));
}

QModelIndex TestsModel::parent(const QModelIndex &index) const
{
    const TestNode *own = node(index);
    if (!own || own->parent < 0)
        return {};
    return createIndex(m_tree->nodes.at(own->parent).row, Test, quintptr(own->parent));
}

int TestsModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    return int(parent.isValid() ? node(parent)->children.size() : m_tree->roots.size());
}

int TestsModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString TestsModel::words(const TestNode &own) const
{
    if (!own.isTest())
        return tr("%1: %2 of %3 passed")
            .arg(own.text, QString::number(own.passed), QString::number(own.passed + own.failed));
    QString words = u"%1: %2"_s.arg(own.text, wordOf(own.state));
    if (own.flaky)
        words += u", "_s + tr("flaky");
    if (!own.firstLine.isEmpty())
        words += u", "_s + own.firstLine;
    return words;
}

QVariant TestsModel::data(const QModelIndex &index, int role) const
{
    const TestNode *own = node(index);
    if (!own)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Test)
            return own->text;
        return index.column() == Time ? timeText(own->ms) : own->isTest() ? wordsOf(own->history) : QString();
    case Qt::TextAlignmentRole:
        return index.column() == Time ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Test ? QVariant(words(*own)) : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == History && own->isTest())
            return tr("The last attempts, the newest on the right: %1").arg(wordsOf(own->history));
        return own->isTest() ? wordOf(own->state) : QVariant();
    case NodeRole:
        return int(index.internalId());
    case StateRole:
        return int(own->state);
    case SearchRole:
        return own->parent < 0 ? own->text + u' ' + own->firstLine
                               : m_tree->nodes.at(own->parent).text + u'.' + own->text + u' ' + own->firstLine;
    default:
        return {};
    }
}

QVariant TestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Test:
        return tr("Test");
    case Time:
        return tr("Time");
    case History:
        return tr("Last attempts");
    default:
        return {};
    }
}

TestsFilter::TestsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
    sort(0);
}

void TestsFilter::setShow(Show show)
{
    m_show = show;
    invalidate();
}

void TestsFilter::setText(const QString &text)
{
    m_text = text;
    invalidateFilter();
}

bool TestsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (sourceModel()->hasChildren(index))
        return false; // shown when something in it is
    const auto *tests = qobject_cast<const TestsModel *>(sourceModel());
    if (m_show == Show::FailedOnly && tests->node(index)->state != TestState::Failed)
        return false;
    return m_text.isEmpty() || index.data(TestsModel::SearchRole).toString().contains(m_text, Qt::CaseInsensitive);
}

bool TestsFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    // Asked ten thousand times over: past data().
    const auto *tests = qobject_cast<const TestsModel *>(sourceModel());
    if (m_show != Show::AsRun) {
        const TestState a = tests->node(left)->state;
        const TestState b = tests->node(right)->state;
        if (a != b)
            return a < b;
    }
    return left.row() < right.row();
}

} // namespace stepladder::ui

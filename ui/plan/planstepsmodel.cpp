// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planstepsmodel.h"

#include "ui/plan/plandocument.h"

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Step;

PlanStepsModel::PlanStepsModel(PlanDocument &document, QObject *parent)
    : QAbstractListModel(parent)
    , m_document(document)
    , m_steps(document.plan().steps)
{
    connect(&document, &PlanDocument::changed, this, &PlanStepsModel::follow);
}

/// Between what is alike before and after lies what was changed, moved, added or taken away.
void PlanStepsModel::follow()
{
    const QList<Step> &steps = m_document.plan().steps;
    int first = 0;
    while (first < std::min(m_steps.size(), steps.size()) && m_steps.at(first) == steps.at(first))
        ++first;
    int oldEnd = int(m_steps.size());
    int newEnd = int(steps.size());
    while (oldEnd > first && newEnd > first && m_steps.at(oldEnd - 1) == steps.at(newEnd - 1)) {
        --oldEnd;
        --newEnd;
    }
    if (oldEnd != newEnd || !followMove(steps, first, oldEnd - 1)) {
        const int both = std::min(oldEnd, newEnd);
        for (int row = first; row < both; ++row)
            m_steps[row] = steps.at(row);
        if (oldEnd > both) {
            beginRemoveRows({}, both, oldEnd - 1);
            m_steps.remove(both, oldEnd - both);
            endRemoveRows();
        } else if (newEnd > both) {
            beginInsertRows({}, both, newEnd - 1);
            for (int row = both; row < newEnd; ++row)
                m_steps.insert(row, steps.at(row));
            endInsertRows();
        }
    }
    // Numbers and faults of any row may be others now.
    if (!m_steps.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_steps.size()) - 1));
}

/// One row that moved within \p first to \p last.
bool PlanStepsModel::followMove(const QList<Step> &steps, int first, int last)
{
    if (last <= first)
        return false;
    const auto old = m_steps.cbegin();
    const auto now = steps.cbegin();
    const bool down = *(old + first) == *(now + last) && std::equal(old + first + 1, old + last + 1, now + first);
    const bool up = *(old + last) == *(now + first) && std::equal(old + first, old + last, now + first + 1);
    if (!down && !up)
        return false;
    if (down)
        beginMoveRows({}, first, first, {}, last + 1);
    else
        beginMoveRows({}, last, last, {}, first);
    m_steps = steps;
    endMoveRows();
    return true;
}

int PlanStepsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_steps.size());
}

QString PlanStepsModel::needs(const Step &step) const
{
    QStringList numbers;
    for (qsizetype row = 0; row < m_steps.size(); ++row) {
        if (step.dependsOn.contains(m_steps.at(row).id))
            numbers.append(QString::number(row + 1));
    }
    return numbers.join(u", "_s);
}

QString PlanStepsModel::faults(int row) const
{
    QStringList lines;
    for (const domain::PlanFault &fault : m_document.faults()) {
        if (fault.step == row)
            lines.append(tr("%1: %2").arg(fault.field, fault.message));
    }
    return lines.join(u'\n');
}

QVariant PlanStepsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_steps.size())
        return {};
    const Step &step = m_steps.at(index.row());
    const QString name = step.file.section(u'/', -1);
    switch (role) {
    case Qt::DisplayRole:
        return name.isEmpty() ? tr("no file yet") : name;
    case Qt::ToolTipRole:
        return m_document.hasFaults(index.row()) ? faults(index.row()) : step.title;
    case Qt::AccessibleTextRole: {
        const QString text = tr("Step %1, %2").arg(index.row() + 1).arg(name.isEmpty() ? tr("no file yet") : name);
        return m_document.hasFaults(index.row()) ? tr("%1, to be mended: %2").arg(text, faults(index.row())) : text;
    }
    case NameRole:
        return name;
    case FaultyRole:
        return m_document.hasFaults(index.row());
    case NeedsRole:
        return needs(step);
    default:
        return {};
    }
}

Qt::ItemFlags PlanStepsModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren
                           : Qt::ItemIsDropEnabled;
}

bool PlanStepsModel::moveRows(const QModelIndex &sourceParent, int sourceRow, int count,
                              const QModelIndex &destinationParent, int destinationChild)
{
    if (sourceParent.isValid() || destinationParent.isValid() || count != 1 || sourceRow < 0 || sourceRow >= rowCount()
        || destinationChild < 0 || destinationChild > rowCount() || destinationChild == sourceRow
        || destinationChild == sourceRow + 1)
        return false;
    m_document.moveStep(sourceRow, destinationChild);
    return true;
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planmodel.h"

#include "domain/money.h"
#include "ui/run/estimate.h"
#include "ui/theme/marks.h"

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::StepState;
using journal::StepView;

namespace {

const QString kNothing = u"–"_s;

QString fileName(const StepView &step)
{
    return step.file.section(u'/', -1);
}

} // namespace

void PlanModel::show(const journal::Moment &moment)
{
    const QList<StepView> &steps = moment.steps;
    // A plan only grows, and shrinks when an older moment is shown: what differs by id is at the end.
    int same = 0;
    while (same < std::min(m_steps.size(), steps.size()) && m_steps.at(same).id == steps.at(same).id)
        ++same;
    if (same < m_steps.size()) {
        beginRemoveRows({}, same, int(m_steps.size()) - 1);
        for (int row = same; row < m_steps.size(); ++row) {
            m_rows.remove(m_steps.at(row).id);
            --m_fileNames[fileName(m_steps.at(row))];
        }
        m_steps.resize(same);
        endRemoveRows();
        relate();
    }
    for (int row = 0; row < same; ++row) {
        if (m_steps.at(row) == steps.at(row))
            continue;
        const int first = row;
        while (row < same && m_steps.at(row) != steps.at(row)) {
            --m_fileNames[fileName(m_steps.at(row))];
            ++m_fileNames[fileName(steps.at(row))];
            m_steps[row] = steps.at(row);
            ++row;
        }
        Q_EMIT dataChanged(index(first, 0), index(row - 1, ColumnCount - 1));
    }
    if (same < steps.size()) {
        beginInsertRows({}, same, int(steps.size()) - 1);
        for (int row = same; row < steps.size(); ++row) {
            m_rows.insert(steps.at(row).id, row);
            ++m_fileNames[fileName(steps.at(row))];
            m_steps.append(steps.at(row));
        }
        endInsertRows();
        relate();
    }
}

void PlanModel::setDependencies(const QHash<QString, QStringList> &needs)
{
    m_needs = needs;
    m_neededBy.clear();
    for (auto it = needs.cbegin(); it != needs.cend(); ++it) {
        for (const QString &needed : it.value())
            m_neededBy[needed].append(it.key());
    }
    relate();
}

void PlanModel::setAnchor(const QString &step)
{
    if (step == m_anchor)
        return;
    m_anchor = step;
    relate();
}

/// Everything that can be reached from the anchor over \p edges.
QSet<QString> PlanModel::reach(const QHash<QString, QStringList> &edges) const
{
    QSet<QString> seen;
    QStringList open = edges.value(m_anchor);
    while (!open.isEmpty()) {
        const QString next = open.takeLast();
        if (seen.contains(next) || next == m_anchor)
            continue;
        seen.insert(next);
        open += edges.value(next);
    }
    return seen;
}

void PlanModel::relate()
{
    QHash<QString, Relation> relations;
    if (m_rows.contains(m_anchor)) {
        for (const QString &step : reach(m_needs))
            relations.insert(step, Relation::NeededFarther);
        for (const QString &step : m_needs.value(m_anchor))
            relations.insert(step, Relation::Needed);
        for (const QString &step : reach(m_neededBy))
            relations.insert(step, Relation::NeedsFarther);
        for (const QString &step : m_neededBy.value(m_anchor))
            relations.insert(step, Relation::Needs);
        relations.insert(m_anchor, Relation::Anchor);
        relations.removeIf([this](const auto &relation) { return !m_rows.contains(relation.key()); });
    }
    if (relations == m_relations)
        return;
    m_relations = relations;
    m_span = {};
    if (relations.size() > 1) {
        m_span = {rowOf(m_anchor), rowOf(m_anchor)};
        for (auto it = relations.cbegin(); it != relations.cend(); ++it) {
            const int row = rowOf(it.key());
            m_span = {std::min(m_span.first, row), std::max(m_span.last, row)};
        }
    }
    if (!m_steps.isEmpty())
        Q_EMIT dataChanged(index(0, StepColumn), index(int(m_steps.size()) - 1, StepColumn),
                           {RelationRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
}

bool PlanModel::isAnyRunning() const
{
    return std::any_of(m_steps.begin(), m_steps.end(),
                       [](const StepView &step) { return step.state == StepState::Running; });
}

int PlanModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_steps.size());
}

int PlanModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString PlanModel::name(int row) const
{
    const StepView &step = m_steps.at(row);
    if (step.file.isEmpty())
        return step.title.isEmpty() ? step.id : step.title;
    // Files of one name are told apart by their folder.
    return m_fileNames.value(fileName(step)) > 1 ? step.file.section(u'/', -2) : fileName(step);
}

QVariant PlanModel::text(int row, int column) const
{
    const StepView &step = m_steps.at(row);
    switch (column) {
    case StepColumn:
        return tr("%1 %2").arg(row + 1).arg(name(row));
    case TriesColumn:
        return step.attempts == 0 ? QString() : QString::number(step.attempts);
    case ScoreColumn:
        if (step.state == StepState::Pending && step.attempts == 0)
            return QString();
        return step.score > 0 ? QString::number(step.score, 'f', 1) : kNothing;
    case CostColumn:
        return step.cost != 0 ? domain::usdText(step.cost) : step.attempts > 0 ? kNothing : QString();
    default:
        return {};
    }
}

QStringList PlanModel::namesOf(const QStringList &steps) const
{
    QList<int> rows;
    for (const QString &step : steps) {
        if (const int row = rowOf(step); row >= 0)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    QStringList names;
    for (const int row : rows)
        names.append(text(row, StepColumn).toString());
    return names;
}

QString PlanModel::toolTip(int row) const
{
    const StepView &step = m_steps.at(row);
    QStringList lines;
    if (!step.title.isEmpty())
        lines.append(step.title);
    if (!step.file.isEmpty())
        lines.append(step.file);
    const QString word = wordOf(step.state);
    lines.append(step.reason.isEmpty() ? word : tr("%1: %2").arg(word, step.reason));
    if (step.startedMs > 0) {
        const qint64 until = domain::isEnded(step.state) && step.endedMs > 0 ? step.endedMs : m_nowMs;
        lines.append(tr("%n tries", nullptr, step.attempts) + u", "_s + elapsedText(until - step.startedMs));
    }
    if (const QStringList names = namesOf(m_needs.value(step.id)); !names.isEmpty())
        lines.append(tr("depends on %1").arg(names.join(u", "_s)));
    if (const QStringList names = namesOf(m_neededBy.value(step.id)); !names.isEmpty())
        lines.append(tr("needed by %1").arg(names.join(u", "_s)));
    return lines.join(u'\n');
}

QString PlanModel::spoken(int row) const
{
    const StepView &step = m_steps.at(row);
    QStringList parts{text(row, StepColumn).toString(), wordOf(step.state)};
    if (step.attempts > 0)
        parts.append(tr("%n tries", nullptr, step.attempts));
    if (step.score > 0)
        parts.append(tr("score %1").arg(step.score, 0, 'f', 1));
    if (step.cost != 0)
        parts.append(tr("cost %1").arg(domain::usdText(step.cost)));
    switch (m_relations.value(step.id)) {
    case Relation::None:
    case Relation::Anchor:
        break;
    case Relation::Needed:
    case Relation::NeededFarther:
        parts.append(tr("needed by step %1").arg(rowOf(m_anchor) + 1));
        break;
    case Relation::Needs:
    case Relation::NeedsFarther:
        parts.append(tr("depends on step %1").arg(rowOf(m_anchor) + 1));
        break;
    }
    return parts.join(u", "_s);
}

QVariant PlanModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_steps.size())
        return {};
    const StepView &step = m_steps.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::ToolTipRole:
        return toolTip(index.row());
    case Qt::AccessibleTextRole:
        return index.column() == StepColumn ? QVariant(spoken(index.row())) : text(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == StepColumn ? Qt::AlignLeft : Qt::AlignRight));
    case IdRole:
        return step.id;
    case StateRole:
        return int(step.state);
    case NameRole:
        return name(index.row());
    case ReasonRole:
        return step.reason;
    case RelationRole:
        return int(m_relations.value(step.id));
    default:
        return {};
    }
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == StepColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case StepColumn:
        return tr("step");
    case TriesColumn:
        return tr("tries");
    case ScoreColumn:
        return tr("score");
    case CostColumn:
        return tr("cost");
    default:
        return {};
    }
}

} // namespace stepladder::ui

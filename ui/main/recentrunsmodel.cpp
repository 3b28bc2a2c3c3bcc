// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/recentrunsmodel.h"

#include "domain/money.h"
#include "ui/theme/marks.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QSet>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

/// A run's task on one line.
QString titleOf(const RecentRun &run)
{
    const QString line = run.view.task.trimmed().section(u'\n', 0, 0);
    return line.isEmpty() ? run.view.run : line;
}

int endedOf(const domain::StepCounts &counts)
{
    return counts.accepted + counts.acceptedByPerson + counts.unproven + counts.stubbed + counts.unchanged
        + counts.skipped;
}

} // namespace

void RecentRunsModel::show(const QList<RecentRun> &runs)
{
    const auto placeOf = [](const QList<RecentRun> &list, const QString &id) {
        const auto at =
            std::find_if(list.begin(), list.end(), [&id](const RecentRun &run) { return run.view.run == id; });
        return at == list.end() ? -1 : int(at - list.begin());
    };
    const auto remove = [this](int row) {
        beginRemoveRows({}, row, row);
        m_runs.removeAt(row);
        endRemoveRows();
    };
    QSet<QString> there;
    for (const RecentRun &run : runs)
        there.insert(run.view.run);
    for (int row = int(m_runs.size()) - 1; row >= 0; --row) {
        if (!there.contains(m_runs.at(row).view.run))
            remove(row);
    }
    for (int row = 0; row < runs.size(); ++row) {
        const RecentRun &run = runs.at(row);
        if (row < m_runs.size() && m_runs.at(row).view.run == run.view.run) {
            if (m_runs.at(row) == run)
                continue;
            m_runs[row] = run;
            Q_EMIT dataChanged(index(row), index(row));
            continue;
        }
        if (const int elsewhere = placeOf(m_runs, run.view.run); elsewhere >= 0)
            remove(elsewhere);
        beginInsertRows({}, row, row);
        m_runs.insert(row, run);
        endInsertRows();
    }
}

int RecentRunsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

QString RecentRunsModel::standing(const RecentRun &run) const
{
    QStringList parts;
    switch (run.standing) {
    case Standing::Running:
        parts.append(tr("running"));
        break;
    case Standing::Waiting:
        parts.append(tr("%n waiting for you", nullptr, run.requests));
        break;
    case Standing::Paused:
        parts.append(run.view.reason.isEmpty() ? tr("paused") : tr("paused: %1").arg(run.view.reason));
        break;
    case Standing::Interrupted:
        parts.append(tr("interrupted, can be resumed"));
        break;
    case Standing::Ended:
        parts.append(wordOf(run.view.status));
        break;
    case Standing::Gone:
        parts.append(tr("its folder is gone"));
        break;
    }
    const int ended = endedOf(run.view.counts);
    const int all = ended + run.view.counts.waiting + run.view.counts.blocked + run.view.counts.pending;
    if (all > 0)
        parts.append(tr("%1 of %2 steps").arg(ended).arg(all));
    if (!run.view.workspace.isEmpty())
        parts.append(QFileInfo(run.view.workspace).fileName());
    parts.append(QLocale().toString(QDateTime::fromMSecsSinceEpoch(run.view.createdMs), QLocale::ShortFormat));
    return parts.join(u" · "_s);
}

QVariant RecentRunsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_runs.size())
        return {};
    const RecentRun &run = m_runs.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return titleOf(run);
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(titleOf(run), standing(run));
    case Qt::ToolTipRole:
        return u"%1\n%2\n%3"_s.arg(run.view.task, run.view.workspace, run.view.run);
    case IdRole:
        return run.view.run;
    case StandingRole:
        return standing(run);
    case CostRole:
        return run.view.spent != 0 ? domain::usdText(run.view.spent) : QString();
    default:
        return {};
    }
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/dependencylist.h"

#include "ui/plan/plandocument.h"
#include "ui/theme/theme.h"

#include <QSignalBlocker>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Step;

namespace {

constexpr int kRowsShown = 6;
constexpr int kIdRole = Qt::UserRole;

struct Row
{
    QString text;
    QString id;
};

} // namespace

DependencyList::DependencyList(PlanDocument &document, const Theme &theme, QWidget *parent)
    : QListWidget(parent)
    , m_document(document)
    , m_rowHeight(theme.rowHeight())
{
    setObjectName(u"dependsOn"_s);
    setUniformItemSizes(true);
    setFixedHeight(m_rowHeight * kRowsShown);
    setTabKeyNavigation(false);
    connect(&document, &PlanDocument::changed, this, &DependencyList::refresh);
    connect(&document, &PlanDocument::currentChanged, this, &DependencyList::refresh);
    connect(this, &QListWidget::itemChanged, this, &DependencyList::ticked);
    refresh();
}

void DependencyList::refresh()
{
    const QSignalBlocker quiet(this);
    const Step *current = m_document.currentStep();
    QList<Row> rows;
    QStringList unknown = current ? current->dependsOn : QStringList();
    const QList<Step> &steps = m_document.plan().steps;
    for (qsizetype i = 0; current && i < steps.size(); ++i) {
        unknown.removeAll(steps.at(i).id);
        // Itself only where it says so: to be unticked.
        if (i == m_document.current() && !current->dependsOn.contains(steps.at(i).id))
            continue;
        const QString file = steps.at(i).file.section(u'/', -1);
        rows.append({tr("%1 %2").arg(i + 1).arg(file.isEmpty() ? steps.at(i).id : file), steps.at(i).id});
    }
    for (const QString &id : unknown)
        rows.append({tr("%1 (no such step)").arg(id), id});
    while (count() > rows.size())
        delete takeItem(count() - 1);
    while (count() < rows.size())
        addItem(new QListWidgetItem);
    for (int i = 0; i < count(); ++i) {
        item(i)->setText(rows.at(i).text);
        item(i)->setSizeHint({0, m_rowHeight});
        item(i)->setData(kIdRole, rows.at(i).id);
        item(i)->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item(i)->setCheckState(current->dependsOn.contains(rows.at(i).id) ? Qt::Checked : Qt::Unchecked);
    }
    setEnabled(current != nullptr);
    viewport()->update(); // what was set quietly is seen
}

void DependencyList::ticked(const QListWidgetItem *item)
{
    const QString id = item->data(kIdRole).toString();
    const bool on = item->checkState() == Qt::Checked;
    m_document.changeStep(tr("Change what a step depends on"), {}, [&](Step &step) {
        if (on && !step.dependsOn.contains(id))
            step.dependsOn.append(id);
        else if (!on)
            step.dependsOn.removeAll(id);
    });
}

} // namespace stepladder::ui

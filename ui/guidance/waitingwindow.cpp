// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/waitingwindow.h"

#include "guidance/requests.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Request;

namespace {

enum WaitingColumn { What, Project, Step, Time };
constexpr int kRun = Qt::UserRole;
constexpr int kRequest = Qt::UserRole + 1;

} // namespace

WaitingWindow::WaitingWindow(const WaitingRequests &waiting, const storage::Clock &clock, const Theme &theme,
                             QWidget *parent)
    : QDialog(parent)
    , m_waiting(waiting)
    , m_clock(clock)
    , m_theme(theme)
{
    setObjectName(u"waitingWindow"_s);
    setWindowTitle(tr("Waiting for You"));
    setModal(false);
    setWindowFlags(Qt::Window);
    resize(theme.space(190), theme.space(110));
    m_empty = new QLabel(tr("Nothing waits for you in any run. When one needs a decision, it stands here."));
    m_empty->setObjectName(u"waitingEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_tree = new QTreeWidget;
    m_tree->setObjectName(u"waitingTree"_s);
    m_tree->setAccessibleName(tr("Questions of all runs"));
    m_tree->setHeaderLabels({tr("What is asked"), tr("Project"), tr("Step"), tr("Time")});
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(What, QHeaderView::Stretch);
    for (const WaitingColumn column : {Project, Step, Time})
        m_tree->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_empty, 1);
    column->addWidget(m_tree, 1);
    connect(m_tree, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *row) {
        if (const QString request = row->data(What, kRequest).toString(); !request.isEmpty())
            Q_EMIT chosen(row->data(What, kRun).toString(), request);
    });
    connect(&waiting, &WaitingRequests::changed, this, &WaitingWindow::refresh);
    refresh();
}

void WaitingWindow::refresh()
{
    const QString current = m_tree->currentItem() ? m_tree->currentItem()->data(What, kRequest).toString() : QString();
    m_tree->setUpdatesEnabled(false);
    m_tree->clear();
    QHash<QString, int> failing;
    for (const auto &[request, project] : m_waiting.list())
        ++failing[request.details[u"fingerprint"].toString()];
    failing.remove(QString());
    QHash<QString, QTreeWidgetItem *> groups;
    QList<QTreeWidgetItem *> tops;
    for (const WaitingRequest &waiting : m_waiting.list()) {
        const QString print = waiting.request.details[u"fingerprint"].toString();
        auto *row = new QTreeWidgetItem;
        fill(*row, waiting);
        if (failing.value(print) < 2) {
            tops.append(row);
            continue;
        }
        QTreeWidgetItem *&group = groups[print];
        if (!group) {
            group = new QTreeWidgetItem;
            group->setSizeHint(What, {0, m_theme.rowHeight()});
            const QString why = waiting.request.details[u"reasons"].toArray().first()[u"text"].toString();
            group->setText(What, tr("%1 failed alike: %2").arg(failing.value(print)).arg(why.simplified()));
            group->setToolTip(What, tr("One answer can serve them all."));
            tops.append(group);
        }
        group->addChild(row);
    }
    m_tree->addTopLevelItems(tops);
    m_tree->expandAll();
    for (QTreeWidgetItemIterator it(m_tree); *it && !current.isEmpty(); ++it) {
        if ((*it)->data(What, kRequest).toString() == current)
            m_tree->setCurrentItem(*it);
    }
    m_tree->setUpdatesEnabled(true);
    m_tree->setVisible(!tops.isEmpty());
    m_empty->setVisible(tops.isEmpty());
}

void WaitingWindow::fill(QTreeWidgetItem &row, const WaitingRequest &waiting) const
{
    const Request &request = waiting.request;
    row.setSizeHint(What, {0, m_theme.rowHeight()});
    row.setText(What, request.title);
    row.setToolTip(What, request.question);
    row.setText(Project, waiting.project);
    row.setToolTip(Project, tr("Run %1").arg(request.run));
    row.setText(Step, request.step);
    row.setText(Time,
                request.deadlineMs > 0 ? guidance::remainingText(request.deadlineMs, m_clock.nowMs()) : QString());
    row.setData(What, kRun, request.run);
    row.setData(What, kRequest, request.id);
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/runpicker.h"

#include "ui/main/recentrunsdelegate.h"

#include <QLabel>
#include <QListView>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

RunPicker::RunPicker(const QString &question, const QList<RecentRun> &runs, const Theme &theme, QWidget *parent)
    : Popup(u"runPicker"_s, parent)
{
    setAccessibleName(question);
    m_model.show(runs);
    auto *asked = new QLabel(question);
    auto *list = new QListView;
    list->setObjectName(u"pickedRuns"_s);
    list->setAccessibleName(question);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setModel(&m_model);
    list->setItemDelegate(new RecentRunsDelegate(theme, list));
    list->setUniformItemSizes(true);
    list->setCurrentIndex(m_model.index(0));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2));
    column->addWidget(asked);
    column->addWidget(list);
    resize(theme.space(130), theme.rowHeight() * 12);
    const auto take = [this](const QModelIndex &index) {
        Q_EMIT chosen(m_model.runAt(index.row()).view.run);
        accept();
    };
    connect(list, &QListView::clicked, this, take);
    connect(list, &QListView::activated, this, take);
    list->setFocus();
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/sincelooked.h"

#include "ui/theme/marks.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

constexpr int kStepRole = Qt::UserRole;
constexpr int kStateRole = Qt::UserRole + 1;

Result<Changes> readChanges(journal::JournalReader &reader, qint64 seq)
{
    const auto before = reader.at(seq);
    if (!before)
        return domain::fail(before.error());
    const auto now = reader.at();
    if (!now)
        return domain::fail(now.error());
    return changesBetween(*before, *now);
}

QIcon iconOf(domain::StepState state, const Theme &theme, const QWidget &widget)
{
    const int side = theme.space(4);
    const qreal ratio = widget.devicePixelRatioF();
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintMark(painter, QRectF(0, 0, side, side), markOf(state), theme);
    return pixmap;
}

} // namespace

SinceLooked::SinceLooked(OpenRun &run, qint64 seq, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_theme(theme)
{
    setObjectName(u"sinceLooked"_s);
    m_summary = new QLabel;
    m_summary->setObjectName(u"sinceSummary"_s);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    m_steps = new QTreeWidget;
    m_steps->setObjectName(u"sinceSteps"_s);
    m_steps->setAccessibleName(tr("Steps that changed"));
    m_steps->setHeaderLabels({tr("Step"), tr("What happened")});
    m_steps->setRootIsDecorated(false);
    m_steps->setUniformRowHeights(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_summary);
    column->addWidget(m_steps, 1);
    connect(m_steps, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (item)
            m_run.selection().select(item->data(0, kStepRole).toString());
    });
    connect(&theme, &Theme::changed, this, &SinceLooked::restyle);
    run.feed().ask(
        this, [seq](journal::JournalReader &reader) { return readChanges(reader, seq); },
        [this](const Result<Changes> &changes) {
            if (changes)
                take(*changes);
            else
                m_summary->setText(changes.error().message);
        });
}

void SinceLooked::take(const Changes &changes)
{
    m_summary->setText(summaryOf(changes));
    for (const StepChange &change : changes.steps) {
        auto *item = new QTreeWidgetItem(m_steps, {change.file, lineOf(change)});
        item->setData(0, kStepRole, change.step);
        item->setSizeHint(1, QSize(0, m_theme.rowHeight())); // of the column that is stretched
        item->setData(0, kStateRole, int(change.now));
    }
    restyle();
    m_steps->header()->resizeSections(QHeaderView::ResizeToContents);
    if (!changes.empty())
        Q_EMIT found();
}

void SinceLooked::restyle()
{
    for (int i = 0; i < m_steps->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_steps->topLevelItem(i);
        item->setIcon(0, iconOf(domain::StepState(item->data(0, kStateRole).toInt()), m_theme, *this));
    }
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/comparewindow.h"

#include "ui/editor/diffview.h"
#include "ui/theme/marks.h"

#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using journal::StepView;

namespace {

enum Column { File, FirstState, FirstTries, FirstScore, FirstCost, SecondState, SecondTries, SecondScore, SecondCost };

void fill(QTreeWidgetItem &item, int column, const std::optional<StepView> &step)
{
    if (!step) {
        item.setText(column, u"–"_s);
        return;
    }
    item.setText(column, wordOf(step->state));
    item.setText(column + 1, QString::number(step->attempts));
    item.setText(column + 2, step->attempts > 0 ? QString::number(step->score, 'f', 1) : u"–"_s);
    item.setText(column + 3, step->cost > 0 ? domain::usdText(step->cost) : u"–"_s);
    for (int i = column + 1; i <= column + 3; ++i)
        item.setTextAlignment(i, Qt::AlignRight | Qt::AlignVCenter);
}

QString totalsOf(const journal::RunView &run)
{
    return CompareWindow::tr("%1: %2, %3 attempts, %4")
        .arg(run.run, wordOf(run.status))
        .arg(run.attempts)
        .arg(domain::usdText(run.spent));
}

} // namespace

CompareWindow::CompareWindow(const storage::Locations &locations, const storage::Clock &clock, const QString &first,
                             const QString &second, const Theme &theme, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_theme(theme)
    , m_first(locations, clock, first)
    , m_second(locations, clock, second)
{
    setObjectName(u"compareWindow"_s);
    setWindowTitle(tr("%1 beside %2 – Stepladder").arg(first, second));
    m_totals = new QLabel;
    m_totals->setObjectName(u"compareTotals"_s);
    m_totals->setTextFormat(Qt::PlainText);
    m_totals->setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2));
    m_steps = new QTreeWidget;
    m_steps->setObjectName(u"compareSteps"_s);
    m_steps->setAccessibleName(tr("Steps of both runs"));
    m_steps->setRootIsDecorated(false);
    m_steps->setUniformRowHeights(true);
    m_steps->setHeaderLabels({tr("File"), tr("First"), tr("Tries"), tr("Score"), tr("Cost"), tr("Second"), tr("Tries"),
                              tr("Score"), tr("Cost")});
    // Numbers stand under their names, and the width goes to the file.
    m_steps->header()->setStretchLastSection(false);
    m_steps->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_steps->header()->setSectionResizeMode(File, QHeaderView::Stretch);
    for (const Column number : {FirstTries, FirstScore, FirstCost, SecondTries, SecondScore, SecondCost})
        m_steps->headerItem()->setTextAlignment(number, Qt::AlignRight | Qt::AlignVCenter);
    m_diff = new DiffView(theme);
    auto *halves = new QSplitter(Qt::Vertical);
    halves->addWidget(m_steps);
    halves->addWidget(m_diff);
    halves->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_totals);
    column->addWidget(halves, 1);
    resize(1300, 850);
    connect(m_steps, &QTreeWidget::currentItemChanged, this, &CompareWindow::showCode);
    for (OpenRun *run : {&m_first, &m_second}) {
        connect(&run->feed(), &RunFeed::momentChanged, this, &CompareWindow::refresh);
        connect(&run->feed(), &RunFeed::failed, this,
                [this](const domain::Error &error) { m_totals->setText(error.message); });
    }
}

void CompareWindow::refresh()
{
    if (!m_first.feed().isOpen() || !m_second.feed().isOpen())
        return;
    m_totals->setText(totalsOf(m_first.moment().run) + u'\n' + totalsOf(m_second.moment().run));
    const auto pairs = pairSteps(m_first.moment(), m_second.moment());
    while (m_steps->topLevelItemCount() > pairs.size())
        delete m_steps->takeTopLevelItem(m_steps->topLevelItemCount() - 1);
    for (int i = 0; i < pairs.size(); ++i) {
        QTreeWidgetItem *item = m_steps->topLevelItem(i);
        if (!item) {
            item = new QTreeWidgetItem(m_steps);
            item->setSizeHint(File, QSize(0, m_theme.rowHeight()));
        }
        item->setText(File, pairs.at(i).file);
        item->setData(FirstState, Qt::UserRole, pairs.at(i).first ? pairs.at(i).first->id : QString());
        item->setData(SecondState, Qt::UserRole, pairs.at(i).second ? pairs.at(i).second->id : QString());
        fill(*item, FirstState, pairs.at(i).first);
        fill(*item, SecondState, pairs.at(i).second);
    }
    if (!m_steps->currentItem() && m_steps->topLevelItemCount() > 0)
        m_steps->setCurrentItem(m_steps->topLevelItem(0));
}

void CompareWindow::showCode()
{
    const QTreeWidgetItem *item = m_steps->currentItem();
    if (!item)
        return;
    m_file = item->text(File);
    const int turn = ++m_turn;
    m_firstCode.reset();
    m_secondCode.reset();
    const auto ask = [&](OpenRun &run, int column, std::optional<QByteArray> CompareWindow::*code) {
        run.feed().ask(
            this,
            [step = item->data(column, Qt::UserRole).toString(), file = m_file](journal::JournalReader &reader) {
                return step.isEmpty() ? domain::Result<QByteArray>(QByteArray()) : codeOfStep(reader, step, file);
            },
            [this, turn, code](const domain::Result<QByteArray> &bytes) {
                if (turn != m_turn)
                    return;
                this->*code = bytes.value_or(QByteArray());
                takeCode();
            });
    };
    ask(m_first, FirstState, &CompareWindow::m_firstCode);
    ask(m_second, SecondState, &CompareWindow::m_secondCode);
}

void CompareWindow::takeCode()
{
    if (m_firstCode && m_secondCode)
        m_diff->compare(*m_firstCode, *m_secondCode, m_file);
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/testsdelegate.h"

#include "ui/tests/testsmodel.h"

#include <QPainter>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

Mark markOf(TestState state)
{
    switch (state) {
    case TestState::Failed:
        return Mark::Failed;
    case TestState::Pending:
        return Mark::Pending;
    case TestState::Passed:
        return Mark::Accepted;
    case TestState::Skipped:
        return Mark::Skipped;
    }
    return Mark::Pending;
}

TestsDelegate::TestsDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

int TestsDelegate::historyWidth() const
{
    return kHistory * m_theme.space(4) + m_theme.space(4);
}

QSize TestsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {index.column() == TestsModel::History ? historyWidth() : size.width() + m_theme.space(3),
            m_theme.rowHeight()};
}

void TestsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int at = index.data(TestsModel::NodeRole).toInt();
    if (!m_tree || at >= m_tree->nodes.size())
        return;
    const TestNode &node = m_tree->nodes.at(at);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, m_theme.color(Role::Selection));
    painter->setFont(option.font);
    if (index.column() == TestsModel::Test) {
        paintTest(*painter, option, node);
    } else if (index.column() == TestsModel::Time) {
        painter->setPen(m_theme.color(Role::Muted));
        painter->drawText(option.rect.adjusted(0, 0, -m_theme.space(2), 0), Qt::AlignRight | Qt::AlignVCenter,
                          node.state == TestState::Pending ? QString() : timeText(node.ms));
    } else if (node.isTest()) {
        paintHistory(*painter, option.rect, node.history);
    }
    painter->restore();
}

void TestsDelegate::paintTest(QPainter &painter, const QStyleOptionViewItem &option, const TestNode &node) const
{
    const int gap = m_theme.space(2);
    QRect rect = option.rect.adjusted(m_theme.space(), 0, -m_theme.space(), 0);
    const int side = option.fontMetrics.ascent() + option.fontMetrics.descent() / 2;
    paintMark(painter, QRect(rect.left(), rect.center().y() - side / 2 + 1, side, side), markOf(node.state), m_theme);
    rect.setLeft(rect.left() + side + gap);

    const auto write = [&](const QString &text, Role role) {
        if (text.isEmpty() || rect.width() <= 0)
            return;
        painter.setPen(m_theme.color(role));
        const QString shown = option.fontMetrics.elidedText(text, Qt::ElideRight, rect.width());
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        rect.setLeft(rect.left() + option.fontMetrics.horizontalAdvance(shown) + gap);
    };
    // Frameworks put the namespace before the class: the class is what one looks for.
    const auto dot = node.isTest() ? -1 : node.text.lastIndexOf(u'.');
    write(node.text.mid(dot + 1), Role::Text);
    if (!node.isTest()) {
        if (node.passed + node.failed > 0)
            write(u"%1 / %2"_s.arg(node.passed).arg(node.passed + node.failed), Role::Muted);
        write(node.text.left(std::max<qsizetype>(0, dot)), Role::Muted);
        return;
    }
    if (node.flaky)
        write(TestsModel::tr("flaky"), Role::Warn);
    QStringList muted;
    for (const QString &part : {node.firstLine, node.place}) {
        if (!part.isEmpty())
            muted.append(part);
    }
    write(muted.join(u" · "_s), Role::Muted);
}

void TestsDelegate::paintHistory(QPainter &painter, const QRect &rect, const TestHistory &history) const
{
    const double cell = m_theme.space(4);
    const double size = m_theme.space(2);
    double x = rect.left() + m_theme.space(2);
    const double y = rect.center().y() + 0.5;
    for (const PastTest past : history) {
        const QPointF c(x + cell / 2, y);
        const bool red = past == PastTest::Failed;
        const Role role = red          ? Role::Fail
            : past == PastTest::Passed ? Role::Ok
            : past == PastTest::Flaky  ? Role::Warn
                                       : Role::Muted;
        painter.setPen(
            QPen(m_theme.color(role), std::max(1.2, size * 0.17), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        const double r = size / 2;
        if (red) {
            painter.drawLine(c + QPointF(-r, -r) * 0.8, c + QPointF(r, r) * 0.8);
            painter.drawLine(c + QPointF(-r, r) * 0.8, c + QPointF(r, -r) * 0.8);
        } else if (past == PastTest::Passed || past == PastTest::Flaky) {
            painter.drawPolyline(QPolygonF({c + QPointF(-r, 0), c + QPointF(-r * 0.25, r * 0.8), c + QPointF(r, -r)}));
            if (past == PastTest::Flaky) // passed, and not at once: a tick with a dash under it
                painter.drawLine(c + QPointF(-r, r * 1.6), c + QPointF(r, r * 1.6));
        } else if (past == PastTest::Skipped) {
            painter.drawLine(c + QPointF(-r * 0.7, 0), c + QPointF(r * 0.7, 0));
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(Role::Muted));
            painter.drawEllipse(c, size * 0.1, size * 0.1);
        }
        x += cell;
    }
}

} // namespace stepladder::ui

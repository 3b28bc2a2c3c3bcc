// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/marks.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::RunStatus;
using domain::StepState;
using domain::TestOutcome;

namespace {

QString word(const char *text)
{
    return QCoreApplication::translate("stepladder::ui::Marks", text);
}

QPen roundPen(const QColor &color, double width)
{
    return {color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

void paintTick(QPainter &painter, const QRectF &r, const QColor &color)
{
    painter.setPen(roundPen(color, r.width() * 0.13));
    painter.setBrush(Qt::NoBrush);
    const auto at = [&r](double x, double y) { return QPointF(r.x() + r.width() * x, r.y() + r.height() * y); };
    painter.drawPolyline(QPolygonF({at(0.28, 0.52), at(0.44, 0.68), at(0.72, 0.36)}));
}

void paintCross(QPainter &painter, const QRectF &r, const QColor &color)
{
    painter.setPen(roundPen(color, r.width() * 0.13));
    const QRectF in = r.adjusted(r.width() * 0.3, r.height() * 0.3, -r.width() * 0.3, -r.height() * 0.3);
    painter.drawLine(in.topLeft(), in.bottomRight());
    painter.drawLine(in.topRight(), in.bottomLeft());
}

void paintPerson(QPainter &painter, const QRectF &r, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double w = r.width();
    painter.drawEllipse(QPointF(r.center().x(), r.y() + w * 0.28), w * 0.19, w * 0.19);
    QPainterPath body;
    body.moveTo(r.x() + w * 0.14, r.y() + w * 0.92);
    body.cubicTo(r.x() + w * 0.14, r.y() + w * 0.42, r.x() + w * 0.86, r.y() + w * 0.42, r.x() + w * 0.86,
                 r.y() + w * 0.92);
    body.closeSubpath();
    painter.drawPath(body);
}

} // namespace

Mark markOf(StepState state)
{
    switch (state) {
    case StepState::Pending:
        return Mark::Pending;
    case StepState::Running:
        return Mark::Running;
    case StepState::Waiting:
        return Mark::Waiting;
    case StepState::Blocked:
        return Mark::Blocked;
    case StepState::Accepted:
        return Mark::Accepted;
    case StepState::AcceptedByPerson:
        return Mark::Accepted;
    case StepState::Unproven:
        return Mark::Unproven;
    case StepState::Stubbed:
        return Mark::Stubbed;
    case StepState::Unchanged:
        return Mark::Skipped;
    case StepState::Skipped:
        return Mark::Skipped;
    }
    return Mark::Pending;
}

Mark markOf(TestOutcome outcome)
{
    return outcome == TestOutcome::Passed ? Mark::Accepted
        : outcome == TestOutcome::Failed  ? Mark::Failed
                                          : Mark::Skipped;
}

Mark markOfAttempt(const QString &state)
{
    if (state == u"running"_s)
        return Mark::Running;
    if (state == u"passed"_s)
        return Mark::Accepted;
    if (state == u"unproven"_s)
        return Mark::Unproven;
    if (state == u"ended"_s)
        return Mark::Skipped;
    return Mark::Failed;
}

Mark markOf(RunStatus status)
{
    switch (status) {
    case RunStatus::Running:
        return Mark::Running;
    case RunStatus::Accepted:
        return Mark::Accepted;
    case RunStatus::Partial:
        return Mark::Unproven;
    case RunStatus::Paused:
        return Mark::Blocked;
    case RunStatus::Cancelled:
        return Mark::Skipped;
    case RunStatus::Failed:
        return Mark::Failed;
    }
    return Mark::Pending;
}

QString wordOf(StepState state)
{
    switch (state) {
    case StepState::Pending:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "pending"));
    case StepState::Running:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "running"));
    case StepState::Waiting:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "waiting for a person"));
    case StepState::Blocked:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "blocked"));
    case StepState::Accepted:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "accepted"));
    case StepState::AcceptedByPerson:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "accepted by a person"));
    case StepState::Unproven:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "unproven"));
    case StepState::Stubbed:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "stubbed"));
    case StepState::Unchanged:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "left as it was"));
    case StepState::Skipped:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "skipped"));
    }
    return {};
}

QString wordOf(TestOutcome outcome)
{
    switch (outcome) {
    case TestOutcome::Passed:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "passed"));
    case TestOutcome::Failed:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "failed"));
    case TestOutcome::Skipped:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "skipped"));
    }
    return {};
}

QString wordOfAttempt(const QString &state)
{
    if (state == u"running"_s)
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "writing"));
    if (state == u"passed"_s)
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "passed"));
    if (state == u"failed"_s)
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "failed"));
    if (state == u"no_candidate"_s)
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "no candidate"));
    if (state == u"ended"_s)
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "done"));
    if (state == u"overtaken"_s)
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "overtaken"));
    if (state == u"unproven"_s)
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "unproven"));
    return state;
}

QString wordOf(RunStatus status)
{
    switch (status) {
    case RunStatus::Running:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "running"));
    case RunStatus::Accepted:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "accepted"));
    case RunStatus::Partial:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "partial"));
    case RunStatus::Paused:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "paused"));
    case RunStatus::Cancelled:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "stopped"));
    case RunStatus::Failed:
        return word(QT_TRANSLATE_NOOP("stepladder::ui::Marks", "failed"));
    }
    return {};
}

Role roleOf(Mark mark)
{
    switch (mark) {
    case Mark::Pending:
    case Mark::Skipped:
        return Role::Muted;
    case Mark::Running:
        return Role::Accent;
    case Mark::Waiting:
        return Role::Waiting;
    case Mark::Blocked:
        return Role::Warn;
    case Mark::Accepted:
    case Mark::Unproven:
        return Role::Ok;
    case Mark::Failed:
        return Role::Fail;
    case Mark::Stubbed:
        return Role::Stub;
    }
    return Role::Muted;
}

void paintMark(QPainter &painter, const QRectF &rect, Mark mark, const Theme &theme, int turn)
{
    const double side = std::min(rect.width(), rect.height());
    const QRectF r(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side);
    const QColor color = theme.color(roleOf(mark));
    const double line = side * 0.12;
    const QRectF inner = r.adjusted(line, line, -line, -line);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (mark) {
    case Mark::Pending:
        painter.drawEllipse(r.center(), side * 0.15, side * 0.15);
        break;
    case Mark::Running:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(roundPen(theme.color(Role::Line), line * 1.2));
        painter.drawEllipse(inner);
        painter.setPen(roundPen(color, line * 1.2));
        painter.drawArc(inner, (90 - turn) * 16, -100 * 16);
        break;
    case Mark::Waiting:
        paintPerson(painter, r, color);
        break;
    case Mark::Blocked:
        painter.drawRoundedRect(QRectF(r.x() + side * 0.1, r.center().y() - side * 0.14, side * 0.8, side * 0.28), 2,
                                2);
        break;
    case Mark::Accepted:
        painter.drawEllipse(r.adjusted(line / 2, line / 2, -line / 2, -line / 2));
        paintTick(painter, r, theme.color(Role::Pane));
        break;
    case Mark::Unproven:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(roundPen(color, line));
        painter.drawEllipse(inner);
        paintTick(painter, r, color);
        break;
    case Mark::Failed:
        painter.drawRoundedRect(r.adjusted(line / 2, line / 2, -line / 2, -line / 2), side * 0.18, side * 0.18);
        paintCross(painter, r, theme.color(Role::Pane));
        break;
    case Mark::Stubbed: {
        QPen pen(color, line);
        pen.setDashPattern({2, 1.6});
        painter.setBrush(Qt::NoBrush);
        painter.setPen(pen);
        painter.drawRect(inner);
        break;
    }
    case Mark::Skipped:
        painter.setPen(roundPen(color, line));
        painter.drawLine(QPointF(r.x() + side * 0.25, r.center().y()),
                         QPointF(r.right() - side * 0.25, r.center().y()));
        break;
    }
    painter.restore();
}

} // namespace stepladder::ui

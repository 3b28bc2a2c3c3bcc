// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/breakpointmenu.h"

#include "ui/run/openrun.h"
#include "ui/run/wished.h"

#include <QCoreApplication>
#include <QMenu>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;
using engine::Breakpoint;
using Before = Breakpoint::Before;

namespace {

struct BreakpointMenu
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::BreakpointMenu)
};

Result<engine::Wish> spendWish(const QString &words)
{
    const auto amount = domain::microUsdFromText(words);
    if (!amount || *amount <= 0)
        return domain::fail(domain::ErrorKind::BadInput,
                            BreakpointMenu::tr("Expected dollars above 0, as in 2.50, and not “%1”.").arg(words));
    return engine::wish::SetBreakpoint{{.before = Before::Spend, .amount = *amount}};
}

void addStanding(QMenu &menu, OpenRun &run)
{
    const QList<Breakpoint> standing = Wished::of(run).facts().breakpoints;
    QMenu *clear = menu.addMenu(BreakpointMenu::tr("&Clear"));
    clear->menuAction()->setObjectName(u"clearBreakpoints"_s);
    clear->setEnabled(!standing.isEmpty());
    const auto add = [&](const QString &text, const QList<Breakpoint> &points) {
        QAction *action = clear->addAction(text);
        QObject::connect(action, &QAction::triggered, &run, [&run, points] {
            for (const Breakpoint &point : points)
                run.want(engine::wish::ClearBreakpoint{point});
        });
        return action;
    };
    for (const Breakpoint &point : standing)
        add(engine::describe(point), {point});
    if (!standing.isEmpty())
        add(BreakpointMenu::tr("&All of them"), standing)->setObjectName(u"clearAllBreakpoints"_s);
}

} // namespace

QAction *addBreakpoint(QMenu &menu, OpenRun &run, const QString &text, const Breakpoint &breakpoint)
{
    const bool stands = Wished::of(run).facts().breakpoints.contains(breakpoint);
    QAction *action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(stands);
    QObject::connect(action, &QAction::triggered, &run, [&run, breakpoint, stands] {
        if (stands)
            run.want(engine::wish::ClearBreakpoint{breakpoint});
        else
            run.want(engine::wish::SetBreakpoint{breakpoint});
    });
    return action;
}

void addRungBreakpoints(QMenu &menu, OpenRun &run, const QString &step)
{
    for (const domain::Rung &rung : run.facts().ladder.rungs)
        addBreakpoint(menu, run, rung.id, {.before = Before::Rung, .step = step, .rung = rung.id})
            ->setObjectName(u"breakAt_"_s + rung.id);
}

void fillBreakpointMenu(QMenu &menu, OpenRun &run, const AskPerson &ask)
{
    addBreakpoint(menu, run, BreakpointMenu::tr("Before the First &Paid Call"), {.before = Before::PaidCall})
        ->setObjectName(u"breakAtPaidCall"_s);
    addBreakpoint(menu, run, BreakpointMenu::tr("Before the Next Pro&mpt Is Sent"), {.before = Before::Prompt})
        ->setObjectName(u"breakAtPrompt"_s);
    QAction *spend = menu.addAction(BreakpointMenu::tr("Once an Amount Is &Spent…"));
    spend->setObjectName(u"breakAtSpend"_s);
    QObject::connect(spend, &QAction::triggered, &run, [ask] {
        ask({.text = BreakpointMenu::tr("Stop and ask before the next paid call once the run has spent, in dollars"),
             .send = BreakpointMenu::tr("Set"),
             .isLine = true,
             .wishOf = spendWish});
    });
    QMenu *rungs = menu.addMenu(BreakpointMenu::tr("Before a &Rung"));
    rungs->menuAction()->setObjectName(u"breakAtRung"_s);
    addRungBreakpoints(*rungs, run);
    menu.addSeparator();
    addStanding(menu, run);
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/stepmenu.h"

#include "ui/plan/breakpointmenu.h"
#include "ui/run/openrun.h"

#include <QCoreApplication>
#include <QMenu>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::StepState;
using journal::StepView;

namespace {

class StepMenu
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::StepMenu)

public:
    StepMenu(QMenu &menu, OpenRun &run, AskPerson ask)
        : m_menu(menu)
        , m_run(run)
        , m_ask(std::move(ask))
    {
    }

    void add(const QString &name, const QString &text, const QKeySequence &keys, const engine::Wish &wish)
    {
        OpenRun *run = &m_run;
        addAction(m_menu, name, text, keys, [run, wish] { run->want(wish); });
    }
    /// A wish with words.
    void addWithWords(const QString &name, const QString &text, const QKeySequence &keys, const Question &question)
    {
        addAction(m_menu, name, text, keys, [ask = m_ask, question] { ask(question); });
    }
    void addJumps(const QString &step)
    {
        QMenu *rungs = m_menu.addMenu(tr("&Jump to rung"));
        rungs->menuAction()->setObjectName(u"jump"_s);
        OpenRun *run = &m_run;
        for (const domain::Rung &rung : m_run.facts().ladder.rungs)
            addAction(*rungs, u"jump_"_s + rung.id, rung.id, {},
                      [run, step, id = rung.id] { run->want(engine::wish::Jump{.step = step, .rung = id}); });
    }
    void addBreakpoints(const StepView &step)
    {
        if (step.state == StepState::Pending) {
            QAction *here = addBreakpoint(m_menu, m_run, tr("Stop and ask &before it"),
                                          {.before = engine::Breakpoint::Before::Step, .step = step.id});
            here->setObjectName(u"breakHere"_s);
            here->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_B);
        }
        addBreakpoint(m_menu, m_run, tr("Show me its next &prompt"),
                      {.before = engine::Breakpoint::Before::Prompt, .step = step.id})
            ->setObjectName(u"showPrompt"_s);
        QMenu *rungs = m_menu.addMenu(tr("Stop and ask before a &rung"));
        rungs->menuAction()->setObjectName(u"breakAtRung"_s);
        addRungBreakpoints(*rungs, m_run, step.id);
    }

private:
    void addAction(QMenu &menu, const QString &name, const QString &text, const QKeySequence &keys,
                   const std::function<void()> &work)
    {
        QAction *action = menu.addAction(text);
        action->setObjectName(name);
        action->setShortcut(keys);
        QObject::connect(action, &QAction::triggered, &m_run, work);
    }

    QMenu &m_menu;
    OpenRun &m_run;
    AskPerson m_ask;
};

Question noteFor(const StepView &step)
{
    return {.text = StepMenu::tr("What are the models to know about %1?").arg(step.id),
            .send = StepMenu::tr("Tell them"),
            .wishOf = [id = step.id](const QString &words) -> domain::Result<engine::Wish> {
                if (words.isEmpty())
                    return domain::fail(domain::ErrorKind::BadInput, StepMenu::tr("Nothing is written yet."));
                return engine::wish::Note{.step = id, .text = words};
            }};
}

Question retryOf(const StepView &step)
{
    return {.text = StepMenu::tr("What is to be different this time with %1? (may be empty)").arg(step.id),
            .send = StepMenu::tr("Try again"),
            .wishOf = [id = step.id](const QString &words) -> domain::Result<engine::Wish> {
                return engine::wish::Retry{.step = id, .note = words};
            }};
}

QKeySequence keys(Qt::Key key)
{
    return Qt::CTRL | Qt::SHIFT | key;
}

} // namespace

void addStepWishes(QMenu &menu, OpenRun &run, const StepView &step, const AskPerson &ask)
{
    if (run.isScrubbed())
        return;
    StepMenu wishes(menu, run, ask);
    const bool ended = domain::isEnded(step.state);
    const bool climbing = step.state == StepState::Running || step.state == StepState::Waiting;
    menu.addSeparator();
    if (!ended)
        wishes.addWithWords(u"note"_s, StepMenu::tr("&Note for its next prompt…"), keys(Qt::Key_N), noteFor(step));
    if (climbing) {
        wishes.add(u"askMe"_s, StepMenu::tr("&Ask me now"), keys(Qt::Key_M), engine::wish::AskMe{.step = step.id});
        wishes.addJumps(step.id);
    }
    if (!ended)
        wishes.addBreakpoints(step);
    if (ended || step.state == StepState::Blocked)
        wishes.addWithWords(u"retry"_s, StepMenu::tr("&Try again…"), keys(Qt::Key_T), retryOf(step));
    if (!ended) {
        wishes.add(u"stub"_s, StepMenu::tr("&Stub it"), keys(Qt::Key_U), engine::wish::Stub{.step = step.id});
        wishes.add(u"skip"_s, StepMenu::tr("S&kip it"), keys(Qt::Key_K), engine::wish::Skip{.step = step.id});
    }
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/stepmenu.h"

#include "engine/control/wishes.h"
#include "ui/run/openrun.h"

#include <QCoreApplication>
#include <QInputDialog>
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
    StepMenu(QMenu &menu, OpenRun &run, QWidget &parent)
        : m_menu(menu)
        , m_run(run)
        , m_parent(parent)
    {
    }

    void add(const QString &name, const QString &text, const engine::Wish &wish)
    {
        OpenRun *run = &m_run;
        addAction(m_menu, name, text, [run, wish] { run->want(wish); });
    }
    /// A wish with words: nothing is wanted when none are typed.
    void addWithWords(const QString &name, const QString &text, const QString &question,
                      const std::function<engine::Wish(const QString &)> &wishOf, bool needed)
    {
        OpenRun *run = &m_run;
        QWidget *parent = &m_parent;
        addAction(m_menu, name, text, [run, parent, question, wishOf, needed] {
            bool ok = false;
            const QString words =
                QInputDialog::getMultiLineText(parent, tr("Stepladder"), question, QString(), &ok).trimmed();
            if (ok && !(needed && words.isEmpty()))
                run->want(wishOf(words));
        });
    }
    void addRungs(const QString &step)
    {
        QMenu *rungs = m_menu.addMenu(tr("&Jump to rung"));
        rungs->menuAction()->setObjectName(u"jump"_s);
        OpenRun *run = &m_run;
        for (const domain::Rung &rung : m_run.facts().ladder.rungs)
            addAction(*rungs, u"jump_"_s + rung.id, rung.id,
                      [run, step, id = rung.id] { run->want(engine::wish::Jump{.step = step, .rung = id}); });
    }

private:
    void addAction(QMenu &menu, const QString &name, const QString &text, const std::function<void()> &work)
    {
        QAction *action = menu.addAction(text);
        action->setObjectName(name);
        QObject::connect(action, &QAction::triggered, &m_run, work);
    }

    QMenu &m_menu;
    OpenRun &m_run;
    QWidget &m_parent;
};

} // namespace

void addStepWishes(QMenu &menu, OpenRun &run, const StepView &step, QWidget &parent)
{
    if (run.isScrubbed())
        return;
    const QString id = step.id;
    StepMenu wishes(menu, run, parent);
    const bool ended = domain::isEnded(step.state);
    const bool climbing = step.state == StepState::Running || step.state == StepState::Waiting;
    menu.addSeparator();
    if (!ended)
        wishes.addWithWords(
            u"note"_s, StepMenu::tr("&Note for its next prompt…"), StepMenu::tr("What are the models to know?"),
            [id](const QString &words) { return engine::wish::Note{.step = id, .text = words}; }, true);
    if (climbing) {
        wishes.add(u"askMe"_s, StepMenu::tr("&Ask me now"), engine::wish::AskMe{.step = id});
        wishes.addRungs(id);
    }
    if (step.state == StepState::Pending)
        wishes.add(u"breakHere"_s, StepMenu::tr("Stop and ask &before it"),
                   engine::wish::SetBreakpoint{{.before = engine::Breakpoint::Before::Step, .step = id}});
    if (ended || step.state == StepState::Blocked)
        wishes.addWithWords(
            u"retry"_s, StepMenu::tr("&Try again…"), StepMenu::tr("What is to be different this time? (may be empty)"),
            [id](const QString &words) { return engine::wish::Retry{.step = id, .note = words}; }, false);
    if (!ended) {
        wishes.add(u"stub"_s, StepMenu::tr("&Stub it"), engine::wish::Stub{.step = id});
        wishes.add(u"skip"_s, StepMenu::tr("S&kip it"), engine::wish::Skip{.step = id});
    }
}

} // namespace stepladder::ui

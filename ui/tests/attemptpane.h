// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptfollower.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace stepladder::ui {

/// A pane about the selected attempt: one page, or one sentence in its place.
class AttemptPane : public QWidget
{
    Q_OBJECT

public:
    /// As a tab shows it: what the pane is about, with its figures.
    const QString &title() const { return m_title; }

Q_SIGNALS:
    void titleChanged(const QString &title);

protected:
    AttemptPane(OpenRun &run, const Theme &theme, const QString &name, const QString &title, QWidget *parent);

    /// Shows what follower() says. Called when that changes, and once when the pane is made.
    virtual void load() = 0;
    /// To be called at the end of the constructor of what derives from this.
    /// \p bar stays above page and sentence alike.
    void begin(QWidget *page, QWidget *bar = nullptr);
    void say(const QString &sentence);
    void showPage();
    void setTitle(const QString &title);
    OpenRun &run() const { return m_run; }
    const Theme &theme() const { return m_theme; }
    const AttemptFollower &follower() const { return m_follower; }

    /// Reads off the GUI thread; only the answer to the last question is heard.
    template<typename Work, typename Then>
    void ask(Work work, Then then)
    {
        m_run.feed().ask(this, std::move(work), [this, turn = ++m_turn, then = std::move(then)](auto answer) {
            if (turn == m_turn)
                then(std::move(answer));
        });
    }
    /// What was asked is of no interest any more.
    void forget() { ++m_turn; }

private:
    OpenRun &m_run;
    const Theme &m_theme;
    AttemptFollower m_follower;
    QString m_title;
    int m_turn = 0;
    QVBoxLayout *m_column;
    QStackedWidget *m_pages;
    QLabel *m_sentence;
    QWidget *m_page = nullptr;
};

} // namespace stepladder::ui

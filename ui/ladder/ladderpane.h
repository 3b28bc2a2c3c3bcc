// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ladder/ladderscene.h"
#include "ui/run/openrun.h"

#include <QMap>
#include <QWidget>

class QLabel;
class QStackedLayout;

namespace stepladder::ui {

class LadderView;

/// How hard the selected step is tried: its ladder, with a chip for each attempt.
class LadderPane final : public QWidget
{
    Q_OBJECT

public:
    LadderPane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);
    ~LadderPane() override;

    QString title() const { return m_title; }

Q_SIGNALS:
    void titleChanged(const QString &title);
    /// An attempt of an ensemble was chosen: the others are to be seen beside it.
    void comparisonAsked();

private:
    void choose(qint64 startedSeq);
    void askGround();
    void askStep();
    void askUsual();
    void takeEntries(const QList<domain::Entry> &entries);
    void follow();
    void refresh();
    void showStood();
    void say(const QString &sentence);

    OpenRun &m_run;
    LadderGround m_ground;
    bool m_grounded = false;
    QString m_problem; ///< why there is no ladder
    QString m_step;
    QString m_stood; ///< the rung that was last brought into sight
    QMap<qint64, domain::Entry> m_entries; ///< of the step, by seq
    int m_turn = 0; ///< answers asked for before are stale
    QString m_title;
    QTimer m_minute;

    QStackedLayout *m_pages;
    QLabel *m_sentence;
    QWidget *m_page;
    LadderView *m_view;
    QLabel *m_evidence;
};

} // namespace stepladder::ui

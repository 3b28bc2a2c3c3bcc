// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/run/openrun.h"

#include <QObject>

#include <optional>

namespace stepladder::ui {

/// Which attempt is shown: the selected one at the moment shown, else the last of the selected step.
class AttemptFollower final : public QObject
{
    Q_OBJECT

public:
    explicit AttemptFollower(OpenRun &run, QObject *parent = nullptr);

    const QString &step() const { return m_step; }
    const std::optional<journal::AttemptState> &attempt() const { return m_attempt; }
    /// Up to \p most attempts of the step before the shown one that have a verdict, oldest first.
    QList<journal::AttemptState> judgedBefore(int most) const;
    /// The last entry that may be shown; 0: all.
    qint64 until() const;

Q_SIGNALS:
    /// Another attempt, or more is known of this one.
    void changed();

private:
    void follow(bool force);

    OpenRun &m_run;
    QString m_step;
    std::optional<journal::AttemptState> m_attempt;
    qint64 m_moment = 0; ///< the old moment last told of; 0 where it makes no difference
};

} // namespace stepladder::ui

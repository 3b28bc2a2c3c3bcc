// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace stepladder::ui {

/// What is selected in a run: one step and one of its attempts, the same in every pane.
class Selection final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    const QString &step() const { return m_step; }
    /// journal::AttemptState::startedSeq of the chosen attempt; 0: the last one of the step, as it goes on.
    qint64 attempt() const { return m_attempt; }

    void select(const QString &step, qint64 attempt = 0);
    /// Shows \p line (from 1) of \p file, relative to the workspace, wherever code is shown.
    void goTo(const QString &file, int line) { Q_EMIT placeAsked(file, line); }

Q_SIGNALS:
    void changed();
    void placeAsked(const QString &file, int line);

private:
    QString m_step;
    qint64 m_attempt = 0;
};

} // namespace stepladder::ui

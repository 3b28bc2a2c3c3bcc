// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/difflayout.h"

#include <QObject>

#include <memory>

namespace stepladder::ui {

/// Compares texts on a thread of its own, the last asked for only: an older comparison is given up. Lives on the GUI
/// thread; the thread begins with the first comparison.
class Differ final : public QObject
{
    Q_OBJECT

public:
    explicit Differ(QObject *parent = nullptr);
    ~Differ() override; ///< gives up what is under way

    /// compared() follows, unless compare() or cancel() come before.
    void compare(const QByteArray &before, const QByteArray &after, const QString &file);
    void cancel();
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void compared(const std::shared_ptr<const stepladder::ui::DiffContent> &content);

private:
    class Thread;
    void take(quint64 turn, std::shared_ptr<const DiffContent> content);

    std::unique_ptr<Thread> m_thread;
    quint64 m_turn = 0;
    bool m_busy = false;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace stepladder::ui {

/// Calls \p work, which waits for the disk, on another thread, and \p then with what it returned on this one, unless
/// \p owner is gone by then.
template<typename Work, typename Then>
void elsewhere(QObject *owner, Work work, Then then)
{
    QThreadPool::globalInstance()->start([self = QPointer<QObject>(owner), work, then] {
        const auto done = work();
        QMetaObject::invokeMethod(
            qApp,
            [self, done, then] {
                if (self)
                    then(done);
            },
            Qt::QueuedConnection);
    });
}

} // namespace stepladder::ui

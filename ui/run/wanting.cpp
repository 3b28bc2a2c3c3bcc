// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/wanting.h"

#include "ui/run/openrun.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace stepladder::ui {

void want(OpenRun &run, const engine::Wish &wish, QObject *context,
          const std::function<void(const domain::Result<void> &)> &then)
{
    // It waits for the disk.
    QThreadPool::globalInstance()->start([self = QPointer<OpenRun>(&run), locations = run.locations(),
                                          &clock = run.clock(), id = run.id(), wish,
                                          context = QPointer<QObject>(context), then] {
        const auto taken = engine::Wishes(locations, clock, qEnvironmentVariable("USER")).want(id, wish);
        QMetaObject::invokeMethod(
            qApp,
            [self, taken, context, then] {
                if (self)
                    self->feed().wake();
                if (context)
                    then(taken ? domain::Result<void>() : domain::fail(taken.error()));
            },
            Qt::QueuedConnection);
    });
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/wanting.h"

#include "ui/run/elsewhere.h"
#include "ui/run/openrun.h"

namespace stepladder::ui {

void want(OpenRun &run, const engine::Wish &wish, QObject *context,
          const std::function<void(const domain::Result<void> &)> &then)
{
    elsewhere(
        qApp,
        [locations = run.locations(), &clock = run.clock(), id = run.id(), wish] {
            return engine::Wishes(locations, clock, qEnvironmentVariable("USER")).want(id, wish);
        },
        [self = QPointer<OpenRun>(&run), context = QPointer<QObject>(context), then](const auto &taken) {
            if (self)
                self->feed().wake();
            if (context)
                then(taken ? domain::Result<void>() : domain::fail(taken.error()));
        });
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "engine/control/runcontroller.h"
#include "storage/locations.h"

namespace stepladder::ui {

/// Lays out the bundled sample of \p language ("csharp", "python") in a fresh folder under the state folder and says
/// how to start it: its answers are scripted, nobody is asked, its builds and tests are real. Io, DiskFull, BadInput.
domain::Result<engine::StartRequest> layOutSample(const storage::Locations &locations, const QString &language);
/// "csharp" where there is a .NET SDK to be found on the PATH, else "python".
QString languageOfSample();

} // namespace stepladder::ui

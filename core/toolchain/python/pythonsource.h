// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"

#include <QByteArray>
#include <QStringList>

namespace stepladder::toolchain {

/// Public classes and functions of \p source, one a line, methods under their class with indentation left off.
QStringList pythonSurface(const QByteArray &source);

/// A module with the classes and functions of \p bestAttempt and what \p step.surface names besides; bodies raise
/// NotImplementedError with \p marker. Only imports that what is kept needs are kept.
QByteArray pythonStub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note,
                      const QString &marker);

} // namespace stepladder::toolchain

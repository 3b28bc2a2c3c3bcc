// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

/// QCOMPARE of enums that have a toString() of their own: it would take theirs, which gives a QString, for Qt Test's.
#define COMPARE_NAMED(actual, expected) QCOMPARE(toString(actual), toString(expected))

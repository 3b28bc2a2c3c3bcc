// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/results/xmlcursor.h"

namespace stepladder::toolchain {

/// Message and stack of the <failure> or <reason> that \p xml stands in.
QString readNUnitFailure(XmlCursor &xml);
/// What the children of the test case that \p xml stands in say of its failure, or of why it was left out: NUnit 2 and
/// 3 write both alike.
QString readNUnitMessage(XmlCursor &xml);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"

#include <functional>

namespace stepladder::engine {

/// A test that has just ended, no fact yet: what counts is read from the result file when all have.
struct TestNews
{
    QString step = {}; ///< empty: of the workspace as it stands
    int attempt = 0;
    domain::TestCase test;
    int done = 0; ///< of this execution, this one included
    int failed = 0; ///< of these
    int expected = 0; ///< so many ran in the baseline; 0: nobody knows yet
};

/// Called on worker threads.
using TestListener = std::function<void(const TestNews &)>;

} // namespace stepladder::engine

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/test.sh [ctest arguments]: sets up, builds and runs every test but the benchmarks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/common.sh

packaging/setup.sh
packaging/build.sh dev >/dev/null
ctest --preset dev --label-exclude '^bench$' --no-tests=error --parallel "$(jobs_here)" "$@"

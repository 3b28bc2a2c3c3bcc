#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/build.sh [preset] [target…]: configures and builds (release and the program alone unless said otherwise).
# What the build says goes to the error stream; the last line of the output is the program's path.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/common.sh

preset=${1:-release}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    targets=(all)
    [ "$preset" != release ] || targets=(stepladder)
fi

{
    cmake --preset "$preset"
    cmake --build "build/$preset" --parallel "$(jobs_here)" --target "${targets[@]}"
} >&2

printf '%s\n' "$PWD/build/$preset/app/stepladder"

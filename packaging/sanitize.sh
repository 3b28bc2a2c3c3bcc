#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/sanitize.sh [asan|tsan] [ctest arguments]: the tests under address and undefined, or thread sanitizer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/common.sh

preset=${1:-asan}
shift || true
case "$preset" in
asan | tsan) ;;
*)
    echo "sanitize: expected asan or tsan, not \"$preset\"" >&2
    exit 2
    ;;
esac
packaging/setup.sh
packaging/build.sh "$preset" >/dev/null
ctest --preset "$preset" --label-exclude '^(bench|gui)$' --no-tests=error --parallel "$(jobs_here)" "$@"

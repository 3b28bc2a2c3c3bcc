#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/bench/run.sh [bench…]: builds the benchmarks as they would be shipped and prints their figures as Markdown, each
# with its baseline and goal; resources/docs/benchmarks.md is what it printed. The window's first figures need an X server
# (xvfb-run will do). STEPLADDER_KILL_ROUNDS: rounds of killing, 400 unless said otherwise.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export LC_ALL=C.UTF-8

benches=("$@")
if [ ${#benches[@]} -eq 0 ]; then
    benches=(bench_decoders bench_journal bench_run bench_scratch bench_verdict bench_window bench_windowmoves
             bench_windowload bench_conversation bench_ensemble tst_killedruns)
fi
packaging/build.sh release stepladder "${benches[@]}" >/dev/null

printf '# Benchmarks\n\nAs `tests/bench/run.sh` printed them on %s, version %s:\n' "$(date -u +%F)" \
    "$(git describe --always --dirty 2>/dev/null || echo unknown)"
printf '%s cores (%s), %s MB of memory, Linux %s, Qt %s.\n' "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
    "$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)" "$(uname -r)" "$(qmake6 -query QT_VERSION 2>/dev/null || echo 6)"
for bench in "${benches[@]}"; do
    program=$(find build/release/tests -type f -name "$bench" -perm -u+x)
    printf '\n## %s\n\n```\n' "${bench#*_}"
    code=0
    case "$bench" in
    bench_window) "$program" || code=$? ;;
    tst_killedruns)
        export STEPLADDER_KILL_ROUNDS=${STEPLADDER_KILL_ROUNDS:-400}
        QTEST_FUNCTION_TIMEOUT=36000000 "$program" 2>&1 | grep -E '^(PASS|FAIL|QDEBUG|Totals)' || code=$?
        ;;
    *) QT_QPA_PLATFORM=offscreen "$program" || code=$? ;;
    esac
    [ "$code" -eq 0 ] || printf 'ended with exit code %d\n' "$code"
    printf '```\n'
done

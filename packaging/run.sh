#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/run.sh [arguments of `stepladder run`]: sets up, builds and does the main job on the bundled sample: in the
# window where there is a display and no argument was given, else headless with its report.
# Its answers are scripted; its builds and tests are real. Headless it ends with 0 when the run ended as scripted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packaging/setup.sh >&2
program=$(packaging/build.sh release | tail -n 1)
if [ $# -eq 0 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$program" --sample
fi
exec packaging/sample.sh "$program" "$@"

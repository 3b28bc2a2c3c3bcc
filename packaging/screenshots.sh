#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/screenshots.sh [folder] [preset]: a picture of every pane, light and dark, at 100 and 200 %, on the bundled
# Python sample, into resources/docs/screenshots unless said otherwise. Look at each of them afterwards.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${1:-resources/docs/screenshots}
preset=${2:-dev}
packaging/build.sh "$preset" screenshots >/dev/null
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
for scale in 1 2; do
    QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=$scale "build/$preset/tests/ui/screenshots/screenshots" "$home" "$folder"
done
if command -v optipng >/dev/null; then
    optipng -quiet -o1 "$folder"/*.png
fi
du -sh "$folder"

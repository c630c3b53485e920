#!/bin/bash
# swift-format on our own Swift code: everything that is not generated. Outside tests it also refuses force
# unwraps, force casts and try!, which the project's configuration leaves to the tests.
set -euo pipefail
cd "$(dirname "$0")/../.."

mapfile -t sources < <(
  git ls-files --cached --others --exclude-standard -- '*.swift' |
    while read -r file; do
      if [ -f "$file" ] && ! head -c 1000 "$file" | grep -qi 'do not edit'; then echo "$file"; fi
    done)
swift format lint --strict --parallel "${sources[@]}"

strict=$(mktemp --suffix .json)
trap 'rm -f "$strict"' EXIT
sed -e 's/"NeverForceUnwrap": false/"NeverForceUnwrap": true/' \
  -e 's/"NeverUseForceTry": false/"NeverUseForceTry": true/' .swift-format >"$strict"
mapfile -t product < <(printf '%s\n' "${sources[@]}" | grep -E '^(Sources|Services)/')
swift format lint --strict --parallel --configuration "$strict" "${product[@]}"

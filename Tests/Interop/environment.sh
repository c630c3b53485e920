#!/bin/bash
# Makes the project's Python environment .venv when it is missing or requirements.txt has changed.
# Prints nothing but errors, and its path with --path.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
requirements=$root/Tests/Interop/requirements.txt
environment=$root/.venv
wanted=$(sha256sum <"$requirements" | cut -d ' ' -f 1)

# A stamp of the contents: an environment whose installation broke off has none. It names the folder too,
# because an environment that was moved does not work.
stamp=$environment/stamp
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted $environment" ]; then
  rm -rf "$environment"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  if ! { python3 -m venv "$environment" &&
    "$environment/bin/pip" install --disable-pip-version-check --quiet --requirement "$requirements"; } \
    >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "environment.sh: could not make .venv from Tests/Interop/requirements.txt (above: why)" >&2
    exit 1
  fi
  echo "$wanted $environment" >"$stamp"
fi
if [ "${1:-}" = --path ]; then echo "$environment"; fi

#!/bin/bash
# Fails when the generated code is not what Protos/generate.sh would write now.
set -euo pipefail
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
Protos/generate.sh "$fresh"
for folder in C/CMessages Messages; do
  if ! diff -rq "$fresh/$folder" "Sources/$folder"; then
    echo "Sources/$folder is stale: run make generate and commit what it wrote." >&2
    exit 1
  fi
done
echo "Generated code is up to date."

#!/bin/bash
# Installs the Debian packages of packages.txt that are missing; says nothing when none is.
# usage: install-packages.sh PART...     the first words of packages.txt, such as build or interop
set -euo pipefail
cd "$(dirname "$0")"

fail() {
  echo "install-packages.sh: $*" >&2
  exit 1
}

[ $# -gt 0 ] || fail "name at least one part of packages.txt, such as 'build'"
command -v dpkg-query >/dev/null ||
  fail "this is not Debian: install what Deploy/packages.txt names by hand, then build with 'swift build'"

wanted=()
for part in "$@"; do
  mapfile -t of_part < <(awk -v part="$part" '$1 == part { print $2 }' packages.txt)
  [ ${#of_part[@]} -gt 0 ] || fail "packages.txt has no part '$part'"
  wanted+=("${of_part[@]}")
done

missing=()
for package in "${wanted[@]}"; do
  # A command that the machine has from elsewhere serves as well as the package of that name.
  case $package in
    make | git | gcc | python3 | openssl | pkg-config) ! command -v "$package" >/dev/null || continue ;;
  esac
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "run as root, or install sudo; missing: ${missing[*]}"
  as_root=(sudo)
fi

echo "Installing Debian packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Standard input is closed so that no package can stop to ask.
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" </dev/null >>"$log" 2>&1; }
install() { apt install --yes --no-install-recommends "${missing[@]}"; }

# The first try fails where the package lists are absent or stale.
if ! install; then
  apt update && install || {
    tail -n 20 "$log" >&2
    fail "could not install: ${missing[*]}"
  }
fi

#!/bin/bash
# Installs the suite on this Debian machine, or takes it off again. Running it twice changes nothing.
#
# usage: install.sh [--binaries DIR] [--dry-run] [--start]
#        install.sh --uninstall [--dry-run]
#
#   --binaries DIR  where the built executables are (default: .build/release of this repository)
#   --start         start the suite afterwards, or start it anew when it runs
#   --dry-run       print what would be done
#   --uninstall     stop and remove executables and units; configuration, keys and data stay
#
# A new suite listens on this machine only and knows nobody. Make a key, and call with it; the gateway takes it at once:
#
#   sudo trunkline keys make keys/operator --role OPERATOR --file /etc/trunkline/api-keys
#   TRUNKLINE_API_KEY=tl_... trunkline organizations create acme
#
# `trunkline keys --help` says how customers get theirs. To be reached from elsewhere, give listen.host and listen.tls in
# /etc/trunkline/gateway.yaml and restart trunkline-gateway. The other services reach this machine only: for a
# mail.relayHost or tracing.collector elsewhere say IPAddressAllow= with `systemctl edit`. Every setting is explained in
# those files; look at what a service says with `journalctl -u trunkline-gateway`.
#
# With DESTDIR set everything goes below that folder and the running system is left alone.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
destination=${DESTDIR:-}
binaries=$here/../.build/release
dry_run=no
start=no
action=install

services=(carrier-simulator provider-catalog inventory emergency-address porting ordering gateway)
# Those that call others say on whose behalf, and sign it.
signers=(inventory emergency-address porting ordering gateway)

bin=$destination/usr/local/bin
units=$destination/etc/systemd/system
sysusers=$destination/etc/sysusers.d
settings=$destination/etc/trunkline
documents=$destination/usr/local/share/doc/trunkline
shared=$destination/usr/local/share/trunkline
# No .yaml: check-config /etc/trunkline/*.yaml is for the configuration of services.
key_file=$settings/api-keys

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

# Runs a command, or prints it when this is a dry run.
act() {
  if [ "$dry_run" = yes ]; then
    printf 'would run:'
    printf ' %q' "$@"
    printf '\n'
  else
    "$@"
  fi
}

on_this_system() { [ -z "$destination" ] && [ -d /run/systemd/system ]; }

# put MODE SOURCE TARGET: copies when the target differs, and says so.
put() {
  if ! cmp -s "$2" "$3"; then
    echo "installs ${3#"$destination"}"
    act install -D --mode="$1" "$2" "$3"
  fi
}

# remove FILE: says so when there is something to remove.
remove() {
  if [ -e "$1" ]; then
    echo "removes ${1#"$destination"}"
    act rm "$1"
  fi
}

# A configuration that somebody changed is theirs: the new one is put beside it.
put_settings() {
  local target=$settings/$(basename "$1")
  if [ ! -e "$target" ]; then
    put 0640 "$1" "$target"
  elif ! cmp -s "$1" "$target" && ! cmp -s "$1" "$target.new"; then
    echo "keeps ${target#"$destination"}; compare it with the new ${target##*/}.new"
    put 0640 "$1" "$target.new"
  fi
}

install_binaries() {
  local name
  for name in trunkline "${services[@]/#/trunkline-}"; do
    [ -x "$binaries/$name" ] || fail "no executable $binaries/$name; build first, with 'make run' or 'swift build -c release'"
  done
  for name in trunkline "${services[@]/#/trunkline-}"; do put 0755 "$binaries/$name" "$bin/$name"; done
}

install_units() {
  local file
  for file in "$here"/systemd/*.service "$here"/systemd/*.target; do
    put 0644 "$file" "$units/$(basename "$file")"
  done
  put 0644 "$here/systemd/trunkline-.service.d/hardening.conf" "$units/trunkline-.service.d/hardening.conf"
  put 0644 "$here/systemd/trunkline.sysusers" "$sysusers/trunkline.conf"
  put 0644 "$here/../README.md" "$documents/README.md"
}

# The rules of each country, the providers and the support desks, which the provider catalog reads; and the real
# numbers that `trunkline import` and `trunkline demo` stock the inventory with.
install_shared() {
  local file
  for file in "$here"/countries/*.yaml "$here"/countries/shared/*.yaml "$here"/catalog/*.yaml "$here"/stock/*.csv; do
    put 0644 "$file" "$shared/${file#"$here"/}"
  done
  # A country that the release has no more would stay on offer, by rules that nobody keeps up.
  for file in "$shared"/countries/*.yaml "$shared"/countries/shared/*.yaml "$shared"/catalog/*.yaml; do
    if [ ! -e "$here/${file#"$shared"/}" ]; then remove "$file"; fi
  done
}

install_settings() {
  local file
  for file in "$here"/config/*.yaml; do
    [ ! -e "$file" ] || put_settings "$file"
  done
}

# Customers' keys, which the gateway reads and `trunkline keys` writes.
install_key_file() {
  if [ -e "$key_file" ]; then return; fi
  echo "makes ${key_file#"$destination"}, without a key. Make the first one:"
  echo "  sudo trunkline keys make keys/operator --role OPERATOR --file ${key_file#"$destination"}"
  act install -D --mode=0640 /dev/null "$key_file"
}

# The last 32 bytes of either DER form are the key itself (RFC 8410).
private_key() { openssl genpkey -algorithm ed25519 -outform DER | tail -c 32 | base64; }
public_key() {
  { printf '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20'; base64 --decode "$1"; } |
    openssl pkey -inform DER -pubout -outform DER | tail -c 32 | base64
}

install_keys() {
  command -v openssl >/dev/null || fail "openssl is missing; install it to make the signing keys"
  local name key signers_file=$settings/trusted-signers.env list=
  for name in "${signers[@]}"; do
    key=$settings/keys/$name.key
    if [ ! -e "$key" ]; then
      echo "makes a signing key for $name"
      if [ "$dry_run" = yes ]; then continue; fi
      install -d --mode=0700 "$settings/keys"
      (umask 077 && private_key >"$key.part" && mv "$key.part" "$key")
    fi
    list+="{name: $name, publicKey: \"$(public_key "$key")\"}, "
  done
  if [ "$dry_run" = yes ]; then return; fi
  local wanted="TRUNKLINE_AUTHENTICATION_TRUSTED_SIGNERS='[${list%, }]'"
  if [ "$(cat "$signers_file" 2>/dev/null)" != "$wanted" ]; then
    echo "installs ${signers_file#"$destination"}"
    echo "$wanted" >"$signers_file"
    chmod 0644 "$signers_file"
  fi
}

install_all() {
  if on_this_system; then act "$here/install-packages.sh" runtime; fi
  install_binaries
  install_units
  install_shared
  install_settings
  install_key_file
  install_keys
  if on_this_system; then
    act systemd-sysusers "$sysusers/trunkline.conf"
    act chgrp -R trunkline "$settings"
    act chmod 0750 "$settings"
    act chmod 0700 "$settings/keys"
    act chgrp root "$settings/keys"
    act systemctl daemon-reload
    act systemctl enable --quiet trunkline.target "${services[@]/#/trunkline-}"
    if [ "$start" = yes ]; then act systemctl restart trunkline.target; fi
  fi
}

uninstall_all() {
  if on_this_system; then
    act systemctl disable --quiet --now trunkline.target "${services[@]/#/trunkline-}" || true
  fi
  local name
  for name in trunkline "${services[@]/#/trunkline-}"; do remove "$bin/$name"; done
  for name in "${services[@]}"; do remove "$units/trunkline-$name.service"; done
  remove "$units/trunkline.target"
  remove "$units/trunkline-.service.d/hardening.conf"
  if [ "$dry_run" = no ] && [ -d "$units/trunkline-.service.d" ]; then rmdir "$units/trunkline-.service.d"; fi
  remove "$sysusers/trunkline.conf"
  remove "$documents/README.md"
  for name in "$shared"/countries/*.yaml "$shared"/countries/shared/*.yaml "$shared"/catalog/*.yaml "$shared"/stock/*.csv; do
    remove "$name"
  done
  if on_this_system; then act systemctl daemon-reload; fi
  echo "kept: /etc/trunkline (configuration, keys) and /var/lib/trunkline (data)"
}

while [ $# -gt 0 ]; do
  case $1 in
    --binaries) [ $# -gt 1 ] || fail "--binaries needs a folder"; binaries=$2; shift ;;
    --dry-run) dry_run=yes ;;
    --start) start=yes ;;
    --uninstall) action=uninstall ;;
    -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit ;;
    *) fail "unknown option $1; see --help" ;;
  esac
  shift
done
if [ -z "$destination" ] && [ "$dry_run" = no ] && [ "$(id -u)" -ne 0 ]; then
  fail "run as root, or with DESTDIR or --dry-run"
fi
"${action}_all"

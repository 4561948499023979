#!/usr/bin/env bash
# certificates.sh AUDIOMETER: certificates as docs/certificates.md says, read by in-toto's classes and signed by minisign. What cannot be installed is not run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
audiometer=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# ends WITH COMMAND...: fails unless the command ends with that code.
ends() {
  local wanted=$1 code=0
  shift
  "$@" > said 2>&1 || code=$?
  [ "$code" = "$wanted" ] || { cat said; echo "error: $* ended with $code, not with $wanted"; return 1; }
}

ends 0 "$audiometer" certify reference --profile jwt-bcp --level hardened --output reference.intoto.json
ends 1 "$audiometer" certify jsonwebtoken --output jsonwebtoken.intoto.json
ends 0 "$audiometer" verify reference.intoto.json reference --level hardened
ends 0 "$audiometer" verify jsonwebtoken.intoto.json jsonwebtoken --level none
ends 1 "$audiometer" verify jsonwebtoken.intoto.json

if python3 -m venv venv && venv/bin/pip install --quiet in-toto-attestation==0.9.3 packageurl-python==0.17.6; then
  venv/bin/python "$here/certificates.py" ./*.intoto.json
else
  echo "not run: in-toto's classes, which could not be installed"
fi

if ! command -v minisign > /dev/null && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  { apt-get update -q && apt-get install -qy --no-install-recommends minisign; } > apt.log 2>&1 || tail -n 3 apt.log
fi
if command -v minisign > /dev/null; then
  minisign -G -W -p audiometer.pub -s audiometer.key > /dev/null # -W: the key has no password, since nobody is here to give one
  ends 0 minisign -S -s audiometer.key -m reference.intoto.json
  ends 0 minisign -V -p audiometer.pub -m reference.intoto.json
  sed -i 's/"cases": 100000/"cases": 999999/' reference.intoto.json
  ends 0 "$audiometer" verify reference.intoto.json # nothing in the file contradicts it: that is what signatures are for
  ends 1 minisign -V -p audiometer.pub -m reference.intoto.json
  echo "minisign signs a certificate, verifies it, and refuses it once it is changed"
else
  echo "not run: minisign, which is not installed"
fi

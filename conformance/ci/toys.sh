#!/usr/bin/env bash
# toys.sh AUDIOMETER: what docs/ci.md says, done: the two toy libraries fail, and pass once their mistake is mended. What cannot be installed is not run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
audiometer=$(realpath "$1")
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/toys/python" "$here/toys/rust" "$work"

# ends WITH COMMAND...: fails unless the command ends with that code; `said` has its words.
ends() {
  local wanted=$1 code=0
  shift
  "$@" > "$work/said" 2>&1 || code=$?
  [ "$code" = "$wanted" ] || { cat "$work/said"; echo "error: $* ended with $code, not with $wanted"; return 1; }
}

says() { grep -q -- "$1" "$work/said" || { cat "$work/said"; echo "error: it does not say: $1"; return 1; }; }

cd "$work/python"
cp "$root/conformance/adapters/python/sdk/audiometer.py" .
if python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet .; then
  # The library is read from this folder, so that mending it takes no second installation.
  PATH="$work/venv/bin:$PATH"
  ends 0 "$audiometer" adapter check -- python3 adapter.py
  ends 1 "$audiometer" run --profile jwt-bcp -- python3 adapter.py
  says "FALSE ACCEPTS"
  ends 1 "$audiometer" certify --profile jwt-bcp --output toyjwt.intoto.json -- python3 adapter.py
  sed -i 's/^    if not isinstance(aud, (str, list)):$/    aud = [aud] if isinstance(aud, str) else aud\n&/' toyjwt.py
  ends 0 "$audiometer" run --profile jwt-bcp -- python3 adapter.py
  ends 0 "$audiometer" certify --profile jwt-bcp --output toyjwt.intoto.json -- python3 adapter.py
  ends 0 "$audiometer" verify toyjwt.intoto.json -- python3 adapter.py
  echo "the toy in Python fails, and passes once it is mended"
else
  echo "not run: the toy in Python, which could not be installed"
fi

cd "$work/rust"
sed -i "s#path = \"../../../..\"#path = \"$root\"#" Cargo.toml
if cargo fetch --quiet; then
  export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}/toys
  ends 101 cargo test --quiet
  says "right   reject (must): aud-missing"
  sed -i 's/        None => true,/        None => false,/' src/lib.rs
  ends 0 cargo test --quiet
  echo "the toy in Rust fails, and passes once it is mended"
else
  echo "not run: the toy in Rust, whose dependencies could not be fetched"
fi

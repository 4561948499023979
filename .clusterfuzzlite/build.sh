#!/bin/bash -eu
# What OSS-Fuzz and ClusterFuzzLite run in their container: each fuzz target into $OUT, with its seeds, dictionary and options.
# fuzz/check-build runs it without them.
cd "$SRC/audiometer"

# The engine's flags are for the targets, not for the program that writes the seeds.
env -u RUSTFLAGS -u CFLAGS -u CXXFLAGS cargo run --release --quiet -- vectors export seeds --output "$WORK/seeds"

cargo fuzz build -O --debug-assertions --target-dir "$WORK/fuzz"
for target in $(cargo fuzz list); do
  cp "$WORK/fuzz/x86_64-unknown-linux-gnu/release/$target" "$OUT/"
  cp fuzz/dictionary "$OUT/$target.dict"
  printf '[libfuzzer]\nmax_len = 4096\nlen_control = 0\ntimeout = 25\n' > "$OUT/$target.options"
  own=fuzz/fuzz_targets/$target.options
  [ ! -e "$own" ] || sed 1d "$own" >> "$OUT/$target.options"
  for folder in "$WORK/seeds/$target" "fuzz/regressions/$target"; do
    if [ -d "$folder" ]; then
      zip -q -j "$OUT/${target}_seed_corpus.zip" "$folder"/*
    fi
  done
done

#!/usr/bin/env bash
# What the GitHub Action runs: the suite against one implementation, with every report that GitHub shows.
#
# In: AUDIOMETER_COMMAND or AUDIOMETER_TARGET; AUDIOMETER_PROFILES, AUDIOMETER_EXPECTATIONS, AUDIOMETER_REQUIRE_CASES, AUDIOMETER_REPORTS;
# AUDIOMETER, the program. Out: files in the folder of reports, the job summary, annotations, outputs, and the exit code of the run.
set -euo pipefail

audiometer=${AUDIOMETER:-audiometer}
reports=${AUDIOMETER_REPORTS:-audiometer-reports}
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
output=${GITHUB_OUTPUT:-/dev/null}

# Words are split at white space; what needs quotation marks belongs in a script. (An empty list is an unset one to the bash of macOS.)
read -ra command <<< "${AUDIOMETER_COMMAND:-}"
read -ra target <<< "${AUDIOMETER_TARGET:-}"
read -ra profiles <<< "${AUDIOMETER_PROFILES:-}"
if [ ${#command[@]} -gt 0 ] && [ ${#target[@]} -gt 0 ]; then
  echo "::error title=audiometer::give either command or target, not both"
  exit 2
elif [ ${#command[@]} -eq 0 ] && [ ${#target[@]} -eq 0 ]; then
  echo "::error title=audiometer::give the command that starts the adapter, or a target"
  exit 2
fi

mkdir -p "$reports"
rm -f "$reports"/{run.jsonl,junit.xml,audiometer.sarif,summary.md,badge.svg,badge.json}
arguments=(--report human --report "jsonl=$reports/run.jsonl" --report "junit=$reports/junit.xml" --report "sarif=$reports/audiometer.sarif"
  --report "markdown=$reports/summary.md" --report "badge=$reports/badge.svg" --report "endpoint=$reports/badge.json")
for profile in ${profiles[@]+"${profiles[@]}"}; do arguments+=(--profile "$profile"); done
[ -z "${AUDIOMETER_EXPECTATIONS:-}" ] || arguments+=(--expectations "$AUDIOMETER_EXPECTATIONS")
[ -z "${AUDIOMETER_REQUIRE_CASES:-}" ] || arguments+=(--require-cases "$AUDIOMETER_REQUIRE_CASES")
if [ ${#command[@]} -gt 0 ]; then arguments+=(-- "${command[@]}"); else arguments+=("${target[@]}"); fi

code=0
"$audiometer" run "${arguments[@]}" || code=$?

# The last line counts; without it the run did not come to its end.
count() {
  { tail -n 1 "$reports/run.jsonl" 2> /dev/null || true; } | { grep '^{"type":"footer"' || true; } | { grep -o "\"$1\":[0-9]*" || true; } |
    awk -F : '{ sum += $2 } END { print sum + 0 }'
}
false_accepts=$(count false-accept)
unexpected=$(count unexpected_failures)
if [ -e "$reports/summary.md" ]; then cat "$reports/summary.md" >> "$summary"; fi
{
  echo "exit-code=$code"
  echo "false-accepts=$false_accepts"
  echo "unexpected-failures=$unexpected"
  echo "reports=$reports"
} >> "$output"

case $code in
  0) if [ "$false_accepts" -gt 0 ]; then echo "::warning title=audiometer::$false_accepts false accepts, all of them known"; fi ;;
  1) echo "::error title=audiometer::$unexpected unexpected failures; of all cases $false_accepts are false accepts, known ones included" ;;
  2) echo "::error title=audiometer::the command line or a file is in error" ;;
  3) echo "::error title=audiometer::the adapter is broken" ;;
  4) echo "::error title=audiometer::nothing ran, or too little" ;;
  5) echo "::error title=audiometer::an expectation is stale" ;;
  *) echo "::error title=audiometer::ended with $code" ;;
esac
exit "$code"

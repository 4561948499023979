"""One case on standard input, as the decoders of toml-test and the parsers of JSONTestSuite get it; the answer is the exit code."""

import json
import sys

case = json.load(sys.stdin)
sys.exit(0 if case["value"] in case["list"] else 1)

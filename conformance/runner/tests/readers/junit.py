"""Does junitparser read the JUnit XML, and count what the run counted?"""

import json
import sys

from junitparser import JUnitXml

xml, run = sys.argv[1:]
with open(run, encoding="utf-8") as lines:
    results = json.loads(lines.readlines()[-1])["results"]
suites = list(JUnitXml.fromfile(xml))
tests = [test for suite in suites for test in suite]
red = [test for test in tests if test.is_failure or test.is_error]
unexpected = sum(result["unexpected_failures"] + len(result["stale_expectations"]) for result in results.values())
assert len(red) == unexpected + 2, f"{len(red)} are red, and not {unexpected}, one that is broken and one of which nothing ran"
skipped = sum(result["known_failures"] + result["outcomes"]["unsupported"] for result in results.values())
assert sum(test.is_skipped for test in tests) == skipped
assert sum(suite.tests for suite in suites) == len(tests)
print(f"JUnit: junitparser reads {len(tests)} tests, {len(red)} of them red, {skipped} skipped")

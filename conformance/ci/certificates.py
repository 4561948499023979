"""Do in-toto's own classes, and a parser of package URLs, take these certificates?"""

import json
import pathlib
import sys

from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from packageurl import PackageURL

for path in sys.argv[1:]:
    value = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    # The statement is read strictly; of the predicate the extension field alone may be unknown.
    statement = json_format.ParseDict(value, statement_pb2.Statement())
    Statement.copy_from_pb(statement).validate()
    predicate = {name: field for name, field in value["predicate"].items() if name != "audiometer"}
    result = json_format.ParseDict(predicate, test_result_pb2.TestResult())
    cases = len(result.passed_tests) + len(result.warned_tests) + len(result.failed_tests)
    subject = PackageURL.from_string(statement.subject[0].name)
    if subject.to_string() != statement.subject[0].name:
        sys.exit(f"error: {path}: {statement.subject[0].name} is not canonical, {subject} is")
    print(f"in-toto takes {pathlib.Path(path).name}: {result.result}, {subject}, {cases} cases")

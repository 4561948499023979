//! What stands below the help of a command?

use crate::exit::Exit;

/// The examples, and what every command may end with.
pub(super) fn after_help(examples: &str) -> String {
    format!("{examples}\n\n{}", Exit::HELP)
}

pub(super) const MAIN_EXAMPLES: &str = "\
Examples:
  audiometer                                     the whole suite against all that is built in
  audiometer run jsonwebtoken --profile oidc     one library, one profile
  audiometer explain rfc7519/aud/empty-array     one vector, with the sentence it rests on
  audiometer check --me https://api.example.com < token.txt";

pub(super) const RUN_EXAMPLES: &str = "\
Examples:
  audiometer run
  audiometer run reference --profile oidc --profile oidc-strict
  audiometer run jsonwebtoken --filter 'rfc7519/aud/*' --expectations none
  audiometer run pyjwt pyjwt+strict-aud golang-jwt     adapters that are set up
  audiometer run --all --jobs 4                        everything that is set up
  audiometer run --profile jwt-bcp -- python3 my_adapter.py
  audiometer run --expectations known.toml --require-cases 9000 -- python3 my_adapter.py
  audiometer run --report human --report jsonl=run.jsonl
  audiometer run pyjwt --report junit=junit.xml --report sarif=audiometer.sarif --report badge=aud.svg
  audiometer run --all --report html=report.html       one page, to read and to filter";

pub(super) const REPORT_EXAMPLES: &str = "\
Examples:
  audiometer run --all --report jsonl=run.jsonl
  audiometer report run.jsonl                                      as the run itself would have shown it
  audiometer report run.jsonl --report markdown=summary.md --report badge=badges
  audiometer report python.jsonl go.jsonl --report junit=junit.xml    several runs as one

A run whose file has no footer did not end, and is not reported.";

pub(super) const BASELINE_EXAMPLES: &str = "\
Examples:
  audiometer baseline init -o known.toml -- python3 my_adapter.py
  audiometer run --expectations known.toml -- python3 my_adapter.py       0 while nothing changes
  audiometer baseline update -o known.toml -- python3 my_adapter.py       after a fix, or a new suite
  audiometer baseline check -o known.toml -- python3 my_adapter.py        what would update change?
  audiometer baseline init pyjwt --profile jwt-bcp --reason 'see issue 7' --expires 2027-03-31

A critical false accept lets somebody in. It is written down with --accept-critical alone.";

pub(super) const FUZZ_EXAMPLES: &str = "\
Examples:
  audiometer fuzz jsonwebtoken
  audiometer fuzz pyjwt golang-jwt --profile jwt-bcp --time 60s
  audiometer fuzz --all --cases 100000 --output conformance/results/campaigns
  audiometer fuzz --seed 7 --json -- python3 my_adapter.py
  audiometer fuzz pyjwt --known conformance/results/campaigns     fails on what is new alone

The same seed gives the same cases. A file of findings stands in the folder of --output from the
first one on; `audiometer reproduce` asks one again, and `audiometer promote` makes a vector of it.";

pub(super) const CERTIFY_EXAMPLES: &str = "\
Examples:
  audiometer certify pyjwt --profile jwt-bcp --output pyjwt.intoto.json
  audiometer certify jose --profile access-token --profile oidc --level strict -o jose.intoto.json
  audiometer certify jose --profile access-token --level hardened -o jose.intoto.json
  audiometer certify --profile jwt-bcp -o mine.intoto.json -- python3 my_adapter.py

Levels, for each profile:
  core      every token that MUST be rejected is, every one that has to be accepted is, and nothing
            that is critical fails
  strict    and every SHOULD
  hardened  and a campaign of 100,000 cases or more finds nothing

The file is written whatever the level. Known failures change nothing, and SOURCE_DATE_EPOCH is
the time where it is set. docs/certificates.md tells how to sign it.";

pub(super) const VERIFY_EXAMPLES: &str = "\
Examples:
  audiometer verify pyjwt.intoto.json                        is it in order, and every profile at core?
  audiometer verify pyjwt.intoto.json --level none           is it in order, whatever the level?
  audiometer verify pyjwt.intoto.json pyjwt                  and does the library still do the same?
  audiometer verify mine.intoto.json -- python3 my_adapter.py

The signature of a certificate is for the tool that made it; see docs/certificates.md.";

pub(super) const REPLAY_EXAMPLES: &str = "\
Examples:
  audiometer replay                      all of them
  audiometer replay CVE-2024-53861
  audiometer replay --list";

pub(super) const REPRODUCE_EXAMPLES: &str = "\
Examples:
  audiometer reproduce findings/pyjwt.jsonl                       the file has one finding
  audiometer reproduce findings/pyjwt.jsonl --finding 2           the second of several
  audiometer reproduce findings/pyjwt.jsonl --finding 2 jose      what does another one say?
  audiometer reproduce findings/adapter.jsonl -- python3 my_adapter.py";

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  audiometer diff old.jsonl new.jsonl             two runs, saved with --report jsonl=FILE
  audiometer diff conformance/results new-results
  audiometer diff old/pyjwt.jsonl new/pyjwt.jsonl --exact

Vectors that were added, removed or renamed (by the ledger of this suite) are told of saved runs and of
folders, which list theirs. What a new vector shows is no regression.";

pub(super) const PROMOTE_EXAMPLES: &str = "\
Examples:
  audiometer promote findings/pyjwt.jsonl --finding 2 --id rfc7519/aud/nested-null --dry-run
  audiometer promote findings/pyjwt.jsonl --finding 2 --id rfc7519/aud/nested-null --flag WrongType
  audiometer promote fuzz/crash-0a1b2c --id rfc7519/claims-set/two-colons --me https://api.example.com

Verdicts, reasons and clauses are those of the judgement. Read the clause before you publish them:
a vector that only repeats the judgement checks nothing.";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  audiometer check --me https://api.example.com '{\"aud\":\"https://api.example.com/\"}'
  audiometer check --profile oidc --me s6BhdRkqt3 --issuer https://op.example token.txt
  audiometer check --profile access-token --me https://api.example.com --key public.pem < token.txt

A token is what has two dots, a claims set is what starts with a brace, anything else is the
path of a file that holds one of them; without it, or with -, standard input is read.";

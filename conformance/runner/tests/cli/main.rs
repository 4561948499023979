//! What does the program print, and how does it end?

mod campaigns;
mod certificates;
mod expectations;
mod reports;

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What a call printed, and its exit code.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

/// Calls the program from the project's root.
fn audiometer(args: &[&str]) -> Said {
    said(program().args(args))
}

fn given(args: &[&str], input: &str) -> Said {
    said(program().args(args).write_stdin(input))
}

fn program() -> Command {
    let mut program = Command::cargo_bin("audiometer").expect("built");
    program.current_dir(root());
    program
}

fn said(program: &mut Command) -> Said {
    let output = program.output().expect("runs");
    Said {
        code: output.status.code().expect("ends by itself"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

mod run {
    use super::*;

    #[test]
    fn without_arguments_it_shows_jsonwebtokens_false_accepts_with_the_sentence_and_ends_well() {
        let said = audiometer(&[]);
        assert_eq!(said.code, 0, "{}", said.err);
        has(
            &words(&said.out),
            &[
                "FALSE ACCEPTS: accepted, and to be rejected",
                "rfc7519/aud/integer a number is no audience claims {\"iss\":\"https://issuer.example\"",
                "answer accept right reject (must): aud-malformed, aud-mismatch by RFC 7519, section 4.1.3 (MUST): \"If the principal processing the claim",
                "reference 0.1.0: 0 false accepts, 0 false rejects, 0 faults",
                " 0 failed, ",
            ],
        );
    }

    #[test]
    fn without_expectations_the_false_accepts_are_failures() {
        let said = audiometer(&["--expectations", "none"]);
        assert_eq!(said.code, 1);
        has(&said.out, &[" 0 known, "]);
        assert!(!said.out.contains("known 1"));
    }

    #[test]
    fn the_reference_fails_nothing_strict_or_lenient() {
        let said = audiometer(&["run", "reference", "reference-lenient", "--expectations", "none"]);
        assert_eq!(said.code, 0, "{}", said.out);
        assert!(!said.out.contains("FALSE"));
    }

    #[test]
    fn lines_fit_eighty_columns_and_have_no_colour_off_a_terminal() {
        let said = audiometer(&[]);
        for line in said.out.lines() {
            assert!(line.chars().count() <= 80 || line.contains("https://"), "{line}");
        }
        assert!(!said.out.contains('\x1b'));
    }

    #[test]
    fn an_expectation_that_passes_now_or_matches_nothing_is_to_be_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("reference.toml");
        let text = "[[known-failure]]\ncases = [\n  \"rfc7519/aud/string@jwt-core\",\n  \"rfc7519/aud/no-such-thing\",\n]\nobserved = \"reject\"\nreason = \"once upon a time\"\n";
        fs::write(&file, text).expect("written");
        let folder = folder.path().to_str().expect("UTF-8");
        let said = audiometer(&["reference", "--expectations", folder]);
        assert_eq!(said.code, 5);
        has(
            &words(&said.out),
            &[
                "reference.toml:3 line rfc7519/aud/string@jwt-core because rfc7519/aud/string@jwt-core: the outcome is pass now",
                "reference.toml:4 line rfc7519/aud/no-such-thing because it matches no case of the suite",
            ],
        );
        // What this run leaves out is left alone.
        fs::write(&file, text.replace("  \"rfc7519/aud/no-such-thing\",\n", "")).expect("written");
        assert_eq!(audiometer(&["reference", "--expectations", folder, "--profile", "oidc"]).code, 0);
    }

    #[test]
    fn an_expectation_with_another_wrong_answer_does_not_excuse_the_failure() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "[[known-failure]]\ncases = [\"rfc7519/aud/integer@jwt-core\"]\nobserved = \"fault\"\nreason = \"it panicked\"\n";
        fs::write(folder.path().join("jsonwebtoken.toml"), text).expect("written");
        let said = audiometer(&[
            "jsonwebtoken",
            "--filter",
            "rfc7519/aud/integer",
            "--expectations",
            folder.path().to_str().expect("UTF-8"),
        ]);
        assert_eq!(said.code, 1, "{}", said.out);
    }

    #[cfg(unix)]
    #[test]
    fn a_report_to_a_pipe_does_not_take_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).expect("read")
        });
        let report = format!("human={}", pipe.to_str().expect("UTF-8"));
        assert_eq!(audiometer(&["reference", "--filter", "rfc7519/aud/*", "--report", &report]).code, 0);
        has(&reader.join().expect("it ends"), &["reference"]);
        let kind = fs::symlink_metadata(&pipe).expect("there").file_type();
        assert!(std::os::unix::fs::FileTypeExt::is_fifo(&kind), "{kind:?}");
    }

    #[test]
    fn bad_input_is_told_and_ends_with_its_code() {
        for (args, code, text) in [
            (
                &["no-such-library"][..],
                2,
                "error: there is no target `no-such-library`; reference, jsonwebtoken, reference-lenient are built in, and of adapters",
            ),
            (&["reference", "reference"], 2, "error: `reference` is named twice"),
            (&["--profile", "oauth"], 2, "error: there is no profile `oauth`; there are jwt-core, "),
            (&["--filter", "nothing/*"], 4, "error: --filter: no case matches `nothing/*`"),
            (&["--filter", "a["], 2, "error: --filter: "),
            (
                &["--filter", "rfc7519/recipient/no-identifier-*", "--profile", "oidc"],
                4,
                "error: no case is left to run",
            ),
            (
                &["--report", "pdf"],
                2,
                "there is no format `pdf`; there are human, html, jsonl, json, junit, tap, sarif, markdown, badge, endpoint, and results",
            ),
            (&["--report", "jsonl="], 2, "there is no path behind the equals sign"),
            (
                &["--report", "jsonl=no-such-folder/x.jsonl"],
                2,
                "error: --report: failed to write no-such-folder/x.jsonl",
            ),
            (&["--report", "human", "--report", "jsonl"], 2, "--report: two reports go to standard output"),
            (
                &["--report", "json=x", "--report", "tap=x"],
                2,
                "--report: two reports go to x; give one of them another path",
            ),
            (&["--report", "sarif=vectors"], 2, "error: --report: vectors is a folder"),
            (&["--report", "results"], 2, "results go to a folder; name it, as in results=FOLDER"),
            (
                &["--report", "badge=aud.svg"],
                2,
                "error: --report: aud.svg is for one implementation; name a folder, for a file NAME.svg each",
            ),
            (&["--report", "endpoint"], 2, "error: --report: standard output is for one implementation"),
            (&["--vectors", "no-such-folder"], 2, "error: failed to read the vectors in no-such-folder"),
            (&["--expectations", "no-such-folder"], 2, "it takes a file, a folder of files NAME.toml, or none"),
            (&["--seed", "x"], 2, "invalid value 'x' for '--seed <N>'"),
        ] {
            let said = audiometer(args);
            assert_eq!(said.code, code, "{args:?}: {}", said.err);
            has(&said.err, &[text]);
            assert_eq!(said.out, "", "{args:?}");
        }
    }

    #[test]
    fn the_same_seed_puts_the_same_order_and_another_gives_the_same_outcomes() {
        let run =
            |seed: &str| audiometer(&["jsonwebtoken", "--seed", seed]).out.replace(&format!("seed {seed}"), "seed");
        assert_eq!(run("1"), run("1"));
        assert_eq!(run("1"), run("99"));
    }
}

mod jsonl {
    use super::*;

    #[test]
    fn a_run_is_a_header_a_line_a_case_and_a_footer_by_the_schema() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("run.jsonl");
        let said = audiometer(&["--report", "human", "--report", &format!("jsonl={}", path.display())]);
        assert_eq!(said.code, 0);
        has(&said.out, &["FALSE ACCEPTS"]);
        let lines: Vec<Value> = fs::read_to_string(&path)
            .expect("written")
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let schema: Value =
            serde_json::from_str(&fs::read_to_string(root().join("conformance/report.schema.json")).expect("there"))
                .expect("JSON");
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        for line in &lines {
            let errors: Vec<String> = schema.iter_errors(line).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{line}: {errors:?}");
        }
        let kinds: Vec<&str> = lines.iter().filter_map(|line| line["type"].as_str()).collect();
        let (first, last) = (lines.first().expect("a header"), lines.last().expect("a footer"));
        assert_eq!((kinds[0], kinds[kinds.len() - 1]), ("header", "footer"));
        assert!(kinds[1..kinds.len() - 1].iter().all(|kind| *kind == "case"));
        assert_eq!(kinds.len() as u64 - 2, 2 * first["suite"]["cases"].as_u64().expect("a count"));
        assert_eq!(last["results"]["jsonwebtoken"]["unexpected_failures"], 0);
        assert_eq!(
            last["results"]["jsonwebtoken"]["outcomes"]["false-accept"],
            last["results"]["jsonwebtoken"]["known_failures"]
        );
    }
}

mod vectors {
    use super::*;

    /// A copy of the vectors in a folder of its own.
    fn copy() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        copy_to(folder.path());
        folder
    }

    pub(super) fn copy_to(folder: &Path) {
        for (path, file) in audiometer::topic_files(&root().join("vectors")).expect("readable") {
            let to = folder.join(file);
            fs::create_dir_all(to.parent().expect("a parent")).expect("a folder");
            fs::copy(path, to).expect("copied");
        }
        for file in ["flags.json", "ledger.json"] {
            fs::copy(root().join("vectors").join(file), folder.join(file)).expect("copied");
        }
    }

    fn edit(folder: &Path, from: &str, to: &str) -> String {
        let path = folder.join("rfc7519/aud.json");
        let text = fs::read_to_string(&path).expect("readable");
        assert!(text.contains(from), "{from}");
        let edited = text.replacen(from, to, 1);
        fs::write(&path, &edited).expect("written");
        edited
    }

    #[test]
    fn the_suite_has_no_lint() {
        let said = audiometer(&["vectors", "lint"]);
        assert_eq!(said.code, 0, "{}", said.out);
        has(&said.out, &["all in order"]);
    }

    #[test]
    fn lint_names_file_id_and_field() {
        let folder = copy();
        let dir = folder.path().to_str().expect("UTF-8");
        edit(folder.path(), "\"importance\": \"critical\"", "\"importance\": \"grave\"");
        let said = audiometer(&["vectors", "lint", "--dir", dir]);
        assert_eq!(said.code, 1);
        has(&said.out, &["rfc7519/aud.json: `rfc7519/aud/", "unknown variant `grave`", " problem"]);
    }

    #[test]
    fn a_forged_token_is_found_and_minted_anew() {
        let folder = copy();
        let dir = folder.path().to_str().expect("UTF-8");
        let before = fs::read_to_string(folder.path().join("rfc7519/aud.json")).expect("readable");
        let at = before.find("\"token\": \"").expect("a token")
            + before[before.find("\"token\": \"").expect("a token")..].find("\"\n").expect("its end")
            - 4;
        let forged = format!("{}AAAA{}", &before[..at], &before[at + 4..]);
        fs::write(folder.path().join("rfc7519/aud.json"), forged).expect("written");
        let said = audiometer(&["vectors", "lint", "--dir", dir]);
        assert_eq!(said.code, 1);
        has(&said.out, &["token: does not verify with the suite's key", "1 problem\n"]);
        has(&audiometer(&["vectors", "mint", "--dir", dir]).out, &["1 token minted, 1 file written"]);
        assert_eq!(fs::read_to_string(folder.path().join("rfc7519/aud.json")).expect("readable"), before);
    }

    #[test]
    fn fmt_restores_the_layout_and_writes_nothing_when_a_file_is_in_error() {
        let folder = copy();
        let dir = folder.path().to_str().expect("UTF-8");
        let before = fs::read_to_string(folder.path().join("rfc7519/aud.json")).expect("readable");
        edit(folder.path(), "      \"comment\"", "\n\"comment\"");
        assert_eq!(audiometer(&["vectors", "fmt", "--check", "--dir", dir]).code, 1);
        has(&audiometer(&["vectors", "fmt", "--dir", dir]).out, &["1 file laid out anew"]);
        assert_eq!(fs::read_to_string(folder.path().join("rfc7519/aud.json")).expect("readable"), before);
        let broken = edit(folder.path(), "      \"comment\"", "\n\"komment\"");
        let said = audiometer(&["vectors", "fmt", "--dir", dir]);
        assert_eq!(said.code, 2);
        has(&said.err, &["nothing was written", "unknown field `komment`"]);
        assert_eq!(fs::read_to_string(folder.path().join("rfc7519/aud.json")).expect("readable"), broken);
    }

    #[test]
    fn exports_hold_every_vector_with_tokens_of_the_algorithm() {
        let folder = tempfile::tempdir().expect("a folder");
        let whole: Value = serde_json::from_str(&audiometer(&["vectors", "export", "json"]).out).expect("JSON");
        let vectors = whole["vectors"].as_array().expect("vectors").len();
        assert_eq!(whole["count"]["vectors"], vectors);
        for algorithm in ["RS256", "ES256", "EdDSA"] {
            let lines = audiometer(&["vectors", "export", "jsonl", "--algorithm", algorithm]).out;
            assert_eq!(lines.lines().count(), vectors + 1);
            let head: Value = serde_json::from_str(lines.lines().next().expect("a header")).expect("JSON");
            assert!(head["key"]["kty"].is_string() && head["key"].get("d").is_none());
        }
        let said = audiometer(&["vectors", "export", "wycheproof", "--output", folder.path().to_str().expect("UTF-8")]);
        assert_eq!(said.code, 0, "{}", said.err);
        let file: Value = serde_json::from_str(
            &fs::read_to_string(folder.path().join("jwt_audience_oidc_test.json")).expect("there"),
        )
        .expect("JSON");
        let tests: usize = file["testGroups"]
            .as_array()
            .expect("groups")
            .iter()
            .map(|group| group["tests"].as_array().expect("tests").len())
            .sum();
        assert_eq!(file["numberOfTests"], tests);
        let schema: Value = serde_json::from_str(
            &fs::read_to_string(folder.path().join("jwt_audience_schema_v1.json")).expect("there"),
        )
        .expect("JSON");
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .expect("a schema")
            .iter_errors(&file)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 17);
    }

    #[test]
    fn every_file_fits_the_schema() {
        let schema: Value =
            serde_json::from_str(&fs::read_to_string(root().join("vectors/schema.json")).expect("there"))
                .expect("JSON");
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        for (path, file) in audiometer::topic_files(&root().join("vectors")).expect("readable") {
            let topic: Value = serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON");
            let errors: Vec<String> = schema
                .iter_errors(&topic)
                .take(3)
                .map(|error| format!("{error} at {}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{file}: {errors:?}");
        }
    }

    #[test]
    fn an_algorithm_without_a_key_is_refused() {
        let said = audiometer(&["vectors", "mint", "--algorithm", "PS256", "rfc7519/aud/string"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["the suite has keys for HS256, RS256, ES256, EdDSA"]);
        has(&audiometer(&["vectors", "mint", "--algorithm", "ES256"]).err, &["stored tokens have HS256"]);
        has(&audiometer(&["vectors", "mint", "no/such/vector"]).err, &["there is no vector `no/such/vector`"]);
    }
}

mod findings {
    use super::*;
    use std::collections::BTreeMap;

    /// What a campaign found; see `commands/findings.rs`.
    const FILE: &str = "conformance/runner/tests/findings/jsonwebtoken.jsonl";

    const ID: &str = "rfc7519/aud/found-by-a-campaign";

    fn text() -> String {
        fs::read_to_string(root().join(FILE)).expect("there")
    }

    fn findings() -> Vec<Value> {
        text().lines().skip(1).map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// A folder with a copy of the vectors, and the texts that count them.
    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir(folder.path().join("vectors")).expect("a folder");
            vectors::copy_to(&folder.path().join("vectors"));
            for file in ["README.md", "CHANGELOG.md"] {
                fs::copy(root().join(file), folder.path().join(file)).expect("copied");
            }
            Self(folder)
        }

        fn vectors(&self) -> String {
            self.0.path().join("vectors").to_str().expect("UTF-8").to_owned()
        }

        /// A file in it.
        fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
            let path = self.0.path().join(name);
            fs::write(&path, bytes).expect("written");
            path.to_str().expect("UTF-8").to_owned()
        }

        fn promote(&self, args: &[&str]) -> Said {
            audiometer(&[&["promote"], args, &["--dir", &self.vectors()]].concat())
        }

        /// Every file, with what stands in it.
        fn everything(&self) -> BTreeMap<String, String> {
            let folder = PathBuf::from(self.vectors());
            let mut all: BTreeMap<String, String> = audiometer::topic_files(&folder)
                .expect("readable")
                .into_iter()
                .map(|(path, file)| (file, fs::read_to_string(path).expect("readable")))
                .collect();
            for file in ["README.md", "CHANGELOG.md"] {
                all.insert(file.to_owned(), fs::read_to_string(self.0.path().join(file)).expect("readable"));
            }
            all
        }

        /// A false accept that no vector asks yet and whose twin is in the suite: what names it on the command line.
        fn news(&self) -> Vec<String> {
            for (at, finding) in findings().iter().enumerate().filter(|(_, one)| one["kind"] == "false-accept") {
                let examples = finding["examples"].as_array().expect("a list");
                for (n, _) in examples.iter().enumerate().filter(|(_, example)| example["twin"].is_string()) {
                    let (at, n) = ((at + 1).to_string(), (n + 1).to_string());
                    let named = [FILE, "--finding", &at, "--example", &n];
                    if self.promote(&[&named[..], &["--id", ID, "--dry-run"]].concat()).code == 0 {
                        return named.map(str::to_owned).to_vec();
                    }
                }
            }
            panic!("the suite asks everything that was found")
        }
    }

    #[test]
    fn what_was_found_still_fails_and_the_reference_does_not_fail_it() {
        for (at, finding) in findings().iter().enumerate() {
            let id = finding["id"].as_str().expect("an id");
            let said = audiometer(&["reproduce", FILE, "--finding", id]);
            assert_eq!(said.code, 1, "{}{}", said.out, said.err);
            let kind = finding["kind"].as_str().expect("a kind");
            has(&said.out, &[&format!("{id}: example 1 of "), &format!("YES: {kind}, as it was found")]);
            has(&words(&said.out), &["target jsonwebtoken ", " claims {", " right ", " by RFC ", " answer "]);
            assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
            let number = (at + 1).to_string();
            let said = audiometer(&["reproduce", FILE, "--finding", &number, "reference"]);
            assert_eq!(said.code, 0, "{}{}", said.out, said.err);
            has(&words(&said.out), &["target reference ", "(it was found in jsonwebtoken ", "fails no: "]);
        }
    }

    #[test]
    fn a_finding_becomes_a_vector_of_a_suite_in_order_that_shows_it() {
        let folder = Folder::new();
        let news = folder.news();
        let named: Vec<&str> = news.iter().map(String::as_str).collect();
        let before = folder.everything();
        let dry = folder.promote(&[&named[..], &["--id", ID, "--dry-run"]].concat());
        has(&dry.out, &[&format!("\"id\": \"{ID}\""), "\"token\": \"eyJ", "\"twin\": "]);
        assert_eq!(folder.everything(), before, "--dry-run writes nothing");

        let said = folder.promote(
            &[
                &named[..],
                &["--id", ID, "--comment", "what a campaign found", "--importance", "low"],
                &["--flag", "WrongType", "--link", "https://example.com/issues/1"],
            ]
            .concat(),
        );
        assert_eq!(said.code, 0, "{}", said.err);
        has(
            &words(&said.out),
            &[
                &format!("added {ID}"),
                "fact what a campaign found",
                "reject ",
                "clauses RFC",
                "flags WrongType",
                "figures counted anew in README.md and CHANGELOG.md",
                "mutants --matrix > tests/kill-matrix.txt",
                "results > conformance/RESULTS.md",
            ],
        );
        let after = folder.everything();
        let changed: Vec<&String> = after.keys().filter(|file| after[*file] != before[*file]).collect();
        assert_eq!(changed, ["CHANGELOG.md", "README.md", "rfc7519/aud.json"]);
        let topic: Value = serde_json::from_str(&after["rfc7519/aud.json"]).expect("JSON");
        let vector = topic["vectors"].as_array().and_then(|vectors| vectors.last()).expect("the last one");
        assert_eq!(vector["id"], ID);
        assert_eq!(vector["importance"], "low");
        assert_eq!(vector["links"][0], "https://example.com/issues/1");
        let said = audiometer(&["vectors", "lint", "--dir", &folder.vectors()]);
        assert_eq!(said.code, 0, "{}", said.out);
        let figures = words(&after["README.md"]);
        let vectors = said.out.split(' ').nth(2).expect("how many");
        has(&figures, &[&format!("{vectors} tokens")]);

        // It fails whom the finding is about, and nobody who is right.
        let run = |target: &str| {
            let vectors = folder.vectors();
            audiometer(&["run", target, "--vectors", &vectors, "--filter", ID, "--expectations", "none"]).code
        };
        assert_eq!((run("jsonwebtoken"), run("reference")), (1, 0));

        // Another time it is no news.
        let said = folder.promote(&[&named[..], &["--id", "rfc7519/aud/again"]].concat());
        assert_eq!(said.code, 2);
        has(&said.err, &[&format!("`{ID}` asks this already: the same claims, header and recipient")]);
        assert_eq!(folder.everything(), after);
    }

    #[test]
    fn what_libfuzzer_left_becomes_a_vector_with_a_twin_that_the_suite_lacks() {
        let folder = Folder::new();
        let crash = folder.file("crash-0a1b2c", r#"{"aud":["found.example",null]"#);
        let given = [crash.as_str(), "--id", "rfc7519/claims-set/found-end-missing", "--me", "found.example"];
        let said = folder.promote(&given);
        assert_eq!(said.code, 2);
        has(
            &said.err,
            &["--twin-id is missing: no vector of the suite is the accepted twin", "\"aud\":\"found.example\"}"],
        );
        let both = |twin: &str| folder.promote(&[&given[..], &["--twin-id", twin]].concat());
        has(&both(given[2]).err, &["--id and --twin-id are both `rfc7519/claims-set/found-end-missing`"]);
        let said = both("rfc7519/aud/found-twin");
        assert_eq!(said.code, 0, "{}", said.err);
        has(&words(&said.out), &["added rfc7519/aud/found-twin", "accept jwt-core", "twin rfc7519/aud/found-twin"]);
        let said = audiometer(&["vectors", "lint", "--dir", &folder.vectors()]);
        assert_eq!(said.code, 0, "{}", said.out);
        // A recipient without identifiers stands under the profile for it.
        let crash = folder.file("crash-1", r#"{"iss":"found.example","aud":[[[7]]]}"#);
        let unconfigured =
            [crash.as_str(), "--profile", "unconfigured", "--dry-run", "--id", "rfc7519/aud/found-seven"];
        has(&folder.promote(&unconfigured).out, &["{\"identifiers\": []}", "{\"unconfigured\": \"reject\"}"]);
    }

    #[test]
    fn bad_input_is_told_and_nothing_is_written() {
        let folder = Folder::new();
        let before = folder.everything();
        let crash = &folder.file("crash", r#"{"aud":["found.example",{"a":1}]}"#);
        let null = r#"{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800,"aud":null}"#;
        let null = &folder.file("null", null);
        let case = &folder.file("case.json", r#"{"claims":"{}"}"#);
        let long = &"long ".repeat(20);
        for (args, text) in [
            (&[][..], "<FILE>"),
            (&["no-such-file", "--id", ID], "failed to read no-such-file: No such file"),
            (&[case, "--id", ID], "holds no case: missing field `recipient`"),
            (&[crash], "--id is missing: the vector is about:\n  {\"aud\":[\"found.example\",{\"a\":1}]}\n"),
            (&[crash], "the topics are assertions/client-assertion, "),
            (&[crash, "--id", "found"], "--id: `found` is no topic, `/`, and a fact; the topics are "),
            (&[crash, "--id", "rfc7519/no/found"], "--id: there is no topic `rfc7519/no`; the topics are "),
            (&[crash, "--id", "rfc7519/aud/Found"], "`Found` is no fact in kebab case, such as `final-semicolon`"),
            (&[crash, "--id", "rfc7519/aud/found--x"], "`found--x` is no fact in kebab case"),
            (&[crash, "--id", "rfc7519/aud/null"], "--id: there is a vector `rfc7519/aud/null` already"),
            (&[crash, "--id", ID, "--twin-id", "x/y"], "--twin-id: there is no topic `x`"),
            (&[crash, "--id", ID, "--profile", "oauth"], "there is no profile `oauth`"),
            (&[crash, "--id", ID, "--importance", "grave"], "there are low, medium, high, and critical"),
            (&[crash, "--id", ID, "--finding", "1"], "crash is no file of findings"),
            (
                &[crash, "--id", ID, "--me", "x", "--profile", "unconfigured"],
                "--profile: under `unconfigured` a vector does not ask about this recipient: {\"identifiers\":[\"x\"]",
            ),
            (
                &[null, "--id", ID, "--me", "https://api.example.com"],
                "`rfc7519/aud/null` asks this already: the same claims, header and recipient",
            ),
            (&[FILE, "--id", ID, "--me", "x", "--finding", "1"], "--me: a finding has its recipient"),
            (&[FILE, "--id", ID], "and --finding names none; it takes the number or the id of one of these:\n   1  f"),
            (&[FILE, "--id", ID, "--finding", "no"], "has no finding `no`; it takes the number or the id"),
            (&[FILE, "--id", ID, "--finding", "1", "--example", "0"], "--example: the finding `false-accept-"),
        ] {
            let said = folder.promote(args);
            assert_eq!(said.code, 2, "{args:?}: {}{}", said.out, said.err);
            has(&said.err, &[text]);
            assert_eq!(said.out, "", "{args:?}");
        }
        let news = folder.news();
        let named: Vec<&str> = news.iter().map(String::as_str).chain(["--id", ID]).collect();
        for (args, text) in [
            (["--comment", long], "comment: has 100 characters; one line of 1 to 80 states the fact"),
            (["--flag", "NoSuchFlag"], "flags: unknown flag `NoSuchFlag`; see vectors/flags.json"),
            (["--link", "http://x"], "links: `http://x` is no address that begins with https://"),
        ] {
            let said = folder.promote(&[&named[..], &args].concat());
            assert_eq!(said.code, 2, "{args:?}");
            has(&said.err, &["nothing was written, since the vectors would be in error:\n  rfc7519/aud.json: ", text]);
        }
        assert_eq!(folder.everything(), before);

        // A suite that is not in order by itself is told as well.
        let gone = r#"{"version": "1.0.0", "renamed": {}, "retired": {"rfc7519/aud/found-by-a-campaign": "why"}}"#;
        folder.file("vectors/ledger.json", gone);
        has(&folder.promote(&named).err, &["stands in ledger.json as gone; an id is never used again"]);
        fs::copy(root().join("vectors/ledger.json"), folder.0.path().join("vectors/ledger.json")).expect("copied");
        folder.file("vectors/oidc/azp.json", format!("{}\n", before["oidc/azp.json"]));
        has(&folder.promote(&named).err, &["oidc/azp.json: is not laid out as the rest"]);
        folder.file("vectors/oidc/azp.json", "{}");
        has(&folder.promote(&named).err, &["failed to read the vectors in ", "oidc/azp.json: missing field `topic`"]);
    }

    #[test]
    fn a_broken_file_of_findings_is_told_with_its_line_and_what_it_quotes_is_harmless() {
        let folder = Folder::new();
        let (header, rest) = text().split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("two lines");
        let first = rest.lines().next().expect("a finding").to_owned();
        let file = |name: &str, text: String| folder.file(name, text);
        let broken = file("broken.jsonl", format!("{header}\n{first}\n{}", first.replacen("cases", "\u{1b}[1m", 1)));
        let other = file("other.jsonl", header.replacen("\"campaign\":1", "\"campaign\":9", 1));
        let own = file(
            "own.jsonl",
            format!("{}\n{first}\n", header.replace("\"target\":\"jsonwebtoken\"", "\"target\":\"adapter\"")),
        );
        let gone = file(
            "gone.jsonl",
            format!("{}\n{first}\n", header.replace("\"target\":\"jsonwebtoken\"", "\"target\":\"gone\"")),
        );
        let unreadable = file("unreadable.jsonl", "x".to_owned());
        let nothing = file("nothing.jsonl", format!("{header}\n"));
        let no_case =
            file("no-case.jsonl", format!("{header}\n{}\n", first.replacen("\"profile\":\"", "\"profile\":\"no-", 1)));
        for (file, code, text) in [
            (&broken, 2, "broken.jsonl: line 3: "),
            (&other, 2, "other.jsonl: it has format 9; this program reads 1"),
            (&unreadable, 2, "unreadable.jsonl: it is no file of findings: expected value at line 1 column 1"),
            (&nothing, 4, "nothing.jsonl has no findings: the campaign found nothing"),
            (&no_case, 2, "example 1: there is no profile `no-"),
            (&own, 2, "the findings are about an adapter of somebody's own; give the command that starts it behind --"),
            (&gone, 2, "there is no target `gone`; reference, jsonwebtoken, reference-lenient are built in"),
        ] {
            let said = audiometer(&["reproduce", file]);
            assert_eq!(said.code, code, "{text}: {}{}", said.out, said.err);
            has(&said.err, &[text]);
            assert!(!said.err.contains('\x1b'), "{:?}", said.err);
            if !text.contains("adapter") && !text.contains("target") {
                has(&folder.promote(&[file, "--id", ID]).err, &[text]);
            }
        }
        let deaf = {
            let mut finding: Value = serde_json::from_str(&first).expect("JSON");
            let example = &mut finding["examples"][0];
            example["profile"] = "key-binding".into();
            example["vector"] = serde_json::json!({
                "claims": r#"{"iss":"https://issuer.example","aud":["me"]}"#,
                "recipient": {"identifiers": ["me"], "client_id": "me"},
            });
            file("deaf.jsonl", format!("{header}\n{finding}\n"))
        };
        let said = audiometer(&["reproduce", &deaf]);
        assert_eq!(said.code, 4, "{}{}", said.out, said.err);
        has(&said.err, &["jsonwebtoken cannot be asked this: it lacks the feature `shape-string`"]);
        let said = audiometer(&["reproduce", &own, "--", "no-such-program"]);
        assert_eq!(said.code, 3, "{}", said.err);
        has(&said.err, &["the adapter of `adapter` is broken: "]);
    }
}

mod readme {
    use super::*;

    #[test]
    fn its_figures_are_those_of_the_suite() {
        let counts = audiometer::Suite::embedded().count();
        let thousands = |number: usize| format!("{},{:03}", number / 1000, number % 1000);
        for (file, parts) in [
            (
                "README.md",
                vec![format!("{} tokens", thousands(counts.vectors)), format!("{} cases", thousands(counts.cases))],
            ),
            ("CHANGELOG.md", vec![format!("{} vectors", thousands(counts.vectors))]),
        ] {
            let text = words(&fs::read_to_string(root().join(file)).expect("there"));
            parts.iter().for_each(|part| has(&text, &[part]));
        }
    }
}

mod mutants {
    use super::*;

    #[test]
    fn a_mutant_is_told_with_what_catches_it() {
        let said = audiometer(&["mutants", "C07"]);
        assert_eq!(said.code, 0, "{}", said.err);
        has(
            &words(&said.out),
            &["C07 a validator in which letters are compared without regard to case", "caught by", "told apart"],
        );
    }

    #[test]
    fn a_mutant_that_is_not_there_is_told() {
        let said = audiometer(&["mutants", "C7"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["there is no mutant `C7`; `audiometer mutants` shows them all"]);
    }

    #[test]
    fn the_readme_counts_adapters_and_incidents() {
        let listed: Value = serde_json::from_str(&audiometer(&["adapters", "list", "--json"]).out).expect("JSON");
        let listed = listed.as_array().expect("an array");
        let languages: std::collections::BTreeSet<&str> =
            listed.iter().filter_map(|adapter| adapter["language"].as_str()).collect();
        let incidents = audiometer(&["replay", "--list"]).out.matches(", fixed in ").count();
        let text = words(&fs::read_to_string(root().join("README.md")).expect("there"));
        has(
            &text,
            &[
                &format!("{} implementations in {} languages", listed.len(), languages.len()),
                &format!("version of {incidents} published bugs"),
            ],
        );
    }

    #[test]
    fn the_readme_counts_them() {
        let count = audiometer::mutants::Mutant::all().count();
        has(&fs::read_to_string(root().join("README.md")).expect("there"), &[&format!("the suite to {count} of them")]);
        let laws = audiometer::laws::LAWS.len();
        has(&fs::read_to_string(root().join("README.md")).expect("there"), &[&format!("{laws} properties")]);
    }
}

mod ask {
    use super::*;

    #[test]
    fn everything_that_has_a_name_is_explained() {
        for (id, part) in [
            ("rfc7519/aud/null", "null is a claim that is present and names nobody"),
            ("rfc7519/aud/null@oidc", "reject (must): aud-missing, aud-malformed, aud-mismatch"),
            ("oidc-strict", "an ID token at its client, every SHOULD raised to a MUST"),
            ("RFC7519-4.1.3-b", "If the principal processing the claim does not identify itself"),
            ("AMB-02", "does the list hold a match and also something that is no string?"),
            ("NullAudience", "bug type"),
            ("extras-none", "a feature that an implementation has or lacks"),
            ("azp-presence", "a rule of the judgement"),
            ("aud-shape", "a reason for a rejection"),
        ] {
            let said = audiometer(&["explain", id]);
            assert_eq!(said.code, 0, "{id}: {}", said.err);
            has(&words(&said.out), &[part]);
        }
    }

    #[test]
    fn what_has_no_such_name_is_told_with_what_is_near() {
        let said = audiometer(&["explain", "aud/null"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["nothing is called `aud/null`; is it one of these? ", "rfc7519/aud/null"]);
    }

    #[test]
    fn lists_are_lines_or_json() {
        for what in ["vectors", "cases", "profiles", "clauses", "flags"] {
            let lines = audiometer(&["list", what]).out.lines().count();
            let data: Value = serde_json::from_str(&audiometer(&["list", what, "--json"]).out).expect("JSON");
            assert_eq!(data.as_array().expect("an array").len(), lines, "{what}");
        }
        assert_eq!(audiometer(&["list", "cases", "--filter", "rfc7519/aud/null@*"]).out.lines().count(), 15);
        assert_eq!(audiometer(&["list", "--filter", "no-such-thing"]).code, 4);
    }
}

mod check {
    use super::*;

    const API: &str = "https://api.example.com";

    /// The verdict on a claims set, and the exit code.
    fn verdict(args: &[&str], claims: &str) -> (i32, String) {
        let said = given(&[&["check"], args, &["--json"]].concat(), claims);
        let out: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}{}", said.out, said.err));
        (said.code, out["judgement"]["verdict"].as_str().expect("a verdict").to_owned())
    }

    #[test]
    fn everyday_situations_get_the_right_verdict() {
        let accept = (0, "accept".to_owned());
        let reject = (1, "reject".to_owned());
        // One server is issuer and audience.
        let server = ["--me", "myserver.com", "--issuer", "myserver.com"];
        assert_eq!(verdict(&server, r#"{"iss":"myserver.com","aud":"myserver.com"}"#), accept);
        // Single sign-on: the same issuer, another application's token.
        let application = ["--me", "aud.example.com", "--issuer", "sso.example.com"];
        assert_eq!(verdict(&application, r#"{"iss":"sso.example.com","aud":"aud.example.com"}"#), accept);
        assert_eq!(verdict(&application, r#"{"iss":"sso.example.com","aud":"app2.example.com"}"#), reject);
        assert_eq!(verdict(&application, r#"{"iss":"aud.example.com","aud":"sso.example.com"}"#), reject);
        // An access token at the refresh endpoint.
        assert_eq!(verdict(&["--me", "refresh"], r#"{"aud":"access"}"#), reject);
        // A web, a mobile and a backend client.
        let backend = ["--profile", "oidc-backend", "--me", "web", "--me", "android", "--me", "ios"];
        assert_eq!(verdict(&backend, r#"{"aud":"web","azp":"android"}"#), accept);
        // client_id is not aud; aud missing under the policies.
        assert_eq!(verdict(&["--me", API], r#"{"client_id":"https://api.example.com"}"#), reject);
        assert_eq!(verdict(&["--profile", "jwt-core", "--me", API], r#"{"sub":"s"}"#), accept);
        // An ID token with an audience that the client does not trust, and with one that it does.
        let client = ["--profile", "oidc", "--me", "c1", "--trusted", "t"];
        assert_eq!(verdict(&client, r#"{"aud":["c1","t"]}"#), accept);
        assert_eq!(verdict(&client, r#"{"aud":["c1","u"]}"#), reject);
        assert_eq!(verdict(&client, r#"{"aud":"c1","azp":"t"}"#), (1, "either".to_owned()));
    }

    #[test]
    fn a_page_tells_verdict_reason_sentence_and_the_other_profiles() {
        let said =
            audiometer(&["check", "--profile", "access-token", "--me", API, r#"{"aud":"https://api.example.com/"}"#]);
        assert_eq!(said.code, 1);
        has(
            &words(&said.out),
            &[
                "signature NONE: a claims set has none",
                "aud \"https://api.example.com/\"",
                "verdict reject (must): aud-mismatch",
                "no audience is an identifier of the recipient",
                "sentence RFC 9068, section 4 (MUST): \"The resource server MUST validate",
                "under the other profiles jwt-core reject (must): aud-mismatch",
            ],
        );
    }

    #[test]
    fn a_signature_is_verified_with_a_key_and_without_one_it_is_said_loudly() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("written");
            path.to_str().expect("UTF-8").to_owned()
        };
        let token =
            |algorithm: &str| audiometer(&["vectors", "mint", "--algorithm", algorithm, "rfc7519/aud/string"]).out;
        let head: Value = serde_json::from_str(
            audiometer(&["vectors", "export", "jsonl", "--algorithm", "RS256"]).out.lines().next().expect("a header"),
        )
        .expect("JSON");
        let secret = write("secret", audiometer::KEY);
        let other = write("other", b"another secret of at least 32 bytes");
        let jwk = write("jwk.json", head["key"].to_string().as_bytes());
        let pem = write("key.pem", include_bytes!("../../keys/rs256.pem"));
        let ask = |extra: &[&str], token: &str| given(&[&["check", "--me", API][..], extra].concat(), token);

        let said = ask(&[], &token("HS256"));
        assert_eq!(said.code, 0);
        has(&said.out, &["NOT CHECKED: without --key anybody may have written this token"]);
        let said = ask(&["--key", &secret], &token("HS256"));
        assert_eq!(said.code, 0, "{}", said.err);
        has(&said.out, &["good (HS256)"]);
        let said = ask(&["--key", &other], &token("HS256"));
        assert_eq!(said.code, 1);
        has(&said.out, &["BAD (HS256): refuse the token"]);
        has(&ask(&["--key", &jwk], &token("RS256")).out, &["good (RS256)"]);
        for (key, algorithm, text) in [
            (&pem, "HS256", "holds a PEM key, and the token's HS256 needs a shared secret"),
            (&secret, "RS256", "holds neither PEM nor a JWK, one of which RS256 needs"),
            (&jwk, "ES256", "is no key that fits ES256"),
        ] {
            let said = ask(&["--key", key], &token(algorithm));
            assert_eq!(said.code, 2, "{algorithm}: {}", said.out);
            has(&said.err, &[text]);
        }
        let said = ask(&["--key", &secret], r#"{"aud":"x"}"#);
        assert_eq!(said.code, 2);
        has(&said.err, &["a claims set has no signature to verify"]);
        let unsigned = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.";
        has(&ask(&["--key", &secret], unsigned).err, &["no key fits the token's alg `none`"]);
    }

    #[test]
    fn bad_input_is_told() {
        for (args, input, text) in [
            (&[][..], "{}", "--me is missing"),
            (&["--me", "x", "--profile", "oauth"], "{}", "there is no profile `oauth`"),
            (&["--me", "x", "--profile", "unconfigured"], "{}", "for a recipient without identifiers"),
            (&["--me", "x"], "", "standard input is empty"),
            (&["--me", "x", "no-such-file"], "", "failed to read no-such-file"),
            (&["--me", "x"], "a.b.c.d.e", "is encrypted (five parts)"),
            (&["--me", "x"], "a.b.c.d", "has not the three parts"),
            (&["--me", "x"], "a.b!.c", "no claims set"),
            (&["--me", "x"], "YQ.YQ=.YQ", "the payload of the token in standard input is no base64url"),
        ] {
            let said = given(&[&["check"], args].concat(), input);
            has(&(said.err + &said.out), &[text]);
            assert_ne!(said.code, 0);
        }
    }

    #[test]
    fn foreign_text_is_made_harmless() {
        let said = given(&["check", "--me", "x"], "{\"aud\":\"\\u001b[31mred\",\"\u{202e}x\":1}");
        assert!(!said.out.contains('\x1b') && !said.out.contains('\u{202e}'), "{}", said.out);
        has(&said.out, &["\\u001b[31mred"]);
    }
}

mod adapters {
    use super::*;

    /// A folder of adapters with one in it, and a folder for caches.
    struct Adapters {
        folder: tempfile::TempDir,
    }

    impl Adapters {
        fn new(commands: &str, tools: &str) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let adapter = folder.path().join("adapters/shell/toy");
            fs::create_dir_all(adapter.with_file_name("sdk")).expect("created");
            fs::create_dir_all(&adapter).expect("created");
            fs::write(adapter.with_file_name("sdk").join("sdk.sh"), "# nothing\n").expect("written");
            let manifest = format!(
                "name = \"toy\"\nimplementation = \"Toy\"\nlanguage = \"Shell\"\nkind = \"validator\"\nregistry = \"none\"\npackage = \"toy\"\nversion = \"1.0\"\n\
                 licence = \"MIT\"\nhomepage = \"https://toy.example\"\ndocumentation = \"https://toy.example/docs\"\nnotes = \"n\"\nreview = \"r\"\n\
                 [setup]\ntools = {tools}\ncommands = {commands}\n[run]\ncommand = [\"./toy\"]\n\
                 [[variant]]\nname = \"loud\"\narguments = [\"--loud\"]\nnotes = \"louder\"\n"
            );
            fs::write(adapter.join("adapter.toml"), manifest).expect("written");
            Self { folder }
        }

        fn say(&self, args: &[&str]) -> Said {
            let (adapters, cache) = (self.folder.path().join("adapters"), self.cache());
            let folders = ["--adapters", adapters.to_str().expect("UTF-8"), "--cache", cache.to_str().expect("UTF-8")];
            audiometer(&[args, &folders].concat())
        }

        fn cache(&self) -> PathBuf {
            self.folder.path().join("cache")
        }

        fn source(&self, path: &str) -> PathBuf {
            self.folder.path().join("adapters/shell").join(path)
        }
    }

    #[test]
    fn an_adapter_is_set_up_in_a_copy_once_and_anew_when_its_sources_change() {
        let adapters = Adapters::new("[[\"sh\", \"-c\", \"ls ../sdk > built; echo {version} >> built\"]]", "[\"sh\"]");
        has(&adapters.say(&["adapters", "list"]).out, &["toy", "+loud", "1 implementations in 1 languages"]);
        has(&adapters.say(&["adapters", "doctor"]).out, &["toy", "can be set up", "nothing is missing"]);
        let said = adapters.say(&["run", "toy"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["`toy` is not set up; `audiometer adapters setup toy` does it"]);
        let said = adapters.say(&["adapters", "setup", "--all"]);
        assert_eq!(said.code, 0, "{}", said.err);
        has(&said.out, &["1 adapters: 1 set up now, 0 already, 0 not set up"]);
        assert_eq!(fs::read_to_string(adapters.cache().join("shell/toy/built")).expect("built"), "sdk.sh\n1.0\n");
        assert!(!adapters.source("toy/built").exists(), "nothing is written into the sources");
        has(&adapters.say(&["adapters", "setup", "toy"]).out, &["0 set up now, 1 already"]);
        fs::write(adapters.source("sdk/sdk.sh"), "# changed\n").expect("written");
        has(&adapters.say(&["run", "toy"]).err, &["`toy` is set up from other sources than these"]);
        has(&adapters.say(&["adapters", "setup", "--language", "shell"]).out, &["1 set up now"]);
    }

    #[test]
    fn what_fails_or_is_missing_is_told_with_the_remedy_and_not_taken_for_set_up() {
        let adapters = Adapters::new("[[\"sh\", \"-c\", \"echo it broke; exit 3\"]]", "[\"sh\"]");
        let said = adapters.say(&["adapters", "setup", "toy"]);
        assert_eq!(said.code, 1);
        has(&said.err, &["toy: not set up: `sh -c echo it broke; exit 3` ended with exit code 3", "it broke"]);
        has(&said.out, &["0 set up now, 0 already, 1 not set up"]);
        let adapters = Adapters::new("[]", "[\"no-such-tool\"]");
        let said = adapters.say(&["adapters", "doctor"]);
        assert_eq!(said.code, 1);
        has(&said.out, &["lacks no-such-tool (not on the PATH)", "no-such-tool is missing, for 1 adapters"]);
        has(&adapters.say(&["adapters", "setup", "toy"]).err, &["toy: not set up; it lacks no-such-tool"]);
        has(&adapters.say(&["adapters", "setup"]).err, &["name adapters, or a --language, or --all"]);
        has(&adapters.say(&["adapters", "setup", "tyo"]).err, &["there is no adapter `tyo`"]);
    }

    #[test]
    fn a_manifest_in_error_is_told_with_its_line_and_hinders_only_itself() {
        let adapters = Adapters::new("[]", "[]");
        fs::create_dir_all(adapters.source("other")).expect("created");
        fs::write(adapters.source("other/adapter.toml"), "name = \"other\"\nspeed = 7\n").expect("written");
        let said = adapters.say(&["adapters", "list"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["other/adapter.toml: TOML parse error at line 2", "unknown field `speed`"]);
        assert_eq!(adapters.say(&["adapters", "setup", "toy"]).code, 0);
    }
}

mod results {
    use super::*;

    fn measured(folder: &Path, filter: &str) -> Said {
        let report = format!("results={}", folder.to_str().expect("UTF-8"));
        audiometer(&["run", "reference", "jsonwebtoken", "--filter", filter, "--report", &report])
    }

    #[test]
    fn results_list_what_did_not_pass_and_count_the_rest() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(measured(folder.path(), "rfc7519/aud/*").code, 0);
        let text = fs::read_to_string(folder.path().join("jsonwebtoken.jsonl")).expect("written");
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines[0]["target"], "jsonwebtoken");
        assert!(lines[0]["profiles"]["jwt-core"]["pass"].as_u64().expect("a number") > 5);
        assert!(lines[1..].iter().any(|line| line["vector"] == "rfc7519/aud/integer"
            && line["outcome"] == "false-accept"
            && line["strength"] == "must"
            && line["profiles"][0] == "jwt-core"));
        assert!(lines[1..].iter().all(|line| line["outcome"] != "pass"));
    }

    #[test]
    fn a_difference_shows_regressions_and_fails_only_for_them() {
        let (old, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        measured(old.path(), "rfc7519/aud/*");
        measured(new.path(), "rfc7519/aud/*");
        let paths = [old.path().to_str().expect("UTF-8"), new.path().to_str().expect("UTF-8")];
        let said = audiometer(&["diff", paths[0], paths[1], "--exact"]);
        assert_eq!(said.code, 0, "{}", said.out);
        has(&said.out, &["2 implementations compared: 0 changed, 0 regressions"]);
        // It used to reject an integer, and accepts it now.
        let file = old.path().join("jsonwebtoken.jsonl");
        let text = fs::read_to_string(&file).expect("written");
        let without: Vec<&str> = text.lines().filter(|line| !line.contains("rfc7519/aud/integer\"")).collect();
        fs::write(&file, without.join("\n")).expect("written");
        let said = audiometer(&["diff", paths[0], paths[1]]);
        assert_eq!(said.code, 1);
        has(&said.out, &["worse  rfc7519/aud/integer@jwt-core: pass before, false-accept now"]);
        // The other way round it is no regression.
        assert_eq!(audiometer(&["diff", paths[1], paths[0]]).code, 0);
        assert_eq!(audiometer(&["diff", paths[1], paths[0], "--exact"]).code, 1);
    }

    #[test]
    fn a_difference_of_runs_tells_of_vectors_that_came_and_went() {
        let folder = tempfile::tempdir().expect("a folder");
        let run = |name: &str, filter: &str| {
            let path = folder.path().join(name).to_str().expect("UTF-8").to_owned();
            let report = format!("jsonl={path}");
            assert_eq!(audiometer(&["run", "jsonwebtoken", "--filter", filter, "--report", &report]).code, 0);
            path
        };
        let (old, new) = (run("old.jsonl", "rfc7519/aud/s*"), run("new.jsonl", "rfc7519/aud/*"));
        let said = audiometer(&["diff", &old, &new]);
        assert_eq!(said.code, 0, "{}", said.out);
        has(
            &said.out,
            &[
                "new vector  rfc7519/aud/integer@jwt-core: false-accept",
                "vectors: ",
                " added, 0 removed, 0 renamed",
                "added  rfc7519/aud/array-of-",
                "1 implementation compared: 1 changed, 0 regressions",
            ],
        );
        let said = audiometer(&["diff", &new, &old, "--exact"]);
        assert_eq!(said.code, 1, "{}", said.out);
        has(&said.out, &["vectors: 0 added, ", "removed  rfc7519/aud/"]);
        let text = fs::read_to_string(&new).expect("written");
        fs::write(&new, &text[..text.trim_end().rfind('\n').expect("lines")]).expect("written");
        let said = audiometer(&["diff", &old, &new]);
        assert_eq!(said.code, 2);
        has(&said.err, &["new.jsonl", "truncated"]);
    }

    #[test]
    fn a_run_is_one_page_of_html_with_what_was_put_and_the_known_causes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("run.html");
        let report = format!("html={}", path.to_str().expect("UTF-8"));
        assert_eq!(audiometer(&["run", "--filter", "rfc7519/aud/*", "--report", &report]).code, 0);
        let page = fs::read_to_string(&path).expect("written");
        has(
            &page,
            &[
                "<!DOCTYPE html>",
                "2 implementations were asked about ",
                "id=\"i/jsonwebtoken\"",
                "id=\"v/rfc7519/aud/integer\"",
                "id=\"c/RFC7519-4.1.3-b\"",
                "<h3>Causes</h3>",
                "default-src 'none'",
            ],
        );
        assert!(!page.contains("rfc8725/"), "only what was put");
    }

    #[test]
    fn committed_results_are_a_page_of_html_below_five_megabytes_and_those_of_another_suite_are_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("all.html");
        let path = path.to_str().expect("UTF-8");
        let said = audiometer(&["results", "--html", path]);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
        let page = fs::read_to_string(path).expect("written");
        assert!(page.len() < 5_000_000, "{} bytes", page.len());
        has(&page, &["id=\"i/pyjwt+strict-aud\"", "id=\"v/rfc7519/aud/null\"", "json.loads is given the bytes"]);

        let pyjwt = fs::read_to_string(root().join("conformance/results/pyjwt.jsonl")).expect("committed");
        let old = folder.path().join("old");
        fs::create_dir(&old).expect("a folder");
        fs::write(old.join("pyjwt.jsonl"), pyjwt.replacen("\"digest\":\"sha256:", "\"digest\":\"sha256:00", 1))
            .expect("written");
        let said = audiometer(&["results", "--results", old.to_str().expect("UTF-8"), "--html", path]);
        assert_eq!(said.code, 2);
        has(
            &said.err,
            &[
                "the results of `pyjwt` are of another suite, 1.0.0 (sha256:00",
                "measure again: audiometer run pyjwt --report results=FOLDER",
            ],
        );
    }
}

//! Do the reports say what the run came to, in every format, and is a saved run read with care?

use super::{Said, audiometer, root};
use quick_junit::{NonSuccessKind, TestCaseStatus, TestSuite};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

/// Makes something wrong.
type Spoil<T> = fn(&mut T);

fn golden(name: &str) -> String {
    fs::read_to_string(root().join("conformance/runner/tests/golden").join(name)).expect("committed")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// A saved run of this target over a few cases, in a folder of its own.
struct Saved {
    folder: TempDir,
}

impl Saved {
    fn new(target: &str) -> Self {
        let saved = Self { folder: tempfile::tempdir().expect("a folder") };
        let report = format!("jsonl={}", saved.path());
        audiometer(&[
            "run",
            target,
            "--expectations=none",
            "--filter=rfc7519/aud/{integer,string}@jwt-*",
            "--report",
            &report,
        ]);
        saved
    }

    fn path(&self) -> String {
        self.folder.path().join("run.jsonl").display().to_string()
    }

    fn lines(&self) -> Vec<Value> {
        fs::read_to_string(self.path()).expect("written").lines().map(json).collect()
    }

    fn write(&self, lines: &[Value]) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(self.path(), text).expect("written");
    }

    fn say(&self, more: &[&str]) -> Said {
        audiometer(&[&["report", &self.path()], more].concat())
    }

    /// What is said of the file once it is changed like this.
    fn after(&self, change: impl Fn(&mut Vec<Value>)) -> String {
        let before = fs::read(self.path()).expect("written");
        let mut lines = self.lines();
        change(&mut lines);
        self.write(&lines);
        let said = self.say(&[]);
        fs::write(self.path(), before).expect("written");
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
        said.err.replace(&self.path(), "run.jsonl")
    }
}

mod saved {
    use super::*;

    #[test]
    fn a_saved_run_ends_as_the_run_itself_did() {
        let saved = Saved::new("jsonwebtoken");
        let said = saved.say(&[]);
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(said.out.contains("FALSE ACCEPTS") && said.out.contains("jsonwebtoken 11"), "{}", said.out);
        assert_eq!(Saved::new("reference").say(&[]).code, 0);
    }

    #[test]
    fn several_files_are_one_report_and_a_target_is_in_one_of_them() {
        let (good, bad) = (Saved::new("reference"), Saved::new("jsonwebtoken"));
        let said = audiometer(&["report", &good.path(), &bad.path(), "--report", "json"]);
        assert_eq!(said.code, 1, "{}", said.err);
        let targets = json(&said.out)["implementations"].as_array().map(|all| all.len());
        assert_eq!(targets, Some(2));
        let said = audiometer(&["report", &good.path(), &good.path()]);
        assert_eq!(said.code, 2);
        assert!(
            said.err.contains("`reference` is in another of the files already; report them one at a time"),
            "{}",
            said.err
        );
    }

    #[test]
    fn a_file_without_its_footer_is_truncated() {
        let saved = Saved::new("reference");
        let told = saved.after(|lines| drop(lines.pop()));
        assert!(told.contains("run.jsonl: is truncated: the footer is missing"), "{told}");
        let text = fs::read_to_string(saved.path()).expect("written");
        for length in [text.len() - 10, text.len() / 2, 20] {
            fs::write(saved.path(), &text[..length]).expect("written");
            let said = saved.say(&[]);
            assert_eq!(said.code, 2);
            assert!(said.err.contains("is truncated in the middle of a line"), "{}", said.err);
        }
        fs::write(saved.path(), "").expect("written");
        assert!(saved.say(&[]).err.contains("is truncated: the footer is missing"));
    }

    #[test]
    fn a_file_of_a_newer_format_or_of_other_vectors_says_so() {
        let saved = Saved::new("reference");
        let told = saved.after(|lines| lines[0]["format"] = 2.into());
        assert!(told.contains("run.jsonl:1: format: 2 is newer than 1, which this program reads"), "{told}");
        let told = saved.after(|lines| lines[0]["format"] = "one".into());
        assert!(told.contains("run.jsonl:1: invalid type: string"), "{told}");
        let told = saved.after(|lines| drop(lines[0].as_object_mut().expect("a header").remove("format")));
        assert!(told.contains("run.jsonl:1: format: is not 1"), "{told}");
        let told = saved.after(|lines| {
            lines[0]["suite"]["version"] = "0.9.0".into();
            lines[0]["suite"]["digest"] = "sha256:00".into();
        });
        let version = &audiometer::Suite::embedded().version;
        let right = format!(
            "it was run with other vectors, version 0.9.0 by audiometer {}; these are version {version}",
            env!("CARGO_PKG_VERSION")
        );
        assert!(told.contains(&right) && told.contains("--vectors"), "{told}");
    }

    #[test]
    fn a_line_that_is_none_of_the_format_is_told_with_file_line_and_reason() {
        let saved = Saved::new("jsonwebtoken");
        assert_eq!(saved.lines()[1]["outcome"], "pass", "the cases below are the second line");
        let last = saved.lines().len();
        let lines: [(Spoil<Vec<Value>>, &str); 15] = [
            (|lines| lines[1]["answer"] = "yes".into(), "run.jsonl:2: invalid type: string \"yes\""),
            (|lines| lines[1]["speed"] = 1.into(), "run.jsonl:2: unknown field `speed`"),
            (|lines| lines[1]["type"] = "case \u{202e}".into(), "run.jsonl:2: type: `case \\u202e` is none"),
            (|lines| lines[1] = lines[0].clone(), "run.jsonl:2: a second header"),
            (|lines| drop(lines.remove(0)), "run.jsonl:1: type: the first line of a run is its header"),
            (|lines| lines[1]["target"] = "other".into(), "run.jsonl:2: target: is not in the header"),
            (|lines| lines[1]["case"] = "rfc7519/aud/none@jwt-core".into(), "run.jsonl:2: case: is not in the suite"),
            (|lines| lines[1]["outcome"] = "fault".into(), "run.jsonl:2: outcome: does not follow from the answer"),
            (|lines| lines[1]["outcome"] = "vacuous".into(), "run.jsonl:2: outcome: does not follow from the answer"),
            (|lines| lines[1]["outcome"] = "unstable".into(), "run.jsonl:2: outcome: does not follow from the answer"),
            (|lines| lines[1]["cause"] = 1.into(), "run.jsonl:2: cause: the header has none of this number"),
            (|lines| lines[0]["runner"] = "\u{1b}[2J".into(), "run.jsonl:1: runner, suite: have no version"),
            (
                |lines| lines[0]["implementations"][0]["target"] = "../../etc".into(),
                "run.jsonl:1: target: is no name of a target",
            ),
            (
                |lines| lines[0]["broken"] = json!([{"target": "jsonwebtoken", "why": "x"}]),
                "run.jsonl:1: target: `jsonwebtoken` is there twice",
            ),
            (|lines| drop(lines.remove(1)), "results: `jsonwebtoken` has "),
        ];
        for (change, told) in lines {
            let said = saved.after(change);
            assert!(said.contains(told), "{told:?} is not in {said}");
        }
        let footers: [(Spoil<Value>, &str); 5] = [
            (|footer| footer["exit"] = 9.into(), "exit: no run ends so"),
            (|footer| footer["results"] = json!({}), "results: `jsonwebtoken` is missing"),
            (|footer| footer["results"]["other"] = footer["results"]["jsonwebtoken"].clone(), "results: `other` has "),
            (
                |footer| {
                    footer["results"]["other"] = footer["results"]["jsonwebtoken"].clone();
                    footer["results"]["other"]["cases"] = 0.into();
                },
                "results: one is not in the header",
            ),
            (
                |footer| footer["results"]["\u{1b}[2J"] = footer["results"]["jsonwebtoken"].clone(),
                "results: `\\u001b[2J` has ",
            ),
        ];
        for (change, told) in footers {
            let said = saved.after(|lines| change(&mut lines[last - 1]));
            assert!(said.contains(&format!("run.jsonl:{last}: {told}")), "{told:?} is not in {said}");
        }
        let said = saved.after(|lines| lines.push(json!({})));
        assert!(said.contains(&format!("run.jsonl:{}: stands behind the footer", last + 1)), "{said}");
    }

    #[test]
    fn bad_input_is_told_before_anything_is_written() {
        let saved = Saved::new("reference");
        let said = audiometer(&["report", "no-such-file.jsonl"]);
        assert!(said.code == 2 && said.err.contains("error: failed to read no-such-file.jsonl"), "{}", said.err);
        let said = saved.say(&["--report", "human", "--report", "sarif=no-such-folder/x"]);
        assert!(said.code == 2 && said.out.is_empty(), "{}", said.out);
        assert!(said.err.contains("error: --report: failed to write no-such-folder/x"), "{}", said.err);
        let said = saved.say(&["--report", "pdf"]);
        assert!(said.code == 2 && said.err.contains("there is no format `pdf`"), "{}", said.err);
        let said = audiometer(&["report"]);
        assert!(said.code == 2 && said.err.contains("<RUN.jsonl>"), "{}", said.err);
    }

    #[test]
    fn the_badge_of_one_implementation_is_a_file() {
        let saved = Saved::new("reference");
        let (svg, json) = (saved.folder.path().join("aud.svg"), saved.folder.path().join("aud.json"));
        let said = saved
            .say(&[&format!("--report=badge={}", svg.display()), &format!("--report=endpoint={}", json.display())]);
        assert_eq!(said.code, 0, "{}", said.err);
        let counts = audiometer::Suite::embedded().count().cases;
        let ran = saved.lines().len() - 2;
        let thousands = format!("{},{:03}", counts / 1000, counts % 1000);
        let right = format!("{ran} of {thousands} cases pass");
        assert!(fs::read_to_string(svg).expect("written").contains(&right));
        assert!(fs::read_to_string(json).expect("written").contains(&right));
    }
}

/// The golden run has every outcome, and all kinds of house-keeping.
mod golden {
    use super::*;

    #[test]
    fn it_has_everything_in_it() {
        let lines: Vec<Value> = golden("run.jsonl").lines().map(json).collect();
        let outcomes: BTreeSet<&str> = lines.iter().filter_map(|line| line["outcome"].as_str()).collect();
        assert_eq!(outcomes, audiometer::Outcome::NAMES.into_iter().collect());
        let strengths = |strength: &str| {
            let is = |line: &&Value| line["outcome"] == "false-accept" && line["expected"]["strength"] == strength;
            lines.iter().filter(is).count()
        };
        assert!(strengths("must") > 0 && strengths("should") > 0);
        assert!(lines.iter().any(|line| line["known"].is_string()));
        assert_eq!(lines[0]["broken"][0]["target"], "mute");
        let footer = &lines[lines.len() - 1]["results"];
        assert_eq!(footer["chimera"]["stale_expectations"].as_array().map(Vec::len), Some(2));
        assert_eq!(footer["idle"]["cases"], 0);
    }

    #[test]
    fn its_lines_and_its_document_are_by_the_schema() {
        let schema = fs::read_to_string(root().join("conformance/report.schema.json")).expect("there");
        let schema = jsonschema::validator_for(&json(&schema)).expect("a schema");
        let lines: Vec<Value> = golden("run.jsonl").lines().map(json).collect();
        for document in lines.into_iter().chain([json(&golden("report.json"))]) {
            let errors: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }

    #[test]
    fn no_format_hands_on_what_an_adapter_scrawls() {
        let names = ["human.txt", "junit.xml", "report.tap", "report.sarif", "summary.md"];
        let badges = ["badges/chimera.svg", "badges/chimera.json"];
        for name in names.into_iter().chain(badges) {
            let text = golden(name);
            let foreign =
                text.chars().find(|c| !matches!(c, ' '..='~' | '\n') && !"\u{201c}\u{201d}\u{a7}\u{2026}".contains(*c));
            assert_eq!(foreign, None, "in {name}");
        }
        // In the summary it may stand in a code span; `readers/markdown.py` looks at what becomes of that.
        for name in ["junit.xml", "badges/chimera.svg"] {
            assert!(!golden(name).contains("<script"), "in {name}");
        }
        assert!(
            !golden("report.tap").lines().any(|line| line.starts_with("not ok 1 - \\") || line.trim() == "not ok 1")
        );
        for line in golden("human.txt").lines() {
            assert!(line.chars().count() <= 80 || line.contains("https://"), "{line}");
        }
    }

    #[test]
    fn junit_is_read_by_its_own_parser_and_is_red_for_what_nobody_expected() {
        let report = quick_junit::Report::deserialize_from_str(&golden("junit.xml")).expect("JUnit");
        let of = |name: &str, is: fn(&TestCaseStatus) -> bool| {
            let suites = report.test_suites.iter().filter(|suite| suite.name.as_str().starts_with(name));
            suites.flat_map(|suite| &suite.test_cases).filter(|test| is(&test.status)).count()
        };
        let bad = |status: &TestCaseStatus| matches!(status, TestCaseStatus::NonSuccess { .. });
        let footer = json(golden("run.jsonl").lines().last().expect("a footer"));
        let unexpected = footer["results"]["chimera"]["unexpected_failures"].as_u64().expect("a number");
        assert_eq!(of("chimera", bad) as u64, unexpected + 2, "and two stale expectations");
        assert_eq!(of("good", bad), 0);
        assert_eq!((of("idle", bad), of("mute", bad)), (1, 1));
        let sum = |count: fn(&TestSuite) -> usize| report.test_suites.iter().map(count).sum::<usize>();
        assert_eq!((report.tests, report.skipped), (sum(|suite| suite.tests), sum(|suite| suite.skipped)));
        assert_eq!((report.failures, report.errors), (sum(|suite| suite.failures), sum(|suite| suite.errors)));
        assert!(report.skipped > 0 && report.failures > 0 && report.errors > 0);
        let false_accept = |status: &TestCaseStatus| matches!(status, TestCaseStatus::NonSuccess { kind: NonSuccessKind::Failure, ty: Some(ty), .. } if ty.as_str() == "false-accept");
        assert!(of("chimera", false_accept) > 0);
        let known = |status: &TestCaseStatus| matches!(status, TestCaseStatus::Skipped { ty: Some(ty), .. } if ty.as_str() == "known-failure");
        assert_eq!(
            of("chimera", known) as u64,
            footer["results"]["chimera"]["known_failures"].as_u64().expect("a number")
        );
    }

    #[test]
    fn tap_counts_what_it_plans_and_fails_with_what_nobody_expected() {
        let tap = golden("report.tap");
        let mut lines = tap.lines();
        assert_eq!(lines.next(), Some("TAP version 14"));
        assert_eq!(lines.next(), Some("1..4"));
        let points = |begins: &str| tap.lines().filter(|line| line.starts_with(begins)).count();
        assert_eq!(points("ok ") + points("not ok "), 4);
        assert_eq!((points("ok 1 - good"), points("not ok 2 - chimera")), (1, 1));
        let plans: usize = tap.lines().filter_map(|line| line.strip_prefix("    1..")?.parse::<usize>().ok()).sum();
        assert_eq!(points("    ok ") + points("    not ok "), plans);
        let footer = json(golden("run.jsonl").lines().last().expect("a footer"));
        let failing = tap.lines().filter(|line| line.starts_with("    not ok ") && !line.contains(" # TODO ")).count();
        let unexpected = footer["results"]["chimera"]["unexpected_failures"].as_u64().expect("a number");
        assert_eq!(failing as u64, unexpected + 3, "and two stale expectations, and nothing ran");
    }

    #[test]
    fn sarif_has_false_accepts_as_errors_with_the_clause_as_help() {
        let log = json(&golden("report.sarif"));
        let run = &log["runs"][1];
        let results = run["results"].as_array().expect("results");
        let levels: BTreeSet<(&str, &str)> = results
            .iter()
            .filter_map(|result| Some((result["ruleId"].as_str()?.split('/').next()?, result["level"].as_str()?)))
            .collect();
        let right = [
            ("false-accept", "error"),
            ("false-accept", "warning"),
            ("false-reject", "warning"),
            ("fault", "warning"),
            ("unstable", "warning"),
            ("vacuous", "note"),
            ("wrong-reason", "note"),
        ];
        assert_eq!(levels, right.into_iter().collect());
        let mut prints = BTreeSet::new();
        for result in results {
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            let clause = rule["id"].as_str().and_then(|id| audiometer::Clause::named(id.split_once('/')?.1));
            let clause = clause.expect("a clause");
            let help = rule["help"]["markdown"].as_str().expect("help");
            assert!(help.contains(&clause.quote) && help.contains(&clause.url), "{help}");
            assert!(prints.insert(result["partialFingerprints"]["primaryLocationLineHash"].to_string()), "{result}");
            let place = &result["locations"][0]["physicalLocation"];
            let vector =
                result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str().expect("a vector");
            let file = golden(place["artifactLocation"]["uri"].as_str().expect("a path"));
            let line = place["region"]["startLine"].as_u64().expect("a line") as usize;
            assert!(file.lines().nth(line - 1).is_some_and(|line| line.contains(vector)), "{place}");
        }
        assert!(results.iter().any(|result| result["suppressions"][0]["justification"].is_string()));
        assert_eq!(log["runs"][3]["invocations"][0]["executionSuccessful"], false);
    }

    /// The schema of the OASIS, which `./check reports` fetches.
    #[test]
    #[ignore = "needs AUDIOMETER_SARIF_SCHEMA, the path of the schema"]
    fn sarif_is_by_the_schema_of_the_oasis() {
        let schema = std::env::var("AUDIOMETER_SARIF_SCHEMA").expect("the path of the schema");
        let schema = jsonschema::validator_for(&json(&fs::read_to_string(schema).expect("there"))).expect("a schema");
        let log = json(&golden("report.sarif"));
        let errors: Vec<String> = schema.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let wrong = json(&golden("report.sarif").replace("\"error\"", "\"grave\""));
        assert!(!schema.is_valid(&wrong), "it checks something");
    }

    #[test]
    fn the_summary_tells_the_verdict_first_and_then_what_is_wrong() {
        let summary = golden("summary.md");
        let new = |line: &&str| line.contains("\"outcome\":\"false-accept\"") && !line.contains("\"cause\":");
        let new = golden("run.jsonl").lines().filter(new).count();
        let verdict = format!("## audiometer: failed: an adapter is broken: {new} false accepts, ");
        assert!(summary.starts_with(&verdict), "{summary}");
        assert!(summary.find("mute is broken") < summary.find("False accepts"));
        assert!(summary.find("False accepts") < summary.find("Faults"));
        assert!(summary.find("Faults") < summary.find("known failures, by cause"));
        assert!(summary.contains("](https://www.rfc-editor.org/rfc/rfc7519): "), "clauses have links");
    }

    #[test]
    fn badges_say_the_worst() {
        let message = |name: &str| json(&golden(&format!("badges/{name}.json")))["message"].as_str().map(str::to_owned);
        let false_accepts =
            golden("run.jsonl").lines().filter(|line| line.contains("\"outcome\":\"false-accept\"")).count();
        assert_eq!(message("chimera"), Some(format!("{false_accepts} false accepts")), "known ones, too");
        assert_eq!(message("good").as_deref(), Some("all pass"));
        assert_eq!(message("idle").as_deref(), Some("nothing ran"));
        assert_eq!(message("mute").as_deref(), Some("adapter is broken"));
        assert_eq!(json(&golden("badges/mute.json"))["isError"], true);
        assert_eq!(json(&golden("badges/chimera.json"))["isError"], false);
    }
}

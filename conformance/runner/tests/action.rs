//! What does the GitHub Action show, and how does it end? Its script, with files in place of GitHub's.
#![cfg(unix)]

use assert_cmd::cargo::cargo_bin;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What the action is given, by name.
type Inputs<'i> = &'i [(&'i str, &'i str)];

/// What a run of the script leaves behind.
struct Ran {
    folder: TempDir,
    code: i32,
    out: String,
    summary: String,
    outputs: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn action(inputs: &[(&str, &str)]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    for name in ["summary", "output"] {
        fs::write(file(name), "before\n").expect("written");
    }
    let mut command = Command::new("bash");
    command.arg(root().join("conformance/ci/action.sh")).current_dir(&folder);
    for (name, value) in std::env::vars().filter(|(name, _)| name.starts_with("AUDIOMETER")) {
        let _of_whoever_runs_the_test = value;
        command.env_remove(name);
    }
    command.env("AUDIOMETER", cargo_bin("audiometer"));
    command.env("GITHUB_STEP_SUMMARY", file("summary")).env("GITHUB_OUTPUT", file("output"));
    let output = command.envs(inputs.iter().copied()).output().expect("bash runs");
    let read = |name: &str| fs::read_to_string(file(name)).expect("there");
    Ran {
        code: output.status.code().expect("ends by itself"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        summary: read("summary"),
        outputs: read("output"),
        folder,
    }
}

impl Ran {
    fn report(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("audiometer-reports").join(name)).expect("there")
    }
}

#[test]
fn unexpected_failures_fail_the_job_and_are_counted_summed_up_and_annotated() {
    let ran = action(&[
        ("AUDIOMETER_TARGET", "jsonwebtoken"),
        ("AUDIOMETER_PROFILES", "jwt-bcp  oidc"),
        ("AUDIOMETER_EXPECTATIONS", "none"),
    ]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let run = ran.report("run.jsonl");
    let false_accepts = run.lines().filter(|line| line.contains(r#""outcome":"false-accept""#)).count();
    assert!(false_accepts > 0);
    assert!(
        run.lines()
            .filter(|line| line.starts_with(r#"{"type":"case""#))
            .all(|line| { line.contains(r#"@jwt-bcp""#) || line.contains(r#"@oidc""#) })
    );
    let footer: serde_json::Value = serde_json::from_str(run.lines().last().expect("a footer")).expect("JSON");
    let unexpected = footer["results"]["jsonwebtoken"]["unexpected_failures"].as_u64().expect("a number");
    let outputs = format!(
        "before\nexit-code=1\nfalse-accepts={false_accepts}\nunexpected-failures={unexpected}\nreports=audiometer-reports\n"
    );
    assert_eq!(ran.outputs, outputs);
    let annotation = format!(
        "::error title=audiometer::{unexpected} unexpected failures; of all cases {false_accepts} are false accepts, known ones included"
    );
    assert_eq!(ran.out.lines().last(), Some(annotation.as_str()));
    assert!(ran.summary.starts_with("before\n"), "what stood there stays");
    assert_eq!(ran.summary, format!("before\n{}", ran.report("summary.md")));
    assert!(ran.report("junit.xml").contains("<testsuites"));
    let sarif: serde_json::Value = serde_json::from_str(&ran.report("audiometer.sarif")).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert!(ran.report("badge.svg").starts_with("<svg"));
    let badge: serde_json::Value = serde_json::from_str(&ran.report("badge.json")).expect("JSON");
    assert_eq!(badge["schemaVersion"], 1);
}

#[test]
fn known_failures_pass_and_are_still_a_warning() {
    let ran = action(&[("AUDIOMETER_TARGET", "jsonwebtoken"), ("AUDIOMETER_PROFILES", "jwt-bcp")]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(
        ran.outputs.contains("exit-code=0\n") && ran.outputs.contains("unexpected-failures=0\n"),
        "{}",
        ran.outputs
    );
    let last = ran.out.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("::warning title=audiometer::") && last.ends_with("false accepts, all of them known"),
        "{last}"
    );
}

#[test]
fn where_all_is_as_expected_nothing_is_annotated() {
    let ran = action(&[("AUDIOMETER_TARGET", "reference"), ("AUDIOMETER_PROFILES", "jwt-bcp")]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(!ran.out.contains("::"), "{}", ran.out);
    assert!(ran.outputs.contains("false-accepts=0\n"), "{}", ran.outputs);
}

#[test]
fn the_job_fails_with_the_code_of_the_run_and_says_what_it_means() {
    let endings: [(Inputs<'_>, i32, &str); 6] = [
        (&[("AUDIOMETER_COMMAND", "false")], 3, "::error title=audiometer::the adapter is broken"),
        (&[("AUDIOMETER_TARGET", "no-such")], 2, "::error title=audiometer::the command line or a file is in error"),
        (
            &[("AUDIOMETER_TARGET", "reference"), ("AUDIOMETER_PROFILES", "no-such")],
            2,
            "::error title=audiometer::the command line or a file is in error",
        ),
        (&[], 2, "::error title=audiometer::give the command that starts the adapter, or a target"),
        (
            &[("AUDIOMETER_TARGET", "reference"), ("AUDIOMETER_COMMAND", "false")],
            2,
            "::error title=audiometer::give either command or target, not both",
        ),
        (&[("AUDIOMETER_COMMAND", "$(touch here) ; false")], 3, "::error title=audiometer::the adapter is broken"),
    ];
    for (inputs, code, annotation) in endings {
        let ran = action(inputs);
        assert_eq!(ran.code, code, "{inputs:?}: {}", ran.out);
        assert_eq!(ran.out.lines().last(), Some(annotation), "{inputs:?}");
        assert!(!ran.folder.path().join("here").exists(), "no shell reads the command");
        if inputs.len() == 1 {
            assert!(ran.outputs.contains(&format!("exit-code={code}\nfalse-accepts=0\n")), "{}", ran.outputs);
        }
    }
}

#[test]
fn a_stale_expectation_fails_the_job() {
    let folder = tempfile::tempdir().expect("a folder");
    let entry =
        "[[known-failure]]\ncases = [\"rfc7519/aud/string@jwt-bcp\"]\nobserved = \"reject\"\nreason = \"once\"\n";
    fs::write(folder.path().join("reference.toml"), entry).expect("written");
    let ran = action(&[
        ("AUDIOMETER_TARGET", "reference"),
        ("AUDIOMETER_PROFILES", "jwt-bcp"),
        ("AUDIOMETER_EXPECTATIONS", folder.path().to_str().expect("UTF-8")),
    ]);
    assert_eq!(ran.code, 5, "{}", ran.out);
    assert_eq!(ran.out.lines().last(), Some("::error title=audiometer::an expectation is stale"));
}

#[test]
fn reports_of_an_earlier_run_are_not_taken_for_those_of_this_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = folder.path().to_str().expect("UTF-8");
    fs::write(folder.path().join("summary.md"), "old").expect("written");
    fs::write(folder.path().join("run.jsonl"), "{\"type\":\"footer\",\"false-accept\":7}\n").expect("written");
    let ran = action(&[("AUDIOMETER_TARGET", "no-such"), ("AUDIOMETER_REPORTS", reports)]);
    assert_eq!((ran.code, ran.summary.as_str()), (2, "before\n"));
    assert!(ran.outputs.contains("false-accepts=0\n"), "{}", ran.outputs);
}

#[test]
fn what_the_action_hands_over_is_what_the_script_reads() {
    let action = fs::read_to_string(root().join("action.yml")).expect("there");
    let script = fs::read_to_string(root().join("conformance/ci/action.sh")).expect("there");
    let handed: Vec<&str> = action
        .lines()
        .filter_map(|line| {
            line.trim().split_once(": ").map(|(name, _)| name).filter(|name| name.starts_with("AUDIOMETER"))
        })
        .collect();
    assert_eq!(handed.len(), 7, "{handed:?}");
    for name in &handed {
        assert!(script.contains(&format!("${{{name}:-")), "the script does not read {name}");
    }
    for output in ["exit-code", "false-accepts", "unexpected-failures", "reports"] {
        assert!(action.contains(&format!("steps.run.outputs.{output} ")), "{output}");
        assert!(script.contains(&format!("echo \"{output}=")), "{output}");
    }
}

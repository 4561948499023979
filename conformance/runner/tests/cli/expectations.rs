//! Are known failures known, does what is stale fail with the line to change, and does `baseline` keep a file as it is?

use super::{Said, has, program, said, words};
use std::fs;
use std::path::Path;

/// A folder of somebody's own, in which the program is called.
struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn with(name: &str, text: &str) -> Self {
        let project = Self::new();
        project.write(name, text);
        project
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("it is there")
    }

    fn say(&self, args: &[&str]) -> Said {
        self.say_in(".", "2026-11-22", args)
    }

    fn say_in(&self, folder: &str, today: &str, args: &[&str]) -> Said {
        said(program().args(args).current_dir(self.path(folder)).env("AUDIOMETER_TODAY", today))
    }
}

fn entry(observed: &str, cases: &[&str], more: &str) -> String {
    let cases: String = cases.iter().map(|case| format!("  \"{case}\",\n")).collect();
    format!("[[known-failure]]\nobserved = \"{observed}\"\nreason = \"r\"\ncases = [\n{cases}]\n{more}")
}

/// jsonwebtoken accepts it, and it is to be rejected.
const INTEGER: &str = "rfc7519/aud/integer@jwt-core";

/// A run of that case against jsonwebtoken, with the file `known.toml`.
const RUN: [&str; 6] = ["run", "jsonwebtoken", "--filter", INTEGER, "--expectations", "known.toml"];

mod run {
    use super::*;

    #[test]
    fn a_file_of_ones_own_makes_failures_known() {
        let known = entry("accept", &[INTEGER], "since = 2026-11-01\nexpires = 2026-12-31\nversions = \">=11, <12\"\n");
        let project = Project::with("known.toml", &known);
        let said = project.say(&RUN);
        assert_eq!(said.code, 0, "{said:?}");
        has(
            &words(&said.out),
            &["r (1 case) since 2026-11-01, until 2026-12-31", "known failures are listed in known.toml"],
        );
    }

    #[test]
    fn an_entry_that_has_expired_fails_with_its_line() {
        let project = Project::with("known.toml", &entry("accept", &[INTEGER], "expires = 2026-12-31\n"));
        assert_eq!(project.say_in(".", "2026-12-31", &RUN).code, 0);
        let said = project.say_in(".", "2027-01-01", &RUN);
        assert_eq!(said.code, 5, "{said:?}");
        let told = "change known.toml:7 line expires = 2026-12-31 because it has expired: 2026-12-31 was its last day, and today is 2027-01-01";
        has(&words(&said.out), &[told, "1 stale expectation to delete or change"]);
        let said = project.say_in(".", "tomorrow", &RUN);
        assert_eq!(said.code, 2);
        has(&said.err, &["error: AUDIOMETER_TODAY: is no day, such as 2026-12-31"]);
    }

    #[test]
    fn another_wrong_answer_fails_with_the_line_to_change() {
        let project = Project::with("known.toml", &entry("fault", &[INTEGER], ""));
        let said = project.say(&RUN);
        assert_eq!(said.code, 1, "{said:?}");
        let told = "change known.toml:2 line observed = \"fault\" because rfc7519/aud/integer@jwt-core: the answer is accept now";
        has(&words(&said.out), &[told]);
    }

    #[test]
    fn an_entry_for_other_versions_excuses_nothing_and_is_not_stale() {
        let project = Project::with("known.toml", &entry("accept", &[INTEGER], "versions = \">=12\"\n"));
        assert_eq!(project.say(&RUN).code, 1);
        let passing = ["run", "reference", "--filter", INTEGER, "--expectations", "known.toml"];
        assert_eq!(project.say(&passing).code, 0);
    }

    #[test]
    fn one_that_passes_or_matches_nothing_fails_and_one_left_out_does_not() {
        let project = Project::with("known.toml", &entry("accept", &[INTEGER, "no/such", "rfc7519/aud/null"], ""));
        let said = project.say(&["run", "reference", "--filter", INTEGER, "--expectations", "known.toml"]);
        assert_eq!(said.code, 5, "{said:?}");
        has(
            &words(&said.out),
            &[
                "delete known.toml:5 line rfc7519/aud/integer@jwt-core because rfc7519/aud/integer@jwt-core: the outcome is pass now",
                "delete known.toml:6 line no/such because it matches no case of the suite",
                "2 stale expectations to delete or change",
            ],
        );
        assert!(!said.out.contains("known.toml:7"), "{}", said.out);
    }

    #[test]
    fn a_file_is_of_one_target() {
        let project = Project::with("known.toml", "");
        let said = project.say(&["run", "--expectations", "known.toml"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["error: --expectations: known.toml is of one target, and 2 are to be run; name one of them"]);
        let said = project.say(&["run", "reference", "--expectations", "nothing.toml"]);
        assert_eq!(said.code, 2);
        has(
            &said.err,
            &["error: --expectations: failed to read nothing.toml: ", "; it takes a file, a folder of files NAME.toml"],
        );
    }

    #[test]
    fn a_file_in_error_is_told_with_line_and_column_and_hostile_text_stays_in_it() {
        let project = Project::with("known.toml", &entry("accept", &[INTEGER], "\"\\u001b[2J\" = 1\n"));
        let said = project.say(&RUN);
        assert_eq!(said.code, 2);
        has(&said.err, &["error: known.toml:7:1: unknown field `\\u001b[2J`"]);
        // As a reason, a link, and a pattern that matches nothing.
        let hostile = "\\u001b]0;owned\\u0007\\u202e";
        let text = entry("accept", &[INTEGER, hostile], &format!("link = \"{hostile}\"\n"));
        project.write("known.toml", &text.replace("\"r\"", &format!("\"r{hostile}{}\"", "r".repeat(5000))));
        let said = project.say(&RUN);
        assert_eq!(said.code, 5, "{said:?}");
        has(&said.out, &["\\u001b]0;owned\\u0007\\u202e"]);
        assert!(!said.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", said.out);
        assert!(said.out.len() < 5000, "{}", said.out);
    }
}

mod ratchet {
    use super::*;

    #[test]
    fn less_than_required_ends_with_four_and_the_figures() {
        let project = Project::new();
        let aud = ["run", "reference", "--filter", "rfc7519/aud/string", "--profile", "oidc", "--profile", "jwt-core"];
        let with = |more: &[&str]| project.say(&[&aud, more].concat());
        assert_eq!(with(&["--require-cases", "2", "--max-unsupported", "0"]).code, 0);
        let said = with(&["--require-cases", "1234"]);
        assert_eq!(said.code, 4, "{said:?}");
        let told = "error: too little ran: of `reference`, 2 cases were put, and at least 1,234 are required (--require-cases)\n";
        assert_eq!(said.err, told);
        // jsonwebtoken cannot be told everything.
        let said = project.say(&["run", "jsonwebtoken", "--expectations", "none", "--max-unsupported", "1"]);
        assert_eq!(said.code, 4, "too little outweighs failures");
        has(
            &said.err,
            &[
                "error: too little ran: of `jsonwebtoken`, ",
                " cases were unsupported, and at most 1 may be (--max-unsupported)",
            ],
        );
    }

    #[test]
    fn a_project_pins_the_suite_the_profiles_the_expectations_and_the_figures() {
        let project = Project::with("ci/known.toml", &entry("accept", &[INTEGER], ""));
        let lines = project.say(&["list", "suite"]).out;
        has(&lines, &["[suite]\nversion = \"", "\"\ndigest = \"sha256:"]);
        let run = "[run]\nprofiles = [\"jwt-core\"]\nexpectations = \"ci/known.toml\"\nrequire-cases = 2\n";
        project.write("audiometer.toml", &format!("{lines}{run}"));
        fs::create_dir(project.path(".git")).expect("a folder");
        let filter = ["run", "jsonwebtoken", "--filter", "rfc7519/aud/integer"];
        // From a folder below, too, since it is a repository.
        for folder in [".", "ci"] {
            let said = project.say_in(folder, "2026-11-22", &filter);
            assert_eq!(said.code, 4, "{said:?}");
            has(&said.err, &["of `jsonwebtoken`, 1 case was put, and at least 2 are required (", "audiometer.toml:7)"]);
            has(&said.out, &[" 0 failed, 1 known, "]);
        }
        // The command line wins.
        assert_eq!(project.say(&[&filter[..], &["--require-cases", "1"]].concat()).code, 0);
        let said = project.say(&[&filter[..], &["--require-cases", "1", "--expectations", "none"]].concat());
        assert_eq!(said.code, 1);
        fs::remove_dir(project.path(".git")).expect("removed");
        let said = project.say_in("ci", "2026-11-22", &filter);
        assert!(!said.err.contains("required"), "outside of a repository nothing above is read: {said:?}");
    }

    #[test]
    fn another_suite_than_the_pinned_one_is_not_run() {
        let other = format!("sha256:{}", "0".repeat(64));
        let project = Project::with("pins.toml", &format!("[suite]\ndigest = \"{other}\"\n"));
        for command in [&["run", "reference"][..], &["baseline", "init", "reference"]] {
            let said = project.say(&[command, &["--config", "pins.toml"]].concat());
            assert_eq!((said.code, said.out.as_str()), (4, ""), "{said:?}");
            has(
                &said.err,
                &[&format!("error: pins.toml:2: the suite's digest is pinned to {other}, and this is sha256:")],
            );
            has(&said.err, &["`audiometer list suite`", &project.say(&["list", "suite"]).out]);
        }
        assert_eq!(project.say(&["run", "reference", "--filter", INTEGER]).code, 0, "the file has another name");
    }

    #[test]
    fn a_file_in_error_is_told_with_line_and_column() {
        let project = Project::with("audiometer.toml", "[run]\nrequired-cases = 1\n");
        let said = project.say(&["run", "reference"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["error: audiometer.toml:2:1: unknown field `required-cases`, expected one of `profiles`"]);
        let said = project.say(&["run", "reference", "--config", "nothing.toml"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["error: failed to read nothing.toml: "]);
        let said = project.say(&["list", "suite", "--filter", "a"]);
        assert_eq!(said.code, 2);
        has(&said.err, &["error: --filter: the suite is listed as a whole"]);
        has(&project.say(&["list", "suite", "--json"]).out, &["\"digest\": \"sha256:"]);
    }
}

mod baseline {
    use super::*;

    #[test]
    fn init_writes_what_fails_but_nothing_critical_and_overwrites_nothing() {
        let project = Project::new();
        let said = project.say(&["baseline", "init", "jsonwebtoken", "--profile", "jwt-core", "--profile", "oidc"]);
        assert_eq!(said.code, 1, "{said:?}");
        has(
            &said.out,
            &["not written: ", "--accept-critical writes them\n  ", "expectations/jsonwebtoken.toml: written; "],
        );
        let text = project.read("expectations/jsonwebtoken.toml");
        assert!(text.starts_with("# What jsonwebtoken 11."), "{text}");
        has(&text, &["\nreason = \"not looked into yet\"\nsince = 2026-11-22\ncases = [\n  \""]);
        let refused: Vec<&str> = said.out.lines().skip_while(|line| !line.starts_with("not written")).collect();
        for id in refused.iter().filter_map(|line| line.strip_prefix("  ")) {
            assert!(!text.contains(&format!("\"{id}\"")), "{id}");
        }
        let again = project.say(&["baseline", "init", "jsonwebtoken"]);
        assert_eq!(again.code, 2);
        has(&again.err, &["expectations/jsonwebtoken.toml is there already; `audiometer baseline update` changes it"]);
        assert_eq!(project.read("expectations/jsonwebtoken.toml"), text);
    }

    #[test]
    fn a_run_holds_against_what_init_wrote_and_says_what_nobody_has_looked_into() {
        let project = Project::new();
        let said = project.say(&["baseline", "init", "jsonwebtoken", "-o", "known.toml", "--accept-critical"]);
        assert_eq!(said.code, 0, "{said:?}");
        let run = project.say(&["run", "jsonwebtoken", "--expectations", "known.toml"]);
        assert_eq!(run.code, 0, "{run:?}");
        has(&run.out, &[" 0 failed, ", " known, and not looked into yet"]);
        let check = project.say(&["baseline", "check", "jsonwebtoken", "-o", "known.toml"]);
        assert_eq!((check.code, check.out.as_str()), (0, "known.toml: nothing to write\n"));
        // Of an implementation that gets nothing wrong.
        let said = project.say(&["baseline", "init", "reference", "-o", "nothing.toml"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(project.read("nothing.toml").lines().filter(|line| !line.starts_with('#')).count(), 0);
    }

    #[test]
    fn update_puts_right_what_is_wrong_and_keeps_the_rest_to_the_byte() {
        let filter = ["jsonwebtoken", "-o", "known.toml", "--filter", "rfc7519/aud/*", "--profile", "jwt-core"];
        let filtered = |step: &'static str, more: &[&'static str]| -> Vec<&'static str> {
            [&["baseline", step][..], &filter, more].concat()
        };
        let project = Project::new();
        project.say(&filtered("init", &["--accept-critical", "--reason", "see issue 7", "--expires", "2027-03-31"]));
        let fresh = project.read("known.toml");
        has(&fresh, &["reason = \"see issue 7\"\nsince = 2026-11-22\nexpires = 2027-03-31\ncases = [\n  \""]);

        // As a person leaves it: with comments, an order of their own, and an entry that this run leaves out.
        let left_out = entry("reject", &["rfc7519/header/*", "oidc/azp/*@oidc"], "");
        let mine = format!(
            "# mine\n\n{left_out}\n{}\n# the end\n",
            fresh.replace("cases = [\n", "cases = [ # these\n  # why\n")
        );
        project.write("known.toml", &mine);
        let said = project.say(&filtered("update", &[]));
        assert_eq!((said.code, said.out.as_str()), (0, "known.toml: nothing to write\n"), "{said:?}");
        assert_eq!(project.read("known.toml"), mine);

        // One that passes, one that is nowhere, and a wrong answer.
        let broken = mine
            .replacen("  # why\n", "  # why\n  \"rfc7519/aud/string@jwt-core\", # passes\n  \"no/such\",\n", 1)
            .replacen("observed = \"accept\"", "observed = \"fault\"", 1);
        project.write("known.toml", &broken);
        let check = project.say(&filtered("check", &[]));
        assert_eq!(check.code, 1, "{check:?}");
        assert_eq!(project.read("known.toml"), broken, "check writes nothing");
        has(&check.out, &["known.toml: out of date; `audiometer baseline update` does this"]);
        let said = project.say(&filtered("update", &["--accept-critical"]));
        assert_eq!(said.code, 0, "{said:?}");
        has(
            &said.out,
            &[
                ": observed = \"fault\": accept now\n",
                ": rfc7519/aud/string@jwt-core is deleted: rfc7519/aud/string@jwt-core: the outcome is pass now\n",
                ": no/such is deleted: it matches no case of the suite\n",
                "known.toml: written\n",
            ],
        );
        assert_eq!(project.read("known.toml"), mine);
    }

    #[test]
    fn check_ends_with_five_where_only_lines_have_to_go() {
        let project = Project::with("known.toml", &entry("accept", &[INTEGER], ""));
        let check = project.say(&["baseline", "check", "reference", "-o", "known.toml"]);
        assert_eq!(check.code, 5, "{check:?}");
        let expired = entry("accept", &[INTEGER], "expires = 2026-11-21\n");
        project.write("known.toml", &expired);
        for step in ["check", "update"] {
            let said = project.say(&["baseline", step, "jsonwebtoken", "-o", "known.toml", "--filter", INTEGER]);
            assert_eq!(said.code, 5, "{said:?}");
            has(&said.out, &["by hand: change known.toml:7: expires = 2026-11-21: it has expired: "]);
        }
        assert_eq!(project.read("known.toml"), expired);
    }

    #[test]
    fn a_critical_false_accept_that_came_up_is_told_and_not_written() {
        const CRITICAL: &str = "rfc7519/aud/null-and-another@jwt-core";
        let project = Project::with("known.toml", "# nothing\n");
        let update = ["baseline", "update", "jsonwebtoken", "-o", "known.toml", "--filter", CRITICAL];
        let said = project.say(&update);
        assert_eq!(said.code, 1, "{said:?}");
        has(
            &said.out,
            &[
                "not written: 1 critical false accept, by which somebody may get in",
                "\n  rfc7519/aud/null-and-another@jwt-core\n",
            ],
        );
        assert_eq!(project.read("known.toml"), "# nothing\n");
        assert_eq!(project.say(&[&update[..], &["--accept-critical"]].concat()).code, 0);
        has(&project.read("known.toml"), &["# nothing\n\n# ", "\n  \"rfc7519/aud/null-and-another@jwt-core\",\n]\n"]);
    }

    #[test]
    fn what_cannot_be_done_is_told() {
        let project = Project::with("broken.toml", "[[known-failure]]\ncases = 1\n");
        for (args, code, told) in [
            (
                &["update", "reference"][..],
                2,
                "error: expectations/reference.toml is not there; `audiometer baseline init` makes it",
            ),
            (&["check", "reference", "-o", "broken.toml"], 2, "error: broken.toml:2:9: invalid type: integer `1`"),
            (&["init"], 2, "required arguments were not provided"),
            (&["init", "reference", "--expires", "soon"], 2, "is no day, such as 2026-12-31"),
            (&["init", "reference", "--reason", ""], 2, "a value is required for '--reason <TEXT>'"),
            (&["init", "-o", "a.toml", "--", "/nowhere"], 3, "error: the adapter of `adapter` is broken: "),
            (&["init", "reference", "-o", "broken.toml/a.toml"], 2, "error: failed to"),
        ] {
            let said = project.say(&[&["baseline"], args].concat());
            assert_eq!(said.code, code, "{args:?}: {said:?}");
            has(&said.err, &[told]);
        }
        assert!(!project.path("a.toml").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_what_it_leads_to_is_changed() {
        let project = Project::with("real/known.toml", &entry("accept", &["no/such"], ""));
        std::os::unix::fs::symlink("real/known.toml", project.path("known.toml")).expect("linked");
        assert_eq!(project.say(&["baseline", "update", "reference", "-o", "known.toml"]).code, 0);
        assert!(project.path("known.toml").is_symlink());
        assert_eq!(project.read("real/known.toml"), "");
    }
}

#[test]
fn the_page_on_expectations_names_every_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/expectations.md")).expect("there");
    let expectations = ["cases", "observed", "reason", "link", "documented", "since", "expires", "versions"];
    let config = ["version", "digest", "profiles", "expectations", "require-cases", "max-unsupported"];
    for field in expectations.iter().chain(&config) {
        assert!(page.contains(&format!("| `{field}` |")), "{field}");
    }
    // And no other is read: the errors list what there is.
    let project = Project::with("known.toml", "[[known-failure]]\nx = 1\n");
    let told = project.say(&RUN).err;
    assert_eq!(told.matches('`').count() / 2, expectations.len() + 1, "{told}");
    project.write("audiometer.toml", "[suite]\nx = 1\n");
    assert_eq!(project.say(&RUN).err.matches('`').count() / 2, 2 + 1);
    project.write("audiometer.toml", "[run]\nx = 1\n");
    assert_eq!(project.say(&RUN).err.matches('`').count() / 2, 4 + 1);
}

//! What does a campaign find, and what does it tell?

use super::{Said, program, said};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn fuzz(output: &Path, args: &[&str]) -> Said {
    said(program().arg("fuzz").arg("--output").arg(output).args(args))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON Lines")).collect()
}

#[test]
fn the_reference_fails_nothing_and_every_rule_decides_something() {
    let folder = folder();
    let said = fuzz(folder.path(), &["reference", "reference-lenient", "--cases", "6000"]);
    assert_eq!(said.code, 0, "{said:?}");
    for name in ["reference", "reference-lenient"] {
        let file = lines(&fs::read_to_string(folder.path().join(format!("{name}.jsonl"))).expect("written"));
        assert_eq!((file.len(), &file[0]["put"], &file[0]["failed"]), (1, &6000.into(), &0.into()));
        assert!(file[0]["rules"].as_object().expect("an object").len() >= 20, "{}", file[0]["rules"]);
    }
    assert!(said.out.contains("APART AMB-02"), "strict and lenient go different ways: {}", said.out);
}

#[test]
fn jsonwebtokens_causes_are_found_and_not_more() {
    let folder = folder();
    let said = fuzz(folder.path(), &["jsonwebtoken", "--cases", "6000", "--no-vectors"]);
    assert_eq!(said.code, 1, "{said:?}");
    let file = lines(&fs::read_to_string(folder.path().join("jsonwebtoken.jsonl")).expect("written"));
    let findings = &file[1..];
    assert!((2..=5).contains(&findings.len()), "{} findings: {}", findings.len(), said.out);
    assert!(findings.iter().all(|finding| finding["kind"] == "false-accept"), "{}", said.out);
    assert!(findings.iter().any(|finding| finding["mutants"].to_string().contains("S09")), "{}", said.out);
    let first = &findings[0];
    assert!(first["cases"].as_u64() > Some(5) && first["vectors"][0].is_string(), "{first}");
    assert!(first["clause"].is_string() && first["examples"][0]["vector"]["claims"].is_string(), "{first}");
    let command = first["reproduce"].as_str().expect("a command");
    assert!(command.starts_with("audiometer reproduce jsonwebtoken.jsonl --finding false-accept-"), "{command}");
    let long = said.out.lines().find(|line| line.chars().count() > 80 && !line.contains("--finding"));
    assert_eq!(long, None);
}

#[test]
fn the_same_seed_finds_the_same_and_what_is_known_is_no_reason_to_fail() {
    let (one, other) = (folder(), folder());
    let args = ["jsonwebtoken", "--cases", "2000", "--seed", "7"];
    assert_eq!(fuzz(one.path(), &args).code, 1);
    assert_eq!(fuzz(other.path(), &args).code, 1);
    let read =
        |folder: &tempfile::TempDir| fs::read_to_string(folder.path().join("jsonwebtoken.jsonl")).expect("written");
    assert_eq!(read(&one), read(&other));
    let known = one.path().to_str().expect("UTF-8");
    let said = fuzz(other.path(), &[&args[..], &["--known", known]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("(known)") && said.out.contains("(0 new,"), "{}", said.out);
}

#[test]
fn events_tell_start_findings_and_end() {
    let folder = folder();
    let said = fuzz(folder.path(), &["jsonwebtoken", "--cases", "2000", "--json"]);
    let events = lines(&said.out);
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).count();
    assert_eq!((of("start"), of("end")), (1, 1), "{}", said.out);
    assert!(of("failure") >= of("finding") && of("finding") > 0, "{}", said.out);
    assert_eq!(events.last().expect("events")["header"]["put"], 2000);
}

#[test]
fn a_profile_and_a_corpus_are_kept_to() {
    let (folder, corpus) = (folder(), folder());
    fs::write(corpus.path().join("crash-1"), r#"{"aud":7}"#).expect("written");
    fs::write(corpus.path().join("bad.json"), "{").expect("written");
    let corpus = corpus.path().to_str().expect("UTF-8");
    let args = ["reference", "--cases", "500", "--profile", "key-binding", "--no-vectors", "--corpus", corpus];
    let said = fuzz(folder.path(), &args);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.err.contains("note: left out of the corpus") && said.err.contains("bad.json: holds no case"),
        "{said:?}"
    );
    let file = lines(&fs::read_to_string(folder.path().join("reference.jsonl")).expect("written"));
    assert!(file[0]["ingredients"]["the corpus"].as_u64() > Some(50), "{}", file[0]);
    assert!(file[0]["rules"]["azp-match"].is_null() && file[0]["rules"]["shape"].is_u64(), "{}", file[0]["rules"]);
}

#[test]
fn bad_input_is_told_before_anything_is_put() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    let path = file.to_str().expect("UTF-8");
    for (args, told) in [
        (&["nobody"][..], "there is no target `nobody`"),
        (&["reference", "--profile", "none"], "there is no profile `none`"),
        (&["reference", "--time", "soon"], "is no time such as 60s, 10m or 8h"),
        (&["reference", "--cases", "0"], "0 is not in 1.."),
        (&["reference", "--corpus", path], "--corpus: "),
        (&["reference", "--known", path], "is no folder"),
    ] {
        let said = fuzz(folder.path(), args);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(told), "{told}: {said:?}");
    }
    let said = fuzz(&file, &["reference"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
    assert!(said.err.contains("--output: failed to write into"), "{said:?}");
}

#[test]
fn committed_findings_fit_their_schema_and_are_of_the_committed_vectors() {
    let conformance = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let schema = fs::read_to_string(conformance.join("findings.schema.json")).expect("there");
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let mut files = 0;
    for entry in fs::read_dir(conformance.join("results/campaigns")).expect("there") {
        let path = entry.expect("readable").path();
        let file = lines(&fs::read_to_string(&path).expect("readable"));
        for line in &file {
            let errors: Vec<String> = schema.iter_errors(line).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        }
        assert_eq!(file[0]["findings"], file.len() - 1, "{}", path.display());
        assert_eq!(
            (&file[0]["ended"], &file[0]["put"]),
            (&"all cases put".into(), &100_000.into()),
            "{}",
            path.display()
        );
        for vector in file[1..].iter().flat_map(|finding| finding["vectors"].as_array().expect("an array")) {
            assert!(audiometer::Suite::embedded().vector(vector.as_str().expect("an id")).is_some(), "{vector}");
        }
        files += 1;
    }
    assert!(files > 0);
}

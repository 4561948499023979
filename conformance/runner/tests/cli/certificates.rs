//! Does a certificate say what was measured, and is one that says something else refused?

use super::{Said, program, root, said, words};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

fn audiometer(args: &[&str]) -> Said {
    at(args, "1700000000")
}

fn at(args: &[&str], epoch: &str) -> Said {
    said(program().args(args).env("SOURCE_DATE_EPOCH", epoch))
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    super::has(&words(text), parts);
}

/// A certificate, and the file that it stands in.
struct Certificate {
    _folder: TempDir,
    path: String,
    value: Value,
    /// How `certify` ended, and what it said.
    said: Said,
}

fn certify(args: &[&str]) -> Certificate {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.intoto.json").to_str().expect("UTF-8").to_owned();
    let said = audiometer(&[&["certify"], args, &["--output", &path]].concat());
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{error}: {}", said.err));
    Certificate { _folder: folder, path, value: serde_json::from_str(&text).expect("JSON"), said }
}

impl Certificate {
    /// What `verify` says of it once it is changed.
    fn edited(&self, edit: impl FnOnce(&mut Value)) -> Said {
        let mut value = self.value.clone();
        edit(&mut value);
        assert_ne!(value, self.value, "the edit changes it");
        fs::write(&self.path, value.to_string()).expect("written");
        audiometer(&["verify", &self.path])
    }

    #[track_caller]
    fn is_refused(&self, edit: impl FnOnce(&mut Value), why: &str) {
        let said = self.edited(edit);
        assert_eq!(said.code, 1, "{}{}", said.out, said.err);
        has(&said.out, &["refused: the certificate does not say what follows from its own outcomes", why]);
    }

    #[track_caller]
    fn is_none(&self, edit: impl FnOnce(&mut Value), why: &str) {
        let said = self.edited(edit);
        assert_eq!(said.code, 2, "{}{}", said.out, said.err);
        has(&said.err, &[&format!("error: {}", self.path), why]);
    }
}

fn extension(value: &mut Value) -> &mut Value {
    &mut value["predicate"]["audiometer"]
}

#[track_caller]
fn fits_the_schema(value: &Value) {
    let schema = fs::read_to_string(root().join("conformance/certificate.schema.json")).expect("there");
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let errors: Vec<String> =
        schema.iter_errors(value).take(5).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn the_reference_is_certified_at_strict_and_its_certificate_is_in_order() {
    let certificate = certify(&["reference", "--profile", "jwt-bcp", "--profile", "oidc-errata1", "--level", "strict"]);
    assert_eq!(certificate.said.code, 0, "{}", certificate.said.err);
    has(&certificate.said.err, &["pkg:cargo/audiometer@", "strict: reached by 2 of 2 profiles", "it is not signed"]);
    fits_the_schema(&certificate.value);
    let value = &certificate.value;
    assert_eq!(value["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(value["predicateType"], "https://in-toto.io/attestation/test-result/v0.1");
    assert_eq!(value["predicate"]["result"], "PASSED");
    assert_eq!(value["predicate"]["audiometer"]["time"], "2023-11-14T22:13:20Z");
    assert_eq!(value["predicate"]["audiometer"]["seeds"], json!([1, 2]));
    let passed = value["predicate"]["passedTests"].as_array().expect("a list");
    assert!(passed.contains(&json!("rfc7519/aud/string@jwt-bcp")));
    let said = audiometer(&["verify", &certificate.path, "--level", "strict"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    has(&said.out, &["in order: structure, suite, outcomes, counts, and levels; a signature is not looked at"]);
    let said = audiometer(&["verify", &certificate.path, "--level", "hardened"]);
    assert_eq!(said.code, 1);
    has(&said.out, &["hardened: reached by 0 of 2 profiles"]);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let [first, second] = [(); 2].map(|()| audiometer(&["certify", "jsonwebtoken", "--profile", "access-token"]));
    assert_eq!(first.out, second.out);
    assert!(first.out.ends_with("}\n"));
    let other = at(&["certify", "jsonwebtoken", "--profile", "access-token"], "1700000001");
    assert_eq!(first.out.replace("22:13:20Z", "22:13:21Z"), other.out);
}

#[test]
fn what_fails_a_must_is_not_certified_and_the_file_says_so() {
    let certificate = certify(&["jsonwebtoken", "--profile", "jwt-bcp"]);
    assert_eq!(certificate.said.code, 1, "{}", certificate.said.err);
    has(&certificate.said.err, &["not core:", "false accept", "such as", "core: reached by 0 of 1 profile"]);
    fits_the_schema(&certificate.value);
    let predicate = &certificate.value["predicate"];
    assert_eq!(predicate["result"], "FAILED");
    let failed = predicate["failedTests"].as_array().expect("a list");
    let standing = &predicate["audiometer"]["profiles"][0];
    assert_eq!(standing["level"], "none");
    // All of its failures are known, which changes nothing.
    assert!(standing["known_failures"].as_u64() > Some(0));
    assert!(failed.iter().all(|case| {
        predicate["audiometer"]["deviations"].as_array().expect("a list").iter().any(|deviation| {
            deviation["case"] == *case && (deviation["known"].is_string() || deviation["outcome"] == "unsupported")
        })
    }));
    assert_eq!(certificate.value["subject"][0]["annotations"]["digestOf"], "package");
    // A file that certifies nothing is in order, and still no reason to let anybody in.
    let said = audiometer(&["verify", &certificate.path]);
    assert_eq!(said.code, 1);
    has(&said.out, &["in order:", "core: reached by 0 of 1 profile"]);
    assert_eq!(audiometer(&["verify", &certificate.path, "--level", "none"]).code, 0);
}

#[test]
fn an_edited_certificate_is_refused() {
    let certificate = certify(&["jsonwebtoken", "--profile", "jwt-bcp"]);
    let failed = certificate.value["predicate"]["failedTests"][0].clone();
    let failed = failed.as_str().expect("a case");
    certificate.is_refused(
        |value| extension(value)["profiles"][0]["level"] = json!("core"),
        "jwt-bcp: the level is core, and its outcomes make it none",
    );
    certificate
        .is_refused(|value| value["predicate"]["result"] = json!("PASSED"), "result: is PASSED, and has to be FAILED");
    certificate.is_refused(
        |value| drop(value["predicate"]["failedTests"].as_array_mut().expect("a list").remove(0)),
        &format!("failedTests: {failed} is missing"),
    );
    certificate.is_refused(
        |value| {
            let moved = value["predicate"]["failedTests"].as_array_mut().expect("a list").remove(0);
            value["predicate"]["passedTests"].as_array_mut().expect("a list").push(moved);
        },
        &format!("passedTests: {failed} does not belong there"),
    );
    certificate.is_refused(
        |value| value["predicate"]["passedTests"].as_array_mut().expect("a list").swap(0, 1),
        "passedTests: is not in the order of the suite",
    );
    certificate.is_refused(
        |value| extension(value)["deviations"] = json!([]),
        "jwt-bcp: the level is none, and its outcomes make it strict",
    );
    certificate.is_refused(
        |value| extension(value)["profiles"][0]["passed"] = json!(1),
        "jwt-bcp: its counts are not those of its outcomes",
    );
    certificate.is_refused(
        |value| extension(value)["profiles"][0]["known_failures"] = json!(0),
        "jwt-bcp: its bars, features or choices are not those of its outcomes",
    );
    certificate.is_refused(
        |value| extension(value)["deviations"][0]["case"] = json!("rfc7519/aud/string@oidc"),
        "deviations: rfc7519/aud/string@oidc is no case of its profiles",
    );
    certificate.is_refused(
        |value| {
            let deviations = extension(value)["deviations"].as_array_mut().expect("a list");
            deviations.push(deviations[0].clone());
        },
        "is there twice",
    );
    certificate.is_refused(
        |value| {
            let deviations = extension(value)["deviations"].as_array_mut().expect("a list");
            let accept = deviations.iter_mut().find(|found| found["outcome"] == "false-accept").expect("one");
            accept["outcome"] = json!("choice");
        },
        "its outcome is none that the case can have",
    );
    certificate.is_refused(
        |value| extension(value)["profiles"][0]["name"] = json!("no-such"),
        "profiles: there is no profile `no-such`",
    );
    certificate.is_refused(
        |value| {
            let profiles = extension(value)["profiles"].as_array_mut().expect("a list");
            profiles.push(profiles[0].clone());
        },
        "profiles: `jwt-bcp` is there twice",
    );
    certificate.is_refused(|value| extension(value)["profiles"] = json!([]), "profiles: there is none");
    certificate.is_refused(
        |value| value["subject"][0]["digest"]["sha256"] = json!("ABC"),
        "its sha256 is not 64 hexadecimal digits in lower case",
    );
    certificate.is_refused(|value| value["subject"][0]["digest"] = json!({}), "subject: has no digest");
    certificate.is_refused(|value| value["subject"] = json!([]), "subject: has 0, and has to have 1");
    certificate.is_refused(
        |value| value["predicate"]["configuration"][1]["uri"] = json!(""),
        "runner: has neither uri nor digest",
    );
    certificate.is_refused(
        |value| value["predicate"]["configuration"][0]["digest"]["sha256"] = json!("0".repeat(64)),
        "configuration: its suite is not the one of the outcomes",
    );
}

#[test]
fn what_is_no_certificate_or_about_another_suite_is_told_so() {
    let certificate = certify(&["reference", "--profile", "unconfigured"]);
    certificate.is_none(|value| extension(value)["suite"]["version"] = json!("0.9.0"), "is about suite 0.9.0 (sha256:");
    certificate.is_none(
        |value| extension(value)["suite"]["digest"] = json!("sha256:00"),
        "verify it with the program that has that suite",
    );
    certificate.is_none(|value| extension(value)["format"] = json!(2), "has format 2, and this program reads 1");
    certificate.is_none(|value| *extension(value) = Value::Null, "predicate.audiometer is missing");
    certificate.is_none(|value| value["_type"] = json!("https://in-toto.io/Statement/v0.1"), "_type is not");
    certificate.is_none(|value| value["predicateType"] = json!("x"), "predicateType is not");
    certificate.is_none(
        |value| *value = json!({"payloadType": "application/vnd.in-toto+json", "payload": "", "signatures": []}),
        "is an envelope around a certificate",
    );
    certificate.is_none(
        |value| extension(value)["deviations"] = json!([{"case": "a@b", "outcome": "fine", "answer": "accept"}]),
        "is no certificate: unknown variant `fine`",
    );
    fs::write(&certificate.path, "{").expect("written");
    let said = audiometer(&["verify", &certificate.path]);
    assert_eq!(said.code, 2);
    has(&said.err, &["is no JSON: EOF while parsing"]);
    let said = audiometer(&["verify", "no-such-file"]);
    assert_eq!(said.code, 2);
    has(&said.err, &["failed to read no-such-file"]);
}

#[test]
fn fields_that_nobody_knows_are_ignored_as_in_toto_demands() {
    let certificate = certify(&["reference", "--profile", "unconfigured"]);
    let said = certificate.edited(|value| {
        value["comment"] = json!("x");
        value["predicate"]["url"] = json!("https://ci.example/1");
        extension(value)["more"] = json!([1]);
    });
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn what_is_run_again_is_compared() {
    let certificate = certify(&["reference", "--profile", "jwt-bcp"]);
    let said = audiometer(&["verify", &certificate.path, "reference"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    has(&said.out, &["run again, with the same outcomes"]);
    let said = audiometer(&["verify", &certificate.path, "reference-lenient"]);
    assert_eq!(said.code, 1);
    has(&said.out, &["run again, and it is otherwise", "choice (reject) is certified, and it is choice (accept) now"]);
    let said = audiometer(&["verify", &certificate.path, "jsonwebtoken"]);
    assert_eq!(said.code, 1);
    has(
        &said.out,
        &[
            "implementation:",
            "subject: pkg:cargo/audiometer@",
            "digest of the subject: sha256:",
            "jwt-bcp: level: strict is certified, and it is none now",
            "cases more",
        ],
    );
}

#[test]
fn a_campaign_of_too_few_cases_does_not_make_it_hardened() {
    let small = certify(&["reference", "--profile", "jwt-bcp", "--level", "hardened", "--campaign", "2000"]);
    assert_eq!(small.said.code, 1, "{}", small.said.err);
    has(&small.said.err, &["not hardened: a campaign of 2,000 cases", "hardened: reached by 0 of 1 profile"]);
    fits_the_schema(&small.value);
    let campaign = json!({"cases": 2000, "seed": 1, "findings": 0});
    assert_eq!(small.value["predicate"]["audiometer"]["profiles"][0]["campaign"], campaign);
    // One of a hundred thousand is put by `./check certificates`.
    let said = audiometer(&["verify", &small.path, "--level", "strict"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn what_cannot_be_written_or_dated_is_told_before_anything_runs() {
    let said = audiometer(&["certify", "reference", "--output", "no-such-folder/x.json"]);
    assert_eq!(said.code, 2);
    has(&said.err, &["error: --output: failed to write no-such-folder/x.json"]);
    let said = audiometer(&["certify", "reference", "--output", "src"]);
    assert_eq!(said.code, 2);
    has(&said.err, &["error: --output: src is a folder"]);
    for epoch in ["never", "253402300800"] {
        let said = at(&["certify", "reference"], epoch);
        assert_eq!(said.code, 2);
        has(&said.err, &["SOURCE_DATE_EPOCH: is no number of seconds since 1970"]);
    }
    let said = audiometer(&["certify", "reference", "--level", "best"]);
    assert_eq!(said.code, 2);
    has(&said.err, &["there are none, core, strict, and hardened"]);
    let said = audiometer(&["certify", "--", "false"]);
    assert_eq!(said.code, 3);
    has(&said.err, &["error: the adapter of `adapter` is broken: before its reply to start"]);
}

//! Does the loader refuse what is wrong, and say where?

use audiometer::{Suite, Topic};
use std::fs;
use std::path::PathBuf;

const VECTOR: &str = r#"{
  "id": "t/v/wrong", "comment": "a number names nobody", "clauses": ["RFC7519-4.1.3-b"], "claims": "{\"aud\":1}",
  "recipient": {"identifiers": ["me"]}, "expect": {"jwt-core": "reject"}, "reasons": ["aud-malformed", "aud-mismatch"],
  "importance": "high", "flags": ["WrongType"], "twin": "t/v/right", "since": "1.0.0"
}"#;

const TWIN: &str = r#"{
  "id": "t/v/right", "comment": "a string names me", "clauses": ["RFC7519-4.1.3-a"], "claims": "{\"aud\":\"me\"}",
  "recipient": {"identifiers": ["me"]}, "expect": {"jwt-core": "accept"}, "importance": "low", "flags": ["WrongType"], "since": "1.0.0"
}"#;

fn file(vectors: &[&str]) -> String {
    format!(r#"{{"topic": "t/v", "about": "a topic", "vectors": [{}]}}"#, vectors.join(","))
}

/// What is wrong with the vector after one edit.
fn problems(from: &str, to: &str) -> Vec<String> {
    assert!(VECTOR.contains(from), "{from}");
    let (_, problems) = Topic::read("t/v.json", &file(&[&VECTOR.replacen(from, to, 1)]));
    problems.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn refused(from: &str, to: &str, text: &str) {
    let problems = problems(from, to);
    assert!(problems.iter().any(|problem| problem.contains(text)), "{text} is not in {problems:#?}");
}

#[test]
fn a_vector_in_order_is_read() {
    assert_eq!(problems("a number", "a number"), Vec::<String>::new());
}

#[test]
fn unknown_and_repeated_fields_are_refused() {
    refused(r#""since""#, r#""sinse""#, "t/v.json: `t/v/wrong`: unknown field `sinse`");
    refused(r#""since""#, r#""importance": "low", "since""#, "duplicate field `importance`");
    refused(r#""identifiers""#, r#""names": [], "identifiers""#, "unknown field `names`");
    refused(
        r#"{"jwt-core": "reject"}"#,
        r#"{"jwt-core": "reject", "jwt-core": "accept"}"#,
        "profile `jwt-core` given twice",
    );
    refused(r#""aud-mismatch""#, r#""aud-malformed""#, "reason `aud-malformed` given twice");
}

#[test]
fn names_that_do_not_exist_are_refused() {
    refused("RFC7519-4.1.3-b", "RFC7519-4.1.3-z", "clauses: unknown clause `RFC7519-4.1.3-z`");
    refused(r#"{"jwt-core": "reject"}"#, r#"{"jwt-kore": "reject"}"#, "expect: unknown profile `jwt-kore`");
    refused(r#""aud-mismatch""#, r#""aud-odd""#, "unknown reason `aud-odd`");
    refused(r#""high""#, r#""huge""#, "unknown variant `huge`");
    refused(r#""jwt-core": "reject""#, r#""jwt-core": "maybe""#, "invalid value: string \"maybe\"");
    refused(
        r#""jwt-core": "reject""#,
        r#""jwt-core": {"verdict": "either", "ambiguity": "AMB-99"}"#,
        "unknown ambiguity `AMB-99`",
    );
    refused(
        r#""jwt-core": "reject""#,
        r#""jwt-core": {"verdict": "reject"}"#,
        "an object is either a reject with strength",
    );
}

#[test]
fn ids_and_comments_have_their_form() {
    refused("t/v/wrong", "t/w/wrong", "id: is not `t/v/` and a fact in kebab case");
    refused("t/v/wrong", "t/v/Wrong", "id: is not `t/v/` and a fact in kebab case");
    refused("t/v/wrong", "t/v/-wrong", "id: is not `t/v/` and a fact in kebab case");
    refused("a number names nobody", "it Should, be rejected", "comment: says \"should\"");
    refused("a number names nobody", &"long ".repeat(20), "comment: has 100 characters");
}

#[test]
fn a_verdict_that_the_judgement_does_not_share_is_refused() {
    refused(
        r#""jwt-core": "reject""#,
        r#""jwt-core": "accept""#,
        "expect: under `jwt-core` it says accept, and the judgement says reject",
    );
    refused(
        r#"["aud-malformed", "aud-mismatch"]"#,
        r#"["aud-malformed", "aud-shape"]"#,
        "reasons: the judgement also gives aud-mismatch",
    );
    refused(
        r#"["aud-malformed", "aud-mismatch"]"#,
        r#"["aud-malformed", "aud-mismatch", "aud-shape"]"#,
        "the judgement does not give aud-shape",
    );
}

#[test]
fn claims_header_twin_and_recipient_are_checked() {
    refused(
        r#""claims": "{\"aud\":1}""#,
        r#""claims_base64url": "e30""#,
        "claims_base64url: is UTF-8, which belongs into `claims`",
    );
    refused(r#""claims": "{\"aud\":1}""#, r#""claims_base64url": "e30=""#, "claims_base64url: no base64url");
    refused(r#""claims": "{\"aud\":1}","#, "", "claims: one of `claims` and `claims_base64url` is given");
    refused(r#""recipient""#, r#""header": "[]", "recipient""#, "header: is no JSON object");
    refused(r#""twin": "t/v/right","#, "", "twin: a rejected vector names its accepted twin");
    refused(
        r#""recipient""#,
        r#""header": "{\"alg\":\"none\"}", "recipient""#,
        "header: has `alg`, which minting sets",
    );
    refused(
        r#"["me"]"#,
        "[]",
        "expect: a recipient without identifiers stands under `unconfigured`, not under `jwt-core`",
    );
    refused(r#"["WrongType"]"#, "[]", "flags: names none");
    refused(r#"["WrongType"]"#, r#"["WrongType", "WrongType"]"#, "flags: `WrongType` given twice");
    refused(
        r#""since""#,
        r#""links": ["http://x"], "since""#,
        "links: `http://x` is no address that begins with https://",
    );
    refused(
        r#"{"jwt-core": "reject"}"#,
        r#"{"unconfigured": "reject"}"#,
        "expect: `unconfigured` is for a recipient without identifiers",
    );
    refused(r#"{"jwt-core": "reject"}"#, r#"{"oidc": "reject"}"#, "recipient: has no client_id");
}

#[test]
fn a_file_that_is_no_topic_is_refused() {
    let read = |file: &str, text: &str| Topic::read(file, text).1.first().map(ToString::to_string).unwrap_or_default();
    assert!(read("t/v.json", "{").starts_with("t/v.json: EOF while parsing"));
    assert!(read("t/w.json", &file(&[VECTOR])).starts_with("t/w.json: topic: `t/v` is not the path of the file"));
    assert!(read("t/v.json", &file(&["7"])).starts_with("t/v.json: `vector 1`: invalid type: integer `7`"));
}

/// A suite in a folder of its own, removed when done with.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, vectors: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("audiometer-loader-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("t")).expect("a folder");
        fs::write(
            folder.join("ledger.json"),
            r#"{"version": "9.0.0", "renamed": {}, "retired": {"t/v/gone": "it was wrong"}}"#,
        )
        .expect("written");
        fs::write(
            folder.join("flags.json"),
            r#"{"WrongType": {"bugType": "BASIC", "description": "d", "effect": "e"}}"#,
        )
        .expect("written");
        fs::write(folder.join("t/v.json"), file(vectors)).expect("written");
        Self(folder)
    }

    fn problems(&self) -> Vec<String> {
        Suite::load(&self.0).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _leftovers_are_harmless = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn vectors_are_held_against_each_other() {
    assert_eq!(Folder::new("fine", &[VECTOR, TWIN]).problems(), Vec::<String>::new());
    let only = |name: &str, vectors: &[&str]| Folder::new(name, vectors).problems().join("\n");
    assert_eq!(only("alone", &[VECTOR]), "t/v.json: `t/v/wrong`: twin: `t/v/right` does not exist, or is not in order");
    assert!(only("twice", &[VECTOR, VECTOR, TWIN]).contains("t/v.json: `t/v/wrong`: id: is given to two vectors"));
    assert!(only("gone", &[&TWIN.replace("t/v/right", "t/v/gone")]).contains("id: stands in ledger.json as gone"));
    assert!(
        only("same", &[TWIN, &TWIN.replace("t/v/right", "t/v/again")]).contains("claims: asks what `t/v/right` asks")
    );
    assert!(only("flag", &[&TWIN.replace("WrongType", "Odd")]).contains("flags: unknown flag `Odd`"));
    assert!(only("late", &[&TWIN.replace("1.0.0", "9.0.1")]).contains("since: `9.0.1` is no version up to 9.0.0"));
    assert!(
        only("far", &[&VECTOR.replace("[\"me\"]", "[\"you\"]"), TWIN])
            .contains("twin: `t/v/right` differs in 2 of claims, header and recipient")
    );
    assert!(
        only("mute", &[&VECTOR.replace("jwt-core", "jwt-bcp"), TWIN])
            .contains("twin: `t/v/right` has no verdict under `jwt-bcp`")
    );
}

//! How does the suite look in other people's formats?

use crate::manifest::digest;
use crate::mint::Mint;
use audiometer::{Decision, Profile, Suite, Vector};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Map, Value, json};

/// Everything in one object: version, digest, keys, profiles, clauses, flags, vectors.
pub(crate) fn json(suite: &Suite, mint: &Mint) -> String {
    let mut whole = head(suite, mint);
    whole["clauses"] = to_value(audiometer::Clause::all());
    whole["flags"] = to_value(&suite.flags);
    whole["ambiguities"] =
        audiometer::Ambiguity::ALL.into_iter().map(|ambiguity| to_value(ambiguity.question())).collect();
    whole["vectors"] = suite.vectors().map(|vector| self::vector(vector, mint)).collect();
    format!("{whole:#}\n")
}

/// A header line, then a vector a line.
pub(crate) fn jsonl(suite: &Suite, mint: &Mint) -> String {
    let mut out = format!("{}\n", head(suite, mint));
    for vector in suite.vectors() {
        out.push_str(&format!("{}\n", self::vector(vector, mint)));
    }
    out
}

fn head(suite: &Suite, mint: &Mint) -> Value {
    let profiles: Vec<Value> = Profile::all()
        .iter()
        .map(|profile| {
            json!({
                "name": profile.name, "title": profile.title, "sources": profile.sources, "presence": profile.presence,
                "shape": profile.shape, "extras": profile.extras, "azp": profile.azp, "unconfigured": profile.unconfigured,
            })
        })
        .collect();
    json!({"suite": "audiometer", "version": suite.version, "digest": digest(suite), "count": suite.count(), "key": mint.jwk(), "profiles": profiles})
}

/// A vector as its file has it, with a token of this mint.
fn vector(vector: &Vector, mint: &Mint) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), json!(vector.id));
    out.insert("comment".into(), json!(vector.comment));
    out.insert("clauses".into(), json!(vector.clauses));
    match str::from_utf8(&vector.claims) {
        Ok(text) => out.insert("claims".into(), json!(text)),
        Err(_) => out.insert("claims_base64url".into(), json!(BASE64URL.encode(&vector.claims))),
    };
    if let Some(header) = &vector.header {
        out.insert("header".into(), json!(header));
    }
    out.insert("recipient".into(), to_value(&vector.recipient));
    let expect: Map<String, Value> =
        vector.expect.iter().map(|(profile, expected)| (profile.name.clone(), to_value(expected))).collect();
    out.insert("expect".into(), Value::Object(expect));
    if !vector.reasons.is_empty() {
        out.insert("reasons".into(), to_value(&vector.reasons));
    }
    out.insert("importance".into(), to_value(&vector.importance));
    out.insert("flags".into(), json!(vector.flags));
    if let Some(twin) = &vector.twin {
        out.insert("twin".into(), json!(twin));
    }
    if let Some(reason) = &vector.control {
        out.insert("control".into(), json!(reason));
    }
    if !vector.links.is_empty() {
        out.insert("links".into(), json!(vector.links));
    }
    out.insert("since".into(), json!(vector.since));
    out.insert("token".into(), json!(mint.token(vector)));
    Value::Object(out)
}

/// Wycheproof v1 files, one a profile, so that `acceptable` stands only where the texts leave both open, and their schema:
/// file name and text. A test group has one recipient.
pub(crate) fn wycheproof(suite: &Suite, mint: &Mint) -> Vec<(String, String)> {
    let file = |profile: &'static Profile| {
        (format!("jwt_audience_{}_test.json", profile.name.replace('-', "_")), group_file(suite, mint, profile))
    };
    let schema = ("jwt_audience_schema_v1.json".to_owned(), include_str!("../../wycheproof.schema.json").to_owned());
    Profile::all().iter().map(file).chain([schema]).collect()
}

fn group_file(suite: &Suite, mint: &Mint, profile: &'static Profile) -> String {
    let mut groups: Vec<(&audiometer::Recipient, Vec<Value>)> = Vec::new();
    let mut flags: Vec<&str> = Vec::new();
    let mut total = 0;
    for entry in suite.entries().filter(|entry| entry.profile == profile) {
        total += 1;
        let result = match entry.expected.decision() {
            Decision::Accept => "valid",
            Decision::Reject => "invalid",
            Decision::Either => "acceptable",
        };
        let vector = entry.vector;
        flags.extend(vector.flags.iter().map(String::as_str));
        let comment = format!("{}: {}", vector.id, vector.comment);
        let test = json!({"tcId": total, "comment": comment, "jws": mint.token(vector), "result": result, "flags": vector.flags});
        match groups.iter_mut().find(|(recipient, _)| **recipient == vector.recipient) {
            Some((_, tests)) => tests.push(test),
            None => groups.push((&vector.recipient, vec![test])),
        }
    }
    flags.sort_unstable();
    flags.dedup();
    let notes: Map<String, Value> =
        flags.into_iter().map(|flag| (flag.to_owned(), suite.flags.get(flag).map_or(Value::Null, to_value))).collect();
    let source = json!({"name": "audiometer", "version": suite.version});
    let groups: Vec<Value> = groups
        .into_iter()
        .map(|(recipient, tests)| {
            let policy = serde_json::to_value(profile.policy(recipient)).expect("plain data serializes");
            let key = if mint.is_symmetric() { "private" } else { "public" };
            json!({"type": "JwtAudience", "source": source, key: mint.jwk(), "policy": policy, "tests": tests})
        })
        .collect();
    let file = json!({
        "algorithm": "JWT",
        "schema": "jwt_audience_schema_v1.json",
        "numberOfTests": total,
        "header": [format!("{}: {}", profile.name, profile.title), "the recipient and the rules are in the policy of each group"],
        "notes": notes,
        "testGroups": groups,
    });
    format!("{file:#}\n")
}

fn to_value<T: serde::Serialize + ?Sized>(value: &T) -> Value {
    serde_json::to_value(value).expect("plain data serializes")
}

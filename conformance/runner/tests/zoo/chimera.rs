//! How can an adapter go wrong in every way at once? So that one small report shows everything that a report can show.

use crate::animals::{Asked, say, serve, start};
use audiometer::Feature;
use serde_json::{Value, json};
use std::collections::HashSet;

/// What each format has to keep from meaning anything.
const SCRAWL: &str = "\u{1b}[2J</td><script>alert(1)</script> ]]> **b** | ``code`` # SKIP [x](y) {0} \u{202e}\u{9b}31m\u{2028}\u{e9}\r\nnot ok 1";

/// Is the chimera: sound, but for some audiences.
pub(crate) fn live() {
    let mut start = start();
    start["implementation"] =
        json!({"name": "Chimera", "version": format!("1.0 {SCRAWL}"), "language": "Rust", "runtime": SCRAWL});
    start["notes"] = SCRAWL.into();
    let features = Feature::ALL.iter().map(|feature| feature.name()).filter(|name| *name != "shape-string");
    start["features"] = features.collect();
    let mut asked_before = HashSet::new();
    serve(&start, |asked| {
        let first = asked_before.insert(format!("{} {}", asked.claims, asked.message["policy"]));
        say(&reply(asked, first));
    });
}

fn reply(asked: &Asked, first: bool) -> Value {
    let decided = asked.says("accept") || asked.says("reject");
    if !decided || asked.reply["reason"] == "signature" {
        return asked.reply.clone();
    }
    let aud = asked.aud();
    let accepted = || asked.but("verdict", "accept");
    let with = |mut reply: Value| {
        reply["seq"] = asked.reply["seq"].clone();
        reply
    };
    let refused = || with(json!({"verdict": "reject", "error": SCRAWL}));
    match &aud {
        // false accepts: a known one, two new ones, and one against a SHOULD
        Value::Number(number) if number.as_u64() == Some(123) => accepted(),
        Value::Bool(true) => accepted(),
        Value::String(aud)
            if aud == "https://billing.example.com" && asked.message["policy"]["presence"] == "optional" =>
        {
            accepted()
        }
        Value::Array(_) if asked.claims.contains("other-client") => accepted(),
        // false rejects; the second is a twin, and makes its vector vacuous
        aud if **aud == json!(["https://api.example.com", "https://billing.example.com"]) => refused(),
        Value::String(aud) if aud == "100" => refused(),
        Value::Null if asked.claims.contains("\"aud\":null") => with(json!({"verdict": "fault", "error": SCRAWL})),
        Value::Bool(false) if first => accepted(),
        Value::Bool(false) => refused(),
        Value::Array(audiences) if audiences.is_empty() => with(json!({"verdict": "reject", "reason": "azp-missing"})),
        Value::Array(audiences) if audiences[0].is_array() => {
            with(json!({"verdict": "unsupported", "feature": "<b>nested</b> | arrays"}))
        }
        _ => asked.reply.clone(),
    }
}

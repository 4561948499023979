//! What does a fuzzer begin with? Texts made of the suite, a folder for each fuzz target that reads texts.

use audiometer::{Feature, Reason, Suite, Topic, Vector, format};
use serde_json::{Value, json};

/// A file: its name, and what stands in it.
type Seed = (String, Vec<u8>);

/// By target, the seeds. The targets that read claims have the same ones.
pub(crate) fn seeds(suite: &Suite) -> Vec<(&'static str, Vec<Seed>)> {
    let each = |text: &dyn Fn(&Vector) -> Vec<u8>| -> Vec<Seed> {
        suite.vectors().map(|vector| (file(&vector.id), text(vector))).collect()
    };
    let claims = each(&|vector| vector.claims.clone());
    vec![
        ("jsonwebtoken", claims.clone()),
        ("scanner", claims.clone()),
        ("transliteration", claims.clone()),
        ("claims", claims),
        ("tokens", each(&|vector| vector.token.clone().into_bytes())),
        ("vectors", vectors(suite)),
        ("expectations", expectations(suite)),
        ("replies", replies(suite)),
    ]
}

/// Each vector in a file of its own: a whole topic is longer than what a fuzzer changes well.
fn vectors(suite: &Suite) -> Vec<Seed> {
    let alone = |topic: &Topic, vector: &Vector| Topic {
        topic: topic.topic.clone(),
        about: topic.about.clone(),
        vectors: vec![vector.clone()],
    };
    let of = |topic: &Topic| -> Vec<Seed> {
        let written = |vector| format::write(&alone(topic, vector)).into_bytes();
        topic.vectors.iter().map(|vector| (file(&vector.id), written(vector))).collect()
    };
    suite.topics.iter().flat_map(of).collect()
}

/// For each topic a file that knows its first vector, a case of it, and the topic as a whole, for some days and versions.
fn expectations(suite: &Suite) -> Vec<Seed> {
    let text = |at: usize, topic: &Topic| {
        let observed = ["accept", "reject", "fault", "unstable"][at % 4];
        let id = topic.vectors.first().map_or("", |vector| &vector.id);
        let case = topic.vectors.last().and_then(|vector| Some((&vector.id, vector.expect.first()?)));
        let case = case.map_or_else(String::new, |(id, (profile, _))| format!("{id}@{}", profile.name));
        format!(
            "[[known-failure]]\nobserved = \"{observed}\"\nreason = {}\nlink = \"https://example.com/{at}\"\n\
             documented = {}\nsince = 2026-01-{:02}\nexpires = 2026-{:02}-01\nversions = \">={}.0, <{}\"\ncases = [\n  \"{id}\",\n  \"{case}\",\n  \"{}/*\",\n]\n",
            Value::from(&*topic.about), // a string of JSON is one of TOML
            at.is_multiple_of(2),
            at % 28 + 1,
            at % 6 + 5,
            at % 2,
            at % 2 + 2,
            topic.topic
        )
    };
    let texts = suite.topics.iter().enumerate();
    texts.map(|(at, topic)| (file(&topic.topic), text(at, topic).into_bytes())).collect()
}

/// What an adapter says of itself, every verdict, and the `aud` of each vector, decoded.
fn replies(suite: &Suite) -> Vec<Seed> {
    let features: Vec<&str> = Feature::ALL.iter().map(|feature| feature.name()).collect();
    let mut lines = vec![
        json!({
            "seq": 0, "protocol": 1, "implementation": {"name": "n", "version": "1", "language": "l", "runtime": "r"},
            "kind": "decoder", "algorithms": ["HS256"], "features": features, "profiles": ["oidc"], "window": 8,
            "lifetime": "fresh", "notes": "t",
        }),
        json!({"seq": 0, "error": "no"}),
        json!({"seq": 1, "verdict": "accept"}),
        json!({"seq": 1, "verdict": "fault", "error": "no"}),
        json!({"seq": 1, "verdict": "decoded"}),
    ];
    lines.extend(
        Reason::ALL.iter().map(|reason| json!({"seq": 1, "verdict": "reject", "reason": reason, "error": "no"})),
    );
    lines.extend(features.iter().map(|feature| json!({"seq": 1, "verdict": "unsupported", "feature": feature})));
    for vector in suite.vectors() {
        if let Ok(Value::Object(mut claims)) = serde_json::from_slice(&vector.claims)
            && let Some(aud) = claims.remove("aud")
        {
            lines.push(json!({"seq": 1, "verdict": "decoded", "aud": aud}));
        }
    }
    lines.into_iter().enumerate().map(|(at, line)| (format!("{at}"), line.to_string().into_bytes())).collect()
}

/// A file name made of an id.
fn file(id: &str) -> String {
    id.replace('/', ".")
}

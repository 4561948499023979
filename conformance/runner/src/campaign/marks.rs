//! What tells one case from another? Marks: what a case holds that a mistake could be about.
//!
//! A case that fails in the same way and has all the marks of one that was shrunk counts to the same finding.

use super::draft::Draft;
use audiometer::claims::{self, Claims, List, Malformed, Text, Value};
use audiometer::seeds::NEAR_MISSES;
use audiometer::{Azp, Extras, ISSUER, Recipient};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// The marks of a case, each a few words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(crate) struct Marks(BTreeSet<String>);

impl Marks {
    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// How many marks only one of the two has.
    pub(crate) fn distance(&self, other: &Self) -> usize {
        self.0.symmetric_difference(&other.0).count()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    fn put(&mut self, mark: impl Into<String>) {
        self.0.insert(mark.into());
    }
}

/// The marks of a case.
pub(crate) fn of(draft: &Draft) -> Marks {
    let mut marks = Marks::default();
    let recipient = &draft.recipient;
    match recipient.identifiers.len() {
        0 => marks.put("no identifier"),
        1 => {}
        _ => marks.put("several identifiers"),
    }
    for identifier in &recipient.identifiers {
        if let Some(kind) = awkward(identifier) {
            marks.put(format!("identifier {kind}"));
        }
    }
    if draft.header.is_some() {
        marks.put("header member");
    }
    match claims::read(&draft.claims) {
        Err(malformed) => marks.put(match malformed {
            Malformed::NotUtf8 { .. } => "no UTF-8".to_owned(),
            Malformed::NotAnObject => "no object".to_owned(),
            Malformed::Trailing { .. } => "text behind the object".to_owned(),
            Malformed::Syntax { expected, .. } => format!("no JSON: {expected} is not there"),
        }),
        Ok(claims) => read(draft, &claims, &mut marks),
    }
    marks
}

fn read(draft: &Draft, claims: &Claims<'_>, marks: &mut Marks) {
    let recipient = &draft.recipient;
    let odd = &claims.oddities;
    for (found, mark) in [
        (odd.byte_order_mark, "byte order mark"),
        (odd.lone_surrogate, "half a surrogate pair"),
        (odd.deep, "deep nesting"),
        (odd.huge_number, "huge number"),
        (odd.repeated_nested.is_some(), "name given twice inside"),
    ] {
        if found {
            marks.put(mark);
        }
    }
    if let Some(name) = odd.repeated_claim {
        let known = ["aud", "azp", "iss"].into_iter().find(|known| name.is(known)).unwrap_or("claim");
        marks.put(format!("{known} given twice"));
    }
    let mut relations = Relations::new(recipient);
    match claims.aud {
        None => marks.put("aud absent"),
        Some(Value::Text(text)) => {
            marks.put("aud a string");
            marks.put(format!("audience {}", relations.of(text)));
        }
        Some(Value::List(list)) => self::list(list, draft, &mut relations, marks),
        Some(other) => marks.put(format!("aud {}", kind(other))),
    }
    if draft.profile.azp != Azp::Ignored {
        match claims.azp {
            None => {}
            Some(Value::Text(text)) if recipient.client_id.as_deref().is_some_and(|client| text.is(client)) => {
                marks.put("azp the client")
            }
            Some(Value::Text(text)) if recipient.identifiers.iter().any(|own| text.is(own)) => {
                marks.put("azp an identifier")
            }
            Some(Value::Text(_)) => marks.put("azp another"),
            Some(other) => marks.put(format!("azp {}", kind(other))),
        }
    }
    match (claims.iss, &recipient.issuer) {
        (None, _) => marks.put("iss absent"),
        (Some(Value::Text(iss)), Some(issuer)) if iss.is(issuer) => marks.put("issuer named"),
        (Some(Value::Text(iss)), None) if iss.is(ISSUER) => {}
        (Some(Value::Text(_)), _) => marks.put("iss another"),
        (Some(other), _) => marks.put(format!("iss {}", kind(other))),
    }
    if recipient.issuer.is_some() {
        marks.put("issuer named");
    }
    writing(&draft.claims, marks);
    others(draft, claims, marks);
}

fn list(list: List<'_>, draft: &Draft, relations: &mut Relations<'_>, marks: &mut Marks) {
    marks.put("aud a list");
    let mut count = 0;
    for item in list.iter() {
        count += 1;
        match item {
            Value::Text(text) => {
                let relation = relations.of(text);
                // Where others are allowed anyway, one more means nothing.
                if !(count > 1 && relation == "another" && draft.profile.extras == Extras::Allowed) {
                    marks.put(format!("audience {relation}"));
                }
            }
            other => marks.put(format!("{} in the list", kind(other))),
        }
    }
    match count {
        0 => marks.put("empty list"),
        1 => {}
        2..=8 => marks.put("list of several"),
        _ => marks.put("long list"),
    }
}

fn kind(value: Value<'_>) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean => "a boolean",
        Value::Number => "a number",
        Value::Text(_) => "a string",
        Value::List(_) => "a list",
        Value::Object => "an object",
    }
}

/// What an audience can be to a recipient, found without comparing it with each near miss anew.
struct Relations<'d> {
    recipient: &'d Recipient,
    near: Option<HashMap<String, &'static str>>,
}

/// Of how many identifiers the near misses are known.
const WITH_NEAR_MISSES: usize = 4;

impl<'d> Relations<'d> {
    fn new(recipient: &'d Recipient) -> Self {
        Self { recipient, near: None }
    }

    /// Its own, trusted, empty, a near miss by some fault, another.
    fn of(&mut self, text: Text<'_>) -> String {
        let recipient = self.recipient;
        if recipient.identifiers.iter().any(|own| text.is(own)) {
            return "own".to_owned();
        }
        if text.has_lone_surrogate() {
            return "with half a surrogate pair".to_owned();
        }
        let text = text.lossy();
        if text.is_empty() {
            return "empty".to_owned();
        }
        let near = self.near.get_or_insert_with(|| {
            let mut near = HashMap::new();
            for own in recipient.identifiers.iter().take(WITH_NEAR_MISSES) {
                for seed in NEAR_MISSES {
                    near.entry((seed.make)(own)).or_insert(seed.fault);
                }
            }
            near
        });
        if let Some(fault) = near.get(&*text) {
            return format!("missed by: {fault}");
        }
        for own in recipient.identifiers.iter().filter(|own| !own.is_empty()) {
            if text.contains(own.as_str()) {
                return "with an identifier inside".to_owned();
            }
            if own.contains(&*text) {
                return "inside an identifier".to_owned();
            }
        }
        if recipient.identifiers.is_empty() {
            return "another".to_owned();
        }
        if recipient.trusted.iter().any(|trusted| *trusted == text) {
            return "trusted".to_owned();
        }
        match recipient.client_id.as_deref() {
            Some(client) if client == text => "the client id".to_owned(),
            _ => "another".to_owned(),
        }
    }
}

/// What an identifier has that a comparison could stumble over.
fn awkward(identifier: &str) -> Option<&'static str> {
    match identifier {
        "" => Some("empty"),
        long if long.len() > 255 => Some("long"),
        text if text.chars().any(char::is_control) => Some("with a control character"),
        text if !text.is_ascii() => Some("not ASCII"),
        text if text.contains([' ', ',', '*', '"', '\\', '?', '#']) => Some("with punctuation"),
        text if text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) => Some("like a number"),
        "true" | "false" | "null" => Some("like a literal"),
        _ => None,
    }
}

/// How it is put on paper: escapes, white space, size.
fn writing(claims: &[u8], marks: &mut Marks) {
    let (mut inside, mut escaped) = (false, false);
    for &byte in claims {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => {
                escaped = true;
                marks.put("escapes");
            }
            b'"' => inside = !inside,
            b' ' | b'\t' | b'\n' | b'\r' if !inside => marks.put("white space"),
            _ => {}
        }
    }
    if claims.len() > 8_192 {
        marks.put("large");
    }
}

/// Claims with other names, as far as somebody could take them for `aud`.
fn others(draft: &Draft, claims: &Claims<'_>, marks: &mut Marks) {
    use super::tree::{self, Kind};
    let Some(tree) = tree::read(&draft.claims) else { return };
    let Kind::Object(members) = &tree.kind else { return };
    for member in members {
        let name: String = serde_json::from_slice(&draft.claims[member.name.clone()]).unwrap_or_default();
        match name.as_str() {
            "aud" | "iss" | "sub" | "iat" | "exp" => {}
            "azp" if claims.azp.is_some() => {}
            name if name.to_lowercase().contains("aud") => marks.put("a name like aud"),
            name if name.starts_with("__")
                || ["constructor", "toString", "prototype", "hasOwnProperty"].contains(&name) =>
            {
                marks.put("a name that means something to a language");
            }
            _ => marks.put("other claims"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::{Profile, Recipient};

    fn marks(claims: &str) -> Vec<String> {
        let profile = Profile::named("jwt-bcp").expect("there is one");
        let draft = Draft { claims: claims.into(), header: None, recipient: Recipient::named("me"), profile };
        of(&draft).iter().map(str::to_owned).collect()
    }

    #[test]
    fn marks_say_what_a_mistake_could_be_about() {
        let iss = format!(r#""iss":"{ISSUER}""#);
        assert_eq!(marks(&format!(r#"{{{iss},"aud":"me"}}"#)), ["aud a string", "audience own"]);
        assert_eq!(
            marks(&format!(r#"{{{iss},"aud":["ME",null]}}"#)),
            [
                "aud a list",
                "audience missed by: letters compared without regard to case",
                "list of several",
                "null in the list"
            ]
        );
        assert_eq!(
            marks(&format!(r#"{{{iss},"aud":{{}},"AUD":1,"\u0061ud":null}}"#)),
            ["a name like aud", "aud given twice", "aud null", "escapes"]
        );
        assert_eq!(marks("{}x"), ["text behind the object"]);
    }
}

//! How is a case told to a person? Plain text, with everything foreign made harmless.

use crate::clause::Clause;
use crate::judge::judge;
use crate::policy::{Azp, Extras, Policy, Presence, Shape};
use crate::report::Record;
use crate::validator::Answer;
use crate::verdict::Verdict;

/// How many characters of a claims set or of a validator's words are shown.
const SHOWN: usize = 400;

/// A failing case in a few lines: id, comment, claims, policy, answer, what is right, and the sentence.
pub fn failure(record: &Record<'_>) -> String {
    let vector = record.entry.vector;
    let policy = vector.policy(record.entry.profile);
    let right = judge(&vector.claims, &policy);
    format!(
        "{}\n  {}\n  claims  {}\n  policy  {}\n  answer  {}\n  right   {}\n  by      {}\n",
        record.entry.id(),
        vector.comment,
        claims(&vector.claims),
        self::policy(&policy),
        answer(&record.answer),
        verdict(&right),
        grounds(&right),
    )
}

/// A claims set on one line: printable ASCII as it is, everything else escaped, long ones cut.
pub fn claims(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) => harmless(text, SHOWN),
        Err(_) => format!("{} ({} bytes, no UTF-8)", harmless(&String::from_utf8_lossy(bytes), SHOWN), bytes.len()),
    }
}

/// Foreign text on one line: printable ASCII as it is, everything else as an escape, and no longer than `most` characters.
pub fn harmless(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == most {
            out.push_str(&format!("... ({} characters)", text.chars().count()));
            break;
        }
        match c {
            ' '..='~' => out.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out
}

/// A policy in words, such as `I am "me"; aud is required; other audiences are allowed`.
pub fn policy(policy: &Policy) -> String {
    let list = |values: &[String]| {
        let quoted: Vec<String> = values.iter().take(4).map(|value| format!("\"{}\"", harmless(value, 80))).collect();
        let more = values.len().saturating_sub(4);
        if more > 0 { format!("{} and {more} more", quoted.join(", ")) } else { quoted.join(" or ") }
    };
    let client = || policy.client_id.as_deref().map_or("nobody".to_owned(), |id| format!("\"{}\"", harmless(id, 80)));
    let mut words = vec![match policy.identifiers.as_slice() {
        [] => "I have no identifier".to_owned(),
        identifiers => format!("I am {}", list(identifiers)),
    }];
    words.push(match policy.presence {
        Presence::Required => "aud is required".to_owned(),
        Presence::Optional => "aud is optional".to_owned(),
    });
    match policy.shape {
        Shape::Any => {}
        Shape::String => words.push("aud is a string, not a list".to_owned()),
    }
    words.push(match policy.extras {
        Extras::Allowed => "other audiences are allowed".to_owned(),
        Extras::Trusted if policy.trusted.as_slice().is_empty() => {
            "other audiences are allowed if trusted, and none is".to_owned()
        }
        Extras::Trusted => format!("other audiences are allowed if trusted: {}", list(policy.trusted.as_slice())),
        Extras::None => "no other audience is allowed".to_owned(),
    });
    match policy.azp {
        Azp::Ignored => {}
        Azp::Errata1 => words.push(format!("azp, where there or needed, names {} (SHOULD)", client())),
        Azp::Errata2 => words.push(format!("azp may be ignored, or compared with {}", client())),
        Azp::Strict => words.push(format!("azp, where there or needed, names {}", client())),
    }
    if let Some(issuer) = &policy.issuer {
        words.push(format!("iss is \"{}\"", harmless(issuer, 80)));
    }
    words.join("; ")
}

/// An answer in words, such as `reject: aud-mismatch (InvalidAudience)`.
pub fn answer(answer: &Answer) -> String {
    let words = |error: &str| if error.is_empty() { String::new() } else { format!(" ({})", harmless(error, SHOWN)) };
    match answer {
        Answer::Accept => "accept".to_owned(),
        Answer::Reject { reason: Some(reason), error } => format!("reject: {reason}{}", words(error)),
        Answer::Reject { reason: None, error } => format!("reject{}", words(error)),
        Answer::Unsupported { feature } => format!("unsupported: {}", harmless(feature, 80)),
        Answer::Fault { error } => format!("fault{}", words(error)),
    }
}

/// A verdict in short, such as `reject (must): aud-missing`.
pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Accept(_) => "accept".to_owned(),
        Verdict::Reject(rejection) => format!("reject ({}): {}", rejection.strength, rejection.reasons),
        Verdict::Either(ambiguity) => format!("either ({ambiguity}): a library may go both ways"),
    }
}

/// What a verdict rests on: the sentence and where it stands, or the open question.
pub fn grounds(verdict: &Verdict) -> String {
    let sentence = |clause: &Clause| format!("{}: {}", clause.title(), clause.cited());
    match verdict {
        Verdict::Accept(clause) => sentence(clause),
        Verdict::Reject(rejection) => sentence(rejection.clause),
        Verdict::Either(ambiguity) => ambiguity.question().question.clone(),
    }
}

//! `audiometer check`: is this token for me, and which sentence says so?

use super::profile;
use crate::args::CheckArgs;
use crate::exit::{Exit, Failure};
use crate::input::{Input, looks_like_a_token};
use crate::render::page::{BAD, GOOD, PLAIN, Page, WARN, styled};
use crate::write;
use audiometer::claims::{self, Value};
use audiometer::explain::{self, harmless};
use audiometer::{Profile, Recipient, Verdict, judge};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, crypto};
use std::fs;
use std::io::Read as _;
use std::path::Path;

/// The largest input that is read.
const MOST: u64 = 16 << 20;

/// What is known about the signature.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signature {
    None,
    NotChecked,
    Good(Algorithm),
    Bad(Algorithm),
}

pub(crate) fn execute(args: &CheckArgs) -> Result<Exit, Failure> {
    let profile = profile(&args.profile)?;
    let recipient = recipient(args, profile)?;
    let input = input(args.input.as_deref())?;
    let signature = signature(&input, args.key.as_deref())?;
    let claims = match &input {
        Input::Token { claims, .. } | Input::Claims(claims) => claims,
    };
    let verdict = judge(claims, &profile.policy(&recipient));
    let others: Vec<(&Profile, Verdict)> = Profile::all()
        .iter()
        .filter(|other| *other != profile && (!other.unconfigured || recipient.identifiers.is_empty()))
        .map(|other| (other, judge(claims, &other.policy(&recipient))))
        .collect();
    if args.json {
        write::out(&json(signature, claims, profile, &verdict, &others))?;
    } else {
        write::out(&human(&input, signature, claims, profile, &recipient, &verdict, &others))?;
    }
    let accepted = matches!(verdict, Verdict::Accept(_)) && !matches!(signature, Signature::Bad(_));
    Ok(if accepted { Exit::AsExpected } else { Exit::Unexpected })
}

fn recipient(args: &CheckArgs, profile: &Profile) -> Result<Recipient, Failure> {
    if args.identifiers.is_empty() && !profile.unconfigured {
        return Err(Failure::usage(
            "--me is missing: the identifier by which the recipient knows itself; `--profile unconfigured` is for a recipient that has none",
        ));
    }
    if !args.identifiers.is_empty() && profile.unconfigured {
        return Err(Failure::usage("--me: the profile `unconfigured` is for a recipient without identifiers"));
    }
    Ok(Recipient {
        identifiers: args.identifiers.clone(),
        client_id: args.client_id.clone().or_else(|| args.identifiers.first().cloned()),
        trusted: args.trusted.clone(),
        issuer: args.issuer.clone(),
    })
}

/// A token has two dots, claims start with a brace, anything else is a path; nothing or `-` is standard input.
fn input(given: Option<&str>) -> Result<Input, Failure> {
    let (bytes, source) = match given {
        None | Some("-") => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes);
            read.map_err(|error| Failure::usage(format!("failed to read standard input: {error}")))?;
            (bytes, "standard input".to_owned())
        }
        Some(text)
            if text.trim_start().starts_with('{') || (looks_like_a_token(text.trim()) && !Path::new(text).exists()) =>
        {
            (text.as_bytes().to_vec(), "the argument".to_owned())
        }
        Some(path) => {
            let mut bytes = Vec::new();
            let file = fs::File::open(path).map_err(|error| {
                Failure::usage(format!(
                    "failed to read {}: {error}; a token has two dots, a claims set starts with a brace",
                    harmless(path, 120)
                ))
            })?;
            file.take(MOST + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| Failure::usage(format!("failed to read {}: {error}", harmless(path, 120))))?;
            (bytes, harmless(path, 120))
        }
    };
    if bytes.len() as u64 > MOST {
        return Err(Failure::usage(format!("{source} is longer than {} MiB", MOST >> 20)));
    }
    if bytes.is_empty() {
        return Err(Failure::usage(format!("{source} is empty; a token or a claims set is expected")));
    }
    Input::read(bytes, &source).map_err(Failure::usage)
}

fn signature(input: &Input, key: Option<&Path>) -> Result<Signature, Failure> {
    let (Input::Token { header, message, signature, .. }, key) = (input, key) else {
        return match key {
            Some(_) => Err(Failure::usage("--key: a claims set has no signature to verify; give the whole token")),
            None => Ok(Signature::None),
        };
    };
    let Some(path) = key else { return Ok(Signature::NotChecked) };
    let named = |text: String| Failure::usage(format!("--key: {}: {text}", path.display()));
    #[derive(serde::Deserialize)]
    struct Header {
        alg: String,
    }
    let header: Header = serde_json::from_slice(header)
        .map_err(|error| Failure::usage(format!("failed to read the token's header: {error}")))?;
    let algorithm: Algorithm = header
        .alg
        .parse()
        .map_err(|_| named(format!("no key fits the token's alg `{}`", harmless(&header.alg, 40))))?;
    let bytes = fs::read(path).map_err(|error| named(error.to_string()))?;
    let key = decoding_key(&bytes, algorithm).map_err(named)?;
    let good = crypto::verify(signature, message.as_bytes(), &key, algorithm)
        .map_err(|error| named(format!("failed to verify with it: {error}")))?;
    Ok(if good { Signature::Good(algorithm) } else { Signature::Bad(algorithm) })
}

/// The key in a file, if it fits the algorithm. A PEM file is never taken for an HMAC secret.
fn decoding_key(bytes: &[u8], algorithm: Algorithm) -> Result<DecodingKey, String> {
    let family = algorithm.family();
    let misfit = |error: jsonwebtoken::errors::Error| format!("is no key that fits {algorithm:?}: {error}");
    if bytes.trim_ascii_start().starts_with(b"-----BEGIN") {
        return match family {
            AlgorithmFamily::Rsa => DecodingKey::from_rsa_pem(bytes).map_err(misfit),
            AlgorithmFamily::Ec => DecodingKey::from_ec_pem(bytes).map_err(misfit),
            AlgorithmFamily::Ed => DecodingKey::from_ed_pem(bytes).map_err(misfit),
            AlgorithmFamily::Hmac => {
                Err(format!("holds a PEM key, and the token's {algorithm:?} needs a shared secret"))
            }
        };
    }
    if let Ok(jwk) = serde_json::from_slice::<Jwk>(bytes) {
        let key = DecodingKey::from_jwk(&jwk).map_err(misfit)?;
        return if key.family() == family { Ok(key) } else { Err(format!("is no key that fits {algorithm:?}")) };
    }
    match family {
        AlgorithmFamily::Hmac => Ok(DecodingKey::from_secret(bytes.strip_suffix(b"\n").unwrap_or(bytes))),
        _ => Err(format!("holds neither PEM nor a JWK, one of which {algorithm:?} needs")),
    }
}

fn json(
    signature: Signature,
    claims: &[u8],
    profile: &Profile,
    verdict: &Verdict,
    others: &[(&Profile, Verdict)],
) -> String {
    let mut by_profile: serde_json::Map<String, serde_json::Value> = serde_json::Map::new();
    for (other, verdict) in others {
        by_profile.insert(other.name.clone(), serde_json::to_value(verdict).expect("plain data serializes"));
    }
    let (state, algorithm) = match signature {
        Signature::None => ("none", None),
        Signature::NotChecked => ("not-checked", None),
        Signature::Good(algorithm) => ("good", Some(format!("{algorithm:?}"))),
        Signature::Bad(algorithm) => ("bad", Some(format!("{algorithm:?}"))),
    };
    let out = serde_json::json!({
        "signature": {"state": state, "alg": algorithm},
        "claims": String::from_utf8_lossy(claims),
        "profile": profile.name,
        "judgement": verdict,
        "others": by_profile,
    });
    format!("{out:#}\n")
}

fn human(
    input: &Input,
    signature: Signature,
    claims: &[u8],
    profile: &'static Profile,
    recipient: &Recipient,
    verdict: &Verdict,
    others: &[(&Profile, Verdict)],
) -> String {
    let mut page = Page::new(write::width(), 9);
    match signature {
        Signature::None => page.field("signature", WARN, "NONE: a claims set has none, so who wrote it is not known"),
        Signature::NotChecked => {
            page.field("signature", WARN, "NOT CHECKED: without --key anybody may have written this token")
        }
        Signature::Good(algorithm) => page.field("signature", GOOD, &format!("good ({algorithm:?})")),
        Signature::Bad(algorithm) => {
            page.field("signature", BAD, &format!("BAD ({algorithm:?}): refuse the token, whatever stands in it"))
        }
    }
    if let Input::Token { header, .. } = input {
        page.field("header", PLAIN, &explain::claims(header));
    }
    page.field("claims", PLAIN, &explain::claims(claims));
    found(&mut page, claims, recipient);
    page.field("policy", PLAIN, &format!("{}: {}", profile.name, explain::policy(&profile.policy(recipient))));
    page.line("");
    decision(&mut page, verdict);
    page.line("\n  under the other profiles");
    for (other, verdict) in others {
        let (style, text) = brief(verdict);
        page.line(&format!("    {:<23} {}", other.name, styled(style, &text)));
    }
    page.line("\n  not judged: times such as exp, the header, and whether the issuer is trusted");
    page.into_text()
}

/// The three claims as found, and what is odd about the rest.
fn found(page: &mut Page, bytes: &[u8], recipient: &Recipient) {
    let claims = match claims::read(bytes) {
        Ok(claims) => claims,
        Err(error) => return page.field("found", WARN, &format!("no claims set: {error}")),
    };
    for (name, value) in [("aud", claims.aud), ("azp", claims.azp), ("iss", claims.iss)] {
        page.field(name, PLAIN, &value.map_or("absent".to_owned(), shown));
    }
    for (audience, identifier) in
        texts(claims.aud).iter().flat_map(|aud| recipient.identifiers.iter().map(move |identifier| (aud, identifier)))
    {
        if let Some(difference) = near(audience, identifier) {
            page.field(
                "note",
                WARN,
                &format!(
                    "\"{}\" is \"{}\" but for {difference}, and that is another audience",
                    harmless(audience, 80),
                    harmless(identifier, 80)
                ),
            );
        }
    }
    let odd = claims.oddities;
    let repeated = |name: Option<claims::Text<'_>>| {
        name.map(|name| format!("the name `{}` is given twice", harmless(&name.lossy(), 60)))
    };
    let notes = [
        odd.byte_order_mark.then(|| "a byte order mark stands before the text".to_owned()),
        odd.lone_surrogate.then(|| "a string holds half a surrogate pair".to_owned()),
        odd.deep.then(|| format!("objects and lists nest deeper than {} levels", claims::MAX_DEPTH)),
        odd.huge_number.then(|| "a number is larger than a double can hold".to_owned()),
        repeated(odd.repeated_claim),
        repeated(odd.repeated_nested).map(|text| format!("in a nested object {text}")),
    ];
    notes.into_iter().flatten().for_each(|note| page.field("odd", WARN, &note));
}

/// The first strings of a claim.
fn texts(value: Option<Value<'_>>) -> Vec<String> {
    match value {
        Some(Value::Text(text)) => vec![text.lossy().into_owned()],
        Some(Value::List(list)) => list
            .iter()
            .take(8)
            .flat_map(|element| if let Value::Text(text) = element { Some(text.lossy().into_owned()) } else { None })
            .collect(),
        _ => Vec::new(),
    }
}

/// In what two strings differ that people take for the same.
fn near(audience: &str, identifier: &str) -> Option<&'static str> {
    let host = |text: &str| text.split_once("://").map_or(text.to_owned(), |(_, rest)| rest.to_owned());
    if audience == identifier {
        None
    } else if audience.to_lowercase() == identifier.to_lowercase() {
        Some("capital letters")
    } else if audience.trim() == identifier.trim() {
        Some("white space")
    } else if audience.trim_end_matches('/') == identifier.trim_end_matches('/') {
        Some("a slash at the end")
    } else if host(audience) == host(identifier) {
        Some("the scheme")
    } else {
        None
    }
}

fn shown(value: Value<'_>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean => "true or false".to_owned(),
        Value::Number => "a number".to_owned(),
        Value::Object => "an object".to_owned(),
        Value::Text(text) => format!("\"{}\"", harmless(&text.lossy(), 200)),
        Value::List(list) => {
            let mut elements: Vec<String> = list
                .iter()
                .take(8)
                .map(|element| match element {
                    Value::List(_) => "a list".to_owned(),
                    other => shown(other),
                })
                .collect();
            let more = list.iter().count().saturating_sub(8);
            if more > 0 {
                elements.push(format!("and {more} more"));
            }
            if elements.is_empty() { "an empty list".to_owned() } else { format!("a list: {}", elements.join(", ")) }
        }
    }
}

fn decision(page: &mut Page, verdict: &Verdict) {
    let (style, text) = brief(verdict);
    page.field("verdict", style, &text);
    let clause = match verdict {
        Verdict::Accept(clause) => clause,
        Verdict::Reject(rejection) => {
            for reason in rejection.reasons.iter() {
                page.field("", PLAIN, &format!("{reason}: {}", reason.text()));
            }
            rejection.clause
        }
        Verdict::Either(ambiguity) => {
            let question = ambiguity.question();
            page.field("question", PLAIN, &question.question);
            page.field("accept", PLAIN, &question.accept);
            page.field("reject", PLAIN, &question.reject);
            return page.field("advice", PLAIN, &question.advice);
        }
    };
    page.field("sentence", PLAIN, &explain::grounds(verdict));
    page.field("", PLAIN, &clause.url);
}

fn brief(verdict: &Verdict) -> (anstyle::Style, String) {
    let style = match verdict {
        Verdict::Accept(_) => GOOD,
        Verdict::Reject(_) => BAD,
        Verdict::Either(_) => WARN,
    };
    (style, explain::verdict(verdict))
}

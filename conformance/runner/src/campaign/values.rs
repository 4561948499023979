//! Which claims does a campaign draw? Claims sets, values of `aud` and of anything, and header members.

use super::names::{audience, near_miss, one_of, quoted};
use audiometer::laws::{Json, Member};
use audiometer::{Azp, ISSUER, Profile, Recipient};
use fastrand::Rng;
use std::sync::LazyLock;

/// The claims: the scaffold, the audience, and what may be confused with it.
pub(super) fn claims(
    rng: &mut Rng,
    recipient: &Recipient,
    profile: &Profile,
    used: &mut Vec<&'static str>,
) -> Vec<Member> {
    let named = |name: &str, value: Json| (name.to_owned(), value);
    let mut claims = Vec::new();
    let issuer = recipient.issuer.as_deref().unwrap_or(ISSUER);
    match rng.u8(..if recipient.issuer.is_some() { 10 } else { 24 }) {
        0 => {
            used.push("iss of another");
            let value =
                if rng.bool() { Json::text(near_miss(rng, issuer, used)) } else { value(rng, recipient, 1, used) };
            claims.push(named("iss", value));
        }
        1 => used.push("iss absent"),
        _ => claims.push(named("iss", Json::text(issuer))),
    }
    claims.push(named("sub", Json::text("s")));
    claims.push(named("iat", Json::Number("1700000000".to_owned())));
    claims.push(named("exp", Json::Number("4102444800".to_owned())));
    match rng.u8(..28) {
        0 | 1 => used.push("aud absent"),
        _ => claims.push(named("aud", aud(rng, recipient, used))),
    }
    if rng.u8(..if profile.azp == Azp::Ignored { 6 } else { 2 }) == 0 {
        used.push("azp");
        let azp = match (rng.u8(..4), &recipient.client_id) {
            (0 | 1, Some(client)) => Json::text(client),
            (2, Some(client)) => Json::text(near_miss(rng, client, used)),
            _ => value(rng, recipient, 1, used),
        };
        claims.push(named("azp", azp));
    }
    if rng.u8(..5) == 0 {
        used.push("a claim with another name");
        let name = one_of(rng, NAMES);
        let value = if rng.bool() { aud(rng, recipient, used) } else { value(rng, recipient, 2, used) };
        claims.insert(rng.usize(..=claims.len()), named(name, value));
    }
    if rng.u8(..14) == 0 {
        used.push("a repeated name");
        let name = claims[rng.usize(..claims.len())].0.clone();
        let value = if rng.bool() { aud(rng, recipient, used) } else { value(rng, recipient, 1, used) };
        claims.insert(rng.usize(..=claims.len()), (name, value));
    }
    match rng.u8(..64) {
        6 => {
            used.push("many members");
            let count = [40, 64, 65, 100, 256, 300, 1_000][rng.usize(..7)];
            let at = rng.usize(..=claims.len());
            claims.splice(at..at, MANY.iter().take(count).map(|name| named(name, Json::Null))).for_each(drop);
        }
        0 => {
            used.push("a deep claim");
            let depth = [30, 62, 63, 64, 65, 70, 126, 127, 128, 130, 500, 512, 1_000, 1_100, 3_000][rng.usize(..15)];
            claims.push(named("deep", nested(rng, depth)));
        }
        1 => {
            used.push("a strange number");
            claims.push(named("n", number(rng)));
        }
        2..=5 => {
            used.push("claims in another order");
            rng.shuffle(&mut claims);
        }
        _ => {}
    }
    claims
}

/// The names of many members, and many other audiences: looked up faster than made.
static MANY: LazyLock<Vec<String>> = LazyLock::new(|| (0..1_000).map(|n| format!("m{n}")).collect());
static OTHERS: LazyLock<Vec<String>> = LazyLock::new(|| (0..1_025).map(|n| format!("https://s{n}.example")).collect());

/// Names that somebody takes for `aud`, or that mean something to a language.
pub(crate) const NAMES: &[&str] = &[
    "AUD",
    "Aud",
    "aUd",
    "audience",
    "audiences",
    "auds",
    "aud ",
    " aud",
    "aud\u{0}",
    "aud\u{0}x",
    "\u{feff}aud",
    "aud[]",
    "aud[0]",
    "aud.0",
    "/aud",
    "$.aud",
    "a\u{ad}ud",
    "\u{430}ud",
    "au",
    "ud",
    "resource",
    "client_id",
    "cid",
    "appid",
    "AZP",
    "authorized_party",
    "AZP",
    "issuer",
    "ISS",
    "scope",
    "scp",
    "sub",
    "iss",
    "nonce",
    "act",
    "cnf",
    "events",
    "x",
    "n",
    "",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "length",
    "0",
    "-1",
    "null",
    "@type",
    "$ref",
    "$type",
    "#text",
    "é",
    "_claim_names",
    "_sd",
    "vot",
    "https://me.example/aud",
];

/// Any value of `aud`, most of them strings and lists.
pub(crate) fn aud(rng: &mut Rng, recipient: &Recipient, used: &mut Vec<&'static str>) -> Json {
    match rng.u8(..40) {
        0..=15 => {
            used.push("aud a string");
            Json::Text(audience(rng, recipient, used))
        }
        16..=33 => {
            used.push("a list");
            let mut items: Vec<Json> = (0..rng.usize(..=4))
                .map(|_| match rng.u8(..10) {
                    0 => value(rng, recipient, 2, used),
                    _ => Json::Text(audience(rng, recipient, used)),
                })
                .collect();
            if !items.is_empty() && rng.u8(..10) == 0 {
                used.push("own twice");
                items.push(items[rng.usize(..items.len())].clone());
            }
            Json::List(items)
        }
        34 => {
            used.push("a long list");
            let mut items: Vec<Json> = (0..[9, 16, 64, 65, 100, 256, 1_000, 1_025][rng.usize(..8)])
                .map(|n| Json::text(OTHERS[n].as_str()))
                .collect();
            let at = [0, items.len() / 2, items.len()][rng.usize(..3)];
            items.insert(at, Json::Text(audience(rng, recipient, used)));
            Json::List(items)
        }
        _ => {
            used.push("aud neither");
            value(rng, recipient, 2, used)
        }
    }
}

/// Any value, most of them no string.
pub(crate) fn value(rng: &mut Rng, recipient: &Recipient, depth: usize, used: &mut Vec<&'static str>) -> Json {
    let object = |name: &str, value: Json| Json::Object(vec![(name.to_owned(), value)]);
    if rng.u8(..4) == 0 {
        let names =
            recipient.identifiers.iter().chain(&recipient.client_id).chain(&recipient.issuer).chain(&recipient.trusted);
        if let Some(value) = rng.choice(names.filter_map(|name| prints_as(name)).collect::<Vec<_>>()) {
            used.push("a value that prints as a name");
            return value;
        }
    }
    match rng.u8(..17) {
        16 => {
            let item = Json::Text(audience(rng, recipient, used));
            Json::Object(vec![("0".to_owned(), item), ("length".to_owned(), Json::Number("1".to_owned()))])
        }
        0 | 1 => Json::Null,
        2 => Json::Bool(rng.bool()),
        3 | 4 => number(rng),
        5 => {
            used.push("half a surrogate pair");
            Json::Lone(audience(rng, recipient, used))
        }
        6 => Json::List(Vec::new()),
        7 => Json::Object(Vec::new()),
        8 | 9 if depth > 0 => {
            Json::List((0..rng.usize(..=2)).map(|_| value(rng, recipient, depth - 1, used)).collect())
        }
        10 => Json::List(vec![Json::Text(audience(rng, recipient, used))]),
        11 if depth > 0 => {
            let name = ["aud", "0", "value", "$eq", "a", "length", "includes", "id", "@value"][rng.usize(..9)];
            object(name, value(rng, recipient, depth - 1, used))
        }
        12 => {
            let name = audience(rng, recipient, used);
            object(&name, if rng.bool() { Json::Bool(true) } else { Json::Text(name.clone()) })
        }
        13 => {
            let name = ["aud", "0", "value", "a"][rng.usize(..4)];
            object(name, Json::Text(audience(rng, recipient, used)))
        }
        14 => Json::Object(vec![
            ("a".to_owned(), Json::Null),
            ("a".to_owned(), Json::Text(audience(rng, recipient, used))),
        ]),
        _ => Json::Text(audience(rng, recipient, used)),
    }
}

/// A value of another type that some language prints as this name.
pub(crate) fn prints_as(name: &str) -> Option<Json> {
    match name {
        "null" | "None" | "undefined" | "nil" => Some(Json::Null),
        "true" | "True" => Some(Json::Bool(true)),
        "false" | "False" => Some(Json::Bool(false)),
        "1" => Some(Json::Bool(true)),
        "[object Object]" | "{}" => Some(Json::Object(Vec::new())),
        "[]" | "" => Some(Json::List(Vec::new())),
        digits if digits.len() < 20 && digits.parse::<u64>().is_ok_and(|number| number.to_string() == digits) => {
            Some(Json::Number(digits.to_owned()))
        }
        other => other.strip_suffix(['\u{fffd}', '?']).map(|rest| Json::Lone(rest.to_owned())),
    }
}

fn number(rng: &mut Rng) -> Json {
    const NUMBERS: &[&str] = &[
        "0",
        "1",
        "7",
        "-0",
        "-1",
        "1.0",
        "7.0",
        "-1.5e3",
        "1e3",
        "0.1",
        "1e999",
        "-1e999",
        "1E400",
        "1e-999",
        "9007199254740993",
        "18446744073709551616",
        "9223372036854775808",
        "1234567890",
        "123456789012345678901234567890123456789012345678901234567890",
        "0.30000000000000000000000000000000004",
    ];
    Json::Number((*one_of(rng, NUMBERS)).to_owned())
}

fn nested(rng: &mut Rng, depth: usize) -> Json {
    let objects = rng.bool();
    (0..depth).fold(Json::Null, |inner, _| {
        if objects { Json::Object(vec![("a".to_owned(), inner)]) } else { Json::List(vec![inner]) }
    })
}

/// A header that repeats a claim.
pub(super) fn header(rng: &mut Rng, recipient: &Recipient) -> String {
    let used = &mut Vec::new();
    let name = ["aud", "aud", "azp", "iss", "client_id"][rng.usize(..5)];
    let value = match name {
        "iss" if rng.bool() => Json::text(recipient.issuer.as_deref().unwrap_or(ISSUER)),
        _ => Json::text(audience(rng, recipient, used)),
    };
    format!("{{{}:{value}}}", quoted(name))
}

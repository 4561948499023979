//! Which names does a campaign draw, for recipients and audiences? Ones from the wild, awkward ones, and near misses.

use audiometer::Recipient;
use audiometer::seeds::{IDENTIFIERS, NEAR_MISSES};
use fastrand::Rng;

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text serializes")
}

/// An identifier as found in the wild or awkward, a near miss of one, or one that is put together.
pub(crate) fn identifier(rng: &mut Rng, used: &mut Vec<&'static str>) -> String {
    match rng.u8(..32) {
        0..=21 => (*one_of(rng, IDENTIFIERS)).to_owned(),
        22..=25 => {
            let name = one_of(rng, IDENTIFIERS);
            near_miss(rng, name, used)
        }
        26..=30 => {
            used.push("an identifier made up");
            made_up(rng)
        }
        _ => {
            used.push("a long identifier");
            let piece = one_of(rng, PIECES);
            piece.repeat(rng.usize(20..=1_200))
        }
    }
}

/// One of these, each as likely as the others.
pub(super) fn one_of<'l, T>(rng: &mut Rng, list: &'l [T]) -> &'l T {
    &list[rng.usize(..list.len())]
}

/// What means something to somebody who compares too cleverly.
const PIECES: &[&str] = &[
    "a",
    "b",
    "me",
    "you",
    "/",
    ".",
    "..",
    "//",
    ":",
    "*",
    "?",
    "#",
    "@",
    "%2F",
    "%61",
    "%00",
    " ",
    ",",
    ";",
    "|",
    "&",
    "=",
    "+",
    "-",
    "_",
    "~",
    "$",
    "^",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\\",
    "\"",
    "'",
    "`",
    "<",
    ">",
    "!",
    "\u{0}",
    "\n",
    "\t",
    "\u{7f}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "é",
    "e\u{301}",
    "ß",
    "ẞ",
    "ı",
    "İ",
    "ſ",
    "\u{212a}",
    "ﬁ",
    "１",
    "Ⅷ",
    "中",
    "😀",
    "\u{1f1e9}\u{1f1ea}",
    "\u{e000}",
    "\u{10ffff}",
    "1",
    "0",
    "1e3",
    "0x1F",
    "true",
    "false",
    "null",
    "undefined",
    "NaN",
    "Infinity",
    "${x}",
    "{{x}}",
    "%s",
    "%n",
    "https://",
    "http://",
    "urn:",
    "spiffe://",
    ".example",
    "localhost",
    "127.0.0.1",
    ":443",
    "aud",
    "__proto__",
];

fn made_up(rng: &mut Rng) -> String {
    (0..rng.usize(1..=5)).map(|_| *one_of(rng, PIECES)).collect()
}

/// A near miss from the seeds, or an edit of a single character.
pub(crate) fn near_miss(rng: &mut Rng, name: &str, used: &mut Vec<&'static str>) -> String {
    if rng.u8(..5) > 0 {
        let seed = &NEAR_MISSES[rng.usize(..NEAR_MISSES.len())];
        used.push(seed.fault);
        return (seed.make)(name);
    }
    used.push("an edit of a name");
    let mut chars: Vec<char> = name.chars().collect();
    let at = rng.usize(..=chars.len());
    match rng.u8(..6) {
        0 | 1 => chars.splice(at..at, one_of(rng, PIECES).chars()).for_each(drop),
        2 => chars.splice(at..chars.len().min(at + 1), one_of(rng, PIECES).chars()).for_each(drop),
        3 => chars.truncate(at),
        4 => chars.splice(at..chars.len().min(at + 1), []).for_each(drop),
        _ => {
            let turned =
                chars.get(at).map(|c| if c.is_lowercase() { c.to_uppercase().next() } else { c.to_lowercase().next() });
            if let Some(Some(turned)) = turned {
                chars[at] = turned;
            }
        }
    }
    chars.into_iter().collect()
}

/// An audience: one of the recipient's own, a near miss of one, a trusted one, several in one string, any.
pub(crate) fn audience(rng: &mut Rng, recipient: &Recipient, used: &mut Vec<&'static str>) -> String {
    let own = &recipient.identifiers;
    match rng.u8(..20) {
        0..=11 if !own.is_empty() => one_of(rng, own).clone(),
        12..=14 if !own.is_empty() => {
            let name = one_of(rng, own);
            near_miss(rng, name, used)
        }
        15 if !recipient.trusted.is_empty() => {
            let name = one_of(rng, &recipient.trusted);
            near_miss(rng, name, used)
        }
        16 if !recipient.trusted.is_empty() => one_of(rng, &recipient.trusted).clone(),
        17 => recipient.client_id.clone().unwrap_or_default(),
        18 if own.len() > 1 => own.join([" ", ",", ""][rng.usize(..3)]),
        _ => identifier(rng, used),
    }
}

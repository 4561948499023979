//! Which strings are hard? Near misses of an identifier, each with the fault that takes it for the identifier.

/// A way to miss an identifier by little.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    /// The fault in a comparison that takes the near miss for the identifier.
    pub fault: &'static str,
    /// Makes the near miss. It may be the identifier itself, where there is nothing to change in it.
    pub make: fn(&str) -> String,
}

/// Identifiers as they are found in the wild, and some that are awkward.
pub const IDENTIFIERS: &[&str] = &[
    "me",
    "https://me.example",
    "https://me.example/",
    "https://api.me.example/v1",
    "urn:example:me",
    "client-1.apps.me.example",
    "ME",
    "7",
    "1",
    "true",
    "you",
    "m",
    "me you",
    "me,you",
    "*",
    "é",
    "e\u{301}",
    "straße",
    "😀",
    "a\"b\\c",
    "a\u{0}b",
    "",
    "12345678",
    "null",
    "None",
    "[object Object]",
    "constructor",
    "account",
    "@",
    "me\u{fffd}",
    "me?",
    "api://me",
    "svc-me",
    "https://me.example/a%2Fb",
    "https://*.me.example",
    "https://xn--mnchen-3ya.example",
    "https://127.0.0.1/me",
    "6f9619ff-8b86-d011-b42d-00c04fc964ff",
];

/// Every way to miss an identifier that is known here. A near miss may be another identifier of the same recipient.
pub const NEAR_MISSES: &[Seed] = &[
    Seed { fault: "letters compared without regard to case", make: str::to_uppercase },
    Seed { fault: "letters compared without regard to case", make: str::to_lowercase },
    Seed { fault: "letters compared without regard to case", make: first_letter_turned },
    Seed {
        fault: "letters compared by Unicode case folding",
        make: |id| id.replace('s', "ſ").replace('k', "\u{212a}"),
    },
    Seed { fault: "a slash at the end ignored", make: |id| format!("{id}/") },
    Seed { fault: "a slash at the end ignored", make: |id| id.trim_end_matches('/').to_owned() },
    Seed { fault: "trimming", make: |id| format!(" {id}") },
    Seed { fault: "trimming", make: |id| format!("{id} ") },
    Seed { fault: "trimming of control characters", make: |id| format!("{id}\n") },
    Seed { fault: "trimming of Unicode white space", make: |id| format!("{id}\u{a0}") },
    Seed { fault: "a comparison that ends at NUL", make: |id| format!("{id}\0") },
    Seed { fault: "a comparison that ends at NUL", make: |id| format!("{id}\0.example") },
    Seed { fault: "the identifier begins with the audience", make: without_last },
    Seed { fault: "the identifier begins with the audience", make: |id| id.chars().take(1).collect() },
    Seed { fault: "the identifier ends with the audience", make: |id| id.chars().skip(1).collect() },
    Seed { fault: "the empty string is part of everything", make: |_| String::new() },
    Seed { fault: "the audience begins with the identifier", make: |id| format!("{id}2") },
    Seed { fault: "the audience begins with the identifier", make: |id| format!("{id}.evil.example") },
    Seed { fault: "a path below the identifier", make: |id| format!("{id}/below") },
    Seed { fault: "the audience ends with the identifier", make: |id| format!("not-{id}") },
    Seed { fault: "a subdomain of the identifier", make: |id| format!("evil.{id}") },
    Seed { fault: "the audience contains the identifier", make: |id| format!("https://evil.example/?x={id}&y") },
    Seed { fault: "a string split at spaces", make: |id| format!("{id} other") },
    Seed { fault: "a string split at spaces", make: |id| format!("other {id}") },
    Seed { fault: "a string split at commas", make: |id| format!("other,{id}") },
    Seed { fault: "a string read as JSON", make: |id| format!("[\"{id}\"]") },
    Seed { fault: "a string read as JSON", make: |id| format!("\"{id}\"") },
    Seed { fault: "the audience taken for a wildcard", make: |_| "*".to_owned() },
    Seed { fault: "the audience taken for a wildcard", make: |id| format!("{}*", without_last(id)) },
    Seed { fault: "the audience taken for a pattern", make: |_| ".*".to_owned() },
    Seed { fault: "the identifier taken for a pattern", make: |id| id.replace('.', "x") },
    Seed { fault: "the identifier taken for a pattern", make: |id| id.replace('*', "anything") },
    Seed { fault: "percent-encoding decoded", make: first_letter_percent },
    Seed { fault: "escapes decoded twice", make: first_letter_escaped },
    Seed { fault: "Unicode composed before comparing", make: |id| id.replace('é', "e\u{301}") },
    Seed { fault: "Unicode decomposed before comparing", make: |id| id.replace("e\u{301}", "é") },
    Seed { fault: "Unicode compatibility forms folded", make: |id| id.replace('m', "ｍ").replace('1', "①") },
    Seed { fault: "letters that look alike", make: |id| id.replace('e', "\u{435}").replace('a', "\u{430}") },
    Seed { fault: "accents ignored", make: |id| id.replace('é', "e").replace('ß', "ss") },
    Seed { fault: "invisible characters ignored", make: |id| format!("{id}\u{200b}") },
    Seed { fault: "a byte order mark ignored", make: |id| format!("\u{feff}{id}") },
    Seed { fault: "the scheme of a URI ignored", make: |id| id.replacen("https:", "http:", 1) },
    Seed { fault: "the scheme of a URI ignored", make: |id| id.replacen("https://", "", 1) },
    Seed { fault: "the scheme of a URI ignored", make: |id| format!("https://{id}") },
    Seed { fault: "the default port ignored", make: |id| id.replacen(".example", ".example:443", 1) },
    Seed { fault: "only the host compared", make: |id| id.replacen(".example", ".example/elsewhere", 1) },
    Seed { fault: "a dot at the end of the host ignored", make: |id| id.replacen(".example", ".example.", 1) },
    Seed { fault: "user information ignored", make: |id| id.replacen("://", "://me@", 1) },
    Seed { fault: "query or fragment ignored", make: |id| format!("{id}#fragment") },
    Seed { fault: "query or fragment ignored", make: |id| format!("{id}?query") },
    Seed { fault: "dot segments resolved", make: |id| format!("{id}/.") },
    Seed { fault: "numbers compared by value", make: |id| format!("0{id}") },
    Seed { fault: "numbers compared by value", make: |id| format!("{id}.0") },
    Seed { fault: "punctuation ignored", make: |id| id.replace(['-', '.', ':'], "") },
    Seed { fault: "numbers compared by value", make: |id| format!("0x{id}") },
    Seed {
        fault: "digits of other scripts taken for digits",
        make: |id| id.replace('1', "\u{661}").replace('7', "\u{667}"),
    },
    Seed { fault: "punctuation of typography taken for that of ASCII", make: |id| id.replace('-', "\u{2010}") },
    Seed { fault: "an underscore taken for a hyphen", make: |id| id.replace('-', "_") },
    Seed { fault: "a backslash taken for a slash", make: |id| id.replace('/', "\\") },
    Seed { fault: "UTF-8 that was read as Latin-1 repaired", make: |id| id.bytes().map(char::from).collect() },
    Seed { fault: "only the low bits of a character compared", make: |id| first_raised(id, 0x100) },
    Seed { fault: "only the low bits of a character compared", make: |id| first_raised(id, 0x1_0000) },
    Seed { fault: "only the first half of a surrogate pair compared", make: |id| id.replace('😀', "😁") },
    Seed { fault: "percent-escapes compared without regard to case", make: |id| id.replace("%2F", "%2f") },
    Seed { fault: "character references decoded", make: first_letter_referred },
    Seed { fault: "ports ignored", make: |id| id.replacen(".example", ".example:8443", 1) },
    Seed { fault: "the audience begins with the identifier", make: |id| format!("{id}@evil.example") },
    Seed { fault: "the audience begins with the identifier", make: |id| format!("{id}-2") },
    Seed { fault: "a version at the end ignored", make: |id| format!("{id}/v2") },
    Seed { fault: "a version at the end ignored", make: |id| format!("{id}-v2") },
    Seed { fault: "the scheme of a URI ignored", make: |id| format!("api://{id}") },
    Seed { fault: "the scheme of a URI ignored", make: |id| id.replacen("api://", "", 1) },
    Seed { fault: "a subdomain of the identifier", make: |id| id.replacen("://", "://evil.", 1) },
    Seed { fault: "a subdomain of the identifier", make: |id| id.replacen("://", "://www.", 1) },
    Seed { fault: "the host above that of the identifier", make: |id| id.replacen("://api.", "://", 1) },
    Seed { fault: "full stops of other scripts taken for dots", make: |id| id.replace('.', "\u{3002}") },
    Seed { fault: "Punycode decoded", make: |id| id.replace("xn--mnchen-3ya", "münchen") },
    Seed { fault: "addresses compared by value", make: |id| id.replace("127.0.0.1", "2130706433") },
    Seed { fault: "only the letters counted", make: |id| id.chars().rev().collect() },
    Seed { fault: "only the length compared", make: |id| "x".repeat(id.len()) },
];

/// The near misses of an identifier, each with its fault; none of them is the identifier.
pub fn near_misses(identifier: &str) -> impl Iterator<Item = (&'static str, String)> + '_ {
    NEAR_MISSES.iter().map(|seed| (seed.fault, (seed.make)(identifier))).filter(move |(_, near)| near != identifier)
}

fn without_last(identifier: &str) -> String {
    let mut chars = identifier.chars();
    chars.next_back();
    chars.as_str().to_owned()
}

fn first_letter_turned(identifier: &str) -> String {
    let turn = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    first_replaced(identifier, |c| turn(c).to_string())
}

fn first_letter_percent(identifier: &str) -> String {
    first_replaced(identifier, |c| c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect())
}

fn first_letter_escaped(identifier: &str) -> String {
    first_replaced(identifier, |c| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect())
}

fn first_letter_referred(identifier: &str) -> String {
    first_replaced(identifier, |c| format!("&#{};", u32::from(c)))
}

/// The first character, so many places further on.
fn first_raised(identifier: &str, by: u32) -> String {
    first_replaced(identifier, |c| char::from_u32(u32::from(c) + by).unwrap_or(c).to_string())
}

fn first_replaced(text: &str, by: impl Fn(char) -> String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => by(first) + chars.as_str(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_misses_at_least_one_of_the_identifiers() {
        for seed in NEAR_MISSES {
            assert!(IDENTIFIERS.iter().any(|id| (seed.make)(id) != *id), "{}", seed.fault);
        }
        for id in IDENTIFIERS {
            assert!(near_misses(id).all(|(_, near)| near != *id), "{id}");
        }
    }

    #[test]
    fn near_misses_are_what_they_say() {
        let of = |id: &str, fault: &str| -> Vec<String> {
            near_misses(id).filter(|(found, _)| *found == fault).map(|(_, near)| near).collect()
        };
        assert_eq!(of("me", "letters compared without regard to case"), ["ME", "Me"]);
        assert_eq!(
            of("https://me.example/", "a slash at the end ignored"),
            ["https://me.example//", "https://me.example"]
        );
        assert_eq!(of("é", "percent-encoding decoded"), ["%C3%A9"]);
        assert_eq!(of("😀", "escapes decoded twice"), ["\\ud83d\\ude00"]);
        assert_eq!(of("", "trimming"), [" ", " "]);
    }
}

//! How do readers that are no JSON readers read? What the mutants in `json` rewrite a text with.

use super::anatomy::{Json, Member, Members, SOUND, shallow, unique};

/// The claims set as it should be read.
pub(super) fn sound(text: &str) -> Option<Members> {
    (SOUND.parse)(text)
}

/// Any JSON text.
pub(super) fn any(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok()
}

/// JSON texts, one behind the other.
pub(super) fn documents(text: &str) -> Option<Vec<Json>> {
    serde_json::Deserializer::from_str(text).into_iter().collect::<Result<_, _>>().ok()
}

/// The last of these values as a claims set.
pub(super) fn last_of(mut values: Vec<Json>) -> Option<Members> {
    match values.pop()? {
        Json::Object(members) => Some(members).filter(|members| shallow(members) && unique(members)),
        _ => None,
    }
}

/// The values of all members of that name, in one list if there are several.
pub(super) fn merged(members: &[Member], name: &str) -> Option<Json> {
    let mut values: Vec<Json> =
        members.iter().filter(|(found, _)| found == name).map(|(_, value)| value.clone()).collect();
    if values.len() < 2 {
        return values.pop();
    }
    let items = |value| match value {
        Json::List(items) => items,
        one => vec![one],
    };
    Some(Json::List(values.into_iter().flat_map(items).collect()))
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// In double quotation marks.
    Text,
    /// In single quotation marks.
    Single,
    /// `/* ... */`, or from `//` to the end of the line.
    Comment,
    /// A number, a literal, or a name without quotation marks.
    Word,
    /// Any other character.
    Mark,
}

/// A piece of JSON, or of what is nearly JSON.
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) raw: &'a str,
    /// The next token that is neither white space nor a comment; empty at the end.
    pub(super) next: &'a str,
}

impl Token<'_> {
    /// Whether this is the name of a member.
    pub(super) fn is_name(&self) -> bool {
        self.next == ":"
    }
}

/// The pieces of a text, none left out.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some((kind, len)) = first(rest) {
        let (raw, behind) = rest.split_at(len);
        tokens.push(Token { kind, raw, next: "" });
        rest = behind;
    }
    let mut next = "";
    for token in tokens.iter_mut().rev() {
        token.next = next;
        if token.kind != Kind::Comment && !token.raw.trim().is_empty() {
            next = token.raw;
        }
    }
    tokens
}

/// What a text begins with, and how many bytes of it.
pub(super) fn first(text: &str) -> Option<(Kind, usize)> {
    let upto = |end: Option<usize>| end.unwrap_or(text.len());
    let word = |letter: char| letter.is_ascii_alphanumeric() || "+-._$".contains(letter);
    Some(match text.chars().next()? {
        '"' => (Kind::Text, quoted(text, '"')),
        '\'' => (Kind::Single, quoted(text, '\'')),
        '/' if text.starts_with("/*") => (Kind::Comment, upto(text.find("*/").map(|at| at + 2))),
        '/' if text.starts_with("//") => (Kind::Comment, upto(text.find('\n'))),
        letter if word(letter) => (Kind::Word, upto(text.find(|letter| !word(letter)))),
        letter => (Kind::Mark, letter.len_utf8()),
    })
}

/// How many bytes stand within these quotation marks, them included.
pub(super) fn quoted(text: &str, mark: char) -> usize {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == mark {
            return at + 1;
        }
        if letter == '\\' {
            letters.next();
        }
    }
    text.len()
}

/// The text with some tokens changed.
pub(super) fn rewritten(text: &str, change: impl Fn(&Token<'_>) -> Option<String>) -> String {
    tokens(text).iter().map(|token| change(token).unwrap_or_else(|| token.raw.to_owned())).collect()
}

/// The text with some words changed.
pub(super) fn words(text: &str, change: fn(&str) -> Option<String>) -> String {
    rewritten(text, |token| change(token.raw).filter(|_| token.kind == Kind::Word))
}

/// The text with some escapes changed: `change` gets the string from the backslash on, and says what stands there
/// instead of how many bytes.
pub(super) fn escaped(text: &str, change: fn(&str) -> Option<(String, usize)>) -> String {
    rewritten(text, |token| (token.kind == Kind::Text).then(|| escapes(token.raw, change)))
}

pub(super) fn escapes(raw: &str, change: impl Fn(&str) -> Option<(String, usize)>) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        let pair = escape.chars().take(2).map(char::len_utf8).sum();
        let (new, len) = change(escape).unwrap_or_else(|| (escape.chars().take(2).collect(), pair));
        out.push_str(before);
        out.push_str(&new);
        rest = escape.get(len..).unwrap_or_default();
    }
    out + rest
}

/// How long an escape of four digits is.
pub(super) const UNIT: usize = 6;

/// The number in an escape of four digits.
pub(super) fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

pub(super) fn surrogate(unit: u16) -> bool {
    (0xD800..0xE000).contains(&unit)
}

/// A character as escapes.
pub(super) fn escape(letter: char) -> String {
    letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// A string of which the `\u` escapes stand for themselves.
pub(super) fn literal(raw: &str) -> String {
    escapes(raw, |rest| rest.starts_with("\\u").then(|| ("\\\\u".into(), 2)))
}

pub(super) fn literal_names(text: &str) -> String {
    rewritten(text, |token| (token.kind == Kind::Text && token.is_name()).then(|| literal(token.raw)))
}

/// The text with something else in place of escapes of half a surrogate pair.
pub(super) fn without_halves(text: &str, instead: &str) -> String {
    let halves = |rest: &str| {
        let unit_here = unit(rest).filter(|&unit| surrogate(unit))?;
        let low = rest.get(UNIT..).and_then(unit).is_some_and(|unit| (0xDC00..0xE000).contains(&unit));
        if unit_here < 0xDC00 && low {
            return Some((rest.get(..2 * UNIT)?.to_owned(), 2 * UNIT));
        }
        Some((instead.to_owned(), UNIT))
    };
    rewritten(text, |token| (token.kind == Kind::Text).then(|| escapes(token.raw, halves)))
}

/// A string with its control characters escaped.
pub(super) fn controls(raw: &str) -> String {
    raw.chars().map(|letter| if letter < ' ' { escape(letter) } else { letter.into() }).collect()
}

/// A number without the zeros that it begins with.
pub(super) fn zeros(word: &str) -> Option<String> {
    let (sign, digits) = word.strip_prefix('-').map_or(("", word), |digits| ("-", digits));
    let zeros =
        digits.bytes().zip(digits.bytes().skip(1)).take_while(|(zero, next)| *zero == b'0' && next.is_ascii_digit());
    Some(format!("{sign}{}", digits.get(zeros.count()..)?))
}

/// A string in double quotation marks that stood in single ones.
pub(super) fn single_quotes(token: &Token<'_>) -> Option<String> {
    let inner = token.raw.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(format!("\"{}\"", inner.replace('"', "\\\"").replace("\\'", "'")))
}

/// How many levels of objects and lists there are.
pub(super) fn levels(text: &str) -> usize {
    let open = tokens(text).into_iter().scan(0_usize, |open, token| {
        match token.raw {
            "{" | "[" => *open += 1,
            "}" | "]" => *open = open.saturating_sub(1),
            _ => {}
        }
        Some(*open)
    });
    open.max().unwrap_or(0)
}

/// The text with a closing bracket for each that is still open at its end.
pub(super) fn closed(text: &str) -> String {
    let mut open = Vec::new();
    for token in tokens(text) {
        match token.raw {
            "{" => open.push('}'),
            "[" => open.push(']'),
            "}" | "]" => drop(open.pop()),
            _ => {}
        }
    }
    text.chars().chain(open.into_iter().rev()).collect()
}

/// The code points in bytes, and of how many bytes each was made; whether so many were needed nobody asks.
pub(super) fn code_points(bytes: &[u8]) -> Option<Vec<(u32, usize)>> {
    let mut points = Vec::new();
    let mut rest = bytes;
    while let Some((&lead, behind)) = rest.split_first() {
        let (bits, more) = match lead {
            0..0x80 => (lead, 0),
            0xC0..0xE0 => (lead & 0x1F, 1),
            0xE0..0xF0 => (lead & 0x0F, 2),
            0xF0..0xF8 => (lead & 0x07, 3),
            _ => return None,
        };
        let (tail, behind) = behind.split_at_checked(more)?;
        let point = tail.iter().try_fold(u32::from(bits), |point, &byte| {
            (byte & 0xC0 == 0x80).then(|| point << 6 | u32::from(byte & 0x3F))
        })?;
        points.push((point, 1 + more));
        rest = behind;
    }
    Some(points)
}

/// UTF-8 in which a character past U+FFFF may be written as its two surrogates.
pub(super) fn cesu_8(bytes: &[u8]) -> Option<String> {
    let mut units = Vec::with_capacity(bytes.len());
    for (point, len) in code_points(bytes)? {
        match u16::try_from(point) {
            Ok(unit) if surrogate(unit) => units.push(unit),
            _ => units.extend_from_slice(
                char::from_u32(point).filter(|letter| letter.len_utf8() == len)?.encode_utf16(&mut [0; 2]),
            ),
        }
    }
    String::from_utf16(&units).ok()
}

/// UTF-16, told by a byte order mark or by where the first zeros are.
pub(super) fn utf_16(bytes: &[u8]) -> Option<String> {
    let (little, bytes) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] => return None,
        [0xFF, 0xFE, behind @ ..] => (true, behind),
        [0xFE, 0xFF, behind @ ..] => (false, behind),
        [1..=0xFF, 0, 1..=0xFF, ..] => (true, bytes),
        [0, 1..=0xFF, ..] => (false, bytes),
        _ => return None,
    };
    let unit = |pair: &[u8]| match *pair {
        [low, high] if little => Some(u16::from_le_bytes([low, high])),
        [high, low] => Some(u16::from_be_bytes([high, low])),
        _ => None,
    };
    String::from_utf16(&bytes.chunks(2).map(unit).collect::<Option<Vec<_>>>()?).ok()
}

/// UTF-32, told by where the first zeros are.
pub(super) fn utf_32(bytes: &[u8]) -> Option<String> {
    let little = match bytes {
        [1..=0xFF, 0, 0, 0, ..] => true,
        [0, 0, 0, 1..=0xFF, ..] => false,
        _ => return None,
    };
    let point = |four: &[u8]| {
        let four = <[u8; 4]>::try_from(four).ok()?;
        char::from_u32(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    bytes.chunks(4).map(point).collect()
}

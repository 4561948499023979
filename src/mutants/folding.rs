//! How are strings made equal that are not? What the mutants in `comparison` compare with.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::Chars;

/// The first bytes of a text.
pub(super) fn first(text: &str, bytes: usize) -> &[u8] {
    text.as_bytes().get(..bytes).unwrap_or(text.as_bytes())
}

pub(super) fn c_string(text: &str) -> &str {
    text.split('\0').next().unwrap_or_default()
}

pub(super) fn unversioned(text: &str) -> &str {
    let version =
        |tail: &str| tail.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    text.rsplit_once(['-', '/']).filter(|(_, tail)| version(tail)).map_or(text, |(head, _)| head)
}

pub(super) fn crc32(text: &str) -> u32 {
    !text.bytes().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

/// Simple case folding, as far as the mappings to upper and lower case give it.
pub(super) fn fold(c: char) -> char {
    let upper = single(c.to_uppercase()).filter(|_| c != '\u{131}').unwrap_or(c);
    single(upper.to_lowercase()).unwrap_or(upper)
}

pub(super) fn single(mut mapped: impl ExactSizeIterator<Item = char>) -> Option<char> {
    mapped.next().filter(|_| mapped.len() == 0)
}

/// Full case folding, as far as the mappings to upper and lower case give it.
pub(super) fn full_fold(text: &str) -> String {
    let fold = |c: char| c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    text.chars().map(|c| if c == '\u{131}' { c.to_string() } else { fold(c) }).collect()
}

pub(super) fn turkish(text: &str) -> String {
    text.replace('I', "\u{131}").replace('\u{130}', "i").to_lowercase()
}

/// Combining marks, letters, and the same letters with the marks.
pub(super) const MARKED: &[(char, &str, &str)] = &[
    ('\u{300}', "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
    ('\u{301}', "AEIOUYaeiouyCcNnSsZz", "ÁÉÍÓÚÝáéíóúýĆćŃńŚśŹź"),
    ('\u{302}', "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
    ('\u{303}', "ANOano", "ÃÑÕãñõ"),
    ('\u{308}', "AEIOUaeiouy", "ÄËÏÖÜäëïöüÿ"),
    ('\u{30a}', "Aa", "Åå"),
    ('\u{30c}', "CSZcsz", "ČŠŽčšž"),
    ('\u{327}', "CcSs", "ÇçŞş"),
];

/// A part of Unicode normalisation: the canonical decomposition of Latin letters with the common accents. Texts whose
/// decompositions are equal are equal in NFC as well.
pub(super) fn decomposed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let parts = MARKED.iter().filter(|_| !c.is_ascii()).find_map(|(mark, bare, marked)| {
            let at = marked.chars().position(|marked| marked == c)?;
            Some([bare.chars().nth(at)?, *mark])
        });
        match parts {
            Some(parts) => out.extend(parts),
            None => out.push(c),
        }
    }
    out
}

/// A part of Unicode normalisation: as above, and the compatibility mappings of full-width ASCII, Latin ligatures,
/// superscript digits, and a few single characters.
pub(super) fn compatible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ff01}'..='\u{ff5e}' => out.extend(char::from_u32(u32::from(c) - 0xFEE0)),
            '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => out.push(' '),
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\u{2122}' => out.push_str("TM"),
            '\u{b2}' => out.push('2'),
            '\u{b3}' => out.push('3'),
            '\u{b9}' => out.push('1'),
            '\u{17f}' => out.push('s'),
            '\u{212a}' => out.push('K'),
            '\u{212b}' => out.push('Å'),
            _ => out.push(c),
        }
    }
    decomposed(&out)
}

/// Cyrillic letters, Greek letters and some of ASCII, with the Latin letters that they look like.
pub(super) const ALIKE: &[(&str, &str)] = &[
    ("аеорсухіѕјһԁԛԝАВЕКМНОРСТХ", "aeopcyxisjhdqwABEKMHOPCTX"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHlKMNOPTYXov"),
    ("1I|0", "lllO"),
];

/// A part of the skeletons of UTS 39: the letters above, and `rn` for `m`.
pub(super) fn skeleton(text: &str) -> String {
    let like = |c: char| {
        let pairs = ALIKE.iter().filter(|_| !c.is_ascii_lowercase());
        let found =
            pairs.flat_map(|(letters, latin)| letters.chars().zip(latin.chars())).find(|(letter, _)| *letter == c);
        found.map_or(c, |(_, latin)| latin)
    };
    text.chars().map(like).collect::<String>().replace('m', "rn")
}

pub(super) fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

pub(super) fn typed(text: &str) -> String {
    let hyphen = |c| ('\u{2010}'..='\u{2015}').contains(&c) || c == '\u{2212}';
    text.replace(hyphen, "-").replace(['\u{2018}', '\u{2019}'], "'").replace(['\u{201c}', '\u{201d}'], "\"")
}

/// ASCII for a digit of the Arabic, Persian, Devanagari, Bengali, Thai or full-width script.
pub(super) fn digit(c: char) -> char {
    [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10]
        .into_iter()
        .find_map(|zero| char::from_digit(u32::from(c).checked_sub(zero)?, 10))
        .unwrap_or(c)
}

pub(super) fn read_again(text: &str) -> Option<String> {
    let bytes = text.chars().map(|c| u8::try_from(c).ok()).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

/// A URL with an authority. Printed, it is what it was read from.
#[derive(PartialEq)]
pub(super) struct Url {
    pub(super) scheme: String,
    /// With the `@`.
    pub(super) user: String,
    pub(super) host: String,
    /// With the colon.
    pub(super) port: String,
    pub(super) path: String,
    /// Query and fragment.
    pub(super) tail: String,
}

pub(super) fn url(text: &str) -> Option<Url> {
    let (scheme, rest) = text.split_once("://")?;
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user, address) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
    let colon = address.rfind(':').filter(|&at| !address.split_at(at).1.contains(']'));
    let (host, port) = address.split_at(colon.unwrap_or(address.len()));
    let (path, tail) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let [scheme, user, host, port, path, tail] = [scheme, user, host, port, path, tail].map(str::to_owned);
    Some(Url { scheme, user, host, port, path, tail })
}

/// A URL after a change, printed; any other text as it is.
pub(super) fn remade(text: &str, change: fn(&mut Url)) -> String {
    let Some(mut url) = url(text) else { return text.to_owned() };
    change(&mut url);
    let Url { scheme, user, host, port, path, tail } = url;
    format!("{scheme}://{user}{host}{port}{path}{tail}")
}

/// Whether both are equal, the URL of the audience being fitted to that of the identifier before.
pub(super) fn fitted(audience: &str, identifier: &str, fit: fn(&mut Url, &Url)) -> bool {
    match (url(audience), url(identifier)) {
        (Some(mut audience), Some(own)) => {
            fit(&mut audience, &own);
            audience == own
        }
        (Some(_), None) | (None, Some(_)) | (None, None) => audience == identifier,
    }
}

pub(super) fn lower_case(url: &mut Url) {
    url.scheme.make_ascii_lowercase();
    url.host.make_ascii_lowercase();
}

pub(super) fn slash_for_empty_path(url: &mut Url) {
    if url.path.is_empty() {
        url.path.push('/');
    }
}

pub(super) fn without_default_port(url: &mut Url) {
    if matches!((url.scheme.as_str(), url.port.as_str()), ("https", ":443") | ("http", ":80")) {
        url.port.clear();
    }
}

pub(super) fn origin(url: &mut Url) {
    url.path.clear();
    url.tail.clear();
}

/// A part of the URL standard: case, default port, backslashes, dot segments, empty path.
pub(super) fn browser(text: &str) -> String {
    remade(&text.replace('\\', "/"), |url| {
        lower_case(url);
        without_default_port(url);
        url.path = without_dots(&url.path);
        slash_for_empty_path(url);
    })
}

/// RFC 3986 5.2.4, for a path that begins with a slash.
pub(super) fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." if kept.len() > 1 => drop(kept.pop()),
            ".." => {}
            _ => kept.push(segment),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    kept.join("/")
}

pub(super) fn without_empty(path: &str) -> String {
    let slash = |present: bool| if present { "/" } else { "" };
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let last = path.ends_with('/') && !segments.is_empty();
    format!("{}{}{}", slash(path.starts_with('/')), segments.join("/"), slash(last))
}

pub(super) fn unquoted(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let escape = |after: &[u8]| Some(hexadecimal(*after.first()?)? << 4 | hexadecimal(*after.get(1)?)?);
        match escape(after).filter(|_| *byte == b'%') {
            Some(decoded) => {
                out.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    out
}

pub(super) fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

pub(super) fn escapes_in_capitals(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).unwrap_or(("", piece));
        let escape = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        out.push('%');
        out.push_str(&if escape { digits.to_ascii_uppercase() } else { digits.to_owned() });
        out.push_str(rest);
    }
    out
}

pub(super) fn site(host: &str) -> String {
    let mut labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".")
}

pub(super) fn address(host: &str) -> String {
    let inside = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(Ok(address)) = inside.map(str::parse::<Ipv6Addr>) {
        return format!("[{address}]");
    }
    host.parse::<u32>().map_or_else(|_| host.to_owned(), |number| Ipv4Addr::from(number).to_string())
}

/// A part of IDNA: Punycode is decoded, nothing is mapped.
pub(super) fn unicode_host(host: &str) -> String {
    let label = |label: &str| label.strip_prefix("xn--").and_then(punycode).unwrap_or_else(|| label.to_owned());
    host.split('.').map(label).collect::<Vec<_>>().join(".")
}

/// RFC 3492 6.2.
pub(super) fn punycode(label: &str) -> Option<String> {
    let (basic, coded) = label.rsplit_once('-').unwrap_or(("", label));
    let mut out: Vec<char> = basic.chars().collect();
    let mut digits = coded.chars().map(|c| c.to_digit(36).map(|digit| (digit + 26) % 36)).peekable();
    let (mut code, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    while digits.peek().is_some() {
        let (before, mut weight, mut step) = (at, 1_u32, 36_u32);
        loop {
            let digit = digits.next()??;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = step.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            step += 36;
        }
        let length = u32::try_from(out.len()).ok()? + 1;
        bias = adapted(at - before, length, before == 0);
        code = code.checked_add(at / length)?;
        at %= length;
        out.insert(at as usize, char::from_u32(code)?);
        at += 1;
    }
    Some(out.into_iter().collect())
}

/// RFC 3492 6.1.
pub(super) fn adapted(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}

/// A piece of a pattern: a character, once, or also not at all, or any number of times.
pub(super) struct Piece {
    pub(super) fits: Fits,
    pub(super) times: Times,
}

#[derive(Clone)]
pub(super) enum Fits {
    Anything,
    Character(char),
    /// Ranges, and whether they are what does not fit.
    Class(Vec<(char, char)>, bool),
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Times {
    Once,
    OnceOrNever,
    AnyNumber,
}

pub(super) const ANY_TEXT: Piece = Piece { fits: Fits::Anything, times: Times::AnyNumber };

/// Whether a pattern matches the whole of a text. All ways are followed at once, so that none takes long.
pub(super) fn matches(pattern: &[Piece], text: &str) -> bool {
    let mut reached = BTreeSet::new();
    reach(pattern, 0, &mut reached);
    for c in text.chars() {
        let mut next = BTreeSet::new();
        for at in reached {
            match pattern.get(at).filter(|piece| piece.fits.fits(c)).map(|piece| piece.times) {
                Some(Times::AnyNumber) => reach(pattern, at, &mut next),
                Some(Times::Once | Times::OnceOrNever) => reach(pattern, at + 1, &mut next),
                None => {}
            }
        }
        if next.is_empty() {
            return false;
        }
        reached = next;
    }
    reached.contains(&pattern.len())
}

/// Adds a place in a pattern, and the places behind it that are reached without a character.
pub(super) fn reach(pattern: &[Piece], from: usize, reached: &mut BTreeSet<usize>) {
    for at in from.. {
        let new = reached.insert(at);
        if !new || pattern.get(at).is_none_or(|piece| piece.times == Times::Once) {
            return;
        }
    }
}

impl Fits {
    pub(super) fn fits(&self, c: char) -> bool {
        match self {
            Fits::Anything => true,
            Fits::Character(only) => *only == c,
            Fits::Class(ranges, negated) => ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != *negated,
        }
    }
}

pub(super) fn once(fits: Fits) -> Piece {
    Piece { fits, times: Times::Once }
}

/// `*`, `?` and `[a-z]`.
pub(super) fn glob(pattern: &str) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(pattern.len());
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        pieces.push(match c {
            '*' => ANY_TEXT,
            '?' => once(Fits::Anything),
            '[' => once(class(&mut rest)),
            _ => once(Fits::Character(c)),
        });
    }
    pieces
}

/// `%` and `_`.
pub(super) fn like(pattern: &str) -> Vec<Piece> {
    let piece = |c| match c {
        '%' => ANY_TEXT,
        '_' => once(Fits::Anything),
        _ => once(Fits::Character(c)),
    };
    pattern.chars().map(piece).collect()
}

/// `{name}`, which stands for at least one character and no slash.
pub(super) fn template(pattern: &str) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(pattern.len());
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match rest.as_str().split_once('}').filter(|_| c == '{') {
            Some((_, after)) => {
                let segment = |times| Piece { fits: Fits::Class(vec![('/', '/')], true), times };
                pieces.extend([segment(Times::Once), segment(Times::AnyNumber)]);
                rest = after.chars();
            }
            None => pieces.push(once(Fits::Character(c))),
        }
    }
    pieces
}

/// A part of regular expressions: anchors, `.`, classes, backslashes, `*`, `+` and `?`; groups and choices are text.
pub(super) fn regex(pattern: &str) -> Vec<Piece> {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let mut rest = pattern.strip_suffix('$').unwrap_or(pattern).chars();
    let mut pieces: Vec<Piece> = Vec::with_capacity(pattern.len());
    while let Some(c) = rest.next() {
        let fits = match c {
            '.' => Fits::Anything,
            '[' => class(&mut rest),
            '\\' => Fits::Character(rest.next().unwrap_or(c)),
            _ => Fits::Character(c),
        };
        let times = match rest.as_str().chars().next() {
            Some('*') => Times::AnyNumber,
            Some('?') => Times::OnceOrNever,
            Some('+') => {
                pieces.push(once(fits.clone()));
                Times::AnyNumber
            }
            Some(_) | None => Times::Once,
        };
        pieces.push(Piece { fits, times });
        rest = rest.as_str().strip_prefix(['*', '?', '+']).unwrap_or(rest.as_str()).chars();
    }
    pieces
}

pub(super) fn search(pattern: &str) -> Vec<Piece> {
    let mut pieces = regex(pattern);
    if !pattern.starts_with('^') {
        pieces.insert(0, ANY_TEXT);
    }
    if !pattern.ends_with('$') {
        pieces.push(ANY_TEXT);
    }
    pieces
}

/// The class behind an opening bracket, or the bracket itself if nothing closes it.
pub(super) fn class(rest: &mut Chars<'_>) -> Fits {
    let Some((inside, after)) = rest.as_str().split_once(']') else { return Fits::Character('[') };
    *rest = after.chars();
    let listed = inside.strip_prefix(['!', '^']);
    let mut characters = listed.unwrap_or(inside).chars();
    let mut ranges = Vec::new();
    while let Some(from) = characters.next() {
        let mut ahead = characters.clone();
        let to = ahead.next().filter(|&hyphen| hyphen == '-').and_then(|_| ahead.next());
        if to.is_some() {
            characters = ahead;
        }
        ranges.push((from, to.unwrap_or(from)));
    }
    Fits::Class(ranges, listed.is_some())
}

pub(super) fn number(text: &str) -> Option<f64> {
    text.bytes().all(|byte| b"0123456789.eE+-".contains(&byte)).then(|| text.parse().ok())?
}

pub(super) fn leading_integer(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end).0.parse().ok()
}

pub(super) fn integer(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

pub(super) fn without_zeros(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let (number, after) = number.split_at(number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len()));
        let significant = number.trim_start_matches('0');
        out.push_str(before);
        out.push_str(if significant.is_empty() { "0" } else { significant });
        rest = after;
    }
    out + rest
}

pub(super) fn guid(text: &str) -> Option<u128> {
    let text = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text).replace('-', "");
    let digits = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    digits.then(|| u128::from_str_radix(&text, 16).ok())?
}

/// The five references that XML knows, and the number of the apostrophe.
pub(super) fn html(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

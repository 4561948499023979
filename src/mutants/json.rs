//! Mutants that misread the text of the claims set.

use super::Mutant;
use super::anatomy::{Anatomy, Json, Member, SOUND, object, shallow, unique};
use super::lenient::{
    Kind, Token, UNIT, any, cesu_8, closed, code_points, controls, documents, escape, escaped, last_of, levels,
    literal, literal_names, merged, rewritten, single_quotes, sound, surrogate, tokens, unit, utf_16, utf_32,
    without_halves, words, zeros,
};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "J01",
        "of a claim given twice the first counts",
        "",
        Anatomy { parse: |text| object(text).filter(|members| shallow(members)), ..SOUND },
    ),
    Mutant::new(
        "J02",
        "the values of a claim given twice are merged into one list",
        "",
        Anatomy { parse: |text| object(text).filter(|members| shallow(members)), claim: merged, ..SOUND },
    ),
    Mutant::new(
        "J03",
        "the last of a claim given twice counts, unless that is null",
        "golang-jwt 4.4.3",
        Anatomy {
            parse: |text| object(text).filter(|members| shallow(members)),
            claim: |members, name| {
                let values = || members.iter().rev().filter(|(found, _)| found == name).map(|(_, value)| value);
                values().find(|value| **value != Json::Null).or(values().next()).cloned()
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J04",
        "escapes in the names of members are not decoded",
        "",
        Anatomy { parse: |text| sound(&literal_names(text)), ..SOUND },
    ),
    Mutant::new(
        "J08",
        "the last of several JSON texts counts",
        "",
        Anatomy { parse: |text| last_of(documents(text)?), ..SOUND },
    ),
    Mutant::new(
        "J10",
        "bytes that are no UTF-8 are read as U+FFFD",
        "Go encoding/json, Node.js Buffer.toString",
        Anatomy { decode: |bytes| Some(String::from_utf8_lossy(bytes).into_owned()), ..SOUND },
    ),
    Mutant::new(
        "J11",
        "bytes that are no UTF-8 are left out",
        "",
        Anatomy { decode: |bytes| Some(bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()), ..SOUND },
    ),
    Mutant::new(
        "J14",
        "UTF-8 may be longer than it need be",
        "",
        Anatomy {
            decode: |bytes| code_points(bytes)?.into_iter().map(|(point, _)| char::from_u32(point)).collect(),
            ..SOUND
        },
    ),
    Mutant::new(
        "J15",
        "comments may stand in the claims set",
        "ruby-jwt 2.5.0",
        Anatomy {
            parse: |text| sound(&rewritten(text, |token| (token.kind == Kind::Comment).then(|| " ".into()))),
            ..SOUND
        },
    ),
    Mutant::new(
        "J16",
        "NaN and Infinity are numbers",
        "PyJWT 2.10.1",
        Anatomy {
            parse: |text| {
                sound(&rewritten(text, |token| {
                    matches!(token.raw, "NaN" | "Infinity" | "-Infinity").then(|| "0".into())
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J17",
        "the names of members need no quotation marks",
        "",
        Anatomy {
            parse: |text| {
                sound(&rewritten(text, |token| {
                    (token.kind == Kind::Word && token.is_name()).then(|| format!("\"{}\"", token.raw))
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J18",
        "a comma may stand behind the last element",
        "",
        Anatomy {
            parse: |text| {
                sound(&rewritten(text, |token| (token.raw == "," && matches!(token.next, "}" | "]")).then(String::new)))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J21",
        "a claims set that is no JSON counts as an empty one",
        "",
        Anatomy { parse: |text| if any(text).is_some() { sound(text) } else { Some(Vec::new()) }, ..SOUND },
    ),
    Mutant::new(
        "J22",
        "NUL characters around the claims set are stripped",
        "",
        Anatomy { parse: |text| sound(text.trim_matches(['\0', ' '])), ..SOUND },
    ),
    Mutant::new(
        "J23",
        "a thousand levels of nesting exhaust the stack",
        "PyJWT 2.10.1",
        Anatomy {
            parse: |text| {
                if levels(text) > 1000 {
                    panic!("maximum recursion depth exceeded");
                }
                sound(text)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J40",
        "text behind the object is ignored",
        "golang-jwt 4.4.3, jsrsasign 11.1.5",
        Anatomy {
            parse: |text| last_of(vec![serde_json::Deserializer::from_str(text).into_iter().next()?.ok()?]),
            ..SOUND
        },
    ),
    Mutant::new(
        "J41",
        "the first of several JSON texts counts",
        "",
        Anatomy { parse: |text| last_of(documents(text)?.into_iter().take(1).collect()), ..SOUND },
    ),
    Mutant::new(
        "J42",
        "any number of byte order marks may stand before the claims set",
        "",
        Anatomy { parse: |text| sound(text.trim_start_matches('\u{feff}')), ..SOUND },
    ),
    Mutant::new(
        "J43",
        "a byte order mark is white space",
        "",
        Anatomy { parse: |text| sound(&rewritten(text, |token| (token.raw == "\u{feff}").then(String::new))), ..SOUND },
    ),
    Mutant::new(
        "J44",
        "byte order marks are left out, within strings too",
        "",
        Anatomy { parse: |text| sound(&text.replace('\u{feff}', "")), ..SOUND },
    ),
    Mutant::new(
        "J45",
        "all white space of Unicode may stand between tokens",
        "",
        Anatomy {
            parse: |text| sound(&rewritten(text, |token| token.raw.trim().is_empty().then(|| " ".into()))),
            ..SOUND
        },
    ),
    Mutant::new(
        "J46",
        "a claims set in UTF-16 is recognised and read",
        "PyJWT 2.10.1",
        Anatomy { decode: |bytes| utf_16(bytes).or_else(|| (SOUND.decode)(bytes)), ..SOUND },
    ),
    Mutant::new(
        "J47",
        "a claims set in UTF-32 is recognised and read",
        "PyJWT 2.10.1",
        Anatomy { decode: |bytes| utf_32(bytes).or_else(|| (SOUND.decode)(bytes)), ..SOUND },
    ),
    Mutant::new(
        "J48",
        "a claims set that is no UTF-8 is read as Latin-1",
        "",
        Anatomy {
            decode: |bytes| {
                let latin = || bytes.iter().map(|&byte| char::from(byte)).collect();
                Some((SOUND.decode)(bytes).unwrap_or_else(latin))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J49",
        "the halves of a surrogate pair may stand in the bytes, as in CESU-8",
        "",
        Anatomy { decode: cesu_8, ..SOUND },
    ),
    Mutant::new(
        "J50",
        "half a surrogate pair is read as U+FFFD",
        "Go encoding/json",
        Anatomy { parse: |text| sound(&without_halves(text, "\u{fffd}")), ..SOUND },
    ),
    Mutant::new(
        "J51",
        "half a surrogate pair is left out",
        "",
        Anatomy { parse: |text| sound(&without_halves(text, "")), ..SOUND },
    ),
    Mutant::new(
        "J52",
        "half a surrogate pair is read as a question mark",
        "",
        Anatomy { parse: |text| sound(&without_halves(text, "?")), ..SOUND },
    ),
    Mutant::new(
        "J53",
        "an escaped surrogate pair is read as two times U+FFFD",
        "",
        Anatomy {
            parse: |text| {
                sound(&escaped(text, |rest| surrogate(unit(rest)?).then(|| (char::REPLACEMENT_CHARACTER.into(), UNIT))))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J54",
        "\\u escapes in values are not decoded",
        "",
        Anatomy {
            parse: |text| {
                sound(&rewritten(text, |token| {
                    (token.kind == Kind::Text && !token.is_name()).then(|| literal(token.raw))
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J55",
        "an escaped slash keeps its backslash",
        "",
        Anatomy {
            parse: |text| sound(&escaped(text, |rest| rest.starts_with("\\/").then(|| ("\\\\/".into(), 2)))),
            ..SOUND
        },
    ),
    Mutant::new(
        "J56",
        "a NUL character ends the claims set",
        "",
        Anatomy { parse: |text| sound(text.split('\0').next().unwrap_or_default()), ..SOUND },
    ),
    Mutant::new(
        "J57",
        "an escaped NUL ends the name of a member",
        "",
        Anatomy {
            parse: |text| {
                let cut = |name: String| name.split('\0').next().unwrap_or_default().to_owned();
                Some(sound(text)?.into_iter().map(|(name, value)| (cut(name), value)).collect())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J58",
        "control characters may stand in strings as they are",
        "",
        Anatomy {
            parse: |text| sound(&rewritten(text, |token| (token.kind == Kind::Text).then(|| controls(token.raw)))),
            ..SOUND
        },
    ),
    Mutant::new(
        "J59",
        "a number may begin with zeros",
        "",
        Anatomy { parse: |text| sound(&words(text, zeros)), ..SOUND },
    ),
    Mutant::new(
        "J60",
        "a number may be hexadecimal",
        "",
        Anatomy {
            parse: |text| {
                sound(&words(text, |word| {
                    let digits = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X"))?;
                    Some(u64::from_str_radix(digits, 16).ok()?.to_string())
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J61",
        "a number may end with its decimal point",
        "",
        Anatomy { parse: |text| sound(&words(text, |word| word.ends_with('.').then(|| format!("{word}0")))), ..SOUND },
    ),
    Mutant::new(
        "J62",
        "strings may stand in single quotation marks",
        "",
        Anatomy { parse: |text| sound(&rewritten(text, single_quotes)), ..SOUND },
    ),
    Mutant::new(
        "J63",
        "a list of one object passes for the object",
        "",
        Anatomy {
            parse: |text| match any(text)? {
                Json::List(items) if items.len() == 1 => last_of(items),
                _ => sound(text),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J64",
        "a string that holds the claims set passes for it",
        "",
        Anatomy {
            parse: |text| match any(text)? {
                Json::Text(inner) => sound(&inner),
                _ => sound(text),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J65",
        "brackets missing at the end are added",
        "",
        Anatomy { parse: |text| sound(&closed(text)), ..SOUND },
    ),
    Mutant::new(
        "J66",
        "a claims set of more than twenty levels is refused",
        "",
        Anatomy { parse: |text| sound(text).filter(|_| levels(text) <= 20), ..SOUND },
    ),
    Mutant::new(
        "J67",
        "only `aud` given twice is refused; of other claims the first counts",
        "",
        Anatomy {
            parse: |text| {
                let once = |members: &[Member]| members.iter().filter(|(name, _)| name == "aud").count() < 2;
                object(text).filter(|members| shallow(members) && once(members))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J68",
        "a claim given twice is refused, but escapes in the second name hide it",
        "",
        Anatomy {
            parse: |text| {
                let unique = object(&literal_names(text)).is_some_and(|members| unique(&members));
                object(text).filter(|members| shallow(members) && unique)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J69",
        "\\x and two digits are an escape",
        "",
        Anatomy {
            parse: |text| {
                sound(&escaped(text, |rest| Some((format!("\\u00{}", rest.strip_prefix("\\x")?.get(..2)?), 4))))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J70",
        "\\U and eight digits are an escape",
        "",
        Anatomy {
            parse: |text| {
                sound(&escaped(text, |rest| {
                    let digits = rest.strip_prefix("\\U")?.get(..8)?;
                    let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
                    Some((escape(letter), 10))
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J71",
        "the four digits of an escape may have a sign",
        "",
        Anatomy {
            parse: |text| {
                sound(&escaped(text, |rest| {
                    let digits = rest.strip_prefix("\\u")?.get(..4)?.strip_prefix('+')?;
                    Some((format!("\\u0{digits}"), UNIT))
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J72",
        "integers of more than 64 bits are refused",
        "",
        Anatomy {
            parse: |text| {
                let digits = |token: &Token<'_>| token.raw.bytes().all(|byte| byte.is_ascii_digit());
                let fits = |token: &Token<'_>| token.raw.parse::<u64>().is_ok();
                let words = tokens(text).into_iter().filter(|token| token.kind == Kind::Word);
                sound(text).filter(|_| words.filter(digits).all(|token| fits(&token)))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J73",
        "the claims set has to begin with a brace, without white space before it",
        "",
        Anatomy { parse: |text| sound(text).filter(|_| text.starts_with('{')), ..SOUND },
    ),
    Mutant::new(
        "J74",
        "a claims set that is not all ASCII is refused",
        "",
        Anatomy { decode: |bytes| (SOUND.decode)(bytes).filter(|text| text.is_ascii()), ..SOUND },
    ),
    Mutant::new(
        "J75",
        "characters of four bytes are refused",
        "",
        Anatomy {
            decode: |bytes| (SOUND.decode)(bytes).filter(|text| text.chars().all(|letter| letter.len_utf8() < 4)),
            ..SOUND
        },
    ),
    Mutant::new(
        "J76",
        "an escaped NUL anywhere is refused",
        "",
        Anatomy {
            // `\0` is no JSON.
            parse: |text| sound(&escaped(text, |rest| (unit(rest)? == 0).then(|| ("\\0".into(), UNIT)))),
            ..SOUND
        },
    ),
    Mutant::new(
        "J77",
        "the line separators of Unicode end a string, as in old JavaScript",
        "",
        Anatomy { parse: |text| sound(text).filter(|_| !text.contains(['\u{2028}', '\u{2029}'])), ..SOUND },
    ),
    Mutant::new(
        "J78",
        "only the first 256 members are read",
        "",
        Anatomy { parse: |text| Some(sound(text)?.into_iter().take(256).collect()), ..SOUND },
    ),
    Mutant::new(
        "J79",
        "a claims set of more than eight kilobytes is refused",
        "",
        Anatomy { decode: |bytes| (SOUND.decode)(bytes).filter(|text| text.len() <= 8192), ..SOUND },
    ),
    Mutant::new(
        "J80",
        "JSON that is no object counts as an empty claims set",
        "",
        Anatomy {
            parse: |text| match any(text)? {
                Json::Object(_) => sound(text),
                _ => Some(Vec::new()),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J81",
        "True, False and None may stand for true, false and null",
        "",
        Anatomy {
            parse: |text| {
                sound(&words(text, |word| match word {
                    "True" | "False" => Some(word.to_lowercase()),
                    "None" => Some("null".into()),
                    _ => None,
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J82",
        "a backslash before any other letter is left out",
        "",
        Anatomy {
            parse: |text| {
                sound(&escaped(text, |rest| {
                    let letter = rest.chars().nth(1).filter(|letter| !"\"\\/bfnrtu".contains(*letter))?;
                    Some((letter.into(), 1 + letter.len_utf8()))
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J83",
        "commas between members may be missing",
        "",
        Anatomy {
            parse: |text| {
                sound(&rewritten(text, |token| {
                    let ends = token.kind == Kind::Text || token.kind == Kind::Word || matches!(token.raw, "}" | "]");
                    let begins = !matches!(token.next, "" | "," | ":" | "}" | "]");
                    (ends && begins).then(|| format!("{},", token.raw))
                }))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "J84",
        "the claims set null is read as one without members",
        "golang-jwt 5.3.1, go-jose 4.1.8: encoding/json; jsonwebtoken 9.0.3 for Node.js, Hono 4.13.19",
        Anatomy { parse: |text| if text.trim() == "null" { Some(Vec::new()) } else { sound(text) }, ..SOUND },
    ),
];

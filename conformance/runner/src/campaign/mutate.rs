//! How does one case become another? Edits of the exact bytes, and of the recipient.

use super::draft;
use super::generate::Drawn;
use super::names::{self, quoted};
use super::tree::{self, Kind, Node};
use super::values::{self, NAMES};
use fastrand::Rng;
use memchr::memmem;

/// One edit, of what is said or of how it is written.
pub(crate) fn mutate(drawn: &mut Drawn, rng: &mut Rng) {
    match rng.u8(..12) {
        0 => recipient(drawn, rng),
        1..=3 => scribble(drawn, rng),
        _ => match tree::read(&drawn.draft.claims) {
            Some(tree) => edit(drawn, rng, &tree),
            None => scribble(drawn, rng),
        },
    }
}

/// An edit of the recipient: it loses or gains a name, or goes by another.
pub(crate) fn recipient(drawn: &mut Drawn, rng: &mut Rng) {
    drawn.used.push("the recipient edited");
    let before = drawn.draft.recipient.clone();
    let (draft, used) = (&mut drawn.draft, &mut drawn.used);
    let own = &mut draft.recipient.identifiers;
    match rng.u8(..8) {
        0 if own.len() > 1 => drop(own.remove(rng.usize(..own.len()))),
        0 | 1 => own.insert(rng.usize(..=own.len()), names::identifier(rng, used)),
        2 | 3 if !own.is_empty() => {
            let at = rng.usize(..own.len());
            own[at] = names::near_miss(rng, &own[at], used);
        }
        4 => draft.recipient.client_id = Some(names::identifier(rng, used)),
        5 => draft.recipient.trusted.push(names::identifier(rng, used)),
        6 => draft.recipient.issuer = Some(names::identifier(rng, used)),
        _ => draft.recipient.client_id = own.first().cloned(),
    }
    if !draft::is_sensible(&draft.recipient, draft.profile) {
        draft.recipient = before;
    }
}

/// An edit between tokens: members and elements come and go, and values and names change.
fn edit(drawn: &mut Drawn, rng: &mut Rng, tree: &Node) {
    let (draft, used) = (&mut drawn.draft, &mut drawn.used);
    let claims = &draft.claims;
    let mut values: Vec<&Node> = Vec::new();
    tree.walk(&mut |node| values.push(node));
    let lists: Vec<&Node> = values.iter().copied().filter(|node| node.has_pieces()).collect();
    let texts: Vec<&Node> = values.iter().copied().filter(|node| node.kind == Kind::Text).collect();
    let about: Vec<&Node> = about(tree, claims);
    // What is about the audience is edited more often than what is not.
    let value = |rng: &mut Rng| match rng.u8(..3) {
        0 => values[rng.usize(..values.len())],
        _ => about.get(rng.usize(..about.len().max(1))).copied().unwrap_or(values[0]),
    };
    let list = lists.get(rng.usize(..lists.len().max(1))).copied();
    draft.claims = match (rng.u8(..20), list) {
        (0, Some(list)) => {
            used.push("a member or element removed");
            let pieces = list.pieces();
            tree::without(claims, &pieces, rng.usize(..pieces.len()))
        }
        (1, Some(list)) => {
            used.push("a member or element repeated");
            let pieces = list.pieces();
            let (what, at) = (&pieces[rng.usize(..pieces.len())], &pieces[rng.usize(..pieces.len())]);
            let mut piece = [b",", &claims[what.clone()]].concat();
            if rng.u8(..3) == 0 && piece.starts_with(b",\"aud\"") {
                piece.splice(2..3, *b"\\u0061").for_each(drop);
            }
            tree::replaced(claims, &(at.end..at.end), &piece)
        }
        (2, Some(list)) if list.pieces().len() > 1 => {
            used.push("members swapped");
            let pieces = list.pieces();
            let at = rng.usize(..pieces.len() - 1);
            let (one, other) = (&pieces[at], &pieces[at + 1]);
            let turned = [&claims[other.clone()], &claims[one.end..other.start], &claims[one.clone()]].concat();
            tree::replaced(claims, &(one.start..other.end), &turned)
        }
        (3 | 4, _) => {
            let node = value(rng);
            if node.span == tree.span {
                return;
            }
            used.push("a value replaced");
            let old: Option<String> = serde_json::from_slice(&claims[node.span.clone()]).ok();
            let new = match old.and_then(|text| values::prints_as(&text)) {
                Some(new) if rng.bool() => new,
                _ => values::value(rng, &draft.recipient, 2, used),
            };
            tree::replaced(claims, &node.span, new.to_string().as_bytes())
        }
        (5, _) => {
            let node = value(rng);
            if node.span == tree.span {
                return;
            }
            used.push("a value wrapped");
            let (before, behind): (&[u8], &[u8]) = match rng.u8(..4) {
                0 => (b"{\"aud\":", b"}"),
                1 => (b"[null,", b"]"),
                _ => (b"[", b"]"),
            };
            tree::replaced(claims, &node.span, &[before, &claims[node.span.clone()], behind].concat())
        }
        (6, Some(list)) if list.span != tree.span => {
            used.push("a value unwrapped");
            let pieces = list.pieces();
            let piece = pieces[rng.usize(..pieces.len())].clone();
            let inner = match &list.kind {
                Kind::Object(members) => {
                    members.iter().find(|member| member.span() == piece).map(|member| member.value.span.clone())
                }
                _ => Some(piece),
            };
            inner.map_or_else(|| claims.clone(), |inner| tree::replaced(claims, &list.span, &claims[inner]))
        }
        (7 | 8, _) => {
            let Kind::Object(members) = &tree.kind else { return };
            // The last ones are about the audience more often than not.
            let from = if rng.bool() { members.len().saturating_sub(2) } else { 0 };
            let Some(member) = members.get(rng.usize(from..members.len().max(from + 1))) else { return };
            match rng.u8(..8) {
                0 => {
                    used.push("a member moved inside");
                    let name = quoted(NAMES[rng.usize(..NAMES.len())]);
                    let inside = [name.as_bytes(), b":{", &claims[member.span()], b"}"].concat();
                    draft.claims = tree::replaced(claims, &member.span(), &inside);
                    return;
                }
                1 => {
                    used.push("a claim moved to the header");
                    draft.header = Some(format!("{{{}}}", String::from_utf8_lossy(&claims[member.span()])));
                    let at = members.iter().position(|other| other == member).unwrap_or_default();
                    draft.claims = tree::without(claims, &tree.pieces(), at);
                    return;
                }
                _ => {}
            }
            used.push("a member renamed");
            let name = if rng.u8(..4) == 0 { "aud" } else { NAMES[rng.usize(..NAMES.len())] };
            tree::replaced(claims, &member.name, quoted(name).as_bytes())
        }
        (9, _) => {
            used.push("white space");
            let pieces = list.unwrap_or(tree).pieces();
            let Some(piece) = pieces.get(rng.usize(..pieces.len().max(1))) else { return };
            let space = [" ", "\n", "\t", "\r\n", "  \t \n", "\u{a0}", "\u{c}", "\u{2028}"][rng.usize(..8)].as_bytes();
            let at = if rng.bool() { piece.start } else { piece.end };
            tree::replaced(claims, &(at..at), space)
        }
        (18 | 19, _) => {
            used.push("a claim added");
            let Kind::Object(members) = &tree.kind else { return };
            let Some(member) = members.get(rng.usize(..members.len().max(1))) else { return };
            let name = NAMES[rng.usize(..NAMES.len())];
            let value = match rng.u8(..3) {
                0 => quoted(&names::audience(rng, &draft.recipient, used)),
                1 => values::aud(rng, &draft.recipient, used).to_string(),
                _ => values::value(rng, &draft.recipient, 2, used).to_string(),
            };
            let at = member.name.start;
            tree::replaced(claims, &(at..at), format!("{}:{value},", quoted(name)).as_bytes())
        }
        (10, _) => match escaped(claims, tree, &texts, rng) {
            Some(claims) => {
                used.push("an escape");
                claims
            }
            None => return,
        },
        _ => {
            let about: Vec<&&Node> = about.iter().filter(|node| node.kind == Kind::Text).collect();
            let node = match about.get(rng.usize(..about.len().max(1))) {
                Some(node) => **node,
                None => match texts.get(rng.usize(..texts.len().max(1))) {
                    Some(node) => node,
                    None => return,
                },
            };
            used.push("a text edited");
            let text: String = serde_json::from_slice(&claims[node.span.clone()]).unwrap_or_default();
            let text = if rng.u8(..3) == 0 {
                names::audience(rng, &draft.recipient, used)
            } else {
                names::near_miss(rng, &text, used)
            };
            tree::replaced(claims, &node.span, quoted(&text).as_bytes())
        }
    };
}

/// The values of `aud`, `azp` and `iss`, and what is inside.
fn about<'t>(tree: &'t Node, claims: &[u8]) -> Vec<&'t Node> {
    let mut found = Vec::new();
    if let Kind::Object(members) = &tree.kind {
        let wanted = |name: &[u8]| [&b"\"aud\""[..], b"\"azp\"", b"\"iss\""].contains(&name);
        for member in members.iter().filter(|member| wanted(&claims[member.name.clone()])) {
            member.value.walk(&mut |node| found.push(node));
        }
    }
    found
}

/// One character of a name or a text as an escape.
fn escaped(claims: &[u8], tree: &Node, texts: &[&Node], rng: &mut Rng) -> Option<Vec<u8>> {
    let names: Vec<_> = match &tree.kind {
        Kind::Object(members) => members.iter().map(|member| member.name.clone()).collect(),
        _ => Vec::new(),
    };
    let spans: Vec<_> = names.into_iter().chain(texts.iter().map(|node| node.span.clone())).collect();
    let span = spans.get(rng.usize(..spans.len().max(1)))?;
    let plain: Vec<usize> = (span.start + 1..span.end - 1)
        .take_while(|&at| claims[at] != b'\\')
        .filter(|&at| claims[at].is_ascii_alphanumeric() || claims[at] == b'/')
        .collect();
    let at = *rng.choice(&plain)?;
    let escape = match claims[at] {
        b'/' if rng.bool() => "\\/".to_owned(),
        byte if rng.bool() => format!("\\u{byte:04x}"),
        byte => format!("\\u{byte:04X}"),
    };
    Some(tree::replaced(claims, &(at..at + 1), escape.as_bytes()))
}

/// An edit of the bytes, whatever they mean: most of what comes of it is no claims set.
fn scribble(drawn: &mut Drawn, rng: &mut Rng) {
    let claims = &mut drawn.draft.claims;
    let at = rng.usize(..=claims.len());
    // Where something about the audience is likely to stand.
    let late = rng.usize(claims.len() * 2 / 3..=claims.len());
    let put = |claims: &mut Vec<u8>, at: usize, bytes: &[u8]| drop(claims.splice(at..at, bytes.iter().copied()));
    drawn.used.push(match rng.u8(..20) {
        0 | 1 => {
            put(claims, 0, if rng.bool() { b"\xEF\xBB\xBF" } else { b"\xEF\xBB\xBF\xEF\xBB\xBF" });
            "a byte order mark"
        }
        2 | 3 => {
            let more: &[&[u8]] = &[
                b"x",
                b"}",
                b" {}",
                b",",
                b"\0",
                b"\0\0\0",
                b"\0x",
                b"\n\n",
                b"{\"aud\":\"me\"}",
                b"\"",
                b"]",
                b"// end",
                b"\xEF\xBB\xBF",
            ];
            put(claims, claims.len(), more[rng.usize(..more.len())]);
            "text behind the object"
        }
        4 => {
            claims.truncate(late);
            "cut off"
        }
        5 | 6 => {
            let bad: &[&[u8]] = &[
                b"\xff",
                b"\xc0\xaf",
                b"\xed\xa0\x80",
                b"\xed\xa0\xbd\xed\xb8\x80",
                b"\xe2\x82",
                b"\xf4\x90\x80\x80",
                b"\x80",
                b"\xf0\x9f\x98",
            ];
            put(claims, late, bad[rng.usize(..bad.len())]);
            "a bad byte"
        }
        7 => {
            if let Some(byte) = claims.get_mut(if rng.bool() { at } else { late }) {
                *byte = if rng.bool() { *byte ^ (1 << rng.u8(..8)) } else { b"\"\\{}[]:, 0a"[rng.usize(..11)] };
            }
            "a byte changed"
        }
        8 => {
            put(claims, late, &[rng.u8(..32)]);
            "a control character"
        }
        9 => {
            let places: Vec<usize> = (0..claims.len()).filter(|&at| b",]}".contains(&claims[at])).collect();
            if let Some(&at) = rng.choice(&places) {
                claims.insert(at, b',');
            }
            "a comma too many"
        }
        10 => {
            let end = claims.len();
            *claims = match rng.u8(..10) {
                0 => b"{}".to_vec(),
                1 => b"null".to_vec(),
                2 => b"[]".to_vec(),
                3 => b"".to_vec(),
                4 => b"\"aud\"".to_vec(),
                5 | 6 => [b"[", &claims[..], b"]"].concat(),
                7 => [b"{\"claims\":", &claims[..], b"}"].concat(),
                8 => quoted(&String::from_utf8_lossy(&claims[..end])).into_bytes(),
                _ => b"7".to_vec(),
            };
            "something else altogether"
        }
        11 => {
            let text = String::from_utf8_lossy(claims).into_owned();
            let marked = if rng.bool() { "\u{feff}" } else { "" };
            let units = || marked.chars().chain(text.chars());
            *claims = match rng.u8(..5) {
                0 => (marked.to_owned() + &text).encode_utf16().flat_map(u16::to_le_bytes).collect(),
                1 => (marked.to_owned() + &text).encode_utf16().flat_map(u16::to_be_bytes).collect(),
                2 => units().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
                3 => units().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
                // CESU-8, and a slash longer than need be.
                _ => text
                    .encode_utf16()
                    .flat_map(|unit| match unit {
                        0x2f => vec![0xc0, 0xaf],
                        0..0x80 => vec![unit as u8],
                        0x80..0x800 => vec![0xc0 | (unit >> 6) as u8, 0x80 | (unit & 0x3f) as u8],
                        _ => {
                            vec![0xe0 | (unit >> 12) as u8, 0x80 | (unit >> 6 & 0x3f) as u8, 0x80 | (unit & 0x3f) as u8]
                        }
                    })
                    .collect(),
            };
            "another encoding"
        }
        _ => {
            let (old, new) = NOTATIONS[rng.usize(..NOTATIONS.len())];
            if let Some(at) = memmem::rfind(claims, old.as_bytes()) {
                claims.splice(at..at + old.len(), new.bytes()).for_each(drop);
            }
            "another notation"
        }
    });
}

/// What some readers take for JSON: what stands there, and what comes in its place.
const NOTATIONS: &[(&str, &str)] = &[
    ("\"aud\"", "aud"),
    ("\"aud\"", "'aud'"),
    ("\"aud\":", "\"aud\"="),
    ("\"aud\":", "\"aud\""),
    ("\"aud\"", "\"\\U00000061ud\""),
    ("\"aud\"", "\"\\u+061ud\""),
    ("\"aud\"", "\"\\x61ud\""),
    ("\"aud\"", "\"\\141ud\""),
    ("\"aud\"", "\"a\\ud\""),
    ("\"s\"", "NULL"),
    ("\"s\"", "None"),
    ("\"s\"", "True"),
    ("\"s\"", "undefined"),
    ("\"s\"", "NaN"),
    ("\"s\"", "-Infinity"),
    ("\"s\"", "'s'"),
    ("\"s\"", "\"\\'\""),
    ("\"s\"", "\"\t\""),
    ("\"s\"", "01"),
    ("\"s\"", "+1"),
    ("\"s\"", "0x1F"),
    ("\"s\"", "1."),
    ("\"s\"", ".5"),
    ("\"s\"", "1e"),
    ("\"s\"", "-"),
    ("\"s\"", ""),
    ("\"s\"", "`s`"),
    (",", "/**/,"),
    (",", ",\n// x\n"),
    (",", ",\n# x\n"),
    (",", ";"),
    (",", " "),
    (",", ",,"),
    ("]", ",]"),
    ("}", ",}"),
    (":", "::"),
    (":", "=>"),
    ("{", "({"),
    ("{", "{,"),
    ("/", "\\/"),
];

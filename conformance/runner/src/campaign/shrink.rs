//! What is the smallest case that still shows it? Edits that make a case smaller or plainer are tried until none of them
//! leaves the failure in place.

use super::draft::{Draft, SCAFFOLD};
use super::marks::Marks;
use super::tree::{self, Kind, Node};
use audiometer::claims::MAX_DEPTH;
use audiometer::laws::{Json, Question};
use audiometer::seeds::NEAR_MISSES;
use audiometer::{Profile, Recipient};

/// The identifier of most vectors: a case about it has its twin in the suite.
pub(crate) const USUAL: &str = "https://api.example.com";

/// The audience of somebody else in most vectors.
const OTHER: &str = "https://billing.example.com";

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How many cases are tried at once.
const AT_ONCE: usize = 32;

/// How many bytes of cases are made at once: of a large one only the boldest edits are tried, until it is smaller.
const BYTES: usize = 1 << 20;

/// How many cases may be tried for one.
const TRIES: usize = 2_000;

/// The smallest case found. `still` says of each of some cases, all at once, whether it shows the same.
pub(crate) fn shrink(draft: &Draft, still: &mut dyn FnMut(&[Draft]) -> Vec<bool>) -> Draft {
    let mut best = draft.clone();
    let mut tries = 0;
    while tries < TRIES {
        let candidates: Vec<Draft> =
            candidates(&best).into_iter().filter(|other| *other != best && other.is_sensible()).collect();
        let mut found = None;
        for some in candidates.chunks(AT_ONCE) {
            tries += some.len();
            if let Some(at) = still(some).into_iter().position(|still| still) {
                found = Some(some[at].clone());
                break;
            }
        }
        match found {
            Some(smaller) => best = smaller,
            None => break,
        }
    }
    best
}

/// Cases that are smaller or plainer than this one, the boldest first. Each chain of them ends.
fn candidates(draft: &Draft) -> Vec<Draft> {
    if let Some(claims) = draft.claims.strip_prefix(BYTE_ORDER_MARK) {
        // Without the mark, or all else with it.
        let without = Draft { claims: claims.to_vec(), ..draft.clone() };
        let mark = |other: Draft| Draft { claims: [BYTE_ORDER_MARK, &other.claims].concat(), ..other };
        let others = candidates(&without).into_iter().map(mark);
        return std::iter::once(without.clone()).chain(others).collect();
    }
    let mut found = Vec::new();
    header(draft, &mut found);
    recipient(draft, &mut found);
    if let Some(question) = Question::read(&draft.claims, &draft.policy()) {
        found.push(Draft { claims: question.bytes(), ..draft.clone() }); // white space and escapes gone
    }
    match tree::read(&draft.claims) {
        Some(tree) => members(draft, &tree, &mut found),
        None => bytes(draft, &mut found),
    }
    names(draft, &mut found);
    profile(draft, &mut found);
    found
}

fn header(draft: &Draft, found: &mut Vec<Draft>) {
    if draft.header.is_some() {
        found.push(Draft { header: None, ..draft.clone() });
    }
}

fn recipient(draft: &Draft, found: &mut Vec<Draft>) {
    let old = &draft.recipient;
    let mut put = |recipient: Recipient| found.push(Draft { recipient, ..draft.clone() });
    if !old.trusted.is_empty() {
        put(Recipient { trusted: Vec::new(), ..old.clone() });
    }
    if old.issuer.is_some() {
        put(Recipient { issuer: None, ..old.clone() });
    }
    if old.identifiers.len() > 1 {
        for own in &old.identifiers {
            put(Recipient { identifiers: vec![own.clone()], ..old.clone() });
        }
        for at in 0..old.identifiers.len().min(20) {
            let mut identifiers = old.identifiers.clone();
            identifiers.remove(at);
            put(Recipient { identifiers, ..old.clone() });
        }
    }
    if let Some(own) = old.identifiers.first()
        && old.client_id.as_ref().is_some_and(|client| client != own)
    {
        put(Recipient { client_id: Some(own.clone()), ..old.clone() });
    }
    if old.identifiers.is_empty() && old.client_id.is_some() {
        put(Recipient { client_id: None, ..old.clone() });
    }
    if old.trusted.len() > 1 {
        for at in 0..old.trusted.len() {
            let mut trusted = old.trusted.clone();
            trusted.remove(at);
            put(Recipient { trusted, ..old.clone() });
        }
    }
}

/// Members and elements gone, and values plainer. The scaffold stays.
fn members(draft: &Draft, tree: &Node, found: &mut Vec<Draft>) {
    let claims = &draft.claims;
    let mut put = |claims: Vec<u8>| found.push(Draft { claims, ..draft.clone() });
    let mut nodes: Vec<(&Node, bool)> = Vec::new();
    let mut room = BYTES;
    if let Kind::Object(members) = &tree.kind {
        let mut plain = SCAFFOLD.as_bytes().to_vec();
        let scaffold = |member: &tree::Member| {
            let text = &claims[member.span()];
            !text.is_empty() && SCAFFOLD.as_bytes().windows(text.len()).any(|window| window == text)
        };
        let rest: Vec<_> = members.iter().filter(|member| !scaffold(member)).collect();
        for member in &rest {
            plain.push(b',');
            plain.extend(&claims[member.span()]);
        }
        plain.push(b'}');
        if plain != *claims {
            put(plain); // the scaffold first, and no white space between members
        }
        let spans = tree.pieces();
        // Of many members, some at a time.
        let mut size = rest.len() / 2;
        while size > 1 {
            for start in (0..rest.len()).step_by(size) {
                let kept = members.iter().filter(|member| {
                    !rest[start..(start + size).min(rest.len())].iter().any(|gone| gone.span() == member.span())
                });
                let kept: Vec<&[u8]> = kept.map(|member| &claims[member.span()]).collect();
                put([b"{", &kept.join(&b","[..])[..], b"}"].concat());
            }
            size /= 2;
        }
        for (at, member) in members.iter().enumerate().filter(|(_, member)| !scaffold(member)) {
            room = room.saturating_sub(draft.size());
            if room == 0 {
                break;
            }
            put(tree::without(claims, &spans, at));
            let name: Option<String> = serde_json::from_slice(&claims[member.name.clone()]).ok();
            if let Some(name) = name {
                let plain = Json::text(name).to_string();
                if plain.as_bytes() != &claims[member.name.clone()] {
                    put(tree::replaced(claims, &member.name, plain.as_bytes()));
                }
            }
            member.value.walk(&mut |node| nodes.push((node, node.span == member.value.span)));
        }
    }
    // Nested lists and objects, a level or half of them at a time.
    for (node, top) in &nodes {
        let text = &claims[node.span.clone()];
        for open in [&b"["[..], b"{\"a\":"] {
            let levels = text.chunks(open.len()).take_while(|chunk| *chunk == open).count();
            if *top && levels > 1 {
                for fewer in [levels / 2, levels * 7 / 8, levels - 1] {
                    let cut = levels - fewer;
                    put(tree::replaced(claims, &node.span, &text[cut * open.len()..text.len() - cut]));
                }
            }
        }
    }
    for (node, _) in &nodes {
        let text = &claims[node.span.clone()];
        let mut instead = |new: &[u8]| {
            room = room.saturating_sub(draft.size());
            if new.len() < text.len() && room > 0 {
                put(tree::replaced(claims, &node.span, new));
            }
        };
        match &node.kind {
            Kind::List(_) | Kind::Object(_) => {
                let pieces = node.pieces();
                instead(if matches!(node.kind, Kind::List(_)) { b"[]" } else { b"{}" });
                instead(b"null");
                if pieces.len() > 8 {
                    for half in [
                        pieces[0].start..pieces[pieces.len() / 2].start,
                        pieces[pieces.len() / 2 - 1].end..pieces[pieces.len() - 1].end,
                    ] {
                        let kept = [&claims[node.span.start..half.start], &claims[half.end..node.span.end]].concat();
                        instead(&kept);
                    }
                }
                for at in 0..pieces.len().min(40) {
                    let inner = match &node.kind {
                        Kind::Object(members) => members[at].value.span.clone(),
                        _ => pieces[at].clone(),
                    };
                    instead(&claims[inner]);
                    let smaller = tree::without(claims, &pieces, at);
                    let gone = claims.len() - smaller.len();
                    instead(&smaller[node.span.start..node.span.end - gone]);
                }
            }
            Kind::Text => {
                let plain: Option<String> = serde_json::from_slice(text).ok();
                if plain.is_none() {
                    instead(b"\"x\""); // half a surrogate pair
                }
                if let Some(plain) = plain {
                    instead(Json::text(plain.as_str()).to_string().as_bytes());
                    if !draft.recipient.identifiers.contains(&plain) && plain != "x" && plain != OTHER {
                        instead(b"\"x\"");
                    }
                    let chars: Vec<char> = plain.chars().collect();
                    if chars.len() > 1 && plain != OTHER && !draft.recipient.identifiers.contains(&plain) {
                        let (front, back) = chars.split_at(chars.len() / 2);
                        for part in [front, back, &chars[1..], &chars[..chars.len() - 1]] {
                            instead(Json::text(part.iter().collect::<String>()).to_string().as_bytes());
                        }
                    }
                }
            }
            Kind::Other => {
                if text != b"null" && text != b"0" && text != b"1" {
                    instead(b"null");
                    instead(b"1");
                    instead(b"1e999");
                }
                if text.starts_with(b"[") || text.starts_with(b"{") {
                    instead(&[&text[1..text.len() / 2], &text[text.len() - text.len() / 2 + 1..]].concat());
                }
            }
        }
    }
}

/// Pieces of what is no JSON gone. What stands there of the scaffold stays.
fn bytes(draft: &Draft, found: &mut Vec<Draft>) {
    let claims = &draft.claims;
    let kept = if claims.starts_with(SCAFFOLD.as_bytes()) { SCAFFOLD.len() } else { 0 };
    let mut size = (claims.len() - kept) / 2;
    let mut room = BYTES;
    while size > 0 && room > 0 {
        for start in (kept..claims.len()).step_by(size) {
            room = room.saturating_sub(draft.size());
            if room == 0 {
                break;
            }
            let end = (start + size).min(claims.len());
            found.push(Draft { claims: [&claims[..start], &claims[end..]].concat(), ..draft.clone() });
        }
        size /= 2;
    }
}

/// The names that most vectors use, in the place of the ones that were drawn.
fn names(draft: &Draft, found: &mut Vec<Draft>) {
    let usual = Recipient::named(USUAL);
    if !draft.recipient.identifiers.is_empty() && draft.recipient != usual {
        found.push(Draft { recipient: usual, ..draft.clone() }); // where it matters to nobody who that is
    }
    for (at, old) in draft.recipient.identifiers.iter().enumerate() {
        let new = if at == 0 { USUAL.to_owned() } else { format!("https://api{at}.example.com") };
        if *old == new || draft.recipient.identifiers.contains(&new) {
            continue;
        }
        let mut recipient = draft.recipient.clone();
        recipient.identifiers[at] = new.clone();
        if recipient.client_id.as_ref() == Some(old) {
            recipient.client_id = Some(new.clone());
        }
        if let Some(claims) = renamed(&draft.claims, old, &new) {
            found.push(Draft { claims, recipient, ..draft.clone() });
        }
    }
    let Some(tree) = tree::read(&draft.claims) else { return };
    let Kind::Object(members) = &tree.kind else { return };
    for member in
        members.iter().filter(|member| [&b"\"aud\""[..], b"\"azp\""].contains(&&draft.claims[member.name.clone()]))
    {
        member.value.walk(&mut |node| {
            if node.kind == Kind::Text && draft.claims[node.span.clone()] == *b"\"x\"" {
                found.push(Draft {
                    claims: tree::replaced(&draft.claims, &node.span, Json::text(OTHER).to_string().as_bytes()),
                    ..draft.clone()
                });
            }
        });
    }
}

/// The claims with a name and its near misses replaced by another and its near misses.
fn renamed(claims: &[u8], old: &str, new: &str) -> Option<Vec<u8>> {
    let tree = tree::read(claims)?;
    let mut texts: Vec<(&Node, String)> = Vec::new();
    tree.walk(&mut |node| {
        if node.kind == Kind::Text
            && let Ok(text) = serde_json::from_slice::<String>(&claims[node.span.clone()])
        {
            let near = NEAR_MISSES.iter().find(|seed| (seed.make)(old) == text && (seed.make)(new) != new);
            let new = match near {
                _ if text == old => new.to_owned(),
                Some(seed) => (seed.make)(new),
                None if !old.is_empty() => text.replace(old, new),
                None => return,
            };
            if new != text {
                texts.push((node, new));
            }
        }
    });
    let mut claims = claims.to_vec();
    for (node, new) in texts.iter().rev() {
        claims = tree::replaced(&claims, &node.span, Json::text(new.as_str()).to_string().as_bytes());
    }
    Some(claims)
}

/// The general profiles come first.
fn profile(draft: &Draft, found: &mut Vec<Draft>) {
    for profile in Profile::all().iter().take_while(|profile| profile.name != draft.profile.name) {
        found.push(Draft { profile, ..draft.clone() });
    }
}

/// For cases with something that readers stumble over whatever they say about `aud`: the plainest token for somebody else
/// that has it.
pub(crate) fn plainest_with(marks: &Marks) -> Vec<Draft> {
    let deep = |levels: usize| format!(",\"x\":{}{}", "[".repeat(levels), "]".repeat(levels));
    let kinds = [
        ("byte order mark", "\u{feff}", String::new()),
        ("half a surrogate pair", "", r#","x":"\ud800""#.to_owned()),
        // The limits of JSON libraries: 100, 128, 512 and 1,000 levels are common.
        ("deep nesting", "", deep(MAX_DEPTH + 1)),
        ("deep nesting", "", deep(130)),
        ("deep nesting", "", deep(600)),
        ("deep nesting", "", deep(2_000)),
        ("huge number", "", ",\"x\":1e999".to_owned()),
        ("name given twice inside", "", ",\"x\":{\"a\":1,\"a\":2}".to_owned()),
    ];
    let found = kinds.iter().filter(|(mark, ..)| marks.iter().any(|found| found == *mark));
    let draft = |(_, before, behind): &(&str, &str, String)| Draft {
        claims: format!("{before}{SCAFFOLD},\"aud\":{}{behind}}}", Json::text(OTHER)).into_bytes(),
        header: None,
        recipient: Recipient::named(USUAL),
        profile: &Profile::all()[0],
    };
    found.map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::Decision;

    fn shrunk(claims: &str, recipient: Recipient, profile: &str, shows: impl Fn(&Draft) -> bool) -> Draft {
        let profile = Profile::named(profile).expect("there is one");
        let draft = Draft { claims: claims.into(), header: Some("{\"typ\":\"JWT\"}".to_owned()), recipient, profile };
        assert!(shows(&draft));
        shrink(&draft, &mut |drafts| drafts.iter().map(&shows).collect())
    }

    #[test]
    fn nothing_is_left_that_the_failure_does_not_need() {
        let recipient = Recipient {
            identifiers: vec!["you".into(), "straße".into()],
            trusted: vec!["z".into()],
            issuer: Some("i".into()),
            client_id: None,
        };
        // A validator that accepts wherever null is an audience.
        let shows = |draft: &Draft| {
            let null = String::from_utf8_lossy(&draft.claims).contains("null");
            null && draft.verdict().decision() == Decision::Reject
        };
        let claims = r#"{"x":[1,2,{"y":"z"}], "aud" : [ "a", ["q", null], "b" ],"iss":"i","sub":"s","iat":1700000000,"exp":4102444800}"#;
        let draft = shrunk(claims, recipient, "oidc-backend", shows);
        assert_eq!(String::from_utf8_lossy(&draft.claims), format!("{SCAFFOLD},\"aud\":null}}"));
        assert_eq!(draft.recipient, Recipient::named(USUAL));
        assert_eq!((draft.header, draft.profile.name.as_str()), (None, "jwt-core"));
    }

    #[test]
    fn a_near_miss_stays_one_of_the_usual_name() {
        let shows = |draft: &Draft| {
            let text = String::from_utf8_lossy(&draft.claims).into_owned();
            draft.recipient.identifiers.iter().any(|own| text.contains(&format!("\"{}\"", own.to_uppercase())))
                && draft.verdict().decision() == Decision::Reject
        };
        let draft =
            shrunk(&format!("{SCAFFOLD},\"aud\":[\"ME\",\"q\"],\"x\":1}}"), Recipient::named("me"), "jwt-bcp", shows);
        assert_eq!(String::from_utf8_lossy(&draft.claims), format!("{SCAFFOLD},\"aud\":\"HTTPS://API.EXAMPLE.COM\"}}"));
    }

    #[test]
    fn deep_nesting_ends_where_it_begins_to_matter() {
        let shows = |draft: &Draft| String::from_utf8_lossy(&draft.claims).matches('[').count() >= 100;
        let claims = format!("{SCAFFOLD},\"d\":{}{}}}", "[".repeat(1_000), "]".repeat(1_000));
        let draft = shrunk(&claims, Recipient::named("me"), "jwt-core", shows);
        assert_eq!(draft.claims.iter().filter(|byte| **byte == b'[').count(), 100);
    }
}

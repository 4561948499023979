//! Does the judgement do without the heap, whatever the size and the verdict?

use allocation_counter::measure;
use audiometer::{Decision, Profile, Recipient, Suite, judge};
use std::hint::black_box;

/// Judges under every profile, and says how many allocations that took, and of how many bytes.
fn judged(claims: &[u8], recipient: &Recipient) -> (u64, u64) {
    let policies: Vec<_> = Profile::all().iter().map(|profile| profile.policy(recipient)).collect();
    let info = measure(|| {
        for policy in &policies {
            black_box(judge(black_box(claims), policy));
        }
    });
    (info.count_total, info.bytes_total)
}

#[track_caller]
fn none(what: &str, claims: &[u8], recipient: &Recipient) {
    assert_eq!(judged(claims, recipient), (0, 0), "{what}");
}

fn members(count: usize, value: &str) -> String {
    let members: Vec<String> = (0..count).map(|n| format!("\"name-{n}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

#[test]
fn no_vectors_claims_need_the_heap() {
    let mut decisions = [0; 3];
    for vector in Suite::embedded().vectors() {
        let names = vector.claims.iter().filter(|byte| **byte == b':').count();
        if names <= 64 {
            none(&vector.id, &vector.claims, &vector.recipient);
            let policy = vector.policy(&Profile::all()[0]);
            match judge(&vector.claims, &policy).decision() {
                Decision::Accept => decisions[0] += 1,
                Decision::Reject => decisions[1] += 1,
                Decision::Either => decisions[2] += 1,
            }
        }
    }
    assert!(decisions.iter().all(|count| *count > 10), "{decisions:?}");
}

#[test]
fn no_number_of_audiences_and_identifiers_needs_the_heap() {
    let audiences: Vec<String> = (0..100_000).map(|n| format!("\"h\\u0074tps://sërvice-{n}.example\"")).collect();
    let claims = format!("{{\"aud\":[{}],\"azp\":\"x\"}}", audiences.join(","));
    for identifiers in [0, 1, 8, 9, 1_000] {
        let identifiers: Vec<String> = (0..identifiers).map(|n| format!("https://recipient-{n}.example")).collect();
        let recipient = Recipient { trusted: identifiers.clone(), identifiers, ..Recipient::default() };
        none("none matches", claims.as_bytes(), &recipient);
    }
    none("one matches", claims.as_bytes(), &Recipient::named("https://sërvice-99999.example"));
}

#[test]
fn sixty_four_members_on_each_of_sixty_four_levels_do_not_need_the_heap() {
    let mut claims = members(64, "[]");
    for _ in 1..64 {
        let last = std::mem::take(&mut claims);
        claims = format!("{{{},\"last\":{last}}}", &members(63, "\"\\ud83d\\ude00\"").trim_matches(['{', '}']));
    }
    none("wide and deep", claims.as_bytes(), &Recipient::named("me"));
    none("and cut off", &claims.as_bytes()[..claims.len() - 1], &Recipient::named("me"));
    let repeated = claims.replacen("\"name-62\"", "\"n\\u0061me-0\"", 3);
    none("and with names that stand twice", repeated.as_bytes(), &Recipient::named("me"));
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(65_000), "]".repeat(65_000));
    none("65,000 levels", deep.as_bytes(), &Recipient::named("me"));
}

#[test]
fn a_large_object_needs_the_heap_in_proportion() {
    let heap = |count: usize| {
        let claims = members(count, "1");
        let (_, bytes) = judged(claims.as_bytes(), &Recipient::named("me"));
        bytes as f64 / Profile::all().len() as f64 / claims.len() as f64
    };
    assert!(heap(65) > 0.0, "nothing is counted");
    // A table that doubles has had room for four and a half times what it holds at worst, in places of 25 bytes, for
    // names and values of a dozen bytes.
    for count in [65, 1_000, 30_000] {
        assert!(heap(count) < 14.0, "{} bytes of heap for each of the text of {count} members", heap(count));
    }
}

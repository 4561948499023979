//! Is the judgement total, and does it agree with itself?

use audiometer::{Azp, Decision, Extras, Policy, Presence, Profile, Recipient, Shape, Verdict, judge};
use proptest::prelude::*;

/// A string of a few that are near each other, so that matches and near misses are common.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "me",
        "you",
        "ME",
        "me ",
        "m",
        "",
        "é",
        "e\u{301}",
        "😀",
        "https://me.example",
        "https://me.example/",
    ])
    .prop_map(str::to_owned)
}

prop_compose! {
    fn policy()(
        profile in prop::sample::select(Profile::all().iter().collect::<Vec<_>>()),
        identifiers in prop::collection::vec(name(), 0..4),
        trusted in prop::collection::vec(name(), 0..3),
        client_id in prop::option::of(name()),
        issuer in prop::option::of(name()),
        presence in prop::sample::select(vec![Presence::Required, Presence::Optional]),
        shape in prop::sample::select(vec![Shape::Any, Shape::String]),
        extras in prop::sample::select(vec![Extras::Allowed, Extras::Trusted, Extras::None]),
        azp in prop::sample::select(vec![Azp::Ignored, Azp::Errata1, Azp::Errata2, Azp::Strict]),
    ) -> Policy {
        let recipient = Recipient { identifiers, client_id, trusted, issuer };
        Policy { presence, shape, extras, azp, ..profile.policy(&recipient) }
    }
}

/// What `aud`, `azp` or `iss` may be, as JSON text.
fn claim() -> impl Strategy<Value = String> {
    let scalar = || prop_oneof![8 => name().prop_map(|name| quoted(&name)), 1 => Just("null".to_owned()), 1 => Just("7".to_owned()), 1 => Just("{}".to_owned())];
    prop_oneof![scalar(), prop::collection::vec(scalar(), 0..5).prop_map(|items| format!("[{}]", items.join(",")))]
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

/// Members in an order, with names that are not repeated.
fn members() -> impl Strategy<Value = Vec<(String, String)>> {
    (
        prop::option::weighted(0.9, claim()),
        prop::option::of(claim()),
        prop::option::of(claim()),
        prop::option::of(claim()),
    )
        .prop_map(|(aud, azp, iss, other)| {
            let members = [("aud", aud), ("azp", azp), ("iss", iss), ("AUD", other)];
            members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
        })
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// Every character inside a string written as an escape.
fn escaped(json: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in json.chars() {
        match c {
            '"' => {
                inside = !inside;
                out.push(c);
            }
            _ if inside => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04X}"))),
            _ => out.push(c),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_have_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..200), policy in policy()) {
        judge(&bytes, &policy);
    }

    #[test]
    fn the_order_of_members_changes_nothing(members in members(), policy in policy(), turn in 0_usize..4) {
        let right = judge(object(&members).as_bytes(), &policy);
        let mut turned = members;
        if !turned.is_empty() {
            let turn = turn % turned.len();
            turned.rotate_left(turn);
        }
        prop_assert_eq!(judge(object(&turned).as_bytes(), &policy), right);
    }

    #[test]
    fn the_order_of_audiences_changes_nothing(mut names in prop::collection::vec(name(), 1..6), azp in prop::option::of(claim()), policy in policy()) {
        let claims = |names: &[String]| {
            let aud: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            let mut members = vec![("aud".to_owned(), format!("[{}]", aud.join(",")))];
            members.extend(azp.clone().map(|azp| ("azp".to_owned(), azp)));
            object(&members)
        };
        let right = judge(claims(&names).as_bytes(), &policy);
        names.reverse();
        prop_assert_eq!(judge(claims(&names).as_bytes(), &policy), right);
    }

    #[test]
    fn writing_strings_with_escapes_changes_nothing(members in members(), policy in policy()) {
        let plain = object(&members);
        prop_assert_eq!(judge(escaped(&plain).as_bytes(), &policy), judge(plain.as_bytes(), &policy), "{}", escaped(&plain));
    }

    #[test]
    fn a_string_and_a_list_of_one_are_equal_where_the_shape_is_free(name in name(), mut policy in policy()) {
        policy.shape = Shape::Any;
        let one = judge(format!("{{\"aud\":{}}}", quoted(&name)).as_bytes(), &policy);
        prop_assert_eq!(judge(format!("{{\"aud\":[{}]}}", quoted(&name)).as_bytes(), &policy), one);
    }

    #[test]
    fn a_verdict_cites_a_clause_of_its_profile_and_a_rejection_has_reasons(members in members(), policy in policy()) {
        match judge(object(&members).as_bytes(), &policy) {
            Verdict::Reject(rejection) => {
                prop_assert!(!rejection.reasons.is_empty());
                prop_assert_eq!(rejection.clause, policy.profile.clause(rejection.rule));
            }
            Verdict::Accept(_) | Verdict::Either(_) => {}
        }
    }

    #[test]
    fn nothing_is_accepted_that_does_not_name_the_recipient(members in members(), policy in policy()) {
        let aud = members.iter().find(|(name, _)| name == "aud").map(|(_, value)| value.clone());
        let named = aud.as_ref().is_some_and(|aud| policy.identifiers.as_slice().iter().any(|identifier| aud.contains(&quoted(identifier))));
        let open = aud.is_none() && policy.presence == Presence::Optional;
        if !named && !open {
            prop_assert_eq!(judge(object(&members).as_bytes(), &policy).decision(), Decision::Reject);
        }
    }
}

#[test]
fn judging_is_linear_in_audiences_and_identifiers() {
    // A thousand identifiers against a hundred thousand audiences, none of which match: a product would take minutes.
    let audiences: Vec<String> = (0..100_000).map(|n| format!("\"https://service-{n}.example\"")).collect();
    let claims = format!("{{\"aud\":[{}]}}", audiences.join(","));
    let identifiers = (0..1_000).map(|n| format!("https://recipient-{n}.example")).collect();
    let recipient = Recipient { identifiers, ..Recipient::default() };
    let policy = Profile::named("jwt-core").expect("profile").policy(&recipient);
    assert_eq!(judge(claims.as_bytes(), &policy).decision(), Decision::Reject);
}

//! Which questions are worth asking? Strategies for proptest, near the border between right and wrong.
//!
//! Drawn at random, hardly any claims set names the recipient, and none misses it by little. So the policy is drawn first,
//! and the claims for it. The shares are given as `n/m`; where none is given, all are equal.
//!
//! ```
//! use audiometer::{Reference, laws, strategies};
//! use proptest::test_runner::TestRunner;
//!
//! // Here stands your own validator.
//! let mine = || Reference::strict();
//!
//! TestRunner::default()
//!     .run(&strategies::question(), |question| {
//!         for law in laws::LAWS {
//!             (law.check)(&mut mine(), &question).unwrap_or_else(|broken| panic!("{broken}"));
//!         }
//!         Ok(())
//!     })
//!     .unwrap();
//! ```

use crate::laws::{Json, Member, Question, Writing};
use crate::policy::{Azp, Extras, Policy, Presence, Recipient, Shape};
use crate::profile::Profile;
use crate::seeds::{IDENTIFIERS, NEAR_MISSES};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A question: a policy, claims drawn for it, and a writing (plain 4/6, escaped 1/6, spaced 1/6).
pub fn question() -> impl Strategy<Value = Question> {
    let writing = prop_oneof![4 => Just(Writing::Plain), 1 => Just(Writing::Escaped), 1 => Just(Writing::Spaced)];
    (policy().prop_flat_map(|policy| (claims(&policy), Just(policy))), writing)
        .prop_map(|((claims, policy), writing)| Question::new(claims, policy).written(writing))
}

/// An identifier: one of [`IDENTIFIERS`] 6/8, a near miss of one 1/8, any up to twelve printable characters 1/8.
pub fn identifier() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(IDENTIFIERS).prop_map(str::to_owned),
        1 => select(IDENTIFIERS).prop_flat_map(near_miss),
        1 => vec(any::<char>().prop_filter("printable", |c| !c.is_control()), 0..=12).prop_map(String::from_iter),
    ]
}

/// A near miss of an identifier, from [`NEAR_MISSES`]; now and then the identifier itself.
pub fn near_miss(identifier: impl Into<String>) -> impl Strategy<Value = String> {
    let identifier = identifier.into();
    select(NEAR_MISSES).prop_map(move |seed| (seed.make)(&identifier))
}

/// A policy: a recipient, and the fields of a profile 1/2 or each field by itself 1/2.
///
/// Identifiers: one 6/10, two or three 2/10, ten (where the library's lookup changes) 1/10, none 1/10. The client id is
/// an identifier 3/5, another 1/5, absent 1/5. Up to two trusted audiences. An issuer 1/4.
pub fn policy() -> impl Strategy<Value = Policy> {
    let identifiers = prop_oneof![
        6 => vec(identifier(), 1),
        2 => vec(identifier(), 2..=3),
        1 => vec(identifier(), 10),
        1 => Just(Vec::new()),
    ];
    let client = prop_oneof![
        3 => any::<Index>().prop_map(|at| Some(Ok(at))),
        1 => identifier().prop_map(|other| Some(Err(other))),
        1 => Just(None),
    ];
    let recipient = (identifiers, client, vec(identifier(), 0..=2), option::weighted(0.25, identifier()));
    let fields = option::weighted(
        0.5,
        (
            select(vec![Presence::Required, Presence::Optional]),
            prop_oneof![3 => Just(Shape::Any), 1 => Just(Shape::String)],
            select(vec![Extras::Allowed, Extras::Trusted, Extras::None]),
            select(vec![Azp::Ignored, Azp::Errata1, Azp::Errata2, Azp::Strict]),
        ),
    );
    let profiles: Vec<&'static Profile> = Profile::all().iter().collect();
    (select(profiles), recipient, fields).prop_map(|(profile, (identifiers, client, trusted, issuer), fields)| {
        let client_id = client.and_then(|client| match client {
            Ok(_) if identifiers.is_empty() => None,
            Ok(at) => Some(at.get(&identifiers).clone()),
            Err(other) => Some(other),
        });
        let policy = profile.policy(&Recipient { identifiers, client_id, trusted, issuer });
        match fields {
            Some((presence, shape, extras, azp)) => Policy { presence, shape, extras, azp, ..policy },
            None => policy,
        }
    })
}

/// Claims for a policy, in any order.
///
/// `aud` 11/12: a string 4/10, a list of up to four 5/10 (each a string 9/10), anything else 1/10. `azp` 1/2: a string
/// 8/10, the client id more often than not. `iss` 1/2, with the policy's issuer 3/4 where it has one. Up to two
/// other claims, some with names like `aud`. A claim given twice 1/16. Nesting past the limit, or a number beyond a double,
/// 1/32 each.
///
/// Strings are those of [`audience`].
pub fn claims(policy: &Policy) -> impl Strategy<Value = Vec<Member>> + use<> {
    let text = || audience(policy).prop_map(Json::Text);
    let element = prop_oneof![9 => text(), 1 => odd(policy)];
    let aud = prop_oneof![4 => text(), 5 => vec(element, 0..=4).prop_map(Json::List), 1 => odd(policy)];
    let client = policy.client_id.as_ref().map_or(Json::Null, Json::text);
    let azp = prop_oneof![5 => Just(client), 3 => text(), 2 => odd(policy)];
    let issuer = policy.issuer.as_ref().map_or(Json::text("https://issuer.example"), Json::text);
    let iss = prop_oneof![6 => Just(issuer), 1 => text(), 1 => odd(policy)];
    let name = select(vec!["AUD", "audience", "aud ", "sub", "client_id", "nonce", "a"]);
    let other = (name, prop_oneof![text(), odd(policy)]);
    let nested = (0..70).fold(Json::Null, |inner, _| Json::List(vec![inner]));
    let strange = prop_oneof![
        30 => Just(None),
        1 => Just(Some(("deep".to_owned(), nested))),
        1 => Just(Some(("huge".to_owned(), Json::Number("1e999".to_owned())))),
    ];
    let again = option::weighted(1.0 / 16.0, (select(vec!["aud", "azp", "iss", "a"]), text()));
    let claims = (
        option::weighted(11.0 / 12.0, aud),
        option::weighted(0.5, azp),
        option::weighted(0.5, iss),
        vec(other, 0..=2),
        strange,
        again,
    );
    claims.prop_flat_map(|(aud, azp, iss, others, strange, again)| {
        let mut members: Vec<Member> = Vec::new();
        let known = [("aud", aud), ("azp", azp), ("iss", iss)];
        members.extend(known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
        for (name, value) in others {
            if members.iter().all(|(other, _)| other != name) {
                members.push((name.to_owned(), value));
            }
        }
        members.extend(strange);
        members.extend(again.map(|(name, value)| (name.to_owned(), value)));
        Just(members).prop_shuffle()
    })
}

/// An audience for a policy: an identifier of the recipient 4/10, a near miss of one 3/10, a trusted audience 2/10, any
/// identifier 1/10. Where the policy has none, any identifier instead.
pub fn audience(policy: &Policy) -> impl Strategy<Value = String> + use<> {
    let (own, trusted) = (policy.identifiers.as_slice().to_vec(), policy.trusted.as_slice().to_vec());
    let one_of = |list: Vec<String>| if list.is_empty() { identifier().boxed() } else { select(list).boxed() };
    prop_oneof![
        4 => one_of(own.clone()),
        3 => one_of(own).prop_flat_map(near_miss),
        2 => one_of(trusted),
        1 => identifier(),
    ]
}

/// What is no usable string: null, true, false, a number, a string with half a surrogate pair, an empty list, an empty
/// object, and an audience within a list or an object or beside a name given twice.
fn odd(policy: &Policy) -> impl Strategy<Value = Json> + use<> {
    let object = |name: &str, value: Json| Json::Object(vec![(name.to_owned(), value)]);
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        select(vec!["7", "0", "-1.5e3"]).prop_map(|number| Json::Number(number.to_owned())),
        audience(policy).prop_map(Json::Lone),
        Just(Json::List(Vec::new())),
        Just(Json::Object(Vec::new())),
        audience(policy).prop_map(|text| Json::List(vec![Json::Text(text)])),
        audience(policy).prop_map(move |text| object("aud", Json::Text(text))),
        audience(policy)
            .prop_map(|text| Json::Object(vec![("a".to_owned(), Json::Null), ("a".to_owned(), Json::Text(text))])),
    ]
}

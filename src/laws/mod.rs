//! What holds for every correct validator, whatever the question? Each law is one plain function.
//!
//! A vector says what is right for one question. A law says how the answers to several questions hang together, so it
//! needs no verdict, and can be asked of questions that nobody has thought of. Each law is a function of a validator
//! and a question; where its precondition is not met it holds. [`LAWS`] lists them. They hold for every validator that
//! [`judge`](crate::judge) agrees with, whichever way it goes where both ways are open.
//!
//! Three drivers: property tests (feature `proptest1`, `audiometer::strategies`), fuzzing (feature `arbitrary1`), and a
//! test of one's own, without either, on the questions of the suite:
//!
//! ```
//! use audiometer::laws::{LAWS, Question};
//! use audiometer::{Answer, Case, Suite};
//!
//! // Here stands your own validator.
//! let mut mine = |case: &Case<'_>| audiometer::Validator::answer(&mut audiometer::Reference::strict(), case);
//!
//! for entry in Suite::embedded().entries().step_by(50) {
//!     let policy = entry.vector.policy(entry.profile);
//!     let Some(question) = Question::read(&entry.vector.claims, &policy) else { continue };
//!     for law in LAWS {
//!         (law.check)(&mut mine, &question).unwrap_or_else(|broken| panic!("{broken}"));
//!     }
//! }
//! ```
//!
//! A validator that reads [`Case::token`](crate::Case::token) and checks its signature stands in [`Signed`], which mints
//! the token. One that reads [`Case::claims`](crate::Case::claims) needs nothing.

mod audiences;
mod history;
mod policies;
mod question;
mod trial;
mod writing;

pub use audiences::*;
pub use history::*;
pub use policies::*;
pub use question::{Json, Member, Question, Writing};
pub use trial::{Asked, Broken, Signed};
pub use writing::*;

use crate::validator::Validator;

/// A property of every correct validator.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// The name of its function.
    pub name: &'static str,
    /// The law in a sentence.
    pub text: &'static str,
    /// Its function: whether the law holds for this validator on this question.
    pub check: fn(&mut dyn Validator, &Question) -> Result<(), Broken>,
}

impl Law {
    /// The law of that name.
    pub fn named(name: &str) -> Option<&'static Law> {
        LAWS.iter().find(|law| law.name == name)
    }
}

macro_rules! laws {
    ($($law:ident $text:literal,)*) => {
        /// Every law, in the order in which the rules of the judgement stand.
        pub const LAWS: &[Law] = &[$(Law { name: stringify!($law), text: $text, check: $law },)*];
    };
}

laws! {
    escapes "Writing strings as escapes changes nothing.",
    white_space "White space between tokens changes nothing.",
    order_of_members "The order of members changes nothing.",
    unknown_claim "A claim that nobody knows changes nothing.",
    alike_claim "A claim that is only called much like `aud` never turns a rejection into an acceptance.",
    header_replica "A replica of `aud` in the header changes nothing, and never makes up for the claim.",
    missing_under_required "Without `aud` nothing is accepted where it is required.",
    wrong_type "An `aud` of a wrong type is never accepted.",
    one_or_list_of_one "A string and a list of one string are the same, where the shape is free.",
    order_of_audiences "The order of a list of audiences changes nothing.",
    repeated_audience "An audience given twice counts once, where several are allowed.",
    unrelated_audience "One more audience that means nothing to the recipient never turns a rejection into an acceptance.",
    match_taken_away "Without the recipient's identifier among the audiences nothing is accepted.",
    near_miss "A near miss of an identifier is never accepted.",
    another_recipient "Who is not named does not accept, not even straight after somebody who is.",
    renaming "Renaming every name, each to a name of its own, changes nothing.",
    order_of_identifiers "The order of identifiers and of trusted audiences changes nothing.",
    more_identifiers "One more identifier never turns an acceptance into a rejection.",
    more_trusted "One more trusted audience never turns an acceptance into a rejection.",
    trusted_never_rescues "An audience that is trusted and not one's own is never enough.",
    azp_never_rescues "An `azp` that names the recipient never makes up for `aud`.",
    azp_unasked "What `azp` says changes nothing where it is ignored.",
    issuer_unasked "What `iss` says changes nothing where no issuer is named.",
    presence_in_order "What is accepted where `aud` is required is accepted where it is optional.",
    shape_in_order "What is accepted where `aud` must be a string is accepted where it may be a list.",
    extras_in_order "What is accepted with no other audience is accepted with trusted ones, and that with any.",
    errata_in_order "What is accepted by errata 1 is accepted by errata 2, where `azp` is absent or the client id.",
    azp_in_order "What is accepted by the strict rule for `azp` is accepted by errata 1, and what by errata 2 where `azp` is ignored.",
    issuer_in_order "What is accepted from a named issuer is accepted where no issuer is named.",
    asked_twice "The same question has the same answer.",
    asked_between "A question asked in between changes no answer.",
}

/// A text that is none of these.
fn stranger<'a>(known: impl Iterator<Item = &'a str>) -> String {
    let longest = known.map(str::len).max().unwrap_or(0);
    // Longer than all of them, so equal to none.
    let name = "https://stranger.example/";
    format!("{name}{}", "x".repeat((longest + 1).saturating_sub(name.len())))
}

impl Question {
    /// A name that stands nowhere in the audiences and the policy.
    fn stranger(&self) -> String {
        let audiences = self.audiences().into_iter().filter_map(Json::as_text);
        let policy = &self.policy;
        stranger(
            audiences
                .chain(policy.identifiers.as_slice().iter().map(String::as_str))
                .chain(policy.trusted.as_slice().iter().map(String::as_str))
                .chain(policy.client_id.as_deref()),
        )
    }

    /// The audiences, of any type: the elements of a list, or the value itself.
    fn audiences(&self) -> Vec<&Json> {
        match self.claim("aud") {
            None => Vec::new(),
            Some(Json::List(items)) => items.iter().collect(),
            Some(value) => vec![value],
        }
    }

    fn is_own(&self, text: &str) -> bool {
        self.policy.identifiers.as_slice().iter().any(|identifier| identifier == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, Case, Feature, Implementation, Profile, Recipient};

    fn question(claims: &str) -> Question {
        let policy = Profile::named("jwt-bcp").expect("profile").policy(&Recipient::named("me"));
        Question::read(claims.as_bytes(), &policy).expect("readable")
    }

    #[test]
    fn a_broken_law_shows_what_was_asked_and_answered() {
        let mut first = |case: &Case<'_>| {
            if case.claims.starts_with(b"{\"aud\":[\"me\"") { Answer::Accept } else { Answer::refused("not the first") }
        };
        let broken = order_of_audiences(&mut first, &question(r#"{"aud":["me","you"]}"#)).expect_err("broken");
        assert_eq!(
            broken.to_string(),
            r#"law broken: order_of_audiences
  The order of a list of audiences changes nothing.
  under   {"profile":"jwt-bcp","identifiers":["me"],"presence":"required","shape":"any","extras":"allowed","trusted":[],"azp":"ignored","client_id":"me","issuer":null}
  accept  {"aud":["me","you"]}
  reject  {"aud":["you","me"]}  (not the first)"#
        );
    }

    #[test]
    fn each_question_is_asked_in_its_own_writing() {
        let first = question(r#"{"aud":"me"}"#);
        let others =
            || [first.with("aud", Json::text("you")), first.under(|policy| policy.issuer = None), first.clone()];
        let mut seen = Vec::new();
        let mut accepting = |case: &Case<'_>| {
            seen.push((case.token.to_owned(), case.claims.to_vec()));
            Answer::Accept
        };
        assert!(trial::same("asked_twice", &mut accepting, &first, others()).is_ok());
        let written = |question: &Question| (question.token(), question.bytes());
        assert_eq!(seen, [&[first.clone()][..], &others()].concat().iter().map(written).collect::<Vec<_>>());
    }

    #[test]
    fn a_fault_breaks_any_law_and_what_cannot_be_asked_breaks_none() {
        struct Silent;
        impl Validator for Silent {
            fn answer(&mut self, _: &Case<'_>) -> Answer {
                Answer::Fault { error: "no answer".to_owned() }
            }
            fn supports(&self, feature: Feature) -> bool {
                feature != Feature::AudRequired
            }
            fn implementation(&self) -> Implementation {
                Implementation::new("silent", "", "")
            }
        }
        assert!(asked_twice(&mut Silent, &question("{}")).is_ok());
        let broken = asked_twice(&mut Silent, &question(r#"{"aud":"me"}"#)).expect_err("broken");
        assert!(broken.to_string().ends_with("\n  fault   {\"aud\":\"me\"}  (no answer)"), "{broken}");
    }

    #[test]
    fn a_signed_question_is_the_same_with_a_signature() {
        let mut seen = Vec::new();
        let mut signed = Signed::new(
            |case: &Case<'_>| {
                seen.push(case.token.to_owned());
                Answer::Accept
            },
            |input: &str| format!("signature-of-{}", input.len()),
        );
        let question = question(r#"{"aud":"me"}"#);
        assert!(asked_twice(&mut signed, &question).is_ok());
        let token = format!("{}signature-of-{}", question.token(), question.token().len() - 1);
        assert_eq!(seen, [token.clone(), token]);
    }
}

//! Does a JWT library hear its own name in `aud`, and only its own name?
#![doc = include_str!("../README.md")]

mod ambiguity;
#[cfg(feature = "arbitrary1")]
mod arbitrary;
mod audiences;
mod case;
mod catalog;
pub mod claims;
mod clause;
pub mod explain;
pub mod feature;
mod fingerprint;
pub mod format;
mod json;
mod judge;
pub mod laws;
pub mod lint;
#[cfg(feature = "mutants")]
pub mod mutants;
mod policy;
mod profile;
pub mod protocol;
mod reason;
mod reference;
pub mod report;
mod rule;
mod run;
pub mod seeds;
#[cfg(feature = "proptest1")]
pub mod strategies;
mod text;
mod validator;
mod vector;
mod verdict;

pub use ambiguity::{Ambiguity, OpenQuestion};
pub use case::{Case, ISSUER, KEY};
pub use catalog::{Count, Entry, Flag, Ledger, Source, Suite, topic_files};
pub use clause::{Clause, Wording};
pub use feature::Feature;
pub use judge::{judge, judge_claims};
pub use policy::{Azp, Extras, Identifiers, Policy, Presence, Recipient, Shape};
pub use profile::Profile;
pub use reason::{Reason, Reasons};
pub use reference::Reference;
pub use report::{Outcome, Record, Report};
pub use rule::Rule;
pub use run::{Plan, assert_case, assert_conformant, cases, run};
pub use validator::{Answer, Implementation, Validator};
pub use vector::{Expected, Importance, Problem, Topic, Vector};
pub use verdict::{Decision, Rejection, Strength, Verdict};

//! What stands on a certificate? An in-toto Statement with the test-result predicate, and the suite's own findings in it.
//!
//! The predicate is <https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md>. Whatever it has no field
//! for stands in one extension field, `audiometer`, which its parsing rules allow: who does not know it ignores it.
//! `conformance/certificate.schema.json` describes the file.

pub(crate) mod artifact;
pub(crate) mod check;
pub(crate) mod level;

use crate::results::SuiteId;
use audiometer::protocol::Kind;
use audiometer::{Entry, Feature, Implementation, Profile, Suite};
use level::{Campaign, Deviation, Found, Held, Level, Standing};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

pub(crate) const STATEMENT: &str = "https://in-toto.io/Statement/v1";
pub(crate) const PREDICATE: &str = "https://in-toto.io/attestation/test-result/v0.1";

/// The number of the extension's format.
pub(crate) const FORMAT: u32 = 1;

/// An in-toto Statement, version 1.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Statement {
    #[serde(rename = "_type")]
    pub(crate) kind: String,
    /// The library under test: one.
    pub(crate) subject: Vec<Resource>,
    #[serde(rename = "predicateType")]
    pub(crate) predicate_type: String,
    pub(crate) predicate: Predicate,
}

/// An in-toto ResourceDescriptor, as far as it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Resource {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) uri: String,
    /// By algorithm, hexadecimal digits.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) digest: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) annotations: BTreeMap<String, String>,
}

/// The test-result predicate, version 0.1.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Predicate {
    pub(crate) result: TestResult,
    /// Suite, runner, adapter, and expectations.
    pub(crate) configuration: Vec<Resource>,
    /// Cases, like the other two.
    pub(crate) passed_tests: Vec<String>,
    pub(crate) warned_tests: Vec<String>,
    pub(crate) failed_tests: Vec<String>,
    pub(crate) audiometer: Extension,
}

/// How it went, in the predicate's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum TestResult {
    /// No case fails.
    Passed,
    /// Every profile reaches `core`, and some cases keep it from more or were not asked.
    Warned,
    /// Some profile reaches nothing.
    Failed,
}

/// What the predicate has no field for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Extension {
    pub(crate) format: u32,
    /// When it was issued, in UTC.
    pub(crate) time: String,
    /// What issues it again.
    pub(crate) command: Vec<String>,
    pub(crate) target: String,
    pub(crate) kind: Kind,
    pub(crate) implementation: Implementation,
    /// How the library is configured, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) notes: String,
    /// What it says it can be told.
    pub(crate) features: Vec<Feature>,
    pub(crate) suite: SuiteId,
    /// Those of the orders in which the cases were put.
    pub(crate) seeds: [u64; 2],
    pub(crate) profiles: Vec<Standing>,
    /// Every case that did not simply pass, in the order of the suite.
    pub(crate) deviations: Vec<Deviation>,
}

/// All that is known when a certificate is issued.
pub(crate) struct Facts<'s> {
    pub(crate) subject: Resource,
    /// Beside the suite.
    pub(crate) configuration: Vec<Resource>,
    pub(crate) time: String,
    pub(crate) command: Vec<String>,
    pub(crate) target: String,
    pub(crate) kind: Kind,
    pub(crate) implementation: Implementation,
    pub(crate) notes: String,
    pub(crate) features: Vec<Feature>,
    pub(crate) suite: SuiteId,
    pub(crate) seeds: [u64; 2],
    pub(crate) profiles: Vec<&'static Profile>,
    pub(crate) entries: Vec<Entry<'s>>,
    pub(crate) deviations: Vec<Deviation>,
}

impl TestResult {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passed => "PASSED",
            Self::Warned => "WARNED",
            Self::Failed => "FAILED",
        }
    }
}

impl Facts<'_> {
    /// The cases of each profile, in the order of the profiles, with what came of them.
    fn held<'h>(&self, ids: &'h [String], deviations: &'h [Deviation]) -> Vec<(&'static Profile, Vec<Held<'h>>)> {
        let found: HashMap<&str, &Deviation> = deviations.iter().map(|found| (found.case.as_str(), found)).collect();
        let of = |profile: &'static Profile| {
            let entries = self.entries.iter().zip(ids).filter(|(entry, _)| entry.profile == profile);
            entries.map(|(entry, id)| held(entry, id, found.get(id.as_str()).copied())).collect()
        };
        self.profiles.iter().map(|profile| (*profile, of(profile))).collect()
    }

    /// What each profile reaches without a campaign.
    pub(crate) fn standings(&self) -> Vec<Standing> {
        let ids: Vec<String> = self.entries.iter().map(Entry::id).collect();
        let held = self.held(&ids, &self.deviations);
        held.iter().map(|(profile, cases)| level::standing(&profile.name, cases, None)).collect()
    }

    /// The certificate, with the campaigns that there were.
    pub(crate) fn certify(self, mut campaigns: BTreeMap<String, Campaign>) -> Statement {
        let ids: Vec<String> = self.entries.iter().map(Entry::id).collect();
        let held = self.held(&ids, &self.deviations);
        let profiles: Vec<Standing> = held
            .iter()
            .map(|(profile, cases)| level::standing(&profile.name, cases, campaigns.remove(&profile.name)))
            .collect();
        let lists = Lists::of(held.iter().flat_map(|(_, cases)| cases));
        let result = lists.result(&profiles);
        let mut configuration = vec![suite(&self.suite)];
        configuration.extend(self.configuration);
        Statement {
            kind: STATEMENT.to_owned(),
            subject: vec![self.subject],
            predicate_type: PREDICATE.to_owned(),
            predicate: Predicate {
                result,
                configuration,
                passed_tests: lists.passed,
                warned_tests: lists.warned,
                failed_tests: lists.failed,
                audiometer: Extension {
                    format: FORMAT,
                    time: self.time,
                    command: self.command,
                    target: self.target,
                    kind: self.kind,
                    implementation: self.implementation,
                    notes: self.notes,
                    features: self.features,
                    suite: self.suite,
                    seeds: self.seeds,
                    profiles,
                    deviations: self.deviations,
                },
            },
        }
    }
}

impl Statement {
    /// The file: indented, its fields and cases always in the same order.
    pub(crate) fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("plain data serializes");
        text.push('\n');
        text
    }

    pub(crate) fn extension(&self) -> &Extension {
        &self.predicate.audiometer
    }

    /// The lowest level of all profiles.
    pub(crate) fn level(&self) -> Level {
        self.extension().profiles.iter().map(|standing| standing.level).min().unwrap_or(Level::None)
    }
}

/// The predicate's three lists.
struct Lists {
    passed: Vec<String>,
    warned: Vec<String>,
    failed: Vec<String>,
}

impl Lists {
    /// What keeps from `core` failed; what keeps from more, or was not shown, is a warning. Where both are open either way
    /// passes, and so does a rejection for another reason than the one that it gives.
    fn of<'h>(cases: impl Iterator<Item = &'h Held<'h>>) -> Self {
        let mut lists = Self { passed: Vec::new(), warned: Vec::new(), failed: Vec::new() };
        for held in cases {
            let list = match (held.bars(), held.found.map(|found| found.outcome)) {
                (Some((Level::Core, _)), _) => &mut lists.failed,
                (Some(_), _) | (None, Some(Found::Unsupported)) => &mut lists.warned,
                (None, _) => &mut lists.passed,
            };
            list.push(held.case.to_owned());
        }
        lists
    }

    fn result(&self, profiles: &[Standing]) -> TestResult {
        if profiles.is_empty() || profiles.iter().any(|standing| standing.level == Level::None) {
            TestResult::Failed
        } else if self.warned.is_empty() {
            TestResult::Passed
        } else {
            TestResult::Warned
        }
    }
}

/// A case with what came of it.
fn held<'h>(entry: &Entry<'_>, id: &'h str, found: Option<&'h Deviation>) -> Held<'h> {
    Held { case: id, expected: entry.expected, importance: entry.vector.importance, found }
}

/// The cases of a suite under a profile, in its order.
pub(crate) fn entries<'s>(suite: &'s Suite, profiles: &[&'static Profile]) -> Vec<Entry<'s>> {
    profiles.iter().flat_map(|profile| suite.entries().filter(move |entry| entry.profile == *profile)).collect()
}

/// The suite as a resource.
fn suite(id: &SuiteId) -> Resource {
    let (algorithm, digits) = id.digest.split_once(':').unwrap_or(("sha256", &id.digest));
    Resource {
        name: "suite".to_owned(),
        digest: BTreeMap::from([(algorithm.to_owned(), digits.to_owned())]),
        annotations: BTreeMap::from([("suiteVersion".to_owned(), id.version.clone())]),
        ..Resource::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::{Answer, Case, Plan, Reference, Report, Validator, run};

    fn report(seed: u64, filter: &str, validator: &mut dyn Validator) -> Report<'static> {
        let plan = Plan::all(Suite::embedded()).seed(seed);
        run(&plan.only(|entry| entry.profile.name == "jwt-bcp" && entry.vector.id.starts_with(filter)), validator)
    }

    fn deviations(first: &Report<'_>, second: &Report<'_>) -> Vec<Deviation> {
        first.records.iter().zip(&second.records).filter_map(|(a, b)| Deviation::of(a, b)).collect()
    }

    #[test]
    fn another_answer_in_another_order_is_unstable_and_bars_everything() {
        let first = report(1, "rfc7519/aud/string", &mut |_: &Case<'_>| Answer::Accept);
        let second = report(2, "rfc7519/aud/string", &mut |_: &Case<'_>| Answer::refused("now"));
        let found = deviations(&first, &second);
        assert!(!found.is_empty());
        for deviation in &found {
            assert_eq!((deviation.outcome, deviation.other), (Found::Unstable, Some(level::Said::Reject)));
        }
    }

    #[test]
    fn of_two_outcomes_with_one_answer_the_worse_counts() {
        let mut strict = Reference::strict();
        let first = report(1, "rfc7519/aud/", &mut strict);
        let mut second = report(2, "rfc7519/aud/", &mut strict);
        let passes = |record: &audiometer::Record<'_>| record.outcome == audiometer::Outcome::Pass;
        let at = second.records.iter().position(|record| passes(record) && record.entry.vector.twin.is_some());
        let at = at.expect("a rejection");
        second.records[at].outcome = audiometer::Outcome::Vacuous { twin: "reject" };
        for (a, b) in [(&first, &second), (&second, &first)] {
            let found = Deviation::of(&a.records[at], &b.records[at]).expect("a deviation");
            assert_eq!(found.outcome, Found::Vacuous);
        }
    }

    #[test]
    fn what_bars_core_fails_what_bars_more_or_was_not_asked_warns_and_choices_pass() {
        use audiometer::{Ambiguity, Expected, Importance, Strength};
        let found = |case: &str, outcome, answer| Deviation {
            case: case.to_owned(),
            outcome,
            answer,
            other: None,
            feature: None,
            ambiguity: None,
            known: None,
        };
        let deviations = [
            found("failed", Found::FalseAccept, level::Said::Accept),
            found("should", Found::FalseAccept, level::Said::Accept),
            found("unasked", Found::Unsupported, level::Said::Unsupported),
            found("choice", Found::Choice, level::Said::Accept),
        ];
        let expected = [
            Expected::Reject(Strength::Must),
            Expected::Reject(Strength::Should),
            Expected::Accept,
            Expected::Either(Ambiguity::ALL[0]),
        ];
        let cases: Vec<Held<'_>> = deviations
            .iter()
            .zip(expected)
            .map(|(found, expected)| Held {
                case: &found.case,
                expected,
                importance: Importance::High,
                found: Some(found),
            })
            .collect();
        let lists = Lists::of(cases.iter());
        assert_eq!(lists.failed, ["failed"]);
        assert_eq!(lists.warned, ["should", "unasked"]);
        assert_eq!(lists.passed, ["choice"]);
        let core = level::standing("jwt-bcp", &cases[1..], None);
        assert_eq!(lists.result(std::slice::from_ref(&core)), TestResult::Warned);
        assert_eq!(lists.result(&[core, level::standing("oidc", &cases, None)]), TestResult::Failed);
        assert_eq!(lists.result(&[]), TestResult::Failed);
        let clean = Lists::of(cases[3..].iter());
        assert_eq!(clean.result(&[level::standing("jwt-bcp", &cases[3..], None)]), TestResult::Passed);
    }
}

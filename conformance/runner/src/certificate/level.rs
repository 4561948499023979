//! Which level do the outcomes under a profile reach?

use audiometer::{Answer, Decision, Expected, Importance, Outcome, Record, Strength};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// How many cases a campaign has to put, at least, for the highest level.
pub(crate) const CAMPAIGN: u64 = 100_000;

/// What an implementation is certified for under a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// Nothing.
    None,
    /// Every MUST.
    Core,
    /// Every SHOULD, too.
    Strict,
    /// And a campaign found nothing.
    Hardened,
}

impl Level {
    pub(crate) const ALL: [Self; 4] = [Self::None, Self::Core, Self::Strict, Self::Hardened];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Core => "core",
            Self::Strict => "strict",
            Self::Hardened => "hardened",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|level| level.name() == name);
        found.ok_or_else(|| "there are none, core, strict, and hardened".to_owned())
    }
}

/// An outcome other than a pass. A vacuous or an unstable one, and a fault, is as bad as a wrong answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Found {
    FalseAccept,
    FalseReject,
    Fault,
    Unstable,
    Vacuous,
    WrongReason,
    Unsupported,
    Choice,
}

/// An answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Said {
    Accept,
    Reject,
    Fault,
    Unsupported,
}

impl Said {
    fn of(answer: &Answer) -> Self {
        match answer {
            Answer::Accept => Self::Accept,
            Answer::Reject { .. } => Self::Reject,
            Answer::Fault { .. } => Self::Fault,
            Answer::Unsupported { .. } => Self::Unsupported,
        }
    }
}

/// What came of a case that did not simply pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deviation {
    /// The vector, `@`, the profile.
    pub(crate) case: String,
    pub(crate) outcome: Found,
    pub(crate) answer: Said,
    /// The other answer, of what is unstable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) other: Option<Said>,
    /// What it, or its twin, cannot be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) feature: Option<String>,
    /// The question that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ambiguity: Option<String>,
    /// The reason by which it is a known failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) known: Option<String>,
}

impl Deviation {
    /// What came of a case in two runs: the worse of both, and unstable where the answers differ.
    pub(crate) fn of(first: &Record<'_>, second: &Record<'_>) -> Option<Self> {
        let (answer, again) = (Said::of(&first.answer), Said::of(&second.answer));
        let rank = |record: &Record<'_>| Outcome::NAMES.iter().position(|name| *name == record.outcome.name());
        let worse = if rank(second) < rank(first) { second } else { first };
        let mut deviation = Self {
            case: first.entry.id(),
            outcome: Found::Choice,
            answer,
            other: None,
            feature: None,
            ambiguity: None,
            known: None,
        };
        if answer != again {
            return Some(Self { outcome: Found::Unstable, other: Some(again), ..deviation });
        }
        deviation.outcome = match &worse.outcome {
            Outcome::Pass => return None,
            Outcome::FalseAccept(_) => Found::FalseAccept,
            Outcome::FalseReject => Found::FalseReject,
            Outcome::WrongReason(_) => Found::WrongReason,
            Outcome::Vacuous { .. } => Found::Vacuous,
            Outcome::Fault => Found::Fault,
            Outcome::Unstable { other } => {
                deviation.other = Some(Said::of(other));
                Found::Unstable
            }
            Outcome::Unsupported(feature) => {
                deviation.feature = Some(feature.clone());
                Found::Unsupported
            }
            Outcome::Choice(ambiguity, _) => {
                deviation.ambiguity = Some(ambiguity.id().to_owned());
                Found::Choice
            }
        };
        Some(deviation)
    }
}

/// A case with what is right and what came of it, unless it passed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held<'a> {
    pub(crate) case: &'a str,
    pub(crate) expected: Expected,
    pub(crate) importance: Importance,
    pub(crate) found: Option<&'a Deviation>,
}

/// What keeps an implementation from a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    FalseAccept,
    FalseReject,
    Fault,
    Unstable,
    Vacuous,
    /// It has to be rejected, and the implementation cannot be told so.
    UnsupportedRejection,
    /// There is no case that the implementation could be asked.
    NothingAsked,
    /// A campaign put too few cases.
    SmallCampaign,
    /// A campaign found something.
    Finding,
}

/// How many cases keep it from a level, and one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bar {
    /// The lowest level that it keeps it from.
    pub(crate) level: Level,
    pub(crate) why: Why,
    pub(crate) cases: usize,
    /// How many of them are critical.
    pub(crate) critical: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) example: Option<String>,
}

/// A campaign under one profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Campaign {
    /// How many cases were put.
    pub(crate) cases: u64,
    pub(crate) seed: u64,
    pub(crate) findings: usize,
}

/// The ways that an implementation went where both are open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ways {
    pub(crate) accepted: usize,
    pub(crate) rejected: usize,
}

/// What a certificate says of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    pub(crate) name: String,
    pub(crate) level: Level,
    /// What keeps it from the higher levels.
    pub(crate) bars: Vec<Bar>,
    pub(crate) cases: usize,
    pub(crate) passed: usize,
    /// How many cases have each other outcome that occurs.
    pub(crate) outcomes: BTreeMap<Found, usize>,
    /// How many failures are known, which changes nothing.
    pub(crate) known_failures: usize,
    /// By the feature that is missing, how many cases were not asked, or show nothing.
    pub(crate) unsupported: BTreeMap<String, usize>,
    /// By the open question.
    pub(crate) choices: BTreeMap<String, Ways>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) campaign: Option<Campaign>,
}

impl Held<'_> {
    /// The lowest level that it keeps an implementation from, and why. What is critical bars all of them, however strong
    /// the demand; that a failure is known changes nothing.
    pub(crate) fn bars(&self) -> Option<(Level, Why)> {
        let found = self.found?;
        let by_strength = match self.expected {
            Expected::Reject(Strength::Should) if self.importance != Importance::Critical => Level::Strict,
            Expected::Reject(_) | Expected::Accept | Expected::Either(_) => Level::Core,
        };
        match found.outcome {
            Found::FalseAccept => Some((by_strength, Why::FalseAccept)),
            Found::Vacuous => Some((by_strength, Why::Vacuous)),
            Found::FalseReject => Some((Level::Core, Why::FalseReject)),
            Found::Fault => Some((Level::Core, Why::Fault)),
            Found::Unstable => Some((Level::Core, Why::Unstable)),
            Found::Unsupported => match (self.expected, found.answer) {
                // It was asked and refuses; only the twin cannot be asked, so that nothing is shown, but no hole either.
                (Expected::Reject(_), Said::Reject) | (Expected::Accept | Expected::Either(_), _) => None,
                (Expected::Reject(_), _) => Some((by_strength, Why::UnsupportedRejection)),
            },
            Found::WrongReason | Found::Choice => None,
        }
    }

    /// Whether such an outcome, with such an answer, is possible where this is right.
    pub(crate) fn is_possible(&self) -> bool {
        let Some(found) = self.found else {
            return matches!(self.expected.decision(), Decision::Accept | Decision::Reject);
        };
        let rejection = matches!(self.expected, Expected::Reject(_));
        match found.outcome {
            Found::FalseAccept => rejection && found.answer == Said::Accept,
            Found::FalseReject => self.expected == Expected::Accept && found.answer == Said::Reject,
            Found::Vacuous | Found::WrongReason => rejection && found.answer == Said::Reject,
            Found::Fault => found.answer == Said::Fault,
            Found::Unstable => found.other.is_some_and(|other| other != found.answer),
            Found::Unsupported => {
                found.feature.is_some()
                    && (found.answer == Said::Unsupported || (rejection && found.answer == Said::Reject))
            }
            Found::Choice => match self.expected {
                Expected::Either(ambiguity) => {
                    found.ambiguity.as_deref() == Some(ambiguity.id())
                        && matches!(found.answer, Said::Accept | Said::Reject)
                }
                Expected::Accept | Expected::Reject(_) => false,
            },
        }
    }
}

/// What stands on the certificate for a profile with all of its cases.
pub(crate) fn standing(name: &str, cases: &[Held<'_>], campaign: Option<Campaign>) -> Standing {
    let mut bars: BTreeMap<(Level, Why), Bar> = BTreeMap::new();
    let mut standing = Standing {
        name: name.to_owned(),
        level: Level::None,
        bars: Vec::new(),
        cases: cases.len(),
        passed: cases.iter().filter(|held| held.found.is_none()).count(),
        outcomes: BTreeMap::new(),
        known_failures: 0,
        unsupported: BTreeMap::new(),
        choices: BTreeMap::new(),
        campaign,
    };
    let mut asked = 0;
    for held in cases {
        let found = held.found;
        asked += usize::from(found.is_none_or(|found| found.answer != Said::Unsupported));
        if let Some((level, why)) = held.bars() {
            let bar = bars.entry((level, why)).or_insert(Bar { level, why, cases: 0, critical: 0, example: None });
            bar.cases += 1;
            let critical = held.importance == Importance::Critical;
            if bar.cases == 1 || (critical && bar.critical == 0) {
                bar.example = Some(held.case.to_owned());
            }
            bar.critical += usize::from(critical);
        }
        let Some(found) = found else { continue };
        *standing.outcomes.entry(found.outcome).or_default() += 1;
        standing.known_failures += usize::from(found.known.is_some());
        match (&found.feature, &found.ambiguity) {
            (Some(feature), _) => *standing.unsupported.entry(feature.clone()).or_default() += 1,
            (_, Some(ambiguity)) => {
                let ways = standing.choices.entry(ambiguity.clone()).or_default();
                ways.accepted += usize::from(found.answer == Said::Accept);
                ways.rejected += usize::from(found.answer == Said::Reject);
            }
            (None, None) => {}
        }
    }
    let mut bar = |level, why, cases| {
        bars.insert((level, why), Bar { level, why, cases, critical: 0, example: None });
    };
    if asked == 0 {
        bar(Level::Core, Why::NothingAsked, cases.len());
    }
    if let Some(campaign) = &standing.campaign {
        if campaign.findings > 0 {
            bar(Level::Hardened, Why::Finding, campaign.findings);
        }
        if campaign.cases < CAMPAIGN {
            bar(Level::Hardened, Why::SmallCampaign, usize::try_from(campaign.cases).unwrap_or(usize::MAX));
        }
    }
    standing.bars = bars.into_values().collect();
    let free = |level: Level| standing.bars.iter().all(|bar| bar.level > level);
    standing.level = match () {
        () if !free(Level::Core) => Level::None,
        () if !free(Level::Strict) => Level::Core,
        () if standing.campaign.is_none() || !free(Level::Hardened) => Level::Strict,
        () => Level::Hardened,
    };
    standing
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::Ambiguity;

    const MUST: Expected = Expected::Reject(Strength::Must);
    const SHOULD: Expected = Expected::Reject(Strength::Should);

    fn deviation(outcome: Found, answer: Said) -> Deviation {
        let case = "topic/fact@jwt-bcp".to_owned();
        Deviation { case, outcome, answer, other: None, feature: None, ambiguity: None, known: None }
    }

    fn unsupported(answer: Said) -> Deviation {
        Deviation { feature: Some("many-identifiers".to_owned()), ..deviation(Found::Unsupported, answer) }
    }

    /// The standing of a hundred passes and this.
    fn beside_passes(expected: Expected, importance: Importance, found: &Deviation) -> Standing {
        let pass = Held { case: "topic/pass@jwt-bcp", expected: MUST, importance: Importance::Critical, found: None };
        let mut cases = vec![pass; 100];
        cases.push(Held { case: &found.case, expected, importance, found: Some(found) });
        standing("jwt-bcp", &cases, None)
    }

    fn level(expected: Expected, importance: Importance, found: &Deviation) -> Level {
        beside_passes(expected, importance, found).level
    }

    fn campaign(cases: u64, findings: usize) -> Option<Campaign> {
        Some(Campaign { cases, seed: 1, findings })
    }

    #[test]
    fn one_must_that_fails_means_none_whatever_else_passes() {
        for importance in [Importance::Low, Importance::Medium, Importance::High, Importance::Critical] {
            assert_eq!(level(MUST, importance, &deviation(Found::FalseAccept, Said::Accept)), Level::None);
            assert_eq!(level(Expected::Accept, importance, &deviation(Found::FalseReject, Said::Reject)), Level::None);
        }
    }

    #[test]
    fn a_should_that_fails_means_core_unless_it_is_critical() {
        let accepted = deviation(Found::FalseAccept, Said::Accept);
        assert_eq!(level(SHOULD, Importance::High, &accepted), Level::Core);
        assert_eq!(level(SHOULD, Importance::Critical, &accepted), Level::None);
        assert_eq!(level(SHOULD, Importance::High, &deviation(Found::Vacuous, Said::Reject)), Level::Core);
    }

    #[test]
    fn vacuous_unstable_and_fault_are_failures_even_where_both_are_open() {
        assert_eq!(level(MUST, Importance::Low, &deviation(Found::Vacuous, Said::Reject)), Level::None);
        let open = Expected::Either(Ambiguity::ALL[0]);
        for expected in [MUST, SHOULD, Expected::Accept, open] {
            for outcome in [Found::Unstable, Found::Fault] {
                assert_eq!(level(expected, Importance::Low, &deviation(outcome, Said::Fault)), Level::None);
            }
        }
    }

    #[test]
    fn an_unsupported_case_that_has_to_be_rejected_bars_and_one_to_be_accepted_is_listed() {
        let not_asked = unsupported(Said::Unsupported);
        assert_eq!(level(MUST, Importance::Low, &not_asked), Level::None);
        assert_eq!(level(SHOULD, Importance::Low, &not_asked), Level::Core);
        let listed = beside_passes(Expected::Accept, Importance::Critical, &not_asked);
        assert_eq!(listed.level, Level::Strict);
        assert_eq!(listed.unsupported, BTreeMap::from([("many-identifiers".to_owned(), 1)]));
        // Rejected, as it has to be; only its twin cannot be asked.
        assert_eq!(level(MUST, Importance::Critical, &unsupported(Said::Reject)), Level::Strict);
    }

    #[test]
    fn a_known_failure_bars_like_any_other_and_is_counted() {
        let known = Deviation { known: Some("documented".to_owned()), ..deviation(Found::FalseAccept, Said::Accept) };
        let standing = beside_passes(MUST, Importance::Low, &known);
        assert_eq!((standing.level, standing.known_failures), (Level::None, 1));
    }

    #[test]
    fn choices_and_wrong_reasons_bar_nothing_and_choices_are_listed() {
        let ambiguity = Ambiguity::ALL[0];
        let choice = Deviation { ambiguity: Some(ambiguity.id().to_owned()), ..deviation(Found::Choice, Said::Accept) };
        let standing = beside_passes(Expected::Either(ambiguity), Importance::Critical, &choice);
        assert_eq!(standing.level, Level::Strict);
        assert_eq!(standing.choices[ambiguity.id()], Ways { accepted: 1, rejected: 0 });
        assert_eq!(level(MUST, Importance::Critical, &deviation(Found::WrongReason, Said::Reject)), Level::Strict);
    }

    #[test]
    fn where_nothing_was_asked_nothing_is_certified() {
        let not_asked = unsupported(Said::Unsupported);
        let held = Held { case: "a", expected: Expected::Accept, importance: Importance::Low, found: Some(&not_asked) };
        for cases in [&[][..], &[held]] {
            let standing = standing("unconfigured", cases, campaign(CAMPAIGN, 0));
            assert_eq!((standing.level, standing.bars[0].why), (Level::None, Why::NothingAsked));
        }
    }

    #[test]
    fn hardened_takes_strict_and_a_campaign_of_enough_cases_without_a_finding() {
        let pass = [Held { case: "a", expected: MUST, importance: Importance::Low, found: None }];
        let level = |campaign| standing("jwt-bcp", &pass, campaign).level;
        assert_eq!(level(None), Level::Strict);
        assert_eq!(level(campaign(CAMPAIGN - 1, 0)), Level::Strict);
        assert_eq!(level(campaign(CAMPAIGN, 1)), Level::Strict);
        assert_eq!(level(campaign(CAMPAIGN, 0)), Level::Hardened);
        let accepted = deviation(Found::FalseAccept, Said::Accept);
        let should = [Held { case: "a", expected: SHOULD, importance: Importance::Low, found: Some(&accepted) }];
        assert_eq!(standing("jwt-bcp", &should, campaign(CAMPAIGN, 0)).level, Level::Core);
    }

    #[test]
    fn a_bar_counts_its_cases_and_shows_a_critical_one() {
        let accepted = deviation(Found::FalseAccept, Said::Accept);
        let held = |case, importance| Held { case, expected: MUST, importance, found: Some(&accepted) };
        let cases = [held("a", Importance::Low), held("b", Importance::Critical), held("c", Importance::Critical)];
        let standing = standing("jwt-bcp", &cases, None);
        let bar =
            Bar { level: Level::Core, why: Why::FalseAccept, cases: 3, critical: 2, example: Some("b".to_owned()) };
        assert_eq!(standing.bars, [bar]);
    }

    #[test]
    fn an_outcome_that_contradicts_what_is_right_is_impossible() {
        let possible = |expected, found: Option<&Deviation>| {
            Held { case: "a", expected, importance: Importance::Low, found }.is_possible()
        };
        let open = Expected::Either(Ambiguity::ALL[0]);
        assert!(possible(MUST, None) && possible(Expected::Accept, None) && !possible(open, None));
        let accepted = deviation(Found::FalseAccept, Said::Accept);
        assert!(possible(MUST, Some(&accepted)) && !possible(Expected::Accept, Some(&accepted)));
        assert!(!possible(MUST, Some(&deviation(Found::FalseAccept, Said::Reject))));
        assert!(!possible(MUST, Some(&deviation(Found::Choice, Said::Accept))));
        assert!(!possible(MUST, Some(&deviation(Found::Unstable, Said::Accept))));
        assert!(!possible(MUST, Some(&deviation(Found::Unsupported, Said::Unsupported))));
        assert!(possible(MUST, Some(&unsupported(Said::Reject))));
        assert!(!possible(Expected::Accept, Some(&unsupported(Said::Reject))));
    }
}

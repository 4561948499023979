//! What did each implementation answer to each vector, under each profile?

use super::shown::anchor;
use crate::results::Results;
use audiometer::{Ambiguity, Decision, Entry, Expected, Outcome, Profile, Vector};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Some of the profiles, a bit each, by their places among all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(super) struct Profiles(u32);

impl Profiles {
    pub(super) fn named(name: &str) -> Option<Self> {
        Profile::all().iter().position(|profile| profile.name == name).map(|at| Self(1 << at))
    }

    pub(super) fn of(profile: &Profile) -> Self {
        Self::named(&profile.name).unwrap_or_default()
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let there = move |&(at, _): &(usize, &Profile)| self.0 & (1 << at) != 0;
        Profile::all().iter().enumerate().filter(there).map(|(_, profile)| profile.name.as_str())
    }
}

/// A vector, with the verdicts that the page is about.
pub(super) struct Asked<'a> {
    pub(super) vector: &'a Vector,
    pub(super) verdicts: Vec<(&'static Profile, Expected)>,
    pub(super) profiles: Profiles,
}

impl Asked<'_> {
    /// Whether the recipient has configured no audience; most libraries document that they accept everything then.
    pub(super) fn is_unconfigured(&self) -> bool {
        self.vector.recipient.identifiers.is_empty()
    }

    /// The profiles whose verdict is this one.
    pub(super) fn right(&self, decision: Decision) -> Profiles {
        let so = self.verdicts.iter().filter(|(_, expected)| expected.decision() == decision);
        so.map(|(profile, _)| Profiles::of(profile)).fold(Profiles::default(), Profiles::with)
    }
}

/// An outcome that is no pass, and under which profiles.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Told {
    /// Its place in [`Outcome::NAMES`]: the worst first.
    rank: usize,
    /// The feature that is missing, or the question that is open.
    pub(super) about: String,
    /// The way it went where both are open; empty otherwise.
    pub(super) way: String,
    pub(super) profiles: Profiles,
}

impl Told {
    pub(super) fn outcome(&self) -> &'static str {
        Outcome::NAMES[self.rank]
    }

    pub(super) fn rank(&self) -> usize {
        self.rank
    }

    pub(super) fn is_failure(&self) -> bool {
        FAILURES.contains(&self.outcome())
    }
}

/// The outcomes that are mistakes of the implementation, the worst first.
pub(super) const FAILURES: [&str; 5] = ["false-accept", "false-reject", "fault", "unstable", "vacuous"];

/// An implementation, with where it stands on the page.
pub(super) struct Implementation<'a> {
    pub(super) results: &'a Results,
    pub(super) name: String,
    pub(super) anchor: String,
    /// The profiles under which it was asked.
    pub(super) asked: Profiles,
}

/// Everything that was answered.
pub(super) struct Answers<'a> {
    pub(super) vectors: Vec<Asked<'a>>,
    pub(super) implementations: Vec<Implementation<'a>>,
    /// What may come of a vector, each once; the first is that all is as it has to be.
    patterns: Vec<Vec<Told>>,
    /// By vector and implementation, which of the patterns it is.
    cells: Vec<Vec<usize>>,
}

impl<'a> Answers<'a> {
    /// From the cases that were put, and the results.
    ///
    /// # Errors
    ///
    /// What the results say of a case that is not among these, and how many cases are missing: whatever is not listed
    /// in them passed, so they have to be of exactly these cases.
    pub(super) fn new(entries: &[Entry<'a>], results: &'a [Results]) -> Result<Self, String> {
        let mut vectors: Vec<Asked<'a>> = Vec::new();
        for entry in entries {
            if vectors.last().is_none_or(|last| last.vector.id != entry.vector.id) {
                vectors.push(Asked { vector: entry.vector, verdicts: Vec::new(), profiles: Profiles::default() });
            }
            if let Some(last) = vectors.last_mut() {
                last.verdicts.push((entry.profile, entry.expected));
                last.profiles = last.profiles.with(Profiles::of(entry.profile));
            }
        }
        let at: HashMap<&str, usize> =
            vectors.iter().enumerate().map(|(at, asked)| (asked.vector.id.as_str(), at)).collect();
        let mut answers = Self { implementations: Vec::new(), patterns: vec![Vec::new()], cells: Vec::new(), vectors };
        answers.cells = vec![vec![0; results.len()]; answers.vectors.len()];
        let mut interned = HashMap::from([(Vec::new(), 0)]);
        let mut anchors = HashSet::new();
        for (place, results) in results.iter().enumerate() {
            let wrong = |text: String| format!("{}: {text}", results.header.target);
            let asked = answers.complete(results).map_err(wrong)?;
            let mut told: BTreeMap<usize, Vec<Told>> = BTreeMap::new();
            for line in &results.lines {
                let vector = at.get(line.vector.as_str()).copied();
                let vector = vector.ok_or_else(|| wrong(format!("there is no vector `{}`", line.vector)))?;
                told.entry(vector).or_default().push(self::told(line).map_err(wrong)?);
            }
            for (vector, mut pattern) in told {
                pattern.sort();
                let patterns = &mut answers.patterns;
                let number = *interned.entry(pattern).or_insert_with_key(|pattern| {
                    patterns.push(pattern.clone());
                    patterns.len() - 1
                });
                answers.cells[vector][place] = number;
            }
            let name = audiometer::explain::harmless(&results.header.target, 80);
            let mut anchor = anchor(&results.header.target);
            while !anchors.insert(anchor.clone()) {
                anchor.push('-');
            }
            answers.implementations.push(Implementation { results, name, anchor, asked });
        }
        Ok(answers)
    }

    /// The profiles under which it was asked; it has to be everything under each.
    fn complete(&self, results: &Results) -> Result<Profiles, String> {
        let mut asked = Profiles::default();
        for (name, outcomes) in &results.header.profiles {
            let profile = Profiles::named(name).ok_or_else(|| format!("there is no profile `{name}`"))?;
            let there = self.vectors.iter().filter(|asked| !asked.profiles.both(profile).is_empty()).count();
            let put: usize = outcomes.values().sum();
            if put != there {
                return Err(format!("{put} cases under {name}, where there are {there}; run it again"));
            }
            asked = asked.with(profile);
        }
        Ok(asked)
    }

    /// What came of a vector, where it did not pass.
    pub(super) fn told(&self, vector: usize, implementation: usize) -> &[Told] {
        &self.patterns[self.cells[vector][implementation]]
    }

    /// The profiles under which a vector could be put to an implementation.
    pub(super) fn put(&self, vector: usize, implementation: usize) -> Profiles {
        let put = self.vectors[vector].profiles.both(self.implementations[implementation].asked);
        let unsupported = self.told(vector, implementation).iter().filter(|told| told.outcome() == "unsupported");
        unsupported.fold(put, |put, told| put.without(told.profiles))
    }

    /// The profiles under which it passed.
    pub(super) fn passed(&self, vector: usize, implementation: usize) -> Profiles {
        let put = self.vectors[vector].profiles.both(self.implementations[implementation].asked);
        let told = self.told(vector, implementation).iter().filter(|told| told.outcome() != "wrong-reason");
        told.fold(put, |passed, told| passed.without(told.profiles))
    }

    /// Everything in numbers, for the page's script.
    pub(super) fn data(&self) -> Data<'_> {
        let rows = self.cells.iter().map(|row| {
            let mut by_pattern: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (implementation, &pattern) in row.iter().enumerate().filter(|&(_, &pattern)| pattern != 0) {
                by_pattern.entry(pattern).or_insert_with(|| vec![pattern]).push(implementation);
            }
            by_pattern.into_values().collect()
        });
        let told = |told: &Told| (told.rank, told.profiles, [&*told.way, &*told.about].join(" ").trim().to_owned());
        Data {
            profiles: Profile::all().iter().map(|profile| profile.name.as_str()).collect(),
            outcomes: Outcome::NAMES,
            implementations: self
                .implementations
                .iter()
                .map(|implementation| (implementation.name.as_str(), implementation.asked))
                .collect(),
            vectors: self.vectors.iter().map(|asked| asked.profiles).collect(),
            patterns: self.patterns.iter().map(|pattern| pattern.iter().map(told).collect()).collect(),
            rows: rows.collect(),
        }
    }
}

/// What the page's script reads.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    profiles: Vec<&'static str>,
    outcomes: [&'static str; Outcome::NAMES.len()],
    /// Name, and the profiles under which it was asked.
    implementations: Vec<(&'a str, Profiles)>,
    /// The profiles of each.
    vectors: Vec<Profiles>,
    /// Outcome, profiles, and what it is about.
    patterns: Vec<Vec<(usize, Profiles, String)>>,
    /// By vector: a pattern, and the implementations that show it.
    rows: Vec<Vec<Vec<usize>>>,
}

/// A line of results, strictly.
fn told(line: &crate::results::Line) -> Result<Told, String> {
    let rank = Outcome::NAMES.iter().position(|name| *name == line.outcome);
    let rank = rank.ok_or_else(|| format!("{}: there is no outcome `{}`", line.vector, line.outcome))?;
    let mut profiles = Profiles::default();
    for name in &line.profiles {
        let profile = Profiles::named(name);
        profiles = profiles.with(profile.ok_or_else(|| format!("{}: there is no profile `{name}`", line.vector))?);
    }
    let about = match (&line.ambiguity, &line.feature) {
        (Some(id), _) if Ambiguity::named(id).is_none() => {
            return Err(format!("{}: there is no ambiguity `{id}`", line.vector));
        }
        (Some(about), _) => about.clone(),
        (None, Some(feature)) => audiometer::explain::harmless(feature, 60),
        (None, None) => String::new(),
    };
    let way = if line.ambiguity.is_none() {
        ""
    } else if line.answer == "accept" {
        "accept"
    } else {
        "reject"
    };
    Ok(Told { rank, about, way: way.to_owned(), profiles })
}

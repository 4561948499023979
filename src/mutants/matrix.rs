//! Which vectors catch which mutants?

use super::{Mutant, Mutated};
use crate::case::Case;
use crate::catalog::{Entry, Suite};
use crate::policy::{Azp, Extras, Presence, Shape};
use crate::run::{Plan, run};
use crate::validator::Validator;
use crate::vector::Vector;
use crate::verdict::Decision;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

/// What every mutant answers to every question of a suite.
pub struct Matrix<'s> {
    vectors: Vec<&'s Vector>,
    rows: Vec<Row>,
}

/// One mutant's answers.
struct Row {
    mutant: &'static Mutant,
    /// By question: accept, reject or fault.
    answers: Vec<&'static str>,
    /// The indices of the vectors that catch it.
    caught_by: BTreeSet<usize>,
}

/// What the matrix says of one mutant.
pub struct Finding<'s> {
    /// The mutant.
    pub mutant: &'static Mutant,
    /// The vectors that catch it, in the order of the suite.
    pub caught_by: Vec<&'s Vector>,
    /// The fewest vectors found whose answers no other mutant gives; empty where another one gives the same answers to
    /// everything, or where it has state.
    pub told_apart_by: Vec<&'s Vector>,
    /// Other mutants that answer everything alike.
    pub alike: Vec<&'static str>,
}

impl<'s> Matrix<'s> {
    /// Puts the suite to all mutants. Panics of mutants count as faults; whoever calls this may want to silence their
    /// messages.
    pub fn of(suite: &'s Suite) -> Self {
        let vectors: Vec<&Vector> = suite.vectors().collect();
        let questions = questions(&vectors);
        let row = |mutant: &'static Mutant| match mutant.has_state() {
            true => in_order(mutant, suite, &vectors),
            false => each(mutant, &questions),
        };
        let mutants: Vec<&'static Mutant> = Mutant::all().collect();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let rows = std::thread::scope(|scope| {
            let shares = mutants.chunks(mutants.len().div_ceil(threads).max(1));
            let running: Vec<_> = shares
                .map(|share| scope.spawn(|| share.iter().map(|mutant| row(mutant)).collect::<Vec<_>>()))
                .collect();
            running.into_iter().flat_map(|thread| thread.join().expect("panics of mutants are caught")).collect()
        });
        Self { vectors, rows }
    }

    /// Every mutant with what catches it.
    pub fn findings(&self) -> Vec<Finding<'s>> {
        let vector = |&at: &usize| self.vectors[at];
        let questions = questions(&self.vectors);
        let finding = |row: &Row| {
            let (told_apart_by, alike) = self.tell_apart(row, &questions);
            let told_apart_by = told_apart_by.iter().map(vector).collect();
            Finding { mutant: row.mutant, caught_by: row.caught_by.iter().map(vector).collect(), told_apart_by, alike }
        };
        self.rows.iter().map(finding).collect()
    }

    /// The vectors that are to be rejected somewhere and catch no mutant. Mutants with state do not count here: what
    /// catches them is the order.
    pub fn idle(&self) -> Vec<&'s Vector> {
        let busy: HashSet<usize> = self.stateless().flat_map(|row| &row.caught_by).copied().collect();
        let idle = |&(at, vector): &(usize, &&Vector)| !busy.contains(&at) && vector.rejecting().next().is_some();
        self.vectors.iter().enumerate().filter(idle).map(|(_, vector)| *vector).collect()
    }

    /// The matrix as text, a line a vector that catches anything: the snapshot that is committed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (at, vector) in self.vectors.iter().enumerate() {
            let caught: Vec<&str> =
                self.stateless().filter(|row| row.caught_by.contains(&at)).map(|row| row.mutant.id).collect();
            if !caught.is_empty() {
                let _infallible = writeln!(out, "{}: {}", vector.id, caught.join(" "));
            }
        }
        out
    }

    fn stateless(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.mutant.has_state())
    }

    /// Greedily the vectors that leave no other mutant with the same answers.
    fn tell_apart(&self, row: &Row, questions: &[(usize, Entry<'s>)]) -> (Vec<usize>, Vec<&'static str>) {
        if row.mutant.has_state() {
            return (Vec::new(), Vec::new());
        }
        let differ = |other: &Row| -> BTreeSet<usize> {
            let pairs = row.answers.iter().zip(&other.answers).zip(questions);
            pairs.filter(|((mine, theirs), _)| mine != theirs).map(|(_, (vector, _))| *vector).collect()
        };
        let others = self.stateless().filter(|other| other.mutant.id != row.mutant.id);
        let differences: Vec<(&'static str, BTreeSet<usize>)> =
            others.map(|other| (other.mutant.id, differ(other))).collect();
        let alike: Vec<&str> = differences.iter().filter(|(_, differ)| differ.is_empty()).map(|(id, _)| *id).collect();
        let mut left: Vec<&BTreeSet<usize>> =
            differences.iter().map(|(_, differ)| differ).filter(|d| !d.is_empty()).collect();
        // It has to differ from the sound validator, too: that is what catching is.
        left.extend((!row.caught_by.is_empty()).then_some(&row.caught_by));
        let mut chosen = Vec::new();
        while !left.is_empty() {
            let mut counts = vec![0_usize; self.vectors.len()];
            left.iter().flat_map(|differ| differ.iter()).for_each(|&vector| counts[vector] += 1);
            let Some(best) = (0..counts.len()).max_by_key(|&vector| (counts[vector], std::cmp::Reverse(vector))) else {
                break;
            };
            chosen.push(best);
            left.retain(|differ| !differ.contains(&best));
        }
        (if alike.is_empty() { chosen } else { Vec::new() }, alike)
    }
}

/// Every vector under every different set of rules: its index, and the case.
fn questions<'s>(vectors: &[&'s Vector]) -> Vec<(usize, Entry<'s>)> {
    let mut questions = Vec::new();
    for (at, &vector) in vectors.iter().enumerate() {
        let mut seen: HashSet<(Presence, Shape, Extras, Azp)> = HashSet::new();
        for &(profile, expected) in &vector.expect {
            if seen.insert((profile.presence, profile.shape, profile.extras, profile.azp)) {
                questions.push((at, Entry { vector, profile, expected }));
            }
        }
    }
    questions
}

fn each(mutant: &'static Mutant, questions: &[(usize, Entry<'_>)]) -> Row {
    let mut validator = mutant.validator();
    let mut row = Row { mutant, answers: Vec::with_capacity(questions.len()), caught_by: BTreeSet::new() };
    for (at, entry) in questions {
        let word = ask(&mut validator, entry);
        row.answers.push(word);
        let right = match entry.expected.decision() {
            Decision::Accept => word == "accept",
            Decision::Reject => word == "reject",
            Decision::Either => true,
        };
        if !right {
            row.caught_by.insert(*at);
        }
    }
    row
}

fn ask(validator: &mut Mutated, entry: &Entry<'_>) -> &'static str {
    let policy = entry.vector.policy(entry.profile);
    let case = Case { token: &entry.vector.token, claims: &entry.vector.claims, policy: &policy };
    validator.answer(&case).word()
}

/// A mutant with state is caught by a run: the cases in one order, and again in another.
fn in_order(mutant: &'static Mutant, suite: &Suite, vectors: &[&Vector]) -> Row {
    let report = run(&Plan::all(suite), &mut mutant.validator());
    let failing: HashSet<&str> = report.failures().map(|record| record.entry.vector.id.as_str()).collect();
    let caught_by = (0..vectors.len()).filter(|&at| failing.contains(vectors[at].id.as_str())).collect();
    Row { mutant, answers: Vec::new(), caught_by }
}

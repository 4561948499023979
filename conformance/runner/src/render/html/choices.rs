//! Who goes which way where both are open, and who cannot be told what?

use super::answers::{Answers, Implementation};
use super::vectors::{self, Listed};
use audiometer::{Ambiguity, Feature, OpenQuestion};
use std::collections::BTreeSet;

/// An open question.
pub(super) struct QuestionView<'a> {
    pub(super) question: &'static OpenQuestion,
    pub(super) accept: Vec<&'a Implementation<'a>>,
    pub(super) reject: Vec<&'a Implementation<'a>>,
    /// One or the other, by what is asked.
    pub(super) both: Vec<&'a Implementation<'a>>,
    /// The vectors that ask it.
    pub(super) vectors: Vec<Listed>,
    /// How many they are.
    pub(super) count: usize,
}

/// A feature that implementations have or lack.
pub(super) struct FeatureView<'a> {
    pub(super) feature: Feature,
    pub(super) lacking: Vec<&'a Implementation<'a>>,
}

/// Every question that a vector of the page asks.
pub(super) fn questions<'a>(answers: &'a Answers<'a>) -> Vec<QuestionView<'a>> {
    let views = Ambiguity::ALL.into_iter().map(|ambiguity| {
        let asks = |expected: &audiometer::Expected| *expected == audiometer::Expected::Either(ambiguity);
        let asking: Vec<usize> = (0..answers.vectors.len())
            .filter(|&at| answers.vectors[at].verdicts.iter().any(|(_, expected)| asks(expected)))
            .collect();
        let mut view = QuestionView {
            question: ambiguity.question(),
            accept: Vec::new(),
            reject: Vec::new(),
            both: Vec::new(),
            vectors: vectors::listed(asking.iter().map(|&at| answers.vectors[at].vector.id.as_str())),
            count: asking.len(),
        };
        for (who, implementation) in answers.implementations.iter().enumerate() {
            let told = asking.iter().flat_map(|&at| answers.told(at, who));
            let ways: BTreeSet<&str> =
                told.filter(|told| told.about == ambiguity.id()).map(|told| told.way.as_str()).collect();
            match (ways.contains("accept"), ways.contains("reject")) {
                (true, true) => view.both.push(implementation),
                (true, false) => view.accept.push(implementation),
                (false, true) => view.reject.push(implementation),
                (false, false) => {}
            }
        }
        view
    });
    views.filter(|view| !view.vectors.is_empty()).collect()
}

/// Every feature, with the implementations that say they lack it.
pub(super) fn features<'a>(answers: &'a Answers<'a>) -> Vec<FeatureView<'a>> {
    let lacks =
        |implementation: &&'a Implementation<'a>, feature| !implementation.results.header.features.contains(&feature);
    let view = |&feature: &Feature| FeatureView {
        feature,
        lacking: answers.implementations.iter().filter(|it| lacks(it, feature)).collect(),
    };
    Feature::ALL.iter().map(view).collect()
}

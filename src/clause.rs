//! Which sentence of which specification says so?

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A sentence of a specification, as the rules and the vectors cite it. The data stands in `vectors/clauses.json`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The id by which everything cites it, such as `RFC7519-4.1.3-b`.
    pub id: String,
    /// The document, such as `RFC 7519`.
    pub document: String,
    /// Which edition of the document the words are from.
    pub edition: String,
    /// Where in the document; empty where it has no sections to name.
    pub section: String,
    /// The keyword in force for the party that validates, such as `MUST`; `none` where the text only describes.
    pub strength: String,
    /// The words: quoted exactly unless `wording` says otherwise.
    pub quote: String,
    /// How far the words can be trusted.
    pub wording: Wording,
    /// Where the document can be read.
    pub url: String,
}

/// Whether the words of a [`Clause`] have been seen where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wording {
    /// Seen in a copy of the document itself.
    Verified,
    /// Seen quoted by others only.
    SecondHand,
    /// From memory: the sense, not the words. Cited without quotation marks.
    Memory,
}

static ALL: LazyLock<Vec<Clause>> = LazyLock::new(|| {
    let mut clauses: Vec<Clause> =
        serde_json::from_str(include_str!("../vectors/clauses.json")).expect("vectors/clauses.json is tested");
    clauses.sort_by(|a, b| a.id.cmp(&b.id));
    clauses
});

impl Clause {
    /// Every clause, by id.
    pub fn all() -> &'static [Clause] {
        &ALL
    }

    /// The clause of that id.
    pub fn named(id: &str) -> Option<&'static Clause> {
        let at = ALL.binary_search_by(|clause| clause.id.as_str().cmp(id)).ok()?;
        Some(&ALL[at])
    }

    /// The words as they may be printed: in quotation marks only where they are the document's own.
    pub fn cited(&self) -> String {
        match self.wording {
            Wording::Verified | Wording::SecondHand => format!("\"{}\"", self.quote),
            Wording::Memory => format!("{} (the sense, not the exact words)", self.quote),
        }
    }

    /// Document and section in one line, such as `RFC 7519, section 4.1.3`.
    pub fn place(&self) -> String {
        if self.section.is_empty() { self.document.clone() } else { format!("{}, {}", self.document, self.section) }
    }

    /// Document, section and strength in one line, such as `RFC 7519, section 4.1.3 (MUST)`.
    pub fn title(&self) -> String {
        if self.strength == "none" { self.place() } else { format!("{} ({})", self.place(), self.strength) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_is_found_by_its_id_and_ids_are_unique() {
        assert!(Clause::all().windows(2).all(|pair| pair[0].id < pair[1].id));
        for clause in Clause::all() {
            assert_eq!(Clause::named(&clause.id), Some(clause));
        }
        assert_eq!(Clause::named("RFC7519-9.9"), None);
    }

    #[test]
    fn words_from_memory_are_not_put_in_quotation_marks() {
        for clause in Clause::all() {
            assert_eq!(clause.cited().starts_with('"'), clause.wording != Wording::Memory, "{}", clause.id);
        }
    }
}

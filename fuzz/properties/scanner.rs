//! Is every text read as serde_json reads it?

#[path = "../../tests/sparring/mod.rs"]
mod sparring;

/// Any bytes as a claims set.
pub(crate) fn check(data: &[u8]) {
    sparring::spar(data);
}

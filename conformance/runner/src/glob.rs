//! Which cases does a pattern mean?

use audiometer::Entry;
use globset::{GlobBuilder, GlobMatcher};

/// A pattern over ids: it means a case whose id or whose vector's id it matches. `*` stops at a slash, `**` does not.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    glob: GlobMatcher,
    /// What the id of every vector that it means begins with: most are told apart by that, without a look at the glob.
    beginning: String,
}

impl Pattern {
    /// Reads a pattern; the error says what is wrong with it.
    pub(crate) fn new(glob: &str) -> Result<Self, String> {
        let beginning = glob.split(['*', '?', '[', '{', '\\', '@']).next().unwrap_or_default().to_owned();
        let glob = GlobBuilder::new(glob).literal_separator(true).build().map_err(|error| error.to_string())?;
        Ok(Self { glob: glob.compile_matcher(), beginning })
    }

    /// Whether it means this id.
    pub(crate) fn matches(&self, id: &str) -> bool {
        id.starts_with(&self.beginning) && self.glob.is_match(id)
    }

    /// Whether it means this case.
    pub(crate) fn means(&self, entry: &Entry<'_>) -> bool {
        let vector = &entry.vector.id;
        vector.starts_with(&self.beginning) && (self.glob.is_match(vector) || self.glob.is_match(entry.id()))
    }
}

//! Which cases does a pattern mean?

use audiometer::Entry;
use globset::{GlobBuilder, GlobMatcher};

/// A pattern over ids: it means a case whose id or whose vector's id it matches. `*` stops at a slash, `**` does not.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(GlobMatcher);

impl Pattern {
    /// Reads a pattern; the error says what is wrong with it.
    pub(crate) fn new(glob: &str) -> Result<Self, String> {
        let glob = GlobBuilder::new(glob).literal_separator(true).build().map_err(|error| error.to_string())?;
        Ok(Self(glob.compile_matcher()))
    }

    /// Whether it means this id.
    pub(crate) fn matches(&self, id: &str) -> bool {
        self.0.is_match(id)
    }

    /// Whether it means this case.
    pub(crate) fn means(&self, entry: &Entry<'_>) -> bool {
        self.matches(&entry.vector.id) || self.matches(&entry.id())
    }
}

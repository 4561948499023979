//! Where in a TOML file is a mistake?

use audiometer::explain::harmless;
use serde::de::DeserializeOwned;

/// A file as it was read. What is said of it names the path, the line and the column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'t> {
    /// The path, for messages.
    pub(crate) path: &'t str,
    text: &'t str,
}

impl<'t> Source<'t> {
    pub(crate) fn new(path: &'t str, text: &'t str) -> Self {
        Self { path, text }
    }

    /// The file as data.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, String> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.mistake(at, &harmless(&error.message().replace('\n', ", "), 300))
        })
    }

    /// What is wrong at this byte: `path:line:column: problem`.
    pub(crate) fn mistake(&self, at: usize, problem: &str) -> String {
        let before = self.before(at);
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let column = String::from_utf8_lossy(line).chars().count() + 1;
        format!("{}:{}:{column}: {problem}", self.path, self.line(at))
    }

    /// The number of the line with this byte.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.before(at).iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// The line with this byte in it: `path:line`.
    pub(crate) fn place(&self, at: usize) -> String {
        format!("{}:{}", self.path, self.line(at))
    }

    fn before(&self, at: usize) -> &'t [u8] {
        &self.text.as_bytes()[..at.min(self.text.len())]
    }
}

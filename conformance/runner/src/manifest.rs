//! Which suite is it, exactly?

use audiometer::{Source, Suite};
use ring::digest::{Context, SHA256};
use std::fmt::Write as _;

/// The SHA-256 of the vector files, their paths and texts in the order of the paths: `sha256:` and 64 hexadecimal digits.
pub(crate) fn digest(suite: &Suite) -> String {
    let mut hash = Context::new(&SHA256);
    let mut sources: Vec<&Source> = suite.sources.iter().filter(|source| source.file.contains('/')).collect();
    sources.sort_by(|a, b| a.file.cmp(&b.file));
    for source in sources {
        for part in [source.file.as_str(), &source.text] {
            hash.update(&(part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finish().as_ref().iter().fold("sha256:".to_owned(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

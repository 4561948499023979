//! What is in a corpus? A folder of files, each a case of a finding, or a claims set as libFuzzer keeps them.

use super::draft::Draft;
use crate::exit::Failure;
use audiometer::claims::{self, Value};
use audiometer::{Profile, Recipient};
use std::fs;
use std::path::Path;

/// The largest file that is taken.
const LARGEST: u64 = 1 << 20;

/// Reads a corpus: its cases, and what is wrong with the files that hold none.
///
/// # Errors
///
/// If it is no folder that can be read, or no file in it holds a case.
pub(crate) fn read(folder: &Path) -> Result<(Vec<Draft>, Vec<String>), Failure> {
    let failed = |what: String| Failure::usage(format!("--corpus: {}: {what}", folder.display()));
    let mut paths = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>())
        .map_err(|error| failed(error.to_string()))?;
    paths.sort();
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for path in paths.iter().filter(|path| path.is_file()) {
        match file(path) {
            Ok(draft) => drafts.push(draft),
            Err(what) => problems.push(format!("{}: {what}", path.display())),
        }
    }
    match problems.first() {
        _ if !drafts.is_empty() => Ok((drafts, problems)),
        Some(first) => Err(failed(format!("no file in it holds a case; {first}"))),
        None => Err(failed("there is no file in it".to_owned())),
    }
}

/// The case in a file: JSON with a recipient, or a claims set, for which the recipient is the first audience in it.
///
/// # Errors
///
/// Why there is none.
pub(crate) fn file(path: &Path) -> Result<Draft, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST {
        return Err(format!("{size} bytes are too many; up to {LARGEST} are taken"));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    if path.extension().is_some_and(|extension| extension == "json") {
        return serde_json::from_slice(&bytes).map_err(|error| format!("holds no case: {error}"));
    }
    Ok(of_claims(bytes))
}

/// A claims set as a case: under the first profile, for the one whom it names, or for somebody else.
pub(crate) fn of_claims(claims: Vec<u8>) -> Draft {
    let named = claims::read(&claims).ok().and_then(|claims| match claims.aud {
        Some(Value::Text(text)) => Some(text.lossy().into_owned()),
        Some(Value::List(list)) => list.iter().find_map(|item| match item {
            Value::Text(text) => Some(text.lossy().into_owned()),
            _ => None,
        }),
        _ => None,
    });
    let recipient = Recipient::named(named.unwrap_or_else(|| super::shrink::USUAL.to_owned()));
    Draft { claims, header: None, recipient, profile: &Profile::all()[0] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_corpus_is_told_with_its_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |path: &Path| read(path).expect_err("no corpus").text;
        assert!(told(&folder.path().join("none")).contains("none"), "{}", told(&folder.path().join("none")));
        assert!(told(folder.path()).ends_with("there is no file in it"));
        fs::write(folder.path().join("bad.json"), "{}").expect("writes");
        assert!(
            told(folder.path()).contains("bad.json: holds no case: missing field `recipient`"),
            "{}",
            told(folder.path())
        );
        fs::write(folder.path().join("claims"), r#"{"aud":["\u00e9"]}"#).expect("writes");
        let (drafts, problems) = read(folder.path()).expect("a corpus now");
        assert_eq!((drafts.len(), problems.len()), (1, 1));
        assert_eq!(drafts[0].recipient, Recipient::named("é"));
    }
}

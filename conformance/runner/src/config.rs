//! What does a project pin? `audiometer.toml`: the suite, and what a run has to be at least.

use crate::exit::Failure;
use crate::manifest::digest;
use crate::source::Source;
use audiometer::explain::harmless;
use audiometer::{Profile, Suite};
use serde::Deserialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;

const NAME: &str = "audiometer.toml";

/// A file that was read.
#[derive(Debug, Default)]
pub(crate) struct Config {
    suite: Option<Pinned>,
    /// The profiles to run.
    pub(crate) profiles: Vec<String>,
    /// A file or a folder of expectations, or `none`.
    pub(crate) expectations: Option<PathBuf>,
    /// How many cases have to be put.
    pub(crate) require_cases: Option<Bound>,
    /// How many may be unsupported.
    pub(crate) max_unsupported: Option<Bound>,
}

/// A number, and where it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) number: usize,
    /// An option, or `path:line`.
    pub(crate) by: String,
}

/// The suite that has to be run, each part with its place.
#[derive(Debug)]
struct Pinned {
    version: Option<(String, String)>,
    digest: Option<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    suite: Option<RawSuite>,
    run: Option<RawRun>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSuite {
    version: Option<Spanned<String>>,
    digest: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRun {
    #[serde(default)]
    profiles: Vec<Spanned<String>>,
    expectations: Option<PathBuf>,
    require_cases: Option<Spanned<usize>>,
    max_unsupported: Option<Spanned<usize>>,
}

impl Config {
    /// The file that is named; else `audiometer.toml` in the current folder or, within a Git repository, above it; else
    /// nothing is pinned.
    pub(crate) fn find(named: Option<&Path>) -> Result<Self, Failure> {
        let failed =
            |path: &Path, error: io::Error| Failure::usage(format!("failed to read {}: {error}", path.display()));
        if let Some(path) = named {
            let text = fs::read_to_string(path).map_err(|error| failed(path, error))?;
            return Self::read(path, &text).map_err(Failure::usage);
        }
        let here = std::env::current_dir().map_err(|error| failed(Path::new("."), error))?;
        for folder in folders(&here) {
            // Short where it can be, for messages.
            let path = if folder == here { PathBuf::from(NAME) } else { folder.join(NAME) };
            match fs::read_to_string(&path) {
                Ok(text) => return Self::read(&path, &text).map_err(Failure::usage),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(&path, error)),
            }
        }
        Ok(Self::default())
    }

    fn read(path: &Path, text: &str) -> Result<Self, String> {
        let name = path.display().to_string();
        let source = Source::new(&name, text);
        let File { suite, run } = source.read()?;
        let run = run.unwrap_or_default();
        for profile in &run.profiles {
            if Profile::named(profile.get_ref()).is_none() {
                let name = harmless(profile.get_ref(), 60);
                let problem = format!("profiles: there is no profile `{name}`; `audiometer list profiles` shows them");
                return Err(source.mistake(profile.span().start, &problem));
            }
        }
        let suite = match suite {
            None => None,
            Some(RawSuite { version, digest }) => {
                if let Some(digest) = &digest
                    && !is_digest(digest.get_ref())
                {
                    let problem =
                        "digest: is no `sha256:` with 64 hexadecimal digits; `audiometer list suite` prints it";
                    return Err(source.mistake(digest.span().start, problem));
                }
                let placed = |said: Spanned<String>| (source.place(said.span().start), said.into_inner());
                Some(Pinned { version: version.map(placed), digest: digest.map(placed) })
            }
        };
        let bound = |said: Spanned<usize>| Bound { by: source.place(said.span().start), number: said.into_inner() };
        let beside = |said: PathBuf| {
            if said.as_os_str() == "none" { said } else { path.parent().unwrap_or(Path::new("")).join(said) }
        };
        Ok(Self {
            suite,
            profiles: run.profiles.into_iter().map(Spanned::into_inner).collect(),
            expectations: run.expectations.map(beside),
            require_cases: run.require_cases.map(bound),
            max_unsupported: run.max_unsupported.map(bound),
        })
    }

    /// Makes sure that the suite is the pinned one.
    pub(crate) fn hold(&self, suite: &Suite) -> Result<(), Failure> {
        let Some(Pinned { version, digest: pinned }) = &self.suite else { return Ok(()) };
        let differs = |place: &str, what: &str, pinned: &str, is: &str| {
            Failure::nothing(format!(
                "{place}: the suite's {what} is pinned to {}, and this is {is}; if that is meant, write what `audiometer list suite` prints:\n{}",
                harmless(pinned, 80),
                lines(suite)
            ))
        };
        if let Some((place, pinned)) = version
            && *pinned != suite.version
        {
            return Err(differs(place, "version", pinned, &suite.version));
        }
        if let Some((place, pinned)) = pinned {
            let is = digest(suite);
            if *pinned != is {
                return Err(differs(place, "digest", pinned, &is));
            }
        }
        Ok(())
    }
}

/// The lines of `audiometer.toml` that pin this suite.
pub(crate) fn lines(suite: &Suite) -> String {
    format!("[suite]\nversion = \"{}\"\ndigest = \"{}\"\n", suite.version, digest(suite))
}

fn is_digest(text: &str) -> bool {
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.strip_prefix("sha256:").is_some_and(|hex| hex.len() == 64 && hex.bytes().all(lower))
}

/// Where to look: here, and above as far as the root of the Git repository. Outside of one only here, since somebody else
/// may have written what is above.
fn folders(here: &Path) -> Vec<&Path> {
    match here.ancestors().position(|folder| folder.join(".git").exists()) {
        Some(root) => here.ancestors().take(root + 1).collect(),
        None => vec![here],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        Config::read(Path::new("project/audiometer.toml"), text)
    }

    #[test]
    fn a_file_pins_the_suite_and_what_a_run_has_to_be() {
        let suite = Suite::embedded();
        let run =
            "[run]\nprofiles = [\"oidc\"]\nexpectations = \"known.toml\"\nrequire-cases = 900\nmax-unsupported = 0\n";
        let config = read(&format!("{}{run}", lines(suite))).expect("reads");
        assert!(config.hold(suite).is_ok());
        assert_eq!(config.profiles, ["oidc"]);
        assert_eq!(config.expectations.as_deref(), Some(Path::new("project/known.toml")));
        let bound = |number, line| Some(Bound { number, by: format!("project/audiometer.toml:{line}") });
        assert_eq!((config.require_cases, config.max_unsupported), (bound(900, 7), bound(0, 8)));
        assert_eq!(read("[run]\nexpectations = \"none\"").expect("reads").expectations, Some(PathBuf::from("none")));
        assert!(read("").expect("reads").hold(suite).is_ok());
    }

    #[test]
    fn another_suite_is_told_with_both_digests_and_the_lines_to_write() {
        let suite = Suite::embedded();
        let other = format!("sha256:{}", "0".repeat(64));
        for (text, told) in [
            (
                format!("[suite]\ndigest = \"{other}\""),
                format!(
                    "project/audiometer.toml:2: the suite's digest is pinned to {other}, and this is {}; ",
                    digest(suite)
                ),
            ),
            (
                "[suite]\nversion = \"0.9\\u001b\"".to_owned(),
                format!(
                    "project/audiometer.toml:2: the suite's version is pinned to 0.9\\u001b, and this is {}; ",
                    suite.version
                ),
            ),
        ] {
            let failure = read(&text).expect("reads").hold(suite).expect_err("differs");
            assert_eq!(failure.exit, crate::exit::Exit::NothingRan);
            assert!(failure.text.starts_with(&told), "{}", failure.text);
            assert!(failure.text.ends_with(&lines(suite)), "{}", failure.text);
        }
    }

    #[test]
    fn a_file_in_error_is_told_with_line_and_column() {
        for (text, told) in [
            ("[run]\nrequire-case = 1", "project/audiometer.toml:2:1: unknown field `require-case`"),
            ("[runs]", "project/audiometer.toml:1:2: unknown field `runs`"),
            ("[run]\nmax-unsupported = -1", "project/audiometer.toml:2:19: invalid value: integer `-1`"),
            (
                "[run]\nprofiles = [\n  \"oauth\",\n]",
                "project/audiometer.toml:3:3: profiles: there is no profile `oauth`",
            ),
            ("[suite]\ndigest = \"sha256:ABC\"", "project/audiometer.toml:2:10: digest: is no `sha256:` with 64 "),
            ("[suite\n", "project/audiometer.toml:1:7: "),
        ] {
            let said = read(text).expect_err("refused");
            assert!(said.starts_with(told), "{said:?} does not begin with {told:?}");
        }
    }

    #[test]
    fn above_it_is_looked_for_only_within_a_repository() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("project/deep/deeper");
        fs::create_dir_all(&inner).expect("folders");
        fs::create_dir(folder.path().join("project/.git")).expect("a folder");
        let found: Vec<PathBuf> = folders(&inner).into_iter().map(Path::to_owned).collect();
        assert_eq!(found, [inner.clone(), folder.path().join("project/deep"), folder.path().join("project")]);
        assert_eq!(folders(folder.path()), [folder.path()]);
    }
}

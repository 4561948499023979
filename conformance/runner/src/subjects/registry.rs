//! Which adapters are there, and which of them are set up?
//!
//! The sources stand in `conformance/adapters/<language>/<name>`; what is set up from them, in the same places below a
//! cache folder, so that relative paths mean the same.

use super::process::Launch;
use crate::exit::Failure;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// `adapter.toml`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) implementation: String,
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) kind: audiometer::protocol::Kind,
    pub(crate) registry: String,
    pub(crate) package: String,
    pub(crate) version: String,
    pub(crate) licence: String,
    pub(crate) homepage: String,
    pub(crate) documentation: String,
    pub(crate) notes: String,
    pub(crate) review: String,
    pub(crate) setup: Setup,
    pub(crate) run: Run,
    #[serde(default, rename = "variant")]
    pub(crate) variants: Vec<Variant>,
}

/// How it is set up.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setup {
    /// Programs that have to be there.
    #[serde(default)]
    pub(crate) tools: Vec<String>,
    /// Debian packages that have to be installed.
    #[serde(default)]
    pub(crate) packages: Vec<String>,
    /// One after the other, in the copy of the adapter's folder.
    pub(crate) commands: Vec<Vec<String>>,
    /// The same for another version, which stands for `{version}`.
    #[serde(default)]
    pub(crate) unlocked: Vec<Vec<String>>,
}

/// How it is run.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    command: Vec<String>,
    #[serde(default)]
    environment: std::collections::BTreeMap<String, String>,
}

/// Another common configuration of the same library.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    pub(crate) name: String,
    arguments: Vec<String>,
    pub(crate) notes: String,
}

/// An adapter's sources.
#[derive(Clone, Debug)]
pub(crate) struct Adapter {
    /// The folder that `adapter.toml` is in.
    pub(crate) folder: PathBuf,
    pub(crate) manifest: Manifest,
}

/// Every adapter below a folder, and where they are set up.
#[derive(Debug)]
pub(crate) struct Registry {
    pub(crate) adapters: Vec<Adapter>,
    /// What is wrong with the other files; it hinders only those.
    pub(crate) problems: Vec<String>,
    folder: PathBuf,
    cache: PathBuf,
}

/// Whether an adapter can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It is set up from these sources.
    Ready,
    /// It is set up from others.
    Outdated,
    /// It is not set up.
    Missing,
}

/// The file that says from which sources an adapter was set up.
const STAMP: &str = ".set-up";

impl Registry {
    /// Reads every `adapter.toml` in a folder: without one given, in `conformance/adapters` here or in a folder above.
    ///
    /// # Errors
    ///
    /// What is wrong with which file, or that there is no such folder.
    pub(crate) fn open(folder: Option<&Path>, cache: Option<&Path>) -> Result<Self, Failure> {
        let folder = match folder {
            Some(folder) => folder.to_owned(),
            None => nearest().ok_or_else(|| {
                Failure::usage("there is no folder conformance/adapters here or above; --adapters FOLDER names one")
            })?,
        };
        let cache = match cache {
            Some(cache) => absolute(cache)?,
            None => dirs::cache_dir()
                .ok_or_else(|| Failure::usage("there is no folder for caches; --cache FOLDER names one"))?
                .join("audiometer")
                .join("adapters"),
        };
        let (mut adapters, mut problems): (Vec<Adapter>, Vec<String>) = (Vec::new(), Vec::new());
        for language in folders(&folder)? {
            for folder in folders(&language)? {
                let path = folder.join("adapter.toml");
                let text = match fs::read_to_string(&path) {
                    Ok(text) => text,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(Failure::usage(format!("failed to read {}: {error}", path.display()))),
                };
                match toml::from_str::<Manifest>(&text) {
                    Err(error) => problems.push(format!("{}: {error}", path.display())),
                    Ok(manifest) => match adapters.iter().find(|other| other.manifest.name == manifest.name) {
                        Some(other) => problems.push(format!(
                            "{}: name: `{}` is also in {}",
                            path.display(),
                            manifest.name,
                            other.folder.display()
                        )),
                        None => adapters.push(Adapter { folder, manifest }),
                    },
                }
            }
        }
        if adapters.is_empty() {
            return Err(Failure::usage(format!("there is no adapter.toml in {}", folder.display())));
        }
        Ok(Self { adapters, problems, folder, cache })
    }

    /// A file or folder beside the adapters' folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.with_file_name(name)
    }

    /// What there is instead of something that is not found.
    pub(crate) fn hint(&self) -> String {
        let problems: String = self.problems.iter().map(|problem| format!("\n{}", problem.trim_end())).collect();
        format!("`audiometer adapters list` shows them{problems}")
    }

    /// The adapter of that name, and its variant where the name has one behind a plus sign.
    pub(crate) fn named(&self, name: &str) -> Option<(&Adapter, Option<&Variant>)> {
        let (base, variant) = name.split_once('+').map_or((name, None), |(base, variant)| (base, Some(variant)));
        let adapter = self.adapters.iter().find(|adapter| adapter.manifest.name == base)?;
        match variant {
            None => Some((adapter, None)),
            Some(variant) => {
                let found = adapter.manifest.variants.iter().find(|found| found.name == variant)?;
                Some((adapter, Some(found)))
            }
        }
    }

    /// Where an adapter is set up; at another version than its own beside it.
    pub(crate) fn place(&self, adapter: &Adapter, version: Option<&str>) -> PathBuf {
        let name = match version {
            None => adapter.manifest.name.clone(),
            Some(version) => format!("{}@{version}", adapter.manifest.name),
        };
        self.cache.join(adapter.language_folder()).join(name)
    }

    /// Whether it can be run.
    pub(crate) fn state(&self, adapter: &Adapter, version: Option<&str>) -> State {
        match fs::read_to_string(self.place(adapter, version).join(STAMP)) {
            Ok(stamp) if adapter.digest().is_ok_and(|digest| digest == stamp) => State::Ready,
            Ok(_) => State::Outdated,
            Err(_) => State::Missing,
        }
    }

    /// Notes that it is set up.
    pub(crate) fn stamp(&self, adapter: &Adapter, version: Option<&str>) -> io::Result<()> {
        fs::write(self.place(adapter, version).join(STAMP), adapter.digest()?)
    }

    /// How it is started.
    pub(crate) fn launch(&self, adapter: &Adapter, variant: Option<&Variant>, version: Option<&str>) -> Launch {
        let run = &adapter.manifest.run;
        let arguments = variant.map_or(&[][..], |variant| &variant.arguments);
        Launch {
            command: run.command.iter().chain(arguments).map(OsString::from).collect(),
            folder: Some(self.place(adapter, version)),
            environment: run.environment.clone().into_iter().collect(),
        }
    }
}

impl Adapter {
    /// The name of its language's folder.
    pub(crate) fn language_folder(&self) -> PathBuf {
        let language = self.folder.parent().and_then(Path::file_name);
        PathBuf::from(language.unwrap_or_default())
    }

    /// The SDK beside it.
    pub(crate) fn sdk(&self) -> Option<PathBuf> {
        self.folder.parent().map(|language| language.join("sdk")).filter(|sdk| sdk.is_dir())
    }

    /// Its names: with no variant, and with each.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = &self.manifest.name;
        let variants = self.manifest.variants.iter().map(|variant| format!("{name}+{}", variant.name));
        std::iter::once(name.clone()).chain(variants).collect()
    }

    /// The SHA-256 of its files and of its SDK's.
    pub(crate) fn digest(&self) -> io::Result<String> {
        let mut hash = Sha256::new();
        for folder in [Some(self.folder.clone()), self.sdk()].into_iter().flatten() {
            for file in files(&folder)? {
                let bytes = fs::read(&file)?;
                let name = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().into_owned();
                for part in [name.as_bytes(), &bytes] {
                    hash.update((part.len() as u64).to_be_bytes());
                    hash.update(part);
                }
            }
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The files in a folder and below, in the order of their paths.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files(&path)?),
            false => found.push(path),
        }
    }
    found.sort();
    Ok(found)
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: io::Error| Failure::usage(format!("failed to read {}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join("conformance/adapters")).find(|folder| folder.is_dir())
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::usage(format!("--cache: {}: {error}", path.display())))
}

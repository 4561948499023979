//! Which vectors are there? The suite embedded in the crate, or one read from a folder.

use crate::profile::Profile;
use crate::vector::{Expected, Problem, Topic, Trust, Vector};
use crate::verdict::Decision;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{fs, io, iter, thread};

macro_rules! embedded {
    ($($file:literal)*) => {
        &[$(($file, include_str!(concat!("../vectors/", $file)))),*]
    };
}

/// The data beside the topics, and every vector file.
const EMBEDDED: &[(&str, &str)] = embedded! {
    "flags.json"
    "ledger.json"
    "assertions/client-assertion.json"
    "assertions/key-binding.json"
    "assertions/request-object.json"
    "incidents/cves.json"
    "incidents/libraries.json"
    "incidents/products.json"
    "oidc/azp.json"
    "oidc/extra-audiences.json"
    "oidc/id-token.json"
    "pathological/depth.json"
    "pathological/size.json"
    "rfc7519/aud.json"
    "rfc7519/claims-set.json"
    "rfc7519/comparison.json"
    "rfc7519/duplicates.json"
    "rfc7519/header.json"
    "rfc7519/member-names.json"
    "rfc7519/recipient.json"
    "rfc8725/cross-jwt.json"
    "rfc8725/issuer.json"
    "rfc9068/access-token.json"
    "scenarios/clients.json"
    "scenarios/missing-audience.json"
    "scenarios/resources.json"
    "scenarios/services.json"
    "scenarios/sso.json"
    "scenarios/token-kinds.json"
    "secevent/audience.json"
    "spiffe/jwt-svid.json"
};

/// The files beside the topics, and those of them that are compiled in.
const COMPILED: &[(&str, Option<&str>)] = &[
    ("ambiguities.json", Some(include_str!("../vectors/ambiguities.json"))),
    ("clauses.json", Some(include_str!("../vectors/clauses.json"))),
    ("profiles.json", Some(include_str!("../vectors/profiles.json"))),
    ("flags.json", None),
    ("ledger.json", None),
    ("schema.json", None),
];

/// The vectors, their flags, and the version of them all.
#[derive(Debug)]
pub struct Suite {
    /// The version of the suite, which is not the crate's: patch for texts, minor for new vectors, major for a changed
    /// verdict or a removed id.
    pub version: String,
    /// The vector files in the order of their paths.
    pub topics: Vec<Topic>,
    /// What each flag means.
    pub flags: BTreeMap<String, Flag>,
    /// Ids that are gone.
    pub ledger: Ledger,
    /// The files as they were read.
    pub sources: Vec<Source>,
    by_id: HashMap<String, (usize, usize)>,
}

/// A file of the suite.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path below the folder of vectors.
    pub file: String,
    /// What stands in it.
    pub text: Cow<'static, str>,
}

/// What a flag means, in Wycheproof's vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Flag {
    /// The kind of bug, such as `AUTH_BYPASS`.
    pub bug_type: String,
    /// What such vectors contain.
    pub description: String,
    /// What goes wrong in a library that fails them.
    pub effect: String,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Public vulnerabilities of this kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cves: Vec<String>,
}

/// `ledger.json`: the version, and the ids that once were.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// The version of the suite.
    pub version: String,
    /// Old id to new id.
    pub renamed: BTreeMap<String, String>,
    /// Id to the reason why it went.
    pub retired: BTreeMap<String, String>,
}

static SUITE: LazyLock<Suite> =
    LazyLock::new(|| Suite::read(embedded(), Trust::Tested).expect("the embedded suite is tested"));

fn embedded() -> Vec<Source> {
    EMBEDDED.iter().map(|&(file, text)| Source { file: file.to_owned(), text: text.into() }).collect()
}

/// A vector under one of its profiles.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'s> {
    /// The vector.
    pub vector: &'s Vector,
    /// The profile.
    pub profile: &'static Profile,
    /// What the vector states.
    pub expected: Expected,
}

impl Entry<'_> {
    /// The id of the case, such as `rfc7519/aud/empty-array@jwt-core`.
    pub fn id(&self) -> String {
        format!("{}@{}", self.vector.id, self.profile.name)
    }
}

impl Suite {
    /// The suite that this crate carries.
    pub fn embedded() -> &'static Suite {
        &SUITE
    }

    /// Reads a suite from a folder laid out like `vectors/`. Clauses, profiles and ambiguities are those of this crate.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the files, or the one file that cannot be read.
    pub fn load(folder: &Path) -> Result<Suite, Vec<Problem>> {
        let mut sources = Vec::new();
        gather(folder, "", &mut sources).map_err(|error| vec![unreadable(error)])?;
        sources.sort_by(|a, b| a.file.cmp(&b.file));
        let mut problems = Vec::new();
        for source in sources.iter().filter(|source| !source.file.contains('/')) {
            let text = match COMPILED.iter().find(|(file, _)| *file == source.file) {
                Some((_, Some(text))) if *text != source.text => {
                    "differs from the one that this program was built with; build it anew"
                }
                Some(_) => continue,
                None => "is no part of a suite; vectors are in folders",
            };
            problems.push(Problem { file: source.file.clone(), id: None, field: None, text: text.to_owned() });
        }
        match Self::read(sources, Trust::None) {
            Ok(suite) if problems.is_empty() => Ok(suite),
            Ok(_) => Err(problems),
            Err(more) => Err([problems, more].concat()),
        }
    }

    /// This suite with these files, each in the place of the one that has its path, or beside the rest.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the files then.
    pub fn with(&self, files: Vec<Source>) -> Result<Suite, Vec<Problem>> {
        let mut sources = self.sources.clone();
        sources.retain(|source| files.iter().all(|file| file.file != source.file));
        sources.extend(files);
        sources.sort_by(|a, b| a.file.cmp(&b.file));
        Self::read(sources, Trust::None)
    }

    fn read(sources: Vec<Source>, trust: Trust) -> Result<Suite, Vec<Problem>> {
        let mut problems = Vec::new();
        let ledger = data::<Ledger>(&sources, "ledger.json", &mut problems);
        let flags = data::<BTreeMap<String, Flag>>(&sources, "flags.json", &mut problems);
        let mut topics = Vec::new();
        for (topic, wrong) in read_topics(&sources, trust) {
            topics.extend(topic);
            problems.extend(wrong);
        }
        let (Some(ledger), Some(flags)) = (ledger, flags) else { return Err(problems) };
        let mut by_id = HashMap::new();
        for (t, topic) in topics.iter().enumerate() {
            for (v, vector) in topic.vectors.iter().enumerate() {
                if by_id.insert(vector.id.clone(), (t, v)).is_some() {
                    problems.push(problem(topic, vector, Some("id"), "is given to two vectors".to_owned()));
                }
            }
        }
        let suite = Suite { version: ledger.version.clone(), topics, flags, ledger, sources, by_id };
        if trust == Trust::None {
            suite.check(&mut problems);
        }
        if problems.is_empty() { Ok(suite) } else { Err(problems) }
    }

    /// Every vector, in the order of the files.
    pub fn vectors(&self) -> impl Iterator<Item = &Vector> {
        self.topics.iter().flat_map(|topic| &topic.vectors)
    }

    /// The vector of that id.
    pub fn vector(&self, id: &str) -> Option<&Vector> {
        let &(topic, vector) = self.by_id.get(id)?;
        Some(&self.topics[topic].vectors[vector])
    }

    /// Every vector under each of its profiles.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.vectors().flat_map(|vector| {
            vector.expect.iter().map(move |&(profile, expected)| Entry { vector, profile, expected })
        })
    }

    /// What the vectors say to each other: twins, ids, flags, questions asked twice.
    fn check(&self, problems: &mut Vec<Problem>) {
        for (old, new) in &self.ledger.renamed {
            if self.vector(new).is_none() && !self.ledger.retired.contains_key(new) {
                let text = format!("`{old}` was renamed to `{new}`, which does not exist");
                problems.push(Problem { file: "ledger.json".to_owned(), id: None, field: None, text });
            }
        }
        if version(&self.version).is_none() {
            problems.push(Problem {
                file: "ledger.json".to_owned(),
                id: None,
                field: None,
                text: format!("`{}` is no version, as 1.0.0 is", self.version),
            });
        }
        let mut asked: HashMap<(&[u8], Option<&str>, &crate::Recipient), &str> = HashMap::new();
        for topic in &self.topics {
            for vector in &topic.vectors {
                let mut wrong = |field, text| problems.push(problem(topic, vector, Some(field), text));
                if self.ledger.renamed.contains_key(&vector.id) || self.ledger.retired.contains_key(&vector.id) {
                    wrong("id", "stands in ledger.json as gone; an id is never used again".to_owned());
                }
                if version(&vector.since).is_none_or(|since| version(&self.version).is_some_and(|suite| since > suite))
                {
                    wrong("since", format!("`{}` is no version up to {}, the suite's", vector.since, self.version));
                }
                for flag in vector.flags.iter().filter(|flag| !self.flags.contains_key(*flag)) {
                    wrong("flags", format!("unknown flag `{flag}`; see vectors/flags.json"));
                }
                if let Some(twin) = &vector.twin {
                    self.check_twin(vector, twin).unwrap_or_else(|text| wrong("twin", text));
                }
                if let Some(earlier) =
                    asked.insert((&vector.claims, vector.header.as_deref(), &vector.recipient), &vector.id)
                {
                    wrong("claims", format!("asks what `{earlier}` asks: the same claims, header and recipient"));
                }
            }
        }
    }

    fn check_twin(&self, vector: &Vector, id: &str) -> Result<(), String> {
        let twin = self.vector(id).ok_or_else(|| format!("`{id}` does not exist, or is not in order"))?;
        for profile in vector.rejecting() {
            match twin.expected(profile) {
                Some(Expected::Accept) => {}
                Some(other) => return Err(format!("under `{profile}` the verdict of `{id}` is {other}")),
                None => return Err(format!("`{id}` has no verdict under `{profile}`")),
            }
        }
        let edits = [vector.claims != twin.claims, vector.header != twin.header, vector.recipient != twin.recipient];
        match edits.into_iter().filter(|&edited| edited).count() {
            1 => Ok(()),
            edits => Err(format!("`{id}` differs in {edits} of claims, header and recipient; a twin is one edit away")),
        }
    }
}

/// The topics, in the order of their files, and what is wrong with each. Every core reads some of the files: a run of a
/// fast validator takes little longer than this.
fn read_topics(sources: &[Source], trust: Trust) -> Vec<(Option<Topic>, Vec<Problem>)> {
    let files: Vec<&Source> = sources.iter().filter(|source| source.file.contains('/')).collect();
    let cores = thread::available_parallelism().map_or(1, usize::from).clamp(1, files.len().max(1));
    let part = |core| -> Vec<_> {
        let files = files.iter().skip(core).step_by(cores);
        files.map(|source| Topic::read_with(trust, &source.file, &source.text)).collect()
    };
    let mut parts: Vec<_> = thread::scope(|scope| {
        let part = &part;
        let others: Vec<_> = (1..cores).map(|core| scope.spawn(move || part(core))).collect();
        let first = part(0);
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        iter::once(first).chain(others).map(Vec::into_iter).collect()
    });
    (0..files.len()).filter_map(|at| parts[at % cores].next()).collect()
}

/// A version as three numbers.
fn version(text: &str) -> Option<[u32; 3]> {
    let numbers: Vec<u32> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

fn problem(topic: &Topic, vector: &Vector, field: Option<&'static str>, text: String) -> Problem {
    Problem { file: format!("{}.json", topic.topic), id: Some(vector.id.clone()), field, text }
}

fn data<T: serde::de::DeserializeOwned>(sources: &[Source], file: &str, problems: &mut Vec<Problem>) -> Option<T> {
    let read = match sources.iter().find(|source| source.file == file) {
        Some(source) => serde_json::from_str(&source.text).map_err(|error| error.to_string()),
        None => Err("is missing".to_owned()),
    };
    read.map_err(|text| problems.push(Problem { file: file.to_owned(), id: None, field: None, text })).ok()
}

/// The vector files in a folder laid out like `vectors/`: each with its path, and its path below the folder.
///
/// # Errors
///
/// The file or folder that cannot be read.
pub fn topic_files(folder: &Path) -> Result<Vec<(PathBuf, String)>, Problem> {
    let mut sources = Vec::new();
    gather(folder, "", &mut sources).map_err(unreadable)?;
    sources.retain(|source| source.file.contains('/'));
    sources.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(sources.into_iter().map(|source| (folder.join(&source.file), source.file)).collect())
}

fn unreadable((file, error): (String, io::Error)) -> Problem {
    Problem { file, id: None, field: None, text: format!("failed to read: {error}") }
}

fn gather(folder: &Path, below: &str, sources: &mut Vec<Source>) -> Result<(), (String, io::Error)> {
    let named = |error| (if below.is_empty() { folder.display().to_string() } else { below.to_owned() }, error);
    for entry in fs::read_dir(folder).map_err(named)? {
        let entry = entry.map_err(named)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            gather(&entry.path(), &path, sources)?;
        } else if name.ends_with(".json") {
            let text = fs::read_to_string(entry.path()).map_err(|error| (path.clone(), error))?;
            sources.push(Source { file: path, text: text.into() });
        }
    }
    Ok(())
}

/// How many of the profiles of a vector ask something of their own.
fn questions(vector: &Vector) -> usize {
    let rules: Vec<_> = vector.expect.iter().map(|(p, _)| (p.presence, p.shape, p.extras, p.azp)).collect();
    (0..rules.len()).filter(|&at| !rules[..at].contains(&rules[at])).count()
}

/// How many vectors and cases are in a suite, and how many different questions they ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Vectors.
    pub vectors: usize,
    /// Vectors under their profiles.
    pub cases: usize,
    /// Tokens under rules: cases that differ in the profile's name alone count once.
    pub questions: usize,
    /// Cases that are rejected.
    pub rejecting: usize,
    /// Cases that are open.
    pub open: usize,
}

impl Suite {
    /// Counts the suite.
    pub fn count(&self) -> Count {
        let of = |decision| self.entries().filter(|entry| entry.expected.decision() == decision).count();
        Count {
            vectors: self.vectors().count(),
            cases: self.entries().count(),
            questions: self.vectors().map(questions).sum(),
            rejecting: of(Decision::Reject),
            open: of(Decision::Either),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_trusted_in_the_embedded_suite_is_so() {
        let problems = Suite::read(embedded(), Trust::None).map(drop);
        assert_eq!(problems, Ok(()));
    }
}

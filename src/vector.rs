//! What is in a vector file? One vector, read strictly: anything unexpected is an error that names file, id and field.
//!
//! The format, field by field, is in `vectors/README.md`.

use crate::ambiguity::Ambiguity;
use crate::clause::Clause;
use crate::judge::judge;
use crate::policy::{Azp, Policy, Presence, Recipient};
use crate::profile::Profile;
use crate::reason::Reasons;
use crate::verdict::{Decision, Strength, Verdict};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::de::{Error as _, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::fmt;

/// A claims set and a recipient, with the verdict under each profile that it bears on, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vector {
    /// Topic, `/`, and a fact in kebab case. Never changes, never used again.
    pub id: String,
    /// The fact in one line.
    pub comment: String,
    /// The clauses that the verdicts rest on, the most telling first.
    pub clauses: Vec<String>,
    /// The exact bytes of the claims set.
    pub claims: Vec<u8>,
    /// Members of the JOSE header beside `alg` and `typ`: a JSON object as text.
    pub header: Option<String>,
    /// Who receives the token.
    pub recipient: Recipient,
    /// The verdict under each profile, in the order of the profiles.
    pub expect: Vec<(&'static Profile, Expected)>,
    /// Every reason that may be given for a rejection, under one of the profiles or another.
    pub reasons: Reasons,
    /// How bad a wrong answer is.
    pub importance: Importance,
    /// What kind of vector it is, by `vectors/flags.json`.
    pub flags: Vec<String>,
    /// For a rejection: an accepted vector one edit away.
    pub twin: Option<String>,
    /// Why it is there although it catches no mutant.
    pub control: Option<String>,
    /// Where the bug was reported that this vector replays.
    pub links: Vec<String>,
    /// The version of the suite in which it came.
    pub since: String,
    /// The token, signed by HS256 with [`crate::KEY`]; empty where it has not been minted yet.
    pub token: String,
}

/// The verdict that a vector states by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expected {
    /// accept
    Accept,
    /// reject, this strongly
    Reject(Strength),
    /// both open, for this reason
    Either(Ambiguity),
}

/// How bad a wrong answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Importance {
    /// pedantry
    Low,
    /// a difference that somebody will notice
    Medium,
    /// a hole under a common configuration, or valid tokens refused
    High,
    /// a token meant for somebody else is accepted
    Critical,
}

/// What is wrong with a vector file. Displays as one line: file, id, field, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file below the folder of vectors, such as `rfc7519/aud.json`.
    pub file: String,
    /// The vector, where it is about one.
    pub id: Option<String>,
    /// The field, where it is about one.
    pub field: Option<&'static str>,
    /// What is wrong.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(id) = &self.id {
            write!(f, "`{id}`: ")?;
        }
        if let Some(field) = self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.text)
    }
}

impl std::error::Error for Problem {}

/// A vector file.
#[derive(Debug)]
pub struct Topic {
    /// The path of the file without its ending, such as `rfc7519/aud`.
    pub topic: String,
    /// What the vectors in it have in common, in one line.
    pub about: String,
    /// The vectors.
    pub vectors: Vec<Vector>,
}

/// Whether it is known that what the vectors say agrees with the judgement, and with what others say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Nothing is known.
    None,
    /// The tests have been through it.
    Tested,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic<'a> {
    topic: String,
    about: String,
    #[serde(borrow)]
    vectors: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVector {
    id: String,
    comment: String,
    clauses: Vec<String>,
    claims: Option<String>,
    claims_base64url: Option<String>,
    header: Option<String>,
    recipient: Recipient,
    expect: RawExpect,
    #[serde(default)]
    reasons: Reasons,
    importance: Importance,
    flags: Vec<String>,
    twin: Option<String>,
    control: Option<String>,
    #[serde(default)]
    links: Vec<String>,
    since: String,
    #[serde(default)]
    token: String,
}

impl Topic {
    /// Reads a vector file: its path below the folder of vectors and its text in, the topic out, with everything that is
    /// wrong with it and that can be told from this file alone. Vectors that are in order come back even then.
    pub fn read(file: &str, text: &str) -> (Option<Self>, Vec<Problem>) {
        Self::read_with(Trust::None, file, text)
    }

    pub(crate) fn read_with(trust: Trust, file: &str, text: &str) -> (Option<Self>, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut problem = |id: Option<&str>, field, text: String| {
            problems.push(Problem { file: file.to_owned(), id: id.map(str::to_owned), field, text })
        };
        let raw: RawTopic<'_> = match serde_json::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                problem(None, None, error.to_string());
                return (None, problems);
            }
        };
        if file != format!("{}.json", raw.topic) {
            problem(None, Some("topic"), format!("`{}` is not the path of the file", raw.topic));
        }
        let mut vectors = Vec::new();
        for (index, vector) in raw.vectors.iter().enumerate() {
            match serde_json::from_str::<RawVector>(vector.get()) {
                Ok(raw_vector) => {
                    let id = raw_vector.id.clone();
                    match Vector::check(raw_vector, &raw.topic, trust) {
                        Ok(vector) => vectors.push(vector),
                        Err(wrong) => wrong.into_iter().for_each(|(field, text)| problem(Some(&id), Some(field), text)),
                    }
                }
                Err(error) => {
                    let id = serde_json::from_str::<Id>(vector.get())
                        .map_or_else(|_| format!("vector {}", index + 1), |id| id.id);
                    problem(Some(&id), None, error.to_string());
                }
            }
        }
        (Some(Self { topic: raw.topic, about: raw.about, vectors }), problems)
    }
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

impl Vector {
    /// The policy of the vector's recipient under a profile.
    pub fn policy(&self, profile: &'static Profile) -> Policy {
        profile.policy(&self.recipient)
    }

    /// The verdict under a profile, if the vector states one.
    pub fn expected(&self, profile: &Profile) -> Option<Expected> {
        self.expect.iter().find(|(under, _)| *under == profile).map(|&(_, expected)| expected)
    }

    /// The profiles under which it is rejected.
    pub fn rejecting(&self) -> impl Iterator<Item = &'static Profile> {
        self.expect.iter().filter(|(_, expected)| expected.decision() == Decision::Reject).map(|&(profile, _)| profile)
    }

    /// Everything about one vector that can be told without looking at others: by field, what is wrong.
    fn check(raw: RawVector, topic: &str, trust: Trust) -> Result<Self, Vec<(&'static str, String)>> {
        let mut wrong = Vec::new();
        let fact = raw.id.strip_prefix(topic).and_then(|rest| rest.strip_prefix('/')).unwrap_or("");
        if !fact
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        {
            wrong.push(("id", format!("is not `{topic}/` and a fact in kebab case")));
        }
        let length = raw.comment.chars().count();
        if length == 0 || length > 80 || raw.comment.contains('\n') {
            wrong.push(("comment", format!("has {length} characters; one line of 1 to 80 states the fact")));
        }
        if raw.comment.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("should")) {
            wrong.push(("comment", "says \"should\"; it states a fact".to_owned()));
        }
        if raw.clauses.is_empty() {
            wrong.push(("clauses", "names none; each verdict rests on a clause".to_owned()));
        }
        for id in raw.clauses.iter().filter(|id| Clause::named(id).is_none()) {
            wrong.push(("clauses", format!("unknown clause `{id}`; see vectors/clauses.json")));
        }
        for (field, names) in [("clauses", &raw.clauses), ("flags", &raw.flags)] {
            if let Some(twice) =
                names.iter().enumerate().find_map(|(at, name)| names[..at].contains(name).then_some(name))
            {
                wrong.push((field, format!("`{twice}` given twice")));
            }
        }
        if raw.flags.is_empty() {
            wrong.push(("flags", "names none; an ordinary token is `Normal`".to_owned()));
        }
        if let Some(link) = raw.links.iter().find(|link| !link.starts_with("https://")) {
            wrong.push(("links", format!("`{link}` is no address that begins with https://")));
        }
        let claims = match (raw.claims, raw.claims_base64url) {
            (Some(claims), None) => claims.into_bytes(),
            (None, Some(encoded)) => {
                let bytes = BASE64_URL_SAFE_NO_PAD.decode(encoded).unwrap_or_else(|error| {
                    wrong.push(("claims_base64url", format!("no base64url: {error}")));
                    Vec::new()
                });
                if str::from_utf8(&bytes).is_ok() {
                    wrong.push(("claims_base64url", "is UTF-8, which belongs into `claims`".to_owned()));
                }
                bytes
            }
            _ => {
                wrong.push(("claims", "one of `claims` and `claims_base64url` is given".to_owned()));
                Vec::new()
            }
        };
        match raw.header.as_deref().map(serde_json::from_str::<serde_json::Map<String, serde_json::Value>>) {
            Some(Err(error)) => wrong.push(("header", format!("is no JSON object: {error}"))),
            Some(Ok(header)) if header.contains_key("alg") => {
                wrong.push(("header", "has `alg`, which minting sets".to_owned()))
            }
            _ => {}
        }
        let rejected = raw.expect.0.iter().any(|(_, expected)| expected.decision() == Decision::Reject);
        if rejected != raw.twin.is_some() {
            wrong.push((
                "twin",
                if rejected {
                    "a rejected vector names its accepted twin"
                } else {
                    "is only for a vector that is rejected"
                }
                .to_owned(),
            ));
        }
        if raw.control.is_some() && !rejected {
            wrong.push(("control", "is only for a vector that is rejected".to_owned()));
        }
        let mut vector = Self {
            id: raw.id,
            comment: raw.comment,
            clauses: raw.clauses,
            claims,
            header: raw.header,
            recipient: raw.recipient,
            expect: Vec::new(),
            reasons: raw.reasons,
            importance: raw.importance,
            flags: raw.flags,
            twin: raw.twin,
            control: raw.control,
            links: raw.links,
            since: raw.since,
            token: raw.token,
        };
        vector.expect(raw.expect, &mut wrong);
        if trust == Trust::None {
            vector.check_verdicts(&mut wrong);
        }
        if wrong.is_empty() { Ok(vector) } else { Err(wrong) }
    }

    /// Takes over the verdicts, in the order of the profiles.
    fn expect(&mut self, expect: RawExpect, wrong: &mut Vec<(&'static str, String)>) {
        if expect.0.is_empty() {
            wrong.push(("expect", "names no profile".to_owned()));
        }
        for (name, expected) in expect.0 {
            match Profile::named(&name) {
                Some(profile) => self.expect.push((profile, expected)),
                None => wrong.push(("expect", format!("unknown profile `{name}`; see vectors/profiles.json"))),
            }
        }
        self.expect.sort_by_key(|(profile, _)| profile.place);
    }

    /// Holds what the vector states against the judgement.
    fn check_verdicts(&self, wrong: &mut Vec<(&'static str, String)>) {
        let mut admissible = Reasons::NONE;
        for &(profile, expected) in &self.expect {
            let name = &profile.name;
            let configured = !self.recipient.identifiers.is_empty();
            if profile.unconfigured && configured {
                wrong.push(("expect", format!("`{name}` is for a recipient without identifiers")));
            }
            if !configured && !profile.unconfigured && profile.presence == Presence::Optional {
                wrong.push((
                    "expect",
                    format!("a recipient without identifiers stands under `unconfigured`, not under `{name}`"),
                ));
            }
            if profile.azp != Azp::Ignored && self.recipient.client_id.is_none() {
                wrong.push(("recipient", format!("has no client_id, with which `{name}` compares azp")));
            }
            let verdict = judge(&self.claims, &self.policy(profile));
            if !expected.agrees(&verdict) {
                wrong.push((
                    "expect",
                    format!("under `{name}` it says {expected}, and the judgement says {}", Expected::from(&verdict)),
                ));
            }
            if let Verdict::Reject(rejection) = verdict {
                admissible = admissible.union(rejection.reasons);
            }
        }
        if self.reasons != admissible {
            let (missing, surplus) = (admissible.without(self.reasons), self.reasons.without(admissible));
            for (set, text) in [(missing, "the judgement also gives"), (surplus, "the judgement does not give")] {
                if !set.is_empty() {
                    wrong.push(("reasons", format!("{text} {set}")));
                }
            }
        }
    }
}

impl Expected {
    /// Which of the three it is.
    pub fn decision(self) -> Decision {
        match self {
            Self::Accept => Decision::Accept,
            Self::Reject(_) => Decision::Reject,
            Self::Either(_) => Decision::Either,
        }
    }

    fn agrees(self, verdict: &Verdict) -> bool {
        self == Self::from(verdict)
    }
}

impl From<&Verdict> for Expected {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Accept(_) => Self::Accept,
            Verdict::Reject(rejection) => Self::Reject(rejection.strength),
            Verdict::Either(ambiguity) => Self::Either(*ambiguity),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accept => f.write_str("accept"),
            Self::Reject(Strength::Must) => f.write_str("reject"),
            Self::Reject(Strength::Should) => f.write_str("reject (should)"),
            Self::Either(ambiguity) => write!(f, "either ({ambiguity})"),
        }
    }
}

/// `"accept"`, `"reject"`, `{"verdict":"reject","strength":"should"}`, `{"verdict":"either","ambiguity":"AMB-02"}`.
impl<'de> Deserialize<'de> for Expected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Long {
            verdict: Decision,
            strength: Option<Strength>,
            ambiguity: Option<Ambiguity>,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Expected;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"accept\", \"reject\", or an object with a verdict and its strength or ambiguity")
            }

            fn visit_str<E: serde::de::Error>(self, verdict: &str) -> Result<Expected, E> {
                match verdict {
                    "accept" => Ok(Expected::Accept),
                    "reject" => Ok(Expected::Reject(Strength::Must)),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(verdict), &self)),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Expected, A::Error> {
                let long = Long::deserialize(MapAccessDeserializer::new(map))?;
                match (long.verdict, long.strength, long.ambiguity) {
                    (Decision::Reject, Some(Strength::Should), None) => Ok(Expected::Reject(Strength::Should)),
                    (Decision::Either, None, Some(ambiguity)) => Ok(Expected::Either(ambiguity)),
                    _ => Err(A::Error::custom(
                        "an object is either a reject with strength \"should\" or an either with its ambiguity",
                    )),
                }
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// The verdicts as they stand in the file, each profile once.
struct RawExpect(Vec<(String, Expected)>);

impl<'de> Deserialize<'de> for RawExpect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Verdicts;
        impl<'de> Visitor<'de> for Verdicts {
            type Value = RawExpect;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of verdicts by profile")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawExpect, A::Error> {
                let mut verdicts: Vec<(String, Expected)> = Vec::new();
                while let Some((profile, expected)) = map.next_entry::<String, Expected>()? {
                    if verdicts.iter().any(|(earlier, _)| *earlier == profile) {
                        return Err(A::Error::custom(format_args!("profile `{profile}` given twice")));
                    }
                    verdicts.push((profile, expected));
                }
                Ok(RawExpect(verdicts))
            }
        }
        deserializer.deserialize_map(Verdicts)
    }
}

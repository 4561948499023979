//! Which named bundles of rules are there, and where does each come from?

use crate::clause::Clause;
use crate::policy::{Azp, Extras, Policy, Presence, Recipient, Shape};
use crate::rule::Rule;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// A named bundle of policy fields with its sources. The data stands in `vectors/profiles.json`.
#[derive(Debug)]
pub struct Profile {
    /// The name, such as `oidc`.
    pub name: String,
    /// What it is, in one line.
    pub title: String,
    /// The specifications that it is read off.
    pub sources: Vec<String>,
    /// Whether a token without `aud` is refused.
    pub presence: Presence,
    /// Whether `aud` may be a list.
    pub shape: Shape,
    /// Which other audiences are allowed.
    pub extras: Extras,
    /// Which rule `azp` follows.
    pub azp: Azp,
    /// Whether it is for a recipient without any identifier.
    pub unconfigured: bool,
    /// The clause that each rule cites, by [`Rule`].
    clauses: [&'static Clause; Rule::ALL.len()],
    /// Where it stands in the file.
    pub(crate) place: usize,
}

/// No two profiles have the same name.
impl PartialEq for Profile {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for Profile {}

/// `vectors/profiles.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The clause that a rule cites where a profile names no other.
    clauses: BTreeMap<String, String>,
    profiles: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    title: String,
    sources: Vec<String>,
    presence: Presence,
    shape: Shape,
    extras: Extras,
    azp: Azp,
    #[serde(default)]
    unconfigured: bool,
    #[serde(default)]
    clauses: BTreeMap<String, String>,
}

static ALL: LazyLock<Vec<Profile>> =
    LazyLock::new(|| load(include_str!("../vectors/profiles.json")).expect("vectors/profiles.json is tested"));

fn load(json: &str) -> Result<Vec<Profile>, String> {
    let file: File = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let known = |clauses: &BTreeMap<String, String>| match clauses.keys().find(|rule| Rule::named(rule).is_none()) {
        Some(rule) => Err(format!("unknown rule `{rule}`")),
        None => Ok(()),
    };
    known(&file.clauses)?;
    file.profiles
        .into_iter()
        .enumerate()
        .map(|(place, entry)| {
            known(&entry.clauses)?;
            let mut clauses = Vec::new();
            for rule in Rule::ALL {
                let id = entry.clauses.get(rule.name()).or_else(|| file.clauses.get(rule.name()));
                let id =
                    id.ok_or_else(|| format!("profile `{}`: rule `{}` cites no clause", entry.name, rule.name()))?;
                clauses
                    .push(Clause::named(id).ok_or_else(|| format!("profile `{}`: unknown clause `{id}`", entry.name))?);
            }
            Ok(Profile {
                clauses: clauses.try_into().map_err(|_| "one clause a rule".to_owned())?,
                name: entry.name,
                title: entry.title,
                sources: entry.sources,
                presence: entry.presence,
                shape: entry.shape,
                extras: entry.extras,
                azp: entry.azp,
                unconfigured: entry.unconfigured,
                place,
            })
        })
        .collect()
}

impl Profile {
    /// Every profile, in the order of the file: from the general to the special.
    pub fn all() -> &'static [Profile] {
        &ALL
    }

    /// The profile of that name.
    pub fn named(name: &str) -> Option<&'static Profile> {
        ALL.iter().find(|profile| profile.name == name)
    }

    /// The policy of a recipient under this profile.
    pub fn policy(&'static self, recipient: &Recipient) -> Policy {
        Policy {
            profile: self,
            identifiers: recipient.identifiers.clone().into(),
            presence: self.presence,
            shape: self.shape,
            extras: self.extras,
            trusted: recipient.trusted.clone().into(),
            azp: self.azp,
            client_id: recipient.client_id.clone(),
            issuer: recipient.issuer.clone(),
        }
    }

    /// Whether the rule can decide under this profile.
    pub fn applies(&self, rule: Rule) -> bool {
        match rule {
            Rule::ClaimsSet | Rule::Names | Rule::Type | Rule::Match | Rule::Issuer | Rule::Accept => true,
            Rule::Absent => self.presence == Presence::Optional,
            Rule::Presence => self.presence == Presence::Required,
            Rule::Shape => self.shape == Shape::String,
            Rule::Extras => self.extras != Extras::Allowed,
            Rule::AzpPresence | Rule::AzpType | Rule::AzpMatch => matches!(self.azp, Azp::Errata1 | Azp::Strict),
        }
    }

    /// The clause that decides under this profile when `rule` does.
    pub fn clause(&self, rule: Rule) -> &'static Clause {
        self.clauses[rule as usize]
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixteen_profiles_load_and_their_names_are_unique() {
        let mut names: Vec<&str> = Profile::all().iter().map(|profile| profile.name.as_str()).collect();
        assert_eq!(names.len(), 16);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 16);
        assert_eq!(Profile::all().iter().filter(|profile| profile.unconfigured).count(), 1);
        assert!(Profile::named("jwt").is_none());
    }

    #[test]
    fn a_profile_that_cites_what_is_not_there_is_refused() {
        let file = include_str!("../vectors/profiles.json");
        assert_eq!(
            load(&file.replacen("RFC7519-4.1.3-b", "RFC7519-x", 1)).expect_err("refused"),
            "profile `jwt-core`: unknown clause `RFC7519-x`"
        );
        assert_eq!(
            load(&file.replacen("\"absent\":", "\"abzent\":", 1)).expect_err("refused"),
            "unknown rule `abzent`"
        );
    }
}

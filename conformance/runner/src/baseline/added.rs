//! How are failures that nobody knew of written down?

use super::scope::Scope;
use crate::expectations::{Observed, observed};
use audiometer::explain::harmless;
use audiometer::{Record, Suite};
use std::collections::BTreeMap;
use toml::value::Date;
use toml_edit::Value;

/// An entry for failures that are probably of one cause: they fail in the same way, and their vectors are of one kind.
#[derive(Debug)]
pub(super) struct Added {
    observed: Observed,
    /// The kind, and what such vectors contain.
    flag: String,
    about: String,
    /// Ids of vectors or of cases.
    pub(super) cases: Vec<String>,
}

impl Added {
    /// What was answered, then the kind that most of these failures share; the worst first.
    pub(super) fn group<'s>(records: &[&Record<'s>], suite: &Suite, scope: &Scope<'s>) -> Vec<Self> {
        let mut shared: BTreeMap<(Observed, &str), usize> = BTreeMap::new();
        for record in records {
            for flag in &record.entry.vector.flags {
                *shared.entry((observed(record), flag)).or_default() += 1;
            }
        }
        let mut groups: BTreeMap<(Observed, &str), Vec<&Record<'s>>> = BTreeMap::new();
        for record in records {
            let now = observed(record);
            let often = |flag: &&String| shared.get(&(now, flag.as_str())).copied();
            // Of equals the one that the vector names first.
            let flag = record.entry.vector.flags.iter().rev().max_by_key(often);
            groups.entry((now, flag.map_or("", String::as_str))).or_default().push(record);
        }
        let added = groups.into_iter().map(|((observed, flag), records)| Self {
            observed,
            flag: flag.to_owned(),
            about: suite.flags.get(flag).map_or(String::new(), |flag| flag.description.clone()),
            cases: scope.name(records.iter().map(|record| record.entry).collect()),
        });
        added.collect()
    }

    /// The entry as TOML.
    pub(super) fn entry(&self, reason: &str, today: Date, expires: Option<Date>) -> String {
        // The suite may be of any folder, and so may its flags be.
        let (flag, about) = (harmless(&self.flag, 60), harmless(&self.about, 300));
        let mut text = format!(
            "# {flag}: {about}\n[[known-failure]]\nobserved = \"{}\"\nreason = {}\nsince = {today}\n",
            self.observed,
            Value::from(reason)
        );
        if let Some(expires) = expires {
            text.push_str(&format!("expires = {expires}\n"));
        }
        text.push_str("cases = [\n");
        self.cases.iter().for_each(|case| text.push_str(&format!("  {},\n", Value::from(case))));
        text.push_str("]\n");
        text
    }
}

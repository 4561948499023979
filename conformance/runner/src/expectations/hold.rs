//! Is what is known still so?

use super::{Entry, Expectations, Named, Observed, Stale};
use crate::expectations::range::Version;
use audiometer::explain::harmless;
use audiometer::{Answer, Outcome, Record, Report, Suite};
use toml::value::Date;

/// What came of holding expectations against a report.
#[derive(Debug)]
pub(crate) struct Held<'e> {
    /// For each record the entry that it is a known failure by.
    pub(crate) known: Vec<Option<&'e Entry>>,
    /// The lines that are to be deleted or changed.
    pub(crate) stale: Vec<Stale>,
    /// What each entry is worth, in the order of the file.
    pub(crate) standings: Vec<Standing>,
}

/// What an entry is worth beside a report.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// For other versions of the implementation, or for versions that cannot be compared with this one: it says nothing.
    Elsewhere,
    /// For each of its `cases` the records that are meant, by their places in the report; `None` where none is, and
    /// the suite has cases that are: this run left them out. That its last day is over is stale, and changes nothing here.
    InForce(Vec<Option<Vec<usize>>>),
}

impl Expectations {
    /// Holds the file against a report, on this day. What means only cases that this run left out is left alone, and so is
    /// what is not for this version of the implementation.
    pub(crate) fn hold(&self, report: &Report<'_>, suite: &Suite, today: Date) -> Held<'_> {
        let version = Version::read(&report.implementation.version);
        let mut held = Held { known: vec![None; report.records.len()], stale: Vec::new(), standings: Vec::new() };
        for entry in &self.entries {
            held.standings.push(self.stand(
                entry,
                report,
                suite,
                today,
                version.as_ref(),
                &mut held.known,
                &mut held.stale,
            ));
        }
        for (entry, standing) in self.entries.iter().zip(&held.standings) {
            if let Standing::InForce(meant) = standing {
                self.other_answers(entry, meant, report, &held.known, &mut held.stale);
            }
        }
        held
    }

    #[expect(clippy::too_many_arguments, reason = "what a run is made of, and what is found out")]
    fn stand<'e>(
        &self,
        entry: &'e Entry,
        report: &Report<'_>,
        suite: &Suite,
        today: Date,
        version: Option<&Version>,
        known: &mut [Option<&'e Entry>],
        stale: &mut Vec<Stale>,
    ) -> Standing {
        let means = |case: &Named| -> Vec<usize> {
            let records = report.records.iter().enumerate();
            records.filter(|(_, record)| case.pattern.means(&record.entry)).map(|(at, _)| at).collect()
        };
        match (&entry.versions, version) {
            (Some((range, ..)), Some(version)) if !range.has(version) => return Standing::Elsewhere,
            (Some((_, text, line)), None) => {
                if entry.cases.iter().any(|case| !means(case).is_empty()) {
                    stale.push(self.change(
                        *line,
                        format!("versions = \"{text}\""),
                        format!(
                            "the implementation says that it is version `{}`, which cannot be compared, so the entry does not apply",
                            harmless(&report.implementation.version, 60)
                        ),
                    ));
                }
                return Standing::Elsewhere;
            }
            (Some(_), Some(_)) | (None, _) => {}
        }
        let mut all = Vec::new();
        let mut any = false;
        for case in &entry.cases {
            let meant = means(case);
            let mut passing: Vec<&Record<'_>> = Vec::new();
            for &at in &meant {
                let record = &report.records[at];
                if !record.outcome.is_failure() {
                    passing.push(record);
                } else if observed(record) == entry.observed {
                    known[at] = Some(entry);
                }
            }
            let left_out = meant.is_empty() && suite.entries().any(|entry| case.pattern.means(&entry));
            if !left_out && let Some(why) = why_stale(meant.len(), &passing) {
                let remedy = if passing.len() == meant.len() { "delete" } else { "change" };
                let place = format!("{}:{}", self.path, case.line);
                stale.push(Stale { remedy: remedy.into(), place, pattern: case.text.clone(), why });
            }
            any |= !meant.is_empty();
            all.push((!left_out).then_some(meant));
        }
        if let Some((last, line)) = entry.expires
            && last < today
            && any
        {
            let why = format!("it has expired: {last} was its last day, and today is {today}");
            stale.push(self.change(line, format!("expires = {last}"), why));
        }
        Standing::InForce(all)
    }

    /// The lines of an entry by which failures would be known, were it not for another wrong answer.
    fn other_answers(
        &self,
        entry: &Entry,
        meant: &[Option<Vec<usize>>],
        report: &Report<'_>,
        known: &[Option<&Entry>],
        stale: &mut Vec<Stale>,
    ) {
        let failing = |at: &&usize| report.records[**at].outcome.is_failure();
        let others = |meant: &Option<Vec<usize>>| -> Vec<&Record<'_>> {
            let meant = meant.iter().flatten().filter(failing).filter(|at| known[**at].is_none());
            meant.map(|at| &report.records[*at]).collect()
        };
        let why = |others: &[&Record<'_>]| {
            let (first, more) = others.split_first()?;
            Some(format!("{}{}: the answer is {} now", first.entry.id(), and_more(more.len()), observed(first)))
        };
        if let Some(answer) = corrected(entry, meant, report, known) {
            let all: Vec<&Record<'_>> = meant.iter().flat_map(others).collect();
            let why = why(&all).unwrap_or_default();
            stale.push(self.change(
                entry.observed_line,
                format!("observed = \"{}\"", entry.observed),
                format!("{why}; if that is what is known, write \"{answer}\""),
            ));
            return;
        }
        for (case, meant) in entry.cases.iter().zip(meant) {
            if let Some(why) = why(&others(meant)) {
                let why = format!("{why}, and not {}: it needs an entry of its own", entry.observed);
                stale.push(self.change(case.line, case.text.clone(), why));
            }
        }
    }

    fn change(&self, line: usize, pattern: String, why: String) -> Stale {
        Stale { remedy: "change".into(), place: format!("{}:{line}", self.path), pattern, why }
    }
}

/// The answer to be written into an entry: all of its cases that fail now do so in the same other way, no other entry
/// knows them, and all of them were put.
pub(crate) fn corrected(
    entry: &Entry,
    meant: &[Option<Vec<usize>>],
    report: &Report<'_>,
    known: &[Option<&Entry>],
) -> Option<Observed> {
    let mut found = None;
    for meant in meant {
        for &at in meant.as_ref()? {
            let record = &report.records[at];
            if !record.outcome.is_failure() {
                continue;
            }
            let now = observed(record);
            if known[at].is_some() || now == entry.observed || found.is_some_and(|found| found != now) {
                return None;
            }
            found = Some(now);
        }
    }
    found
}

fn why_stale(meant: usize, passing: &[&Record<'_>]) -> Option<String> {
    match passing {
        [] if meant > 0 => None,
        [] => Some("it matches no case of the suite".to_owned()),
        [first, more @ ..] => {
            Some(format!("{}{}: the outcome is {} now", first.entry.id(), and_more(more.len()), first.outcome.name()))
        }
    }
}

fn and_more(more: usize) -> String {
    if more == 0 { String::new() } else { format!(" and {more} more") }
}

/// What the implementation does instead of what is right.
pub(crate) fn observed(record: &Record<'_>) -> Observed {
    match (&record.outcome, &record.answer) {
        (Outcome::Unstable { .. }, _) => Observed::Unstable,
        (_, Answer::Accept) => Observed::Accept,
        (_, Answer::Reject { .. }) => Observed::Reject,
        (_, Answer::Fault { .. } | Answer::Unsupported { .. }) => Observed::Fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glob::Pattern;
    use audiometer::{Case, Implementation, Plan, Validator, run};

    /// Accepts everything, at a version.
    struct Accepting(&'static str);

    impl Validator for Accepting {
        fn answer(&mut self, _: &Case<'_>) -> Answer {
            Answer::Accept
        }

        fn implementation(&self) -> Implementation {
            let nothing = String::new;
            Implementation {
                name: "accepting".to_owned(),
                version: self.0.to_owned(),
                language: nothing(),
                runtime: nothing(),
                registry: nothing(),
                package: nothing(),
                homepage: nothing(),
            }
        }
    }

    /// How many failures are known, and what is stale.
    fn at(version: &'static str, text: &str, filter: &str) -> (usize, Vec<String>) {
        let suite = Suite::embedded();
        let pattern = Pattern::new(filter).expect("glob");
        let plan = Plan::all(suite).only(|entry| pattern.means(entry));
        let report = run(&plan, &mut Accepting(version));
        let expectations = Expectations::read("x.toml", text).expect("reads");
        let today = Date { year: 2026, month: 11, day: 22 };
        let Held { known, stale, .. } = expectations.hold(&report, suite, today);
        let told = stale
            .into_iter()
            .map(|Stale { remedy, place, pattern, why }| format!("{remedy} {place}: {pattern}: {why}"));
        (known.iter().flatten().count(), told.collect())
    }

    fn hold(text: &str, filter: &str) -> (usize, Vec<String>) {
        at("1.0", text, filter)
    }

    fn entry(case: &str, observed: &str) -> String {
        format!(
            "[[known-failure]]\ncases = [\n  \"{case}\",\n]\nobserved = \"{observed}\"\nreason = \"it accepts everything\"\n"
        )
    }

    const INTEGER: &str = "rfc7519/aud/integer@jwt-core";

    #[test]
    fn what_is_recorded_is_known_and_nothing_else() {
        assert_eq!(hold(&entry(INTEGER, "accept"), INTEGER), (1, vec![]));
        assert_eq!(hold(&entry("rfc7519/aud/integer", "accept"), INTEGER), (1, vec![]));
    }

    #[test]
    fn another_wrong_answer_is_not_known_and_the_line_to_change_is_told() {
        let told = "change x.toml:5: observed = \"fault\": rfc7519/aud/integer@jwt-core: the answer is accept now; \
                    if that is what is known, write \"accept\"";
        assert_eq!(hold(&entry(INTEGER, "fault"), INTEGER), (0, vec![told.to_owned()]));
        // Where this run leaves out some of what it means, that may hold.
        let text = entry(INTEGER, "fault").replace("  \"", "  \"rfc7519/aud/null\",\n  \"");
        let told = "change x.toml:4: rfc7519/aud/integer@jwt-core: rfc7519/aud/integer@jwt-core: the answer is accept now, \
                    and not fault: it needs an entry of its own";
        assert_eq!(hold(&text, INTEGER), (0, vec![told.to_owned()]));
        // By another entry it is known.
        assert_eq!(hold(&(entry(INTEGER, "fault") + &entry(INTEGER, "accept")), INTEGER), (1, vec![]));
    }

    #[test]
    fn an_entry_that_passes_or_matches_nothing_is_stale_and_one_filtered_out_is_not() {
        let filter = "rfc7519/aud/string@jwt-core";
        let told = format!("delete x.toml:3: {filter}: {filter}: the outcome is pass now");
        assert_eq!(hold(&entry(filter, "accept"), filter), (0, vec![told]));
        let told = "delete x.toml:3: rfc7519/aud/nothing-like-it: it matches no case of the suite".to_owned();
        assert_eq!(hold(&entry("rfc7519/aud/nothing-like-it", "accept"), filter), (0, vec![told]));
        assert_eq!(hold(&entry("rfc7519/aud/integer", "accept"), filter), (0, vec![]));
    }

    #[test]
    fn a_glob_that_holds_in_part_is_to_be_changed() {
        let (known, stale) = hold(&entry("rfc7519/aud/*", "accept"), "rfc7519/aud/*@jwt-core");
        assert!(known > 10, "{known}");
        assert!(stale[0].starts_with("change x.toml:3: rfc7519/aud/*: rfc7519/aud/"), "{stale:?}");
        assert!(stale[0].ends_with(" more: the outcome is pass now"), "{stale:?}");
    }

    #[test]
    fn an_entry_holds_until_the_end_of_its_last_day() {
        let text = |last: &str| entry(INTEGER, "accept") + &format!("expires = {last}\n");
        assert_eq!(hold(&text("2026-11-22"), INTEGER), (1, vec![]));
        let told = "change x.toml:7: expires = 2026-11-21: it has expired: 2026-11-21 was its last day, and today is 2026-11-22";
        assert_eq!(hold(&text("2026-11-21"), INTEGER), (1, vec![told.to_owned()]));
        assert_eq!(hold(&text("2026-11-21"), "rfc7519/aud/string"), (0, vec![]), "left out of this run");
    }

    #[test]
    fn an_entry_for_other_versions_says_nothing_and_is_not_stale() {
        let passing = "rfc7519/aud/string@jwt-core";
        let text = |case: &str| entry(case, "accept") + "versions = \">=2.0, <3\"\n";
        assert_eq!(at("2.4.1", &text(INTEGER), INTEGER), (1, vec![]));
        assert_eq!(at("3.0", &text(INTEGER), INTEGER), (0, vec![]));
        assert_eq!(at("3.0", &text(passing), passing), (0, vec![]));
        assert_eq!(at("2.4.1", &text(passing), passing).1.len(), 1);
    }

    #[test]
    fn a_version_that_cannot_be_compared_excuses_nothing_and_is_told() {
        let text = entry(INTEGER, "accept") + "versions = \">=2.0\"\n";
        let told = "change x.toml:7: versions = \">=2.0\": the implementation says that it is version `\\u001b[2Jmain`, \
                    which cannot be compared, so the entry does not apply";
        assert_eq!(at("\u{1b}[2Jmain", &text, INTEGER), (0, vec![told.to_owned()]));
        assert_eq!(at("main", &text, "rfc7519/aud/string"), (0, vec![]), "left out of this run");
    }
}

//! What has to change in a file of expectations, so that it says what was measured and nothing else?

mod added;
mod edit;
mod scope;

use crate::expectations::{Entry, Expectations, Held, NOT_LOOKED_INTO, Observed, Stale, Standing, corrected, observed};
use added::Added;
use audiometer::explain::harmless;
use audiometer::{Importance, Outcome, Plan, Record, Report, Suite};
use edit::{Change, Edit};
use scope::Scope;
use toml::value::Date;

/// How to add what is new.
#[derive(Debug)]
pub(crate) struct Adding {
    /// Also critical false accepts.
    pub(crate) accept_critical: bool,
    /// The reason; without one, nobody has looked into it yet.
    pub(crate) reason: Option<String>,
    /// The last day on which it holds.
    pub(crate) expires: Option<Date>,
    /// The day on which it is added.
    pub(crate) today: Date,
}

/// A file of expectations that is up to date, and what had to be done to it.
#[derive(Debug)]
pub(crate) struct Baseline {
    /// The whole file.
    pub(crate) text: String,
    /// What was changed in the entries that were there, a line each.
    pub(crate) changes: Vec<String>,
    /// Whether an answer had to be corrected among them.
    pub(crate) corrected: bool,
    /// The ids of what was added, by entry.
    pub(crate) added: Vec<Vec<String>>,
    /// The ids of the critical false accepts that were not written.
    pub(crate) refused: Vec<String>,
    /// What only a person can bring up to date.
    pub(crate) left: Vec<Stale>,
}

/// What a run was to put, and what came out.
#[derive(Clone, Copy)]
pub(crate) struct Measured<'m, 's> {
    pub(crate) suite: &'s Suite,
    pub(crate) plan: &'m Plan<'s>,
    pub(crate) report: &'m Report<'s>,
}

/// A new file.
pub(crate) fn init(path: &str, measured: Measured<'_, '_>, adding: &Adding) -> Result<Baseline, String> {
    let who = &measured.report.implementation;
    let head = format!(
        "# What {} {} was measured to get wrong on {}.\n# Each entry is a cause: put the cases where they belong, and say why they fail.\n",
        harmless(&who.name, 60),
        harmless(&who.version, 60),
        adding.today
    );
    update(path, &head, measured, adding)
}

/// The file brought up to date. Entries that hold, and what this run left out, stay as they are.
///
/// # Errors
///
/// What is wrong with the file.
pub(crate) fn update(path: &str, text: &str, measured: Measured<'_, '_>, adding: &Adding) -> Result<Baseline, String> {
    let scope = Scope::of(measured);
    let Measured { report, suite, .. } = measured;
    let before = Expectations::read(path, text)?;
    let held = before.hold(report, suite, adding.today);
    let mut baseline = Baseline {
        text: text.to_owned(),
        changes: Vec::new(),
        corrected: false,
        added: Vec::new(),
        refused: Vec::new(),
        left: Vec::new(),
    };
    let mut edits = Vec::new();
    for (entry, standing) in before.causes().iter().zip(&held.standings) {
        let edit = match standing {
            Standing::Elsewhere => Edit::none(entry),
            Standing::InForce(meant) => amend(path, entry, meant, &held, report, &scope, adding, &mut baseline),
        };
        edits.push(edit);
    }
    if !baseline.changes.is_empty() {
        baseline.text = edit::apply(text, &edits).map_err(|error| format!("{path}: {error}"))?;
    }

    // What is not known by what is left of the file.
    let amended = Expectations::read(path, &baseline.text)?;
    let known = amended.hold(report, suite, adding.today).known;
    let unknown =
        report.records.iter().zip(&known).filter(|(record, known)| record.outcome.is_failure() && known.is_none());
    let (refused, new): (Vec<&Record<'_>>, Vec<&Record<'_>>) =
        unknown.map(|(record, _)| record).partition(|record| is_critical(record) && !adding.accept_critical);
    baseline.refused = refused.iter().map(|record| record.entry.id()).collect();
    for added in Added::group(&new, suite, &scope) {
        let entry = added.entry(adding.reason.as_deref().unwrap_or(NOT_LOOKED_INTO), adding.today, adding.expires);
        append(&mut baseline.text, &entry);
        baseline.added.push(added.cases);
    }

    // Before anything is written: does the run that was made hold by the new file?
    let after = Expectations::read(path, &baseline.text)?;
    let Held { known, stale, .. } = after.hold(report, suite, adding.today);
    let failures = report.records.iter().zip(&known).filter(|(record, _)| record.outcome.is_failure());
    let unknown: Vec<String> =
        failures.filter(|(_, known)| known.is_none()).map(|(record, _)| record.entry.id()).collect();
    if unknown != baseline.refused || stale.iter().any(|stale| stale.remedy == "delete") {
        return Err(format!("{path}: the entries of this file cannot be brought up to date; change them by hand"));
    }
    baseline.left = stale;
    Ok(baseline)
}

/// A token by which somebody may get in.
fn is_critical(record: &Record<'_>) -> bool {
    matches!(record.outcome, Outcome::FalseAccept(_)) && record.entry.vector.importance == Importance::Critical
}

/// What has to change in one entry.
#[expect(clippy::too_many_arguments, reason = "the entry, what it means, and what was measured")]
fn amend(
    path: &str,
    entry: &Entry,
    meant: &[Option<Vec<usize>>],
    held: &Held<'_>,
    report: &Report<'_>,
    scope: &Scope<'_>,
    adding: &Adding,
    baseline: &mut Baseline,
) -> Edit {
    let mut edit = Edit::none(entry);
    let record = |at: &usize| &report.records[*at];
    let failing = |at: &&usize| record(at).outcome.is_failure();
    // A run of a part says nothing about the rest, for which what is written may hold.
    let whole = !scope.left_out().any(|left_out| entry.means(&left_out.vector.id, &left_out.profile.name));
    let answer = corrected(entry, meant, report, &held.known).filter(|_| whole);
    let refused = answer.is_some()
        && !adding.accept_critical
        && meant.iter().flatten().flatten().filter(failing).any(|at| is_critical(record(at)));
    if let Some(answer) = answer.filter(|_| !refused) {
        edit.observed = Some(answer);
        baseline.corrected = true;
        baseline.changes.push(format!(
            "{path}:{}: observed = \"{}\": {answer} now",
            entry.observed_line(),
            entry.observed
        ));
    }
    for ((named, meant), change) in entry.cases.iter().zip(meant).zip(&mut edit.cases) {
        let Some(meant) = meant else { continue };
        let place = format!("{path}:{}", named.line);
        // A glob may mean what another entry knows.
        let stays = |at: &&usize| {
            let now: Observed = observed(record(at));
            answer.is_some() || now == entry.observed || held.known[**at].is_some()
        };
        let (staying, going): (Vec<&usize>, Vec<&usize>) =
            meant.iter().partition(|at| record(at).outcome.is_failure() && stays(at));
        if going.is_empty() && !meant.is_empty() {
            continue;
        }
        let own = |at: &&usize| answer.is_some() || observed(record(at)) == entry.observed;
        let staying = staying.into_iter().filter(own).map(|at| record(at).entry);
        let left_out = scope.left_out().filter(|entry| named.means(entry));
        let ids = scope.name(staying.chain(left_out).collect());
        let text = harmless(&named.text, 200);
        let why = match going.first().map(|at| record(at)) {
            None => "it matches no case of the suite".to_owned(),
            Some(first) if first.outcome.is_failure() => {
                format!("{}: the answer is {} now", first.entry.id(), observed(first))
            }
            Some(first) => format!("{}: the outcome is {} now", first.entry.id(), first.outcome.name()),
        };
        let why = if going.len() > 1 {
            why.replacen(": the", &format!(" and {} more: the", going.len() - 1), 1)
        } else {
            why
        };
        if ids.is_empty() {
            baseline.changes.push(format!("{place}: {text} is deleted: {why}"));
            *change = Change::Remove;
        } else {
            baseline.changes.push(format!("{place}: {text} is cut down to {}: {why}", scope::some(&ids)));
            *change = Change::Replace(ids);
        }
    }
    edit
}

/// Adds an entry at the end of a file, with its line ends.
fn append(text: &mut String, entry: &str) {
    let crlf = text.contains("\r\n");
    let end = if crlf { "\r\n" } else { "\n" };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    if !text.is_empty() {
        text.push_str(end);
    }
    text.push_str(&if crlf { entry.replace('\n', end) } else { entry.to_owned() });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glob::Pattern;
    use audiometer::{Answer, Case, Reference, Validator, run};

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    fn adding(accept_critical: bool) -> Adding {
        Adding { accept_critical, reason: None, expires: None, today: TODAY }
    }

    /// The file after a run of the cases that the filter means, with these answers.
    fn updated(
        text: &str,
        filter: &str,
        accept_critical: bool,
        mut ask: impl FnMut(&Case<'_>) -> Answer,
    ) -> Result<Baseline, String> {
        let suite = Suite::embedded();
        let pattern = Pattern::new(filter).expect("glob");
        let plan = Plan::all(suite).only(|entry| pattern.means(entry));
        let report = run(&plan, &mut ask);
        update("x.toml", text, Measured { suite, plan: &plan, report: &report }, &adding(accept_critical))
    }

    fn sound(case: &Case<'_>) -> Answer {
        Reference::strict().answer(case)
    }

    fn faulty(_: &Case<'_>) -> Answer {
        Answer::Fault { error: "no".to_owned() }
    }

    fn accepting(_: &Case<'_>) -> Answer {
        Answer::Accept
    }

    fn entry(observed: &str, cases: &[&str]) -> String {
        let cases: String = cases.iter().map(|case| format!("  \"{case}\", # why\n")).collect();
        format!("[[known-failure]]\nobserved = \"{observed}\"\nreason = \"r\"\ncases = [\n{cases}]\n")
    }

    /// Vectors that have to be rejected, of which a wrong answer is critical, and is not.
    fn vectors() -> (&'static str, &'static str) {
        let of = |critical: bool| {
            Suite::embedded()
                .vectors()
                .find(|vector| {
                    vector.id.starts_with("rfc7519/")
                        && vector.expect.iter().all(|(_, expected)| matches!(expected, audiometer::Expected::Reject(_)))
                        && (vector.importance == Importance::Critical) == critical
                })
                .map_or("", |vector| vector.id.as_str())
        };
        (of(true), of(false))
    }

    #[test]
    fn what_passes_or_matches_nothing_goes_and_what_fails_comes() {
        let (_, other) = vectors();
        let text =
            format!("# mine\n\n{}\n{}", entry("fault", &["no/such", other]), entry("fault", &["no/such/either"]));
        let baseline = updated(&text, other, false, faulty).expect("holds");
        assert_eq!(baseline.text, format!("# mine\n\n{}", entry("fault", &[other])));
        assert_eq!(
            baseline.changes,
            [
                "x.toml:7: no/such is deleted: it matches no case of the suite",
                "x.toml:15: no/such/either is deleted: it matches no case of the suite",
            ]
        );
        let baseline = updated("# mine\n", other, false, faulty).expect("holds");
        assert!(baseline.text.starts_with("# mine\n\n# "), "{}", baseline.text);
        let entry = format!(
            "[[known-failure]]\nobserved = \"fault\"\nreason = \"not looked into yet\"\nsince = 2026-11-22\ncases = [\n  \"{other}\",\n]\n"
        );
        assert!(baseline.text.ends_with(&entry), "{}", baseline.text);
        assert_eq!(baseline.added, [[other]]);
        let again = updated(&baseline.text, other, false, faulty).expect("holds");
        assert_eq!((&again.text, again.added.len()), (&baseline.text, 0));
        let sound = updated(&baseline.text, other, false, sound).expect("holds");
        assert_eq!(sound.text, "# mine\n", "{:?}", sound.changes);
    }

    #[test]
    fn another_answer_is_corrected_where_it_stands_and_the_reason_stays() {
        let (_, other) = vectors();
        let text = entry("reject", &[other]);
        let baseline = updated(&text, other, false, faulty).expect("holds");
        assert_eq!(baseline.text, text.replace("\"reject\"", "\"fault\""));
        assert!(baseline.corrected);
        assert_eq!(baseline.changes, ["x.toml:2: observed = \"reject\": fault now"]);
    }

    #[test]
    fn a_critical_false_accept_is_written_only_when_told_to() {
        let (critical, _) = vectors();
        for text in [String::new(), entry("fault", &[critical])] {
            let baseline = updated(&text, critical, false, accepting).expect("holds");
            assert_eq!(baseline.text, text, "neither added nor corrected");
            assert!(!baseline.refused.is_empty() && baseline.added.is_empty() && !baseline.corrected);
            let baseline = updated(&text, critical, true, accepting).expect("holds");
            assert!(baseline.refused.is_empty(), "{:?}", baseline.refused);
            assert!(baseline.text.contains("observed = \"accept\""), "{}", baseline.text);
        }
        // No answer at all lets nobody in.
        assert!(updated("", critical, false, faulty).expect("holds").refused.is_empty());
    }

    #[test]
    fn what_a_run_leaves_out_stays_and_a_name_is_cut_down_to_it() {
        let (_, other) = vectors();
        let vector = Suite::embedded().vector(other).expect("it is there");
        let (first, rest) = vector.expect.split_first().expect("it has profiles");
        let case = format!("{other}@{}", first.0.name);
        let text = entry("fault", &["rfc7519/header/*", other]);
        let same = updated(&text, &case, false, faulty).expect("holds");
        assert_eq!(same.text, text, "it holds");
        let passing = updated(&text, &case, false, sound).expect("holds");
        let mut left: Vec<String> = rest.iter().map(|(profile, _)| format!("{other}@{}", profile.name)).collect();
        left.sort_unstable();
        let first = &left[0];
        let others: String = left[1..].iter().map(|id| format!("  \"{id}\",\n")).collect();
        let whole = format!("  \"{other}\", # why\n");
        assert_eq!(passing.text, text.replace(&whole, &format!("  \"{first}\", # why\n{others}")));
        // Nor is an answer corrected of which only a part was put.
        let added = updated(&text, &case, true, accepting).expect("holds");
        assert!(added.text.starts_with(&passing.text), "{}", added.text);
        assert_eq!(added.added, [[case]]);
    }

    #[test]
    fn expired_entries_and_those_for_other_versions_are_left_to_a_person() {
        let (_, other) = vectors();
        let text = entry("fault", &[other]) + "expires = 2026-11-21\n";
        let baseline = updated(&text, other, false, faulty).expect("holds");
        assert_eq!((&baseline.text, baseline.left.len()), (&text, 1));
        // Of a validator that tells no version.
        let text = entry("fault", &[other, "no/such"]) + "versions = \"<2\"\n";
        let baseline = updated(&text, other, false, sound).expect("holds");
        assert_eq!((&baseline.text, baseline.left.len()), (&text, 1));
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let (_, other) = vectors();
        let baseline = updated("# mine\r\n", other, false, faulty).expect("holds");
        assert!(baseline.text.contains(&format!("cases = [\r\n  \"{other}\",\r\n]\r\n")), "{}", baseline.text);
        assert_eq!(baseline.text.matches('\n').count(), baseline.text.matches("\r\n").count());
    }

    #[test]
    fn the_project_s_own_files_need_no_change_for_what_they_say() {
        let text = include_str!("../../../expectations/jsonwebtoken.toml");
        let read = Expectations::read("x.toml", text).expect("reads");
        let edits: Vec<Edit> = read.causes().iter().map(Edit::none).collect();
        assert_eq!(edit::apply(text, &edits).expect("applies"), text, "nothing is lost on the way");
    }
}

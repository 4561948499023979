//! `audiometer explain`: everything about one thing.

use crate::args::ExplainArgs;
use crate::exit::{Exit, Failure};
use crate::render::page::{PLAIN, STRONG, styled};
use crate::render::{self, number};
use crate::write;
use audiometer::explain as text;
use audiometer::{Ambiguity, Clause, Entry, Feature, Profile, Reason, Rule, Suite, Vector, judge};

pub(crate) fn execute(args: &ExplainArgs) -> Result<Exit, Failure> {
    let suite = Suite::embedded();
    let page = page(&args.id, suite).ok_or_else(|| unknown(&args.id, suite))?;
    write::out(&page.render(write::width()))?;
    Ok(Exit::AsExpected)
}

fn unknown(id: &str, suite: &Suite) -> Failure {
    let gone = suite.ledger.renamed.get(id).map(|new| format!("it is `{new}` now"));
    let gone = gone.or_else(|| suite.ledger.retired.get(id).map(|why| format!("it was retired: {why}")));
    let near = || {
        let last = id.rsplit('/').next().unwrap_or(id).to_lowercase();
        let mut found: Vec<&str> =
            suite.vectors().map(|vector| vector.id.as_str()).filter(|known| known.contains(&last)).collect();
        found.sort_by_key(|known| (!known.ends_with(id), known.len()));
        found.truncate(5);
        if found.is_empty() {
            "`audiometer list` shows what there is".to_owned()
        } else {
            format!("is it one of these? {}", found.join(", "))
        }
    };
    Failure::usage(format!("nothing is called `{id}`; {}", gone.unwrap_or_else(near)))
}

/// A heading, and labelled texts.
struct Page {
    heading: String,
    fields: Vec<(String, String)>,
}

impl Page {
    fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), fields: Vec::new() }
    }

    fn field(mut self, label: &str, text: impl Into<String>) -> Self {
        self.fields.push((label.to_owned(), text.into()));
        self
    }

    fn render(&self, width: usize) -> String {
        let labels = self.fields.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        let mut page = render::page::Page::new(width, labels);
        page.line(&styled(STRONG, &self.heading));
        self.fields.iter().for_each(|(label, text)| page.field(label, PLAIN, text));
        page.into_text()
    }
}

fn page(id: &str, suite: &Suite) -> Option<Page> {
    if let Some((vector, profile)) = id.split_once('@') {
        let (vector, profile) = (suite.vector(vector)?, Profile::named(profile)?);
        return Some(case(Entry { vector, profile, expected: vector.expected(profile)? }));
    }
    suite
        .vector(id)
        .map(self::vector)
        .or_else(|| Profile::named(id).map(|profile| self::profile(profile, suite)))
        .or_else(|| Clause::named(id).map(|clause| self::clause(clause, suite)))
        .or_else(|| Ambiguity::named(id).map(ambiguity))
        .or_else(|| flag(id, suite))
        .or_else(|| {
            named(id, Feature::ALL, Feature::name, Feature::text, "a feature that an implementation has or lacks")
        })
        .or_else(|| named(id, &Rule::ALL, Rule::name, Rule::text, "a rule of the judgement"))
        .or_else(|| named(id, Reason::ALL, Reason::name, Reason::text, "a reason for a rejection"))
}

fn named<T: Copy>(
    id: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
    text: impl Fn(T) -> &'static str,
    kind: &str,
) -> Option<Page> {
    let &found = all.iter().find(|&&item| name(item) == id)?;
    Some(Page::new(id).field("is", kind).field("means", text(found)))
}

fn vector(vector: &Vector) -> Page {
    let mut page = described(vector);
    for &(profile, expected) in &vector.expect {
        page = page.field(&profile.name, expected.to_string());
    }
    if !vector.reasons.is_empty() {
        page = page.field("reasons", vector.reasons.to_string());
    }
    for clause in vector.clauses.iter().filter_map(|id| Clause::named(id)) {
        page = page.field(&clause.id, format!("{}: {}", clause.title(), clause.cited()));
    }
    page.field("token", &vector.token)
}

/// What vector and case pages have in common.
fn described(vector: &Vector) -> Page {
    let mut page = Page::new(&vector.id).field("fact", &vector.comment).field("claims", text::claims(&vector.claims));
    if let Some(header) = &vector.header {
        page = page.field("header", text::harmless(header, 400));
    }
    let recipient = serde_json::to_string(&vector.recipient).expect("plain data serializes");
    page = page
        .field("recipient", text::harmless(&recipient, 400))
        .field("importance", audiometer::format::one_line(&vector.importance).replace('"', ""));
    if !vector.flags.is_empty() {
        page = page.field("flags", vector.flags.join(", "));
    }
    if let Some(twin) = &vector.twin {
        page = page.field("twin", twin);
    }
    if !vector.links.is_empty() {
        page = page.field("links", vector.links.join(" "));
    }
    page
}

fn case(entry: Entry<'_>) -> Page {
    let policy = entry.vector.policy(entry.profile);
    let mut page = described(entry.vector);
    page.heading = entry.id();
    let right = judge(&entry.vector.claims, &policy);
    page.field("policy", text::policy(&policy))
        .field("right", text::verdict(&right))
        .field("by", text::grounds(&right))
        .field("token", &entry.vector.token)
}

fn profile(profile: &'static Profile, suite: &Suite) -> Page {
    let cases = suite.entries().filter(|entry| entry.profile == profile).count();
    let word = |value: String| value.replace('"', "");
    let mut page = Page::new(&profile.name)
        .field("is", &profile.title)
        .field("from", profile.sources.join("; "))
        .field("presence", word(audiometer::format::one_line(&profile.presence)))
        .field("shape", word(audiometer::format::one_line(&profile.shape)))
        .field("extras", word(audiometer::format::one_line(&profile.extras)))
        .field("azp", word(audiometer::format::one_line(&profile.azp)))
        .field("cases", number(cases));
    for rule in Rule::ALL.into_iter().filter(|&rule| profile.applies(rule)) {
        let clause = profile.clause(rule);
        page = page.field(rule.name(), format!("{}: {}", clause.id, clause.cited()));
    }
    page
}

fn clause(clause: &'static Clause, suite: &Suite) -> Page {
    let citing: Vec<&str> =
        suite.vectors().filter(|vector| vector.clauses.contains(&clause.id)).map(|vector| vector.id.as_str()).collect();
    let shown = citing.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    let more = citing.len().saturating_sub(12);
    let profiles: Vec<&str> = Profile::all()
        .iter()
        .filter(|profile| Rule::ALL.iter().any(|&rule| profile.applies(rule) && profile.clause(rule) == clause))
        .map(|profile| profile.name.as_str())
        .collect();
    Page::new(&clause.id)
        .field("from", format!("{} ({})", clause.place(), clause.edition))
        .field("url", &clause.url)
        .field("strength", &clause.strength)
        .field("words", clause.cited())
        .field("profiles", if profiles.is_empty() { "none decides by it".to_owned() } else { profiles.join(", ") })
        .field("vectors", if more > 0 { format!("{shown} and {more} more") } else { shown })
}

fn ambiguity(ambiguity: Ambiguity) -> Page {
    let question = ambiguity.question();
    let mut page = Page::new(ambiguity.id())
        .field("question", &question.question)
        .field("accept", &question.accept)
        .field("reject", &question.reject)
        .field("advice", &question.advice);
    for clause in question.clauses.iter().filter_map(|id| Clause::named(id)) {
        page = page.field(&clause.id, format!("{}: {}", clause.title(), clause.cited()));
    }
    page
}

fn flag(id: &str, suite: &Suite) -> Option<Page> {
    let flag = suite.flags.get(id)?;
    let vectors = suite.vectors().filter(|vector| vector.flags.iter().any(|name| name == id)).count();
    let mut page =
        Page::new(id).field("is", &flag.description).field("effect", &flag.effect).field("bug type", &flag.bug_type);
    if !flag.cves.is_empty() {
        page = page.field("cves", flag.cves.join(", "));
    }
    if !flag.links.is_empty() {
        page = page.field("links", flag.links.join(" "));
    }
    Some(page.field("vectors", number(vectors)))
}

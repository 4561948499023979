//! What does the page say of each vector?

use super::answers::{Answers, Asked, FAILURES, Implementation, Profiles};
use super::marks::{self, Mark};
use super::shown::{self, Piece};
use crate::render::number;
use audiometer::explain::harmless;
use audiometer::{Clause, Decision, Expected, Outcome, Profile, Suite, format};
use std::collections::BTreeMap;

/// How many bytes of a claims set are shown.
const CLAIMS: usize = 2_000;

/// A vector file with its vectors.
pub(super) struct TopicView<'a> {
    pub(super) topic: &'a str,
    pub(super) about: String,
    pub(super) vectors: Vec<VectorView<'a>>,
}

/// A vector.
pub(super) struct VectorView<'a> {
    pub(super) id: &'a str,
    pub(super) comment: String,
    pub(super) claims: Vec<Piece>,
    /// How many bytes of the claims are left out.
    pub(super) left_out: usize,
    pub(super) header: Option<Vec<Piece>>,
    pub(super) recipient: String,
    /// Each verdict, and under which profiles.
    pub(super) verdicts: Vec<(String, String)>,
    /// The most telling clause.
    pub(super) clause: Option<&'static Clause>,
    /// The other clauses.
    pub(super) clauses: Vec<&'a str>,
    pub(super) importance: String,
    pub(super) flags: String,
    pub(super) twin: Option<&'a str>,
    pub(super) links: Vec<&'a str>,
    pub(super) marks: Vec<Mark>,
    /// Who fails it, and how.
    pub(super) failing: Vec<Group<'a>>,
    /// Who does what else with it.
    pub(super) others: Vec<Others<'a>>,
    /// How many pass it wherever they can be asked.
    pub(super) passing: usize,
}

/// Implementations that answer alike, with links.
pub(super) struct Group<'a> {
    pub(super) outcome: &'static str,
    pub(super) name: String,
    /// Under which profiles, where not under all.
    pub(super) under: String,
    pub(super) who: Vec<&'a Implementation<'a>>,
}

/// Implementations whose answer is no failure, without links.
pub(super) struct Others<'a> {
    pub(super) name: String,
    /// What to link to: an ambiguity or a feature.
    pub(super) about: &'a str,
    pub(super) count: usize,
    /// Their names, unless the section of `about` has them.
    pub(super) who: String,
}

/// Every topic, in the order of the suite.
pub(super) fn topics<'a>(suite: &'a Suite, answers: &'a Answers<'a>) -> Vec<TopicView<'a>> {
    let mut topics: Vec<TopicView<'a>> = Vec::new();
    for (at, asked) in answers.vectors.iter().enumerate() {
        let topic = asked.vector.id.rsplit_once('/').map_or("", |(topic, _)| topic);
        if topics.last().is_none_or(|last| last.topic != topic) {
            let about = suite.topics.iter().find(|known| known.topic == topic).map(|known| known.about.as_str());
            topics.push(TopicView { topic, about: harmless(about.unwrap_or_default(), 300), vectors: Vec::new() });
        }
        if let Some(last) = topics.last_mut() {
            last.vectors.push(vector(answers, at, asked));
        }
    }
    topics
}

fn vector<'a>(answers: &'a Answers<'a>, at: usize, asked: &'a Asked<'a>) -> VectorView<'a> {
    let vector = asked.vector;
    let (claims, left_out) = shown::exactly(&vector.claims, CLAIMS);
    let recipient = serde_json::to_string(&vector.recipient).expect("plain data serializes");
    let mut clauses = vector.clauses.iter().map(String::as_str);
    let clause = clauses.next().and_then(Clause::named);
    let failing = failing(answers, at, asked);
    let count = |outcome: &str| {
        failing.iter().filter(|group| group.outcome == outcome).map(|group| group.who.len()).sum::<usize>()
    };
    let passing = (0..answers.implementations.len()).filter(|&who| {
        let put = answers.put(at, who);
        !put.is_empty() && put.without(answers.passed(at, who)).is_empty()
    });
    VectorView {
        id: &vector.id,
        comment: harmless(&vector.comment, 200),
        claims,
        left_out,
        header: vector.header.as_deref().map(|header| shown::exactly(header.as_bytes(), CLAIMS).0),
        recipient: harmless(&recipient, 400),
        verdicts: verdicts(asked),
        clause,
        clauses: clauses.collect(),
        importance: format::one_line(&vector.importance).replace('"', ""),
        flags: vector.flags.join(", "),
        twin: vector.twin.as_deref(),
        links: vector.links.iter().filter_map(|link| shown::address(link)).collect(),
        marks: marks::failures(count),
        others: others(answers, at),
        passing: passing.count(),
        failing,
    }
}

/// Each verdict with its profiles; one that all have, with how many they are.
fn verdicts(asked: &Asked<'_>) -> Vec<(String, String)> {
    let mut verdicts: Vec<(Expected, Profiles)> = Vec::new();
    for &(profile, expected) in &asked.verdicts {
        let profiles = Profiles::of(profile);
        match verdicts.iter_mut().find(|(known, _)| *known == expected) {
            Some((_, known)) => *known = known.with(profiles),
            None => verdicts.push((expected, profiles)),
        }
    }
    let only = verdicts.len() == 1;
    let told = |(expected, profiles): (Expected, Profiles)| {
        let under = if only && profiles.count() == Profile::all().len() - 1 {
            format!("under the {} profiles of a recipient with an identifier", profiles.count())
        } else {
            marks::under(profiles, marks::every())
        };
        (expected.to_string(), under)
    };
    verdicts.into_iter().map(told).collect()
}

/// Who fails it, by outcome and profiles; those that fail wherever they can, first.
fn failing<'a>(answers: &'a Answers<'a>, at: usize, asked: &Asked<'_>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(usize, bool, String), Vec<usize>> = BTreeMap::new();
    for who in 0..answers.implementations.len() {
        let put = answers.put(at, who);
        for told in answers.told(at, who).iter().filter(|told| told.is_failure()) {
            let could = match told.outcome() {
                "false-accept" | "vacuous" => put.both(asked.right(Decision::Reject)),
                "false-reject" => put.both(asked.right(Decision::Accept)),
                _ => put,
            };
            let under = marks::where_told(told, could);
            let group = groups.entry((told.rank(), !under.is_empty(), under)).or_default();
            if group.last() != Some(&who) {
                group.push(who); // not twice for two strengths
            }
        }
    }
    let group = |((rank, _, under), who): ((usize, bool, String), Vec<usize>)| Group {
        outcome: Outcome::NAMES[rank],
        name: marks::words(Outcome::NAMES[rank]),
        under,
        who: who.into_iter().map(|who| &answers.implementations[who]).collect(),
    };
    groups.into_iter().map(group).collect()
}

/// Who makes a choice, names another reason, or cannot be told.
fn others<'a>(answers: &'a Answers<'a>, at: usize) -> Vec<Others<'a>> {
    let mut found: BTreeMap<(usize, &str, &str), Vec<usize>> = BTreeMap::new();
    for who in 0..answers.implementations.len() {
        for told in answers.told(at, who).iter().filter(|told| !FAILURES.contains(&told.outcome())) {
            let names = found.entry((told.rank(), &told.about, &told.way)).or_default();
            if names.last() != Some(&who) {
                names.push(who);
            }
        }
    }
    let names = |who: &[usize]| {
        who.iter().map(|&who| answers.implementations[who].name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let told = |((rank, about, way), who): ((usize, &'a str, &str), Vec<usize>)| match Outcome::NAMES[rank] {
        "choice" => Others { name: format!("open, {way}"), about, count: who.len(), who: names(&who) },
        "unsupported" => Others { name: "unsupported".to_owned(), about, count: who.len(), who: String::new() },
        outcome => Others { name: marks::words(outcome), about, count: who.len(), who: names(&who) },
    };
    found.into_iter().map(told).collect()
}

/// Vectors of one topic in a list.
pub(super) struct Listed {
    pub(super) topic: String,
    /// What their ids have behind the topic; none where only their number is told.
    pub(super) names: Vec<String>,
    pub(super) count: usize,
}

/// A list of vectors by topic, so that no topic is written twice.
pub(super) fn listed<'i>(ids: impl IntoIterator<Item = &'i str>) -> Vec<Listed> {
    let mut topics: Vec<Listed> = Vec::new();
    for id in ids {
        let (topic, name) = id.rsplit_once('/').unwrap_or(("", id));
        match topics.last_mut() {
            Some(last) if last.topic == topic => last.names.push(name.to_owned()),
            _ => topics.push(Listed { topic: topic.to_owned(), names: vec![name.to_owned()], count: 0 }),
        }
    }
    topics.iter_mut().for_each(|topic| topic.count = topic.names.len());
    topics
}

/// The same, where there are so many that nobody reads them one by one: how many of which topic.
pub(super) fn numbered<'i>(ids: impl IntoIterator<Item = &'i str>, most: usize) -> Vec<Listed> {
    let mut topics = listed(ids);
    if topics.iter().map(|topic| topic.count).sum::<usize>() > most {
        topics.iter_mut().for_each(|topic| topic.names.clear());
    }
    topics
}

/// How many vectors a page has.
pub(super) fn total(topics: &[TopicView<'_>]) -> String {
    number(topics.iter().map(|topic| topic.vectors.len()).sum())
}

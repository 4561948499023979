//! How does a case become a vector? With its verdict under every profile, its reasons, its clauses, and its twin.

use super::draft::{Draft, SCAFFOLD, is_sensible};
use super::marks::{self, Marks};
use super::of_entry;
use audiometer::laws::Json;
use audiometer::mutants::Mutant;
use audiometer::{
    Decision, Expected, Importance, Profile, Reasons, Recipient, Suite, Validator, Vector, Verdict, format, judge,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use std::sync::LazyLock;

/// A vector, and the accepted one beside which its rejection counts.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    pub(crate) vector: Vector,
    pub(crate) twin: Twin,
}

#[derive(Clone, Debug)]
pub(crate) enum Twin {
    /// It is rejected nowhere.
    Needless,
    /// One of the suite.
    InSuite(String),
    /// One that the suite lacks.
    New(Box<Vector>),
}

/// The id of a vector that has none of its own yet.
const NAMELESS: &str = "findings/to-be-named";

/// Makes a vector of a case. Its id and its comment are for somebody to better.
pub(crate) fn ready(draft: &Draft, suite: &Suite) -> Ready {
    let mut vector = plain(draft, &draft.claims, NAMELESS);
    vector.comment = comment(draft);
    let nearest = nearest(draft);
    vector.flags = nearest.map_or_else(|| vec!["Normal".to_owned()], |nearest| nearest.flags.clone());
    let twin = twin(&mut vector, draft, suite);
    vector.twin = match &twin {
        Twin::Needless => None,
        Twin::InSuite(id) => Some(id.clone()),
        Twin::New(twin) => Some(twin.id.clone()),
    };
    if vector.twin.is_some() && !catches_a_mutant(&vector) {
        vector.control = Some("found by a campaign; no mutant makes this mistake".to_owned());
    }
    Ready { vector, twin }
}

/// A vector with verdicts, reasons and clauses from the judgement.
fn plain(draft: &Draft, claims: &[u8], id: &str) -> Vector {
    let mut vector = Vector {
        id: id.to_owned(),
        comment: "the audience is the recipient".to_owned(),
        clauses: Vec::new(),
        claims: claims.to_vec(),
        header: draft.header.clone(),
        recipient: draft.recipient.clone(),
        expect: Vec::new(),
        reasons: Reasons::NONE,
        importance: Importance::Medium,
        flags: vec!["Normal".to_owned()],
        twin: None,
        control: None,
        links: Vec::new(),
        since: Suite::embedded().version.clone(),
        token: String::new(),
    };
    // The profile that failed speaks first: its clause is the most telling.
    let others = Profile::all().iter().filter(|profile| profile.name != draft.profile.name);
    for profile in std::iter::once(draft.profile).chain(others).filter(|profile| is_sensible(&draft.recipient, profile))
    {
        let verdict = judge(claims, &profile.policy(&draft.recipient));
        expect(&mut vector, profile, &verdict);
    }
    vector.expect.sort_by_key(|(profile, _)| Profile::all().iter().position(|other| other.name == profile.name));
    vector
}

fn expect(vector: &mut Vector, profile: &'static Profile, verdict: &Verdict) {
    vector.expect.push((profile, Expected::from(verdict)));
    let mut cite = |clause: &str| {
        if vector.clauses.len() < 4 && !vector.clauses.iter().any(|cited| cited == clause) {
            vector.clauses.push(clause.to_owned());
        }
    };
    match verdict {
        Verdict::Accept(clause) => cite(&clause.id),
        Verdict::Reject(rejection) => {
            cite(&rejection.clause.id);
            vector.reasons = vector.reasons.union(rejection.reasons);
            vector.importance = Importance::High;
        }
        Verdict::Either(ambiguity) => ambiguity.question().clauses.iter().for_each(|clause| cite(clause)),
    }
}

/// Finds the twin. Profiles under which there is none are left out.
fn twin(vector: &mut Vector, draft: &Draft, suite: &Suite) -> Twin {
    let rejecting: Vec<&'static Profile> = vector.rejecting().collect();
    if rejecting.is_empty() {
        return Twin::Needless;
    }
    // The profile that failed counts more than all others together: without it the vector would not show the failure.
    let weight = |profile: &Profile| if profile.name == draft.profile.name { Profile::all().len() } else { 1 };
    let accepted = |expected: &dyn Fn(&'static Profile) -> bool| -> usize {
        rejecting.iter().filter(|profile| expected(profile)).map(|profile| weight(profile)).sum()
    };
    // One edit away, best of the claims; accepted under most profiles; of several, the first.
    let in_suite = suite
        .vectors()
        .filter(|other| {
            let edits =
                [other.claims != vector.claims, other.recipient != vector.recipient, other.header != vector.header];
            edits.into_iter().filter(|&edited| edited).count() == 1
        })
        .map(|other| {
            let same_recipient = other.recipient == vector.recipient;
            ((accepted(&|profile| other.expected(profile) == Some(Expected::Accept)), same_recipient), other)
        })
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|((found, _), other)| (found, other));
    let asked = |claims: &[u8]| {
        suite
            .vectors()
            .any(|other| other.claims == claims && other.recipient == vector.recipient && other.header == vector.header)
    };
    let made = made_twins(draft)
        .into_iter()
        .filter(|claims| !asked(claims)) // no two vectors ask the same
        .map(|claims| {
            (
                accepted(&|profile| judge(&claims, &profile.policy(&draft.recipient)).decision() == Decision::Accept),
                claims,
            )
        })
        .reduce(|best, other| if other.0 > best.0 { other } else { best });
    let (count, claims) = made.unwrap_or_default();
    let accepts =
        |profile: &'static Profile| judge(&claims, &profile.policy(&draft.recipient)).decision() == Decision::Accept;
    let or_rejected_nowhere = |expected: Expected, accepted: bool| accepted || expected.decision() != Decision::Reject;
    match in_suite {
        Some((found, other)) if found > 0 && found >= count => {
            keep(vector, draft.profile, |profile, expected| {
                or_rejected_nowhere(expected, other.expected(profile) == Some(Expected::Accept))
            });
            Twin::InSuite(other.id.clone())
        }
        _ if count > 0 => {
            keep(vector, draft.profile, |profile, expected| or_rejected_nowhere(expected, accepts(profile)));
            let mut twin = plain(draft, &claims, &format!("{NAMELESS}-twin"));
            // What is rejected would need a twin of its own.
            keep(&mut twin, draft.profile, |_, expected| expected == Expected::Accept);
            Twin::New(Box::new(twin))
        }
        _ => {
            keep(vector, draft.profile, |_, expected| expected.decision() != Decision::Reject);
            Twin::Needless
        }
    }
}

/// Leaves out the profiles that are not `kept`. The profile that failed still speaks first.
fn keep(vector: &mut Vector, first: &'static Profile, kept: impl Fn(&'static Profile, Expected) -> bool) {
    let mut profiles: Vec<&'static Profile> = std::mem::take(&mut vector.expect)
        .into_iter()
        .filter(|(profile, expected)| kept(profile, *expected))
        .map(|(profile, _)| profile)
        .collect();
    profiles.sort_by_key(|profile| profile.name != first.name);
    vector.clauses.clear();
    vector.reasons = Reasons::NONE;
    vector.importance = Importance::Medium;
    for profile in profiles {
        let verdict = judge(&vector.claims, &vector.policy(profile));
        expect(vector, profile, &verdict);
    }
    vector.expect.sort_by_key(|(profile, _)| Profile::all().iter().position(|other| other.name == profile.name));
}

/// Claims that name the recipient in the plainest way.
fn made_twins(draft: &Draft) -> Vec<Vec<u8>> {
    let recipient: &Recipient = &draft.recipient;
    let scaffold = match &recipient.issuer {
        Some(issuer) => SCAFFOLD.replace("\"https://issuer.example\"", &Json::text(issuer.as_str()).to_string()),
        None => SCAFFOLD.to_owned(),
    };
    let mut claims = vec![format!("{scaffold}}}")];
    if let Some(own) = recipient.identifiers.first() {
        let own = Json::text(own.as_str());
        claims.insert(0, format!("{scaffold},\"aud\":{own}}}"));
        claims.push(format!("{scaffold},\"aud\":[{own}]}}"));
    }
    claims.into_iter().map(String::into_bytes).filter(|claims| *claims != draft.claims).collect()
}

/// The marks, as many as fit.
fn comment(draft: &Draft) -> String {
    let mut comment = String::new();
    for mark in marks::of(draft).iter() {
        if comment.chars().count() + mark.chars().count() + 2 > 80 {
            break;
        }
        if !comment.is_empty() {
            comment.push_str(", ");
        }
        comment.push_str(mark);
    }
    if comment.is_empty() { "what a campaign found".to_owned() } else { comment }
}

/// The vector of the suite whose marks are most alike.
fn nearest(draft: &Draft) -> Option<&'static Vector> {
    static MARKS: LazyLock<Vec<(Marks, &'static Vector)>> = LazyLock::new(|| {
        Suite::embedded().entries().map(|entry| (marks::of(&of_entry(entry)), entry.vector)).collect()
    });
    let marks = marks::of(draft);
    MARKS.iter().min_by_key(|(theirs, _)| marks.distance(theirs)).map(|(_, vector)| *vector)
}

/// Whether a mutant answers wrongly under one of the profiles, as the matrix of mutants counts it.
fn catches_a_mutant(vector: &Vector) -> bool {
    let header = BASE64URL.encode(audiometer::lint::header_text(vector.header.as_deref(), "HS256"));
    let token = format!("{header}.{}.", BASE64URL.encode(&vector.claims));
    Mutant::all().filter(|mutant| !mutant.has_state()).any(|mutant| {
        let mut validator = mutant.validator();
        vector.expect.iter().any(|(profile, expected)| {
            let policy = vector.policy(profile);
            let case = audiometer::Case { token: &token, claims: &vector.claims, policy: &policy };
            let word = validator.answer(&case).word();
            match expected.decision() {
                Decision::Accept => word != "accept",
                Decision::Reject => word != "reject",
                Decision::Either => false,
            }
        })
    })
}

impl Ready {
    pub(crate) fn vector_json(&self) -> serde_json::Value {
        json(&self.vector)
    }

    pub(crate) fn twin_json(&self) -> serde_json::Value {
        match &self.twin {
            Twin::Needless => serde_json::Value::Null,
            Twin::InSuite(id) => id.as_str().into(),
            Twin::New(vector) => json(vector),
        }
    }
}

/// A vector as its file has it.
fn json(vector: &Vector) -> serde_json::Value {
    serde_json::from_str(&format::vector(vector)).expect("what is written is JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::draft;
    use crate::campaign::generate::Stream;
    use audiometer::Topic;

    #[test]
    fn what_is_made_of_any_case_is_a_vector_in_order() {
        let suite = Suite::embedded();
        let stream = Stream::new(5, &Profile::all().iter().collect::<Vec<_>>(), Vec::new(), Vec::new());
        let mut rejected = 0;
        for number in 0..60 {
            let draft = stream.draw(number).draft;
            let ready = ready(&draft, suite);
            if ready.vector.expect.is_empty() {
                continue; // rejected everywhere, and nothing is accepted that could be its twin
            }
            assert_eq!(
                draft::of_vector(&ready.vector_json(), &draft.profile.name).expect("read again").claims,
                draft.claims
            );
            let mut vectors = vec![ready.vector.clone()];
            if let Twin::New(twin) = &ready.twin {
                vectors.push((**twin).clone());
            }
            rejected += usize::from(ready.vector.rejecting().next().is_some());
            let topic = Topic { topic: "findings".to_owned(), about: "x".to_owned(), vectors };
            let (_, problems) = Topic::read("findings.json", &format::write(&topic));
            assert!(problems.is_empty(), "{problems:?}");
        }
        assert!(rejected > 10, "{rejected}");
    }

    #[test]
    fn what_catches_a_mutant_is_what_the_matrix_says() {
        let suite = Suite::embedded();
        let matrix = audiometer::mutants::matrix::Matrix::of(suite);
        let idle: Vec<&str> = matrix.idle().iter().map(|vector| vector.id.as_str()).collect();
        for vector in suite.vectors().filter(|vector| vector.rejecting().next().is_some()) {
            assert_eq!(catches_a_mutant(vector), !idle.contains(&vector.id.as_str()), "{}", vector.id);
        }
    }

    #[test]
    fn a_twin_that_is_to_be_added_is_accepted_wherever_it_has_a_verdict() {
        let recipient = Recipient { client_id: Some("new".to_owned()), ..Recipient::default() };
        let profile = Profile::named("unconfigured").expect("there is one");
        let draft = Draft { claims: format!("{SCAFFOLD},\"aud\":1}}").into_bytes(), header: None, recipient, profile };
        let ready = ready(&draft, Suite::embedded());
        let Twin::New(twin) = &ready.twin else { panic!("{:?}", ready.twin) };
        assert!(twin.expect.iter().all(|(_, expected)| *expected == Expected::Accept), "{:?}", twin.expect);
        assert_eq!(twin.expected(profile), Some(Expected::Accept));
        assert!(matches!(ready.vector.expected(profile), Some(Expected::Reject(_))), "{:?}", ready.vector.expect);
    }
}

//! `audiometer reproduce`: does an implementation still fail what a campaign found?

use super::findings::{Chosen, choose};
use super::quietly;
use super::targets::limits;
use crate::args::ReproduceArgs;
use crate::campaign::draft::{self, Draft};
use crate::campaign::finding::{Failing, Kind};
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::mint::Mint;
use crate::render::page::{BAD, GOOD, PLAIN, Page, STRONG, WARN, styled};
use crate::subjects::adapter::NOT_ASKED;
use crate::subjects::{Subject, Target};
use crate::write;
use audiometer::explain::{self, harmless};
use audiometer::{Answer, Suite, Validator, Verdict, feature};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Still {
    /// It fails as it did.
    Fails,
    /// It fails, and not as it did.
    FailsOtherwise,
    /// It does not fail.
    Passes,
}

/// The accepted case beside which a rejection counts.
enum Twin {
    None,
    Case {
        name: String,
        draft: Draft,
    },
    /// Why it cannot be put.
    Lost(String),
}

pub(crate) fn execute(args: &ReproduceArgs) -> Result<Exit, Failure> {
    let chosen = choose(&args.file, &args.which)?;
    let target = target(args, &chosen)?;
    let broken = |why: &str| {
        let text = format!("the adapter of `{}` is broken: {}", harmless(&target.name, 100), harmless(why, 500));
        Failure { exit: Exit::BrokenAdapter, text }
    };
    let mut subject = quietly(|| target.start(limits(&args.by.adapters), 1)).map_err(|why| broken(&why))?;
    if let Some(why) = cannot_be_asked(&subject, &chosen.draft) {
        return Err(Failure::nothing(format!("{} cannot be asked this: {why}", harmless(&target.name, 100))));
    }
    let twin = twin(&chosen);
    let (answers, of_twin) = quietly(|| put(&mut subject, &chosen, &twin))?;
    interrupt::check()?;
    let all = answers.iter().chain(&of_twin);
    for answer in all {
        if let Answer::Fault { error } = answer
            && error.starts_with(NOT_ASKED)
        {
            return Err(broken(error));
        }
    }
    let still = still(&chosen, &answers);
    write::out(&page(&chosen, &subject, &answers, &twin, of_twin.as_ref(), still))?;
    Ok(if still == Still::Passes { Exit::AsExpected } else { Exit::Unexpected })
}

/// What the command line names, or the file.
fn target(args: &ReproduceArgs, chosen: &Chosen) -> Result<Target, Failure> {
    let name = args.target.as_ref().unwrap_or(&chosen.header.target);
    if args.target.is_none() && args.by.command.is_empty() && name == "adapter" {
        return Err(Failure::usage(
            "the findings are about an adapter of somebody's own; give the command that starts it behind --",
        ));
    }
    super::targets::target(&harmless(name, 100), &args.by)
}

/// Why a case cannot be put to it.
fn cannot_be_asked(subject: &Subject, draft: &Draft) -> Option<String> {
    if !subject.is_for(draft.profile) {
        return Some(format!("it is not meant for the profile `{}`", draft.profile.name));
    }
    let missing = feature::missing(&draft.claims, &draft.policy(), |feature| subject.supports(feature))?;
    Some(format!("it lacks the feature `{}`", missing.name()))
}

fn twin(chosen: &Chosen) -> Twin {
    let profile = chosen.draft.profile;
    match &chosen.example.twin {
        serde_json::Value::Null => Twin::None,
        serde_json::Value::String(id) => match Suite::embedded().vector(id) {
            Some(vector) => Twin::Case {
                name: id.clone(),
                draft: Draft {
                    claims: vector.claims.clone(),
                    header: vector.header.clone(),
                    recipient: vector.recipient.clone(),
                    profile,
                },
            },
            None => Twin::Lost(format!("`{}` is not in this suite, and was not put", harmless(id, 120))),
        },
        vector => match draft::of_vector(vector, &profile.name) {
            Ok(draft) => Twin::Case { name: "no vector yet".to_owned(), draft },
            Err(what) => Twin::Lost(format!("it is in error, and was not put: {}", harmless(&what, 300))),
        },
    }
}

/// Puts the case, after the one that has to come before, and its twin. What gave two answers is put by itself first, and
/// again at last.
fn put(subject: &mut Subject, chosen: &Chosen, twin: &Twin) -> Result<(Vec<Answer>, Option<Answer>), Failure> {
    let mut answers = Vec::new();
    if chosen.finding.kind == Kind::Unstable {
        answers.push(ask(subject, &chosen.draft)?);
    }
    if let Some(before) = &chosen.example.after {
        ask(subject, before)?;
    }
    answers.push(ask(subject, &chosen.draft)?);
    if chosen.finding.kind == Kind::Unstable {
        answers.push(ask(subject, &chosen.draft)?);
    }
    let of_twin = match twin {
        Twin::Case { draft, .. } => Some(ask(subject, draft)?),
        Twin::None | Twin::Lost(_) => None,
    };
    Ok((answers, of_twin))
}

/// The answer to one case; a panic of what is built in is a fault.
fn ask(subject: &mut Subject, draft: &Draft) -> Result<Answer, Failure> {
    let failed = |text: String| Failure { exit: Exit::BrokenAdapter, text };
    let (algorithm, fresh) = subject.algorithm().map_err(failed)?;
    let token = Mint::of(algorithm).sign(draft.header.as_deref(), &draft.claims, fresh);
    let policy = draft.policy();
    let mut answers = Vec::new();
    subject.answer_all(&mut std::iter::once(draft.case(&token, &policy)), &mut |_, answer| answers.push(answer));
    interrupt::check()?;
    answers.into_iter().next().ok_or_else(|| failed(format!("{} gave no answer", subject.name)))
}

/// Holds the answers against what was found.
fn still(chosen: &Chosen, answers: &[Answer]) -> Still {
    let verdict = chosen.draft.verdict();
    let failings: Vec<Failing> = answers.iter().filter_map(|answer| Failing::of(&verdict, answer)).collect();
    let same = match chosen.finding.kind {
        Kind::Unstable => answers.iter().any(|answer| answer.word() != answers[0].word()),
        kind => {
            let found = Failing::of(&verdict, &chosen.example.answer);
            failings.iter().any(|failing| failing.kind == kind && found.as_ref() == Some(failing))
        }
    };
    match same {
        true => Still::Fails,
        false if failings.is_empty() => Still::Passes,
        false => Still::FailsOtherwise,
    }
}

fn page(
    chosen: &Chosen,
    subject: &Subject,
    answers: &[Answer],
    twin: &Twin,
    of_twin: Option<&Answer>,
    still: Still,
) -> String {
    let Chosen { header, finding, example, number, draft } = chosen;
    let verdict = draft.verdict();
    let mut page = Page::new(write::width(), 9);
    let of = finding.examples.len();
    page.paragraph(&format!("{}: example {number} of {of}", styled(STRONG, &harmless(&finding.id, 60))));
    let who = |name: &str, version: &str| format!("{} {}", harmless(name, 80), harmless(version, 40));
    let now = subject.implementation();
    let now = who(&now.name, &now.version);
    let found = who(&header.implementation.name, &header.implementation.version);
    page.field("target", PLAIN, &if now == found { now } else { format!("{now} (it was found in {found})") });
    if let Some(before) = &example.after {
        page.field("after", PLAIN, &explain::claims(&before.claims));
        page.field("", PLAIN, &format!("{}: {}", before.profile.name, explain::policy(&before.policy())));
    }
    page.field("claims", PLAIN, &explain::claims(&draft.claims));
    if let Some(header) = &draft.header {
        page.field("header", PLAIN, &harmless(header, 400));
    }
    let recipient = serde_json::to_string(&draft.recipient).unwrap_or_default();
    page.field("recipient", PLAIN, &harmless(&recipient, 400));
    page.field("profile", PLAIN, &format!("{}: {}", draft.profile.name, explain::policy(&draft.policy())));
    page.field("right", PLAIN, &explain::verdict(&verdict));
    page.field("by", PLAIN, &explain::grounds(&verdict));
    for (at, answer) in answers.iter().enumerate() {
        let label = match (at, answers.len()) {
            (_, 1) | (1, _) => "answer",
            (0, _) => "first",
            _ => "again",
        };
        page.field(label, style(&verdict, answer), &explain::answer(answer));
    }
    match twin {
        Twin::None if matches!(verdict, Verdict::Reject(_)) => page.field("twin", WARN, "none was found"),
        Twin::None => {}
        Twin::Lost(why) => page.field("twin", WARN, why),
        Twin::Case { name, draft } => {
            page.field("twin", PLAIN, &format!("{}: {}", harmless(name, 120), explain::claims(&draft.claims)));
            let verdict = draft.verdict();
            page.field("right", PLAIN, &explain::verdict(&verdict));
            if let Some(answer) = of_twin {
                page.field("answer", style(&verdict, answer), &explain::answer(answer));
            }
        }
    }
    page.line("");
    let (style, text) = match still {
        Still::Fails => (BAD, format!("YES: {}, as it was found", finding.kind)),
        Still::FailsOtherwise => (BAD, format!("YES, but in another way: {} was found", finding.kind)),
        Still::Passes => (GOOD, format!("no: {} was found, and the answer is right now", finding.kind)),
    };
    page.field("fails", style, &text);
    page.into_text()
}

fn style(verdict: &Verdict, answer: &Answer) -> anstyle::Style {
    if Failing::of(verdict, answer).is_some() { BAD } else { PLAIN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::WhichFinding;
    use std::path::Path;

    /// A false accept, as if it were of this kind.
    fn chosen(kind: Kind) -> Chosen {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings/jsonwebtoken.jsonl");
        let which = WhichFinding { finding: Some("1".to_owned()), example: 1 };
        let mut chosen = choose(&path, &which).expect("in order");
        assert_eq!(chosen.example.answer, Answer::Accept);
        chosen.finding.kind = kind;
        chosen
    }

    fn fault(error: &str) -> Answer {
        Answer::Fault { error: error.to_owned() }
    }

    #[test]
    fn it_still_fails_if_the_answer_is_wrong_and_otherwise_if_it_is_wrong_in_another_way() {
        let rejected = Answer::refused("no");
        let mut chosen = chosen(Kind::FalseAccept);
        assert_eq!(still(&chosen, &[Answer::Accept]), Still::Fails);
        assert_eq!(still(&chosen, std::slice::from_ref(&rejected)), Still::Passes);
        assert_eq!(still(&chosen, &[fault("KeyError: 'a'")]), Still::FailsOtherwise);
        chosen.finding.kind = Kind::Fault;
        chosen.example.answer = fault("KeyError: 'b'");
        assert_eq!(still(&chosen, &[fault("KeyError: 'a'")]), Still::Fails);
        assert_eq!(still(&chosen, &[fault("TypeError: 'a'")]), Still::FailsOtherwise);
        assert_eq!(still(&chosen, &[rejected]), Still::Passes);
    }

    #[test]
    fn it_is_still_unstable_if_the_answers_differ_and_fails_otherwise_if_all_are_wrong() {
        let chosen = chosen(Kind::Unstable);
        let rejected = || Answer::refused("no");
        assert_eq!(still(&chosen, &[rejected(), Answer::Accept, rejected()]), Still::Fails);
        assert_eq!(still(&chosen, &[rejected(), rejected(), rejected()]), Still::Passes);
        assert_eq!(still(&chosen, &[Answer::Accept, Answer::Accept, Answer::Accept]), Still::FailsOtherwise);
    }

    #[test]
    fn the_case_before_and_the_twin_are_put_in_their_order() {
        let mut chosen = chosen(Kind::Unstable);
        let twin = twin(&chosen);
        assert!(matches!(twin, Twin::Case { .. }));
        chosen.example.after = Some(chosen.draft.clone());
        let target = Target::built_in("jsonwebtoken").expect("built in");
        let mut subject = target.start(crate::subjects::adapter::Limits::default(), 1).expect("starts");
        let (answers, of_twin) = put(&mut subject, &chosen, &twin).expect("put");
        assert_eq!(answers.len(), 3);
        assert_eq!(of_twin, Some(Answer::Accept));
        let page = page(&chosen, &subject, &answers, &twin, of_twin.as_ref(), still(&chosen, &answers));
        let page = anstream::adapter::strip_str(&page).to_string();
        for part in ["  after     ", "  first     accept", "  answer    accept", "  again     accept", "another way"] {
            assert!(page.contains(part), "{part:?} is not in\n{page}");
        }
    }
}

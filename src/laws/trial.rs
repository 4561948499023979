//! How is a law put to a validator, and what is told of one that breaks it?

use super::Law;
use super::question::{Question, Writing, write};
use crate::case::Case;
use crate::feature;
use crate::profile::Profile;
use crate::validator::{Answer, Implementation, Validator};
use std::borrow::Cow;
use std::fmt;

/// A law that a validator has broken: what was asked, in order, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The name of the law, which is that of its function.
    pub law: &'static str,
    /// The questions that show it, with their answers: one where the answer is wrong by itself, else two or more.
    pub asked: Vec<Asked>,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was asked.
    pub question: Question,
    /// What was answered.
    pub answer: Answer,
}

/// The law, each question's claims with the answer, and the policy wherever it changes.
impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law broken: {}", self.law)?;
        if let Some(law) = Law::named(self.law) {
            write!(f, "\n  {}", law.text)?;
        }
        let mut before: Option<&Question> = None;
        for Asked { question, answer } in &self.asked {
            if before.is_none_or(|before| before.policy != question.policy) {
                write!(f, "\n  under   {}", serde_json::to_string(&*question.policy).map_err(|_| fmt::Error)?)?;
            }
            if before.is_some_and(|before| before.header != question.header) {
                write!(f, "\n  header  {}", write(&question.header, Writing::Plain))?;
            }
            write!(f, "\n  {:7} {}", answer.word(), String::from_utf8_lossy(&question.bytes()))?;
            match answer {
                Answer::Reject { error, .. } | Answer::Fault { error } if !error.is_empty() => {
                    write!(f, "  ({error})")?;
                }
                Answer::Accept | Answer::Reject { .. } | Answer::Unsupported { .. } | Answer::Fault { .. } => {}
            }
            before = Some(question);
        }
        Ok(())
    }
}

impl std::error::Error for Broken {}

/// Signs what it is asked, and asks the validator within: for one that reads the token and checks its signature.
///
/// The laws change claims, and this library signs nothing. So a law's token ends in an empty signature. `sign` takes the
/// JWS signing input (`header.payload`, RFC 7515 section 5.1) and gives the signature in base64url. The header says HS256;
/// change [`Question::header`] for another algorithm.
pub struct Signed<V, S> {
    validator: V,
    sign: S,
}

impl<V: Validator, S: FnMut(&str) -> String> Signed<V, S> {
    /// A validator that is only asked about signed tokens.
    pub fn new(validator: V, sign: S) -> Self {
        Self { validator, sign }
    }
}

impl<V: Validator, S: FnMut(&str) -> String> Validator for Signed<V, S> {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        let input = case.token.rsplit_once('.').map_or(case.token, |(input, _)| input);
        let token = format!("{input}.{}", (self.sign)(input));
        self.validator.answer(&Case { token: &token, ..*case })
    }

    fn supports(&self, feature: feature::Feature) -> bool {
        self.validator.supports(feature)
    }

    fn is_for(&self, profile: &Profile) -> bool {
        self.validator.is_for(profile)
    }

    fn implementation(&self) -> Implementation {
        self.validator.implementation()
    }

    fn done(&mut self) {
        self.validator.done();
    }
}

/// Each of the others is answered as the first, which is asked once.
pub(super) fn same(
    law: &'static str,
    validator: &mut dyn Validator,
    first: &Question,
    others: impl IntoIterator<Item = Question>,
) -> Result<(), Broken> {
    let alike = |first, other| first == Said::Nothing || other == Said::Nothing || first == other;
    Trial::new(law, validator).all_hold(first, others, |_| true, alike)
}

/// Where the first is accepted, each of the others is accepted as well.
pub(super) fn follows(
    law: &'static str,
    validator: &mut dyn Validator,
    first: &Question,
    others: impl IntoIterator<Item = Question>,
) -> Result<(), Broken> {
    let accepted = |first| first == Said::Accept;
    Trial::new(law, validator).all_hold(first, others, accepted, |_, other| other != Said::Reject)
}

/// Where the first is rejected, none of the others is accepted.
pub(super) fn none_turns(
    law: &'static str,
    validator: &mut dyn Validator,
    first: &Question,
    others: impl IntoIterator<Item = Question>,
) -> Result<(), Broken> {
    let rejected = |first| first == Said::Reject;
    Trial::new(law, validator).all_hold(first, others, rejected, |_, other| other != Said::Accept)
}

/// It is not accepted.
pub(super) fn never(law: &'static str, validator: &mut dyn Validator, question: &Question) -> Result<(), Broken> {
    let mut trial = Trial::new(law, validator);
    let said = trial.ask(question)?;
    trial.holds(said != Said::Accept)
}

/// A law on trial: it asks, and remembers what was asked and answered.
pub(super) struct Trial<'v, 'q> {
    law: &'static str,
    asked: Vec<(Cow<'q, Question>, Answer)>,
    /// Of the question written last.
    claims: Vec<u8>,
    token: String,
    validator: &'v mut dyn Validator,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Accept,
    Reject,
    /// The validator cannot be asked this.
    Nothing,
}

impl<'v, 'q> Trial<'v, 'q> {
    pub(super) fn new(law: &'static str, validator: &'v mut dyn Validator) -> Self {
        Self { law, asked: Vec::new(), claims: Vec::with_capacity(512), token: String::with_capacity(768), validator }
    }

    /// Asks. A fault is no answer, and breaks any law: it comes back as the error.
    pub(super) fn ask(&mut self, question: &'q Question) -> Result<Said, Broken> {
        self.write(question);
        self.put(Cow::Borrowed(question))
    }

    /// Asks the first, and where its answer matters each of the others, which has to hold beside it.
    fn all_hold(
        mut self,
        first: &'q Question,
        others: impl IntoIterator<Item = Question>,
        matters: impl Fn(Said) -> bool,
        holds: impl Fn(Said, Said) -> bool,
    ) -> Result<(), Broken> {
        let first = self.ask(first)?;
        if !matters(first) {
            return Ok(());
        }
        for other in others {
            self.write(&other);
            self.asked.truncate(1);
            let other = self.put(Cow::Owned(other))?;
            if !holds(first, other) {
                return Err(self.broken());
            }
        }
        Ok(())
    }

    /// What is asked next, unless it is the same on paper as what was asked last.
    fn write(&mut self, next: &Question) {
        if !self.asked.last().is_some_and(|(last, _)| last.is_written_as(next)) {
            next.write(&mut self.claims, &mut self.token);
        }
    }

    fn put(&mut self, question: Cow<'q, Question>) -> Result<Said, Broken> {
        let (claims, token) = (&self.claims, &self.token);
        let answer = match feature::missing(claims, &question.policy, |feature| self.validator.supports(feature)) {
            Some(feature) => Answer::Unsupported { feature: feature.name().to_owned() },
            None => self.validator.answer(&Case { token, claims, policy: &question.policy }),
        };
        let said = match &answer {
            Answer::Accept => Some(Said::Accept),
            Answer::Reject { .. } => Some(Said::Reject),
            Answer::Unsupported { .. } => Some(Said::Nothing),
            Answer::Fault { .. } => None,
        };
        self.asked.push((question, answer));
        said.ok_or_else(|| self.broken())
    }

    pub(super) fn holds(self, holds: bool) -> Result<(), Broken> {
        if holds { Ok(()) } else { Err(self.broken()) }
    }

    fn broken(&self) -> Broken {
        let asked = |(question, answer): &(Cow<'_, Question>, Answer)| Asked {
            question: (**question).clone(),
            answer: answer.clone(),
        };
        Broken { law: self.law, asked: self.asked.iter().map(asked).collect() }
    }
}

//! What are the parts of a validator, so that each can be broken by itself?
//!
//! [`SOUND`] is a plain validator, written down a second time without a look at the judgement: slow, allocating, on
//! serde_json, and in the strict reading of what is open. A mutant is [`SOUND`] with one part replaced.

use crate::case::Case;
use crate::json::{Reader, Tree};
use crate::policy::{Azp, Extras, Policy, Presence, Shape};
use crate::validator::Answer;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer};

/// JSON as a mutant reads it: members in order, repeated names kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// a number
    Number(serde_json::Number),
    /// a string, unescaped
    Text(String),
    /// an array
    List(Vec<Json>),
    /// an object
    Object(Members),
}

/// A member of an object.
pub type Member = (String, Json);

/// The members of an object, in order.
pub type Members = Vec<Member>;

/// What the parts of a validator look at.
#[derive(Debug)]
pub struct Question<'a> {
    /// The members of the JOSE header.
    pub header: &'a [Member],
    /// The members of the claims set.
    pub claims: &'a [Member],
    /// The rules.
    pub policy: &'a Policy,
}

/// The parts. Each takes the whole, so that a part calls the others as they are.
#[derive(Clone, Copy)]
pub struct Anatomy {
    /// Makes text of the claims' bytes; nothing refuses the token.
    pub decode: fn(&[u8]) -> Option<String>,
    /// Makes an object of the text; nothing refuses the token.
    pub parse: fn(&str) -> Option<Members>,
    /// Finds a claim by its name.
    pub claim: fn(&[Member], &str) -> Option<Json>,
    /// Finds the audience claim.
    pub aud: fn(&Anatomy, &Question<'_>) -> Option<Json>,
    /// Whether a token without an audience claim passes.
    pub absent: fn(&Policy) -> bool,
    /// Whether the claim may have this shape.
    pub shape: fn(&Json, &Policy) -> bool,
    /// The audiences in the claim; nothing refuses the token.
    pub audiences: fn(&Json) -> Option<Vec<String>>,
    /// The identifiers to look for.
    pub identifiers: fn(&Policy) -> Vec<String>,
    /// Whether an audience (first) and an identifier (second) are the same.
    pub equal: fn(&str, &str) -> bool,
    /// Whether the audiences (first) name one of the identifiers (second).
    pub named: fn(&Anatomy, &[String], &[String]) -> bool,
    /// Whether the other audiences may be there.
    pub extras: fn(&Anatomy, &[String], &Policy) -> bool,
    /// Whether `azp` is in order beside these audiences.
    pub azp: fn(&Anatomy, &Question<'_>, &[String]) -> bool,
    /// Whether `iss` is in order.
    pub iss: fn(&Anatomy, &Question<'_>) -> bool,
    /// Puts it all together: whether the token is accepted.
    pub decide: fn(&Anatomy, &Question<'_>) -> bool,
}

/// The validator without a mistake.
pub const SOUND: Anatomy = Anatomy {
    decode: |bytes| str::from_utf8(bytes).ok().map(str::to_owned),
    parse: |text| object(text).filter(|members| shallow(members) && unique(members)),
    claim: |members, name| members.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone()),
    aud: |parts, question| (parts.claim)(question.claims, "aud"),
    absent: |policy| policy.presence == Presence::Optional,
    shape: |aud, policy| policy.shape == Shape::Any || !matches!(aud, Json::List(_)),
    audiences: |aud| match aud {
        Json::Text(text) => Some(vec![text.clone()]),
        Json::List(items) => items.iter().map(text).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => None,
    },
    identifiers: |policy| policy.identifiers.as_slice().to_vec(),
    equal: |audience, identifier| audience == identifier,
    named: |parts, audiences, identifiers| {
        audiences.iter().any(|audience| !audience.is_empty() && is_one_of(parts, audience, identifiers))
    },
    extras: |parts, audiences, policy| {
        let own = |audience: &String| is_one_of(parts, audience, &(parts.identifiers)(policy));
        match policy.extras {
            Extras::Allowed => true,
            Extras::Trusted => {
                audiences.iter().all(|audience| own(audience) || is_one_of(parts, audience, policy.trusted.as_slice()))
            }
            Extras::None => audiences.len() == 1 && own(&audiences[0]),
        }
    },
    azp: |parts, question, audiences| {
        let azp = (parts.claim)(question.claims, "azp");
        let client = |azp: &Json| text(azp).is_some() && text(azp) == question.policy.client_id;
        match question.policy.azp {
            Azp::Ignored => true,
            Azp::Errata2 => azp.is_none_or(|azp| client(&azp)),
            Azp::Errata1 | Azp::Strict => match azp {
                Some(azp) => client(&azp),
                None => audiences.len() < 2,
            },
        }
    },
    iss: |parts, question| match &question.policy.issuer {
        None => true,
        Some(issuer) => (parts.claim)(question.claims, "iss").and_then(|iss| text(&iss)).as_ref() == Some(issuer),
    },
    decide: |parts, question| {
        if !(parts.iss)(parts, question) {
            return false;
        }
        let Some(aud) = (parts.aud)(parts, question) else {
            return (parts.absent)(question.policy) && (parts.azp)(parts, question, &[]);
        };
        if !(parts.shape)(&aud, question.policy) {
            return false;
        }
        let Some(audiences) = (parts.audiences)(&aud) else { return false };
        (parts.named)(parts, &audiences, &(parts.identifiers)(question.policy))
            && (parts.extras)(parts, &audiences, question.policy)
            && (parts.azp)(parts, question, &audiences)
    },
};

/// Whether an audience is one of these identifiers, as the parts compare.
pub fn is_one_of(parts: &Anatomy, audience: &str, identifiers: &[String]) -> bool {
    identifiers.iter().any(|identifier| (parts.equal)(audience, identifier))
}

/// The text of a string, and of nothing else.
pub fn text(value: &Json) -> Option<String> {
    match value {
        Json::Text(text) => Some(text.clone()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => None,
    }
}

/// The members of the object that a text is, repeated names and deep nesting (to 127 levels) included.
pub fn object(text: &str) -> Option<Members> {
    match serde_json::from_str(text) {
        Ok(Json::Object(members)) => Some(members),
        Ok(_) | Err(_) => None,
    }
}

/// Whether no name stands twice in these members or in any object inside.
pub fn unique(members: &[Member]) -> bool {
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.windows(2).all(|pair| pair[0] != pair[1]) && members.iter().all(|(_, value)| unique_inside(value))
}

fn unique_inside(value: &Json) -> bool {
    match value {
        Json::List(items) => items.iter().all(unique_inside),
        Json::Object(members) => unique(members),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => true,
    }
}

/// Whether nothing nests past 64 levels, the claims set being the first.
pub fn shallow(members: &[Member]) -> bool {
    members.iter().all(|(_, value)| depth(value) < crate::claims::MAX_DEPTH)
}

fn depth(value: &Json) -> usize {
    match value {
        Json::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Json::Object(members) => 1 + members.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => 0,
    }
}

impl Anatomy {
    /// The answer to a case.
    pub fn answer(&self, case: &Case<'_>) -> Answer {
        let refused = |why: &str| Answer::refused(why);
        let Some(text) = (self.decode)(case.claims) else { return refused("the claims set is no UTF-8") };
        let Some(claims) = (self.parse)(&text) else { return refused("the claims set is no object") };
        let header = header(case.token);
        let question = Question { header: &header, claims: &claims, policy: case.policy };
        if (self.decide)(self, &question) { Answer::Accept } else { refused("not for this recipient") }
    }
}

/// The members of a token's JOSE header.
fn header(token: &str) -> Members {
    let part = token.split('.').next().unwrap_or_default();
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    str::from_utf8(&bytes).ok().and_then(object).unwrap_or_default()
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader::new())
    }
}

impl Tree for Json {
    fn null() -> Self {
        Self::Null
    }

    fn bool(value: bool) -> Self {
        Self::Bool(value)
    }

    fn number(value: serde_json::Number) -> Self {
        Self::Number(value)
    }

    fn text(value: &str) -> Self {
        Self::Text(value.to_owned())
    }

    fn list(items: Vec<Self>) -> Self {
        Self::List(items)
    }

    fn object(members: Vec<Member>) -> Self {
        Self::Object(members)
    }
}

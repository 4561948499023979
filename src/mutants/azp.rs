//! Mutants that take `azp` for more, for less or for something else.

use super::Mutant;
use super::anatomy::{Anatomy, Json, Member, Question, SOUND, is_one_of, text};
use crate::policy::{Azp, Extras, Policy};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "A02",
        "azp is looked at only beside several audiences",
        "oauth4webapi 3.8.8",
        Anatomy {
            azp: |parts, question, audiences| audiences.len() < 2 || (SOUND.azp)(parts, question, audiences),
            ..SOUND
        },
    ),
    Mutant::new(
        "A03",
        "azp is required beside a single audience, too",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                (azp(parts, question).is_some() || !looks(question)) && (SOUND.azp)(parts, question, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A04",
        "azp is never required",
        "mod_auth_openidc, which warns",
        Anatomy {
            azp: |parts, question, audiences| azp(parts, question).is_none() || (SOUND.azp)(parts, question, audiences),
            ..SOUND
        },
    ),
    Mutant::new(
        "A05",
        "azp is compared with the token's audiences instead of the client id",
        "pyoidc 1.7.0",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(Json::Text(azp)) if looks(question) => is_one_of(parts, &azp, audiences),
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A06",
        "azp is compared with the configured audience instead of the client id",
        "auth0-PHP, auth0/auth0-PHP#442",
        Anatomy {
            azp: |parts, question, audiences| {
                let configured = question.policy.identifiers.as_slice().first().cloned();
                let policy = Policy { client_id: configured, ..question.policy.clone() };
                (SOUND.azp)(parts, &Question { policy: &policy, ..*question }, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A07",
        "azp may be a list that holds the client id",
        "pyoidc 1.7.0",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(Json::List(items)) if looks(question) => {
                    items.iter().any(|item| text(item).is_some() && text(item) == question.policy.client_id)
                }
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A10",
        "an azp that is no string passes as if it were not there",
        "mod_auth_openidc oidc_jose_get_string",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_)) => {
                    without_azp(parts, question, audiences)
                }
                None | Some(Json::Text(_)) => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A11",
        "azp is compared without regard to case",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                azp_is(parts, question, audiences, |azp, client| azp.eq_ignore_ascii_case(client))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A12",
        "an azp that is the client id is enough, whomever aud names",
        "AppAuth-iOS and AppAuth-Android, by design",
        Anatomy {
            decide: |parts, question| match (parts.aud)(parts, question) {
                Some(_) if is_client(parts, question) => (parts.iss)(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A13",
        "azp makes up for a missing aud",
        "parse-server 8.6.18 for Keycloak",
        Anatomy {
            decide: |parts, question| match (parts.aud)(parts, question) {
                None if is_client(parts, question) => (parts.iss)(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A14",
        "an ID token's other audiences need not be trusted",
        "angular-oauth2-oidc 22",
        Anatomy {
            extras: |parts, audiences, policy| {
                policy.extras == Extras::Trusted || (SOUND.extras)(parts, audiences, policy)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A18",
        "azp is not looked at where the client id is empty",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                question.policy.client_id.as_ref().is_none_or(String::is_empty)
                    || (SOUND.azp)(parts, question, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A20",
        "a list of one audience needs an azp like a list of several",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                let list = matches!((parts.aud)(parts, question), Some(Json::List(_)));
                !(looks(question) && list && azp(parts, question).is_none()) && (SOUND.azp)(parts, question, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A30",
        "azp is not looked at",
        "go-oidc and openidconnect-rs 4.1, by design",
        Anatomy { azp: |_, _, _| true, ..SOUND },
    ),
    Mutant::new(
        "A31",
        "azp has to be the client id in every token, whatever its kind",
        "",
        Anatomy {
            azp: |parts, question, audiences| match (question.policy.azp, azp(parts, question)) {
                (Azp::Ignored, Some(_)) if question.policy.client_id.is_some() => is_client(parts, question),
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A32",
        "several audiences need an azp in every token, whatever its kind",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                (audiences.len() < 2 || azp(parts, question).is_some() || question.policy.azp == Azp::Errata2)
                    && (SOUND.azp)(parts, question, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A33",
        "azp is left alone where comparing it is only a SHOULD",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                question.policy.azp == Azp::Errata1 || (SOUND.azp)(parts, question, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A34",
        "azp has to be there beside several audiences, and may name anybody",
        "",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(Json::Text(_)) => true,
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A35",
        "azp is required beside three audiences, and not yet beside two",
        "",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                None if audiences.len() == 2 => true,
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A36",
        "azp is required only beside audiences that are not the recipient's own",
        "",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                None if audiences
                    .iter()
                    .all(|audience| is_one_of(parts, audience, &(parts.identifiers)(question.policy))) =>
                {
                    true
                }
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A37",
        "azp may be any of the recipient's identifiers",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                azp_is_one_of(parts, question, audiences, question.policy.identifiers.as_slice())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A38",
        "azp may be a trusted audience",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                azp_is_one_of(parts, question, audiences, question.policy.trusted.as_slice())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A39",
        "azp has to be one of the audiences as well",
        "",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(Json::Text(azp)) if looks(question) && !is_one_of(parts, &azp, audiences) => false,
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A40",
        "a null as azp passes as if it were not there",
        "",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(Json::Null) => without_azp(parts, question, audiences),
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A41",
        "an empty, false or zero azp passes as if it were not there",
        "keycloak-connect 26.1.1",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(found) if falsy(&found) => without_azp(parts, question, audiences),
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A42",
        "azp need only begin with the client id",
        "",
        Anatomy {
            azp: |parts, question, audiences| azp_is(parts, question, audiences, |azp, client| azp.starts_with(client)),
            ..SOUND
        },
    ),
    Mutant::new(
        "A43",
        "azp may be a part of the client id",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                azp_is(parts, question, audiences, |azp, client| !azp.is_empty() && client.contains(azp))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A44",
        "the client id may be one of several in azp, with blanks between",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                azp_is(parts, question, audiences, |azp, client| azp.split(' ').any(|part| part == client))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A45",
        "white space in azp does not count",
        "mod_auth_openidc before 2.4.20",
        Anatomy {
            azp: |parts, question, audiences| {
                azp_is(parts, question, audiences, |azp, client| dense(azp) == dense(client))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A46",
        "a number as azp is as good as its digits",
        "",
        Anatomy {
            azp: |parts, question, audiences| match azp(parts, question) {
                Some(Json::Number(azp)) if looks(question) => Some(azp.to_string()) == question.policy.client_id,
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A47",
        "client_id stands in for a missing azp",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                let mut claims = question.claims.to_vec();
                if azp(parts, question).is_none() {
                    let client = (parts.claim)(question.claims, "client_id");
                    claims.extend(client.map(|client| ("azp".to_owned(), client)));
                }
                (SOUND.azp)(parts, &Question { claims: &claims, ..*question }, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A48",
        "azp in the JOSE header counts where the claims have none",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                let members: Vec<Member> = question.claims.iter().chain(question.header).cloned().collect();
                (SOUND.azp)(parts, &Question { claims: &members, ..*question }, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A49",
        "azp is the audience of an ID token, and aud is not looked at beside it",
        "",
        Anatomy {
            aud: |parts, question| match question.policy.azp {
                Azp::Ignored => (SOUND.aud)(parts, question),
                Azp::Errata1 | Azp::Errata2 | Azp::Strict => {
                    azp(parts, question).or_else(|| (SOUND.aud)(parts, question))
                }
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A50",
        "the right azp makes every audience beside the recipient trusted",
        "",
        Anatomy {
            decide: |parts, question| {
                let extras = if is_client(parts, question) { Extras::Allowed } else { question.policy.extras };
                let policy = Policy { extras, ..question.policy.clone() };
                (SOUND.decide)(parts, &Question { policy: &policy, ..*question })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "A51",
        "the first audience is taken for the authorized party where azp is missing",
        "",
        Anatomy {
            azp: |parts, question, audiences| match (azp(parts, question), audiences.first()) {
                (None, Some(first)) if looks(question) => question.policy.client_id.as_ref() == Some(first),
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
];

/// The authorized party.
fn azp(parts: &Anatomy, question: &Question<'_>) -> Option<Json> {
    (parts.claim)(question.claims, "azp")
}

/// Whether the rules require or compare `azp`. What errata set 2 leaves open is no mistake either way.
fn looks(question: &Question<'_>) -> bool {
    matches!(question.policy.azp, Azp::Errata1 | Azp::Strict)
}

/// Whether `azp` is there and the client id.
fn is_client(parts: &Anatomy, question: &Question<'_>) -> bool {
    let azp = azp(parts, question).and_then(|azp| text(&azp));
    azp.is_some() && azp == question.policy.client_id
}

/// What is said where `azp` is not there.
fn without_azp(parts: &Anatomy, question: &Question<'_>, audiences: &[String]) -> bool {
    let mut claims = question.claims.to_vec();
    claims.retain(|(name, _)| name != "azp");
    (SOUND.azp)(parts, &Question { claims: &claims, ..*question }, audiences)
}

/// As it is, but `azp` (first) and the client id (second) are compared in these eyes.
fn azp_is(parts: &Anatomy, question: &Question<'_>, audiences: &[String], same: fn(&str, &str) -> bool) -> bool {
    match (azp(parts, question), &question.policy.client_id) {
        (Some(Json::Text(azp)), Some(client)) if looks(question) => same(&azp, client),
        _ => (SOUND.azp)(parts, question, audiences),
    }
}

/// As it is, but `azp` may also be one of these.
fn azp_is_one_of(parts: &Anatomy, question: &Question<'_>, audiences: &[String], others: &[String]) -> bool {
    match azp(parts, question) {
        Some(Json::Text(azp)) if looks(question) && others.contains(&azp) => true,
        _ => (SOUND.azp)(parts, question, audiences),
    }
}

/// What JavaScript takes for false.
fn falsy(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Bool(value) => !value,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::Text(text) => text.is_empty(),
        Json::List(_) | Json::Object(_) => false,
    }
}

/// The text without its white space.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_whitespace()).collect()
}

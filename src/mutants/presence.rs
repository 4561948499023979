//! Mutants that do not look, look at another member, or look at `iss` wrongly.

use super::Mutant;
use super::anatomy::{Anatomy, Json, Member, Question, SOUND, is_one_of, text};
use crate::policy::Presence;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "P02",
        "without a configured audience, aud is not looked at",
        "Argo CD CVE-2023-22482, parse-server 8.6.9 CVE-2026-30863, OpenFGA CVE-2026-55689",
        Anatomy {
            decide: |parts, question| match question.policy.identifiers.as_slice() {
                [] => without_aud(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P03",
        "an empty string as the configured audience switches the check off",
        "jose 6.0.0, node jsonwebtoken 9.0.3, golang-jwt 5.2.2",
        Anatomy {
            decide: |parts, question| match question.policy.identifiers.as_slice() {
                [only] if only.is_empty() => without_aud(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P04",
        "an empty list of configured audiences lets every audience pass",
        "Envoy jwt_authn, by design; FastMCP 4.1.2",
        Anatomy {
            named: |parts, audiences, identifiers| {
                identifiers.is_empty() || (SOUND.named)(parts, audiences, identifiers)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P05",
        "aud is not looked at, whatever audience is configured",
        "Hono 4.10.1, CVE-2025-62610; ruby-jwt with aud and without verify_aud",
        Anatomy { decide: without_aud, ..SOUND },
    ),
    Mutant::new(
        "P06",
        "without a configured audience, aud has to be there and may be anything",
        "ruby-jwt with verify_aud and without aud",
        Anatomy {
            decide: |parts, question| match ((parts.aud)(parts, question), question.policy.identifiers.as_slice()) {
                (Some(_), []) => without_aud(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P08",
        "aud in the JOSE header counts before that in the claims",
        "",
        Anatomy {
            aud: |parts, question| (parts.claim)(question.header, "aud").or_else(|| (SOUND.aud)(parts, question)),
            ..SOUND
        },
    ),
    Mutant::new(
        "P09",
        "aud in the JOSE header counts where the claims have none",
        "",
        Anatomy {
            aud: |parts, question| (SOUND.aud)(parts, question).or_else(|| (parts.claim)(question.header, "aud")),
            ..SOUND
        },
    ),
    Mutant::new(
        "P10",
        "azp stands in for a missing aud",
        "",
        Anatomy { aud: |parts, question| aud_or(parts, question, "azp"), ..SOUND },
    ),
    Mutant::new(
        "P11",
        "client_id stands in for a missing aud",
        "cognitojwt, for Cognito's access tokens",
        Anatomy { aud: |parts, question| aud_or(parts, question, "client_id"), ..SOUND },
    ),
    Mutant::new(
        "P13",
        "resource stands in for a missing aud",
        "",
        Anatomy { aud: |parts, question| aud_or(parts, question, "resource"), ..SOUND },
    ),
    Mutant::new(
        "P15",
        "audience stands in for a missing aud",
        "",
        Anatomy { aud: |parts, question| aud_or(parts, question, "audience"), ..SOUND },
    ),
    Mutant::new(
        "P16",
        "appid stands in for a missing aud",
        "",
        Anatomy { aud: |parts, question| aud_or(parts, question, "appid"), ..SOUND },
    ),
    Mutant::new(
        "P18",
        "client_id, where it is there, counts instead of aud",
        "oauth2-proxy oidc-audience-claim",
        Anatomy {
            aud: |parts, question| (parts.claim)(question.claims, "client_id").or_else(|| (SOUND.aud)(parts, question)),
            ..SOUND
        },
    ),
    Mutant::new(
        "P19",
        "a claim is also found by its name in other letter case, unless the exact name is there",
        "",
        Anatomy {
            claim: |members, name| {
                (SOUND.claim)(members, name).or_else(|| first(members, |found| found.eq_ignore_ascii_case(name)))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P20",
        "the last member counts whose name is that of the claim in any letter case",
        "golang-jwt 4.4.3 RegisteredClaims, go-oidc 2.1.0",
        Anatomy {
            claim: |members, name| {
                members.iter().rev().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P22",
        "the first member counts whose name begins like that of the claim",
        "",
        Anatomy { claim: |members, name| first(members, |found| found.starts_with(name)), ..SOUND },
    ),
    Mutant::new(
        "P23",
        "aud is searched for in nested objects, too",
        "",
        Anatomy {
            aud: |parts, question| (SOUND.aud)(parts, question).or_else(|| nested(question.claims, "aud")),
            ..SOUND
        },
    ),
    Mutant::new(
        "P24",
        "a missing claim is read off __proto__",
        "",
        Anatomy {
            claim: |members, name| {
                (SOUND.claim)(members, name).or_else(|| match (SOUND.claim)(members, "__proto__") {
                    Some(Json::Object(inherited)) => (SOUND.claim)(&inherited, name),
                    _ => None,
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P25",
        "a name that ends in /aud counts where there is no aud",
        "",
        Anatomy {
            aud: |parts, question| {
                (SOUND.aud)(parts, question).or_else(|| first(question.claims, |found| found.ends_with("/aud")))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P27",
        "aud of an access token is not looked at",
        "mod_auth_openidc before 2.4.20, GHSA-wcvh-g65p-v576; keycloak-connect 26.1.1",
        Anatomy {
            decide: |parts, question| match typ(question).as_deref() {
                Some("at+jwt") => without_aud(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P40",
        "a token without aud passes, even where aud is required",
        "python-jose 3.5.0, mpdavis/python-jose#407; fast-jwt, by design",
        Anatomy { absent: |_| true, ..SOUND },
    ),
    Mutant::new(
        "P41",
        "a token without aud is refused, even where aud is optional",
        "",
        Anatomy { absent: |_| false, ..SOUND },
    ),
    Mutant::new(
        "P42",
        "a claims set without any member passes",
        "Joken, by design",
        Anatomy { decide: |parts, question| question.claims.is_empty() || (SOUND.decide)(parts, question), ..SOUND },
    ),
    Mutant::new(
        "P43",
        "every token is refused where aud is required",
        "ServiceStack JwtAuthProvider 6.0, ServiceStack/Issues#775",
        Anatomy {
            decide: |parts, question| question.policy.presence != Presence::Required && (SOUND.decide)(parts, question),
            ..SOUND
        },
    ),
    Mutant::new(
        "P44",
        "aud is looked at only in tokens whose typ is JWT or at+jwt",
        "",
        Anatomy {
            decide: |parts, question| match typ(question).as_deref() {
                None | Some("jwt" | "at+jwt") => (SOUND.decide)(parts, question),
                Some(_) => without_aud(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P46",
        "blanks around a member's name do not count",
        "",
        Anatomy { claim: |members, name| first(members, |found| found.trim() == name), ..SOUND },
    ),
    Mutant::new(
        "P47",
        "aud in the JOSE header has to match as well, where it is there",
        "web-token/jwt-framework, by design",
        Anatomy {
            decide: |parts, question| {
                let header = (parts.claim)(question.header, "aud");
                let audiences = header.as_ref().map(|aud| (parts.audiences)(aud).unwrap_or_default());
                let identifiers = (parts.identifiers)(question.policy);
                audiences.is_none_or(|audiences| (parts.named)(parts, &audiences, &identifiers))
                    && (SOUND.decide)(parts, question)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P48",
        "sub stands in for a missing aud",
        "",
        Anatomy { aud: |parts, question| aud_or(parts, question, "sub"), ..SOUND },
    ),
    Mutant::new(
        "P49",
        "a member with the right audience anywhere in the claims is enough",
        "",
        Anatomy {
            aud: |parts, question| {
                let own = (parts.identifiers)(question.policy);
                let mine = |value: &Json| text(value).is_some_and(|text| is_one_of(parts, &text, &own));
                let found = question.claims.iter().map(|(_, value)| value).find(|value| mine(value)).cloned();
                found.or_else(|| (SOUND.aud)(parts, question))
            },
            ..SOUND
        },
    ),
    Mutant::new("P50", "iss is not looked at", "", Anatomy { iss: |_, _| true, ..SOUND }),
    Mutant::new(
        "P51",
        "a missing iss passes",
        "",
        Anatomy {
            iss: |parts, question| (parts.claim)(question.claims, "iss").is_none() || (SOUND.iss)(parts, question),
            ..SOUND
        },
    ),
    Mutant::new(
        "P52",
        "an iss that is no string passes",
        "",
        Anatomy {
            iss: |parts, question| match (parts.claim)(question.claims, "iss") {
                None | Some(Json::Text(_)) => (SOUND.iss)(parts, question),
                Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_)) => true,
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P53",
        "an iss that is a list passes if it holds the issuer",
        "fast-jwt 5.0.5, CVE-2025-30144",
        Anatomy {
            iss: |parts, question| match ((parts.claim)(question.claims, "iss"), &question.policy.issuer) {
                (Some(Json::List(items)), Some(issuer)) => items.iter().any(|item| text(item).as_ref() == Some(issuer)),
                _ => (SOUND.iss)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P54",
        "iss may be a part of the issuer",
        "PyJWT 2.10.0, CVE-2024-53861",
        Anatomy { iss: |parts, question| iss_is(parts, question, |iss, issuer| issuer.contains(iss)), ..SOUND },
    ),
    Mutant::new(
        "P55",
        "the issuer may be a part of iss",
        "",
        Anatomy { iss: |parts, question| iss_is(parts, question, |iss, issuer| iss.contains(issuer)), ..SOUND },
    ),
    Mutant::new(
        "P56",
        "iss need only begin with the issuer",
        "",
        Anatomy { iss: |parts, question| iss_is(parts, question, |iss, issuer| iss.starts_with(issuer)), ..SOUND },
    ),
    Mutant::new(
        "P57",
        "iss is compared without regard to case",
        "",
        Anatomy {
            iss: |parts, question| iss_is(parts, question, |iss, issuer| iss.eq_ignore_ascii_case(issuer)),
            ..SOUND
        },
    ),
    Mutant::new(
        "P58",
        "a slash at the end of iss or of the issuer does not count",
        "",
        Anatomy {
            iss: |parts, question| {
                iss_is(parts, question, |iss, issuer| iss.trim_end_matches('/') == issuer.trim_end_matches('/'))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P59",
        "iss may lack the scheme of the issuer",
        "go-oidc 2.1.0, for Google",
        Anatomy {
            iss: |parts, question| {
                iss_is(parts, question, |iss, issuer| iss == issuer || Some(iss) == issuer.strip_prefix("https://"))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P60",
        "blanks around iss do not count",
        "",
        Anatomy { iss: |parts, question| iss_is(parts, question, |iss, issuer| iss.trim() == issuer), ..SOUND },
    ),
    Mutant::new(
        "P61",
        "of iss only the origin is compared, and not the tenant in its path",
        "",
        Anatomy {
            iss: |parts, question| iss_is(parts, question, |iss, issuer| origin(iss) == origin(issuer)),
            ..SOUND
        },
    ),
    Mutant::new(
        "P62",
        "iss is compared with what it prints as, so that a number is as good as its digits",
        "java-jwt, by design",
        Anatomy {
            iss: |parts, question| match ((parts.claim)(question.claims, "iss"), &question.policy.issuer) {
                (Some(Json::Number(number)), Some(issuer)) => number.to_string() == *issuer,
                _ => (SOUND.iss)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P63",
        "iss is compared with the recipient's own identifiers",
        "",
        Anatomy {
            iss: |parts, question| match ((parts.claim)(question.claims, "iss"), &question.policy.issuer) {
                (Some(Json::Text(iss)), Some(_)) => is_one_of(parts, &iss, &(parts.identifiers)(question.policy)),
                _ => (SOUND.iss)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P64",
        "aud may name the issuer instead of the recipient",
        "",
        Anatomy {
            identifiers: |policy| (SOUND.identifiers)(policy).into_iter().chain(policy.issuer.clone()).collect(),
            ..SOUND
        },
    ),
    Mutant::new(
        "P65",
        "aud is compared with the issuer, where one is configured",
        "",
        Anatomy {
            identifiers: |policy| match &policy.issuer {
                Some(issuer) => vec![issuer.clone()],
                None => (SOUND.identifiers)(policy),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P66",
        "the right issuer makes aud superfluous",
        "",
        Anatomy {
            decide: |parts, question| match question.policy.issuer {
                Some(_) if (parts.iss)(parts, question) => without_aud(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P67",
        "the right aud makes iss superfluous",
        "",
        Anatomy {
            iss: |parts, question| {
                let aud = (parts.aud)(parts, question);
                let audiences = aud.as_ref().and_then(|aud| (parts.audiences)(aud)).unwrap_or_default();
                (SOUND.iss)(parts, question) || (parts.named)(parts, &audiences, &(parts.identifiers)(question.policy))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P68",
        "iss in the JOSE header counts where the claims have none",
        "",
        Anatomy {
            iss: |parts, question| {
                let members: Vec<Member> = question.claims.iter().chain(question.header).cloned().collect();
                (SOUND.iss)(parts, &Question { claims: &members, ..*question })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P69",
        "iss has to be there, even where no issuer is configured",
        "",
        Anatomy {
            iss: |parts, question| (parts.claim)(question.claims, "iss").is_some() && (SOUND.iss)(parts, question),
            ..SOUND
        },
    ),
    Mutant::new(
        "P70",
        "a claim named issuer stands in for a missing iss",
        "",
        Anatomy {
            claim: |members, name| match name {
                "iss" => (SOUND.claim)(members, "iss").or_else(|| (SOUND.claim)(members, "issuer")),
                _ => (SOUND.claim)(members, name),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P71",
        "an empty iss passes",
        "PyJWT 2.10.0, CVE-2024-53861",
        Anatomy {
            iss: |parts, question| iss_is(parts, question, |iss, issuer| iss.is_empty() || iss == issuer),
            ..SOUND
        },
    ),
    Mutant::new(
        "P72",
        "an issuer configured as the empty string counts as none",
        "jsonwebtoken 9.0.3 for Node.js, golang-jwt 5.3.1, go-jose 4.1.8, jjwt 0.13.0, Hono 4.13.19, @hapi/jwt 3.2.4",
        Anatomy {
            iss: |parts, question| {
                question.policy.issuer.as_deref().is_some_and(str::is_empty) || (SOUND.iss)(parts, question)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "P73",
        "a configured audience of white space alone counts as none",
        "jjwt 0.13.0",
        Anatomy {
            decide: |parts, question| match question.policy.identifiers.as_slice() {
                [only] if !only.is_empty() && only.trim().is_empty() => without_aud(parts, question),
                _ => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
];

/// Everything but `aud`.
fn without_aud(parts: &Anatomy, question: &Question<'_>) -> bool {
    let aud = (parts.aud)(parts, question);
    let audiences = aud.as_ref().and_then(|aud| (parts.audiences)(aud)).unwrap_or_default();
    (parts.iss)(parts, question) && (parts.azp)(parts, question, &audiences)
}

/// The audience claim, or the one of this name.
fn aud_or(parts: &Anatomy, question: &Question<'_>, name: &str) -> Option<Json> {
    (SOUND.aud)(parts, question).or_else(|| (parts.claim)(question.claims, name))
}

/// The value of the first member whose name will do.
fn first(members: &[Member], wanted: impl Fn(&str) -> bool) -> Option<Json> {
    members.iter().find(|(found, _)| wanted(found)).map(|(_, value)| value.clone())
}

/// The first member of that name in an object inside, at any depth.
fn nested(members: &[Member], name: &str) -> Option<Json> {
    members.iter().find_map(|(_, value)| match value {
        Json::Object(inner) => first(inner, |found| found == name).or_else(|| nested(inner, name)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => None,
    })
}

/// The type that the header tells, in lower case.
fn typ(question: &Question<'_>) -> Option<String> {
    (SOUND.claim)(question.header, "typ").and_then(|typ| text(&typ)).map(|typ| typ.to_ascii_lowercase())
}

/// Whether `iss` (first) and the issuer (second) are the same in these eyes, where there is an issuer.
fn iss_is(parts: &Anatomy, question: &Question<'_>, same: fn(&str, &str) -> bool) -> bool {
    let Some(issuer) = &question.policy.issuer else { return true };
    (parts.claim)(question.claims, "iss").and_then(|iss| text(&iss)).is_some_and(|iss| same(&iss, issuer))
}

/// A URL's scheme and authority; the whole of what is no URL.
fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(url.len(), |at| at + 3);
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    &url[..end]
}

//! Mutants that take the configured audiences, the trusted ones or the allowed shape for something else.

use super::Mutant;
use super::anatomy::{Anatomy, Json, Question, SOUND, is_one_of};
use crate::policy::{Extras, Policy, Shape};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "E01",
        "all configured audiences have to be named",
        "java-jwt withAudience, jjwt 0.12, go-jose v2, ruby-jwt 1.5.6",
        Anatomy {
            named: |parts, audiences, identifiers| {
                !identifiers.is_empty() && identifiers.iter().all(|identifier| holds(parts, audiences, identifier))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E02",
        "only the first configured audience is looked for",
        "",
        Anatomy { identifiers: |policy| policy.identifiers.as_slice().iter().take(1).cloned().collect(), ..SOUND },
    ),
    Mutant::new(
        "E03",
        "the last configured audience decides, since each overwrites the result",
        "Argo CD 2.11.0-rc, argoproj/argo-cd#17876",
        Anatomy {
            named: |parts, audiences, identifiers| {
                let mut named = false;
                for identifier in identifiers {
                    named = holds(parts, audiences, identifier);
                }
                named
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E04",
        "several configured audiences are joined by commas and compared as one",
        "",
        Anatomy { identifiers: |policy| vec![policy.identifiers.as_slice().join(",")], ..SOUND },
    ),
    Mutant::new(
        "E05",
        "an audience is searched for in the configured ones joined by commas, if there are several",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                let joined = identifiers.join(",");
                let inside = |audience: &String| !audience.is_empty() && joined.contains(audience.as_str());
                (SOUND.named)(parts, audiences, identifiers) || identifiers.len() > 1 && audiences.iter().any(inside)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E06",
        "two audiences that match are refused like none",
        "RabbitMQ, rabbitmq-server#13786",
        Anatomy {
            named: |parts, audiences, identifiers| {
                audiences.iter().filter(|audience| is_one_of(parts, audience, identifiers)).count() == 1
                    && (SOUND.named)(parts, audiences, identifiers)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E09",
        "the identity provider's default audience, account, always matches",
        "mcp-gateway-registry, agentic-community/mcp-gateway-registry#1533",
        Anatomy { identifiers: |policy| also(policy, "account"), ..SOUND },
    ),
    Mutant::new(
        "E12",
        "an at sign in the token stands for the recipient",
        "",
        Anatomy { identifiers: |policy| also(policy, "@"), ..SOUND },
    ),
    Mutant::new(
        "E13",
        "other audiences are allowed where the recipient has to be the only one",
        "client assertions, CVE-2025-27370 and CVE-2025-27371",
        Anatomy {
            extras: |parts, audiences, policy| {
                policy.extras == Extras::None || (SOUND.extras)(parts, audiences, policy)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E30",
        "only the first of the other audiences is looked at",
        "",
        Anatomy {
            extras: |parts, audiences, policy| {
                let identifiers = (parts.identifiers)(policy);
                let mut others = audiences.iter().filter(|audience| !is_one_of(parts, audience, &identifiers));
                match policy.extras {
                    Extras::Trusted => {
                        others.next().is_none_or(|other| is_one_of(parts, other, policy.trusted.as_slice()))
                    }
                    Extras::Allowed | Extras::None => (SOUND.extras)(parts, audiences, policy),
                }
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E31",
        "one trusted audience makes all others trusted",
        "",
        Anatomy {
            extras: |parts, audiences, policy| {
                let trusted = policy.trusted.as_slice();
                let any = audiences.iter().any(|audience| is_one_of(parts, audience, trusted));
                policy.extras == Extras::Trusted && any || (SOUND.extras)(parts, audiences, policy)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E32",
        "a trusted audience is as good as an own one",
        "",
        Anatomy {
            identifiers: |policy| {
                policy.identifiers.as_slice().iter().chain(policy.trusted.as_slice()).cloned().collect()
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E33",
        "an audience is trusted if it begins with a trusted one",
        "",
        Anatomy {
            extras: |parts, audiences, policy| {
                trusted(parts, audiences, policy, |other, trusted| other.starts_with(trusted))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E34",
        "trusted audiences are compared without regard to case",
        "",
        Anatomy {
            extras: |parts, audiences, policy| {
                trusted(parts, audiences, policy, |other, trusted| other.eq_ignore_ascii_case(trusted))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E35",
        "the list of trusted audiences is not looked at, so that every other one is refused",
        "openidconnect-rs, by default",
        Anatomy { extras: |parts, audiences, policy| trusted(parts, audiences, policy, |_, _| false), ..SOUND },
    ),
    Mutant::new(
        "E36",
        "a trusted audience is allowed where the recipient has to be the only one",
        "",
        Anatomy {
            extras: |parts, audiences, policy| match policy.extras {
                Extras::None => (SOUND.extras)(parts, audiences, &Policy { extras: Extras::Trusted, ..policy.clone() }),
                Extras::Allowed | Extras::Trusted => (SOUND.extras)(parts, audiences, policy),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E37",
        "one other audience is let through where the recipient has to be the only one",
        "",
        Anatomy {
            extras: |parts, audiences, policy| match policy.extras {
                Extras::None => audiences.len() <= 2,
                Extras::Allowed | Extras::Trusted => (SOUND.extras)(parts, audiences, policy),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E38",
        "where the recipient has to be the only audience, what is behind the first is not looked at",
        "",
        Anatomy {
            extras: |parts, audiences, policy| match policy.extras {
                Extras::None => (SOUND.extras)(parts, audiences.get(..1).unwrap_or_default(), policy),
                Extras::Allowed | Extras::Trusted => (SOUND.extras)(parts, audiences, policy),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E39",
        "an untrusted audience is refused where any is allowed",
        "",
        Anatomy {
            extras: |parts, audiences, policy| match policy.extras {
                Extras::Allowed => {
                    (SOUND.extras)(parts, audiences, &Policy { extras: Extras::Trusted, ..policy.clone() })
                }
                Extras::Trusted | Extras::None => (SOUND.extras)(parts, audiences, policy),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E40",
        "a recipient that is named twice is refused where other audiences are allowed, too",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                let times = |own: &String| audiences.iter().filter(|audience| (parts.equal)(audience, own)).count();
                (SOUND.named)(parts, audiences, identifiers) && identifiers.iter().all(|own| times(own) < 2)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E42",
        "a list has to hold all configured audiences and no other",
        "mod_auth_openidc OIDCIDTokenAudValues, by design",
        Anatomy {
            named: |parts, audiences, identifiers| {
                let (mut found, mut wanted) = (audiences.to_vec(), identifiers.to_vec());
                found.sort_unstable();
                wanted.sort_unstable();
                (SOUND.named)(parts, audiences, identifiers) && (audiences.len() < 2 || found == wanted)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E44",
        "a list is refused under every rule that limits the other audiences",
        "",
        Anatomy {
            shape: |aud, policy| {
                (SOUND.shape)(aud, policy) && (policy.extras == Extras::Allowed || !matches!(aud, Json::List(_)))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E45",
        "a list is read as its only or first element where only a string is allowed",
        "",
        Anatomy {
            decide: |parts, question| {
                let aud = (parts.aud)(parts, question);
                match (question.policy.shape, aud) {
                    (Shape::String, Some(Json::List(items))) => {
                        let mut claims = question.claims.to_vec();
                        claims.retain(|(name, _)| name != "aud");
                        claims.extend(items.into_iter().next().map(|first| ("aud".to_owned(), first)));
                        (SOUND.decide)(parts, &Question { claims: &claims, ..*question })
                    }
                    _ => (SOUND.decide)(parts, question),
                }
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E46",
        "the client id always matches, whatever audience is configured",
        "",
        Anatomy {
            identifiers: |policy| (SOUND.identifiers)(policy).into_iter().chain(policy.client_id.clone()).collect(),
            ..SOUND
        },
    ),
    Mutant::new(
        "E48",
        "a configured audience is taken apart at its commas",
        "",
        Anatomy { identifiers: |policy| split(policy, |c| c == ','), ..SOUND },
    ),
    Mutant::new(
        "E49",
        "a configured audience is taken apart at its blanks",
        "",
        Anatomy { identifiers: |policy| split(policy, char::is_whitespace), ..SOUND },
    ),
    Mutant::new(
        "E50",
        "only the first ten configured audiences are looked for",
        "",
        Anatomy { identifiers: |policy| policy.identifiers.as_slice().iter().take(10).cloned().collect(), ..SOUND },
    ),
    Mutant::new(
        "E51",
        "the configured audiences are searched by halves without being sorted",
        "",
        Anatomy {
            named: |_, audiences, identifiers| {
                audiences.iter().any(|audience| !audience.is_empty() && identifiers.binary_search(audience).is_ok())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E52",
        "a star among the configured audiences lets every audience pass",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                identifiers.iter().any(|identifier| identifier == "*") || (SOUND.named)(parts, audiences, identifiers)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E53",
        "the position of a configured audience in the list is as good as its name",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                let listed = |audience: &String| audience.parse::<usize>().is_ok_and(|at| at < identifiers.len());
                audiences.iter().any(listed) || (SOUND.named)(parts, audiences, identifiers)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "E54",
        "more audiences than configured ones are refused",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                audiences.len() <= identifiers.len() && (SOUND.named)(parts, audiences, identifiers)
            },
            ..SOUND
        },
    ),
];

/// Whether an identifier is among the audiences.
fn holds(parts: &Anatomy, audiences: &[String], identifier: &str) -> bool {
    audiences.iter().any(|audience| !audience.is_empty() && (parts.equal)(audience, identifier))
}

/// The identifiers, and one more.
fn also(policy: &Policy, more: &str) -> Vec<String> {
    (SOUND.identifiers)(policy).into_iter().chain([more.to_owned()]).collect()
}

/// The parts of the identifiers between these characters.
fn split(policy: &Policy, at: fn(char) -> bool) -> Vec<String> {
    policy.identifiers.as_slice().iter().flat_map(|own| own.split(at)).map(str::to_owned).collect()
}

/// Whether the other audiences may be there, where one (first) is a trusted one (second) in these eyes.
fn trusted(parts: &Anatomy, audiences: &[String], policy: &Policy, same: fn(&str, &str) -> bool) -> bool {
    let identifiers = (parts.identifiers)(policy);
    let trusted = |audience: &String| policy.trusted.as_slice().iter().any(|trusted| same(audience, trusted));
    match policy.extras {
        Extras::Trusted => {
            audiences.iter().all(|audience| is_one_of(parts, audience, &identifiers) || trusted(audience))
        }
        Extras::Allowed | Extras::None => (SOUND.extras)(parts, audiences, policy),
    }
}

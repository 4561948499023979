//! Mutants that mistake the type of the audience claim, or what its list holds.

use super::Mutant;
use super::anatomy::{Anatomy, Json, Member, SOUND, is_one_of, text};
use crate::policy::{Policy, Shape};
use std::collections::HashSet;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "S01",
        "only the first audience of a list counts",
        "",
        Anatomy { audiences: |aud| strings(aud).map(|all| all.into_iter().take(1).collect()), ..SOUND },
    ),
    Mutant::new(
        "S02",
        "only the last audience of a list counts",
        "",
        Anatomy { audiences: |aud| strings(aud).map(|all| all.into_iter().next_back().into_iter().collect()), ..SOUND },
    ),
    Mutant::new(
        "S04",
        "every audience has to be the recipient, which holds for an empty list",
        "jsrsasign 11.1.5",
        Anatomy {
            named: |parts, audiences, identifiers| {
                audiences.iter().all(|audience| !audience.is_empty() && is_one_of(parts, audience, identifiers))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S07",
        "an empty string is taken for no audience claim",
        "golang-jwt 4.4.3",
        Anatomy {
            aud: |parts, question| (SOUND.aud)(parts, question).filter(|aud| *aud != Json::Text(String::new())),
            ..SOUND
        },
    ),
    Mutant::new(
        "S09",
        "what is neither a string nor a list is taken for no audience claim",
        "golang-jwt 4.4.3",
        Anatomy { aud: |parts, question| (SOUND.aud)(parts, question).filter(string_or_list), ..SOUND },
    ),
    Mutant::new(
        "S10",
        "true is loosely equal to any identifier",
        "jumbojett/OpenID-Connect-PHP 0.8.0",
        Anatomy {
            aud: |parts, question| {
                (SOUND.aud)(parts, question).map(|aud| loosely(aud, question.policy, true_equals_text))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S11",
        "true in a list is loosely equal to any identifier",
        "jumbojett/OpenID-Connect-PHP 0.8.0",
        Anatomy {
            aud: |parts, question| (SOUND.aud)(parts, question).map(|aud| each(aud, question.policy, true_equals_text)),
            ..SOUND
        },
    ),
    Mutant::new(
        "S12",
        "a number is compared with the number that an identifier starts with, 0 if none",
        "jumbojett/OpenID-Connect-PHP 0.8.0 on PHP 7",
        Anatomy {
            aud: |parts, question| {
                let aud = (SOUND.aud)(parts, question)?;
                Some(each(loosely(aud, question.policy, number_equals_text), question.policy, number_equals_text))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S13",
        "the values of an object are taken for audiences",
        "lcobucci/jwt, web-token/jwt-framework",
        Anatomy {
            audiences: |aud| match aud {
                Json::Object(members) => Some(members.iter().filter_map(|(_, value)| text(value)).collect()),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S14",
        "the names in an object are taken for audiences",
        "pyoidc 1.7.0",
        Anatomy {
            audiences: |aud| match aud {
                Json::Object(members) => Some(members.iter().map(|(name, _)| name.clone()).collect()),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S15",
        "an object with numbered members and a length is taken for a list",
        "jsrsasign 11.1.5",
        Anatomy {
            audiences: |aud| match aud {
                Json::Object(members) => array_like(members),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S17",
        "a number in a list is compared as it prints",
        "java-jwt",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => items.iter().map(|item| text(item).or_else(|| digits(item))).collect(),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S18",
        "true and false are compared as they print",
        "java-jwt",
        Anatomy { audiences: |aud| printed(aud, |value| boolean(value, "true", "false")), ..SOUND },
    ),
    Mutant::new(
        "S19",
        "a number is read as a double, and compared as that prints",
        "",
        Anatomy { audiences: |aud| printed(aud, double), ..SOUND },
    ),
    Mutant::new(
        "S20",
        "a missing audience claim is compared as `undefined`",
        "jsonwebtoken 9.0.3, auth0/node-jsonwebtoken#1038",
        Anatomy { absent: |policy| (SOUND.absent)(policy) || is_identifier("undefined", policy), ..SOUND },
    ),
    Mutant::new(
        "S24",
        "the identifier is a list of its letters",
        "",
        Anatomy {
            identifiers: |policy| {
                policy.identifiers.as_slice().iter().flat_map(|name| name.chars()).map(String::from).collect()
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S25",
        "lists in the list are flattened",
        "jwcrypto 0.4.2, jsrsasign 11.1.5",
        Anatomy { audiences: flat, ..SOUND },
    ),
    Mutant::new(
        "S26",
        "a string is a list with commas between",
        "",
        Anatomy { audiences: |aud| split(aud, |text| text.split(',').map(String::from).collect()), ..SOUND },
    ),
    Mutant::new(
        "S28",
        "a string that holds JSON is read as that",
        "",
        Anatomy {
            audiences: |aud| match text(aud).and_then(|text| serde_json::from_str(&text).ok()) {
                Some(inner @ (Json::Text(_) | Json::List(_))) => strings(&inner),
                Some(_) | None => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S29",
        "what is no string in a list is passed over",
        "node-jsonwebtoken, jose, ruby-jwt 2.5.0",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => Some(items.iter().filter_map(text).collect()),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S30",
        "a list with something that is no string is taken for no audience claim",
        "",
        Anatomy {
            aud: |parts, question| {
                let mixed = |aud: &Json| matches!(aud, Json::List(_)) && strings(aud).is_none();
                (SOUND.aud)(parts, question).filter(|aud| !mixed(aud))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S32",
        "null in a list is an empty string, and equals an empty identifier",
        "coreos/go-oidc 2.1.0",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => {
                    items.iter().map(|item| text(item).or_else(|| null(item).then(String::new))).collect()
                }
                _ => strings(aud),
            },
            named: |parts, audiences, identifiers| {
                audiences.iter().any(|audience| is_one_of(parts, audience, identifiers))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S33",
        "a list is refused, even of one",
        "libjwt 3.3, Crypt::JWT 0.034, DCIT/perl-Crypt-JWT#35",
        Anatomy { shape: |aud, _| !matches!(aud, Json::List(_)), ..SOUND },
    ),
    Mutant::new(
        "S34",
        "a list is refused unless it holds exactly one audience",
        "digital-asset/daml#14575",
        Anatomy { shape: |aud, policy| (SOUND.shape)(aud, policy) && len(aud).is_none_or(|len| len == 1), ..SOUND },
    ),
    Mutant::new(
        "S36",
        "a list that names an audience twice is refused",
        "RabbitMQ, rabbitmq/rabbitmq-server#13786",
        Anatomy {
            audiences: |aud| strings(aud).filter(|all| all.iter().collect::<HashSet<_>>().len() == all.len()),
            ..SOUND
        },
    ),
    Mutant::new(
        "S37",
        "only the first eight audiences of a list count",
        "",
        Anatomy { audiences: |aud| strings(aud).map(|all| all.into_iter().take(8).collect()), ..SOUND },
    ),
    Mutant::new(
        "S39",
        "the audiences have to equal the identifiers one by one, in order",
        "",
        Anatomy { named: |_, audiences, identifiers| audiences == identifiers, ..SOUND },
    ),
    Mutant::new(
        "S50",
        "every audience has to be the recipient",
        "dadrus/heimdall#1234",
        Anatomy {
            named: |parts, audiences, identifiers| {
                !audiences.is_empty()
                    && audiences.iter().all(|audience| !audience.is_empty() && is_one_of(parts, audience, identifiers))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S51",
        "an empty list is taken for no audience claim",
        "golang-jwt 4.4.3",
        Anatomy { aud: |parts, question| (SOUND.aud)(parts, question).filter(|aud| len(aud) != Some(0)), ..SOUND },
    ),
    Mutant::new(
        "S52",
        "a list of nothing but empty strings is taken for no audience claim",
        "golang-jwt 4.4.3",
        Anatomy {
            aud: |parts, question| {
                let hollow = |aud: &Json| match aud {
                    Json::List(items) => {
                        !items.is_empty() && items.iter().all(|item| *item == Json::Text(String::new()))
                    }
                    _ => false,
                };
                (SOUND.aud)(parts, question).filter(|aud| !hollow(aud))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S53",
        "a list is taken for no audience claim",
        "dgrijalva/jwt-go 3.2.0, CVE-2020-26160",
        Anatomy {
            aud: |parts, question| (SOUND.aud)(parts, question).filter(|aud| !matches!(aud, Json::List(_))),
            ..SOUND
        },
    ),
    Mutant::new(
        "S54",
        "null is taken for no audience claim",
        "",
        Anatomy { aud: |parts, question| (SOUND.aud)(parts, question).filter(|aud| !null(aud)), ..SOUND },
    ),
    Mutant::new(
        "S55",
        "null, false, 0 and an empty string are taken for no audience claim",
        "",
        Anatomy { aud: |parts, question| (SOUND.aud)(parts, question).filter(|aud| !falsy(aud)), ..SOUND },
    ),
    Mutant::new(
        "S56",
        "whatever is empty, null, false or 0 is taken for no audience claim",
        "",
        Anatomy {
            aud: |parts, question| {
                let empty = |aud: &Json| matches!(aud, Json::Object(members) if members.is_empty());
                (SOUND.aud)(parts, question).filter(|aud| !falsy(aud) && !empty(aud) && len(aud) != Some(0))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S57",
        "only strings and lists are looked at, and anything else passes",
        "nextcloud/user_oidc#921",
        Anatomy {
            decide: |parts, question| match (parts.aud)(parts, question) {
                Some(aud) if !string_or_list(&aud) => (parts.iss)(parts, question),
                Some(_) | None => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S58",
        "a number is compared as it prints",
        "Crypt::JWT 0.034, ruby-jwt 1.5.3",
        Anatomy { audiences: |aud| strings(aud).or_else(|| Some(vec![digits(aud)?])), ..SOUND },
    ),
    Mutant::new(
        "S59",
        "true is compared as 1",
        "Crypt::JWT 0.034",
        Anatomy { audiences: |aud| printed(aud, |value| boolean(value, "1", "")), ..SOUND },
    ),
    Mutant::new(
        "S60",
        "null is compared as `null`",
        "jsonwebtoken 9.0.3, auth0/node-jsonwebtoken#1038",
        Anatomy { audiences: |aud| printed(aud, |value| null(value).then(|| "null".into())), ..SOUND },
    ),
    Mutant::new(
        "S61",
        "a missing audience claim, or null, is compared as `None`",
        "",
        Anatomy {
            absent: |policy| (SOUND.absent)(policy) || is_identifier("None", policy),
            audiences: |aud| if null(aud) { Some(vec!["None".into()]) } else { strings(aud) },
            ..SOUND
        },
    ),
    Mutant::new(
        "S62",
        "an object is compared as `[object Object]`",
        "jsonwebtoken 9.0.3, auth0/node-jsonwebtoken#1038",
        Anatomy {
            audiences: |aud| match aud {
                Json::Object(_) => Some(vec![javascript(aud)]),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S63",
        "a list is compared as its elements with commas between",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(_) => Some(vec![javascript(aud)]),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S64",
        "a list is compared as its strings with spaces between",
        "",
        Anatomy { audiences: |aud| strings(aud).map(|all| vec![all.join(" ")]), ..SOUND },
    ),
    Mutant::new(
        "S65",
        "a list is compared as its JSON text",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(_) => Some(vec![serde_json::to_string(&strings(aud)?).ok()?]),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S66",
        "a string is a list with spaces between",
        "RabbitMQ, rabbitmq/rabbitmq-auth-backend-oauth2#24",
        Anatomy { audiences: |aud| split(aud, |text| text.split(' ').map(String::from).collect()), ..SOUND },
    ),
    Mutant::new(
        "S67",
        "a string is a list of its letters",
        "",
        Anatomy { audiences: |aud| split(aud, |text| text.chars().map(String::from).collect()), ..SOUND },
    ),
    Mutant::new(
        "S68",
        "a string is refused, only a list will do",
        "",
        Anatomy { shape: |aud, policy| (SOUND.shape)(aud, policy) && len(aud).is_some(), ..SOUND },
    ),
    Mutant::new(
        "S69",
        "a list of one passes where only a string may stand",
        "",
        Anatomy { shape: |aud, policy| policy.shape == Shape::Any || len(aud).is_none_or(|len| len == 1), ..SOUND },
    ),
    Mutant::new(
        "S70",
        "the first element of a list decides whether it is a list of strings",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => {
                    items.first().and_then(text)?;
                    Some(items.iter().filter_map(text).collect())
                }
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S71",
        "the last element of a list may be anything",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => match items.split_last() {
                    Some((last, before)) => before.iter().map(text).chain(text(last).map(Some)).collect(),
                    None => Some(Vec::new()),
                },
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S72",
        "blank strings in a list are passed over",
        "Microsoft.IdentityModel",
        Anatomy {
            audiences: |aud| {
                strings(aud).map(|all| all.into_iter().filter(|audience| !audience.trim().is_empty()).collect())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S73",
        "a list of more than a hundred audiences is refused",
        "",
        Anatomy { shape: |aud, policy| (SOUND.shape)(aud, policy) && len(aud).is_none_or(|len| len <= 100), ..SOUND },
    ),
    Mutant::new(
        "S74",
        "the audiences and the identifiers have to be the same set",
        "",
        Anatomy {
            named: |_, audiences, identifiers| {
                audiences.iter().collect::<HashSet<_>>() == identifiers.iter().collect::<HashSet<_>>()
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S75",
        "an object in a list stands for its member `value`",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => items.iter().map(|item| text(item).or_else(|| value_of(item))).collect(),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S76",
        "an element of a list that is no string makes it panic",
        "oauth2-proxy",
        Anatomy {
            audiences: |aud| {
                if let Json::List(items) = aud
                    && items.iter().any(|item| text(item).is_none())
                {
                    panic!("interface conversion: interface {{}} is not string");
                }
                strings(aud)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S77",
        "a string that does not match is searched like a list, which panics",
        "jumbojett/OpenID-Connect-PHP#442, 0.9.0 on PHP 8",
        Anatomy {
            aud: |parts, question| {
                let aud = (SOUND.aud)(parts, question);
                if let Some(Json::Text(text)) = &aud
                    && !is_one_of(parts, text, &(parts.identifiers)(question.policy))
                {
                    panic!("in_array(): Argument #2 ($haystack) must be of type array, string given");
                }
                aud
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S78",
        "a single string in an object is taken for the audience",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::Object(members) if members.len() == 1 => members.iter().map(|(_, value)| text(value)).collect(),
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "S79",
        "the strings in a list are split at commas",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(_) => {
                    Some(strings(aud)?.iter().flat_map(|audience| audience.split(',')).map(String::from).collect())
                }
                _ => strings(aud),
            },
            ..SOUND
        },
    ),
];

/// The audiences as they should be read.
fn strings(aud: &Json) -> Option<Vec<String>> {
    (SOUND.audiences)(aud)
}

/// The audiences where a value that is no string is printed, by itself or in a list.
fn printed(aud: &Json, print: fn(&Json) -> Option<String>) -> Option<Vec<String>> {
    let one = |value: &Json| text(value).or_else(|| print(value));
    match aud {
        Json::List(items) => items.iter().map(one).collect(),
        _ => Some(vec![one(aud)?]),
    }
}

/// The audiences where a string is a list of some kind.
fn split(aud: &Json, parts: fn(&str) -> Vec<String>) -> Option<Vec<String>> {
    match aud {
        Json::Text(text) => Some(parts(text)),
        _ => strings(aud),
    }
}

fn flat(aud: &Json) -> Option<Vec<String>> {
    match aud {
        Json::List(items) => Some(items.iter().map(flat).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect()),
        _ => strings(aud),
    }
}

/// The strings under 0, 1, 2 ... below `length`.
fn array_like(members: &[Member]) -> Option<Vec<String>> {
    let length = members.iter().find_map(|(name, value)| match value {
        Json::Number(number) if name == "length" => number.as_u64(),
        _ => None,
    })?;
    let within = |name: &str| name.parse::<u64>().is_ok_and(|at| at < length);
    Some(members.iter().filter(|(name, _)| within(name)).filter_map(|(_, value)| text(value)).collect())
}

fn value_of(item: &Json) -> Option<String> {
    match item {
        Json::Object(members) => members.iter().find(|(name, _)| name == "value").and_then(|(_, value)| text(value)),
        _ => None,
    }
}

fn string_or_list(aud: &Json) -> bool {
    matches!(aud, Json::Text(_) | Json::List(_))
}

/// How long a list is.
fn len(aud: &Json) -> Option<usize> {
    match aud {
        Json::List(items) => Some(items.len()),
        _ => None,
    }
}

fn null(value: &Json) -> bool {
    *value == Json::Null
}

/// What JavaScript takes for false.
fn falsy(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::Text(text) => text.is_empty(),
        Json::Bool(true) | Json::List(_) | Json::Object(_) => false,
    }
}

fn is_identifier(text: &str, policy: &Policy) -> bool {
    policy.identifiers.as_slice().iter().any(|identifier| identifier == text)
}

fn digits(value: &Json) -> Option<String> {
    match value {
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn double(value: &Json) -> Option<String> {
    match value {
        Json::Number(number) => number.as_f64().map(|number| number.to_string()),
        _ => None,
    }
}

fn boolean(value: &Json, yes: &str, no: &str) -> Option<String> {
    match value {
        Json::Bool(value) => Some(if *value { yes } else { no }.to_owned()),
        _ => None,
    }
}

/// A value as JavaScript prints it.
fn javascript(value: &Json) -> String {
    match value {
        Json::Null => String::new(), // in a list
        Json::Bool(value) => value.to_string(),
        Json::Number(_) => double(value).unwrap_or_default(),
        Json::Text(text) => text.clone(),
        Json::List(items) => items.iter().map(javascript).collect::<Vec<_>>().join(","),
        Json::Object(_) => "[object Object]".into(),
    }
}

/// A value, or the first identifier that it loosely equals.
fn loosely(value: Json, policy: &Policy, same: fn(&Json, &str) -> bool) -> Json {
    let identifier = policy.identifiers.as_slice().iter().find(|identifier| same(&value, identifier));
    identifier.cloned().map_or(value, Json::Text)
}

/// The same for each element of a list.
fn each(aud: Json, policy: &Policy, same: fn(&Json, &str) -> bool) -> Json {
    match aud {
        Json::List(items) => Json::List(items.into_iter().map(|item| loosely(item, policy, same)).collect()),
        _ => aud,
    }
}

/// `true == "text"` in PHP.
fn true_equals_text(value: &Json, text: &str) -> bool {
    *value == Json::Bool(true) && !text.is_empty() && text != "0"
}

/// `0 == "text"` in PHP before 8.
fn number_equals_text(value: &Json, text: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    let number = &text[..text.find(|c| !digits(c)).unwrap_or(text.len())];
    let leading = (0..=number.len()).rev().find_map(|end| number[..end].parse::<f64>().ok()).unwrap_or(0.0);
    matches!(value, Json::Number(number) if number.as_f64() == Some(leading))
}

//! Mutants with the habits of a language, and slips of the tired; `me` and `mine` stand for the identifiers.

use super::Mutant;
use super::anatomy::{Anatomy, Json, Member, Question, SOUND, is_one_of, text};
use crate::policy::{Azp, Extras, Policy, Presence};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant::new(
        "habit-js-includes",
        "`aud.includes(me)` finds me inside a string as well as in a list",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| match aud {
                    Json::Text(text) => identifiers.iter().any(|identifier| text.contains(identifier)),
                    _ => found(parts, aud, identifiers),
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-string",
        "`String(aud) === me`: whatever `aud` is, it is printed and compared",
        "",
        Anatomy { audiences: |aud| Some(vec![js_string(aud)]), ..SOUND },
    ),
    Mutant::new(
        "habit-js-string-split",
        "`String(aud).split(',')`: `aud` is printed and taken apart at the commas",
        "",
        Anatomy { audiences: |aud| Some(js_string(aud).split(',').map(str::to_owned).collect()), ..SOUND },
    ),
    Mutant::new(
        "habit-js-stringify-includes",
        "`JSON.stringify(aud)` holds me between quotation marks, wherever that may be",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| {
                    identifiers
                        .iter()
                        .any(|identifier| stringify(aud).contains(&stringify(&Json::Text(identifier.clone()))))
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-loose-equal",
        "`audience == me` converts: 1000 is \"1e3\", true is \"1\", [\"me\"] is \"me\"",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| {
                    elements(aud)
                        .iter()
                        .any(|element| identifiers.iter().any(|identifier| js_loosely_equal(element, identifier)))
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-prototype",
        "`allowed[audience]` finds what every object inherits, such as \"constructor\"",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                (SOUND.named)(parts, audiences, identifiers)
                    || audiences.iter().any(|audience| INHERITED.contains(&audience.as_str()))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-for-in",
        "`for (const audience in aud)` goes over the positions of a list: \"0\", \"1\"",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => Some((0..items.len()).map(|at| at.to_string()).collect()),
                _ => (SOUND.audiences)(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-undefined-equal",
        "`aud[0] === mine[0]` as a short cut: with neither, undefined equals undefined",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                (SOUND.named)(parts, audiences, identifiers) || audiences.first() == identifiers.first()
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-index-of",
        "`if (mine.indexOf(audience))`: -1 is true, and 0 is false",
        "",
        Anatomy {
            named: |_, audiences, identifiers| {
                audiences
                    .iter()
                    .any(|audience| identifiers.iter().position(|identifier| identifier == audience) != Some(0))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-string-length",
        "`aud.length > 1` counts the letters where `aud` is a string, and calls for `azp`",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                let several = match (parts.aud)(parts, question) {
                    Some(Json::Text(text)) => text.encode_utf16().count() > 1,
                    _ => false,
                };
                let demanded = several && matches!(question.policy.azp, Azp::Errata1 | Azp::Strict);
                (SOUND.azp)(parts, question, audiences)
                    && !(demanded && (parts.claim)(question.claims, "azp").is_none())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-azp-default",
        "`(claims.azp || client) === client` lets a missing, null or empty `azp` pass",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                (parts.claim)(question.claims, "azp").is_none_or(|azp| js_falsy(&azp))
                    || (SOUND.azp)(parts, question, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-azp-string",
        "`String(claims.azp) === client`: a list of one and a number pass for their print",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                let printed = (parts.claim)(question.claims, "azp").map(|azp| js_string(&azp));
                (SOUND.azp)(parts, question, audiences) || printed.is_some() && printed == question.policy.client_id
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-trusted-includes",
        "an extra audience is trusted where `trusted.join().includes(it)`",
        "",
        Anatomy {
            extras: |parts, audiences, policy| {
                let joined = policy.trusted.as_slice().join(",");
                let trusted: Vec<String> =
                    audiences.iter().filter(|audience| joined.contains(*audience)).cloned().collect();
                (SOUND.extras)(parts, audiences, &Policy { trusted: trusted.into(), ..policy.clone() })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-iss-falsy",
        "`if (claims.iss && claims.iss !== issuer)` passes over what is false: \"\", 0, none",
        "",
        Anatomy {
            iss: |parts, question| {
                (parts.claim)(question.claims, "iss").is_none_or(|iss| js_falsy(&iss)) || (SOUND.iss)(parts, question)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-js-trim-text",
        "`text.trim()` takes more off the JSON text than JSON's own white space",
        "",
        Anatomy {
            parse: |text| (SOUND.parse)(text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-python-str",
        "`str(audience)` makes \"None\" of null and \"True\" of true",
        "",
        Anatomy { audiences: |aud| Some(elements(aud).iter().map(python_str).collect()), ..SOUND },
    ),
    Mutant::new(
        "habit-python-split",
        "`aud.split()` takes a string apart at its white space",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::Text(text) => Some(text.split_whitespace().map(str::to_owned).collect()),
                _ => (SOUND.audiences)(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-python-lstrip",
        "`lstrip(\"https://\")` takes any of these letters off both names",
        "",
        Anatomy {
            equal: |audience, identifier| strip_scheme_letters(audience) == strip_scheme_letters(identifier),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-python-re-match",
        "`re.match(me, audience)` takes my name for a pattern and leaves the end open",
        "",
        Anatomy { equal: |audience, identifier| matches(&pattern(identifier), audience, true), ..SOUND },
    ),
    Mutant::new(
        "habit-python-type-error",
        "the `TypeError` of `set(aud)` on 7 or on [[]] is caught and forgotten",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| throws_type_error(aud) || found(parts, aud, identifiers))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-python-zip",
        "`zip(aud, mine)` compares the first with the first, the second with the second",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                audiences.iter().zip(identifiers).any(|(audience, identifier)| (parts.equal)(audience, identifier))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-python-empty-trusted",
        "`if trusted:` checks no extra audience where nobody is trusted",
        "",
        Anatomy {
            extras: |parts, audiences, policy| {
                policy.trusted.as_slice().is_empty() && policy.extras == Extras::Trusted
                    || (SOUND.extras)(parts, audiences, policy)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-go-iss-field",
        "`encoding/json` fills the field Iss from ISS as well, and the last one wins",
        "",
        Anatomy { iss: |parts, question| (SOUND.iss)(&Anatomy { claim: go_field, ..*parts }, question), ..SOUND },
    ),
    Mutant::new(
        "habit-go-azp-field",
        "`encoding/json` fills the field Azp from AZP as well, and the last one wins",
        "",
        Anatomy {
            azp: |parts, question, audiences| (SOUND.azp)(&Anatomy { claim: go_field, ..*parts }, question, audiences),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-go-azp-zero",
        "an empty or null `azp` is the zero value, and taken for none",
        "",
        Anatomy {
            azp: |parts, question, audiences| (SOUND.azp)(&Anatomy { claim: go_string, ..*parts }, question, audiences),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-go-iss-zero",
        "`iss != \"\" && iss != issuer`: none, null and \"\" are the zero value and pass",
        "",
        Anatomy {
            iss: |parts, question| go_string(question.claims, "iss").is_none() || (SOUND.iss)(parts, question),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-go-iss-assertion",
        "`if iss, ok := claims[\"iss\"].(string); ok`: what is no string is not compared",
        "",
        Anatomy {
            iss: |parts, question| {
                (parts.claim)(question.claims, "iss").and_then(|iss| text(&iss)).is_none()
                    || (SOUND.iss)(parts, question)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-go-string-slice",
        "a list is a `[]any` and never a `[]string`, so that nobody looks into it",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| {
                    matches!(aud, Json::List(_)) || found(parts, aud, identifiers)
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-go-slice-bounds",
        "`audience[:len(me)] == me` panics where the audience is shorter",
        "",
        Anatomy {
            equal: |audience, identifier| &audience.as_bytes()[..identifier.len()] == identifier.as_bytes(),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-go-error-lost",
        "`err = a(); err = b(); return err`: the error of the last check is the only one",
        "",
        Anatomy {
            decide: |parts, question| {
                let aud = (parts.aud)(parts, question);
                let audiences = aud.and_then(|aud| (parts.audiences)(&aud)).unwrap_or_default();
                (parts.azp)(parts, question, &audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-java-to-string",
        "`aud.toString().contains(me)` searches the print of whatever `aud` is",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| {
                    identifiers.iter().any(|identifier| stringify(aud).contains(identifier))
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-java-as-text",
        "`node.asText()` makes \"7\" of 7, \"true\" of true and \"null\" of null",
        "",
        Anatomy { audiences: |aud| Some(elements(aud).iter().map(as_text).collect()), ..SOUND },
    ),
    Mutant::new(
        "habit-java-trim",
        "`trim()` takes every control character off the ends of the audience",
        "",
        Anatomy { equal: |audience, identifier| audience.trim_matches(|c| c <= ' ') == identifier, ..SOUND },
    ),
    Mutant::new(
        "habit-java-retain-all",
        "`aud.retainAll(mine)` is true where something was removed",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                audiences.iter().any(|audience| !is_one_of(parts, audience, identifiers))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-java-disjoint",
        "`Collections.disjoint(aud, mine)` lacks its exclamation mark",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                !audiences.iter().any(|audience| is_one_of(parts, audience, identifiers))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-java-identity",
        "`audience == me` asks whether two strings are the same object: they never are",
        "",
        Anatomy { equal: |_, _| false, ..SOUND },
    ),
    Mutant::new(
        "habit-java-iss-host",
        "`getHost()` of both issuers is compared, and nothing else of them",
        "",
        Anatomy {
            iss: |parts, question| {
                iss_by(parts, question, |iss, issuer| iss == issuer || host(iss).is_some() && host(iss) == host(issuer))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-java-null-pointer",
        "a null in `aud` is dereferenced",
        "",
        Anatomy {
            audiences: |aud| {
                assert!(!elements(aud).contains(&Json::Null), "NullPointerException");
                (SOUND.audiences)(aud)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-java-latin-1",
        "the bytes of the claims set are read as ISO 8859-1",
        "",
        Anatomy { decode: |bytes| Some(bytes.iter().copied().map(char::from).collect()), ..SOUND },
    ),
    Mutant::new(
        "habit-c-strcmp-truth",
        "`if (strcmp(audience, me))` is true where they differ",
        "",
        Anatomy { equal: |audience, identifier| audience != identifier, ..SOUND },
    ),
    Mutant::new(
        "habit-c-sizeof-pointer",
        "`memcmp(audience, me, sizeof me)` compares as many bytes as a pointer has",
        "",
        Anatomy { equal: |audience, identifier| audience.bytes().take(8).eq(identifier.bytes().take(8)), ..SOUND },
    ),
    Mutant::new(
        "habit-c-first-byte",
        "`*audience == *me` compares the first byte",
        "",
        Anatomy { equal: |audience, identifier| audience.bytes().next() == identifier.bytes().next(), ..SOUND },
    ),
    Mutant::new(
        "habit-c-buffer-256",
        "the audience is copied to 256 bytes, and what does not fit is gone",
        "",
        Anatomy { equal: |audience, identifier| audience.bytes().take(255).eq(identifier.bytes()), ..SOUND },
    ),
    Mutant::new(
        "habit-c-sscanf",
        "`sscanf(audience, \"%s\")` reads the first word",
        "",
        Anatomy { equal: |audience, identifier| audience.split_ascii_whitespace().next() == Some(identifier), ..SOUND },
    ),
    Mutant::new(
        "habit-c-atoi",
        "`atoi(audience) == atoi(me)`, and every word is 0",
        "",
        Anatomy { equal: |audience, identifier| atoi(audience) == atoi(identifier), ..SOUND },
    ),
    Mutant::new(
        "habit-c-loop-ends-early",
        "`i < n - 1` leaves the last of a list out",
        "",
        Anatomy {
            audiences: |aud| {
                (SOUND.audiences)(aud).map(|mut audiences| {
                    if matches!(aud, Json::List(_)) {
                        audiences.pop();
                    }
                    audiences
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-c-loop-starts-late",
        "`i = 1` leaves the first of a list out",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => items.iter().skip(1).map(text).collect(),
                _ => (SOUND.audiences)(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-c-shorter-list",
        "two lists are the same as far as the shorter goes",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                audiences.iter().zip(identifiers).all(|(audience, identifier)| (parts.equal)(audience, identifier))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-c-fall-through",
        "`case IGNORED:` has no `break`, and `azp` is checked after all",
        "",
        Anatomy {
            azp: |parts, question, audiences| match question.policy.azp {
                Azp::Ignored => azp_under(Azp::Errata1, parts, question, audiences),
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-c-missing-case",
        "`switch` has no case for the strict rule, and `azp` is not looked at",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                question.policy.azp == Azp::Strict || (SOUND.azp)(parts, question, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-c-iss-nul",
        "`strcmp` of the issuers ends at a NUL in the token",
        "",
        Anatomy {
            iss: |parts, question| iss_by(parts, question, |iss, issuer| iss.split('\0').next() == Some(issuer)),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-php-strpos",
        "`if (strpos($audience, $me))`: a match at the start is 0, and 0 is false",
        "",
        Anatomy { equal: |audience, identifier| audience.find(identifier).is_some_and(|at| at > 0), ..SOUND },
    ),
    Mutant::new(
        "habit-php-array-search",
        "`if (array_search($audience, $mine))`: my first name stands at 0, and 0 is false",
        "",
        Anatomy {
            named: |parts, audiences, identifiers| {
                let others = identifiers.get(1..).unwrap_or_default();
                audiences
                    .iter()
                    .any(|audience| is_one_of(parts, audience, others) && Some(audience) != identifiers.first())
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-php-empty",
        "`empty($claims['aud'])` is true of \"0\", too",
        "",
        Anatomy { aud: |parts, question| (SOUND.aud)(parts, question).filter(|aud| !php_empty(aud)), ..SOUND },
    ),
    Mutant::new(
        "habit-php-strcmp-array",
        "`strcmp($aud, $me) == 0`: of a list or an object it is null, and null == 0",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| {
                    matches!(aud, Json::List(_) | Json::Object(_)) || found(parts, aud, identifiers)
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-php-array-intersect",
        "`array_intersect` compares prints: true is \"1\", a list is \"Array\"",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::Object(_) => None,
                _ => Some(elements(aud).iter().map(php_string).collect()),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-php-trim",
        "`trim($audience)` takes blanks, line ends and NULs off both ends",
        "",
        Anatomy {
            equal: |audience, identifier| audience.trim_matches([' ', '\n', '\r', '\t', '\u{b}', '\0']) == identifier,
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-php-levenshtein",
        "`levenshtein($audience, $me) < 2` forgives one wrong letter",
        "",
        Anatomy { equal: |audience, identifier| one_edit_apart(audience, identifier), ..SOUND },
    ),
    Mutant::new(
        "habit-php-offset",
        "`$aud[0]` is the first audience, or the first letter of a string",
        "",
        Anatomy {
            decide: |parts, question| {
                decide_by(parts, question, |aud, identifiers| match aud {
                    Json::Text(text) => {
                        text.chars().next().is_some_and(|first| identifiers.contains(&first.to_string()))
                    }
                    _ => elements(aud).first().and_then(text).is_some_and(|first| identifiers.contains(&first)),
                })
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-ruby-line-anchors",
        "`/^me$/` is found in any line of the audience",
        "",
        Anatomy { equal: |audience, identifier| audience.split('\n').any(|line| line == identifier), ..SOUND },
    ),
    Mutant::new(
        "habit-ruby-empty-true",
        "`if aud & mine`: an empty list is true",
        "",
        Anatomy { named: |_, _, _| true, ..SOUND },
    ),
    Mutant::new(
        "habit-ruby-casecmp",
        "`if audience.casecmp(me)`: -1, 0 and 1 are all true",
        "",
        Anatomy { equal: |_, _| true, ..SOUND },
    ),
    Mutant::new(
        "habit-ruby-chomp",
        "`audience.chomp` takes one line end off, of any kind",
        "",
        Anatomy {
            equal: |audience, identifier| {
                let end = ["\r\n", "\n", "\r"].iter().find_map(|end| audience.strip_suffix(end));
                end.unwrap_or(audience) == identifier
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-ruby-array-flatten",
        "`Array(aud).flatten` goes into lists, and into an object's names and values",
        "",
        Anatomy { audiences: flatten, ..SOUND },
    ),
    Mutant::new(
        "habit-perl-grep",
        "`grep /$audience/, @mine` takes the audience for a pattern",
        "",
        Anatomy { equal: |audience, identifier| matches(&pattern(audience), identifier, false), ..SOUND },
    ),
    Mutant::new(
        "habit-perl-index",
        "`if (index($audience, $me))`: not found is -1, and -1 is true",
        "",
        Anatomy { equal: |audience, identifier| !audience.starts_with(identifier), ..SOUND },
    ),
    Mutant::new(
        "habit-perl-scalar",
        "`my $aud = @aud` is the number of audiences in the list",
        "",
        Anatomy {
            audiences: |aud| match aud {
                Json::List(items) => Some(vec![items.len().to_string()]),
                _ => (SOUND.audiences)(aud),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-perl-word",
        "`/\\b\\Q$me\\E\\b/` finds me as a word among others",
        "",
        Anatomy {
            equal: |audience, identifier| {
                audience
                    .match_indices(identifier)
                    .any(|(at, found)| word_ends(audience, at) && word_ends(audience, at + found.len()))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-perl-numeric-equal",
        "`$audience == $me` compares the numbers at the start, and every word is 0",
        "",
        Anatomy { equal: |audience, identifier| leading_number(audience) == leading_number(identifier), ..SOUND },
    ),
    Mutant::new(
        "habit-any-presence-inverted",
        "the condition is inverted: a missing `aud` passes where it is required",
        "",
        Anatomy { absent: |policy| policy.presence == Presence::Required, ..SOUND },
    ),
    Mutant::new(
        "habit-any-absent-returns",
        "where there is no `aud` the check ends before it comes to the issuer",
        "",
        Anatomy {
            iss: |parts, question| (parts.aud)(parts, question).is_none() || (SOUND.iss)(parts, question),
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-match-returns",
        "a match returns at once, before extra audiences and `azp` are looked at",
        "",
        Anatomy {
            decide: |parts, question| {
                let audiences =
                    (parts.aud)(parts, question).and_then(|aud| (parts.audiences)(&aud)).unwrap_or_default();
                let named = (parts.named)(parts, &audiences, &(parts.identifiers)(question.policy));
                let shape = (parts.aud)(parts, question).is_some_and(|aud| (parts.shape)(&aud, question.policy));
                (SOUND.decide)(parts, question) || named && shape && (parts.iss)(parts, question)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-or-for-and",
        "`or` for `and`: a fitting `azp` makes up for extra audiences, and they for it",
        "",
        Anatomy {
            decide: |parts, question| {
                let first = (SOUND.decide)(&Anatomy { azp: |_, _, _| true, ..*parts }, question);
                first || (SOUND.decide)(&Anatomy { extras: |_, _, _| true, ..*parts }, question)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-result-overwritten",
        "whether extra audiences are in order overwrites whether I am named",
        "",
        Anatomy {
            decide: |parts, question| match question.policy.extras {
                Extras::Trusted => (SOUND.decide)(&Anatomy { named: |_, _, _| true, ..*parts }, question),
                Extras::Allowed | Extras::None => (SOUND.decide)(parts, question),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-client-for-me",
        "wrong variable: `aud` is compared with the client id instead of my names",
        "",
        Anatomy {
            identifiers: |policy| match &policy.client_id {
                Some(client) => vec![client.clone()],
                None => (SOUND.identifiers)(policy),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-iss-from-aud",
        "wrong variable: the issuer is looked for in `aud`",
        "",
        Anatomy {
            iss: |parts, question| {
                let audiences =
                    (parts.aud)(parts, question).and_then(|aud| (parts.audiences)(&aud)).unwrap_or_default();
                question.policy.issuer.as_ref().is_none_or(|issuer| audiences.contains(issuer))
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-azp-is-issuer",
        "wrong variable: `azp` is compared with the issuer",
        "",
        Anatomy {
            azp: |parts, question, audiences| {
                let policy = Policy { client_id: question.policy.issuer.clone(), ..question.policy.clone() };
                (SOUND.azp)(parts, &Question { policy: &policy, ..*question }, audiences)
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-trusted-is-none",
        "where trusted audiences are allowed none are",
        "",
        Anatomy {
            extras: |parts, audiences, policy| match policy.extras {
                Extras::Trusted => extras_under(Extras::None, parts, audiences, policy),
                Extras::Allowed | Extras::None => (SOUND.extras)(parts, audiences, policy),
            },
            ..SOUND
        },
    ),
    Mutant::new(
        "habit-any-errata-2-is-1",
        "errata mixed up: `azp` has to be there by the newer rule as by the older",
        "",
        Anatomy {
            azp: |parts, question, audiences| match question.policy.azp {
                Azp::Errata2 => azp_under(Azp::Errata1, parts, question, audiences),
                _ => (SOUND.azp)(parts, question, audiences),
            },
            ..SOUND
        },
    ),
];

/// What `Object.prototype` has.
const INHERITED: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// The sound decision, but with another idea of what in the claim names the recipient.
fn decide_by(parts: &Anatomy, question: &Question<'_>, names: impl Fn(&Json, &[String]) -> bool) -> bool {
    let Some(aud) = (parts.aud)(parts, question) else { return (SOUND.decide)(parts, question) };
    let audiences: Vec<String> = elements(&aud).iter().map(js_string).collect();
    (parts.iss)(parts, question)
        && (parts.shape)(&aud, question.policy)
        && names(&aud, &(parts.identifiers)(question.policy))
        && (parts.extras)(parts, &audiences, question.policy)
        && (parts.azp)(parts, question, &audiences)
}

/// Whether the claim names one of the identifiers, as it should be.
fn found(parts: &Anatomy, aud: &Json, identifiers: &[String]) -> bool {
    (parts.audiences)(aud).is_some_and(|audiences| (parts.named)(parts, &audiences, identifiers))
}

/// The sound check of the issuer, but with another comparison.
fn iss_by(parts: &Anatomy, question: &Question<'_>, same: impl Fn(&str, &str) -> bool) -> bool {
    question.policy.issuer.as_ref().is_none_or(|issuer| {
        (parts.claim)(question.claims, "iss").and_then(|iss| text(&iss)).is_some_and(|iss| same(&iss, issuer))
    })
}

/// The sound check of `azp`, but under another rule.
fn azp_under(rule: Azp, parts: &Anatomy, question: &Question<'_>, audiences: &[String]) -> bool {
    let policy = Policy { azp: rule, ..question.policy.clone() };
    (SOUND.azp)(parts, &Question { policy: &policy, ..*question }, audiences)
}

/// The sound check of other audiences, but under another rule.
fn extras_under(rule: Extras, parts: &Anatomy, audiences: &[String], policy: &Policy) -> bool {
    (SOUND.extras)(parts, audiences, &Policy { extras: rule, ..policy.clone() })
}

/// `[].concat(value)`: the elements of a list, or the value as the only one.
fn elements(value: &Json) -> &[Json] {
    match value {
        Json::List(items) => items,
        single => std::slice::from_ref(single),
    }
}

/// `Array(value).flatten`, if it is all strings; of an object those of its names and values that are.
fn flatten(value: &Json) -> Option<Vec<String>> {
    match value {
        Json::Text(text) => Some(vec![text.clone()]),
        Json::List(items) => Some(items.iter().map(flatten_list).collect::<Option<Vec<_>>>()?.concat()),
        Json::Object(members) => {
            let pair = |(name, value): &Member| [vec![name.clone()], flatten_list(value).unwrap_or_default()].concat();
            Some(members.iter().flat_map(pair).collect())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => None,
    }
}

/// `value.flatten`, which leaves objects alone
fn flatten_list(value: &Json) -> Option<Vec<String>> {
    match value {
        Json::Object(_) => None,
        other => flatten(other),
    }
}

/// `String(value)`
fn js_string(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        Json::Number(number) => number.to_string(),
        Json::Text(text) => text.clone(),
        Json::List(items) => {
            let print = |item: &Json| if *item == Json::Null { String::new() } else { js_string(item) };
            items.iter().map(print).collect::<Vec<_>>().join(",")
        }
        Json::Object(_) => "[object Object]".to_owned(),
    }
}

/// `JSON.stringify(value)`
fn stringify(value: &Json) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match value {
        Json::Text(text) => quoted(text),
        Json::List(items) => format!("[{}]", items.iter().map(stringify).collect::<Vec<_>>().join(",")),
        Json::Object(members) => {
            let member = |(name, value): &Member| format!("{}:{}", quoted(name), stringify(value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
        scalar => js_string(scalar),
    }
}

/// `value == text`
fn js_loosely_equal(value: &Json, text: &str) -> bool {
    let number = match text.trim() {
        "" => Some(0.0),
        digits => digits.parse::<f64>().ok(),
    };
    match value {
        Json::Null => false,
        Json::Bool(value) => number == Some(f64::from(u8::from(*value))),
        Json::Number(value) => number.is_some() && number == value.as_f64(),
        Json::Text(_) | Json::List(_) | Json::Object(_) => js_string(value) == text,
    }
}

/// `!value`
fn js_falsy(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Bool(value) => !value,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::Text(text) => text.is_empty(),
        Json::List(_) | Json::Object(_) => false,
    }
}

/// `not value`
fn python_falsy(value: &Json) -> bool {
    match value {
        Json::List(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        scalar => js_falsy(scalar),
    }
}

/// `empty($value)`
fn php_empty(value: &Json) -> bool {
    python_falsy(value) || *value == Json::Text("0".to_owned())
}

/// `str(value)`
fn python_str(value: &Json) -> String {
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(_) | Json::Text(_) => js_string(value),
        Json::List(_) | Json::Object(_) => stringify(value),
    }
}

/// `value.asText()`
fn as_text(value: &Json) -> String {
    match value {
        Json::List(_) | Json::Object(_) => String::new(),
        scalar => js_string(scalar),
    }
}

/// `(string) $value`
fn php_string(value: &Json) -> String {
    match value {
        Json::Null | Json::Bool(false) => String::new(),
        Json::Bool(true) => "1".to_owned(),
        Json::Number(_) | Json::Text(_) => js_string(value),
        Json::List(_) | Json::Object(_) => "Array".to_owned(),
    }
}

/// Whether `set(value)` raises a `TypeError`: nothing to go over, or something in it that cannot be hashed.
fn throws_type_error(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) => true,
        Json::List(items) => items.iter().any(|item| matches!(item, Json::List(_) | Json::Object(_))),
        Json::Text(_) | Json::Object(_) => false,
    }
}

/// A claim as `encoding/json` finds the field for it: by any case, the last one.
fn go_field(members: &[Member], name: &str) -> Option<Json> {
    let fold = |name: &str| name.replace('\u{17f}', "s").to_lowercase();
    members.iter().rev().find(|(found, _)| fold(found) == name).map(|(_, value)| value.clone())
}

/// A claim in a field of the type `string` that counts as unset while it is empty.
fn go_string(members: &[Member], name: &str) -> Option<Json> {
    (SOUND.claim)(members, name).filter(|value| *value != Json::Null && *value != Json::Text(String::new()))
}

/// `text.lstrip("https://")`
fn strip_scheme_letters(text: &str) -> &str {
    text.trim_start_matches(['h', 't', 'p', 's', ':', '/'])
}

/// The host of a URI.
fn host(uri: &str) -> Option<&str> {
    let authority = uri.split_once("://")?.1.split(['/', '?', '#']).next()?;
    authority.rsplit('@').next()?.split(':').next()
}

/// `atoi(text)`, in 64 bits
fn atoi(text: &str) -> i64 {
    let text = text.trim_start();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let digits = digits.chars().map_while(|c| c.to_digit(10));
    digits.fold(0_i64, |number, digit| number.wrapping_mul(10).wrapping_add(sign * i64::from(digit)))
}

/// The number at the start of a text, as Perl sees it: digits, a fraction, an exponent; 64 characters at most.
fn leading_number(text: &str) -> f64 {
    let text = text.trim_start();
    let numeric = text.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c)).unwrap_or(text.len());
    (1..=numeric.min(64)).rev().find_map(|end| text[..end].parse().ok()).unwrap_or_default()
}

/// Whether at most one letter more, less or other tells the two apart.
fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    a.len() - end <= 1 && b.len() - end <= 1
}

/// Whether a word ends or starts at this place, as `\b` has it.
fn word_ends(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let (before, behind) = text.split_at(at);
    word(before.chars().next_back()) != word(behind.chars().next())
}

/// A part of a pattern: a letter, or none for any letter; and whether it may stand any number of times.
type Part = (Option<char>, bool);

/// A regular expression of letters, `.` and `*`.
fn pattern(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for c in text.chars() {
        match (c, parts.last_mut()) {
            ('*', Some(last)) => last.1 = true,
            ('.', _) => parts.push((None, false)),
            _ => parts.push((Some(c), false)),
        }
    }
    parts
}

/// Whether the pattern matches a part of the text, or if it is anchored, the beginning.
fn matches(pattern: &[Part], text: &str, anchored: bool) -> bool {
    let mut reached = Vec::new();
    reach(pattern, 0, &mut reached);
    for c in text.chars() {
        if reached.contains(&pattern.len()) {
            return true;
        }
        let mut next = Vec::new();
        if !anchored {
            reach(pattern, 0, &mut next);
        }
        for at in reached {
            match pattern.get(at) {
                Some((wanted, starred)) if wanted.is_none_or(|wanted| wanted == c) => {
                    reach(pattern, if *starred { at } else { at + 1 }, &mut next);
                }
                _ => {}
            }
        }
        reached = next;
    }
    reached.contains(&pattern.len())
}

/// Notes that the pattern is matched up to here, and past every part from here on that may be left out.
fn reach(pattern: &[Part], at: usize, reached: &mut Vec<usize>) {
    let optional = pattern.iter().skip(at).take_while(|(_, starred)| *starred).count();
    for at in at..=at + optional {
        if !reached.contains(&at) {
            reached.push(at);
        }
    }
}

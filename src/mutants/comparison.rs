//! Mutants that compare wrongly.

use super::Mutant;
use super::anatomy::{Anatomy, SOUND};
use super::folding::{
    address, browser, c_string, compatible, crc32, decomposed, digit, escapes_in_capitals, first, fitted, fold,
    full_fold, glob, guid, html, integer, leading_integer, like, lower_case, matches, number, origin, read_again,
    regex, remade, search, site, skeleton, slash_for_empty_path, template, turkish, typed, unicode_host, unquoted,
    unseen, unversioned, url, without_default_port, without_dots, without_empty, without_zeros,
};

pub(super) const MUTANTS: &[Mutant] = &[
    // Parts of each other.
    by(
        "C02",
        "an audience passes that is only a part of the identifier",
        "parse-server 4.10.15, CVE-2022-39231",
        |audience, identifier| identifier.contains(audience),
    ),
    by("C03", "an audience passes that begins with the identifier", "", |audience, identifier| {
        audience.starts_with(identifier)
    }),
    by("C04", "an audience passes with which the identifier begins", "", |audience, identifier| {
        identifier.starts_with(audience)
    }),
    by(
        "C60",
        "an audience passes that holds the identifier",
        "flask-of-oil 1.1.0, curityio/flask-of-oil#12",
        |audience, identifier| audience.contains(identifier),
    ),
    by("C61", "an audience passes that ends with the identifier", "", |audience, identifier| {
        audience.ends_with(identifier)
    }),
    by("C62", "an audience passes with which the identifier ends", "", |audience, identifier| {
        identifier.ends_with(audience)
    }),
    by("C63", "an audience passes if either of the two holds the other", "", |audience, identifier| {
        audience.contains(identifier) || identifier.contains(audience)
    }),
    by("C64", "the comparison ends where the shorter of the two ends", "", |audience, identifier| {
        audience.bytes().zip(identifier.bytes()).all(|(a, b)| a == b)
    }),
    by("C65", "only the first 64 characters are compared", "", |audience, identifier| {
        audience.chars().take(64).eq(identifier.chars().take(64))
    }),
    by("C66", "both are cut to 255 bytes", "", |audience, identifier| first(audience, 255) == first(identifier, 255)),
    by("C67", "both are cut to 1024 bytes", "", |audience, identifier| {
        first(audience, 1024) == first(identifier, 1024)
    }),
    by("C68", "the identifier was cut to 255 bytes when it was stored", "", |audience, identifier| {
        audience.as_bytes() == first(identifier, 255)
    }),
    by("C69", "an audience of more than 255 bytes equals nothing", "", |audience, identifier| {
        audience.len() <= 255 && audience == identifier
    }),
    by("C70", "lengths are kept in one byte, and so much is compared", "", |audience, identifier| {
        let (length, own) = (usize::from(audience.len() as u8), usize::from(identifier.len() as u8));
        length == own && first(audience, length) == first(identifier, own)
    }),
    by(
        "C71",
        "an audience passes that goes on with a hyphen behind an identifier without one",
        "",
        |audience, identifier| audience == identifier || audience.split('-').next() == Some(identifier),
    ),
    by("C72", "an audience passes whose last segment is the identifier", "", |audience, identifier| {
        audience == identifier || audience.rsplit('/').next() == Some(identifier)
    }),
    by("C73", "a version at the end, -v2 or /v2, is ignored", "", |audience, identifier| {
        unversioned(audience) == unversioned(identifier)
    }),
    by("C52", "an empty identifier equals every audience", "", |audience, identifier| {
        identifier.is_empty() || audience == identifier
    }),
    // Something smaller than the text.
    by("C45", "checksums (CRC-32) are compared", "", |audience, identifier| crc32(audience) == crc32(identifier)),
    by("C46", "length, first and last character are compared", "", |audience, identifier| {
        let ends = |text: &str| (text.len(), text.chars().next(), text.chars().next_back());
        ends(audience) == ends(identifier)
    }),
    by("C74", "lengths and the sums of the bytes are compared", "", |audience, identifier| {
        let sum = |text: &str| (text.len(), text.bytes().map(u64::from).sum::<u64>());
        sum(audience) == sum(identifier)
    }),
    by("C75", "hashes of 32 bits are compared, as Java makes them of strings", "", |audience, identifier| {
        let hash =
            |text: &str| text.encode_utf16().fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into()));
        hash(audience) == hash(identifier)
    }),
    by("C76", "the last byte overwrites the result of a comparison in constant time", "", |audience, identifier| {
        let result = audience.bytes().zip(identifier.bytes()).fold(0, |_, (a, b)| a ^ b);
        audience.len() == identifier.len() && result == 0
    }),
    by("C77", "differences cancel each other out in a comparison in constant time", "", |audience, identifier| {
        let result = audience.bytes().zip(identifier.bytes()).fold(0, |result, (a, b)| result ^ a ^ b);
        audience.len() == identifier.len() && result == 0
    }),
    // Upper and lower case.
    by(
        "C07",
        "letters are compared without regard to case",
        ".NET IgnoreCaseWhenValidatingAudience",
        |audience, identifier| audience.eq_ignore_ascii_case(identifier),
    ),
    by("C09", "case is folded by Unicode, a character at a time", "", |audience, identifier| {
        audience.chars().map(fold).eq(identifier.chars().map(fold))
    }),
    by("C10", "case is folded by Unicode in full, so that a sharp s is two", "", |audience, identifier| {
        full_fold(audience) == full_fold(identifier)
    }),
    by("C78", "both are put in lower case by Unicode", "", |audience, identifier| {
        audience.to_lowercase() == identifier.to_lowercase()
    }),
    by("C79", "both are put in upper case by Unicode", "", |audience, identifier| {
        audience.to_uppercase() == identifier.to_uppercase()
    }),
    by("C80", "both are put in lower case as Turkish has it", "", |audience, identifier| {
        turkish(audience) == turkish(identifier)
    }),
    by("C81", "the audience is put in lower case, the identifier is not", "", |audience, identifier| {
        audience.to_ascii_lowercase() == identifier
    }),
    by("C82", "the identifier is put in lower case, the audience is not", "", |audience, identifier| {
        audience == identifier.to_ascii_lowercase()
    }),
    by("C83", "scheme and host are compared without regard to case", "", |audience, identifier| {
        let form = |text: &str| remade(text, lower_case);
        form(audience) == form(identifier)
    }),
    Mutant::new(
        "C84",
        "once one audience has matched, the others are compared without regard to case",
        "",
        Anatomy {
            extras: |parts, audiences, policy| {
                let folding =
                    Anatomy { equal: |audience, identifier| audience.eq_ignore_ascii_case(identifier), ..*parts };
                (SOUND.extras)(&folding, audiences, policy)
            },
            ..SOUND
        },
    ),
    // Blanks.
    by("C13", "blanks behind the audience are ignored", "", |audience, identifier| audience.trim_end() == identifier),
    by("C14", "blanks are ignored wherever they stand", "mod_auth_openidc before 2.4.20", |audience, identifier| {
        let blank = |c: char| c.is_ascii_whitespace() || c == '\u{b}';
        audience.replace(blank, "") == identifier.replace(blank, "")
    }),
    by(
        "C15",
        "a newline at the end of the audience is ignored",
        "Crypt::JWT 0.034 with qr/^...$/",
        |audience, identifier| audience == identifier || audience.strip_suffix('\n') == Some(identifier),
    ),
    by("C85", "blanks around audience and identifier are ignored", "", |audience, identifier| {
        audience.trim() == identifier.trim()
    }),
    by(
        "C86",
        "blanks around the identifier are taken off, those around the audience are not",
        "",
        |audience, identifier| audience == identifier.trim(),
    ),
    by("C87", "several blanks count as one", "", |audience, identifier| {
        audience
            .split(char::is_whitespace)
            .filter(|word| !word.is_empty())
            .eq(identifier.split(char::is_whitespace).filter(|word| !word.is_empty()))
    }),
    by("C88", "blanks, control characters and NUL behind the audience are taken off", "", |audience, identifier| {
        audience.trim_end_matches(|c: char| c <= ' ') == identifier
    }),
    by("C89", "tabs and line breaks inside are dropped, as browsers do with URLs", "", |audience, identifier| {
        let breaks = ['\t', '\n', '\r'];
        audience.replace(breaks, "") == identifier.replace(breaks, "")
    }),
    // Characters.
    by("C16", "both are normalised to NFC", "", |audience, identifier| decomposed(audience) == decomposed(identifier)),
    by("C17", "both are normalised to NFKC", "", |audience, identifier| compatible(audience) == compatible(identifier)),
    by("C19", "letters that look alike are equal", "", |audience, identifier| {
        skeleton(audience) == skeleton(identifier)
    }),
    by("C47", "both are written in Latin-1, with a question mark for what it lacks", "", |audience, identifier| {
        let latin = |text: &str| text.replace(|c| c > '\u{ff}', "?");
        latin(audience) == latin(identifier)
    }),
    by("C48", "characters beyond ASCII are dropped from the audience", "", |audience, identifier| {
        audience.replace(|c: char| !c.is_ascii(), "") == identifier
    }),
    by("C90", "both are written in ASCII, with a question mark for what it lacks", "", |audience, identifier| {
        let ascii = |text: &str| text.replace(|c: char| !c.is_ascii(), "?");
        ascii(audience) == ascii(identifier)
    }),
    by("C91", "an audience with a character beyond ASCII equals nothing", "", |audience, identifier| {
        audience.is_ascii() && audience == identifier
    }),
    by("C92", "accents are ignored", "", |audience, identifier| {
        let bare = |text: &str| decomposed(text).replace(|c| ('\u{300}'..='\u{36f}').contains(&c), "");
        bare(audience) == bare(identifier)
    }),
    by("C93", "characters that are not seen are dropped", "", |audience, identifier| {
        audience.replace(unseen, "") == identifier.replace(unseen, "")
    }),
    by("C94", "hyphens and quotation marks of typography become those of ASCII", "", |audience, identifier| {
        typed(audience) == typed(identifier)
    }),
    by("C95", "digits of other scripts are digits", "", |audience, identifier| {
        audience.chars().map(digit).eq(identifier.chars().map(digit))
    }),
    by("C96", "an audience that looks like UTF-8 read as Latin-1 is read again", "", |audience, identifier| {
        audience == identifier || read_again(audience).as_deref() == Some(identifier)
    }),
    by("C97", "of each UTF-16 unit the lower eight bits are compared", "", |audience, identifier| {
        let low = |unit: u16| unit as u8;
        audience.encode_utf16().map(low).eq(identifier.encode_utf16().map(low))
    }),
    by("C98", "of each character the lower sixteen bits are compared", "", |audience, identifier| {
        let low = |c: char| u32::from(c) as u16;
        audience.chars().map(low).eq(identifier.chars().map(low))
    }),
    by("C99", "of each character the first UTF-16 unit is compared", "", |audience, identifier| {
        let unit = |c: char| c.encode_utf16(&mut [0; 2]).first().copied();
        audience.chars().map(unit).eq(identifier.chars().map(unit))
    }),
    Mutant::new(
        "C100",
        "identifiers are sorted by UTF-16 unit and searched by code point",
        "",
        Anatomy {
            named: |_, audiences, identifiers| {
                let mut sorted = identifiers.to_vec();
                sorted.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
                audiences.iter().any(|audience| !audience.is_empty() && sorted.binary_search(audience).is_ok())
            },
            ..SOUND
        },
    ),
    // NUL.
    by("C42", "the audience ends at a NUL", "", |audience, identifier| c_string(audience) == identifier),
    by("C101", "the identifier ends at a NUL", "", |audience, identifier| audience == c_string(identifier)),
    by("C102", "audience and identifier end at a NUL", "", |audience, identifier| {
        c_string(audience) == c_string(identifier)
    }),
    by("C103", "NULs behind the audience are padding", "", |audience, identifier| {
        audience.trim_end_matches('\0') == identifier
    }),
    by("C104", "NULs are dropped from the audience", "", |audience, identifier| {
        audience.replace('\0', "") == identifier
    }),
    // URLs.
    by(
        "C20",
        "one slash at the end is ignored",
        "Microsoft.IdentityModel by default, PR 1314",
        |audience, identifier| {
            let chopped = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
            chopped(audience) == chopped(identifier)
        },
    ),
    by("C21", "slashes at the end are ignored", "MCP python-sdk, PR 2999", |audience, identifier| {
        audience.trim_end_matches('/') == identifier.trim_end_matches('/')
    }),
    by(
        "C54",
        "slashes are taken off the end of the identifier, not of the audience",
        "vault-plugin-auth-jwt 0.24.0, PR 343",
        |audience, identifier| audience == identifier.trim_end_matches('/'),
    ),
    by(
        "C105",
        "http:// or https:// and a slash at the end are dropped",
        "Envoy and Istio, istio/proxy#991",
        |audience, identifier| {
            let bare = |text: &str| {
                let text = text.strip_prefix("http://").or(text.strip_prefix("https://")).unwrap_or(text);
                text.strip_suffix('/').unwrap_or(text).to_owned()
            };
            bare(audience) == bare(identifier)
        },
    ),
    by("C106", "an empty path is the same as a slash", "", |audience, identifier| {
        let form = |text: &str| remade(text, slash_for_empty_path);
        form(audience) == form(identifier)
    }),
    by(
        "C107",
        "the identifier is printed as a URL, with a slash for an empty path, the audience is not",
        "",
        |audience, identifier| audience == remade(identifier, slash_for_empty_path),
    ),
    by("C108", "both are compared as browsers print URLs", "", |audience, identifier| {
        browser(audience) == browser(identifier)
    }),
    by("C25", "a default port is ignored", "", |audience, identifier| {
        let form = |text: &str| remade(text, without_default_port);
        form(audience) == form(identifier)
    }),
    by("C109", "ports are ignored", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.port.clear());
        form(audience) == form(identifier)
    }),
    by("C110", "the scheme is ignored", "", |audience, identifier| {
        let bare = |text: &str| text.split_once("://").map_or(text.to_owned(), |(_, rest)| rest.to_owned());
        bare(audience) == bare(identifier)
    }),
    by("C111", "http stands for https", "", |audience, identifier| {
        audience == identifier || audience.replacen("http://", "https://", 1) == identifier
    }),
    by("C112", "api:// before a GUID or a name is ignored", "", |audience, identifier| {
        audience.strip_prefix("api://").unwrap_or(audience) == identifier.strip_prefix("api://").unwrap_or(identifier)
    }),
    by("C113", "the prefix of a client id is ignored, as in x509_san_dns:NAME", "", |audience, identifier| {
        let bare = |text: &str| match text.split_once(':') {
            Some((_, rest)) if !rest.starts_with("//") => rest.to_owned(),
            Some(_) | None => text.to_owned(),
        };
        bare(audience) == bare(identifier)
    }),
    by("C27", "percent-escapes are decoded", "", |audience, identifier| unquoted(audience) == unquoted(identifier)),
    by("C28", "percent-escapes are compared without regard to case", "", |audience, identifier| {
        escapes_in_capitals(audience) == escapes_in_capitals(identifier)
    }),
    by(
        "C114",
        "percent-escapes in the audience are decoded, those in the identifier are not",
        "",
        |audience, identifier| unquoted(audience) == identifier.as_bytes(),
    ),
    by("C29", "dot segments are removed from the path of an audience", "", |audience, identifier| {
        remade(audience, |url| url.path = without_dots(&url.path)) == identifier
    }),
    by("C115", "empty segments of the path are removed", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.path = without_empty(&url.path));
        form(audience) == form(identifier)
    }),
    by("C116", "a backslash is a slash", "", |audience, identifier| {
        audience.replace('\\', "/") == identifier.replace('\\', "/")
    }),
    by("C31", "the query of an audience is ignored", "", |audience, identifier| {
        audience.split('?').next() == Some(identifier)
    }),
    by("C32", "the fragment of an audience is ignored", "", |audience, identifier| {
        audience.split('#').next() == Some(identifier)
    }),
    by("C33", "the user in the URL of an audience is ignored", "", |audience, identifier| {
        remade(audience, |url| url.user.clear()) == identifier
    }),
    by("C117", "an audience passes that goes on with an @ behind the identifier", "", |audience, identifier| {
        audience == identifier || audience.split('@').next() == Some(identifier)
    }),
    by(
        "C35",
        "an audience passes whose path is below that of the identifier",
        "ory/fosite DefaultAudienceMatchingStrategy",
        |audience, identifier| {
            fitted(audience, identifier, |audience, own| {
                if audience.path.starts_with(&format!("{}/", own.path.trim_end_matches('/'))) {
                    audience.path.clone_from(&own.path);
                }
            })
        },
    ),
    by("C118", "an audience passes whose path begins with that of the identifier", "", |audience, identifier| {
        fitted(audience, identifier, |audience, own| {
            if audience.path.starts_with(&own.path) {
                audience.path.clone_from(&own.path);
            }
        })
    }),
    by("C119", "an audience passes whose path is above that of the identifier", "", |audience, identifier| {
        fitted(audience, identifier, |audience, own| {
            if own.path.starts_with(&format!("{}/", audience.path.trim_end_matches('/'))) {
                audience.path.clone_from(&own.path);
            }
        })
    }),
    by("C120", "the last segment of the path is ignored", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.path.truncate(url.path.rfind('/').unwrap_or(0)));
        form(audience) == form(identifier)
    }),
    by("C36", "scheme, host and port are compared, the rest is ignored", "", |audience, identifier| {
        let form = |text: &str| remade(text, origin);
        form(audience) == form(identifier)
    }),
    by("C121", "only the hosts are compared", "", |audience, identifier| match (url(audience), url(identifier)) {
        (Some(audience), Some(own)) => audience.host == own.host,
        (Some(_), None) | (None, Some(_)) | (None, None) => audience == identifier,
    }),
    by("C37", "an audience passes whose host is below that of the identifier", "", |audience, identifier| {
        fitted(audience, identifier, |audience, own| {
            if audience.host.ends_with(&format!(".{}", own.host)) {
                audience.host.clone_from(&own.host);
            }
        })
    }),
    by("C122", "an audience passes whose host is above that of the identifier", "", |audience, identifier| {
        fitted(audience, identifier, |audience, own| {
            if own.host.ends_with(&format!(".{}", audience.host)) {
                audience.host.clone_from(&own.host);
            }
        })
    }),
    by("C123", "of a host only the last two labels are compared", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.host = site(&url.host));
        form(audience) == form(identifier)
    }),
    by("C124", "www. before a host is ignored", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.host = url.host.trim_start_matches("www.").to_owned());
        form(audience) == form(identifier)
    }),
    by("C125", "a dot behind a host is ignored", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.host = url.host.trim_end_matches('.').to_owned());
        form(audience) == form(identifier)
    }),
    by("C126", "full stops of other scripts are dots in a host", "", |audience, identifier| {
        let form =
            |text: &str| remade(text, |url| url.host = url.host.replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], "."));
        form(audience) == form(identifier)
    }),
    by("C30", "Punycode in hosts is decoded", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.host = unicode_host(&url.host));
        form(audience) == form(identifier)
    }),
    by("C127", "hosts that are addresses are compared by value", "", |audience, identifier| {
        let form = |text: &str| remade(text, |url| url.host = address(&url.host));
        form(audience) == form(identifier)
    }),
    // Patterns.
    by("C38", "the identifier is used as a glob", "", |audience, identifier| matches(&glob(identifier), audience)),
    by("C40", "the identifier is used as a regular expression, dots unescaped", "", |audience, identifier| {
        matches(&regex(identifier), audience)
    }),
    by("C128", "the identifier is used as a regular expression without anchors", "", |audience, identifier| {
        matches(&search(identifier), audience)
    }),
    by("C129", "a star for the first label of the identifier's host is a wildcard", "", |audience, identifier| {
        fitted(audience, identifier, |audience, own| {
            let parent = audience.host.split_once('.').map(|(_, parent)| parent);
            if parent.is_some() && parent == own.host.strip_prefix("*.") {
                audience.host.clone_from(&own.host);
            }
        })
    }),
    by("C130", "a placeholder in braces in the identifier stands for any segment", "", |audience, identifier| {
        matches(&template(identifier), audience)
    }),
    by("C131", "the audience is used as a glob", "", |audience, identifier| matches(&glob(audience), identifier)),
    by("C132", "the audience is used as a regular expression", "", |audience, identifier| {
        matches(&regex(audience), identifier)
    }),
    by("C133", "the audience is used as a pattern of SQL LIKE", "", |audience, identifier| {
        matches(&like(audience), identifier)
    }),
    by("C134", "an audience of one star passes everywhere", "", |audience, identifier| {
        audience == "*" || audience == identifier
    }),
    // Numbers, and what is written in several ways.
    by(
        "C49",
        "what look like numbers are compared as such",
        "jumbojett/openid-connect-php 0.8.0, PR 167",
        |audience, identifier| {
            audience == identifier || number(audience).is_some_and(|audience| number(identifier) == Some(audience))
        },
    ),
    by("C135", "what look like integers are compared as such", "", |audience, identifier| {
        audience == identifier || audience.parse::<u64>().is_ok_and(|audience| identifier.parse() == Ok(audience))
    }),
    by("C136", "an integer is read from the beginning, and the rest is ignored", "", |audience, identifier| {
        audience == identifier
            || leading_integer(audience).is_some_and(|audience| leading_integer(identifier) == Some(audience))
    }),
    by("C137", "integers may be hexadecimal", "", |audience, identifier| {
        audience == identifier || integer(audience).is_some_and(|audience| integer(identifier) == Some(audience))
    }),
    by("C138", "leading zeros of the numbers in a name are ignored", "", |audience, identifier| {
        without_zeros(audience) == without_zeros(identifier)
    }),
    by("C139", "GUIDs are compared by value", "", |audience, identifier| {
        audience == identifier || guid(audience).is_some_and(|audience| guid(identifier) == Some(audience))
    }),
    by("C140", "hyphens are ignored", "", |audience, identifier| {
        audience.replace('-', "") == identifier.replace('-', "")
    }),
    by("C141", "an underscore is a hyphen", "", |audience, identifier| {
        audience.replace('_', "-") == identifier.replace('_', "-")
    }),
    by("C142", "only letters and digits are compared", "", |audience, identifier| {
        let sign = |c: char| !c.is_alphanumeric();
        audience.replace(sign, "") == identifier.replace(sign, "")
    }),
    by("C143", "a plus sign in the audience is a blank", "", |audience, identifier| {
        audience.replace('+', " ") == identifier
    }),
    by("C144", "HTML character references in the audience are decoded", "", |audience, identifier| {
        html(audience) == identifier
    }),
    by("C145", "quotation marks around the audience are taken off", "", |audience, identifier| {
        audience.trim_matches('"') == identifier
    }),
    by("C146", "backslashes in the audience are taken for escapes once more", "", |audience, identifier| {
        serde_json::from_str::<String>(&format!("\"{audience}\"")).as_deref().unwrap_or(audience) == identifier
    }),
    // The issuer, which is often compared by the same code.
];

const fn by(id: &'static str, about: &'static str, seen: &'static str, equal: fn(&str, &str) -> bool) -> Mutant {
    Mutant::new(id, about, seen, Anatomy { equal, ..SOUND })
}

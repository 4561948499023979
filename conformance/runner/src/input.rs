//! Was a token given, or a claims set?

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;

/// What was given to judge.
#[derive(Debug)]
pub(crate) enum Input {
    /// A token in the JWS compact serialization; its header and claims decoded, and nothing of them read yet.
    Token {
        header: Vec<u8>,
        claims: Vec<u8>,
        /// What is signed: header and claims as they stand, with the dot.
        message: String,
        signature: String,
    },
    /// Anything else is a claims set, for the judgement to read.
    Claims(Vec<u8>),
}

impl Input {
    /// Takes the bytes of a token apart, white space around it aside; the error names `source`, where they came from.
    pub(crate) fn read(bytes: Vec<u8>, source: &str) -> Result<Self, String> {
        match str::from_utf8(&bytes).map(str::trim) {
            Ok(text) if looks_like_a_token(text) => token(text, source),
            _ => Ok(Self::Claims(bytes)),
        }
    }
}

/// Whether a text is meant to be a token: it has the dots, and no character that a token cannot have.
pub(crate) fn looks_like_a_token(text: &str) -> bool {
    text.matches('.').count() >= 2 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.=".contains(&b))
}

fn token(text: &str, source: &str) -> Result<Input, String> {
    let parts: Vec<&str> = text.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        let what = if parts.len() == 5 {
            "is encrypted (five parts), which this tool does not open"
        } else {
            "has not the three parts of a signed token"
        };
        return Err(format!("the token in {source} {what}"));
    };
    let decode = |part: &str, name: &str| {
        BASE64URL.decode(part).map_err(|error| format!("the {name} of the token in {source} is no base64url: {error}"))
    };
    Ok(Input::Token {
        header: decode(header, "header")?,
        claims: decode(claims, "payload")?,
        message: format!("{header}.{claims}"),
        signature: signature.to_owned(),
    })
}

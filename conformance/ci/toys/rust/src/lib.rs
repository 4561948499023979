//! A library for an example: verifies an HS256 token for one of several audiences. It has one mistake, of a kind that people make.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use hmac::{Hmac, Mac as _};
use serde_json::Value;
use sha2::Sha256;

/// The claims of a token that is meant for one of these audiences.
///
/// # Errors
///
/// Why the token is refused.
pub fn verify(token: &str, key: &[u8], audiences: &[String], issuer: Option<&str>) -> Result<Value, String> {
    let (message, signature) = token.rsplit_once('.').ok_or("not a token")?;
    let (_, payload) = message.split_once('.').ok_or("not a token")?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| error.to_string())?;
    mac.update(message.as_bytes());
    mac.verify_slice(&decode(signature)?).map_err(|_| "the signature is not right")?;
    let claims: Value = serde_json::from_slice(&decode(payload)?).map_err(|error| error.to_string())?;
    if !claims.is_object() {
        return Err("the claims are no object".to_owned());
    }
    if issuer.is_some_and(|issuer| claims["iss"] != issuer) {
        return Err("another issuer".to_owned());
    }
    let is_mine = |value: &Value| value.as_str().is_some_and(|value| audiences.iter().any(|mine| mine == value));
    let mine = match claims.get("aud") {
        Some(Value::Array(values)) => values.iter().any(is_mine),
        Some(value) => is_mine(value),
        None => true,
    };
    if mine { Ok(claims) } else { Err("another audience".to_owned()) }
}

fn decode(part: &str) -> Result<Vec<u8>, String> {
    BASE64URL.decode(part).map_err(|error| error.to_string())
}

//! How does a vector become a signed token?

use audiometer::lint::header_text;
use audiometer::{KEY, Suite, Vector};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD as BASE64, BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{DecodingKey, EncodingKey, crypto};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// The signature algorithms for which the suite has keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    HS256,
    RS256,
    ES256,
    EdDSA,
}

impl FromStr for Algorithm {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|algorithm| algorithm.name() == name);
        found.ok_or_else(|| format!("the suite has keys for {}", Self::ALL.map(Self::name).join(", ")))
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Algorithm {
    /// Every one.
    pub(crate) const ALL: [Self; 4] = [Self::HS256, Self::RS256, Self::ES256, Self::EdDSA];

    /// The name in a JOSE header.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::HS256 => "HS256",
            Self::RS256 => "RS256",
            Self::ES256 => "ES256",
            Self::EdDSA => "EdDSA",
        }
    }

    fn of(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::HS256 => jsonwebtoken::Algorithm::HS256,
            Self::RS256 => jsonwebtoken::Algorithm::RS256,
            Self::ES256 => jsonwebtoken::Algorithm::ES256,
            Self::EdDSA => jsonwebtoken::Algorithm::EdDSA,
        }
    }
}

/// When the suite's tokens say that they were issued, and when they say that they expire.
const ISSUED: &str = "1700000000";
const EXPIRES: &str = "4102444800";

/// Replaces a text of as many bytes, wherever it stands.
fn replaced(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for at in 0..out.len().saturating_sub(old.len() - 1) {
        if out[at..].starts_with(old.as_bytes()) && old.len() == new.len() {
            out[at..at + new.len()].copy_from_slice(new.as_bytes());
        }
    }
    out
}

/// The claims, issued now, and to expire in an hour.
fn in_time(claims: &[u8]) -> Vec<u8> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let times = [(ISSUED, now.to_string()), (EXPIRES, (now + 3600).to_string())];
    times.iter().fold(claims.to_vec(), |claims, (old, new)| replaced(&claims, old, new))
}

/// The signature by HS256, in base64url. The same as jsonwebtoken makes, in a fraction of the time.
fn hs256(message: &[u8]) -> String {
    static SECRET: LazyLock<hmac::Key> = LazyLock::new(|| hmac::Key::new(hmac::HMAC_SHA256, KEY));
    BASE64URL.encode(hmac::sign(&SECRET, message))
}

/// The signature by RS256, in base64url. The same as jsonwebtoken makes, in a fraction of the time.
fn rs256(message: &[u8]) -> String {
    static KEY: LazyLock<KeyPair> = LazyLock::new(|| {
        let body: String = RS256_KEY.lines().filter(|line| !line.starts_with('-')).collect();
        let der = BASE64.decode(body).expect("the suite's keys are tested");
        KeyPair::from_pkcs8(&der).expect("the suite's keys are tested")
    });
    let mut signature = vec![0; KEY.public().modulus_len()];
    KEY.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).expect("the suite's keys sign");
    BASE64URL.encode(signature)
}

const RS256_KEY: &str = include_str!("../keys/rs256.pem");

/// The suite's key for one algorithm.
pub(crate) struct Mint {
    algorithm: Algorithm,
    key: EncodingKey,
}

impl Mint {
    /// Reads the suite's key.
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        let key = match algorithm {
            Algorithm::HS256 => Ok(EncodingKey::from_secret(KEY)),
            Algorithm::RS256 => EncodingKey::from_rsa_pem(RS256_KEY.as_bytes()),
            Algorithm::ES256 => EncodingKey::from_ec_pem(include_bytes!("../keys/es256.pem")),
            Algorithm::EdDSA => EncodingKey::from_ed_pem(include_bytes!("../keys/eddsa.pem")),
        };
        Self { algorithm, key: key.expect("the suite's keys are tested") }
    }

    /// The one for this algorithm, read once.
    pub(crate) fn of(algorithm: Algorithm) -> &'static Self {
        static MINTS: LazyLock<[Mint; 4]> = LazyLock::new(|| Algorithm::ALL.map(Mint::new));
        &MINTS[algorithm as usize]
    }

    /// The tokens of a suite by the ids of their vectors; `fresh` ones are issued now, and expire in an hour.
    pub(crate) fn tokens(&self, suite: &Suite, fresh: bool) -> HashMap<String, String> {
        let mint = |vector| if fresh { self.fresh_token(vector) } else { self.token(vector) };
        suite.vectors().map(|vector| (vector.id.clone(), mint(vector))).collect()
    }

    /// As [`Self::token`], issued now, and to expire in an hour: the two times are replaced, and nothing else.
    pub(crate) fn fresh_token(&self, vector: &Vector) -> String {
        self.sign(vector.header.as_deref(), &vector.claims, true)
    }

    /// The token of a vector: its header, its claims byte for byte, and the signature.
    pub(crate) fn token(&self, vector: &Vector) -> String {
        self.sign(vector.header.as_deref(), &vector.claims, false)
    }

    /// A token with these members in its header beside `alg` and `typ`, and with these claims, byte for byte unless it is
    /// to be `fresh`.
    pub(crate) fn sign(&self, header: Option<&str>, claims: &[u8], fresh: bool) -> String {
        let message = self.message(header, claims, fresh);
        let signature = self.signature(&message);
        format!("{message}.{signature}")
    }

    /// What is signed: header and claims in base64url.
    pub(crate) fn message(&self, header: Option<&str>, claims: &[u8], fresh: bool) -> String {
        let claims = if fresh { &in_time(claims) } else { claims };
        let mut message = BASE64URL.encode(header_text(header, self.algorithm.name()));
        message.push('.');
        BASE64URL.encode_string(claims, &mut message);
        message
    }

    /// The signature of a message, in base64url.
    pub(crate) fn signature(&self, message: &str) -> String {
        match self.algorithm {
            Algorithm::RS256 => rs256(message.as_bytes()),
            Algorithm::HS256 => hs256(message.as_bytes()),
            Algorithm::ES256 | Algorithm::EdDSA => {
                crypto::sign(message.as_bytes(), &self.key, self.algorithm.of()).expect("the suite's keys sign")
            }
        }
    }

    /// The public key as a JWK; for HS256 it holds the secret.
    pub(crate) fn jwk(&self) -> Jwk {
        Jwk::from_encoding_key(&self.key, self.algorithm.of()).expect("the suite's keys have a JWK")
    }

    /// Whether the key that signs is the one that verifies.
    pub(crate) fn is_symmetric(&self) -> bool {
        self.algorithm == Algorithm::HS256
    }

    /// Whether the token's signature is by this key.
    pub(crate) fn verifies(&self, token: &str) -> bool {
        let Some((message, signature)) = token.rsplit_once('.') else { return false };
        let key = DecodingKey::from_jwk(&self.jwk()).expect("the suite's JWK is a key");
        crypto::verify(signature, message.as_bytes(), &key, self.algorithm.of()).unwrap_or(false)
    }
}

/// The suite's tokens by algorithm, minted when they are needed first.
#[derive(Default)]
pub(crate) struct Tokens([[OnceLock<HashMap<String, String>>; 2]; 4]);

impl Tokens {
    /// Those of an algorithm; nothing for the stored ones.
    pub(crate) fn get(&self, suite: &Suite, algorithm: Algorithm, fresh: bool) -> Option<&HashMap<String, String>> {
        if algorithm == Algorithm::HS256 && !fresh {
            return None; // as stored
        }
        let place = &self.0[algorithm as usize][usize::from(fresh)];
        Some(place.get_or_init(|| Mint::of(algorithm).tokens(suite, fresh)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::Suite;

    #[test]
    fn every_stored_token_is_what_minting_gives_and_verifies() {
        let mint = Mint::new(Algorithm::HS256);
        for vector in Suite::embedded().vectors() {
            assert_eq!(vector.token, mint.token(vector), "{}", vector.id);
            assert!(mint.verifies(&vector.token), "{}", vector.id);
        }
    }

    #[test]
    fn fresh_tokens_differ_in_their_times_alone() {
        let mint = Mint::of(Algorithm::HS256);
        let (stored, fresh) = (mint.tokens(Suite::embedded(), false), mint.tokens(Suite::embedded(), true));
        let vector = Suite::embedded().vector("rfc7519/aud/string").expect("it is there");
        assert_eq!(stored[&vector.id], vector.token);
        let payload = fresh[&vector.id].split('.').nth(1).expect("a token has dots");
        let claims = String::from_utf8(BASE64URL.decode(payload).expect("base64url")).expect("UTF-8");
        assert_eq!(claims.len(), vector.claims.len());
        assert!(!claims.contains(ISSUED) && !claims.contains(EXPIRES), "{claims}");
        assert!(mint.verifies(&fresh[&vector.id]));
    }

    #[test]
    fn each_algorithm_signs_what_it_verifies_and_nothing_else() {
        let vector = Suite::embedded().vector("rfc7519/aud/string").expect("it is there");
        for algorithm in [Algorithm::HS256, Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
            let mint = Mint::new(algorithm);
            let token = mint.token(vector);
            assert!(mint.verifies(&token), "{algorithm:?}");
            assert!(!mint.verifies(&token.replacen('.', "x.", 1)), "{algorithm:?}");
            assert_eq!(token, mint.token(vector), "{algorithm:?} signs the same each time");
            let (message, signature) = token.rsplit_once('.').expect("a token has dots");
            let theirs = crypto::sign(message.as_bytes(), &mint.key, algorithm.of()).expect("signs");
            assert_eq!(signature, theirs, "{algorithm:?}");
        }
    }
}

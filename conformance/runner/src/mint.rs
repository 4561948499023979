//! How does a vector become a signed token?

use audiometer::lint::header_text;
use audiometer::{KEY, Vector};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{DecodingKey, EncodingKey, crypto};
use std::fmt;
use std::str::FromStr;

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
        let all = [Self::HS256, Self::RS256, Self::ES256, Self::EdDSA];
        let found = all.into_iter().find(|algorithm| algorithm.name() == name);
        found.ok_or_else(|| format!("the suite has keys for {}", all.map(Self::name).join(", ")))
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Algorithm {
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
            Algorithm::RS256 => EncodingKey::from_rsa_pem(include_bytes!("../keys/rs256.pem")),
            Algorithm::ES256 => EncodingKey::from_ec_pem(include_bytes!("../keys/es256.pem")),
            Algorithm::EdDSA => EncodingKey::from_ed_pem(include_bytes!("../keys/eddsa.pem")),
        };
        Self { algorithm, key: key.expect("the suite's keys are tested") }
    }

    /// The token of a vector: its header, its claims byte for byte, and the signature.
    pub(crate) fn token(&self, vector: &Vector) -> String {
        let header = BASE64URL.encode(header_text(vector, self.algorithm.name()));
        let message = format!("{header}.{}", BASE64URL.encode(&vector.claims));
        let signature =
            crypto::sign(message.as_bytes(), &self.key, self.algorithm.of()).expect("the suite's keys sign");
        format!("{message}.{signature}")
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
    fn each_algorithm_signs_what_it_verifies_and_nothing_else() {
        let vector = Suite::embedded().vector("rfc7519/aud/string").expect("it is there");
        for algorithm in [Algorithm::HS256, Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
            let mint = Mint::new(algorithm);
            let token = mint.token(vector);
            assert!(mint.verifies(&token), "{algorithm:?}");
            assert!(!mint.verifies(&token.replacen('.', "x.", 1)), "{algorithm:?}");
            assert_eq!(token, mint.token(vector), "{algorithm:?} signs the same each time");
        }
    }
}

//! What is a validator asked? The token and the policy, and nothing that would give the verdict away.

use crate::policy::Policy;

/// The HS256 key with which every stored token is signed: the 32 bytes of this text. Published on purpose; it protects
/// nothing.
pub const KEY: &[u8; 32] = b"audiometer-suite-key-not-secret!";

/// The issuer that the stored tokens name, unless a vector is about exactly that.
pub const ISSUER: &str = "https://issuer.example";

/// One question to a validator: does it accept this token, under this policy?
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The token in the JWS compact serialization, signed with [`KEY`] by HS256 unless the run minted others.
    pub token: &'a str,
    /// The exact bytes of the claims set, which is what the token's payload decodes to.
    pub claims: &'a [u8],
    /// The rules, and the recipient that they are for.
    pub policy: &'a Policy,
}

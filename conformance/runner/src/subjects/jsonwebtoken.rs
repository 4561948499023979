//! The crate jsonwebtoken behind [`Validator`], configured as its documentation of `Validation` says.
//!
//! Audiences go to `set_audience`, the issuer to `set_issuer`, and what a policy requires to be there to
//! `set_required_spec_claims`. A recipient without identifiers sets no audience. Nothing else is checked here.

use audiometer::{Answer, Case, Feature, Implementation, KEY, Presence, Reason, Validator};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};

pub(super) struct Jsonwebtoken {
    key: DecodingKey,
    version: &'static str,
}

impl Jsonwebtoken {
    /// The crate at this version.
    pub(super) fn new(version: &'static str) -> Self {
        Self { key: DecodingKey::from_secret(KEY), version }
    }
}

impl Validator for Jsonwebtoken {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        let policy = case.policy;
        let mut validation = Validation::new(Algorithm::HS256);
        if !policy.identifiers.as_slice().is_empty() {
            validation.set_audience(policy.identifiers.as_slice());
        }
        let mut required = vec!["exp"];
        if policy.presence == Presence::Required {
            required.push("aud");
        }
        if let Some(issuer) = &policy.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        validation.set_required_spec_claims(&required);
        match decode::<serde_json::Value>(case.token, &self.key, &validation) {
            Ok(_) => Answer::Accept,
            Err(error) => Answer::Reject { reason: reason(&error), error: error.to_string() },
        }
    }

    fn supports(&self, feature: Feature) -> bool {
        match feature {
            Feature::NoIdentifiers
            | Feature::ManyIdentifiers
            | Feature::Issuer
            | Feature::AnyIssuer
            | Feature::AudRequired
            | Feature::AudOptional => true,
            Feature::ShapeString
            | Feature::ExtrasTrusted
            | Feature::ExtrasNone
            | Feature::AzpErrata1
            | Feature::AzpErrata2
            | Feature::AzpStrict => false,
        }
    }

    fn implementation(&self) -> Implementation {
        Implementation::new("jsonwebtoken", self.version, "Rust")
    }
}

fn reason(error: &Error) -> Option<Reason> {
    match error.kind() {
        ErrorKind::InvalidAudience => Some(Reason::AudMismatch),
        ErrorKind::InvalidIssuer => Some(Reason::IssMismatch),
        ErrorKind::MissingRequiredClaim(claim) if claim == "aud" => Some(Reason::AudMissing),
        ErrorKind::MissingRequiredClaim(claim) if claim == "iss" => Some(Reason::IssMissing),
        ErrorKind::Json(_) | ErrorKind::Utf8(_) => Some(Reason::ClaimsMalformed),
        ErrorKind::InvalidSignature => Some(Reason::Signature),
        _ => None,
    }
}

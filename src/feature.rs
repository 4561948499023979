//! What does a case ask of an implementation that not every one offers?
//!
//! Nothing of this is written in a vector. A feature is asked for only where it decides: a library that knows nothing
//! of `azp` is still put every ID token in which `azp` makes no difference.

use crate::case::ISSUER;
use crate::judge::judge;
use crate::policy::{Azp, Extras, Policy, Presence, Shape};
use crate::verdict::Decision;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

macro_rules! features {
    ($($variant:ident $name:literal $text:literal,)*) => {
        /// Something that an implementation can be told to do, or cannot.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Feature {
            $(#[doc = $text] $variant,)*
        }

        impl Feature {
            /// Every feature.
            pub const ALL: &[Feature] = &[$(Feature::$variant,)*];

            /// The name in the adapter protocol.
            pub fn name(self) -> &'static str {
                match self { $(Feature::$variant => $name,)* }
            }

            /// What it means, in one line.
            pub fn text(self) -> &'static str {
                match self { $(Feature::$variant => $text,)* }
            }
        }
    };
}

features! {
    NoIdentifiers "no-identifiers" "can be run without any identifier of the recipient",
    ManyIdentifiers "many-identifiers" "can be given several identifiers, of which any one may match",
    Issuer "issuer" "compares `iss` with an issuer",
    AnyIssuer "any-issuer" "can leave `iss` alone",
    AudRequired "aud-required" "can refuse a token without `aud`",
    AudOptional "aud-optional" "can let a token without `aud` pass",
    ShapeString "shape-string" "can refuse a list of audiences",
    ExtrasTrusted "extras-trusted" "can refuse audiences that are not in a trusted list",
    ExtrasNone "extras-none" "can refuse every other audience",
    AzpErrata1 "azp-errata1" "checks `azp` as OpenID Connect Core says up to errata set 1",
    AzpErrata2 "azp-errata2" "follows OpenID Connect Core since errata set 2 where `azp` is there",
    AzpStrict "azp-strict" "checks `azp` with every SHOULD raised to a MUST",
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The feature without which an implementation cannot be asked this question, if there is one.
///
/// An implementation leaves alone the policy fields that it cannot be told. So the question is whether judging with
/// those fields relaxed, all of them at once, gives another verdict: then the one named is the first that makes the
/// difference by itself, or the first of several that make it together.
pub fn missing(claims: &[u8], policy: &Policy, supports: impl Fn(Feature) -> bool) -> Option<Feature> {
    missing_from(|policy| judge(claims, policy).decision(), policy, supports)
}

/// What is [`missing`] of a claims set that is judged like this.
pub(crate) fn missing_from(
    decision: impl Fn(&Policy) -> Decision,
    policy: &Policy,
    supports: impl Fn(Feature) -> bool,
) -> Option<Feature> {
    let asked_by_policy = [
        (policy.identifiers.as_slice().is_empty(), Feature::NoIdentifiers),
        (policy.identifiers.as_slice().len() > 1, Feature::ManyIdentifiers),
        (policy.issuer.is_some(), Feature::Issuer),
    ];
    if let Some((_, feature)) = asked_by_policy.into_iter().find(|&(asked, feature)| asked && !supports(feature)) {
        return Some(feature);
    }
    let mut lacking = lacking(policy, &supports);
    let first = lacking.clone().next()?;
    let right = decision(policy);
    if decision(&without(policy, lacking.clone())) == right {
        return None;
    }
    Some(lacking.find(|&feature| decision(&without(policy, [feature])) != right).unwrap_or(first))
}

/// The policy that an implementation goes by that cannot be told all of this one. Where [`missing`] finds nothing, it
/// decides as this one does; which rule decides may differ.
pub fn relaxed(policy: &Policy, supports: impl Fn(Feature) -> bool) -> Cow<'_, Policy> {
    let lacking = lacking(policy, &supports);
    if lacking.clone().next().is_none() { Cow::Borrowed(policy) } else { Cow::Owned(without(policy, lacking)) }
}

/// The rules by which profiles differ.
pub(crate) type Rules = (Presence, Shape, Extras, Azp);

/// The rules of the policy that is [`relaxed`].
pub(crate) fn relaxed_rules(policy: &Policy, supports: impl Fn(Feature) -> bool) -> Rules {
    lacking(policy, &supports).fold((policy.presence, policy.shape, policy.extras, policy.azp), without_rule)
}

/// The features that it lacks for the rules of this policy.
fn lacking(policy: &Policy, supports: &impl Fn(Feature) -> bool) -> impl Iterator<Item = Feature> + Clone {
    rules_of(policy).into_iter().flatten().filter(move |&feature| !supports(feature))
}

fn without(policy: &Policy, features: impl IntoIterator<Item = Feature>) -> Policy {
    let mut relaxed = policy.clone();
    features.into_iter().for_each(|feature| relax(&mut relaxed, feature));
    relaxed
}

/// The features that stand for the rules of a policy.
fn rules_of(policy: &Policy) -> [Option<Feature>; 5] {
    [
        policy.issuer.is_none().then_some(Feature::AnyIssuer),
        match policy.presence {
            Presence::Required => Some(Feature::AudRequired),
            // Where no audience is configured, nobody asks whether a token may lack it.
            Presence::Optional => (!policy.identifiers.as_slice().is_empty()).then_some(Feature::AudOptional),
        },
        match policy.shape {
            Shape::Any => None,
            Shape::String => Some(Feature::ShapeString),
        },
        match policy.extras {
            Extras::Allowed => None,
            Extras::Trusted => Some(Feature::ExtrasTrusted),
            Extras::None => Some(Feature::ExtrasNone),
        },
        match policy.azp {
            Azp::Ignored => None,
            Azp::Errata1 => Some(Feature::AzpErrata1),
            Azp::Errata2 => Some(Feature::AzpErrata2),
            Azp::Strict => Some(Feature::AzpStrict),
        },
    ]
}

fn relax(policy: &mut Policy, feature: Feature) {
    (policy.presence, policy.shape, policy.extras, policy.azp) =
        without_rule((policy.presence, policy.shape, policy.extras, policy.azp), feature);
    if feature == Feature::AnyIssuer {
        policy.issuer = Some(ISSUER.to_owned());
    }
}

fn without_rule((presence, shape, extras, azp): Rules, feature: Feature) -> Rules {
    match feature {
        Feature::AudRequired => (Presence::Optional, shape, extras, azp),
        Feature::AudOptional => (Presence::Required, shape, extras, azp),
        Feature::ShapeString => (presence, Shape::Any, extras, azp),
        Feature::ExtrasTrusted | Feature::ExtrasNone => (presence, shape, Extras::Allowed, azp),
        Feature::AzpErrata1 | Feature::AzpErrata2 | Feature::AzpStrict => (presence, shape, extras, Azp::Ignored),
        Feature::NoIdentifiers | Feature::ManyIdentifiers | Feature::Issuer | Feature::AnyIssuer => {
            (presence, shape, extras, azp)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Profile, Recipient};

    fn lacks(claims: &str, profile: &str, lacking: &[Feature]) -> Option<Feature> {
        let policy = Profile::named(profile).expect("profile").policy(&Recipient::named("me"));
        missing(claims.as_bytes(), &policy, |feature| !lacking.contains(&feature))
    }

    #[test]
    fn a_feature_is_asked_for_only_where_it_decides() {
        use Feature::*;
        let issued = format!(r#"{{"aud":"me","iss":"{ISSUER}"}}"#);
        assert_eq!(lacks(&issued, "oidc-strict", Feature::ALL), None);
        assert_eq!(lacks(r#"{"aud":"me"}"#, "oidc-strict", &[AnyIssuer]), Some(AnyIssuer));
        assert_eq!(lacks(r#"{"aud":"you"}"#, "oidc-strict", &[AnyIssuer]), None);
        assert_eq!(lacks(r#"{}"#, "jwt-bcp", &[AudRequired]), Some(AudRequired));
        assert_eq!(lacks(r#"{}"#, "jwt-core", &[AudOptional]), Some(AudOptional));
        assert_eq!(lacks(r#"{"aud":"you"}"#, "jwt-bcp", &[AudRequired]), None);
        assert_eq!(lacks(r#"{"aud":["me","you"]}"#, "oidc", &[ExtrasTrusted]), Some(ExtrasTrusted));
        assert_eq!(lacks(r#"{"aud":"me","azp":"you"}"#, "oidc-errata1", &[AzpErrata1]), Some(AzpErrata1));
        assert_eq!(lacks(r#"{"aud":["me"]}"#, "key-binding", &[ShapeString]), Some(ShapeString));
    }

    #[test]
    fn a_relaxed_policy_has_none_of_the_rules_that_cannot_be_told() {
        let policy = Profile::named("oidc-strict").expect("profile").policy(&Recipient::named("me"));
        assert_eq!(*relaxed(&policy, |_| true), policy);
        let relaxed = relaxed(&policy, |feature| feature == Feature::AudRequired);
        assert_eq!(
            (relaxed.extras, relaxed.azp, relaxed.presence),
            (Extras::Allowed, Azp::Ignored, Presence::Required)
        );
        assert_eq!(relaxed.issuer.as_deref(), Some(ISSUER));
    }

    #[test]
    fn rules_that_hide_behind_each_other_are_relaxed_together() {
        use Feature::*;
        let claims = r#"{"aud":["me","you"]}"#;
        assert_eq!(lacks(claims, "oidc-strict", &[ExtrasNone]), None);
        assert_eq!(lacks(claims, "oidc-strict", &[AzpStrict]), None);
        assert_eq!(lacks(claims, "oidc-strict", &[ExtrasNone, AzpStrict]), Some(ExtrasNone));
    }
}

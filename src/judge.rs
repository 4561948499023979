//! What is right? The judgement: every rule, each under the sentence that demands it.
//!
//! The clause that a verdict cites comes from the profile (`vectors/profiles.json`), since the same rule is demanded by
//! different sentences for an ID token and for an access token. Comments name the general one.

use crate::ambiguity::Ambiguity;
use crate::audiences::Audiences;
use crate::claims::{self, Claims, Malformed, Value};
use crate::clause::Clause;
use crate::policy::{Azp, Extras, Policy, Presence, Shape};
use crate::reason::{Reason, Reasons};
use crate::rule::Rule;
use crate::verdict::{Rejection, Strength, Verdict};

/// Judges the exact bytes of a claims set under a policy. Total: any bytes, no panic, time linear in the input.
pub fn judge(claims: &[u8], policy: &Policy) -> Verdict {
    let (mut found, mut audiences) = (Claims::default(), Audiences::none(policy));
    match claims::read_aloud(claims, &mut found, &mut audiences) {
        Ok(()) => decide(&found, &audiences, policy),
        Err(_) => malformed(policy),
    }
}

/// Judges a claims set that has been read already.
pub fn judge_claims(claims: &Claims<'_>, policy: &Policy) -> Verdict {
    decide(claims, &Audiences::of(claims.aud, policy), policy)
}

/// Judges what [`claims::read`] has found.
pub(crate) fn judge_read(read: &Result<Claims<'_>, Malformed>, policy: &Policy) -> Verdict {
    match read {
        Ok(claims) => judge_claims(claims, policy),
        Err(_) => malformed(policy),
    }
}

/// RFC 7519 7.2, step 10: verify that the octets are a UTF-8 encoding of a completely valid JSON object.
fn malformed(policy: &Policy) -> Verdict {
    let mut findings = Findings::default();
    findings.reject(Rule::ClaimsSet, Strength::Must, [Reason::ClaimsMalformed]);
    findings.verdict(policy, Rule::ClaimsSet)
}

fn decide(claims: &Claims<'_>, audiences: &Audiences<'_, '_>, policy: &Policy) -> Verdict {
    let mut findings = Findings::default();
    oddities(claims, &mut findings);
    audience(claims, audiences, policy, &mut findings);
    authorized_party(claims, audiences, policy, &mut findings);
    issuer(claims, policy, &mut findings);
    findings.verdict(policy, if claims.aud.is_none() { Rule::Absent } else { Rule::Accept })
}

/// What the rules have found so far. They are all asked, in order; none ends the judgement.
#[derive(Default)]
struct Findings {
    reasons: Reasons,
    must: Option<Rule>,
    should: Option<Rule>,
    open: Option<Ambiguity>,
    /// Reasons that apply only if something else rejects.
    besides: Reasons,
}

impl Findings {
    fn reject<const N: usize>(&mut self, rule: Rule, strength: Strength, reasons: [Reason; N]) {
        reasons.into_iter().for_each(|reason| self.reasons.insert(reason));
        match strength {
            Strength::Must => self.must = self.must.or(Some(rule)),
            Strength::Should => self.should = self.should.or(Some(rule)),
        }
    }

    fn open(&mut self, ambiguity: Ambiguity) {
        self.open = self.open.or(Some(ambiguity));
    }

    /// The first rule that rejects decides, a MUST before a SHOULD; then what is open; then `accepting`.
    fn verdict(self, policy: &Policy, accepting: Rule) -> Verdict {
        let rejection = match (self.must, self.should) {
            (Some(rule), _) => Some((rule, Strength::Must)),
            (None, Some(rule)) => Some((rule, Strength::Should)),
            (None, None) => None,
        };
        let clause = |rule| -> &'static Clause { policy.profile.clause(rule) };
        match (rejection, self.open) {
            (Some((rule, strength)), _) => Verdict::Reject(Rejection {
                reasons: self.reasons.union(self.besides),
                strength,
                rule,
                clause: clause(rule),
            }),
            (None, Some(ambiguity)) => Verdict::Either(ambiguity),
            (None, None) => Verdict::Accept(clause(accepting)),
        }
    }
}

/// Rules 1 and 2 as far as the text is JSON: what software reads in different ways, whatever it says about `aud`.
fn oddities(claims: &Claims<'_>, findings: &mut Findings) {
    let odd = &claims.oddities;
    // RFC 8259 8.1: a sender must not add a byte order mark; a parser may ignore it.
    // RFC 8259 8.2: what software does with a lone surrogate is unpredictable.
    // RFC 8259 9 and 6: an implementation may limit the depth of nesting, and the range of numbers.
    for (found, ambiguity) in [
        (odd.byte_order_mark, Ambiguity::ByteOrderMark),
        (odd.lone_surrogate, Ambiguity::LoneSurrogate),
        (odd.deep, Ambiguity::Nesting),
        (odd.huge_number, Ambiguity::NumberRange),
    ] {
        if found {
            findings.besides.insert(Reason::ClaimsMalformed);
            findings.open(ambiguity);
        }
    }
    // RFC 7519 4: reject repeated claim names, or use the last. RFC 8259 4 leaves nested ones unpredictable.
    for (found, ambiguity) in [
        (odd.repeated_claim.is_some(), Ambiguity::RepeatedClaim),
        (odd.repeated_nested.is_some(), Ambiguity::RepeatedNestedName),
    ] {
        if found {
            findings.besides.insert(Reason::ClaimsDuplicate);
            findings.open(ambiguity);
        }
    }
}

/// Rules 3 to 6: presence, type and shape, match, other audiences.
fn audience(claims: &Claims<'_>, audiences: &Audiences<'_, '_>, policy: &Policy, findings: &mut Findings) {
    match claims.aud {
        // RFC 7519 4.1.3: use of this claim is optional. RFC 8725 3.9 and the profiles require it.
        None => match policy.presence {
            Presence::Required => findings.reject(Rule::Presence, Strength::Must, [Reason::AudMissing]),
            Presence::Optional => {}
        },
        // RFC 7519 2: a claim value can be any JSON value; so null is present, and names nobody.
        Some(Value::Null) => {
            findings.reject(Rule::Type, Strength::Must, [Reason::AudMissing, Reason::AudMalformed, Reason::AudMismatch])
        }
        Some(Value::Boolean | Value::Number | Value::Object) => {
            findings.reject(Rule::Type, Strength::Must, [Reason::AudMalformed, Reason::AudMismatch]);
        }
        // RFC 7519 4.1.3: one audience may be a single string, compared as RFC 7519 2 and 7.3 say.
        Some(Value::Text(text)) => {
            if !policy.identifiers.contains(text) {
                findings.reject(Rule::Match, Strength::Must, [Reason::AudMismatch]);
            } else if text.is("") {
                findings.open(Ambiguity::EmptyIdentifier);
            }
        }
        Some(Value::List(_)) => {
            if policy.shape == Shape::String {
                findings.reject(Rule::Shape, Strength::Must, [Reason::AudShape, Reason::AudMalformed]);
            }
            audience_list(audiences, policy, findings);
        }
    }
}

/// Rules 5 and 6 for a list of audiences.
fn audience_list(audiences: &Audiences<'_, '_>, policy: &Policy, findings: &mut Findings) {
    let &Audiences { elements, own, own_and_empty, trusted, no_string, .. } = audiences;
    // RFC 7519 4.1.3: if the principal does not identify itself with a value in the claim, the JWT is rejected.
    if own == 0 {
        findings.reject(Rule::Match, Strength::Must, [Reason::AudMismatch]);
        if elements == 0 || no_string > 0 {
            findings.reasons.insert(Reason::AudMalformed);
        }
        return;
    }
    let untrusted = match policy.extras {
        Extras::Allowed => 0,
        // OIDC Core 3.1.3.7 step 3: rejected if it contains additional audiences not trusted by the client.
        Extras::Trusted => elements - own - trusted,
        Extras::None => elements - own,
    };
    if untrusted > 0 {
        findings.reject(Rule::Extras, Strength::Must, [Reason::AudUntrusted]);
        if no_string > 0 {
            findings.reasons.insert(Reason::AudMalformed);
        }
    } else if no_string > 0 {
        // RFC 7519 4.1.3 speaks of a list of strings, and of a value that identifies the recipient.
        findings.open(Ambiguity::MixedList);
    }
    if own == own_and_empty {
        findings.open(Ambiguity::EmptyIdentifier);
    }
    if policy.extras == Extras::None && own > 1 {
        findings.open(Ambiguity::RepeatedAudience);
    }
}

/// Rule 7: `azp`. It never makes up for `aud`.
fn authorized_party(claims: &Claims<'_>, audiences: &Audiences<'_, '_>, policy: &Policy, findings: &mut Findings) {
    let strength = match policy.azp {
        // RFC 7519 4: claims that are not understood are ignored.
        Azp::Ignored => return,
        // OIDC Core 3.1.3.7 step 5 since errata set 2: validation may include a comparison; section 2 encourages to ignore it.
        Azp::Errata2 => {
            if claims.azp.is_some_and(|azp| !is_client(azp, policy)) {
                findings.open(Ambiguity::AuthorizedParty);
            }
            return;
        }
        Azp::Errata1 => Strength::Should,
        Azp::Strict => Strength::Must,
    };
    match claims.azp {
        // OIDC Core 3.1.3.7 step 4 up to errata set 1: with multiple audiences, verify that `azp` is present.
        None => match audiences.several.filter(|_| matches!(claims.aud, Some(Value::List(_)))) {
            Some(true) => findings.reject(Rule::AzpPresence, strength, [Reason::AzpMissing]),
            Some(false) => findings.open(Ambiguity::RepeatedAudience),
            None => {}
        },
        // OIDC Core 2: the value is a string.
        Some(Value::Null) => {
            findings.reject(Rule::AzpType, strength, [Reason::AzpMissing, Reason::AzpMalformed, Reason::AzpMismatch])
        }
        Some(Value::Boolean | Value::Number | Value::List(_) | Value::Object) => {
            findings.reject(Rule::AzpType, strength, [Reason::AzpMalformed, Reason::AzpMismatch]);
        }
        // OIDC Core 3.1.3.7 step 5 up to errata set 1: where `azp` is present, verify that it is the client id.
        Some(azp @ Value::Text(_)) => {
            if !is_client(azp, policy) {
                findings.reject(Rule::AzpMatch, strength, [Reason::AzpMismatch]);
            }
        }
    }
}

/// Whether `azp` is a string and the client id.
fn is_client(azp: Value<'_>, policy: &Policy) -> bool {
    matches!(azp, Value::Text(azp) if policy.client_id.as_deref().is_some_and(|client_id| azp.is(client_id)))
}

/// Rule 8: `iss`, where the policy names an issuer (RFC 8725 3.8; OIDC Core 3.1.3.7 step 2; RFC 9068 4).
fn issuer(claims: &Claims<'_>, policy: &Policy, findings: &mut Findings) {
    let Some(issuer) = &policy.issuer else { return };
    match claims.iss {
        None => findings.reject(Rule::Issuer, Strength::Must, [Reason::IssMissing]),
        Some(Value::Null) => findings.reject(
            Rule::Issuer,
            Strength::Must,
            [Reason::IssMissing, Reason::IssMalformed, Reason::IssMismatch],
        ),
        Some(Value::Boolean | Value::Number | Value::List(_) | Value::Object) => {
            findings.reject(Rule::Issuer, Strength::Must, [Reason::IssMalformed, Reason::IssMismatch]);
        }
        Some(Value::Text(iss)) => {
            if !iss.is(issuer) {
                findings.reject(Rule::Issuer, Strength::Must, [Reason::IssMismatch]);
            }
        }
    }
}

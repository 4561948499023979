//! Do an implementation's answers mean anything? Three questions before the run, with answers that nobody can dispute.

use crate::exit::{Exit, Failure};
use crate::subjects::Subject;
use audiometer::{Answer, Case, Policy, Profile, Recipient, Suite, explain};

/// Puts the canaries: a token that must be accepted, one for somebody else, and one with another token's signature.
///
/// # Errors
///
/// Which canary died, with the exit code for a broken adapter.
pub(crate) fn check(subject: &mut Subject) -> Result<(), Failure> {
    let vector = Suite::embedded().vector("rfc7519/aud/string").expect("the canary's vector is embedded");
    let profile = Profile::named("jwt-bcp").expect("the canary's profile is embedded");
    let (me, somebody) =
        (profile.policy(&vector.recipient), profile.policy(&Recipient::named("https://canary.example")));
    let good = vector.token.as_str();
    let (message, signature) = good.rsplit_once('.').expect("a token has dots");
    let forged = format!("{message}.{}", signature.chars().rev().collect::<String>());

    let mut ask = |name: &str, token: &str, policy: &Policy, accepted: bool| {
        let answer = subject.validator.answer(&Case { token, claims: &vector.claims, policy });
        let right = if accepted { matches!(answer, Answer::Accept) } else { matches!(answer, Answer::Reject { .. }) };
        let demanded = if accepted { "accept" } else { "reject" };
        if right {
            return Ok(());
        }
        let text = format!(
            "the adapter of `{}` is broken: to {name} it has to say {demanded}, and it says {}",
            subject.name,
            explain::answer(&answer)
        );
        Err(Failure { exit: Exit::BrokenAdapter, text })
    };
    ask("a token that names the recipient", good, &me, true)?;
    ask("a token that names another", good, &somebody, false)?;
    if subject.reads_signatures {
        ask("a token with another token's signature", &forged, &me, false)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dies(answer: fn(&Case<'_>) -> Answer) -> String {
        let mut subject =
            Subject { name: "broken", validator: Box::new(answer), reads_signatures: true, expectations: None };
        let failure = check(&mut subject).expect_err("broken");
        assert_eq!(failure.exit, Exit::BrokenAdapter);
        failure.text
    }

    #[test]
    fn what_accepts_or_rejects_everything_or_reads_no_signature_is_broken() {
        assert!(
            dies(|_| Answer::refused("no"))
                .contains("to a token that names the recipient it has to say accept, and it says reject (no)")
        );
        assert!(
            dies(|_| Answer::Accept).contains("to a token that names another it has to say reject, and it says accept")
        );
        let unsigned = |case: &Case<'_>| audiometer::Validator::answer(&mut audiometer::Reference::strict(), case);
        assert!(dies(unsigned).contains("to a token with another token's signature it has to say reject"));
    }

    #[test]
    fn what_is_built_in_is_not_broken() {
        let names: Vec<String> = crate::subjects::NAMES.map(str::to_owned).to_vec();
        for mut subject in crate::subjects::named(&names).expect("they are there") {
            check(&mut subject).expect("alive");
        }
    }
}

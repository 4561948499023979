//! Do an implementation's answers mean anything? A few questions before the run, with answers that nobody can dispute.

use crate::mint::Mint;
use crate::subjects::{Backing, Subject};
use audiometer::{Answer, Case, Profile, Recipient, Suite, Validator, explain};

/// The vector whose token everybody has to accept, and another one.
const GOOD: &str = "rfc7519/aud/string";
const OTHER: &str = "rfc7519/aud/array-of-one";

/// Puts the canaries: a token that must be accepted, one for somebody else, and one with another token's signature; to an
/// adapter also a command and a policy that it cannot know. What is known to be `vulnerable` may take a token for another's.
///
/// # Errors
///
/// Which canary died.
pub(crate) fn check(subject: &mut Subject, vulnerable: bool) -> Result<(), String> {
    let vector = Suite::embedded().vector(GOOD).expect("the canary's vector is embedded");
    let profile = profile(subject);
    let other = Suite::embedded().vector(OTHER).expect("the canary's other vector is embedded");
    let (algorithm, fresh) = subject.algorithm()?;
    let mint = Mint::of(algorithm);
    let [good, other] = [vector, other].map(|v| if fresh { mint.fresh_token(v) } else { mint.token(v) });
    let forged = match (good.rsplit_once('.'), other.rsplit_once('.')) {
        (Some((message, _)), Some((_, signature))) => format!("{message}.{signature}"),
        _ => good.clone(),
    };

    let (me, somebody) =
        (profile.policy(&vector.recipient), profile.policy(&Recipient::named("https://canary.example")));
    let reads_signatures = subject.reads_signatures();
    let mut ask = |name: &str, token: &str, policy, accepted: bool| {
        let answer = subject.answer(&Case { token, claims: &vector.claims, policy });
        let right = if accepted { matches!(answer, Answer::Accept) } else { matches!(answer, Answer::Reject { .. }) };
        if right { Ok(()) } else { Err(died(name, if accepted { "accept" } else { "reject" }, &answer)) }
    };
    ask("a token that names the recipient", &good, &me, true)?;
    if !vulnerable {
        ask("a token that names another", &good, &somebody, false)?;
    }
    if reads_signatures {
        ask("a token with another token's signature", &forged, &me, false)?;
    }
    if let Backing::Adapter(adapters) = &mut subject.backing {
        let mut policy = serde_json::to_value(&me).expect("plain data serializes");
        policy["azp"] = "canary".into();
        let token = &good;
        let unknown = [
            ("the command `canary`", r#"{"seq":SEQ,"cmd":"canary"}"#.to_owned()),
            (
                "a policy whose azp is `canary`",
                format!(r#"{{"seq":SEQ,"cmd":"validate","token":"{token}","policy":{policy}}}"#),
            ),
        ];
        for (name, line) in unknown {
            match adapters[0].exchange(&line) {
                Ok(Answer::Unsupported { .. }) => {}
                Ok(answer) => return Err(died(name, "unsupported", &answer)),
                Err(error) => return Err(format!("to {name} it has to say unsupported, and: {error}")),
            }
        }
    }
    Ok(())
}

fn died(name: &str, demanded: &str, answer: &Answer) -> String {
    format!("to {name} it has to say {demanded}, and it says {}", explain::answer(answer))
}

/// A profile that the implementation is meant for.
fn profile(subject: &Subject) -> &'static Profile {
    let general = Profile::named("jwt-bcp").filter(|profile| subject.is_for(profile));
    general
        .or_else(|| Profile::all().iter().find(|profile| subject.is_for(profile) && !profile.unconfigured))
        .unwrap_or(&Profile::all()[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subjects::Target;
    use crate::subjects::adapter::Limits;

    fn dies(answer: fn(&Case<'_>) -> Answer) -> String {
        let mut subject = Subject { name: "broken".to_owned(), backing: Backing::BuiltIn(Box::new(answer)) };
        check(&mut subject, false).expect_err("broken")
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
        let unsigned = |case: &Case<'_>| audiometer::Reference::strict().answer(case);
        assert!(dies(unsigned).contains("to a token with another token's signature it has to say reject"));
    }

    #[test]
    fn what_is_built_in_is_not_broken() {
        for name in crate::subjects::BUILT_IN {
            Target::built_in(name).expect("it is there").start(Limits::default(), 1).expect("alive");
        }
    }
}

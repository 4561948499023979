//! Does the library hear its own name in `aud`, and only its own name?

use audiometer::{Answer, Case, KEY, assert_conformant};

fn ask(case: &Case<'_>) -> Answer {
    let policy = case.policy;
    match toy_jwt::verify(case.token, KEY, policy.identifiers.as_slice(), policy.issuer.as_deref()) {
        Ok(_) => Answer::Accept,
        Err(error) => Answer::refused(error),
    }
}

#[test]
fn tokens_are_accepted_as_rfc_8725_says() {
    assert_conformant(&mut ask, "jwt-bcp");
}

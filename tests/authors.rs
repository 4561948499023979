//! What does a library's author see?

use audiometer::{Answer, Case, Reason, Reference, Validator, assert_case, assert_conformant, cases};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The text with which a test fails.
fn failure(mut validator: impl FnMut(&Case<'_>) -> Answer, profile: &str) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| assert_conformant(&mut validator, profile))).expect_err("it fails");
    *panic.downcast::<String>().expect("a text")
}

#[test]
fn the_reference_conforms_to_every_profile() {
    for profile in audiometer::Profile::all() {
        assert_conformant(&mut Reference::strict(), &profile.name);
        assert_conformant(&mut Reference::lenient(), &profile.name);
    }
}

#[test]
fn a_failure_tells_the_case_the_answer_the_sentence_and_how_to_run_it_alone() {
    // It forgets that `aud` is required.
    let forgetful = |case: &Case<'_>| match Reference::strict().answer(case) {
        Answer::Reject { reason: Some(Reason::AudMissing), .. } => Answer::Accept,
        answer => answer,
    };
    let text = failure(forgetful, "access-token");
    for part in [
        "cases of `access-token` fail",
        "rfc7519/aud/missing@access-token",
        "  claims  {\"iss\":\"https://issuer.example\"",
        "  policy  I am \"https://api.example.com\"; aud is required",
        "  answer  accept\n  right   reject (must): aud-missing",
        "  by      RFC 9068, section 2.2 (REQUIRED): \"aud REQUIRED",
        "to run just these:\n  AUDIOMETER_CASES=",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn rejecting_everything_is_no_conformance() {
    let text = failure(|_| Answer::refused("no"), "jwt-bcp");
    assert!(text.contains("rfc7519/aud/string@jwt-bcp"), "{text}");
}

#[test]
fn a_panic_is_a_fault_and_no_rejection() {
    let text = failure(|_| panic!("index out of bounds"), "jwt-core");
    assert!(text.contains("answer  fault (panic: index out of bounds)"), "{text}");
}

#[test]
fn answering_nothing_but_unsupported_shows_nothing() {
    let text = failure(|_| Answer::Unsupported { feature: "aud".into() }, "jwt-core");
    assert!(text.contains("no case of `jwt-core` was put to validator, so nothing is shown"), "{text}");
}

#[test]
fn a_profile_that_is_not_there_is_told_with_those_that_are() {
    let text = failure(|_| Answer::Accept, "oauth");
    assert!(text.contains("there is no profile `oauth`; there are jwt-core, unconfigured"), "{text}");
}

#[test]
fn each_case_can_be_a_test_of_its_own() {
    let mut count = 0;
    for case in cases("key-binding") {
        assert_case(&case, &mut Reference::strict());
        count += 1;
    }
    assert!(count > 0);
}

//! The causes named in `conformance/expectations/jsonwebtoken.toml`, each reproduced by the library alone. When one of these
//! tests fails, the library has changed, and the expectations are to follow.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Value, json};

const SECRET: &[u8] = b"a secret of thirty-two bytes, or more";

fn decoded(claims: &Value, configure: impl FnOnce(&mut Validation)) -> Result<(), ErrorKind> {
    let token = encode(&Header::new(Algorithm::HS256), claims, &EncodingKey::from_secret(SECRET)).expect("signs");
    let mut validation = Validation::new(Algorithm::HS256);
    configure(&mut validation);
    decode::<Value>(token, &DecodingKey::from_secret(SECRET), &validation)
        .map(|_| ())
        .map_err(|error| error.into_kind())
}

fn with_aud(aud: &Value) -> Value {
    json!({"exp": 4_102_444_800_u64, "aud": aud})
}

#[test]
fn an_aud_of_the_wrong_type_passes_set_audience_unless_aud_is_required() {
    for aud in
        [json!(null), json!(42), json!(true), json!({"me": 1}), json!([["me"]]), json!([null]), json!(["you", 1])]
    {
        let optional = decoded(&with_aud(&aud), |validation| validation.set_audience(&["me"]));
        assert!(optional.is_ok(), "{aud}: {optional:?}");
        let required = decoded(&with_aud(&aud), |validation| {
            validation.set_audience(&["me"]);
            validation.set_required_spec_claims(&["exp", "aud"]);
        });
        assert!(
            matches!(&required, Err(ErrorKind::MissingRequiredClaim(claim)) if claim == "aud"),
            "{aud}: {required:?}"
        );
    }
    // The configuration does look at an `aud` of the right type.
    assert!(matches!(
        decoded(&with_aud(&json!("you")), |validation| validation.set_audience(&["me"])),
        Err(ErrorKind::InvalidAudience)
    ));
    assert!(decoded(&with_aud(&json!("me")), |validation| validation.set_audience(&["me"])).is_ok());
}

#[test]
fn an_iss_that_is_a_list_passes_set_issuer_if_any_element_matches() {
    let issued = |iss: Value| {
        decoded(&json!({"exp": 4_102_444_800_u64, "iss": iss}), |validation| {
            validation.set_issuer(&["https://issuer.example"]);
            validation.set_required_spec_claims(&["exp", "iss"]);
        })
    };
    assert!(issued(json!(["https://evil.example", "https://issuer.example"])).is_ok());
    assert!(issued(json!("https://issuer.example")).is_ok());
    assert!(matches!(issued(json!("https://evil.example")), Err(ErrorKind::InvalidIssuer)));
    assert!(matches!(issued(json!(["https://evil.example"])), Err(ErrorKind::InvalidIssuer)));
}

/// This one is no mistake: RFC 7519 has `sub` a string and `nbf` a number. The fuzz target `jsonwebtoken` lists it.
#[test]
fn a_sub_or_nbf_that_nests_is_refused_although_nobody_asked_for_it() {
    let with = |name: &str, value: Value| decoded(&json!({"exp": 4_102_444_800_u64, name: value}), |_| {});
    assert!(with("sub", json!(7)).is_ok() && with("nbf", json!("7")).is_ok());
    for name in ["sub", "nbf"] {
        for value in [json!([1]), json!({"a": 1})] {
            assert!(matches!(with(name, value), Err(ErrorKind::Json(_))), "{name}");
        }
    }
}

/// No expectation has this cause: no vector asks it. The fuzz target `jsonwebtoken` found it.
#[test]
fn a_claims_set_that_is_a_list_is_read_by_position() {
    let listed = |aud: &str| {
        decoded(&json!([4_102_444_800_u64, 0, "subject", "https://issuer.example", aud]), |validation| {
            validation.set_audience(&["me"]);
            validation.set_issuer(&["https://issuer.example"]);
            validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        })
    };
    assert!(listed("me").is_ok());
    assert!(matches!(listed("you"), Err(ErrorKind::InvalidAudience)));
}

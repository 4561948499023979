//! The ID token validation of the crate openid, called as `Client::authenticate` calls it.

use audiometer_adapter::{Adapter, Keys, Policy, Verdict, locked, serve};
use openid::error::{Error, Mismatch, Missing, Validation};
use openid::{Client, Config, Discovered, DiscoveredClient, IdToken, StandardClaims};
use serde_json::json;
use std::process::ExitCode;

fn main() -> ExitCode {
    let adapter = Adapter {
        name: "openid",
        package: "openid",
        version: locked(include_str!("../Cargo.lock"), "openid"),
        homepage: "https://github.com/kilork/openid",
        algorithms: &["RS256"],
        features: &["issuer", "aud-required", "azp-errata1", "azp-errata2", "azp-strict"],
        profiles: &["oidc-errata1", "oidc", "oidc-strict"],
        notes: "Client::decode_token, Client::validate_token",
        ..Adapter::default()
    };
    let http = reqwest::Client::new(); // is never used
    serve(&adapter, |token, policy, keys| {
        let client = match client(policy, keys, &http) {
            Ok(client) => client,
            Err(feature) => return Verdict::Unsupported { feature, error: "a client cannot be made so".into() },
        };
        match validate(token, &client) {
            Ok(()) => Verdict::Accept,
            Err(error) => Verdict::reject(reason(&error), error),
        }
    })
}

/// A client as `DiscoveredClient::discover` makes it, or the feature that is missing.
fn client(policy: &Policy, keys: &Keys, http: &reqwest::Client) -> Result<DiscoveredClient, &'static str> {
    let id = policy.identifiers.first().ok_or("no-identifiers")?;
    if policy.client_id.as_ref().is_some_and(|client_id| client_id != id) {
        return Err("client-id-apart"); // aud and azp are compared with the same
    }
    let metadata = json!({
        "issuer": policy.issuer.as_ref().unwrap_or(&keys.issuer),
        "authorization_endpoint": "https://issuer.example/authorize",
        "token_endpoint": "https://issuer.example/token",
        "jwks_uri": "https://issuer.example/keys",
        "response_types_supported": ["code"],
    });
    let provider: Config = serde_json::from_value(metadata).map_err(|_| "issuer-no-url")?;
    let jwks = serde_json::from_value(json!({"keys": [keys.jwks["RS256"]]})).expect("a JWK set");
    Ok(Client::new(Discovered::from(provider), id.clone(), None, None, http.clone(), Some(jwks)))
}

fn validate(token: &str, client: &DiscoveredClient) -> Result<(), Error> {
    let mut token = IdToken::<StandardClaims>::new_encoded(token);
    client.decode_token(&mut token)?;
    client.validate_token(&token, None, None)
}

fn reason(error: &Error) -> &'static str {
    match error {
        Error::Validation(Validation::Missing(Missing::Audience)) => "aud-mismatch",
        Error::Validation(Validation::Missing(Missing::AuthorizedParty)) => "azp-missing",
        Error::Validation(Validation::Mismatch(Mismatch::AuthorizedParty { .. })) => "azp-mismatch",
        Error::Validation(Validation::Mismatch(Mismatch::Issuer { .. })) => "iss-mismatch",
        _ => "",
    }
}

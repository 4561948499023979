// Adapter for github.com/coreos/go-oidc/v3: an IDTokenVerifier with a static key set.
package main

import (
	"context"
	"crypto"

	audiometer "audiometer.example/sdk"
	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "go-oidc", Module: "github.com/coreos/go-oidc/v3", Homepage: "https://github.com/coreos/go-oidc",
		// Config.ClientID is one string and mandatory, and azp is never looked at.
		Algorithms: []string{"RS256"}, Features: []string{"issuer", "any-issuer", "aud-required"},
		Profiles: []string{"oidc-errata1", "oidc", "oidc-strict", "oidc-backend"},
		Notes:    "Config{ClientID: identifier}; SkipIssuerCheck where the policy names no issuer",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			var key jose.JSONWebKey
			if err := key.UnmarshalJSON(keys["RS256"]); err != nil {
				return audiometer.Fault(err)
			}
			config := oidc.Config{ClientID: policy.Identifiers[0], SkipIssuerCheck: policy.Issuer == nil}
			issuer := policy.TokenIssuer
			if policy.Issuer != nil {
				issuer = *policy.Issuer
			}
			verifier := oidc.NewVerifier(issuer, &oidc.StaticKeySet{PublicKeys: []crypto.PublicKey{key.Key}}, &config)
			_, err := verifier.Verify(context.Background(), token)
			return audiometer.Decide(err, nil)
		},
	})
}

// Adapter for github.com/hashicorp/cap/jwt: a Validator with a static key set, and Expected.Audiences.
package main

import (
	"context"
	"crypto"

	audiometer "audiometer.example/sdk"
	"github.com/go-jose/go-jose/v4"
	"github.com/hashicorp/cap/jwt"
)

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "hashicorp/cap", Module: "github.com/hashicorp/cap", Homepage: "https://github.com/hashicorp/cap",
		Algorithms: []string{"RS256"}, Features: []string{"no-identifiers", "any-issuer", "many-identifiers", "issuer", "aud-required"},
		Notes: "jwt.Expected{Audiences: identifiers, Issuer: issuer}",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			var key jose.JSONWebKey
			if err := key.UnmarshalJSON(keys["RS256"]); err != nil {
				return audiometer.Fault(err)
			}
			set, err := jwt.NewStaticKeySet([]crypto.PublicKey{key.Key})
			if err != nil {
				return audiometer.Fault(err)
			}
			validator, err := jwt.NewValidator(set)
			if err != nil {
				return audiometer.Fault(err)
			}
			expected := jwt.Expected{Audiences: policy.Identifiers}
			if policy.Issuer != nil {
				expected.Issuer = *policy.Issuer
			}
			_, err = validator.Validate(context.Background(), token, expected)
			return audiometer.Decide(err, nil)
		},
	})
}

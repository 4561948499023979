// Adapter for github.com/go-jose/go-jose/v4: jwt.ParseSigned, Claims, and Validate with Expected.AnyAudience.
package main

import (
	audiometer "audiometer.example/sdk"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

var reasons = audiometer.Reasons{
	{jose.ErrCryptoFailure, "signature"},
	{jwt.ErrInvalidAudience, "aud-mismatch"},
	{jwt.ErrUnmarshalAudience, "aud-malformed"},
	{jwt.ErrInvalidIssuer, "iss-mismatch"},
}

func validate(token string, policy audiometer.Policy, keys audiometer.Keys) error {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.HS256})
	if err != nil {
		return err
	}
	var claims jwt.Claims
	if err := parsed.Claims(keys.Secret(), &claims); err != nil {
		return err
	}
	expected := jwt.Expected{AnyAudience: policy.Identifiers}
	if policy.Issuer != nil {
		expected.Issuer = *policy.Issuer
	}
	return claims.Validate(expected)
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "go-jose", Module: "github.com/go-jose/go-jose/v4", Homepage: "https://github.com/go-jose/go-jose",
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "many-identifiers", "issuer", "aud-required"},
		Notes: "jwt.Expected{AnyAudience: identifiers, Issuer: issuer}",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			return audiometer.Decide(validate(token, policy, keys), reasons)
		},
	})
}

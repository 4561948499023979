// Adapter for gopkg.in/square/go-jose.v2: jwt.ParseSigned, Claims, and Validate with Expected.Audience.
package main

import (
	audiometer "audiometer.example/sdk"
	"gopkg.in/square/go-jose.v2"
	"gopkg.in/square/go-jose.v2/jwt"
)

var reasons = audiometer.Reasons{
	{jose.ErrCryptoFailure, "signature"},
	{jwt.ErrInvalidAudience, "aud-mismatch"},
	{jwt.ErrUnmarshalAudience, "aud-malformed"},
	{jwt.ErrInvalidIssuer, "iss-mismatch"},
}

func validate(token string, policy audiometer.Policy, keys audiometer.Keys) error {
	parsed, err := jwt.ParseSigned(token)
	if err != nil {
		return err
	}
	var claims jwt.Claims
	if err := parsed.Claims(keys.Secret(), &claims); err != nil {
		return err
	}
	// All of Expected.Audience have to be in the token, so several identifiers are not declared as a feature.
	expected := jwt.Expected{Audience: policy.Identifiers}
	if policy.Issuer != nil {
		expected.Issuer = *policy.Issuer
	}
	return claims.Validate(expected)
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "go-jose v2", Module: "gopkg.in/square/go-jose.v2", Homepage: "https://github.com/square/go-jose",
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "issuer", "aud-required"},
		Notes: "jwt.Expected{Audience: identifiers, Issuer: issuer}",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			return audiometer.Decide(validate(token, policy, keys), reasons)
		},
	})
}

// Adapter for github.com/lestrrat-go/jwx/v2/jwt: jwt.Parse with jwt.WithAudience and jwt.WithIssuer.
package main

import (
	audiometer "audiometer.example/sdk"
	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwt"
)

var reasons = audiometer.Reasons{
	{jwt.ErrInvalidAudience(), "aud-mismatch"},
	{jwt.ErrInvalidIssuer(), "iss-mismatch"},
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "jwx v2", Module: "github.com/lestrrat-go/jwx/v2", Homepage: "https://github.com/lestrrat-go/jwx",
		// WithAudience takes one string, and a second one would have to match as well.
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "issuer", "aud-required"},
		Notes: "jwt.WithKey, jwt.WithAudience(identifier), jwt.WithIssuer(issuer)",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			options := []jwt.ParseOption{jwt.WithKey(jwa.HS256, keys.Secret())}
			if len(policy.Identifiers) > 0 {
				options = append(options, jwt.WithAudience(policy.Identifiers[0]))
			}
			if policy.Issuer != nil {
				options = append(options, jwt.WithIssuer(*policy.Issuer))
			}
			_, err := jwt.ParseString(token, options...)
			return audiometer.Decide(err, reasons)
		},
	})
}

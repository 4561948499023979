// Adapter for github.com/auth0/go-jwt-middleware/v3/validator: validator.New with WithIssuer and WithAudiences, which are
// mandatory.
package main

import (
	"context"

	audiometer "audiometer.example/sdk"
	"github.com/auth0/go-jwt-middleware/v3/validator"
)

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "go-jwt-middleware", Module: "github.com/auth0/go-jwt-middleware/v3", Homepage: "https://github.com/auth0/go-jwt-middleware",
		Algorithms: []string{"HS256"}, Features: []string{"many-identifiers", "issuer", "aud-required"},
		Profiles: []string{"jwt-bcp", "access-token"},
		Notes:    "validator.WithAudiences(identifiers), validator.WithIssuer(issuer)",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			issuer := policy.TokenIssuer // an issuer is mandatory
			if policy.Issuer != nil {
				issuer = *policy.Issuer
			}
			verifier, err := validator.New(
				validator.WithKeyFunc(func(context.Context) (any, error) { return keys.Secret(), nil }),
				validator.WithAlgorithm(validator.HS256),
				validator.WithIssuer(issuer),
				validator.WithAudiences(policy.Identifiers),
			)
			if err == nil { // an empty identifier is refused here already
				_, err = verifier.ValidateToken(context.Background(), token)
			}
			return audiometer.Decide(err, nil)
		},
	})
}

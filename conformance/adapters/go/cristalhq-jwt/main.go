// Adapter for github.com/cristalhq/jwt/v5: jwt.ParseClaims into jwt.RegisteredClaims, then the questions that the
// documentation has the application ask: IsForAudience, IsIssuer, IsValidAt.
package main

import (
	"errors"
	"time"

	audiometer "audiometer.example/sdk"
	"github.com/cristalhq/jwt/v5"
)

var reasons = audiometer.Reasons{{jwt.ErrInvalidSignature, "signature"}}

func validate(token string, policy audiometer.Policy, keys audiometer.Keys) error {
	verifier, err := jwt.NewVerifierHS(jwt.HS256, keys.Secret())
	if err != nil {
		panic(err)
	}
	var claims jwt.RegisteredClaims
	if err := jwt.ParseClaims([]byte(token), verifier, &claims); err != nil {
		return err
	}
	switch {
	case !claims.IsValidAt(time.Now()):
		return errors.New("IsValidAt is false")
	// IsForAudience takes one identifier, so several are not declared as a feature.
	case len(policy.Identifiers) > 0 && !claims.IsForAudience(policy.Identifiers[0]):
		return errors.New("IsForAudience is false")
	case policy.Issuer != nil && !claims.IsIssuer(*policy.Issuer):
		return errors.New("IsIssuer is false")
	}
	return nil
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "cristalhq/jwt", Module: "github.com/cristalhq/jwt/v5", Homepage: "https://github.com/cristalhq/jwt",
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "issuer", "aud-required"},
		Notes: "RegisteredClaims: IsForAudience(identifier), IsIssuer(issuer), IsValidAt(now)",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			return audiometer.Decide(validate(token, policy, keys), reasons)
		},
	})
}

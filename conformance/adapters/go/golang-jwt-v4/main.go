// Adapter for github.com/golang-jwt/jwt/v4: jwt.Parse checks the signature and the times, and the application then asks
// the claims: VerifyAudience(identifier, required) and VerifyIssuer(issuer, true). With --registered-claims they are
// jwt.RegisteredClaims instead of jwt.MapClaims.
package main

import (
	"errors"
	"os"
	"slices"

	audiometer "audiometer.example/sdk"
	"github.com/golang-jwt/jwt/v4"
)

var reasons = audiometer.Reasons{
	{jwt.ErrTokenSignatureInvalid, "signature"},
	{jwt.ErrTokenMalformed, "claims-malformed"},
}

type verifier interface { // what both kinds of claims offer
	jwt.Claims
	VerifyAudience(identifier string, required bool) bool
	VerifyIssuer(issuer string, required bool) bool
}

func main() {
	registered := slices.Contains(os.Args, "--registered-claims")
	audiometer.Main(audiometer.Adapter{
		Name: "golang-jwt v4", Module: "github.com/golang-jwt/jwt/v4", Homepage: "https://github.com/golang-jwt/jwt",
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "issuer", "aud-required", "aud-optional"},
		Notes: "VerifyAudience(identifier, presence == required), VerifyIssuer(issuer, true)",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			var claims verifier = jwt.MapClaims{}
			if registered {
				claims = &jwt.RegisteredClaims{}
			}
			parser := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}))
			_, err := parser.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return keys.Secret(), nil })
			if err != nil {
				return audiometer.Decide(err, reasons)
			}
			// VerifyAudience takes one identifier, so several are not declared as a feature.
			if len(policy.Identifiers) > 0 && !claims.VerifyAudience(policy.Identifiers[0], policy.Presence == "required") {
				return audiometer.Decide(errors.New("VerifyAudience is false"), nil)
			}
			if policy.Issuer != nil && !claims.VerifyIssuer(*policy.Issuer, true) {
				return audiometer.Decide(errors.New("VerifyIssuer is false"), nil)
			}
			return audiometer.Accept()
		},
	})
}

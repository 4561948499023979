// Adapter for github.com/dgrijalva/jwt-go, which is no longer maintained and has CVE-2020-26160: jwt.Parse checks the
// signature and the times, and the application then asks the claims: VerifyAudience(identifier, required) and
// VerifyIssuer(issuer, true). Its successor with the correction, github.com/golang-jwt/jwt 3.2.1, has the same interface:
// go.mod can replace one by the other.
package main

import (
	"errors"

	audiometer "audiometer.example/sdk"
	"github.com/dgrijalva/jwt-go"
)

func validate(token string, policy audiometer.Policy, keys audiometer.Keys) error {
	parser := jwt.Parser{ValidMethods: []string{"HS256"}}
	parsed, err := parser.Parse(token, func(*jwt.Token) (interface{}, error) { return keys.Secret(), nil })
	if err != nil {
		return err
	}
	claims := parsed.Claims.(jwt.MapClaims)
	// VerifyAudience takes one identifier, so several are not declared as a feature.
	if len(policy.Identifiers) > 0 && !claims.VerifyAudience(policy.Identifiers[0], policy.Presence == "required") {
		return errors.New("VerifyAudience is false")
	}
	if policy.Issuer != nil && !claims.VerifyIssuer(*policy.Issuer, true) {
		return errors.New("VerifyIssuer is false")
	}
	return nil
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "jwt-go", Module: "github.com/dgrijalva/jwt-go", Homepage: "https://github.com/dgrijalva/jwt-go",
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "issuer", "aud-required", "aud-optional"},
		Notes: "MapClaims.VerifyAudience(identifier, presence == required), VerifyIssuer(issuer, true)",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			return audiometer.Decide(validate(token, policy, keys), nil)
		},
	})
}

// Adapter for github.com/golang-jwt/jwt/v5: jwt.Parse (MapClaims), or with --registered-claims jwt.ParseWithClaims into
// jwt.RegisteredClaims; in both the parser options check aud and iss.
package main

import (
	"os"
	"slices"

	audiometer "audiometer.example/sdk"
	"github.com/golang-jwt/jwt/v5"
)

var reasons = audiometer.Reasons{
	{jwt.ErrTokenSignatureInvalid, "signature"},
	{jwt.ErrTokenMalformed, "claims-malformed"},
	{jwt.ErrTokenInvalidAudience, "aud-mismatch"},
	{jwt.ErrTokenInvalidIssuer, "iss-mismatch"},
}

// audience is jwt.WithAudience, which up to 5.2.2 took one string. The assertion lets one source serve both.
func audience(identifiers []string) jwt.ParserOption {
	switch with := any(jwt.WithAudience).(type) {
	case func(...string) jwt.ParserOption:
		return with(identifiers...)
	default:
		return with.(func(string) jwt.ParserOption)(identifiers[0])
	}
}

func main() {
	registered := slices.Contains(os.Args, "--registered-claims")
	features := []string{"no-identifiers", "any-issuer", "issuer", "aud-required"}
	if _, many := any(jwt.WithAudience).(func(...string) jwt.ParserOption); many {
		features = append(features, "many-identifiers")
	}
	audiometer.Main(audiometer.Adapter{
		Name: "golang-jwt", Module: "github.com/golang-jwt/jwt/v5", Homepage: "https://golang-jwt.github.io/jwt/",
		Algorithms: []string{"HS256"}, Features: features,
		Notes: "WithValidMethods, WithAudience(identifiers...), WithIssuer",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			options := []jwt.ParserOption{jwt.WithValidMethods([]string{"HS256"})}
			if len(policy.Identifiers) > 0 {
				options = append(options, audience(policy.Identifiers))
			}
			if policy.Issuer != nil {
				options = append(options, jwt.WithIssuer(*policy.Issuer))
			}
			key := func(*jwt.Token) (any, error) { return keys.Secret(), nil }
			var err error
			if registered {
				_, err = jwt.ParseWithClaims(token, &jwt.RegisteredClaims{}, key, options...)
			} else {
				_, err = jwt.Parse(token, key, options...)
			}
			return audiometer.Decide(err, reasons)
		},
	})
}

// Adapter for github.com/gbrlsnchs/jwt/v3: jwt.Verify with jwt.ValidateHeader, and jwt.ValidatePayload with validators.
package main

import (
	"time"

	audiometer "audiometer.example/sdk"
	"github.com/gbrlsnchs/jwt/v3"
)

var reasons = audiometer.Reasons{
	{jwt.ErrHMACVerification, "signature"},
	{jwt.ErrAudValidation, "aud-mismatch"},
	{jwt.ErrIssValidation, "iss-mismatch"},
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "gbrlsnchs/jwt", Module: "github.com/gbrlsnchs/jwt/v3", Homepage: "https://github.com/gbrlsnchs/jwt",
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "many-identifiers", "issuer", "aud-required"},
		Notes: "AudienceValidator(identifiers), IssuerValidator(issuer), and those for exp, iat and nbf",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			now := time.Now()
			validators := []jwt.Validator{
				jwt.IssuedAtValidator(now), jwt.ExpirationTimeValidator(now), jwt.NotBeforeValidator(now),
			}
			if len(policy.Identifiers) > 0 {
				validators = append(validators, jwt.AudienceValidator(policy.Identifiers))
			}
			if policy.Issuer != nil {
				validators = append(validators, jwt.IssuerValidator(*policy.Issuer))
			}
			var payload jwt.Payload
			_, err := jwt.Verify([]byte(token), jwt.NewHS256(keys.Secret()), &payload,
				jwt.ValidateHeader, jwt.ValidatePayload(&payload, validators...))
			return audiometer.Decide(err, reasons)
		},
	})
}

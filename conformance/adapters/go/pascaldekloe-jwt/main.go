// Adapter for github.com/pascaldekloe/jwt: jwt.HMACCheck, then the questions that the documentation has the application
// ask: Valid and AcceptAudience.
package main

import (
	"errors"
	"time"

	audiometer "audiometer.example/sdk"
	"github.com/pascaldekloe/jwt"
)

var reasons = audiometer.Reasons{{jwt.ErrSigMiss, "signature"}}

func validate(token string, policy audiometer.Policy, keys audiometer.Keys) error {
	claims, err := jwt.HMACCheck([]byte(token), keys.Secret())
	if err != nil {
		return err
	}
	if !claims.Valid(time.Now()) {
		return errors.New("Valid is false")
	}
	if len(policy.Identifiers) > 0 && !claims.AcceptAudience(policy.Identifiers[0]) {
		return errors.New("AcceptAudience is false")
	}
	return nil
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "pascaldekloe/jwt", Module: "github.com/pascaldekloe/jwt", Homepage: "https://github.com/pascaldekloe/jwt",
		// AcceptAudience takes one identifier and passes a token without audience; there is no check of iss.
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "aud-optional"},
		Notes: "Claims.Valid(now), Claims.AcceptAudience(identifier)",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			return audiometer.Decide(validate(token, policy, keys), reasons)
		},
	})
}

// Adapter for github.com/kataras/jwt: jwt.Verify with jwt.Expected.
package main

import (
	audiometer "audiometer.example/sdk"
	"github.com/kataras/jwt"
)

var reasons = audiometer.Reasons{{jwt.ErrTokenSignature, "signature"}}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "kataras/jwt", Module: "github.com/kataras/jwt", Homepage: "https://github.com/kataras/jwt",
		// Expected.Audience is compared with the whole list of the token, so one identifier refuses every other audience.
		Algorithms: []string{"HS256"}, Features: []string{"no-identifiers", "any-issuer", "issuer", "aud-required", "extras-none"},
		Notes: "jwt.Expected{Audience: identifiers, Issuer: issuer}",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			expected := jwt.Expected{Audience: policy.Identifiers}
			if policy.Issuer != nil {
				expected.Issuer = *policy.Issuer
			}
			_, err := jwt.Verify(jwt.HS256, keys.Secret(), []byte(token), expected)
			return audiometer.Decide(err, reasons)
		},
	})
}

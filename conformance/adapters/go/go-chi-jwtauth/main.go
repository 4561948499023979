// Adapter for github.com/go-chi/jwtauth/v5: jwtauth.VerifyToken, and the claims as jwtauth.FromContext hands them to a
// handler. As its documentation shows it, nothing looks at aud but the application.
package main

import (
	"context"

	audiometer "audiometer.example/sdk"
	"github.com/go-chi/jwtauth/v5"
)

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "go-chi/jwtauth", Module: "github.com/go-chi/jwtauth/v5", Homepage: "https://github.com/go-chi/jwtauth",
		Kind: "decoder", Algorithms: []string{"HS256"}, Features: []string{"many-identifiers", "aud-required", "aud-optional", "any-issuer"},
		Notes: "jwtauth.New without validate options; claims of jwtauth.FromContext",
		Validate: func(token string, _ audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			auth := jwtauth.New("HS256", keys.Secret(), nil)
			verified, err := jwtauth.VerifyToken(auth, token)
			_, claims, err := jwtauth.FromContext(jwtauth.NewContext(context.Background(), verified, err))
			if err != nil {
				return audiometer.Decide(err, nil)
			}
			reply := audiometer.Verdict{"verdict": "decoded"}
			if aud, ok := claims["aud"]; ok {
				reply["aud"] = aud
			}
			return reply
		},
	})
}

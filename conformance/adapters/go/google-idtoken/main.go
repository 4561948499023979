// Adapter for google.golang.org/api/idtoken: Validator.Validate. It fetches the keys from a fixed address of Google, so the
// HTTP client that it is given answers with the suite's key.
package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"

	audiometer "audiometer.example/sdk"
	"google.golang.org/api/idtoken"
	"google.golang.org/api/option"
)

// certificates is the transport that answers every request with a set of one key.
type certificates struct{ key json.RawMessage }

func (set certificates) RoundTrip(*http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	err := json.NewEncoder(recorder).Encode(map[string]any{"keys": []json.RawMessage{set.key}})
	return recorder.Result(), err
}

func main() {
	audiometer.Main(audiometer.Adapter{
		Name: "google idtoken", Module: "google.golang.org/api", Homepage: "https://pkg.go.dev/google.golang.org/api/idtoken",
		// The audience is one string on both sides: an array is refused. iss is left to the application.
		Algorithms: []string{"RS256"}, Features: []string{"no-identifiers", "any-issuer", "aud-required", "shape-string"},
		Profiles: []string{"oidc-backend", "unconfigured"},
		Notes:    "Validator.Validate(ctx, token, identifier); an empty audience where there is none",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			ctx, audience := context.Background(), ""
			if len(policy.Identifiers) > 0 {
				audience = policy.Identifiers[0]
			}
			client := &http.Client{Transport: certificates{keys["RS256"]}}
			validator, err := idtoken.NewValidator(ctx, option.WithHTTPClient(client))
			if err != nil {
				return audiometer.Fault(err)
			}
			_, err = validator.Validate(ctx, token, audience)
			return audiometer.Decide(err, nil)
		},
	})
}

// Adapter for github.com/zitadel/oidc/v3: rp.VerifyIDToken, or with --jwt-profile op.VerifyJWTAssertion.
package main

import (
	"context"
	"os"
	"slices"

	audiometer "audiometer.example/sdk"
	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

var reasons = audiometer.Reasons{
	{oidc.ErrSignatureInvalid, "signature"}, {oidc.ErrAudience, "aud-mismatch"}, {oidc.ErrIssuerInvalid, "iss-mismatch"},
	{oidc.ErrAzpMissing, "azp-missing"}, {oidc.ErrAzpInvalid, "azp-mismatch"},
}

// keySet implements oidc.KeySet with one key; the library's own fetches the keys from a URL.
type keySet struct{ key jose.JSONWebKey }

func (set keySet) VerifySignature(_ context.Context, jws *jose.JSONWebSignature) ([]byte, error) {
	return jws.Verify(set.key)
}

func verifyIDToken(token string, policy audiometer.Policy, keys keySet) error {
	issuer, options := policy.TokenIssuer, []rp.VerifierOption{rp.WithNonce(nil)} // a token may have any nonce
	if policy.Issuer != nil {
		issuer = *policy.Issuer
	} else {
		options = append(options, rp.WithISSVerifier(func(string) error { return nil }))
	}
	if policy.ClientID != nil { // the default, unless the audience is another name of the client
		options = append(options, rp.WithAZPVerifier(oidc.DefaultAZPVerifier(*policy.ClientID)))
	}
	verifier := rp.NewIDTokenVerifier(issuer, policy.Identifiers[0], keys, options...)
	_, err := rp.VerifyIDToken[*oidc.IDTokenClaims](context.Background(), token, verifier)
	return err
}

func verifyAssertion(token string, policy audiometer.Policy, keys keySet) error {
	// The issuer of this constructor is the authorization server, which the assertion has to name as its audience.
	// By default iss and sub have to be equal; who may act for whom is not asked here.
	anybody := op.SubjectCheck(func(*oidc.JWTTokenRequest) error { return nil })
	verifier := op.NewJWTProfileVerifierKeySet(keys, policy.Identifiers[0], 0, 0, anybody)
	_, err := op.VerifyJWTAssertion(context.Background(), token, verifier)
	return err
}

func main() {
	adapter := audiometer.Adapter{
		Name: "zitadel/oidc", Module: "github.com/zitadel/oidc/v3", Homepage: "https://github.com/zitadel/oidc",
		Algorithms: []string{"RS256"},
		Features:   []string{"issuer", "any-issuer", "aud-required", "azp-errata1", "azp-errata2", "azp-strict"},
		Profiles:   []string{"oidc-errata1", "oidc", "oidc-strict"},
		Notes:      "NewIDTokenVerifier(issuer, identifier); the default AZPVerifier",
	}
	verify := verifyIDToken
	if slices.Contains(os.Args, "--jwt-profile") {
		verify = verifyAssertion
		adapter.Features, adapter.Profiles = []string{"any-issuer", "aud-required"}, []string{"client-assertion"}
		adapter.Notes = "NewJWTProfileVerifierKeySet(keys, identifier, 0, 0)"
	}
	adapter.Validate = func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
		var set keySet
		if err := set.key.UnmarshalJSON(keys["RS256"]); err != nil {
			return audiometer.Fault(err)
		}
		return audiometer.Decide(verify(token, policy, set), reasons)
	}
	audiometer.Main(adapter)
}

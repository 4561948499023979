//go:build ignore

// What zitadel/oidc alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

var private, _ = rsa.GenerateKey(rand.Reader, 2048)

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	digest := sha256.Sum256([]byte(signed))
	signature, _ := rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, digest[:])
	return signed + "." + encode(signature)
}

type keySet struct{}

func (keySet) VerifySignature(_ context.Context, jws *jose.JSONWebSignature) ([]byte, error) {
	return jws.Verify(private.Public())
}

// ask returns accept, reject or panic. An empty audience: none is configured.
func ask(how, audience, claims string) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	token := sign(claims)
	if how == "null" {
		token = sign("null")
	}
	_, err := rp.VerifyIDToken[*oidc.IDTokenClaims](context.Background(), token, rp.NewIDTokenVerifier("me", audience, keySet{}))
	if how == "jwt-profile" {
		anybody := op.SubjectCheck(func(*oidc.JWTTokenRequest) error { return nil })
		_, err = op.VerifyJWTAssertion(context.Background(), token, op.NewJWTProfileVerifierKeySet(keySet{}, audience, 0, 0, anybody))
	}
	if err != nil {
		return "reject"
	}
	return "accept"
}

func main() {
	failed := false
	for _, c := range []struct{ expected, cause, how, audience, claims string }{
		{"accept", `control`, "", `api`, `,"aud":"api"}`},
		{"reject", `control`, "", `api`, `,"aud":"other"}`},
		{"accept", `bytes that are no UTF-8 count as U+FFFD`, "", `api`, ",\"aud\":\"api\",\"x\":\"\xff\"}"},
		{"accept", `a lone surrogate counts as U+FFFD`, "", "api\ufffd", `,"aud":"api\ud800"}`},
		{"accept", `member names match in another case`, "", `api`, `,"AUD":"api"}`},
		{"accept", `the last one counts, whatever its case`, "", `api`, `,"aud":"other","AUD":"api"}`},
		{"reject", `the last one counts, whatever its case`, "", `api`, `,"aud":"api","AUD":"other"}`},
		{"accept", `null leaves the earlier value`, "", `api`, `,"aud":"api","aud":null}`},
		{"accept", `null leaves the earlier value`, "", `api`, `,"aud":"api","iss":null}`},
		{"reject", `control: another type in the place of iss`, "", `api`, `,"aud":"api","iss":7}`},
		{"accept", `another type leaves the earlier value`, "", `api`, `,"aud":"api","aud":7}`},
		{"panic", `an element that is no string`, "", `api`, `,"aud":["api",null]}`},
		{"panic", `claims that are null`, "null", `api`, ``},
		{"reject", `several audiences without azp`, "", `api`, `,"aud":["api","partner"]}`},
		{"accept", `null leaves the earlier value`, "", `api`, `,"aud":["api","partner"],"azp":"api","azp":null}`},
		{"accept", `an empty azp counts as absent`, "", `api`, `,"aud":"api","azp":""}`},
		{"accept", `control`, "jwt-profile", `api`, `,"aud":"api"}`},
		{"reject", `control`, "jwt-profile", `api`, `,"aud":"other"}`},
		{"accept", `bytes that are no UTF-8 count as U+FFFD`, "jwt-profile", `api`, ",\"aud\":\"api\",\"x\":\"\xff\"}"},
		{"accept", `a lone surrogate counts as U+FFFD`, "jwt-profile", "api\ufffd", `,"aud":"api\ud800"}`},
		{"accept", `member names match in another case`, "jwt-profile", `api`, `,"AUD":"api"}`},
		{"accept", `the last one counts, whatever its case`, "jwt-profile", `api`, `,"aud":"other","AUD":"api"}`},
		{"accept", `null leaves the earlier value`, "jwt-profile", `api`, `,"aud":"api","aud":null}`},
		{"accept", `another type leaves the earlier value`, "jwt-profile", `api`, `,"aud":"api","aud":7}`},
		{"panic", `an element that is no string`, "jwt-profile", `api`, `,"aud":["api",null]}`},
	} {
		claims := `{"iss":"me","sub":"s","iat":1700000000,"exp":4102444800` + c.claims
		answer := ask(c.how, c.audience, claims)
		fmt.Printf("%s: %s (%s audience %q, claims %s)\n", answer, c.cause, c.how, c.audience, claims)
		failed = failed || answer != c.expected
	}
	if failed {
		fmt.Println("an answer has changed")
		os.Exit(1)
	}
}

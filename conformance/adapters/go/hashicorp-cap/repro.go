//go:build ignore

// What hashicorp/cap alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
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
	"strings"

	"github.com/hashicorp/cap/jwt"
)

var private, _ = rsa.GenerateKey(rand.Reader, 2048)

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	digest := sha256.Sum256([]byte(signed))
	signature, _ := rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, digest[:])
	return signed + "." + encode(signature)
}

// ask returns accept, reject or panic. An empty audience: none is configured. The expected issuer is me, or what follows issuer= in how.
func ask(how, audience, claims string) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	keys, err := jwt.NewStaticKeySet([]crypto.PublicKey{private.Public()})
	if err != nil {
		panic(err)
	}
	validator, err := jwt.NewValidator(keys)
	if err != nil {
		panic(err)
	}
	issuer := "me"
	if set, found := strings.CutPrefix(how, "issuer="); found {
		issuer = set
	}
	expected := jwt.Expected{Issuer: issuer}
	if audience != "" {
		expected.Audiences = []string{audience}
	}
	_, err = validator.Validate(context.Background(), sign(claims), expected)
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
		{"accept", `no audience configured: aud is not looked at`, "", ``, `,"aud":"other"}`},
		{"reject", `control: another issuer`, "issuer=other", `api`, `,"aud":"api"}`},
		{"accept", `an empty string as the expected issuer: iss is not looked at`, "issuer=", `api`, `,"aud":"api"}`},
		{"reject", `a name that differs from a claim's only in case`, "", `api`, `,"aud":"api","AUD":"other"}`},
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

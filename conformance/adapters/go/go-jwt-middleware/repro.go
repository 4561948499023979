//go:build ignore

// What go-jwt-middleware alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"github.com/auth0/go-jwt-middleware/v3/validator"
)

var secret = []byte("a secret of thirty-two characters")

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// ask returns accept, reject, panic, or no validator where validator.New refuses.
func ask(how, audience, claims string) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	issuer := "me"
	if how == "empty issuer" {
		issuer, claims = "", strings.Replace(claims, `"me"`, `""`, 1)
	}
	verifier, err := validator.New(
		validator.WithKeyFunc(func(context.Context) (any, error) { return secret, nil }),
		validator.WithAlgorithm(validator.HS256), validator.WithIssuer(issuer), validator.WithAudience(audience))
	if err != nil {
		return "no validator"
	}
	if _, err = verifier.ValidateToken(context.Background(), sign(claims)); err != nil {
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
		{"accept", `text after the object`, "", `api`, `,"aud":"api"}x`},
		{"no validator", `an empty audience is refused by validator.New`, "", ``, `,"aud":""}`},
		{"no validator", `an empty issuer is refused by validator.New`, "empty issuer", `api`, `,"aud":"api"}`},
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

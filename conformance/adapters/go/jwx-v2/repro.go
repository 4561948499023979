//go:build ignore

// What jwx v2 alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwt"
)

var secret = []byte("a secret of thirty-two characters")

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// ask returns accept, reject or panic. An empty audience: none is configured.
func ask(how, audience, claims string) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	options := []jwt.ParseOption{jwt.WithKey(jwa.HS256, secret), jwt.WithIssuer("me")}
	if audience != "" {
		options = append(options, jwt.WithAudience(audience))
	}
	_, err := jwt.ParseString(sign(claims), options...)
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
		{"accept", `text after the object`, "", `api`, `,"aud":"api"}x`},
		{"accept", `no audience configured: aud is not looked at`, "", ``, `,"aud":"other"}`},
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

//go:build ignore

// What go-jose alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

var secret = []byte("a secret of thirty-two characters")

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// ask returns accept, reject or panic. An empty audience: none is configured. The expected issuer is me, or what follows issuer= in how.
func ask(how, audience, claims string) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	token, err := jwt.ParseSigned(sign(claims), []jose.SignatureAlgorithm{jose.HS256})
	if err != nil {
		return "reject"
	}
	var parsed jwt.Claims
	if err := token.Claims(secret, &parsed); err != nil {
		return "reject"
	}
	issuer := "me"
	if set, found := strings.CutPrefix(how, "issuer="); found {
		issuer = set
	}
	expected := jwt.Expected{Issuer: issuer}
	if audience != "" {
		expected.AnyAudience = jwt.Audience{audience}
	}
	err = parsed.Validate(expected)
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
		{"reject", `control: claims that are a list`, "issuer=", ``, `[]`},
		{"accept", `claims that are null count as claims without members`, "issuer=", ``, `null`},
	} {
		claims := `{"iss":"me","sub":"s","iat":1700000000,"exp":4102444800` + c.claims
		if !strings.HasPrefix(c.claims, ",") { // these are all the claims
			claims = c.claims
		}
		answer := ask(c.how, c.audience, claims)
		fmt.Printf("%s: %s (%s audience %q, claims %s)\n", answer, c.cause, c.how, c.audience, claims)
		failed = failed || answer != c.expected
	}
	if failed {
		fmt.Println("an answer has changed")
		os.Exit(1)
	}
}

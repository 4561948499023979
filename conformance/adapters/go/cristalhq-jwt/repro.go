//go:build ignore

// What cristalhq/jwt alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"github.com/cristalhq/jwt/v5"
)

var secret = []byte("a secret of thirty-two characters")

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// ask returns accept, reject or panic. An empty audience: none is configured. Nor is an issuer, but by issuer= in how.
func ask(how, audience, claims string) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	verifier, err := jwt.NewVerifierHS(jwt.HS256, secret)
	if err != nil {
		panic(err)
	}
	var parsed jwt.RegisteredClaims
	err = jwt.ParseClaims([]byte(sign(claims)), verifier, &parsed)
	if issuer, found := strings.CutPrefix(how, "issuer="); found && err == nil && !parsed.IsIssuer(issuer) {
		return "reject"
	}
	if err == nil && audience != "" && !parsed.IsForAudience(audience) {
		return "reject"
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
		{"reject", `control: the last of two counts`, "issuer=me", `api`, `,"aud":"api","iss":"other"}`},
		{"accept", `null leaves the earlier value`, "issuer=me", `api`, `,"aud":"api","iss":null}`},
		{"accept", `no audience configured: aud is not looked at`, "", ``, `,"aud":"other"}`},
		{"reject", `control: an empty string as the expected issuer`, "issuer=", `api`, `,"aud":"api"}`},
		{"accept", `no iss counts as one that is the empty string`, "issuer=", `api`, `{"aud":"api"}`},
		{"reject", `control: claims that are a list`, "", ``, `[]`},
		{"accept", `claims that are null count as claims without members`, "", ``, `null`},
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

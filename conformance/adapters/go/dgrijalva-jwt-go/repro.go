//go:build ignore

// What jwt-go alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"github.com/dgrijalva/jwt-go"
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
	token, err := jwt.Parse(sign(claims), func(*jwt.Token) (interface{}, error) { return secret, nil })
	issuer, found := strings.CutPrefix(how, "issuer=")
	if err == nil && found && !token.Claims.(jwt.MapClaims).VerifyIssuer(issuer, true) {
		return "reject"
	}
	if err == nil && audience != "" && !token.Claims.(jwt.MapClaims).VerifyAudience(audience, how == "required") {
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
		{"accept", `text after the object`, "", `api`, `,"aud":"api"}x`},
		{"accept", `no audience configured: aud is not looked at`, "", ``, `,"aud":"other"}`},
		{"accept", `a number counts as absent`, "", `api`, `,"aud":7}`},
		{"accept", `an empty array counts as absent`, "", `api`, `,"aud":[]}`},
		{"accept", `claims that are null count as claims without members`, "", `api`, `null`},
		{"accept", `CVE-2020-26160: any array counts as absent`, "", `api`, `,"aud":["other"]}`},
		{"reject", `required: an array never matches`, "required", `api`, `,"aud":["api"]}`},
		{"accept", `control: the expected issuer`, "issuer=me", `api`, `,"aud":"api"}`},
		{"reject", `an iss that is the empty string counts as absent`, "issuer=", `api`, `{"iss":"","aud":"api"}`},
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

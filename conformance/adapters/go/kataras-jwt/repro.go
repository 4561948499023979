//go:build ignore

// What kataras/jwt alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"github.com/kataras/jwt"
)

var header = `{"alg":"HS256","typ":"JWT"}`

var secret = []byte("a secret of thirty-two characters")

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(header)) + "." + encode([]byte(claims))
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
	issuer := "me"
	if set, found := strings.CutPrefix(how, "issuer="); found {
		issuer = set
	}
	expected := jwt.Expected{Issuer: issuer}
	if audience != "" {
		expected.Audience = jwt.Audience{audience}
	}
	if how == "header" {
		header = `{"alg":"HS256","typ":"at+jwt"}`
	}
	_, err := jwt.Verify(jwt.HS256, secret, []byte(sign(claims)), expected)
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
		{"accept", `no audience configured: aud is not looked at`, "", ``, `,"aud":"other"}`},
		{"reject", `control: another issuer`, "issuer=other", `api`, `,"aud":"api"}`},
		{"accept", `an empty string as the expected issuer: iss is not looked at`, "issuer=", `api`, `,"aud":"api"}`},
		{"reject", `control: claims that are a list`, "issuer=", ``, `[]`},
		{"accept", `claims that are null count as claims without members`, "issuer=", ``, `null`},
		{"reject", `the whole list is compared`, "", `api`, `,"aud":["api","other"]}`},
		{"accept", `a number as issuer is compared as it prints`, "issuer=7", `api`, `{"iss":7,"aud":"api"}`},
		{"reject", `the header is compared byte for byte with three forms`, "header", `api`, `,"aud":"api"}`},
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

//go:build ignore

// What google idtoken alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"google.golang.org/api/idtoken"
	"google.golang.org/api/option"
)

var private, _ = rsa.GenerateKey(rand.Reader, 2048)

func sign(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	digest := sha256.Sum256([]byte(signed))
	signature, _ := rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, digest[:])
	return signed + "." + encode(signature)
}

type keys struct{}

func (keys) RoundTrip(*http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	fmt.Fprintf(recorder, `{"keys":[{"kty":"RSA","e":"AQAB","n":"%s"}]}`, base64.RawURLEncoding.EncodeToString(private.N.Bytes()))
	return recorder.Result(), nil
}

// ask returns accept, reject or panic. An empty audience: none is configured.
func ask(how, audience, claims string) (answer string) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	validator, err := idtoken.NewValidator(context.Background(), option.WithHTTPClient(&http.Client{Transport: keys{}}))
	if err != nil {
		panic(err)
	}
	_, err = validator.Validate(context.Background(), sign(claims), audience)
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
		{"accept", `no audience configured: aud is not looked at`, "", ``, `,"aud":"other"}`},
		{"reject", `an array`, "", `api`, `,"aud":["api"]}`},
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

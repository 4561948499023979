//go:build ignore

// What vault-plugin-auth-jwt alone, with a key of its own, answers to each cause in the expectations. Run: go run repro.go
package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/go-hclog"
	plugin "github.com/hashicorp/vault-plugin-auth-jwt"
	"github.com/hashicorp/vault/sdk/logical"
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
	issuer := "me"
	if set, found := strings.CutPrefix(how, "issuer="); found {
		issuer = set
	}
	der, _ := x509.MarshalPKIXPublicKey(private.Public())
	ctx, storage := context.Background(), &logical.InmemStorage{}
	vault, err := plugin.Factory(ctx, &logical.BackendConfig{
		Logger: hclog.NewNullLogger(), System: &logical.StaticSystemView{}, StorageView: storage})
	if err != nil {
		panic(err)
	}
	write := func(operation logical.Operation, path string, data map[string]any) *logical.Response {
		response, err := vault.HandleRequest(ctx, &logical.Request{Operation: operation, Path: path, Storage: storage, Data: data})
		if err != nil {
			panic(err)
		}
		return response
	}
	write(logical.UpdateOperation, "config", map[string]any{"bound_issuer": issuer,
		"jwt_validation_pubkeys": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))})
	role := map[string]any{"role_type": "jwt", "user_claim": "sub", "bound_subject": "s"}
	if audience != "" {
		role["bound_audiences"] = []string{audience}
	}
	write(logical.CreateOperation, "role/r", role)
	if response := write(logical.UpdateOperation, "login", map[string]any{"role": "r", "jwt": sign(claims)}); response.Auth == nil {
		err = response.Error()
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
		{"reject", `member names match in another case`, "", `api`, `,"aud":"api","Aud":7}`},
		{"accept", `and the long s counts as s`, "", `api`, `{"iss":"other","iſs":"me","sub":"s","iat":1700000000,"exp":4102444800,"aud":"api"}`},
		{"accept", `white space around a bound audience is trimmed`, "", `api `, `,"aud":"api"}`},
		{"reject", `white space around a bound audience is trimmed`, "", `api `, `,"aud":"api "}`},
		{"reject", `control: an audience, and none bound`, "", ``, `,"aud":"other"}`},
		{"accept", `an empty audience counts as none`, "", ``, `,"aud":[]}`},
		{"reject", `control: another issuer`, "issuer=other", `api`, `,"aud":"api"}`},
		{"accept", `an empty string as bound_issuer: iss is not looked at`, "issuer=", `api`, `,"aud":"api"}`},
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

// Adapter for github.com/hashicorp/vault-plugin-auth-jwt, the JWT login of HashiCorp Vault and OpenBao: the plugin's backend
// with storage in memory, a role with bound_audiences, and a login.
package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"

	audiometer "audiometer.example/sdk"
	"github.com/go-jose/go-jose/v4"
	"github.com/hashicorp/go-hclog"
	plugin "github.com/hashicorp/vault-plugin-auth-jwt"
	"github.com/hashicorp/vault/sdk/logical"
)

var ctx = context.Background()

// write is `vault write auth/jwt/PATH`.
type write func(path string, data map[string]any) (*logical.Response, error)

// configured is a mount with a role that expects what the policy does.
func configured(policy audiometer.Policy, keys audiometer.Keys) (write, error) {
	storage := &logical.InmemStorage{}
	backend, err := plugin.Factory(ctx, &logical.BackendConfig{Logger: hclog.NewNullLogger(), System: &logical.StaticSystemView{}, StorageView: storage})
	var vault write = func(path string, data map[string]any) (*logical.Response, error) {
		request := &logical.Request{Operation: logical.UpdateOperation, Path: path, Storage: storage, Data: data,
			Connection: &logical.Connection{RemoteAddr: "127.0.0.1"}}
		if check, exists, err := backend.HandleExistenceCheck(ctx, request); check && err == nil && !exists {
			request.Operation = logical.CreateOperation
		}
		response, err := backend.HandleRequest(ctx, request)
		if err == nil && response.IsError() {
			err = response.Error()
		}
		return response, err
	}
	var key jose.JSONWebKey
	if err := errors.Join(err, key.UnmarshalJSON(keys["RS256"])); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(key.Key)
	config := map[string]any{"jwt_validation_pubkeys": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}
	if policy.Issuer != nil {
		config["bound_issuer"] = *policy.Issuer
	}
	_, err2 := vault("config", config)
	// A role needs one restriction at least; that of the address is there in case no audience is.
	_, err3 := vault("role/suite", map[string]any{"role_type": "jwt", "user_claim": "sub",
		"bound_audiences": policy.Identifiers, "token_bound_cidrs": []string{"127.0.0.1/32"}})
	return vault, errors.Join(err, err2, err3)
}

func main() {
	mounts := map[string]write{} // configured once for what is expected, and not for every login
	audiometer.Main(audiometer.Adapter{
		Name: "vault-plugin-auth-jwt", Module: "github.com/hashicorp/vault-plugin-auth-jwt", Homepage: "https://github.com/hashicorp/vault-plugin-auth-jwt",
		Algorithms: []string{"RS256"}, Features: []string{"no-identifiers", "any-issuer", "many-identifiers", "issuer", "aud-required"},
		Notes: "config: jwt_validation_pubkeys, bound_issuer; role: role_type jwt, bound_audiences, user_claim sub",
		Validate: func(token string, policy audiometer.Policy, keys audiometer.Keys) audiometer.Verdict {
			expected, err := json.Marshal([]any{policy.Identifiers, policy.Issuer})
			vault := mounts[string(expected)]
			if vault == nil {
				if vault, err = configured(policy, keys); err != nil {
					return audiometer.Fault(err)
				}
				if len(mounts) < 1000 {
					mounts[string(expected)] = vault
				}
			}
			response, err := vault("login", map[string]any{"role": "suite", "jwt": token})
			if err == nil && (response == nil || response.Auth == nil) {
				err = errors.New("no login")
			}
			return audiometer.Decide(err, nil)
		},
	})
}

module audiometer.example/go-oidc

go 1.25.0

require (
	audiometer.example/sdk v0.0.0
	github.com/coreos/go-oidc/v3 v3.21.0
	github.com/go-jose/go-jose/v4 v4.1.8
)

require golang.org/x/oauth2 v0.36.0 // indirect

replace audiometer.example/sdk => ../sdk

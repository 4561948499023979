module audiometer.example/hashicorp-cap

go 1.25.13

require (
	audiometer.example/sdk v0.0.0
	github.com/go-jose/go-jose/v4 v4.1.8
	github.com/hashicorp/cap v0.15.0
)

require (
	github.com/coreos/go-oidc/v3 v3.11.0 // indirect
	github.com/hashicorp/go-cleanhttp v0.5.2 // indirect
	golang.org/x/oauth2 v0.27.0 // indirect
)

replace audiometer.example/sdk => ../sdk

module audiometer.example/go-jose

go 1.24.0

require (
	audiometer.example/sdk v0.0.0
	github.com/go-jose/go-jose/v4 v4.1.8
)

replace audiometer.example/sdk => ../sdk
